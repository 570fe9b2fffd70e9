import type { Ctx } from '../../platform/context.ts'
import { Forbidden } from '../../platform/errors.ts'
import { announce, touch } from '../../platform/events.ts'
import { said } from '../../platform/languages/languages.ts'
import type { AccountId } from '../../platform/ids.ts'
import { loadPeople } from '../../people/accounts/accounts.ts'
import { getSpaceById } from '../../realms/spaces/spaces.ts'
import { demand } from '../../platform/verdict.ts'
import type { ReplyId, ThreadId } from '../threads/threads.ts'
import { mayAccept, maySaySame, maySpeakOfficially, mayThank } from './questions.access.ts'
import { answerAccepted, answerOfficial, sameHereSaid } from './questions.events.ts'
import * as queries from './questions.queries.ts'
import { getAnswer, getQuestionThread } from './reading.ts'

/** Chooses the accepted answer in place of any earlier one. Only whoever asked may. Nothing happens when it is chosen already. */
export async function acceptAnswer(ctx: Ctx, answerId: ReplyId): Promise<void> {
  const { reply, thread, space } = await getAnswer(ctx, answerId)
  demand(mayAccept(ctx.viewer, space, thread.authorId))
  if (reply.recalledAt)
    throw new Forbidden('questions.recalled', said('This answer was recalled, so it cannot be accepted.'))
  const acceptedBy = ctx.viewer.kind === 'account' ? ctx.viewer.id : thread.authorId
  await ctx.transaction(async (inside) => {
    if (!(await queries.upsertAcceptance(inside, thread.id, answerId, acceptedBy))) return
    await demandStanding(inside, answerId)
    await announce(inside, answerAccepted, { threadId: thread.id, answerId, acceptedBy })
    await touch(inside, `thread:${thread.id}`)
  })
}

/** Demands, once a mark is written and holds the answer, that it was not taken away in the same moment. */
async function demandStanding(ctx: Ctx, answerId: ReplyId): Promise<void> {
  const { reply } = await getAnswer(ctx, answerId)
  if (reply.recalledAt) throw new Forbidden('questions.recalled', said('This answer was taken away just now.'))
}

/** Takes the choice of an accepted answer back. Only whoever asked may. */
export async function withdrawAcceptance(ctx: Ctx, questionId: ThreadId): Promise<void> {
  const thread = await getQuestionThread(ctx, questionId)
  demand(mayAccept(ctx.viewer, await getSpaceById(ctx, thread.spaceId), thread.authorId))
  await ctx.transaction(async (inside) => {
    await queries.deleteAcceptance(inside, thread.id)
    await touch(inside, `thread:${thread.id}`)
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

async function changeSameHere(ctx: Ctx, askedId: ThreadId, isSaid: boolean): Promise<void> {
  const thread = await getQuestionThread(ctx, askedId)
  const threadId = thread.id
  demand(maySaySame(ctx.viewer, await getSpaceById(ctx, thread.spaceId), thread.authorId))
  const accountId = viewerId(ctx)
  await ctx.transaction(async (inside) => {
    if (!(await queries.putSameHere(inside, threadId, accountId, isSaid))) return
    if (isSaid) await announce(inside, sameHereSaid, { threadId, accountId })
    await touch(inside, `thread:${threadId}`)
  })
}

/** Everybody who has the same question, in order of account, 500 at a time after `afterAccount`: for telling them. */
export async function listSameHere(ctx: Ctx, questionId: ThreadId, afterAccount = 0): Promise<readonly AccountId[]> {
  const { id } = await getQuestionThread(ctx, questionId)
  return queries.selectSameHere(ctx, id, afterAccount, 500)
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
  if (reply.recalledAt) throw new Forbidden('questions.recalled', said('This answer was recalled.'))
  const accountId = viewerId(ctx)
  await ctx.transaction(async (inside) => {
    if (await queries.putKudos(inside, answerId, accountId, given)) await touch(inside, `thread:${thread.id}`)
  })
}

function viewerId(ctx: Ctx): AccountId {
  if (ctx.viewer.kind !== 'account')
    throw new Forbidden('questions.nobody', said('This is said by a person, in their own name.'))
  return ctx.viewer.id
}

/** Makes an answer of an employee the company's own. Needs the office official voice. Harmless to do twice. */
export async function markOfficial(ctx: Ctx, answerId: ReplyId): Promise<void> {
  const { reply, thread, space } = await getAnswer(ctx, answerId)
  demand(maySpeakOfficially(ctx.viewer, space))
  if (reply.recalledAt)
    throw new Forbidden('questions.recalled', said('This answer was recalled. Post a new one instead.'))
  const author = (await loadPeople(ctx, [reply.authorId])).get(reply.authorId)
  if (author?.realm !== 'inside') {
    throw new Forbidden(
      'questions.not-ours',
      said('This answer was written by a customer. An official answer is written by an employee.'),
    )
  }
  const markedBy = ctx.viewer.kind === 'account' ? ctx.viewer.id : reply.authorId
  await ctx.transaction(async (inside) => {
    if (!(await queries.upsertOfficial(inside, thread.id, answerId, markedBy))) return
    await demandStanding(inside, answerId)
    await announce(inside, answerOfficial, { threadId: thread.id, answerId })
    await touch(inside, `thread:${thread.id}`)
  })
}
