/** Every error and warning of the query language, with its plain meaning. Positions are UTF-16 offsets, end exclusive. */

const meanings = {
  E100: 'A bracket is missing or too many.',
  E101: 'There is nothing here.',
  E102: 'An operator has nothing to work on.',
  E104: 'A quotation mark is not closed.',
  E105: 'A comment is not closed.',
  E106: 'A brace is not closed.',
  E107: 'The range is not well formed.',
  E108: 'There is nothing searchable here.',
  E201: 'This field is not known.',
  E202: 'This value does not fit the field.',
  E301: 'A wildcard needs two letters before it.',
  E302: 'A wildcard cannot come first.',
  E303: 'NEAR takes words, not AND or NOT.',
  E304: 'The distance is larger than 100.',
  E305: '~n needs a phrase in quotes, or two groups in brackets.',
  E306: 'NEAR needs a distance.',
  E401: 'A branch has no anchor, so it would collect everything.',
  E402: 'A saved query includes itself.',
  E403: 'The query is too big.',
  W101: 'AND and OR are mixed without brackets.',
  W103: 'Operators are written in upper case; this is searched as a word.',
  W104: 'NOT keeps posts where the value is unknown.',
  W105: 'NEAR over more than 15 words finds little that belongs together.',
  W106: 'A chosen source does not know this field.',
  W107: 'This branch matched nothing in 30 days.',
} as const

type Code = keyof typeof meanings
export type Problem = { code: Code; from: number; to: number; message: string; hint: string }

/** A problem with the plain message of its code. `hint` says what to do instead. */
export function problem(code: Code, from: number, to: number, hint: string): Problem {
  return { code, from, to, message: meanings[code], hint }
}

export function isError(found: Problem): boolean {
  return found.code.startsWith('E')
}

/** What the lexer and parser throw inside; `parse` turns it into a listed problem. */
export class QueryFault extends Error {
  readonly problem: Problem

  constructor(found: Problem) {
    super(`${found.code} ${found.message}`)
    this.problem = found
  }
}

export function fail(code: Code, from: number, to: number, hint: string): never {
  throw new QueryFault(problem(code, from, to, hint))
}

/** The nearest of `names` by edit distance (at most 3 away, less for short words), or undefined. */
export function nearest(word: string, names: readonly string[]): string | undefined {
  if (word.length > 40) return undefined
  const limit = word.length <= 3 ? 1 : word.length <= 6 ? 2 : 3
  let best: string | undefined
  let least = limit + 1
  for (const name of names) {
    const distance = editDistance(word.toLowerCase(), name.toLowerCase())
    if (distance < least) [best, least] = [name, distance]
  }
  return best
}

/** Levenshtein distance by the two-row table (Wagner and Fischer 1974). */
function editDistance(a: string, b: string): number {
  let above = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) {
      const swap = (above[j - 1] as number) + (a[i - 1] === b[j - 1] ? 0 : 1)
      row.push(Math.min(swap, (above[j] as number) + 1, (row[j - 1] as number) + 1))
    }
    above = row
  }
  return above[b.length] as number
}
