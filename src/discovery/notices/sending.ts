/** What leaves the house, when its time has come: only what is still unread, and only what may still be read. */
import type { Ctx } from '../../platform/context.ts'
import { describeError } from '../../platform/log.ts'
import { defineJob, enqueue } from '../../platform/jobs.ts'
import type { AccountId } from '../../platform/ids.ts'
import { wordsFor } from '../../people/accounts/accounts.ts'
import {
  type DigestPace,
  type ReaderClock,
  digestFor,
  getClock,
  quietUntil,
  rememberDigest,
} from '../digests/digests.ts'
import { type NoticePace, noticeKind } from './notice-kinds.ts'
import { type NoticeGroup, type Receiver, sendNoticeMail, sendTogether } from './notice-mail.ts'
import * as queries from './notices.queries.ts'
import type { NoticeId } from './notices.tables.ts'
import { presentOccasions } from './present-occasions.ts'

/** Plans the mail of a new notice, in the transaction that makes it. */
export async function planSending(
  ctx: Ctx,
  notice: { id: NoticeId; accountId: AccountId; pace: Exclude<NoticePace, 'here' | 'never'> },
): Promise<void> {
  const { id: noticeId, accountId, pace } = notice
  const system = ctx.asSystem('when somebody is told')
  if (pace !== 'at-once') {
    const { at } = await digestFor(system, accountId, pace, ctx.now)
    return queries.insertSending(ctx, { noticeId, accountId, pace, dueAt: at })
  }
  const { graceMinutes } = await getClock(system, accountId)
  const dueAt = new Date(ctx.now.getTime() + graceMinutes * 60_000)
  await queries.insertSending(ctx, { noticeId, accountId, pace, dueAt })
  if (graceMinutes === 0) await enqueue(ctx, 'send-due-notices', { accountId })
}

/** Every minute, and at once for those who want it so. Harmless to run twice, in several processes, and after a kill. */
export const sendDueNotices = defineJob<{ accountId?: AccountId }>(
  'send-due-notices',
  async (ctx, { accountId }) => {
    if (accountId !== undefined) return sendDue(ctx, accountId)
    for (let after = 0; ;) {
      const due = await queries.selectDueAccounts(ctx, after)
      for (const one of due) {
        // One person's mail that cannot be made holds nobody else's up.
        await sendDue(ctx, one).catch((error: unknown) => ctx.log.error('notices not sent', describeError(error)))
        after = one
      }
      if (due.length === 0) return
    }
  },
  { cron: '* * * * *' },
)

/** What is due for one person. The rows are locked, and go with the mail in one transaction: exactly one process sends them. */
async function sendDue(ctx: Ctx, accountId: AccountId): Promise<void> {
  await ctx.transaction(async (inside) => {
    const waiting = await queries.lockSendings(inside, accountId)
    const due = waiting.filter(({ dueAt }) => dueAt <= inside.now)
    if (due.length === 0) return
    const receiver = await queries.findReceiver(inside, accountId)
    if (!receiver || receiver.email === null) return queries.deleteSendings(inside, idsOf(waiting))
    const clock = await getClock(inside.asSystem('when somebody is told'), accountId)
    const theirs = inside.as(receiver.viewer)
    const rows = await presentOccasions(theirs, await queries.selectUnread(theirs, idsOf(waiting)))
    const unread = new Map(rows.map((row) => [row.id, row]))
    await queries.deleteSendings(inside, idsOf(due.filter(({ noticeId }) => !unread.has(noticeId))))
    const standing = waiting.filter(({ noticeId }) => unread.has(noticeId))
    const round = {
      ctx: inside,
      to: { accountId, email: receiver.email, theirs, say: await wordsFor(inside, accountId) },
      clock,
      unread,
    }
    await sendAtOnce(
      round,
      standing.filter(({ pace }) => pace === 'at-once'),
    )
    for (const pace of ['daily', 'weekly'] as const)
      await sendDigest(
        round,
        pace,
        standing.filter((one) => one.pace === pace && one.dueAt <= inside.now),
      )
  })
}

type Sending = queries.SendingRow

interface Round {
  readonly ctx: Ctx
  readonly to: Receiver
  readonly clock: ReaderClock
  readonly unread: ReadonlyMap<NoticeId, queries.NoticeRow>
}

const idsOf = (sendings: readonly Sending[]): NoticeId[] => sendings.map(({ noticeId }) => noticeId)

/** Of every thread of which something is due goes everything that waits. What quiet hours kept back goes in one mail. */
async function sendAtOnce(round: Round, sendings: readonly Sending[]): Promise<void> {
  const { ctx, to, clock, unread } = round
  const due = sendings.filter(({ dueAt }) => dueAt <= ctx.now)
  if (due.length === 0) return
  const quiet = quietUntil(clock, ctx.now)
  if (quiet) return queries.holdSendings(ctx, idsOf(due), quiet)
  const dueNow = new Set(groupsOf(due, unread).map(keyOf))
  const groups = groupsOf(sendings, unread).filter((group) => dueNow.has(keyOf(group)))
  const held = new Set(due.filter((one) => one.isHeld).map(({ noticeId }) => noticeId))
  const [keptBack, others] = [
    groups.filter((group) => group.some(({ id }) => held.has(id))),
    groups.filter((group) => !group.some(({ id }) => held.has(id))),
  ]
  if (keptBack.length > 1) await leave(round, keptBack, await sendTogether(ctx, to, keptBack.toReversed(), 'at-once'))
  else others.push(...keptBack)
  for (const group of others) await leave(round, [group], await sendNoticeMail(ctx, to, group))
}

/** One digest of everything whose digest has come. What is due by an older choice of hour or zone is reckoned again. */
async function sendDigest(round: Round, pace: DigestPace, sendings: readonly Sending[]): Promise<void> {
  const { ctx, to, clock, unread } = round
  if (sendings.length === 0) return
  const system = ctx.asSystem('when somebody is told')
  const coming: Sending[] = []
  let day = ''
  for (const sending of sendings) {
    const moment = await lastComeOf(system, to.accountId, pace, unread.get(sending.noticeId)!.madeAt)
    if (moment.at > ctx.now) await queries.moveSending(ctx, sending.noticeId, moment.at)
    else {
      coming.push(sending)
      if (moment.day > day) day = moment.day
    }
  }
  if (coming.length === 0) return
  const quiet = quietUntil(clock, ctx.now)
  if (quiet) return queries.holdSendings(ctx, idsOf(coming), quiet)
  const groups = groupsOf(coming, unread)
  const mailId = await sendTogether(ctx, to, groups.toReversed(), pace)
  await rememberDigest(ctx, { accountId: to.accountId, pace, localDay: day, mailId })
  await leave(round, groups, mailId)
  for (const step of digestSteps) await step(ctx, { accountId: to.accountId, pace, ids: idsOf(coming) })
}

/** The digest of something made at `since`; of several that have come meanwhile (nothing ran for days) the last. */
async function lastComeOf(system: Ctx, accountId: AccountId, pace: DigestPace, since: Date) {
  let moment = await digestFor(system, accountId, pace, since)
  while (moment.at <= system.now) {
    const next = await digestFor(system, accountId, pace, moment.at)
    if (next.at > system.now) break
    moment = next
  }
  return moment
}

/** Something else that happens when somebody's digest goes, in the same transaction. */
export type DigestStep = (
  ctx: Ctx,
  told: { accountId: AccountId; pace: DigestPace; ids: readonly NoticeId[] },
) => Promise<void>

const digestSteps: DigestStep[] = []

/** Called once by another feature, before anything is served. */
export function registerDigestStep(step: DigestStep): void {
  if (!digestSteps.includes(step)) digestSteps.push(step)
}

async function leave({ ctx }: Round, groups: readonly NoticeGroup[], mailId: number): Promise<void> {
  const ids = groups.flatMap((group) => group.map(({ id }) => id))
  await queries.setMail(ctx, ids, mailId)
  await queries.deleteSendings(ctx, ids)
}

/** What is about one thread travels together; each other thing alone. In order of the newest, each from its oldest on. */
function groupsOf(sendings: readonly Sending[], unread: Round['unread']): NoticeGroup[] {
  const groups = new Map<string, queries.NoticeRow[]>()
  for (const { noticeId } of sendings) {
    const row = unread.get(noticeId)!
    const group = groups.get(keyOf([row])) ?? []
    groups.set(keyOf([row]), group)
    group.push(row)
  }
  return ([...groups.values()] as NoticeRow[][])
    .map((rows) => rows.toSorted((a, b) => a.id - b.id) as unknown as NoticeGroup)
    .toSorted((a, b) => a.at(-1)!.id - b.at(-1)!.id)
}

type NoticeRow = queries.NoticeRow

function keyOf([{ id, threadId, kind }]: NoticeGroup): string {
  return threadId === null || noticeKind(kind).pathOf ? `notice ${id}` : `thread ${threadId}`
}
