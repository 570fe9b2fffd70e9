import { postHidden, postShown, replyAdded, replyEdited, replyRecalled } from '../../content/threads/threads.events.ts'
import { threadEdited, threadMerged, threadMoved, threadNarrowed } from '../../content/threads/threads.events.ts'
import {
  threadRecalled,
  threadRetyped,
  threadSplit,
  threadStarted,
  threadUnmerged,
} from '../../content/threads/threads.events.ts'
import type { Ctx } from '../../platform/context.ts'
import { type EventType, type Listener, listen } from '../../platform/events.ts'
import { enqueue } from '../../platform/jobs.ts'
import { accountClosed } from '../../people/accounts/accounts.events.ts'
import { spaceChanged } from '../../realms/spaces/spaces.events.ts'
import { isAnybodyThere } from './websub.queries.ts'

/** Milliseconds in which changes gather before feeds are looked at. */
const gathered = 10_000

/** After anything that may change a feed: one look for all that happens within ten seconds, and none where nobody follows. */
async function lookSoon(ctx: Ctx): Promise<void> {
  if (!(await isAnybodyThere(ctx))) return
  const runAt = new Date((Math.floor(ctx.now.getTime() / gathered) + 1) * gathered)
  await enqueue(ctx, 'hub-look', {}, { runAt, key: `hub-look:${runAt.getTime()}` })
}

const changing: readonly EventType<unknown>[] = [
  ...[threadStarted, threadEdited, threadNarrowed, threadRecalled, threadRetyped, threadMoved, threadSplit],
  ...[threadMerged, threadUnmerged, replyAdded, replyEdited, replyRecalled, postHidden, postShown],
  ...[spaceChanged, accountClosed],
] as readonly EventType<unknown>[]

export const hubListeners: readonly Listener[] = changing.map((event) =>
  listen(event, `websub.look-${event.name}`, lookSoon),
)
