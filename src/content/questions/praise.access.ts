import type { Viewer } from '../../platform/context.ts'
import { said } from '../../platform/languages/languages.ts'
import type { AccountId } from '../../platform/ids.ts'
import { type AccessVerdict, no, yes } from '../../platform/verdict.ts'
import { type Space, mayWriteIn } from '../../realms/spaces/spaces.ts'

/** Whether the viewer may thank for praise: everybody who writes there, other than who gave it. */
export function mayThankFor(viewer: Viewer, space: Space, writtenBy: AccountId): AccessVerdict {
  const writing = mayWriteIn(viewer, space)
  if (!writing.allowed || viewer.kind !== 'account') return writing
  return viewer.id === writtenBy
    ? no('praise.own', said('You wrote this yourself. Others say thanks for it.'))
    : yes(said('You may thank for it.'))
}
