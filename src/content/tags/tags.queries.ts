import { sql } from 'kysely'
import type { Ctx } from '../../platform/context.ts'
import { readerOf } from '../../realms/reader.access.ts'
import { type ThreadId, readableThread } from '../threads/threads.ts'

/** The tags of these threads, of those that the viewer may read. */
export async function selectTags(ctx: Ctx, threadIds: readonly ThreadId[]) {
  return ctx.db
    .selectFrom('threadTags')
    .innerJoin('tags', 'tags.id', 'threadTags.tagId')
    .innerJoin('threads', 'threads.id', 'threadTags.threadId')
    .select(['threadTags.threadId', 'tags.name'])
    .where('threadTags.threadId', 'in', threadIds)
    .where(readableThread(readerOf(ctx.viewer)))
    .orderBy('tags.name')
    .execute()
}

/** Makes these the tags of a thread. Names that are new become tags. */
export async function replaceTags(ctx: Ctx, threadId: ThreadId, names: readonly string[]): Promise<void> {
  await ctx.db
    .deleteFrom('threadTags')
    .where('threadId', '=', threadId)
    .where(sql<boolean>`tag_id not in (select id from tags where name = any(${names}::text[]))`)
    .execute()
  if (names.length === 0) return
  await ctx.db
    .insertInto('tags')
    .values(names.map((name) => ({ name, createdAt: ctx.now })))
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  await ctx.db
    .insertInto('threadTags')
    .columns(['threadId', 'tagId'])
    .expression((eb) =>
      eb
        .selectFrom('tags')
        .select([sql<ThreadId>`${threadId}::bigint`.as('threadId'), 'tags.id'])
        .where('tags.name', 'in', names),
    )
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}
