import type { Ctx } from '../../platform/context.ts'
import type { PageOf } from '../../platform/cursor.ts'
import { NotFound } from '../../platform/errors.ts'
import type { AccountId } from '../../platform/ids.ts'
import { type PersonCard, loadPeople } from '../../people/accounts/accounts.ts'
import { type Space, type SpaceId, getSpaceById } from '../../realms/spaces/spaces.ts'
import { isTag, tagsOf } from '../tags/tags.ts'
import {
  type Reply,
  type ReplyId,
  type Thread,
  type ThreadId,
  getReply,
  getThread,
  listReplies,
  listThreads,
  loadThreads,
} from '../threads/threads.ts'
import * as queries from './questions.queries.ts'

/** How many replies one page of a question shows; `Question.cut` says when there are more. */
export const mostReplies = 500

/** An answer with everything that stands at it. A recalled one (`reply.recalledAt`) has no text. */
export interface Answer {
  readonly reply: Reply
  /** Oldest first. */
  readonly comments: readonly Reply[]
  readonly accepted: boolean
  readonly official?: { readonly markedBy: AccountId; readonly markedAt: Date }
  /** Thanks given here plus the score that it was imported with. */
  readonly score: number
  /** Whether the viewer said that it helped them. */
  readonly thanked: boolean
}

/** A question outside with all that its page shows. */
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
  /** Everyone named on the page. */
  readonly people: ReadonlyMap<AccountId, PersonCard>
  /** True when more replies exist than `mostReplies`. */
  readonly cut: boolean
}

/** One line in a list of questions. */
export interface QuestionLine {
  readonly thread: Thread
  readonly tags: readonly string[]
  readonly accepted: boolean
  readonly official: boolean
  readonly author: PersonCard | undefined
}

export interface QuestionFilter {
  readonly show?: 'newest' | 'unanswered' | 'solved'
  readonly tag?: string
  readonly spaceId?: SpaceId
}

/** The thread of a question outside that the viewer may read. */
export async function getQuestionThread(ctx: Ctx, id: ThreadId): Promise<Thread> {
  const thread = await getThread(ctx, id)
  if (thread.type !== 'question' || thread.realm !== 'outside') throw new NotFound('questions.not-found')
  return thread
}

/** A question outside that the viewer may read, with its answers, comments and marks. */
export async function getQuestion(ctx: Ctx, id: ThreadId): Promise<Question> {
  const thread = await getQuestionThread(ctx, id)
  const [space, tags, first, marks, near] = [
    await getSpaceById(ctx, thread.spaceId),
    await tagsOf(ctx, [id]),
    await listReplies(ctx, id, { limit: mostReplies }),
    await queries.selectMarks(ctx, id),
    await queries.selectNear(ctx, id),
  ]
  const replies = [...first, ...(await markedAmongRest(ctx, first, marks))]
  const acceptance = marks.find((mark) => mark.mark === 'accepted')
  return {
    thread,
    space,
    tags: tags.get(id) ?? [],
    answers: answersOf(replies, marks),
    comments: replies.filter((reply) => reply.kind === 'comment' && reply.parentId === null),
    ...(acceptance && {
      acceptance: { answerId: acceptance.replyId!, acceptedBy: acceptance.accountId, acceptedAt: acceptance.at },
    }),
    sameHere: { count: thread.sameHereCount, mine: marks.some((mark) => mark.mark === 'same-here') },
    near,
    people: await loadPeople(ctx, [thread.authorId, ...replies.map((reply) => reply.authorId)]),
    cut: replies.length < thread.replyCount + thread.answerCount,
  }
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
        ...(official && { official: { markedBy: official.accountId, markedAt: official.at } }),
        score: reply.importedScore + reply.kudosCount,
        thanked: marked('kudos', reply.id) !== undefined,
      }
    })
  const rank = (answer: Answer) => (answer.reply.recalledAt ? 3 : answer.official ? 0 : answer.accepted ? 1 : 2)
  // The sort is stable and replies come oldest first, so equals stay in order of time.
  return answers.sort((a, b) => rank(a) - rank(b) || b.score - a.score)
}

/** One page of the questions outside that the viewer may read, newest first, `limit` (20) at a time. */
export async function listQuestions(
  ctx: Ctx,
  filter: QuestionFilter = {},
  cursor?: string,
  limit = 20,
): Promise<PageOf<QuestionLine>> {
  if (filter.tag !== undefined && !isTag(filter.tag)) return { items: [] }
  const state =
    filter.show === 'unanswered'
      ? ('unanswered' as const)
      : filter.show === 'solved'
        ? ('answered' as const)
        : undefined
  const page = await listThreads(
    ctx,
    {
      realm: 'outside',
      types: ['question'],
      order: 'newest',
      ...(filter.spaceId && { spaceId: filter.spaceId }),
      ...(filter.tag && { tag: filter.tag }),
      ...(state && { state }),
    },
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
  return threads.map((thread) => ({
    thread,
    author: people.get(thread.authorId),
    tags: tags.get(thread.id) ?? [],
    accepted: standings.get(thread.id)?.accepted ?? false,
    official: standings.get(thread.id)?.official ?? false,
  }))
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
