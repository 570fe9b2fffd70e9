/** A WebSub hub for our own public feeds (W3C Recommendation of 23 January 2018, www.w3.org/TR/websub). */
import { z } from 'zod'
import type { Ctx } from '../../platform/context.ts'
import { Invalid } from '../../platform/errors.ts'
import { enqueue } from '../../platform/jobs.ts'
import { type RateLimit, countUse } from '../../platform/rate-limits.ts'
import type { Vault } from '../../people/vault.ts'
import { isFeedPath } from '../feeds/feeds.ts'
import * as queries from './websub.queries.ts'

export { hubJobs } from './websub.jobs.ts'
export { hubListeners } from './websub.listeners.ts'

/** Seconds that a subscription lasts when nothing else is asked, and the most. */
const lease = { least: 3600, usual: 10 * 86_400, most: 30 * 86_400 } as const
/** Subscriptions for callbacks at one host: a reader service has many readers, and may have many feeds. */
const mostAtHost = 200

const limits: readonly RateLimit[] = [
  { name: 'hub-minute', uses: 30, seconds: 60 },
  { name: 'hub-day', uses: 1000, seconds: 86_400 },
]
/** Whoever asks, one host is not asked more often than this to confirm: it may not have asked for anything. */
const hostLimit: RateLimit = { name: 'hub-host', uses: 120, seconds: 3600 }

const requestSchema = z.object({
  'hub.mode': z.enum(['subscribe', 'unsubscribe'], 'hub.mode is "subscribe" or "unsubscribe".'),
  'hub.callback': z.string('hub.callback is missing.').max(2000, 'hub.callback has 2,000 characters at most.'),
  'hub.topic': z.string('hub.topic is missing.').max(700, 'hub.topic is no feed of this site.'),
  'hub.secret': z
    .string()
    .refine((secret) => Buffer.byteLength(secret) < 200, 'hub.secret is shorter than 200 bytes.')
    .optional(),
  'hub.lease_seconds': z
    .string()
    .regex(/^[0-9]{1,9}$/, 'hub.lease_seconds is a whole number.')
    .optional(),
})

export interface HubParts {
  /** Our public address. */
  readonly site: string
  readonly vault: Vault
  /** Hash of the network address of who asks. */
  readonly network: string
  /** For tests alone: callbacks on this machine over plain http. */
  readonly loopback?: boolean
}

/**
 * Takes a subscriber's request; whether they meant it is asked of their callback afterwards. Throws Invalid with what is
 * wrong with a parameter, TryLater.
 */
export async function askHub(ctx: Ctx, typed: Readonly<Record<string, string>>, parts: HubParts): Promise<void> {
  for (const limit of limits) await countUse(ctx, limit, parts.network)
  const parsed = requestSchema.safeParse(typed)
  if (!parsed.success)
    throw new Invalid(
      'hub.request',
      Object.fromEntries(parsed.error.issues.map((issue) => [String(issue.path[0]), issue.message])),
    )
  const asked = parsed.data
  const callback = callbackOf(asked['hub.callback'], parts)
  const topic = topicOf(asked['hub.topic'], parts.site)
  await countUse(ctx, hostLimit, callback.host)
  if (asked['hub.mode'] === 'subscribe' && (await queries.countAtHost(ctx, callback.host)) >= mostAtHost)
    throw new Invalid('hub.too-many', { 'hub.callback': `${mostAtHost} feeds are sent to one host at most.` })
  const wanted = Number(asked['hub.lease_seconds'] ?? lease.usual)
  const secret = asked['hub.secret']
  await ctx.transaction(async (inside) => {
    const requestId = await queries.insertRequest(inside, {
      mode: asked['hub.mode'],
      topic,
      callback: callback.href,
      secretSealed: secret ? parts.vault.seal('hub', secret) : null,
      leaseSeconds: Math.min(lease.most, Math.max(lease.least, wanted)),
    })
    await enqueue(inside, 'hub-verify', { requestId })
  })
}

function callbackOf(text: string, { site, loopback }: HubParts): URL {
  const url = URL.parse(text)
  const isUsable =
    url !== null && url.username === '' && url.password === '' && (url.protocol === 'https:' || loopback === true)
  if (!isUsable || url.origin === new URL(site).origin || (url.port !== '' && url.port !== '443' && !loopback))
    throw new Invalid('hub.request', { 'hub.callback': 'hub.callback is an https address of another site.' })
  url.hash = ''
  return url
}

/** The path of one of our feeds; whether visitors read it is asked when it is verified, and at every sending. */
function topicOf(text: string, site: string): string {
  const url = URL.parse(text)
  const path = url === null || url.origin !== new URL(site).origin ? '' : url.pathname
  if (url?.search || url?.hash || path.length > 500 || !isFeedPath(path))
    throw new Invalid('hub.request', { 'hub.topic': 'hub.topic is no feed of this site.' })
  return path
}
