import { sql } from 'kysely'
import type { Ctx } from '../../platform/context.ts'
import type { AccountId } from '../../platform/ids.ts'
import { type FieldReach, type MemberField, type Onlooker, readableField } from '../accounts/accounts.ts'

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

/** Sets how far a field reaches; what it says stays. */
export async function upsertReach(ctx: Ctx, id: AccountId, field: MemberField, reach: FieldReach): Promise<void> {
  await sql`insert into profile_fields (account_id, field, value, reach)
    select account_id, field, value, ${reach} from member_fields where account_id = ${id} and field = ${field}
    on conflict (account_id, field) do update set reach = excluded.reach`.execute(ctx.db)
}
