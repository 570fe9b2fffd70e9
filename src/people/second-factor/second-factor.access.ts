import type { Realm, Viewer } from '../../platform/context.ts'
import type { AccountId } from '../../platform/ids.ts'
import { said } from '../../platform/languages/languages.ts'
import { type AccessVerdict, no, yes } from '../../platform/verdict.ts'

/** A second factor is the person's own: nobody else sees, sets or uses it. */
export function mayKeepFactor(viewer: Viewer, accountId: AccountId): AccessVerdict {
  if (viewer.kind === 'system') return yes(said('This is done by Tango itself.'))
  if (viewer.kind === 'account' && viewer.id === accountId) return yes(said('This is your own account.'))
  return no('second-factor.not-yours', said('Only the person whose account this is can change it.'))
}

/** Whether somebody decides whom the company asks for a second factor: the owner. */
export function mayRequireFactor(viewer: Viewer): AccessVerdict {
  if (viewer.kind === 'system') return yes(said('This is done by Tango itself.'))
  if (viewer.kind === 'account' && viewer.realm === 'inside' && viewer.offices.includes('owner'))
    return yes(said('You own this installation.'))
  return no('second-factor.owner-only', said('Whom the company asks for a second factor is decided by the owner.'))
}

/** Whether somebody takes away lost second factors at all: for everybody else there is no such page. */
export function resetsFactors(viewer: Viewer): boolean {
  if (viewer.kind === 'system') return true
  if (viewer.kind !== 'account' || viewer.realm !== 'inside') return false
  return viewer.offices.some((office) => office === 'owner' || office.endsWith('-steward'))
}

/**
 * Whether somebody may have a lost second factor taken away: who looks after the side that the account is on, never
 * their own, and an owner's only another owner.
 */
export function mayResetFactor(
  viewer: Viewer,
  account: { id: AccountId; realm: Realm; offices: readonly string[] },
): AccessVerdict {
  if (viewer.kind !== 'account' || !resetsFactors(viewer))
    return no('second-factor.not-steward', said('This is done by whoever looks after that side.'))
  if (viewer.id === account.id)
    return no('second-factor.own', said('This is your own account. Somebody else who looks after your side does it.'))
  if (viewer.offices.includes('owner')) return yes(said('You own this installation.'))
  if (account.offices.includes('owner'))
    return no('second-factor.owner', said('The second factor of an owner is reset by another owner.'))
  const office = account.realm === 'outside' ? 'outside-steward' : 'inside-steward'
  if (viewer.offices.includes(office)) return yes(said('You look after that side.'))
  return no('second-factor.not-steward', said('This is done by whoever looks after that side.'))
}
