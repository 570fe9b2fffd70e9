import { type RawBuilder, type SqlBool, sql } from 'kysely'
import type { Viewer } from '../../platform/context.ts'
import { said } from '../../platform/languages/languages.ts'
import { type AccessVerdict, no, yes } from '../../platform/verdict.ts'
import { type Space, type SpaceRight, administers } from '../../realms/spaces/spaces.ts'

/** Whether the viewer may choose what robots do with a space outside that they read: its stewards. */
export function mayChooseRobots(
  viewer: Viewer,
  space: Pick<Space, 'realm'>,
  right: SpaceRight | undefined,
): AccessVerdict {
  if (space.realm !== 'outside') return no('robots.outside-only', said('No robot comes to where visitors do not.'))
  if (administers(viewer, 'outside')) return yes(said('You make the rules of the outside.'))
  return right === 'manage'
    ? yes(said('You look after this space.'))
    : no('robots.not-steward', said('What robots may do here is chosen by its stewards. Ask a steward of the outside.'))
}

/** Whether a space stands in feeds and the site map; `spaceId` is an SQL expression. Says nothing of who may read it. */
export function isListed(spaceId: RawBuilder<unknown>): RawBuilder<SqlBool> {
  return sql<SqlBool>`(${spaceId} not in (select unlisted.space_id from space_robots unlisted where not unlisted.listed))`
}
