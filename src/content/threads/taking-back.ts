/**
 * People take back what they wrote themselves: its words are gone for everybody at once. For 30 days its author can put
 * it back, with its marks; then it is erased.
 */
import type { Ctx } from '../../platform/context.ts'
import { type PageOf, readCursor } from '../../platform/cursor.ts'
import { Conflict, NotFound } from '../../platform/errors.ts'
import { announce, touch } from '../../platform/events.ts'
import { type Said, said } from '../../platform/languages/languages.ts'
import type { AccountId } from '../../platform/ids.ts'
import { demand } from '../../platform/verdict.ts'
import { type Crossing, cameAcross, listCrossingsAt } from '../../realms/crossings/crossings.ts'
import type { SpaceId } from '../../realms/spaces/spaces.ts'
import { threadAddress } from './address.ts'
import { hasMerged } from './keeping.queries.ts'
import { type Reply, type Thread, getReply, getThread, listReplies, loadThreads } from './reading.ts'
import { mayTakeBack, mayTakeBackAnswer, mayTakeBackCrossed, mayTakeBackThread } from './taking-back.access.ts'
import * as queries from './taking-back.queries.ts'
import type { TakenBackId } from './taking-back.tables.ts'
import { lockPost } from './taking-down.queries.ts'
import { giveTextBack, takeText } from './taken-texts.ts'
import { acceptedTakenBack, postHidden, postShown, textsErased } from './threads.events.ts'
import type { ReplyId, ThreadId } from './threads.tables.ts'
import type { Post } from './writing-checks.ts'

export type { TakenBackId } from './taking-back.tables.ts'

/** Days until what was taken back is erased for good. */
export const keptDays = 30

/**
 * What a feature has against it that the author takes an own thread back, in a sentence for the author; undefined when
 * nothing. It tells of nothing that the author may not know.
 */
export type KeepReason = (ctx: Ctx, thread: Thread) => Promise<Said | undefined>
const keepReasons: KeepReason[] = []

/** Adds a reason: called once by a feature, before anything is served. */
export function registerKeepReason(reason: KeepReason): void {
  if (!keepReasons.includes(reason)) keepReasons.push(reason)
}

/**
 * What a feature that repeats the title of a thread does with it when its author takes the thread back (`isTaken`) or
 * puts it back: in the same transaction.
 */
export type RepeatStep = (ctx: Ctx, thread: Pick<Thread, 'id' | 'title'>, isTaken: boolean) => Promise<void>
const repeatSteps: RepeatStep[] = []

/** Adds a step: called once by a feature, before anything is served. */
export function registerRepeatStep(step: RepeatStep): void {
  if (!repeatSteps.includes(step)) repeatSteps.push(step)
}

/** What a text of one space says once it went into another, where its pictures have other addresses. */
type CrossedText = (ctx: Ctx, body: string, from: SpaceId, to: SpaceId) => Promise<string>
const crossedTexts: CrossedText[] = []

/** Sets it: called once, before anything is served. Without it a text crosses as it stands. */
export function registerCrossedText(crossed: CrossedText): void {
  crossedTexts[0] = crossed
}

/**
 * Takes back an own answer, comment or reply. Its words, earlier words and marks are gone for everybody; a marker stays
 * while comments stand under it. Throws NotFound, Forbidden with the reason (not one's own, moderated, official, crossed).
 */
export async function takeBackReply(ctx: Ctx, id: ReplyId): Promise<TakenBackId> {
  const { threadId, parentId } = await getReply(ctx, id)
  const post = { threadId, replyId: id }
  return ctx.transaction(async (inside) => {
    await lockAbove(inside, threadId, parentId)
    const authorId = await demandTaking(inside, post)
    await demandUnbound(inside, await getReply(inside, id))
    const { spaceId } = await getThread(inside, threadId)
    const taken = await take(inside, post, authorId)
    await touch(inside, `space:${spaceId}`)
    return taken
  })
}

/**
 * Takes back an own thread, with what its author wrote under it: nobody finds it any more. Throws NotFound, Forbidden
 * with the reason (as for a reply; others wrote under it, it was merged, a feature holds it).
 */
export async function takeBackThread(ctx: Ctx, id: ThreadId): Promise<TakenBackId> {
  const post = { threadId: id, replyId: null }
  return ctx.transaction(async (inside) => {
    const thread = await getThread(inside, id)
    const authorId = await demandTaking(inside, post)
    demand(mayTakeBackCrossed(await crossedWay(inside, { kind: 'thread', id })))
    for (const reply of await listReplies(inside, id))
      if (reply.authorId === authorId) await demandUnbound(inside, reply)
    let reason: Said | undefined
    for (const against of keepReasons) reason ??= await against(inside, thread)
    demand(
      mayTakeBackThread({
        isMerged: thread.mergedIntoId !== null || (await hasMerged(inside, id)),
        hasRepliesOfOthers: await queries.hasRepliesOfOthers(inside, id, authorId),
        reason,
      }),
    )
    const taken = await take(inside, post, authorId)
    for (const step of repeatSteps) await step(inside, thread, true)
    await touch(inside, `space:${thread.spaceId}`)
    return taken
  })
}

/** Locks what a comment stands under: taken back at the same moment, its marker would not know of the comment. */
async function lockAbove(ctx: Ctx, threadId: ThreadId, parentId: ReplyId | null): Promise<void> {
  if (parentId !== null) await lockPost(ctx, { threadId, replyId: parentId })
}

/** Locks a post, so that it stays as it is judged here, and demands that it is the viewer's to take; gives its author. */
async function demandTaking(ctx: Ctx, post: Post): Promise<AccountId> {
  const row = await lockPost(ctx, post)
  if (!row) throw new NotFound(post.replyId === null ? 'threads.not-found' : 'replies.not-found')
  demand(mayTakeBack(ctx.viewer, row))
  return row.authorId
}

/** Demands that a reply is not the company's word, and did not go over the wall, by itself or as a part of its thread. */
async function demandUnbound(ctx: Ctx, { id, threadId, body }: Reply): Promise<void> {
  demand(mayTakeBackAnswer(await queries.isOfficial(ctx, id)))
  demand(mayTakeBackCrossed(await crossedWay(ctx, { kind: 'reply', id })))
  const published = await standingOut(ctx, { kind: 'thread', id: threadId })
  const texts = published.length === 0 ? [] : [body, ...(await queries.selectEarlier(ctx, id))]
  for (const one of published)
    for (const text of texts) demand(mayTakeBackCrossed((await isIn(ctx, one, text)) ? 'from' : undefined))
}

/** Whether what was published holds a text, as it stands there. */
async function isIn(ctx: Ctx, { bytes, sourceSpaceId, targetSpaceId }: Crossing, text: string): Promise<boolean> {
  const crossed = unquoted((await crossedTexts[0]?.(ctx, text, sourceSpaceId, targetSpaceId)) ?? text)
  return crossed !== '' && unquoted(bytes).includes(crossed)
}

/** A text without the marks by which what is published quotes it. */
function unquoted(text: string): string {
  return text.replace(/^> ?/gm, '').trim()
}

/** What was published out of something and was not recalled. */
async function standingOut(ctx: Ctx, thing: Thing): Promise<readonly Crossing[]> {
  const crossings = await listCrossingsAt(ctx, thing)
  return crossings.filter((one) => one.act === 'publish-out' && one.recalledBy === null && one.sourceId === thing.id)
}

interface Thing {
  readonly kind: 'thread' | 'reply'
  readonly id: number
}

/** Which way a text went over the wall; what is only brought in or linked is asked for anew at every opening. */
async function crossedWay(ctx: Ctx, thing: Thing): Promise<'from' | 'to' | undefined> {
  if (await cameAcross(ctx, thing)) return 'to'
  return (await standingOut(ctx, thing)).length > 0 ? 'from' : undefined
}

async function take(ctx: Ctx, post: Post, authorId: AccountId): Promise<TakenBackId> {
  const { id, kept } = await takeText(ctx, post, authorId)
  await announce(ctx, postHidden, { threadId: post.threadId, replyId: post.replyId })
  const choosers = new Set(kept.acceptances?.map(({ acceptedBy }) => acceptedBy))
  if (post.replyId !== null)
    for (const acceptedBy of choosers)
      if (acceptedBy !== authorId)
        await announce(ctx, acceptedTakenBack, { threadId: post.threadId, replyId: post.replyId, acceptedBy })
  await touch(ctx, `thread:${post.threadId}`)
  return id
}

/** Something that the viewer took back. */
export interface TakenBack extends queries.OwnTakenBackRow {
  /** The thread of a reply, as far as its author may read it now. A thread that was taken back has none. */
  readonly thread: Thread | undefined
  /** When it is erased. */
  readonly until: Date
}

/** What the viewer took back and can put back, newest first, 20 a page; nothing for visitors. */
export async function listTakenBack(ctx: Ctx, after?: string): Promise<PageOf<TakenBack>> {
  const page = await queries.selectOwnPage(ctx, readCursor(after), 20)
  const threads = await loadThreads(
    ctx,
    page.items.map((row) => row.threadId),
  )
  return { ...page, items: page.items.map((row) => ({ ...row, ...standing(row, threads.get(row.threadId)) })) }
}

/** One thing that the viewer took back; undefined when it is not theirs, put back or erased. */
export async function findTakenBack(ctx: Ctx, id: TakenBackId): Promise<TakenBack | undefined> {
  const row = await queries.findOwn(ctx, id)
  if (!row) return undefined
  return { ...row, ...standing(row, (await loadThreads(ctx, [row.threadId])).get(row.threadId)) }
}

/** The same of an own reply, by the reply. */
export async function findTakenBackReply(ctx: Ctx, id: ReplyId): Promise<TakenBack | undefined> {
  const own = await queries.findOwnReply(ctx, id)
  return own && findTakenBack(ctx, own.id)
}

function standing(row: queries.OwnTakenBackRow, thread: Thread | undefined): Pick<TakenBack, 'thread' | 'until'> {
  return { thread, until: new Date(row.takenAt.getTime() + keptDays * 86_400_000) }
}

/**
 * Puts back what the viewer took back: text, earlier texts, marks and counters as they were. Gives where it stands.
 * Throws NotFound when there is nothing of theirs; Conflict when its thread is gone.
 */
export async function putBack(ctx: Ctx, id: TakenBackId): Promise<Post> {
  return ctx.transaction(async (inside) => {
    const found = await findTakenBack(inside, id)
    if (!found) throw new NotFound('threads.not-taken-back')
    const { threadId, replyId } = found
    if (replyId !== null && !found.thread)
      throw new Conflict('threads.gone', said('What you wrote this under is gone, or you may not read it any more.'))
    const post = { threadId, replyId }
    await lockAbove(inside, threadId, found.parentId)
    await lockPost(inside, post)
    if (!(await giveTextBack(inside, post))) throw new NotFound('threads.not-taken-back')
    await announce(inside, postShown, { threadId, replyId })
    const thread = await getThread(inside, threadId)
    if (replyId === null) for (const step of repeatSteps) await step(inside, thread, false)
    await touch(inside, `thread:${threadId}`, `space:${thread.spaceId}`)
    return post
  })
}

/** Where a reply that is gone stood: the page of its thread, which says what became of it. NotFound for any other. */
export async function addressOfGone(ctx: Ctx, id: ReplyId): Promise<string> {
  const thread = await queries.findThreadOfGone(ctx, id)
  if (!thread) throw new NotFound('replies.not-found')
  return `${threadAddress(thread)}?at=${id}`
}

/** Whether a reply was taken back and left no marker, in a thread that the viewer may read. */
export async function isGone(ctx: Ctx, id: ReplyId): Promise<boolean> {
  return (await queries.findThreadOfGone(ctx, id)) !== undefined
}

/** What an author took back while moderators have it before them; undefined when nothing is kept. They check the case. */
export async function takenBackText(
  ctx: Ctx,
  post: Post,
): Promise<{ title: string; body: string; takenAt: Date } | undefined> {
  const found = await queries.findKept(ctx, post)
  if (!found?.kept.text) return undefined
  const { title, body } = found.kept.text
  return { title, body, takenAt: found.takenAt }
}

const atOnce = 200

/** Erases for good what was taken back 30 days ago, earlier texts and pictures with it. Gives how many. */
export async function eraseTakenBack(ctx: Ctx): Promise<number> {
  const before = new Date(ctx.now.getTime() - keptDays * 86_400_000)
  for (let all = 0; ;) {
    const { count } = await ctx.transaction(async (inside) => {
      const erased = await queries.eraseBefore(inside, before, atOnce)
      for (const threadId of erased.threadIds) await announce(inside, textsErased, { threadId })
      return erased
    })
    all += count
    if (count < atOnce) return all
  }
}
