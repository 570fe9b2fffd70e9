import type { PageOf } from '../../platform/cursor.ts'
import { excerpt } from '../../platform/text/markdown.ts'
import type { PersonCard } from '../../people/accounts/accounts.ts'
import type { AccountId } from '../../platform/ids.ts'
import { Badge, Pill } from '../../ui/badge.tsx'
import { Crumbs, PageHead, Pages } from '../../ui/page.tsx'
import { Card, Empty } from '../../ui/surface.tsx'
import { Rows } from '../../ui/table.tsx'
import { Time } from '../../ui/time.tsx'
import { useWords } from '../../ui/words.tsx'
import { type Say, said } from '../../platform/languages/languages.ts'
import type { AlikeRow, QueueRow } from './cases.ts'
import type { RuleKey } from './conduct-rules.ts'
import { SideTabs, moderationNames, sideNames } from './moderation.parts.tsx'
import type { Side } from './moderation.tables.ts'

type People = ReadonlyMap<AccountId, PersonCard>

export interface QueuePageProps {
  readonly side: Side
  readonly page: PageOf<QueueRow>
  readonly open: number
  /** New members who vote alike. */
  readonly alike: readonly AlikeRow[]
  readonly people: People
  readonly viewerId: AccountId
  readonly now: Date
  readonly isFirst: boolean
}

/** What waits for the moderators of one side, the heaviest first. */
export function QueuePage(props: QueuePageProps) {
  const say = useWords()
  const { side, page, open } = props
  return (
    <>
      <PageHead
        title={say.again(moderationNames[side])}
        intro={
          open === 0
            ? say('Nothing waits.')
            : say('{count} texts wait. What weighs most comes first, and of that the oldest.', { count: open })
        }
        crumbs={
          <Crumbs
            label={say('You are here')}
            crumbs={[{ label: say('Moderation'), href: '/moderation' }, { label: say.again(sideNames[side]) }]}
          />
        }
      />
      <SideTabs side={side} current="queue" />
      <div class="stack mt4">
        {page.items.length === 0 ? (
          <Empty title={say('Nothing waits here')}>
            <p>{say('What people flag, and what a check holds, comes here.')}</p>
          </Empty>
        ) : (
          <Rows
            items={page.items.map((one) => ({
              href: `/moderation/cases/${one.id}`,
              children: <Line {...props} one={one} />,
            }))}
          />
        )}
        <Pages
          label={say('Queue')}
          newer={props.isFirst ? undefined : { href: `/moderation/${side}`, label: say('Start of the queue') }}
          older={
            page.next ? { href: `/moderation/${side}?after=${page.next}`, label: say('Further cases') } : undefined
          }
        />
        {props.isFirst && props.alike.length > 0 ? <Alike {...props} /> : null}
      </div>
    </>
  )
}

/** Nothing is done to anybody by standing here: people are friends, too. */
function Alike(props: QueuePageProps) {
  const say = useWords()
  const { alike, people, now } = props
  const person = (id: AccountId) => (
    <a href={`/people/${id}`} dir="auto">
      {people.get(id)?.displayName ?? say('Former member')}
    </a>
  )
  return (
    <Card title={say('New members who vote alike')}>
      <div class="stack-s">
        <p class="soft">
          {say(
            'They gave the same votes on most of the ideas that both voted on. Their votes count as before. It may be one person twice, and it may be two friends.',
          )}
        </p>
        <ul role="list" class="links">
          {alike.map((pair) => (
            <li>
              <span>
                {say.with('{one} and {other}: alike on {count} ideas, {when}', {
                  one: person(pair.lowerId),
                  other: person(pair.higherId),
                  count: pair.alike,
                  when: <Time at={pair.foundAt} now={now} />,
                })}
              </span>
            </li>
          ))}
        </ul>
      </div>
    </Card>
  )
}

function Line(props: QueuePageProps & { one: QueueRow }) {
  const say = useWords()
  const { one, people, now } = props
  const author = people.get(one.authorId)?.displayName ?? say('Former member')
  const shown = one.title || excerpt(one.body, 80)
  return (
    <span class="stack-s">
      <span class="row between">
        <b>{shown ? <bdi>{shown}</bdi> : say('A text without words')}</b>
        <Badge>{say('weight {number}', { number: one.weight })}</Badge>
      </span>
      {one.title ? (
        <span class="soft" dir="auto">
          {excerpt(one.body, 140)}
        </span>
      ) : null}
      <span class="row tight small muted">
        <span>
          {one.replyId === null ? say('Thread by {author}', { author }) : say('Reply by {author}', { author })} ·{' '}
          <Time at={one.openedAt} now={now} />
        </span>
        {one.flags > 0 ? (
          <span>{say('{count} flags: {rules}', { count: one.flags, rules: rulesOf(say, one) })}</span>
        ) : null}
      </span>
      <span class="row tight">
        {one.ofStanding > 0 ? (
          <Pill icon="seal-check">{say('Flagged by {count} members of long standing', { count: one.ofStanding })}</Pill>
        ) : null}
        {one.isHeld ? <Pill icon="hourglass-medium">{say('Held by a check')}</Pill> : null}
        {one.retaliates ? (
          <Pill icon="warning" tone="warn">
            {say('May be a flag in return')}
          </Pill>
        ) : null}
        <InHand {...props} />
      </span>
    </span>
  )
}

/** The rules within a sentence: not every language writes all words small there. */
const rulesWithin: Readonly<Record<RuleKey, string>> = {
  spam: said('spam or advertising'),
  insult: said('insult or hatred'),
  private: said('somebody’s private data'),
  unlawful: said('against the law'),
  pretence: said('pretending to be somebody else'),
  'off-topic': said('not about this'),
}

function rulesOf(say: Say, one: QueueRow): string {
  return one.rules.map((rule) => say.again(rulesWithin[rule])).join(', ')
}

function InHand(props: QueuePageProps & { one: QueueRow }) {
  const { one, people, now, viewerId } = props
  if (one.claimedBy === null || one.claimedUntil === null || one.claimedUntil <= now) return null
  const say = useWords()
  const name = people.get(one.claimedBy)?.displayName
  return (
    <Pill icon="hand-grabbing" tone="info">
      {one.claimedBy === viewerId
        ? say('In hand: you')
        : name === undefined
          ? say('In hand: a colleague')
          : say('In hand: {name}', { name })}
    </Pill>
  )
}
