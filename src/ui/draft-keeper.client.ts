import { type Fields, dropCopy, dropKey, keepCopy, readCopies, viewerHere } from './draft.client.ts'
import { type KeptDraft, type SaveOutcome, draftAt, forgetDraft, sendDraft } from './draft-server.client.ts'
import type { EditorWords } from './editor.shared.ts'

const copyWait = 300
const saveWait = 1200
const tryAgainAfter = 15_000
/** Choices of readers are made on the page itself, never by a draft. */
const readers = ['space', 'reach']

export type Say = (words: string, ...acts: { label: string; act: () => void }[]) => void

/** Another text of the same place: on the server, or left on this device. */
type Other = { fields: Fields; at: number; version?: number; key?: string }

/** Keeps what is written in one form: on this device at once, on the server a moment later, never over something newer. */
export class DraftKeeper {
  #box = Math.random().toString(36).slice(2, 10)
  #timers: { copy?: ReturnType<typeof setTimeout>; save?: ReturnType<typeof setTimeout> } = {}
  #base: number | undefined
  #dirty = false
  #saving: Promise<unknown> = Promise.resolve()
  #other: Other | undefined
  #first: string
  #done = false
  readonly form: HTMLFormElement
  readonly place: string
  readonly words: EditorWords
  readonly say: Say

  constructor(form: HTMLFormElement, place: string, words: EditorWords, say: Say) {
    this.form = form
    this.place = place
    this.words = words
    this.say = say
    this.#base = Number(this.#version?.value) || undefined
    this.#first = JSON.stringify(this.#fields())
  }

  get #version(): HTMLInputElement | null {
    return this.form.querySelector('input[name="draft-version"]')
  }

  /** Brings back what was written here before. */
  async start(signal: AbortSignal): Promise<void> {
    this.form.addEventListener('input', () => this.#changed(), { signal })
    addEventListener('online', () => void this.save(), { signal })
    addEventListener('pagehide', () => this.leave(), { signal })
    document.addEventListener('visibilitychange', () => document.hidden && this.leave(), { signal })
    const kept = await draftAt(this.place)
    if (signal.aborted || this.#done) return
    const copies: Other[] = readCopies(this.place).flatMap((copy) => {
      if (!kept || !same(copy.fields, kept.fields)) return [{ ...copy, version: copy.base }]
      dropKey(copy.key)
      return []
    })
    const found: Other[] = kept ? [...copies, { ...kept, at: kept.savedAt }] : copies
    const [newest, next] = found.toSorted((a, b) => b.at - a.at)
    if (!newest) return
    // A copy that goes on from what is kept is the later text of the same tab.
    const second = newest.key && !next?.key && newest.version === kept?.version ? undefined : next
    if (readers.some((name) => newest.fields[name] !== undefined && newest.fields[name] !== this.#fields()[name])) {
      return this.say(this.words.otherReaders, ...(kept ? [this.#open(kept)] : []))
    }
    const isUntouched = JSON.stringify(this.#fields()) === this.#first
    if (!isUntouched || this.#base !== undefined) {
      if (!same(newest.fields, this.#fields()) && newest.version !== this.#base) this.#tellOfOther(newest)
      else if (second && !same(second.fields, this.#fields())) this.#tellOfOther(second)
      return
    }
    const before = this.#fields()
    this.#take(newest, kept)
    if (second && !same(second.fields, newest.fields)) this.#tellOfOther(second)
    else this.say(this.words.draftRestored, { label: this.words.discard, act: () => this.#startAfresh(before) })
    if (newest.key && !this.#other) void this.save()
  }

  #open(draft: KeptDraft) {
    return { label: this.words.openThere, act: () => location.assign(`/drafts/${draft.id}`) }
  }

  /** Puts a found text into the form. */
  #take(found: Other, kept?: { version: number }): void {
    this.#fill(found.fields)
    this.#setBase(found.key ? (kept?.version ?? found.version) : found.version)
    this.#dirty = found.key !== undefined
    if (found.key) {
      // From here on it is this box that keeps it.
      keepCopy(this.place, this.#box, { fields: found.fields, base: this.#base })
      dropKey(found.key)
    }
  }

  #setBase(version: number | undefined): void {
    this.#base = version || undefined
    const input = this.#version
    if (input) input.value = this.#base === undefined ? '' : String(this.#base)
  }

  #changed(): void {
    this.#dirty = true
    clearTimeout(this.#timers.copy)
    clearTimeout(this.#timers.save)
    this.#timers.copy = setTimeout(() => {
      const kept = this.#copy()
      if (viewerHere() === '' || !kept) this.say(kept ? this.words.draftKept : this.words.notKept)
    }, copyWait)
    this.#timers.save = setTimeout(() => void this.save(), saveWait)
  }

  /** False when the browser has no room for what is written. */
  #copy(): boolean {
    clearTimeout(this.#timers.copy)
    if (!this.#dirty || this.#done) return true
    const fields = this.#fields()
    if (!isEmpty(fields)) return keepCopy(this.place, this.#box, { fields, base: this.#base })
    dropCopy(this.place, this.#box)
    return true
  }

  /** Sends what is written, unless it is sent already or a newer draft waits for a choice. */
  async save(leaving = false): Promise<void> {
    clearTimeout(this.#timers.save)
    this.#copy()
    if (!this.#dirty || this.#other || this.#done || viewerHere() === '') return
    if (!leaving) await this.#saving
    if (!this.#dirty || this.#other || this.#done) return
    const fields = this.#fields()
    const path = `${location.pathname}${location.search}#${this.form.querySelector('textarea')?.id ?? ''}`
    const sending = sendDraft({ place: this.place, path, fields, base: this.#base }, leaving)
    this.#saving = sending
    this.#saved(await sending, fields)
  }

  #saved(outcome: SaveOutcome, fields: Fields): void {
    if ('version' in outcome) {
      this.#setBase(outcome.version)
      if (this.#done || !same(fields, this.#fields())) return
      this.#dirty = false
      dropCopy(this.place, this.#box)
      return this.say(isEmpty(fields) ? '' : this.words.saved)
    }
    if (this.#done) return
    if ('newer' in outcome) return this.#tellOfOther({ ...outcome.newer, at: outcome.newer.savedAt })
    const words = {
      'no-connection': this.words.noConnection,
      'signed-out': this.words.signedOut,
      busy: this.words.notSavedYet,
      refused: this.words.notSaved,
    }[outcome.failed]
    const back = encodeURIComponent(location.pathname + location.search)
    const signIn = { label: this.words.signIn, act: () => location.assign(`/sign-in?next=${back}`) }
    this.say(words, ...(outcome.failed === 'signed-out' ? [signIn] : []))
    if (outcome.failed === 'refused') return
    this.#timers.save = setTimeout(() => void this.save(), tryAgainAfter)
  }

  /** Two texts of one place: either can be taken, and the one that is not taken can be had back. */
  #tellOfOther(other: Other): void {
    this.#other = other
    const words = other.key ? this.words.anotherHere : this.words.newerDraft
    const swap = () => {
      const mine: Other = { fields: this.#fields(), at: Date.now(), version: this.#base }
      this.#take(other, other.key ? { version: this.#base ?? 0 } : undefined)
      this.#other = undefined
      // What was put aside is written over the other only if somebody asks for it.
      this.say(this.words.otherTaken, {
        label: this.words.backToMine,
        act: () => {
          this.#fill(mine.fields)
          this.#dirty = true
          void this.save()
        },
      })
    }
    const keep = () => {
      this.#other = undefined
      if (other.key) dropKey(other.key)
      else this.#setBase(other.version)
      this.#dirty = true
      void this.save()
    }
    this.say(words, { label: this.words.takeOther, act: swap }, { label: this.words.keepMine, act: keep })
  }

  #startAfresh(before: Fields): void {
    const thrown = this.#fields()
    this.#fill(before)
    this.#dirty = true
    const goOn = () => {
      this.#fill(thrown)
      this.#dirty = true
      void this.save()
    }
    // What a page shows at first is no draft: the server is told that nothing is written.
    const empty = Object.fromEntries(Object.keys(thrown).map((name) => [name, '']))
    dropCopy(this.place, this.#box)
    this.#dirty = false
    if (viewerHere() !== '') {
      this.#saving = sendDraft({ place: this.place, path: location.pathname, fields: empty, base: this.#base }).then(
        (outcome) => 'version' in outcome && this.#setBase(undefined),
      )
    }
    this.say(this.words.thrownAway, { label: this.words.bringBack, act: goOn })
    this.form.querySelector('textarea')?.focus()
  }

  /** The page goes away, or is put into the background. */
  leave(): void {
    void this.save(true)
  }

  /** The form is being sent: nothing is saved any more, unless it comes back. */
  hold(): void {
    this.#copy()
    this.#done = true
    clearTimeout(this.#timers.save)
  }

  /** It was refused, or never arrived. */
  resume(): void {
    this.#done = false
    if (this.#dirty) void this.save()
  }

  /** It was posted: the draft is forgotten, also one that was still on its way. */
  async posted(fields: Fields): Promise<void> {
    this.#done = true
    clearTimeout(this.#timers.copy)
    dropCopy(this.place, this.#box)
    for (const copy of readCopies(this.place)) if (copy.fields['body'] === fields['body']) dropKey(copy.key)
    const version = this.#base
    this.#dirty = false
    await this.#saving
    if (viewerHere() !== '') await forgetDraft(this.place, this.#base ?? version, fields)
    this.#setBase(undefined)
    this.#done = false
  }

  fields(): Fields {
    return this.#fields()
  }

  #fields(): Fields {
    const fields: Fields = {}
    for (const field of fieldsOf(this.form)) fields[field.name] = field.value
    return fields
  }

  #fill(fields: Fields): void {
    for (const field of fieldsOf(this.form)) {
      const value = fields[field.name]
      if (value === undefined || readers.includes(field.name) || field.value === value) continue
      field.value = value
    }
  }
}

type TextField = HTMLTextAreaElement | HTMLInputElement | HTMLSelectElement

/** What a draft is made of. Boxes to tick are not: what makes a text go further is chosen anew each time. */
function fieldsOf(form: HTMLFormElement): TextField[] {
  return [...form.elements].filter((element): element is TextField => {
    if (element instanceof HTMLTextAreaElement || element instanceof HTMLSelectElement) return element.name !== ''
    if (!(element instanceof HTMLInputElement) || element.name === '') return false
    return ['text', 'search', 'url', 'date', 'number'].includes(element.type) || readers.includes(element.name)
  })
}

function isEmpty(fields: Fields): boolean {
  return Object.entries(fields).every(([name, value]) => readers.includes(name) || value.trim() === '')
}

function same(one: Fields, other: Fields): boolean {
  return [...new Set([...Object.keys(one), ...Object.keys(other)])].every(
    (name) => (one[name] ?? '') === (other[name] ?? ''),
  )
}
