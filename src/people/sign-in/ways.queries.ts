import { sql } from 'kysely'
import type { Ctx } from '../../platform/context.ts'
import type { AccountId } from '../../platform/ids.ts'
import { canEnter } from '../accounts/accounts.ts'

export interface WaysThatWork {
  readonly email: string | null
  readonly hasPassword: boolean
  readonly passkeys: number
  /** Linked accounts elsewhere whose provider opens the door now. */
  readonly identities: number
  readonly mailCodesOff: boolean
}

/** The ways into an account that work now; with `lock`, nobody else changes them until the end of the transaction. */
export async function countWays(ctx: Ctx, accountId: AccountId, lock = false): Promise<WaysThatWork | undefined> {
  if (lock) await sql`select from accounts where id = ${accountId} for update`.execute(ctx.db)
  const { rows } = await sql<WaysThatWork>`select email,
      password_hash is not null as "hasPassword",
      (select count(*)::int from passkeys where account_id = accounts.id) as passkeys,
      (select count(*)::int from identities where account_id = accounts.id and exists (
        select from identity_providers p where rtrim(p.issuer, '/') = rtrim(identities.issuer, '/') and p.is_on
          and case identities.realm when 'inside' then p.for_inside else p.for_outside end)) as identities,
      exists (select from mail_codes_off where account_id = accounts.id) as "mailCodesOff"
    from accounts where id = ${accountId} and ${canEnter}`.execute(ctx.db)
  return rows[0]
}

export async function putMailCodes(ctx: Ctx, accountId: AccountId, on: boolean): Promise<boolean> {
  if (on) {
    const { numDeletedRows } = await ctx.db
      .deleteFrom('mailCodesOff')
      .where('accountId', '=', accountId)
      .executeTakeFirst()
    return numDeletedRows > 0n
  }
  const row = await ctx.db
    .insertInto('mailCodesOff')
    .values({ accountId, since: ctx.now })
    .onConflict((conflict) => conflict.doNothing())
    .returning('accountId')
    .executeTakeFirst()
  return row !== undefined
}

export async function deletePassword(ctx: Ctx, accountId: AccountId): Promise<boolean> {
  const { numUpdatedRows } = await ctx.db
    .updateTable('accounts')
    .set({ passwordHash: null })
    .where('id', '=', accountId)
    .where('passwordHash', 'is not', null)
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

/** Where mail about the ways into an account goes; undefined when it is closed. */
export async function addressOf(ctx: Ctx, accountId: AccountId): Promise<string | undefined> {
  const row = await ctx.db
    .selectFrom('accounts')
    .select('email')
    .where('id', '=', accountId)
    .where('state', '=', 'active')
    .executeTakeFirst()
  return row?.email ?? undefined
}
