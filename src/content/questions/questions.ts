import type { Ctx } from '../../platform/context.ts'
import { Forbidden } from '../../platform/errors.ts'
import { announce } from '../../platform/events.ts'
import { said } from '../../platform/languages/languages.ts'
import { getSpaceById } from '../../realms/spaces/spaces.ts'
import { demand } from '../../platform/verdict.ts'
import { type Reply, type ReplyId, type ThreadId, addReply, editReply, getReply } from '../threads/threads.ts'
import { markOfficial } from './marks.ts'
import { maySpeakOfficially } from './questions.access.ts'
import { questionAnswered } from './questions.events.ts'
import { type Changed, type NewPost, editPost, getPost, post } from './posting.ts'
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
export { debtIn, findOverdue, mayPromiseIn, promiseAnswers, promiseIn } from './promises.ts'
export { type PostType, post } from './posting.ts'
export { listProblemChanges, problemStates, setProblemState } from './problems.ts'
export { countUnanswered, findLike, getQuestion, linesOf, listCommunity, listQuestions, questionOf } from './reading.ts'
export type { Answer, CommunityFilter, Question, QuestionAsked, QuestionFilter, QuestionLine } from './reading.ts'

/**
 * Asks a question in a space outside, given by its address or id. Throws NotFound (the space), Forbidden (not signed
 * in, space closed), Invalid (`title`, `body`, `tags`, `space`, `reach`), TryLater. `reach`: who may read it, for members.
 */
export async function ask(ctx: Ctx, asked: NewPost): Promise<Question> {
  return ctx.transaction(async (inside) => getQuestion(inside, (await post(inside, 'question', asked)).id))
}

/** Answers a question. Throws NotFound, Forbidden, Invalid (`body`), TryLater. */
export async function answer(ctx: Ctx, askedId: ThreadId, body: string): Promise<Reply> {
  const { id: questionId } = await getQuestionThread(ctx, askedId)
  return ctx.transaction(async (inside) => {
    const reply = await addReply(inside, questionId, { kind: 'answer', body })
    await announce(inside, questionAnswered, { threadId: questionId, replyId: reply.id })
    return reply
  })
}

/** Comments on a question, or on one of its answers. */
export async function comment(ctx: Ctx, questionId: ThreadId, body: string, answerId?: ReplyId): Promise<Reply> {
  const { id } = await getQuestionThread(ctx, questionId)
  if (answerId === undefined) return addReply(ctx, id, { kind: 'comment', body })
  const { reply } = await getAnswer(ctx, answerId)
  if (reply.recalledAt)
    throw new Forbidden(
      'questions.recalled',
      said('This answer was recalled. You can comment on the question instead.'),
    )
  return addReply(ctx, id, { kind: 'comment', body, parentId: answerId })
}

/** Changes title, text and tags of a question or problem; the earlier text stays readable in its history. */
export async function editQuestion(ctx: Ctx, id: ThreadId, changed: Changed): Promise<Question> {
  await getQuestionThread(ctx, id)
  return ctx.transaction(async (inside) => {
    await editPost(inside, id, changed)
    return getQuestion(inside, id)
  })
}

/** Changes the text of an answer, a comment or a reply; the earlier text stays readable in its history. */
export async function editAnswer(ctx: Ctx, id: ReplyId, body: string): Promise<Reply> {
  const reply = await getReply(ctx, id)
  await getPost(ctx, reply.threadId)
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
