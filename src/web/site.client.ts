/** The one script of every page: Turbo for moving without reloading, the light parts of the design system, live pages. */
import * as Turbo from '@hotwired/turbo'
import '../ui/ui.client.ts'
import { defineWhenNeeded } from '../ui/when-needed.client.ts'
import { LivePage } from './live.client.ts'

Turbo.config.drive.progressBarDelay = 300
if (!customElements.get('tango-live')) customElements.define('tango-live', LivePage)
defineWhenNeeded({
  'tango-look': async () => (await import('../content/look-before/look-before.client.ts')).TangoLook,
  'tango-tree': async () => (await import('../people/axes/tree.client.ts')).TangoTree,
  'tango-passkey': async () => (await import('../people/passkeys/passkey.client.ts')).TangoPasskey,
})
