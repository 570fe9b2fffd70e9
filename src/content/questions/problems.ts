import type { Ctx } from '../../platform/context.ts'
import { Invalid, NotFound } from '../../platform/errors.ts'
import { announce, touch } from '../../platform/events.ts'
import { said } from '../../platform/languages/languages.ts'
import { demand } from '../../platform/verdict.ts'
import { cleanMarkdown } from '../../platform/text/markdown.ts'
import { getSpaceById } from '../../realms/spaces/spaces.ts'
import type { ProblemState, ThreadId } from '../threads/threads.ts'
import { maySetState } from './problems.access.ts'
import * as queries from './problems.queries.ts'
import { problemChanged } from './questions.events.ts'
import { getQuestionThread } from './reading.ts'

export { maySetState } from './problems.access.ts'

/** The states of a problem on its way, in words. */
export const problemStates: Readonly<Record<ProblemState, string>> = {
  reported: said('Reported'),
  confirmed: said('Confirmed'),
  workaround: said('Workaround known'),
  fixed: said('Fixed'),
  'no-fault': said('Not a fault'),
}

/** What must be said with a state; a state that is not here may come without words. */
const noteWords: Partial<Record<ProblemState, string>> = {
  workaround: said('Say what helps until it is fixed.'),
  fixed: said('Say since which version it is fixed, or what fixed it.'),
  'no-fault': said('Say why this is not a fault.'),
}

/**
 * Says how a problem stands, with the version or the words that belong to it. Everybody who waits for the outcome is
 * told by whoever listens. Throws NotFound, Forbidden, Invalid (`state`, `note`).
 */
export async function setProblemState(
  ctx: Ctx,
  id: ThreadId,
  told: { state: ProblemState; note: string },
): Promise<void> {
  const { state } = told
  if (!Object.hasOwn(problemStates, state))
    throw new Invalid('problems.state', { state: said('Choose from the list how it stands.') })
  const note = cleanMarkdown(told.note).replace(/\s+/g, ' ').trim()
  const { thread, now } = await getProblem(ctx, id)
  const space = await getSpaceById(ctx, thread.spaceId)
  const demandRight = (at: ProblemState) =>
    demand(maySetState(ctx.viewer, space, { reportedBy: thread.authorId, state: at }, state))
  demandRight(now.state)
  if (note === '' && noteWords[state]) throw new Invalid('problems.note', { note: noteWords[state] })
  if (note.length > 500) throw new Invalid('problems.note', { note: said('Keep it under 500 characters.') })
  await ctx.transaction(async (inside) => {
    await queries.lockProblem(inside, thread.id)
    const before = (await queries.findProblem(inside, thread.id)) ?? { state: 'reported' as const, note: '' }
    if (before.state === state && before.note === note) return
    demandRight(before.state)
    const by = ctx.viewer.kind === 'account' ? ctx.viewer.id : null
    await queries.putState(inside, thread.id, { from: before.state, to: state, note, by })
    await announce(inside, problemChanged, { threadId: thread.id, state })
    await touch(inside, `thread:${thread.id}`, `space:${space.id}`)
  })
}

/** A problem outside that the viewer may read, and how it stands now. */
async function getProblem(ctx: Ctx, id: ThreadId) {
  const thread = await getQuestionThread(ctx, id)
  if (thread.type !== 'problem') throw new NotFound('problems.not-found')
  return { thread, now: (await queries.findProblem(ctx, thread.id)) ?? ({ state: 'reported', note: '' } as const) }
}

/** Every change of a problem that the viewer may read, oldest first. */
export async function listProblemChanges(ctx: Ctx, id: ThreadId) {
  const { thread } = await getProblem(ctx, id)
  return queries.selectChanges(ctx, thread.id)
}
