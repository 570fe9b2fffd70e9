import type { ComponentChildren } from 'preact'
import type { ThreadId } from '../../content/threads/threads.ts'
import type { Ctx } from '../../platform/context.ts'
import { selectHiddenOf } from './measures.queries.ts'
import { HiddenNote } from './moderation.parts.tsx'

/** What the viewer wrote in a thread and nobody else reads now, each with the way to the reason; nothing when there is none. */
export async function hiddenPanel(ctx: Ctx, thread: ThreadId | { readonly id: ThreadId }): Promise<ComponentChildren> {
  if (ctx.viewer.kind !== 'account') return null
  const hidden = await selectHiddenOf(ctx, ctx.viewer.id, typeof thread === 'number' ? thread : thread.id)
  if (hidden.length === 0) return null
  return (
    <div class="stack-s">
      {hidden.map((one) => (
        <HiddenNote isReply={one.replyId !== null} statement={one.id} isHeld={one.measure === 'hold'} />
      ))}
    </div>
  )
}
