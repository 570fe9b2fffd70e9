import type { Ctx } from '../../platform/context.ts'
import type { AccountId } from '../../platform/ids.ts'
import { sendMail } from '../../platform/mail.ts'
import { findSetting } from '../../platform/settings.ts'
import type { NoticeKind } from './notice-kinds.ts'
import { makeStopToken } from './stop-token.ts'

/** A question that a notice asks, and the anchor on its page where the answer is given. */
export interface NoticeQuestion {
  readonly sentence: string
  readonly anchor: string
}

export interface NoticeMail {
  readonly to: string
  readonly accountId: AccountId
  readonly kind: NoticeKind
  /** What happened: "Daniel answered your question". */
  readonly says: string
  /** The title of the thread or the room; nothing else of what people wrote ever stands in a mail, so that a recall is whole. */
  readonly title?: string
  readonly because: string
  /** The path that the mail leads to. */
  readonly path: string
  /** A question, and the place on the page where it is answered; nothing is answered by opening the mail. */
  readonly ask?: NoticeQuestion
}

/** Sends one notice by mail, with a way to stop such mails in one step (RFC 8058). Returns the mail's id. */
export async function sendNoticeMail(ctx: Ctx, mail: NoticeMail): Promise<number> {
  const site = (await findSetting<string>(ctx, 'public-url')) ?? ''
  const stop = `${site}/notices/stop?token=${encodeURIComponent(await makeStopToken(ctx, mail.accountId, mail.kind.name))}`
  const link = site + mail.path
  const reason = `You get this ${mail.because}.`
  const ask = mail.ask ? [{ sentence: mail.ask.sentence, link: `${link.replace(/#.*$/, '')}#${mail.ask.anchor}` }] : []
  return sendMail(ctx, {
    to: mail.to,
    subject: mail.title === undefined ? mail.says : `${mail.says}: ${mail.title}`,
    text: [
      ...(mail.title === undefined ? [`${mail.says}.`] : [`${mail.says}:`, mail.title]),
      link,
      '',
      ...ask.flatMap((one) => [one.sentence, one.link, '']),
      '--',
      reason,
      `Stop mails of this kind: ${stop}`,
      '',
    ].join('\n'),
    html: [
      mail.title === undefined
        ? `<p><a href="${escape(link)}"><strong>${escape(mail.says)}</strong></a></p>`
        : `<p>${escape(mail.says)}:<br><a href="${escape(link)}"><strong>${escape(mail.title)}</strong></a></p>`,
      ...ask.map((one) => `<p><a href="${escape(one.link)}">${escape(one.sentence)}</a></p>`),
      `<p><small>${escape(reason)} <a href="${escape(stop)}">Stop mails of this kind</a></small></p>`,
    ].join('\n'),
    headers: { 'List-Unsubscribe': `<${stop}>`, 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' },
  })
}

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

function escape(text: string): string {
  return text.replace(/[&<>"]/g, (character) => entities[character]!)
}
