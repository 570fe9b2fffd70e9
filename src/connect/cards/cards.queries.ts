import { sql } from 'kysely'
import { metTag } from '../../content/tags/tags.ts'
import { type OutsideType, type ThreadId, readableThread } from '../../content/threads/threads.ts'
import type { Ctx } from '../../platform/context.ts'
import { type SpaceId, readableSpace } from '../../realms/spaces/spaces.ts'
import { readerOf } from '../../realms/reader.access.ts'

export interface PlaceRow {
  readonly spaceId: SpaceId
  readonly spaceSlug: string
  readonly spaceTitle: string
  /** What its stewards chose for robots. */
  readonly listed: boolean
  readonly ai: boolean
}

export interface ThreadRow extends PlaceRow {
  readonly title: string
  readonly type: OutsideType
  readonly answerCount: number
  readonly replyCount: number
  readonly sameHereCount: number
}

const place = sql`spaces.id as space_id, spaces.slug as space_slug, spaces.title as space_title,
  coalesce(space_robots.listed, true) as listed, coalesce(space_robots.ai, true) as ai`

/** A thread outside that the viewer may read, and whose text was not taken away. */
export async function findThread(ctx: Ctx, id: ThreadId): Promise<ThreadRow | undefined> {
  const { rows } = await sql<ThreadRow>`
    select threads.title, threads.type, threads.answer_count, threads.reply_count, threads.same_here_count, ${place}
    from threads join spaces on spaces.id = threads.space_id
    left join space_robots on space_robots.space_id = spaces.id
    where threads.id = ${id} and threads.realm = 'outside' and threads.recalled_at is null
      and threads.removed_at is null and ${readableThread(readerOf(ctx.viewer))}`.execute(ctx.db)
  return rows[0]
}

/** A space outside that the viewer may read. */
export async function findSpace(ctx: Ctx, id: SpaceId): Promise<PlaceRow | undefined> {
  const { rows } = await sql<PlaceRow>`
    select ${place} from spaces left join space_robots on space_robots.space_id = spaces.id
    where spaces.id = ${id} and spaces.realm = 'outside' and ${readableSpace(readerOf(ctx.viewer))}`.execute(ctx.db)
  return rows[0]
}

/** Whether a tag stands at something outside that the viewer may read. */
export async function isTagUsed(ctx: Ctx, name: string): Promise<boolean> {
  const { rows } = await sql<{ used: boolean }>`
    select exists (select from tags where tags.name = ${name} and ${metTag(ctx.viewer, sql`tags.id`)}) as used`.execute(
    ctx.db,
  )
  return rows[0]!.used
}
