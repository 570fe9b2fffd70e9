import { fullTimeWords, timeWords } from './time.shared.ts'

/**
 * Writes the moments of a page in the zone of this browser, where the server knows of none that the reader chose (the
 * page then carries `<meta name="times" content="browser">`). The language stays that of the page.
 */
export function writeOwnTimes(): void {
  if (!document.querySelector('meta[name="times"][content="browser"]')) return
  const now = new Date()
  for (const time of document.querySelectorAll<HTMLTimeElement>('time[title][datetime*="T"]')) {
    const at = new Date(time.dateTime)
    const language = time.lang || document.documentElement.lang
    // Plain "en" would write dates the American way.
    const setting = {
      now,
      form: time.dataset.form === 'long' ? 'long' : 'short',
      locale: language === 'en' ? 'en-GB' : language,
    } as const
    try {
      const words = timeWords(at, setting)
      // Only what differs: a live region would read it out again.
      if (time.textContent !== words) time.textContent = words
      time.title = fullTimeWords(at, setting)
    } catch {
      // A language that this browser does not know: what the server wrote stays.
    }
  }
}
