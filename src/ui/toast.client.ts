const shownFor = 10_000

/** `<tango-toast>`: goes away after ten seconds, but not while somebody points at it or stands in it. */
export class TangoToast extends HTMLElement {
  #timer: ReturnType<typeof setTimeout> | undefined
  #leaving = new AbortController()

  connectedCallback(): void {
    this.#leaving = new AbortController()
    const { signal } = this.#leaving
    const stay = () => clearTimeout(this.#timer)
    const start = () => {
      clearTimeout(this.#timer)
      this.#timer = setTimeout(() => this.remove(), shownFor)
    }
    for (const event of ['pointerenter', 'focusin']) this.addEventListener(event, stay, { signal })
    for (const event of ['pointerleave', 'focusout']) this.addEventListener(event, start, { signal })
    start()
  }

  disconnectedCallback(): void {
    clearTimeout(this.#timer)
    this.#leaving.abort()
  }
}
