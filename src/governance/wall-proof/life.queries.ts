import { sql } from 'kysely'
import type { Ctx } from '../../platform/context.ts'

/** Everything that can go inside and in rooms, but for one room: texts, swarms, tags, grants, places, groups, members. */
export async function deleteInside(ctx: Ctx, spared: number): Promise<void> {
  const spaces = sql`(select id from spaces where realm <> 'outside' and id <> ${spared})`
  const threads = sql`(select id from threads where space_id in ${spaces})`
  await sql`delete from swarm_wordings`.execute(ctx.db)
  await sql`delete from swarms`.execute(ctx.db)
  await sql`delete from bridge_queue where thread_id in ${threads}`.execute(ctx.db)
  await sql`update replies set parent_id = null where thread_id in ${threads}`.execute(ctx.db)
  await sql`delete from threads where id in ${threads}`.execute(ctx.db)
  await sql`delete from grants where space_id in ${spaces}`.execute(ctx.db)
  await sql`delete from placements`.execute(ctx.db)
  await sql`delete from groups`.execute(ctx.db)
  await sql`delete from memberships where space_id in ${spaces}`.execute(ctx.db)
  await sql`delete from files where space_id in ${spaces}`.execute(ctx.db)
  await sql`delete from tags where not exists (select from thread_tags where tag_id = tags.id)
    and not exists (select from product_tags where tag_id = tags.id)`.execute(ctx.db)
}
