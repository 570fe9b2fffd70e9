import type { Viewer } from '../../platform/context.ts'
import { type Side, moderates } from '../moderation/moderation.ts'

/** Who sees and sets the rules of writing of a side: its moderators. For everybody else they are not there. */
export function mayKeepRules(viewer: Viewer, side: Side): boolean {
  return viewer.kind === 'system' || moderates(viewer, side)
}

/** Whose texts are looked at: everybody's who does not work here. */
export function isLookedAt(viewer: Viewer): boolean {
  return viewer.kind === 'account' && viewer.realm !== 'inside'
}
