import { randomInt } from 'node:crypto'
import { Secret, TOTP } from 'otpauth'
import type { Ctx } from '../../platform/context.ts'
import { Conflict, Invalid, NotFound } from '../../platform/errors.ts'
import { announce } from '../../platform/events.ts'
import type { AccountId } from '../../platform/ids.ts'
import { said } from '../../platform/languages/languages.ts'
import { type RateLimit, countUse } from '../../platform/rate-limits.ts'
import { findSetting, putSetting } from '../../platform/settings.ts'
import { hashToken } from '../../platform/tokens.ts'
import { demand } from '../../platform/verdict.ts'
import { companyName } from '../company.ts'
import { factorStanding } from '../sessions/sessions.ts'
import { type WayChange, wayChanged } from '../sign-in/ways.events.ts'
import type { Vault } from '../vault.ts'
import { mayKeepFactor, mayRequireFactor } from './second-factor.access.ts'
import * as queries from './second-factor.queries.ts'

export { askReset, getResetToStop, listResets, resetSchema, stopReset, waitingDays } from './resets.ts'

/** RFC 6238 with what every authenticator app takes: SHA-1, 6 digits, steps of 30 seconds; one step of drift each way. */
const totp = { algorithm: 'SHA1', digits: 6, period: 30 } as const
const drift = 1
const recoveryCount = 10
/** Without letters that are read for one another. 12 of 31 signs: 59 bits. */
const recoverySigns = '23456789abcdefghjkmnpqrstuvwxyz'

const tries: RateLimit = { name: 'second-factor', uses: 8, seconds: 15 * 60 }

/** Whom the company asks for a second factor. */
export type Requirement = 'nobody' | 'stewards' | 'staff'

export async function getRequirement(ctx: Ctx): Promise<Requirement> {
  return (await findSetting<Requirement>(ctx, 'second-factor')) ?? 'nobody'
}

/** Decides whom the company asks. Those who have none set one up at their next sign-in and cannot go on without. */
export async function setRequirement(ctx: Ctx, whom: Requirement): Promise<void> {
  demand(mayRequireFactor(ctx.viewer))
  await putSetting(ctx, 'second-factor', whom)
  ctx.log.info('who needs a second factor was changed', { whom })
}

export interface FactorState {
  readonly on: boolean
  readonly since: Date | null
  readonly recoveryLeft: number
}

export async function getFactor(ctx: Ctx, accountId: AccountId): Promise<FactorState> {
  demand(mayKeepFactor(ctx.viewer, accountId))
  const since = (await queries.findFactor(ctx, accountId))?.confirmedAt ?? null
  return { on: since !== null, since, recoveryLeft: await queries.countRecoveryCodes(ctx, accountId) }
}

/**
 * The key for the authenticator app, as text (base 32) and as the address that its picture carries (otpauth://). The same
 * for an hour, so that the page can be opened again; Conflict when one is in force already.
 */
export async function draftFactor(ctx: Ctx, accountId: AccountId, vault: Vault): Promise<{ key: string; uri: string }> {
  demand(mayKeepFactor(ctx.viewer, accountId))
  const known = await queries.findFactor(ctx, accountId)
  if (known?.confirmedAt) throw new Conflict('second-factor.on', said('You have a second factor already.'))
  const isYoung = known && ctx.now.getTime() - known.madeAt.getTime() < 3_600_000
  const key = isYoung ? vault.open(purposeOf(accountId), known.secret) : new Secret({ size: 20 }).base32
  if (!isYoung) await queries.putDraft(ctx, accountId, vault.seal(purposeOf(accountId), key))
  const account = (await queries.addressOf(ctx, accountId)) ?? { email: '', realm: '' }
  const issuer = await companyName(ctx)
  const uri = new TOTP({ ...totp, issuer, label: `${account.email} (${account.realm})`, secret: key }).toString()
  return { key, uri }
}

/**
 * Puts the drafted key into force with a code that the app shows, and gives the ten recovery codes, this once. Throws
 * Invalid for `code`, TryLater.
 */
export async function confirmFactor(ctx: Ctx, accountId: AccountId, code: string, vault: Vault): Promise<string[]> {
  demand(mayKeepFactor(ctx.viewer, accountId))
  await countUse(ctx, tries, String(accountId))
  const draft = await queries.findFactor(ctx, accountId)
  const step = draft && stepOf(ctx, vault.open(purposeOf(accountId), draft.secret), code)
  if (step === undefined) throw wrongCode()
  return ctx.transaction(async (inside) => {
    if (!(await queries.confirmFactor(inside, accountId, step)))
      throw new Conflict('second-factor.on', said('You have a second factor already.'))
    await tell(inside, accountId, 'factor-on')
    return makeRecoveryCodes(inside, accountId)
  })
}

/**
 * Whether the second factor of an account was shown: a code of the app, each once, or a recovery code, each once.
 * Throws Invalid for `code` with one message whatever did not fit, and TryLater after eight tries in a quarter.
 */
export async function passFactor(ctx: Ctx, accountId: AccountId, given: string, vault: Vault): Promise<void> {
  demand(mayKeepFactor(ctx.viewer, accountId))
  await countUse(ctx, tries, String(accountId))
  const code = given.replace(/[\s-]/g, '').toLowerCase()
  const factor = await queries.findFactor(ctx, accountId)
  if (!factor?.confirmedAt) throw wrongCode()
  await ctx.transaction(async (inside) => {
    const step = stepOf(inside, vault.open(purposeOf(accountId), factor.secret), code)
    const fits =
      step === undefined ? await useRecovery(inside, accountId, code) : await queries.useStep(inside, accountId, step)
    if (!fits) throw wrongCode()
    // Whoever shows it has not lost it.
    if ((await queries.stopResets(inside, accountId)) > 0) await tell(inside, accountId, 'reset-stopped')
  })
}

async function useRecovery(ctx: Ctx, accountId: AccountId, code: string): Promise<boolean> {
  if (!(await queries.useRecoveryCode(ctx, accountId, hashRecovery(accountId, code)))) return false
  await tell(ctx, accountId, 'recovery-used')
  return true
}

/** Ten new recovery codes; those before stop working. Given out this once. */
export async function renewRecoveryCodes(ctx: Ctx, accountId: AccountId): Promise<string[]> {
  demand(mayKeepFactor(ctx.viewer, accountId))
  if (!(await queries.hasFactor(ctx, accountId)))
    throw new Conflict('second-factor.off', said('Set up a second factor first.'))
  return ctx.transaction(async (inside) => {
    await tell(inside, accountId, 'recovery-made')
    return makeRecoveryCodes(inside, accountId)
  })
}

/** Ends the second factor. Conflict when there is none, or when the company asks for one. */
export async function removeFactor(ctx: Ctx, accountId: AccountId): Promise<void> {
  demand(mayKeepFactor(ctx.viewer, accountId))
  if ((await factorStanding(ctx, accountId)).required)
    throw new Conflict(
      'second-factor.required',
      said('Your company asks for a second factor of everyone in your place.'),
    )
  await ctx.transaction(async (inside) => {
    if (!(await queries.deleteFactor(inside, accountId)))
      throw new Conflict('second-factor.off', said('You have no second factor.'))
    // What waits for this one must not take away the next.
    await queries.stopResets(inside, accountId)
    await tell(inside, accountId, 'factor-off')
  })
}

/** For a closed account: nothing is left of it. For Tango alone. */
export async function forgetFactor(ctx: Ctx, accountId: AccountId): Promise<void> {
  if (ctx.viewer.kind !== 'system') throw new NotFound('second-factor.not-found')
  await queries.stopResets(ctx, accountId)
  await queries.deleteFactor(ctx, accountId)
}

async function makeRecoveryCodes(ctx: Ctx, accountId: AccountId): Promise<string[]> {
  const codes = Array.from({ length: recoveryCount }, () =>
    Array.from({ length: 12 }, () => recoverySigns[randomInt(recoverySigns.length)]).join(''),
  )
  await queries.replaceRecoveryCodes(
    ctx,
    accountId,
    codes.map((code) => hashRecovery(accountId, code)),
  )
  return codes.map((code) => code.replace(/(.{4})(?=.)/g, '$1-'))
}

/** The step of time that a code belongs to; undefined when it is none of the three around now. */
function stepOf(ctx: Ctx, secret: string, given: string): number | undefined {
  const token = given.replace(/\s/g, '')
  if (!/^\d{6}$/.test(token)) return undefined
  const timestamp = ctx.now.getTime()
  const delta = TOTP.validate({ ...totp, token, timestamp, window: drift, secret: Secret.fromBase32(secret) })
  return delta === null ? undefined : TOTP.counter({ period: totp.period, timestamp }) + delta
}

function wrongCode(): Invalid {
  return new Invalid('second-factor.wrong', {
    code: said(
      'This code does not fit, or was used already. Wait for the next one in your app, or use a recovery code.',
    ),
  })
}

async function tell(ctx: Ctx, accountId: AccountId, change: WayChange): Promise<void> {
  await announce(ctx, wayChanged, { accountId, change })
}

function purposeOf(accountId: AccountId): string {
  return `second factor ${accountId}`
}

function hashRecovery(accountId: AccountId, code: string): Buffer {
  return hashToken(`recovery:${accountId}:${code}`)
}
