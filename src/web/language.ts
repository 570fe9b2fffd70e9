/** In which language a request is answered. */
import { type Language, type Languages, chooseLanguage } from '../platform/languages/languages.ts'

/**
 * What a page's language was chosen by, for its `vary`. Every page has one address in all languages, so it names no
 * others: `hreflang` ties addresses together, and a search engine, which asks for no language, reads the site's own.
 */
export const chosenBy = 'cookie, accept-language'

const cookieName = 'language'
const yearSeconds = 365 * 86_400

/** Gives the language for a request; `chosen` is the account's, once it is known who asks. */
export type LanguageOf = (request: Request, chosen?: string) => Language

export function languageReader(languages: Languages, standard: string): LanguageOf {
  return ({ headers }, chosen) =>
    chooseLanguage(languages, {
      chosen,
      cookie: /(?:^|;\s*)language=([A-Za-z0-9-]{2,35})(?:;|$)/.exec(headers.get('cookie') ?? '')?.[1],
      accepted: headers.get('accept-language') ?? undefined,
      standard,
    })
}

/** The Set-Cookie value by which this browser remembers a language. It names nobody. */
export function languageCookie(tag: string, secure: boolean): string {
  return `${cookieName}=${tag}; Path=/; HttpOnly; SameSite=Lax${secure ? '; Secure' : ''}; Max-Age=${yearSeconds}`
}
