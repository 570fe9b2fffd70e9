import { type AccessVerdict, no, yes } from '../../platform/verdict.ts'
import type { AccountId } from '../../platform/ids.ts'
import type { Realm, Viewer } from '../../platform/context.ts'
import { said } from '../../platform/languages/languages.ts'
import type { Side } from './moderation.tables.ts'

export function sideOfRealm(realm: Realm): Side {
  return realm === 'outside' ? 'outside' : 'inside'
}

/** Whether somebody moderates a side: its stewards. The owner is none by that alone. */
export function moderates(viewer: Viewer, side: Side): boolean {
  return viewer.kind === 'account' && viewer.realm === 'inside' && viewer.offices.includes(`${side}-steward`)
}

/** Who has a part in a case: they never decide in it. */
export interface Concerned {
  readonly authorId: AccountId
  readonly flaggedBy: readonly AccountId[]
}

/** Whether a moderator may act in a case that they see: never on their own post, nor on a flag that they made. */
export function mayHandle(viewer: Viewer, concerned: Concerned): AccessVerdict {
  if (viewer.kind !== 'account')
    return no('moderation.not-moderator', said('This is decided by a person who moderates here.'))
  if (viewer.id === concerned.authorId)
    return no('moderation.own-post', said('You wrote this. Another moderator decides about it.'))
  if (concerned.flaggedBy.includes(viewer.id))
    return no('moderation.own-flag', said('You flagged this. Another moderator decides about it.'))
  return yes(said('You moderate this side and have no part in it.'))
}

/** Everybody who could hear an appeal, and who has a part in what it is about. */
export interface Hearing extends Concerned {
  /** Who decided; null when a check did, without a person. */
  readonly decidedBy: AccountId | null
  readonly moderators: readonly AccountId[]
  readonly owners: readonly AccountId[]
}

/**
 * Who may hear an appeal: the moderators of the side who neither decided nor have a part in it; when there is none, the
 * owners of whom the same is true. Empty: it waits until there is somebody else.
 */
export function hearersOf(hearing: Hearing): readonly AccountId[] {
  const isFree = (id: AccountId) =>
    id !== hearing.decidedBy && id !== hearing.authorId && !hearing.flaggedBy.includes(id)
  const moderators = hearing.moderators.filter(isFree)
  return moderators.length > 0 ? moderators : hearing.owners.filter(isFree)
}
