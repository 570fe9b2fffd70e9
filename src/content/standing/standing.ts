import type { Ctx } from '../../platform/context.ts'
import type { PageOf } from '../../platform/cursor.ts'
import { NotFound } from '../../platform/errors.ts'
import type { AccountId } from '../../platform/ids.ts'
import { type PersonCard, findPerson, loadPeople } from '../../people/accounts/accounts.ts'
import { type Space, type SpaceId, getSpaceById } from '../../realms/spaces/spaces.ts'
import { type Earned, type Level, type Power, levelOf, pointsOf } from './rules.ts'
import { mayUsePower } from './standing.access.ts'
import * as queries from './standing.queries.ts'

export { type Level, flagFactor, levelRules } from './rules.ts'

/** What a member earned outside, and from what. */
export interface Standing extends Earned {
  readonly level: Level
  readonly points: number
}

/** The standing of a member whom the viewer may know of; undefined for who earned nothing, and for employees and guests. */
export async function findStanding(ctx: Ctx, id: AccountId): Promise<Standing | undefined> {
  const person = await findPerson(ctx, id)
  return person?.realm === 'outside' ? standingNow(ctx, id) : undefined
}

/** As stored; while something that happened is not counted yet, from the events themselves. */
async function standingNow(ctx: Ctx, id: AccountId): Promise<Standing | undefined> {
  const earned = (await queries.isDue(ctx, id))
    ? (await queries.computeEarned(ctx, [id])).get(id)
    : await queries.findStored(ctx, id)
  return earned && { ...earned, level: levelOf(earned), points: pointsOf(earned) }
}

/** A check for `registerPower`: whether the standing of a member gives a power in a space that they may read. */
export function powerByStanding(power: Power) {
  return async (ctx: Ctx, accountId: AccountId, spaceId: SpaceId): Promise<boolean> => {
    if (ctx.viewer.kind !== 'account' || ctx.viewer.id !== accountId) return false
    const space = await getSpaceById(ctx, spaceId).catch((error: unknown) => {
      if (error instanceof NotFound) return undefined
      throw error
    })
    if (!space) return false
    const standing = await standingNow(ctx, accountId)
    return mayUsePower(ctx.viewer, space, power, standing?.level ?? 0).allowed
  }
}

/**
 * Counts anew for everybody about whom something happened since the last time, in batches of at most 1000 marks. For
 * the worker: returns how many people were counted.
 */
export async function countDue(ctx: Ctx): Promise<number> {
  let counted = 0
  for (;;) {
    const ids = await ctx.transaction(async (inside) => {
      const due = await queries.takeDue(inside, 1000)
      if (due.length > 0) {
        const earned = await queries.computeEarned(inside, due)
        await queries.replaceStandings(inside, due, earned, await queries.computeQuarters(inside, due))
      }
      return due
    })
    if (ids.length === 0) return counted
    counted += ids.length
  }
}

/** Counts everybody anew from the events: what a night does, and what a change of the rules needs. */
export async function countEverybody(ctx: Ctx): Promise<number> {
  await queries.markAllDue(ctx)
  return countDue(ctx)
}

/** One line of the list of those who helped most. */
export interface Helper {
  readonly person: PersonCard
  readonly points: number
  readonly thanks: number
  readonly accepted: number
}

const helpersAPage = 50

/** Who helped most in a space in a quarter (`2026-q4`), the most points first, 50 a page; equals by how long they are here. */
export async function listHelpers(ctx: Ctx, space: Space, quarter: string, after?: string): Promise<PageOf<Helper>> {
  const [, points, accountId] = /^([0-9]{1,9})\.([0-9]{1,15})$/.exec(after ?? '') ?? []
  const place = points === undefined ? undefined : { points: Number(points), accountId: Number(accountId) }
  // The space is asked for again: whoever may not read it finds nothing.
  const { id: spaceId } = await getSpaceById(ctx, space.id)
  const rows = await queries.selectHelpers(ctx, { spaceId, quarter }, place, helpersAPage + 1)
  const shown = rows.slice(0, helpersAPage)
  const people = await loadPeople(
    ctx,
    shown.map((row) => row.accountId),
  )
  const items = shown.map(({ accountId: id, ...row }) => ({ person: people.get(id)!, ...row }))
  const last = shown.at(-1)
  return rows.length > shown.length && last ? { items, next: `${last.points}.${last.accountId}` } : { items }
}

/** The quarter of a moment, in UTC: `2026-q4`. */
export function quarterOf(at: Date): string {
  return `${at.getUTCFullYear()}-q${Math.floor(at.getUTCMonth() / 3) + 1}`
}

/** The quarter before one, or the one after it. */
export function quarterBeside(quarter: string, step: -1 | 1): string {
  const [year, number] = quarter.split('-q').map(Number)
  return quarterOf(new Date(Date.UTC(year!, (number! - 1 + step) * 3, 1)))
}
