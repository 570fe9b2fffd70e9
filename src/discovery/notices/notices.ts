import { type ReplyId, type ThreadId, getThread } from '../../content/threads/threads.ts'
import type { Ctx } from '../../platform/context.ts'
import { type PageOf, readCursor } from '../../platform/cursor.ts'
import { Forbidden, NotFound, unlessGone } from '../../platform/errors.ts'
import { touch } from '../../platform/events.ts'
import { keptWords, readWords } from '../../platform/languages/kept.ts'
import { type Said, said } from '../../platform/languages/languages.ts'
import type { AccountId } from '../../platform/ids.ts'
import { type SpaceId, getSpaceById } from '../../realms/spaces/spaces.ts'
import { type FoldedLine, foldLines } from './fold.ts'
import { type NoticeKind, type NoticePace, addressOfSubject, noticeKind } from './notice-kinds.ts'
import * as queries from './notices.queries.ts'
import type { NoticeId } from './notices.tables.ts'
import { tellAtOnce } from './notice-steps.ts'
import { paceOf } from './paces.ts'
import { presentOccasions } from './present-occasions.ts'
import { titleAway, titleOf } from './notice-title.ts'
import { planSending } from './sending.ts'

export type { NoticeId } from './notices.tables.ts'
export {
  type NoticeKind,
  type NoticePace,
  type NoticeSubject,
  answerNotice,
  defineNoticeKind,
  noticePaces,
  paceWords,
  realmWords,
} from './notice-kinds.ts'
export { type NoticeStep, registerNoticeStep } from './notice-steps.ts'
export {
  type DropStep,
  type MailStop,
  type StopStep,
  listPaces,
  registerDropStep,
  registerStopStep,
  readStop,
  setHours,
  setPace,
  stopMail,
} from './paces.ts'
export { type DigestStep, registerDigestStep, sendDueNotices } from './sending.ts'
export { type NoticeSettingsPanel, registerNoticeSettings } from './settings-slot.ts'
export { type ToldPerson, whomToTell } from './whom-to-tell.ts'

export interface NewNotice {
  readonly accountId: AccountId
  readonly kind: NoticeKind
  /** Why they get it, after "You get this": "because you asked". Kept as a message, and said when it is read. */
  readonly because: Said
  /** What it is about: a thread, a room, or a person (`occasion` tells apart what is told of these more than once). */
  readonly threadId?: ThreadId
  readonly spaceId?: SpaceId
  readonly personId?: AccountId
  readonly occasion?: string
  readonly replyId?: ReplyId
  /** Whose act it was; nobody is told of their own. */
  readonly actorId?: AccountId
  /** What the receiver chose for this source; else what they chose for the kind holds. */
  readonly pace?: NoticePace | undefined
}

/** One line of somebody's notices. */
export interface Notice {
  readonly id: NoticeId
  readonly kind: NoticeKind
  /** In the language of whoever asks. */
  readonly says: string
  /** Of the thread or the room; absent when it is about a person, whom `says` names. */
  readonly title?: string
  readonly because: string
  readonly realm: 'inside' | 'outside' | 'bridge'
  readonly madeAt: Date
  readonly isRead: boolean
}

/**
 * Tells somebody, once: the same account, kind, thread and reply (room or person, and occasion) never twice. Here at once;
 * a mail goes at the pace that they chose for the kind, and only if it is still unread and may still be read then.
 * Nothing happens for a closed account, for one that may not read what it is about, for one that wants none of this kind, or for one's own act.
 * For listeners; gives whether the person is told now.
 */
export async function notify(ctx: Ctx, notice: NewNotice): Promise<boolean> {
  const { accountId, kind, because, threadId = null, spaceId = null, personId = null, replyId = null } = notice
  const { actorId = null, occasion = '' } = notice
  if (actorId === accountId) return false
  const receiver = await queries.findReceiver(ctx, accountId)
  if (!receiver) return false
  const pace = notice.pace ?? paceOf(await queries.selectPaces(ctx, accountId), kind)
  if (pace === 'never' || !(await mayReadSubject(ctx.as(receiver.viewer), notice))) return false
  return ctx.transaction(async (inside) => {
    const about = { threadId, spaceId, personId, replyId, occasion }
    const id = await queries.insertNotice(inside, {
      accountId,
      kind: kind.name,
      because: keptWords(because),
      ...about,
      actorId,
    })
    if (id === undefined) return false
    await touch(inside, `account:${accountId}`)
    if (pace === 'here') return true
    if (receiver.email !== null) await planSending(inside, { id, accountId, pace })
    if (pace === 'at-once') await tellAtOnce(inside, { id, accountId })
    return true
  })
}

async function mayReadSubject(theirs: Ctx, notice: NewNotice): Promise<boolean> {
  const { threadId, spaceId, personId } = notice
  if (personId !== undefined) return queries.connects(theirs, notice.accountId, personId, notice.occasion ?? '')
  const found = threadId === undefined ? getSpaceById(theirs, demandSpace(spaceId)) : getThread(theirs, threadId)
  return found.then(() => true, absent)
}

function demandSpace(spaceId: SpaceId | undefined): SpaceId {
  if (spaceId === undefined) throw new Error('a notice is about a thread, a room or a person')
  return spaceId
}

function absent(error: unknown): false {
  if (!(error instanceof NotFound)) throw error
  return false
}

/** The viewer's notices, newest first, 20 a page: those about what they may read now. */
export async function listNotices(ctx: Ctx, cursor?: string, limit = 20): Promise<PageOf<Notice>> {
  me(ctx)
  const page = await queries.selectNoticePage(ctx, readCursor(cursor), limit)
  return { ...page, items: (await presentOccasions(ctx, page.items)).map((row) => noticeOf(ctx, row)) }
}

function noticeOf({ say }: Ctx, row: queries.NoticeRow): Notice {
  const kind = noticeKind(row.kind)
  const { id, because, realm, madeAt } = row
  const title = titleOf(say, row)
  return {
    id,
    kind,
    says: say.again(kind.says(row.actor ?? undefined, row.occasion)),
    ...(title !== undefined && { title }),
    because: say.again(readWords(because)),
    realm,
    madeAt,
    isRead: row.readAt !== null,
  }
}

/** What somebody was told of one thread, in a line for each thing that happened; or one notice about anything else. */
export interface NoticeGroup {
  /** Of the newest notice. */
  readonly id: NoticeId
  readonly threadId: ThreadId | null
  readonly title?: string
  readonly realm: Notice['realm']
  readonly lines: readonly FoldedLine[]
  /** When the newest was made. */
  readonly at: Date
  /** At most 100. */
  readonly unread: number
}

/** The viewer's notices folded by thread, in order of the newest of each, 20 a page. The unread of all pages are `countUnread`. */
export async function listNoticeGroups(ctx: Ctx, cursor?: string, limit = 20): Promise<PageOf<NoticeGroup>> {
  me(ctx)
  const page = await queries.selectGroupPage(ctx, readCursor(cursor), limit)
  const rows = await presentOccasions(ctx, await queries.selectGrouped(ctx, page.items))
  return { ...page, items: page.items.flatMap((group) => groupOf(ctx, group, rows)) }
}

function groupOf({ say }: Ctx, group: queries.GroupRow, all: readonly queries.NoticeRow[]): NoticeGroup[] {
  const rows = all.filter(({ id, threadId, kind }) =>
    group.threadId === null ? id === group.id : threadId === group.threadId && !noticeKind(kind).pathOf,
  )
  // What is unread is what there is to say; read ones speak when nothing else does.
  const telling = rows.filter((row) => row.readAt === null)
  const [newest] = rows
  if (!newest) return []
  const told = (telling.length > 0 ? telling : rows).map((row) => ({ ...row, kind: noticeKind(row.kind) }))
  const lines = foldLines(told, say)
  const { id, threadId, at, unread } = group
  const title = titleOf(say, newest)
  return [{ id, threadId, ...(title !== undefined && { title }), realm: newest.realm, lines, at, unread }]
}

/** How many notices the viewer has not read, of those that they may read. 0 for visitors. */
export async function countUnread(ctx: Ctx): Promise<number> {
  return ctx.viewer.kind === 'account' ? queries.countUnreadNotices(ctx) : 0
}

/** Opens one of the viewer's notices: gives the path that it leads to and marks it read; where it leads to a thread, all about that. */
export async function openNotice(ctx: Ctx, id: NoticeId): Promise<string> {
  const row = await queries.findOwnNotice(ctx, id)
  if (!row) throw new NotFound('notices.not-found')
  return openRow(ctx, row)
}

/** Opens what the viewer was told of a thread, at the oldest that they have not read. NotFound when there is nothing. */
export async function openThreadNotices(ctx: Ctx, threadId: ThreadId): Promise<string> {
  const row = await queries.findFirstOfThread(ctx, threadId)
  if (!row) throw new NotFound('notices.not-found')
  return openRow(ctx, row)
}

async function openRow(ctx: Ctx, row: queries.NoticeRow): Promise<string> {
  const kind = noticeKind(row.kind)
  const path = await addressOfSubject(ctx, kind, row)
  const { threadId } = row
  await queries.markRead(ctx, me(ctx), threadId === null || kind.pathOf ? { id: row.id } : { threadId })
  return path
}

/** A notice that the viewer has not read and may read now. */
export async function findUnread(ctx: Ctx, id: NoticeId): Promise<{ id: NoticeId; kind: NoticeKind } | undefined> {
  const [row] = await queries.selectUnread(ctx, [id])
  return row && { id: row.id, kind: noticeKind(row.kind) }
}

/** A notice as it leaves the house whole: with whose act it was, and the path that it leads to. */
export interface UnreadNotice extends Notice {
  readonly actor?: string
  readonly path: string
}

/** Of these notices those that the viewer has not read and may read now, the oldest first. */
export async function listUnread(ctx: Ctx, ids: readonly NoticeId[]): Promise<readonly UnreadNotice[]> {
  const rows = await presentOccasions(ctx, await queries.selectUnread(ctx, ids))
  const told: UnreadNotice[] = []
  for (const row of rows.toSorted((a, b) => a.id - b.id)) {
    const path = await unlessGone(addressOfSubject(ctx, noticeKind(row.kind), row))
    if (path === undefined) continue
    const title = titleAway(ctx.say, row)
    told.push({
      ...noticeOf(ctx, row),
      ...(title !== undefined && { title }),
      ...(row.actor !== null && { actor: row.actor }),
      path,
    })
  }
  return told
}

/** Marks every notice of the viewer read. Gives by what it can be taken back. */
export async function readAllNotices(ctx: Ctx): Promise<Date> {
  if (await queries.markRead(ctx, me(ctx))) await touch(ctx, `account:${me(ctx)}`)
  return ctx.now
}

/** Minutes in which reading all can be taken back. */
const undoMinutes = 10

/** Takes back that all were marked read at that moment. Nothing happens when it is too long ago. */
export async function unreadAllNotices(ctx: Ctx, readAt: Date): Promise<void> {
  const age = ctx.now.getTime() - readAt.getTime()
  if (!(age >= 0 && age <= undoMinutes * 60_000)) return
  if (await queries.markUnread(ctx, me(ctx), readAt)) await touch(ctx, `account:${me(ctx)}`)
}

/** Marks the viewer's notices about one thread read: for the pages that show it. Harmless for visitors. */
export async function readThreadNotices(ctx: Ctx, threadId: ThreadId): Promise<void> {
  if (ctx.viewer.kind === 'account') await queries.markRead(ctx, ctx.viewer.id, { threadId })
}

function me(ctx: Ctx): AccountId {
  if (ctx.viewer.kind !== 'account') throw new Forbidden('notices.sign-in-first', said('Sign in to see your notices.'))
  return ctx.viewer.id
}
