import { type RawBuilder, sql, type SqlBool } from 'kysely'
import type { AccountViewer, Realm, Viewer } from '../../platform/context.ts'
import { type Reader, always } from '../reader.access.ts'
import { type AccessVerdict, no, yes } from '../../platform/verdict.ts'
import type { SpaceAccess } from './spaces.tables.ts'

/**
 * Who may read what stands in a space: the one condition that every kind of content builds on. The statement that
 * uses it selects from (or joins) `spaces`.
 *
 * Outside: public spaces by visitors and members, the others by everyone signed in outside; both by employees.
 * Inside: open spaces by employees, the others by their members; never by anybody else.
 * Bridge: by those who were invited. A guest, while signed in, sees the rooms of the invitation and nothing else.
 */
export function readableSpace(reader: Reader): RawBuilder<SqlBool> {
  const isPublic = sql<SqlBool>`(spaces.realm = 'outside' and spaces.access = 'public')`
  const member = (id: RawBuilder<number>) =>
    sql<SqlBool>`exists (select from memberships where memberships.space_id = spaces.id and memberships.account_id = ${id})`
  return reader.allowed({
    visitor: () => isPublic,
    account: {
      outside: () => sql<SqlBool>`spaces.realm = 'outside'`,
      inside: (id) =>
        sql<SqlBool>`(spaces.realm = 'outside' or (spaces.realm = 'inside' and spaces.access = 'employees') or (spaces.realm <> 'outside' and ${member(id)}))`,
      bridge: (id) => sql<SqlBool>`(spaces.realm = 'bridge' and ${member(id)})`,
    },
  })
}

/** The ids of the spaces that the reader may read, as a subquery: `threads.space_id in ${…}`. */
export function readableSpaceIds(reader: Reader): RawBuilder<unknown> {
  const condition = readableSpace(reader)
  return condition === always
    ? sql`(select spaces.id from spaces)`
    : sql`(select spaces.id from spaces where ${condition})`
}

/** Whether somebody who can read a space may write in it. Visitors read; everyone else who reads may write. */
export function mayWriteIn(
  viewer: Viewer,
  space: { realm: Realm; access: SpaceAccess; archivedAt: Date | null },
): AccessVerdict {
  if (viewer.kind === 'system') return yes('This is done by Tango itself.')
  if (viewer.kind === 'visitor') return no('spaces.sign-in-first', 'Sign in to write here.')
  if (space.archivedAt)
    return no('spaces.archived', 'This space is closed. It can be read, and nothing is added any more.')
  if (space.realm === 'outside') {
    return viewer.realm === 'inside' ? yes('You write here as an employee.') : yes('Every member may write here.')
  }
  return space.realm === 'inside'
    ? yes('You can read this space, so you may write in it.')
    : yes('You were invited to this space.')
}

/** Whether somebody may make spaces in a realm: the owner, and the steward of that side. Nobody makes the other side's. */
export function mayCreateSpace(viewer: Viewer, realm: Realm): AccessVerdict {
  if (viewer.kind === 'system') return yes('This is done by Tango itself.')
  if (viewer.kind !== 'account' || viewer.realm !== 'inside')
    return no('spaces.not-yours', 'Spaces are made by the stewards of each side.')
  const office = realm === 'outside' ? 'outside-steward' : 'inside-steward'
  if (viewer.offices.includes('owner')) return yes('You own this installation.')
  if (viewer.offices.includes(office)) return yes(`You hold the office ${office}.`)
  return no('spaces.not-yours', `Making a space here needs the office ${office}. Ask a steward.`)
}

/** Whether somebody may add people to a space: its stewards, and whoever may make spaces on that side. */
export function mayAddMembers(viewer: Viewer, realm: Realm, ownRole: 'member' | 'steward' | undefined): AccessVerdict {
  if (ownRole === 'steward') return yes('You look after this space.')
  const verdict = mayCreateSpace(viewer, realm)
  return verdict.allowed ? verdict : no('spaces.not-steward', 'People are added by those who look after this space.')
}

export function isEmployee(viewer: Viewer): viewer is AccountViewer {
  return viewer.kind === 'account' && viewer.realm === 'inside'
}
