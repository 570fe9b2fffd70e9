import { readWords } from '../../platform/languages/kept.ts'
import { type Said, type Say, english } from '../../platform/languages/languages.ts'
import type { NoticeKind } from './notice-kinds.ts'

/** A notice as far as its words go. */
export interface Told {
  readonly kind: NoticeKind
  readonly occasion: string
  /** Whose act it was. */
  readonly actor: string | null
  readonly because: string
}

/** Several notices that say the same of different people, in one sentence. */
export interface FoldedLine {
  readonly says: string
  readonly because: Said
}

/** "Ana", "Ana and Petra", "Ana, Petra and Joost", "Ana, Petra and 3 others". */
function joinNames(say: Say, names: readonly string[]): string {
  const [first = '', second = ''] = names
  if (names.length <= 3) return say.list(names)
  return say('{first}, {second} and {count} others', { first, second, count: names.length - 2 })
}

/** The reasons of some lines, each once: "because you asked, and because you follow it". */
export function reasonsOf(say: Say, lines: readonly FoldedLine[]): string {
  return [...new Set(lines.map(({ because }) => say.again(because)))].reduce((before, because) =>
    say('{before}, and {because} | two reasons why somebody is told', { before, because }),
  )
}

/**
 * Folds notices about one thing, newest first: those of a kind whose sentence differs in the name alone become one
 * sentence with all their names. Each line has the reason of its newest notice, as
 * it is stored.
 */
export function foldLines(notices: readonly Told[], say: Say = english): FoldedLine[] {
  const lines = new Map<string, { told: Told; names: Set<string> }>()
  for (const told of notices) {
    const { kind, actor, occasion } = told
    const sentence = english.again(kind.says(actor === null ? undefined : '\u0000', occasion))
    const line = lines.get(`${kind.name} ${sentence}`) ?? { told, names: new Set() }
    lines.set(`${kind.name} ${sentence}`, line)
    if (actor !== null) line.names.add(actor)
  }
  return [...lines.values()].map(({ told: { kind, occasion, because }, names }) => ({
    says: say.again(kind.says(names.size > 0 ? joinNames(say, [...names]) : undefined, occasion)),
    because: readWords(because),
  }))
}
