import type { ComponentChildren } from 'preact'
import { type Parts, type Piece, type Rest, type Value, cutMessage, withoutNote } from './message.ts'

/** One message in one language: its text, or a text for each plural form that the language has. */
export type Translation = string | Readonly<Partial<Record<Intl.LDMLPluralRule, string>>>

/** The messages of one language by their English text, as they stand in `messages/<tag>.json`. */
export type Messages = Readonly<Record<string, Translation>>

/** A message with its values, one of which may be a message itself, or a day of the calendar in UTC (`2026-11-22`). */
export interface SaidWith {
  readonly text: string
  readonly values: Readonly<Record<string, Value | SaidWith | { readonly day: string }>>
}

type SaidRest<Text extends string> =
  Rest<Text> extends [infer Given]
    ? [values: { readonly [Name in keyof Given]: Name extends 'count' ? number : SaidWith['values'][string] }]
    : Rest<Text>

/** A sentence that somebody will be told in their own language: the text alone, or with its values. */
export type Said = string | SaidWith

/**
 * Says the words of the product to one reader. The message is its own English text, so that a page is read as it is
 * drawn: `say('Sign in')`, `say('{count} answers', { count })`. Numbers are written as the language writes them.
 */
export interface Say {
  <const Text extends string>(text: Text, ...values: Rest<Text>): string
  /** A message with links or other drawn things in it: `say.with('New? <join>Join</join>.', { join: (words) => <a …>{words}</a> })`. */
  with<const Text extends string>(text: Text, parts: Parts<Text, ComponentChildren>): ComponentChildren
  /** What was said elsewhere with `said`, before the reader was known. Words that are no message stay as they are. */
  again(said: Said): string
  number(value: number, options?: Intl.NumberFormatOptions): string
  /** "a, b and c" */
  list(items: readonly string[]): string
  /** The language tag, for `lang`. */
  readonly language: string
  readonly direction: 'ltr' | 'rtl'
}

/**
 * Marks a sentence that is told later, to a reader who is not known here (an error, a table of words), and gives what
 * `say.again` takes.
 */
export function said<const Text extends string>(
  text: Text,
  ...values: SaidRest<Text>
): Rest<Text> extends [] ? Text : Exclude<Said, string> {
  const all = values[0] as SaidWith['values'] | undefined
  return (all ? { text, values: all } : text) as ReturnType<typeof said<Text>>
}

type Cut = string | readonly Piece[]
type Ready = Cut | ReadonlyMap<string, Cut>

/**
 * Makes the messages of one language ready. What is missing in them is said in English.
 *
 * @throws SyntaxError naming the message that is not well formed.
 */
export function makeSay(tag: string, messages: Messages, english: Messages = {}): Say {
  const ready = new Map<string, Ready>()
  for (const [text, words] of Object.entries({ ...english, ...messages })) ready.set(text, readied(words))
  // Plain "en" would write dates and numbers the American way.
  const locale = tag === 'en' ? 'en-GB' : tag
  const direction = directionOf(tag)
  const plurals = new Intl.PluralRules(locale)
  const numbers = new Intl.NumberFormat(locale)
  const lists = new Intl.ListFormat(locale)

  const find = (text: string, count: unknown): Cut => {
    const found = ready.get(text)
    if (found === undefined) return readied(withoutNote(text)) as Cut
    if (!(found instanceof Map)) return found as Cut
    return found.get(plurals.select(Number(count))) ?? found.get('other') ?? ''
  }
  const written = (value: Value | undefined): string =>
    typeof value === 'number' ? numbers.format(value) : isolated(value ?? '', direction)
  const fill = (text: string, values: Readonly<Record<string, Value>> = {}): string => {
    const cut = find(text, values.count)
    return typeof cut === 'string' ? cut : filled(cut, (name) => written(values[name]))
  }
  const draw = (pieces: readonly Piece[], parts: Drawing): ComponentChildren[] =>
    pieces.map((piece) => {
      if (typeof piece === 'string') return piece
      if ('part' in piece) {
        const around = parts[piece.part]
        const words = draw(piece.pieces, parts)
        return typeof around === 'function' ? around(words) : words
      }
      const value = parts[piece.value]
      return typeof value === 'string' || typeof value === 'number' ? written(value) : (value as ComponentChildren)
    })
  const days = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' })
  const again = (words: Said): string => {
    // What is no message may hold anything, also names with braces in them.
    if (typeof words === 'string') return ready.has(words) ? fill(words) : words
    const values = Object.entries(words.values).map(([name, value]) => {
      if (typeof value !== 'object') return [name, value] as const
      return [name, 'day' in value ? days.format(new Date(value.day)) : again(value)] as const
    })
    return fill(words.text, Object.fromEntries(values))
  }
  const say = (text: string, values?: Readonly<Record<string, Value>>) => fill(text, values)
  return Object.assign(say, {
    with: (text: string, parts: Drawing) => {
      const cut = find(text, parts.count)
      return typeof cut === 'string' ? cut : draw(cut, parts)
    },
    again,
    number: (value: number, options?: Intl.NumberFormatOptions) =>
      options ? new Intl.NumberFormat(locale, options).format(value) : numbers.format(value),
    list: (items: readonly string[]) => lists.format(items.map((item) => isolated(item, direction))),
    language: tag,
    direction,
  }) as Say
}

type Drawing = Readonly<Record<string, ComponentChildren | ((words: ComponentChildren) => ComponentChildren)>>

function readied(words: Translation): Ready {
  if (typeof words !== 'string') return new Map(Object.entries(words).map(([form, one]) => [form, readied(one) as Cut]))
  const pieces = cutMessage(words)
  return pieces.every((piece) => typeof piece === 'string') ? pieces.join('') : pieces
}

function filled(pieces: readonly Piece[], value: (name: string) => string): string {
  let text = ''
  for (const piece of pieces) {
    if (typeof piece === 'string') text += piece
    else text += 'value' in piece ? value(piece.value) : filled(piece.pieces, value)
  }
  return text
}

const rightToLeft = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/
const leftToRight = /\p{L}/u

/** A name that runs the other way is set apart, so that it does not turn the signs beside it round (Unicode UAX 9). */
function isolated(value: string, direction: 'ltr' | 'rtl'): string {
  const isRightToLeft = rightToLeft.test(value)
  const turns = direction === 'ltr' ? isRightToLeft : !isRightToLeft && leftToRight.test(value)
  return turns ? `\u2068${value}\u2069` : value
}

type TextInfo = { direction?: 'ltr' | 'rtl' }

/** Which way a language is written. */
export function directionOf(tag: string): 'ltr' | 'rtl' {
  const locale = new Intl.Locale(tag) as Intl.Locale & { getTextInfo?: () => TextInfo }
  return locale.getTextInfo?.().direction ?? 'ltr'
}
