import type { Viewer } from '../../platform/context.ts'
import { said } from '../../platform/languages/languages.ts'
import type { AccountId } from '../../platform/ids.ts'
import { type AccessVerdict, no, yes } from '../../platform/verdict.ts'

/** Whose hours somebody may see and set: their own. */
export function mayKeepClock(viewer: Viewer, accountId: AccountId): AccessVerdict {
  if (viewer.kind === 'system') return yes(said('Tango itself keeps to the hours that people set.'))
  return viewer.kind === 'account' && viewer.id === accountId
    ? yes(said('These are your own hours.'))
    : no('digests.not-yours', said('Only you set when you are told.'))
}
