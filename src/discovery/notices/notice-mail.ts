import { companyName } from '../../people/company.ts'
import type { Ctx, Realm } from '../../platform/context.ts'
import type { AccountId } from '../../platform/ids.ts'
import { type Say, said } from '../../platform/languages/languages.ts'
import { type Letter, type LetterPart, drawLetter } from '../../platform/mail-layout.ts'
import { sendMail } from '../../platform/mail.ts'
import { findSetting } from '../../platform/settings.ts'
import { type FoldedLine, foldLines, reasonsOf } from './fold.ts'
import { type NoticeKind, addressOfSubject, noticeKind, realmWords } from './notice-kinds.ts'
import type { NoticeRow } from './notices.queries.ts'
import { titleAway } from './notice-title.ts'
import { makeStopToken } from './stop-token.ts'

/** Notices about one thing, oldest first; never none. */
export type NoticeGroup = readonly [NoticeRow, ...NoticeRow[]]

export interface Receiver {
  readonly accountId: AccountId
  readonly email: string
  /** The context of the receiver: where a notice leads is found under their rights. */
  readonly theirs: Ctx
  /** Their words. */
  readonly say: Say
}

/** So many things stand in one mail; of the others it tells the number. */
export const mostInOneMail = 20

/** Sends what there is to tell of one thing, with a way to stop such mails in one step (RFC 8058). Returns the mail's id. */
export async function sendNoticeMail(ctx: Ctx, to: Receiver, group: NoticeGroup): Promise<number> {
  const site = (await findSetting<string>(ctx, 'public-url')) ?? ''
  const { part, lines, title } = await partOf(to, site, group)
  const kinds = new Set(group.map(({ kind }) => kind))
  const [one] = lines.length === 1 ? lines : []
  const { say } = to
  const says = one?.says ?? say('{count} notices', { count: group.length })
  const [first] = group
  return post(ctx, to, {
    stops: kinds.size === 1 ? first.kind : 'at-once',
    subject: title === undefined ? says : say('{says}: {title} | what happened, and of what', { says, title }),
    ...(first.threadId !== null && { thread: `thread-${first.threadId}` }),
    letter: {
      realm: say.again(realmWords[first.realm]),
      parts: [part],
      button: { label: say.again(buttonOf(first)), link: part.link },
      reason: say('You get this {because}.', { because: reasonsOf(say, lines) }),
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
  const { say } = to
  const isMixed = new Set(groups.map(([{ realm }]) => realm)).size > 1
  const parts: LetterPart[] = []
  for (const group of groups.slice(0, mostInOneMail)) {
    const { part, lines } = await partOf(to, site, group)
    const told = { because: say.again(lines[0]!.because) }
    const reason = isMixed
      ? say('You are told {because}. {side}.', { ...told, side: say.again(realmWords[group[0].realm]) })
      : say('You are told {because}.', told)
    parts.push({ ...part, reason })
  }
  const left = groups.length - parts.length
  const realms = new Set<Realm>(groups.map(([{ realm }]) => realm))
  const heading = say('{count} notices that you have not read', { count })
  return post(ctx, to, {
    stops: as,
    subject: subjects[as](say, heading),
    letter: {
      ...(realms.size === 1 && { realm: say.again(realmWords[[...realms][0]!]) }),
      heading,
      parts,
      ...(left > 0 && { more: { label: say('And {number} more', { number: left }), link: `${site}/notices` } }),
      button: { label: say('Open your notices'), link: `${site}/notices` },
      reason: say.again(reasons[as]),
    },
  })
}

const subjects: Readonly<Record<'daily' | 'weekly' | 'at-once', (say: Say, heading: string) => string>> = {
  daily: (say, heading) => say('Your day: {heading}', { heading }),
  weekly: (say, heading) => say('Your week: {heading}', { heading }),
  'at-once': (say, heading) => say('While it was quiet: {heading}', { heading }),
}

const reasons = {
  daily: said('You get this because you chose to be told once a day.'),
  weekly: said('You get this because you chose to be told once a week.'),
  'at-once': said('You get this because it waited until your quiet hours ended.'),
} as const

async function partOf(to: Receiver, site: string, group: NoticeGroup) {
  const [first] = group
  const lines = foldLines(
    group.toReversed().map((row) => ({ ...row, kind: noticeKind(row.kind) })),
    to.say,
  )
  const link = site + (await addressOfSubject(to.theirs, noticeKind(first.kind), first))
  const title = titleAway(to.say, first)
  const asks = group.map(({ kind }) => noticeKind(kind).asks).find((one) => one !== undefined)
  const part: LetterPart = {
    lines: lines.map(({ says }) => says),
    ...(title !== undefined && { title }),
    link,
    ...(asks && { ask: { label: to.say.again(asks.sentence), link: `${link.replace(/#.*$/, '')}#${asks.anchor}` } }),
  }
  return { part, lines: lines as readonly FoldedLine[], title }
}

function buttonOf(row: NoticeRow): string {
  if (row.threadId !== null) return row.replyId === null ? said('Read it') : said('Read what was written')
  return row.spaceId === null ? said('See who it is') : said('Go there')
}

/** Of mails that hold several kinds. */
const stopWords: Readonly<Record<string, string>> = {
  'at-once': said('Stop all mails that come at once'),
  daily: said('Stop the daily digest'),
  weekly: said('Stop the weekly digest'),
}

interface Posting {
  readonly stops: NoticeKind['name']
  readonly subject: string
  /** What mail programs put together. */
  readonly thread?: string
  readonly letter: Omit<Letter, 'company' | 'language' | 'foot'>
}

async function post(ctx: Ctx, to: Receiver, posting: Posting): Promise<number> {
  const site = (await findSetting<string>(ctx, 'public-url')) ?? 'http://localhost'
  const host = new URL(site).hostname
  const stop = `${site}/notices/stop?token=${encodeURIComponent(await makeStopToken(ctx, to.accountId, posting.stops))}`
  const company = await companyName(ctx)
  const thread = posting.thread && `<${posting.thread}@${host}>`
  const drawn = drawLetter({
    company,
    language: to.say.language,
    ...posting.letter,
    foot: [
      { label: to.say.again(stopWords[posting.stops] ?? said('Stop mails of this kind')), link: stop },
      { label: to.say('Choose when you are told'), link: `${site}/settings/notices` },
    ],
  })
  return sendMail(ctx, {
    to: to.email,
    subject: posting.subject,
    ...drawn,
    headers: {
      'Auto-Submitted': 'auto-generated',
      'Content-Language': to.say.language,
      'List-Id': `${company.replace(/[^\p{L}\p{N} -]/gu, '')} <notices.${host}>`,
      'List-Unsubscribe': `<${stop}>`,
      'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
      ...(thread && { 'In-Reply-To': thread, References: thread }),
    },
  })
}
