/**
 * One or two letters for a name: the first of its first and of its last word. `?` for a name without a letter.
 * Counts what a reader sees as one letter (graphemes), so that accents and other scripts stay whole.
 */
export function initialsOf(name: string): string {
  const words = name.split(/[\s_]+/).filter((word) => /[\p{L}\p{N}]/u.test(word))
  const picked = words.length > 1 ? [words[0], words.at(-1)] : words.slice(0, 1)
  // Some letters become two when they are made large: ß, ﬁ.
  const letters = picked.map((word) => firstLetter(firstLetter(word ?? '').toUpperCase()))
  return letters.join('') || '?'
}

// Made once: a segmenter costs more than all the names of a page.
const graphemes = new Intl.Segmenter()

function firstLetter(word: string): string {
  // Most names: every sign of theirs is a letter of its own, and telling letters apart is a tenth of a page's work.
  if (/^[\x20-\x7e]*$/.test(word)) return /[A-Za-z0-9]/.exec(word)?.[0] ?? ''
  for (const { segment } of graphemes.segment(word)) {
    if (/[\p{L}\p{N}]/u.test(segment)) return segment
  }
  return ''
}

/** One of the five hues, 1 to 5, the same for the same id for ever (32-bit FNV-1a). */
export function hueOf(id: string): 1 | 2 | 3 | 4 | 5 {
  let hash = 0x811c9dc5
  for (let index = 0; index < id.length; index++) {
    hash = Math.imul(hash ^ id.charCodeAt(index), 0x01000193)
  }
  return (((hash >>> 0) % 5) + 1) as 1 | 2 | 3 | 4 | 5
}
