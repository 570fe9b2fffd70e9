import type { Ctx, Realm } from '../../platform/context.ts'
import type { Say } from '../../platform/languages/languages.ts'
import { type Mail, sendMail } from '../../platform/mail.ts'
import { companyName } from '../company.ts'

/** Whom a mail is for: the address, and in which language they read. */
export interface Receiver {
  readonly email: string
  readonly realm: Realm
  readonly say: Say
}

/** The mail with a code. `existing-at-sign-up`: a sign-up for an address that has an account signs in to it instead. */
export async function mailCode(
  ctx: Ctx,
  { email, realm, say }: Receiver,
  code: string,
  account: 'existing' | 'new' | 'existing-at-sign-up',
): Promise<void> {
  const company = await companyName(ctx)
  const spaced = `${code.slice(0, 4)} ${code.slice(4)}`
  const use = {
    existing: {
      inside: say('It signs you in inside at {company}.', { company }),
      outside: say('It signs you in outside at {company}.', { company }),
      bridge: say('It signs you in on the bridge at {company}.', { company }),
    }[realm],
    new: say('It makes your account outside at {company}.', { company }),
    'existing-at-sign-up': say('You already have an account outside at {company}. The code signs you in to it.', {
      company,
    }),
  }[account]
  await sendMail(ctx, {
    to: email,
    subject: say('{code} is your code for {company}', { code: spaced, company }),
    text: lines(
      say('Your code is {code}', { code: spaced }),
      '',
      `${use} ${say('It works for 10 minutes, once, in the browser that asked for it.')}`,
      '',
      say(
        'If you did not ask for it, leave it: without the code nothing happens. Nobody from us will ever ask you for it.',
      ),
    ),
    headers: headersIn(say),
  })
}

/** Said by mail and nowhere else: whoever owns the address may know that it has no account. */
export async function mailNoAccount(ctx: Ctx, { email, say }: Receiver): Promise<void> {
  const company = await companyName(ctx)
  await sendMail(ctx, {
    to: email,
    subject: say('No account with this address at {company}', { company }),
    text: lines(
      say('Somebody asked for a code to sign in outside at {company} with this address. There is no account with it.', {
        company,
      }),
      '',
      say('If it was you: join from the sign-in page, or try the address that you joined with. If not, leave it.'),
    ),
    headers: headersIn(say),
  })
}

/** For an account whose owner does not want codes: said by mail alone, so that the page tells nothing. */
export async function mailCodesAreOff(ctx: Ctx, { email, say }: Receiver): Promise<void> {
  const company = await companyName(ctx)
  await sendMail(ctx, {
    to: email,
    subject: say('No code for {company}: they are turned off', { company }),
    text: lines(
      say('Somebody asked for a code to sign in at {company}. For this account codes by mail are turned off.', {
        company,
      }),
      '',
      say('If it was you: sign in with your passkey, your password or the account that you linked. If not, leave it.'),
    ),
    headers: headersIn(say),
  })
}

function headersIn(say: Say): Mail['headers'] {
  return {
    'auto-submitted': 'auto-generated',
    'x-auto-response-suppress': 'All',
    'content-language': say.language,
  }
}

function lines(...all: string[]): string {
  return `${all.join('\n')}\n`
}
