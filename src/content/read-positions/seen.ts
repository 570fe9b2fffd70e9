import { mostSeen } from './read-positions.ts'

/** Numbers of replies in few signs, for an address: the first, then how far it is to each next one, by 36. */
export function writeSeen(ids: readonly number[]): string {
  const sorted = [...new Set(ids)].toSorted((a, b) => a - b).slice(0, mostSeen)
  return sorted.map((id, at) => (id - (sorted[at - 1] ?? 0)).toString(36)).join('.')
}

/** What `writeSeen` wrote; nothing when it is not whole. */
export function readSeen(text: string): number[] {
  if (!/^[0-9a-z]{1,11}(\.[0-9a-z]{1,11})*$/.test(text)) return []
  let id = 0
  return text
    .split('.')
    .slice(0, mostSeen)
    .map((step) => (id += parseInt(step, 36)))
}
