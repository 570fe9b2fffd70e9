/** A query made ready to match: words are term ids, NOT is pushed down to the leaves, and values are numbers. */
import { type FactField, type TextField, textFields } from './fields.shared.ts'
import type { Circle } from './values.shared.ts'

/** Where words stand: occurrences of a span are [first, last] token positions. */
export type Span =
  | { op: 'word'; term: number; mask: number }
  | { op: 'any' }
  | { op: 'or'; of: Span[] }
  | { op: 'phrase'; of: Span[] }
  | { op: 'window'; of: Span[]; slop: number; ordered: boolean }
  | { op: 'near'; left: Span; right: Span; within: number; ordered: boolean }

/** `within` of a near span: 0 to 100 tokens between, or one of these. */
export const sameSentence = -1
export const sameParagraph = -2

export type Plan = { op: 'and' | 'or'; of: Plan[] } | Leaf
export type Leaf =
  | { op: 'term'; term: number; mask: number; negated: boolean }
  | { op: 'span'; span: Span; negated: boolean }
  | { op: 'test'; test: number; negated: boolean }

/** What is not a term: numbers, times, literal characters, places. Bounds are inclusive of `low`, exclusive of `high`. */
export type Test =
  | { kind: 'never' }
  | { kind: 'number'; field: FactField; low: number; high: number; lowOpen: boolean; highOpen: boolean }
  | { kind: 'time'; of: 'time' | 'added'; low: number; high: number; lowAgo: boolean; highAgo: boolean }
  | { kind: 'minute'; low: number; high: number; zone: string }
  | { kind: 'raw'; text: string; mask: number }
  | { kind: 'circle'; circle: Circle }
  | { kind: 'known'; field: FactField }

/** The bit of a text field in the stamps of a post. */
export function fieldBit(field: TextField): number {
  return 1 << textFields.indexOf(field)
}

/** An unscoped word searches title, body and image descriptions. */
export const defaultMask = fieldBit('title') | fieldBit('body') | fieldBit('alt')
export const everyMask = (1 << textFields.length) - 1

/** Calls `visit` for every term of a plan, once for each place in which it stands. */
export function eachTerm(plan: Plan, visit: (term: number, mask: number) => void): void {
  if (plan.op === 'and' || plan.op === 'or') for (const part of plan.of) eachTerm(part, visit)
  else if (plan.op === 'term') visit(plan.term, plan.mask)
  else if (plan.op === 'span') eachWord(plan.span, visit)
}

export function eachWord(span: Span, visit: (term: number, mask: number) => void): void {
  if (span.op === 'word') visit(span.term, span.mask)
  else if (span.op === 'near') {
    eachWord(span.left, visit)
    eachWord(span.right, visit)
  } else if (span.op !== 'any') for (const part of span.of) eachWord(part, visit)
}

export function eachTest(plan: Plan, visit: (test: number) => void): void {
  if (plan.op === 'and' || plan.op === 'or') for (const part of plan.of) eachTest(part, visit)
  else if (plan.op === 'test') visit(plan.test)
}

const ops = ['and', 'or', 'term', 'span', 'test', 'word', 'any', 'phrase', 'window', 'near', 'span-or'] as const
const code = Object.fromEntries(ops.map((name, at) => [name, at])) as Record<(typeof ops)[number], number>

/** Writes a plan as integers in prefix order (the cold form, from which anchors and code are made anew). */
export function encodePlan(plan: Plan, out: number[]): void {
  const not = 'negated' in plan && plan.negated ? 16 : 0
  switch (plan.op) {
    case 'and':
    case 'or':
      out.push(code[plan.op], plan.of.length)
      for (const part of plan.of) encodePlan(part, out)
      break
    case 'term':
      out.push(code.term | not | (plan.mask << 5), plan.term)
      break
    case 'test':
      out.push(code.test | not, plan.test)
      break
    case 'span':
      out.push(code.span | not)
      encodeSpan(plan.span, out)
  }
}

function encodeSpan(span: Span, out: number[]): void {
  switch (span.op) {
    case 'word':
      out.push(code.word | (span.mask << 5), span.term)
      break
    case 'any':
      out.push(code.any)
      break
    case 'near':
      out.push(code.near, span.within, span.ordered ? 1 : 0)
      encodeSpan(span.left, out)
      encodeSpan(span.right, out)
      break
    default:
      out.push(code[span.op === 'or' ? 'span-or' : span.op], span.of.length)
      if (span.op === 'window') out.push(span.slop, span.ordered ? 1 : 0)
      for (const part of span.of) encodeSpan(part, out)
  }
}

/** Reads integers from a place on; moves the place. */
type Reader = { ints: Int32Array; at: number }

export function decodePlan(from: Reader): Plan {
  const head = from.ints[from.at++] as number
  const negated = (head & 16) !== 0
  const op = ops[head & 15]
  if (op === 'span') return { op, span: decodeSpan(from), negated }
  const value = from.ints[from.at++] as number
  if (op === 'term') return { op, term: value, mask: head >>> 5, negated }
  if (op === 'test') return { op, test: value, negated }
  return { op: op as 'and' | 'or', of: Array.from({ length: value }, () => decodePlan(from)) }
}

function decodeSpan(from: Reader): Span {
  const head = from.ints[from.at++] as number
  const op = ops[head & 15]
  if (op === 'any') return { op }
  const value = from.ints[from.at++] as number
  if (op === 'word') return { op, term: value, mask: head >>> 5 }
  if (op === 'near') {
    const ordered = from.ints[from.at++] === 1
    const left = decodeSpan(from)
    return { op, left, right: decodeSpan(from), within: value, ordered }
  }
  const slop = op === 'window' ? (from.ints[from.at++] as number) : 0
  const ordered = op === 'window' && from.ints[from.at++] === 1
  const of = Array.from({ length: value }, () => decodeSpan(from))
  if (op === 'window') return { op, of, slop, ordered }
  return { op: op === 'phrase' ? 'phrase' : 'or', of }
}
