import type { Ctx } from '../../platform/context.ts'
import { Conflict, Invalid } from '../../platform/errors.ts'
import { announce, touch } from '../../platform/events.ts'
import { said } from '../../platform/languages/languages.ts'
import { cleanMarkdown } from '../../platform/text/markdown.ts'
import { demand } from '../../platform/verdict.ts'
import { type Thread, type ThreadId, startThread } from '../threads/threads.ts'
import { getStorm, me } from './reading.ts'
import { stateAt } from './storms.access.ts'
import { stormFinished } from './storms.events.ts'
import * as queries from './storms.queries.ts'
import type { StormId } from './storms.tables.ts'
import { enterStorm, ideaIn } from './taking-part.ts'

/** Writes or changes a judge's note on an idea, and whether they would choose it. Only judges and keepers read it. */
export async function noteIdea(
  ctx: Ctx,
  id: StormId,
  ideaId: ThreadId,
  note: { body: string; chooses: boolean },
): Promise<void> {
  const room = await enterStorm(ctx, id)
  demand(room.may.note)
  ideaIn(room, ideaId)
  const body = cleanMarkdown(note.body)
  if (body.length > 5000) throw new Invalid('storms.note', { body: said('Keep the note under 5,000 characters.') })
  await queries.upsertNote(ctx, { threadId: ideaId, judgeId: me(ctx), body, chooses: note.chooses })
}

/** The result of a session: a post in its space, and the ideas that were chosen, the first place first. */
export interface Result {
  readonly title: string
  readonly body: string
  readonly chosen: readonly ThreadId[]
}

/**
 * Ends a session: posts the result in its space (outside as an update of the company) and keeps the choice, or neither.
 * There is no other way to end one. Throws Forbidden (not theirs; not closed yet; ended already), Invalid (the text;
 * `chosen`: 20 at most, each once, of this session).
 */
export async function finishStorm(ctx: Ctx, id: StormId, result: Result): Promise<Thread> {
  const room = await enterStorm(ctx, id)
  demand(room.may.finish)
  const { space } = room
  if (result.chosen.length > 20 || new Set(result.chosen).size < result.chosen.length)
    throw new Invalid('storms.chosen', { chosen: said('Choose 20 ideas at most, each for one place.') })
  for (const ideaId of result.chosen) ideaIn(room, ideaId)
  return ctx.transaction(async (inside) => {
    await queries.lockStorm(inside, id)
    if (stateAt(await getStorm(inside, id), inside.now) === 'finished')
      throw new Conflict('storms.finished', said('The result was announced already.'))
    const thread = await startThread(inside, space, {
      type: space.realm === 'outside' ? 'update' : 'discussion',
      title: result.title,
      body: result.body,
    })
    if (thread.title === '') throw new Invalid('storms.result', { title: said('Give the result a title.') })
    await queries.insertChoices(inside, id, result.chosen)
    await queries.setFinished(inside, id, thread.id, me(inside))
    await announce(inside, stormFinished, { stormId: id })
    await touch(inside, `space:${space.id}`)
    return thread
  })
}
