import { type RawBuilder, type SqlBool, sql } from 'kysely'
import { readablePerson } from '../../people/accounts/accounts.ts'
import type { AccountViewer, Ctx, Realm } from '../../platform/context.ts'
import type { AccountId } from '../../platform/ids.ts'
import type { ExportId } from './own-data.tables.ts'

const columns = ['id', 'accountId', 'askedAt', 'partsDone', 'parts', 'finishedAt', 'failedAt', 'byteCount'] as const

/** Begins an export; undefined while another of the same person is under way. */
export async function insertExport(ctx: Ctx, accountId: AccountId): Promise<ExportId | undefined> {
  const row = await ctx.db
    .insertInto('ownDataExports')
    .values({ accountId, askedAt: ctx.now, parts: null, finishedAt: null, failedAt: null })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst()
  return row?.id
}

export async function findExport(ctx: Ctx, id: ExportId) {
  return ctx.db.selectFrom('ownDataExports').select(columns).where('id', '=', id).executeTakeFirst()
}

/** The exports of one person, newest first; ten at most, which is more than a week's. */
export async function selectExports(ctx: Ctx, accountId: AccountId) {
  return ctx.db
    .selectFrom('ownDataExports')
    .select(columns)
    .where('accountId', '=', accountId)
    .orderBy('id', 'desc')
    .limit(10)
    .execute()
}

/** Takes an export up from its beginning; false when it is over or gone. */
export async function beginAnew(ctx: Ctx, id: ExportId, parts: number): Promise<boolean> {
  const { numUpdatedRows } = await ctx.db
    .updateTable('ownDataExports')
    .set({ parts, partsDone: 0, byteCount: 0 })
    .where('id', '=', id)
    .where('finishedAt', 'is', null)
    .where('failedAt', 'is', null)
    .executeTakeFirst()
  if (numUpdatedRows === 0n) return false
  await ctx.db.deleteFrom('ownDataPieces').where('exportId', '=', id).execute()
  return true
}

export async function insertPiece(ctx: Ctx, exportId: ExportId, place: number, bytes: Buffer): Promise<void> {
  await ctx.db.insertInto('ownDataPieces').values({ exportId, place, bytes }).execute()
}

export async function findPiece(ctx: Ctx, exportId: ExportId, place: number): Promise<Buffer | undefined> {
  const row = await ctx.db
    .selectFrom('ownDataPieces')
    .select('bytes')
    .where('exportId', '=', exportId)
    .where('place', '=', place)
    .executeTakeFirst()
  return row?.bytes
}

export async function setProgress(ctx: Ctx, id: ExportId, partsDone: number): Promise<void> {
  await ctx.db.updateTable('ownDataExports').set({ partsDone }).where('id', '=', id).execute()
}

export async function markFinished(ctx: Ctx, id: ExportId, byteCount: number): Promise<void> {
  await ctx.db
    .updateTable('ownDataExports')
    .set((eb) => ({ finishedAt: new Date(), byteCount, partsDone: eb.ref('parts') as never }))
    .where('id', '=', id)
    .execute()
}

export async function markFailed(ctx: Ctx, id: ExportId): Promise<void> {
  await ctx.db.deleteFrom('ownDataPieces').where('exportId', '=', id).execute()
  await ctx.db
    .updateTable('ownDataExports')
    .set({ failedAt: ctx.now })
    .where('id', '=', id)
    .where('finishedAt', 'is', null)
    .execute()
}

/** Forgets exports whose time is over, with their bytes, and those that nobody works on any more. */
export async function deleteOld(ctx: Ctx, before: Date): Promise<void> {
  await ctx.db.deleteFrom('ownDataExports').where('askedAt', '<', before).execute()
}

/** The person of an export as they read now; undefined once they left. */
export async function findOwner(
  ctx: Ctx,
  id: AccountId,
): Promise<{ viewer: AccountViewer; email: string | null } | undefined> {
  const { rows } = await sql<{ realm: Realm; name: string; email: string | null; offices: string[] }>`
    select realm, display_name as name, case when email_proved_at is not null then email end as email,
      array(select office from offices where offices.account_id = accounts.id and ended_at is null) as offices
    from accounts where id = ${id} and state = 'active'`.execute(ctx.db)
  const row = rows[0]
  if (!row) return undefined
  const { realm, name, offices, email } = row
  return { viewer: { kind: 'account', id, realm, name, offices }, email }
}

/** In which column of a kind's table its author stands; undefined for a kind that has none. */
export async function authorColumn(ctx: Ctx, table: string): Promise<string | undefined> {
  const { rows } = await sql<{ name: string }>`select column_name as name from information_schema.columns
    where table_schema = current_schema() and table_name = ${table} and column_name in ('author_id', 'written_by')
    order by column_name limit 1`.execute(ctx.db)
  return rows[0]?.name
}

/** One portion of what somebody wrote of a kind: ids in order, each with whether they may read it still. */
export async function selectWritten(
  ctx: Ctx,
  of: { table: string; column: string; readable: RawBuilder<SqlBool>; after: number; limit: number },
): Promise<{ id: number; isReadable: boolean }[]> {
  const table = sql.table(of.table)
  const { rows } = await sql<{ id: number; isReadable: boolean }>`
    select ${table}.id, ${of.readable} as is_readable from ${table}
    where ${table}.${sql.ref(of.column)} = ${me(ctx)} and ${table}.id > ${of.after} order by ${table}.id limit ${of.limit}`.execute(
    ctx.db,
  )
  return rows
}

/** The lists beside what was written: each row has `key`, by which the next portion begins. */
export type ListName =
  | 'votes'
  | 'kudos'
  | 'sameHere'
  | 'connections'
  | 'following'
  | 'drafts'
  | 'takenBack'
  | 'sessions'
  | 'files'

export interface ListRow {
  readonly key: number
  readonly at: Date
  readonly [name: string]: unknown
}

/** One portion of a list of the viewer's own, in the order of `key`. */
export async function selectList(ctx: Ctx, name: ListName, after: number, limit: number): Promise<ListRow[]> {
  const { rows } = await sql<ListRow>`select * from (${lists(ctx)[name]}) as own where key > ${after}
    order by key limit ${limit}`.execute(ctx.db)
  return rows
}

export async function countList(ctx: Ctx, name: ListName): Promise<number> {
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from (${lists(ctx)[name]}) as own`.execute(ctx.db)
  return rows[0]!.n
}

function lists(ctx: Ctx): Record<ListName, RawBuilder<unknown>> {
  const own = sql`${me(ctx)}`
  const seen = readablePerson(ctx.viewer)
  return {
    votes: sql`select idea_id as key, idea_id as thread_id, value, voted_at as at from idea_votes where account_id = ${own}`,
    kudos: sql`select reply_id as key, reply_id, given_at as at from kudos where account_id = ${own}`,
    sameHere: sql`select thread_id as key, thread_id, said_at as at from same_heres where account_id = ${own}`,
    connections: sql`select accounts.id as key, accounts.handle, connections.accepted_at as at from connections
      join accounts on accounts.id = case lower_id when ${own} then higher_id else lower_id end
      where ${own} in (lower_id, higher_id) and accepted_at is not null`,
    following: sql`select row_number() over (order by at, kind, what) as key, own.* from (
        select 'person' as kind, case when ${seen} then accounts.handle end as what, follows.followed_at as at
          from follows join accounts on accounts.id = follows.followed_id where follows.account_id = ${own}
        union all
        select case when person_id is not null then 'person' when tag_id is not null then 'tag'
            when space_id is not null then 'space' else 'thread' end,
          coalesce(case when ${seen} then accounts.handle end, tags.name, 'space ' || space_id, 'thread ' || thread_id), since
          from followings left join accounts on accounts.id = person_id left join tags on tags.id = tag_id
          where followings.account_id = ${own}) own`,
    drafts: sql`select id as key, place, path, fields, saved_at as at from drafts where account_id = ${own} and thrown_at is null`,
    takenBack: sql`select id as key, reply_id, kept->'text'->>'title' as title, kept->'text'->>'body' as body,
      taken_at as at from taken_back where author_id = ${own}`,
    sessions: sql`select id as key, device, proved_by, created_at as at, last_seen_at, expires_at from sessions
      where account_id = ${own} and ended_at is null and not waits_for_factor`,
    files: sql`select id as key, files.key as name, space_id, sha256, media_type, byte_count, created_at as at from files
      where uploaded_by = ${own}`,
  }
}

/** How the viewer chose to be told, as it is stored. */
export async function selectNoticeSettings(ctx: Ctx): Promise<unknown> {
  const { rows } = await sql<{ settings: unknown }>`select json_build_object(
      'paces', coalesce((select json_object_agg(kind, pace) from notice_paces where account_id = ${me(ctx)}), '{}'::json),
      'clock', (select to_json(c) from (select quiet_from as "quietFromMinute", quiet_until as "quietUntilMinute",
        digest_hour as "digestHour" from notice_clocks where account_id = ${me(ctx)}) c),
      'webAddresses', coalesce((select json_agg(json_build_object('name', name, 'address', address, 'since', made_at)
        order by id) from webhooks where account_id = ${me(ctx)}), '[]'::json)) as settings`.execute(ctx.db)
  return rows[0]!.settings
}

function me(ctx: Ctx): AccountId {
  if (ctx.viewer.kind !== 'account') throw new Error('an export is made for a person')
  return ctx.viewer.id
}
