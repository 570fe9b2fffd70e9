import { sql } from 'kysely'
import type { Ctx, Realm } from '../../platform/context.ts'
import type { AccountId } from '../../platform/ids.ts'
import { readerOf } from '../../realms/reader.access.ts'
import type { Space, SpaceId } from '../../realms/spaces/spaces.ts'
import { type ThreadId, readableThread, shownReply } from '../threads/threads.ts'
import type { SignatureScope } from './signatures.ts'

export interface NewFile {
  readonly key: string
  readonly realm: Realm
  readonly spaceId: SpaceId
  readonly uploadedBy: AccountId
  readonly sha256: string
  readonly mediaType: string
  readonly byteCount: number
  readonly width: number
  readonly height: number
}

export async function insertFile(ctx: Ctx, file: NewFile): Promise<void> {
  await ctx.db
    .insertInto('files')
    .values({ ...file, createdAt: ctx.now })
    .execute()
}

/** Every column that names bytes in the store of files by their hash: `table`, `column`. */
export const namesBytes = [{ table: 'files', column: 'sha256' }] as const

/** Those of these hashes whose bytes some row needs. Not scoped to a viewer: hashes only. */
export async function selectNeeded(ctx: Ctx, hashes: readonly string[]): Promise<Set<string>> {
  const { rows } = await sql<{ hash: string }>`${sql.join(
    namesBytes.map(
      ({ table, column }) => sql`select ${sql.ref(column)} as hash from ${sql.table(table)}
        where ${sql.ref(column)} = any(${hashes}::text[])`,
    ),
    sql` union `,
  )}`.execute(ctx.db)
  return new Set(rows.map((row) => row.hash))
}

/** Until the end of the transaction nobody else stores bytes of this hash or removes them. */
export async function holdBytes(ctx: Ctx, sha256: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended('bytes:' || ${sha256}::text, 72650))`.execute(ctx.db)
}

/** Whether a text of a thread that moderation leaves to its readers shows a picture, or showed it before a change. */
const isShown = sql<boolean>`(threads.hidden_at is null and (
  (threads.removed_at is null and (position(files.key in threads.body) > 0
    or exists (select from revisions v where v.thread_id = threads.id and position(files.key in v.body) > 0)))
  or exists (select from replies r where r.thread_id = threads.id and r.hidden_at is null and r.removed_at is null
    and (position(files.key in r.body) > 0
      or exists (select from revisions v where v.reply_id = r.id and position(files.key in v.body) > 0)))))`

/**
 * A picture with what decides whether its address opens it. `narrowedTo`: what signatures for the threads that show it
 * are good for, when none of these shows it to all who read its space; null when one does, or no thread shows it.
 * `threadIds`: all these threads. Not scoped to a viewer: the caller checks the address.
 */
export async function findFile(ctx: Ctx, key: string) {
  const { rows } = await sql<{
    key: string
    spaceId: SpaceId
    sha256: string
    mediaType: string
    realm: Realm
    access: Space['access']
    threadIds: readonly ThreadId[]
    narrowedTo: readonly SignatureScope[] | null
  }>`select files.key, files.space_id, files.sha256, files.media_type, spaces.realm, spaces.access, uses.*
    from files join spaces on spaces.id = files.space_id
    cross join lateral (select coalesce(array_agg(used.id), '{}') as thread_ids,
        case when count(*) > 0 and not bool_or(used.shown and used.reach is null)
          then coalesce(array_agg('t' || used.id) filter (where used.shown), '{}') end as narrowed_to
      from (select threads.id, threads.reach, ${isShown} as shown from file_uses
        join threads on threads.id = file_uses.thread_id where file_uses.file_id = files.id) used) uses
    where files.key = ${key}`.execute(ctx.db)
  return rows[0]
}

/**
 * The pictures of a thread that only texts show which moderation hides, as far as the viewer reads these texts: their
 * authors and the moderators do.
 */
export async function selectHiddenKeys(ctx: Ctx, threadId: ThreadId): Promise<string[]> {
  const reader = readerOf(ctx.viewer)
  const { rows } = await sql<{ key: string }>`
    select files.key from file_uses join files on files.id = file_uses.file_id
    join threads on threads.id = file_uses.thread_id
    where file_uses.thread_id = ${threadId} and ${readableThread(reader)} and not ${isShown}
      and ((threads.hidden_at is not null and position(files.key in threads.body) > 0)
        or exists (select from replies where replies.thread_id = threads.id and position(files.key in replies.body) > 0
          and ${shownReply(reader)}))`.execute(ctx.db)
  return rows.map((row) => row.key)
}

/** Remembers which pictures the texts of a thread show: those of the thread's own space. */
export async function insertUses(ctx: Ctx, threadId: ThreadId, keys: readonly string[]): Promise<void> {
  await sql`insert into file_uses (file_id, thread_id)
    select files.id, threads.id from files join threads on threads.space_id = files.space_id
    where threads.id = ${threadId} and files.key = any(${keys}::text[])
    on conflict do nothing`.execute(ctx.db)
}

/** The pictures among `keys` that stand in this space. */
export async function selectKeysIn(ctx: Ctx, spaceId: SpaceId, keys: readonly string[]): Promise<string[]> {
  if (keys.length === 0) return []
  const rows = await ctx.db
    .selectFrom('files')
    .select('key')
    .where('spaceId', '=', spaceId)
    .where('key', 'in', keys)
    .execute()
  return rows.map((row) => row.key)
}

/**
 * Lets the bytes of a picture be shown in another space as well, under another key. Harmless when it is so already. The
 * row it is copied from stays until the new one is there, so that at no moment nobody seems to need the bytes.
 */
export async function copyFile(
  ctx: Ctx,
  picture: { from: string; to: string },
  space: { id: SpaceId; realm: Realm },
  uploadedBy: AccountId,
): Promise<void> {
  await sql`insert into files (key, realm, space_id, uploaded_by, sha256, media_type, byte_count, width, height, created_at)
    select ${picture.to}, ${space.realm}, ${space.id}, ${uploadedBy}, sha256, media_type, byte_count, width, height, ${ctx.now}
    from files where key = ${picture.from} for key share on conflict (key) do nothing`.execute(ctx.db)
}

/** Whether a text of the thread of a use has a picture in it, whoever may read that text, or had it before a change. */
const isWritten = sql<boolean>`(
  exists (select from threads t where t.id = file_uses.thread_id and position(files.key in t.body) > 0)
  or exists (select from replies r where r.thread_id = file_uses.thread_id and position(files.key in r.body) > 0)
  or exists (select from revisions v where v.thread_id = file_uses.thread_id and position(files.key in v.body) > 0)
  or exists (select from revisions v join replies r on r.id = v.reply_id
    where r.thread_id = file_uses.thread_id and position(files.key in v.body) > 0))`

/** Whether a picture stands in what was taken back or removed and can come back, or in what is written of a storm. */
const isKept = sql<boolean>`(exists (select from taken_back k where position(files.key in k.kept::text) > 0)
  or exists (select from moderation_measures m where m.ended_at is null and position(files.key in m.kept::text) > 0)
  or exists (select from storms s where position(files.key in s.body) > 0 or position(files.key in s.rules) > 0))`

/**
 * Ends the pictures that a thread showed and that no text has in it any more, in whichever thread it stands by now. A
 * picture that was published stands outside under a key of its own, and goes with the text outside.
 */
export async function deleteUnshown(ctx: Ctx, threadId: ThreadId): Promise<void> {
  await sql`with unshown as (
      delete from file_uses using files
      where file_uses.file_id = files.id and not ${isWritten} and not ${isKept}
        and files.id in (select used.file_id from file_uses used where used.thread_id = ${threadId})
      returning file_uses.file_id, file_uses.thread_id
    )
    delete from files where files.id in (select file_id from unshown)
      and not exists (select from file_uses other where other.file_id = files.id and not exists
        (select from unshown where unshown.file_id = other.file_id and unshown.thread_id = other.thread_id))`.execute(
    ctx.db,
  )
}

/** The key of a setting, made by `make` when there is none yet; all processes end up with the same one. */
export async function ensureSetting(ctx: Ctx, key: string, make: () => string): Promise<string> {
  const find = () => ctx.db.selectFrom('settings').select('value').where('key', '=', key).executeTakeFirst()
  const found = await find()
  if (found) return String(found.value)
  await ctx.db
    .insertInto('settings')
    .values({ key, value: JSON.stringify(make()), changedAt: ctx.now })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  return String((await find())!.value)
}
