import { type Ctx, sideOf } from '../../platform/context.ts'
import { type PageOf, readCursor, writeCursor } from '../../platform/cursor.ts'
import { plainText } from '../../platform/text/markdown.ts'
import { type PersonCard, listPeople } from '../../people/accounts/accounts.ts'
import { presentAllWritten } from '../../content/mentions/mentions.ts'
import { listProducts } from '../../content/tags/tags.ts'
import { type Thread, type ThreadId, loadThreads } from '../../content/threads/threads.ts'
import { type Space, listSpaces } from '../../realms/spaces/spaces.ts'
import { type Asked, type Filters, isFiltered, readAsked } from './asked.ts'
import { fittingPeople, fittingSpaces, fittingTags } from './fitting.queries.ts'
import { halfAsked } from './half-words.ts'
import { type Piece, fragmentOf, piecesOf, unmarked } from './marks.ts'
import { forgiving, selectMarked, selectTagsNamed, selectTagsNear } from './near.queries.ts'
import * as queries from './search.queries.ts'
import { selectTitlesNear } from './titles-near.queries.ts'
import { likeness } from './trigrams.ts'
import { noteNothing } from './without-finds.ts'

export type { Asked, FilterName, Filters, NoFilter } from './asked.ts'
export type { Piece } from './marks.ts'

export type SearchOrder = 'best' | 'newest'

/** A thread as it was found: its title and a stretch of its text, or of the reply that was found, with the words marked. */
export interface FoundThread extends Thread {
  readonly marked: readonly Piece[]
  readonly fragment: readonly Piece[]
  readonly isInReply: boolean
}

/** What was typed nearly right. */
export interface Near {
  readonly threads: readonly Thread[]
  readonly people: readonly PersonCard[]
  readonly tags: readonly string[]
}

/** What a search found: threads by a page; beside the first page people, tags and spaces, and what is written nearly so. */
export interface Found {
  readonly threads: PageOf<FoundThread>
  /** What the words begin with by which all of these threads were found, since no whole word found any. */
  readonly begun?: string
  readonly people: readonly PersonCard[]
  readonly tags: readonly string[]
  readonly spaces: readonly Space[]
  /** So many people, tags and spaces have the words, and nothing of theirs passes the filters. */
  readonly leftOut: number
  /** Only where few were found. */
  readonly near: Near
  readonly asked: Asked
}

const onePage = 20
const few = 3
const mostNear = 5
const mostSpaces = 5
/** Before the place of a page among those found by half a word. */
const halfMark = 'half-'
const noNear: Near = { threads: [], people: [], tags: [] }

/**
 * Finds threads (title, text, replies), people, tags and spaces that the viewer may read. How a line is read stands in
 * `readAsked`, how finds are ordered in docs/search.md. `after` is the `next` of the page before, in the same order.
 * Nothing that may not be read is found, counted or suggested, or changes the order of what is.
 */
export async function search(ctx: Ctx, typed: string, after?: string, order: SearchOrder = 'best'): Promise<Found> {
  const asked = await readLine(ctx, typed)
  if (!asksAnything(asked)) return { ...nothing, asked }
  const { threads, begun } = await findPage(ctx, asked, order, after)
  const found = { ...nothing, asked, threads, ...(begun !== undefined && { begun }) }
  if (after !== undefined || asked.groups.length === 0) return found
  const whole = { ...found, ...(await findAround(ctx, asked, threads.items)) }
  if (isNothing(whole) && !isFiltered(asked.filters)) await noteNothing(ctx, asked, sideOf(ctx.viewer))
  return whole
}

/**
 * The same while somebody is still typing, at most 20 threads in one page: first those that hold the words, then those
 * where the last word only begins so. What finds nothing is not counted among what was searched for.
 */
export async function suggest(ctx: Ctx, typed: string): Promise<Found> {
  const asked = await readLine(ctx, typed)
  if (!asksAnything(asked)) return { ...nothing, asked }
  const { items } = await findWhole(ctx, asked, 'best', undefined)
  const more = items.length < onePage ? (await findByHalf(ctx, asked, 'best', undefined)).items : []
  const begun = more.filter((one) => items.every((whole) => whole.id !== one.id))
  const threads = { items: [...items, ...begun].slice(0, onePage) }
  const around = asked.groups.length === 0 ? {} : await findAround(ctx, asked, threads.items)
  return { ...nothing, asked, threads, ...around }
}

/** What a line asks for; a product that is none is searched as text, as what is no filter. */
async function readLine(ctx: Ctx, typed: string): Promise<Asked> {
  const asked = readAsked(typed)
  return asked.filters.product === undefined ? asked : readAsked(typed, await listProducts(ctx))
}

const nothing = { threads: { items: [] }, people: [], tags: [], spaces: [], leftOut: 0, near: noNear }

/** Filters alone ask for threads; words that say nothing ask for nothing. */
function asksAnything(asked: Asked): boolean {
  return asked.groups.length > 0 || (asked.text === '' && isFiltered(asked.filters))
}

function isNothing({ threads, people, tags, spaces }: Found): boolean {
  return threads.items.length + people.length + tags.length + spaces.length === 0
}

/** One page of threads that hold the words; where there are none at all, of those where the last word begins so. */
async function findPage(ctx: Ctx, asked: Asked, order: SearchOrder, after: string | undefined) {
  const isOfHalf = after?.startsWith(halfMark) ?? false
  const whole = isOfHalf ? { items: [] } : await findWhole(ctx, asked, order, after)
  if (whole.items.length > 0 || (after !== undefined && !isOfHalf)) return { threads: whole }
  const { items, next } = await findByHalf(ctx, asked, order, after?.slice(halfMark.length))
  const threads = { items, ...(next && { next: halfMark + next }) }
  return items.length === 0 ? { threads } : { threads, begun: asked.half }
}

async function findWhole(ctx: Ctx, asked: Asked, order: SearchOrder, after: string | undefined) {
  const wanted = await queries.selectWanted(ctx, asked.groups, asked.filters)
  return wanted ? findThreads(ctx, { wanted, asked, order, after }) : { items: [] }
}

async function findByHalf(ctx: Ctx, asked: Asked, order: SearchOrder, after: string | undefined) {
  const half = halfAsked(asked)
  if (!half) return { items: [] }
  const wanted = await queries.selectHalfWanted(ctx, half, asked.filters)
  return findThreads(ctx, { wanted, asked, order, after, begun: half.beginning })
}

/** Beside the first page of threads. */
async function findAround(ctx: Ctx, asked: Asked, threads: readonly Thread[]) {
  const beside = await findBeside(ctx, asked)
  if (isFiltered(asked.filters)) return fitting(ctx, asked.filters, beside)
  return { ...beside, near: threads.length < few ? await findNear(ctx, asked, threads) : noNear }
}

interface Search {
  readonly wanted: queries.Wanted
  readonly asked: Asked
  readonly order: SearchOrder
  readonly after: string | undefined
  /** How the words begin that are marked besides the whole ones. */
  readonly begun?: string
}

async function findThreads(ctx: Ctx, search: Search): Promise<PageOf<FoundThread>> {
  const { wanted, asked, order, after, begun } = search
  const isRanked = order === 'best' && wanted.query !== ''
  const hits = isRanked
    ? await queries.selectBest(ctx, wanted, asked.filters, readSpot(after), onePage)
    : await queries.selectNewest(ctx, wanted, asked.filters, readCursor(after), onePage)
  const page = hits.slice(0, onePage)
  const threads = await shown(ctx, page, wordsOf(asked), begun)
  const last = page.at(-1)
  if (hits.length <= onePage || !last) return { items: threads }
  return { items: threads, next: isRanked ? writeSpot(last) : writeCursor({ at: last.activeAt, id: last.id }) }
}

/** A place among the best, as it stands in an address. */
function writeSpot({ score, id }: queries.Spot): string {
  return `best-${score.toString(36)}.${id.toString(36)}`
}

function readSpot(text: string | undefined): queries.Spot | undefined {
  const match = /^best-(-?[0-9a-z]{1,10})\.([0-9a-z]{1,10})$/.exec(text ?? '')
  if (!match) return undefined
  return { score: parseInt(match[1]!, 36), id: parseInt(match[2]!, 36) }
}

/** All words that were asked for, of all choices. */
function wordsOf({ groups }: Asked): string[] {
  return groups.flatMap(({ words, phrases }) => [...words, ...phrases])
}

/** Found threads with their words marked. */
async function shown(
  ctx: Ctx,
  hits: readonly queries.Hit[],
  words: readonly string[],
  begun: string | undefined,
): Promise<FoundThread[]> {
  const threads = await loadThreads(
    ctx,
    hits.map((hit) => hit.id),
  )
  const replies = await queries.selectReplyTexts(
    ctx,
    hits.flatMap((hit) => hit.replyId ?? []),
  )
  const found = hits.flatMap((hit) => {
    const thread = threads.get(hit.id)
    const reply = hit.replyId === null ? undefined : replies.get(hit.replyId)
    return thread ? [{ thread, isInReply: reply !== undefined, body: (reply ?? thread.body).slice(0, 4000) }] : []
  })
  // A found text calls people as they are called now, whatever stood there when it was found by.
  const bodies = await presentAllWritten(
    ctx,
    found.map((one) => one.body),
  )
  const there = found.map(({ thread, isInReply }, index) => {
    const text = unmarked(plainText(bodies[index]!)).replace(/\s+/g, ' ')
    return { thread, isInReply, title: unmarked(thread.title), text }
  })
  const marked = await selectMarked(ctx, there, words.join(' '))
  return there.map(({ thread, isInReply }, at) => ({
    ...thread,
    marked: piecesOf(marked[at]!.title, words, begun),
    fragment: fragmentOf(piecesOf(marked[at]!.text, words, begun)),
    isInReply,
  }))
}

interface Beside {
  readonly people: readonly PersonCard[]
  readonly tags: readonly string[]
  readonly spaces: readonly Space[]
}

/** Of these, those of which something passes the filters: people who wrote it, tags on it, spaces that hold it. */
async function fitting(ctx: Ctx, filters: Filters, { people, tags, spaces }: Beside) {
  const fit = {
    people: await fittingPeople(ctx, filters, people),
    tags: await fittingTags(ctx, filters, tags),
    spaces: await fittingSpaces(ctx, filters, spaces),
  }
  const all = people.length + tags.length + spaces.length
  return { ...fit, leftOut: all - fit.people.length - fit.tags.length - fit.spaces.length }
}

/** People, tags and spaces by the words alone, whatever else the line says. */
async function findBeside(ctx: Ctx, asked: Asked): Promise<Beside> {
  const words = wordsOf(asked).map((word) => word.toLowerCase())
  const people: PersonCard[] = []
  for (const realm of ['inside', 'bridge', 'outside'] as const)
    people.push(...(await listPeople(ctx, { realm, name: asked.text })).items.slice(0, 5))
  const spaces = (await listSpaces(ctx)).filter(({ title }) =>
    words.every((word) => title.toLowerCase().includes(word)),
  )
  return { people, tags: await selectTagsNamed(ctx, words), spaces: spaces.slice(0, mostSpaces) }
}

/** Shorter words are like too many others. */
const shortestNear = 4

/** Titles, tags and names that are written nearly as what was typed, of those that the viewer may read. */
async function findNear(ctx: Ctx, asked: Asked, found: readonly Thread[]): Promise<Near> {
  const words = wordsOf(asked)
  const text = words.join(' ')
  if (text.length < shortestNear) return noNear
  const { titles, tags } = await forgiving(ctx, async (inside) => ({
    titles: await selectTitlesNear(inside, words, mostNear + found.length),
    tags: await selectTagsNear(inside, text.toLowerCase()),
  }))
  const ids = titles.filter((id) => !found.some((thread) => thread.id === id))
  const exact = new Set(await selectTagsNamed(ctx, words))
  return {
    threads: inOrder(ids, await loadThreads(ctx, ids)).slice(0, mostNear),
    tags: tags.filter((tag) => !exact.has(tag)).slice(0, mostNear),
    people: await peopleNear(ctx, text),
  }
}

function inOrder(ids: readonly ThreadId[], threads: ReadonlyMap<ThreadId, Thread>): Thread[] {
  return ids.flatMap((id) => threads.get(id) ?? [])
}

const leastLike = 0.4

/** People one of whose names begins with the same two letters and is much like what was typed. */
async function peopleNear(ctx: Ctx, typed: string): Promise<PersonCard[]> {
  const start = typed.slice(0, 2)
  const found: { person: PersonCard; like: number }[] = []
  for (const realm of ['inside', 'bridge', 'outside'] as const)
    for (const person of (await listPeople(ctx, { realm, name: start })).items) {
      const like = likeness(typed, person.displayName)
      const isExact = person.displayName.toLowerCase().includes(typed.toLowerCase())
      if (like >= leastLike && !isExact) found.push({ person, like })
    }
  return found
    .toSorted((a, b) => b.like - a.like || a.person.id - b.person.id)
    .slice(0, mostNear)
    .map(({ person }) => person)
}
