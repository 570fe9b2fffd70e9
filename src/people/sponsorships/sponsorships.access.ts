import { type RawBuilder, sql, type SqlBool } from 'kysely'
import type { AccountViewer, Viewer } from '../../platform/context.ts'
import type { AccountId } from '../../platform/ids.ts'
import { said } from '../../platform/languages/languages.ts'
import { type AccessVerdict, no, yes } from '../../platform/verdict.ts'

/**
 * Whether an employee who is still here answers for a guest in a space now. `guest` and `space` are columns or bound
 * values. The clock is the database's, as in the rule of reading.
 */
export function isAnsweredFor(guest: RawBuilder<number>, space: RawBuilder<number>): RawBuilder<SqlBool> {
  return sql<SqlBool>`exists (select from sponsorships standing
    join accounts sponsor on sponsor.id = standing.sponsor_id and sponsor.state = 'active' and sponsor.realm = 'inside'
    where standing.guest_id = ${guest} and standing.space_id = ${space}
      and standing.ended_at is null and standing.lapses_at > now())`
}

/**
 * The guests whom an employee finds in the list: in the rooms that they are in, those for whom they answer, and all for
 * who administers the inside. The statement selects from `memberships` and left joins `sponsorships`.
 */
export function readableGuest(viewer: Viewer): RawBuilder<SqlBool> {
  if (administersGuests(viewer)) return sql<SqlBool>`true`
  if (!isEmployee(viewer)) return sql<SqlBool>`false`
  return sql<SqlBool>`(${isInRoom(viewer.id)} or (sponsorships.sponsor_id = ${viewer.id} and sponsorships.ended_at is null))`
}

export function isInRoom(id: AccountId): RawBuilder<SqlBool> {
  return sql<SqlBool>`exists (select from memberships mine
    where mine.space_id = memberships.space_id and mine.account_id = ${id})`
}

export function isEmployee(viewer: Viewer): viewer is AccountViewer {
  return viewer.kind === 'account' && viewer.realm === 'inside'
}

/** Whether somebody looks after every guest: the owner and the inside steward; a bridge belongs to the inside. */
export function administersGuests(viewer: Viewer): boolean {
  if (viewer.kind === 'system') return true
  return isEmployee(viewer) && (viewer.offices.includes('owner') || viewer.offices.includes('inside-steward'))
}

/** What a verdict about a guest needs to know: who answers, and what the viewer is in that room. */
export interface GuestPlace {
  /** Who answers for the guest, or did last and was not ended; null when nobody. */
  readonly sponsorId: AccountId | null
  /** The viewer's own part in the room. */
  readonly role: 'member' | 'steward' | null
}

/** Whether somebody may answer for a guest in a room, now or instead of another: the employees who are in it. */
export function mayAnswerFor(viewer: Viewer, { role }: GuestPlace): AccessVerdict {
  if (isEmployee(viewer) && role !== null) return yes(said('You are in this room.'))
  return no('sponsorships.not-in-room', said('Only an employee who is in the room can answer for a guest there.'))
}

/** Whether somebody may renew: whoever answers for the guest already, and is still in the room. */
export function mayRenew(viewer: Viewer, place: GuestPlace): AccessVerdict {
  const answering = mayAnswerFor(viewer, place)
  if (!answering.allowed || (viewer.kind === 'account' && viewer.id === place.sponsorId)) return answering
  return no('sponsorships.not-sponsor', said('Somebody else answered for this guest. Take it over instead.'))
}

/** Whether somebody may end it before its time: whoever answers, who looks after the room, and who administers the inside. */
export function mayEndSponsorship(viewer: Viewer, { sponsorId, role }: GuestPlace): AccessVerdict {
  if (administersGuests(viewer)) return yes(said('You look after the guests of this house.'))
  if (isEmployee(viewer)) {
    if (viewer.id === sponsorId) return yes(said('You answer for this guest.'))
    if (role === 'steward') return yes(said('You look after this room.'))
  }
  return no(
    'sponsorships.not-yours',
    said('It is ended by whoever answers for the guest, or by who looks after the room.'),
  )
}
