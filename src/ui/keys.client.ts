import { make } from './elements.client.ts'
import { focusNext, keyActs, visible } from './key-acts.client.ts'
import { type KeysWords, englishKeysWords, followKeys } from './keys.shared.ts'

const switchedOffAt = 'tango-keys:off'
const sequenceWait = 1200
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
    if (event.key === 'F6') return act(event, () => focusNext(regions, event.shiftKey ? -1 : 1, true))
    // On many keyboards a bracket needs AltGr, which the browser reports as Ctrl and Alt.
    if ((event.ctrlKey || event.metaKey || event.altKey) && !event.getModifierState('AltGraph')) return
    if (event.key === 'Escape') return leaveField(event)
    if (event.key.length !== 1 || isTyping(event) || document.querySelector('dialog:modal')) return
    if (event.key === '?') return act(event, () => this.#openList())
    if (!areLettersOff()) this.#follow(event)
  }

  #follow(event: KeyboardEvent): void {
    const acts = keyActs(this.#words())
    const before = event.timeStamp - this.#begunAt < sequenceWait ? this.#begun : ''
    const found = followKeys(before, event.key, new Set(acts.map(({ keys }) => keys)))
    this.#begun = typeof found === 'object' && 'begun' in found ? found.begun : ''
    this.#begunAt = event.timeStamp
    if (typeof found !== 'object' || !('whole' in found)) return
    const chosen = acts.find(({ keys }) => keys === found.whole)
    if (chosen) act(event, chosen.act)
  }

  #words(): KeysWords {
    return { ...englishKeysWords, ...JSON.parse(this.dataset['words'] ?? '{}') }
  }

  #openList(): void {
    const words = this.#words()
    const dialog = make('dialog', { className: 'dialog' })
    dialog.setAttribute('aria-label', words.title)
    const close = make('button', { className: 'btn quiet s', textContent: words.close })
    const head = make('header', {}, make('h2', { textContent: words.title }), make('form', { method: 'dialog' }, close))
    const list = make('dl', { className: 'keys' })
    // What this page offers is looked at before the list covers it.
    const lines = keyLines(words)
    const fill = (): void =>
      list.replaceChildren(...lines.filter(({ keys }) => !areLettersOff() || !isLetters(keys)).flatMap(lineOf))
    fill()
    dialog.append(head, make('div', { className: 'body' }, list, lettersSwitch(words, fill)))
    this.replaceChildren(dialog)
    dialog.addEventListener('close', () => dialog.remove())
    dialog.showModal()
  }
}

type KeyLine = { keys: string; label: string }

/** Every key that works on this page, and no other. */
function keyLines(words: KeysWords): KeyLine[] {
  const lines: KeyLine[] = keyActs(words).map(({ keys, label }) => ({ keys, label }))
  if (visible(regions).length > 1) lines.push({ keys: 'F6', label: words.region })
  if (visible('form tango-editor').length > 0) lines.push({ keys: 'Ctrl Enter', label: words.post })
  return [...lines, { keys: 'Esc', label: words.escape }, { keys: '?', label: words.list }]
}

function lineOf({ keys, label }: KeyLine): HTMLElement[] {
  const caps = keys.split(' ').map((key) => make('kbd', { textContent: key === 'Ctrl' && isApple() ? '⌘' : key }))
  return [make('dt', {}, ...caps), make('dd', { textContent: label })]
}

/** The list itself stays, or nobody could switch the others on again. */
function isLetters(keys: string): boolean {
  return keys !== '?' && keys.split(' ').every((key) => key.length === 1)
}

function isApple(): boolean {
  return /Mac|iPhone|iPad/.test(navigator.userAgent)
}

function lettersSwitch(words: KeysWords, changed: () => void): HTMLElement {
  const box = make('input', { type: 'checkbox', checked: !areLettersOff() })
  box.setAttribute('role', 'switch')
  box.addEventListener('change', () => {
    if (box.checked) localStorage.removeItem(switchedOffAt)
    else localStorage.setItem(switchedOffAt, 'yes')
    changed()
  })
  return make('label', { className: 'switch' }, box, make('span', { textContent: words.letters }))
}

function act(event: KeyboardEvent, what: () => unknown): void {
  event.preventDefault()
  what()
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
