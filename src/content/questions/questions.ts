import type { Ctx } from '../../platform/context.ts'
import type { PageOf } from '../../platform/cursor.ts'
import { Forbidden, Invalid, NotFound } from '../../platform/errors.ts'
import { announce, touch } from '../../platform/events.ts'
import type { AccountId } from '../../platform/ids.ts'
import { type PersonCard, loadPeople } from '../../people/accounts/accounts.ts'
import { type Space, type SpaceId, getSpace, getSpaceById } from '../../realms/spaces/spaces.ts'
import { demand } from '../../realms/verdict.ts'
import { parseTags, setTags, tagsOf } from '../tags/tags.ts'
import {
  type Reply,
  type ReplyId,
  type Thread,
  type ThreadId,
  addReply,
  editReply,
  editThread,
  getReply,
  getThread,
  listReplies,
  listThreads,
  loadThreads,
  startThread,
} from '../threads/threads.ts'
import { mayAccept, maySaySame, maySpeakOfficially, mayThank } from './questions.access.ts'
import { answerAccepted, answerOfficial, questionAnswered, questionAsked, sameHereSaid } from './questions.events.ts'
import * as queries from './questions.queries.ts'

export { mayAccept, maySaySame, maySpeakOfficially, mayThank } from './questions.access.ts'

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

/**
 * Asks a question in a space outside, given by its address or id. Throws NotFound (the space), Forbidden (not signed
 * in, space closed), Invalid (`title`, `body`, `tags`, `space`), TryLater.
 */
export async function ask(
  ctx: Ctx,
  asked: { space: string | SpaceId; title: string; body: string; tags: readonly string[] },
): Promise<Question> {
  const space = typeof asked.space === 'string' ? await getSpace(ctx, asked.space) : await getSpaceById(ctx, asked.space)
  if (space.realm !== 'outside') throw new Invalid('questions.outside-only', { space: 'Questions are asked in a space outside.' })
  parseTags(asked.tags)
  return ctx.transaction(async (inside) => {
    const { id } = await startThread(inside, space, { type: 'question', title: asked.title, body: asked.body })
    await setTags(inside, id, asked.tags)
    await announce(inside, questionAsked, { threadId: id })
    return getQuestion(inside, id)
  })
}

async function getQuestionThread(ctx: Ctx, id: ThreadId): Promise<Thread> {
  const thread = await getThread(ctx, id)
  if (thread.type !== 'question' || thread.realm !== 'outside') throw new NotFound('questions.not-found')
  return thread
}

/** A question outside that the viewer may read, with its answers, comments and marks. */
export async function getQuestion(ctx: Ctx, id: ThreadId): Promise<Question> {
  const thread = await getQuestionThread(ctx, id)
  const [space, tags, replies, marks, near] = [
    await getSpaceById(ctx, thread.spaceId),
    await tagsOf(ctx, [id]),
    await listReplies(ctx, id, { limit: mostReplies }),
    await queries.selectMarks(ctx, id),
    await queries.selectNear(ctx, id),
  ]
  const acceptance = marks.find((mark) => mark.mark === 'accepted')
  return {
    thread,
    space,
    tags: tags.get(id) ?? [],
    answers: answersOf(replies, marks),
    comments: replies.filter((reply) => reply.kind === 'comment' && reply.parentId === null),
    ...(acceptance && { acceptance: { answerId: acceptance.replyId!, acceptedBy: acceptance.accountId, acceptedAt: acceptance.at } }),
    sameHere: { count: thread.sameHereCount, mine: marks.some((mark) => mark.mark === 'same-here') },
    near,
    people: await loadPeople(ctx, [thread.authorId, ...replies.map((reply) => reply.authorId)]),
    cut: replies.length < thread.replyCount + thread.answerCount,
  }
}

function answersOf(replies: readonly Reply[], marks: readonly queries.MarkRow[]): Answer[] {
  const marked = (mark: queries.MarkRow['mark'], id: ReplyId) => marks.find((one) => one.mark === mark && one.replyId === id)
  const comments = Map.groupBy(
    replies.filter((reply) => reply.kind === 'comment' && reply.parentId !== null),
    (reply) => reply.parentId,
  )
  const answers = replies.filter((reply) => reply.kind === 'answer').map((reply): Answer => {
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
  const state = filter.show === 'unanswered' ? ('unanswered' as const) : filter.show === 'solved' ? ('answered' as const) : undefined
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
  const people = await loadPeople(ctx, threads.map((thread) => thread.authorId))
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
  const ids = await queries.selectLike(ctx, words.slice(0, 300), 20)
  const threads = await loadThreads(ctx, ids)
  return linesOf(ctx, ids.flatMap((id) => threads.get(id) ?? []))
}

/** How many questions outside have no answer, of those that the viewer may read. */
export async function countUnanswered(ctx: Ctx, spaceId?: SpaceId): Promise<number> {
  return queries.countUnanswered(ctx, spaceId)
}

/** Answers a question. Throws NotFound, Forbidden, Invalid (`body`), TryLater. */
export async function answer(ctx: Ctx, questionId: ThreadId, body: string): Promise<Reply> {
  await getQuestionThread(ctx, questionId)
  return ctx.transaction(async (inside) => {
    const reply = await addReply(inside, questionId, { kind: 'answer', body })
    await announce(inside, questionAnswered, { threadId: questionId, replyId: reply.id })
    return reply
  })
}

/** Comments on a question, or on one of its answers. */
export async function comment(ctx: Ctx, questionId: ThreadId, body: string, answerId?: ReplyId): Promise<Reply> {
  await getQuestionThread(ctx, questionId)
  if (answerId === undefined) return addReply(ctx, questionId, { kind: 'comment', body })
  const { reply } = await getAnswer(ctx, answerId)
  if (reply.recalledAt) throw new Forbidden('questions.recalled', 'This answer was recalled. You can comment on the question instead.')
  return addReply(ctx, questionId, { kind: 'comment', body, parentId: answerId })
}

/** Changes title, text and tags of a question; the earlier text stays readable in its history. */
export async function editQuestion(
  ctx: Ctx,
  id: ThreadId,
  changed: { title: string; body: string; tags: readonly string[] },
): Promise<Question> {
  await getQuestionThread(ctx, id)
  parseTags(changed.tags)
  return ctx.transaction(async (inside) => {
    await editThread(inside, id, changed)
    await setTags(inside, id, changed.tags)
    return getQuestion(inside, id)
  })
}

/** Changes the text of an answer or a comment; the earlier text stays readable in its history. */
export async function editAnswer(ctx: Ctx, id: ReplyId, body: string): Promise<Reply> {
  const reply = await getReply(ctx, id)
  await getQuestionThread(ctx, reply.threadId)
  return editReply(ctx, id, body)
}

async function getAnswer(ctx: Ctx, id: ReplyId): Promise<{ reply: Reply; thread: Thread; space: Space }> {
  const reply = await getReply(ctx, id)
  const thread = await getQuestionThread(ctx, reply.threadId)
  if (reply.kind !== 'answer') throw new NotFound('questions.no-answer')
  return { reply, thread, space: await getSpaceById(ctx, thread.spaceId) }
}

/** Chooses the accepted answer in place of any earlier one. Only whoever asked may. Nothing happens when it is chosen already. */
export async function acceptAnswer(ctx: Ctx, answerId: ReplyId): Promise<void> {
  const { reply, thread, space } = await getAnswer(ctx, answerId)
  demand(mayAccept(ctx.viewer, space, thread.authorId))
  if (reply.recalledAt) throw new Forbidden('questions.recalled', 'This answer was recalled, so it cannot be accepted.')
  const acceptedBy = ctx.viewer.kind === 'account' ? ctx.viewer.id : thread.authorId
  await ctx.transaction(async (inside) => {
    if (!(await queries.upsertAcceptance(inside, thread.id, answerId, acceptedBy))) return
    await announce(inside, answerAccepted, { threadId: thread.id, answerId, acceptedBy })
    await touch(inside, `thread:${thread.id}`)
  })
}

/** Takes the choice of an accepted answer back. Only whoever asked may. */
export async function withdrawAcceptance(ctx: Ctx, questionId: ThreadId): Promise<void> {
  const thread = await getQuestionThread(ctx, questionId)
  demand(mayAccept(ctx.viewer, await getSpaceById(ctx, thread.spaceId), thread.authorId))
  await ctx.transaction(async (inside) => {
    await queries.deleteAcceptance(inside, questionId)
    await touch(inside, `thread:${questionId}`)
  })
}

/** Says "same here": the viewer has the same question and is told what comes of it. Harmless to say twice. */
export async function sayHere(ctx: Ctx, questionId: ThreadId): Promise<void> {
  await changeSameHere(ctx, questionId, true)
}

/** Takes "same here" back. */
export async function unsayHere(ctx: Ctx, questionId: ThreadId): Promise<void> {
  await changeSameHere(ctx, questionId, false)
}

async function changeSameHere(ctx: Ctx, threadId: ThreadId, said: boolean): Promise<void> {
  const thread = await getQuestionThread(ctx, threadId)
  demand(maySaySame(ctx.viewer, await getSpaceById(ctx, thread.spaceId), thread.authorId))
  const accountId = viewerId(ctx)
  await ctx.transaction(async (inside) => {
    if (!(await queries.putSameHere(inside, threadId, accountId, said))) return
    if (said) await announce(inside, sameHereSaid, { threadId, accountId })
    await touch(inside, `thread:${threadId}`)
  })
}

/** Everybody who has the same question, in order of account, 500 at a time after `afterAccount`: for telling them. */
export async function listSameHere(ctx: Ctx, questionId: ThreadId, afterAccount = 0): Promise<readonly AccountId[]> {
  await getQuestionThread(ctx, questionId)
  return queries.selectSameHere(ctx, questionId, afterAccount, 500)
}

/** Says that an answer helped. Harmless to say twice. */
export async function giveKudos(ctx: Ctx, answerId: ReplyId): Promise<void> {
  await changeKudos(ctx, answerId, true)
}

/** Takes the thanks for an answer back. */
export async function takeBackKudos(ctx: Ctx, answerId: ReplyId): Promise<void> {
  await changeKudos(ctx, answerId, false)
}

async function changeKudos(ctx: Ctx, answerId: ReplyId, given: boolean): Promise<void> {
  const { reply, thread, space } = await getAnswer(ctx, answerId)
  demand(mayThank(ctx.viewer, space, reply.authorId))
  if (reply.recalledAt) throw new Forbidden('questions.recalled', 'This answer was recalled.')
  const accountId = viewerId(ctx)
  await ctx.transaction(async (inside) => {
    if (await queries.putKudos(inside, answerId, accountId, given)) await touch(inside, `thread:${thread.id}`)
  })
}

function viewerId(ctx: Ctx): AccountId {
  if (ctx.viewer.kind !== 'account') throw new Forbidden('questions.nobody', 'This is said by a person, in their own name.')
  return ctx.viewer.id
}

/** Answers in the name of the company: the answer and its mark, or neither. Needs the office official voice. */
export async function postOfficialAnswer(ctx: Ctx, questionId: ThreadId, body: string): Promise<Reply> {
  const thread = await getQuestionThread(ctx, questionId)
  demand(maySpeakOfficially(ctx.viewer, await getSpaceById(ctx, thread.spaceId)))
  return ctx.transaction(async (inside) => {
    const reply = await answer(inside, questionId, body)
    await markOfficial(inside, reply.id)
    return reply
  })
}

/** Makes an answer of an employee the company's own. Needs the office official voice. Harmless to do twice. */
export async function markOfficial(ctx: Ctx, answerId: ReplyId): Promise<void> {
  const { reply, thread, space } = await getAnswer(ctx, answerId)
  demand(maySpeakOfficially(ctx.viewer, space))
  if (reply.recalledAt) throw new Forbidden('questions.recalled', 'This answer was recalled. Post a new one instead.')
  const author = (await loadPeople(ctx, [reply.authorId])).get(reply.authorId)
  if (author?.realm !== 'inside') {
    throw new Forbidden('questions.not-ours', 'This answer was written by a customer. An official answer is written by an employee.')
  }
  const markedBy = ctx.viewer.kind === 'account' ? ctx.viewer.id : reply.authorId
  await ctx.transaction(async (inside) => {
    if (!(await queries.upsertOfficial(inside, thread.id, answerId, markedBy))) return
    await announce(inside, answerOfficial, { threadId: thread.id, answerId })
    await touch(inside, `thread:${thread.id}`)
  })
}
