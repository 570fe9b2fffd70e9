import type { Realm } from '../../platform/context.ts'
import type { AccountId } from '../../platform/ids.ts'
import { said } from '../../platform/languages/languages.ts'
import { type AccessVerdict, no, yes } from '../../platform/verdict.ts'
import { type PlacedSpace, type Rank, type Standing, ranks, ranksOf } from '../spaces/spaces.ts'
import type { GrantedRight } from './grants.tables.ts'

/** To whom a right is given. A person must work here today to hold one; for a grant that stands that is not asked again. */
export type Principal =
  | { readonly kind: 'person'; readonly id: AccountId; readonly isEmployee: boolean }
  | { readonly kind: 'group'; readonly id: number }
  | { readonly kind: 'node'; readonly id: number }

export interface Ask {
  readonly as: Rank
  readonly right: GrantedRight
  readonly to: Principal
}

/** The rights that mean something in a space of this side: outside everyone who works here reads and writes anyway. */
export function rightsOn(realm: Realm): readonly GrantedRight[] {
  return realm === 'outside' ? ['moderate', 'manage'] : ['read', 'write', 'moderate', 'manage', 'publish-out']
}

/** The rights that somebody may give in this standing. */
export function rightsAs(as: Rank, realm: Realm): readonly GrantedRight[] {
  const beyond: Record<Rank, readonly GrantedRight[]> = {
    author: ['publish-out'],
    manager: ['manage', 'publish-out'],
    administrator: [],
  }
  return rightsOn(realm).filter((right) => !beyond[as].includes(right))
}

/**
 * Whether somebody may give a right in a space, with the reason: the one verdict on everybody's reach.
 *
 * The author (whoever made the space, its stewards, whoever holds `manage`): to persons, to groups that they are in, to
 * nodes where they stand. The manager of the space's place, or of one above it: to persons, and to nodes at or below
 * their own or right beside it, never above. Administrators: to anyone, publishing out too; outside, and where an
 * administrator put a stop, they alone.
 */
export function mayGrant(standing: Standing, space: Pick<PlacedSpace, 'realm' | 'fixed'>, ask: Ask): AccessVerdict {
  if (ask.to.kind === 'person' && !ask.to.isEmployee)
    return no('grants.not-inside', said('Rights are for people who work here. A guest comes by invitation.'))
  if (!rightsOn(space.realm).includes(ask.right)) {
    return ask.right === 'publish-out'
      ? no('grants.out-already', said('What stands outside is out already.'))
      : no('grants.everybody-already', said('Everyone who works here reads and writes outside already.'))
  }
  if (!ranksOf(standing, space).includes(ask.as)) return notInStanding(standing, space, ask.as)
  if (ask.as === 'administrator')
    return yes(said('You make the rules of this side: anything, to anyone who works here.'))
  if (!rightsAs(ask.as, space.realm).includes(ask.right)) return beyondRight(ask)
  return ask.as === 'author' ? reachOfAuthor(standing, ask.to) : reachOfManager(standing, ask.to)
}

function notInStanding(standing: Standing, space: Pick<PlacedSpace, 'realm' | 'fixed'>, as: Rank): AccessVerdict {
  if (as === 'administrator')
    return no('grants.not-administrator', said('You do not make the rules of this side. Ask a steward.'))
  if (space.realm === 'outside')
    return no('grants.administrators-only', said('Rights outside are given by those who look after the outside.'))
  if (space.fixed) return no('grants.fixed', said('The administration decides who is in this space. Ask a steward.'))
  if (!standing.reads) return no('grants.not-reader', said('You cannot read this space yourself.'))
  return as === 'author'
    ? no('grants.not-author', said('Rights are given by those who look after this space.'))
    : no('grants.not-manager', said('You do not manage the place where this space stands, or one above it.'))
}

function beyondRight(ask: Ask): AccessVerdict {
  return ask.right === 'publish-out'
    ? no('grants.publish-out', said('Only the administration gives the right to publish out. Ask a steward.'))
    : no(
        'grants.manage',
        said('A manager gives rights up to moderating. Those who look after the space give this one.'),
      )
}

function reachOfAuthor(standing: Standing, to: Principal): AccessVerdict {
  if (to.kind === 'person') return yes(said('You look after this space, and let people in by name.'))
  if (to.kind === 'group')
    return standing.groups.includes(to.id)
      ? yes(said('You look after this space and are in this group.'))
      : no(
          'grants.not-your-group',
          said('You are not in this group. Give it to people by name, or to a group of yours.'),
        )
  return standing.nodes.includes(to.id)
    ? yes(said('You look after this space and stand at this place.'))
    : no('grants.not-your-place', said('You do not stand at this place. Give it to people by name, or ask a manager.'))
}

function reachOfManager(standing: Standing, to: Principal): AccessVerdict {
  if (to.kind === 'person') return yes(said('You manage the place of this space, and let people in by name.'))
  if (to.kind === 'group')
    return no('grants.managers-open-places', said('A manager opens a space to places and people. Choose one of those.'))
  return standing.within.includes(to.id)
    ? yes(said('This place is yours, below yours or right beside it.'))
    : no('grants.beyond-place', said('A manager opens a space to their own place, those below it and those beside it.'))
}

/**
 * Whether somebody may end a grant: who gave it, and whoever stands as high as it was given or higher. What an
 * administrator gave, administrators end.
 */
export function mayEndGrant(
  standing: Standing,
  space: Pick<PlacedSpace, 'realm' | 'fixed'>,
  grant: { givenAs: Rank; givenBy: AccountId | null },
): AccessVerdict {
  if (standing.administers) return yes(said('You make the rules of this side.'))
  if (grant.givenAs === 'administrator')
    return no('grants.rule', said('This is a rule of the administration. A steward can end it.'))
  if (standing.accountId !== null && standing.accountId === grant.givenBy) return yes(said('You gave this.'))
  const own = ranksOf(standing, { ...space, fixed: false })
  return own.some((rank) => ranks.indexOf(rank) >= ranks.indexOf(grant.givenAs))
    ? yes(
        grant.givenAs === 'author'
          ? said('You look after this space, or manage its place.')
          : said('You manage its place.'),
      )
    : no('grants.not-yours-to-end', said('This is ended by whoever gave it, or by somebody who stands as high.'))
}
