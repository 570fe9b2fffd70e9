import { type RawBuilder, sql, type SqlBool } from 'kysely'
import type { AccountViewer, Realm, Viewer } from '../../platform/context.ts'
import { type Reader, type RegimeRules, always, ground } from '../reader.access.ts'
import { type AccessVerdict, no, yes } from '../../platform/verdict.ts'
import type { SpaceAccess, SpaceRight, SpaceStop } from './spaces.tables.ts'

/**
 * Who may read what stands in a space: the one rule that every kind of content builds on. The statement that uses it
 * selects from (or joins) `spaces`.
 *
 * Outside: public spaces by visitors and members, the others by everyone signed in outside; both by employees.
 * Inside: open spaces by employees, the others by their members and by whom a grant reaches, through person, group or
 * place in the organisation (`space_grantees`); never by anybody else.
 * Bridge: by those who were invited, guests only as long as an employee answers for them. A guest, while signed in,
 * sees the rooms of the invitations and nothing else.
 */
const spaceRules: RegimeRules = {
  visitor: () => [publicSpace],
  account: {
    outside: () => [publicSpace, ground(sql<SqlBool>`spaces.realm = 'outside'`, 'Every member may read this space.')],
    inside: (id) => [
      ground(sql<SqlBool>`spaces.realm = 'outside'`, 'Everyone who works here may read what stands outside.'),
      ground(
        sql<SqlBool>`(spaces.realm = 'inside' and spaces.access = 'employees')`,
        'Everyone who works here may read this space.',
      ),
      ground(sql<SqlBool>`(spaces.realm <> 'outside' and ${isMember(id)})`, 'Is a member of this space.'),
      ground(isGranted(id), grantSentence(id)),
    ],
    bridge: (id) => [
      ground(
        sql<SqlBool>`(spaces.realm = 'bridge' and ${isMember(id)} and exists (select from ${sponsorshipOf(id)}))`,
        sql<string>`(select 'Was invited; ' || sponsor.display_name || ' answers for them until '
          || to_char(sponsorships.lapses_at, 'FMDD FMMonth YYYY') || '.' from ${sponsorshipOf(id)} limit 1)`,
      ),
    ],
  },
}

const publicSpace = ground(
  sql<SqlBool>`(spaces.realm = 'outside' and spaces.access = 'public')`,
  'Anyone on the web may read this space.',
)

function isMember(id: RawBuilder<number>): RawBuilder<SqlBool> {
  return sql<SqlBool>`exists (select from memberships where memberships.space_id = spaces.id and memberships.account_id = ${id})`
}

function isGranted(id: RawBuilder<number>): RawBuilder<SqlBool> {
  return sql<SqlBool>`exists (select from space_grantees where space_grantees.space_id = spaces.id and space_grantees.account_id = ${id})`
}

/** Whoever answers for a guest in a space now: an employee who is still here, for as long as the sponsorship runs. */
function sponsorshipOf(id: RawBuilder<number>): RawBuilder<unknown> {
  return sql`sponsorships join accounts sponsor on sponsor.id = sponsorships.sponsor_id and sponsor.state = 'active'
    and sponsor.realm = 'inside' and sponsorships.guest_id = ${id} and sponsorships.space_id = spaces.id
    and sponsorships.ended_at is null and sponsorships.lapses_at > now()`
}

/** What a grant gives its reader, an administrator's rule first: "Is placed at Cells & BMS; opened by …, manager." */
function grantSentence(id: RawBuilder<number>): RawBuilder<string> {
  return sql<string>`(select case
      when grants.account_id is not null then 'Was let in by name'
      when grants.group_id is not null then 'Is in the group ' || groups.title
      else 'Stands at ' || coalesce(node.title, 'a place that is gone')
        || case when grants.role is null then '' else ' as ' || lower(position_roles.title) end
    end || '; opened by ' || coalesce(giver.display_name, 'Tango') || case grants.given_as
      when 'administrator' then ', by rule of the administration.' else ', ' || grants.given_as || '.' end
    from space_grantees
      join grants on grants.id = space_grantees.grant_id
      left join groups on groups.id = grants.group_id
      left join position_roles on position_roles.key = grants.role
      left join axis_node_versions node on node.node_id = grants.node_id and node.from_on <= utc_today()
        and (node.to_on is null or node.to_on > utc_today())
      left join accounts giver on giver.id = grants.given_by
    where space_grantees.space_id = spaces.id and space_grantees.account_id = ${id}
    order by grants.given_as = 'administrator' desc, grants.id limit 1)`
}

/** The condition under which a reader may read a space. */
export function readableSpace(reader: Reader): RawBuilder<SqlBool> {
  return reader.allowed(spaceRules)
}

/** Why a reader may read a space, in one sentence; null when they may not. */
export function whySpace(reader: Reader): RawBuilder<string | null> {
  return reader.because(spaceRules)
}

/** The ids of the spaces that the reader may read, as a subquery: `threads.space_id in ${…}`. */
export function readableSpaceIds(reader: Reader): RawBuilder<unknown> {
  const condition = readableSpace(reader)
  return condition === always
    ? sql`(select spaces.id from spaces)`
    : sql`(select spaces.id from spaces where ${condition})`
}

/**
 * How far an employee's right in a space goes, as a number: 1 read, 2 write, 3 moderate, 4 manage; 0 none. The
 * statement selects from `spaces`. Whoever reads an inside space by its access or as a member may write there; a grant
 * gives what it says.
 */
export function rightLevel(id: AccountViewer['id']): RawBuilder<number> {
  return sql<number>`greatest(
    case when spaces.realm = 'outside' or spaces.access = 'employees' then 2 else 0 end,
    (select case memberships.role when 'steward' then 4 else 2 end from memberships
      where memberships.space_id = spaces.id and memberships.account_id = ${id}),
    (select max(space_grantees.level) from space_grantees
      where space_grantees.space_id = spaces.id and space_grantees.account_id = ${id}))`
}

/** Whether a grant lets somebody carry words out of a space over the wall. The statement selects from `spaces`. */
export function grantedPublishOut(id: AccountViewer['id']): RawBuilder<SqlBool> {
  return sql<SqlBool>`exists (select from space_grantees where space_grantees.space_id = spaces.id
    and space_grantees.account_id = ${id} and space_grantees.right_given = 'publish-out')`
}

export const spaceRights = ['read', 'write', 'moderate', 'manage'] as const satisfies readonly SpaceRight[]

/** What the access of a space gives by itself, before memberships and grants are asked. */
export function plainRight(
  viewer: Viewer,
  space: { realm: Realm; access: SpaceAccess },
): Extract<SpaceRight, 'read' | 'write'> | undefined {
  if (viewer.kind !== 'account') return space.access === 'public' ? 'read' : undefined
  if (space.realm === 'outside') return viewer.realm === 'bridge' ? undefined : 'write'
  return viewer.realm === 'inside' && space.access === 'employees' ? 'write' : undefined
}

/** Whether somebody who can read a space may write in it. `right`: theirs there, when more than its access may give it. */
export function mayWriteIn(
  viewer: Viewer,
  space: { realm: Realm; access: SpaceAccess; archivedAt: Date | null },
  right: SpaceRight | undefined = plainRight(viewer, space),
): AccessVerdict {
  if (viewer.kind === 'system') return yes('This is done by Tango itself.')
  if (viewer.kind === 'visitor') return no('spaces.sign-in-first', 'Sign in to write here.')
  if (space.archivedAt)
    return no('spaces.archived', 'This space is closed. It can be read, and nothing is added any more.')
  if (right === undefined || right === 'read')
    return no('spaces.read-only', 'You may read here, and not write. Ask somebody who looks after this space.')
  if (space.realm === 'outside') {
    return viewer.realm === 'inside' ? yes('You write here as an employee.') : yes('Every member may write here.')
  }
  return space.realm === 'inside'
    ? yes('You are one of those who write in this space.')
    : yes('You were invited to this space.')
}

/** Whether somebody makes the rules of a whole side: the owner, and the steward of that side. A bridge belongs to the inside. */
export function administers(viewer: Viewer, realm: Realm): boolean {
  if (viewer.kind === 'system') return true
  if (viewer.kind !== 'account' || viewer.realm !== 'inside') return false
  return viewer.offices.includes('owner') || viewer.offices.includes(stewardOf(realm))
}

function stewardOf(realm: Realm): 'inside-steward' | 'outside-steward' {
  return realm === 'outside' ? 'outside-steward' : 'inside-steward'
}

/** Whether somebody may make spaces in a realm: who administers it. Nobody makes the other side's. */
export function mayCreateSpace(viewer: Viewer, realm: Realm): AccessVerdict {
  if (viewer.kind === 'system') return yes('This is done by Tango itself.')
  if (viewer.kind !== 'account' || viewer.realm !== 'inside')
    return no('spaces.not-yours', 'Spaces are made by the stewards of each side.')
  const office = stewardOf(realm)
  if (viewer.offices.includes('owner')) return yes('You own this installation.')
  if (viewer.offices.includes(office)) return yes(`You hold the office ${office}.`)
  return no('spaces.not-yours', `Making a space here needs the office ${office}. Ask a steward.`)
}

/**
 * Whether somebody may change who is in a space: who manages it, and who administers its side. Where an administrator
 * put a stop, only administrators.
 */
export function mayAddMembers(
  viewer: Viewer,
  space: { realm: Realm; stops: SpaceStop | null },
  right: SpaceRight | undefined,
): AccessVerdict {
  if (administers(viewer, space.realm)) return mayCreateSpace(viewer, space.realm)
  if (space.stops === 'administrator')
    return no('spaces.fixed', 'The administration decides who is in this space. Ask a steward.')
  if (right === 'manage') return yes('You look after this space.')
  return no('spaces.not-steward', 'People are added by those who look after this space.')
}

export function isEmployee(viewer: Viewer): viewer is AccountViewer {
  return viewer.kind === 'account' && viewer.realm === 'inside'
}
