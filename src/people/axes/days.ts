import { Invalid } from '../../platform/errors.ts'
import { said } from '../../platform/languages/languages.ts'

/** A day in UTC, `YYYY-MM-DD`. Days compare as text. */
export type Day = string

/** The days from `fromOn` up to, not including, `toOn`; null is open. */
export interface Span {
  readonly fromOn: Day
  readonly toOn: Day | null
}

/** Today in UTC. */
export function todayOf(now: Date): Day {
  return now.toISOString().slice(0, 10)
}

/** The day that a text names; undefined when it names none between the years 1900 and 2199. */
export function parseDay(text: string | undefined): Day | undefined {
  if (text === undefined || !/^(19|20|21)\d\d-\d\d-\d\d$/.test(text)) return undefined
  const at = new Date(`${text}T00:00:00Z`)
  return !Number.isNaN(at.getTime()) && todayOf(at) === text ? text : undefined
}

/** The day of a field, today when it is empty. Throws Invalid for that field. */
export function dayOr(text: string | undefined, standard: Day, field: string): Day {
  if (text === undefined || text.trim() === '') return standard
  const day = parseDay(text.trim())
  if (!day)
    throw new Invalid('structure.no-day', { [field]: said('Write a day as year-month-day, such as 2026-03-31.') })
  return day
}

export function includes(span: Span, day: Day): boolean {
  return span.fromOn <= day && (span.toOn === null || span.toOn > day)
}

export function overlaps(one: Span, other: Span): boolean {
  return (one.toOn === null || one.toOn > other.fromOn) && (other.toOn === null || other.toOn > one.fromOn)
}

/**
 * The first day of `wanted` on which none of `spans` holds; undefined when together they hold all of it. `spans` are
 * in order of their first day.
 */
export function firstGap(spans: readonly Span[], wanted: Span): Day | undefined {
  let reached = wanted.fromOn
  for (const span of spans) {
    if (span.toOn !== null && span.toOn <= reached) continue
    if (span.fromOn > reached) break
    if (span.toOn === null) return undefined
    reached = span.toOn
    if (wanted.toOn !== null && reached >= wanted.toOn) return undefined
  }
  return reached
}
