import type { Viewer } from '../../platform/context.ts'
import { said } from '../../platform/languages/languages.ts'
import { type AccessVerdict, no, yes } from '../../platform/verdict.ts'

/**
 * Whether somebody closes their own account: members and guests do. Whoever works here has it from the company, and
 * whoever holds an office hands it over first, so that the last owner never goes.
 */
export function mayLeave(viewer: Viewer): AccessVerdict {
  if (viewer.kind !== 'account') return no('leaving.sign-in-first', said('Sign in to close your own account.'))
  if (viewer.realm === 'inside')
    return no(
      'leaving.employee',
      said(
        'Your account belongs to your work here. The company opens and closes it; ask somebody who looks after the inside.',
      ),
    )
  if (viewer.offices.length > 0) return no('leaving.office', said('You hold an office here. Hand it over first.'))
  return yes(said('This is your own account.'))
}
