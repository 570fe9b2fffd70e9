import { PageHead, Pages } from '../../ui/page.tsx'
import { Empty } from '../../ui/surface.tsx'
import { Table } from '../../ui/table.tsx'
import { accessWords, realmNames } from '../spaces/spaces.parts.tsx'
import type { RightsSpace } from '../spaces/spaces.ts'

/** Every space whose rights somebody may see: for administrators those too that they do not read. */
export function RightsListPage(props: { spaces: readonly RightsSpace[]; next: number | undefined }) {
  return (
    <>
      <PageHead
        title="Rights"
        intro="Who may do what in which space, and why. Titles and rights only, never content."
      />
      {props.spaces.length === 0 ? (
        <Empty title="No space is open to you here" />
      ) : (
        <Table
          caption="Spaces"
          columns={[{ label: 'Space' }, { label: 'Side' }, { label: 'Read by' }, { label: 'Stop' }]}
          rows={props.spaces.map((space) => [
            <a href={`/inside/rights/${space.id}`}>{space.title}</a>,
            realmNames[space.realm],
            accessWords[space.access],
            space.stops === null ? '' : space.stops === 'manager' ? 'A manager’s' : 'An administrator’s',
          ])}
        />
      )}
      <Pages
        label="More spaces"
        older={props.next ? { href: `?after=${props.next}`, label: 'More spaces' } : undefined}
      />
    </>
  )
}
