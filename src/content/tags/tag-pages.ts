import { type PersonCard, loadPeople } from '../../people/accounts/accounts.ts'
import type { AccountViewer, Ctx, Viewer } from '../../platform/context.ts'
import { type PageOf, readCursor } from '../../platform/cursor.ts'
import { NotFound } from '../../platform/errors.ts'
import { said } from '../../platform/languages/languages.ts'
import { type Idea, loadIdeas } from '../ideas/ideas.ts'
import { type Thread, type ThreadType, loadThreads } from '../threads/threads.ts'
import { maySeeTagsInside } from './tags.access.ts'
import * as queries from './tag-pages.queries.ts'
import { type TagId, type TagSide, isTag } from './tags.ts'

/** What the page of a tag can be narrowed to, by the word in its address. */
export const tagShows: Readonly<
  Record<TagSide, Readonly<Record<string, { label: string; types?: readonly ThreadType[] }>>>
> = {
  outside: {
    all: { label: said('Everything') },
    questions: { label: said('Questions'), types: ['question'] },
    ideas: { label: said('Ideas'), types: ['idea'] },
    problems: { label: said('Problems'), types: ['problem'] },
    praise: { label: said('Praise'), types: ['praise'] },
    updates: { label: said('Updates'), types: ['update'] },
    discussions: { label: said('Discussions'), types: ['discussion'] },
  },
  inside: {
    all: { label: said('Everything') },
    discussions: { label: said('Discussions'), types: ['discussion'] },
    ideas: { label: said('Ideas'), types: ['idea'] },
  },
}

/** A tag that the viewer meets somewhere on a side. */
export interface OpenTag {
  readonly id: TagId
  readonly name: string
  readonly family: queries.Family
  /** The name that was asked for leads to another one: `name`. */
  readonly isOtherName: boolean
  /** The company named it a product; outside alone. */
  readonly isProduct: boolean
}

/** One month of a tag. */
export interface TagMonth {
  /** Its first moment. */
  readonly at: Date
  readonly count: number
}

/** Beside the threads of a tag: what else there is to know of it, all of it from what the viewer may read. */
export interface TagFacts {
  /** Up to 1001, which stands for more. */
  readonly count: number
  readonly ideas: readonly Idea[]
  readonly people: readonly (queries.Knower & { readonly person: PersonCard })[]
  readonly beside: readonly { readonly name: string; readonly count: number }[]
  readonly months: readonly TagMonth[]
}

export const mostThreadsCounted = 1000
/** In the list of all tags. */
export const mostUsesCounted = 99

/** Demands that there are tags on a side for the viewer. NotFound. */
function demandSide(viewer: Viewer, side: TagSide): void {
  if (side === 'inside' && !maySeeTagsInside(viewer)) throw new NotFound('tags.not-found')
}

/**
 * The tag of this name on a side; the one that it leads to for another name that the viewer meets on something. NotFound
 * when the viewer may read nothing that carries it, unless it is a product: everybody is told of those.
 */
export async function openTag(ctx: Ctx, side: TagSide, typed: string): Promise<OpenTag> {
  demandSide(ctx.viewer, side)
  const name = typed.normalize('NFKC').toLowerCase()
  const found = isTag(name) ? await queries.findFamily(ctx, name, side) : undefined
  if (!found) throw new NotFound('tags.not-found')
  const { family, askedId } = found
  const isOtherName = family.id !== askedId
  const isTold = found.isProduct && !isOtherName
  if (!isTold && !(await queries.isMet(ctx, isOtherName ? { ids: [askedId], side } : family)))
    throw new NotFound('tags.not-found')
  return { id: family.id, name: family.name, family, isOtherName, isProduct: found.isProduct }
}

/** Whether the viewer meets a tag of this name on a side. */
export async function meetsTag(ctx: Ctx, side: TagSide, name: string): Promise<boolean> {
  return openTag(ctx, side, name).then(
    () => true,
    (error: unknown) => {
      if (error instanceof NotFound) return false
      throw error
    },
  )
}

/** One page of the threads of a tag that the viewer may read, newest first, 20 a page. `show`: see `tagShows`. */
export async function listTagThreads(ctx: Ctx, tag: OpenTag, show: string, after?: string): Promise<PageOf<Thread>> {
  const { types } = tagShows[tag.family.side][show]!
  const page = await queries.selectThreadIds(ctx, tag.family, types, readCursor(after), 20)
  const threads = await loadThreads(
    ctx,
    page.items.map(({ id }) => id),
  )
  return { ...page, items: page.items.flatMap(({ id }) => threads.get(id) ?? []) }
}

/** What stands beside the threads of a tag. */
export async function readTagFacts(ctx: Ctx, tag: OpenTag): Promise<TagFacts> {
  const { family } = tag
  const ideaIds = await queries.selectBestIdeas(ctx, family, 5)
  const ideas = await loadIdeas(ctx, ideaIds)
  const knowers = await queries.selectKnowers(ctx, family, 8)
  const people = await loadPeople(
    ctx,
    knowers.map((one) => one.accountId),
  )
  return {
    count: await queries.countThreads(ctx, family, mostThreadsCounted),
    ideas: ideaIds.flatMap((id) => ideas.get(id) ?? []),
    people: knowers.flatMap((one) => {
      const person = people.get(one.accountId)
      return person ? [{ ...one, person }] : []
    }),
    beside: await queries.selectBeside(ctx, family, 12),
    months: await monthsOf(ctx, family),
  }
}

/** The last twelve months, this one the last; only those that could be counted whole. */
async function monthsOf(ctx: Ctx, family: queries.Family): Promise<TagMonth[]> {
  const year = ctx.now.getUTCFullYear()
  const starts = Array.from({ length: 12 }, (_, at) => new Date(Date.UTC(year, ctx.now.getUTCMonth() - 11 + at, 1)))
  const rows = await queries.selectMonths(ctx, family, starts[0]!)
  const counts = new Map(rows.map((row) => [row.month, row.count]))
  const months = starts.map((at) => ({ at, count: counts.get(at.toISOString().slice(0, 7)) ?? 0 }))
  const met = rows.reduce((sum, month) => sum + month.met, 0)
  // Counted newest first and not to the end: the oldest month that was met may be half counted.
  return met < queries.mostInTrend ? months : months.slice(months.findIndex(({ count }) => count > 0) + 1)
}

/** One page of the tags of a side whose names begin so, in their order, 60 a page. `after`: the last name before. */
export async function listTags(
  ctx: Ctx,
  side: TagSide,
  asked: { readonly beginning?: string | undefined; readonly after?: string | undefined } = {},
): Promise<PageOf<queries.TagRow>> {
  demandSide(ctx.viewer, side)
  const beginning = clean(asked.beginning).replace(/^#+/, '').replace(/\s+/g, '-')
  const rows = await queries.selectTagPage(ctx, { side, beginning, after: clean(asked.after) }, 60, mostUsesCounted)
  const items = rows.slice(0, 60)
  return rows.length > 60 ? { items, next: items.at(-1)!.name } : { items }
}

function clean(text: string | undefined): string {
  return (text ?? '').normalize('NFKC').replaceAll('\u0000', '').trim().toLowerCase().slice(0, 60)
}

/** Whether somebody has tags on both sides: those who work here. */
export function seesBothSides(viewer: Viewer): viewer is AccountViewer {
  return viewer.kind === 'account' && viewer.realm === 'inside'
}
