/**
 * How much of what was typed stands in a name: the trigrams of the best-fitting word of the name that `typed` has too, of
 * all of both; 0 to 1. As `similarity` of `pg_trgm`: small letters, two spaces before a word and one after.
 */
export function likeness(typed: string, name: string): number {
  const asked = trigrams(typed)
  return Math.max(0, ...wordsOf(name).map((word) => share(asked, trigrams(word))))
}

function share(one: ReadonlySet<string>, other: ReadonlySet<string>): number {
  const both = [...one].filter((three) => other.has(three)).length
  return both / (one.size + other.size - both || 1)
}

function wordsOf(text: string): string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}\p{M}]+/gu) ?? []
}

function trigrams(text: string): ReadonlySet<string> {
  return new Set(
    wordsOf(text).flatMap((word) => {
      const signs = [...`  ${word} `]
      return signs.slice(2).map((_, at) => signs.slice(at, at + 3).join(''))
    }),
  )
}
