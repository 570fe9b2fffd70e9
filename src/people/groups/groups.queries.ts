import { sql } from 'kysely'
import type { Ctx } from '../../platform/context.ts'
import type { AccountId } from '../../platform/ids.ts'
import type { GroupId, GroupKind, GroupRole } from './groups.tables.ts'

/** A group with how many who are still here are in it. */
function selectGroups(ctx: Ctx) {
  return ctx.db
    .selectFrom('groups')
    .select(['groups.id', 'groups.kind', 'groups.slug', 'groups.title', 'groups.purpose', 'groups.createdAt'])
    .select('groups.endedAt')
    .select(
      sql<number>`(select count(*) from group_members m join accounts on accounts.id = m.account_id
        and accounts.state <> 'closed' where m.group_id = groups.id)`.as('members'),
    )
}

export async function findBySlug(ctx: Ctx, slug: string) {
  return selectGroups(ctx).where('groups.slug', '=', slug).executeTakeFirst()
}

export async function listByTitle(
  ctx: Ctx,
  of: { ended: boolean; after?: GroupId; memberId?: AccountId },
  limit: number,
) {
  return selectGroups(ctx)
    .where('groups.endedAt', of.ended ? 'is not' : 'is', null)
    .$if(of.memberId !== undefined, (query) =>
      query.where(
        sql<boolean>`exists (select from group_members mine where mine.group_id = groups.id and mine.account_id = ${of.memberId})`,
      ),
    )
    .$if(of.after !== undefined, (query) =>
      query.where(
        sql<boolean>`(lower(groups.title), groups.id) >
          (select lower(before.title), before.id from groups before where before.id = ${of.after})`,
      ),
    )
    .orderBy(sql`lower(groups.title)`)
    .orderBy('groups.id')
    .limit(limit)
    .execute()
}

/** The group's number; undefined when the slug is taken. */
export async function insertGroup(
  ctx: Ctx,
  group: { kind: GroupKind; slug: string; title: string; purpose: string; createdBy: AccountId | null },
): Promise<GroupId | undefined> {
  const row = await ctx.db
    .insertInto('groups')
    .values({ ...group, createdAt: ctx.now })
    .onConflict((conflict) => conflict.column('slug').doNothing())
    .returning('id')
    .executeTakeFirst()
  return row?.id
}

export async function updateGroup(ctx: Ctx, id: GroupId, change: { title: string; purpose: string }): Promise<void> {
  await ctx.db.updateTable('groups').set(change).where('id', '=', id).execute()
}

export async function end(ctx: Ctx, id: GroupId): Promise<void> {
  await ctx.db
    .updateTable('groups')
    .set({ endedAt: ctx.now })
    .where('id', '=', id)
    .where('endedAt', 'is', null)
    .execute()
}

export async function roleIn(ctx: Ctx, id: GroupId, accountId: AccountId): Promise<GroupRole | undefined> {
  const row = await ctx.db
    .selectFrom('groupMembers')
    .select('role')
    .where('groupId', '=', id)
    .where('accountId', '=', accountId)
    .executeTakeFirst()
  return row?.role
}

/** True when they were not in it before. */
export async function insertMember(
  ctx: Ctx,
  member: { groupId: GroupId; accountId: AccountId; role: GroupRole; addedBy: AccountId | null },
): Promise<boolean> {
  const row = await ctx.db
    .insertInto('groupMembers')
    .values({ ...member, joinedAt: ctx.now })
    .onConflict((conflict) => conflict.doNothing())
    .returning('accountId')
    .executeTakeFirst()
  return row !== undefined
}

export async function setRole(ctx: Ctx, id: GroupId, accountId: AccountId, role: GroupRole): Promise<boolean> {
  const { numUpdatedRows } = await ctx.db
    .updateTable('groupMembers')
    .set({ role })
    .where('groupId', '=', id)
    .where('accountId', '=', accountId)
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

export async function deleteMember(ctx: Ctx, id: GroupId, accountId: AccountId): Promise<boolean> {
  const { numDeletedRows } = await ctx.db
    .deleteFrom('groupMembers')
    .where('groupId', '=', id)
    .where('accountId', '=', accountId)
    .executeTakeFirst()
  return numDeletedRows > 0n
}

/** Takes the rows of those who lead a group until the end of the transaction, so that two leads cannot both go. */
export async function lockLeads(ctx: Ctx, id: GroupId): Promise<AccountId[]> {
  const rows = await ctx.db
    .selectFrom('groupMembers')
    .innerJoin('accounts', 'accounts.id', 'groupMembers.accountId')
    .select('groupMembers.accountId')
    .where('groupMembers.groupId', '=', id)
    .where('groupMembers.role', '=', 'lead')
    .where('accounts.state', '<>', 'closed')
    .forUpdate('groupMembers')
    .execute()
  return rows.map((row) => row.accountId)
}

/** Who is in a group: leads first, then by name. */
export async function selectMembers(ctx: Ctx, id: GroupId, after: AccountId | undefined, limit: number) {
  const { rows } = await sql<{ accountId: AccountId; role: GroupRole; joinedAt: Date }>`
    with members as (
      select m.account_id, m.role, m.joined_at, lower(accounts.display_name) as name
      from group_members m join accounts on accounts.id = m.account_id and accounts.state <> 'closed'
      where m.group_id = ${id}
    )
    select account_id, role, joined_at from members
    where ${
      after === undefined
        ? sql`true`
        : sql`(role, name, account_id) > (select role, name, account_id from members where account_id = ${after})`
    }
    order by role, name, account_id limit ${limit}`.execute(ctx.db)
  return rows
}
