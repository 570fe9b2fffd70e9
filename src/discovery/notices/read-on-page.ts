import type { ThreadId } from '../../content/threads/threads.ts'
import type { Ctx } from '../../platform/context.ts'
import { readThreadNotices } from './notices.ts'

/** Whoever opens a discussion has read what they were told of it. A panel that draws nothing. */
export async function readOnThread(ctx: Ctx, thread: { readonly id: ThreadId }): Promise<null> {
  await readThreadNotices(ctx, thread.id)
  return null
}

/** The same of an idea. */
export async function readOnIdea(ctx: Ctx, { thread }: { readonly thread: { readonly id: ThreadId } }): Promise<null> {
  return readOnThread(ctx, thread)
}
