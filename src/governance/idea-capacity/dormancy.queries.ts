import { sql } from 'kysely'
import type { IdeaStage } from '../../content/ideas/ideas.ts'
import type { ThreadId } from '../../content/threads/threads.ts'
import type { Ctx } from '../../platform/context.ts'
import type { AccountId } from '../../platform/ids.ts'

/** When something was last done on an idea: posted, commented, answered or voted on. */
const lastAction = sql<Date>`greatest(ideas.created_at, ideas.stage_at, coalesce(threads.edited_at, ideas.created_at),
  coalesce((select max(replies.created_at) from replies where replies.thread_id = ideas.thread_id), ideas.created_at),
  coalesce((select max(said.given_at) from idea_vote_events said where said.idea_id = ideas.thread_id), ideas.created_at))`

// Only what nobody decided on; and an idea of a session waits for its result.
const canDoze = sql<boolean>`ideas.stage in ('new', 'under-review') and ideas.merged_into is null
  and not exists (select from storm_ideas join storms on storms.id = storm_ideas.storm_id
    where storm_ideas.thread_id = ideas.thread_id and storms.finished_at is null)`

/**
 * Marks the ideas on which nothing happened for six months less 14 days, and whose people were not told since: their ids,
 * each once until something happens.
 */
export async function takeDozing(ctx: Ctx, most: number): Promise<ThreadId[]> {
  const { rows } = await sql<{ ideaId: ThreadId }>`
    insert into idea_dormancies (idea_id, warned_at)
    select ideas.thread_id, ${ctx.now}::timestamptz from ideas join threads on threads.id = ideas.thread_id
      left join idea_dormancies known on known.idea_id = ideas.thread_id
    where ${canDoze} and ${lastAction} + interval '6 months' - interval '14 days' <= ${ctx.now}::timestamptz
      and (known.idea_id is null or known.archived_at is not null or known.warned_at < ${lastAction})
    order by ideas.thread_id limit ${most}
    on conflict (idea_id) do update set warned_at = excluded.warned_at, archived_at = null, stage_before = null
    returning idea_id`.execute(ctx.db)
  return rows.map((row) => row.ideaId).sort((a, b) => a - b)
}

/** Ideas whose people were told 14 days ago and on which nothing happened since, for six months in all. */
export async function selectAsleep(ctx: Ctx, most: number): Promise<{ ideaId: ThreadId; stage: IdeaStage }[]> {
  const { rows } = await sql<{ ideaId: ThreadId; stage: IdeaStage }>`
    select ideas.thread_id as idea_id, ideas.stage from idea_dormancies known
      join ideas on ideas.thread_id = known.idea_id join threads on threads.id = ideas.thread_id
    where known.archived_at is null and ${canDoze}
      and known.warned_at <= ${ctx.now}::timestamptz - interval '14 days'
      and ${lastAction} <= known.warned_at and ${lastAction} + interval '6 months' <= ${ctx.now}::timestamptz
    order by ideas.thread_id limit ${most}`.execute(ctx.db)
  return rows
}

export async function markArchived(ctx: Ctx, ideaId: ThreadId, stageBefore: IdeaStage): Promise<void> {
  await ctx.db
    .updateTable('ideaDormancies')
    .set({ archivedAt: ctx.now, stageBefore })
    .where('ideaId', '=', ideaId)
    .execute()
}

/** Forgets that an idea was archived, and gives the stage that it had; undefined when the guard did not archive it. */
export async function takeArchived(ctx: Ctx, ideaId: ThreadId): Promise<IdeaStage | undefined> {
  const row = await ctx.db
    .deleteFrom('ideaDormancies')
    .where('ideaId', '=', ideaId)
    .where('archivedAt', 'is not', null)
    .returning('stageBefore')
    .executeTakeFirst()
  return row?.stageBefore ?? undefined
}

/** Whether somebody's vote for an idea stands. */
export async function votesFor(ctx: Ctx, ideaId: ThreadId, accountId: AccountId): Promise<boolean> {
  const row = await ctx.db
    .selectFrom('ideaVotes')
    .select('value')
    .where('ideaId', '=', ideaId)
    .where('accountId', '=', accountId)
    .executeTakeFirst()
  return row?.value === 1
}

/** Its author and everybody whose vote on it stands, in order of account. */
export async function selectConcerned(ctx: Ctx, ideaId: ThreadId): Promise<AccountId[]> {
  const { rows } = await sql<{ accountId: AccountId }>`
    select author_id as account_id from threads where id = ${ideaId}
    union select account_id from idea_votes where idea_id = ${ideaId} order by 1`.execute(ctx.db)
  return rows.map((row) => row.accountId)
}
