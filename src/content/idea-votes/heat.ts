/**
 * The decaying score of an idea, in a form that time does not change.
 *
 * A vote v (1 or -1) given at t weighs v · 2^(-(now - t) / h) at the moment `now`, where h is the half-life: after h days
 * half of it is left. The score of an idea is S(now) = Σ vᵢ · 2^(-(now - tᵢ) / h). With a fixed epoch e,
 *
 *   S(now) = 2^(-(now - e) / h) · Σ vᵢ · 2^((tᵢ - e) / h) = 2^(-(now - e) / h) · heat.
 *
 * The first factor is positive and the same for every idea, so at any moment S(now) of two ideas compares as their
 * `heat` does, and `heat` names no `now`. It is stored and indexed, and changes with votes alone (and with h).
 *
 * Range: a double holds 2^±1000, the half-life is 14 days at least: 38 years around the epoch. Votes further away weigh
 * as those at the edge do.
 */
const epoch = Date.UTC(2026, 0, 1)
const dayMs = 86_400_000
export const usualHalfLifeDays = 90
export const shortestHalfLifeDays = 14
export const longestHalfLifeDays = 3650

/** What a vote given at `at` adds to the heat, for a half-life in days. */
export function weightAt(at: Date, halfLifeDays: number): number {
  return 2 ** Math.max(-1000, Math.min(1000, (at.getTime() - epoch) / dayMs / halfLifeDays))
}

/** The decaying score at a moment: 1 for one vote given just then, 0.5 for one a half-life ago. */
export function scoreAt(heat: number, now: Date, halfLifeDays: number): number {
  return heat / weightAt(now, halfLifeDays)
}
