import type { ThreadId } from '../../content/threads/threads.ts'
import type { SpaceId } from '../../realms/spaces/spaces.ts'
import type { Generated } from 'kysely'

declare module '../../platform/tables.ts' {
  interface Tables {
    /** How often people came from a page elsewhere to one of ours on one day. See the migration for what is empty when. */
    inboundLinks: {
      id: Generated<number>
      /** YYYY-MM-DD, in UTC. */
      day: string
      threadId: ThreadId | null
      spaceId: SpaceId | null
      page: Generated<string>
      readonly place: Generated<string>
      host: string
      path: string
      times: number
    }
  }
}
