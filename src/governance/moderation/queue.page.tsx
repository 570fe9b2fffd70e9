import type { PageOf } from '../../platform/cursor.ts'
import { excerpt } from '../../platform/text/markdown.ts'
import type { PersonCard } from '../../people/accounts/accounts.ts'
import type { AccountId } from '../../platform/ids.ts'
import { Badge, Pill } from '../../ui/badge.tsx'
import { Crumbs, PageHead, Pages } from '../../ui/page.tsx'
import { Card, Empty } from '../../ui/surface.tsx'
import { Rows } from '../../ui/table.tsx'
import { Time } from '../../ui/time.tsx'
import type { AlikeRow, QueueRow } from './cases.ts'
import { conductRules } from './conduct-rules.ts'
import { SideTabs, sideNames } from './moderation.parts.tsx'
import type { Side } from './moderation.tables.ts'

export interface QueuePageProps {
  readonly side: Side
  readonly page: PageOf<QueueRow>
  readonly open: number
  /** New members who vote alike. */
  readonly alike: readonly AlikeRow[]
  readonly people: ReadonlyMap<AccountId, PersonCard>
  readonly viewerId: AccountId
  readonly now: Date
  readonly isFirst: boolean
}

/** What waits for the moderators of one side, the heaviest first. */
export function QueuePage(props: QueuePageProps) {
  const { side, page, open } = props
  return (
    <>
      <PageHead
        title={`Moderation ${side}`}
        intro={
          open === 0
            ? 'Nothing waits.'
            : `${open} ${open === 1 ? 'text waits' : 'texts wait'}. What weighs most comes first, and of that the oldest.`
        }
        crumbs={
          <Crumbs
            label="You are here"
            crumbs={[{ label: 'Moderation', href: '/moderation' }, { label: sideNames[side] }]}
          />
        }
      />
      <SideTabs side={side} current="queue" />
      <div class="stack mt4">
        {page.items.length === 0 ? (
          <Empty title="Nothing waits here">
            <p>What people flag, and what a check holds, comes here.</p>
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
          label="Queue"
          newer={props.isFirst ? undefined : { href: `/moderation/${side}`, label: 'Start of the queue' }}
          older={page.next ? { href: `/moderation/${side}?after=${page.next}`, label: 'Further cases' } : undefined}
        />
        {props.isFirst && props.alike.length > 0 ? <Alike {...props} /> : null}
      </div>
    </>
  )
}

/** Nothing is done to anybody by standing here: people are friends, too. */
function Alike(props: QueuePageProps) {
  const { alike, people, now } = props
  const person = (id: AccountId) => <a href={`/people/${id}`}>{people.get(id)?.displayName ?? 'Former member'}</a>
  return (
    <Card title="New members who vote alike">
      <div class="stack-s">
        <p class="soft">
          They gave the same votes on most of the ideas that both voted on. Their votes count as before. It may be one
          person twice, and it may be two friends.
        </p>
        <ul role="list" class="links">
          {alike.map((pair) => (
            <li>
              <span>
                {person(pair.lowerId)} and {person(pair.higherId)}: alike on {pair.alike} ideas,{' '}
                <Time at={pair.foundAt} now={now} />
              </span>
            </li>
          ))}
        </ul>
      </div>
    </Card>
  )
}

function Line(props: QueuePageProps & { one: QueueRow }) {
  const { one, people, now } = props
  const author = people.get(one.authorId)?.displayName ?? 'Former member'
  return (
    <span class="stack-s">
      <span class="row between">
        <b>{one.title || excerpt(one.body, 80) || 'A text without words'}</b>
        <Badge spoken="weight">{one.weight}</Badge>
      </span>
      {one.title ? <span class="soft">{excerpt(one.body, 140)}</span> : null}
      <span class="row tight small muted">
        {one.replyId === null ? 'Thread' : 'Reply'} by {author} · <Time at={one.openedAt} now={now} />
        {one.flags > 0 ? ` · ${one.flags} ${one.flags === 1 ? 'flag' : 'flags'}: ${rulesOf(one)}` : null}
      </span>
      <span class="row tight">
        {one.ofStanding > 0 ? (
          <Pill icon="seal-check">
            {`Flagged by ${one.ofStanding === 1 ? 'a member' : `${one.ofStanding} members`} of long standing`}
          </Pill>
        ) : null}
        {one.isHeld ? <Pill icon="hourglass-medium">Held by a check</Pill> : null}
        {one.retaliates ? (
          <Pill icon="warning" tone="warn">
            May be a flag in return
          </Pill>
        ) : null}
        <InHand {...props} />
      </span>
    </span>
  )
}

function rulesOf(one: QueueRow): string {
  return one.rules.map((rule) => conductRules[rule].name.toLowerCase()).join(', ')
}

function InHand(props: QueuePageProps & { one: QueueRow }) {
  const { one, people, now, viewerId } = props
  if (one.claimedBy === null || one.claimedUntil === null || one.claimedUntil <= now) return null
  const who = one.claimedBy === viewerId ? 'you' : (people.get(one.claimedBy)?.displayName ?? 'a colleague')
  return (
    <Pill icon="hand-grabbing" tone="info">
      In hand: {who}
    </Pill>
  )
}
