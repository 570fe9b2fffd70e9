import { type RawBuilder, sql, type SqlBool } from 'kysely'
import { mayKeepIdeas } from '../../content/ideas/ideas.ts'
import type { Realm, Viewer } from '../../platform/context.ts'
import type { AccountId } from '../../platform/ids.ts'
import { said } from '../../platform/languages/languages.ts'
import { type AccessVerdict, no, yes } from '../../platform/verdict.ts'
import type { Reader } from '../../realms/reader.access.ts'
import { isEmployee, readableSpaceIds } from '../../realms/spaces/spaces.ts'

/**
 * Who may read how much review there is: of a space whoever reads it, of a category whoever reads a space on its side.
 * The statement selects from `idea_capacities`.
 */
export function readableCapacity(reader: Reader): RawBuilder<SqlBool> {
  return sql<SqlBool>`exists (select from spaces where spaces.id in ${readableSpaceIds(reader)}
    and (spaces.id = idea_capacities.space_id or spaces.realm = (select idea_categories.realm from idea_categories
      where idea_categories.id = idea_capacities.category_id)))`
}

/** Whether somebody may set owner, reviewers and hours: who keeps the rules of ideas on that side. */
export function maySetCapacity(viewer: Viewer, realm: Realm): AccessVerdict {
  return mayKeepIdeas(viewer, realm)
}

/** Whether somebody may note how long a review took: its reviewers. */
export function mayNoteEffort(viewer: Viewer, reviewers: readonly AccountId[]): AccessVerdict {
  return isEmployee(viewer) && reviewers.includes(viewer.id)
    ? yes(said('You review ideas here.'))
    : no('idea-capacity.not-a-reviewer', said('The time of a review is noted by those who review here.'))
}
