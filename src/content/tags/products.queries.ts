import { sql } from 'kysely'
import type { Ctx } from '../../platform/context.ts'
import type { Place } from '../../platform/cursor.ts'
import type { AccountId } from '../../platform/ids.ts'
import { readNewest } from '../../platform/newest-first.ts'
import { sameTags } from './tags.access.ts'

export interface ProductRow {
  readonly name: string
  /** Tags that lead to it outside. */
  readonly others: readonly string[]
}

/** The tags that are products now, each by the name that it leads to outside. */
export async function selectProducts(ctx: Ctx): Promise<readonly ProductRow[]> {
  const { rows } = await sql<ProductRow>`
    select tags.name, array(select other.name from tag_synonyms s join tags other on other.id = s.tag_id
        where s.side = 'outside' and s.into_id = tags.id and s.undone_at is null order by other.name) as others
    from (select distinct tag_root(p.tag_id, 'outside') as id from product_tags p where p.ended_at is null) as product
      join tags on tags.id = product.id
    order by tags.name`.execute(ctx.db)
  return rows
}

export async function insertProduct(ctx: Ctx, name: string, namedBy: AccountId | null): Promise<void> {
  await sql`insert into product_tags (tag_id, named_by, named_at)
    select tag_root(tags.id, 'outside'), ${namedBy}::bigint, ${ctx.now} from tags where tags.name = ${name}`.execute(
    ctx.db,
  )
}

/** Ends that a tag, or one that leads to it, is a product; how many rows that were. */
export async function endProducts(ctx: Ctx, name: string, endedBy: AccountId | null): Promise<number> {
  const { numAffectedRows = 0n } =
    await sql`update product_tags set ended_by = ${endedBy}::bigint, ended_at = ${ctx.now}
    where ended_at is null and tag_id in ${sameTags(sql`(select tags.id from tags where tags.name = ${name})`, 'outside')}`.execute(
      ctx.db,
    )
  return Number(numAffectedRows)
}

/** Everything that was ever named a product, as it was called then, newest first. */
export async function selectStories(ctx: Ctx, after: Place | undefined, limit: number) {
  const query = ctx.db
    .selectFrom('productTags')
    .innerJoin('tags', 'tags.id', 'productTags.tagId')
    .select([
      'productTags.id',
      'tags.name',
      'productTags.namedBy',
      'productTags.namedAt',
      'productTags.endedBy',
      'productTags.endedAt',
    ])
  return readNewest(query, 'productTags.namedAt', after, limit)
}
