import type { Ctx, Realm } from '../../platform/context.ts'
import { type Mail, sendMail } from '../../platform/mail.ts'
import { companyName } from '../company.ts'

const sides: Readonly<Record<Realm, string>> = { inside: 'inside', outside: 'outside', bridge: 'on the bridge' }

/** The mail with a code. `isMember`: a sign-up for an address that has an account signs in to it instead. */
export async function mailCode(
  ctx: Ctx,
  to: { email: string; realm: Realm },
  code: string,
  account: 'existing' | 'new' | 'existing-at-sign-up',
): Promise<void> {
  const company = await companyName(ctx)
  const spaced = `${code.slice(0, 4)} ${code.slice(4)}`
  const use = {
    existing: `It signs you in ${sides[to.realm]} at ${company}.`,
    new: `It makes your account outside at ${company}.`,
    'existing-at-sign-up': `You already have an account outside at ${company}. The code signs you in to it.`,
  }[account]
  await sendMail(ctx, {
    to: to.email,
    subject: `${spaced} is your code for ${company}`,
    text: lines(
      `Your code is ${spaced}`,
      '',
      `${use} It works for 10 minutes, once, in the browser that asked for it.`,
      '',
      'If you did not ask for it, leave it: without the code nothing happens. Nobody from us will ever ask you for it.',
    ),
    headers: automatic,
  })
}

/** Said by mail and nowhere else: whoever owns the address may know that it has no account. */
export async function mailNoAccount(ctx: Ctx, email: string): Promise<void> {
  const company = await companyName(ctx)
  await sendMail(ctx, {
    to: email,
    subject: `No account with this address at ${company}`,
    text: lines(
      `Somebody asked for a code to sign in outside at ${company} with this address. There is no account with it.`,
      '',
      'If it was you: join from the sign-in page, or try the address that you joined with. If not, leave it.',
    ),
    headers: automatic,
  })
}

/** For an account whose owner does not want codes: said by mail alone, so that the page tells nothing. */
export async function mailCodesAreOff(ctx: Ctx, email: string): Promise<void> {
  const company = await companyName(ctx)
  await sendMail(ctx, {
    to: email,
    subject: `No code for ${company}: they are turned off`,
    text: lines(
      `Somebody asked for a code to sign in at ${company}. For this account codes by mail are turned off.`,
      '',
      'If it was you: sign in with your passkey, your password or the account that you linked. If not, leave it.',
    ),
    headers: automatic,
  })
}

const automatic: Mail['headers'] = { 'auto-submitted': 'auto-generated', 'x-auto-response-suppress': 'All' }

function lines(...all: string[]): string {
  return `${all.join('\n')}\n`
}
