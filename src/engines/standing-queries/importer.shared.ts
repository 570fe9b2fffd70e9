/**
 * Queries written for other tools, translated piece by piece. Whatever means something else here, or has no counterpart, is
 * reported; what has none is left standing as it was, so that it is an error in its place and never lost in silence.
 */
import { brandwatch, meltwater, type Rewrite, type Rules, x } from './dialects.shared.ts'
import { parse } from './parser.shared.ts'
import type { Problem } from './problems.shared.ts'
import type { Node } from './tree.shared.ts'
import { plainQuotes } from './words.shared.ts'

export type Dialect = 'brandwatch' | 'meltwater' | 'x'

/** `changed` means something else now, `unsupported` has no counterpart. Places are UTF-16 offsets into the source. */
export type Change = {
  kind: 'changed' | 'unsupported'
  from: number
  to: number
  source: string
  became: string
  why: string
}

/** `text` is the translation; `tree` is there when it parses and nothing was unsupported. */
export type Imported = { text: string; changes: Change[]; problems: Problem[]; tree?: Node }

const dialects: Readonly<Record<Dialect, Rules>> = { brandwatch, meltwater, x }
const pieces =
  /<<<[\s\S]*?>>>|-?"[^"]*"(?:~\d+f?)?|\)(?:~\d+f?)?|-?\(|-?[a-z_]+:(?:\[[^\]]*\]|"[^"]*"|\([^()]*\)|[^\s()"]+)?|[^\s()"]+|\s+|"/giy

/** Translates a query of another tool into this language. */
export function importQuery(source: string, dialect: Dialect): Imported {
  const rules = dialects[dialect]
  const changes: Change[] = []
  let text = ''
  for (const found of plainQuotes(source).matchAll(pieces)) {
    const piece = found[0]
    const made = rewrite(piece, rules)
    text += made?.text ?? piece
    const why = made?.unsupported ?? made?.changed
    if (!made || why === undefined) continue
    const kind = made.unsupported === undefined ? 'changed' : 'unsupported'
    changes.push({ kind, from: found.index, to: found.index + piece.length, source: piece, became: made.text, why })
  }
  const { tree, problems } = parse(text)
  const whole = tree && !changes.some(({ kind }) => kind === 'unsupported')
  return { text, changes, problems, ...(whole ? { tree } : {}) }
}

function rewrite(piece: string, rules: Rules): Rewrite | undefined {
  if (/^(\s|\(|\)|-\(|<<<|"$)/.test(piece)) return undefined
  const minus = piece.startsWith('-') && piece.length > 1 ? '-' : ''
  const bare = piece.slice(minus.length)
  const made = ruled(bare, rules)
  if (!made) return undefined
  // NOT before a group of several words needs brackets.
  return {
    ...made,
    text: minus && made.text.includes(' ') && !/^["(]/.test(made.text) ? `-(${made.text})` : minus + made.text,
  }
}

function ruled(bare: string, rules: Rules): Rewrite | undefined {
  if (bare.startsWith('"')) return rules.phrase(bare)
  const field = /^([a-z_]+):(?!\/\/)(.*)$/is.exec(bare)
  return field ? rules.field(field[1] as string, field[2] as string) : rules.word(bare)
}
