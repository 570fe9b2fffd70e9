/** Typed tree to plan. Interns every term; the caller releases what a removed plan held. */
import { facts, type FactField } from './fields.shared.ts'
import { dayLength, inZone, readMinute, readMoment } from './moments.shared.ts'
import {
  defaultMask,
  everyMask,
  fieldBit,
  type Plan,
  sameParagraph,
  sameSentence,
  type Span,
  type Test,
} from './plan.ts'
import { factSpace, internTerm, presenceSpace, sigilIndex, spaces, type Terms } from './terms.ts'
import type { Fact, Node, Phrase, Value } from './tree.shared.ts'
import { comparedText, plainAddress, readCircle } from './values.shared.ts'
import { folded, lowered, type Word, wordsOf } from './words.shared.ts'

/** `zone` is the query's time zone; `bind` gives the identities behind an author text as they were bound at save time. */
export type CompileOptions = { zone?: string; bind?: (field: FactField, text: string) => readonly string[] }

/** A pattern that is more than a prefix is found by its prefix term, then tried on the whole word. */
export type Pattern = { term: number; text: string; marked: boolean }

export type Target = {
  terms: Terms
  addTest: (test: Test) => number
  addPattern: (prefix: number, pattern: Pattern) => void
}

type Context = Target & { zone: string; bind?: CompileOptions['bind']; mask: number }

/** Prefixes longer than this are tried as patterns, so that the lengths in use fit one integer. */
const longestPrefix = 30

/** The plan of a tree without includes. Throws TypeError when an include was not expanded, RangeError for an unknown zone. */
export function compile(tree: Node, target: Target, options: CompileOptions = {}): Plan {
  return planOf(tree, { ...target, zone: options.zone ?? 'UTC', bind: options.bind, mask: defaultMask }, false)
}

function planOf(node: Node, context: Context, negated: boolean): Plan {
  switch (node.type) {
    case 'and':
    case 'or':
      // De Morgan: under NOT, AND and OR change places.
      return group(
        (node.type === 'and') === !negated ? 'and' : 'or',
        node.of.map((part) => planOf(part, context, negated)),
      )
    case 'not':
      return planOf(node.of, context, !negated)
    case 'scope':
      return planOf(node.of, { ...context, mask: fieldBit(node.field) }, negated)
    case 'raw':
      return { op: 'test', test: context.addTest({ kind: 'raw', text: node.text, mask: context.mask }), negated }
    case 'fact':
      return factPlan(node, context, negated)
    case 'include':
      throw new TypeError(`expand @{${node.slug}} before compiling`)
    default: {
      const span = spanOf(node, context)
      return span.op === 'word' ? { ...span, op: 'term', negated } : { op: 'span', span, negated }
    }
  }
}

function group(op: 'and' | 'or', parts: Plan[]): Plan {
  if (parts.length === 1) return parts[0] as Plan
  return { op, of: parts.flatMap((part) => (part.op === op ? part.of : [part])) }
}

function spanOf(node: Node, context: Context): Span {
  switch (node.type) {
    case 'term':
      return sequence(wordsOf(node.text, true).map((word) => wordSpan(word, context)))
    case 'exact':
      return sequence(wordsOf(node.text).map((word) => exactSpan(word, context)))
    case 'phrase':
      return phraseSpan(node, context)
    case 'or':
      return { op: 'or', of: node.of.map((part) => spanOf(part, context)) }
    case 'scope':
      return spanOf(node.of, { ...context, mask: fieldBit(node.field) })
    case 'near': {
      const within =
        node.within === 'sentence' ? sameSentence : node.within === 'paragraph' ? sameParagraph : node.within
      const left = spanOf(node.left, context)
      return { op: 'near', left, right: spanOf(node.right, context), within, ordered: node.ordered }
    }
    default:
      throw new TypeError(`${node.type} cannot stand next to NEAR`)
  }
}

function sequence(of: Span[]): Span {
  return of.length === 1 ? (of[0] as Span) : { op: 'phrase', of }
}

function phraseSpan(node: Phrase, context: Context): Span {
  const of = node.words.flatMap((chunk): Span[] =>
    chunk === '*' ? [{ op: 'any' }] : wordsOf(chunk, true).map((word) => wordSpan(word, context)),
  )
  if (!node.slop || of.length === 1) return sequence(of)
  return { op: 'window', of, slop: node.slop.words, ordered: node.slop.ordered }
}

function exactSpan(word: Word, context: Context): Span {
  return {
    op: 'word',
    term: internTerm(context.terms, word.text, spaces.exact + sigilIndex(word.sigil)),
    mask: context.mask,
  }
}

function wordSpan(word: Word, context: Context): Span {
  const { terms, mask } = context
  const lower = lowered(word.text)
  const plain = folded(word.text)
  const marked = lower !== plain
  // A word with marks can only stand for a word with marks, so both forms share one space.
  const text = (marked ? lower : plain).replace(/\*+/g, '*')
  const sign = sigilIndex(word.sigil)
  const wild = text.search(/[*?]/)
  if (wild < 0) return { op: 'word', term: internTerm(terms, text, spaces.word + sign), mask }
  const isPrefix = wild === text.length - 1 && text.endsWith('*') && wild <= longestPrefix
  const bare = text.slice(0, wild)
  if (isPrefix && (!marked || folded(bare) !== bare))
    return { op: 'word', term: internTerm(terms, bare, spaces.prefix + sign), mask }
  const term = internTerm(terms, text, spaces.pattern + sign)
  const prefix = internTerm(terms, bare.slice(0, longestPrefix), spaces.prefix + sign)
  context.addPattern(prefix, { term, text, marked })
  return { op: 'word', term, mask }
}

function factPlan(node: Fact, context: Context, negated: boolean): Plan {
  const parts = node.values.flatMap((value) => valuePlans(node.field, value, context, negated))
  if (parts.length === 0) return { op: 'test', test: context.addTest({ kind: 'never' }), negated }
  return group(negated ? 'and' : 'or', parts)
}

function valuePlans(field: FactField, value: Value, context: Context, negated: boolean): Plan[] {
  const { terms } = context
  const { type } = facts[field]
  const leaf = (text: string, space: number): Plan => {
    return { op: 'term', term: internTerm(terms, text, space), mask: everyMask, negated }
  }
  if (value.kind === 'none') return [absencePlan(field, context, negated)]
  if (type === 'number' || type === 'moment' || type === 'minute') {
    return [{ op: 'test', test: context.addTest(orderedTest(field, value, context.zone)), negated }]
  }
  if (value.kind === 'range') throw new TypeError(`${field} has no order`)
  if (type === 'geo') {
    const circle = readCircle(value.text)
    return [{ op: 'test', test: context.addTest(circle ? { kind: 'circle', circle } : { kind: 'never' }), negated }]
  }
  if (type === 'url') return [leaf(plainAddress(value.text), factSpace(field))]
  const bound = type === 'handle' && context.bind ? context.bind(field, value.text) : [value.text]
  return bound.map((text) => leaf(comparedText(field, text), factSpace(field)))
}

/** Absence is the opposite of the presence term, or of a number or time that is there. */
function absencePlan(field: FactField, context: Context, negated: boolean): Plan {
  const { type } = facts[field]
  if (type === 'number' || type === 'moment' || type === 'minute' || type === 'geo')
    return { op: 'test', test: context.addTest({ kind: 'known', field }), negated: !negated }
  return { op: 'term', term: internTerm(context.terms, '', presenceSpace(field)), mask: everyMask, negated: !negated }
}

function orderedTest(field: FactField, value: Value, zone: string): Test {
  const range =
    value.kind === 'is'
      ? { low: value.text, high: value.text, lowOpen: false, highOpen: false }
      : (value as Value & { kind: 'range' })
  const { type } = facts[field]
  if (type === 'moment') return momentTest(field, value, range, zone)
  if (type === 'minute') {
    const low = range.low === undefined ? 0 : (readMinute(range.low) as number) + (range.lowOpen ? 1 : 0)
    const high = range.high === undefined ? 1440 : (readMinute(range.high) as number) + (range.highOpen ? 0 : 1)
    inZone(0, zone)
    return { kind: 'minute', low, high, zone }
  }
  const low = range.low === undefined ? -Infinity : Number(range.low)
  const high = range.high === undefined ? Infinity : Number(range.high)
  return { kind: 'number', field, low, high, lowOpen: range.lowOpen, highOpen: range.highOpen }
}

type Ends = { low?: string; high?: string; lowOpen: boolean; highOpen: boolean }

/** `since` is inclusive, `until` exclusive; in `added` a whole day counts whole at either end. */
function momentTest(field: FactField, value: Value, range: Ends, zone: string): Test {
  if (field === 'since' || field === 'until') {
    const at = edge(value.kind === 'is' ? value.text : '', zone, false)
    if (field === 'since')
      return { kind: 'time', of: 'time', low: at.ms, high: Infinity, lowAgo: at.ago, highAgo: false }
    return { kind: 'time', of: 'time', low: -Infinity, high: at.ms, lowAgo: false, highAgo: at.ago }
  }
  const low = range.low === undefined ? { ms: -Infinity, ago: false } : edge(range.low, zone, range.lowOpen)
  const high = range.high === undefined ? { ms: Infinity, ago: false } : edge(range.high, zone, !range.highOpen)
  return { kind: 'time', of: 'added', low: low.ms, high: high.ms, lowAgo: low.ago, highAgo: high.ago }
}

/** Where a moment begins, or with `past` where it is over: the next day, or the next millisecond. */
function edge(text: string, zone: string, past: boolean): { ms: number; ago: boolean } {
  const moment = readMoment(text)
  if (!moment) return { ms: NaN, ago: false }
  if (moment.kind === 'ago') return { ms: -moment.ms + (past ? 1 : 0), ago: true }
  if (moment.kind === 'instant') return { ms: moment.ms + (past ? 1 : 0), ago: false }
  if (moment.day) return { ms: inZone(moment.utc + (past ? dayLength : 0), zone), ago: false }
  return { ms: inZone(moment.utc, zone) + (past ? 1 : 0), ago: false }
}
