import { type RawBuilder, sql, type SqlBool } from 'kysely'
import type { Realm, Viewer } from '../../platform/context.ts'
import type { AccountId } from '../../platform/ids.ts'
import { type AccessVerdict, no, yes } from '../../platform/verdict.ts'

/**
 * Who may know that somebody is here: the one condition for profile, list and count. The query must select from
 * accounts.
 *
 * Inside sees everybody. Members and visitors see the faces outside. A guest sees those who share a bridge space with
 * them. Everyone sees themselves. A closed account is seen by nobody. The two faces of one person are two rows that
 * nothing connects, so there is nothing here that could join them.
 */
export function readablePerson(viewer: Viewer): RawBuilder<SqlBool> {
  const here = sql<SqlBool>`accounts.state <> 'closed'`
  if (viewer.kind === 'system') return sql<SqlBool>`true`
  if (viewer.kind === 'visitor') return sql<SqlBool>`(${here} and accounts.realm = 'outside')`
  const self = sql<SqlBool>`accounts.id = ${viewer.id}`
  const seen: Record<Realm, RawBuilder<SqlBool>> = {
    inside: sql<SqlBool>`true`,
    outside: sql<SqlBool>`accounts.realm = 'outside'`,
    bridge: sql<SqlBool>`exists (
      select from memberships theirs
      join memberships mine on mine.space_id = theirs.space_id and mine.account_id = ${viewer.id}
      join spaces on spaces.id = theirs.space_id and spaces.realm = 'bridge'
      where theirs.account_id = accounts.id)`,
  }
  return sql<SqlBool>`(${here} and (${self} or ${seen[viewer.realm]}))`
}

/** Accounts are made by Tango alone, once somebody proved an address, was invited, set it up, or runs the machine. */
export function mayCreateAccounts(viewer: Viewer): AccessVerdict {
  if (viewer.kind === 'system') return yes('This is done by Tango itself.')
  return no('accounts.not-yours', 'Accounts are made by signing up or by an invitation.')
}

/** Profile, settings and password are the person's own; whoever runs the machine can set them too. */
export function mayChangeAccount(viewer: Viewer, id: AccountId): AccessVerdict {
  if (viewer.kind === 'system') return yes('This is done by Tango itself.')
  if (viewer.kind === 'account' && viewer.id === id) return yes('This is your own account.')
  return no('accounts.not-yours', 'Only the person whose account this is can change it.')
}
