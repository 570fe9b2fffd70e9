import { createContext } from 'preact'
import { useContext } from 'preact/hooks'
import { fullTimeWords, timeWords, type TimeSetting } from './time.shared.ts'
import { useWords } from './words.tsx'

/** Where and how the reader of a page counts time: an IANA time zone and a language tag. Unset: those of the machine. */
export type ReaderClock = { timeZone?: string | undefined; locale?: string | undefined }

/** The clock of whoever a page is drawn for. Put around a whole page, so that no part has to pass it on. */
export const ReaderClockContext = createContext<ReaderClock>({})

/** The setting for `timeWords` that fits the reader of this page, for words that are no `Time`. */
export function useReaderClock(): { locale?: string; timeZone?: string } {
  const { language } = useWords()
  const { locale = language, timeZone } = useContext(ReaderClockContext)
  // Plain "en" would write dates the American way.
  const known = locale === 'en' ? undefined : locale
  return { ...(known && { locale: known }), ...(timeZone && { timeZone }) }
}

/** A moment: short words to read, the full form on hovering, and the exact form for programs. */
export function Time(props: { at: Date } & TimeSetting) {
  const { language } = useWords()
  const setting = { ...useReaderClock(), ...props }
  const isOther = setting.locale !== undefined && baseOf(setting.locale) !== baseOf(language)
  return (
    <time
      datetime={props.at.toISOString()}
      title={fullTimeWords(props.at, setting)}
      lang={isOther ? setting.locale : undefined}
      data-form={setting.form === 'long' ? 'long' : undefined}
    >
      {timeWords(props.at, setting)}
    </time>
  )
}

function baseOf(tag: string): string {
  return tag.split('-', 1)[0]!
}
