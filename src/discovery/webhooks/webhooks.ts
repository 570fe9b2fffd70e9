/** Notices by webhook: web addresses that people name, and programs of theirs that listen there. */
import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import type { Vault } from '../../people/vault.ts'
import type { AccountViewer, Ctx } from '../../platform/context.ts'
import { Conflict, Invalid, NotFound } from '../../platform/errors.ts'
import { enqueue } from '../../platform/jobs.ts'
import { said } from '../../platform/languages/languages.ts'
import { type RateLimit, countUse } from '../../platform/rate-limits.ts'
import { demand } from '../../platform/verdict.ts'
import type { DigestStep, DropStep, NoticeStep } from '../notices/notices.ts'
import { type Resolve, readAddress } from './webhook-address.ts'
import { testBody } from './webhook-message.ts'
import { type Sending, isTaken, postTo, purpose } from './webhook-post.ts'
import { makeSecret } from './webhook-signature.ts'
import { mayHaveWebhooks } from './webhooks.access.ts'
import * as queries from './webhooks.queries.ts'
import type { OffReason, SendingFailure, WebhookId } from './webhooks.tables.ts'

export type { Sending } from './webhook-post.ts'
export type { OffReason, SendingFailure, WebhookId } from './webhooks.tables.ts'

/** So many addresses one person has. */
export const mostWebhooks = 5

/** So long the secret before a new one signs too, in hours. */
const oldSecretHours = 24

const naming: RateLimit = { name: 'webhooks-named', uses: 20, seconds: 3600 }
const trying: RateLimit = { name: 'webhooks-tried', uses: 30, seconds: 3600 }

export const webhookSchema = z.object({
  name: z
    .string()
    .transform((name) => name.replace(/\s+/g, ' ').trim())
    .refine((name) => name.length > 0, said('Give it a name, so that you know it again.'))
    .refine((name) => name.length <= 60, said('The name is too long. It has 60 signs at most.')),
  address: z.string(),
})

/** One web address of the viewer's. */
export interface Webhook {
  readonly id: WebhookId
  readonly name: string
  readonly address: string
  readonly since: Date
  readonly state:
    | { readonly is: 'on' }
    | { readonly is: 'paused'; readonly since: Date }
    | { readonly is: 'off'; readonly since: Date; readonly because: OffReason }
  /** The last sending; absent while there was none. */
  readonly tried?: {
    readonly at: Date
    readonly isTaken: boolean
    /** The status of the answer. */
    readonly answered: number | null
    readonly failure: SendingFailure | null
  }
  /** What is tried again, and when; absent when nothing failed. */
  readonly again?: { readonly at: Date; readonly waiting: number }
  /** How many sendings were given up. */
  readonly lost: number
  /** Until when the secret before this one signs too. */
  readonly oldSecretUntil?: Date
}

/** The viewer's web addresses, the first first. */
export async function listWebhooks(ctx: Ctx): Promise<readonly Webhook[]> {
  return (await queries.selectWebhooks(ctx, self(ctx).id)).map((row) => shown(row, ctx.now))
}

function shown(row: queries.WebhookRow & { waiting: number }, now: Date): Webhook {
  const { id, name, address, madeAt, triedAt, answered, failure, nextAt, waiting, lost, oldSecretUntil } = row
  return {
    ...{ id, name, address, since: madeAt, lost, state: stateOf(row) },
    ...(triedAt && { tried: { at: triedAt, isTaken: isTaken(row), answered, failure } }),
    ...(nextAt && row.offAt === null && row.pausedAt === null && { again: { at: nextAt, waiting } }),
    ...(oldSecretUntil && oldSecretUntil > now && { oldSecretUntil }),
  }
}

function stateOf({ offAt, offBecause, pausedAt }: queries.WebhookRow): Webhook['state'] {
  if (offAt) return { is: 'off', since: offAt, because: offBecause! }
  return pausedAt ? { is: 'paused', since: pausedAt } : { is: 'on' }
}

/** A secret that was made just now, in clear: it is shown this once. */
export interface MadeSecret {
  readonly name: string
  readonly secret: string
}

/**
 * Names a web address for the viewer's notices. `site` is our own address. Throws Invalid (`name`, `address`), TryLater.
 */
export async function nameWebhook(
  ctx: Ctx,
  { name, address: typed }: z.output<typeof webhookSchema>,
  { site, vault, resolve }: { site: string; vault: Vault; resolve?: Resolve },
): Promise<MadeSecret> {
  const { id: accountId } = self(ctx)
  await countUse(ctx, naming, String(accountId))
  const address = await readAddress(typed, site, resolve)
  const secret = makeSecret()
  await ctx.transaction(async (inside) => {
    await queries.lockOwner(inside, accountId)
    const there = await queries.selectWebhooks(inside, accountId)
    if (there.some((one) => one.address === address))
      throw new Invalid('webhooks.twice', { address: said('You have named this address already.') })
    if (there.length >= mostWebhooks)
      throw new Invalid('webhooks.too-many', {
        address: said('You have {number} addresses, which is the most. Remove one first.', { number: mostWebhooks }),
      })
    await queries.insertWebhook(inside, { accountId, name, address, secretSealed: vault.seal(purpose, secret) })
  })
  return { name, secret }
}

/**
 * Gives one of the viewer's addresses a new secret; the one that it had signs too for a day. An address that was turned
 * off because its secret was lost is on again. Throws NotFound, TryLater.
 */
export async function renewSecret(ctx: Ctx, id: WebhookId, vault: Vault): Promise<MadeSecret> {
  const hook = await own(ctx, id)
  await countUse(ctx, naming, String(hook.accountId))
  const secret = makeSecret()
  const oldUntil = new Date(ctx.now.getTime() + oldSecretHours * 3_600_000)
  await ctx.transaction(async (inside) => {
    await queries.putSecret(inside, hook, vault.seal(purpose, secret), oldUntil)
    if (hook.offBecause === 'no-secret') await queries.resume(inside, id)
  })
  return { name: hook.name, secret }
}

/**
 * Sends a test to one of the viewer's addresses and waits for the answer; gives whether it was taken. What waits for a
 * later try goes at once when it was. Throws NotFound, TryLater, Conflict (the secret is lost).
 */
export async function tryWebhook(ctx: Ctx, id: WebhookId, sending: Sending): Promise<boolean> {
  const hook = await own(ctx, id)
  await countUse(ctx, trying, String(hook.accountId))
  const message = { key: `msg_${randomUUID()}`, at: ctx.now, body: testBody(ctx) }
  const tried = await postTo(hook, message, sending)
  if (!tried)
    throw new Conflict(
      'webhooks.no-secret',
      said('The secret of this address was lost when Tango was moved. Give it a new one.'),
    )
  await ctx.transaction(async (inside) => {
    await queries.noteTried(inside, id, tried)
    if (!isTaken(tried)) return
    await queries.noteArrived(inside, id)
    await queries.hasten(inside, id)
    await wake(inside, id)
  })
  return isTaken(tried)
}

/** Sends nothing to one of the viewer's addresses until it is resumed. Throws NotFound. */
export async function pauseWebhook(ctx: Ctx, id: WebhookId): Promise<void> {
  await own(ctx, id)
  await ctx.transaction((inside) => queries.pause(inside, id))
}

/** Sends again what comes from now on, also after Tango turned it off. Throws NotFound. */
export async function resumeWebhook(ctx: Ctx, id: WebhookId): Promise<void> {
  await own(ctx, id)
  await queries.resume(ctx, id)
}

/** Forgets one of the viewer's addresses and all that waits for it. Throws NotFound. */
export async function removeWebhook(ctx: Ctx, id: WebhookId): Promise<void> {
  if (!(await queries.deleteWebhook(ctx, id, self(ctx).id))) throw new NotFound('webhooks.not-found')
}

/** The job that sends what is due to one address. */
export const sendName = 'send-to-webhook'

/** Lets what is due for an address be sent. */
export async function wake(ctx: Ctx, webhookId: WebhookId, runAt?: Date): Promise<void> {
  await enqueue(ctx, sendName, { webhookId }, runAt && { runAt, key: `webhook-again-${webhookId}` })
}

/** When somebody is told of a thing at once, their addresses are. */
export const tellWebhooks: NoticeStep = async (ctx, { id, accountId }) => {
  for (const hook of await queries.insertMessages(ctx, { accountId, pace: 'at-once', ids: [id] })) await wake(ctx, hook)
}

/** With the digest by mail goes one to each of their addresses, of the same notices. */
export const tellWebhooksTogether: DigestStep = async (ctx, told) => {
  for (const hook of await queries.insertMessages(ctx, told)) await wake(ctx, hook)
}

/** What somebody wants here alone, or not at all, is told to no address any more. */
export const dropFromWebhooks: DropStep = queries.dropNotices

async function own(ctx: Ctx, id: WebhookId): Promise<queries.WebhookRow> {
  const hook = await queries.findOwnWebhook(ctx, id, self(ctx).id)
  if (!hook) throw new NotFound('webhooks.not-found')
  return hook
}

function self(ctx: Ctx): AccountViewer {
  demand(mayHaveWebhooks(ctx.viewer))
  return ctx.viewer as AccountViewer
}
