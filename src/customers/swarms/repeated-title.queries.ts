import { sql } from 'kysely'
import type { RepeatStep } from '../../content/threads/threads.ts'

/** Stands in the title of a companion for the title of a question that its author took back. */
const gap = '…'

/**
 * The companion of a swarm repeats the title of its question, in its earlier texts too: these words go when the author
 * takes the question back, and come when they put it back. A companion that was called otherwise stays so.
 */
export const repeatTitle: RepeatStep = async (ctx, question, isTaken) => {
  // A long title was cut to fit.
  const begun = question.title.slice(0, 150)
  const companions = sql`select companion_id from swarms where question_id = ${question.id}`
  if (!isTaken) {
    await sql`update threads set title = left(left(title, -1) || ${question.title}, 200)
      where id in (${companions}) and title like ${`%${gap}`}`.execute(ctx.db)
    return
  }
  await sql`update revisions set title = left(title, position(${begun} in title) - 1) || ${gap}
    where thread_id in (${companions}) and position(${begun} in title) > 0`.execute(ctx.db)
  await sql`update threads set title = left(title, position(${begun} in title) - 1) || ${gap}, slug = 'swarm'
    where id in (${companions}) and position(${begun} in title) > 0`.execute(ctx.db)
}
