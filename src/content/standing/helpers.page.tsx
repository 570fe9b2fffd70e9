import type { PageOf } from '../../platform/cursor.ts'
import { personPath } from '../../people/accounts/accounts.ts'
import type { Space } from '../../realms/spaces/spaces.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { Office } from '../../ui/badge.tsx'
import { Crumbs, PageHead, Pages } from '../../ui/page.tsx'
import { Empty } from '../../ui/surface.tsx'
import { Table } from '../../ui/table.tsx'
import { Segmented } from '../../ui/tabs.tsx'
import type { Helper } from './standing.ts'

/** Who helped most in a space in one quarter. */
export function HelpersPage(props: {
  space: Space
  quarter: string
  /** The quarters beside it that can be looked at. */
  earlier: string
  next: string | undefined
  page: PageOf<Helper>
  later: boolean
}) {
  const { space, quarter, page } = props
  const path = `/s/${space.slug}/helpers`
  const segment = (of: string) => ({ href: `${path}?quarter=${of}`, label: quarterWords(of), current: of === quarter })
  return (
    <>
      <Crumbs label="You are here" crumbs={[{ label: space.title, href: `/s/${space.slug}` }, { label: 'Helpers' }]} />
      <PageHead
        title="Who helped most"
        voice
        intro={
          <>
            In {space.title}, {quarterWords(quarter)}. <a href="/about/standing">How it is counted</a>
          </>
        }
      />
      <div class="stack">
        <Segmented
          label="Quarter"
          segments={[props.earlier, quarter, ...(props.next ? [props.next] : [])].map(segment)}
        />
        {page.items.length === 0 ? (
          <Empty title="Nobody was thanked in this quarter" realm="outside" />
        ) : (
          <Table
            caption={`Who helped most, ${quarterWords(quarter)}`}
            columns={[
              { label: 'Member' },
              { label: 'Points', numeric: true },
              { label: 'Thanks', numeric: true },
              { label: 'Accepted', numeric: true },
            ]}
            rows={page.items.map(({ person, points, thanks, accepted }) => [
              <span class="row tight">
                <Avatar id={String(person.id)} name={person.displayName} who="customer" size="s" />
                <a href={personPath(person)}>{person.displayName}</a>
                {person.standing === 3 ? <Office kind="champion">Champion</Office> : null}
              </span>,
              points,
              thanks,
              accepted,
            ])}
          />
        )}
        <Pages
          label="More helpers"
          {...(props.later && { newer: { href: `${path}?quarter=${quarter}`, label: 'First' } })}
          {...(page.next && { older: { href: `${path}?quarter=${quarter}&after=${page.next}`, label: 'Next' } })}
        />
      </div>
    </>
  )
}

/** "4th quarter of 2026". */
function quarterWords(quarter: string): string {
  const [year, number] = quarter.split('-q')
  return `${['1st', '2nd', '3rd', '4th'][Number(number) - 1]} quarter of ${year}`
}
