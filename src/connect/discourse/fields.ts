/** Reads values that somebody else wrote: JSON, a database dump or CSV say the same thing as `true`, `t` and `Yes`. */
import { Unfit } from '../import/import.ts'

/** One record under the names that Discourse gives its columns and its JSON. */
export type Bag = Readonly<Record<string, unknown>>

export function bagOf(value: unknown): Bag | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Bag) : undefined
}

/** The records of a list; what is none is left out. */
export function bagsOf(value: unknown): Bag[] {
  return Array.isArray(value) ? value.map(bagOf).filter((one) => one !== undefined) : []
}

/** A whole number, negative for the site's own accounts; undefined when it is absent or empty. */
export function findNumber(bag: Bag, name: string): number | undefined {
  const value = bag[name]
  if (value === undefined || value === null || value === '') return undefined
  const number = typeof value === 'string' && /^-?\d{1,15}$/.test(value) ? Number(value) : value
  if (typeof number !== 'number' || !Number.isSafeInteger(number)) throw new Unfit(`${name} is not a whole number`)
  return number
}

export function numberOf(bag: Bag, name: string): number {
  const value = findNumber(bag, name)
  if (value === undefined) throw new Unfit(`${name} is missing`)
  return value
}

/** A count that the database can hold; what is larger or below zero is cut to what it can. */
export function countOf(bag: Bag, name: string): number {
  return Math.min(1_000_000_000, Math.max(0, findNumber(bag, name) ?? 0))
}

/** A text that the database can hold: half a sign is the mark of doubt, and the sign of nothing is left out. */
export function findText(bag: Bag, name: string): string | undefined {
  const value = bag[name]
  if (value === undefined || value === null) return undefined
  if (typeof value !== 'string') throw new Unfit(`${name} is not a text`)
  return value.toWellFormed().replaceAll('\u0000', '')
}

export function textOf(bag: Bag, name: string): string {
  const value = findText(bag, name)
  if (value === undefined) throw new Unfit(`${name} is missing`)
  return value
}

/** Whether something is said to be so. What is neither a yes nor a no is unfit: to guess could publish what is hidden. */
export function isSo(bag: Bag, name: string): boolean {
  const value = bag[name]
  if (value === undefined || value === null || value === false || value === 'f' || value === 'false' || value === '')
    return false
  if (value === true || value === 't' || value === 'true') return true
  throw new Unfit(`${name} is neither true nor false`)
}

/** A moment as the API (`2024-03-01T10:00:00.000Z`), the database (no zone, UTC) and CSV (` UTC`) write it. */
export function momentOf(bag: Bag, name: string): Date {
  const text = textOf(bag, name)
  const parts = /^(?!0000)(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}:\d{2})(\.\d{1,9})?( ?UTC|Z|\+00(?::?00)?)?$/.exec(text)
  const moment = new Date(parts ? `${parts[1]}T${parts[2]}${(parts[3] ?? '').slice(0, 4)}Z` : 'none')
  if (Number.isNaN(moment.getTime())) throw new Unfit(`${name} is not a moment`)
  return moment
}

export function findMoment(bag: Bag, name: string): Date | undefined {
  const value = bag[name]
  return value === undefined || value === null || value === '' ? undefined : momentOf(bag, name)
}
