import { companyName } from '../../people/company.ts'
import type { Ctx, Realm } from '../../platform/context.ts'
import type { AccountId } from '../../platform/ids.ts'
import { type Letter, type LetterPart, drawLetter } from '../../platform/mail-layout.ts'
import { sendMail } from '../../platform/mail.ts'
import { findSetting } from '../../platform/settings.ts'
import { type FoldedLine, foldLines } from './fold.ts'
import { type NoticeKind, addressOfSubject, noticeKind, realmWords } from './notice-kinds.ts'
import type { NoticeRow } from './notices.queries.ts'
import { makeStopToken } from './stop-token.ts'

/** Notices about one thing, oldest first; never none. */
export type NoticeGroup = readonly [NoticeRow, ...NoticeRow[]]

export interface Receiver {
  readonly accountId: AccountId
  readonly email: string
  /** The context of the receiver: where a notice leads is found under their rights. */
  readonly theirs: Ctx
}

/** So many things stand in one mail; of the others it tells the number. */
export const mostInOneMail = 20

/** Sends what there is to tell of one thing, with a way to stop such mails in one step (RFC 8058). Returns the mail's id. */
export async function sendNoticeMail(ctx: Ctx, to: Receiver, group: NoticeGroup): Promise<number> {
  const site = (await findSetting<string>(ctx, 'public-url')) ?? ''
  const { part, lines, title } = await partOf(to, site, group)
  const kinds = new Set(group.map(({ kind }) => kind))
  const [one] = lines.length === 1 ? lines : []
  const says = one?.says ?? `${group.length} notices`
  const [first] = group
  return post(ctx, to, {
    stops: kinds.size === 1 ? first.kind : 'at-once',
    subject: title === undefined ? says : `${says}: ${title}`,
    ...(first.threadId !== null && { thread: `thread-${first.threadId}` }),
    letter: {
      realm: realmWords[first.realm],
      parts: [part],
      button: { label: buttonOf(first), link: part.link },
      reason: `You get this ${[...new Set(lines.map(({ because }) => because))].join(', and ')}.`,
    },
  })
}

/** Sends several things in one mail, the newest first: a digest, or what was kept back. Returns the mail's id. */
export async function sendTogether(
  ctx: Ctx,
  to: Receiver,
  groups: readonly NoticeGroup[],
  as: 'daily' | 'weekly' | 'at-once',
): Promise<number> {
  const site = (await findSetting<string>(ctx, 'public-url')) ?? ''
  const count = groups.reduce((sum, group) => sum + group.length, 0)
  const parts: LetterPart[] = []
  for (const group of groups.slice(0, mostInOneMail)) {
    const { part, lines } = await partOf(to, site, group)
    const where = new Set(groups.map(([{ realm }]) => realm)).size > 1 ? ` ${realmWords[group[0].realm]}.` : ''
    parts.push({ ...part, reason: `You are told ${lines[0]!.because}.${where}` })
  }
  const left = groups.length - parts.length
  const realms = new Set<Realm>(groups.map(([{ realm }]) => realm))
  const heading = count === 1 ? '1 notice that you have not read' : `${count} notices that you have not read`
  return post(ctx, to, {
    stops: as,
    subject: `${{ daily: 'Your day', weekly: 'Your week', 'at-once': 'While it was quiet' }[as]}: ${heading}`,
    letter: {
      ...(realms.size === 1 && { realm: realmWords[[...realms][0]!] }),
      heading,
      parts,
      ...(left > 0 && { more: { label: `And ${left} more`, link: `${site}/notices` } }),
      button: { label: 'Open your notices', link: `${site}/notices` },
      reason: reasons[as],
    },
  })
}

const reasons = {
  daily: 'You get this because you chose to be told once a day.',
  weekly: 'You get this because you chose to be told once a week.',
  'at-once': 'You get this because it waited until your quiet hours ended.',
} as const

async function partOf(to: Receiver, site: string, group: NoticeGroup) {
  const [first] = group
  const lines = foldLines(group.toReversed().map((row) => ({ ...row, kind: noticeKind(row.kind) })))
  const link = site + (await addressOfSubject(to.theirs, noticeKind(first.kind), first))
  const title = first.title === null ? undefined : first.title || 'A discussion without a title'
  const asks = group.map(({ kind }) => noticeKind(kind).asks).find((one) => one !== undefined)
  const part: LetterPart = {
    lines: lines.map(({ says }) => says),
    ...(title !== undefined && { title }),
    link,
    ...(asks && { ask: { label: asks.sentence, link: `${link.replace(/#.*$/, '')}#${asks.anchor}` } }),
  }
  return { part, lines: lines as readonly FoldedLine[], title }
}

function buttonOf(row: NoticeRow): string {
  if (row.threadId !== null) return row.replyId === null ? 'Read it' : 'Read what was written'
  return row.spaceId === null ? 'See who it is' : 'Go there'
}

/** Of mails that hold several kinds. */
const stopWords: Readonly<Record<string, string>> = {
  'at-once': 'Stop all mails that come at once',
  daily: 'Stop the daily digest',
  weekly: 'Stop the weekly digest',
}

interface Posting {
  readonly stops: NoticeKind['name']
  readonly subject: string
  /** What mail programs put together. */
  readonly thread?: string
  readonly letter: Omit<Letter, 'company' | 'foot'>
}

async function post(ctx: Ctx, to: Receiver, posting: Posting): Promise<number> {
  const site = (await findSetting<string>(ctx, 'public-url')) ?? 'http://localhost'
  const host = new URL(site).hostname
  const stop = `${site}/notices/stop?token=${encodeURIComponent(await makeStopToken(ctx, to.accountId, posting.stops))}`
  const company = await companyName(ctx)
  const thread = posting.thread && `<${posting.thread}@${host}>`
  const drawn = drawLetter({
    company,
    ...posting.letter,
    foot: [
      { label: stopWords[posting.stops] ?? 'Stop mails of this kind', link: stop },
      { label: 'Choose when you are told', link: `${site}/settings/notices` },
    ],
  })
  return sendMail(ctx, {
    to: to.email,
    subject: posting.subject,
    ...drawn,
    headers: {
      'Auto-Submitted': 'auto-generated',
      'List-Id': `${company.replace(/[^\p{L}\p{N} -]/gu, '')} <notices.${host}>`,
      'List-Unsubscribe': `<${stop}>`,
      'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
      ...(thread && { 'In-Reply-To': thread, References: thread }),
    },
  })
}
