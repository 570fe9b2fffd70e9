/** Cuts a query into tokens. Strings, braces, comments and values after `field:` are read here; brackets are matched by the parser. */
import { fieldOf, type FieldName, spellings } from './fields.shared.ts'
import { fail, nearest, type Problem } from './problems.shared.ts'
import type { Place } from './tree.shared.ts'
import { plainQuotes } from './words.shared.ts'

export type Token = Place &
  (
    | { type: '(' | ')' | 'and' | 'or' | 'not' | 'minus' | 'raw' | 'end' }
    | { type: 'near'; within: number | 'sentence' | 'paragraph'; ordered: boolean }
    | { type: 'slop'; words: number; ordered: boolean }
    | { type: 'phrase' | 'exact' | 'term' | 'value' | 'range'; text: string }
    | { type: 'include'; slug: string; revision?: number }
    | { type: 'field'; name: FieldName; spelling: string }
  )

const longest = 100_000
const farthest = 100

/** The tokens of a query text, ending in one of type `end`. Throws QueryFault. */
export function tokensOf(source: string): Token[] {
  if (source.length > longest)
    fail('E403', longest, source.length, 'A query holds at most 100,000 characters; split it into several.')
  const text = plainQuotes(source)
  const tokens: Token[] = []
  let at = 0
  while ((at = skipBlank(text, at)) < text.length) {
    const token = nextToken(text, at, tokens.at(-1))
    tokens.push(token)
    at = token.to
  }
  tokens.push({ type: 'end', from: text.length, to: text.length })
  return tokens
}

/** Past white space and `<<< comments >>>`. */
function skipBlank(text: string, start: number): number {
  let at = start
  for (;;) {
    while (at < text.length && /\s/.test(text[at] as string)) at++
    if (!text.startsWith('<<<', at)) return at
    const end = text.indexOf('>>>', at + 3)
    if (end < 0) fail('E105', at, text.length, 'Close the comment with >>>.')
    at = end + 3
  }
}

function nextToken(text: string, from: number, before: Token | undefined): Token {
  const sign = text[from]
  const touches = before?.to === from
  // A value belongs to the name only when it touches it.
  if (before?.type === 'field' && touches && 'fact' in before.name && sign !== '(' && sign !== '"')
    return valueToken(text, from)
  if (sign === '(' || sign === ')') return { type: sign, from, to: from + 1 }
  if (sign === '"') {
    const end = text.indexOf('"', from + 1)
    if (end < 0) fail('E104', from, text.length, 'Close the quotation mark.')
    return { type: 'phrase', text: text.slice(from + 1, end), from, to: end + 1 }
  }
  if (sign === '{') {
    const end = text.indexOf('}', from + 1)
    if (end < 0) fail('E106', from, text.length, 'Close the brace.')
    return { type: 'exact', text: text.slice(from + 1, end), from, to: end + 1 }
  }
  if (sign === '~' && touches && (before.type === 'phrase' || before.type === ')' || before.type === 'exact'))
    return slopToken(text, from, before)
  if (text.startsWith('@{', from)) return includeToken(text, from)
  if (sign === '-') {
    const next = text[from + 1]
    if (next === undefined || /[\s)]/.test(next))
      fail('E102', from, from + 1, 'A minus must touch what it excludes: -word.')
    return { type: 'minus', from, to: from + 1 }
  }
  return wordToken(text, from, before?.type === 'raw' && touches)
}

const slop = /~(\d+)(f?)(?![\p{L}\p{N}_])/uy

function slopToken(text: string, from: number, before: Token): Token {
  slop.lastIndex = from
  const found = slop.exec(text)
  if (!found) fail('E306', from, from + 1, 'Write a number after ~, such as ~3.')
  if (before.type === 'exact') fail('E305', from, from + found[0].length, 'Use quotation marks: "two words"~3.')
  const words = distance(found[1] as string, from, from + found[0].length)
  return { type: 'slop', words, ordered: found[2] === 'f', from, to: from + found[0].length }
}

function distance(digits: string, from: number, to: number): number {
  const words = Number(digits)
  if (words > farthest)
    fail('E304', from, to, 'Use at most 100, or /s for the same sentence and /p for the same paragraph.')
  return words
}

const slug = /^([a-z\d][a-z\d._/-]*)(?:@(\d{1,9}))?$/i

function includeToken(text: string, from: number): Token {
  const end = text.indexOf('}', from + 2)
  if (end < 0) fail('E106', from, text.length, 'Close the brace.')
  const found = slug.exec(text.slice(from + 2, end))
  if (!found) fail('E202', from, end + 1, 'Name a saved query: @{brand-terms}.')
  const revision = found[2] === undefined ? {} : { revision: Number(found[2]) }
  return { type: 'include', slug: found[1] as string, ...revision, from, to: end + 1 }
}

/** The value of a fact field: `[a TO b]`, or everything up to a blank, bracket or quotation mark. */
function valueToken(text: string, from: number): Token {
  if (text[from] === '[') {
    const end = text.indexOf(']', from)
    if (end < 0) fail('E107', from, text.length, 'Close the range with ].')
    return { type: 'range', text: text.slice(from + 1, end), from, to: end + 1 }
  }
  const to = runEnd(text, from)
  if (text.startsWith('>', from) || text.startsWith('<', from) || text.slice(from, to).includes('..'))
    return { type: 'range', text: text.slice(from, to), from, to }
  return { type: 'value', text: text.slice(from, to), from, to }
}

function runEnd(text: string, from: number): number {
  let at = from
  while (at < text.length && !/[\s()"{}]/.test(text[at] as string) && !text.startsWith('<<<', at)) at++
  // A lone closing brace is punctuation; without this the lexer would not move.
  return Math.max(at, from + 1)
}

const name = /^([a-z][a-z_]*):/i
const nearName = /^(O?)NEAR(\/.*)?$/

function wordToken(text: string, from: number, literal: boolean): Token {
  const to = runEnd(text, from)
  const word = text.slice(from, to)
  if (literal) return { type: 'term', text: word, from, to }
  if (word === 'AND' || word === 'OR' || word === 'NOT') {
    return { type: word.toLowerCase() as 'and' | 'or' | 'not', from, to }
  }
  const near = nearName.exec(word)
  if (near) return nearToken(near, from, to)
  const named = name.exec(word)
  if (named && !text.startsWith('//', from + named[0].length)) return fieldToken(named[1] as string, from)
  if (/~\d+f?$/.test(word))
    fail('E305', from, to, `Use quotation marks: "two words"${word.slice(word.lastIndexOf('~'))}.`)
  return { type: 'term', text: word, from, to }
}

function nearToken(found: RegExpExecArray, from: number, to: number): Token {
  const operator = `${found[1]}NEAR`
  const operand = /^\/(?:(\d+)(f?)|(s|p))$/.exec(found[2] ?? '')
  if (!operand)
    fail('E306', from, to, `Write a distance, such as ${operator}/5, or ${operator}/s for the same sentence.`)
  const ordered = found[1] === 'O' || operand[2] === 'f'
  if (operand[3]) return { type: 'near', within: operand[3] === 's' ? 'sentence' : 'paragraph', ordered, from, to }
  return { type: 'near', within: distance(operand[1] as string, from, to), ordered, from, to }
}

function fieldToken(spelling: string, from: number): Token {
  const to = from + spelling.length + 1
  if (spelling.toLowerCase() === 'raw') return { type: 'raw', from, to }
  const found = fieldOf(spelling)
  if (found) return { type: 'field', name: found, spelling, from, to }
  const near = nearest(spelling, spellings)
  return fail('E201', from, to, near ? `Did you mean ${near}:?` : `Put it in quotation marks to search it as text.`)
}

/** A parser's place in the tokens, and what it has found on the way. `scoped` is true inside `title:( … )`. */
export type State = { tokens: Token[]; at: number; terms: number; scoped: boolean; problems: Problem[] }

export function peek(state: State): Token {
  return state.tokens[state.at] as Token
}

export function take(state: State): Token {
  const token = peek(state)
  // The end stays where it is, however often it is taken.
  if (token.type !== 'end') state.at++
  return token
}
