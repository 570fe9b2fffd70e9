import { sql } from 'kysely'
import type { Ctx } from '../../platform/context.ts'

/** One step of counting afresh: the next `limit` threads after the id `after`. `last` is undefined at the end. */
export async function recountThreads(
  ctx: Ctx,
  of: { spaceId: number | undefined; after: number; limit: number },
): Promise<{ corrected: number; last: number | undefined }> {
  const { rows } = await sql<{ corrected: number; last: number | null }>`
    with step as (
      select id from threads where id > ${of.after} and (${of.spaceId ?? null}::bigint is null or space_id = ${of.spaceId ?? null})
      order by id limit ${of.limit}
    ), counted as (
      select step.id,
        (select count(*) from replies where thread_id = step.id and kind = 'answer') as answers,
        (select count(*) from replies where thread_id = step.id and kind <> 'answer') as others,
        (select count(*) from same_heres where thread_id = step.id) as same_heres
      from step
    ), changed as (
      update threads set answer_count = answers, reply_count = others, same_here_count = same_heres
      from counted where threads.id = counted.id
        and (answer_count, reply_count, same_here_count) is distinct from (answers::int, others::int, same_heres::int)
      returning threads.id
    )
    select (select count(*) from changed) as corrected, (select max(id) from step) as last`.execute(ctx.db)
  return { corrected: rows[0]!.corrected, last: rows[0]!.last ?? undefined }
}
