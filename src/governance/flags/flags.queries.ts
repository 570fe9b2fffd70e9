import { sql } from 'kysely'
import type { Post, ReplyId, ThreadId } from '../../content/threads/threads.ts'
import type { Ctx } from '../../platform/context.ts'
import type { AccountId } from '../../platform/ids.ts'
import type { SpaceId } from '../../realms/spaces/spaces.ts'
import type { CaseId, Retaliation, RuleKey } from '../moderation/moderation.ts'

/** False when this person flagged the same case before. */
export async function insertFlag(
  ctx: Ctx,
  flag: {
    caseId: CaseId
    flaggedBy: AccountId
    rule: RuleKey
    words: string
    shownTitle: string
    shownBody: string
    retaliates: Retaliation | null
    ofStanding: boolean
  },
): Promise<boolean> {
  const row = await ctx.db
    .insertInto('moderationFlags')
    .values({ ...flag, flaggedAt: ctx.now })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst()
  return row !== undefined
}

/** The viewer's newest flag of a post, and when its case was decided. */
export async function findOwnFlag(ctx: Ctx, post: Post, by: AccountId): Promise<{ closedAt: Date | null } | undefined> {
  const { rows } = await sql<{ closedAt: Date | null }>`
    select c.closed_at from moderation_flags f join moderation_cases c on c.id = f.case_id
    where f.flagged_by = ${by} and c.thread_id = ${post.threadId} and c.reply_id is not distinct from ${post.replyId}
    order by f.id desc limit 1`.execute(ctx.db)
  return rows[0]
}

/**
 * Whether a flag by `by` on a text of `author` answers one the other way since a moment: `author` flagged `by` first, or
 * got them a measure. Not when a flag of theirs on `author` was upheld before: then they have a ground.
 */
export async function findRetaliation(
  ctx: Ctx,
  by: AccountId,
  author: AccountId,
  since: Date,
): Promise<Retaliation | null> {
  const upheld = sql`exists (select from moderation_measures m where m.case_id = c.id and m.decided_by is not null
    and m.measure <> 'none' and m.ended_as is distinct from 'appeal')`
  const { rows } = await sql<{ retaliates: Retaliation | null }>`
    select case when exists (select from moderation_flags f join moderation_cases c on c.id = f.case_id
        where f.flagged_by = ${by} and c.author_id = ${author} and ${upheld}) then null
      else (select case when ${upheld} then 'measured' else 'flagged-first' end
        from moderation_flags f join moderation_cases c on c.id = f.case_id
        where f.flagged_by = ${author} and c.author_id = ${by} and f.flagged_at > ${since}
        order by ${upheld} desc limit 1) end as retaliates`.execute(ctx.db)
  return rows[0]!.retaliates
}

/** What was done with the text in a case, and why; the decision of moderators who left it there. SQL, of `c`. */
const decided = sql`left join lateral (select * from moderation_measures m
    where m.case_id = c.id and m.measure in ('hide', 'remove') order by m.id desc limit 1) done on true
  left join lateral (select * from moderation_measures m
    where m.case_id = c.id and m.measure = 'none' order by m.id desc limit 1) spared on true`

interface FlaggedRow {
  readonly by: AccountId
  readonly spaceId: SpaceId
  readonly measure: 'hide' | 'remove' | null
}

/** Who flagged in a case, in which space its text stands, and what was done with it. For telling them. */
export async function selectFlagged(ctx: Ctx, caseId: CaseId): Promise<FlaggedRow[]> {
  const { rows } = await sql<FlaggedRow>`
    select f.flagged_by as by, threads.space_id, done.measure
    from moderation_flags f join moderation_cases c on c.id = f.case_id
    join threads on threads.id = c.thread_id ${decided}
    where f.case_id = ${caseId} order by f.id`.execute(ctx.db)
  return rows
}

export interface OutcomeRow {
  readonly threadId: ThreadId
  readonly replyId: ReplyId | null
  /** The rule that the flag named. */
  readonly named: RuleKey
  readonly flaggedAt: Date
  readonly decidedAt: Date
  /** What was done with the text; null when it was left there. */
  readonly measure: 'hide' | 'remove' | null
  /** The rule under which it was done. */
  readonly rule: RuleKey | null
  readonly reason: string
  readonly undoneAt: Date | null
}

/**
 * What came of somebody's flag in a case that a person decided. Only what was done with the text is told: what its author
 * may write from now on concerns its author.
 */
export async function findOutcome(ctx: Ctx, caseId: CaseId, by: AccountId): Promise<OutcomeRow | undefined> {
  const { rows } = await sql<OutcomeRow>`
    select c.thread_id, c.reply_id, f.rule as named, f.flagged_at, c.closed_at as decided_at, done.measure, done.rule,
      coalesce(done.reason, spared.reason, '') as reason,
      case when done.ended_as in ('appeal', 'moderator') then done.ended_at end as undone_at
    from moderation_flags f join moderation_cases c on c.id = f.case_id ${decided}
    where f.case_id = ${caseId} and f.flagged_by = ${by} and c.closed_at is not null`.execute(ctx.db)
  return rows[0]
}
