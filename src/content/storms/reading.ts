import type { Ctx } from '../../platform/context.ts'
import { Forbidden, NotFound } from '../../platform/errors.ts'
import { said } from '../../platform/languages/languages.ts'
import type { AccountId } from '../../platform/ids.ts'
import type { ThreadId } from '../threads/threads.ts'
import * as queries from './storms.queries.ts'
import type { StormId } from './storms.tables.ts'

/** A question put to those who write in a space, with its hours, rules and, in the end, its result. */
export type Storm = queries.StormRow

/** A session that the viewer may read. */
export async function getStorm(ctx: Ctx, id: StormId): Promise<Storm> {
  const storm = await queries.findStorm(ctx, id)
  if (!storm) throw new NotFound('storms.not-found')
  return storm
}

/** The session that an idea was submitted into, where the viewer may read it. */
export async function findStormOf(ctx: Ctx, ideaId: ThreadId): Promise<Storm | undefined> {
  return queries.findStormOfIdea(ctx, ideaId)
}

/** Who judges a session that the viewer may read. */
export async function listJudges(ctx: Ctx, id: StormId): Promise<readonly AccountId[]> {
  await getStorm(ctx, id)
  return queries.selectJudges(ctx, id)
}

export function me(ctx: Ctx): AccountId {
  if (ctx.viewer.kind !== 'account')
    throw new Forbidden('storms.nobody', said('This is done by a person, in their own name.'))
  return ctx.viewer.id
}

/**
 * Who took part in a session: who submitted, whose votes counted, who judges; in order of account, after `afterAccount`,
 * `limit` at most. For listeners, which tell them.
 */
export async function listPartakers(
  ctx: Ctx,
  id: StormId,
  page: { afterAccount: number; limit: number },
): Promise<readonly AccountId[]> {
  await getStorm(ctx, id)
  return ctx.viewer.kind === 'system' ? queries.selectPartakers(ctx, id, page) : []
}
