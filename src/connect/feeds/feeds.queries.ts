import { type RawBuilder, type SqlBool, sql } from 'kysely'
import type { ThreadId } from '../../content/threads/threads.ts'
import { readableThread } from '../../content/threads/threads.ts'
import type { Ctx } from '../../platform/context.ts'
import { readerOf } from '../../realms/reader.access.ts'

export interface SitemapRow {
  readonly id: ThreadId
  readonly slug: string
  readonly realm: 'outside'
  readonly type: 'question'
  readonly activeAt: Date
  readonly editedAt: Date | null
}

/** What a sitemap names: questions outside that the viewer may read, and no duplicate, for its address leads on. */
function listed(ctx: Ctx): RawBuilder<SqlBool> {
  return sql<SqlBool>`(threads.type = 'question' and threads.realm = 'outside' and threads.merged_into_id is null
    and threads.removed_at is null and ${readableThread(readerOf(ctx.viewer))})`
}

/** The numbers of the sitemap pages that have something in them; page n holds the ids from n × size on. */
export async function selectSitemapPages(ctx: Ctx, size: number): Promise<number[]> {
  const { rows } = await sql<{ page: number }>`
    select page::int from generate_series(0, coalesce((select max(id) from threads), 0) / ${size}::bigint) page
    where exists (select from threads where threads.id >= page * ${size}::bigint and threads.id < (page + 1) * ${size}::bigint
      and ${listed(ctx)})`.execute(ctx.db)
  return rows.map((row) => row.page)
}

/** The questions outside of one sitemap page that the viewer may read, by id. */
export async function selectSitemapPage(ctx: Ctx, page: number, size: number): Promise<SitemapRow[]> {
  const { rows } = await sql<SitemapRow>`
    select threads.id, threads.slug, threads.realm, threads.type, threads.active_at, threads.edited_at from threads
    where threads.id >= ${page * size} and threads.id < ${(page + 1) * size}
      and ${listed(ctx)}
    order by threads.id`.execute(ctx.db)
  return rows
}
