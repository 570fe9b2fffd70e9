import { type SelectQueryBuilder, type SqlBool, sql } from 'kysely'
import { type PageOf, type Place, pageOf } from './cursor.ts'

/**
 * One page of a statement, the newest first: after the place where the last one ended, and at most `limit` rows.
 *
 * @param at names the table and its column of time; `id` stands in the same table, and rows carry both by these names.
 */
export async function readNewest<
  Database,
  Table extends keyof Database,
  Row extends { id: number } & Record<At, Date>,
  At extends string,
>(
  query: SelectQueryBuilder<Database, Table, Row>,
  at: `${string}.${At}`,
  after: Place | undefined,
  limit: number,
): Promise<PageOf<Row>> {
  const [table, column] = at.split('.') as [string, At]
  const [time, id] = [sql.ref(at), sql.ref(`${table}.id`)]
  const later = after ? query.where(sql<SqlBool>`(${time}, ${id}) < (${after.at}, ${after.id})`) : query
  const rows = await later
    .orderBy(time, 'desc')
    .orderBy(id, 'desc')
    .limit(limit + 1)
    .execute()
  return pageOf<Row>(rows as Row[], limit, (row) => ({ at: row[column], id: row.id }))
}
