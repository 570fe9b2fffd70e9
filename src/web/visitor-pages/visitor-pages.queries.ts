import { sql } from 'kysely'
import type { Ctx, Db } from '../../platform/context.ts'

/** So many threads are told apart; when more changed, everything did. */
const mostThreads = 500

/** What was committed that a moment does not show yet. */
export interface VisitorChange {
  /** The present moment: what to ask with next time. */
  readonly snapshot: string
  /** Something of which any page may show something. */
  readonly everything: boolean
  /** Something that pages of threads do not show: only lists, people and the like. */
  readonly lists: boolean
  /** Threads in which something was said, or of which something is said. */
  readonly threads: readonly number[]
}

/** The present moment, and what a visitor may see of all that was committed since `known`; without it, everything. */
export async function selectVisitorChange(db: Db, known: string | undefined): Promise<VisitorChange> {
  const { rows } = await sql<{ snapshot: string; threads: readonly number[] }>`
    select pg_current_snapshot()::text as snapshot, ${
      known === undefined
        ? sql`array[0]`
        : sql`array(select distinct thread_id::float8 from visitor_changes
            where xact >= pg_snapshot_xmin(${known}::pg_snapshot)
              and not pg_visible_in_snapshot(xact, ${known}::pg_snapshot) limit ${mostThreads + 1})`
    } as threads`.execute(db)
  const { snapshot, threads } = rows[0]!
  return {
    snapshot,
    everything: threads.includes(0) || threads.length > mostThreads,
    lists: threads.length > 0,
    threads: threads.filter((id) => id > 0),
  }
}

/** Removes notes that every living process has read long since. */
export async function deleteOldVisitorChanges(ctx: Ctx): Promise<void> {
  await sql`delete from visitor_changes where changed_at < now() - interval '2 days'`.execute(ctx.db)
}
