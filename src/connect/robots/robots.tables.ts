import type { Generated } from 'kysely'
import type { AccountId } from '../../platform/ids.ts'
import type { SpaceId } from '../../realms/spaces/spaces.ts'

declare module '../../platform/tables.ts' {
  interface Tables {
    /** What the stewards of a space outside chose; a space without a row allows both. */
    spaceRobots: {
      spaceId: SpaceId
      realm: Generated<'outside'>
      /** Search engines may list it; else it leaves the site map and the feeds, too. */
      listed: boolean
      /** AI crawlers may read it. */
      ai: boolean
      chosenBy: AccountId | null
      chosenAt: Generated<Date>
    }
  }
}
