import { sql } from 'kysely'
import type { Ctx, Db } from '../../platform/context.ts'

/** The present moment, and whether something that a visitor may see was committed that `known` does not show yet. */
export async function selectVisitorChange(db: Db, known: string | undefined) {
  const { rows } = await sql<{ snapshot: string; changed: boolean }>`
    select pg_current_snapshot()::text as snapshot, ${
      known === undefined
        ? sql`true`
        : sql`exists (select from visitor_changes
            where xact >= pg_snapshot_xmin(${known}::pg_snapshot)
              and not pg_visible_in_snapshot(xact, ${known}::pg_snapshot))`
    } as changed`.execute(db)
  return rows[0]!
}

/** Removes notes that every living process has read long since. */
export async function deleteOldVisitorChanges(ctx: Ctx): Promise<void> {
  await sql`delete from visitor_changes where changed_at < now() - interval '2 days'`.execute(ctx.db)
}
