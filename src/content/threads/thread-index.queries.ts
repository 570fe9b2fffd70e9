import { sql } from 'kysely'
import type { Ctx, Db } from '../../platform/context.ts'
import { readerOf } from '../../realms/reader.access.ts'
import { type SpaceId, readableSpace } from '../../realms/spaces/spaces.ts'
import { begunOnce } from '../../platform/begun.ts'
import { readableWalkedThread } from './threads.access.ts'
import { type ThreadRow, threadColumns } from './threads.queries.ts'
import type { ThreadAudience, ThreadId, ThreadType } from './threads.tables.ts'

declare module '../../platform/tables.ts' {
  interface Tables {
    /** Kept by the database: every thread whose place, readers or time changed, with the transaction. */
    threadChanges: { threadId: number; xact: string; changedAt: Date }
  }
}

/** What decides who reads a thread and where it stands in a list. Times in milliseconds. */
export interface ThreadFacts {
  readonly id: number
  readonly authorId: number
  readonly spaceId: number
  readonly type: ThreadType
  readonly audience: ThreadAudience
  readonly reach: 0 | 1 | 2 | 3 | 4 | null
  /** Hidden by moderation: its author alone is found by it. */
  readonly isHidden: boolean
  readonly createdAt: number
  readonly activeAt: number
}

const facts = sql`threads.author_id, threads.space_id, threads.type, threads.audience, threads.reach,
  threads.hidden_at is not null as is_hidden,
  (extract(epoch from threads.created_at) * 1000)::float8 as created_at,
  (extract(epoch from threads.active_at) * 1000)::float8 as active_at`

/** Hands over every thread, some thousands at a time, and returns the moment of which all this is true. */
export async function readAllThreads(db: Db, take: (rows: readonly ThreadFacts[]) => void): Promise<string> {
  return db
    .transaction()
    .setIsolationLevel('repeatable read')
    .execute(async (inside) => {
      const { rows } = await sql<{ snapshot: string }>`select pg_current_snapshot()::text as snapshot`.execute(inside)
      for (let after = 0; ;) {
        const page = await sql<ThreadFacts>`select threads.id, ${facts} from threads
          where threads.id > ${after} order by threads.id limit 20000`.execute(inside)
        take(page.rows)
        if (page.rows.length < 20_000) return rows[0]!.snapshot
        after = page.rows.at(-1)!.id
      }
    })
}

/**
 * The threads whose change was not to be seen in `snapshot`, as they stand now; those that are gone by id alone. They
 * go through an array, because PostgreSQL takes a third of all changes for new and would read every thread to join them;
 * the moment through a subselect, so that one plan does for every moment (see `anyOf`).
 */
export async function selectChangedThreads(db: Db, snapshot: string) {
  const { rows } = await sql<
    { snapshot: string; id: number | null } & { [Name in keyof Omit<ThreadFacts, 'id'>]: ThreadFacts[Name] | null }
  >`
    select pg_current_snapshot()::text as snapshot, changed.*
    from (select) as moment left join lateral (
      select c.thread_id as id, ${facts} from (
        select distinct unnest(array(select thread_id from thread_changes
        where xact >= (select pg_snapshot_xmin(${snapshot}::pg_snapshot))
            and not pg_visible_in_snapshot(xact, ${snapshot}::pg_snapshot)
        )) as thread_id
      ) c left join threads on threads.id = c.thread_id
    ) as changed on true`.execute(db)
  return {
    snapshot: rows[0]!.snapshot,
    present: rows.filter((row) => row.id !== null && row.authorId !== null) as unknown as ThreadFacts[],
    gone: rows.filter((row) => row.id !== null && row.authorId === null).map((row) => row.id!),
  }
}

/** The ids of the spaces that the viewer may read now, of one realm or one space where that is asked. */
export async function selectReadableSpaceIds(
  ctx: Ctx,
  filter: { realm?: 'inside' | 'outside' | 'bridge'; spaceId?: SpaceId },
): Promise<number[]> {
  let query = ctx.db
    .selectFrom('spaces')
    .select('id')
    .where(readableSpace(readerOf(ctx.viewer)))
  if (filter.realm) query = query.where('realm', '=', filter.realm)
  if (filter.spaceId) query = query.where('id', '=', filter.spaceId)
  return (await query.execute()).map((row) => row.id)
}

const fromThreads = begunOnce((db) => db.selectFrom('threads').select(threadColumns))

/**
 * The threads of a walk that the viewer may read, in no order. `over`: for each the people over whom its author is said
 * to be near, which spares the search for them where it is true and changes nothing where it is not.
 */
export async function selectWalkedThreads(
  ctx: Ctx,
  ids: readonly ThreadId[],
  over: readonly (readonly number[])[],
): Promise<ThreadRow[]> {
  if (ids.length === 0) return []
  const [first, second] = [over.map((people) => people[0] ?? null), over.map((people) => people[1] ?? null)]
  // In subselects, so that one plan does however many they are (see `anyOf`).
  const walked = sql<{ id: ThreadId }>`unnest((select ${ids}::bigint[]), (select ${first}::bigint[]),
    (select ${second}::bigint[]))`.as<'walked'>(sql`walked (id, first_id, second_id)`)
  return fromThreads(ctx.db)
    .innerJoin(walked, 'walked.id', 'threads.id')
    .where(readableWalkedThread(readerOf(ctx.viewer)))
    .execute()
}

/** Removes changes that every living index has read long since. */
export async function deleteOldThreadChanges(ctx: Ctx): Promise<void> {
  await sql`delete from thread_changes where changed_at < now() - interval '2 days'`.execute(ctx.db)
}
