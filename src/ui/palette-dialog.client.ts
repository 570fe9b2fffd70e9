import { make } from './elements.client.ts'
import type { KeyAct } from './key-acts.client.ts'
import { type PaletteWords, fits } from './palette.shared.ts'

type PaletteParts = {
  /** Answers `?q=` with `.results` of places that the reader may open. */
  found: string
  /** Takes `?q=` when nothing listed is what was meant. */
  search: string
  words: PaletteWords
  /** Drawn before the box; copied. */
  icon: Element | null
  /** What the page itself offers. */
  acts: readonly KeyAct[]
}

const typingPause = 120

/**
 * Opens the palette: a box with a list beneath it, steered by the arrow keys while the caret stays in the box. The list
 * is what the page offers, then what the server finds for this reader. The caller removes the dialog when it closes.
 */
export function openPalette(parts: PaletteParts): HTMLDialogElement {
  const { words } = parts
  const list = make('div', { id: 'palette-list' })
  list.setAttribute('role', 'listbox')
  list.setAttribute('aria-label', words.title)
  const box = make('input', { id: 'palette-box', name: 'q', type: 'search', autocomplete: 'off' })
  box.placeholder = words.placeholder
  box.setAttribute('role', 'combobox')
  box.setAttribute('aria-controls', list.id)
  box.setAttribute('aria-expanded', 'true')
  box.setAttribute('aria-autocomplete', 'list')
  const label = make('label', { className: 'vh', htmlFor: box.id, textContent: words.title })
  const close = make('button', { type: 'button', className: 'btn quiet s', textContent: words.close })
  const head = make('form', { className: 'search', action: parts.search }, label, box, close)
  if (parts.icon) head.insertBefore(parts.icon.cloneNode(true), box)
  const state = make('p', {})
  state.setAttribute('role', 'status')
  const foot = make('footer', {}, state)
  const dialog = make(
    'dialog',
    { className: 'dialog go' },
    make('div', { className: 'results palette' }, head, list, foot),
  )
  dialog.setAttribute('aria-label', words.title)
  close.addEventListener('click', () => dialog.close())
  dialog.addEventListener('click', (event) => event.target === dialog && dialog.close())
  const say = (text: string): void => void (state.textContent = text)
  followTyping(parts, { dialog, box, list, say })
  document.body.append(dialog)
  dialog.showModal()
  box.focus()
  return dialog
}

type Drawn = { dialog: HTMLDialogElement; box: HTMLInputElement; list: HTMLElement; say: (text: string) => void }

function followTyping(parts: PaletteParts, drawn: Drawn): void {
  const { dialog, box, list, say } = drawn
  const { words } = parts
  let asking = new AbortController()
  const look = async (wait: number): Promise<void> => {
    asking.abort()
    asking = new AbortController()
    const { signal } = asking
    const typed = box.value.trim()
    await new Promise((resolve) => setTimeout(resolve, wait))
    if (signal.aborted) return
    const found = await ask(parts.found, typed, signal)
    // Somebody typed on meanwhile: the later question draws the list.
    if (signal.aborted) return
    const choices = [actGroup(parts, typed, () => dialog.close()), ...(found ?? []).map(asGroup)]
    if (typed !== '') choices.push(searchLine(parts, typed))
    list.replaceChildren(...choices.filter((choice) => choice !== undefined))
    for (const [index, option] of optionsOf(list).entries()) option.id = `palette-${index}`
    choose(drawn, 0)
    const count = optionsOf(list).length - (typed === '' ? 0 : 1)
    say(!found ? words.unreachable : count === 0 ? words.nothing : words.count.replace('{count}', String(count)))
  }
  box.addEventListener('input', () => void look(typingPause))
  box.addEventListener('keydown', (event) => steer(event, drawn))
  dialog.addEventListener('close', () => asking.abort())
  // A place of this same page (an anchor) changes nothing that would close the dialog.
  list.addEventListener('click', () => dialog.close())
  void look(0)
}

/** The groups that the server finds; undefined when it cannot be asked. */
async function ask(address: string, typed: string, signal: AbortSignal): Promise<Element[] | undefined> {
  try {
    const response = await fetch(`${address}?q=${encodeURIComponent(typed)}`, { signal })
    if (!response.ok) return undefined
    const page = new DOMParser().parseFromString(await response.text(), 'text/html')
    keepDrawings(page)
    return [...page.querySelectorAll('.results ul')]
  } catch {
    return undefined
  }
}

/** The icons of what was found, as far as this page does not hold them already. */
function keepDrawings(page: Document): void {
  const sprite = document.querySelector('svg.sprite')
  for (const symbol of page.querySelectorAll('symbol')) {
    if (!document.getElementById(symbol.id)) sprite?.append(document.adoptNode(symbol))
  }
}

/** A list of links under its heading becomes a group of options. */
function asGroup(list: Element): HTMLElement {
  const heading = list.previousElementSibling?.textContent ?? ''
  const options = [...list.querySelectorAll('a')].map((link) => asOption(document.adoptNode(link)))
  return groupOf(heading, options)
}

function groupOf(heading: string, options: HTMLElement[]): HTMLElement {
  const group = make('div', {}, make('p', { className: 'group', textContent: heading, ariaHidden: 'true' }), ...options)
  group.setAttribute('role', 'group')
  group.setAttribute('aria-label', heading)
  return group
}

function asOption(element: HTMLElement): HTMLElement {
  element.setAttribute('role', 'option')
  element.tabIndex = -1
  return element
}

function actGroup(parts: PaletteParts, typed: string, close: () => void): HTMLElement | undefined {
  const acts = parts.acts.filter(({ label }) => fits(label, typed))
  if (acts.length === 0) return undefined
  const options = acts.map(({ keys, label, act }) => {
    const kbd = make('kbd', { textContent: keys })
    const option = asOption(make('div', {}, make('span', {}), make('span', { textContent: label }), kbd))
    option.addEventListener('click', (event) => {
      event.stopPropagation()
      close()
      act()
    })
    return option
  })
  return groupOf(parts.words.here, options)
}

function searchLine(parts: PaletteParts, typed: string): HTMLElement {
  const words = make('span', { textContent: parts.words.search.replace('{text}', typed) })
  const link = make('a', { href: `${parts.search}?q=${encodeURIComponent(typed)}` }, make('span', {}), words)
  if (parts.icon) link.firstElementChild?.append(parts.icon.cloneNode(true))
  return asOption(link)
}

function optionsOf(list: HTMLElement): HTMLElement[] {
  return [...list.querySelectorAll<HTMLElement>('[role="option"]')]
}

function chosenOf(list: HTMLElement): HTMLElement | null {
  return list.querySelector<HTMLElement>('[aria-selected="true"]')
}

function choose({ box, list }: Drawn, index: number): void {
  const options = optionsOf(list)
  const chosen = options[(index + options.length) % options.length]
  for (const option of options) {
    option.classList.toggle('active', option === chosen)
    option.setAttribute('aria-selected', String(option === chosen))
  }
  if (!chosen) return box.removeAttribute('aria-activedescendant')
  box.setAttribute('aria-activedescendant', chosen.id)
  chosen.scrollIntoView({ block: 'nearest' })
}

function steer(event: KeyboardEvent, drawn: Drawn): void {
  if (event.isComposing) return
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
  const chosen = chosenOf(drawn.list)
  if (step !== undefined) {
    event.preventDefault()
    choose(drawn, chosen ? optionsOf(drawn.list).indexOf(chosen) + step : 0)
  }
  // Without anything chosen the form goes to the search as it would anyway.
  if (event.key === 'Enter' && chosen) {
    event.preventDefault()
    chosen.click()
  }
}
