import { sql } from 'kysely'
import type { Ctx, Db } from '../../platform/context.ts'

/** Two people as they stand to each other now; the lower id first. */
export interface Pair {
  readonly lowerId: number
  readonly higherId: number
  readonly connected: boolean
  readonly hiddenByLower: boolean
  readonly hiddenByHigher: boolean
  readonly lowerBlocks: boolean
  readonly higherBlocks: boolean
}

const standing = sql`p.lower_id, p.higher_id, coalesce(c.accepted_at is not null, false) as connected,
  coalesce(c.hidden_by_lower, false) as hidden_by_lower, coalesce(c.hidden_by_higher, false) as hidden_by_higher,
  exists (select from blocks where blocker_id = p.lower_id and blocked_id = p.higher_id) as lower_blocks,
  exists (select from blocks where blocker_id = p.higher_id and blocked_id = p.lower_id) as higher_blocks`

/** Every pair that is connected or has a block between, and the moment of which this is true. */
export async function selectAllPairs(db: Db): Promise<{ snapshot: string; people: number; pairs: Pair[] }> {
  return db
    .transaction()
    .setIsolationLevel('repeatable read')
    .execute(async (inside) => {
      const { rows } = await sql<{ snapshot: string; people: number }>`
        select pg_current_snapshot()::text as snapshot, coalesce((select max(id) from accounts), 0) as people`.execute(
        inside,
      )
      const pairs = await sql<Pair>`
        select ${standing} from (
          select lower_id, higher_id from connections where accepted_at is not null
          union select least(blocker_id, blocked_id), greatest(blocker_id, blocked_id) from blocks
        ) p left join connections c on c.lower_id = p.lower_id and c.higher_id = p.higher_id`.execute(inside)
      return { ...rows[0]!, pairs: pairs.rows }
    })
}

/**
 * The pairs whose change was not to be seen in `snapshot`, as they stand now, and the moment of this answer. They go
 * through arrays, because PostgreSQL takes a third of all changes for new and would read every connection to join them;
 * the moment through a subselect, so that one plan does for every moment (see `anyOf`).
 */
export async function selectChangedPairs(db: Db, snapshot: string): Promise<{ snapshot: string; pairs: Pair[] }> {
  const { rows } = await sql<{ snapshot: string } & Partial<Pair>>`
    select pg_current_snapshot()::text as snapshot, changed.*
    from (select) as moment left join lateral (
      select ${standing} from (
        select distinct one_id as lower_id, other_id as higher_id from (
          select array_agg(one_id) as ones, array_agg(other_id) as others from tie_changes
          where xact >= (select pg_snapshot_xmin(${snapshot}::pg_snapshot))
            and not pg_visible_in_snapshot(xact, ${snapshot}::pg_snapshot)
        ) as known, unnest(known.ones, known.others) as changed_pairs (one_id, other_id)
      ) p left join connections c on c.lower_id = p.lower_id and c.higher_id = p.higher_id
    ) as changed on true`.execute(db)
  return { snapshot: rows[0]!.snapshot, pairs: rows.filter((row): row is typeof row & Pair => row.lowerId !== null) }
}

/** Removes changes that every living index has read long since. */
export async function deleteOldTieChanges(ctx: Ctx): Promise<void> {
  await sql`delete from tie_changes where changed_at < now() - interval '2 days'`.execute(ctx.db)
}
