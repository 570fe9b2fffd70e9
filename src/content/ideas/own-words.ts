import { type Said, type Say, said } from '../../platform/languages/languages.ts'

/** What stands in the place of a reason where no person gave one; said in the language of whoever reads it. */
export const ownReasons = {
  untouched: said('Nothing was done here for six months. A new vote brings it back.'),
  revived: said('A new vote brought it back.'),
  takenBack: said('This answer was taken back.'),
} as const

/** The same in the place of what is done so far. */
export const partTakenBack = said('Taken back')

const own: ReadonlySet<string> = new Set([...Object.values(ownReasons), partTakenBack])

/** Words of a change of stage for their reader: what a person wrote stays as it is. */
export function sayReason(say: Say, words: string): string {
  return own.has(words) ? say.again(words) : words
}

/** The same for a sentence that holds them and is said later. */
export function saidReason(words: string): string | Exclude<Said, string> {
  return own.has(words) ? { text: words, values: {} } : words
}
