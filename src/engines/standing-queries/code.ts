/**
 * Jump code: a plan as instructions [what, argument, on true, on false] in which the parts stand in the order that decides
 * soonest. No stack, no recursion, no allocation. (Short-circuit code for Boolean expressions: Aho, Sethi, Ullman 1986, 8.4.)
 */
import { everyMask, type Leaf, type Plan, type Span } from './plan.ts'
import { chanceOf, type Terms } from './terms.ts'

/** Kinds of instruction (low 3 bits; a term keeps its field mask above). */
export const does = { term: 0, phrase: 1, near: 2, span: 3, test: 4 } as const
/** Jump targets beside offsets from the query's first instruction. */
export const yes = -1
export const no = -2

type Sized = { plan: Plan; chance: number; work: number; leaves: number; of: Sized[] }

/** The instructions of a plan, then the word lists that phrases and NEAR point to; offsets count from the first integer. */
export function codeOf(terms: Terms, plan: Plan, spanAt: (span: Span) => number): number[] {
  const sized = measure(terms, plan)
  const out = Array.from({ length: sized.leaves * 4 }, () => 0)
  emit(sized, 0, yes, no, { out, spanAt })
  return out
}

function isGroup(plan: Plan): plan is Exclude<Plan, Leaf> {
  return plan.op === 'and' || plan.op === 'or'
}

/** Estimates how often each part holds, and orders AND by what fails soonest, OR by what holds soonest. */
function measure(terms: Terms, plan: Plan): Sized {
  if (isGroup(plan)) {
    const of = plan.of.map((part) => measure(terms, part))
    const leaves = of.reduce((sum, part) => sum + part.leaves, 0)
    const work = of.reduce((sum, part) => sum + part.work, 0)
    if (plan.op === 'and') {
      of.sort((a, b) => a.chance + a.work / 50 - (b.chance + b.work / 50))
      return { plan, chance: of.reduce((all, part) => all * part.chance, 1), work, leaves, of }
    }
    of.sort((a, b) => b.chance - b.work / 50 - (a.chance - a.work / 50))
    return { plan, chance: 1 - of.reduce((all, part) => all * (1 - part.chance), 1), work, leaves, of }
  }
  const holds =
    plan.op === 'term' ? chanceOf(terms, plan.term) : plan.op === 'span' ? spanChance(terms, plan.span) : 0.3
  const work = plan.op === 'term' ? 1 : plan.op === 'test' ? 2 : 5
  return { plan, chance: plan.negated ? 1 - holds : holds, work, leaves: 1, of: [] }
}

function spanChance(terms: Terms, span: Span): number {
  if (span.op === 'word') return chanceOf(terms, span.term)
  if (span.op === 'any') return 1
  if (span.op === 'or')
    return Math.min(
      1,
      span.of.reduce((sum, part) => sum + spanChance(terms, part), 0),
    )
  const parts = span.op === 'near' ? [span.left, span.right] : span.of
  return parts.reduce((least, part) => Math.min(least, spanChance(terms, part)), 1) / 10
}

type Output = { out: number[]; spanAt: (span: Span) => number }

function emit(part: Sized, at: number, onTrue: number, onFalse: number, output: Output): void {
  const { plan } = part
  if (isGroup(plan)) {
    let start = at
    for (const [index, child] of part.of.entries()) {
      const next = start + child.leaves * 4
      const last = index === part.of.length - 1
      if (plan.op === 'and') emit(child, start, last ? onTrue : next, onFalse, output)
      else emit(child, start, onTrue, last ? onFalse : next, output)
      start = next
    }
    return
  }
  const { out } = output
  const [what, argument] = leaf(plan, output)
  out[at] = what
  out[at + 1] = argument
  out[at + 2] = plan.negated ? onFalse : onTrue
  out[at + 3] = plan.negated ? onTrue : onFalse
}

function leaf(plan: Leaf, output: Output): [number, number] {
  if (plan.op === 'term') return [does.term | (plan.mask << 3), plan.term]
  if (plan.op === 'test') return [does.test, plan.test]
  const { span } = plan
  const { out } = output
  const mask = wordMask(span)
  if (mask > 0 && span.op === 'phrase') {
    const at = out.length
    out.push(span.of.length, ...span.of.map((part) => (part as Span & { op: 'word' }).term))
    return [does.phrase | (mask << 3), at]
  }
  if (mask > 0 && span.op === 'near' && span.within >= 0) {
    const { left, right } = span as unknown as { left: Span & { op: 'word' }; right: Span & { op: 'word' } }
    const at = out.length
    out.push(left.term, right.term, span.within, span.ordered ? 1 : 0)
    return [does.near | (mask << 3), at]
  }
  return [does.span, output.spanAt(span)]
}

/** The mask that all words of a flat span share, or 0 when it has another shape. */
function wordMask(span: Span): number {
  const parts = span.op === 'near' ? [span.left, span.right] : span.op === 'phrase' ? span.of : []
  const first = parts[0]?.op === 'word' ? parts[0].mask : 0
  return parts.every((part) => part.op === 'word' && part.mask === first) ? first & everyMask : 0
}
