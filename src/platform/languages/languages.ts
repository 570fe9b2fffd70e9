/**
 * The languages that this installation speaks: one file each in `messages/`, named by its language tag. A new language
 * is a new file.
 */
import { readFileSync, readdirSync } from 'node:fs'
import { basename, join } from 'node:path'
import { type Messages, type Say, makeSay } from './say.ts'

export { type Said, type SaidWith, type Say, directionOf, said } from './say.ts'

/** One language that pages can be read in. */
export interface Language {
  readonly tag: string
  /** Its own name in itself, such as "Deutsch". */
  readonly name: string
  readonly say: Say
}

export interface Languages {
  readonly all: readonly Language[]
  /** The language for a tag: the same, a wider one (`de` for `de-AT`), or else a sister; undefined when none is near. */
  find(tag: string): Language | undefined
}

/**
 * Reads every `<tag>.json` of a folder; `en.json` must be among them, the others fall back on it.
 *
 * @throws Error naming the file that is no language, no JSON, or holds a message that is not well formed.
 */
export function readLanguages(folder: string): Languages {
  const read = (tag: string) => JSON.parse(readFileSync(join(folder, `${tag}.json`), 'utf8')) as Messages
  const english = read('en')
  const tags = readdirSync(folder)
    .filter((file) => file.endsWith('.json'))
    .map((file) => basename(file, '.json'))
    .toSorted()
  const all = tags.map((tag): Language => {
    try {
      const say = tag === 'en' ? makeSay(tag, english) : makeSay(tag, read(tag), english)
      return { tag, name: nameOf(tag), say }
    } catch (cause) {
      throw new Error(`messages/${tag}.json cannot be used: ${(cause as Error).message}`, { cause })
    }
  })
  return { all, find: (tag) => nearest(all, tag) }
}

/** The languages of this checkout. */
export const ownLanguages: Languages = readLanguages(join(import.meta.dirname, '../../../messages'))

/** What is said to nobody in particular. */
export const english: Say = ownLanguages.find('en')!.say

/** The words of the language that is nearest to a tag, English when none is: for mails, which know no browser. */
export function wordsIn(tag: string | undefined): Say {
  return (tag === undefined ? undefined : ownLanguages.find(tag))?.say ?? english
}

/** What is known of a reader's languages, the surest first. */
export interface Wishes {
  /** Of the account. */
  readonly chosen?: string | undefined
  /** Kept in this browser by the switch at the foot of a page. */
  readonly cookie?: string | undefined
  /** `Accept-Language`. */
  readonly accepted?: string | undefined
  /** Of the installation. */
  readonly standard: string
}

/** The language for a reader: what they chose, else what their browser asks for, else that of the installation. */
export function chooseLanguage(languages: Languages, wishes: Wishes): Language {
  const { chosen, cookie, accepted, standard } = wishes
  for (const tag of [chosen, cookie, ...acceptedTags(accepted), standard]) {
    const found = tag === undefined ? undefined : languages.find(tag)
    if (found) return found
  }
  return languages.find('en')!
}

/** The tags of an `Accept-Language` header, the most wanted first; those with weight 0 and `*` are left out. */
function acceptedTags(header = ''): string[] {
  return header
    .slice(0, 500)
    .split(',')
    .map((one, place) => {
      const [tag = '', ...params] = one.trim().split(';')
      const weight = params.map((param) => /^\s*q=([\d.]+)\s*$/.exec(param)?.[1]).find((q) => q !== undefined)
      return { tag, weight: weight === undefined ? 1 : Number(weight), place }
    })
    .filter(({ tag, weight }) => /^[a-z]/i.test(tag) && weight > 0)
    .toSorted((a, b) => b.weight - a.weight || a.place - b.place)
    .map(({ tag }) => tag)
}

/** RFC 4647, 3.4: ever wider tags; then any language of the same name, since `pt` is nearer to `pt-BR` than English is. */
function nearest(all: readonly Language[], tag: string): Language | undefined {
  const wanted = tag.toLowerCase().split('-')
  for (let length = wanted.length; length > 0; length--) {
    const found = all.find((one) => one.tag.toLowerCase() === wanted.slice(0, length).join('-'))
    if (found) return found
  }
  return all.find((one) => one.tag.toLowerCase().split('-')[0] === wanted[0])
}

function nameOf(tag: string): string {
  const name = new Intl.DisplayNames(tag, { type: 'language' }).of(tag) ?? tag
  return name.charAt(0).toLocaleUpperCase(tag) + name.slice(1)
}
