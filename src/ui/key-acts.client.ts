import type { KeysWords } from './keys.shared.ts'

/** Something that a key does on this page now. `keys` such as `c`, `g i` or `Ctrl K`. */
export type KeyAct = {
  keys: string
  label: string
  act: () => void
  /** It moves about on the page; the palette, which finds by words, leaves it out. */
  moves?: true
}

const items = 'main :is(.post, .thread, .answer, .said, .rows > li)'
const panes = 'main :is(.seam > section, .cols > *)'
/** What somebody can reply to; a text box below one of these is for the reply. */
const sayings = 'main :is(.post, .said, .answer, article.q)'

/**
 * Everything that keys do on this page, first those that elements name themselves (`data-key="c"`), then those that
 * follow from what stands on the page. What has nothing to act on is absent.
 */
export function keyActs(words: KeysWords): KeyAct[] {
  const acts: KeyAct[] = []
  for (const [keys, element] of namedElements()) {
    acts.push({ keys, label: keys === '/' ? words.search : nameOf(element), act: () => pressOrFocus(element) })
  }
  const box = replyBox()
  if (box) acts.push({ keys: 'r', label: words.reply, act: () => focusBox(box) })
  const step = (keys: string, label: string, act: () => void): void => void acts.push({ keys, label, act, moves: true })
  if (visible(items).length > 0) {
    step('j', words.next, () => focusNext(items, 1))
    step('k', words.previous, () => focusNext(items, -1))
  }
  if (visible(panes).length > 1) {
    step('[', words.previousPane, () => focusNext(panes, -1, true))
    step(']', words.nextPane, () => focusNext(panes, 1, true))
  }
  return acts
}

/** Moves the focus to the next (1) or previous (-1) of these elements; `around` goes on at the other end. */
export function focusNext(selector: string, step: 1 | -1, around = false): boolean {
  const all = visible(selector)
  const here = all.findLastIndex((element) => element.contains(document.activeElement))
  // Outside of all of them, forwards starts at the first and backwards at the last.
  let next = here === -1 ? (step === 1 ? 0 : all.length - 1) : here + step
  if (around) next = (next + all.length) % all.length
  const element = all[next]
  if (!element) return false
  if (!element.hasAttribute('tabindex')) element.tabIndex = -1
  element.focus()
  element.scrollIntoView({ block: 'nearest' })
  return true
}

/** The elements that can be seen now, in the order of the page. */
export function visible(selector: string): HTMLElement[] {
  return [...document.querySelectorAll<HTMLElement>(selector)].filter((element) => element.checkVisibility())
}

/** The first element of a sequence that can be seen wins; a link may also stand in a closed menu. */
function namedElements(): Map<string, HTMLElement> {
  const found = new Map<string, HTMLElement>()
  for (const element of document.querySelectorAll<HTMLElement>('[data-key]')) {
    const keys = element.dataset['key'] ?? ''
    if (!found.has(keys) && (element.checkVisibility() || element instanceof HTMLAnchorElement)) {
      found.set(keys, element)
    }
  }
  return found
}

/** The box of the item that somebody stands at, else the box of the page when there is something to reply to. */
function replyBox(): HTMLElement | undefined {
  const boxes = [...document.querySelectorAll<HTMLElement>('main form.composer textarea')]
  const item = document.activeElement?.closest(items)
  const own = item && boxes.find((box) => item.contains(box))
  if (own) return own
  const said = document.querySelector(sayings)
  return boxes.find(
    (box) =>
      said &&
      !box.closest('details') &&
      box.checkVisibility() &&
      said.compareDocumentPosition(box) & Node.DOCUMENT_POSITION_FOLLOWING,
  )
}

function focusBox(box: HTMLElement): void {
  const folded = box.closest('details')
  if (folded) folded.open = true
  box.focus()
}

function nameOf(element: HTMLElement): string {
  const named = element.getAttribute('aria-label')
  if (named) return named
  const copy = element.cloneNode(true) as HTMLElement
  for (const extra of copy.querySelectorAll('.badge, kbd')) extra.remove()
  return copy.textContent.trim()
}

function pressOrFocus(element: HTMLElement): void {
  if (element.matches('input, textarea, select')) element.focus()
  else element.click()
}
