import { type RawBuilder, sql, type SqlBool } from 'kysely'
import type { Viewer } from '../../platform/context.ts'
import { type Said, said } from '../../platform/languages/languages.ts'
import type { AccountId } from '../../platform/ids.ts'
import { type AccessVerdict, no, yes } from '../../platform/verdict.ts'

/** Whose taken back texts somebody reads: their own and nobody else's. The statement selects from `taken_back`. */
export function ownTakenBack(viewer: Viewer): RawBuilder<SqlBool> {
  return viewer.kind === 'account' ? sql<SqlBool>`(taken_back.author_id = ${viewer.id})` : sql<SqlBool>`false`
}

/** What decides whether a post that the viewer reads can be taken back. */
export interface OwnPost {
  readonly authorId: AccountId
  readonly recalledAt: Date | null
  readonly hiddenAt: Date | null
  readonly removedAt: Date | null
  readonly takenBackAt: Date | null
}

/**
 * Whether the viewer may take a text back: whoever wrote it, also where they no longer write. What moderation or the
 * company took away is not theirs to take.
 */
export function mayTakeBack(viewer: Viewer, post: OwnPost): AccessVerdict {
  if (viewer.kind !== 'account' || viewer.id !== post.authorId)
    return no('threads.not-author', said('A text is taken back by the person who wrote it. You can flag it instead.'))
  if (post.takenBackAt) return no('threads.taken-back', said('You have taken this back already.'))
  if (post.hiddenAt || post.removedAt)
    return no(
      'threads.moderated',
      said('Moderators keep this from its readers now. When they let it stand, you can take it back.'),
    )
  if (post.recalledAt) return no('threads.recalled', said('This text was recalled already. None of its words is left.'))
  return yes(said('You wrote this.'))
}

/** Whether an own answer may be taken back: an official one belongs to the company. */
export function mayTakeBackAnswer(isOfficial: boolean): AccessVerdict {
  return isOfficial
    ? no(
        'threads.official',
        said('This is the official answer of the company. An official voice can post another one in its place.'),
      )
    : yes(said('You wrote this.'))
}

/** Whether a text that crossed the wall may be taken back: its copy would stay behind. */
export function mayTakeBackCrossed(crossed: 'from' | 'to' | undefined): AccessVerdict {
  if (crossed === 'to')
    return no('threads.crossed', said('This came over the wall. Recall the crossing instead: its record says where.'))
  if (crossed === 'from')
    return no(
      'threads.crossed',
      said('This was published outside. Recall that first, then you can take it back here as well.'),
    )
  return yes(said('You wrote this.'))
}

/** What stands under an own thread, and speaks against taking it back. */
export interface UnderThread {
  readonly isMerged: boolean
  readonly hasRepliesOfOthers: boolean
  /** What another feature has against it. */
  readonly reason: Said | undefined
}

/** Whether an own thread may be taken back: as long as it is the author's alone. */
export function mayTakeBackThread(under: UnderThread): AccessVerdict {
  if (under.isMerged)
    return no(
      'threads.merged',
      said('This was merged with what others wrote. You can change it, or ask the moderators.'),
    )
  if (under.hasRepliesOfOthers)
    return no(
      'threads.answered',
      said(
        'Others have written under this, and their words would go with it. You can change it, let fewer people read it, or ask the moderators.',
      ),
    )
  if (under.reason) return no('threads.kept', under.reason)
  return yes(said('You wrote this, and nobody else has written under it.'))
}
