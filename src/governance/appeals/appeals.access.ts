import type { Viewer } from '../../platform/context.ts'
import type { AccountId } from '../../platform/ids.ts'
import { said } from '../../platform/languages/languages.ts'
import { type AccessVerdict, no, yes } from '../../platform/verdict.ts'
import { type MeasureRow, moderates } from '../moderation/moderation.ts'

/** Who reads a statement of reasons: whom it concerns, the moderators of its side, and who may hear the appeal. */
export function readsStatement(viewer: Viewer, measure: MeasureRow, hearers: readonly AccountId[]): boolean {
  if (viewer.kind === 'system') return true
  if (viewer.kind !== 'account') return false
  if (viewer.id === measure.subjectId) return measure.measure !== 'none'
  return moderates(viewer, measure.side) || hearers.includes(viewer.id)
}

/** Until when a decision can be contested: six months. */
export function contestableUntil(decidedAt: Date): Date {
  const until = new Date(decidedAt)
  until.setUTCMonth(until.getUTCMonth() + 6)
  return until
}

/** Whether somebody may contest a measure: whom it concerns, once, within six months, as long as it stands. */
export function mayAppeal(viewer: Viewer, measure: MeasureRow, appealed: boolean, now: Date): AccessVerdict {
  if (viewer.kind !== 'account' || viewer.id !== measure.subjectId)
    return no('appeals.not-yours', said('A decision is contested by the person whom it concerns.'))
  if (measure.measure === 'hold')
    return no('appeals.held', said('Nothing is decided yet. A moderator looks at it, and you hear what came of it.'))
  if (appealed)
    return no('appeals.once', said('You have contested this. A decision is heard once more, by somebody else.'))
  if (measure.endedAs === 'moderator' || measure.endedAs === 'appeal')
    return no('appeals.ended', said('This was undone. There is nothing left to contest.'))
  if (now > contestableUntil(measure.decidedAt))
    return no('appeals.too-late', said('A decision can be contested for six months. This one is older.'))
  return yes(said('It is about what you wrote.'))
}

/** Whether somebody may hear an appeal; never who decided, nor who has a part in it. */
export function mayHear(viewer: Viewer, hearers: readonly AccountId[]): AccessVerdict {
  return viewer.kind === 'account' && hearers.includes(viewer.id)
    ? yes(said('You neither decided this nor have a part in it.'))
    : no('appeals.not-hearer', said('You decided this or have a part in it. Another moderator hears the appeal.'))
}
