/** How a moment is said. `short`: clock today, weekday this week, date before. `long`: the date with the clock. */
export type TimeForm = 'short' | 'long'

export type TimeSetting = { now: Date; locale?: string; timeZone?: string; form?: TimeForm }

const dayLength = 24 * 60 * 60 * 1000
const formats = new Map<string, Intl.DateTimeFormat>()

function format(setting: TimeSetting, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const locale = setting.locale ?? 'en-GB'
  const key = `${locale} ${setting.timeZone} ${Object.entries(options).join()}`
  let found = formats.get(key)
  if (!found) {
    found = new Intl.DateTimeFormat(locale, { ...options, timeZone: setting.timeZone })
    formats.set(key, found)
  }
  return found
}

/** The number of the calendar day in the reader's time zone, so that two moments of one day give the same number. */
function dayNumber(at: Date, setting: TimeSetting): number {
  const parts = format({ ...setting, locale: 'en-GB' }, { year: 'numeric', month: 'numeric', day: 'numeric' })
  const by = new Map(parts.formatToParts(at).map((part) => [part.type, Number(part.value)]))
  return Date.UTC(by.get('year') ?? 0, (by.get('month') ?? 1) - 1, by.get('day') ?? 1) / dayLength
}

function yearOf(at: Date, setting: TimeSetting): string {
  return format({ ...setting, locale: 'en-GB' }, { year: 'numeric' }).format(at)
}

/**
 * The words for a moment, as the reader sees it at `now`: "10:41" today, "Tuesday" within six days, "18 January" in
 * this year, "18 January 2025" in others. The long form adds the clock: "18 January, 7:51".
 */
export function timeWords(at: Date, setting: TimeSetting): string {
  const days = dayNumber(at, setting) - dayNumber(setting.now, setting)
  const clock = format(setting, { hour: 'numeric', minute: '2-digit' }).format(at)
  if (days === 0) return clock
  const isThisYear = yearOf(at, setting) === yearOf(setting.now, setting)
  if (setting.form !== 'long' && Math.abs(days) < 7) return format(setting, { weekday: 'long' }).format(at)
  const date = format(setting, { day: 'numeric', month: 'long', year: isThisYear ? undefined : 'numeric' }).format(at)
  return setting.form === 'long' ? `${date}, ${clock}` : date
}

/** The moment in full, for hovering: "Monday 18 January 2027 at 07:51 CET". */
export function fullTimeWords(at: Date, setting: TimeSetting): string {
  return format(setting, {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    timeZoneName: 'short',
  }).format(at)
}

/**
 * A length of time in the largest units that matter: "38 min", "2 h 36", "6 days". Takes milliseconds, drops the sign.
 * Under a minute it is "1 min": a promise is never said more exactly than it is kept.
 */
export function durationWords(milliseconds: number, locale = 'en-GB'): string {
  const minutes = Math.max(1, Math.floor(Math.abs(milliseconds) / 60_000))
  if (minutes < 60) return `${minutes} min`
  if (minutes < 48 * 60) {
    const rest = minutes % 60
    const hours = Math.floor(minutes / 60)
    return rest === 0 ? `${hours} h` : `${hours} h ${String(rest).padStart(2, '0')}`
  }
  const days = Math.floor(minutes / (24 * 60))
  return new Intl.NumberFormat(locale, { style: 'unit', unit: 'day', unitDisplay: 'long' }).format(days)
}
