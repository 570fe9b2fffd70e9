/** Puts saved queries in the place of `@{slug}`, and pins the revision that was used. */
import { deepest } from './parser.shared.ts'
import { problem, type Problem } from './problems.shared.ts'
import type { Include, Node, Place } from './tree.shared.ts'

export type Saved = { revision: number; tree: Node }
export type Pin = { slug: string; revision: number }
/** `tree` is what to match; `pinned` is what to keep and show: the same query with every include pinned. */
export type Expanded = { tree: Node; pinned: Node; pins: Pin[]; problems: Problem[] }

/** A tree may not grow beyond this many nodes by inclusion. */
const largest = 20_000

/**
 * Expands every include. `find` answers the newest revision when none is given, and undefined for an unknown query.
 * A query that includes itself on any way is E402, an unknown one E202, too deep or too large a result E403.
 */
export function expandIncludes(tree: Node, find: (slug: string, revision?: number) => Saved | undefined): Expanded {
  const pins = new Map<string, Pin>()
  const problems: Problem[] = []
  let nodes = 0
  let stopped = false

  const refuse = (code: 'E202' | 'E402' | 'E403', place: Place, hint: string): void => {
    if (code === 'E403' && stopped) return
    if (code === 'E403') stopped = true
    problems.push(problem(code, place.from, place.to, hint))
  }

  const fill = (node: Include, trail: readonly string[], top: Place): Node => {
    const at = trail.length === 0 ? node : top
    if (trail.includes(node.slug)) {
      refuse('E402', at, `${[...trail.slice(trail.indexOf(node.slug)), node.slug].join(' includes ')}.`)
      return node
    }
    const saved = find(node.slug, node.revision)
    if (!saved) {
      refuse('E202', at, `There is no saved query called ${node.slug}.`)
      return node
    }
    pins.set(`${node.slug}@${saved.revision}`, { slug: node.slug, revision: saved.revision })
    // What comes from elsewhere is shown at the place of the include.
    return { ...visit(saved.tree, [...trail, node.slug], at), from: at.from, to: at.to }
  }

  const visit = (node: Node, trail: readonly string[], top: Place): Node => {
    if (++nodes > largest || trail.length > deepest) {
      refuse('E403', top, 'The included queries are too large together; include fewer.')
      return node
    }
    if (node.type === 'include') return stopped ? node : fill(node, trail, top)
    if (node.type === 'and' || node.type === 'or')
      return { ...node, of: node.of.map((part) => visit(part, trail, top)) }
    if (node.type === 'not') return { ...node, of: visit(node.of, trail, top) }
    return node
  }

  const whole = visit(tree, [], tree)
  return { tree: whole, pinned: pinned(tree, pins), pins: [...pins.values()], problems }
}

function pinned(node: Node, pins: ReadonlyMap<string, Pin>): Node {
  if (node.type === 'and' || node.type === 'or') return { ...node, of: node.of.map((part) => pinned(part, pins)) }
  if (node.type === 'not') return { ...node, of: pinned(node.of, pins) }
  if (node.type !== 'include' || node.revision !== undefined) return node
  const found = [...pins.values()].filter(({ slug }) => slug === node.slug)
  // The newest is what an include without a revision stands for.
  const revision = found.length > 0 ? Math.max(...found.map((pin) => pin.revision)) : undefined
  return revision === undefined ? node : { ...node, revision }
}
