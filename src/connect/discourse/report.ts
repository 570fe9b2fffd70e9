/** What came of the records of one kind. `read` is always the sum of the other four. */
export interface Tally {
  /** Records of this kind, each counted once however often the pages say it. */
  read: number
  added: number
  alreadyHere: number
  /** Left out on purpose: `leftOut` says how many for which reason. */
  leftOut: number
  /** Not to be taken as they are: each stands among the problems. */
  skipped: number
}

export const kinds = ['users', 'categories', 'tags', 'topics', 'replies', 'solved topics'] as const
export type Kind = (typeof kinds)[number]

export interface Problem {
  readonly file: string
  readonly at: string
  readonly what: string
}

export interface DiscourseReport {
  readonly site: string
  readonly form: string
  readonly dryRun: boolean
  readonly counts: Record<Kind, Tally>
  /** For each kind: reason → how many. */
  readonly leftOut: Record<Kind, Record<string, number>>
  /** How many of the added topics are of which type. */
  readonly types: Record<string, number>
  /** Ideas that came with a stage. */
  stages: number
  /** Problems that came with a state. */
  states: number
  /** Texts of earlier runs that were taken back, hidden or removed here since. */
  gone: number
  /** Records that were left out because they belong to one of these. */
  leftAlone: number
  formerMembers: number
  plainerTexts: number
  problemCount: number
  /** The first of them. */
  readonly problems: Problem[]
  readonly notes: string[]
}

export function emptyReport(of: { site: string; form: string; dryRun: boolean }): DiscourseReport {
  const each = <Value>(make: () => Value) =>
    Object.fromEntries(kinds.map((kind) => [kind, make()])) as Record<Kind, Value>
  return {
    ...of,
    counts: each(() => ({ read: 0, added: 0, alreadyHere: 0, leftOut: 0, skipped: 0 })),
    leftOut: each(() => ({})),
    types: {},
    stages: 0,
    states: 0,
    gone: 0,
    leftAlone: 0,
    formerMembers: 0,
    plainerTexts: 0,
    problemCount: 0,
    problems: [],
    notes: [],
  }
}

/** Counts a record that stays behind on purpose. */
export function leaveOut(report: DiscourseReport, kind: Kind, why: string, count = 1): void {
  report.counts[kind].leftOut += count
  report.leftOut[kind][why] = (report.leftOut[kind][why] ?? 0) + count
}

/** Counts a record that belongs to what was taken back, hidden or removed here. */
export function leaveAlone(report: DiscourseReport, kind: Kind): void {
  leaveOut(report, kind, 'of what was taken back, hidden or removed here')
  report.leftAlone += 1
}

/** The report as lines for a terminal. */
export function reportLines(report: DiscourseReport): string[] {
  const columns = ['', 'read', report.dryRun ? 'would add' : 'added', 'already here', 'left out', 'skipped']
  const rows = kinds.map((kind) => {
    const { read, added, alreadyHere, leftOut, skipped } = report.counts[kind]
    return [kind, read, added, alreadyHere, leftOut, skipped].map(String)
  })
  const lines = [columns, ...rows].map(
    ([name = '', ...cells]) => name.padEnd(18) + cells.map((cell) => cell.padStart(14)).join(''),
  )
  for (const kind of kinds) {
    for (const [why, count] of Object.entries(report.leftOut[kind]).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      lines.push(`  left out of ${kind}: ${count}, ${why}`)
  }
  const types = Object.entries(report.types).map(([type, count]) => `${type} ${count}`)
  if (types.length > 0) lines.push(`Topics by type: ${types.join(', ')}.`)
  if (report.stages > 0) lines.push(`Ideas that came with their stage: ${report.stages}.`)
  if (report.states > 0) lines.push(`Problems that came with their state: ${report.states}.`)
  if (report.formerMembers > 0)
    lines.push(`Accounts for people who are gone from ${report.site}: ${report.formerMembers}.`)
  if (report.plainerTexts > 0)
    lines.push(`Texts that lost some bold or links, which Markdown cannot say there: ${report.plainerTexts}.`)
  lines.push(...report.notes)
  if (report.problemCount > 0) {
    lines.push('', `${report.problemCount} ${report.problemCount === 1 ? 'record needs' : 'records need'} a look:`)
    for (const { file, at, what } of report.problems) lines.push(`  ${file}, ${at}: ${what}`)
    const more = report.problemCount - report.problems.length
    if (more > 0) lines.push(`  and ${more} more`)
  }
  if (report.dryRun) lines.push('', 'Nothing was written: this was a dry run.')
  return lines
}
