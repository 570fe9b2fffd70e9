/**
 * The typed tree of a query. `from` and `to` are UTF-16 offsets into the text that was parsed (end exclusive).
 * Text is kept as typed (quotes and apostrophes made plain, NFC); how words compare is decided when a tree is compiled.
 */
import type { FactField, TextField } from './fields.shared.ts'

export type Place = { from: number; to: number }

/** A value of a fact field: one value, absence (`country:none`), or a range (open ends are undefined). */
export type Value =
  | { kind: 'is'; text: string }
  | { kind: 'none' }
  | { kind: 'range'; low?: string; high?: string; lowOpen: boolean; highOpen: boolean }

/** `"a b"~2` allows two other words between, in any order; `ordered` is `~2f`. */
type Slop = { words: number; ordered: boolean }

type Term = Place & { type: 'term'; text: string }
export type Phrase = Place & { type: 'phrase'; words: string[]; slop?: Slop }
type Exact = Place & { type: 'exact'; text: string }
type Raw = Place & { type: 'raw'; text: string }
export type Near = Place & {
  type: 'near'
  left: Node
  right: Node
  within: number | 'sentence' | 'paragraph'
  ordered: boolean
}
type Scope = Place & { type: 'scope'; field: TextField; of: Node }
export type Fact = Place & { type: 'fact'; field: FactField; values: Value[] }
export type Include = Place & { type: 'include'; slug: string; revision?: number }
export type Not = Place & { type: 'not'; of: Node }
export type And = Place & { type: 'and'; of: Node[] }
export type Or = Place & { type: 'or'; of: Node[] }

export type Node = Term | Phrase | Exact | Raw | Near | Scope | Fact | Include | Not | And | Or

/** The direct children of a node. */
export function childrenOf(node: Node): readonly Node[] {
  switch (node.type) {
    case 'and':
    case 'or':
      return node.of
    case 'not':
    case 'scope':
      return [node.of]
    case 'near':
      return [node.left, node.right]
    default:
      return []
  }
}

/** The same tree without places, for comparing two trees by meaning of the text alone. */
export function withoutPlaces(node: Node): unknown {
  return JSON.parse(JSON.stringify(node, (key, value: unknown) => (key === 'from' || key === 'to' ? undefined : value)))
}

/** The top-level alternatives of a query: what explain and the editor call its branches. */
export function branchesOf(tree: Node): readonly Node[] {
  return tree.type === 'or' ? tree.of : [tree]
}

/** Whether a node can stand next to NEAR: words, phrases, wildcards, OR-groups of these, nested NEAR. */
export function isSpan(node: Node): boolean {
  switch (node.type) {
    case 'term':
    case 'phrase':
    case 'exact':
    case 'near':
      return true
    case 'or':
      return node.of.every(isSpan)
    case 'scope':
      return isSpan(node.of)
    default:
      return false
  }
}
