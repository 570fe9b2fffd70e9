import { englishKeysWords, followKeys, type KeysWords } from './keys.shared.ts'

const switchedOffAt = 'tango-keys:off'
const sequenceWait = 1200
const items = 'main :is(.post, .thread, .answer, .said, .rows > li)'
const regions = 'body > header, .sidenav, .public-nav, main, .side-in, .side-out, main aside, body > footer'

/**
 * `<tango-keys>`: the keyboard of the whole page. Elements name their key themselves (`data-key="c"`, `data-key="g i"`):
 * it is pressed, or focused when it is a field. Keys of one letter do nothing while somebody types, and can be switched off.
 */
export class TangoKeys extends HTMLElement {
  #begun = ''
  #begunAt = 0
  #listening = new AbortController()

  connectedCallback(): void {
    this.#listening = new AbortController()
    this.replaceChildren()
    document.addEventListener('keydown', (event) => this.#press(event), { signal: this.#listening.signal })
  }

  disconnectedCallback(): void {
    this.#listening.abort()
  }

  #press(event: KeyboardEvent): void {
    if (event.defaultPrevented || event.isComposing) return
    if (event.key === 'F6') return this.#nextRegion(event)
    if (event.ctrlKey || event.metaKey || event.altKey) return
    if (event.key === 'Escape') return leaveField(event)
    if (event.key.length !== 1 || isTyping(event) || document.querySelector('dialog:modal')) return
    if (event.key === '?') return this.#act(event, () => this.#openList())
    if (areLettersOff()) return
    if (event.key === 'j') return this.#act(event, () => focusItem(1))
    if (event.key === 'k') return this.#act(event, () => focusItem(-1))
    this.#follow(event)
  }

  #follow(event: KeyboardEvent): void {
    const targets = keyTargets()
    const before = event.timeStamp - this.#begunAt < sequenceWait ? this.#begun : ''
    const found = followKeys(before, event.key, new Set(targets.keys()))
    this.#begun = typeof found === 'object' && 'begun' in found ? found.begun : ''
    this.#begunAt = event.timeStamp
    if (typeof found !== 'object' || !('whole' in found)) return
    const target = targets.get(found.whole)
    if (target) this.#act(event, () => pressOrFocus(target))
  }

  #act(event: KeyboardEvent, act: () => void): void {
    event.preventDefault()
    act()
  }

  #nextRegion(event: KeyboardEvent): void {
    const all = [...document.querySelectorAll<HTMLElement>(regions)].filter((region) => region.checkVisibility())
    if (all.length === 0) return
    const here = all.findLastIndex((region) => region.contains(document.activeElement))
    const step = event.shiftKey ? -1 : 1
    // Outside every region, forwards starts at the first and backwards at the last.
    const next = here === -1 ? (step === 1 ? 0 : all.length - 1) : (here + step + all.length) % all.length
    const region = all[next]
    if (!region) return
    event.preventDefault()
    if (!region.hasAttribute('tabindex')) region.tabIndex = -1
    region.focus()
  }

  #openList(): void {
    const dialog = this.#list()
    this.replaceChildren(dialog)
    dialog.addEventListener('close', () => dialog.remove())
    dialog.showModal()
  }

  #list(): HTMLDialogElement {
    const words: KeysWords = { ...englishKeysWords, ...JSON.parse(this.dataset['words'] ?? '{}') }
    const dialog = make('dialog', { className: 'dialog' })
    dialog.setAttribute('aria-label', words.title)
    const close = make('button', { className: 'btn quiet s', textContent: words.close })
    const closing = make('form', { method: 'dialog' }, close)
    const head = make('header', {}, make('h2', { textContent: words.title }), closing)
    const list = make('dl', { className: 'keys' })
    for (const [keys, meaning] of keyList(words)) {
      const term = make('dt', {}, ...keys.split(' ').map((key) => make('kbd', { textContent: key })))
      list.append(term, make('dd', { textContent: meaning }))
    }
    dialog.append(head, make('div', { className: 'body' }, list, lettersSwitch(words)))
    return dialog
  }
}

function lettersSwitch(words: KeysWords): HTMLElement {
  const box = make('input', { type: 'checkbox', checked: !areLettersOff() })
  box.setAttribute('role', 'switch')
  box.addEventListener('change', () => {
    if (box.checked) localStorage.removeItem(switchedOffAt)
    else localStorage.setItem(switchedOffAt, 'yes')
  })
  return make('label', { className: 'switch' }, box, make('span', { textContent: words.letters }))
}

function keyList(words: KeysWords): [string, string][] {
  const named: [string, string][] = []
  for (const [keys, element] of keyTargets()) named.push([keys, keys === '/' ? words.search : nameOf(element)])
  return [
    ...named,
    ['j', words.next],
    ['k', words.previous],
    ['F6', words.region],
    ['Ctrl Enter', words.post],
    ['Esc', words.escape],
    ['?', words.list],
  ]
}

/** What can be reached by keys on this page; the first element of a sequence that can be seen wins. */
function keyTargets(): Map<string, HTMLElement> {
  const targets = new Map<string, HTMLElement>()
  for (const element of document.querySelectorAll<HTMLElement>('[data-key]')) {
    const keys = element.dataset['key'] ?? ''
    if (!targets.has(keys) && (element.checkVisibility() || element instanceof HTMLAnchorElement)) {
      targets.set(keys, element)
    }
  }
  return targets
}

function nameOf(element: HTMLElement): string {
  const named = element.getAttribute('aria-label')
  if (named) return named
  const copy = element.cloneNode(true) as HTMLElement
  for (const badge of copy.querySelectorAll('.badge')) badge.remove()
  return copy.textContent.trim()
}

function pressOrFocus(element: HTMLElement): void {
  if (element.matches('input, textarea, select')) element.focus()
  else element.click()
}

function focusItem(step: 1 | -1): void {
  const all = [...document.querySelectorAll<HTMLElement>(items)]
  const here = all.findIndex((item) => item.contains(document.activeElement))
  const next = here === -1 ? (step === 1 ? 0 : all.length - 1) : here + step
  const item = all[next]
  if (!item) return
  item.tabIndex = -1
  item.focus()
  item.scrollIntoView({ block: 'nearest' })
}

function isTyping(event: KeyboardEvent): boolean {
  const target = event.target
  if (!(target instanceof HTMLElement)) return false
  if (target.isContentEditable || target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement)
    return true
  return target instanceof HTMLInputElement && !['checkbox', 'radio', 'button', 'submit'].includes(target.type)
}

function leaveField(event: KeyboardEvent): void {
  // An open dialog or popover closes itself; a field is only left.
  if (document.querySelector('dialog:modal, :popover-open')) return
  if (isTyping(event)) (event.target as HTMLElement).blur()
}

function areLettersOff(): boolean {
  return localStorage.getItem(switchedOffAt) !== null
}

function make<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  properties: Partial<HTMLElementTagNameMap[Tag]>,
  ...children: (Node | string)[]
): HTMLElementTagNameMap[Tag] {
  const element = Object.assign(document.createElement(tag), properties)
  element.append(...children)
  return element
}
