import { sql } from 'kysely'
import type { Ctx, Realm } from '../../platform/context.ts'
import type { AccountId } from '../../platform/ids.ts'
import type { SpaceId } from '../../realms/spaces/spaces.ts'
import type { ThreadId } from '../threads/threads.ts'

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

/**
 * A picture with what decides whether its address alone opens it. `narrowedTo`: the threads that show it, when none of
 * them reaches as far as its space, or moderation hides it. Not scoped to a viewer: the caller checks the address.
 */
export async function findFile(ctx: Ctx, key: string) {
  return ctx.db
    .selectFrom('files')
    .innerJoin('spaces', 'spaces.id', 'files.spaceId')
    .select(['files.key', 'files.spaceId', 'files.sha256', 'files.mediaType', 'spaces.realm', 'spaces.access'])
    .select(
      sql<
        ThreadId[] | null
      >`(select array_agg(threads.id) from file_uses join threads on threads.id = file_uses.thread_id
        where file_uses.file_id = files.id having bool_and(threads.reach is not null or threads.hidden_at is not null))`.as(
        'narrowedTo',
      ),
    )
    .where('files.key', '=', key)
    .executeTakeFirst()
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

/** Lets the bytes of a picture be shown in another space as well, under another key. Harmless when it is so already. */
export async function copyFile(
  ctx: Ctx,
  picture: { from: string; to: string },
  space: { id: SpaceId; realm: Realm },
  uploadedBy: AccountId,
): Promise<void> {
  await sql`insert into files (key, realm, space_id, uploaded_by, sha256, media_type, byte_count, width, height, created_at)
    select ${picture.to}, ${space.realm}, ${space.id}, ${uploadedBy}, sha256, media_type, byte_count, width, height, ${ctx.now}
    from files where key = ${picture.from} on conflict (key) do nothing`.execute(ctx.db)
}

/** Ends the pictures of a thread that no text in it shows any more, unless another thread uses them too. */
export async function deleteUnshown(ctx: Ctx, threadId: ThreadId): Promise<void> {
  await sql`with unshown as (
      delete from file_uses using files
      where file_uses.file_id = files.id and file_uses.thread_id = ${threadId}
        and not exists (select from threads t where t.id = ${threadId} and position(files.key in t.body) > 0)
        and not exists (select from replies r where r.thread_id = ${threadId} and position(files.key in r.body) > 0)
        and not exists (select from revisions v where v.thread_id = ${threadId} and position(files.key in v.body) > 0)
        and not exists (select from revisions v join replies r on r.id = v.reply_id
          where r.thread_id = ${threadId} and position(files.key in v.body) > 0)
      returning file_uses.file_id
    )
    delete from files where files.id in (select file_id from unshown)
      and not exists (select from file_uses other where other.file_id = files.id and other.thread_id <> ${threadId})`.execute(
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
