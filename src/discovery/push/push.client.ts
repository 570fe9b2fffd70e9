/**
 * `<tango-devices>` stands around a form that this browser fills in when somebody wants notices shown here: `data-key`
 * is the key of the installation, `data-worker` the script that shows them. Without script, and where a browser knows no
 * such thing, what stands in it stays hidden and `data-without` names the line that says so.
 */
export class TangoDevices extends HTMLElement {
  #listening = new AbortController()

  connectedCallback(): void {
    if (!('serviceWorker' in navigator) || !('PushManager' in window) || !('Notification' in window)) return
    this.#listening = new AbortController()
    this.hidden = false
    document.getElementById(this.dataset['without'] ?? '')?.setAttribute('hidden', '')
    this.querySelector('form')?.addEventListener('submit', (event) => void this.#turnOn(event), {
      signal: this.#listening.signal,
    })
  }

  disconnectedCallback(): void {
    this.#listening.abort()
  }

  async #turnOn(event: SubmitEvent): Promise<void> {
    const form = event.target as HTMLFormElement
    event.preventDefault()
    event.stopImmediatePropagation()
    this.#say('')
    try {
      if ((await Notification.requestPermission()) !== 'granted') return this.#say(this.dataset['refused'] ?? '')
      await navigator.serviceWorker.register(this.dataset['worker']!)
      const worker = await navigator.serviceWorker.ready
      const applicationServerKey = this.dataset['key']!
      const { endpoint, keys } = (
        await worker.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey })
      ).toJSON()
      const told = { endpoint, p256dh: keys?.['p256dh'], auth: keys?.['auth'] }
      for (const [name, value] of Object.entries(told))
        (form.elements.namedItem(name) as HTMLInputElement).value = value ?? ''
      form.submit()
    } catch {
      this.#say(this.dataset['sorry'] ?? '')
    }
  }

  #say(words: string): void {
    const line = this.querySelector('[role=status]')
    if (line) line.textContent = words
  }
}
