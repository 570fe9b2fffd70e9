/** When somebody may be reached: quiet hours and the moment of the next digest, on the clock of their own time zone. */

export type DigestPace = 'daily' | 'weekly'

export interface ReaderClock {
  /** IANA name of the zone. */
  readonly zone: string
  /** So many minutes a notice waits to be opened here before a mail goes. */
  readonly graceMinutes: 0 | 10 | 60
  /** Minutes after midnight; an end that is not after the beginning is on the next day. */
  readonly quiet?: {
    readonly from: number
    readonly until: number
    /** Bit 0: begins on Mondays. */ readonly days: number
  }
  readonly digestHour: number
  /** 1 is Monday. */
  readonly digestWeekday: number
}

export interface DigestMoment {
  readonly at: Date
  /** The day on the reader's calendar that the digest is of, as `2027-03-28`. */
  readonly day: string
}

const day = 86_400_000
const formats = new Map<string, Intl.DateTimeFormat>()

function formatOf(zone: string): Intl.DateTimeFormat {
  let format = formats.get(zone)
  if (!format) {
    const parts = {
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    } as const
    format = new Intl.DateTimeFormat('en-GB', { timeZone: zone, hourCycle: 'h23', calendar: 'iso8601', ...parts })
    formats.set(zone, format)
  }
  return format
}

/** What the clocks of a zone show at a moment, written as if it were UTC (milliseconds, whole seconds). */
export function wallClock(at: number, zone: string): number {
  const shown: Record<string, number> = {}
  for (const { type, value } of formatOf(zone).formatToParts(at)) shown[type] = Number(value)
  return Date.UTC(shown.year!, shown.month! - 1, shown.day, shown.hour, shown.minute, shown.second)
}

/**
 * The first moment at which the clocks of a zone show `wall` (as of `wallClock`). A time that is left out when the
 * clocks go forward is taken as much later as they jump.
 */
export function momentOf(wall: number, zone: string): number {
  const offsetAt = (at: number) => wallClock(at, zone) - at
  // No zone is further than a day from UTC, and none changes twice within two days.
  const [before, after] = [offsetAt(wall - day), offsetAt(wall + day)]
  const fitting = [wall - before, wall - after].filter((at) => wallClock(at, zone) === wall)
  return fitting.length > 0 ? Math.min(...fitting) : wall - before
}

const midnight = (wall: number): number => Math.floor(wall / day) * day
/** 1 January 1970 was a Thursday; Monday is 0. */
const weekdayOf = (wall: number): number => (Math.floor(wall / day) + 3) % 7

/** The first digest after a moment, and after the day of the last one, so that no day has two. */
export function nextDigest(clock: ReaderClock, pace: DigestPace, after: Date, lastDay?: string): DigestMoment {
  const first = midnight(wallClock(after.getTime(), clock.zone))
  for (let ahead = 0; ahead <= 366; ahead++) {
    const date = first + ahead * day
    const name = new Date(date).toISOString().slice(0, 10)
    if (pace === 'weekly' && weekdayOf(date) !== clock.digestWeekday - 1) continue
    if (lastDay !== undefined && name <= lastDay) continue
    const at = momentOf(date + clock.digestHour * 3_600_000, clock.zone)
    if (at > after.getTime()) return { at: new Date(at), day: name }
  }
  throw new RangeError('the last digest lies more than a year ahead')
}

/** When the quiet hours end that hold at a moment; undefined when none hold. */
export function quietUntil(clock: ReaderClock, at: Date): Date | undefined {
  let end = at.getTime()
  // Nights that follow one another without a pause are one silence; a week of them has gone all the way round.
  for (let nights = 0; nights < 8; nights++) {
    const next = endOfNight(clock, end)
    if (next === undefined) break
    end = next
  }
  return end === at.getTime() ? undefined : new Date(end)
}

function endOfNight({ quiet, zone }: ReaderClock, at: number): number | undefined {
  if (!quiet) return undefined
  const today = midnight(wallClock(at, zone))
  for (const date of [today, today - day]) {
    if (!(quiet.days & (1 << weekdayOf(date)))) continue
    const end = quiet.until > quiet.from ? date : date + day
    const until = momentOf(end + quiet.until * 60_000, zone)
    if (at >= momentOf(date + quiet.from * 60_000, zone) && at < until) return until
  }
  return undefined
}
