/** Several small statements in one round trip: what a page needs besides its texts, most of it nothing most of the time. */
import { type Expression, sql } from 'kysely'
import type { Db } from './context.ts'
import { camelCase } from './names.ts'

/** A statement and what its rows mean. */
export interface Asked<Answer> {
  readonly statement: Expression<object>
  readonly read: (rows: readonly never[]) => Answer
}

/** A row that may have come inside another one, where moments are written out: `new Date(row.at)` reads both. */
type Plain<Row> = { readonly [Name in keyof Row]: Row[Name] extends Date | null ? Row[Name] | string : Row[Name] }

export function asked<Row extends object, Answer>(
  statement: Expression<Row>,
  read: (rows: readonly Plain<Row>[]) => Answer,
): Asked<Answer> {
  return { statement, read: read as Asked<Answer>['read'] }
}

/** Asks one alone. */
export async function ask<Answer>(db: Db, { statement, read }: Asked<Answer>): Promise<Answer> {
  const { rows } = await sql`${statement}`.execute(db)
  return read(rows as never[])
}

type Answers<Parts> = { [Name in keyof Parts]: Parts[Name] extends Asked<infer Answer> ? Answer : never }

/** Asks all of them in one statement, each with its own conditions and its own order. */
export async function askTogether<Parts extends Record<string, Asked<unknown>>>(
  db: Db,
  parts: Parts,
): Promise<Answers<Parts>> {
  const each = Object.entries(parts)
  const lists = each.map(
    ([name, { statement }]) => sql`(select json_agg(part) from (${statement}) part) as ${sql.ref(name)}`,
  )
  const { rows } = await sql<Record<string, Record<string, unknown>[] | null>>`select ${sql.join(lists)}`.execute(db)
  return Object.fromEntries(
    each.map(([name, { read }]) => [name, read((rows[0]![name] ?? []).map(named) as never[])]),
  ) as Answers<Parts>
}

function named(row: Record<string, unknown>): Record<string, unknown> {
  const renamed: Record<string, unknown> = {}
  for (const name in row) renamed[camelCase(name)] = row[name]
  return renamed
}

/** Asks for two things at once, each on a connection of its own; inside a transaction, which has one, after each other. */
export async function sideBySide<One, Other>(
  db: Db,
  one: () => Promise<One>,
  other: () => Promise<Other>,
): Promise<[One, Other]> {
  return db.isTransaction ? [await one(), await other()] : Promise.all([one(), other()])
}
