import type { Say } from '../../platform/languages/languages.ts'
import type { PageOf } from '../../platform/cursor.ts'
import { personPath } from '../../people/accounts/accounts.ts'
import type { Space } from '../../realms/spaces/spaces.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { Office } from '../../ui/badge.tsx'
import { Crumbs, PageHead, Pages } from '../../ui/page.tsx'
import { Empty } from '../../ui/surface.tsx'
import { Table } from '../../ui/table.tsx'
import { Segmented } from '../../ui/tabs.tsx'
import { linkTo, useWords } from '../../ui/words.tsx'
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
  const say = useWords()
  const { space, quarter, page } = props
  const path = `/s/${space.slug}/helpers`
  const segment = (of: string) => ({
    href: `${path}?quarter=${of}`,
    label: quarterWords(say, of),
    current: of === quarter,
  })
  return (
    <>
      <Crumbs
        label={say('You are here')}
        crumbs={[{ label: space.title, href: `/s/${space.slug}` }, { label: say('Helpers') }]}
      />
      <PageHead
        title={say('Who helped most')}
        voice
        intro={say.with('In {space}, {quarter}. <a>How it is counted</a>', {
          space: <bdi>{space.title}</bdi>,
          quarter: quarterWords(say, quarter),
          a: linkTo('/about/standing'),
        })}
      />
      <div class="stack">
        <Segmented
          label={say('Quarter')}
          segments={[props.earlier, quarter, ...(props.next ? [props.next] : [])].map(segment)}
        />
        {page.items.length === 0 ? (
          <Empty title={say('Nobody was thanked in this quarter')} realm="outside" />
        ) : (
          <Table
            caption={say('Who helped most, {quarter}', { quarter: quarterWords(say, quarter) })}
            columns={[
              { label: say('Member') },
              { label: say('Points'), numeric: true },
              { label: say('Thanks'), numeric: true },
              { label: say('Accepted'), numeric: true },
            ]}
            rows={page.items.map(({ person, points, thanks, accepted }) => [
              <span class="row tight">
                <Avatar id={String(person.id)} name={person.displayName} who="customer" size="s" />
                <a href={personPath(person)}>{person.displayName}</a>
                {person.standing === 3 ? <Office kind="champion">{say('Champion')}</Office> : null}
              </span>,
              points,
              thanks,
              accepted,
            ])}
          />
        )}
        <Pages
          label={say('More helpers')}
          {...(props.later && { newer: { href: `${path}?quarter=${quarter}`, label: say('First') } })}
          {...(page.next && { older: { href: `${path}?quarter=${quarter}&after=${page.next}`, label: say('Next') } })}
        />
      </div>
    </>
  )
}

/** "4th quarter of 2026". */
function quarterWords(say: Say, quarter: string): string {
  const [year = '', number] = quarter.split('-q')
  if (number === '1') return say('1st quarter of {year}', { year })
  if (number === '2') return say('2nd quarter of {year}', { year })
  return number === '3' ? say('3rd quarter of {year}', { year }) : say('4th quarter of {year}', { year })
}
