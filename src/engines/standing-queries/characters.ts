/** What each UTF-16 unit means to the scanner: one byte each, made once from the same rules as `words.shared.ts`. */
import { needsSegments, plainApostrophes } from './words.shared.ts'

export const kind = {
  other: 0,
  lower: 1,
  upper: 2,
  /** A letter, digit or mark beyond ASCII. */
  letter: 3,
  /** A letter of a script without spaces. */
  unspaced: 4,
  apostrophe: 5,
  /** Half of a pair: look at the whole character. */
  half: 6,
  pictograph: 7,
  space: 8,
  newline: 9,
  /** Ends a sentence when white space follows. */
  stop: 10,
  /** Ends a sentence at once (full-width stops). */
  fullStop: 11,
  /** May stand between a stop and its white space. */
  closer: 12,
} as const

let table: Uint8Array | undefined

/** The table of 65,536 kinds. */
export function characterKinds(): Uint8Array {
  table ??= build()
  return table
}

function build(): Uint8Array {
  const kinds = new Uint8Array(65_536)
  const letter = /[\p{L}\p{N}\p{M}_]/v
  const pictograph = /[\p{RGI_Emoji}\p{Extended_Pictographic}\p{Emoji_Presentation}]/v
  for (let code = 0; code < 65_536; code++) {
    const sign = String.fromCharCode(code)
    if (code >= 0xd800 && code < 0xdc00) kinds[code] = kind.half
    else if (plainApostrophes(sign) === "'") kinds[code] = kind.apostrophe
    else if (code < 128 && /[a-z\d_]/.test(sign)) kinds[code] = kind.lower
    else if (code < 128 && /[A-Z]/.test(sign)) kinds[code] = kind.upper
    else if (letter.test(sign)) kinds[code] = needsSegments(sign) ? kind.unspaced : kind.letter
    else if (sign === '\n' || code === 0x2029) kinds[code] = kind.newline
    else if (/\s/.test(sign)) kinds[code] = kind.space
    else if ('.!?…'.includes(sign)) kinds[code] = kind.stop
    else if ('。！？'.includes(sign)) kinds[code] = kind.fullStop
    else if (`"”»)]}`.includes(sign)) kinds[code] = kind.closer
    else if (code > 0xff && pictograph.test(sign)) kinds[code] = kind.pictograph
  }
  return kinds
}

const pairLetter = /^[\p{L}\p{N}\p{M}]$/v

/** The kind of a character beyond 16 bits. */
export function pairKind(character: string): number {
  if (pairLetter.test(character)) return needsSegments(character) ? kind.unspaced : kind.letter
  return kind.pictograph
}

const emojiAt = /\p{RGI_Emoji}|[\p{Extended_Pictographic}--[\u0000-\u24ff]]\ufe0f?/vy

/** The end of the emoji that begins here, or `from` when there is none. */
export function emojiEnd(text: string, from: number): number {
  emojiAt.lastIndex = from
  return emojiAt.test(text) ? emojiAt.lastIndex : from
}
