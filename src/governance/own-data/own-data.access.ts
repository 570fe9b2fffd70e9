import type { Viewer } from '../../platform/context.ts'
import type { AccountId } from '../../platform/ids.ts'
import { said } from '../../platform/languages/languages.ts'
import { type AccessVerdict, no, yes } from '../../platform/verdict.ts'

/** Everybody with an account takes their own data with them, and nobody else's: not those who look after a side either. */
export function mayExport(viewer: Viewer, ownerId?: AccountId): AccessVerdict {
  if (viewer.kind !== 'account') return no('own-data.sign-in-first', said('Sign in to take your own data with you.'))
  if (ownerId !== undefined && ownerId !== viewer.id) return no('own-data.not-yours', said('This is not your data.'))
  return yes(said('This is your own data.'))
}
