import { type RawBuilder, sql, type SqlBool } from 'kysely'
import { metTag } from '../../content/tags/tags.ts'
import { readableThread } from '../../content/threads/threads.ts'
import { readablePerson } from '../../people/accounts/accounts.ts'
import type { Viewer } from '../../platform/context.ts'
import { said } from '../../platform/languages/languages.ts'
import { type AccessVerdict, no, yes } from '../../platform/verdict.ts'
import { readerOf } from '../../realms/reader.access.ts'
import { readableSpace } from '../../realms/spaces/spaces.ts'

/** Whether somebody can follow things at all: whoever is signed in. What exactly, their rights of reading say. */
export function mayFollow(viewer: Viewer): AccessVerdict {
  return viewer.kind === 'account'
    ? yes(said('You are signed in.'))
    : no('following.sign-in-first', said('Sign in to be told of what is new.'))
}

/**
 * Whether what a row of `followed` names may be read by its follower now: who follows has no right by it, and is told
 * nothing of what they lost. The statement selects `kind` and `subject` from `followed`.
 */
export function stillReadable(viewer: Viewer): RawBuilder<SqlBool> {
  const reader = readerOf(viewer)
  return sql<SqlBool>`(case followed.kind
    when 'person' then exists (select from accounts where accounts.id = followed.subject and ${readablePerson(viewer)})
    when 'tag' then ${metTag(viewer, sql`followed.subject`)}
    when 'space' then exists (select from spaces where spaces.id = followed.subject and ${readableSpace(reader)})
    else exists (select from threads where threads.id = followed.subject and ${readableThread(reader)}) end)`
}
