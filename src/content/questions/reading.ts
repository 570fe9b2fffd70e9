import { askTogether } from '../../platform/asking.ts'
import type { Ctx } from '../../platform/context.ts'
import type { PageOf } from '../../platform/cursor.ts'
import { NotFound } from '../../platform/errors.ts'
import type { AccountId } from '../../platform/ids.ts'
import { type PersonCard, askPeople } from '../../people/accounts/accounts.ts'
import { type Disclosures, askDisclosures, tellDisclosures } from '../../people/disclosure/disclosure.ts'
import { type Space, type SpaceId, askSpace, getSpaceById } from '../../realms/spaces/spaces.ts'
import { countUnreadIn } from '../read-positions/read-positions.ts'
import { askTags, isTag } from '../tags/tags.ts'
import {
  type CommentPart,
  type OutsideType,
  type ProblemState,
  type Reply,
  type ReplyId,
  type ReplyOrder,
  type ReplyPage,
  type ReplyPlace,
  type Thread,
  type ThreadId,
  type ThreadState,
  type Traces,
  askTraces,
  getReply,
  getThread,
  listThreads,
  loadThreads,
  readComments,
  readReplyPage,
  survivorOf,
} from '../threads/threads.ts'
import * as problems from './problems.queries.ts'
import { askPromise } from './promises.ts'
import * as queries from './questions.queries.ts'

/** An answer with everything that stands at it. A recalled one (`reply.recalledAt`) has no text. */
export interface Answer {
  readonly reply: Reply
  readonly comments: CommentPart
  readonly accepted: boolean
  /** Who chose it: the asker, or the asker of a duplicate that was merged into this. */
  readonly acceptedBy: readonly AccountId[]
  /** The one that most people thanked for, three at least, of those that nobody chose and that are not official. */
  readonly mostHelpful: boolean
  readonly official?: { readonly markedBy: AccountId; readonly markedAt: Date }
  /** Thanks given here plus the score that it was imported with. */
  readonly score: number
  /** Whether the viewer said that it helped them. */
  readonly thanked: boolean
}

/** A question or a problem outside with all that its page shows. */
export interface Question {
  readonly thread: Thread
  readonly space: Space
  readonly tags: readonly string[]
  /**
   * One page of them: official first, then accepted, then the most helpful, then in the order asked for, by itself by
   * score, then oldest first; recalled ones last.
   */
  readonly answers: readonly Answer[]
  /** Where this page stands among all answers. */
  readonly part: Omit<ReplyPage, 'replies' | 'bestId'>
  /** Under the question itself. */
  readonly comments: CommentPart
  /** The newest answer that the company stands behind, wherever it is. */
  readonly official?: { readonly answerId: ReplyId; readonly markedAt: Date }
  readonly acceptance?: { readonly answerId: ReplyId; readonly acceptedBy: AccountId; readonly acceptedAt: Date }
  readonly sameHere: { readonly count: number; readonly mine: boolean }
  /** Linked threads, duplicates first. */
  readonly near: readonly queries.NearRow[]
  /** A problem: how it stands, with every change, oldest first. */
  readonly problem?: {
    readonly now: { readonly state: ProblemState; readonly note: string; readonly changedAt?: Date }
    readonly changes: Awaited<ReturnType<typeof problems.selectChanges>>
  }
  /** Until when an answer is promised; absent where nothing is, and when there is one. */
  readonly promisedUntil?: Date
  /** Replies that stood here and are elsewhere now. */
  readonly departed: Traces['departed']
  /** Duplicates that were merged into this. */
  readonly merged: Traces['merged']
  /** Everyone named on the page. */
  readonly people: ReadonlyMap<AccountId, PersonCard>
  /** What readers are told of the interests of those who wrote. */
  readonly disclosures: Disclosures
}

/** What part of a question is asked for, and in which order its answers stand. */
export interface QuestionAsked {
  readonly order?: ReplyOrder
  readonly place?: ReplyPlace
}

/** One line in a list of threads outside. */
export interface QuestionLine {
  readonly thread: Thread
  readonly tags: readonly string[]
  readonly accepted: boolean
  readonly official: boolean
  readonly author: PersonCard | undefined
  /** Replies of others that the viewer has not read, in a thread that they opened before; 100 stands for more than 99. */
  readonly unread: number
  /** Of a problem. */
  readonly problem: { readonly state: ProblemState; readonly note: string }
  /** Of praise: how many people thanked. */
  readonly thanks: number
  /** Of a question without an answer: until when one is promised. */
  readonly promisedUntil?: Date
}

export interface QuestionFilter {
  readonly show?: 'newest' | 'unanswered' | 'owed' | 'solved'
  readonly tag?: string
  readonly spaceId?: SpaceId
}

/**
 * The thread of a question or a problem outside that the viewer may read; for a merged duplicate the one that it was
 * merged into.
 */
export async function getQuestionThread(ctx: Ctx, id: ThreadId): Promise<Thread> {
  const thread = await survivorOf(ctx, await getThread(ctx, id))
  if ((thread.type !== 'question' && thread.type !== 'problem') || thread.realm !== 'outside')
    throw new NotFound('questions.not-found')
  return thread
}

/** A question or a problem outside that the viewer may read, with one page of its answers, comments and marks. */
export async function getQuestion(ctx: Ctx, id: ThreadId, asked: QuestionAsked = {}): Promise<Question> {
  return questionOf(ctx, await getQuestionThread(ctx, id), asked)
}

/** All that one page of a question or a problem shows, which the viewer has read already. */
export async function questionOf(ctx: Ctx, thread: Thread, asked: QuestionAsked = {}): Promise<Question> {
  const { id } = thread
  const { space, tags, marks, near, traces, promised } = await askTogether(ctx.db, {
    space: askSpace(ctx, thread.spaceId),
    tags: askTags(ctx, [id]),
    marks: queries.askMarks(ctx, id),
    near: queries.askNear(ctx, id),
    traces: askTraces(ctx, id),
    promised: askPromise(thread),
  })
  const { departed, merged } = traces
  const { replies, bestId, ...part } = await readReplyPage(ctx, id, {
    kinds: ['answer'],
    order: asked.order ?? 'helpful',
    official: markedIds(marks, 'official'),
    accepted: markedIds(marks, 'accepted'),
    fewestThanks,
    ...(asked.place && { place: asked.place }),
  })
  const answerIds = replies.map((reply) => reply.id)
  const commentsOf = await readComments(ctx, id, answerIds, asked.place?.at)
  // What was written as a reply while this was of another type stands among the comments.
  const comments = commentsOf(null)
  const answers = replies.map((reply) => answerOf(reply, marks, { comments: commentsOf(reply.id), bestId }))
  const shown = [...replies, ...[comments, ...answers.map((one) => one.comments)].flatMap((one) => one.shown)]
  const acceptance = marks.find((mark) => mark.mark === 'accepted' && mark.own)
  const official = marks
    .filter((mark) => mark.mark === 'official')
    .toSorted((a, b) => b.at.getTime() - a.at.getTime())[0]
  const named = [...[thread, ...shown, ...merged].map((one) => one.authorId), ...choosersOf(marks)]
  const { people, lines } = await askTogether(ctx.db, {
    people: askPeople(ctx, [...named, ...(part.first ? [part.first.authorId] : [])]),
    lines: askDisclosures({ threadIds: [id], replyIds: shown.map((reply) => reply.id) }),
  })
  return {
    ...{ thread, space, tags: tags.get(id) ?? [], answers, part, comments },
    ...(official && { official: { answerId: official.replyId!, markedAt: official.at } }),
    ...(acceptance && {
      acceptance: { answerId: acceptance.replyId!, acceptedBy: acceptance.accountId, acceptedAt: acceptance.at },
    }),
    sameHere: { count: thread.sameHereCount, mine: marks.some((mark) => mark.mark === 'same-here') },
    near,
    ...(thread.type === 'problem' && { problem: await problemOf(ctx, id) }),
    ...(promised && { promisedUntil: promised }),
    departed,
    merged,
    people,
    disclosures: await tellDisclosures(ctx, lines),
  }
}

function markedIds(marks: readonly queries.MarkRow[], kind: queries.MarkRow['mark']): ReplyId[] {
  return marks.flatMap(({ mark, replyId }) => (mark === kind && replyId ? [replyId] : []))
}

function choosersOf(marks: readonly queries.MarkRow[]): AccountId[] {
  return marks.filter((mark) => mark.mark === 'accepted').map((mark) => mark.accountId)
}

async function problemOf(ctx: Ctx, id: ThreadId) {
  const now = (await problems.findProblem(ctx, id)) ?? { state: 'reported' as const, note: '' }
  return { now, changes: await problems.selectChanges(ctx, id) }
}

/** The fewest thanks that make an answer the most helpful one. */
const fewestThanks = 3

function answerOf(
  reply: Reply,
  marks: readonly queries.MarkRow[],
  found: { comments: CommentPart; bestId: ReplyId | undefined },
): Answer {
  const here = marks.filter((mark) => mark.replyId === reply.id)
  const official = here.find((one) => one.mark === 'official')
  const acceptedBy = choosersOf(here)
  return {
    reply,
    comments: found.comments,
    accepted: acceptedBy.length > 0,
    acceptedBy,
    mostHelpful: reply.id === found.bestId,
    ...(official && { official: { markedBy: official.accountId, markedAt: official.at } }),
    score: reply.importedScore + reply.kudosCount,
    thanked: here.some((one) => one.mark === 'kudos'),
  }
}

/** One page of the questions outside that the viewer may read, newest first, `limit` (20) at a time. */
export async function listQuestions(
  ctx: Ctx,
  filter: QuestionFilter = {},
  cursor?: string,
  limit = 20,
): Promise<PageOf<QuestionLine>> {
  const { show = 'newest', ...rest } = filter
  const state = show === 'solved' ? 'answered' : show === 'newest' ? undefined : show
  return listCommunity(ctx, { ...rest, types: ['question'], ...(state && { state }) }, cursor, limit)
}

/** What narrows a list of threads outside. */
export interface CommunityFilter {
  /** Without it every type outside. */
  readonly types?: readonly OutsideType[]
  readonly state?: ThreadState
  readonly tag?: string
  /** The tag of a product, beside `tag`. */
  readonly product?: string
  readonly spaceId?: SpaceId
}

/** One page of the threads outside that the viewer may read, newest first, `limit` (20) at a time. */
export async function listCommunity(
  ctx: Ctx,
  filter: CommunityFilter,
  cursor?: string,
  limit = 20,
): Promise<PageOf<QuestionLine>> {
  if (filter.tag !== undefined && !isTag(filter.tag)) return { items: [] }
  const page = await listThreads(
    ctx,
    { realm: 'outside', order: 'newest', ...filter },
    { limit, ...(cursor && { after: cursor }) },
  )
  const items = await linesOf(ctx, page.items)
  return page.next ? { items, next: page.next } : { items }
}

/** What a list outside shows of each of these threads, which the viewer has read already. */
export async function linesOf(ctx: Ctx, threads: readonly Thread[]): Promise<QuestionLine[]> {
  const ids = threads.map((thread) => thread.id)
  if (ids.length === 0) return []
  const { tags, people } = await askTogether(ctx.db, {
    tags: askTags(ctx, ids),
    people: askPeople(
      ctx,
      threads.map((thread) => thread.authorId),
    ),
  })
  const standings = new Map((await queries.selectStandings(ctx, ids)).map((row) => [row.id, row]))
  const unread = await countUnreadIn(ctx, ids)
  return threads.map((thread) => {
    const standing = standings.get(thread.id)
    const { accepted = false, official = false, problem = 'reported', note = '', thanks = 0 } = standing ?? {}
    return {
      thread,
      author: people.get(thread.authorId),
      tags: tags.get(thread.id) ?? [],
      ...{ accepted, official, thanks, unread: unread.get(thread.id) ?? 0 },
      problem: { state: problem, note },
      ...(standing?.promisedUntil && { promisedUntil: standing.promisedUntil }),
    }
  })
}

/** The questions outside that the viewer may read and that share words with `words`, best first, 20 at most. */
export async function findLike(ctx: Ctx, words: string): Promise<readonly QuestionLine[]> {
  const ids = await queries.selectLike(ctx, words.slice(0, 300).replaceAll('\u0000', ' '), 20)
  const threads = await loadThreads(ctx, ids)
  return linesOf(
    ctx,
    ids.flatMap((id) => threads.get(id) ?? []),
  )
}

/** How many questions outside have no answer, of those that the viewer may read. */
export async function countUnanswered(ctx: Ctx, spaceId?: SpaceId): Promise<number> {
  return queries.countUnanswered(ctx, spaceId)
}

/** An answer that the viewer may read, with its question's thread and space. */
export async function getAnswer(ctx: Ctx, id: ReplyId): Promise<{ reply: Reply; thread: Thread; space: Space }> {
  const reply = await getReply(ctx, id)
  const thread = await getQuestionThread(ctx, reply.threadId)
  if (reply.kind !== 'answer') throw new NotFound('questions.no-answer')
  return { reply, thread, space: await getSpaceById(ctx, thread.spaceId) }
}
