import { type RawBuilder, sql, type SqlBool } from 'kysely'
import type { Realm, Viewer } from '../../platform/context.ts'
import type { AccountId } from '../../platform/ids.ts'
import { said } from '../../platform/languages/languages.ts'
import { type AccessVerdict, no, yes } from '../../platform/verdict.ts'
import type { Reader } from '../../realms/reader.access.ts'
import { type Space, type SpaceRight, administers, isEmployee, mayWriteIn } from '../../realms/spaces/spaces.ts'
import { readableThread } from '../threads/threads.ts'

/** An idea is as readable as its thread. The statement selects from `threads` and `ideas`. */
export function readableIdea(reader: Reader): RawBuilder<SqlBool> {
  return sql<SqlBool>`(threads.type = 'idea' and ${readableThread(reader)})`
}

/** Whether the viewer may vote: whoever may write there. Their own idea has their vote from the start. */
export function mayVote(viewer: Viewer, space: Space, right?: SpaceRight): AccessVerdict {
  if (viewer.kind === 'system') return no('ideas.people-only', said('Only people vote.'))
  const writing = mayWriteIn(viewer, space, right)
  if (writing.allowed) return yes(said('Everyone who writes here has one vote.'))
  return viewer.kind === 'visitor' ? no('spaces.sign-in-first', said('Sign in to vote.')) : writing
}

/**
 * Whether the viewer may say in the name of the company how an idea stands: outside the official voice, inside and on
 * the bridge whoever looks after the space or administers its side.
 */
export function maySetStage(viewer: Viewer, space: Space, right?: SpaceRight): AccessVerdict {
  if (viewer.kind === 'system') return yes(said('This is done by Tango itself.'))
  if (viewer.kind === 'visitor') return no('spaces.sign-in-first', said('Sign in to write here.'))
  if (space.realm === 'outside') {
    const writing = mayWriteIn(viewer, space, right)
    if (!writing.allowed) return writing
    return isEmployee(viewer) && viewer.offices.includes('official-voice')
      ? yes(said('You hold the office official voice.'))
      : no('ideas.not-official-voice', said('Saying what comes of an idea needs the office official voice.'))
  }
  if (space.archivedAt) return mayWriteIn(viewer, space, right)
  return isEmployee(viewer) && (right === 'manage' || administers(viewer, space.realm))
    ? yes(said('You look after this space.'))
    : no('ideas.not-steward', said('What comes of an idea here is said by those who look after this space.'))
}

/** Whether the viewer may make a comment an extension: who posted the idea, who wrote the comment, or who sets stages. */
export function mayExtend(
  viewer: Viewer,
  space: Space,
  of: { ideaBy: AccountId; commentBy: AccountId; right?: SpaceRight | undefined },
): AccessVerdict {
  const writing = mayWriteIn(viewer, space, of.right)
  if (!writing.allowed || viewer.kind !== 'account') return writing
  if (viewer.id === of.ideaBy) return yes(said('This is your idea.'))
  if (viewer.id === of.commentBy) return yes(said('You wrote this comment.'))
  return maySetStage(viewer, space, of.right).allowed
    ? yes(said('You say here what comes of ideas.'))
    : no(
        'ideas.not-yours',
        said('A comment is made an extension by its author, by whoever posted the idea, or by the company.'),
      )
}

/** Whether the viewer keeps the categories and the rules of ideas on one side: the owner and its steward. */
export function mayKeepIdeas(viewer: Viewer, realm: Realm): AccessVerdict {
  if (administers(viewer, realm)) return yes(said('You make the rules of this side.'))
  return no('ideas.not-keeper', said('The rules of ideas are set by the owner and the steward of this side.'))
}

/** Whether the viewer may know what a side calls its categories: outside everybody, inside and on the bridge its own. */
export function mayKnowSide(viewer: Viewer, realm: Realm): boolean {
  if (realm === 'outside' || viewer.kind === 'system') return true
  return viewer.kind === 'account' && (viewer.realm === 'inside' || viewer.realm === realm)
}
