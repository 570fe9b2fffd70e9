const letters = 'abcdefghijklmnopqrstuvwxyz'
const longest = 24

/**
 * Every word that one slip of the keyboard away would have been: a letter left out, two swapped, one wrong, one too
 * many. For words of at least 5 letters a to z; shorter ones have too many neighbours that mean something else.
 */
export function oneSlipAway(word: string): readonly string[] {
  if (word.length < 5 || word.length > longest || !/^[a-z]+$/.test(word)) return []
  const found = new Set<string>()
  for (let at = 0; at <= word.length; at++) {
    const [before, after] = [word.slice(0, at), word.slice(at)]
    for (const letter of letters) {
      found.add(before + letter + after)
      if (after !== '') found.add(before + letter + after.slice(1))
    }
    if (after !== '') found.add(before + after.slice(1))
    if (after.length > 1) found.add(before + after[1]! + after[0]! + after.slice(2))
  }
  found.delete(word)
  return [...found]
}
