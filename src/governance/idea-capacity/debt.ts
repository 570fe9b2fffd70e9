import { type Said, said } from '../../platform/languages/languages.ts'

/** What the weeks go by while fewer than `leastMeasured` reviews were timed. */
export const assumedMinutes = 30
export const leastMeasured = 5

/** What is waiting and what can be given, of one category or space. */
export interface Load {
  /** Ideas that are new or under review. */
  readonly waiting: number
  /** Minutes that reviews took, in any order. */
  readonly measured: readonly number[]
  readonly weeklyMinutes: number
  /** Days within which the company promised to answer. */
  readonly promisedDays: number
}

export interface Debt {
  readonly waiting: number
  /** Minutes for one idea: the median of what was measured, or `assumedMinutes`. */
  readonly minutesEach: number
  readonly isMeasured: boolean
  /** Whole weeks until the last of those waiting is reviewed; undefined when nobody reviews. */
  readonly weeks: number | undefined
  readonly isOver: boolean
}

/**
 * How long the ideas that wait will take: weeks = waiting × minutes each ÷ minutes a week, rounded up. Over when that is
 * longer than the promised days; with nobody to review as soon as one waits.
 */
export function debtOf({ waiting, measured, weeklyMinutes, promisedDays }: Load): Debt {
  const isMeasured = measured.length >= leastMeasured
  const minutesEach = isMeasured ? median(measured) : assumedMinutes
  const exact = weeklyMinutes === 0 ? undefined : (waiting * minutesEach) / weeklyMinutes
  return {
    ...{ waiting, minutesEach, isMeasured },
    weeks: exact === undefined ? undefined : Math.ceil(exact),
    isOver: waiting > 0 && (exact === undefined || exact * 7 > promisedDays),
  }
}

function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
}

/** What is said in public while more waits than can be reviewed in time. `place`: "This category", "This space". */
export function debtWords(debt: Debt, place: Said) {
  const ideas = said('{count} ideas wait', { count: debt.waiting })
  if (debt.weeks === undefined)
    return said('{place} takes longer than promised: {ideas}, and nobody reviews them now.', { place, ideas })
  const weeks = said('{count} weeks', { count: debt.weeks })
  return said('{place} takes longer than promised: {ideas}, about {weeks}.', { place, ideas, weeks })
}
