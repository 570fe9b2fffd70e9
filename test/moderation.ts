/** Steps that the tests of moderation share: a question with an answer, a flag, a decision. */
import { answer, ask } from '../src/content/questions/questions.ts'
import type { ReplyId, ThreadId } from '../src/content/threads/threads.ts'
import { flag } from '../src/governance/flags/flags.ts'
import {
  type CaseId,
  type Decision,
  type MeasureId,
  type Side,
  decide,
  decisionSchema,
  takeCase,
} from '../src/governance/moderation/moderation.ts'
import { listQueue } from '../src/governance/moderation/cases.ts'
import { type AccountViewer, type Ctx, makeCtx } from '../src/platform/context.ts'
import type { Cast, PersonName } from './cast.ts'

/** A question of Ines with an answer of Gustav, in the public space outside. */
export async function startTalk(ctx: Ctx, cast: Cast): Promise<{ question: ThreadId; answer: ReplyId }> {
  const asked = await ask(cast.as(ctx, 'ines'), {
    space: 'riders',
    title: 'Does the zebrawood rack fit',
    body: 'On the tide of last year, with quandong bags.',
    tags: [],
  })
  const given = await answer(cast.as(ctx, 'gustav'), asked.thread.id, 'It fits, says the pachyderm.')
  return { question: asked.thread.id, answer: given.id }
}

/** Makes somebody who works here a moderator of a side; gives them as a viewer. */
export async function makeModerator(ctx: Ctx, cast: Cast, who: PersonName, side: Side): Promise<AccountViewer> {
  const viewer = cast.people[who]
  const office = `${side}-steward` as const
  if (!viewer.offices.includes(office))
    await ctx.db.insertInto('offices').values({ accountId: viewer.id, office }).execute()
  return { ...viewer, offices: [...new Set([...viewer.offices, office])] }
}

/** Flags a post; gives the case that is open about it. */
export async function flagPost(
  ctx: Ctx,
  kind: 'thread' | 'reply',
  id: number,
  words = 'It sells something.',
): Promise<CaseId> {
  await flag(ctx, kind, id, { rule: 'spam', words })
  const post = kind === 'thread' ? ('threadId' as const) : ('replyId' as const)
  const row = await ctx.db
    .selectFrom('moderationCases')
    .select('id')
    .where(post, '=', id as never)
    .where('closedAt', 'is', null)
    .executeTakeFirstOrThrow()
  return row.id
}

/** Takes a case and decides it; what is not told is left as it is. */
export async function decideCase(
  ctx: Ctx,
  id: CaseId,
  decision: Partial<Record<keyof Decision, string | number>>,
): Promise<readonly MeasureId[]> {
  await takeCase(ctx, id)
  const plain = { post: 'none', rule: 'spam', reason: 'It advertises a shop of his own.' }
  return decide(ctx, id, decisionSchema.parse({ ...plain, ...decision }))
}

/** The ids of the cases in a queue, in its order. */
export async function queueOf(ctx: Ctx, side: Side): Promise<CaseId[]> {
  return (await listQueue(ctx, side)).items.map((one) => one.id)
}

/** The same context so many minutes later. */
export function atMinute(ctx: Ctx, minute: number): Ctx {
  const { viewer, db, log } = ctx
  return makeCtx({ viewer, db, log, now: new Date(ctx.now.getTime() + minute * 60_000) })
}
