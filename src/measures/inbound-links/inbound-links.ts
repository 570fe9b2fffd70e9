/** Which other sites lead people to which public page, for the stewards of the outside. */
import { type ThreadId, type ThreadType, getThread, survivorOf } from '../../content/threads/threads.ts'
import type { Ctx } from '../../platform/context.ts'
import type { PageOf } from '../../platform/cursor.ts'
import { NotFound } from '../../platform/errors.ts'
import { parseId } from '../../platform/ids.ts'
import { listPages } from './arrivals.ts'
import { seesInboundLinks } from './inbound-links.access.ts'
import * as queries from './inbound-links.queries.ts'

export { seesInboundLinks } from './inbound-links.access.ts'
export { type CountedPage, type Source, nameOf, readCounted, readSource } from './arrivals.ts'
export { type InboundCounter, countInboundLinks } from './counting.ts'

/** The report is of so many days, today among them. */
export const reportedDays = 30
/** After so many days a day is forgotten. */
export const keptDays = 400
const pagesAtOnce = 20
const sourcesAtOnce = 50
/** So many sites are named beside each page of the report; its own list has all. */
const sourcesOfEach = 3

/** A site, or a page of it, and how often people came from there. Without a host: other sites, too many to keep each. */
export interface InboundSource {
  readonly host: string
  readonly path: string
  readonly times: number
}

/** One of our pages that others link to, and how often people came. */
export type LinkedPage = { readonly times: number; /** Kept for themselves. */ readonly sources: number } & (
  | {
      readonly kind: 'thread'
      readonly id: ThreadId
      readonly type: ThreadType
      readonly slug: string
      readonly title: string
    }
  | { readonly kind: 'space'; readonly slug: string; readonly title: string }
  | { readonly kind: 'list'; readonly path: (typeof listPages)[number] }
)

export interface InboundReport extends PageOf<LinkedPage & { readonly most: readonly InboundSource[] }> {
  /** How often people came by links of which only the number was kept, because there were too many different ones. */
  readonly rest: number
}

/** The public pages that people were led to from elsewhere in the last 30 days, those with the most first. NotFound. */
export async function listInboundLinks(ctx: Ctx, cursor?: string): Promise<InboundReport> {
  demandSteward(ctx)
  const rows = await queries.selectLinked(ctx, reportedDays, { after: readSpot(cursor) }, pagesAtOnce + 1)
  const page = pageOfSpots(rows, pagesAtOnce)
  const places = page.items.map(({ place }) => place)
  const most = await queries.selectMostSources(ctx, reportedDays, places, sourcesOfEach)
  const items = page.items.map((row) => ({
    ...linkedPage(row),
    most: most.filter(({ place }) => place === row.place),
  }))
  return { ...page, items, rest: await queries.countRest(ctx, reportedDays) }
}

/** As an address names one of our pages: the id of a thread, the address of a space, or the path of a list. */
export interface AskedPage {
  readonly thread?: string | undefined
  readonly space?: string | undefined
  readonly page?: string | undefined
}

/**
 * The sites that led to one page in the last 30 days, those with the most first. NotFound where nobody was led, and
 * where the page is not public.
 */
export async function listSourcesOf(
  ctx: Ctx,
  asked: AskedPage,
  cursor?: string,
): Promise<{ page: LinkedPage; sources: PageOf<InboundSource> }> {
  demandSteward(ctx)
  const place = await findPlace(ctx, asked)
  const [row] = place === undefined ? [] : await queries.selectLinked(ctx, reportedDays, { place }, 1)
  if (!row) throw new NotFound('inbound-links.not-found')
  const sources = await queries.selectSources(ctx, reportedDays, row.place, readSpot(cursor), sourcesAtOnce + 1)
  return { page: linkedPage(row), sources: pageOfSpots(sources, sourcesAtOnce) }
}

async function findPlace(ctx: Ctx, asked: AskedPage): Promise<string | undefined> {
  if (asked.thread !== undefined) {
    const id = parseId<'thread'>(asked.thread)
    if (id === undefined) return undefined
    const visitor = ctx.as({ kind: 'visitor' })
    return `t${(await survivorOf(visitor, await getThread(visitor, id))).id}`
  }
  if (asked.space !== undefined) {
    const id = await queries.findPublicSpace(ctx, asked.space)
    return id === undefined ? undefined : `s${id}`
  }
  return listPages.find((path) => path === asked.page)
}

/** Forgets days that are over for more than 400 days. */
export async function forgetInboundLinks(ctx: Ctx): Promise<void> {
  await queries.deleteInboundLinks(ctx, keptDays)
}

function demandSteward(ctx: Ctx): void {
  if (!seesInboundLinks(ctx.viewer)) throw new NotFound('inbound-links.not-found')
}

function linkedPage({ place, threadId, type, slug, title, times, sources }: queries.LinkedRow): LinkedPage {
  const counted = { times, sources }
  if (threadId !== null) return { ...counted, kind: 'thread', id: threadId, type: type!, slug: slug!, title: title! }
  if (slug !== null) return { ...counted, kind: 'space', slug, title: title! }
  return { ...counted, kind: 'list', path: place as (typeof listPages)[number] }
}

function pageOfSpots<Row extends queries.Spot>(rows: readonly Row[], limit: number): PageOf<Row> {
  if (rows.length <= limit) return { items: rows }
  const { times, id } = rows[limit - 1]!
  return { items: rows.slice(0, limit), next: `${times}.${id}` }
}

function readSpot(text: string | undefined): queries.Spot | undefined {
  const match = /^(\d{1,15})\.(\d{1,15})$/.exec(text ?? '')
  return match ? { times: Number(match[1]), id: Number(match[2]) } : undefined
}
