import type { Ctx } from '../../platform/context.ts'
import { Forbidden, Invalid } from '../../platform/errors.ts'
import { announce } from '../../platform/events.ts'
import { type SpaceId, getSpace, getSpaceById } from '../../realms/spaces/spaces.ts'
import { demand } from '../../platform/verdict.ts'
import { parseTags, setTags } from '../tags/tags.ts'
import {
  type Reply,
  type ReplyId,
  type Reach,
  type ThreadId,
  addReply,
  editReply,
  editThread,
  getReply,
  startThread,
} from '../threads/threads.ts'
import { markOfficial } from './marks.ts'
import { maySpeakOfficially } from './questions.access.ts'
import { questionAnswered, questionAsked } from './questions.events.ts'
import { type Question, getAnswer, getQuestion, getQuestionThread } from './reading.ts'

export { mayAccept, maySaySame, maySpeakOfficially, mayThank } from './questions.access.ts'
export {
  acceptAnswer,
  giveKudos,
  listSameHere,
  markOfficial,
  sayHere,
  takeBackKudos,
  unsayHere,
  withdrawAcceptance,
} from './marks.ts'
export { countUnanswered, findLike, getQuestion, getQuestionThread, listQuestions, mostReplies } from './reading.ts'
export type { Answer, Question, QuestionFilter, QuestionLine } from './reading.ts'

/**
 * Asks a question in a space outside, given by its address or id. Throws NotFound (the space), Forbidden (not signed
 * in, space closed), Invalid (`title`, `body`, `tags`, `space`, `reach`), TryLater. `reach`: who may read it, for members.
 */
export async function ask(
  ctx: Ctx,
  asked: { space: string | SpaceId; title: string; body: string; tags: readonly string[]; reach?: Reach },
): Promise<Question> {
  const space =
    typeof asked.space === 'string' ? await getSpace(ctx, asked.space) : await getSpaceById(ctx, asked.space)
  if (space.realm !== 'outside')
    throw new Invalid('questions.outside-only', { space: 'Questions are asked in a space outside.' })
  parseTags(asked.tags)
  return ctx.transaction(async (inside) => {
    const { id } = await startThread(inside, space, {
      type: 'question',
      title: asked.title,
      body: asked.body,
      reach: asked.reach ?? null,
    })
    await setTags(inside, id, asked.tags)
    await announce(inside, questionAsked, { threadId: id })
    return getQuestion(inside, id)
  })
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
  if (reply.recalledAt)
    throw new Forbidden('questions.recalled', 'This answer was recalled. You can comment on the question instead.')
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
