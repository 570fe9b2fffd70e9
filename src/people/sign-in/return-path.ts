import type { Realm } from '../../platform/context.ts'

/** A path of this site from a `next` field; undefined for everything that could lead elsewhere. */
export function ownPath(text: string | undefined): string | undefined {
  if (text === undefined || !/^\/(?![/\\])[^\\\u0000-\u0020\u007f]*$/.test(text)) return undefined
  const url = URL.parse(text, 'http://here.invalid')
  if (url?.origin !== 'http://here.invalid' || url.pathname.startsWith('//')) return undefined
  return url.pathname + url.search
}

/** Where whoever signs in to an account that they left can open it again; it leads nowhere else. */
export const comeBackPath = '/come-back'

/** Where somebody goes once signed in: where they came from, or their home when that is not for their face. */
export function pathAfterSignIn(entered: { realm: Realm; home: string }, next: string | undefined): string {
  if (entered.home === comeBackPath) return comeBackPath
  const path = ownPath(next)
  const useless = path === undefined || /^\/(sign-|welcome|invitations\/)/.test(path)
  return useless || (entered.realm === 'outside' && /^\/inside\b/.test(path)) ? entered.home : path
}
