/** One line of a file that cannot be taken, and what to do about it. */
export interface RowProblem {
  readonly file: string
  readonly line: number
  /** The name of the column; absent when it is about the whole line. */
  readonly column?: string
  readonly what: string
}

/** What came, or would come, of the files. */
export interface StructureReport {
  readonly dryRun: boolean
  readonly counts: Record<Counted, number>
  /** Colleagues who are here and not in the file of people any more; nothing was done about them. */
  readonly gone: readonly string[]
  goneCount: number
  /** When there is one, nothing was written at all. */
  readonly problems: readonly RowProblem[]
}

export const counted = [
  'people made',
  'people changed',
  'people as they were',
  'places made',
  'places renamed or moved',
  'places as they were',
  'placements begun',
  'placements ended',
  'placements as they were',
] as const
export type Counted = (typeof counted)[number]

export function noCounts(): Record<Counted, number> {
  return Object.fromEntries(counted.map((name) => [name, 0])) as Record<Counted, number>
}

/** How many changes the report is about; 0 when the files say what is so already. */
export function changesIn(report: StructureReport): number {
  return counted.reduce((sum, name) => sum + (name.endsWith('as they were') ? 0 : report.counts[name]), 0)
}

const shown = 200

/** The report as lines for a terminal; the same for a dry run, but for its last line. */
export function reportLines(report: StructureReport): string[] {
  const lines = report.problems
    .slice(0, shown)
    .map(({ file, line, column, what }) => `${file}, line ${line}${column === undefined ? '' : `, ${column}`}: ${what}`)
  if (report.problems.length > shown) lines.push(`and ${report.problems.length - shown} more`)
  if (report.problems.length > 0) {
    const count = report.problems.length === 1 ? '1 line needs' : `${report.problems.length} lines need`
    return [...lines, '', `${count} mending. Nothing was written.`]
  }
  lines.push(...counted.map((name) => `${String(report.counts[name]).padStart(7)}  ${name}`))
  if (report.goneCount > 0) {
    lines.push('', `${report.goneCount} here and not in the file of people; nothing was done about them:`)
    lines.push(...report.gone.map((name) => `  ${name}`))
    if (report.goneCount > report.gone.length) lines.push(`  and ${report.goneCount - report.gone.length} more`)
  }
  const changes = changesIn(report)
  lines.push('', `${changes === 1 ? '1 change' : `${changes} changes`}.`)
  lines.push(
    report.dryRun
      ? 'This was a dry run: nothing was written.'
      : changes === 0
        ? 'Everything was so already.'
        : 'All of it was written.',
  )
  return lines
}
