/**
 * By which terms a query is found: for every branch the rarest term that must be there, and what else must be there.
 *
 * Rarest-required-term anchors as in Luwak / Lucene Monitor (Woodward, Flax 2013); the companions in each posting are this
 * engine's own: a candidate that lacks one is dropped without touching its query.
 */
import { defaultMask, type Plan, type Span } from './plan.ts'
import { chanceOf, type Terms } from './terms.ts'

/** One of `terms` must be there; or, negated, its single term must not. */
type Companion = { terms: number[]; chance: number; negated: boolean }
/** A posting: the query matches only if `anchor` and the companions hold, and surely if they do and it is `complete`. */
export type Posting = { anchor: number; companions: Companion[]; complete: boolean }
type Access = { cost: number; postings: Posting[] }

/** How many term ids fit into one posting beside the query. */
export const companionSlots = 7

/** The postings of a plan, or undefined when no positive term is required in some branch. */
export function postingsOf(terms: Terms, plan: Plan): Posting[] | undefined {
  return access(terms, plan)?.postings.map(trimmed)
}

/** Keeps the companions that fit, rarest first, since those drop most candidates. */
function trimmed(posting: Posting): Posting {
  const ranked = posting.companions
    .filter((one) => one.negated || !one.terms.includes(posting.anchor))
    .sort((a, b) => dropped(b) - dropped(a))
  const kept: Companion[] = []
  let room = companionSlots
  for (const one of ranked) {
    if (one.terms.length > room) continue
    room -= one.terms.length
    kept.push(one)
  }
  return { anchor: posting.anchor, companions: kept, complete: posting.complete && kept.length === ranked.length }
}

/** The share of candidates that a companion drops, per slot. */
function dropped(one: Companion): number {
  return (one.negated ? one.chance : 1 - one.chance) / one.terms.length
}

function access(terms: Terms, plan: Plan): Access | undefined {
  switch (plan.op) {
    case 'term': {
      if (plan.negated) return undefined
      const complete = (plan.mask & defaultMask) === defaultMask
      return { cost: chanceOf(terms, plan.term), postings: [{ anchor: plan.term, companions: [], complete }] }
    }
    case 'span':
      return plan.negated ? undefined : spanAccess(terms, plan.span)
    case 'test':
      return undefined
    case 'or':
      return union(plan.of.map((part) => access(terms, part)))
    case 'and':
      return cheapest(
        plan.of.map((part) => access(terms, part)),
        plan.of.map((part) => requirement(terms, part)),
      )
  }
}

function union(parts: (Access | undefined)[]): Access | undefined {
  const all: Access = { cost: 0, postings: [] }
  for (const part of parts) {
    if (!part) return undefined
    all.cost += part.cost
    all.postings.push(...part.postings)
  }
  return all
}

/** The cheapest child gives the anchors, every other child its requirement. */
function cheapest(parts: (Access | undefined)[], needs: Need[]): Access | undefined {
  let best = -1
  for (const [index, part] of parts.entries())
    if (part && (best < 0 || part.cost < (parts[best] as Access).cost)) best = index
  if (best < 0) return undefined
  const { cost, postings } = parts[best] as Access
  const others = needs.filter((_, index) => index !== best)
  const companions = others.flatMap((need) => need.companions)
  const whole = others.every((need) => need.whole)
  return {
    cost,
    postings: postings.map((posting) => ({
      anchor: posting.anchor,
      companions: [...posting.companions, ...companions],
      complete: posting.complete && whole,
    })),
  }
}

/** What a part requires of the terms of a post; `whole` when it requires nothing else. */
type Need = { companions: Companion[]; whole: boolean }

function requirement(terms: Terms, plan: Plan): Need {
  if (plan.op === 'and') {
    const needs = plan.of.map((part) => requirement(terms, part))
    return { companions: needs.flatMap((need) => need.companions), whole: needs.every((need) => need.whole) }
  }
  if (plan.op === 'term') {
    const covered = (plan.mask & defaultMask) === defaultMask
    // A word that must not stand in the title may stand in the body, so only the unscoped NOT can drop a candidate.
    if (plan.negated && !covered) return { companions: [], whole: false }
    const one = { terms: [plan.term], chance: chanceOf(terms, plan.term), negated: plan.negated }
    return { companions: [one], whole: covered }
  }
  if (plan.op === 'span') return plan.negated ? { companions: [], whole: false } : spanNeed(terms, plan.span)
  if (plan.op === 'test') return { companions: [], whole: false }
  return anyOf(plan.of.map((part) => requirement(terms, part)))
}

/** An OR requires one of the terms of its children, when each child requires a single group. */
function anyOf(needs: Need[]): Need {
  const group: Companion = { terms: [], chance: 0, negated: false }
  let whole = true
  for (const need of needs) {
    const first = need.companions.filter((one) => !one.negated).sort((a, b) => a.chance - b.chance)[0]
    if (!first) return { companions: [], whole: false }
    for (const term of first.terms) if (!group.terms.includes(term)) group.terms.push(term)
    group.chance = Math.min(1, group.chance + first.chance)
    whole &&= need.whole && need.companions.length === 1
  }
  return { companions: [group], whole }
}

function spanAccess(terms: Terms, span: Span): Access | undefined {
  switch (span.op) {
    case 'word':
      return { cost: chanceOf(terms, span.term), postings: [{ anchor: span.term, companions: [], complete: false }] }
    case 'any':
      return undefined
    case 'or':
      return union(span.of.map((part) => spanAccess(terms, part)))
    default: {
      const parts = span.op === 'near' ? [span.left, span.right] : span.of
      return cheapest(
        parts.map((part) => spanAccess(terms, part)),
        parts.map((part) => spanNeed(terms, part)),
      )
    }
  }
}

function spanNeed(terms: Terms, span: Span): Need {
  switch (span.op) {
    case 'word':
      return { companions: [{ terms: [span.term], chance: chanceOf(terms, span.term), negated: false }], whole: false }
    case 'any':
      return { companions: [], whole: false }
    case 'or':
      return anyOf(span.of.map((part) => spanNeed(terms, part)))
    default: {
      const parts = span.op === 'near' ? [span.left, span.right] : span.of
      return { companions: parts.flatMap((part) => spanNeed(terms, part).companions), whole: false }
    }
  }
}
