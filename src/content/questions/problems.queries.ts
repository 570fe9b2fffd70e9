import type { Ctx } from '../../platform/context.ts'
import type { AccountId } from '../../platform/ids.ts'
import type { ProblemState, ThreadId } from '../threads/threads.ts'

export interface ProblemRow {
  readonly state: ProblemState
  /** The version or the words that came with the state. */
  readonly note: string
  readonly changedBy: AccountId | null
  readonly changedAt: Date
}

/** How a problem stands; undefined while it is only reported. The caller has read the thread. */
export async function findProblem(ctx: Ctx, id: ThreadId): Promise<ProblemRow | undefined> {
  return ctx.db
    .selectFrom('problems')
    .select(['state', 'note', 'changedBy', 'changedAt'])
    .where('threadId', '=', id)
    .executeTakeFirst()
}

/** Waits for whoever says right now how this problem stands. A problem that is only reported has but its thread. */
export async function lockProblem(ctx: Ctx, id: ThreadId): Promise<void> {
  await ctx.db.selectFrom('threads').select('id').where('id', '=', id).forNoKeyUpdate().execute()
}

/** Sets the state of a problem and keeps the change. */
export async function putState(
  ctx: Ctx,
  id: ThreadId,
  change: { from: ProblemState; to: ProblemState; note: string; by: AccountId | null },
): Promise<void> {
  const { from, to, note, by } = change
  const row = { state: to, note, changedBy: by, changedAt: ctx.now }
  await ctx.db
    .insertInto('problems')
    .values({ threadId: id, ...row })
    .onConflict((conflict) => conflict.column('threadId').doUpdateSet(row))
    .execute()
  await ctx.db
    .insertInto('problemChanges')
    .values({ threadId: id, fromState: from, toState: to, note, changedBy: by, changedAt: ctx.now })
    .execute()
}

/** Every state that a problem had, oldest first. The caller has read the thread. */
export async function selectChanges(ctx: Ctx, id: ThreadId) {
  return ctx.db.selectFrom('problemChanges').selectAll().where('threadId', '=', id).orderBy('id').limit(200).execute()
}
