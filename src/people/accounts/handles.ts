import { randomInt } from 'node:crypto'

/** The start of a handle, from a name: `Petra Kovač` → `petra-kovac`. Names without Latin letters give `member`. */
export function handleBase(displayName: string): string {
  const base = displayName
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 40)
    .replace(/-+$/, '')
  return base || 'member'
}

/** Handles to try one after the other until one is free: the plain one first. */
export function* handlesToTry(displayName: string): Generator<string> {
  const base = handleBase(displayName)
  yield base
  for (let tries = 0; tries < 20; tries++) yield withNumber(base)
}

/** A random number rather than the next one: it needs no look at all others, and does not tell how many there are. */
export function withNumber(base: string): string {
  return `${base}-${randomInt(1000, 1_000_000)}`
}
