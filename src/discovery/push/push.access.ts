import type { Viewer } from '../../platform/context.ts'
import { said } from '../../platform/languages/languages.ts'
import { type AccessVerdict, no, yes } from '../../platform/verdict.ts'

/** Who has devices that show notices: whoever has an account. Whose they are is in each query. */
export function mayHaveDevices(viewer: Viewer): AccessVerdict {
  return viewer.kind === 'account'
    ? yes(said('Your notices can be shown on your devices.'))
    : no('push.sign-in-first', said('Sign in to have notices shown on a device.'))
}
