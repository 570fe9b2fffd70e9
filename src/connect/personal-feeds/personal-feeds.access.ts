import type { AccountViewer, Viewer } from '../../platform/context.ts'
import { said } from '../../platform/languages/languages.ts'
import { type AccessVerdict, no, yes } from '../../platform/verdict.ts'
import type { Space } from '../../realms/spaces/spaces.ts'

/** Whether the viewer may have addresses of feeds at all: everybody who is signed in, for themselves. */
export function mayHaveFeeds(viewer: Viewer): viewer is AccountViewer {
  return viewer.kind === 'account'
}

/**
 * Whether a space that somebody reads may be read at an address that needs no sign-in. What stands inside or on the
 * bridge never leaves by an address that could be passed on; what is public has an address for everybody.
 */
export function mayFeedSpace(space: Pick<Space, 'realm' | 'access'>): AccessVerdict {
  if (space.realm !== 'outside')
    return no(
      'personal-feeds.inside',
      said('What stands inside is read here alone, never at an address that may be passed on.'),
    )
  return space.access === 'members'
    ? yes(said('You read this space as a member.'))
    : no('personal-feeds.public', said('This space is public, and so is its feed.'))
}
