import { sql } from 'kysely'
import type { Ctx } from '../../platform/context.ts'
import type { AccountId } from '../../platform/ids.ts'
import { type FieldReach, type MemberField, type Onlooker, readableField } from '../accounts/accounts.ts'
import type { ReachUndoId, StartingPosts } from './profiles.tables.ts'

/** The fields of a member that this onlooker may see, in their order. */
export async function selectFields(ctx: Ctx, id: AccountId, by: Onlooker) {
  return ctx.db
    .selectFrom('memberFields')
    .select(['field', 'value'])
    .where('accountId', '=', id)
    .where(readableField(by))
    .orderBy('place')
    .execute()
}

/** Every field of a member with its reach: for that member alone. */
export async function selectOwnFields(ctx: Ctx, id: AccountId) {
  return ctx.db
    .selectFrom('memberFields')
    .select(['field', 'value', 'reach'])
    .where('accountId', '=', id)
    .orderBy('place')
    .execute()
}

/** Whether somebody blocks a member who does not block them: what that member is not told. */
export async function isBlockedUnawares(ctx: Ctx, member: AccountId, by: AccountId): Promise<boolean> {
  const { rows } = await sql<{ isBlocked: boolean }>`
    select exists (select from blocks where blocker_id = ${by} and blocked_id = ${member})
      and not exists (select from blocks where blocker_id = ${member} and blocked_id = ${by}) as is_blocked
  `.execute(ctx.db)
  return rows[0]!.isBlocked
}

/** Sets how far a field reaches; what it says stays. */
export async function upsertReach(ctx: Ctx, id: AccountId, field: MemberField, reach: FieldReach): Promise<void> {
  await sql`insert into profile_fields (account_id, field, value, reach)
    select account_id, field, value, ${reach} from member_fields where account_id = ${id} and field = ${field}
    on conflict (account_id, field) do update set reach = excluded.reach`.execute(ctx.db)
}

/** How far a member's new texts start, of those that they chose for. */
export async function selectStartingReaches(
  ctx: Ctx,
  id: AccountId,
): Promise<Partial<Record<StartingPosts, FieldReach>>> {
  const rows = await ctx.db
    .selectFrom('startingReaches')
    .select(['posts', 'reach'])
    .where('accountId', '=', id)
    .execute()
  return Object.fromEntries(rows.map(({ posts, reach }) => [posts, reach]))
}

export async function upsertStartingReach(
  ctx: Ctx,
  accountId: AccountId,
  posts: StartingPosts,
  reach: FieldReach,
): Promise<void> {
  await ctx.db
    .insertInto('startingReaches')
    .values({ accountId, posts, reach })
    .onConflict((conflict) => conflict.columns(['accountId', 'posts']).doUpdateSet({ reach }))
    .execute()
}

/** One change of a member's reaches at a time: what stood before is what the change found. */
export async function lockReaches(ctx: Ctx, id: AccountId): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended('reaches:' || ${id}::text, 72650))`.execute(ctx.db)
}

export async function replaceUndo(
  ctx: Ctx,
  accountId: AccountId,
  before: Readonly<Record<string, FieldReach | undefined>>,
): Promise<void> {
  await ctx.db.deleteFrom('reachUndos').where('accountId', '=', accountId).execute()
  await sql`insert into reach_undos (account_id, kept_at, before)
    values (${accountId}, ${ctx.now}, ${JSON.stringify(before)}::jsonb)`.execute(ctx.db)
}

export async function findUndo(ctx: Ctx, accountId: AccountId): Promise<{ id: ReachUndoId; keptAt: Date } | undefined> {
  return ctx.db.selectFrom('reachUndos').select(['id', 'keptAt']).where('accountId', '=', accountId).executeTakeFirst()
}

/** What stood before that change, taken out; undefined when it is another member's, or not the last one. */
export async function takeUndo(
  ctx: Ctx,
  accountId: AccountId,
  id: ReachUndoId,
): Promise<Record<string, unknown> | undefined> {
  const row = await ctx.db
    .deleteFrom('reachUndos')
    .where('accountId', '=', accountId)
    .where('id', '=', id)
    .returning('before')
    .executeTakeFirst()
  return row?.before
}
