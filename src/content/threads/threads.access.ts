import { type RawBuilder, sql, type SqlBool } from 'kysely'
import type { Viewer } from '../../platform/context.ts'
import { type SaidWith, said } from '../../platform/languages/languages.ts'
import type { AccountId } from '../../platform/ids.ts'
import { isOpenWay } from '../../people/nearness/nearness.ts'
import { type Reader, type Reasons, type RegimeRules, always, ground, inSql } from '../../realms/reader.access.ts'
import { type AccessVerdict, no, yes } from '../../platform/verdict.ts'
import { type Space, type SpaceRight, inReadableSpace, mayWriteIn, whySpace } from '../../realms/spaces/spaces.ts'

/** How far a text outside reaches: only its author, 1 to 3 degrees, all members; null as far as its space. */
export type Reach = 0 | 1 | 2 | 3 | 4 | null

const name = sql`author.display_name`

const asItsSpace = ground(
  sql<SqlBool>`(threads.audience = 'space' and threads.reach is null)`,
  said('It is for everyone who reads this space.'),
)
const forMembers = ground(
  sql<SqlBool>`(threads.audience = 'space' and threads.reach = 4)`,
  said('It is for all members, and for those who work here.'),
)

/**
 * Who, of those who may read its space, may read a thread and everything under it. One that names its participants: they.
 * Outside, one that reaches only so many degrees: the members within that distance of its author, by mutual and
 * accepted connections; never somebody blocked by the author, or blocking them. Working here is no connection.
 */
const rulesWhere = (isNear: (id: RawBuilder<number>) => RawBuilder<SqlBool>): RegimeRules => ({
  visitor: () => [asItsSpace],
  account: {
    outside: (id) => [
      asItsSpace,
      ground(sql<SqlBool>`(threads.author_id = ${id} and threads.reach is not null)`, said('Wrote it.')),
      ground(
        sql<SqlBool>`(threads.reach = 4 and threads.audience = 'space' and not is_blocked(threads.author_id, ${id}))`,
        said('It is for all members.'),
      ),
      ground(
        sql<SqlBool>`(threads.reach between 1 and 3 and threads.audience = 'space'
          and ${isNear(id)})`,
        sql<SaidWith>`(select case threads.reach when 1 then ${inSql.said('Is connected with {name} directly.', { name })}
          else ${inSql.said('Is connected with {name} over at most {steps} steps.', { name, steps: sql`threads.reach` })} end
          from accounts author where author.id = threads.author_id)`,
      ),
      takesPart(id),
    ],
    inside: (id) => [asItsSpace, forMembers, takesPart(id)],
    bridge: (id) => [asItsSpace, takesPart(id)],
  },
})

const isWithinReach = (id: RawBuilder<number>) => sql<SqlBool>`within_degrees(threads.author_id, ${id}, threads.reach)`
const threadRules = rulesWhere(isWithinReach)
// Where the way that a walk names is open, nobody has to search for one; that it is named alone proves nothing.
const walkedRules = rulesWhere((id) => {
  const way = { from: id, first: sql`walked.first_id`, second: sql`walked.second_id`, to: sql`threads.author_id` }
  return sql<SqlBool>`(case when ${isOpenWay(way, sql`threads.reach`)} then true else ${isWithinReach(id)} end)`
})

function takesPart(id: RawBuilder<number>) {
  return ground(
    sql<SqlBool>`exists (select from thread_participants
      where thread_participants.thread_id = threads.id and thread_participants.account_id = ${id})`,
    said('Takes part in this conversation.'),
  )
}

/**
 * Who, of those who may read a text, still reads it while moderation hides it: its author, and the moderators of its
 * side. Nobody reads more by it than without. What its author took back, without a marker in its place, is for nobody.
 */
const hiddenRules = (table: 'threads' | 'replies'): RegimeRules => {
  const own = (id: RawBuilder<number>) =>
    ground(
      sql<SqlBool>`(${sql.table(table)}.author_id = ${id} and ${sql.table(table)}.taken_back_at is null)`,
      said('It is hidden by moderation; its author still reads it.'),
    )
  return {
    visitor: () => [],
    account: {
      outside: (id) => [own(id)],
      inside: (id) => [
        own(id),
        ground(
          sql<SqlBool>`(${sql.table(table)}.taken_back_at is null and exists (select from offices where offices.account_id = ${id} and offices.ended_at is null
            and offices.office = case threads.realm when 'outside' then 'outside-steward' else 'inside-steward' end))`,
          said('It is hidden by moderation; the moderators of its side still read it.'),
        ),
      ],
      bridge: (id) => [own(id)],
    },
  }
}
const hiddenThread = hiddenRules('threads')
const hiddenReply = hiddenRules('replies')

/** The condition under which a reader may read a thread: its space, and the thread. The statement selects from `threads`. */
export function readableThread(reader: Reader): RawBuilder<SqlBool> {
  return readableBy(threadRules, reader)
}

/**
 * The same condition with the same answers, for a statement that also selects from `walked (first_id, second_id)`: people
 * over whom the author of each thread may be near to the reader.
 */
export function readableWalkedThread(reader: Reader): RawBuilder<SqlBool> {
  return readableBy(walkedRules, reader)
}

function readableBy(rules: RegimeRules, reader: Reader): RawBuilder<SqlBool> {
  const narrowed = reader.allowed(rules)
  if (narrowed === always) return always
  return sql<SqlBool>`(${inReadableSpace(reader, sql`threads.space_id`)} and ${narrowed}
    and (threads.hidden_at is null or ${reader.allowed(hiddenThread)}))`
}

/** Whether moderation leaves a reply to a reader of its thread. The statement selects from `replies` and `threads`. */
export function shownReply(reader: Reader): RawBuilder<SqlBool> {
  return sql<SqlBool>`(replies.hidden_at is null or ${reader.allowed(hiddenReply)})`
}

/** Why a reader may read a thread: the sentence of its space and that of the thread; null when they may not. */
export function whyThread(reader: Reader): RawBuilder<Reasons | null> {
  return sql<Reasons | null>`((select ${whySpace(reader)} from spaces where spaces.id = threads.space_id)
    || ${reader.because(threadRules)}
    || case when threads.hidden_at is null then '[]'::jsonb else ${reader.because(hiddenThread)} end)`
}

/**
 * How far a text of the viewer can reach in a space, the widest first. Inside and on the bridge: as its space. Outside
 * members choose; whoever works here has no connections there, so theirs is for everyone or for all members.
 */
export function possibleReaches(viewer: Viewer, space: Pick<Space, 'realm' | 'access'>): readonly Reach[] {
  if (space.realm !== 'outside') return [null]
  const forAll: readonly Reach[] = space.access === 'public' ? [null, 4] : [null]
  const isEmployee = viewer.kind === 'account' && viewer.realm !== 'outside'
  return isEmployee ? forAll : [...forAll, 3, 2, 1, 0]
}

/** How wide a reach is, for comparing: a text can only be narrowed. */
export function widthOf(reach: Reach): number {
  return reach ?? 5
}

/** Whether the viewer may change a text: its author may, as long as they may still write there. */
export function mayEdit(viewer: Viewer, space: Space, authorId: AccountId, right?: SpaceRight): AccessVerdict {
  if (viewer.kind === 'system') return yes(said('This is done by Tango itself.'))
  const writing = mayWriteIn(viewer, space, right)
  if (!writing.allowed) return writing
  return viewer.kind === 'account' && viewer.id === authorId
    ? yes(said('You wrote this.'))
    : no('threads.not-author', said('A text is changed by the person who wrote it. You can answer it instead.'))
}

/** A reply is as readable as its thread, unless moderation hides it. The statement selects from `replies`. */
export function readableReply(reader: Reader): RawBuilder<SqlBool> {
  return sql<SqlBool>`exists (select from threads where threads.id = replies.thread_id and ${readableThread(reader)}
    and ${shownReply(reader)})`
}

/** Why a reader may read a reply: as its thread, and more words while it is hidden. */
export function whyReply(reader: Reader): RawBuilder<Reasons | null> {
  return sql<Reasons | null>`(select ${whyThread(reader)}
    || case when replies.hidden_at is null then '[]'::jsonb else ${reader.because(hiddenReply)} end
    from threads where threads.id = replies.thread_id)`
}
