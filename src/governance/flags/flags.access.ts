import type { Viewer } from '../../platform/context.ts'
import type { AccountId } from '../../platform/ids.ts'
import { said } from '../../platform/languages/languages.ts'
import { type AccessVerdict, no, yes } from '../../platform/verdict.ts'

/** Whether somebody who reads a post may flag it: whoever is signed in, members, guests and employees alike. */
export function mayFlag(viewer: Viewer, post: { authorId: AccountId; removedAt: Date | null }): AccessVerdict {
  if (viewer.kind !== 'account') return no('flags.sign-in-first', said('Sign in to flag this.'))
  if (viewer.id === post.authorId)
    return no('flags.own-post', said('You wrote this yourself. You can change it instead.'))
  if (post.removedAt) return no('flags.removed', said('This was removed already.'))
  return yes(said('You read this and did not write it.'))
}
