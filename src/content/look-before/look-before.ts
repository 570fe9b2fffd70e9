import { createHmac, randomBytes } from 'node:crypto'
import type { Ctx } from '../../platform/context.ts'
import type { PageOf } from '../../platform/cursor.ts'
import { Forbidden, NotFound } from '../../platform/errors.ts'
import { announce } from '../../platform/events.ts'
import { said } from '../../platform/languages/languages.ts'
import { type RateLimit, countUse } from '../../platform/rate-limits.ts'
import { excerpt } from '../../platform/text/markdown.ts'
import { demand } from '../../platform/verdict.ts'
import { type Space, getSpace, rightIn } from '../../realms/spaces/spaces.ts'
import { presentAllWritten } from '../mentions/mentions.ts'
import { type ReplyId, type Thread, type ThreadId, getThread, loadThreads } from '../threads/threads.ts'
import * as like from './like.queries.ts'
import { maySayAnswered, maySeeAnswered } from './look-before.access.ts'
import { questionDeflected } from './look-before.events.ts'
import * as queries from './look-before.queries.ts'
import type { DeflectionId } from './look-before.tables.ts'
import { oneSlipAway } from './variants.ts'

export type { DeflectionId } from './look-before.tables.ts'
export { maySeeAnswered } from './look-before.access.ts'

/** A thread that may answer what is being typed. */
export interface Likely {
  readonly thread: Thread
  /** Its official answer, else the accepted one; absent while it has neither. */
  readonly best?: { readonly replyId: ReplyId; readonly kind: 'official' | 'accepted'; readonly text: string }
}

/** A thread is likely when it holds this part of what the words weigh together. */
const likelyFrom = 0.3
const candidates = 100
const longestText = 300
/** Words that were found by a slip or a beginning say less. */
const slipWeight = 0.7
/** A word that nobody wrote yet, such as a number of a model, makes a match a little less likely, not impossible. */
const unknownWeight = 1.5

/**
 * The threads outside that most likely answer a text and that the viewer may read, best first, five unless told. Rare
 * words weigh more than common ones, a title more than a text, a thread with an accepted or official answer more than
 * one without. A word that no such thread holds is looked up with one slip of the keyboard, and as a beginning.
 */
export async function findLikely(ctx: Ctx, typed: string, limit = 5): Promise<readonly Likely[]> {
  const text = typed.slice(0, longestText).replaceAll('\u0000', ' ')
  const words = await like.selectWords(ctx, await like.wordsOf(ctx, text))
  const weights = new Map(words.map(({ word, ids }) => [word, weightOf(ids.length)]))
  const sums = new Map<ThreadId, number>()
  const add = (ids: readonly ThreadId[], weight: number) => {
    for (const id of ids) sums.set(id, (sums.get(id) ?? 0) + weight)
  }
  for (const { word, ids } of words) if (ids.length <= like.manyThreads) add(ids, weights.get(word)!)
  const somebodys = words.filter(({ ids }) => ids.length > 0).map(({ word }) => word)
  const unknown = words.filter(({ ids }) => ids.length === 0).map(({ word }) => word)
  const slips = await lookForSlips(ctx, unknown, beginningOf(text))
  add(slips.ids, slipWeight)
  for (const word of unknown) weights.delete(word)
  for (const word of slips.words) weights.set(word, slipWeight * weightOf(slips.ids.length))
  const possible = sum(somebodys.map((word) => weights.get(word)!)) + unknownWeight * unknown.length
  if (sums.size < limit) add(await like.selectTogether(ctx, somebodys, 'all', candidates), 1)
  if (sums.size < limit) add(await like.selectTogether(ctx, somebodys, 'any', candidates), 1)
  const best = [...sums].sort((a, b) => b[1] - a[1] || b[0] - a[0]).slice(0, candidates)
  if (best.length === 0) return []
  const scored = await like.selectScores(
    ctx,
    best.map(([id]) => id),
    weights,
  )
  const rank = (one: like.Scored) => (one.weight / possible) * (one.isSettled ? 1.3 : one.isAnswered ? 1.1 : 1)
  const ids = scored
    .filter((one) => one.weight / possible >= likelyFrom)
    .sort((a, b) => rank(b) - rank(a) || b.createdAt.getTime() - a.createdAt.getTime() || b.id - a.id)
    .slice(0, limit)
    .map((one) => one.id)
  return describe(ctx, ids)
}

/** The fewer threads hold a word, the more it says: as the logarithm of how rare it is. */
function weightOf(threads: number): number {
  return Math.log(1 + (2 * like.manyThreads) / (threads + 1))
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((one, other) => one + other, 0)
}

/** The last word while it is still being typed; letters alone, from four on. */
function beginningOf(text: string): string | undefined {
  return /(?<![\p{L}\p{N}])[a-z]{4,20}$/iu.exec(text)?.[0].toLowerCase()
}

async function lookForSlips(ctx: Ctx, unknown: readonly string[], beginning: string | undefined) {
  const slipped = unknown.slice(0, 1).flatMap(oneSlipAway)
  const isUnknown = beginning !== undefined && unknown.some((word) => beginning.startsWith(word.slice(0, 4)))
  return like.selectVariants(ctx, slipped, isUnknown ? beginning : undefined)
}

async function describe(ctx: Ctx, ids: readonly ThreadId[]): Promise<readonly Likely[]> {
  if (ids.length === 0) return []
  const threads = await loadThreads(ctx, ids)
  const marked = await like.selectBest(ctx, ids)
  const bodies = await presentAllWritten(
    ctx,
    marked.map((row) => row.body),
  )
  const best = new Map(marked.map((row, index) => [row.threadId, { ...row, body: bodies[index]! }]))
  return ids.flatMap((id) => {
    const thread = threads.get(id)
    if (!thread) return []
    const row = best.get(id)
    return [{ thread, ...(row && { best: { replyId: row.replyId, kind: row.kind, text: excerpt(row.body, 200) } }) }]
  })
}

const sayLimit: RateLimit = { name: 'looked-before', uses: 60, seconds: 3600 }

/**
 * Counts that a thread answered what the viewer was about to ask in a space. Of what was typed a hash is kept, under a
 * key of this installation; said again of the same words it is counted once. Throws NotFound, Forbidden, TryLater.
 */
export async function sayAnswered(
  ctx: Ctx,
  answered: { threadId: ThreadId; space: string; typed: string },
): Promise<DeflectionId> {
  const space = await getSpace(ctx, answered.space)
  demand(maySayAnswered(ctx.viewer, space))
  if (ctx.viewer.kind !== 'account') throw new Forbidden('look-before.nobody', said('This is said by a person.'))
  const accountId = ctx.viewer.id
  const thread = await getThread(ctx, answered.threadId)
  if (thread.realm !== 'outside' || space.realm !== 'outside') throw new NotFound('threads.not-found')
  await countUse(ctx, sayLimit, String(accountId))
  const key = await queries.ensureKey(ctx, 'look-before.key', () => randomBytes(32).toString('base64url'))
  const words = answered.typed.toLowerCase().replace(/\s+/g, ' ').trim()
  const typedHash = createHmac('sha256', key).update(words).digest()
  return ctx.transaction(async (inside) => {
    const row = { accountId, threadId: thread.id, spaceId: space.id, typedHash }
    const { id, isNew } = await queries.insertDeflection(inside, row)
    if (isNew) await announce(inside, questionDeflected, { threadId: thread.id })
    return id
  })
}

/** It did not answer it after all. The viewer's own alone; NotFound otherwise. Nothing happens the second time. */
export async function unsayAnswered(ctx: Ctx, id: DeflectionId): Promise<void> {
  if (ctx.viewer.kind !== 'account') throw new NotFound('look-before.not-found')
  await queries.undoDeflection(ctx, id, ctx.viewer.id)
}

/** How often looking before asking helped in a space. */
export interface AnsweredBefore {
  readonly space: Space
  /** The newest first. */
  readonly weeks: readonly queries.WeekRow[]
  /** Which threads answered, the most first, over `days`. */
  readonly threads: PageOf<{ readonly thread: Thread; readonly count: number }>
}

export const answeredDays = 90
const threadsAPage = 25

/** What looking before asking saved in a space, for those who look after it; NotFound for everybody else. */
export async function getAnsweredBefore(ctx: Ctx, slug: string, after?: string): Promise<AnsweredBefore> {
  const space = await getSpace(ctx, slug)
  if (!maySeeAnswered(ctx.viewer, space, await rightIn(ctx, space)).allowed) throw new NotFound('look-before.not-found')
  const [, count, id] = /^([0-9]{1,9})\.([0-9]{1,15})$/.exec(after ?? '') ?? []
  const place = count === undefined ? undefined : { count: Number(count), id: Number(id) }
  const since = new Date(ctx.now.getTime() - answeredDays * 86_400_000)
  const rows = await queries.selectAnswering(ctx, { spaceId: space.id, since }, place, threadsAPage + 1)
  const shown = rows.slice(0, threadsAPage)
  const threads = await loadThreads(
    ctx,
    shown.map((row) => row.id),
  )
  const items = shown.flatMap((row) => {
    const thread = threads.get(row.id)
    return thread ? [{ thread, count: row.count }] : []
  })
  const last = shown.at(-1)
  const next = rows.length > shown.length && last ? { next: `${last.count}.${last.id}` } : {}
  return { space, weeks: await queries.selectWeeks(ctx, space.id, 12), threads: { items, ...next } }
}
