import type { Ctx } from '../../platform/context.ts'
import { Forbidden, NotFound } from '../../platform/errors.ts'
import { touch } from '../../platform/events.ts'
import { said } from '../../platform/languages/languages.ts'
import type { AccountId } from '../../platform/ids.ts'
import { demand } from '../../platform/verdict.ts'
import { type Disclosures, loadDisclosures } from '../../people/disclosure/disclosure.ts'
import { type PersonCard, loadPeople } from '../../people/accounts/accounts.ts'
import { type Space, getSpaceById } from '../../realms/spaces/spaces.ts'
import { tagsOf } from '../tags/tags.ts'
import {
  type Reply,
  type ReplyPage,
  type ReplyPlace,
  type Thread,
  type ThreadId,
  type Traces,
  addReply,
  getThread,
  readReplyPage,
  survivorOf,
  tracesOf,
} from '../threads/threads.ts'
import * as queries from './praise.queries.ts'
import { mayThankFor } from './praise.access.ts'

export { mayThankFor } from './praise.access.ts'

/** Praise outside with all that its page shows. Nothing is owed to it. */
export interface Praise {
  readonly thread: Thread
  readonly space: Space
  readonly tags: readonly string[]
  /** One page of them, oldest first, whatever they were written as. */
  readonly replies: readonly Reply[]
  /** Where this page stands among all replies. */
  readonly part: Omit<ReplyPage, 'replies' | 'bestId'>
  readonly thanks: { readonly count: number; readonly mine: boolean }
  readonly traces: Traces
  readonly people: ReadonlyMap<AccountId, PersonCard>
  readonly disclosures: Disclosures
}

async function getPraiseThread(ctx: Ctx, id: ThreadId): Promise<Thread> {
  const thread = await survivorOf(ctx, await getThread(ctx, id))
  if (thread.type !== 'praise' || thread.realm !== 'outside') throw new NotFound('praise.not-found')
  return thread
}

/** Praise outside that the viewer may read, with one page of its replies. */
export async function getPraise(ctx: Ctx, id: ThreadId, place: ReplyPlace = {}): Promise<Praise> {
  const thread = await getPraiseThread(ctx, id)
  const kinds = ['answer', 'comment', 'reply'] as const
  const { replies, bestId: _, ...part } = await readReplyPage(ctx, thread.id, { kinds, order: 'oldest', place })
  const traces = await tracesOf(ctx, thread)
  const authors = [thread, ...replies, ...traces.merged].map((one) => one.authorId)
  return {
    thread,
    space: await getSpaceById(ctx, thread.spaceId),
    tags: (await tagsOf(ctx, [thread.id])).get(thread.id) ?? [],
    replies,
    part,
    thanks: await queries.countThanks(ctx, thread.id),
    traces,
    people: await loadPeople(ctx, authors),
    disclosures: await loadDisclosures(ctx, { threadIds: [thread.id], replyIds: replies.map((reply) => reply.id) }),
  }
}

/** Replies to praise. Throws NotFound, Forbidden, Invalid (`body`), TryLater. */
export async function replyToPraise(ctx: Ctx, id: ThreadId, body: string): Promise<Reply> {
  const thread = await getPraiseThread(ctx, id)
  return addReply(ctx, thread.id, { kind: 'reply', body })
}

/** Thanks for praise, or takes the thanks back. Harmless to say twice. */
export async function thankFor(ctx: Ctx, id: ThreadId, given: boolean): Promise<void> {
  const thread = await getPraiseThread(ctx, id)
  demand(mayThankFor(ctx.viewer, await getSpaceById(ctx, thread.spaceId), thread.authorId))
  if (ctx.viewer.kind !== 'account') throw new Forbidden('praise.nobody', said('Thanks are given by a person.'))
  const accountId = ctx.viewer.id
  await ctx.transaction(async (inside) => {
    if (await queries.putThanks(inside, thread.id, accountId, given)) await touch(inside, `thread:${thread.id}`)
  })
}
