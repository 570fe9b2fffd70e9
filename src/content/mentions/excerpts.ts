import { excerpt, plainText } from '../../platform/text/markdown.ts'

/** A part of the beginning of a text: words, or the name of a person as it was typed. */
interface ExcerptPiece {
  readonly words: string
  /** Whose name it is. */
  readonly person?: string
}

const mention = /\[(@[^\]\n]{1,130})\]\(\/people\/([1-9]\d{0,14})(?:-[^)\s]*)?\)/g

/** The beginning of a Markdown text as `excerpt` gives it, in pieces, so that whoever is named can be called as they are now. */
export function excerptPieces(text: string, length?: number): readonly ExcerptPiece[] {
  const whole = excerpt(text, length)
  const pieces: ExcerptPiece[] = []
  let done = 0
  const put = (from: number, to: number, person: string) => {
    if (from > done) pieces.push({ words: whole.slice(done, from) })
    pieces.push({ words: whole.slice(from, to), person })
    done = to
  }
  for (const [, label, person] of text.matchAll(mention)) {
    const name = plainText(label!).replace(/\s+/g, ' ')
    const from = whole.indexOf(name, done)
    if (from >= 0) put(from, from + name.length, person!)
    else {
      const cut = cutName(whole, done, name)
      if (cut !== undefined) put(cut, whole.length - 1, person!)
      break
    }
  }
  if (done < whole.length) pieces.push({ words: whole.slice(done) })
  return pieces
}

/** Where a name begins of which the end was cut off. */
function cutName(whole: string, done: number, name: string): number | undefined {
  const from = whole.lastIndexOf('@')
  const isCut = whole.endsWith('…') && from >= done && whole.length - 1 > from + 1
  return isCut && name.startsWith(whole.slice(from, -1)) ? from : undefined
}
