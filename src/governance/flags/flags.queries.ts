import { sql } from 'kysely'
import type { Post } from '../../content/threads/threads.ts'
import type { Ctx } from '../../platform/context.ts'
import type { AccountId } from '../../platform/ids.ts'
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
