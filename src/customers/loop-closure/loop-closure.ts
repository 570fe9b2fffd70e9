import { type ReplyId, type Thread, type ThreadId, getThread } from '../../content/threads/threads.ts'
import { type NoticeKind, defineNoticeKind, notify } from '../../discovery/notices/notices.ts'
import type { Ctx } from '../../platform/context.ts'
import { Forbidden, NotFound } from '../../platform/errors.ts'
import { announce } from '../../platform/events.ts'
import { said } from '../../platform/languages/languages.ts'
import { isEmployee } from '../../realms/spaces/spaces.ts'
import { firstSwarmTimes } from '../swarms/swarms.ts'
import { helpedSaid, loopClosed } from './loop-closure.events.ts'
import * as queries from './loop-closure.queries.ts'

export type { LoopClosureId, ToldBecause } from './loop-closure.tables.ts'
export { followAnswers } from './loop-closure.queries.ts'

/** The one question that everybody who was told is asked. */
export const helpedQuestion = said('Did this help?')
const asks = { sentence: helpedQuestion, anchor: 'helped' }

const officialNotice = defineNoticeKind({
  name: 'official-answer',
  about: 'answers',
  label: said('Official answers to what you asked, or said “same here” to'),
  realms: ['outside', 'inside'],
  says: () => said('There is an official answer'),
  asks,
})

const acceptedNotice = defineNoticeKind({
  name: 'accepted-answer',
  about: 'answers',
  label: said('Accepted answers to what you said “same here” to'),
  realms: ['outside', 'inside'],
  says: () => said('An answer was accepted'),
  asks,
})

const becauseWords = { asked: said('because you asked'), 'same-here': said('because you said “same here”') } as const

const atOnce = 500

/**
 * Tells the asker and everybody who said "same here" in time what came of a question: once for each answer, however
 * often it is called. Of a question that was merged into another, those told wait under the one that stays. An asker
 * who accepted the answer knows of it: they are asked whether it helped, without a notice. Gives how many were told
 * now. For listeners.
 */
export async function closeLoop(ctx: Ctx, answerId: ReplyId, mark: 'official' | 'accepted'): Promise<number> {
  const marked = await queries.findMarked(ctx, answerId)
  const until = marked?.[mark]
  if (!marked || !until) return 0
  const { threadId, acceptedBy } = marked
  const kind: NoticeKind = mark === 'official' ? officialNotice : acceptedNotice
  let told = 0
  for (let afterAccount = 0; ;) {
    const waiting = await queries.selectWaiting(ctx, { threadId, answerId, until, afterAccount }, atOnce)
    for (const { accountId, because } of waiting) {
      const isOwnAct = mark === 'accepted' && acceptedBy.includes(accountId)
      const isTold =
        isOwnAct ||
        (await notify(ctx, {
          accountId,
          kind,
          because: becauseWords[because],
          threadId,
          replyId: answerId,
        }))
      if (isTold && (await queries.insertClosure(ctx, { threadId, answerId, accountId, because }))) told += 1
      afterAccount = accountId
    }
    if (waiting.length < atOnce) break
  }
  if (told > 0) await announce(ctx, loopClosed, { threadId, answerId, told })
  return told
}

/** Tells whoever waits under a question since a merge, or again since its undoing, what came of it already. For listeners. */
export async function closeLoopsOn(ctx: Ctx, threadId: ThreadId): Promise<void> {
  for (const { id, official, accepted } of await queries.selectMarked(ctx, threadId)) {
    if (official) await closeLoop(ctx, id, 'official')
    if (accepted) await closeLoop(ctx, id, 'accepted')
  }
}

/** What the viewer was told of a question that they can read, and what they said; undefined when they were not told. */
export async function findOwnLoop(ctx: Ctx, threadId: ThreadId): Promise<queries.ClosureRow | undefined> {
  return ctx.viewer.kind === 'account' ? queries.findOwnClosure(ctx, threadId, ctx.viewer.id) : undefined
}

/** Says whether what came of a question helped. It can be said anew. Throws NotFound when the viewer was not told. */
export async function sayHelped(ctx: Ctx, threadId: ThreadId, helped: boolean): Promise<void> {
  if (ctx.viewer.kind !== 'account')
    throw new Forbidden('loop.sign-in-first', said('Sign in to say whether it helped.'))
  await getPublicQuestion(ctx, threadId)
  const own = await findOwnLoop(ctx, threadId)
  if (!own) throw new NotFound('loop.not-told')
  const accountId = ctx.viewer.id
  await ctx.transaction(async (inside) => {
    await queries.setHelped(inside, own.id, helped)
    await announce(inside, helpedSaid, { threadId, accountId })
  })
}

async function getPublicQuestion(ctx: Ctx, id: ThreadId): Promise<Thread> {
  const thread = await getThread(ctx, id)
  const isAnswered = thread.type === 'question' || thread.type === 'problem'
  if (!isAnswered || thread.realm !== 'outside') throw new NotFound('questions.not-found')
  return thread
}

/** The stations of a question on its way round, each with its time; absent while it has not come to pass. */
export interface Loop {
  readonly askedAt: Date
  /** By somebody other than the asker. */
  readonly firstAnsweredAt?: Date
  readonly swarmedAt?: Date
  /** By a colleague of the one who opened the swarm. */
  readonly firstInsideAt?: Date
  readonly crossedAt?: Date
  /** The last time that something which had crossed was taken back. */
  readonly recalledAt?: Date
  readonly told: number
  readonly toldAt?: Date
  readonly helped: number
  readonly notHelped: number
  readonly helpedAt?: Date
}

/** The loop of a question outside, for employees; NotFound for everybody else. */
export async function loopOf(ctx: Ctx, questionId: ThreadId): Promise<Loop> {
  if (!isEmployee(ctx.viewer)) throw new NotFound('loop.not-found')
  const thread = await getPublicQuestion(ctx, questionId)
  const swarm = await firstSwarmTimes(ctx, questionId)
  const { firstAnsweredAt, crossedAt, recalledAt } = await queries.selectLoop(ctx, questionId)
  const { told, toldAt, helped, notHelped, helpedAt } = await queries.selectTold(ctx, questionId)
  return {
    askedAt: thread.createdAt,
    ...(firstAnsweredAt && { firstAnsweredAt }),
    ...(swarm && { swarmedAt: swarm.openedAt }),
    ...(swarm?.contributedAt && { firstInsideAt: swarm.contributedAt }),
    ...(crossedAt && { crossedAt }),
    ...(recalledAt && { recalledAt }),
    told,
    ...(toldAt && { toldAt }),
    helped,
    notHelped,
    ...(helpedAt && { helpedAt }),
  }
}
