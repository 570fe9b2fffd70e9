/**
 * `<tango-tree>` stands around a tree of nested lists and the form that moves one of its nodes. With it, a node can be
 * dragged onto the one below which it is to stand; the form is filled in and sent as a hand would. On a screen that is
 * touched, and with a keyboard, the form itself is the way.
 */
export class TangoTree extends HTMLElement {
  #listening = new AbortController()
  #dragged: HTMLElement | undefined

  connectedCallback(): void {
    this.#listening = new AbortController()
    const { signal } = this.#listening
    for (const node of this.querySelectorAll<HTMLElement>('[data-node]')) {
      node.draggable = true
      // A link would be dragged as an address instead.
      for (const link of node.querySelectorAll('a')) link.draggable = false
    }
    this.addEventListener('dragstart', (event) => this.#start(event), { signal })
    this.addEventListener('dragover', (event) => this.#over(event), { signal })
    this.addEventListener('drop', (event) => this.#drop(event), { signal })
    this.addEventListener('dragend', () => (this.#dragged = undefined), { signal })
  }

  disconnectedCallback(): void {
    this.#listening.abort()
  }

  #start(event: DragEvent): void {
    this.#dragged = nodeAt(event)
    const id = this.#dragged?.dataset['node']
    if (id === undefined || !event.dataTransfer) return
    event.dataTransfer.effectAllowed = 'move'
    event.dataTransfer.setData('text/plain', id)
  }

  #over(event: DragEvent): void {
    if (this.#target(event)) event.preventDefault()
  }

  #drop(event: DragEvent): void {
    const target = this.#target(event)
    const form = this.querySelector('form')
    const node = form?.elements.namedItem('node')
    const parent = form?.elements.namedItem('parent')
    if (!target || !form || !(node instanceof HTMLSelectElement) || !(parent instanceof HTMLSelectElement)) return
    event.preventDefault()
    node.value = this.#dragged?.dataset['node'] ?? ''
    parent.value = target.dataset['node'] ?? ''
    this.#dragged = undefined
    form.requestSubmit()
  }

  /** Where a dragged node may be let go: on another one that is not below it. */
  #target(event: DragEvent): HTMLElement | undefined {
    const target = nodeAt(event)
    return this.#dragged && target && !this.#dragged.contains(target) ? target : undefined
  }
}

function nodeAt(event: DragEvent): HTMLElement | undefined {
  const found = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-node]') : null
  return found ?? undefined
}
