import { z } from 'zod'
import {
  type Post,
  getReply,
  getThread,
  replyAddress,
  takenBackText,
  threadAddress,
} from '../../content/threads/threads.ts'
import type { Ctx } from '../../platform/context.ts'
import type { PageOf } from '../../platform/cursor.ts'
import { Conflict, NotFound } from '../../platform/errors.ts'
import type { AccountId } from '../../platform/ids.ts'
import { said } from '../../platform/languages/languages.ts'
import { demand } from '../../platform/verdict.ts'
import * as queries from './cases.queries.ts'
import { mayHandle, moderates } from './moderation.access.ts'
import type { CaseId, Side } from './moderation.tables.ts'

export type { AlikeRow, CaseRow, QueueRow } from './cases.queries.ts'

/** How long a case stays in one hand without work on it, in milliseconds. */
export const leaseTime = 10 * 60_000

/** Adds weight to the open case of a post, or opens one. For flags and checks at writing; in their transaction. */
export async function openCase(
  ctx: Ctx,
  post: Post,
  of: { side: Side; authorId: AccountId; weight: number },
): Promise<CaseId> {
  return queries.upsertCase(ctx, post, of)
}

/** The open cases of one side, the heaviest first and of those the oldest, 20 a page. NotFound for anybody else. */
export async function listQueue(ctx: Ctx, side: Side, after?: string): Promise<PageOf<queries.QueueRow>> {
  demandSide(ctx, side)
  const rows = await queries.selectQueue(ctx, side, readPlace(after), 21)
  const last = rows[19]
  if (rows.length <= 20 || !last) return { items: rows }
  return { items: rows.slice(0, 20), next: writePlace({ weight: last.weight, at: last.openedAt, id: last.id }) }
}

/** How many cases lie open on a side, for its moderators. */
export async function countOpen(ctx: Ctx, side: Side): Promise<number> {
  demandSide(ctx, side)
  return queries.countOpen(ctx, side)
}

/** For how long two who vote alike are shown, in milliseconds. */
const alikeTime = 30 * 86_400_000

/** New members whose votes on ideas are found alike lately, newest first: for moderators outside, none elsewhere. */
export async function listAlike(ctx: Ctx, side: Side): Promise<readonly queries.AlikeRow[]> {
  demandSide(ctx, side)
  return side === 'outside' ? queries.selectAlike(ctx, new Date(ctx.now.getTime() - alikeTime)) : []
}

/** Where a post stands, when the viewer may read it there; what is narrowed or hidden from them leads nowhere. */
export async function findAddress(ctx: Ctx, { threadId, replyId }: Post): Promise<string | undefined> {
  try {
    const thread = await getThread(ctx, threadId)
    return replyId === null ? threadAddress(thread) : replyAddress(thread, await getReply(ctx, replyId))
  } catch (error) {
    if (error instanceof NotFound) return undefined
    throw error
  }
}

const placeSchema = z.tuple([
  z.coerce.number().int().min(-1e9).max(1e9),
  z.coerce.number().int().min(0).max(8.64e15),
  z.coerce.number().int().positive(),
])

function readPlace(text: string | undefined): queries.QueuePlace | undefined {
  const parsed = placeSchema.safeParse((text ?? '').split('_'))
  return parsed.success ? { weight: parsed.data[0], at: new Date(parsed.data[1]), id: parsed.data[2] } : undefined
}

function writePlace({ weight, at, id }: queries.QueuePlace): string {
  return [weight, at.getTime(), id].join('_')
}

/** Whether the viewer moderates a side; a place of the other side is not there for them. */
export function demandSide(ctx: Ctx, side: Side): void {
  if (ctx.viewer.kind !== 'system' && !moderates(ctx.viewer, side)) throw new NotFound('moderation.not-found')
}

export interface OpenedCase extends queries.CaseRow {
  readonly post: Post
  /** The text as it was brought here: as the last one who flagged it read it, or as a check held it. */
  readonly shown: { readonly title: string; readonly body: string }
  /** The text as its author took it back, while the case is open. */
  readonly takenBack: { readonly title: string; readonly body: string; readonly takenAt: Date } | undefined
  readonly flags: Awaited<ReturnType<typeof queries.selectFlags>>
  readonly history: Awaited<ReturnType<typeof queries.selectHistory>>
}

/** One case with its flags and what was decided about its post before. NotFound for who does not moderate its side. */
export async function getCase(ctx: Ctx, id: CaseId): Promise<OpenedCase> {
  const found = await queries.findCase(ctx, id)
  if (!found) throw new NotFound('moderation.not-found')
  demandSide(ctx, found.side)
  const post = { threadId: found.threadId, replyId: found.replyId }
  const [flags, history] = [await queries.selectFlags(ctx, id), await queries.selectHistory(ctx, post)]
  const last = flags.at(-1)
  const shown = last ? { title: last.shownTitle, body: last.shownBody } : await queries.readHeld(ctx, id)
  const takenBack = found.closedAt === null ? await takenBackText(ctx, post) : undefined
  return { ...found, post, flags, history, shown, takenBack }
}

/** Demands that the viewer may decide in a case; gives it. Forbidden for who has a part in it. */
export async function demandHandling(ctx: Ctx, id: CaseId): Promise<OpenedCase> {
  const found = await getCase(ctx, id)
  demand(mayHandle(ctx.viewer, { authorId: found.authorId, flaggedBy: found.flags.map((flag) => flag.flaggedBy) }))
  return found
}

/** Takes a case in hand for ten minutes, or for ten more. Conflict when another moderator has it. */
export async function takeCase(ctx: Ctx, id: CaseId): Promise<void> {
  await demandHandling(ctx, id)
  const until = new Date(ctx.now.getTime() + leaseTime)
  if (!(await queries.claim(ctx, id, me(ctx), until)))
    throw new Conflict('moderation.taken', said('Another moderator has this in hand. Take the next one.'))
}

/** Opens a case to read; whoever has it in hand keeps it for ten more minutes by that. */
export async function workOn(ctx: Ctx, id: CaseId): Promise<OpenedCase> {
  const found = await getCase(ctx, id)
  if (!holds(ctx, found)) return found
  const claimedUntil = new Date(ctx.now.getTime() + leaseTime)
  return (await queries.claim(ctx, id, me(ctx), claimedUntil)) ? { ...found, claimedUntil } : found
}

/** Whether the viewer has a case in hand now. */
export function holds(ctx: Ctx, one: Pick<queries.CaseRow, 'claimedBy' | 'claimedUntil' | 'closedAt'>): boolean {
  return (
    ctx.viewer.kind === 'account' &&
    one.closedAt === null &&
    one.claimedBy === ctx.viewer.id &&
    one.claimedUntil !== null &&
    one.claimedUntil > ctx.now
  )
}

/** Lets a case go, so that another moderator can take it at once. */
export async function giveBack(ctx: Ctx, id: CaseId): Promise<void> {
  await getCase(ctx, id)
  await queries.release(ctx, id, me(ctx))
}

/** Closes a case that the viewer has in hand. Conflict when they have it no longer. In the transaction of a decision. */
export async function closeCase(ctx: Ctx, id: CaseId): Promise<void> {
  if (!(await queries.close(ctx, id, me(ctx))))
    throw new Conflict('moderation.not-in-hand', said('You no longer have this in hand. Take it again, then decide.'))
}

function me(ctx: Ctx): AccountId {
  if (ctx.viewer.kind !== 'account') throw new NotFound('moderation.not-found')
  return ctx.viewer.id
}
