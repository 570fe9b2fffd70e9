import { findPerson } from '../../people/accounts/accounts.ts'
import type { AccountViewer, Ctx } from '../../platform/context.ts'
import { NotFound, TangoError } from '../../platform/errors.ts'
import type { AccountId } from '../../platform/ids.ts'
import {
  type Bridge,
  approverStands,
  findWaiting,
  queueThread,
  workingBridgesAt,
} from '../../realms/bridges/bridges.ts'
import { cameAcross, mayPublishFrom } from '../../realms/crossings/crossings.ts'
import { type Thread, type ThreadId, getThread } from '../threads/threads.ts'
import { bringInto } from './texts.ts'
import { type PublishChoice, draftPublication, publish } from './publishing.ts'

/**
 * Lets a new thread pass the standing bridges of its space: what they bring in is brought in at once, in the name of
 * whoever said yes for the inner end; what they publish out waits, unless its author asked for it and may publish out.
 * Only threads for the whole space pass, and nothing that itself came across: no circle can begin.
 */
export async function passBridges(ctx: Ctx, threadId: ThreadId): Promise<void> {
  const thread = await findThread(ctx, threadId)
  if (!thread || thread.audience !== 'space' || thread.reach !== null || thread.recalledAt) return
  if (await cameAcross(ctx, { kind: 'thread', id: threadId })) return
  for (const bridge of await workingBridgesAt(ctx, thread.spaceId)) {
    // Heard late: what was written before both ends had said yes does not pass.
    if (thread.createdAt < bridge.innerApprovedAt! || thread.createdAt < bridge.outerApprovedAt!) continue
    if (bridge.outerSpaceId === thread.spaceId) {
      if (bridge.bringsIn) await passIn(ctx, bridge, thread)
    } else if (bridge.publishesOut) {
      await queueThread(ctx, thread.spaceId, thread.id, false)
      await publishAsked(ctx, bridge, thread)
    }
  }
}

async function findThread(ctx: Ctx, id: ThreadId): Promise<Thread | undefined> {
  return getThread(ctx, id).catch((error: unknown) => {
    if (error instanceof NotFound) return undefined
    throw error
  })
}

async function passIn(ctx: Ctx, bridge: Bridge, thread: Thread): Promise<void> {
  const approver = await viewerOf(ctx, bridge.innerApprovedBy)
  if (!approver) return
  const theirs = ctx.as(approver)
  if (!(await approverStands(theirs, bridge)) || !(await findThread(theirs, thread.id))) return
  await tolerate(ctx, bridge, () =>
    ctx.transaction((inside) =>
      bringInto(inside.as(approver), { kind: 'thread', id: thread.id }, bridge.innerSpaceId, {
        reason: `By the standing bridge “${bridge.title}”`,
        byBridge: true,
      }),
    ),
  )
}

/** Publishes a waiting thread whose author asked for it, in the author's own name, if they may publish out. Never else. */
export async function publishAsked(ctx: Ctx, bridge: Bridge, thread: Thread): Promise<void> {
  if (!(await findWaiting(ctx, bridge.id, thread.id))?.askedFor) return
  const author = await viewerOf(ctx, thread.authorId)
  if (!author) return
  const theirs = ctx.as(author)
  if (!(await mayPublishFrom(theirs, thread.spaceId)).allowed) return
  await tolerate(ctx, bridge, () =>
    ctx.transaction(async (inside) => {
      const choice: PublishChoice = {
        source: { kind: 'thread', id: thread.id },
        to: { spaceId: bridge.outerSpaceId },
        replies: [],
        bridgeId: bridge.id,
      }
      const { sha256 } = await draftPublication(inside.as(author), choice)
      const reason = `Its author asked for it at the standing bridge “${bridge.title}”`
      await publish(inside.as(author), choice, { expectedSha256: sha256, reason })
    }),
  )
}

/** Something that a bridge may not do stays where it is; the bridge goes on with the next. */
async function tolerate(ctx: Ctx, bridge: Bridge, pass: () => Promise<unknown>): Promise<void> {
  try {
    await pass()
  } catch (error) {
    if (!(error instanceof TangoError) || error.status === 429) throw error
    ctx.log.warn('nothing passed a bridge', { bridge: bridge.id, code: error.code })
  }
}

/** An employee who is still here, as a viewer. */
async function viewerOf(ctx: Ctx, id: AccountId | null): Promise<AccountViewer | undefined> {
  const person = id === null ? undefined : await findPerson(ctx, id)
  if (!person || person.realm !== 'inside' || person.state !== 'active') return undefined
  return { kind: 'account', id: person.id, realm: 'inside', name: person.displayName, offices: person.offices }
}
