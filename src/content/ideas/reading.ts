import { askTogether } from '../../platform/asking.ts'
import type { Ctx, Realm } from '../../platform/context.ts'
import type { PageOf } from '../../platform/cursor.ts'
import { NotFound } from '../../platform/errors.ts'
import { type PersonCard, askPeople } from '../../people/accounts/accounts.ts'
import type { SpaceId } from '../../realms/spaces/spaces.ts'
import { loadOwnVotes } from '../idea-votes/idea-votes.ts'
import { askTags, isTag } from '../tags/tags.ts'
import type { ReplyId, Thread, ThreadId } from '../threads/threads.ts'
import { type Category, loadCategories } from './categories.ts'
import * as queries from './ideas.queries.ts'
import type { CategoryId, Day, IdeaStage } from './ideas.tables.ts'

/** A thread of type 'idea' with what is particular to ideas. */
export interface Idea {
  readonly id: ThreadId
  readonly thread: Thread
  readonly categoryId: CategoryId | null
  readonly stage: IdeaStage
  readonly stageAt: Date
  /** The day by which the company will have answered; null where nothing more is promised. */
  readonly answerBy: Day | null
  readonly votes: Votes
  /** What the order by decaying score goes by; see idea-votes/heat.ts. */
  readonly heat: number
  /** Set when it was united with another idea: its votes count there. */
  readonly mergedInto: ThreadId | null
  /** Set when it extends another idea. */
  readonly extendsId: ThreadId | null
  /** The comment that it was made from. */
  readonly fromReplyId: ReplyId | null
}

/** Votes as numbers; who gave them is nobody's business. `score` = imported + promoted - demoted. */
export interface Votes {
  readonly promoted: number
  readonly demoted: number
  /** The score that came with an import. */
  readonly imported: number
  readonly score: number
  /** On an idea outside: the votes of those who work here, counted apart and not in `score`. */
  readonly staff: { readonly promoted: number; readonly demoted: number }
}

/** One line of a board. */
export interface IdeaLine extends Idea {
  readonly author: PersonCard | undefined
  readonly category: Category | undefined
  readonly tags: readonly string[]
  /** What the viewer voted; 0 when nothing. */
  readonly myVote: -1 | 0 | 1
}

/** An idea that the viewer may read, united or not. Throws NotFound. */
export async function getIdea(ctx: Ctx, id: ThreadId): Promise<Idea> {
  const row = await queries.selectReadableIdeas(ctx).where('ideas.threadId', '=', id).executeTakeFirst()
  if (!row) throw new NotFound('ideas.not-found')
  return ideaOf(row)
}

/** Several ideas by id, those that the viewer may read, in no order. At most 500. */
export async function loadIdeas(ctx: Ctx, ids: readonly ThreadId[]): Promise<Map<ThreadId, Idea>> {
  if (ids.length === 0) return new Map()
  const rows = await queries.selectReadableIdeas(ctx).where('ideas.threadId', 'in', ids.slice(0, 500)).execute()
  return new Map(rows.map((row) => [row.id, ideaOf(row)]))
}

/** One page of the ideas that the viewer may read, hottest first unless `order` says otherwise. */
export async function listIdeas(
  ctx: Ctx,
  filter: queries.IdeaFilter = {},
  options: { after?: string; limit?: number } = {},
): Promise<PageOf<IdeaLine>> {
  if (filter.tag !== undefined && !isTag(filter.tag)) return { items: [] }
  const limit = Math.min(options.limit ?? 20, 200)
  const order = filter.order ?? 'heat'
  const rows = await queries.selectIdeaPage(ctx, filter, readPlace(options.after, order), limit)
  const items = await linesOf(ctx, rows.slice(0, limit).map(ideaOf))
  if (rows.length <= limit) return { items }
  return { items, next: writePlace(queries.placeOf(rows[limit - 1]!, order)) }
}

/** What a list shows beside each idea, in three statements however many there are. */
async function linesOf(ctx: Ctx, ideas: readonly Idea[]): Promise<IdeaLine[]> {
  const ids = ideas.map((idea) => idea.id)
  if (ids.length === 0) return []
  const { tags, people } = await askTogether(ctx.db, {
    tags: askTags(ctx, ids),
    people: askPeople(
      ctx,
      ideas.map((idea) => idea.thread.authorId),
    ),
  })
  const categories = await loadCategories(
    ctx,
    ideas.flatMap((idea) => idea.categoryId ?? []),
  )
  const own = await loadOwnVotes(ctx, ids)
  return ideas.map((idea) => ({
    ...idea,
    author: people.get(idea.thread.authorId),
    category: idea.categoryId ? categories.get(idea.categoryId) : undefined,
    tags: tags.get(idea.id) ?? [],
    myVote: own.get(idea.id) ?? 0,
  }))
}

/** The ideas that were united with one that the viewer may read, as far as they may read them, with their authors. */
export async function listUnited(ctx: Ctx, id: ThreadId) {
  await getIdea(ctx, id)
  return queries.selectUnited(ctx, id)
}

/** How much of what was promised is overdue. */
export interface ReviewDebt {
  readonly count: number
  /** True when there are more than are counted. */
  readonly isMore: boolean
  /** The earliest day that was promised and passed. */
  readonly oldest: Day | undefined
  /** The same for each category, the longest overdue first; those without a category together. With `isMore`: at least. */
  readonly categories: readonly {
    readonly category: Category | undefined
    readonly count: number
    readonly oldest: Day
  }[]
}

/** The review debt of a side, or of a space in it, over the ideas that the viewer may read. */
export async function reviewDebt(ctx: Ctx, where: { realm: Realm; spaceId?: SpaceId }): Promise<ReviewDebt> {
  const rows = await queries.selectDebt(ctx, where)
  const categories = await loadCategories(
    ctx,
    rows.flatMap((row) => row.categoryId ?? []),
  )
  const count = rows.reduce((sum, row) => sum + row.count, 0)
  return {
    count,
    isMore: count >= queries.mostDebt,
    oldest: rows.map((row) => row.oldest).toSorted()[0],
    categories: rows.map((row) => ({
      category: row.categoryId === null ? undefined : categories.get(row.categoryId),
      count: row.count,
      oldest: row.oldest,
    })),
  }
}

function ideaOf(row: queries.IdeaRow): Idea {
  const {
    categoryId,
    stage,
    stageAt,
    answerBy,
    mergedInto,
    extendsId,
    fromReplyId,
    votesFor,
    votesAgainst,
    staffFor,
    staffAgainst,
    ideaImportedScore,
    score,
    heat,
    ...thread
  } = row
  return {
    id: row.id,
    thread,
    categoryId,
    stage,
    stageAt,
    answerBy,
    votes: {
      promoted: votesFor,
      demoted: votesAgainst,
      imported: ideaImportedScore,
      score,
      staff: { promoted: staffFor, demoted: staffAgainst },
    },
    heat,
    mergedInto,
    fromReplyId,
    extendsId,
  }
}

/** `12.5~42`: the number as JavaScript writes it, which reads back as the same number. */
function writePlace({ at, id }: queries.IdeaPlace): string {
  return `${at}~${id}`
}

/** What stands for a place in this order, and undefined for anything else: a place in another order among it. */
function readPlace(text: string | undefined, order: queries.IdeaOrder): queries.IdeaPlace | undefined {
  const match = /^(-?[0-9.]{1,25}(?:e[+-]?[0-9]{1,3})?)~([1-9][0-9]{0,14})$/.exec(text ?? '')
  const place = match && { at: Number(match[1]), id: Number(match[2]) }
  return place && isPlaceIn[order](place.at) ? place : undefined
}

const mostVotes = 2 ** 31 - 1
/** From the year 1020 to the end of 9999: what PostgreSQL knows and four digits write. */
const isMoment = (at: number): boolean => Number.isInteger(at) && at > -30e12 && at < 253_402_300_800_000

const isPlaceIn: Readonly<Record<queries.IdeaOrder, (at: number) => boolean>> = {
  heat: Number.isFinite,
  votes: (at) => Number.isInteger(at) && Math.abs(at) <= mostVotes,
  newest: isMoment,
  owed: isMoment,
}
