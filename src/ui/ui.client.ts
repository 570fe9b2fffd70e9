/** The light behaviour of the parts: one entry for the bundler, needed on every page that is not only read. */
import { dropAllDrafts } from './draft.client.ts'
import { TangoKeys } from './keys.client.ts'
import { TangoPalette } from './palette.client.ts'
import { writeOwnTimes } from './times.client.ts'
import { TangoToast } from './toast.client.ts'
import { defineWhenNeeded } from './when-needed.client.ts'

define('tango-keys', TangoKeys)
define('tango-palette', TangoPalette)
define('tango-toast', TangoToast)

writeOwnTimes()
for (const event of ['turbo:load', 'turbo:render', 'turbo:frame-load']) document.addEventListener(event, writeOwnTimes)

// Browsers that do not know `command` and `commandfor` yet open and close dialogs here.
if (!('commandForElement' in HTMLButtonElement.prototype)) document.addEventListener('click', commandByHand)

document.addEventListener('submit', (event) => {
  if (event.target instanceof HTMLFormElement && event.target.hasAttribute('data-forgets-drafts')) dropAllDrafts()
})

defineWhenNeeded({
  'tango-editor': async () => (await import('./editor.client.ts')).TangoEditor,
  'tango-read': async () => (await import('./read.client.ts')).TangoRead,
})

function define(name: string, element: CustomElementConstructor): void {
  if (!customElements.get(name)) customElements.define(name, element)
}

function commandByHand(event: Event): void {
  const button = event.target instanceof Element ? event.target.closest('button[commandfor]') : null
  const dialog = document.getElementById(button?.getAttribute('commandfor') ?? '')
  if (!(dialog instanceof HTMLDialogElement)) return
  const command = button?.getAttribute('command')
  if (command === 'show-modal' && !dialog.open) dialog.showModal()
  if (command === 'close' && dialog.open) dialog.close()
}
