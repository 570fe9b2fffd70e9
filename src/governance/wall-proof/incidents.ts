import { canariesIn, readCanary } from './canaries.ts'
import type { Facts, Row } from './facts.queries.ts'
import type { Reference } from './reference.ts'
import type { Answer, Walker } from './site.ts'

/** How something came to a reader who must not have it. */
export type IncidentKind =
  /** A canary in an answer: its body or its headers. */
  | 'words'
  /** An answer outside that changed because something changed that its reader must not know of. */
  | 'bytes'
  /** A mail that quotes what its receiver may not read. */
  | 'mail'
  /** An open page that heard of something its reader may not read, or heard more than that it changed. */
  | 'live'
  /** A fact or a job that carries words instead of ids. */
  | 'outbox'
  /** No leak by itself: the program failed where it was asked. */
  | 'failure'

export interface Incident {
  readonly kind: IncidentKind
  readonly reader: string
  readonly address: string
  /** What was found: the table and column, the row, or what differs. */
  readonly what: string
}

const likeAll = ', at what is the same for all'

/** Judges what a reader found, by the slow reference, and remembers each incident once. */
export interface Judgement {
  readonly incidents: readonly Incident[]
  /** The fields of which somebody found something that they may find: a walk that finds nothing proves nothing. */
  readonly seen: ReadonlySet<string>
  add(incident: Incident): void
  /** Looks at words that came to a reader; what they said themselves in asking is not told to them. */
  words(kind: IncidentKind, who: Walker, address: string, text: string, asked?: string): void
  answer(who: Walker, address: string, answer: Answer, asked?: string): void
}

export function makeJudgement(facts: Facts, reference: Reference): Judgement {
  const incidents = new Map<string, Incident>()
  const seen = new Set<string>()
  const known = new Map<string, Map<string, string | undefined>>()

  function add(incident: Incident): void {
    // The same row at the same kind of address is one leak, however many numbers lead to it.
    const place = incident.address.replace(/\d+/g, '#').replace(/\?.*/, '')
    const key = [incident.kind, incident.reader, place, incident.what.replace(/\d+/g, '#')].join(' ')
    if (!incidents.has(key)) incidents.set(key, incident)
  }

  /** At what is the same for all, everybody finds what a visitor finds. */
  const mayFind = (who: Walker, table: string, column: string, row: Row): boolean =>
    reference.mayFind(who.viewer, table, column, row) ||
    (who.name.endsWith(likeAll) && reference.mayFind({ kind: 'visitor' }, table, column, row))

  /** What a canary gives away; undefined when the reader may find it. */
  function wrongIn(who: Walker, word: string): string | undefined {
    const whole = readCanary(word)
    if (whole) {
      seen.add(`${whole.table}.${whole.column}`)
      const row = facts.find(whole.table, whole.key)
      // A canary of a row that is gone is worse than one of a row that stands.
      if (!row) return `${whole.table}.${whole.column} of ${whole.key}, which is gone`
      if (mayFind(who, whole.table, whole.column, row)) return undefined
      return `${whole.table}.${whole.column} of ${whole.key}`
    }
    return wrongInPart(who, word)
  }

  /** A word that a preview cut off is all right when it can be the beginning of one that the reader may find. */
  function wrongInPart(who: Walker, word: string): string | undefined {
    const [, code, start = ''] = /^zqk([a-z]{2})([0-9x]*)$/.exec(word) ?? []
    const sample = code === undefined ? undefined : readCanary(`zqk${code}1z`)
    if (!sample) return undefined
    const may = facts
      .rows(sample.table)
      .some((row) => row.proof_key.startsWith(start) && mayFind(who, sample.table, sample.column, row))
    return may ? undefined : `${sample.table}.${sample.column} of ${start}…`
  }

  function words(kind: IncidentKind, who: Walker, address: string, text: string, asked = ''): void {
    const found = canariesIn(text)
    if (found.size === 0) return
    const said = canariesIn(asked)
    let verdicts = known.get(who.name)
    if (!verdicts) known.set(who.name, (verdicts = new Map()))
    for (const word of found) {
      if (said.has(word) || [...said].some((one) => one.startsWith(word))) continue
      if (!verdicts.has(word)) verdicts.set(word, wrongIn(who, word))
      const what = verdicts.get(word)
      if (what !== undefined) add({ kind, reader: who.name, address, what })
    }
  }

  return {
    get incidents() {
      return [...incidents.values()]
    },
    seen,
    add,
    words,
    answer(who, address, answer, asked = address) {
      if (answer.status >= 500 && answer.status !== 503)
        add({ kind: 'failure', reader: who.name, address, what: `answered ${answer.status}` })
      words('words', isSameForAll(address) ? { ...who, name: who.name + likeAll } : who, address, answer.bytes, asked)
    },
  }
}

/** Answers that are given without looking at who asks, to guests too: feeds, lists for search engines, pictures. */
function isSameForAll(address: string): boolean {
  return /feed\.atom|\/(robots\.txt|sitemap)|^\w+ \/files\//.test(address)
}
