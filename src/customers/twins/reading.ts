import { type Contributor, type Idea, getIdea, listContributors } from '../../content/ideas/ideas.ts'
import type { Ctx } from '../../platform/context.ts'
import { Conflict, Forbidden, NotFound } from '../../platform/errors.ts'
import type { AccountId } from '../../platform/ids.ts'
import { said } from '../../platform/languages/languages.ts'
import { demandWriting, getSpaceById } from '../../realms/spaces/spaces.ts'
import * as queries from './twins.queries.ts'
import type { TwinId } from './twins.tables.ts'

/** An inside idea joined with an outside one. Ended twins stay to be read. */
export type Twin = queries.TwinRow
export type TwinNote = Awaited<ReturnType<typeof queries.selectNotes>>[number]
export type TwinWords = Awaited<ReturnType<typeof queries.selectWords>>[number]

/** A twin that the viewer may read. */
export async function getTwin(ctx: Ctx, id: TwinId): Promise<Twin> {
  const twin = await queries.findTwin(ctx, id)
  if (!twin) throw new NotFound('twins.not-found')
  return twin
}

/** A twin of the viewer's that has not ended, and in whose inside space they write. */
export async function getWritableTwin(ctx: Ctx, id: TwinId): Promise<{ twin: Twin; inner: Idea; by: AccountId }> {
  const twin = await getTwin(ctx, id)
  const inner = await getIdea(ctx, twin.innerId)
  await demandWriting(ctx, await getSpaceById(ctx, inner.thread.spaceId))
  if (twin.endedAt)
    throw new Conflict('twins.ended', said('This twin was ended. It can be read, and nothing is added any more.'))
  if (ctx.viewer.kind !== 'account')
    throw new Forbidden('twins.nobody', said('This is done by a person, in their own name.'))
  return { twin, inner, by: ctx.viewer.id }
}

/** Who contributed to either side, each person once, those of the outside first. */
export async function listBothContributors(ctx: Ctx, twin: Twin): Promise<readonly Contributor[]> {
  const all = [...(await listContributors(ctx, twin.outerId)), ...(await listContributors(ctx, twin.innerId))]
  return all.filter((one, at) => all.findIndex((other) => other.accountId === one.accountId) === at)
}
