/** What moderators of the demo met: a decision that is contested, one that let a text stand, a hold, and an inside flag. */
import { startDiscussion, replyTo } from '../../content/discussions/discussions.ts'
import { type ReplyId, type ThreadId, addReply } from '../../content/threads/threads.ts'
import { ask } from '../../content/questions/questions.ts'
import { contest } from '../../governance/appeals/appeals.ts'
import { flag } from '../../governance/flags/flags.ts'
import {
  type Decision,
  type RuleKey,
  decide,
  decisionSchema,
  takeCase,
} from '../../governance/moderation/moderation.ts'
import type { AccountViewer } from '../../platform/context.ts'
import { actAs, cast, daysBefore } from './acting.ts'
import * as queries from './demo.queries.ts'
import type { Stage } from './threads.ts'

export async function playModeration(stage: Stage, ideaId: ThreadId): Promise<void> {
  await contested(stage, ideaId)
  await allowed(stage, ideaId)
  await held(stage)
  await flaggedInside(stage)
}

/** Removed, its author slowed down; the appeal waits for the owner, since the only other moderator decided it. */
async function contested(stage: Stage, ideaId: ThreadId): Promise<void> {
  const { riders } = stage.people
  const author = riders[31]!
  const body = 'Only people who are too lazy to pedal ask for this. Sell your bikes and take the bus, all of you.'
  const { id } = await addReply(actAs(stage, author, 6), ideaId, { kind: 'comment', body })
  await raise(stage, id, [
    { by: riders[52]!, rule: 'insult', words: 'I have one lung. I am not lazy.', daysAgo: 5.6 },
    { by: riders[77]!, rule: 'insult', words: '', daysAgo: 5.1 },
  ])
  const [measure] = await settle(stage, 4, {
    ...{ post: 'remove', author: 'slow', days: 14, hours: 24, rule: 'insult' },
    reason: 'You may find the idea wrong and say so. This speaks against the people who asked for it, twice.',
  })
  const words =
    'I wrote it after a near miss with a moped on the cycle path. It was rude, and I would put it differently today. But it was about throttles, and it was one comment: two weeks are too much.'
  await contest(actAs(stage, author, 2), measure!, words)
}

/** Flagged, looked at, and left where it is: whoever flagged it was told why. */
async function allowed(stage: Stage, ideaId: ThreadId): Promise<void> {
  const { riders } = stage.people
  const body = 'A throttle is how it starts. Then come insurance, helmet and no more canal path. No from me.'
  const { id } = await addReply(actAs(stage, riders[44]!, 14), ideaId, { kind: 'comment', body })
  await raise(stage, id, [{ by: riders[95]!, rule: 'off-topic', words: 'Politics.', daysAgo: 13 }])
  const reason = 'It argues against the idea, about the idea. That is what comments are for.'
  await settle(stage, 12.6, { post: 'none', reason })
}

/** Somebody new who sells something: a check held it, nobody but the author reads it until a moderator has looked. */
async function held(stage: Stage): Promise<void> {
  const { ctx, places } = stage
  const name = 'Rolf Danner'
  const [id] = await queries.insertPeople(ctx, [
    {
      ...{ realm: 'outside', name, handle: 'rolf-danner', email: 'rolf-danner@outside.demo.example', job: '' },
      ...{ organisation: null, about: '', createdAt: daysBefore(ctx, 0.3) },
    },
  ])
  const newcomer: AccountViewer = { kind: 'account', id: id!, realm: 'outside', name, offices: [] }
  await ask(actAs(stage, newcomer, 0.1), {
    space: places.riders.id,
    title: 'BATTERIES AT HALF PRICE, ONLY THIS WEEK, ALL MODELS, FREE DELIVERY',
    body: 'ASK ME FOR THE LIST, OR LOOK AT cheap-packs.shop, bike-cells.top AND akku-now.site. FIRST COME, FIRST SERVED.',
    tags: ['battery'],
  })
}

/** For whoever looks after the inside, who is the owner in a new house. */
async function flaggedInside(stage: Stage): Promise<void> {
  const { employees } = stage.people
  const thread = await startDiscussion(actAs(stage, employees[21]!, 3), stage.places.everyone, {
    title: 'Who can stand in at the Saturday phone?',
    body: 'We are one short until the holidays. Two Saturdays each would carry us over.',
  })
  const body = 'Rui surely not. He is off with his back again, as everybody knows, and will be until spring.'
  const reply = await replyTo(actAs(stage, employees[34]!, 2.8), thread.id, body)
  await raise(stage, reply.id, [
    { by: employees[40]!, rule: 'private', words: 'Somebody’s health, by name.', daysAgo: 2.5 },
    { by: employees[cast.lena]!, rule: 'private', words: '', daysAgo: 2.1 },
  ])
}

interface Raised {
  readonly by: AccountViewer
  readonly rule: RuleKey
  readonly words: string
  readonly daysAgo: number
}

async function raise(stage: Stage, replyId: ReplyId, flags: readonly Raised[]): Promise<void> {
  for (const { by, rule, words, daysAgo } of flags)
    await flag(actAs(stage, by, daysAgo), 'reply', replyId, { rule, words })
}

/** The community's steward takes the case that was opened last, and decides it. */
async function settle(stage: Stage, daysAgo: number, decision: Partial<Decision>) {
  const sara = actAs(stage, stage.people.employees[cast.sara]!, daysAgo)
  const caseId = await queries.lastCase(stage.ctx)
  await takeCase(sara, caseId)
  return decide(sara, caseId, decisionSchema.parse(decision))
}
