import type { Context, MiddlewareHandler } from 'hono'
import { isAiCrawler } from '../../connect/robots/robots.ts'
import { readSessionToken } from '../../people/sessions/sessions.ts'
import type { Keeping, WebEnv } from '../../platform/http/env.ts'
import { isKept } from '../../platform/http/kept.ts'
import { type LanguageOf, chosenBy } from '../language.ts'
import { type KeptPage, type VisitorPages, pageFrom, unpack } from './visitor-pages.ts'

declare module 'hono' {
  interface ContextVariableMap {
    /** Set by the renderer: this page is the same for every visitor, and asking for it changes nothing. */
    sameForVisitors: boolean | undefined
    /** What such a page says of how long it stands. */
    keep: Keeping | undefined
  }
}

/**
 * Answers visitors from memory where it can, and keeps what may be kept. It comes before everything else, so that a
 * kept page carries all its headers, and costs no session, no log line and no page.
 *
 * The nonce of a kept page is that of its making. Whoever writes something that ends up in the page makes it be made
 * anew, with a nonce that was not known when they wrote.
 */
export function answerVisitors(
  pages: VisitorPages,
  secure: boolean,
  languageOf: LanguageOf,
): MiddlewareHandler<WebEnv> {
  return async (c, next) => {
    if (!isVisitor(c, secure)) return next()
    const url = new URL(c.req.url)
    let made = false
    // Some spaces keep AI crawlers out: what people read is not for them.
    const whose = isAiCrawler(c.req.header('user-agent')) ? 'ai ' : ''
    const page = await pages.find(
      `${whose}${languageOf(c.req.raw).tag} ${url.host} ${url.pathname}${url.search}`,
      async () => {
        made = true
        await next()
        return mayKeep(c) ? pageFrom(c.res, c.get('keep')) : undefined
      },
    )
    if (page) {
      const answer = await answerWith(c, page)
      // Only what was made now has a line in the log.
      if (made) answer.headers.set('x-request-id', c.get('requestId'))
      // Else the headers of the answer as it was made would be laid over those of the kept one.
      c.res = undefined
      c.res = answer
    } else if (!made) await next()
  }
}

/** A plain question by somebody without a session. */
function isVisitor(c: Context<WebEnv>, secure: boolean): boolean {
  const { raw } = c.req
  return (
    raw.method === 'GET' &&
    !raw.headers.has('authorization') &&
    !raw.headers.has('range') &&
    readSessionToken(raw.headers.get('cookie') ?? undefined, secure) === undefined
  )
}

function mayKeep(c: Context<WebEnv>): boolean {
  const { status, headers } = c.res
  if (status !== 200 || headers.has('set-cookie')) return false
  if (c.get('sameForVisitors')) return true
  // Feeds and maps. Assets lie packed in memory already, and pictures would only fill it.
  return (
    /^public\b/.test(headers.get('cache-control') ?? '') &&
    /^(application\/(atom\+)?xml|text\/plain)/.test(headers.get('content-type') ?? '')
  )
}

async function answerWith(c: Context<WebEnv>, page: KeptPage): Promise<Response> {
  const headers = new Headers(page.headers as [string, string][])
  headers.set('etag', page.etag)
  headers.set('vary', `${chosenBy}, accept-encoding`)
  // A browser may keep it and asks each time whether it still stands; who signs in asks with a cookie.
  if (headers.get('cache-control')?.startsWith('private')) headers.set('cache-control', 'private, no-cache')
  if (isKept(c.req.header('if-none-match'), page.etag)) {
    headers.delete('content-type')
    return new Response(null, { status: 304, headers })
  }
  if (!/\bgzip\b/.test(c.req.header('accept-encoding') ?? ''))
    return new Response(await unpack(page), { status: page.status, headers })
  headers.set('content-encoding', 'gzip')
  return new Response(page.packed, { status: page.status, headers })
}
