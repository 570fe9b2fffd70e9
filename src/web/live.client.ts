import * as Turbo from '@hotwired/turbo'

/**
 * `<tango-live data-topics="thread:12" data-mode="offer|now" data-offer="New here. Show it">`: hears that something
 * on this page changed and asks for the page again, under the reader's own rights. Nothing moves by itself: the
 * reader is offered the change, except where the page says `now` (two people working in one thread), and never
 * while they write.
 */
export class LivePage extends HTMLElement {
  #source: EventSource | undefined
  #button: HTMLButtonElement | undefined

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
    if (this.dataset.mode === 'now' && !writing()) return this.#refresh()
    if (this.#button) return
    this.#button = document.createElement('button')
    this.#button.type = 'button'
    this.#button.className = 'btn'
    this.#button.textContent = this.dataset.offer ?? ''
    this.#button.addEventListener('click', () => this.#refresh())
    this.append(this.#button)
  }

  #refresh(): void {
    this.#button?.remove()
    this.#button = undefined
    Turbo.session.refresh(location.href)
  }
}

function writing(): boolean {
  const at = document.activeElement
  return at instanceof HTMLTextAreaElement || (at instanceof HTMLInputElement && at.type !== 'hidden')
}
