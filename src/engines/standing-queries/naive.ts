/**
 * The reference: a query evaluated directly from its tree, slowly and plainly, by code that shares nothing with the matcher
 * but the tables of the language. The property tests hold the matcher to it; the bench shows what the matcher saves.
 */
import { facts, type FactField } from './fields.shared.ts'
import { dayLength, inZone, minuteInZone, readMinute, readMoment } from './moments.shared.ts'
import type { Post } from './post.ts'
import type { Fact, Near, Node, Phrase, Value } from './tree.shared.ts'
import { comparedText, plainAddress, readCircle } from './values.shared.ts'
import { folded, lowered } from './words.shared.ts'

type Token = { forms: string[]; sigil: string; sentence: number; paragraph: number }
type Line = Token[]
/** An occurrence: line number, first and last token. */
type Place = readonly [number, number, number]
type World = { post: Post; lines: Map<string, Line[]>; fields: readonly string[]; now: number; zone: string }

const unscoped = ['title', 'body', 'alt']
const reading =
  /[[\p{L}\p{N}\p{M}_]--[\u02bc]]+(?:['\u2018\u2019\u201b\u02bc\uff07][[\p{L}\p{N}\p{M}_]--[\u02bc]]+)*|\p{RGI_Emoji}|[\p{Extended_Pictographic}--[\u0000-\u24ff]]\ufe0f?/gv
const dense =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/v
const segmenter = new Intl.Segmenter('und', { granularity: 'word' })

/** Whether a tree matches a post. `now` is the clock for relative dates, `zone` the query's time zone. */
export function naivelyMatches(tree: Node, post: Post, now = Date.now(), zone = 'UTC'): boolean {
  return truth(tree, { post, lines: new Map(), fields: unscoped, now, zone })
}

function linesOf(world: World, field: string): Line[] {
  let lines = world.lines.get(field)
  if (!lines) {
    const value = (world.post as Record<string, string | string[] | undefined>)[field] ?? []
    lines = [value].flat().map(readLine)
    world.lines.set(field, lines)
  }
  return lines
}

function readLine(text: string): Line {
  const line: Line = []
  let past = 0
  let sentence = 0
  let paragraph = 0
  for (const found of text.matchAll(reading)) {
    const run = found[0].replace(/['\u2018\u2019\u201b\u02bc\uff07]/g, "'")
    const gap = text.slice(past, found.index)
    past = found.index + found[0].length
    if (/\n[^\S\n]*\n|\u2029/.test(gap)) [paragraph, sentence] = [paragraph + 1, sentence + 1]
    else if (/[.!?…]["'\u2018\u2019\u201b\u02bc\uff07”»\)\]\}]*\s|[。！？]/v.test(gap)) sentence++
    const sigil = /(?:^|[^\p{L}\p{N}\p{M}_])([#@$])$/v.exec(text.slice(0, found.index))?.[1] ?? ''
    for (const piece of piecesOf(run)) {
      const parts = piece.split("'")
      const forms = parts.length === 1 ? parts : [piece, parts.join(''), ...parts.filter((part) => part.length > 1)]
      line.push({ forms: forms.map((form) => form.normalize('NFC')), sigil, sentence, paragraph })
    }
  }
  return line
}

function piecesOf(run: string): string[] {
  if (!dense.test(run)) return folded(run) === '' ? [] : [run]
  return run.split("'").flatMap((part) => [...segmenter.segment(part)].map((one) => one.segment))
}

function truth(node: Node, world: World): boolean {
  switch (node.type) {
    case 'and':
      return node.of.every((part) => truth(part, world))
    case 'or':
      return node.of.some((part) => truth(part, world))
    case 'not':
      return !truth(node.of, world)
    case 'scope':
      return truth(node.of, { ...world, fields: [node.field] })
    case 'raw':
      return world.fields.some((field) => literal(world.post, field).includes(node.text))
    case 'fact':
      return node.values.some((value) => factTruth(node, value, world))
    case 'include':
      throw new TypeError('expand includes first')
    default:
      return places(node, world).length > 0
  }
}

function literal(post: Post, field: string): string {
  const value = (post as Record<string, string | string[] | undefined>)[field] ?? ''
  return [value]
    .flat()
    .join('\n')
    .normalize('NFC')
    .replace(/['\u2018\u2019\u201b\u02bc\uff07]/g, "'")
    .replace(/[“”„‟«»＂]/g, '"')
}

/** All places of a span, over the lines of the fields in force; lines of all fields are numbered together. */
function places(node: Node, world: World): Place[] {
  switch (node.type) {
    case 'or':
      return unique(node.of.flatMap((part) => places(part, world)))
    case 'scope':
      return places(node.of, { ...world, fields: [node.field] })
    case 'near':
      return nearPlaces(node, world)
    case 'term':
      return sequence(queryWords(node.text), world)
    case 'exact':
      return sequence(exactWords(node.text), world)
    case 'phrase':
      return node.slop ? windows(node, world) : sequence(phraseWords(node), world)
    default:
      throw new TypeError(`no places for ${node.type}`)
  }
}

function unique(all: Place[]): Place[] {
  return [...new Map(all.map((place) => [place.join(' '), place])).values()]
}

type Asked = (token: Token) => boolean

function queryWords(text: string): Asked[] {
  const wild =
    /[[\p{L}\p{N}\p{M}_*?]--[\u02bc]]+(?:'[[\p{L}\p{N}\p{M}_*?]--[\u02bc]]+)*|\p{RGI_Emoji}|[\p{Extended_Pictographic}--[\u0000-\u24ff]]\ufe0f?/gv
  return [...text.matchAll(wild)].flatMap((found) => {
    const sigil = /(?:^|[^\p{L}\p{N}\p{M}_])([#@$])$/v.exec(text.slice(0, found.index))?.[1]
    const words = /[*?]/.test(found[0]) ? [found[0]] : piecesOf(found[0])
    return words.map((word) => asked(word, sigil))
  })
}

function asked(word: string, sigil: string | undefined): Asked {
  const lower = lowered(word)
  const marked = folded(word) !== lower
  const source = lower
    .replace(/[\\^$.|+()[\]{}]/g, String.raw`\$&`)
    .replaceAll('*', '.*')
    .replaceAll('?', '.')
  const pattern = new RegExp(`^${source}$`, 'su')
  return (token) =>
    (!sigil || token.sigil === sigil) && token.forms.some((form) => pattern.test(marked ? lowered(form) : folded(form)))
}

function exactWords(text: string): Asked[] {
  return [...text.matchAll(reading)].flatMap((found) => {
    const sigil = /(?:^|[^\p{L}\p{N}\p{M}_])([#@$])$/v.exec(text.slice(0, found.index))?.[1]
    return piecesOf(found[0]).map(
      (word): Asked =>
        (token) =>
          (!sigil || token.sigil === sigil) && token.forms.includes(word.normalize('NFC')),
    )
  })
}

function phraseWords(node: Phrase): Asked[] {
  return node.words.flatMap((word) => (word === '*' ? [(): boolean => true] : queryWords(word)))
}

/** The lines of the fields in force; a line keeps its number whichever fields are looked at. */
function linesInForce(world: World): [number, Line][] {
  const all = ['title', 'body', 'alt', 'lead', 'quote', 'bio', 'authorname']
  return all.flatMap((field, at) =>
    world.fields.includes(field)
      ? linesOf(world, field).map((line, part): [number, Line] => [at * 1000 + part, line])
      : [],
  )
}

function sequence(words: Asked[], world: World): Place[] {
  const found: Place[] = []
  for (const [number, line] of linesInForce(world))
    for (let first = 0; first + words.length <= line.length; first++)
      if (words.every((word, index) => word(line[first + index] as Token)))
        found.push([number, first, first + words.length - 1])
  return found
}

/** Tries every choice of one token per word. */
function windows(node: Phrase, world: World): Place[] {
  const words = phraseWords(node)
  const slop = node.slop!
  if (words.length === 1) return sequence(words, world)
  const found: Place[] = []
  for (const [number, line] of linesInForce(world)) {
    const choose = (index: number, chosen: number[]): void => {
      if (index === words.length) {
        const [low, high] = [Math.min(...chosen), Math.max(...chosen)]
        if (high - low + 1 <= words.length + slop.words) found.push([number, low, high])
        return
      }
      for (const [at, token] of line.entries()) {
        if (chosen.includes(at) || !words[index]!(token)) continue
        if (slop.ordered && index > 0 && at < chosen[index - 1]!) continue
        choose(index + 1, [...chosen, at])
      }
    }
    choose(0, [])
  }
  return unique(found)
}

function nearPlaces(node: Near, world: World): Place[] {
  const found: Place[] = []
  const pair = (a: Place, b: Place): void => {
    if (a[0] !== b[0] || b[1] <= a[2]) return
    const line = linesOf(world, fieldOfLine(a[0]))[a[0] % 1000] as Line
    const [first, last] = [line[a[1]] as Token, line[b[2]] as Token]
    const near =
      node.within === 'sentence'
        ? first.sentence === last.sentence
        : node.within === 'paragraph'
          ? first.paragraph === last.paragraph
          : b[1] - a[2] - 1 <= node.within
    if (near) found.push([a[0], a[1], b[2]])
  }
  for (const left of places(node.left, world))
    for (const right of places(node.right, world)) {
      pair(left, right)
      if (!node.ordered) pair(right, left)
    }
  return unique(found)
}

function fieldOfLine(number: number): string {
  return ['title', 'body', 'alt', 'lead', 'quote', 'bio', 'authorname'][Math.floor(number / 1000)] as string
}

function factTruth(node: Fact, value: Value, world: World): boolean {
  const { field } = node
  const present = valuesOf(field, world)
  if (value.kind === 'none') return present.length === 0
  const { type } = facts[field]
  if (type === 'number') return present.some((one) => inRange(Number(one), value, Number))
  if (type === 'moment') return present.some((one) => momentTruth(Number(one), field, value, world))
  if (type === 'minute') return present.some((one) => minuteTruth(minuteInZone(Number(one), world.zone), value))
  if (value.kind === 'range') return false
  if (type === 'geo') return world.post.geo !== undefined && distance(world.post.geo, value.text)
  if (type === 'url') return present.some((one) => plainAddress(String(one)).startsWith(plainAddress(value.text)))
  const wanted = comparedText(field, value.text)
  return present.some((one) => {
    const given = comparedText(field, String(one))
    if (type === 'site') return given === wanted || given.endsWith(`.${wanted}`)
    if (type === 'lang') return given === wanted || (!wanted.includes('-') && given.split('-')[0] === wanted)
    return given === wanted
  })
}

function valuesOf(field: FactField, world: World): unknown[] {
  const { post } = world
  if (field === 'words') {
    const lines = linesOf(world, 'body')
    return post.body === undefined ? [] : [lines.reduce((sum, line) => sum + line.length, 0)]
  }
  const name = field === 'since' || field === 'until' || field === 'timeofday' ? 'time' : field
  const given = [(post as Record<string, unknown>)[name] ?? []].flat().filter((one) => one !== '')
  return field === 'hashtag' ? [...given, ...tagsOf(post)] : given
}

function tagsOf(post: Post): string[] {
  const texts = [post.title ?? [], post.body ?? [], post.alt ?? []].flat()
  return texts.flatMap((text) =>
    [...text.matchAll(reading)]
      .filter((found) => /(?:^|[^\p{L}\p{N}\p{M}_])#$/v.test(text.slice(0, found.index)))
      .map((found) => found[0].replace(/['\u2018\u2019\u201b\u02bc\uff07]/g, "'")),
  )
}

function inRange(one: number, value: Value, read: (text: string) => number): boolean {
  if (value.kind !== 'range') return value.kind === 'is' && one === read(value.text)
  const { low, high } = value
  if (low !== undefined && (value.lowOpen ? one <= read(low) : one < read(low))) return false
  return high === undefined || (value.highOpen ? one < read(high) : one <= read(high))
}

function minuteTruth(minute: number, value: Value): boolean {
  const read = (text: string): number => readMinute(text) as number
  if (
    value.kind === 'range' &&
    value.low !== undefined &&
    value.high !== undefined &&
    read(value.low) > read(value.high)
  )
    return minute >= read(value.low) || minute <= read(value.high)
  return inRange(minute, value, read)
}

/** First millisecond of a moment, and the first after it. */
function bounds(text: string, world: World): [number, number] {
  const moment = readMoment(text)!
  if (moment.kind === 'ago') return [world.now - moment.ms, world.now - moment.ms + 1]
  if (moment.kind === 'instant') return [moment.ms, moment.ms + 1]
  const from = inZone(moment.utc, world.zone)
  return [from, moment.day ? inZone(moment.utc + dayLength, world.zone) : from + 1]
}

function momentTruth(time: number, field: FactField, value: Value, world: World): boolean {
  if (value.kind === 'is') {
    const [from, past] = bounds(value.text, world)
    if (field === 'since') return time >= from
    return field === 'until' ? time < from : time >= from && time < past
  }
  if (value.kind !== 'range') return false
  if (value.low !== undefined && time < bounds(value.low, world)[value.lowOpen ? 1 : 0]) return false
  return value.high === undefined || time < bounds(value.high, world)[value.highOpen ? 0 : 1]
}

/** By the spherical law of cosines; the matcher uses the haversine formula. */
function distance(place: { latitude: number; longitude: number }, text: string): boolean {
  const circle = readCircle(text)!
  const [a, b] = [(place.latitude * Math.PI) / 180, (circle.latitude * Math.PI) / 180]
  const turn = ((place.longitude - circle.longitude) * Math.PI) / 180
  const cosine = Math.sin(a) * Math.sin(b) + Math.cos(a) * Math.cos(b) * Math.cos(turn)
  return 6371 * Math.acos(Math.max(-1, Math.min(1, cosine))) <= circle.km
}
