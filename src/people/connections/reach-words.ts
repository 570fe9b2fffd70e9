import { type Say, english, said } from '../../platform/languages/languages.ts'
import type { FieldReach } from '../accounts/accounts.ts'

/** Counting stops here: more than this is said as "more than". */
export const mostCounted = 1000

/** The steps of how far something reaches outside, from oneself to the web. */
export const reachWords: Readonly<Record<FieldReach, string>> = {
  0: said('Only me'),
  1: said('1st degree'),
  2: said('2nd degree'),
  3: said('3rd degree'),
  4: said('All members'),
  5: said('Everyone'),
}

/** `64 people`, `1 person`, `more than 1,000 people`. */
export function peopleWords(count: number, say: Say = english): string {
  return count > mostCounted
    ? say('more than {number} people', { number: mostCounted })
    : say('{count} people', { count })
}

/** Who a reach stands for, in words and numbers: `2nd degree, 64 people`. */
export function reachedWords(say: Say, reach: FieldReach, counts: Readonly<Record<1 | 2 | 3 | 4, number>>): string {
  if (reach === 0) return say('only you')
  if (reach === 5) return say('anyone on the web')
  const people = peopleWords(counts[reach], say)
  if (reach === 4) return say('all members, {people}, and those who work here', { people })
  return say('{reach}, {people}', { reach: say.again(reachWords[reach]), people })
}
