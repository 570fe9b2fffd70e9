import type {
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
} from '@simplewebauthn/browser'

/**
 * `<tango-passkey>` stands around a form that a passkey fills in: `data-ask` is where its question comes from, `data-act`
 * is `make` or `use`. Without script, and where a browser knows no passkeys, the form stays hidden. With `data-offer`
 * the browser also offers passkeys in the address field of the page.
 */
export class TangoPasskey extends HTMLElement {
  #listening = new AbortController()

  connectedCallback(): void {
    if (typeof PublicKeyCredential === 'undefined') return
    this.#listening = new AbortController()
    const { signal } = this.#listening
    this.hidden = false
    const form = this.querySelector('form')
    form?.addEventListener('submit', (event) => void this.#submit(event), { signal })
    if (this.dataset['offer'] !== undefined) void this.#offer(signal)
  }

  disconnectedCallback(): void {
    this.#listening.abort()
  }

  async #submit(event: SubmitEvent): Promise<void> {
    const form = event.target as HTMLFormElement
    if (field(form, 'answer').value !== '') return
    event.preventDefault()
    event.stopImmediatePropagation()
    this.#say('')
    try {
      await this.#fill(form, false)
      form.submit()
    } catch {
      this.#say(this.dataset['sorry'] ?? '')
    }
  }

  /** Waits behind the address field until somebody chooses a passkey there. */
  async #offer(signal: AbortSignal): Promise<void> {
    const { browserSupportsWebAuthnAutofill } = await import('@simplewebauthn/browser')
    const form = this.querySelector('form')
    if (!form || signal.aborted || !(await browserSupportsWebAuthnAutofill())) return
    try {
      await this.#fill(form, true)
      if (!signal.aborted) form.submit()
    } catch {
      // Nobody chose one, or the button was pressed instead: nothing was asked for, so nothing is said.
    }
  }

  async #fill(form: HTMLFormElement, useBrowserAutofill: boolean): Promise<void> {
    const { startAuthentication, startRegistration } = await import('@simplewebauthn/browser')
    const response = await fetch(this.dataset['ask']!, { method: 'POST', headers: { accept: 'application/json' } })
    if (!response.ok) throw new Error('not asked')
    const { options, ticket } = (await response.json()) as { options: unknown; ticket: string }
    const answer =
      this.dataset['act'] === 'make'
        ? await startRegistration({ optionsJSON: options as PublicKeyCredentialCreationOptionsJSON })
        : await startAuthentication({
            optionsJSON: options as PublicKeyCredentialRequestOptionsJSON,
            useBrowserAutofill,
            verifyBrowserAutofillInput: false,
          })
    field(form, 'ticket').value = ticket
    field(form, 'answer').value = JSON.stringify(answer)
  }

  #say(text: string): void {
    const place = this.querySelector('[role=status]')
    if (place) place.textContent = text
  }
}

function field(form: HTMLFormElement, name: string): HTMLInputElement {
  return form.elements.namedItem(name) as HTMLInputElement
}
