import type { Viewer } from '../../platform/context.ts'
import { said } from '../../platform/languages/languages.ts'
import { type AccessVerdict, no, yes } from '../../platform/verdict.ts'
import { type Space, type SpaceRight, administers, mayWriteIn } from '../../realms/spaces/spaces.ts'

/** Whether somebody may say that a thread answered what they were about to ask: whoever may ask there, in their own name. */
export function maySayAnswered(viewer: Viewer, space: Space): AccessVerdict {
  if (viewer.kind === 'system') return no('look-before.nobody', said('This is said by a person, in their own name.'))
  return mayWriteIn(viewer, space)
}

/** Whether somebody sees how often looking before asking helped in a space: its stewards, and those of the outside. */
export function maySeeAnswered(viewer: Viewer, space: Space, right: SpaceRight | undefined): AccessVerdict {
  if (space.realm !== 'outside') return no('look-before.outside-only', said('Questions are asked outside.'))
  if (administers(viewer, 'outside')) return yes(said('You look after the outside.'))
  if (right === 'manage') return yes(said('You look after this space.'))
  return no('look-before.not-steward', said('This is for those who look after the space.'))
}
