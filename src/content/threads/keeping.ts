import { ask } from '../../platform/asking.ts'
import type { Ctx } from '../../platform/context.ts'
import { Conflict, Forbidden, Invalid, NotFound, unlessGone } from '../../platform/errors.ts'
import { announce, touch } from '../../platform/events.ts'
import { said } from '../../platform/languages/languages.ts'
import type { AccountId } from '../../platform/ids.ts'
import { type AccessVerdict, demand } from '../../platform/verdict.ts'
import { loadPeople } from '../../people/accounts/accounts.ts'
import { type Space, demandWriting, getSpace, getSpaceById, rightIn } from '../../realms/spaces/spaces.ts'
import { type OutsideType, mayKeepOrder, mayMove, mayRetype, outsideTypes } from './keeping.access.ts'
import * as queries from './keeping.queries.ts'
import type { Traces } from './keeping.queries.ts'
import { hasPower } from './powers.ts'
import { runMergeSteps, runRetypeSteps, runUndoSteps } from './steps.ts'
import { threadMerged, threadMoved, threadRetyped, threadSplit, threadUnmerged } from './threads.events.ts'
import { type Thread, getReply, getThread } from './reading.ts'
import { startThread } from './starting.ts'
import type { ReplyId, ThreadId, ThreadType } from './threads.tables.ts'

/** Who acted, for the record; null for Tango itself. */
function actor(ctx: Ctx): AccountId | null {
  return ctx.viewer.kind === 'account' ? ctx.viewer.id : null
}

/** A thread outside that can be put in order: readable, not recalled, not merged into another. */
async function getOpenThread(ctx: Ctx, id: ThreadId): Promise<{ thread: Thread; space: Space }> {
  const thread = await getThread(ctx, id)
  if (thread.realm !== 'outside') throw new NotFound('threads.not-found')
  if (thread.recalledAt) throw new Forbidden('threads.recalled', said('This text was recalled, and stays as it is.'))
  if (thread.mergedIntoId)
    throw new Conflict('threads.merged', said('This was merged into another thread. Undo that first, then change it.'))
  return { thread, space: await getSpaceById(ctx, thread.spaceId) }
}

async function demandKeeping(ctx: Ctx, space: Space): Promise<void> {
  demand(mayKeepOrder(ctx.viewer, space, await rightIn(ctx, space)))
}

/** Whether the viewer may make a thread one of another type; without `to`, of some other type. */
export async function mayRetypeThread(ctx: Ctx, thread: Thread, space: Space, to?: ThreadType): Promise<AccessVerdict> {
  const author = (await loadPeople(ctx, [thread.authorId])).get(thread.authorId)
  const { type, authorId } = thread
  const facts = { right: await rightIn(ctx, space), hasPower: await hasPower(ctx, 'retype', space.id) }
  const stands = { type, authorId, official: await queries.hasOfficial(ctx, thread.id) }
  return mayRetype(ctx.viewer, space, { ...stands, byCompany: author?.realm === 'inside' }, to, facts)
}

/**
 * Makes a thread outside one of another type. Every reply stays and keeps its kind, so that it is whole when the type is
 * changed back. Throws NotFound, Forbidden, Invalid (`type`), Conflict (merged into another).
 */
export async function retypeThread(ctx: Ctx, id: ThreadId, to: OutsideType): Promise<Thread> {
  if (!outsideTypes.includes(to)) throw new Invalid('threads.type', { type: said('Choose what it is from the list.') })
  return ctx.transaction(async (inside) => {
    await queries.lockThreads(inside, [id])
    const { thread, space } = await getOpenThread(inside, id)
    demand(await mayRetypeThread(inside, thread, space, to))
    const from = thread.type
    if (from === to) return thread
    await queries.updateType(inside, id, to)
    await queries.insertAct(inside, {
      threadId: id,
      act: 'retype',
      fromType: from,
      toType: to,
      actedBy: actor(inside),
    })
    // Earlier merges of other types noted moments at which nobody asked anything.
    await queries.recountAsked(inside, id)
    await runRetypeSteps(inside, id, from, to)
    await announce(inside, threadRetyped, { threadId: id, from, to })
    await touch(inside, `thread:${id}`, `space:${space.id}`)
    return getThread(inside, id)
  })
}

/** Whether more people read a space outside than another. */
export function isWider(to: Pick<Space, 'access'>, from: Pick<Space, 'access'>): boolean {
  return to.access === 'public' && from.access !== 'public'
}

/** Whether the viewer may move a thread out of its space at all. */
export async function mayMoveThread(ctx: Ctx, space: Space, wider = false): Promise<AccessVerdict> {
  const facts = { right: await rightIn(ctx, space), hasPower: await hasPower(ctx, 'move', space.id) }
  return mayMove(ctx.viewer, space, wider, facts)
}

/**
 * Moves a thread to another space outside. Where more people would read it there, `widen` must name that space: it was
 * asked for. A text whose author let fewer people read it never reaches more. Throws NotFound (thread or space),
 * Forbidden, Invalid (`space`, `widen`), Conflict.
 */
export async function moveThread(ctx: Ctx, id: ThreadId, to: { space: string; widen?: string }): Promise<Thread> {
  const target = await getSpace(ctx, to.space)
  if (target.realm !== 'outside')
    throw new Invalid('threads.other-realm', {
      space: said('Choose a space outside: only a crossing goes over the wall.'),
    })
  return ctx.transaction(async (inside) => {
    await queries.lockThreads(inside, [id])
    const { thread, space } = await getOpenThread(inside, id)
    const wider = isWider(target, space)
    demand(await mayMoveThread(inside, space, wider))
    await demandWriting(inside, target)
    if (target.id === space.id) return thread
    if (wider) demandWidening(thread, target, to.widen)
    await queries.updateSpace(inside, id, target.id)
    await queries.insertAct(inside, {
      threadId: id,
      act: 'move',
      fromSpaceId: space.id,
      toSpaceId: target.id,
      actedBy: actor(inside),
    })
    await announce(inside, threadMoved, { threadId: id })
    await touch(inside, `thread:${id}`, `space:${space.id}`, `space:${target.id}`)
    return getThread(inside, id)
  })
}

function demandWidening(thread: Thread, target: Space, widen: string | undefined): void {
  if (isNarrowed(thread))
    throw new Forbidden(
      'threads.narrowed',
      said('Its author chose who reads it. It cannot be moved to where more people would.'),
    )
  if (widen === target.slug) return
  throw new Invalid('threads.widen', {
    widen: said('In {space} anyone on the web reads it, with everything said under it. Tick that this is meant.', {
      space: target.title,
    }),
  })
}

function isNarrowed(thread: Thread): boolean {
  return thread.reach !== null || thread.audience !== 'space'
}

const stayWords = said('Its author chose who reads it, so it stays by itself.')

/**
 * Makes a thread of its own of some replies of another: answers with the comments under them, comments on the opening
 * text, replies. Where they stood a marker leads to where they are. Throws NotFound, Forbidden, Conflict, TryLater,
 * Invalid (`replies`: none, not of this thread, an accepted answer; `title`, `body`).
 */
export async function splitThread(
  ctx: Ctx,
  id: ThreadId,
  into: { replies: readonly ReplyId[]; title: string; body: string; type?: OutsideType },
): Promise<Thread> {
  return ctx.transaction(async (inside) => {
    await queries.lockThreads(inside, [id])
    const { thread, space } = await getOpenThread(inside, id)
    await demandKeeping(inside, space)
    if (isNarrowed(thread)) throw new Forbidden('threads.narrowed', stayWords)
    const chosen = await splittable(inside, id, into.replies)
    const type = into.type ?? thread.type
    const { title, body } = into
    const { id: newId } = await startThread(inside, space, { type, title, body })
    const act = await queries.insertAct(inside, { threadId: id, act: 'split', otherId: newId, actedBy: actor(inside) })
    await queries.moveReplies(inside, act, id, newId, { replies: chosen })
    await announce(inside, threadSplit, { threadId: id, newThreadId: newId })
    await touch(inside, `thread:${id}`, `thread:${newId}`)
    return getThread(inside, newId)
  })
}

async function splittable(ctx: Ctx, id: ThreadId, asked: readonly ReplyId[]): Promise<readonly ReplyId[]> {
  const refuse = (words: string) => new Invalid('threads.split', { replies: words })
  const ids = [...new Set(asked)]
  if (ids.length === 0) throw refuse(said('Choose what gets a thread of its own.'))
  if (ids.length > 200) throw refuse(said('Choose 200 at most. The rest can follow afterwards.'))
  for (const replyId of ids) {
    const reply = await getReply(ctx, replyId)
    if (reply.threadId !== id) throw refuse(said('One of these stands elsewhere by now. Choose again.'))
    if (reply.parentId !== null) throw refuse(said('A comment goes with its answer. Choose the answer.'))
  }
  if ((await queries.selectAccepted(ctx, ids)).length > 0)
    throw refuse(
      said('An accepted answer stays with its question. Leave it out, or let the asker take the choice back.'),
    )
  return ids
}

/**
 * Merges a duplicate into another thread outside of the same type. What was said under it stands there from then on,
 * under the addresses that it had; everybody who waited, its asker too, waits for the surviving one, which owes them its
 * answer no later than they were promised one (`firstPromise`). Throws NotFound, Forbidden, Conflict, Invalid (`into`).
 */
export async function mergeThread(ctx: Ctx, fromId: ThreadId, intoId: ThreadId): Promise<Thread> {
  return ctx.transaction(async (inside) => {
    await queries.lockThreads(inside, [fromId, intoId])
    const { thread, space } = await getOpenThread(inside, fromId)
    await demandKeeping(inside, space)
    const survivor = await survivingThread(inside, thread, space, intoId)
    const act = await queries.insertAct(inside, {
      threadId: fromId,
      act: 'merge',
      otherId: survivor.id,
      wasUnanswered: thread.answerCount === 0,
      actedBy: actor(inside),
    })
    await queries.setMergedInto(inside, fromId, survivor.id)
    await queries.recountAsked(inside, survivor.id)
    await queries.moveReplies(inside, act, fromId, survivor.id, { all: true })
    await queries.carrySameHeres(inside, act, fromId, survivor.id)
    await runMergeSteps(inside, fromId, survivor.id)
    await announce(inside, threadMerged, { fromId, intoId: survivor.id })
    await touch(inside, `thread:${fromId}`, `thread:${survivor.id}`, `space:${space.id}`)
    return getThread(inside, survivor.id)
  })
}

async function survivingThread(ctx: Ctx, from: Thread, space: Space, intoId: ThreadId): Promise<Thread> {
  const refuse = (words: string) => new Invalid('threads.merge', { into: words })
  if (intoId === from.id) throw refuse(said('This is the same one. Give the address of the other.'))
  const open = await unlessGone(getOpenThread(ctx, intoId))
  if (!open) throw refuse(said('There is nothing at this address that can be merged with. Look at it again.'))
  const { thread: into, space: other } = open
  await demandKeeping(ctx, other)
  if (into.type !== from.type)
    throw refuse(said('The two are of different types. Change the type of one of them first.'))
  if (isNarrowed(from) || isNarrowed(into)) throw refuse(stayWords)
  if (other.id !== space.id && (other.access !== 'public' || space.access !== 'public'))
    throw refuse(said('Different people read the two. Move one of them first.'))
  return into
}

/**
 * Undoes a merge: the replies that it brought go back, with the comments that they got since. Throws NotFound,
 * Forbidden, Conflict (it is not merged, or the surviving thread was merged on since).
 */
export async function unmergeThread(ctx: Ctx, fromId: ThreadId): Promise<Thread> {
  return ctx.transaction(async (inside) => {
    const known = await getThread(inside, fromId)
    await queries.lockThreads(inside, [fromId, ...(known.mergedIntoId ? [known.mergedIntoId] : [])])
    const thread = await getThread(inside, fromId)
    const space = await getSpaceById(inside, thread.spaceId)
    await demandKeeping(inside, space)
    const merged = await queries.findMergeAct(inside, fromId)
    const intoId = thread.mergedIntoId
    if (!intoId || merged === undefined)
      throw new Conflict('threads.not-merged', said('This is a thread of its own already. Nothing was changed.'))
    if ((await getThread(inside, intoId)).mergedIntoId)
      throw new Conflict('threads.merged-on', said('The other one was merged on since. Undo that merge first.'))
    const act = await queries.insertAct(inside, {
      threadId: fromId,
      act: 'unmerge',
      otherId: intoId,
      actedBy: actor(inside),
    })
    await queries.setMergedInto(inside, fromId, null)
    await queries.recountAsked(inside, intoId)
    await queries.moveReplies(inside, act, intoId, fromId, { movedBy: merged })
    await queries.takeBackSameHeres(inside, merged, intoId)
    await runUndoSteps(inside, fromId, intoId)
    await announce(inside, threadUnmerged, { fromId, intoId })
    await touch(inside, `thread:${fromId}`, `thread:${intoId}`, `space:${space.id}`)
    return getThread(inside, fromId)
  })
}

/** The replies that left a thread that the viewer reads, and the duplicates merged into it: one statement. */
export async function tracesOf(ctx: Ctx, thread: Thread): Promise<Traces> {
  return ask(ctx.db, queries.askTraces(ctx, thread.id))
}
