import { sql } from 'kysely'
import type { Ctx } from '../../platform/context.ts'
import type { AccountId } from '../../platform/ids.ts'

declare module '../../platform/tables.ts' {
  interface Tables {
    structurePeople: { email: string; accountId: AccountId; namedAt: Date }
  }
}

/** Lets imports of an organisation wait for each other. */
export async function takeTurn(ctx: Ctx): Promise<void> {
  await sql`select pg_advisory_xact_lock(7264655)`.execute(ctx.db)
}

export interface KnownPerson {
  readonly id: AccountId
  readonly email: string
  readonly displayName: string
  readonly jobTitle: string
  readonly handle: string
  readonly state: 'active' | 'unclaimed'
}

/** Who of the inside stands behind these addresses: by the account's own, or by that of an earlier import. */
export async function findPeople(ctx: Ctx, emails: readonly string[]): Promise<Map<string, KnownPerson>> {
  const { rows } = await sql<KnownPerson>`
    select distinct on (wanted.email) accounts.id, wanted.email, accounts.display_name, accounts.job_title,
      accounts.handle, accounts.state
    from unnest(${emails}::text[]) as wanted (email)
      left join structure_people on structure_people.email = wanted.email
      join accounts on accounts.realm = 'inside' and accounts.state <> 'closed'
        and (accounts.email = wanted.email or accounts.id = structure_people.account_id)
    order by wanted.email, accounts.email = wanted.email desc nulls last`.execute(ctx.db)
  return new Map(rows.map((row) => [row.email, row]))
}

export async function rememberPeople(
  ctx: Ctx,
  people: readonly { email: string; accountId: AccountId }[],
): Promise<void> {
  await sql`insert into structure_people (email, account_id, named_at)
    select email, "accountId", ${ctx.now} from json_to_recordset(${JSON.stringify(people)}::json)
      as r(email text, "accountId" bigint)
    on conflict (email) do update set account_id = excluded.account_id, named_at = excluded.named_at`.execute(ctx.db)
}

/** Sets what the files say of a person; false when the handle is somebody else's. */
export async function describePerson(
  ctx: Ctx,
  id: AccountId,
  words: { displayName?: string; jobTitle?: string; handle?: string },
): Promise<boolean> {
  if (words.handle !== undefined) {
    const other = await ctx.db
      .selectFrom('accounts')
      .select('id')
      .where('realm', '=', 'inside')
      .where('handle', '=', words.handle)
      .where('id', '<>', id)
      .executeTakeFirst()
    if (other) return false
  }
  await ctx.db.updateTable('accounts').set(words).where('id', '=', id).execute()
  return true
}

/** Colleagues whose address, their own or that of an earlier import, is not among these; the first `limit` by name. */
export async function findGone(ctx: Ctx, emails: readonly string[], limit: number) {
  const gone = sql`from accounts
    where accounts.realm = 'inside' and accounts.state <> 'closed'
      and (accounts.email is null or accounts.email <> all(${emails}::text[]))
      and not exists (select from structure_people s where s.account_id = accounts.id and s.email = any(${emails}::text[]))`
  const { rows } = await sql<{ name: string }>`select display_name as name ${gone}
    order by lower(display_name), id limit ${limit}`.execute(ctx.db)
  const count = await sql<{ n: number }>`select count(*) as n ${gone}`.execute(ctx.db)
  return { names: rows.map((row) => row.name), count: count.rows[0]!.n }
}
