/** Who was led here by another site: noted after the answer, and only for people who got a page that is counted. */
import type { Context, MiddlewareHandler } from 'hono'
import { isRobot } from '../connect/robots/robots.ts'
import { type InboundCounter, nameOf, readCounted, readSource } from '../measures/inbound-links/inbound-links.ts'
import type { Viewer } from '../platform/context.ts'
import type { WebEnv } from '../platform/http/env.ts'

/**
 * Notes where visitors and members come from. Nearly every request names our own site or none, and is passed on after
 * one look at one header. `publicUrl` is the origin that people type, where it is known.
 */
export function noteArrivals(
  counter: InboundCounter,
  publicUrl: string | undefined,
  now: () => Date,
): MiddlewareHandler<WebEnv> {
  const within = publicUrl === undefined ? undefined : `${publicUrl}/`
  const ownName = publicUrl === undefined ? undefined : nameOf(new URL(publicUrl))
  const note = async (c: Context<WebEnv>, referer: string, next: () => Promise<void>): Promise<void> => {
    await next()
    if (!isPageForSomebody(c)) return
    const source = readSource(referer)
    const page = source && readCounted(c.req.path)
    if (!page || source.host === ownName || source.host === nameOf(new URL(c.req.url))) return
    counter.note(now().toISOString().slice(0, 10), page, source)
  }
  return (c, next) => {
    const referer = c.req.raw.headers.get('referer')
    if (referer === null || (within !== undefined && referer.startsWith(within))) return next()
    return note(c, referer, next)
  }
}

/** Whether a person asked for a whole page and got it: no robot, nothing fetched in advance or drawn in another page. */
function isPageForSomebody(c: Context<WebEnv>): boolean {
  const { method, headers } = c.req.raw
  if (method !== 'GET' || c.res.status !== 200 || !c.res.headers.get('content-type')?.startsWith('text/html'))
    return false
  // Colleagues and guests are led here by their own work. A page from memory is for a visitor and has no context.
  const viewer: Viewer | undefined = c.get('ctx')?.viewer
  if (viewer?.kind === 'system' || (viewer?.kind === 'account' && viewer.realm !== 'outside')) return false
  const inAdvance = ['sec-purpose', 'purpose', 'x-purpose', 'x-moz'].some((name) =>
    /prefetch|prerender|preview/i.test(headers.get(name) ?? ''),
  )
  return (
    !inAdvance && (headers.get('sec-fetch-dest') ?? 'document') === 'document' && !isRobot(c.req.header('user-agent'))
  )
}
