/**
 * The text model: what a word is, and how words compare. Used for query text in the browser and on the server;
 * `scan.ts` does the same to posts in one pass, and a property test holds the two together.
 */

/** The sign before a word: hashtag, mention, cashtag or none. */
export type Sigil = '' | '#' | '@' | '$'

export type Word = { text: string; sigil: Sigil; from: number; to: number }

/** Marks that folding removes: accents, and vowel points of Hebrew and Arabic; Indic vowel signs are letters here. */
const marks =
  /[\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe00-\ufe0f\ufe20-\ufe2f]/g

/** Letters, digits, marks and `_`, but not the modifier apostrophe, which is an apostrophe here. */
const letter = String.raw`[[\p{L}\p{N}\p{M}_]--[\u02bc]]`
const apostrophe = String.raw`['\u2018\u2019\u201b\u02bc\uff07]`
const emoji = String.raw`\p{RGI_Emoji}|[\p{Extended_Pictographic}--[\u0000-\u24ff]]\ufe0f?`
const unspaced = String.raw`\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}`

const run = new RegExp(`${letter}+(?:${apostrophe}${letter}+)*|${emoji}`, 'gv')
const wildRun = new RegExp(`(?:${letter}|[*?])+(?:${apostrophe}(?:${letter}|[*?])+)*|${emoji}`, 'gv')
const endsWithLetter = new RegExp(`${letter}$`, 'v')
const anyUnspaced = new RegExp(`[${unspaced}]`, 'v')
const apostrophes = new RegExp(apostrophe, 'gv')
// eslint-disable-next-line no-control-regex
const onlyAscii = /^[\x00-\x7f]*$/

let dictionary: Intl.Segmenter | undefined

/** Splits a run of letters of a script without spaces by ICU's dictionaries. */
function segmentsOf(text: string): { text: string; at: number }[] {
  dictionary ??= new Intl.Segmenter('und', { granularity: 'word' })
  return [...dictionary.segment(text)].map((part) => ({ text: part.segment, at: part.index }))
}

/** Whether a run of letters holds a script that writes no spaces (Han, kana, Thai, Lao, Khmer, Burmese). */
export function needsSegments(text: string): boolean {
  return !onlyAscii.test(text) && anyUnspaced.test(text)
}

/**
 * The words of a text, in order. With `wild`, `*` and `?` count as letters (query text).
 * A sign sets the kind only when no letter stands before it, so that an address is not a mention.
 */
export function wordsOf(text: string, wild = false): Word[] {
  // Most words of a query are one plain word.
  if (/^\w+$/.test(text)) return [{ text, sigil: '', from: 0, to: text.length }]
  const words: Word[] = []
  for (const found of text.matchAll(wild ? wildRun : run)) {
    const from = found.index
    const sigil = sigilBefore(text, from)
    const straight = found[0].replace(apostrophes, "'")
    if (needsSegments(straight) && !/[*?]/.test(straight)) {
      let at = from
      for (const piece of straight.split("'")) {
        for (const part of segmentsOf(piece)) push(words, part.text, sigil, at + part.at)
        at += piece.length + 1
      }
    } else push(words, straight, sigil, from)
  }
  return words
}

function push(words: Word[], text: string, sigil: Sigil, from: number): void {
  if (text !== '' && folded(text) !== '')
    words.push({ text: text.normalize('NFC'), sigil, from, to: from + text.length })
}

function sigilBefore(text: string, at: number): Sigil {
  const sign = text[at - 1]
  if (sign !== '#' && sign !== '@' && sign !== '$') return ''
  return at >= 2 && endsWithLetter.test(text.slice(Math.max(0, at - 3), at - 1)) ? '' : sign
}

/** Lower case with marks kept, NFC; the two small sigmas are one letter. */
export function lowered(text: string): string {
  const lower = text.toLowerCase()
  return onlyAscii.test(lower) ? lower : lower.normalize('NFC').replaceAll('ς', 'σ')
}

/** Lower case without marks. */
export function folded(text: string): string {
  const lower = lowered(text)
  return onlyAscii.test(lower) ? lower : lower.normalize('NFD').replace(marks, '').normalize('NFC')
}

/** All forms that a text word with apostrophes stands for; parts of one letter (the s of wendy's) are dropped. */
export function formsOf(word: string): string[] {
  if (!word.includes("'")) return [word]
  const parts = word.split("'")
  return [...new Set([word, parts.join(''), ...parts.filter((part) => part.length > 1)])]
}

/** Plain apostrophes for typographic ones; one for one, so offsets hold. */
export function plainApostrophes(text: string): string {
  return text.replace(apostrophes, "'")
}

/** Plain quotation marks and apostrophes for typographic ones in a query; one for one, so offsets hold. */
export function plainQuotes(text: string): string {
  return plainApostrophes(text).replace(/[\u201c\u201d\u201e\u201f\u00ab\u00bb\uff02]/g, '"')
}

/**
 * Whether a word fits a pattern of `*` (zero or more letters) and `?` (exactly one). Both in the same case.
 * The greedy walk with one way back (Krauss 2008): at most |pattern| x |word| steps.
 */
export function fitsPattern(pattern: string, word: string): boolean {
  let p = 0
  let w = 0
  let star = -1
  let retry = 0
  while (w < word.length) {
    const wanted = pattern[p]
    const width = (word.codePointAt(w) as number) > 0xffff ? 2 : 1
    if (wanted === '*') {
      star = p++
      retry = w
    } else if (wanted === '?') {
      p++
      w += width
    } else if (wanted !== undefined && wanted === word[w]) {
      p++
      w++
    } else if (star >= 0) {
      p = star + 1
      retry += (word.codePointAt(retry) as number) > 0xffff ? 2 : 1
      w = retry
    } else return false
  }
  while (pattern[p] === '*') p++
  return p === pattern.length
}

/** The words of a dictionary that a pattern stands for, at most `cap` of them, and how many there are in all. */
export function expandPattern(pattern: string, dictionaryWords: Iterable<string>, cap = 1000) {
  const wanted = lowered(pattern)
  const marked = folded(pattern) !== wanted
  const words: string[] = []
  let count = 0
  for (const word of dictionaryWords) {
    if (!fitsPattern(wanted, marked ? lowered(word) : folded(word))) continue
    count++
    if (words.length < cap) words.push(word)
  }
  return { words, count, capped: count > words.length }
}
