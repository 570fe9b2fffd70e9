/** How a moment is said. `short`: clock today, weekday this week, date before. `long`: the date with the clock. */
export type TimeForm = 'short' | 'long'

export type TimeSetting = { now: Date; locale?: string; timeZone?: string; form?: TimeForm }

const dayLength = 24 * 60 * 60 * 1000
type FormatName = 'clock' | 'weekday' | 'day' | 'dayOfYear' | 'full' | 'numbers'

const options: Record<FormatName, Intl.DateTimeFormatOptions> = {
  clock: { hour: 'numeric', minute: '2-digit' },
  weekday: { weekday: 'long' },
  day: { day: 'numeric', month: 'long' },
  dayOfYear: { day: 'numeric', month: 'long', year: 'numeric' },
  full: {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    timeZoneName: 'short',
  },
  numbers: { year: 'numeric', month: '2-digit', day: '2-digit' },
}

/** By locale, zone and name: a format costs a hundred times what using it does, and using it as much as drawing a part. */
const formats = new Map<string, (at: Date) => string>()
/** So many moments are remembered in each; the same ones stand on page after page, and today on every line. */
const mostMoments = 2000

function formatted(at: Date, name: FormatName, { timeZone }: TimeSetting, locale = 'en-GB'): string {
  const key = `${name} ${locale} ${timeZone}`
  let format = formats.get(key)
  if (!format) formats.set(key, (format = makeFormat(new Intl.DateTimeFormat(locale, { ...options[name], timeZone }))))
  return format(at)
}

function makeFormat(format: Intl.DateTimeFormat): (at: Date) => string {
  const said = new Map<number, string>()
  return (at) => {
    const moment = at.getTime()
    let words = said.get(moment)
    if (words === undefined) {
      if (said.size >= mostMoments) said.clear()
      said.set(moment, (words = format.format(at)))
    }
    return words
  }
}

/** The calendar day in the reader's time zone: the number of its day, and its year. */
function dayOf(at: Date, setting: TimeSetting): { number: number; year: number } {
  // "18/01/2027"
  const words = formatted(at, 'numbers', setting)
  const year = Number(words.slice(6))
  return {
    number: Date.UTC(year, Number(words.slice(3, 5)) - 1, Number(words.slice(0, 2))) / dayLength,
    year,
  }
}

/**
 * The words for a moment, as the reader sees it at `now`: "10:41" today, "Tuesday" within six days, "18 January" in
 * this year, "18 January 2025" in others. The long form adds the clock: "18 January, 7:51".
 */
export function timeWords(at: Date, setting: TimeSetting): string {
  const { locale } = setting
  const [day, today] = [dayOf(at, setting), dayOf(setting.now, setting)]
  const days = day.number - today.number
  if (days === 0) return formatted(at, 'clock', setting, locale)
  if (setting.form !== 'long' && Math.abs(days) < 7) return formatted(at, 'weekday', setting, locale)
  const date = formatted(at, day.year === today.year ? 'day' : 'dayOfYear', setting, locale)
  return setting.form === 'long' ? `${date}, ${formatted(at, 'clock', setting, locale)}` : date
}

/** The moment in full, for hovering: "Monday 18 January 2027 at 07:51 CET". */
export function fullTimeWords(at: Date, setting: TimeSetting): string {
  return formatted(at, 'full', setting, setting.locale)
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
