/** Query text to typed tree, by recursive descent over the grammar of the language. Never throws: a problem is listed. */
import type { TextField } from './fields.shared.ts'
import { peek, type State, take, type Token, tokensOf } from './lexer.shared.ts'
import { parseFact } from './parser-facts.shared.ts'
import { print } from './printer.shared.ts'
import { fail, type Problem, problem, QueryFault } from './problems.shared.ts'
import { type And, isSpan, type Node, type Or, type Phrase } from './tree.shared.ts'
import { wordsOf } from './words.shared.ts'

export const deepest = 64
const mostTerms = 5_000

/** The tree, unless an error is among the problems. Warnings W101 and W103 are found here, the others by `lint`. */
export type Parsed = { tree?: Node; problems: Problem[] }

/**
 * Parses a query. Stops at the first error, since what follows an error is guesswork.
 * Time and memory are linear in the text; text over 100,000 characters, nesting over 64 and terms over 5,000 are E403.
 */
export function parse(text: string): Parsed {
  const state: State = { tokens: [], at: 0, terms: 0, scoped: false, problems: [] }
  try {
    state.tokens = tokensOf(text)
    if (peek(state).type === 'end') fail('E101', 0, text.length, 'Type a word to listen for.')
    const tree = parseOr(state, 0)
    const rest = peek(state)
    if (rest.type === ')') fail('E100', rest.from, rest.to, 'Remove this bracket, or open one before.')
    return { tree, problems: state.problems }
  } catch (fault) {
    if (!(fault instanceof QueryFault)) throw fault
    return { problems: [...state.problems, fault.problem] }
  }
}

type TextToken = Token & { text: string }

/** Nodes of one kind side by side are one node: `(a b) c` is `a b c`. */
function joined(type: 'and' | 'or', parts: Node[]): Node {
  if (parts.length === 1) return parts[0] as Node
  const of = parts.flatMap((part) => (part.type === type ? part.of : [part]))
  return { type, of, from: parts[0]!.from, to: parts.at(-1)!.to } as And | Or
}

function deeper(state: State, depth: number): number {
  if (depth < deepest) return depth + 1
  const { from, to } = peek(state)
  return fail('E403', from, to, 'Nest at most 64 levels deep.')
}

function parseOr(state: State, depth: number): Node {
  const first = parseAnd(state, depth)
  const branches = [first.node]
  let mixed = first.bare ? first.node : undefined
  while (peek(state).type === 'or') {
    take(state)
    const next = parseAnd(state, depth)
    branches.push(next.node)
    if (next.bare) mixed ??= next.node
  }
  if (branches.length > 1 && mixed)
    state.problems.push(problem('W101', mixed.from, mixed.to, 'AND binds tighter than OR; add brackets to say so.'))
  return joined('or', branches)
}

/** `bare` says that an AND stands here without brackets of its own. */
function parseAnd(state: State, depth: number): { node: Node; bare: boolean } {
  const parts = [parseUnary(state, depth)]
  for (;;) {
    const { type } = peek(state)
    if (type === 'end' || type === 'or' || type === ')') break
    if (type === 'and') take(state)
    parts.push(parseUnary(state, depth))
  }
  return { node: joined('and', parts), bare: parts.length > 1 }
}

function parseUnary(state: State, depth: number): Node {
  const token = peek(state)
  if (token.type !== 'not' && token.type !== 'minus') return parseNear(state, depth)
  take(state)
  const of = parseUnary(state, deeper(state, depth))
  return { type: 'not', of, from: token.from, to: of.to }
}

function parseNear(state: State, depth: number): Node {
  let left = parsePrimary(state, depth)
  let level = depth
  for (let token = peek(state); token.type === 'near'; token = peek(state)) {
    level = deeper(state, level)
    take(state)
    const next = peek(state)
    if (next.type === 'not' || next.type === 'minus')
      fail('E303', next.from, next.to, 'Put NOT outside: (a NEAR/5 b) NOT c.')
    const right = parsePrimary(state, depth)
    const { within, ordered } = token
    checkOperand(left, (of) => ({ ...token, left: of, right }))
    checkOperand(right, (of) => ({ ...token, left, right: of }))
    left = { type: 'near', left, right, within, ordered, from: left.from, to: right.to }
  }
  return left
}

/** `rewrite` puts one part of a wrong operand in its place, for the hint. */
function checkOperand(operand: Node, rewrite: (part: Node) => Node): void {
  if (isSpan(operand)) return
  const hint = 'Use words, phrases or OR-groups on both sides of NEAR.'
  if (operand.type !== 'and' || !operand.of.every(isSpan) || operand.of.length > 8)
    fail('E303', operand.from, operand.to, hint)
  const parts = operand.of.map((of) => print(rewrite(of)))
  const rewritten = parts.map((part) => `(${part})`).join(' AND ')
  fail('E303', operand.from, operand.to, rewritten.length > 200 ? hint : `Write ${rewritten}.`)
}

function parsePrimary(state: State, depth: number): Node {
  const token = take(state)
  const { from, to } = token
  switch (token.type) {
    case '(':
      return parseGroup(state, deeper(state, depth), from)
    case 'phrase':
      return parsePhrase(state, token)
    case 'exact':
      if (wordsOf(token.text).length === 0) fail('E108', from, to, 'Write a word inside the braces.')
      count(state, token, 1)
      return { type: 'exact', text: token.text.normalize('NFC').trim(), from, to }
    case 'raw':
      return parseRaw(state, token)
    case 'term':
      return parseTerm(state, token)
    case 'include':
      if (state.scoped) fail('E202', from, to, 'A saved query cannot stand inside a field.')
      return token
    case 'field':
      if (state.scoped) fail('E202', from, to, 'A field cannot stand inside a field; close the bracket first.')
      if ('fact' in token.name) return parseFact(state, token.name.fact, token)
      return parseScope(state, token.name.text, depth, token)
    case ')':
      return fail('E100', from, to, 'Remove this bracket, or put a word before it.')
    default:
      return fail('E102', from, to, 'Put a word on both sides.')
  }
}

function parseGroup(state: State, depth: number, from: number): Node {
  const start = peek(state)
  if (start.type === ')') fail('E101', from, start.to, 'Put a word into the brackets, or remove them.')
  const inner = parseOr(state, depth)
  const end = take(state)
  if (end.type !== ')') fail('E100', from, from + 1, 'Close this bracket.')
  const slop = peek(state)
  if (slop.type !== 'slop') return { ...inner, from, to: end.to }
  take(state)
  if (inner.type !== 'and' || inner.of.length !== 2)
    fail('E305', from, slop.to, 'Write two groups: ((a OR b) AND (c OR d))~5.')
  const [left, right] = inner.of as [Node, Node]
  for (const operand of [left, right])
    if (!isSpan(operand)) fail('E303', operand.from, operand.to, 'Use words, phrases or OR-groups in both groups.')
  return { type: 'near', left, right, within: slop.words, ordered: slop.ordered, from, to: slop.to }
}

function parsePhrase(state: State, token: TextToken): Phrase {
  const words = token.text.normalize('NFC').split(/\s+/).filter(Boolean)
  const { from } = token
  let { to } = token
  const searchable = words.map((word) => (word === '*' ? 0 : checkWords(word, from, to)))
  if (searchable.every((found) => found === 0)) fail('E108', from, to, 'Write a word between the quotation marks.')
  count(state, token, searchable.length)
  const next = peek(state)
  if (next.type !== 'slop') return { type: 'phrase', words, from, to }
  take(state)
  to = next.to
  if (words.includes('*')) fail('E302', from, to, 'A lone * and ~ do not go together; raise the number instead.')
  return { type: 'phrase', words, slop: { words: next.words, ordered: next.ordered }, from, to }
}

function parseTerm(state: State, token: TextToken): Node {
  const { from, to } = token
  if (checkWords(token.text, from, to) === 0)
    fail('E108', from, to, 'Signs alone are not searched; use raw: to find them literally.')
  count(state, token, 1)
  if (/^(and|or|not|o?near(\/\d+f?|\/[sp])?)$/i.test(token.text))
    state.problems.push(problem('W103', from, to, `Write ${token.text.toUpperCase()} to make it an operator.`))
  return { type: 'term', text: token.text.normalize('NFC'), from, to }
}

/** The number of searchable words in a bare run; throws when a wildcard stands too early. */
function checkWords(text: string, from: number, to: number): number {
  const words = wordsOf(text, true)
  for (const word of words) {
    const wild = word.text.search(/[*?]/)
    if (wild === 0) fail('E302', from, to, 'Begin with at least two letters: ph* or phone*.')
    if (wild > 0 && [...word.text.slice(0, wild)].length < 2)
      fail('E301', from, to, 'Write at least two letters first.')
  }
  if (words.length === 0 && /[*?]/.test(text)) fail('E302', from, to, 'Begin with at least two letters.')
  return words.length
}

function count(state: State, token: Token, words: number): void {
  state.terms += words
  if (state.terms > mostTerms)
    fail('E403', token.from, token.to, 'Use at most 5,000 terms; split the query into several.')
}

function parseRaw(state: State, token: Token): Node {
  const value = peek(state)
  if ((value.type !== 'term' && value.type !== 'phrase') || value.from !== token.to || value.text.trim() === '')
    fail('E108', token.from, token.to, 'Write the literal characters directly after raw:.')
  take(state)
  count(state, value, 1)
  return { type: 'raw', text: value.text.normalize('NFC'), from: token.from, to: value.to }
}

/** `title:word`, `title:"a phrase"~2`, `title:(any text)`, `title:a,b`. */
function parseScope(state: State, field: TextField, depth: number, token: Token & { type: 'field' }): Node {
  const value = peek(state)
  const name = `${token.spelling}:`
  if (value.from !== token.to || value.type === 'end')
    fail('E202', token.from, token.to, `Write a word directly after ${name}`)
  if (value.type === 'minus') fail('E202', token.from, value.to, `Put the minus first: -${name}word.`)
  state.scoped = true
  let of: Node
  if (value.type === 'term' && /[^,],[^,]/.test(value.text)) of = parseList(state)
  else of = parsePrimary(state, depth)
  state.scoped = false
  return { type: 'scope', field, of, from: token.from, to: of.to }
}

function parseList(state: State): Node {
  const token = take(state) as TextToken
  let at = token.from
  const parts: Node[] = []
  for (const text of token.text.split(',')) {
    if (text !== '') parts.push(parseTerm(state, { type: 'term', text, from: at, to: at + text.length }))
    at += text.length + 1
  }
  return joined('or', parts)
}
