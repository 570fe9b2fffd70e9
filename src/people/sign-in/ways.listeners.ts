import type { Ctx } from '../../platform/context.ts'
import { type Listener, listen } from '../../platform/events.ts'
import type { AccountId } from '../../platform/ids.ts'
import { said } from '../../platform/languages/languages.ts'
import { sendMail } from '../../platform/mail.ts'
import { accountClosed, passwordChanged } from '../accounts/accounts.events.ts'
import { wordsFor } from '../accounts/accounts.ts'
import { companyName } from '../company.ts'
import { forgetIdentities } from '../identity-providers/identity-providers.ts'
import { forgetPasskeys } from '../passkeys/passkeys.ts'
import { forgetFactor } from '../second-factor/second-factor.ts'
import { type WayChange, wayChanged } from './ways.events.ts'
import { addressOf } from './ways.queries.ts'

/** What the owner of an account is told of each change: so that a change by another hand is noticed. */
const words: Readonly<Record<WayChange | 'password-changed', string>> = {
  'provider-linked': said('An account elsewhere was linked; it opens this account now.'),
  'provider-removed': said('An account elsewhere was unlinked; it does not open this account any more.'),
  'passkey-added': said('A passkey was added.'),
  'passkey-removed': said('A passkey was removed.'),
  'password-removed': said('The password was removed.'),
  'password-changed': said('The password was changed, and all other sessions were ended.'),
  'mail-codes-off': said('Codes by mail were turned off.'),
  'mail-codes-on': said('Codes by mail were turned on.'),
  'factor-on': said('A second factor was set up. Each sign-in asks for it from now on.'),
  'factor-off': said('The second factor was removed.'),
  'recovery-made': said('New recovery codes were made. Those before do not work any more.'),
  'recovery-used': said('A recovery code was used in place of the second factor.'),
  'reset-stopped': said('Taking your second factor away was stopped. It stays.'),
  'reset-done': said('The waiting time is over: your second factor was taken away.'),
}

async function tellOwner(ctx: Ctx, accountId: AccountId, change: keyof typeof words): Promise<void> {
  ctx.log.info('a way in changed', { account: accountId, change })
  const to = await addressOf(ctx, accountId)
  if (to === undefined) return
  const company = await companyName(ctx)
  const say = await wordsFor(ctx, accountId)
  await sendMail(ctx, {
    to,
    subject: say('Your ways into {company} changed', { company }),
    text: [
      say.again(words[change]),
      '',
      say(
        'If that was you, there is nothing to do. If not: sign in, end all other sessions under Settings, and take away what you do not know. If you cannot sign in, write to the people who run the site.',
      ),
      '',
    ].join('\n'),
    headers: { 'auto-submitted': 'auto-generated', 'content-language': say.language },
  })
}

export const wayListeners: readonly Listener[] = [
  listen(wayChanged, 'sign-in.tell-owner', (ctx, { accountId, change }) => tellOwner(ctx, accountId, change)),
  listen(passwordChanged, 'sign-in.tell-owner-of-password', (ctx, { accountId }) =>
    tellOwner(ctx, accountId, 'password-changed'),
  ),
  // A closed account has no way in; what was linked to it is free for its person to link again.
  listen(accountClosed, 'sign-in.forget-ways', async (ctx, { accountId }) => {
    await forgetIdentities(ctx, accountId)
    await forgetPasskeys(ctx, accountId)
    await forgetFactor(ctx, accountId)
  }),
]
