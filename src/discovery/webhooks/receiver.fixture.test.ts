/** A program that listens to webhooks: it stands on loopback and checks what comes as the standard tells receivers to. */
import { createHmac, timingSafeEqual } from 'node:crypto'
import { once } from 'node:events'
import { type IncomingMessage, createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after } from 'node:test'
import { sql } from 'kysely'
import { type PersonName, getCast } from '../../../test/cast.ts'
import { outcome } from '../../../test/outcome.ts'
import { openVault } from '../../people/vault.ts'
import { type Ctx, makeCtx } from '../../platform/context.ts'
import { type Outgoing, outgoingFetch } from '../../platform/http/outgoing.ts'
import { webhookJob } from './webhooks.jobs.ts'
import { type WebhookId, listWebhooks, nameWebhook } from './webhooks.ts'

export const config = { environment: 'test', dataFolder: '' } as const
export const host = 'https://hook.example'
export const vault = await openVault(config)

/** What a verifier is given: www.standardwebhooks.com, "Verifying webhooks". */
export interface Signed {
  readonly headers: IncomingMessage['headers']
  readonly body: string
}

/**
 * The check of a receiver, written from the words of the standard alone: the time is within five minutes, and one of the
 * signatures is that of `id.timestamp.body` by the bytes of the secret.
 */
export function isGenuine(secret: string, { headers, body }: Signed, now: Date): boolean {
  const { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signatures } = headers
  if (Math.abs(now.getTime() / 1000 - Number(timestamp)) > 300) return false
  const mac = createHmac('sha256', Buffer.from(secret.replace(/^whsec_/, ''), 'base64'))
  const right = mac
    .update(`${String(id)}.${String(timestamp)}.`)
    .update(body)
    .digest()
  return String(signatures)
    .split(' ')
    .map((one) => one.split(','))
    .some(([version, signature = '']) => {
      const given = Buffer.from(signature, 'base64')
      return version === 'v1' && given.length === right.length && timingSafeEqual(given, right)
    })
}

interface ToldNotice {
  readonly id: string
  readonly kind: string
  readonly object: { readonly name?: string; readonly url: string }
}

interface Heard extends Signed {
  readonly path: string
  readonly key: string
  readonly json: {
    readonly type: string
    readonly timestamp: string
    /** Of a notice, or of a digest. */
    readonly data: ToldNotice & {
      readonly pace: string
      readonly notices: readonly ToldNotice[]
      readonly more: number
    }
  }
}

/** A receiver; `answers` gives the status by path, or holds the answer back. */
export async function openReceiver() {
  const heard: Heard[] = []
  const state = { status: 200 as number | ((path: string, json: Heard['json']) => number), holds: false }
  const held: (() => void)[] = []
  const server = createServer((request, response) => {
    const parts: Buffer[] = []
    request.on('data', (part: Buffer) => parts.push(part))
    request.on('end', () => {
      const body = Buffer.concat(parts).toString()
      const { headers, url = '' } = request
      const json = JSON.parse(body) as Heard['json']
      heard.push({ path: url, headers, body, json, key: String(headers['webhook-id']) })
      const status = typeof state.status === 'number' ? state.status : state.status(url, json)
      const answer = () => response.writeHead(status, { location: `${host}/elsewhere` }).end('thank you')
      if (state.holds) held.push(answer)
      else answer()
    })
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  after(() => {
    server.closeAllConnections()
    server.close()
  })
  const { port } = server.address() as AddressInfo
  /** The one fetch of the house, with the receiver's name led to loopback as a resolver would. */
  const ask = (address: string, options: Outgoing) =>
    outgoingFetch('127.0.0.1', true)(address.replace(host, `http://127.0.0.1:${port}`), options)
  return { heard, state, ask, letGo: () => held.splice(0).forEach((answer) => answer()) }
}

export type Receiver = Awaited<ReturnType<typeof openReceiver>>

/** Somebody's program listens from now on; gives the address's id and its secret. */
export async function listenAs(
  ctx: Ctx,
  who: PersonName,
  path: string = who,
): Promise<{ id: WebhookId; secret: string }> {
  const cast = await getCast(ctx)
  const parts = { site: 'https://riders.example', vault, resolve: async () => [] }
  const { secret } = await nameWebhook(cast.as(ctx, who), { name: path, address: `${host}/${path}` }, parts)
  return { id: (await listWebhooks(cast.as(ctx, who))).at(-1)!.id, secret }
}

/** What waits for the worker, in order. */
export async function waitingJobs(ctx: Ctx): Promise<{ payload: { webhookId: WebhookId }; at: Date }[]> {
  const { rows } = await sql<{ payload: { webhookId: WebhookId }; at: Date }>`select j.payload, j.run_at as at
    from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id
    where t.identifier = 'send-to-webhook' order by j.id`.execute(ctx.db)
  return rows
}

/** Does what is due at that moment, as the worker would, until nothing is; gives what came of each job. */
export async function work(ctx: Ctx, receiver: Pick<Receiver, 'ask'>, now = ctx.now): Promise<string[]> {
  const at = makeCtx({ ...ctx, now })
  const job = webhookJob(config, receiver.ask, 600_000)
  const done: string[] = []
  for (;;) {
    // Without a time of their own they run at once: the clock of the database is not that of the test.
    const { rows } = await sql<{ payload: unknown }>`with taken as (delete from graphile_worker._private_jobs j
        using graphile_worker._private_tasks t where t.id = j.task_id and t.identifier = 'send-to-webhook'
        and (j.key is null or j.run_at <= ${now}) returning j.id, j.payload) select payload from taken order by id`.execute(
      ctx.db,
    )
    if (rows.length === 0) return done
    for (const { payload } of rows) done.push(await outcome(job.work(at, payload as never)))
  }
}
