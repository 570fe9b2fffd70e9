import { type Question, getQuestion } from '../../content/questions/questions.ts'
import { type Reply, type Thread, getThread, listParticipants, listReplies } from '../../content/threads/threads.ts'
import { type PersonCard, loadPeople } from '../../people/accounts/accounts.ts'
import type { Ctx } from '../../platform/context.ts'
import { NotFound } from '../../platform/errors.ts'
import type { AccountId } from '../../platform/ids.ts'
import { type Audience, audienceOf } from '../../realms/audience/audience.ts'
import { type Crossing, type CrossingId, loadCrossings } from '../../realms/crossings/crossings.ts'
import { type Space, getSpaceById } from '../../realms/spaces/spaces.ts'
import * as queries from './swarms.queries.ts'
import type { SwarmId } from './swarms.tables.ts'
import { type Wording, listWordings } from './wordings.ts'

/** A swarm with all that its two-sided page shows. */
export interface SwarmRoom {
  readonly swarm: queries.SwarmRow
  /** The public question as everybody outside reads it. */
  readonly question: Question
  readonly questionAudience: Audience
  readonly companion: Thread
  readonly companionSpace: Space
  readonly companionAudience: Audience
  /** What was said inside, oldest first, the first 500. */
  readonly messages: readonly Reply[]
  readonly participants: readonly AccountId[]
  readonly calls: Awaited<ReturnType<typeof queries.selectCalls>>
  /** Newest first. */
  readonly wordings: readonly Wording[]
  readonly crossings: ReadonlyMap<CrossingId, Crossing>
  readonly people: ReadonlyMap<AccountId, PersonCard>
}

/** A swarm that the viewer takes part in, with both its sides. */
export async function enterSwarm(ctx: Ctx, id: SwarmId): Promise<SwarmRoom> {
  const swarm = await queries.findSwarm(ctx, id)
  if (!swarm) throw new NotFound('swarms.not-found')
  const question = await getQuestion(ctx, swarm.questionId)
  const companion = await getThread(ctx, swarm.companionId)
  const companionSpace = await getSpaceById(ctx, companion.spaceId)
  const messages = await listReplies(ctx, companion.id)
  const participants = await listParticipants(ctx, companion.id)
  const wordings = await listWordings(ctx, id)
  const people = await loadPeople(ctx, [
    question.thread.authorId,
    ...question.answers.map((answer) => answer.reply.authorId),
    ...participants,
    companion.authorId,
    ...messages.map((message) => message.authorId),
    ...wordings.flatMap((wording) => [wording.writtenBy, ...wording.agreedBy]),
  ])
  return {
    swarm,
    question,
    questionAudience: await audienceOf(ctx, question.space, { kind: 'thread', id: question.thread.id }),
    companion,
    companionSpace,
    companionAudience: await audienceOf(ctx, companionSpace, { kind: 'thread', id: companion.id }),
    messages,
    participants,
    calls: await queries.selectCalls(ctx, id),
    wordings,
    crossings: await loadCrossings(
      ctx,
      wordings.flatMap((wording) => wording.crossingId ?? []),
    ),
    people,
  }
}
