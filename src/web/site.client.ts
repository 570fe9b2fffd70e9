/** The one script of every page: Turbo for moving without reloading, the light parts of the design system, live pages. */
import * as Turbo from '@hotwired/turbo'
import '../ui/ui.client.ts'
import { followOldAnchor } from '../content/threads/old-anchors.client.ts'
import { defineWhenNeeded } from '../ui/when-needed.client.ts'
import { LivePage } from './live.client.ts'

Turbo.config.drive.progressBarDelay = 300
document.addEventListener('turbo:load', followOldAnchor)
if (!customElements.get('tango-live')) customElements.define('tango-live', LivePage)
defineWhenNeeded({
  'tango-choice': async () => (await import('../ui/choice.client.ts')).TangoChoice,
  'tango-look': async () => (await import('../content/look-before/look-before.client.ts')).TangoLook,
  'tango-tree': async () => (await import('../people/axes/tree.client.ts')).TangoTree,
  'tango-zone': async () => (await import('../discovery/notices/zone.client.ts')).TangoZone,
  'tango-devices': async () => (await import('../discovery/push/push.client.ts')).TangoDevices,
  'tango-passkey': async () => (await import('../people/passkeys/passkey.client.ts')).TangoPasskey,
})
