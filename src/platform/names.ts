/** snake_case in the database, camelCase in the program: mapped here and nowhere else. */
import { PostgresDialect, PostgresQueryCompiler } from 'kysely'
import type pg from 'pg'

const inDatabase = new Map<string, string>()
const inProgram = new Map<string, string>()

/** `spaceId` as `space_id`: one underscore before every capital that does not follow another. */
export function snakeCase(name: string): string {
  return kept(inDatabase, name, () => name.replace(/(?<!^|\p{Lu})\p{Lu}/gu, '_$&').toLowerCase())
}

/** `space_id` as `spaceId`. */
export function camelCase(name: string): string {
  return kept(inProgram, name, () =>
    name.replace(/(?<=.)_+([^_]?)/gu, (_whole, letter: string) => letter.toUpperCase()),
  )
}

/** Names come from the program and from its tables: there is no end to neither but the program's own. */
function kept(names: Map<string, string>, name: string, work: () => string): string {
  let known = names.get(name)
  if (known === undefined) names.set(name, (known = work()))
  return known
}

/**
 * PostgreSQL, with names mapped while a statement is written down. Kysely's own plugin copies the whole statement
 * before that, which took half of the time that a statement costs in Node.
 */
export class NamingDialect extends PostgresDialect {
  override createQueryCompiler(): PostgresQueryCompiler {
    return new NamingCompiler()
  }
}

class NamingCompiler extends PostgresQueryCompiler {
  protected override sanitizeIdentifier(name: string): string {
    return super.sanitizeIdentifier(snakeCase(name))
  }
}

/** What came as lists of values, as rows under the program's names. Several statements in one text have no rows. */
export function named(result: pg.QueryArrayResult<unknown[]>): pg.QueryResult<Record<string, unknown>> {
  if (!result.fields) return result as unknown as pg.QueryResult<Record<string, unknown>>
  const names = result.fields.map((field) => camelCase(field.name))
  const rows = result.rows.map((values) => {
    const row: Record<string, unknown> = {}
    for (let n = 0; n < names.length; n++) row[names[n]!] = values[n]
    return row
  })
  return { ...result, rows }
}
