import { type RawBuilder, sql } from 'kysely'
import type { Viewer } from '../../platform/context.ts'
import { said } from '../../platform/languages/languages.ts'
import { type AccessVerdict, no, yes } from '../../platform/verdict.ts'
import type { AccountId } from '../../platform/ids.ts'
import type { Office, Stewardship } from './offices.tables.ts'

/** The offices that each row of `accounts` holds now, as a list of words. The query must select from accounts. */
export const heldOffices: RawBuilder<Office[]> = sql<Office[]>`array(
  select offices.office from offices where offices.account_id = accounts.id and offices.ended_at is null order by offices.office)`

/** Whether somebody may give and end offices: the owner, and whoever runs the machine. */
export function mayGiveOffice(viewer: Viewer): AccessVerdict {
  if (viewer.kind === 'system') return yes(said('This is done by Tango itself.'))
  if (viewer.kind === 'account' && viewer.realm === 'inside' && viewer.offices.includes('owner')) {
    return yes(said('You own this installation.'))
  }
  return no('offices.owner-only', said('Offices are given by the owner.'))
}

/** Whether somebody may see who holds which office: every employee. */
export function maySeeOffices(viewer: Viewer): boolean {
  return viewer.kind === 'system' || (viewer.kind === 'account' && viewer.realm === 'inside')
}

/**
 * Whether somebody may decide that one person looks after both sides: another owner, or another steward of the side that
 * the person would look after as well. Never who asked, never who is concerned.
 */
export function mayDecideException(
  viewer: Viewer,
  exception: { office: Stewardship; askedBy: AccountId; accountId: AccountId },
): AccessVerdict {
  if (viewer.kind !== 'account' || viewer.realm !== 'inside')
    return no('offices.not-approver', said('This is decided by a second person, not by the machine.'))
  if (viewer.id === exception.askedBy)
    return no('offices.asked-yourself', said('You asked for this. Somebody else decides it.'))
  if (viewer.id === exception.accountId)
    return no('offices.about-you', said('This is about you. Somebody else decides it.'))
  if (viewer.offices.includes('owner')) return yes(said('You own this installation.'))
  if (viewer.offices.includes(exception.office)) return yes(said('You look after that side.'))
  return no('offices.not-approver', said('This is decided by another owner, or by a steward of that side.'))
}

/** Whether somebody may see who holds both stewardships, and why: who gives offices, and the stewards of both sides. */
export function maySeeExceptions(viewer: Viewer): boolean {
  if (viewer.kind === 'system') return true
  if (viewer.kind !== 'account' || viewer.realm !== 'inside') return false
  return viewer.offices.some((office) => office === 'owner' || office.endsWith('-steward'))
}
