/** Why a query matches a post: the branch, the words and the facts. Uses the engine's own scanner and evaluator. */
import { arrive } from './arrival.ts'
import { codeOf } from './code.ts'
import { compile, type CompileOptions } from './compile.ts'
import { holds, literalText, type Subject, testHolds } from './evaluate.ts'
import { type TextField, textFields } from './fields.shared.ts'
import { defaultMask, fieldBit, type Plan, type Test } from './plan.ts'
import type { Post } from './post.ts'
import { print } from './printer.shared.ts'
import { lineOf, placesOf, positionsOf, wordsInside } from './spans.ts'
import { createStore, keep, type Store, targetOf } from './store.ts'
import { branchesOf, childrenOf, type Node } from './tree.shared.ts'

/** A part of a text: UTF-16 offsets, end exclusive; `part` counts the texts of a field with several. */
export type TextSpan = { field: TextField; part: number; from: number; to: number }

export type Explanation = {
  matched: boolean
  /** The first top-level alternative that holds: its number, its text, and its place in the query. */
  branch?: { index: number; text: string; from: number; to: number }
  /** Every word that the branch found, in order of field and place. */
  spans: TextSpan[]
  /** The facts that the branch found to hold, printed, such as `lang:pt`. */
  facts: string[]
}

/** Explains a tree without includes; `now` is the clock for relative dates, epoch milliseconds. */
export function explain(tree: Node, post: Post, options: CompileOptions & { now?: number } = {}): Explanation {
  // One query needs no frequencies.
  const store = createStore(4)
  const target = targetOf(store)
  const branches = branchesOf(tree)
  const slots = branches.map((branch) => keep(store, compile(branch, target, options)))
  store.scan.detailed = true
  const { subject } = arrive(store, post, () => options.now ?? Date.now(), false)
  const index = slots.findIndex((slot) => runs(store, store.codeAt[slot] as number, subject))
  if (index < 0) return { matched: false, spans: [], facts: [] }
  const branch = branches[index] as Node
  const found: Found = { spans: new Map(), facts: [] }
  gather(branch, { store, subject, options, found, mask: defaultMask })
  const { from, to } = branch
  const spans = [...found.spans.values()].sort(
    (a, b) => textFields.indexOf(a.field) - textFields.indexOf(b.field) || a.part - b.part || a.from - b.from,
  )
  return { matched: true, branch: { index, text: print(branch), from, to }, spans, facts: found.facts }
}

/** Whether a tree matches a post: the same evaluator, for one query over stored posts. */
export function matches(tree: Node, post: Post, options: CompileOptions & { now?: number } = {}): boolean {
  return explain(tree, post, options).matched
}

type Found = { spans: Map<string, TextSpan>; facts: string[] }
type Gathering = { store: Store; subject: Subject; options: CompileOptions; found: Found; mask: number }

function runs(store: Store, start: number, subject: Subject): boolean {
  return holds({ scan: store.scan, code: store.code, tests: store.tests, spans: store.spans }, start, subject)
}

/** Walks the parts that are not under NOT, and notes those that hold. */
function gather(node: Node, gathering: Gathering): void {
  switch (node.type) {
    case 'not':
      return
    case 'and':
    case 'or':
      for (const part of childrenOf(node)) if (partHolds(part, gathering)) gather(part, gathering)
      return
    case 'scope':
      gather(node.of, { ...gathering, mask: fieldBit(node.field) })
      return
    case 'fact':
      if (partHolds(node, gathering)) gathering.found.facts.push(print(node))
      return
    default:
      gatherText(node, gathering)
  }
}

/** The plan of a part; its terms are known already, so the stamps of the post answer for them. */
function planOf(node: Node, gathering: Gathering): Plan {
  const field = textFields.find((name) => fieldBit(name) === gathering.mask)
  const scoped: Node = field ? { type: 'scope', field, of: node, from: node.from, to: node.to } : node
  return compile(scoped, targetOf(gathering.store), gathering.options)
}

function partHolds(node: Node, gathering: Gathering): boolean {
  const { store, subject } = gathering
  const spans: Store['spans'] = []
  const code = codeOf(store.terms, planOf(node, gathering), (span) => spans.push(span) - 1)
  const machine = { scan: store.scan, code: { ints: Int32Array.from(code) }, tests: store.tests, spans }
  return holds(machine, 0, subject)
}

function gatherText(node: Node, gathering: Gathering): void {
  const { store } = gathering
  const { scan } = store
  const plan = planOf(node, gathering)
  if (plan.op === 'test') {
    const test = store.tests[plan.test] as Test
    if (test.kind === 'raw' && testHolds(test, gathering.subject)) gatherLiteral(test, gathering)
    return
  }
  if (plan.op === 'term') for (const position of positionsOf(scan, plan.term, plan.mask)) note(gathering, position)
  else if (plan.op === 'span') {
    for (const position of wordsInside(scan, plan.span)) note(gathering, position)
    // A lone * in a phrase found a word too.
    if (plan.span.op === 'phrase' && plan.span.of.some(({ op }) => op === 'any')) {
      const places = placesOf(scan, plan.span)
      for (let at = 0; at < places.length; at += 2)
        for (let position = places[at] as number; position <= (places[at + 1] as number); position++)
          note(gathering, position)
    }
  }
}

function note({ store, found }: Gathering, position: number): void {
  const { scan } = store
  const line = lineOf(scan, position)
  const bit = scan.lineBit[line] as number
  const field = textFields[31 - Math.clz32(bit)] as TextField
  const part = line - scan.lineBit.indexOf(bit)
  const span = { field, part, from: scan.start[position] as number, to: scan.end[position] as number }
  found.spans.set(`${field} ${part} ${span.from}`, span)
}

/** Literal characters are found in the NFC text; in a text that is not NFC their place would be another, so none is given. */
function gatherLiteral(test: Test & { kind: 'raw' }, gathering: Gathering): void {
  const { subject, found } = gathering
  for (const [bit, field] of textFields.entries()) {
    const value = subject.post[field]
    if (((test.mask >>> bit) & 1) === 0 || typeof value !== 'string' || value !== value.normalize('NFC')) continue
    const text = literalText(subject, bit)
    for (let at = text.indexOf(test.text); at >= 0; at = text.indexOf(test.text, at + test.text.length))
      found.spans.set(`${field} 0 ${at} raw`, { field, part: 0, from: at, to: at + test.text.length })
  }
}
