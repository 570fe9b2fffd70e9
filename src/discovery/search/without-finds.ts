import type { Ctx, Realm } from '../../platform/context.ts'
import { NotFound } from '../../platform/errors.ts'
import type { Asked } from './asked.ts'
import { seesWithoutFinds } from './search.access.ts'
import { type WithoutFinds, countNothing, deleteNothing, selectNothing } from './without-finds.queries.ts'

export type { WithoutFinds } from './without-finds.queries.ts'

/** A search counts when it was asked on so many different days. */
export const fewestDays = 3
/** After so many days a day is forgotten. */
export const keptDays = 90
const longestWords = 60
const mostWords = 5
/** Of so many different searches a day the rest is not counted: nobody can fill the table. */
export const mostADay = 1000

/**
 * The words of a search as they are counted: small letters, without filters; undefined where they could tell something
 * about a person: anything but letters (numbers, addresses, mails), or more than five words.
 */
export function countable(asked: Asked): string | undefined {
  const words = asked.text.normalize('NFKC').toLowerCase().replaceAll('"', '').replace(/\s+/g, ' ').trim()
  if (words.length > longestWords || words.split(' ').length > mostWords) return undefined
  return /^[\p{L}\p{M}][\p{L}\p{M} '’-]*$/u.test(words) ? words : undefined
}

/**
 * Counts a search that found nothing, for its side and day; never who asked. Not counted: what holds more than letters,
 * what names anybody, and what guests look for, who are too few to be nobody in particular.
 */
export async function noteNothing(ctx: Ctx, asked: Asked, side: Realm): Promise<void> {
  const words = countable(asked)
  if (words === undefined || side === 'bridge') return
  await countNothing(ctx, { side, words, most: mostADay })
}

/**
 * What was looked for on a side on at least three different days of the last 90 and never found then, the most days
 * first. NotFound for everybody but the stewards of that side and the owner.
 */
export async function listWithoutFinds(ctx: Ctx, side: 'inside' | 'outside'): Promise<readonly WithoutFinds[]> {
  if (!seesWithoutFinds(ctx.viewer, side)) throw new NotFound('search.not-found')
  return selectNothing(ctx, side, fewestDays)
}

/** Forgets the days that are over for 90 days. */
export async function forgetNothing(ctx: Ctx): Promise<void> {
  await deleteNothing(ctx, keptDays)
}
