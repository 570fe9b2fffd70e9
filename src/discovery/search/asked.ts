/** What somebody typed into the search box, read as what they ask for; and written again from it. */
import { type Product, productCalled } from '../../content/tags/tags.ts'

/** Words of which one group must hold: all words and phrases, and none of those left out. */
export interface WordGroup {
  readonly words: readonly string[]
  /** Words in quotes: they stand together. */
  readonly phrases: readonly string[]
  readonly without: readonly string[]
}

export const filterNames = ['type', 'state', 'tag', 'product', 'by', 'in', 'before', 'after', 'is'] as const
export type FilterName = (typeof filterNames)[number]

export const typeChoices = ['question', 'idea', 'problem', 'praise', 'update', 'discussion'] as const
export const stateChoices = [
  ...['open', 'answered', 'unanswered'],
  ...['reported', 'confirmed', 'workaround', 'fixed', 'no-fault'],
  ...['new', 'under-review', 'already-offered', 'planned', 'partly-done', 'done', 'not-planned', 'archived'],
] as const
export const isChoices = ['official', 'accepted', 'mine'] as const

/** What the finds are narrowed to; tags all stand, of the others the one said last. Days are YYYY-MM-DD, in UTC. */
export interface Filters {
  readonly type?: string
  /** The name of a tag that is a product, or of one that leads to it. */
  readonly product?: string
  readonly state?: string
  readonly tags: readonly string[]
  readonly by?: string
  readonly in?: string
  readonly before?: string
  readonly after?: string
  readonly is?: string
}

/** Whether anything narrows a search. */
export function isFiltered(filters: Filters): boolean {
  return Object.values(filters).some((value) => value.length > 0)
}

/** Words like a filter that are none: `what` is the filter, `choices` what it takes, undefined where it takes any. */
export interface NoFilter {
  readonly typed: string
  readonly what?: FilterName
  readonly choices?: readonly string[]
}

export interface Asked {
  readonly groups: readonly WordGroup[]
  readonly filters: Filters
  /** Searched as text; the page says what there is. */
  readonly unknown: readonly NoFilter[]
  /** The words without the filters, as they were typed. */
  readonly text: string
  /** The beginning of the last word, its last letters and digits, where it may still be half: see `beginningOf`. */
  readonly half?: string
}

const longestSearch = 200
// What people paste is full of such: they are text.
const schemes = ['http', 'https', 'mailto', 'ftp', 'tel', 'file', 'ws', 'wss', 'urn', 'data']

/**
 * Reads what was typed, to its 200th sign. Words in quotes stay together, a minus leaves out, `or` gives a choice,
 * `name:value` narrows. What is no filter is searched as text and named in `unknown`. With `products`, every name of those
 * that there are, another one is no filter either. Never throws.
 */
export function readAsked(typed: string, products?: readonly Product[]): Asked {
  const read = typed.trimStart().slice(0, longestSearch)
  const line = read.trim().replaceAll('\u0000', ' ').toWellFormed()
  const groups: Growing[] = [grown()]
  const filters: Record<string, string> = {}
  const tags: string[] = []
  const unknown: NoFilter[] = []
  const text: string[] = []
  for (const piece of line.match(/-?"[^"]*"?|[^\s"]+/g) ?? []) {
    const filter = knownProduct(readFilter(piece), piece, products)
    if (filter && 'value' in filter) {
      if (filter.name === 'tag') tags.push(filter.value)
      else filters[filter.name] = filter.value
      continue
    }
    if (filter) unknown.push(filter)
    text.push(piece)
    addWord(groups, piece)
  }
  const half = /[\s"]$/.test(read) ? undefined : beginningOf(text.at(-1) ?? '')
  return {
    groups: groups.filter(({ words, phrases }) => words.length + phrases.length > 0),
    filters: { ...filters, tags: [...new Set(tags)] },
    unknown,
    text: text.join(' '),
    ...(half !== undefined && { half }),
  }
}

const shortestHalf = 2
// Any stretch of these is found as it is.
const unspaced =
  /[\p{sc=Thai}\p{sc=Lao}\p{sc=Myanmar}\p{sc=Khmer}\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}ー]/u

/**
 * What a word that is still being typed begins with: its last letters and digits, at least two. Undefined where it is
 * quoted, left out or `or`, and in scripts that put no space between words.
 */
function beginningOf(piece: string): string | undefined {
  if (/^-|"|^or$/i.test(piece)) return undefined
  const end = /[\p{L}\p{N}\p{M}]+$/u.exec(piece)?.[0] ?? ''
  return [...end].length < shortestHalf || unspaced.test(end) ? undefined : end
}

interface Growing extends WordGroup {
  readonly words: string[]
  readonly phrases: string[]
  readonly without: string[]
}
const grown = (): Growing => ({ words: [], phrases: [], without: [] })

function addWord(groups: Growing[], piece: string): void {
  const group = groups.at(-1)!
  if (/^or$/i.test(piece)) {
    if (group.words.length + group.phrases.length > 0) groups.push(grown())
    return
  }
  const isOut = piece.startsWith('-')
  const said = piece.slice(isOut ? 1 : 0)
  const word = said.replaceAll('"', '').trim()
  if (!/[\p{L}\p{N}]/u.test(word)) return
  if (isOut) group.without.push(word)
  else if (said.startsWith('"')) group.phrases.push(word)
  else group.words.push(word)
}

function readFilter(piece: string): { name: FilterName; value: string } | NoFilter | undefined {
  const match = /^([a-z]{2,12}):([\p{L}\p{N}@#][^\s]*)$/iu.exec(piece)
  if (!match) return undefined
  const name = match[1]!.toLowerCase()
  const value = match[2]!
  if (schemes.includes(name)) return undefined
  if (!isFilterName(name)) return { typed: piece }
  const right = valueOf(name, value)
  if (right !== undefined) return { name, value: right }
  return { typed: piece, what: name, choices: choicesOf(name) }
}

/** A filter of a product by the name under which it is listed; no filter where there is no such product. */
function knownProduct(
  filter: ReturnType<typeof readFilter>,
  typed: string,
  products: readonly Product[] | undefined,
): ReturnType<typeof readFilter> {
  if (!products || !filter || !('value' in filter) || filter.name !== 'product') return filter
  const product = productCalled(products, filter.value)
  if (product) return { name: 'product', value: product.name }
  return { typed, what: 'product', choices: products.map(({ name }) => name) }
}

function isFilterName(name: string): name is FilterName {
  return filterNames.includes(name as FilterName)
}

/** What a filter takes; of a day, how it is written; undefined where anything may stand. */
function choicesOf(name: FilterName): readonly string[] {
  if (name === 'type') return typeChoices
  if (name === 'state') return stateChoices
  if (name === 'is') return isChoices
  return ['2026-01-31']
}

/** A value as it is asked for; undefined where the filter takes no such. */
function valueOf(name: FilterName, typed: string): string | undefined {
  const value = typed.toLowerCase()
  if (name === 'type' || name === 'state' || name === 'is') return choicesOf(name).includes(value) ? value : undefined
  if (name === 'before' || name === 'after') return isDay(value) ? value : undefined
  if (name === 'tag' || name === 'product') return typed.normalize('NFKC').replace(/^#/, '').toLowerCase() || undefined
  if (name === 'by') return value.replace(/^@/, '') || undefined
  return value
}

function isDay(value: string): boolean {
  if (!/^\d{4}-\d\d-\d\d$/.test(value)) return false
  const day = new Date(`${value}T00:00:00Z`)
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(value)
}

/** The line that says the same: the words, then the filters. */
export function writeAsked(text: string, filters: Filters): string {
  const said = filterNames.flatMap((name) => {
    if (name === 'tag') return filters.tags.map((tag) => `tag:${tag}`)
    const value = filters[name]
    return value ? [`${name}:${value}`] : []
  })
  return [text, ...said].filter((part) => part !== '').join(' ')
}

/** The controls of the form, as they were sent. An empty one asks for nothing. */
export type Controls = Readonly<Partial<Record<FilterName, string>>>

/**
 * The line of a search that was sent with its controls. `was` is the line that the controls were drawn for: a filter
 * that the box says anew goes before its control, any other follows its control; so both are in step whichever was used.
 */
export function inStep(typed: string, was: string, controls: Controls): string {
  const now = readAsked(typed)
  const before = readAsked(was).filters
  const merged: Record<string, string> = {}
  for (const name of filterNames) {
    if (name === 'tag') continue
    const said = now.filters[name] ?? ''
    const value = said === (before[name] ?? '') ? (controls[name]?.trim() ?? said) : said
    if (value && valueOf(name, value)) merged[name] = valueOf(name, value)!
  }
  const isAnew = now.filters.tags.join(' ') !== before.tags.join(' ')
  const asTags = (controls.tag ?? '').split(/[\s,]+/).flatMap((tag) => valueOf('tag', tag) ?? [])
  const tags = isAnew || controls.tag === undefined ? now.filters.tags : [...new Set(asTags)]
  return writeAsked(now.text, { ...merged, tags })
}
