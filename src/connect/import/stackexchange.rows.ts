/** What the rows of a dump say, read strictly: a value that is absent or odd is a reason, never a guess. */
import type { XmlRow } from './xml-rows.ts'

/** Why a row cannot be taken. */
export class Unfit extends Error {}

export function idOf(row: XmlRow, name = 'Id'): string {
  const value = row.values[name]
  if (value === undefined || !/^-?\d{1,15}$/.test(value))
    throw new Unfit(`${name} is ${value === undefined ? 'missing' : 'not a number'}`)
  return value
}

export function numberOf(row: XmlRow, name: string): number {
  const value = row.values[name] ?? '0'
  if (!/^-?\d{1,9}$/.test(value)) throw new Unfit(`${name} is not a number`)
  return Number(value)
}

export function momentOf(row: XmlRow, name: string): Date {
  const value = row.values[name]
  if (value === undefined) throw new Unfit(`${name} is missing`)
  const moment = readMoment(value)
  if (!moment) throw new Unfit(`${name} is not a moment`)
  return moment
}

/** A moment of a dump: they are in UTC and do not say so. Undefined when it is none; the database knows no year 0. */
export function readMoment(value: string): Date | undefined {
  const moment = new Date(/^(?!0000)\d{4}-\d{2}-\d{2}T[\d:.]+$/.test(value) ? `${value}Z` : 'none')
  return Number.isNaN(moment.getTime()) ? undefined : moment
}

export function textOf(row: XmlRow, name: string): string {
  const value = row.values[name]
  if (value === undefined) throw new Unfit(`${name} is missing`)
  return value
}

/** Tags as older dumps write them (`<a><b>`) and as newer ones do (`|a|b|`). */
export function tagsOf(row: XmlRow): string[] {
  return [...new Set((row.values.Tags ?? '').split(/[<>|]+/).filter((tag) => tag !== ''))].map(tagName)
}

/** A tag as Tango stores it. */
export function tagName(name: string): string {
  const tag = name.toLowerCase()
  // The database counts more signs as space than a script does, and its rule for tags must hold.
  if (!/^[^\s\p{Cc}\p{Cs}\p{Z},]{1,50}$/u.test(tag))
    throw new Unfit(`the tag “${name.slice(0, 60)}” is empty, too long, or has a space or comma`)
  return tag
}

/** How a name is shown: one line of at most 120 characters; undefined when nothing is left of it. */
export function shownName(name: string | undefined): string | undefined {
  const line = (name ?? '')
    // First: composing may make a name longer.
    .normalize('NFC')
    .replace(/[\p{Cc}\p{Cf}]/gu, '')
    .replace(/\s+/g, ' ')
    .trim()
  // Never half of a sign that is written in two parts.
  return line === '' ? undefined : line.slice(0, 120).replace(/[\ud800-\udbff]$/, '')
}
