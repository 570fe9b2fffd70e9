/** Which words somebody may be about to type. */
import type { Asked, WordGroup } from './asked.ts'

/** A search whose last word is half: what is asked for besides, and how that word begins. */
export interface HalfAsked {
  /** The last of them without its last word; it may be left with nothing. */
  readonly groups: readonly WordGroup[]
  readonly beginning: string
}

/** The same search with its last word as half of one; undefined where that word is whole. */
export function halfAsked({ groups, half }: Asked): HalfAsked | undefined {
  const last = groups.at(-1)
  if (half === undefined || !last) return undefined
  // What stands before the half in one piece (`well-kn`) is whole.
  const before = last.words.at(-1)!.slice(0, -half.length)
  const words = [...last.words.slice(0, -1), ...(/[\p{L}\p{N}]/u.test(before) ? [before] : [])]
  return { groups: [...groups.slice(0, -1), { ...last, words }], beginning: half }
}

/**
 * The letters of languages whose stems stand in the words of a text behind such a letter (`languages_of` in migration
 * 0034), of those that are written in the script of a word. Their lexemes begin with the letter and a colon.
 */
export function languagesOf(beginning: string): readonly string[] {
  return scripts.flatMap(([script, letters]) => (script.test(beginning) ? [...letters] : []))
}

const scripts: readonly (readonly [RegExp, string])[] = [
  [/\p{sc=Latin}/u, 'dfspinkovuhrtxclbg'],
  [/\p{sc=Cyrillic}/u, 'Rw'],
  [/\p{sc=Greek}/u, 'G'],
  [/\p{sc=Arabic}/u, 'A'],
  [/\p{sc=Devanagari}/u, 'HN'],
  [/\p{sc=Armenian}/u, 'Y'],
  [/\p{sc=Tamil}/u, 'T'],
  [/\p{sc=Hebrew}/u, 'J'],
]

const endings = {
  english: ['ing', 'ion', 'ation', 'ness', 'ment', 'able', 'ible', 'ly', 'ful', 'ive', 'ity', 'al', 'ous'],
  german: ['ung', 'heit', 'keit', 'lich', 'isch', 'end', 'ern'],
} as const

/**
 * Whole words that a half one becomes where it ends within an ending: `breakin` in `ing`. The index keeps stems: no stem
 * of `breaking` begins with `breakin`. For the two languages that the product speaks.
 */
export function completions(beginning: string, language: keyof typeof endings): readonly string[] {
  const plain = beginning.toLowerCase()
  return endings[language].flatMap((ending) =>
    Array.from({ length: ending.length - 1 }, (_, at) => at + 1).flatMap((typed) =>
      plain.endsWith(ending.slice(0, typed)) ? [plain + ending.slice(typed)] : [],
    ),
  )
}
