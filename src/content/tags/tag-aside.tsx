import { personPath } from '../../people/accounts/accounts.ts'
import { Tag } from '../../ui/badge.tsx'
import { AsideSection } from '../../ui/page.tsx'
import { ChartFrame } from '../../ui/stat.tsx'
import { Table } from '../../ui/table.tsx'
import { threadAddress } from '../threads/threads.ts'
import type { TagFacts, TagMonth } from './tag-pages.ts'
import { type TagSide, tagAddress } from './tags.ts'

/** Beside the threads of a tag: its best ideas, who knows it, what stands beside it, and how it goes. */
export function TagAside(props: { facts: TagFacts; side: TagSide; now: Date }) {
  const { facts, side } = props
  return (
    <aside aria-label="About this tag">
      {facts.ideas.length > 0 ? (
        <AsideSection title="Ideas with most votes">
          <ul role="list" class="links">
            {facts.ideas.map(({ thread, votes }) => (
              <li>
                <a href={threadAddress(thread)}>{thread.title}</a>
                <span>{counted(votes.score, 'vote')}</span>
              </li>
            ))}
          </ul>
        </AsideSection>
      ) : null}
      <People people={facts.people} side={side} />
      <AsideSection title="Month by month">
        <Trend months={facts.months} />
      </AsideSection>
      {facts.beside.length > 0 ? (
        <AsideSection title="Often beside it">
          <ul role="list" class="row tight">
            {facts.beside.map(({ name, count }) => (
              <li class="row tight">
                <Tag href={tagAddress(name, side)}>
                  <bdi>{name}</bdi>
                </Tag>
                <span class="small muted num">{count}</span>
              </li>
            ))}
          </ul>
        </AsideSection>
      ) : null}
    </aside>
  )
}

function People(props: { people: TagFacts['people']; side: TagSide }) {
  if (props.people.length === 0) return null
  return (
    <AsideSection title={props.side === 'outside' ? 'Who knows it' : 'Who writes about it'}>
      <ul role="list" class="links">
        {props.people.map(({ person, count, thanks }) => (
          <li>
            {/* Of those who work here, pages outside tell the name; their profile is inside. */}
            {props.side === 'inside' || person.realm === 'outside' ? (
              <a href={personPath(person)}>{person.displayName}</a>
            ) : (
              <b>{person.displayName}</b>
            )}
            <span>{props.side === 'outside' ? answersWords(count, thanks) : counted(count, 'post')}</span>
          </li>
        ))}
      </ul>
    </AsideSection>
  )
}

function answersWords(chosen: number, thanks: number): string {
  return [chosen > 0 && `${counted(chosen, 'answer')} chosen`, thanks > 0 && counted(thanks, 'thank', 'thanks')]
    .filter(Boolean)
    .join(', ')
}

/** `1 vote`, `2 votes`, `-3 votes`. */
function counted(count: number, one: string, many = `${one}s`): string {
  return `${count} ${Math.abs(count) === 1 ? one : many}`
}

const [width, height, gap] = [240, 48, 4]

/** One bar a month; the same figures as a table for those who listen. */
function Trend(props: { months: readonly TagMonth[] }) {
  const { months } = props
  const most = Math.max(1, ...months.map(({ count }) => count))
  const step = width / Math.max(1, months.length)
  const words = months.map(({ at, count }) => [monthWords(at), count] as const)
  const total = months.reduce((sum, { count }) => sum + count, 0)
  return (
    <ChartFrame
      title={`${total} in ${counted(months.length, 'month')}`}
      level={3}
      tableLabel="As a table"
      table={
        <Table
          caption="Conversations begun in each month"
          columns={[{ label: 'Month' }, { label: 'Begun', numeric: true }]}
          rows={words.map(([month, count]) => [month, count])}
        />
      }
    >
      <svg
        role="img"
        aria-label={`Conversations begun in each month, ${words.map(([month, count]) => `${month} ${count}`).join(', ')}`}
        viewBox={`0 0 ${width} ${height}`}
        width="100%"
        fill="currentColor"
      >
        {months.map(({ count }, at) => {
          const tall = count === 0 ? 1 : Math.max(3, Math.round((count / most) * height))
          return (
            <rect x={at * step} y={height - tall} width={step - gap} height={tall} rx="1" opacity={count ? 0.8 : 0.3} />
          )
        })}
      </svg>
    </ChartFrame>
  )
}

function monthWords(at: Date): string {
  return at.toLocaleDateString('en', { month: 'long', year: 'numeric', timeZone: 'UTC' })
}
