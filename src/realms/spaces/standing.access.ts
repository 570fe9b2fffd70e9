import type { Realm } from '../../platform/context.ts'
import type { AccountId } from '../../platform/ids.ts'
import { said } from '../../platform/languages/languages.ts'
import { type AccessVerdict, no, yes } from '../../platform/verdict.ts'
import type { SpaceStop } from './spaces.tables.ts'

/** In which standing somebody changes rights, the lesser first: an administrator's word is above both others. */
export const ranks = ['author', 'manager', 'administrator'] as const
export type Rank = (typeof ranks)[number]

/** What somebody is to one space today, and how far they reach from there. */
export interface Standing {
  /** Null is Tango itself. */
  readonly accountId: AccountId | null
  readonly reads: boolean
  /** Makes the rules of the side that the space stands on. */
  readonly administers: boolean
  /** Made the space, is its steward, or holds `manage` there. */
  readonly isAuthor: boolean
  /** The groups that they are in, and the nodes where they are placed today. */
  readonly groups: readonly number[]
  readonly nodes: readonly number[]
  /** The nodes that they manage today and at or below which the space is placed. */
  readonly managed: readonly number[]
  /** Everything at or below `managed`, and the sisters of `managed` under the same parent. */
  readonly within: readonly number[]
}

export interface PlacedSpace {
  readonly realm: Realm
  readonly stops: SpaceStop | null
  /** At or below an administrator's stop, where only administrators' grants count. */
  readonly fixed: boolean
}

/** The standings in which somebody may act on a space at all, the lesser first. Outside, only administrators do. */
export function ranksOf(standing: Standing, space: Pick<PlacedSpace, 'realm' | 'fixed'>): Rank[] {
  const inReach = space.realm !== 'outside' && !space.fixed && standing.reads
  return ranks.filter((rank) => {
    if (rank === 'administrator') return standing.administers
    return inReach && (rank === 'author' ? standing.isAuthor : standing.managed.length > 0)
  })
}

const asAdministrator = yes(said('You make the rules of this side.'))
const fixedRefusal = no('spaces.fixed', said('The administration has decided here. Ask a steward.'))

/** Whether somebody may rename, describe, narrow, archive and reopen a space: who looks after it, and administrators. */
export function mayKeep(standing: Standing, space: Pick<PlacedSpace, 'realm'>): AccessVerdict {
  if (standing.administers) return asAdministrator
  if (space.realm !== 'outside' && standing.reads && standing.isAuthor) return yes(said('You look after this space.'))
  return no('spaces.not-keeper', said('A space is changed by those who look after it.'))
}

/**
 * Whether somebody may hang a space under another, or (`parent` null) at the top: who looks after both, and
 * administrators. What an administrator fixed moves by administrators only, and so does what would come under it.
 */
export function mayMove(
  at: { standing: Standing; space: PlacedSpace },
  parent: { standing: Standing; space: PlacedSpace } | null,
): AccessVerdict {
  if (at.standing.administers) return asAdministrator
  const keeps = mayKeep(at.standing, at.space)
  if (!keeps.allowed) return keeps
  if (at.space.fixed || parent?.space.fixed) return fixedRefusal
  if (parent && !mayKeep(parent.standing, parent.space).allowed)
    return no(
      'spaces.not-keeper-of-both',
      said('You do not look after that space. Choose one that you look after too.'),
    )
  return yes(parent ? said('You look after both spaces.') : said('You look after this space.'))
}

/** Whether somebody may say where in the company a space stands: whoever manages that place manages the space too. */
export function mayPlaceSpace(standing: Standing): AccessVerdict {
  return standing.administers
    ? asAdministrator
    : no('spaces.not-placer', said('Where a space stands decides who manages it. A steward of this side says where.'))
}

/** Whether somebody may stop what flows down to a space, as this rank: managers of its place, and administrators. */
export function mayStop(standing: Standing, space: PlacedSpace, as: SpaceStop): AccessVerdict {
  if (as === 'administrator') {
    if (!standing.administers) return no('spaces.not-administrator', said('Only the administration puts such a stop.'))
    return space.stops === 'administrator'
      ? no('spaces.stopped', said('The administration has put a stop here already.'))
      : asAdministrator
  }
  if (space.stops !== null) return no('spaces.stopped', said('There is a stop here already.'))
  if (standing.administers) return asAdministrator
  if (space.fixed) return fixedRefusal
  if (!ranksOf(standing, space).includes('manager'))
    return no(
      'spaces.not-manager',
      said('A stop is put by a manager of the place where the space stands, or above it.'),
    )
  return yes(said('You manage the place where this space stands, or one above it.'))
}

/** Whether somebody may lift the stop of a space: an administrator's only an administrator. */
export function mayLift(standing: Standing, space: PlacedSpace): AccessVerdict {
  if (space.stops === null) return no('spaces.no-stop', said('There is no stop here.'))
  if (standing.administers) return asAdministrator
  if (space.stops === 'administrator' || space.fixed) return fixedRefusal
  if (!ranksOf(standing, space).includes('manager'))
    return no(
      'spaces.not-manager',
      said('A stop is lifted by a manager of the place where the space stands, or above it.'),
    )
  return yes(said('You manage the place where this space stands, or one above it.'))
}
