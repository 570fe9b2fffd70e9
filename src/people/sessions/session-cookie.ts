import { deviceWords } from './device.ts'

/** How long a session lasts after signing in, in seconds: 30 days. */
export const sessionSeconds = 30 * 86_400
/** How long its browser brings the token: past its end it opens nothing, and tells that the same browser signs in again. */
const broughtSeconds = 2 * sessionSeconds

/** Whether the site is reached by https, from its public address. */
export function isSecureSite(publicUrl: string | undefined): boolean {
  return publicUrl?.startsWith('https:') ?? false
}

/**
 * The cookie's name. `__Host-` makes the browser refuse it unless it is Secure, has Path=/ and no Domain, so that no
 * neighbouring host can plant one; over plain http (one machine, tests) the prefix is not possible.
 */
export function sessionCookieName(secure: boolean): '__Host-tango' | 'tango' {
  return secure ? '__Host-tango' : 'tango'
}

/** The Set-Cookie value that begins a session. `secure`: the site is reached by https. */
export function sessionCookie(token: string, secure: boolean): string {
  return `${sessionCookieName(secure)}=${token}; ${attributes(secure)}; Max-Age=${broughtSeconds}`
}

/** The Set-Cookie value that makes the browser forget its session. */
export function endedSessionCookie(secure: boolean): string {
  return `${sessionCookieName(secure)}=; ${attributes(secure)}; Max-Age=0`
}

/** The session's token from a Cookie header; undefined when there is none that could be ours. */
export function readSessionToken(cookieHeader: string | undefined, secure: boolean): string | undefined {
  const name = sessionCookieName(secure)
  for (const pair of (cookieHeader ?? '').split(';')) {
    const [key, value] = pair.trim().split('=', 2)
    if (key === name && value !== undefined && /^[A-Za-z0-9_-]{43}$/.test(value)) return value
  }
  return undefined
}

/** What a request for a new session brings along: the device in words, and the session that it takes the place of. */
export interface Arrival {
  readonly device: string
  /** The token of the session in this browser so far: it is ended. */
  readonly replaces?: string
}

export function arrivalOf(headers: Headers, secure: boolean): Arrival {
  return {
    device: deviceWords(headers.get('user-agent') ?? undefined),
    replaces: readSessionToken(headers.get('cookie') ?? undefined, secure),
  }
}

function attributes(secure: boolean): string {
  return `Path=/; HttpOnly; SameSite=Lax${secure ? '; Secure' : ''}`
}
