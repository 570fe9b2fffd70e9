import { make } from './elements.client.ts'
import { type Completable, type EditorWords, completable } from './editor.shared.ts'

/** One line to choose from. `insert` is what stands in the text afterwards. */
type Suggestion = { label: string; note?: string; insert: string; cannotRead?: boolean }

const wait = 120
const mostShown = 8
let boxes = 0

/**
 * Suggestions under a text box while somebody types @, # or a colon. The focus stays in the box; the chosen line is
 * told by `aria-activedescendant`, and how many there are by a status.
 */
export class Suggestions {
  readonly textarea: HTMLTextAreaElement
  readonly address: string
  readonly words: EditorWords
  #list: HTMLUListElement
  #status: HTMLElement
  #remark: HTMLElement
  /** Mentions of people who cannot read this, by what stands in the text. */
  #locked = new Map<string, string>()
  #found: Suggestion[] = []
  #at = 0
  #asked: Completable | undefined
  #timer: ReturnType<typeof setTimeout> | undefined
  #asking = new AbortController()

  constructor(textarea: HTMLTextAreaElement, address: string, words: EditorWords) {
    this.textarea = textarea
    this.address = address
    this.words = words
    this.#list = make('ul', { className: 'suggestions', role: 'listbox', id: `suggestions-${++boxes}`, hidden: true })
    this.#status = make('span', { className: 'vh', role: 'status' })
    this.#remark = make('p', { className: 'suggestions-remark', role: 'status' })
    for (const part of [this.#list, this.#status, this.#remark]) part.setAttribute('data-made', '')
  }

  start(signal: AbortSignal): void {
    const { textarea } = this
    textarea.after(this.#list, this.#status, this.#remark)
    textarea.setAttribute('aria-autocomplete', 'list')
    textarea.addEventListener('input', (event) => this.#look(event), { signal })
    textarea.addEventListener('keydown', (event) => this.#press(event), { signal })
    textarea.addEventListener('blur', () => this.#close(), { signal })
    // Pressing a line must not take the focus out of the text.
    this.#list.addEventListener('pointerdown', (event) => event.preventDefault(), { signal })
    this.#list.addEventListener('click', (event) => this.#click(event), { signal })
    signal.addEventListener('abort', () => this.#close())
  }

  #look(event: Event): void {
    clearTimeout(this.#timer)
    const { textarea } = this
    this.#remarkOn(textarea.value)
    if ((event as InputEvent).isComposing || textarea.selectionStart !== textarea.selectionEnd) return
    this.#asked = completable(textarea.value, textarea.selectionStart)
    if (!this.#asked) return this.#close()
    const asked = this.#asked
    this.#timer = setTimeout(() => void this.#ask(asked), wait)
  }

  async #ask(asked: Completable): Promise<void> {
    this.#asking.abort()
    this.#asking = new AbortController()
    const found = asked.kind === 'emoji' ? await emojiFor(asked.words) : await this.#fetch(asked)
    if (this.#asked !== asked || document.activeElement !== this.textarea) return
    this.#found = found.slice(0, mostShown)
    this.#at = 0
    this.#draw(asked)
  }

  async #fetch(asked: Completable): Promise<Suggestion[]> {
    const url = new URL(this.address, location.href)
    url.searchParams.set('kind', asked.kind)
    url.searchParams.set('q', asked.words)
    return fetch(url, { headers: { Accept: 'application/json' }, signal: this.#asking.signal })
      .then((answer) => (answer.ok ? (answer.json() as Promise<Suggestion[]>) : []))
      .catch(() => [])
  }

  #draw(asked: Completable): void {
    if (this.#found.length === 0) return this.#close()
    const { id } = this.#list
    this.#list.ariaLabel = this.words[asked.kind]
    this.#list.replaceChildren(
      ...this.#found.map(({ label, note, cannotRead }, at) => {
        const option = make('li', { role: 'option', id: `${id}-${at}` }, make('b', { textContent: label }))
        const remark = cannotRead ? this.words.cannotRead : note
        if (remark) option.append(' ', make('span', { className: cannotRead ? 'failed' : '', textContent: remark }))
        return option
      }),
    )
    this.#list.hidden = false
    this.textarea.setAttribute('aria-controls', id)
    this.#status.textContent = `${this.#found.length} ${this.words.suggestions}`
    this.#mark()
  }

  #mark(): void {
    for (const [at, option] of [...this.#list.children].entries()) {
      option.ariaSelected = String(at === this.#at)
      if (at === this.#at) option.scrollIntoView({ block: 'nearest' })
    }
    this.textarea.setAttribute('aria-activedescendant', `${this.#list.id}-${this.#at}`)
  }

  #press(event: KeyboardEvent): void {
    if (this.#list.hidden || event.isComposing) return
    const isPlain = !event.ctrlKey && !event.metaKey && !event.altKey && !event.shiftKey
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step && isPlain) this.#at = (this.#at + step + this.#found.length) % this.#found.length
    else if ((event.key === 'Enter' || event.key === 'Tab') && isPlain) this.#take(this.#at)
    else if (event.key === 'Escape') this.#close()
    else return
    // Neither a new line, nor the next field, nor leaving the box: the list was meant.
    event.preventDefault()
    event.stopPropagation()
    if (step) this.#mark()
  }

  #click(event: MouseEvent): void {
    const option = event.target instanceof Element ? event.target.closest('[role="option"]') : null
    const at = option ? [...this.#list.children].indexOf(option) : -1
    if (at >= 0) this.#take(at)
  }

  #take(at: number): void {
    const { textarea } = this
    const asked = this.#asked
    const chosen = this.#found[at]
    if (!asked || !chosen) return
    const piece = `${chosen.insert} `
    if (chosen.cannotRead) this.#locked.set(chosen.insert, chosen.label)
    const end = asked.start + 1 + asked.words.length
    textarea.setRangeText(piece, asked.start, end, 'end')
    this.#close()
    textarea.dispatchEvent(new Event('input', { bubbles: true }))
  }

  /** Says who is named and cannot read it, for as long as they are named. */
  #remarkOn(text: string): void {
    const names = [...this.#locked].filter(([insert]) => text.includes(insert)).map(([, label]) => label)
    const said = names.map((name) => `${name} ${this.words.cannotRead}`).join('. ')
    if (this.#remark.textContent !== said) this.#remark.textContent = said
  }

  #close(): void {
    clearTimeout(this.#timer)
    this.#asking.abort()
    this.#asked = undefined
    this.#list.hidden = true
    this.#list.replaceChildren()
    this.#status.textContent = ''
    this.textarea.removeAttribute('aria-activedescendant')
    this.textarea.removeAttribute('aria-controls')
  }
}

async function emojiFor(words: string): Promise<Suggestion[]> {
  const { findEmoji } = await import('./emoji.client.ts')
  return findEmoji(words, mostShown).map(({ sign, name }) => ({ label: sign, note: name, insert: sign }))
}
