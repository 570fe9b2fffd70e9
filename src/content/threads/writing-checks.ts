import type { Ctx } from '../../platform/context.ts'
import type { AccountId } from '../../platform/ids.ts'
import type { Space } from '../../realms/spaces/spaces.ts'
import type { ReplyId, ThreadId } from './threads.tables.ts'

/** What somebody is about to post or to change. */
export interface Writing {
  readonly authorId: AccountId
  readonly space: Space
  readonly act: 'start' | 'reply' | 'edit'
  /** Empty for a reply. */
  readonly title: string
  readonly body: string
}

/** The post, once it stands. */
export interface Post {
  readonly threadId: ThreadId
  readonly replyId: ReplyId | null
}

/** Keeps a post from its readers, in the transaction that wrote it. */
export type Hold = (ctx: Ctx, post: Post) => Promise<void>

/**
 * Looks at a text before it is written: throws (Forbidden, TryLater, Invalid) when it may not be, or gives back how the
 * post is held for review. Undefined: nothing stands against it.
 */
export type WritingCheck = (ctx: Ctx, writing: Writing) => Promise<Hold | undefined>

const checks: WritingCheck[] = []

/** Adds a check of everything that people write: called once by a feature further right, before anything is served. */
export function registerWritingCheck(check: WritingCheck): void {
  if (!checks.includes(check)) checks.push(check)
}

/** Asks every check; the first that holds the post decides. What Tango writes itself is not checked. */
export async function checkWriting(ctx: Ctx, writing: Writing): Promise<Hold | undefined> {
  if (ctx.viewer.kind === 'system') return undefined
  let hold: Hold | undefined
  for (const check of checks) {
    const found = await check(ctx, writing)
    hold ??= found
  }
  return hold
}
