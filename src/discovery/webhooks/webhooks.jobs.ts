import { setTimeout as pause } from 'node:timers/promises'
import { openVault } from '../../people/vault.ts'
import type { Config } from '../../platform/config.ts'
import type { Ctx } from '../../platform/context.ts'
import { outgoingFetch } from '../../platform/http/outgoing.ts'
import { type Job, defineJob } from '../../platform/jobs.ts'
import { describeError } from '../../platform/log.ts'
import { findSetting } from '../../platform/settings.ts'
import { type ToldPerson, whomToTell } from '../notices/notices.ts'
import { bodyOf } from './webhook-message.ts'
import { sendOffMail } from './webhook-mail.ts'
import { type Ask, type Sending, isTaken, postTo } from './webhook-post.ts'
import { sendName, wake } from './webhooks.ts'
import * as queries from './webhooks.queries.ts'
import type { OffReason, WebhookId } from './webhooks.tables.ts'

const [minute, hour] = [60, 3600]

/** Seconds until each next try, as Standard Webhooks proposes, drawn out to three days. Then a message is given up. */
export const retryWaits = [
  5,
  5 * minute,
  30 * minute,
  2 * hour,
  5 * hour,
  10 * hour,
  14 * hour,
  14 * hour,
  14 * hour,
  14 * hour,
] as const

/** After so many days in which nothing arrived an address is turned off. */
const daysUntilOff = 3

/** So many messages go in one turn, one after the other. All of them end before the address is free for another turn. */
const inOneTurn = 6
const turnSeconds = 90

/** A receiver that takes longer than this (milliseconds) is waited for beside the jobs: no other work waits behind it. */
const patience = 2000

/** So many are waited for beside the jobs; then jobs wait with them. */
const mostBeside = 200

const beside = new Set<Promise<void>>()

/**
 * Sends what is due to one address: only what is still unread, may still be read and is not kept back by quiet hours.
 * Addresses come from outside: nothing is asked in a private network. `ask` and `wait` (milliseconds) are for tests.
 */
export function webhookJob(
  config: Pick<Config, 'dataFolder' | 'environment'>,
  ask: Ask = outgoingFetch(undefined, false),
  wait = patience,
): Job {
  return defineJob<{ webhookId: WebhookId }>(sendName, async (ctx, { webhookId }) => {
    const work = takeTurn(ctx, { vault: await openVault(config), ask }, webhookId)
    beside.add(work)
    const isDone = work.then(() => true).finally(() => beside.delete(work))
    const enough = new AbortController()
    const late = beside.size > mostBeside ? isDone : pause(wait, false, { signal: enough.signal, ref: false })
    const inTime = await Promise.race([isDone, late.catch(() => false)]).finally(() => enough.abort())
    // Nothing is lost with what breaks off here: the next minute looks for whatever was not struck off.
    if (!inTime) isDone.catch((error: unknown) => ctx.log.warn('a webhook was not sent', describeError(error)))
  })
}

/** Every minute: what is due for an address that nobody was woken for, after a quiet night or a killed process. */
export const wakeWebhooks = defineJob(
  'wake-webhooks',
  async (ctx) => {
    for (let after = 0; ;) {
      const due = await queries.selectDueWebhooks(ctx, after)
      for (const id of due) await wake(ctx, (after = id) as WebhookId)
      if (due.length === 0) return
    }
  },
  { cron: '* * * * *' },
)

/** For tests: everything that is waited for beside the jobs has come to its end. */
export async function nothingBeside(): Promise<void> {
  await Promise.allSettled(beside)
}

async function takeTurn(ctx: Ctx, sending: Sending, id: WebhookId): Promise<void> {
  const until = new Date(ctx.now.getTime() + turnSeconds * 1000)
  const hook = await queries.takeWebhook(ctx, id, until)
  if (!hook) return
  try {
    for (let sent = 0; sent < inOneTurn; sent++) if (!(await sendNext(ctx, sending, hook))) break
  } finally {
    await queries.letGo(ctx, id, until)
  }
  // Whoever was woken meanwhile found it taken.
  if (await queries.isAnyDue(ctx, id)) await wake(ctx, id)
}

/** Sends one message. False when there is no other to be sent now. */
async function sendNext(ctx: Ctx, sending: Sending, hook: queries.WebhookRow): Promise<boolean> {
  const person = await whomToTell(ctx, hook.accountId)
  if (!person) {
    await queries.dropMessages(ctx, hook.id)
    return false
  }
  if (person.quiet) {
    await queries.holdMessages(ctx, hook.id, person.quiet)
    return false
  }
  await queries.joinHeld(ctx, hook.id)
  const message = await queries.findDue(ctx, hook.id)
  if (!message) return false
  const site = (await findSetting<string>(ctx, 'public-url')) ?? ''
  const body = await bodyOf(person.theirs, site, message)
  if (body === undefined) {
    await queries.dropMessages(ctx, hook.id, message.id)
    return true
  }
  const tried = await postTo(hook, { key: message.key, at: ctx.now, body }, sending)
  return ctx.transaction((inside) => settle(inside, { hook, message, person, tried }))
}

interface Outcome {
  readonly hook: queries.WebhookRow
  readonly message: queries.MessageRow
  readonly person: ToldPerson
  /** Undefined: there was no secret to sign with. */
  readonly tried: queries.Tried | undefined
}

async function settle(ctx: Ctx, outcome: Outcome): Promise<boolean> {
  const { hook, message, tried } = outcome
  if (!tried) return turnOff(ctx, outcome, 'no-secret')
  await queries.noteTried(ctx, hook.id, tried)
  if (isTaken(tried)) {
    await queries.dropMessages(ctx, hook.id, message.id)
    await queries.noteArrived(ctx, hook.id)
    return true
  }
  if (tried.answered === 410) return turnOff(ctx, outcome, 'gone')
  const failed = await queries.addFailure(ctx, hook.id)
  // Removed while it was sent to.
  if (!failed) return false
  if (ctx.now.getTime() - failed.since.getTime() >= daysUntilOff * 24 * hour * 1000)
    return turnOff(ctx, outcome, 'failing')
  const until = afterFailures(ctx.now, failed.failures)
  const messageUntil = afterFailures(ctx.now, message.tries + 1)
  await queries.putOff(ctx, { id: hook.id, until, message: message.id, messageUntil })
  if (message.tries >= retryWaits.length) await queries.giveUp(ctx, hook.id, message.id)
  await wake(ctx, hook.id, until)
  return false
}

function afterFailures(now: Date, failures: number): Date {
  return new Date(now.getTime() + retryWaits[Math.min(failures, retryWaits.length) - 1]! * 1000)
}

/** Nothing is sent there any more, and its owner is told why. */
async function turnOff(ctx: Ctx, { hook, person }: Outcome, because: OffReason): Promise<false> {
  if (!(await queries.turnOff(ctx, hook.id, because))) return false
  await queries.giveUp(ctx, hook.id)
  await sendOffMail(ctx, person, { name: hook.name, because })
  return false
}
