/**
 * `<tango-choice>` stands around a list and a button that shows what the choice means. With it, choosing presses the
 * button; without script somebody does.
 */
export class TangoChoice extends HTMLElement {
  #listening = new AbortController()

  connectedCallback(): void {
    this.#listening = new AbortController()
    this.addEventListener('change', (event) => this.#press(event), { signal: this.#listening.signal })
  }

  disconnectedCallback(): void {
    this.#listening.abort()
  }

  #press(event: Event): void {
    const button = this.querySelector('button')
    if (button && event.target instanceof HTMLSelectElement) button.form?.requestSubmit(button)
  }
}
