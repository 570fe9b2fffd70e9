import type { Ctx } from '../../platform/context.ts'
import { type PageOf, pageOf, readCursor } from '../../platform/cursor.ts'
import { NotFound } from '../../platform/errors.ts'
import { said } from '../../platform/languages/languages.ts'
import { mayReadBoard } from './loops.access.ts'
import * as queries from './loops.queries.ts'

export { mayReadBoard } from './loops.access.ts'
export { type LoopItem, type LoopItems, type SaidItem, loopItems } from './loops.queries.ts'

/** How far back the board looks: days, or all there is. */
export const windows = {
  '7': said('7 days'),
  '30': said('30 days'),
  '90': said('90 days'),
  all: said('All | all the time there is'),
} as const
export type WindowName = keyof typeof windows

export function isWindow(text: string | undefined): text is WindowName {
  return text !== undefined && Object.hasOwn(windows, text)
}

/** Under so many events a ratio says nothing (MEASURES.md, conventions). */
export const fewestEvents = 30

/** A count of a whole. `share` is absent under 30 events: too little to say. */
export interface Ratio {
  readonly count: number
  readonly of: number
  /** 0 to 1. */
  readonly share?: number
}

/** A time as its median and 90th percentile, in seconds, over `of` events; both absent when there were none. */
export interface Span {
  readonly of: number
  readonly median?: number
  readonly p90?: number
}

/** The board of the loop: what became of the questions that were asked outside within the window. */
export interface LoopBoard {
  readonly window: WindowName
  readonly from: Date | undefined
  /** N: questions asked outside. */
  readonly heard: number
  /** Of those heard, where an employee wrote under the question. */
  readonly touched: Ratio
  /** Of those heard, with an answer by somebody other than the asker that was not recalled. */
  readonly answered: Ratio
  /** M46 for questions: of those with an accepted or official answer that stands, where the asker was told. */
  readonly toldBack: Ratio
  /** Of the people who were told and said so, those whom it helped: each person's last word on each question. */
  readonly helped: Ratio
  /** M29: first answer by somebody other than the asker − asked. There are no robot answers to leave out. */
  readonly firstResponse: Span
  /** M48: first word in the companion by a colleague of the one who opened the swarm − asked outside, for those swarmed. */
  readonly bridgeLatency: Span
  /** Questions with a swarm that the viewer may know of. */
  readonly swarmed: number
  /** M44: a + t + u = N. Nothing is assimilated before articles, decisions, insights and ideas exist to lead to. */
  readonly iceberg: { readonly assimilated: number; readonly touched: number; readonly untouched: number }
}

function windowOf(ctx: Ctx, name: WindowName): queries.Window {
  return { from: name === 'all' ? undefined : new Date(ctx.now.getTime() - Number(name) * 86_400_000) }
}

function demandEmployee(ctx: Ctx): void {
  if (!mayReadBoard(ctx.viewer)) throw new NotFound('loops.not-found')
}

/** The board for one window, for employees; NotFound for everybody else. */
export async function getLoopBoard(ctx: Ctx, name: WindowName): Promise<LoopBoard> {
  demandEmployee(ctx)
  const window = windowOf(ctx, name)
  const row = await queries.selectBoard(ctx, window)
  return {
    window: name,
    from: window.from,
    heard: row.heard,
    touched: ratioOf(row.touched, row.heard),
    answered: ratioOf(row.answered, row.heard),
    toldBack: ratioOf(row.told, row.closed),
    helped: ratioOf(row.helped, row.said),
    firstResponse: spanOf(row.answered, row.responseMedian, row.responseP90),
    bridgeLatency: spanOf(row.bridged, row.bridgeMedian, row.bridgeP90),
    swarmed: row.swarmed,
    iceberg: { assimilated: 0, touched: row.touched, untouched: row.heard - row.touched },
  }
}

export function ratioOf(count: number, of: number): Ratio {
  return of < fewestEvents ? { count, of } : { count, of, share: count / of }
}

function spanOf(of: number, median: number | null, p90: number | null): Span {
  return { of, ...(median !== null && { median }), ...(p90 !== null && { p90 }) }
}

/** The questions behind one figure of the board, newest first, 20 a page. */
export async function listLoopItems(
  ctx: Ctx,
  of: queries.LoopItems,
  name: WindowName,
  cursor?: string,
): Promise<PageOf<queries.LoopItem>> {
  demandEmployee(ctx)
  const rows = await queries.selectItems(ctx, of, windowOf(ctx, name), readCursor(cursor), 21)
  return pageOf(rows, 20, (row) => ({ at: row.createdAt, id: row.id }))
}

/** What people said about whether it helped: all of them, or those whom it helped; newest first, 20 a page. */
export async function listSaid(
  ctx: Ctx,
  of: 'said' | 'helped',
  name: WindowName,
  cursor?: string,
): Promise<PageOf<queries.SaidItem>> {
  demandEmployee(ctx)
  const rows = await queries.selectSaid(ctx, of === 'helped', windowOf(ctx, name), readCursor(cursor), 21)
  return pageOf(rows, 20, (row) => ({ at: row.helpedAt, id: row.id }))
}
