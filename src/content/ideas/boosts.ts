import { z } from 'zod'
import type { Ctx } from '../../platform/context.ts'
import { Invalid, NotFound } from '../../platform/errors.ts'
import { touch } from '../../platform/events.ts'
import { said } from '../../platform/languages/languages.ts'
import { demand } from '../../platform/verdict.ts'
import { getSpaceById, rightIn } from '../../realms/spaces/spaces.ts'
import { type Boost, type BoostId, endBoost, listBoosts, putBoost } from '../idea-votes/idea-votes.ts'
import type { ThreadId } from '../threads/threads.ts'
import { maySetStage } from './ideas.access.ts'
import { type Idea, getIdea } from './reading.ts'

const boostSchema = z.object({
  weight: z.coerce
    .number(said('Give a number of votes, from 1 to 1,000.'))
    .int(said('Give a whole number of votes.'))
    .min(1, said('Give at least 1 vote.'))
    .max(1000, said('Give at most 1,000 votes.')),
  reason: z
    .string()
    .trim()
    .min(1, said('Say why. Everybody reads it.'))
    .max(500, said('Keep the reason under 500 characters.')),
})

/**
 * Lifts an idea in the order by decaying score as so many votes would, in the name of the company: labelled, with its
 * reason, and fading like votes. It is no vote and counts in no number of votes. Throws NotFound, Forbidden, Invalid.
 */
export async function boostIdea(ctx: Ctx, ideaId: ThreadId, input: z.input<typeof boostSchema>): Promise<void> {
  await demandCompany(ctx, await getIdea(ctx, ideaId))
  const read = boostSchema.safeParse(input)
  if (!read.success) {
    throw new Invalid(
      'ideas.boost',
      Object.fromEntries(read.error.issues.map((issue) => [String(issue.path[0]), issue.message])),
    )
  }
  await ctx.transaction(async (inside) => {
    if (inside.viewer.kind !== 'account') throw new NotFound('ideas.not-found')
    await putBoost(inside, ideaId, { ...read.data, givenBy: inside.viewer.id })
    await touch(inside, `thread:${ideaId}`)
  })
}

/** Takes a boost away again. Throws NotFound, Forbidden. */
export async function unboostIdea(ctx: Ctx, ideaId: ThreadId, boostId: BoostId): Promise<void> {
  await demandCompany(ctx, await getIdea(ctx, ideaId))
  await ctx.transaction(async (inside) => {
    if (!(await endBoost(inside, ideaId, boostId))) throw new NotFound('ideas.no-boost')
    await touch(inside, `thread:${ideaId}`)
  })
}

/** The boosts that an idea has now, for whoever may read it. */
export async function boostsOf(ctx: Ctx, ideaId: ThreadId): Promise<readonly Boost[]> {
  await getIdea(ctx, ideaId)
  return listBoosts(ctx, ideaId)
}

async function demandCompany(ctx: Ctx, { thread }: Idea): Promise<void> {
  const space = await getSpaceById(ctx, thread.spaceId)
  demand(maySetStage(ctx.viewer, space, await rightIn(ctx, space)))
}
