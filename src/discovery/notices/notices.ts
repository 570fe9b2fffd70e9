import { type ReplyId, type ThreadId, getThread } from '../../content/threads/threads.ts'
import { loadPeople } from '../../people/accounts/accounts.ts'
import type { Ctx } from '../../platform/context.ts'
import { type PageOf, readCursor } from '../../platform/cursor.ts'
import { Forbidden, Invalid, NotFound } from '../../platform/errors.ts'
import { touch } from '../../platform/events.ts'
import type { AccountId } from '../../platform/ids.ts'
import { type SpaceId, getSpaceById } from '../../realms/spaces/spaces.ts'
import { type NoticeKind, addressOfSubject, isNoticeKind, noticeKind, noticeKinds } from './notice-kinds.ts'
import { type NoticeQuestion, sendNoticeMail } from './notice-mail.ts'
import * as queries from './notices.queries.ts'
import type { NoticeId } from './notices.tables.ts'
import { readStopToken } from './stop-token.ts'

export type { NoticeId } from './notices.tables.ts'
export { type NoticeKind, type NoticeSubject, answerNotice, defineNoticeKind } from './notice-kinds.ts'

export interface NewNotice {
  readonly accountId: AccountId
  readonly kind: NoticeKind
  /** Why they get it, after "You get this": "because you asked". */
  readonly because: string
  /** What it is about: a thread, a room, or a person (`occasion` tells apart what is told of these more than once). */
  readonly threadId?: ThreadId
  readonly spaceId?: SpaceId
  readonly personId?: AccountId
  readonly occasion?: string
  readonly replyId?: ReplyId
  /** Whose act it was; nobody is told of their own. */
  readonly actorId?: AccountId
  /** A question that the mail asks beside its link. */
  readonly ask?: NoticeQuestion
}

/** One line of somebody's notices. */
export interface Notice {
  readonly id: NoticeId
  readonly kind: NoticeKind
  readonly says: string
  /** Of the thread or the room; absent when it is about a person, whom `says` names. */
  readonly title?: string
  readonly because: string
  readonly realm: 'inside' | 'outside' | 'bridge'
  readonly madeAt: Date
  readonly isRead: boolean
}

/**
 * Tells somebody, here and by mail, once: the same account, kind, thread and reply (room or person, and occasion) never twice.
 * Nothing happens for a closed account, for one that may not read what it is about, for one that stopped this kind, or for one's own act.
 * For listeners; gives whether the person is told now.
 */
export async function notify(ctx: Ctx, notice: NewNotice): Promise<boolean> {
  const { accountId, kind, because, threadId = null, spaceId = null, personId = null, replyId = null } = notice
  const { actorId = null, occasion = '' } = notice
  if (actorId === accountId) return false
  const receiver = await queries.findReceiver(ctx, accountId)
  if (!receiver) return false
  const stops = await queries.selectStops(ctx, accountId)
  if (stops.has(kind.name)) return false
  const theirs = ctx.as(receiver.viewer)
  const subject = await subjectOf(theirs, notice).catch(absent)
  if (!subject) return false
  return ctx.transaction(async (inside) => {
    const about = { threadId, spaceId, personId, replyId, occasion }
    const id = await queries.insertNotice(inside, { accountId, kind: kind.name, because, ...about, actorId })
    if (id === undefined) return false
    await touch(inside, `account:${accountId}`)
    if (receiver.email === null || stops.has(mailStop(kind))) return true
    const actor = actorId && (await loadPeople(inside, [actorId])).get(actorId)?.displayName
    const mailId = await sendNoticeMail(inside, {
      to: receiver.email,
      accountId,
      kind,
      says: kind.says(actor || undefined, occasion),
      ...(subject.title !== undefined && { title: subject.title }),
      because,
      path: await addressOfSubject(inside.as(receiver.viewer), kind, about),
      ...(notice.ask && { ask: notice.ask }),
    })
    await queries.setMail(inside, id, mailId)
    return true
  })
}

async function subjectOf(theirs: Ctx, notice: NewNotice): Promise<{ title?: string }> {
  const { threadId, spaceId, personId } = notice
  if (personId !== undefined) {
    if (!(await queries.connects(theirs, notice.accountId, personId, notice.occasion ?? ''))) throw new NotFound()
    return {}
  }
  if (threadId !== undefined) return getThread(theirs, threadId)
  if (spaceId !== undefined) return getSpaceById(theirs, spaceId)
  throw new Error('a notice is about a thread, a room or a person')
}

function absent(error: unknown): undefined {
  if (!(error instanceof NotFound)) throw error
}

/** The viewer's notices, newest first, 20 a page: those about what they may read now. */
export async function listNotices(ctx: Ctx, cursor?: string, limit = 20): Promise<PageOf<Notice>> {
  me(ctx)
  const page = await queries.selectNoticePage(ctx, readCursor(cursor), limit)
  return { ...page, items: page.items.map(noticeOf) }
}

function noticeOf(row: queries.NoticeRow): Notice {
  const kind = noticeKind(row.kind)
  const { id, title, because, realm, madeAt } = row
  return {
    id,
    kind,
    says: kind.says(row.actor ?? undefined, row.occasion),
    ...(title !== null && { title }),
    because,
    realm,
    madeAt,
    isRead: row.readAt !== null,
  }
}

/** How many notices the viewer has not read, of those that they may read. 0 for visitors. */
export async function countUnread(ctx: Ctx): Promise<number> {
  return ctx.viewer.kind === 'account' ? queries.countUnreadNotices(ctx) : 0
}

/** Opens one of the viewer's notices: marks it read and gives the path that it leads to. */
export async function openNotice(ctx: Ctx, id: NoticeId): Promise<string> {
  const row = await queries.findOwnNotice(ctx, id)
  if (!row) throw new NotFound('notices.not-found')
  const path = await addressOfSubject(ctx, noticeKind(row.kind), row)
  await queries.markRead(ctx, me(ctx), { id })
  return path
}

/** Marks every notice of the viewer read. */
export async function readAllNotices(ctx: Ctx): Promise<void> {
  if (await queries.markRead(ctx, me(ctx))) await touch(ctx, `account:${me(ctx)}`)
}

/** Marks the viewer's notices about one thread read: for the pages that show it. Harmless for visitors. */
export async function readThreadNotices(ctx: Ctx, threadId: ThreadId): Promise<void> {
  if (ctx.viewer.kind === 'account') await queries.markRead(ctx, ctx.viewer.id, { threadId })
}

/** How a kind of notice reaches somebody: here and by mail, here alone, or not at all. */
export type NoticeReach = 'mail' | 'here' | 'nothing'

const mailStop = (kind: NoticeKind): string => `mail:${kind.name}`

/** The kinds that can reach the viewer, each with how it does. */
export async function listReaches(ctx: Ctx): Promise<readonly { kind: NoticeKind; reach: NoticeReach }[]> {
  const stops = await queries.selectStops(ctx, me(ctx))
  if (ctx.viewer.kind !== 'account') return []
  return noticeKinds(ctx.viewer.realm).map((kind) => ({
    kind,
    reach: stops.has(kind.name) ? 'nothing' : stops.has(mailStop(kind)) ? 'here' : 'mail',
  }))
}

/** Sets how a kind of notice reaches the viewer. Throws Invalid (`kind`). */
export async function setReach(ctx: Ctx, name: string, reach: NoticeReach): Promise<void> {
  const accountId = me(ctx)
  if (!isNoticeKind(name)) throw new Invalid('notices.no-kind', { kind: 'There is no such kind of notice.' })
  await ctx.transaction(async (inside) => {
    await queries.putStop(inside, accountId, name, reach === 'nothing')
    await queries.putStop(inside, accountId, mailStop(noticeKind(name)), reach !== 'mail')
  })
}

/** What the link in a mail would stop, for the page that asks; NotFound when the link is not whole. */
export async function readStop(ctx: Ctx, token: string | undefined): Promise<NoticeKind> {
  return noticeKind((await demandStop(ctx, token)).kind)
}

/** Stops the mails of one kind for the account that the link was sent to. No sign-in: the link is the proof. */
export async function stopMail(ctx: Ctx, token: string | undefined): Promise<NoticeKind> {
  const { accountId, kind } = await demandStop(ctx, token)
  await queries.putStop(ctx, accountId, mailStop(noticeKind(kind)), true)
  return noticeKind(kind)
}

async function demandStop(ctx: Ctx, token: string | undefined) {
  const stop = await readStopToken(ctx, token)
  if (!stop)
    throw new NotFound(
      'notices.no-stop',
      'This link is not whole. Open it again from the mail, or change your notices after signing in.',
    )
  return stop
}

function me(ctx: Ctx): AccountId {
  if (ctx.viewer.kind !== 'account') throw new Forbidden('notices.sign-in-first', 'Sign in to see your notices.')
  return ctx.viewer.id
}
