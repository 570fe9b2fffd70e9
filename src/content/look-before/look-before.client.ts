/** So long after the last key the likely answers are asked for: with the answer in under 300 ms. */
const pauseBeforeLooking = 150
const shortest = 8

const english = {
  answered: 'Good that it is answered. Nothing was posted, and what you wrote is set aside.',
  read: 'Read the answer',
  undo: 'Undo',
  failed: 'That could not be counted. Nothing was lost.',
}

/**
 * `<tango-look>` within the form of a question: shows threads that may answer it while its title is being typed. "This
 * answered it" is counted and empties the form; undo brings everything back.
 */
export class TangoLook extends HTMLElement {
  #words = english
  #leaving = new AbortController()
  #asking: AbortController | undefined
  #timer: ReturnType<typeof setTimeout> | undefined
  #shown = ''
  #list = document.createElement('div')

  connectedCallback(): void {
    // What the page says in its own language; in English the script knows it.
    const { words } = this.dataset
    this.#words = words ? (JSON.parse(words) as typeof english) : english
    this.#leaving = new AbortController()
    const { signal } = this.#leaving
    this.#list = document.createElement('div')
    this.#list.className = 'look-before'
    this.#list.setAttribute('role', 'status')
    this.replaceChildren(this.#list)
    this.#shown = ''
    const title = this.#field('title')
    title?.addEventListener('input', () => this.#lookSoon(), { signal })
    this.addEventListener('click', (event) => this.#click(event), { signal })
    // A page that refreshes itself must not take away what somebody is looking at.
    this.addEventListener('turbo:before-morph-element', (event) => event.preventDefault(), { signal })
    if (title?.value) this.#lookSoon()
  }

  disconnectedCallback(): void {
    this.#leaving.abort()
    this.#asking?.abort()
    clearTimeout(this.#timer)
  }

  #field(name: string): HTMLInputElement | HTMLTextAreaElement | undefined {
    const found = this.closest('form')?.elements.namedItem(name)
    return found instanceof HTMLInputElement || found instanceof HTMLTextAreaElement ? found : undefined
  }

  #lookSoon(): void {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => void this.#look(), pauseBeforeLooking)
  }

  async #look(): Promise<void> {
    const text = this.#field('title')?.value.trim() ?? ''
    this.#asking?.abort()
    if (text.length < shortest) return this.#show('')
    const asking = (this.#asking = new AbortController())
    try {
      const answer = await fetch(`${this.dataset['like'] ?? ''}?q=${encodeURIComponent(text)}`, {
        headers: { Accept: 'text/html' },
        signal: asking.signal,
      })
      if (answer.ok) this.#show(await answer.text())
    } catch {
      // Overtaken by the next key, or no connection: writing goes on as it is.
    }
  }

  #show(html: string): void {
    // The same again would be read out again.
    if (html === this.#shown) return
    this.#shown = html
    this.#list.innerHTML = html
  }

  #click(event: Event): void {
    const button = event.target instanceof Element ? event.target.closest<HTMLElement>('button[data-thread]') : null
    if (button) void this.#sayAnswered(button.dataset['thread'] ?? '', button.dataset['href'] ?? '')
  }

  async #sayAnswered(thread: string, href: string): Promise<void> {
    const form = this.closest('form')
    if (!form) return
    const fields = [...form.elements].filter(
      (one): one is HTMLInputElement | HTMLTextAreaElement =>
        one instanceof HTMLTextAreaElement || (one instanceof HTMLInputElement && one.type === 'text'),
    )
    const typed = fields.map((field) => [field, field.value] as const)
    const id = await this.#count(thread)
    if (id === undefined) return this.#say(this.#words.failed)
    for (const [field] of typed) fill(field, '')
    clearTimeout(this.#timer)
    this.#asking?.abort()
    const read = Object.assign(document.createElement('a'), { href, textContent: this.#words.read })
    const undo = Object.assign(document.createElement('button'), { type: 'button', textContent: this.#words.undo })
    undo.className = 'btn quiet s'
    undo.addEventListener('click', () => void this.#undo(id, typed))
    this.#say(this.#words.answered, read, undo)
    undo.focus()
  }

  async #count(thread: string): Promise<string | undefined> {
    const body = new URLSearchParams({ thread })
    for (const name of ['space', 'title', 'body']) body.set(name, this.#field(name)?.value ?? '')
    try {
      const answer = await fetch(this.dataset['answered'] ?? '', {
        method: 'POST',
        headers: { Accept: 'application/json' },
        body,
      })
      return answer.ok ? String(((await answer.json()) as { id: number }).id) : undefined
    } catch {
      return undefined
    }
  }

  async #undo(
    id: string,
    typed: readonly (readonly [HTMLInputElement | HTMLTextAreaElement, string])[],
  ): Promise<void> {
    for (const [field, value] of typed) fill(field, value)
    this.#shown = ''
    this.#list.replaceChildren()
    typed[0]?.[0].focus()
    await fetch(this.dataset['undo'] ?? '', { method: 'POST', body: new URLSearchParams({ id }) }).catch(() => {})
  }

  #say(text: string, ...more: HTMLElement[]): void {
    const line = document.createElement('p')
    line.className = 'row small'
    line.append(text, ...more)
    this.#shown = text
    this.#list.replaceChildren(line)
  }
}

/** Sets a field as a hand would, so that its draft follows. */
function fill(field: HTMLInputElement | HTMLTextAreaElement, value: string): void {
  field.value = value
  field.dispatchEvent(new Event('input', { bubbles: true }))
}
