import { begunOnce } from '../../platform/begun.ts'
import type { Ctx, Realm } from '../../platform/context.ts'
import type { AccountId } from '../../platform/ids.ts'
import { readerOf } from '../reader.access.ts'
import { grantedPublishOut, readableSpace, rightLevel } from './spaces.access.ts'
import type { MembershipRole, SpaceAccess, SpaceId } from './spaces.tables.ts'

export const spaceColumns = [
  'spaces.id',
  'spaces.realm',
  'spaces.slug',
  'spaces.title',
  'spaces.description',
  'spaces.access',
  'spaces.archivedAt',
  'spaces.parentId',
  'spaces.stops',
] as const

export interface NewSpace {
  readonly realm: Realm
  readonly slug: string
  readonly title: string
  readonly description: string
  readonly access: SpaceAccess
}

const fromSpaces = begunOnce((db) => db.selectFrom('spaces').select(spaceColumns))

/** The spaces that the viewer may read; narrowed by the caller. */
export function selectReadableSpaces(ctx: Ctx) {
  return fromSpaces(ctx.db).where(readableSpace(readerOf(ctx.viewer)))
}

/** Undefined when there is a space at this address already, also since a moment ago. */
export async function insertSpace(
  ctx: Ctx,
  space: NewSpace,
  createdBy: AccountId | null,
): Promise<SpaceId | undefined> {
  const row = await ctx.db
    .insertInto('spaces')
    .values({ ...space, createdBy, createdAt: ctx.now })
    .onConflict((conflict) => conflict.column('slug').doNothing())
    .returning('id')
    .executeTakeFirst()
  return row?.id
}

/** The level of an employee's or guest's right in a space: 0 none, 1 read, 2 write, 3 moderate, 4 manage. */
export async function findRightLevel(ctx: Ctx, spaceId: SpaceId, accountId: AccountId): Promise<number> {
  const row = await ctx.db
    .selectFrom('spaces')
    .select(rightLevel(accountId).as('level'))
    .where('spaces.id', '=', spaceId)
    .executeTakeFirst()
  return row?.level ?? 0
}

export async function holdsPublishOut(ctx: Ctx, spaceId: SpaceId, accountId: AccountId): Promise<boolean> {
  const row = await ctx.db
    .selectFrom('spaces')
    .select('spaces.id')
    .where('spaces.id', '=', spaceId)
    .where(grantedPublishOut(accountId))
    .executeTakeFirst()
  return row !== undefined
}

export async function upsertMembership(
  ctx: Ctx,
  membership: {
    spaceId: SpaceId
    accountId: AccountId
    role: MembershipRole
    addedBy: AccountId | null
  },
): Promise<void> {
  await ctx.db
    .insertInto('memberships')
    .values({ ...membership, joinedAt: ctx.now })
    .onConflict((conflict) => conflict.columns(['spaceId', 'accountId']).doUpdateSet({ role: membership.role }))
    .execute()
}

export async function deleteMembership(ctx: Ctx, spaceId: SpaceId, accountId: AccountId): Promise<boolean> {
  const { numDeletedRows } = await ctx.db
    .deleteFrom('memberships')
    .where('spaceId', '=', spaceId)
    .where('accountId', '=', accountId)
    .executeTakeFirst()
  return numDeletedRows > 0n
}

export async function selectMembers(ctx: Ctx, spaceId: SpaceId, limit: number, afterAccount: number) {
  return ctx.db
    .selectFrom('memberships')
    .innerJoin('accounts', 'accounts.id', 'memberships.accountId')
    .select([
      'accounts.id',
      'accounts.displayName',
      'accounts.handle',
      'accounts.realm',
      'accounts.organisation',
      'accounts.jobTitle',
      'memberships.role',
    ])
    .where('memberships.spaceId', '=', spaceId)
    .where('accounts.state', '<>', 'closed')
    .where('accounts.id', '>', afterAccount as AccountId)
    .orderBy('accounts.id')
    .limit(limit)
    .execute()
}

export async function accountRealm(ctx: Ctx, accountId: AccountId): Promise<Realm | undefined> {
  const row = await ctx.db
    .selectFrom('accounts')
    .select('realm')
    .where('id', '=', accountId)
    .where('state', '<>', 'closed')
    .executeTakeFirst()
  return row?.realm
}

/** An employee in a bridge space who can answer for a guest: its stewards first, then who came first. */
export async function findHost(ctx: Ctx, spaceId: SpaceId): Promise<AccountId | undefined> {
  const row = await ctx.db
    .selectFrom('memberships')
    .innerJoin('accounts', 'accounts.id', 'memberships.accountId')
    .select('accounts.id')
    .where('memberships.spaceId', '=', spaceId)
    .where('accounts.realm', '=', 'inside')
    .where('accounts.state', '=', 'active')
    .orderBy('memberships.role', 'desc')
    .orderBy('memberships.joinedAt')
    .orderBy('accounts.id')
    .executeTakeFirst()
  return row?.id
}
