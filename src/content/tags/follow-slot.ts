import type { ComponentChildren } from 'preact'
import type { Ctx } from '../../platform/context.ts'
import type { SpaceId } from '../../realms/spaces/spaces.ts'
import type { ThreadId } from '../threads/threads.ts'
import type { TagId } from './tags.tables.ts'

/** What stands on a page and can be followed. */
export type FollowSubject =
  | { readonly kind: 'tag'; readonly id: TagId }
  | { readonly kind: 'space'; readonly id: SpaceId }
  | { readonly kind: 'thread'; readonly id: ThreadId }

/** Draws the button that follows a thing, or stops, for the viewer of `ctx`. `here`: the page that it stands on. */
export type FollowButton = (ctx: Ctx, subject: FollowSubject, here: string) => Promise<ComponentChildren>

let button: FollowButton | undefined

/** Says what draws the button: called once by a feature further right, before anything is served. */
export function registerFollowButton(draw: FollowButton): void {
  button = draw
}

/** The button for this viewer; nothing where nothing can be followed. */
export async function drawFollowButton(ctx: Ctx, subject: FollowSubject, here: string): Promise<ComponentChildren> {
  return button?.(ctx, subject, here)
}
