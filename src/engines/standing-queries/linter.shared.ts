/** Warnings about a tree that parses, and the anchor rule for open sources. */
import { facts, type FactField } from './fields.shared.ts'
import { print } from './printer.shared.ts'
import { type Problem, problem } from './problems.shared.ts'
import { branchesOf, childrenOf, type Fact, type Node, type Not } from './tree.shared.ts'

export type LintOptions = {
  /** The query collects from an open source, so every branch needs an anchor (E401). */
  open?: boolean
  /** The chosen sources, each with the fact fields that it can answer (W106). */
  sources?: readonly { name: string; fields: ReadonlySet<string> }[]
  /** Matches in the last 30 days by the printed text of a branch (W107); a branch not listed is not judged. */
  counts?: ReadonlyMap<string, number>
}

/** Everything worth saying about a tree, in order of place. An include counts as an anchor until it is expanded. */
export function lint(tree: Node, options: LintOptions = {}): Problem[] {
  const found: Problem[] = []
  if (options.open) for (const node of unanchored(tree, true)) found.push(noAnchor(node))
  walk(tree, found, options, tree)
  for (const branch of options.counts ? branchesOf(tree) : [])
    if (options.counts?.get(print(branch)) === 0)
      found.push(problem('W107', branch.from, branch.to, 'Check its spelling, or remove it.'))
  return found.sort((a, b) => a.from - b.from || a.to - b.to || (a.code < b.code ? -1 : 1))
}

function noAnchor(node: Node): Problem {
  return problem('E401', node.from, node.to, 'Add a word, author, hashtag, channel, site or link to this branch.')
}

function walk(node: Node, found: Problem[], options: LintOptions, group: Node): void {
  if (node.type === 'near' && typeof node.within === 'number' && node.within > 15)
    found.push(problem('W105', node.from, node.to, 'Use 15 or less, or /s for the same sentence.'))
  if (node.type === 'not') warnUnknown(node, group, found)
  if (node.type === 'fact') warnUnsupported(node, found, options)
  for (const child of childrenOf(node)) walk(child, found, options, node.type === 'and' ? node : group)
}

/** `NOT country:us` keeps posts of unknown country, unless the same AND says something about unknown ones. */
function warnUnknown(node: Not, group: Node, found: Problem[]): void {
  const test = node.of
  if (test.type !== 'fact' || !facts[test.field].unknowns || test.values.some(({ kind }) => kind === 'none')) return
  const beside = group.type === 'and' ? group.of : []
  const settled = beside.some((other) => {
    if (other.type === 'not') return isAbsence(other.of, test.field)
    return other.type === 'fact' && other.field === test.field && !isAbsence(other, test.field)
  })
  if (!settled) found.push(problem('W104', node.from, node.to, `Add NOT ${test.field}:none to leave unknown ones out.`))
}

function isAbsence(node: Node, field: FactField): boolean {
  return node.type === 'fact' && node.field === field && node.values.every(({ kind }) => kind === 'none')
}

function warnUnsupported(node: Fact, found: Problem[], options: LintOptions): void {
  const without = (options.sources ?? []).filter(({ fields }) => !fields.has(node.field)).map(({ name }) => name)
  if (without.length > 0)
    found.push(problem('W106', node.from, node.to, `${node.field}: is not known to ${without.join(', ')}.`))
}

/**
 * The branches of a tree that have no positive anchor: a word, phrase, exact, NEAR, author, mention, hashtag, channel,
 * site, url, links, thread or id. `raw:` is none, since it names no word. Under NOT, AND and OR change places.
 */
function unanchored(node: Node, positive: boolean): Node[] {
  switch (node.type) {
    case 'term':
    case 'phrase':
    case 'exact':
    case 'near':
    case 'include':
      return positive ? [] : [node]
    case 'raw':
      return [node]
    case 'fact':
      return positive && facts[node.field].anchor && node.values.every(({ kind }) => kind === 'is') ? [] : [node]
    case 'scope':
      return unanchored(node.of, positive)
    case 'not':
      return unanchored(node.of, !positive).length === 0 ? [] : [node]
    default: {
      const parts = node.of.map((part) => unanchored(part, positive))
      if ((node.type === 'or') === positive) return parts.flat()
      return parts.some((missing) => missing.length === 0) ? [] : [node]
    }
  }
}
