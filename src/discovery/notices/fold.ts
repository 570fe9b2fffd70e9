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
  readonly because: string
}

/** "Ana", "Ana and Petra", "Ana, Petra and Joost", "Ana, Petra and 3 others". */
function joinNames(names: readonly string[]): string {
  const [first, second, third] = names
  if (names.length < 3) return names.join(' and ')
  return names.length === 3 ? `${first}, ${second} and ${third}` : `${first}, ${second} and ${names.length - 2} others`
}

/**
 * Folds notices about one thing, newest first: those of a kind whose sentence differs in the name alone become one
 * sentence with all their names. Each line has the reason of its newest notice.
 */
export function foldLines(notices: readonly Told[]): FoldedLine[] {
  const lines = new Map<string, { told: Told; names: Set<string> }>()
  for (const told of notices) {
    const { kind, actor, occasion } = told
    const sentence = kind.says(actor === null ? undefined : '\u0000', occasion)
    const line = lines.get(`${kind.name} ${sentence}`) ?? { told, names: new Set() }
    lines.set(`${kind.name} ${sentence}`, line)
    if (actor !== null) line.names.add(actor)
  }
  return [...lines.values()].map(({ told: { kind, occasion, because }, names }) => ({
    says: kind.says(names.size > 0 ? joinNames([...names]) : undefined, occasion),
    because,
  }))
}
