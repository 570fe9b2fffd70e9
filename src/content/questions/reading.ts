import type { Ctx } from '../../platform/context.ts'
import type { PageOf } from '../../platform/cursor.ts'
import { NotFound } from '../../platform/errors.ts'
import type { AccountId } from '../../platform/ids.ts'
import { type PersonCard, loadPeople } from '../../people/accounts/accounts.ts'
import { type Disclosures, loadDisclosures } from '../../people/disclosure/disclosure.ts'
import { type Space, type SpaceId, getSpaceById } from '../../realms/spaces/spaces.ts'
import { countUnreadIn } from '../read-positions/read-positions.ts'
import { isTag, tagsOf } from '../tags/tags.ts'
import {
  type OutsideType,
  type ProblemState,
  type Reply,
  type ReplyId,
  type Thread,
  type ThreadId,
  type ThreadState,
  type Traces,
  getReply,
  getThread,
  listReplies,
  listThreads,
  loadThreads,
  survivorOf,
  tracesOf,
} from '../threads/threads.ts'
import * as problems from './problems.queries.ts'
import { dueAt, promisedUntil } from './promises.ts'
import * as queries from './questions.queries.ts'

/** How many replies one page of a question shows; `Question.cut` says when there are more. */
export const mostReplies = 500

/** An answer with everything that stands at it. A recalled one (`reply.recalledAt`) has no text. */
export interface Answer {
  readonly reply: Reply
  /** Oldest first. */
  readonly comments: readonly Reply[]
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
  /** Official first, then accepted, then by score, then oldest first; recalled ones last. */
  readonly answers: readonly Answer[]
  /** Under the question itself, oldest first. */
  readonly comments: readonly Reply[]
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
  /** True when more replies exist than `mostReplies`. */
  readonly cut: boolean
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

/** A question or a problem outside that the viewer may read, with its answers, comments and marks. */
export async function getQuestion(ctx: Ctx, asked: ThreadId): Promise<Question> {
  return questionOf(ctx, await getQuestionThread(ctx, asked))
}

/** All that the page of a question or a problem shows, which the viewer has read already. */
export async function questionOf(ctx: Ctx, thread: Thread): Promise<Question> {
  const { id } = thread
  const [space, tags, first, marks, near] = [
    await getSpaceById(ctx, thread.spaceId),
    await tagsOf(ctx, [id]),
    await listReplies(ctx, id, { limit: mostReplies }),
    await queries.selectMarks(ctx, id),
    await queries.selectNear(ctx, id),
  ]
  const replies = [...first, ...(await markedAmongRest(ctx, first, marks))]
  const acceptance = marks.find((mark) => mark.mark === 'accepted' && mark.own)
  const { departed, merged } = await tracesOf(ctx, thread)
  const promised = await promisedUntil(ctx, thread)
  const named = [...[thread, ...replies, ...merged].map((one) => one.authorId), ...choosersOf(marks)]
  return {
    thread,
    space,
    tags: tags.get(id) ?? [],
    answers: answersOf(replies, marks),
    // What was written as a reply while this was of another type stands among the comments.
    comments: replies.filter((reply) => reply.kind !== 'answer' && reply.parentId === null),
    ...(acceptance && {
      acceptance: { answerId: acceptance.replyId!, acceptedBy: acceptance.accountId, acceptedAt: acceptance.at },
    }),
    sameHere: { count: thread.sameHereCount, mine: marks.some((mark) => mark.mark === 'same-here') },
    near,
    ...(thread.type === 'problem' && { problem: await problemOf(ctx, id) }),
    ...(promised && { promisedUntil: promised }),
    departed,
    merged,
    people: await loadPeople(ctx, named),
    disclosures: await loadDisclosures(ctx, { threadIds: [id], replyIds: replies.map((reply) => reply.id) }),
    cut: replies.length < thread.replyCount + thread.answerCount,
  }
}

function choosersOf(marks: readonly queries.MarkRow[]): AccountId[] {
  return marks.filter((mark) => mark.mark === 'accepted').map((mark) => mark.accountId)
}

async function problemOf(ctx: Ctx, id: ThreadId) {
  const now = (await problems.findProblem(ctx, id)) ?? { state: 'reported' as const, note: '' }
  return { now, changes: await problems.selectChanges(ctx, id) }
}

/** On a very long page: the accepted and official answers that came after the first `mostReplies`. */
async function markedAmongRest(ctx: Ctx, first: readonly Reply[], marks: readonly queries.MarkRow[]): Promise<Reply[]> {
  if (first.length < mostReplies) return []
  const shown = new Set(first.map((reply) => reply.id))
  const missing = new Set(
    marks.flatMap((mark) => (mark.replyId && mark.mark !== 'kudos' && !shown.has(mark.replyId) ? [mark.replyId] : [])),
  )
  const found: Reply[] = []
  for (const id of missing) found.push(await getReply(ctx, id))
  return found
}

function answersOf(replies: readonly Reply[], marks: readonly queries.MarkRow[]): Answer[] {
  const marked = (mark: queries.MarkRow['mark'], id: ReplyId) =>
    marks.find((one) => one.mark === mark && one.replyId === id)
  const comments = Map.groupBy(
    replies.filter((reply) => reply.kind === 'comment' && reply.parentId !== null),
    (reply) => reply.parentId,
  )
  const answers = replies
    .filter((reply) => reply.kind === 'answer')
    .map((reply): Answer => {
      const official = marked('official', reply.id)
      return {
        reply,
        comments: comments.get(reply.id) ?? [],
        accepted: marked('accepted', reply.id) !== undefined,
        acceptedBy: marks.flatMap((mark) =>
          mark.mark === 'accepted' && mark.replyId === reply.id ? [mark.accountId] : [],
        ),
        mostHelpful: false,
        ...(official && { official: { markedBy: official.accountId, markedAt: official.at } }),
        score: reply.importedScore + reply.kudosCount,
        thanked: marked('kudos', reply.id) !== undefined,
      }
    })
  const best = mostHelpful(answers)
  const rank = (answer: Answer) => (answer.reply.recalledAt ? 3 : answer.official ? 0 : answer.accepted ? 1 : 2)
  // The sort is stable and replies come oldest first, so equals stay in order of time.
  return answers
    .map((answer) => (answer === best ? { ...answer, mostHelpful: true } : answer))
    .sort((a, b) => rank(a) - rank(b) || b.score - a.score)
}

const fewestThanks = 3

/** The answer that most people here thanked for, the older of equals; nothing that is chosen, official or recalled. */
function mostHelpful(answers: readonly Answer[]): Answer | undefined {
  const candidates = answers.filter(
    ({ reply, accepted, official }) => !accepted && !official && !reply.recalledAt && reply.kudosCount >= fewestThanks,
  )
  return candidates.toSorted((a, b) => b.reply.kudosCount - a.reply.kudosCount)[0]
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

async function linesOf(ctx: Ctx, threads: readonly Thread[]): Promise<QuestionLine[]> {
  const ids = threads.map((thread) => thread.id)
  const tags = await tagsOf(ctx, ids)
  const standings = new Map((await queries.selectStandings(ctx, ids)).map((row) => [row.id, row]))
  const people = await loadPeople(
    ctx,
    threads.map((thread) => thread.authorId),
  )
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
      ...(standing?.promised && { promisedUntil: dueAt(thread.createdAt, standing.promised) }),
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
