/** Reads what stands after `field:` for a field of facts: a value, a list, a range or a comparison. */
import { type FactField, facts } from './fields.shared.ts'
import { peek, type State, take, type Token } from './lexer.shared.ts'
import { fail } from './problems.shared.ts'
import type { Node, Place, Value } from './tree.shared.ts'
import { checkedRange, checkedText } from './values.shared.ts'

type Reading = { field: FactField; spelling: string }

export function parseFact(state: State, field: FactField, token: Token & { type: 'field' }): Node {
  const reading = { field, spelling: token.spelling }
  const value = peek(state)
  if (value.from !== token.to) fail('E202', token.from, token.to, `Write a value directly after ${token.spelling}:`)
  take(state)
  const { from } = token
  const { to } = value
  switch (value.type) {
    case 'range':
      return { type: 'fact', field, values: [rangeOf(reading, value.text, value)], from, to }
    case 'value':
      return { type: 'fact', field, values: bareValues(reading, value.text, value), from, to }
    case 'phrase':
      return { type: 'fact', field, values: [quoted(reading, value.text, value)], from, to }
    case '(':
      return parseValueList(state, reading, token)
    default:
      return fail('E202', from, to, `Write a value directly after ${token.spelling}:`)
  }
}

function parseValueList(state: State, reading: Reading, token: Token): Node {
  const { field } = reading
  const values: Value[] = []
  for (;;) {
    const value = take(state)
    if (value.type === 'term') values.push(...bareValues(reading, value.text, value))
    else if (value.type === 'phrase') values.push(quoted(reading, value.text, value))
    else fail('E202', value.from, value.to, `Write a list as ${reading.spelling}:(one OR two).`)
    const next = take(state)
    if (next.type === ')') return { type: 'fact', field, values, from: token.from, to: next.to }
    if (next.type === 'end') fail('E100', token.from, token.to, 'Close this bracket.')
    if (next.type !== 'or') fail('E202', next.from, next.to, `Write a list as ${reading.spelling}:(one OR two).`)
  }
}

function quoted(reading: Reading, text: string, place: Place): Value {
  return { kind: 'is', text: checkedText(reading.field, text.normalize('NFC').trim(), reading.spelling, place) }
}

/** `a,b` is a list, except in a place on the map, where commas part the numbers. */
function bareValues(reading: Reading, text: string, place: Place): Value[] {
  const plain = text.normalize('NFC')
  const parts = facts[reading.field].type === 'geo' ? [plain] : plain.split(',')
  return parts.map((part) =>
    part.toLowerCase() === 'none'
      ? { kind: 'none' }
      : { kind: 'is', text: checkedText(reading.field, part, reading.spelling, place) },
  )
}

/** `a TO b`, `a..b`, `>a`, `>=a`, `<a`, `<=a`. */
function rangeOf(reading: Reading, text: string, place: Place): Value {
  const { field, spelling } = reading
  const compared = /^([<>])(=?)(\S+)$/.exec(text)
  if (compared) {
    const open = compared[2] === ''
    const end = compared[3] as string
    const range: Value & { kind: 'range' } =
      compared[1] === '>'
        ? { kind: 'range', low: end, lowOpen: open, highOpen: false }
        : { kind: 'range', high: end, lowOpen: false, highOpen: open }
    return checkedRange(field, range, spelling, place)
  }
  const ends = /^\s*(\S+)\s+TO\s+(\S+)\s*$/.exec(text) ?? /^(\S+?)\.\.(\S+)$/.exec(text)
  if (!ends) {
    // Dots belong to addresses and ids; only fields with an order have ranges.
    if (text.includes('..') && ['id', 'url', 'handle', 'name'].includes(facts[field].type))
      return { kind: 'is', text: checkedText(field, text, spelling, place) }
    return fail('E202', place.from, place.to, `Write a range as ${spelling}:[3 TO 5].`)
  }
  return checkedRange(
    field,
    { kind: 'range', low: ends[1] as string, high: ends[2] as string, lowOpen: false, highOpen: false },
    spelling,
    place,
  )
}
