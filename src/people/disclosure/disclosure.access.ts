import type { Viewer } from '../../platform/context.ts'
import { said } from '../../platform/languages/languages.ts'
import { type AccessVerdict, no, yes } from '../../platform/verdict.ts'

/** Whether somebody records what members receive from the company: who looks after the outside, and the owner. */
export function mayRecordPerks(viewer: Viewer): AccessVerdict {
  if (viewer.kind === 'system') return yes(said('This is done by Tango itself.'))
  if (viewer.kind !== 'account' || viewer.realm !== 'inside')
    return no('disclosure.not-steward', said('What members receive is recorded by the company.'))
  if (viewer.offices.includes('owner')) return yes(said('You own this installation.'))
  if (viewer.offices.includes('outside-steward')) return yes(said('You look after the outside.'))
  return no('disclosure.not-steward', said('What members receive is recorded by the outside steward. Ask them.'))
}

/** Whether somebody may read the company's list of perks: everybody who works here. */
export function maySeePerks(viewer: Viewer): boolean {
  return viewer.kind === 'system' || (viewer.kind === 'account' && viewer.realm === 'inside')
}
