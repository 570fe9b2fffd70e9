import { companyName } from '../../people/company.ts'
import type { Ctx } from '../../platform/context.ts'
import { type Say, said } from '../../platform/languages/languages.ts'
import { sendMail } from '../../platform/mail.ts'
import { findSetting } from '../../platform/settings.ts'
import type { ToldPerson } from '../notices/notices.ts'
import type { OffReason } from './webhooks.tables.ts'

/** Why nothing is sent to an address any more, in a sentence. */
export const offWords: Readonly<Record<OffReason, string>> = {
  gone: said('It answered that it is gone for good (410).'),
  failing: said('Nothing arrived there for three days.'),
  'no-secret': said('Its secret was lost when Tango was moved. Give it a new one.'),
}

/** Tells somebody that nothing is sent to an address of theirs any more, and how to turn it on again. */
export async function sendOffMail(
  ctx: Ctx,
  { theirs, email }: ToldPerson,
  off: { name: string; because: OffReason },
): Promise<void> {
  if (email === null) return
  const { say } = theirs
  const company = await companyName(ctx)
  const site = (await findSetting<string>(ctx, 'public-url')) ?? ''
  await sendMail(ctx, {
    to: email,
    subject: say('No notices to “{name}” any more', { name: off.name }),
    text: linesOf(say, { ...off, company, link: `${site}/settings/notices/webhooks` }).join('\n'),
    headers: { 'auto-submitted': 'auto-generated', 'content-language': say.language },
  })
}

function linesOf(say: Say, of: { name: string; because: OffReason; company: string; link: string }): string[] {
  const { name, company, because, link } = of
  return [
    say('Your notices at {company} are not sent to your web address “{name}” any more.', { company, name }),
    '',
    say.again(offWords[because]),
    '',
    say('Turn it on again, or remove it: {link}', { link }),
    '',
    say('What you have not read stands on your page of notices.'),
    '',
  ]
}
