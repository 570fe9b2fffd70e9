import type { Asked } from '../../platform/asking.ts'
import type { Ctx } from '../../platform/context.ts'
import { Invalid } from '../../platform/errors.ts'
import { announce, touch } from '../../platform/events.ts'
import { said } from '../../platform/languages/languages.ts'
import { defineJob } from '../../platform/jobs.ts'
import { demand } from '../../platform/verdict.ts'
import { type Space, rightIn } from '../../realms/spaces/spaces.ts'
import type { Thread } from '../threads/threads.ts'
import { mayPromise } from './promises.access.ts'
import * as queries from './promises.queries.ts'
import { questionOverdue } from './questions.events.ts'

/** The most that can be promised: a year. */
const mostHours = 8760

/** In how many hours questions in a space are answered, as promised now; null when nothing is. */
export async function promiseIn(ctx: Ctx, space: Space): Promise<number | null> {
  return (await queries.findPromise(ctx, space.id))?.hours ?? null
}

/** Whether the viewer may set the promise of a space. */
export async function mayPromiseIn(ctx: Ctx, space: Space): Promise<boolean> {
  if (ctx.viewer.kind !== 'account') return false
  return mayPromise(ctx.viewer, space, await rightIn(ctx, space)).allowed
}

/**
 * Promises that questions in a space outside are answered within so many hours, or takes the promise back (null). It
 * counts for what is asked from now on. Throws Forbidden, Invalid (`hours`).
 */
export async function promiseAnswers(ctx: Ctx, space: Space, hours: number | null): Promise<void> {
  demand(mayPromise(ctx.viewer, space, await rightIn(ctx, space)))
  if (hours !== null && !(Number.isInteger(hours) && hours >= 1 && hours <= mostHours))
    throw new Invalid('promises.hours', {
      hours: said('Give whole hours from 1 to {most}, or leave it empty.', { most: String(mostHours) }),
    })
  if ((await promiseIn(ctx, space)) === hours) return
  const madeBy = ctx.viewer.kind === 'account' ? ctx.viewer.id : null
  await ctx.transaction(async (inside) => {
    await queries.insertPromise(inside, { spaceId: space.id, hours, madeBy })
    await touch(inside, `space:${space.id}`)
  })
}

/** Until when an answer to a question is promised; undefined where nothing is, and when it has one. To be asked with others. */
export function askPromise(thread: Thread): Asked<Date | undefined> {
  const { statement, read } = queries.askPromisedUntil(thread.id)
  const waits = thread.type === 'question' && thread.answerCount === 0 && thread.reach !== 0
  return { statement, read: (rows) => (waits ? read(rows) : undefined) }
}

/** What is open in a space: how many questions are unanswered, how many of them too long, and what is promised (hours). */
export async function debtIn(
  ctx: Ctx,
  space: Space,
): Promise<{ unanswered: number; owed: number; promise: number | null }> {
  return queries.selectDebt(ctx, space.id)
}

const atOnce = 500

/** Announces every question that waits past what was promised, once in each space where it does. Gives how many. */
export async function findOverdue(ctx: Ctx): Promise<number> {
  let found = 0
  for (;;) {
    const ids = await ctx.transaction(async (inside) => {
      const noted = await queries.noteOverdue(inside, atOnce)
      for (const threadId of noted) await announce(inside, questionOverdue, { threadId })
      return noted
    })
    found += ids.length
    if (ids.length < atOnce) return found
  }
}

/** Every five minutes. */
export const findOverdueQuestions = defineJob(
  'find-overdue-questions',
  async (ctx: Ctx) => void (await findOverdue(ctx)),
  {
    cron: '*/5 * * * *',
  },
)
