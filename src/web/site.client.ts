/** The one script of every page: Turbo for moving without reloading, the light parts of the design system, live pages. */
import * as Turbo from '@hotwired/turbo'
import '../ui/ui.client.ts'
import { TangoLook } from '../content/look-before/look-before.client.ts'
import { TangoTree } from '../people/axes/tree.client.ts'
import { TangoPasskey } from '../people/passkeys/passkey.client.ts'
import { LivePage } from './live.client.ts'

Turbo.config.drive.progressBarDelay = 300
if (!customElements.get('tango-live')) customElements.define('tango-live', LivePage)
if (!customElements.get('tango-look')) customElements.define('tango-look', TangoLook)
if (!customElements.get('tango-tree')) customElements.define('tango-tree', TangoTree)
if (!customElements.get('tango-passkey')) customElements.define('tango-passkey', TangoPasskey)
