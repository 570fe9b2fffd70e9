import type { Ctx } from '../../platform/context.ts'
import { Forbidden, Invalid, NotFound } from '../../platform/errors.ts'
import { said } from '../../platform/languages/languages.ts'
import type { AccountId } from '../../platform/ids.ts'
import { type ReaderClock, setClock } from '../digests/digests.ts'
import { type NoticeKind, type NoticePace, isNoticeKind, noticeKind, noticeKinds } from './notice-kinds.ts'
import * as queries from './notices.queries.ts'
import { tellAtOnce } from './notice-steps.ts'
import { readStopToken } from './stop-token.ts'

/** The kinds that can reach the viewer, each with its pace. */
export async function listPaces(ctx: Ctx): Promise<readonly { kind: NoticeKind; pace: NoticePace }[]> {
  const chosen = await queries.selectPaces(ctx, ownId(ctx))
  if (ctx.viewer.kind !== 'account') return []
  return noticeKinds(ctx.viewer.realm).map((kind) => ({ kind, pace: paceOf(chosen, kind) }))
}

/** The pace of a kind for somebody: what they chose, else what the kind begins with. */
export function paceOf(chosen: ReadonlyMap<string, NoticePace>, kind: NoticeKind): NoticePace {
  return chosen.get(kind.name) ?? kind.pace ?? 'at-once'
}

/** Sets the pace of a kind for the viewer; what waits already goes at the new one. Throws Invalid (`kind`). */
export async function setPace(ctx: Ctx, name: string, pace: NoticePace): Promise<void> {
  const accountId = ownId(ctx)
  if (!isNoticeKind(name)) throw new Invalid('notices.no-kind', { kind: said('There is no such kind of notice.') })
  await keepPace(ctx, accountId, name, pace)
}

async function keepPace(ctx: Ctx, accountId: AccountId, name: string, pace: NoticePace): Promise<void> {
  await ctx.transaction(async (inside) => {
    await queries.putPace(inside, accountId, name, pace)
    if (pace === 'here' || pace === 'never') await dropWaiting(inside, accountId, name)
    else {
      // What would have come with a digest is told at once, beside its mail too.
      const together = pace === 'at-once' ? await queries.selectForDigests(inside, accountId, name) : []
      await queries.lookAgain(inside, accountId, { kind: name, pace })
      for (const id of together) await tellAtOnce(inside, { id, accountId })
    }
  })
}

/** What else waits to tell somebody of one kind and is dropped when they want it here alone or not at all. */
export type DropStep = (ctx: Ctx, accountId: AccountId, kind: string) => Promise<void>

const dropSteps: DropStep[] = []

/** Called once by another feature, before anything is served. */
export function registerDropStep(step: DropStep): void {
  if (!dropSteps.includes(step)) dropSteps.push(step)
}

async function dropWaiting(ctx: Ctx, accountId: AccountId, kind: string): Promise<void> {
  await queries.dropSendings(ctx, accountId, kind)
  for (const step of dropSteps) await step(ctx, accountId, kind)
}

/** Sets the hours of the viewer; digests that wait go by them. Throws Invalid (`quietUntil`, `quietDays`). */
export async function setHours(ctx: Ctx, clock: Omit<ReaderClock, 'zone'>): Promise<void> {
  const accountId = ownId(ctx)
  await ctx.transaction(async (inside) => {
    await setClock(inside, accountId, clock)
    await queries.lookAgain(inside, accountId)
  })
}

/** What a link at the foot of a mail stops: the mails of one kind, or those that come together. */
export interface MailStop {
  readonly name: string
  readonly label: string
}

const together: readonly MailStop[] = [
  { name: 'at-once', label: said('Notices at once') },
  { name: 'daily', label: said('The daily digest') },
  { name: 'weekly', label: said('The weekly digest') },
]

function stopNamed(name: string): MailStop {
  return together.find((one) => one.name === name) ?? noticeKind(name)
}

/**
 * What else is stopped with mails, in the same transaction: those of one kind, or all that come at one pace. For features
 * whose things have paces of their own.
 */
export type StopStep = (
  ctx: Ctx,
  accountId: AccountId,
  stopped: { kind: string } | { pace: NoticePace },
) => Promise<void>

const stopSteps: StopStep[] = []

/** Called once by another feature, before anything is served. */
export function registerStopStep(step: StopStep): void {
  if (!stopSteps.includes(step)) stopSteps.push(step)
}

/** What the link in a mail would stop, for the page that asks; NotFound when the link is not whole. */
export async function readStop(ctx: Ctx, token: string | undefined): Promise<MailStop> {
  return stopNamed((await demandStop(ctx, token)).kind)
}

/** Stops such mails for the account that the link was sent to. No sign-in: the link is the proof. */
export async function stopMail(ctx: Ctx, token: string | undefined): Promise<MailStop> {
  const { accountId, kind: name } = await demandStop(ctx, token)
  const chosen = await queries.selectPaces(ctx, accountId)
  const isTogether = together.some((one) => one.name === name)
  const kinds = isTogether ? noticeKinds().filter((kind) => paceOf(chosen, kind) === name) : [noticeKind(name)]
  await ctx.transaction(async (inside) => {
    // What was stopped whole stays so: an old link opens nothing again.
    for (const kind of kinds)
      if (paceOf(chosen, kind) === 'never') await dropWaiting(inside, accountId, kind.name)
      else await keepPace(inside, accountId, kind.name, 'here')
    if (isTogether) await queries.dropSendingsAt(inside, accountId, name as NoticePace)
    for (const step of stopSteps)
      await step(inside, accountId, isTogether ? { pace: name as NoticePace } : { kind: name })
  })
  return stopNamed(name)
}

async function demandStop(ctx: Ctx, token: string | undefined) {
  const stop = await readStopToken(ctx, token)
  if (!stop)
    throw new NotFound(
      'notices.no-stop',
      said('This link is not whole. Open it again from the mail, or change your notices after signing in.'),
    )
  return stop
}

function ownId(ctx: Ctx): AccountId {
  if (ctx.viewer.kind !== 'account') throw new Forbidden('notices.sign-in-first', said('Sign in to see your notices.'))
  return ctx.viewer.id
}
