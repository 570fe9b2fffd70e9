import { createHash, randomBytes } from 'node:crypto'
import type { MiddlewareHandler } from 'hono'
import type { HttpBindings } from '@hono/node-server'
import { Forbidden, TangoError } from '../platform/errors.ts'
import type { WebEnv } from '../platform/http/env.ts'
import { said } from '../platform/languages/languages.ts'

/** The nonce of this answer; scripts without it do not run. */
declare module 'hono' {
  interface ContextVariableMap {
    nonce: string
  }
}

/** Headers of every answer: nothing may be loaded from elsewhere, framed, sniffed or sent along. */
export const secureHeaders: MiddlewareHandler<WebEnv> = async (c, next) => {
  const nonce = randomBytes(16).toString('base64')
  c.set('nonce', nonce)
  await next()
  const headers = c.res.headers
  if (!headers.has('content-security-policy')) {
    headers.set(
      'content-security-policy',
      [
        "default-src 'none'",
        `script-src 'nonce-${nonce}' 'strict-dynamic'`,
        `style-src 'self' 'nonce-${nonce}'`,
        "img-src 'self' data: blob:",
        "font-src 'self'",
        "connect-src 'self'",
        "worker-src 'self'",
        "manifest-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
      ].join('; '),
    )
  }
  headers.set('x-content-type-options', 'nosniff')
  headers.set('referrer-policy', 'same-origin')
  headers.set('cross-origin-opener-policy', 'same-origin')
  headers.set('permissions-policy', 'camera=(), microphone=(), geolocation=(), interest-cohort=()')
  if (c.var.config.publicUrl?.startsWith('https:')) headers.set('strict-transport-security', 'max-age=31536000')
  if (!headers.has('cache-control')) headers.set('cache-control', 'private, no-store')
}

const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS'])

/**
 * Mail programs post to the first by themselves, without an origin (RFC 8058); the signed token in the address is the
 * right. Apple posts its answer to the second; it is only turned into a question, whose state and cookie are looked at.
 * Feed readers ask the third; it does nothing before the address that they name has confirmed it.
 */
const openToAnyOrigin = new Set(['/notices/stop', '/sign-in/back', '/hub'])

/** Writes are taken only from Tango's own pages: same-site cookies are one lock, the origin of the request the other. */
export const sameOriginWrites: MiddlewareHandler<WebEnv> = async (c, next) => {
  if (safeMethods.has(c.req.method) || openToAnyOrigin.has(c.req.path)) return next()
  if (!isOwnOrigin(c.req.raw.headers, new URL(c.req.url), c.var.config.publicUrl)) {
    throw new Forbidden(
      'web.foreign-origin',
      said('This form was sent from another site. Open the page here and send it again.'),
    )
  }
  await next()
}

function isOwnOrigin(headers: Headers, url: URL, publicUrl: string | undefined): boolean {
  const origin = headers.get('origin')
  if (origin === null || origin === 'null') {
    // Without an Origin header (some browsers for same-origin forms) the fetch metadata must say so.
    const site = headers.get('sec-fetch-site')
    return site === 'same-origin' || site === 'none'
  }
  if (origin === publicUrl) return true
  const { host } = URL.parse(origin) ?? {}
  // The public name under another scheme is another site: whoever sits on the line can write pages of plain http.
  if (publicUrl !== undefined && host === new URL(publicUrl).host) return false
  return host !== undefined && host === (headers.get('host') ?? url.host)
}

/** What stands for the network address in rate limits: a hash, salted per process so that it cannot be looked up. */
const salt = randomBytes(16)

export function networkOf(c: Parameters<MiddlewareHandler<WebEnv>>[0]): string {
  // A request that came over no socket (a program in this process) has no address, and one that was cut off none any more.
  const { incoming } = (c.env ?? {}) as Partial<HttpBindings>
  let address = incoming?.socket?.remoteAddress ?? 'unknown'
  // Behind a proxy on the same machine the proxy's last entry is the truth; from elsewhere the header proves nothing.
  const forwarded = c.req.header('x-forwarded-for')?.split(',').at(-1)?.trim()
  if (forwarded && /^(::1|127\.|::ffff:127\.)/.test(address)) address = forwarded
  return createHash('sha256').update(salt).update(address).digest('base64url').slice(0, 22)
}

/** No answer takes longer than this; who waits is told, and the work's own transaction ends by itself. */
export function timeLimit(milliseconds: number): MiddlewareHandler<WebEnv> {
  return async (_c, next) => {
    let timer: NodeJS.Timeout | undefined
    const late = new Promise<never>((_resolve, reject) => {
      timer = setTimeout(
        () =>
          reject(
            new TangoError('web.too-slow', 503, said('This took too long and was stopped. Try again in a minute.')),
          ),
        milliseconds,
      )
    })
    try {
      await Promise.race([next(), late])
    } finally {
      clearTimeout(timer)
    }
  }
}
