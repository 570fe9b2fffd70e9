import type { Viewer } from '../../platform/context.ts'
import { said } from '../../platform/languages/languages.ts'
import { type AccessVerdict, no, yes } from '../../platform/verdict.ts'

/** Who names web addresses for notices: whoever has an account, for their own. Whose they are is in each query. */
export function mayHaveWebhooks(viewer: Viewer): AccessVerdict {
  return viewer.kind === 'account'
    ? yes(said('Your notices can be sent to web addresses of yours.'))
    : no('webhooks.sign-in-first', said('Sign in to have notices sent to a web address.'))
}
