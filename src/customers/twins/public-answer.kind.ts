import { getThread, threadAddress } from '../../content/threads/threads.ts'
import type { Ctx } from '../../platform/context.ts'
import { NotFound } from '../../platform/errors.ts'
import { touch } from '../../platform/events.ts'
import type { ContentKind } from '../../realms/content-kind.ts'
import { answerText } from './answer-words.ts'
import { readableAnswer, whyAnswer } from './twins.access.ts'
import * as queries from './twins.queries.ts'

async function getAnswer(ctx: Ctx, id: number) {
  const answer = await queries.findAnswer(ctx, id)
  if (!answer) throw new NotFound('ideas.no-answer')
  return answer
}

async function ideaOf(ctx: Ctx, id: number) {
  return getThread(ctx, (await getAnswer(ctx, id)).ideaId)
}

/** What the company answered on an idea: what of a twin stands outside, and what a recall takes back. */
export const publicAnswerKind: ContentKind = {
  name: 'idea-answer',
  table: 'idea_stage_changes',
  readable: readableAnswer,
  why: whyAnswer,
  spaceIdOf: async (ctx, id) => (await ideaOf(ctx, id)).spaceId,
  addressOf: async (ctx, id) => threadAddress(await ideaOf(ctx, id)),
  isNarrowed: async (ctx, id) => (await ideaOf(ctx, id)).reach !== null,
  textOf: async (ctx, id) => answerText(await getAnswer(ctx, id)),
  async recall(ctx, id) {
    const { ideaId } = await getAnswer(ctx, id)
    await queries.blankAnswer(ctx, id)
    await touch(ctx, `thread:${ideaId}`)
  },
}
