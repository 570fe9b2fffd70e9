import { keyActs } from './key-acts.client.ts'
import { englishKeysWords } from './keys.shared.ts'
import { englishPaletteWords } from './palette.shared.ts'

/** What the palette does not repeat: places come from the server, and it is a search itself. */
const elsewhere = /^(g .|\/|Ctrl K)$/

/**
 * `<tango-palette data-found="/go/found" data-search="/search">` around a link to the page of all places: Ctrl K (⌘ K)
 * and every link to that page open the command palette instead. Without script the link leads to the page.
 */
export class TangoPalette extends HTMLElement {
  #listening = new AbortController()
  #open: HTMLDialogElement | undefined

  connectedCallback(): void {
    this.#listening = new AbortController()
    const { signal } = this.#listening
    document.addEventListener('keydown', (event) => this.#press(event), { signal })
    document.addEventListener('click', (event) => this.#click(event), { signal })
  }

  disconnectedCallback(): void {
    this.#listening.abort()
    this.#open?.close()
  }

  #press(event: KeyboardEvent): void {
    const combined = (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey
    if (!combined || event.key.toLowerCase() !== 'k' || event.isComposing) return
    event.preventDefault()
    if (this.#open) return this.#open.close()
    if (!document.querySelector('dialog:modal')) void this.#show()
  }

  #click(event: MouseEvent): void {
    if (event.defaultPrevented || event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey) return
    const link = event.target instanceof Element ? event.target.closest('a') : null
    const own = this.querySelector('a')
    if (!link || !own || link.href !== own.href || link.closest('main')) return
    event.preventDefault()
    link.closest<HTMLElement>('[popover]')?.hidePopover()
    void this.#show()
  }

  async #show(): Promise<void> {
    const acts = keyActs(englishKeysWords).filter(({ keys, moves }) => !moves && !elsewhere.test(keys))
    const { openPalette } = await import('./palette-dialog.client.ts')
    if (this.#open || !this.isConnected) return
    this.#open = openPalette({
      found: this.dataset['found'] ?? '',
      search: this.dataset['search'] ?? '',
      words: { ...englishPaletteWords, ...JSON.parse(this.dataset['words'] ?? '{}') },
      icon: this.querySelector('svg'),
      acts,
    })
    this.#open.addEventListener('close', () => {
      this.#open?.remove()
      this.#open = undefined
    })
  }
}
