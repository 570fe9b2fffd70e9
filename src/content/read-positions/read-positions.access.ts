import type { Viewer } from '../../platform/context.ts'
import { said } from '../../platform/languages/languages.ts'
import { type AccessVerdict, no, yes } from '../../platform/verdict.ts'

/** Whose reading is remembered: that of people who are signed in, for themselves alone. */
export function mayKeepPosition(viewer: Viewer): AccessVerdict {
  return viewer.kind === 'account'
    ? yes(said('You have your own place in each thread.'))
    : no('read-positions.sign-in-first', said('Sign in, then your place in each thread is kept.'))
}
