import { type RawBuilder, sql } from 'kysely'
import type { Viewer } from '../../platform/context.ts'
import { type AccessVerdict, no, yes } from '../../platform/verdict.ts'
import type { Office } from './offices.tables.ts'

/** The offices that each row of `accounts` holds now, as a list of words. The query must select from accounts. */
export const heldOffices: RawBuilder<Office[]> = sql<Office[]>`array(
  select offices.office from offices where offices.account_id = accounts.id and offices.ended_at is null order by offices.office)`

/** Whether somebody may give and end offices: the owner, and whoever runs the machine. */
export function mayGiveOffice(viewer: Viewer): AccessVerdict {
  if (viewer.kind === 'system') return yes('This is done by Tango itself.')
  if (viewer.kind === 'account' && viewer.realm === 'inside' && viewer.offices.includes('owner')) {
    return yes('You own this installation.')
  }
  return no('offices.owner-only', 'Offices are given by the owner.')
}

/** Whether somebody may see who holds which office: every employee. */
export function maySeeOffices(viewer: Viewer): boolean {
  return viewer.kind === 'system' || (viewer.kind === 'account' && viewer.realm === 'inside')
}
