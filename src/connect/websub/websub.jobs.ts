import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import { openVault } from '../../people/vault.ts'
import type { Config } from '../../platform/config.ts'
import type { Ctx } from '../../platform/context.ts'
import { NotFound } from '../../platform/errors.ts'
import { type Outgoing, outgoingFetch } from '../../platform/http/outgoing.ts'
import { type Job, defineJob, enqueue } from '../../platform/jobs.ts'
import { type Feed, atomFeed, feedAt } from '../feeds/feeds.ts'
import * as queries from './websub.queries.ts'
import type { HubRequestId, HubSubscriptionId } from './websub.tables.ts'

/** How often a sending is tried, the waits doubling from a minute: about eight hours in all. Then the subscription ends. */
const mostFailures = 9
const topicsAtOnce = 200

type HubConfig = Pick<Config, 'dataFolder' | 'environment' | 'publicUrl'>

/** What the hub does after a request. `loopback`: for tests alone, callbacks on this machine over plain http. */
export function hubJobs(config: HubConfig, loopback = false): readonly Job[] {
  const fetch = outgoingFetch(loopback ? '127.0.0.1' : undefined, loopback)
  const hub: Hub = { site: config.publicUrl ?? '', openSecret: opener(config), fetch }
  return [
    defineJob<{ requestId: HubRequestId }>('hub-verify', (ctx, { requestId }) => verify(ctx, hub, requestId)),
    defineJob<{ after?: string }>('hub-look', (ctx, { after }) => look(ctx, after ?? '')),
    defineJob<{ subscriptionId: HubSubscriptionId }>('hub-send', (ctx, { subscriptionId }) =>
      send(ctx, hub, subscriptionId),
    ),
    defineJob('hub-forget', queries.deleteEnded, { cron: '23 * * * *' }),
  ]
}

interface Hub {
  readonly site: string
  readonly openSecret: (sealed: Buffer) => Promise<string>
  readonly fetch: (address: string, options: Outgoing) => Promise<Response>
}

function opener(config: HubConfig): Hub['openSecret'] {
  return async (sealed) => (await openVault(config)).open('hub', sealed)
}

/** Asks the callback whether its owner meant it (5.3), and does what was asked only then. */
async function verify(ctx: Ctx, hub: Hub, id: HubRequestId): Promise<void> {
  const request = await queries.findRequest(ctx, id)
  if (!request) return
  const { mode, topic, callback, leaseSeconds, secretSealed } = request
  // What stands there now is what the subscriber fetched itself: sent is what comes after.
  const feed = mode === 'subscribe' ? await currentFeed(ctx, topic) : undefined
  if (mode === 'subscribe' && !feed) {
    await hub.fetch(withQuery(callback, { 'hub.mode': 'denied', 'hub.topic': hub.site + topic }), get).catch(() => {})
    return queries.deleteRequest(ctx, id)
  }
  const challenge = randomBytes(24).toString('base64url')
  const meant = await hub
    .fetch(
      withQuery(callback, {
        'hub.mode': mode,
        'hub.topic': hub.site + topic,
        'hub.challenge': challenge,
        ...(mode === 'subscribe' && { 'hub.lease_seconds': String(leaseSeconds) }),
      }),
      get,
    )
    .then(async (answer) => answer.ok && isSame(await answer.text(), challenge))
    .catch(() => false)
  await ctx.transaction(async (inside) => {
    await queries.deleteRequest(inside, id)
    if (!meant) return
    if (mode === 'unsubscribe') return queries.deleteSubscription(inside, { topic, callback })
    const leaseUntil = new Date(inside.now.getTime() + leaseSeconds * 1000)
    const callbackHost = new URL(callback).host
    await queries.putSubscription(inside, {
      ...{ topic, callback, callbackHost, secretSealed, leaseUntil },
      sentHash: hashOf(feed!),
    })
  })
}

const get: Outgoing = { method: 'GET', headers: { accept: '*/*', 'user-agent': 'Tango WebSub hub' } }

function isSame(text: string, challenge: string): boolean {
  const [given, right] = [Buffer.from(text), Buffer.from(challenge)]
  return given.length === right.length && timingSafeEqual(given, right)
}

function withQuery(callback: string, fields: Record<string, string>): string {
  const url = new URL(callback)
  for (const [name, value] of Object.entries(fields)) url.searchParams.append(name, value)
  return url.href
}

/** The feed as visitors read it now; undefined when they do not. */
async function currentFeed(ctx: Ctx, topic: string): Promise<Feed | undefined> {
  return feedAt(ctx.as({ kind: 'visitor' }), topic).catch((error: unknown) => {
    if (error instanceof NotFound) return undefined
    throw error
  })
}

/** A mark of everything that a subscriber would read. */
function hashOf(feed: Feed): Buffer {
  return createHash('sha256').update(atomFeed(feed, '')).digest()
}

/** Looks which feeds that somebody follows have changed, and lets each be sent. A feed that is gone takes its subscriptions with it. */
async function look(ctx: Ctx, after: string): Promise<void> {
  const topics = await queries.selectTopics(ctx, after, topicsAtOnce)
  for (const topic of topics) {
    const feed = await currentFeed(ctx, topic)
    if (!feed) {
      await queries.deleteSubscription(ctx, { topic })
      continue
    }
    for (const subscriptionId of await queries.selectUntold(ctx, topic, hashOf(feed)))
      await enqueue(ctx, 'hub-send', { subscriptionId }, { key: `hub-send:${subscriptionId}` })
  }
  if (topics.length === topicsAtOnce) await enqueue(ctx, 'hub-look', { after: topics.at(-1)! })
}

/** Sends a feed as it is now, by the rights of a visitor now: what was recalled meanwhile is not in it. */
async function send(ctx: Ctx, hub: Hub, id: HubSubscriptionId): Promise<void> {
  const subscription = await queries.findSubscription(ctx, id)
  if (!subscription || subscription.leaseUntil <= ctx.now) return
  const { topic, callback, secretSealed, sentHash } = subscription
  const feed = await currentFeed(ctx, topic)
  if (!feed) return queries.deleteSubscription(ctx, { topic })
  const hash = hashOf(feed)
  if (sentHash?.equals(hash)) return
  const body = atomFeed(feed, hub.site)
  const secret = secretSealed && (await hub.openSecret(secretSealed))
  const status = await hub
    .fetch(callback, {
      method: 'POST',
      body,
      headers: {
        'content-type': 'application/atom+xml; charset=utf-8',
        link: `<${hub.site}/hub>; rel="hub", <${hub.site}${topic}>; rel="self"`,
        'user-agent': 'Tango WebSub hub',
        ...(secret && { 'x-hub-signature': `sha256=${createHmac('sha256', secret).update(body).digest('hex')}` }),
      },
    })
    .then((answer) => answer.status)
    .catch(() => 0)
  if (status >= 200 && status < 300) return queries.setSent(ctx, id, hash)
  if (status === 410) return queries.deleteSubscription(ctx, { id })
  await tryAgain(ctx, id)
}

async function tryAgain(ctx: Ctx, id: HubSubscriptionId): Promise<void> {
  await ctx.transaction(async (inside) => {
    const failures = await queries.addFailure(inside, id)
    if (failures >= mostFailures) return queries.deleteSubscription(inside, { id })
    const runAt = new Date(inside.now.getTime() + 60_000 * 2 ** (failures - 1))
    await enqueue(inside, 'hub-send', { subscriptionId: id }, { key: `hub-send:${id}`, runAt })
  })
}
