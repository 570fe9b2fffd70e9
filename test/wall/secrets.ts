/** Words that stand nowhere else, each with where it was planted and which walkers may read it. */

/** Who walks along the wall: nobody, a member, the one who asked, a guest, an employee who is in no closed room. */
export const walkers = ['visitor', 'gustav', 'ines', 'petra', 'daniel'] as const
export type Walker = (typeof walkers)[number]

const mark = 'zqkanari'
const pattern = /zqk[0-9a-z]{0,11}/g

export interface Secrets {
  /** A new word for one field. It is made of small letters and digits, so that slugs, handles and tags keep it whole. */
  mint(where: string, readers: readonly Walker[]): string
  /** Where every secret word in `text` was planted that `who` may not read, leaving out those that `asked` itself says. */
  leaks(text: string, who: Walker, asked: string): string[]
  /** Where every secret word in `text` was planted, whoever reads it. */
  foundIn(text: string): string[]
  readonly words: ReadonlyMap<string, { readonly where: string; readonly readers: ReadonlySet<Walker> }>
}

export function openSecrets(): Secrets {
  const words = new Map<string, { where: string; readers: Set<Walker> }>()
  // A random token may hold the first letters by chance.
  const isPart = (word: string) => mark.startsWith(word.slice(0, mark.length))
  const wordsIn = (text: string): Set<string> => new Set(text.toLowerCase().match(pattern)?.filter(isPart))
  return {
    words,
    mint(where, readers) {
      const word = `${mark}${String(words.size).padStart(4, '0')}`
      words.set(word, { where, readers: new Set(readers) })
      return word
    },
    leaks(text, who, asked) {
      const said = asked.toLowerCase()
      return [...wordsIn(text)].flatMap((word) => {
        const secret = words.get(word)
        if (secret?.readers.has(who) || said.includes(word)) return []
        // Half a word, such as one that a preview cut off, tells as much as a whole one.
        return [secret?.where ?? `a part of a secret: ${word}`]
      })
    },
    foundIn: (text) => [...wordsIn(text)].flatMap((word) => words.get(word)?.where ?? []),
  }
}
