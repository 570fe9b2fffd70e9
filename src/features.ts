/**
 * Every feature in one list: what it listens to, what it does later, the kinds of content it brings.
 * Importing this file registers the kinds; nothing else happens at import.
 */
import { replyKind, threadKind } from './content/threads/threads.kind.ts'
import type { Ctx } from './platform/context.ts'
import type { Listener } from './platform/events.ts'
import type { Job } from './platform/jobs.ts'
import { type ContentKind, registerContentKind } from './realms/content-kind.ts'

export interface Feature {
  readonly name: string
  readonly listeners?: readonly Listener[]
  readonly jobs?: readonly Job[]
  readonly kinds?: readonly ContentKind[]
}

export const features: readonly Feature[] = [{ name: 'threads', kinds: [threadKind, replyKind] }]

export const listeners: readonly Listener[] = features.flatMap((feature) => feature.listeners ?? [])
export const jobs: readonly Job[] = features.flatMap((feature) => feature.jobs ?? [])
for (const kind of features.flatMap((feature) => feature.kinds ?? [])) registerContentKind(kind)

/** How many notices wait for the viewer: what the bell shows. */
export const countUnread = async (_ctx: Ctx): Promise<number> => 0
