import { createTransport } from 'nodemailer'
import type SMTPTransport from 'nodemailer/lib/smtp-transport/index.js'
import type { Ctx } from './context.ts'
import { enqueue } from './jobs.ts'
import { describeError } from './log.ts'
import { drawPlain } from './mail-layout.ts'
import { findSetting } from './settings.ts'

export interface Mail {
  readonly to: string
  readonly subject: string
  readonly text: string
  /** As a page; drawn from the text unless given. */
  readonly html?: string
  readonly headers?: Readonly<Record<string, string>>
}

/** How mail leaves: over SMTP in real life, into memory in tests; or not at all, and then it waits in the database. */
export interface MailCarrier {
  send(mail: Mail): Promise<void>
}

/** Puts a mail into the outbox, in the transaction of `ctx`. Returns its id, by which it can be withdrawn while unsent. */
export async function sendMail(ctx: Ctx, mail: Mail): Promise<number> {
  const html =
    mail.html ??
    drawPlain((await findSetting<string>(ctx, 'company')) ?? 'Tango', mail.text, mail.headers?.['content-language'])
  const { id } = await ctx.db
    .insertInto('mails')
    .values({
      toAddress: mail.to,
      subject: oneLine(mail.subject),
      bodyText: mail.text,
      bodyHtml: html,
      headers: JSON.stringify(mail.headers ?? {}),
      createdAt: ctx.now,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  await enqueue(ctx, 'carry-mail', { mailId: id })
  return id
}

const onePlainAddress = /^[^\s,;:<>"()[\]@]+@[^\s,;:<>"()[\]@]+$/

/** Hands one mail to the carrier. Without a carrier it stays readable in the database. Throws to be tried again. */
export async function carryMail(ctx: Ctx, mailId: number, carrier: MailCarrier | undefined): Promise<void> {
  if (!carrier) return
  const mail = await ctx.db
    .selectFrom('mails')
    .selectAll()
    .where('id', '=', mailId)
    .where('sentAt', 'is', null)
    .where('withdrawnAt', 'is', null)
    .executeTakeFirst()
  if (!mail) return
  try {
    // A list or a name in the address would bring the mail to somebody else.
    if (!onePlainAddress.test(mail.toAddress)) throw new RangeError('not one plain mail address')
    await carrier.send({
      to: mail.toAddress,
      subject: mail.subject,
      text: mail.bodyText,
      html: mail.bodyHtml ?? undefined,
      headers: mail.headers as Record<string, string>,
    })
    await ctx.db.updateTable('mails').set({ sentAt: ctx.now, lastError: null }).where('id', '=', mailId).execute()
  } catch (error) {
    await ctx.db
      .updateTable('mails')
      .set((eb) => ({ attempts: eb('attempts', '+', 1), lastError: String(describeError(error).kind) }))
      .where('id', '=', mailId)
      .execute()
    throw error
  }
}

/**
 * A carrier over SMTP. `from` is the address that mail comes from. A server that says nothing for `patience`
 * milliseconds is given up, so that a dead one does not hold the worker.
 */
export function smtpCarrier(url: string, from: string, patience = 20_000): MailCarrier {
  const transport = createTransport({
    url,
    connectionTimeout: patience,
    greetingTimeout: patience,
    socketTimeout: 3 * patience,
    disableFileAccess: true,
    disableUrlAccess: true,
  } as SMTPTransport.Options)
  return {
    async send({ to, subject, text, html, headers }) {
      const envelope = { from, to: [to] }
      await transport.sendMail({
        from,
        to: { name: '', address: to },
        subject,
        text,
        html,
        headers: { ...headers },
        envelope,
      })
    },
  }
}

function oneLine(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim()
  // Never half of a sign that is written in two parts: it would arrive as a mark of doubt.
  return line.slice(0, 200).replace(/[\ud800-\udbff]$/, '')
}
