/**
 * How a message is written: `{name}` stands for a value, `<name>…</name>` goes around words that become a link or are
 * set in bold. Nothing else has a meaning, and apostrophes are apostrophes.
 */

/** The names of the values in a message, told from its text. */
type ValueNames<Text extends string> = Text extends `${string}{${infer Name}}${infer Rest}`
  ? Name | ValueNames<Rest>
  : never

/** The names of the parts that go around words. */
type PartNames<Text extends string> = Text extends `${string}</${infer Name}>${infer Rest}`
  ? Name | PartNames<Rest>
  : never

export type Value = string | number

/** What the values of a message are given as. `count` decides on the plural and is a number. */
export type Values<Text extends string, Given = Value> = {
  readonly [Name in ValueNames<Text>]: Name extends 'count' ? number : Given
}

/** The values of a message as the rest of the arguments: none where it has none. Any text that is not written out is refused. */
export type Rest<Text extends string> = string extends Text
  ? [never]
  : [ValueNames<Text>] extends [never]
    ? []
    : [values: Values<Text>]

/** The values of a message that holds parts: drawn things may stand for values, and a function draws around words. */
export type Parts<Text extends string, Drawn> = Values<Text, Drawn> & {
  readonly [Name in PartNames<Text>]: (words: Drawn) => Drawn
}

export type Piece = string | { readonly value: string } | { readonly part: string; readonly pieces: readonly Piece[] }

const mark = /\{([a-zA-Z]\w*)\}|<(\/?)([a-zA-Z]\w*)>/g

/** Cuts a message into its pieces. Throws SyntaxError when a brace or a part has no end. */
export function cutMessage(text: string): readonly Piece[] {
  const open: { part: string; pieces: Piece[] }[] = [{ part: '', pieces: [] }]
  let from = 0
  const take = (until: number): void => {
    const words = text.slice(from, until)
    if (/[{}]|<\/?[a-zA-Z]/.test(words)) throw new SyntaxError(`“${text}”: there is a brace or a part that has no end`)
    if (words !== '') open.at(-1)!.pieces.push(words)
  }
  for (const found of text.matchAll(mark)) {
    take(found.index)
    from = found.index + found[0].length
    const [, value, end, part] = found
    if (value !== undefined) open.at(-1)!.pieces.push({ value })
    else if (end === '') open.push({ part: part!, pieces: [] })
    else {
      const closed = open.pop()!
      if (closed.part !== part) throw new SyntaxError(`“${text}”: </${part}> ends what was not begun`)
      open.at(-1)!.pieces.push(closed)
    }
  }
  take(text.length)
  if (open.length > 1) throw new SyntaxError(`“${text}”: <${open.at(-1)!.part}> has no end`)
  return open[0]!.pieces
}

/** What a message asks for, in a form that can be compared: the same in every language. */
export function askedBy(text: string): string[] {
  const names = (pieces: readonly Piece[]): string[] =>
    pieces.flatMap((piece) => {
      if (typeof piece === 'string') return []
      return 'value' in piece ? [`{${piece.value}}`] : [`<${piece.part}>`, ...names(piece.pieces)]
    })
  return names(cutMessage(text)).sort()
}

/** A message as it is read in English: without the note for translators that may follow its text (`Start | the bar`). */
export function withoutNote(text: string): string {
  const note = text.indexOf(' | ')
  return note === -1 ? text : text.slice(0, note)
}
