/** Dates and times of day in queries. A date without a clock time means midnight in the query's time zone. */

/** What a date text stands for: so long before now, or a moment (whole day or exact) in local or given time. */
type Moment =
  | { kind: 'ago'; ms: number }
  | { kind: 'local'; utc: number; day: boolean }
  | { kind: 'instant'; ms: number }

const hour = 3_600_000
const units: Readonly<Record<string, number>> = { h: hour, d: 24 * hour, w: 168 * hour }
export const dayLength = 24 * hour

/** Reads `2026-02-01`, `2026-02-01T10:00`, the same with `Z` or `+02:00`, or `-7d`, `-12h`, `-2w`; else undefined. */
export function readMoment(text: string): Moment | undefined {
  const ago = /^-(\d{1,5})([hdw])$/.exec(text)
  if (ago) return { kind: 'ago', ms: Number(ago[1]) * (units[ago[2] as string] as number) }
  const parts = /^(\d{4})-(\d\d)-(\d\d)(?:T(\d\d):(\d\d)(?::(\d\d)(?:\.\d+)?)?(Z|[+-]\d\d:\d\d)?)?$/.exec(text)
  if (!parts) return undefined
  const [year, month, day, hours, minutes, seconds] = parts.slice(1, 7).map((part) => Number(part ?? 0)) as number[]
  const utc = Date.UTC(year!, month! - 1, day, hours, minutes, seconds)
  const back = new Date(utc)
  // Date.UTC rolls 31 February over, and takes the year 26 for 1926; what does not come back as written does not exist.
  if (back.getUTCDate() !== day || back.getUTCMonth() !== month! - 1 || back.getUTCFullYear() !== year) return undefined
  if (hours! > 23 || minutes! > 59 || seconds! > 59) return undefined
  const zone = parts[7]
  if (zone !== undefined && zone !== 'Z' && (zone.slice(1, 3) > '23' || zone.slice(4) > '59')) return undefined
  if (zone === undefined) return { kind: 'local', utc, day: parts[4] === undefined }
  const offset = zone === 'Z' ? 0 : (zone[0] === '-' ? -1 : 1) * (Number(zone.slice(1, 3)) * 60 + Number(zone.slice(4)))
  return { kind: 'instant', ms: utc - offset * 60_000 }
}

/** Minutes after midnight for `09:30` or `570`, or undefined. */
export function readMinute(text: string): number | undefined {
  const clock = /^(\d{1,2}):(\d\d)$/.exec(text)
  const minute = clock ? Number(clock[1]) * 60 + Number(clock[2]) : /^\d{1,4}$/.test(text) ? Number(text) : -1
  return minute >= 0 && minute < 1440 && (!clock || Number(clock[2]) < 60) ? minute : undefined
}

const clocks = new Map<string, Intl.DateTimeFormat>()

function clockOf(zone: string): Intl.DateTimeFormat {
  let clock = clocks.get(zone)
  if (!clock) {
    clock = new Intl.DateTimeFormat('en-GB', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    })
    clocks.set(zone, clock)
  }
  return clock
}

/** The wall clock of a zone at a moment, as if it were UTC. Throws RangeError for an unknown zone. */
function wallClock(ms: number, zone: string): number {
  if (zone === 'UTC') return ms
  const at: Record<string, number> = {}
  for (const { type, value } of clockOf(zone).formatToParts(ms)) at[type] = Number(value)
  return Date.UTC(at.year!, at.month! - 1, at.day, at.hour, at.minute, at.second)
}

/** The moment (epoch milliseconds) when the clocks of a zone show a local time. */
export function inZone(local: number, zone: string): number {
  const first = local - (wallClock(local, zone) - local)
  return local - (wallClock(first, zone) - first)
}

/** Minutes after midnight in a zone at a moment. */
export function minuteInZone(ms: number, zone: string): number {
  return Math.floor((((wallClock(ms, zone) % dayLength) + dayLength) % dayLength) / 60_000)
}
