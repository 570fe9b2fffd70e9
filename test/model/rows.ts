import type { sql } from 'kysely'
import type { Ctx } from '../../src/platform/context.ts'

/** The numbers under which the database knows what the model counts from 0. */
export interface Rows {
  readonly people: number[]
  readonly nodes: number[]
  readonly groups: number[]
  readonly spaces: number[]
  readonly placements: number[]
  readonly grants: number[]
  readonly sponsorships: number[]
  readonly threads: number[]
  readonly crossings: number[]
}

/** The number of the one row that a statement returns. */
export async function idOf(ctx: Ctx, statement: ReturnType<typeof sql>): Promise<number> {
  return (await (statement as ReturnType<typeof sql<{ id: number }>>).execute(ctx.db)).rows[0]!.id
}
