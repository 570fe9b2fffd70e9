/** What came of the rows of one kind. `rows` is always the sum of the other four. */
export interface Tally {
  /** Rows of this kind in the file. */
  rows: number
  added: number
  alreadyHere: number
  /** Read and left out on purpose; `notes` says why. */
  ignored: number
  /** Left out because something is wrong with the row; each stands among the problems. */
  skipped: number
}

export const tallied = [
  'users',
  'tags',
  'questions',
  'answers',
  'accepted answers',
  'ideas and problems',
  'comments',
  'links',
  'other posts',
  'votes',
  'badges',
] as const
export type Tallied = (typeof tallied)[number]

/** A row that could not be taken as it stands. */
export interface Problem {
  readonly file: string
  readonly line: number
  /** The row's own Id. */
  readonly row: string
  readonly what: string
}

export interface ImportReport {
  readonly space: string
  readonly dryRun: boolean
  readonly counts: Record<Tallied, Tally>
  /** Ideas that came with a stage. */
  stages: number
  /** Problems that came with a state. */
  states: number
  /** Texts of earlier runs that were taken back, hidden or removed here since. */
  gone: number
  /** Rows that were left out because they belong to one of these. */
  leftAlone: number
  /** Accounts made for names without a person behind them. */
  formerMembers: number
  /** Texts whose Markdown lost marks (bold, links), and whose words changed: the rows of the latter are problems. */
  plainerTexts: number
  problemCount: number
  /** The first of them. */
  readonly problems: Problem[]
  readonly notes: string[]
}

const problemsKept = 200

export function emptyReport(space: string, dryRun: boolean): ImportReport {
  const tally = (): Tally => ({ rows: 0, added: 0, alreadyHere: 0, ignored: 0, skipped: 0 })
  const counts = Object.fromEntries(tallied.map((name) => [name, tally()])) as Record<Tallied, Tally>
  return {
    space,
    dryRun,
    counts,
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

/** What is said of texts that came earlier and are gone here, and of what belongs to them; nothing where there are none. */
export function notesOfGone({ gone, leftAlone }: { gone: number; leftAlone: number }): string[] {
  if (gone === 0 && leftAlone === 0) return []
  return [
    `Texts that were taken back by their authors, hidden or removed here: ${gone}. They stay as they are here.`,
    ...(leftAlone > 0 ? [`What belongs to them is left out: ${leftAlone}.`] : []),
  ]
}

/** Counts a problem; the first 200 are kept in words. */
export function addProblem<P>(report: { problemCount: number; problems: P[] }, problem: P): void {
  report.problemCount += 1
  if (report.problems.length < problemsKept) report.problems.push(problem)
}

/** The report as lines for a terminal. */
export function reportLines(report: ImportReport): string[] {
  const columns = ['', 'in the files', report.dryRun ? 'would add' : 'added', 'already here', 'ignored', 'skipped']
  const rows = tallied.map((name) => {
    const { rows: read, added, alreadyHere, ignored, skipped } = report.counts[name]
    return [name, read, added, alreadyHere, ignored, skipped].map(String)
  })
  const lines = [columns, ...rows].map(
    ([name = '', ...cells]) => name.padEnd(20) + cells.map((cell) => cell.padStart(14)).join(''),
  )
  const added = tallied.reduce((sum, name) => sum + report.counts[name].added, 0)
  const verb = report.dryRun ? 'would be added' : 'added'
  lines.push('', `${added} ${verb} to ${report.space}.`, ...report.notes)
  if (report.problemCount > 0) {
    lines.push('', `${report.problemCount} ${report.problemCount === 1 ? 'row needs' : 'rows need'} a look:`)
    for (const { file, line, row, what } of report.problems) lines.push(`  ${file}, line ${line}, row ${row}: ${what}`)
    const more = report.problemCount - report.problems.length
    if (more > 0) lines.push(`  and ${more} more`)
  }
  if (report.dryRun) lines.push('', 'Nothing was written: this was a dry run.')
  return lines
}
