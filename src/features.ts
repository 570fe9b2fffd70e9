/**
 * Every feature in one list: what it listens to, what it does later, the kinds of content it brings.
 * Importing this file registers the kinds; nothing else happens at import.
 */
import { helpedPanel, loopPanel } from './customers/loop-closure/loop.panel.tsx'
import { loopClosureListeners } from './customers/loop-closure/loop-closure.listeners.ts'
import { swarmListeners } from './customers/swarms/swarms.listeners.ts'
import { swarmPanel } from './customers/swarms/swarms.panel.tsx'
import { noticeListeners } from './discovery/notices/notices.listeners.ts'
import { fileListeners } from './content/files/files.listeners.ts'
import { registerOwnPanel, registerStaffPanel } from './content/questions/staff-slot.ts'
import { replyKind, threadKind } from './content/threads/threads.kind.ts'
import { forgetOldSessions } from './people/sessions/sessions.jobs.ts'
import { forgetOldCodes, sendCodeWhenAsked } from './people/sign-in/sign-in.listeners.ts'
import type { Listener } from './platform/events.ts'
import type { Job } from './platform/jobs.ts'
import { type ContentKind, registerContentKind } from './realms/content-kind.ts'

export interface Feature {
  readonly name: string
  readonly listeners?: readonly Listener[]
  readonly jobs?: readonly Job[]
  readonly kinds?: readonly ContentKind[]
}

export const features: readonly Feature[] = [
  { name: 'people', listeners: [sendCodeWhenAsked], jobs: [forgetOldSessions, forgetOldCodes] },
  { name: 'threads', kinds: [threadKind, replyKind] },
  { name: 'files', listeners: fileListeners },
  { name: 'notices', listeners: noticeListeners },
  { name: 'swarms', listeners: swarmListeners },
  { name: 'loop-closure', listeners: loopClosureListeners },
]

export const listeners: readonly Listener[] = features.flatMap((feature) => feature.listeners ?? [])
export const jobs: readonly Job[] = features.flatMap((feature) => feature.jobs ?? [])
for (const kind of features.flatMap((feature) => feature.kinds ?? [])) registerContentKind(kind)
for (const panel of [swarmPanel, loopPanel]) registerStaffPanel(panel)
registerOwnPanel(helpedPanel)

/** How many notices wait for the viewer: what the bell shows. */
export { countUnread } from './discovery/notices/notices.ts'
