import type { Viewer } from '../../platform/context.ts'
import type { AccountId } from '../../platform/ids.ts'
import { type AccessVerdict, no, yes } from '../../platform/verdict.ts'
import { type Space, type SpaceRight, mayWriteIn } from '../../realms/spaces/spaces.ts'
import { mayEdit } from '../threads/threads.ts'

/**
 * Whether the viewer may say what a thread is about: its author, and outside whoever holds the power to retag in its
 * space, unless the author let fewer people read it.
 */
export function mayRetag(
  viewer: Viewer,
  space: Space,
  thread: { readonly authorId: AccountId; readonly narrowed: boolean },
  facts: { readonly right: SpaceRight | undefined; readonly hasPower: boolean },
): AccessVerdict {
  const editing = mayEdit(viewer, space, thread.authorId, facts.right)
  if (editing.allowed || !mayWriteIn(viewer, space, facts.right).allowed || space.realm !== 'outside') return editing
  if (!facts.hasPower || thread.narrowed)
    return no('tags.not-yours', 'Tags are changed by the author, and by members of long standing in public spaces.')
  return yes('Your standing here lets you.')
}
