/** What of a found text is shown, and which words in it are marked. */

/** A stretch of a shown text; `isMarked` where it is a word that was asked for. */
export interface Piece {
  readonly text: string
  readonly isMarked: boolean
}

const shown = 220
/** So much stands before the first marked word. */
const before = 60

/** A text without the signs that are used for marking; what is handed to the database to be marked. */
export function unmarked(text: string): string {
  return text.replace(/[\u0000-\u0002]/g, '')
}

/**
 * Reads a marked text, and marks in it what the database cannot: words asked for with other accents, words of scripts
 * that put no space between words, and words that begin with `begun`.
 */
export function piecesOf(marked: string, words: readonly string[], begun?: string): Piece[] {
  const pieces: Piece[] = []
  for (const [at, part] of marked.split(/[\u0001\u0002]/).entries())
    if (part !== '') pieces.push(...(at % 2 === 1 ? [{ text: part, isMarked: true }] : literally(part, words, begun)))
  return pieces
}

const alone =
  /[\p{sc=Thai}\p{sc=Lao}\p{sc=Myanmar}\p{sc=Khmer}\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}ー]+/gu

function literally(text: string, words: readonly string[], begun: string | undefined): Piece[] {
  const rows = words.flatMap((word) => word.normalize('NFKC').match(alone) ?? [])
  const spaced = new Set(words.flatMap((word) => plainly(word).match(/[\p{L}\p{N}\p{M}]+/gu) ?? []))
  const beginning = begun === undefined ? undefined : plainly(begun)
  const found: { start: number; end: number }[] = []
  for (const row of rows)
    for (let at = text.indexOf(row); at >= 0; at = text.indexOf(row, at + row.length))
      found.push({ start: at, end: at + row.length })
  for (const match of text.matchAll(/[\p{L}\p{N}\p{M}]+/gu)) {
    const word = plainly(match[0])
    if (spaced.has(word) || (beginning !== undefined && word.startsWith(beginning)))
      found.push({ start: match.index, end: match.index + match[0].length })
  }
  const pieces: Piece[] = []
  let at = 0
  for (const { start, end } of found.toSorted((a, b) => a.start - b.start || b.end - a.end)) {
    if (start < at) continue
    if (start > at) pieces.push({ text: text.slice(at, start), isMarked: false })
    pieces.push({ text: text.slice(start, end), isMarked: true })
    at = end
  }
  if (at < text.length) pieces.push({ text: text.slice(at), isMarked: false })
  return pieces
}

/** As the database compares them: small letters, no accents. */
function plainly(word: string): string {
  return word.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().replaceAll('ß', 'ss').normalize('NFC')
}

/** About 220 signs around the first marked word, cut at spaces, with an ellipsis where cut. */
export function fragmentOf(pieces: readonly Piece[]): Piece[] {
  const whole = pieces.map((piece) => piece.text).join('')
  if (whole.length <= shown) return [...pieces]
  let first = 0
  for (const piece of pieces) {
    if (piece.isMarked) break
    first += piece.text.length
  }
  if (first === whole.length) first = 0
  const start = first <= before ? 0 : atWord(whole, first - before)
  const end = start + shown >= whole.length ? whole.length : atWord(whole, start + shown, -1)
  const cut: Piece[] = []
  let at = 0
  for (const { text, isMarked } of pieces) {
    const part = text.slice(Math.max(0, start - at), Math.max(0, end - at))
    if (part !== '') cut.push({ text: part, isMarked })
    at += text.length
  }
  return [
    ...(start > 0 ? [{ text: '… ', isMarked: false }] : []),
    ...cut,
    ...(end < whole.length ? [{ text: ' …', isMarked: false }] : []),
  ]
}

/** The end of the space nearest to a place, forwards or backwards; the place itself in a text without spaces. */
function atWord(text: string, place: number, step = 1): number {
  const near = step > 0 ? text.indexOf(' ', place) : text.lastIndexOf(' ', place)
  const isNear = near >= 0 && Math.abs(near - place) < 30
  const at = isNear ? near + (step > 0 ? 1 : 0) : place
  // Not in the middle of one sign.
  return /[\udc00-\udfff]/.test(text[at] ?? '') ? at + 1 : at
}
