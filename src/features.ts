/**
 * Every feature in one list: what it listens to, what it does later, the kinds of content it brings.
 * Importing this file registers the kinds; nothing else happens at import.
 */
import { helpedPanel, loopPanel } from './customers/loop-closure/loop.panel.tsx'
import { loopClosureListeners } from './customers/loop-closure/loop-closure.listeners.ts'
import { swarmListeners } from './customers/swarms/swarms.listeners.ts'
import { swarmPanel } from './customers/swarms/swarms.panel.tsx'
import { sponsorshipListeners } from './discovery/notices/sponsorship.listeners.ts'
import { connectionListeners } from './discovery/notices/connection.listeners.ts'
import { grantListeners } from './discovery/notices/grant.listeners.ts'
import { noticeListeners } from './discovery/notices/notices.listeners.ts'
import { acrossListeners } from './content/across/across.listeners.ts'
import { acrossPanel, threadPanel } from './content/across/across.parts.tsx'
import { forgetRecalledPictures } from './content/across/across.ts'
import { registerThreadPanel } from './content/discussions/thread-slot.ts'
import { fileListeners } from './content/files/files.listeners.ts'
import { registerOwnPanel, registerStaffPanel } from './content/questions/staff-slot.ts'
import { replyKind, threadKind } from './content/threads/threads.kind.ts'
import { remindSponsors } from './people/sponsorships/sponsorships.jobs.ts'
import { forgetOldThreadChanges } from './content/threads/thread-index.ts'
import { forgetOldTieChanges } from './people/nearness/nearness.ts'
import { forgetOldSessions } from './people/sessions/sessions.jobs.ts'
import { forgetOldCodes, sendCodeWhenAsked } from './people/sign-in/sign-in.listeners.ts'
import type { Listener } from './platform/events.ts'
import type { Job } from './platform/jobs.ts'
import { registerRecallStep } from './realms/crossings/crossings.ts'
import { registerNodePanel } from './people/axes/axes.ts'
import { openToPanel } from './realms/grants/node.panel.tsx'
import { type ContentKind, registerContentKind } from './realms/content-kind.ts'

export interface Feature {
  readonly name: string
  readonly listeners?: readonly Listener[]
  readonly jobs?: readonly Job[]
  readonly kinds?: readonly ContentKind[]
}

export const features: readonly Feature[] = [
  { name: 'people', listeners: [sendCodeWhenAsked], jobs: [forgetOldSessions, forgetOldCodes] },
  { name: 'nearness', jobs: [forgetOldTieChanges] },
  { name: 'threads', kinds: [threadKind, replyKind], jobs: [forgetOldThreadChanges] },
  { name: 'files', listeners: fileListeners },
  { name: 'across', listeners: acrossListeners },
  { name: 'sponsorships', listeners: sponsorshipListeners, jobs: [remindSponsors] },
  { name: 'notices', listeners: [...noticeListeners, ...connectionListeners, ...grantListeners] },
  { name: 'swarms', listeners: swarmListeners },
  { name: 'loop-closure', listeners: loopClosureListeners },
]

export const listeners: readonly Listener[] = features.flatMap((feature) => feature.listeners ?? [])
export const jobs: readonly Job[] = features.flatMap((feature) => feature.jobs ?? [])
for (const kind of features.flatMap((feature) => feature.kinds ?? [])) registerContentKind(kind)
for (const panel of [swarmPanel, loopPanel, acrossPanel]) registerStaffPanel(panel)
registerThreadPanel(threadPanel)
registerRecallStep(forgetRecalledPictures)
registerOwnPanel(helpedPanel)
registerNodePanel(openToPanel)

/** Keeps in memory what SQL would be slow at. */
export { keepThreadIndex } from './content/threads/thread-index.ts'
/** How many notices wait for the viewer: what the bell shows. */
export { countUnread } from './discovery/notices/notices.ts'
