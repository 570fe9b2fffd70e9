import { sql, type SqlBool } from 'kysely'
import { begunOnce } from '../../platform/begun.ts'
import type { Ctx, Realm } from '../../platform/context.ts'
import type { AccountId } from '../../platform/ids.ts'
import { anyOf } from '../../platform/prepared.ts'
import { type Office, heldOffices } from '../offices/offices.ts'
import { onlookerOf, readableField, readablePerson } from './accounts.access.ts'
import type { AccountState, MemberField, StandingLevel } from './accounts.tables.ts'

export interface NewAccount {
  readonly realm: Realm
  readonly handle: string
  readonly displayName: string
  readonly email: string | null
  readonly emailProvedAt: Date | null
  readonly passwordHash: string | null
  readonly organisation: string | null
  readonly jobTitle: string
  readonly about: string
  readonly state: AccountState
  /** A language tag; that of the standard when absent. */
  readonly locale?: string
  readonly createdAt: Date
}

const cardColumns = [
  'accounts.id',
  'accounts.displayName',
  'accounts.handle',
  'accounts.realm',
  'accounts.organisation',
  'accounts.jobTitle',
  'accounts.state',
] as const

/** Whether a row of `accounts` opens to its person; one that they left lets them come back and nothing else. */
export const canEnter = sql<SqlBool>`(accounts.state = 'active' or comes_back(accounts.id))`

/** What stands beside a name, from the two sides: offices as long as somebody works here, standing as long as they are a member. */
const badges = [
  sql<Office[]>`case when accounts.state = 'closed' then '{}'::text[] else ${heldOffices} end`.as('offices'),
  sql<StandingLevel>`coalesce((select standings.level from standings
    where standings.account_id = accounts.id and accounts.state <> 'closed'), 0)`.as('standing'),
] as const

/** Writes the accounts whose handle and address are free; the others are missing in what is returned. */
export async function insertAccounts(ctx: Ctx, accounts: readonly NewAccount[]) {
  const written = await ctx.db
    .insertInto('accounts')
    .values(accounts.map((one) => (one.realm === 'outside' ? { ...one, about: '', organisation: null } : one)))
    .onConflict((conflict) => conflict.doNothing())
    .returning(['id', 'handle'])
    .execute()
  const ids = new Map(written.map((row) => [row.handle, row.id]))
  const told = accounts.flatMap(({ realm, handle, about, organisation }) => {
    const accountId = realm === 'outside' ? ids.get(handle) : undefined
    if (accountId === undefined) return []
    const fields = [
      { accountId, field: 'about' as const, value: about, reach: 5 as const },
      { accountId, field: 'organisation' as const, value: organisation ?? '', reach: 5 as const },
    ]
    return fields.filter((field) => field.value !== '')
  })
  if (told.length > 0) await ctx.db.insertInto('profileFields').values(told).execute()
  return written
}

/** What somebody says about themselves, as far as the viewer may see it. The query must select from accounts. */
function aboutFor(ctx: Ctx) {
  const rule = ctx.viewer.kind === 'system' ? sql<SqlBool>`true` : readableField(onlookerOf(ctx.viewer))
  return sql<string>`(case when accounts.realm <> 'outside' then accounts.about else coalesce((select member_fields.value
    from member_fields where member_fields.account_id = accounts.id and member_fields.field = 'about' and ${rule}), '') end)`
}

/** The language tag that an account has chosen. */
export async function findLocale(ctx: Ctx, id: AccountId): Promise<string | undefined> {
  const row = await ctx.db.selectFrom('accounts').select('locale').where('id', '=', id).executeTakeFirst()
  return row?.locale
}

export async function emailTaken(ctx: Ctx, realm: Realm, email: string): Promise<boolean> {
  const row = await ctx.db
    .selectFrom('accounts')
    .select('id')
    .where('realm', '=', realm)
    .where('email', '=', email)
    .executeTakeFirst()
  return row !== undefined
}

/** The active account at an address of one realm, with what proves its owner. */
export async function findActiveByEmail(ctx: Ctx, realm: Realm, email: string) {
  return ctx.db
    .selectFrom('accounts')
    .select(['id', 'displayName', 'passwordHash'])
    .where('realm', '=', realm)
    .where('email', '=', email)
    .where('state', '=', 'active')
    .executeTakeFirst()
}

/** The account at an address that its person can sign in to: an active one, or one that they left and can come back to. */
export async function findToEnter(ctx: Ctx, realm: Realm, email: string) {
  return ctx.db
    .selectFrom('accounts')
    .select(['id', 'passwordHash'])
    .where('realm', '=', realm)
    .where('email', '=', email)
    .where(canEnter)
    .executeTakeFirst()
}

/** An account's private side: only for its owner and for Tango. */
export async function findOwn(ctx: Ctx, id: AccountId) {
  return ctx.db
    .selectFrom('accounts')
    .select([...cardColumns, ...badges])
    .select(['email', 'state', 'locale', 'timeZone', 'createdAt', 'passwordHash', aboutFor(ctx).as('about')])
    .where('id', '=', id)
    .where('state', '<>', 'closed')
    .executeTakeFirst()
}

/** The people whom the viewer may know of; narrowed by the caller. */
function selectReadable(ctx: Ctx) {
  return fromCards(ctx.db).where(readablePerson(ctx.viewer))
}

const fromCards = begunOnce((db) => db.selectFrom('accounts').select([...cardColumns, ...badges]))

export async function findReadable(ctx: Ctx, id: AccountId) {
  return selectReadable(ctx)
    .select(['state', 'createdAt', 'timeZone', aboutFor(ctx).as('about')])
    .where('accounts.id', '=', id)
    .executeTakeFirst()
}

/** Cards by id, of whatever standing: for the authors of things that the viewer is already reading. */
export function selectCards(ctx: Ctx, ids: readonly AccountId[]) {
  return fromCards(ctx.db).where('id', '=', sql<AccountId>`${anyOf(ids)}`)
}

/** How people are called now, and whether the viewer may open their profiles. */
export async function selectNames(ctx: Ctx, ids: readonly AccountId[]) {
  return ctx.db
    .selectFrom('accounts')
    .select(['accounts.id', 'accounts.displayName', 'accounts.state', readablePerson(ctx.viewer).as('isSeen')])
    .where('id', '=', sql<AccountId>`any(${ids}::bigint[])`)
    .execute()
}

export interface PeopleFilter {
  readonly realm: Realm
  /** The beginning of any word of the name, in any case. */
  readonly name?: string
  /** The last person of the page before. */
  readonly after?: AccountId
}

export async function listReadable(ctx: Ctx, filter: PeopleFilter, limit: number) {
  let query = selectReadable(ctx).where('accounts.realm', '=', filter.realm).where('accounts.state', '=', 'active')
  if (filter.name) {
    const start = filter.name.toLowerCase().replace(/[\\%_]/g, '\\$&')
    query = query.where(
      sql<boolean>`(lower(accounts.display_name) like ${`${start}%`} or lower(accounts.display_name) like ${`% ${start}%`})`,
    )
  }
  if (filter.after !== undefined) {
    query = query.where(
      sql<boolean>`(lower(accounts.display_name), accounts.id) >
        (select lower(before.display_name), before.id from accounts before where before.id = ${filter.after})`,
    )
  }
  return query
    .orderBy(sql`lower(accounts.display_name)`)
    .orderBy('accounts.id')
    .limit(limit)
    .execute()
}

/** The names of those inside and on the bridge whom the viewer may know of and whose name stands in a text, letter by letter. */
export async function selectNamesIn(ctx: Ctx, text: string): Promise<string[]> {
  const rows = await ctx.db
    .selectFrom('accounts')
    .select('displayName')
    .where(readablePerson(ctx.viewer))
    .where('realm', '<>', 'outside')
    .where(sql<boolean>`strpos(${text}, accounts.display_name) > 0`)
    .execute()
  return rows.map((row) => row.displayName)
}

export async function countReadable(ctx: Ctx, realm: Realm | undefined): Promise<number> {
  let query = ctx.db
    .selectFrom('accounts')
    .select((eb) => eb.fn.countAll<number>().as('people'))
    .where(readablePerson(ctx.viewer))
  if (realm) query = query.where('accounts.realm', '=', realm)
  return (await query.executeTakeFirstOrThrow()).people
}

export interface AccountChange {
  readonly displayName?: string
  readonly jobTitle?: string
  readonly about?: string
  readonly timeZone?: string
  readonly locale?: string
  readonly passwordHash?: string
}

export async function updateAccount(ctx: Ctx, id: AccountId, change: AccountChange): Promise<boolean> {
  const { about, ...rest } = change
  const kept =
    about === undefined
      ? {}
      : {
          about: sql<string>`case when accounts.realm = 'outside' then accounts.about else ${about} end`,
        }
  const row = await ctx.db
    .updateTable('accounts')
    .set({ ...rest, ...kept })
    .where('id', '=', id)
    .where('state', '<>', 'closed')
    .returning('realm')
    .executeTakeFirst()
  if (row?.realm === 'outside' && about !== undefined) await upsertFieldValue(ctx, id, 'about', about)
  return row !== undefined
}

/** Sets what a member tells in one field; it reaches as far as before. */
export async function upsertFieldValue(ctx: Ctx, id: AccountId, field: MemberField, value: string): Promise<void> {
  await sql`insert into profile_fields (account_id, field, value, reach)
    select account_id, field, ${value}, reach from member_fields where account_id = ${id} and field = ${field}
    on conflict (account_id, field) do update set value = excluded.value`.execute(ctx.db)
}

/** An address is proved when a code or an invitation sent to it came back. */
export async function markEmailProved(ctx: Ctx, id: AccountId): Promise<void> {
  await ctx.db
    .updateTable('accounts')
    .set({ emailProvedAt: ctx.now })
    .where('id', '=', id)
    .where('emailProvedAt', 'is', null)
    .execute()
}

/** Locks an unclaimed account and makes it an active one with what `prove` gives for its side; undefined when there is none. */
export async function claimUnclaimed(
  ctx: Ctx,
  id: AccountId,
  prove: (realm: Realm) => Promise<{ email: string; passwordHash: string }>,
): Promise<Realm | undefined> {
  const found = await ctx.db
    .selectFrom('accounts')
    .select('realm')
    .where('id', '=', id)
    .where('state', '=', 'unclaimed')
    .forUpdate()
    .executeTakeFirst()
  if (!found) return undefined
  const proof = await prove(found.realm)
  await ctx.db
    .updateTable('accounts')
    .set({ ...proof, emailProvedAt: ctx.now, state: 'active' })
    .where('id', '=', id)
    .execute()
  return found.realm
}
