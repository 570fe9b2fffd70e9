import type { Viewer } from '../../platform/context.ts'
import { said } from '../../platform/languages/languages.ts'
import { type AccessVerdict, no, yes } from '../../platform/verdict.ts'
import { type Space, type SpaceRight, administers } from '../../realms/spaces/spaces.ts'

/** Whether the viewer may promise how soon questions in a space outside are answered: its stewards. */
export function mayPromise(viewer: Viewer, space: Space, right: SpaceRight | undefined): AccessVerdict {
  if (space.realm !== 'outside') return no('promises.outside-only', said('Only spaces outside promise answers.'))
  if (administers(viewer, 'outside')) return yes(said('You make the rules of the outside.'))
  return right === 'manage'
    ? yes(said('You look after this space.'))
    : no('promises.not-steward', said('What is promised here is set by its stewards. Ask a steward of the outside.'))
}
