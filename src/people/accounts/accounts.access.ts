import { type RawBuilder, sql, type SqlBool } from 'kysely'
import type { Realm, Viewer } from '../../platform/context.ts'
import type { AccountId } from '../../platform/ids.ts'
import { said } from '../../platform/languages/languages.ts'
import { type AccessVerdict, no, yes } from '../../platform/verdict.ts'
import { isAnsweredFor } from '../sponsorships/sponsorships.ts'
import type { AccountState } from './accounts.tables.ts'

/**
 * Who may know that somebody is here: the one condition for profile, list and count. The query must select from
 * accounts.
 *
 * Inside sees everybody. Members and visitors see the faces outside. A guest sees those who read a bridge space that the
 * guest reads too: both as long as somebody answers for them. Everyone sees themselves. A closed account is seen by
 * nobody. The two faces of one person are two rows that nothing connects, so there is nothing here that could join them.
 */
export function readablePerson(viewer: Viewer): RawBuilder<SqlBool> {
  const here = sql<SqlBool>`accounts.state <> 'closed'`
  if (viewer.kind === 'system') return sql<SqlBool>`true`
  if (viewer.kind === 'visitor') return sql<SqlBool>`(${here} and accounts.realm = 'outside')`
  const self = sql<SqlBool>`accounts.id = ${viewer.id}`
  const seen: Record<Realm, RawBuilder<SqlBool>> = {
    inside: sql<SqlBool>`true`,
    outside: sql<SqlBool>`accounts.realm = 'outside'`,
    bridge: sharesRoom(sql<number>`${viewer.id}::bigint`),
  }
  return sql<SqlBool>`(${here} and (${self} or ${seen[viewer.realm]}))`
}

/** Whether the row of `accounts` reads a bridge space in which `guest` is now: employees in it or let in by a grant, and guests for whom somebody answers. */
function sharesRoom(guest: RawBuilder<number>): RawBuilder<SqlBool> {
  const room = sql<number>`mine.space_id`
  return sql<SqlBool>`exists (select from memberships mine
    join spaces room on room.id = mine.space_id and room.realm = 'bridge'
    where mine.account_id = ${guest} and ${isAnsweredFor(guest, room)} and case accounts.realm
      when 'outside' then false
      when 'bridge' then ${isIn(room)} and ${isAnsweredFor(sql<number>`accounts.id`, room)}
      else ${isIn(room)} or exists (select from space_grantees
        where space_grantees.space_id = ${room} and space_grantees.account_id = accounts.id)
    end)`
}

function isIn(room: RawBuilder<number>): RawBuilder<SqlBool> {
  return sql<SqlBool>`exists (select from memberships theirs where theirs.space_id = ${room} and theirs.account_id = accounts.id)`
}

/** Somebody who looks at what members outside tell of themselves. */
export interface Onlooker {
  /** Sees what is for all members: themselves a member, or somebody who works here. */
  readonly member: boolean
  /** The onlooker's own account as an expression, where distance and blocks are asked of it. */
  readonly id?: RawBuilder<number>
  /** Instead of an account: exactly this many degrees away from whomever they look at. */
  readonly degrees?: 1 | 2 | 3
}

/** The onlooker that a viewer is. Working here is no connection: employees see what all members see. */
export function onlookerOf(viewer: Viewer): Onlooker {
  if (viewer.kind !== 'account' || viewer.realm === 'bridge') return { member: false }
  return viewer.realm === 'inside' ? { member: true } : { member: true, id: sql<number>`${viewer.id}::bigint` }
}

/** Each row of `accounts` as a member who looks, for counting whom a field reaches. The query must select from accounts. */
export const everyMember: Onlooker = { member: true, id: sql<number>`accounts.id` }

/**
 * Whether somebody may see a field of a member: the one condition for page, list, count and structured data. The query
 * must select from `member_fields`.
 *
 * Each field reaches as far as its owner chose: only themselves, 1 to 3 degrees, all members but those blocked by the
 * owner or blocking them, everyone. What everyone on the web sees, a block cannot hide.
 */
export function readableField(by: Onlooker): RawBuilder<SqlBool> {
  const forEveryone = sql<SqlBool>`member_fields.reach = 5`
  if (!by.member) return forEveryone
  if (by.id === undefined) return sql<SqlBool>`member_fields.reach >= ${sql.lit(by.degrees ?? 4)}`
  return sql<SqlBool>`(${forEveryone} or member_fields.account_id = ${by.id}
    or (member_fields.reach = 4 and not is_blocked(member_fields.account_id, ${by.id}))
    or (member_fields.reach between 1 and 3
      and within_degrees(member_fields.account_id, ${by.id}, member_fields.reach)))`
}

/** Accounts are made by Tango alone, once somebody proved an address, was invited, set it up, or runs the machine. */
export function mayCreateAccounts(viewer: Viewer): AccessVerdict {
  if (viewer.kind === 'system') return yes(said('This is done by Tango itself.'))
  return no('accounts.not-yours', said('Accounts are made by signing up or by an invitation.'))
}

/** Profile, settings and password are the person's own; whoever runs the machine can set them too. */
export function mayChangeAccount(viewer: Viewer, id: AccountId): AccessVerdict {
  if (viewer.kind === 'system') return yes(said('This is done by Tango itself.'))
  if (viewer.kind === 'account' && viewer.id === id) return yes(said('This is your own account.'))
  return no('accounts.not-yours', said('Only the person whose account this is can change it.'))
}

/**
 * Whether somebody may close an account of the inside or the bridge: the owner and the inside steward, an owner's account
 * only another owner; whoever runs the machine any. A member's account outside is their own.
 */
export function mayCloseAccount(
  viewer: Viewer,
  account: { id: AccountId; realm: Realm; state: AccountState; offices: readonly string[] },
): AccessVerdict {
  if (viewer.kind === 'system') return yes(said('This is done by Tango itself.'))
  if (viewer.kind !== 'account' || viewer.realm !== 'inside' || account.realm === 'outside')
    return no('accounts.not-yours', said('Only the person whose account this is can close it.'))
  const isOwner = viewer.offices.includes('owner')
  if (!closesAccounts(viewer))
    return no('accounts.not-steward', said('Accounts are closed by the inside steward and the owner.'))
  if (viewer.id === account.id)
    return no('accounts.own', said('This is your own account. Somebody else who looks after the inside closes it.'))
  if (account.offices.includes('owner') && !isOwner)
    return no('accounts.owner', said('The account of an owner is closed by another owner.'))
  return isOwner ? yes(said('You own this installation.')) : yes(said('You look after the inside.'))
}

/** Whether somebody closes accounts at all: for everybody else there is no such page. */
export function closesAccounts(viewer: Viewer): boolean {
  if (viewer.kind === 'system') return true
  if (viewer.kind !== 'account' || viewer.realm !== 'inside') return false
  return viewer.offices.includes('owner') || viewer.offices.includes('inside-steward')
}
