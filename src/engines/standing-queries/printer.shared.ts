/** Typed tree to query text. Parsing what is printed gives the same tree. */
import type { Node, Value } from './tree.shared.ts'

/** The canonical text of a tree: canonical field names, AND written out, brackets where a reader may doubt. */
export function print(node: Node): string {
  switch (node.type) {
    case 'term':
      return node.text
    case 'phrase':
      return `"${node.words.join(' ')}"${node.slop ? `~${node.slop.words}${node.slop.ordered ? 'f' : ''}` : ''}`
    case 'exact':
      return `{${node.text}}`
    case 'raw':
      return `raw:"${node.text}"`
    case 'include':
      return `@{${node.slug}${node.revision === undefined ? '' : `@${node.revision}`}}`
    case 'scope':
      return `${node.field}:${isSimple(node.of) ? print(node.of) : `(${print(node.of)})`}`
    case 'fact':
      return `${node.field}:${printValues(node.values)}`
    case 'not':
      return `NOT ${node.of.type === 'not' ? print(node.of) : bracketed(node.of)}`
    case 'near':
      return `${node.left.type === 'near' ? print(node.left) : bracketed(node.left)} ${operator(node)} ${bracketed(node.right)}`
    case 'and':
      return node.of.map((part) => (part.type === 'not' ? print(part) : bracketed(part))).join(' AND ')
    case 'or':
      return node.of.map((part) => (part.type === 'not' ? print(part) : bracketed(part))).join(' OR ')
  }
}

function isSimple(node: Node): boolean {
  return (
    (node.type === 'term' && !node.text.includes(',')) ||
    node.type === 'phrase' ||
    node.type === 'exact' ||
    node.type === 'raw'
  )
}

function bracketed(node: Node): string {
  const open = node.type === 'and' || node.type === 'or' || node.type === 'near' || node.type === 'not'
  return open ? `(${print(node)})` : print(node)
}

function operator(node: Node & { type: 'near' }): string {
  const unit = node.within === 'sentence' ? 's' : node.within === 'paragraph' ? 'p' : String(node.within)
  return `${node.ordered ? 'ONEAR' : 'NEAR'}/${unit}`
}

function printValues(values: readonly Value[]): string {
  const printed = values.map(printValue)
  return printed.length === 1 ? (printed[0] as string) : `(${printed.join(' OR ')})`
}

function printValue(value: Value): string {
  if (value.kind === 'none') return 'none'
  if (value.kind === 'is') return isPlain(value.text) ? value.text : `"${value.text}"`
  if (value.low === undefined) return `<${value.highOpen ? '' : '='}${value.high}`
  if (value.high === undefined) return `>${value.lowOpen ? '' : '='}${value.low}`
  return `[${value.low} TO ${value.high}]`
}

/** Text that reads back as one value without quotation marks, also inside a list. */
function isPlain(text: string): boolean {
  return (
    /^[\p{L}\p{N}_][\p{L}\p{N}\p{M}_.\-]*$/v.test(text) &&
    !text.includes('..') &&
    !/^(none|and|or|not|o?near)$/i.test(text)
  )
}
