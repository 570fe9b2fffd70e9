import { personPath } from '../../people/accounts/accounts.ts'
import type { Say } from '../../platform/languages/languages.ts'
import { Tag } from '../../ui/badge.tsx'
import { AsideSection } from '../../ui/page.tsx'
import { ChartFrame } from '../../ui/stat.tsx'
import { Table } from '../../ui/table.tsx'
import { useWords } from '../../ui/words.tsx'
import { threadAddress } from '../threads/threads.ts'
import type { TagFacts, TagMonth } from './tag-pages.ts'
import { type TagSide, tagAddress } from './tags.ts'

/** Beside the threads of a tag: its best ideas, who knows it, what stands beside it, and how it goes. */
export function TagAside(props: { facts: TagFacts; side: TagSide; now: Date }) {
  const say = useWords()
  const { facts, side } = props
  return (
    <aside aria-label={say('About this tag')}>
      {facts.ideas.length > 0 ? (
        <AsideSection title={say('Ideas with most votes')}>
          <ul role="list" class="links">
            {facts.ideas.map(({ thread, votes }) => (
              <li>
                <a href={threadAddress(thread)} dir="auto">
                  {thread.title}
                </a>
                <span>{say('{count} votes', { count: votes.score })}</span>
              </li>
            ))}
          </ul>
        </AsideSection>
      ) : null}
      <People people={facts.people} side={side} />
      <AsideSection title={say('Month by month')}>
        <Trend months={facts.months} />
      </AsideSection>
      {facts.beside.length > 0 ? (
        <AsideSection title={say('Often beside it')}>
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
  const say = useWords()
  if (props.people.length === 0) return null
  return (
    <AsideSection title={props.side === 'outside' ? say('Who knows it') : say('Who writes about it')}>
      <ul role="list" class="links">
        {props.people.map(({ person, count, thanks }) => (
          <li>
            {/* Of those who work here, pages outside tell the name; their profile is inside. */}
            {props.side === 'inside' || person.realm === 'outside' ? (
              <a href={personPath(person)}>{person.displayName}</a>
            ) : (
              <b dir="auto">{person.displayName}</b>
            )}
            <span>{props.side === 'outside' ? answersWords(say, count, thanks) : say('{count} posts', { count })}</span>
          </li>
        ))}
      </ul>
    </AsideSection>
  )
}

function answersWords(say: Say, chosen: number, thanks: number): string {
  return [
    chosen > 0 && say('{count} answers chosen', { count: chosen }),
    thanks > 0 && say('{count} thanks', { count: thanks }),
  ]
    .filter(Boolean)
    .join(', ')
}

const [width, height, gap] = [240, 48, 4]

/** One bar a month; the same figures as a table for those who listen. */
function Trend(props: { months: readonly TagMonth[] }) {
  const say = useWords()
  const { months } = props
  const most = Math.max(1, ...months.map(({ count }) => count))
  const step = width / Math.max(1, months.length)
  const words = months.map(({ at, count }) => [monthWords(say, at), count] as const)
  const total = months.reduce((sum, { count }) => sum + count, 0)
  return (
    <ChartFrame
      title={say('{total} in {count} months', { total, count: months.length })}
      level={3}
      tableLabel={say('As a table')}
      table={
        <Table
          caption={say('Conversations begun in each month')}
          columns={[{ label: say('Month') }, { label: say('Begun'), numeric: true }]}
          rows={months.map(({ at, count }) => [
            <time datetime={at.toISOString().slice(0, 7)}>{monthWords(say, at)}</time>,
            count,
          ])}
        />
      }
    >
      <svg
        role="img"
        aria-label={say('Conversations begun in each month, {months}', {
          months: words.map(([month, count]) => `${month} ${count}`).join(', '),
        })}
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

function monthWords(say: Say, at: Date): string {
  return at.toLocaleDateString(say.language, { month: 'long', year: 'numeric', timeZone: 'UTC' })
}
