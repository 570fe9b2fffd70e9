import { PageHead, Pages } from '../../ui/page.tsx'
import { Empty } from '../../ui/surface.tsx'
import { Table } from '../../ui/table.tsx'
import { useWords } from '../../ui/words.tsx'
import { accessWords, realmNames } from '../spaces/spaces.parts.tsx'
import type { RightsSpace } from '../spaces/spaces.ts'

/** Every space whose rights somebody may see: for administrators those too that they do not read. */
export function RightsListPage(props: { spaces: readonly RightsSpace[]; next: number | undefined }) {
  const say = useWords()
  return (
    <>
      <PageHead
        title={say('Rights')}
        intro={say('Who may do what in which space, and why. Titles and rights only, never content.')}
      />
      {props.spaces.length === 0 ? (
        <Empty title={say('No space is open to you here')} />
      ) : (
        <Table
          caption={say('Spaces')}
          columns={[
            { label: say('Space') },
            { label: say('Side') },
            { label: say('Read by | a list of readers') },
            { label: say('Stop | of rights that flow') },
          ]}
          rows={props.spaces.map((space) => [
            <a href={`/inside/rights/${space.id}`} dir="auto">
              {space.title}
            </a>,
            say.again(realmNames[space.realm]),
            say.again(accessWords[space.access]),
            space.stops === null ? '' : space.stops === 'manager' ? say('A manager’s') : say('An administrator’s'),
          ])}
        />
      )}
      <Pages
        label={say('More spaces')}
        older={props.next ? { href: `?after=${props.next}`, label: say('More spaces') } : undefined}
      />
    </>
  )
}
