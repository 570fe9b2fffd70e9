import { sql } from 'kysely'
import type { Ctx } from '../../platform/context.ts'
import type { Place } from '../../platform/cursor.ts'
import type { AccountId } from '../../platform/ids.ts'
import { readNewest } from '../../platform/newest-first.ts'
import { plainestReader } from './tags.access.ts'
import { walkOfTag } from './tags.queries.ts'
import type { TagId, TagMergeId, TagSide } from './tags.tables.ts'

export async function findTagId(ctx: Ctx, name: string): Promise<TagId | undefined> {
  const row = await ctx.db.selectFrom('tags').select('id').where('name', '=', name).executeTakeFirst()
  return row?.id
}

/** Whether everybody who reads a side reads something with this tag there. */
export async function isCommon(ctx: Ctx, id: TagId, side: TagSide): Promise<boolean> {
  const ids = sql`array[${id}::bigint]`
  const plainest = ctx.as(plainestReader(side))
  const { rows } = await sql`
    select from ${walkOfTag(plainest, { ids, isOutside: side === 'outside', limit: 1 })} limit 1`.execute(ctx.db)
  return rows.length > 0
}

/** Where a tag leads on a side, and how many lead to it. */
export async function findStanding(
  ctx: Ctx,
  id: TagId,
  side: TagSide,
): Promise<{ into: string | null; others: readonly string[] }> {
  const { rows } = await sql<{ into: string | null; others: string[] }>`
    select (select tags.name from tag_synonyms s join tags on tags.id = s.into_id
        where s.side = ${side} and s.tag_id = ${id} and s.undone_at is null) as into,
      array(select tags.name from tag_synonyms s join tags on tags.id = s.tag_id
        where s.side = ${side} and s.into_id = ${id} and s.undone_at is null order by tags.name) as others`.execute(
    ctx.db,
  )
  return rows[0]!
}

/** One merge of a side at a time, so that what was looked at still holds when it is written. */
export async function lockSide(ctx: Ctx, side: TagSide): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended('tag_synonyms:' || ${side}::text, 72650))`.execute(ctx.db)
}

export async function insertMerge(
  ctx: Ctx,
  merge: { side: TagSide; tagId: TagId; intoId: TagId; mergedBy: AccountId | null },
): Promise<TagMergeId> {
  const { id } = await ctx.db
    .insertInto('tagSynonyms')
    .values({ ...merge, mergedAt: ctx.now, undoneBy: null, undoneAt: null })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

/** Undefined when it is undone already, or never was on this side. */
export async function endMerge(
  ctx: Ctx,
  id: TagMergeId,
  side: TagSide,
  undoneBy: AccountId | null,
): Promise<TagId | undefined> {
  const row = await ctx.db
    .updateTable('tagSynonyms')
    .set({ undoneBy, undoneAt: ctx.now })
    .where('id', '=', id)
    .where('side', '=', side)
    .where('undoneAt', 'is', null)
    .returning('tagId')
    .executeTakeFirst()
  return row?.tagId
}

/** The merges of a side, newest first, undone ones among them. */
export async function selectMerges(ctx: Ctx, side: TagSide, after: Place | undefined, limit: number) {
  const query = ctx.db
    .selectFrom('tagSynonyms')
    .innerJoin('tags', 'tags.id', 'tagSynonyms.tagId')
    .innerJoin('tags as into', 'into.id', 'tagSynonyms.intoId')
    .select([
      'tagSynonyms.id',
      'tags.name',
      'into.name as into',
      'tagSynonyms.mergedBy',
      'tagSynonyms.mergedAt',
      'tagSynonyms.undoneBy',
      'tagSynonyms.undoneAt',
    ])
    .where('tagSynonyms.side', '=', side)
  return readNewest(query, 'tagSynonyms.mergedAt', after, limit)
}
