import type { Viewer } from '../../platform/context.ts'
import { type AccessVerdict, no, yes } from '../../platform/verdict.ts'

/** Whose reading is remembered: that of people who are signed in, for themselves alone. */
export function mayKeepPosition(viewer: Viewer): AccessVerdict {
  return viewer.kind === 'account'
    ? yes('You have your own place in each thread.')
    : no('read-positions.sign-in-first', 'Sign in, then your place in each thread is kept.')
}
