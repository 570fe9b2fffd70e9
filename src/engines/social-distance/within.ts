/**
 * One viewer against many people: the page form.
 *
 * The viewer's first and second degree become marks on people; then the first two degrees are a look at a mark, and the
 * third is a scan of the other person's own list against the second. (Source: the second-degree set of Wang, Conrad,
 * Shah, "Using Set Cover to Optimize a Large-Scale Low Latency Distributed Graph", HotCloud 2013, as a table of marks.)
 * The second degree of a person with very many contacts costs more than a few pairs do, so pairs are searched until
 * they have cost as much (the "rent or buy" rule: Karlin, Manasse, Rudolph, Sleator, 1988).
 */
import { checkPerson, refuse } from './errors.ts'
import { beginLook, BLOCKS, checkMaximum, checkRule, directBar, endLook, FAR, pathBar, peopleIn, SUM } from './graph.ts'
import type { Graph, HiddenTies, Reader } from './graph.ts'
import { BARRED, SECOND, type Sets, STEP, takeSets, TIED } from './kept-sets.ts'
import { PEOPLE } from './lock.ts'
import { markEach, touchLists } from './marks.ts'
import { meetPage } from './page.ts'
import { stepsBetween } from './pairs.ts'
import { fitLists } from './scratch.ts'
import { FLAG_BITS, HEAD_WORDS, LENGTH, START } from './slab.ts'
import { findStops } from './stops.ts'

/** Up to this many marks the second degree is made at the first question: some 20 µs. */
const EAGER = 20_000

/** A test of who is within so many steps of one viewer. True of the graph as it is at each question. */
export type Within = {
  readonly viewer: number
  readonly max: number
  /** Whether the person is at most `steps` (`max` when left out, and never more) away. Throws `bad-person`. */
  includes(person: number, steps?: number): boolean
  /** Steps from the viewer, or `FAR`. Throws `bad-person`. */
  distance(person: number): number
  /**
   * The people between the viewer and somebody at most `steps` away (never more than three), from the viewer's side, on
   * one shortest path; none for the viewer and for their contacts. Undefined for whoever is farther. Throws `bad-person`.
   */
  stops(person: number, steps?: number): number[] | undefined
  /** Steps for many people of one moment, written to `steps` (made when left out) at the same places. */
  distances(people: ArrayLike<number>, steps?: Uint8Array): Uint8Array
}

type Question = {
  viewer: number
  max: number
  hidden: HiddenTies
  bar: number
  direct: number
  pages: number
  /** The viewer's, as long as this question is their owner. */
  sets: Sets | undefined
}

/**
 * Prepares the test for one viewer, up to `max` (at most 4) steps. Costs nothing until the first question.
 *
 * A graph or reader keeps the sets of the viewers asked about last (64, or as many as fit into 16 MB) until it changes:
 * asked about again, they cost nothing. Throws `bad-person`, `bad-maximum`, `bad-rule`; asking in a reader may throw `writer-stopped`.
 */
export function within(graph: Reader, viewer: number, max = 3, hidden: HiddenTies = 'direct'): Within {
  checkMaximum(max)
  checkRule(hidden)
  checkPerson(viewer, peopleIn(graph))
  const question: Question = {
    viewer,
    max,
    hidden,
    bar: pathBar(hidden),
    direct: directBar(hidden),
    pages: 0,
    sets: undefined,
  }
  const distanceTo = (person: number, most: number): number => {
    checkPerson(person, peopleIn(graph))
    for (;;) {
      beginLook(graph)
      const steps = stepsTo(graph, question, person, most)
      if (endLook(graph)) return steps
    }
  }
  return {
    viewer,
    max,
    includes: (person, steps = max) => {
      const most = Math.min(steps, max)
      // In the thread that writes nothing moves while it asks: no look has to be begun.
      const sets = graph.alone ? setsAt(question, (graph as Graph).edits) : undefined
      if (sets === undefined) return distanceTo(person, most) <= most
      checkPerson(person, graph.control[PEOPLE]!)
      return stepsInSets(graph, question, sets, person, most) <= most
    },
    distance: (person) => distanceTo(person, max),
    stops: (person, steps = max) => {
      const most = Math.min(steps, max, 3)
      checkPerson(person, peopleIn(graph))
      for (;;) {
        beginLook(graph)
        const away = stepsTo(graph, question, person, most)
        const marks = setsAt(question, graph.moment)?.marks
        const found = away > most ? undefined : findStops(graph, { viewer, bar: question.bar, marks }, person, away)
        if (endLook(graph)) return found
      }
    },
    distances: (people, steps = new Uint8Array(people.length)) => {
      if (steps.length < people.length)
        refuse('bad-size', `${people.length} people but room for ${steps.length} answers`)
      const count = peopleIn(graph)
      for (let at = 0; at < people.length; at++) checkPerson(people[at]!, count)
      for (;;) {
        beginLook(graph)
        const first = max === 3 && question.pages === 0 && setsAt(question, graph.moment) === undefined
        if (!first || !meetPage(graph, viewer, hidden, people, steps)) askEach(graph, question, people, steps)
        if (!endLook(graph)) continue
        question.pages++
        return steps
      }
    },
  }
}

/** The steps to a person if they are at most `most`, else something above that. Inside a look. */
function stepsTo(graph: Reader, question: Question, person: number, most: number): number {
  const { viewer, max, hidden } = question
  if (person === viewer) return 0
  if (max < 2) return stepsBetween(graph, viewer, person, most, hidden)
  const sets = setsAt(question, graph.moment) ?? beginSets(graph, question)
  if (sets.depth < 2 && !fillSets(graph, question, sets, person * HEAD_WORDS))
    return stepsBetween(graph, viewer, person, most, hidden)
  return stepsInSets(graph, question, sets, person, most)
}

/** The viewer's sets, if they are made and true at this moment. */
function setsAt(question: Question, moment: number): Sets | undefined {
  const { sets } = question
  return sets !== undefined && sets.owner === question && sets.sequence === moment && sets.depth === 2
    ? sets
    : undefined
}

function beginSets(graph: Reader, question: Question): Sets {
  const { scratch } = graph
  const sets = takeSets(scratch.kept, question, graph.moment, scratch.people)
  sets.owner = question
  question.sets = sets
  scratch.making = sets
  return sets
}

/**
 * `stepsTo` once the viewer's sets are made. Up to two steps they say all: a tie between two of whom one blocks the
 * other is covered, so no block of the other person can be in the way. From three on one may.
 */
function stepsInSets(graph: Reader, question: Question, sets: Sets, person: number, most: number): number {
  if (person === question.viewer) return 0
  const mark = sets.marks[person]!
  if ((mark & TIED) !== 0) return 1
  if ((mark & SECOND) !== 0) return 2
  if (most < 3) return FAR
  const steps = stepsBeyond(graph, sets, person, most)
  if (steps === FAR || graph.ties.head[person * HEAD_WORDS + BLOCKS] === 0 || !barsPath(graph, sets, person))
    return steps
  return stepsBetween(graph, question.viewer, person, most, question.hidden)
}

/**
 * Whether a block of the other person bars the viewer, or a step next to the viewer that the viewer's sets were made
 * with (up to three steps it is one of their contacts). Only such a pair has to be searched on its own: a tie between
 * the other person and somebody whom they block is covered anyhow.
 */
function barsPath(graph: Reader, { viewer, max, marks }: Sets, person: number): boolean {
  const steps = max > 3 ? STEP | SECOND : STEP
  const { head, arena } = graph.blocks
  const start = head[person * HEAD_WORDS + START]!
  const end = start + head[person * HEAD_WORDS + LENGTH]!
  for (let index = start; index < end; index++) {
    const id = arena[index]! >>> FLAG_BITS
    if ((marks[id]! & steps) !== 0 || id === viewer) return true
  }
  return false
}

function askEach(graph: Reader, question: Question, people: ArrayLike<number>, steps: Uint8Array): void {
  touchPeople(graph, people)
  for (let at = 0; at < people.length; at++) steps[at] = stepsTo(graph, question, people[at]!, question.max)
}

/** Brings the lists of all who are asked about near, at the same time. */
function touchPeople(graph: Reader, people: ArrayLike<number>): void {
  fitLists(graph.scratch, people.length)
  const { head } = graph.ties
  const { starts, lengths } = graph.scratch
  for (let at = 0; at < people.length; at++) {
    starts[at] = head[people[at]! * HEAD_WORDS + START]!
    // Nobody's list begins at word 0; reading there for somebody without ties does no harm.
    lengths[at] = Math.max(1, head[people[at]! * HEAD_WORDS + LENGTH]!)
  }
  touchLists(graph, people.length)
}

/** Three or four steps: the other person's own list, or the lists of their contacts, against the second degree. */
function stepsBeyond(graph: Reader, sets: Sets, person: number, most: number): number {
  const { head, arena } = graph.ties
  const { marks, bar } = sets
  if (meetsSecond(graph, sets, person)) return 3
  if (most < 4) return FAR
  const start = head[person * HEAD_WORDS + START]!
  const end = start + head[person * HEAD_WORDS + LENGTH]!
  for (let index = start; index < end; index++) {
    const entry = arena[index]!
    if ((entry & bar) !== 0) continue
    if ((marks[entry >>> FLAG_BITS]! & BARRED) !== 0) continue
    const from = head[(entry >>> FLAG_BITS) * HEAD_WORDS + START]!
    const to = from + head[(entry >>> FLAG_BITS) * HEAD_WORDS + LENGTH]!
    for (let further = from; further < to; further++) {
      const next = arena[further]!
      if ((marks[next >>> FLAG_BITS]! & SECOND) !== 0 && (next & bar) === 0) return 4
    }
  }
  return FAR
}

/** Whether one of the person's contacts is of the viewer's second degree. */
function meetsSecond(graph: Reader, { marks, bar }: Sets, person: number): boolean {
  const { head, arena } = graph.ties
  const start = head[person * HEAD_WORDS + START]!
  const end = start + head[person * HEAD_WORDS + LENGTH]!
  for (let index = start; index < end; index++) {
    const entry = arena[index]!
    if ((marks[entry >>> FLAG_BITS]! & SECOND) !== 0 && (entry & bar) === 0) return true
  }
  return false
}

/** Makes the viewer's sets, if they are worth their cost by now. Returns whether they are there. */
function fillSets(graph: Reader, question: Question, sets: Sets, at: number): boolean {
  const { viewer, max, bar } = question
  const { head, arena } = graph.ties
  const mine = viewer * HEAD_WORDS
  const cost = head[mine + SUM]!
  if (cost > EAGER || max < 3) {
    const toOther = head[mine + LENGTH]! + (max < 3 ? head[at + LENGTH]! : head[at + SUM]!)
    sets.spent += Math.min(toOther, cost + head[at + LENGTH]!)
    if (sets.spent < cost) return false
  }
  fitLists(graph.scratch, head[mine + LENGTH]!)
  const { starts, lengths } = graph.scratch
  const { marks } = sets
  const start = head[mine + START]!
  const end = start + head[mine + LENGTH]!
  let lists = 0
  for (let index = start; index < end; index++) {
    const entry = arena[index]!
    const id = entry >>> FLAG_BITS
    if ((entry & bar) !== 0) {
      if ((entry & question.direct) === 0) marks[id]! |= TIED
      continue
    }
    marks[id]! |= TIED | STEP
    starts[lists] = head[id * HEAD_WORDS + START]!
    lengths[lists++] = head[id * HEAD_WORDS + LENGTH]!
  }
  markEach(graph, lists, bar, SECOND, marks)
  if (head[mine + BLOCKS]! !== 0) markBarred(graph, viewer, marks)
  sets.depth = 2
  return true
}

/** Takes those who cannot be stops for the viewer out of the second degree. There is no open tie to any of them. */
function markBarred(graph: Reader, viewer: number, marks: Uint8Array): void {
  const { head, arena } = graph.blocks
  const start = head[viewer * HEAD_WORDS + START]!
  const end = start + head[viewer * HEAD_WORDS + LENGTH]!
  for (let index = start; index < end; index++) marks[arena[index]! >>> FLAG_BITS] = BARRED
}
