import { type RawBuilder, sql, type SqlBool } from 'kysely'
import type { AccountViewer, Viewer } from '../../platform/context.ts'
import { said } from '../../platform/languages/languages.ts'
import { type AccessVerdict, no, yes } from '../../platform/verdict.ts'

/** Whether somebody may invite colleagues inside: the owner and the inside steward. */
export function mayInviteColleagues(viewer: Viewer): AccessVerdict {
  if (viewer.kind === 'account' && viewer.realm === 'inside') {
    if (viewer.offices.includes('owner')) return yes(said('You own this installation.'))
    if (viewer.offices.includes('inside-steward')) return yes(said('You look after the inside.'))
  }
  return no('invitations.not-yours', said('Colleagues are invited by the inside steward and the owner.'))
}

/** Whether somebody looks after the other side and not after this one: for them its settings are not there. */
export function looksAfterOutsideOnly(viewer: Viewer): boolean {
  return (
    viewer.kind === 'account' &&
    viewer.offices.includes('outside-steward') &&
    !viewer.offices.includes('owner') &&
    !viewer.offices.includes('inside-steward')
  )
}

/** Whether somebody may invite guests into a bridge space: the employees who are in it. */
export function mayInviteGuests(viewer: Viewer, isMember: boolean): AccessVerdict {
  if (viewer.kind === 'account' && viewer.realm === 'inside' && isMember) return yes(said('You are in this room.'))
  return no('invitations.not-in-room', said('Guests are invited by the employees who are in the room.'))
}

export function isEmployee(viewer: Viewer): viewer is AccountViewer {
  return viewer.kind === 'account' && viewer.realm === 'inside'
}

/** The invitations that an employee sees: their own, those of guests for whom they are to answer, and all to the inside for those who may invite there. */
export function readableInvitation(viewer: AccountViewer): RawBuilder<SqlBool> {
  const own = sql<SqlBool>`(invitations.invited_by = ${viewer.id} or invitations.sponsor_id = ${viewer.id})`
  return mayInviteColleagues(viewer).allowed ? sql<SqlBool>`(${own} or invitations.realm = 'inside')` : own
}
