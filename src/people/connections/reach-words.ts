import type { FieldReach } from '../accounts/accounts.ts'

/** Counting stops here: more than this is said as "more than". */
export const mostCounted = 1000

/** The steps of how far something reaches outside, from oneself to the web. */
export const reachWords: Readonly<Record<FieldReach, string>> = {
  0: 'Only me',
  1: '1st degree',
  2: '2nd degree',
  3: '3rd degree',
  4: 'All members',
  5: 'Everyone',
}

/** `64 people`, `1 person`, `more than 1,000 people`. */
export function peopleWords(count: number): string {
  if (count > mostCounted) return `more than ${mostCounted.toLocaleString('en')} people`
  return count === 1 ? '1 person' : `${count} people`
}

/** Who a reach stands for, in words and numbers: `2nd degree, 64 people`. */
export function reachedWords(reach: FieldReach, counts: Readonly<Record<1 | 2 | 3 | 4, number>>): string {
  if (reach === 0) return 'only you'
  if (reach === 5) return 'anyone on the web'
  if (reach === 4) return `all members, ${peopleWords(counts[4])}, and those who work here`
  return `${reachWords[reach]}, ${peopleWords(counts[reach])}`
}
