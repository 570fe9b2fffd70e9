import type { Ctx } from '../../platform/context.ts'
import type { AccountId } from '../../platform/ids.ts'
import { answersAPage, commentsShown } from './address.ts'
import * as queries from './reply-pages.queries.ts'
import type { Reply } from './reading.ts'
import type { ReplyId, ReplyKind, ThreadId } from './threads.tables.ts'

export type { ReplyOrder } from './reply-pages.queries.ts'

/** How many comments one page shows where they are opened. */
const commentsAPage = 100

/** What part of a long thread a page shows: what comes after or before a cursor, or the part with a reply in it. */
export interface ReplyPlace {
  readonly after?: string | undefined
  readonly before?: string | undefined
  readonly at?: ReplyId | undefined
}

/** One part of the replies of a thread. */
export interface ReplyPage {
  readonly replies: readonly Reply[]
  /** How many there are in all. */
  readonly total: number
  /** How many stand before these. */
  readonly before: number
  /** The one that most people thanked for, where it is on this page. */
  readonly bestId: ReplyId | undefined
  /** The oldest of all that has words. */
  readonly first: { readonly id: ReplyId; readonly authorId: AccountId; readonly createdAt: Date } | undefined
  /** The cursor of this page itself; absent on the first. */
  readonly here?: string
  /** The cursor for `before`. */
  readonly previous?: string
  /** The cursor for `after`. */
  readonly next?: string
}

/** Which replies are asked for, and in which order. */
export interface ReplyPageAsked {
  readonly kinds: readonly ReplyKind[]
  readonly order: queries.ReplyOrder
  readonly official?: readonly ReplyId[]
  readonly accepted?: readonly ReplyId[]
  readonly fewestThanks?: number
  readonly place?: ReplyPlace
  /** How many at most; `answersAPage` unless told. */
  readonly size?: number
}

/**
 * One page of the replies of a thread that the viewer may read. A cursor names a place in the
 * order, not a number of replies, so that nothing is shown twice or passed over when others write meanwhile.
 */
export async function readReplyPage(ctx: Ctx, threadId: ThreadId, asked: ReplyPageAsked): Promise<ReplyPage> {
  const { kinds, order, official = [], accepted = [], fewestThanks, place = {}, size = answersAPage } = asked
  const rows = await queries.selectReplyPage(ctx, threadId, {
    ...{ kinds, order, first: { official, accepted }, size, from: fromOf(place) },
    ...(fewestThanks !== undefined && { fewestThanks }),
  })
  const anchor = rows[0] && rows[0].place === rows[0].start ? rows[0] : undefined
  const page = anchor ? rows.slice(1) : rows
  const [head, last] = [page[0], page.at(-1)]
  if (!head || !last) return { replies: [], total: 0, before: 0, bestId: undefined, first: undefined }
  return {
    replies: page.map(plain),
    total: head.total,
    before: head.place - 1,
    bestId: page.find((row) => row.best)?.id,
    first: head.firstId ? { id: head.firstId, authorId: head.firstBy!, createdAt: head.firstAt! } : undefined,
    ...(anchor && { here: writePlace(anchor), previous: writePlace(head) }),
    ...(last.place < head.total && { next: writePlace(last) }),
  }
}

function plain(row: queries.PlacedReply): Reply {
  const { place: _p, start: _o, total: _t, rank: _r, keyScore: _s, keyAt: _a, keyId: _k, best: _b, ...rest } = row
  const { firstId: _i, firstBy: _y, firstAt: _f, ...reply } = rest
  return reply
}

function fromOf(place: ReplyPlace) {
  const [after, before] = [readPlace(place.after), readPlace(place.before)]
  if (place.at !== undefined) return { at: place.at }
  return after ? { after } : before ? { before } : undefined
}

function writePlace(row: queries.PlacedReply): string {
  return [row.rank, row.keyScore, row.keyAt, row.keyId].map((number) => number.toString(36)).join('.')
}

/** Reads a cursor from an address; undefined when absent or not ours (the first page is shown). */
function readPlace(text: string | undefined): queries.PlaceKey | undefined {
  const match = /^([0-4])\.(-?[0-9a-z]{1,7})\.(-?[0-9a-z]{1,10})\.(-?[0-9a-z]{1,10})$/.exec(text ?? '')
  if (!match) return undefined
  const [rank, score, at, id] = match.slice(1).map((part) => parseInt(part, 36))
  return [rank!, score!, at!, id!]
}

/** The comments that a page shows under one answer, or under the thread. */
export interface CommentPart {
  /** Oldest first. */
  readonly shown: readonly Reply[]
  readonly total: number
  /** How many stand before these. */
  readonly before: number
  /** The comment just before and just after those shown: their addresses lead to the other parts. */
  readonly previous?: Pick<Reply, 'id' | 'kind'>
  readonly next?: Pick<Reply, 'id' | 'kind'>
}

const none: CommentPart = { shown: [], total: 0, before: 0 }

/**
 * The comments under these answers, by answer, and those under the thread itself, by null: the first few of each, and
 * the whole part around `at` where that is one of them.
 */
export async function readComments(
  ctx: Ctx,
  threadId: ThreadId,
  under: readonly ReplyId[],
  at?: ReplyId,
): Promise<(parent: ReplyId | null) => CommentPart> {
  const asked = { under, few: commentsShown, many: commentsAPage, ...(at !== undefined && { at }) }
  const rows = await queries.selectComments(ctx, threadId, asked)
  const groups = Map.groupBy(rows, (row) => row.parentId)
  const most = (row: queries.NumberedReply) =>
    row.start + (at !== undefined && isOpened(groups.get(row.parentId)!, at) ? commentsAPage : commentsShown)
  return (parent) => {
    const group = groups.get(parent)
    if (!group?.[0]) return none
    const { start, total } = group[0]
    const until = most(group[0])
    const previous = group.find((row) => row.number <= start)
    const next = group.find((row) => row.number > until)
    return {
      shown: group.filter((row) => row.number > start && row.number <= until).map(withoutNumber),
      total,
      before: start,
      ...(previous && { previous: withoutNumber(previous) }),
      ...(next && { next: withoutNumber(next) }),
    }
  }
}

function isOpened(group: readonly queries.NumberedReply[], at: ReplyId): boolean {
  return group.some((row) => row.id === at)
}

function withoutNumber({ number: _n, total: _t, start: _s, ...reply }: queries.NumberedReply): Reply {
  return reply
}
