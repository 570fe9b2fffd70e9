import { type Insertable, sql } from 'kysely'
import type { Ctx, Realm } from '../../platform/context.ts'
import type { AccountId } from '../../platform/ids.ts'
import type { Tables } from '../../platform/tables.ts'

/**
 * Gives every table numbers of its own, so that the number of a thread inside is the number of nothing outside: what an
 * address answers is then about one thing only.
 */
export async function spreadNumbers(ctx: Ctx): Promise<void> {
  const { rows } = await sql<{ name: string }>`select table_name as name from information_schema.columns
    where table_schema = 'public' and column_name = 'id' and is_identity = 'YES' order by 1`.execute(ctx.db)
  for (const [at, { name }] of rows.entries()) {
    await sql`alter table ${sql.table(name)} alter column id restart with ${sql.lit((at + 11) * 100_000)}`.execute(
      ctx.db,
    )
  }
}

export interface NewPerson {
  readonly realm: Realm
  readonly handle: string
  readonly displayName: string
  readonly jobTitle: string
  readonly organisation: string | null
}

/** Many people at once, active, in the order given. */
export async function insertPeople(ctx: Ctx, people: readonly NewPerson[]): Promise<AccountId[]> {
  const rows = await ctx.db
    .insertInto('accounts')
    .values(
      people.map((one) => ({
        ...one,
        email: `${one.handle}@${one.realm}.example`,
        emailProvedAt: ctx.now,
        passwordHash: 'none',
        about: one.realm === 'outside' ? '' : 'Likes the sea.',
        createdAt: ctx.now,
      })),
    )
    .returning(['id', 'handle'])
    .execute()
  const ids = new Map(rows.map((row) => [row.handle, row.id]))
  return people.map((one) => ids.get(one.handle)!)
}

/** Rows of any table as they are, for what no front door makes alone or would make too slowly. */
export async function insertRows<Table extends keyof Tables>(
  ctx: Ctx,
  table: Table,
  rows: readonly Insertable<Tables[Table]>[],
): Promise<void> {
  for (let from = 0; from < rows.length; from += 500) {
    await ctx.db
      .insertInto(table)
      .values(rows.slice(from, from + 500) as never)
      .onConflict((conflict) => conflict.doNothing())
      .execute()
  }
}

/** People write a lot in a short time here: nobody is told to slow down. */
export async function forgetLimits(ctx: Ctx): Promise<void> {
  await ctx.db.deleteFrom('rateLimits').execute()
}

/** A picture in a space, whose key and bytes carry canaries made from its number; gives the key. */
export async function insertPicture(
  ctx: Ctx,
  picture: { spaceId: number; realm: Realm; uploadedBy: AccountId },
  parts: { keyOf: (id: number) => string; put: (id: number) => Promise<string> },
): Promise<string> {
  const { rows } = await sql<{
    id: number
  }>`select nextval(pg_get_serial_sequence('files', 'id'))::bigint as id`.execute(ctx.db)
  const { id } = rows[0]!
  const key = parts.keyOf(id)
  await sql`insert into files (id, key, realm, space_id, uploaded_by, sha256, media_type, byte_count, width, height)
    overriding system value values (${id}, ${key}, ${picture.realm}, ${picture.spaceId}, ${picture.uploadedBy},
      ${await parts.put(id)}, 'image/png', 100, 8, 8)`.execute(ctx.db)
  return key
}

/** Lets a sponsorship run out yesterday. */
export async function lapseSponsorship(ctx: Ctx, guestId: AccountId): Promise<void> {
  await ctx.db
    .updateTable('sponsorships')
    .set({ lapsesAt: new Date(Date.now() - 86_400_000) })
    .where('guestId', '=', guestId)
    .execute()
}

export async function setState(ctx: Ctx, ids: readonly AccountId[], state: 'closed' | 'unclaimed'): Promise<void> {
  await ctx.db.updateTable('accounts').set({ state }).where('id', 'in', ids).execute()
}

/** The numbers of all facts that were announced after one, in order. */
export async function selectEvents(ctx: Ctx, after: number): Promise<number[]> {
  const rows = await ctx.db.selectFrom('events').select('id').where('id', '>', after).orderBy('id').execute()
  return rows.map((row) => row.id)
}

/** The links across that stand. */
export async function selectLinks(ctx: Ctx) {
  const rows = await ctx.db.selectFrom('crossings').select('id').where('act', '=', 'link-across').execute()
  return rows.map((row) => row.id)
}
