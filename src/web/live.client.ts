import * as Turbo from '@hotwired/turbo'

/**
 * `<tango-live data-topics="thread:12" data-mode="offer|now" data-offer="New here. Show it" data-show="Show">`: hears
 * that something on this page changed and asks for the page again, under the reader's own rights. Nothing moves by
 * itself: the reader is offered the change ("2 new answers"), except where the page says `now` (two people working in
 * one thread), and never while they write or have scrolled away from the beginning.
 */
export class LivePage extends HTMLElement {
  #source: EventSource | undefined
  #button: HTMLButtonElement | undefined
  #newest = 0

  connectedCallback(): void {
    const topics = this.dataset.topics
    if (!topics) return
    this.#source = new EventSource(`/live?topics=${encodeURIComponent(topics)}`)
    this.#source.addEventListener('changed', () => this.#changed())
  }

  disconnectedCallback(): void {
    this.#source?.close()
  }

  #changed(): void {
    if (this.dataset.mode === 'now' && !writing() && scrollY < 200) return this.#refresh()
    if (!this.#button) {
      this.#button = document.createElement('button')
      this.#button.type = 'button'
      this.#button.className = 'btn'
      this.#button.textContent = this.dataset.offer ?? ''
      this.#button.addEventListener('click', () => this.#refresh())
      this.append(this.#button)
    }
    void this.#sayWhatIsNew(this.#button)
  }

  /** On the page of a thread: how many replies came since it was drawn. Something else may have changed. */
  async #sayWhatIsNew(button: HTMLButtonElement): Promise<void> {
    const thread = /^thread:(\d+)$/.exec(this.dataset.topics ?? '')?.[1]
    const shown = newestReply()
    if (!thread || shown === 0) return
    const headers = { Accept: 'application/json' }
    const answer = await fetch(`/read/${thread}/newer?after=${shown}`, { headers }).catch(() => undefined)
    const newer = (answer?.ok ? await answer.json() : {}) as { words?: string }
    if (!newer.words || !button.isConnected) return
    this.#newest = shown
    button.textContent = `${newer.words}. ${this.dataset.show ?? ''}`
  }

  #refresh(): void {
    this.#button?.remove()
    this.#button = undefined
    const after = this.#newest
    this.#newest = 0
    if (after > 0 && !writing()) document.addEventListener('turbo:render', () => goToFirstAfter(after), { once: true })
    Turbo.session.refresh(location.href)
  }
}

// What somebody unfolded stays open when the page refreshes itself: they may be writing in it.
document.addEventListener('turbo:before-morph-attribute', (event) => {
  const { attributeName } = (event as CustomEvent<{ attributeName: string }>).detail
  if (attributeName === 'open' && event.target instanceof HTMLDetailsElement) event.preventDefault()
})

const reply = /^(?:answer|comment|reply)-(\d+)$/

function shownReplies(): { id: number; element: HTMLElement }[] {
  return [...document.querySelectorAll<HTMLElement>('main [id]')].flatMap((element) => {
    const id = Number(reply.exec(element.id)?.[1])
    return id ? [{ id, element }] : []
  })
}

function newestReply(): number {
  return shownReplies().reduce((newest, { id }) => Math.max(newest, id), 0)
}

function goToFirstAfter(after: number): void {
  const [first] = shownReplies()
    .filter(({ id }) => id > after)
    .sort((a, b) => a.id - b.id)
  if (!first) return
  first.element.tabIndex = -1
  first.element.focus({ preventScroll: true })
  first.element.scrollIntoView({ block: 'center' })
}

function writing(): boolean {
  const at = document.activeElement
  if (at instanceof HTMLTextAreaElement || (at instanceof HTMLInputElement && at.type !== 'hidden')) return true
  return [...document.querySelectorAll<HTMLTextAreaElement>('main form.composer textarea')].some(
    (box) => box.value !== box.defaultValue,
  )
}
