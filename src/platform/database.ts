import { Kysely } from 'kysely'
import pg from 'pg'
import type { Db } from './context.ts'
import { NamingDialect } from './names.ts'
import { preparing } from './prepared.ts'
import type { Tables } from './tables.ts'

// bigint ids and counts stay below 2^53 for as long as Tango will live, so they are plain numbers here.
pg.types.setTypeParser(pg.types.builtins.INT8, Number)

// A moment as PostgreSQL writes it in UTC is what Date reads at once; in another zone the library takes it apart.
const takeApart = pg.types.getTypeParser(pg.types.builtins.TIMESTAMPTZ)
pg.types.setTypeParser(pg.types.builtins.TIMESTAMPTZ, (text) =>
  /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d+)?\+00$/.test(text)
    ? new Date(`${text.slice(0, 10)}T${text.slice(11, -3)}Z`)
    : takeApart(text),
)

// A day is a day: as text, YYYY-MM-DD, never a moment in some time zone.
pg.types.setTypeParser(pg.types.builtins.DATE, (day) => day)

/** A pool for `url`; `max` connections. Statements that run longer than 30 s are ended by the server. */
export function openPool(url: string, max = 10): pg.Pool {
  const pool = new pg.Pool({
    connectionString: url,
    max,
    statement_timeout: 30_000,
    application_name: 'tango',
  })
  // A connection that dies while idle is replaced at its next use; without a listener Node would end the process.
  pool.on('error', () => {})
  pool.on('connect', (client) => void client.on('error', () => {}))
  return pool
}

/** The database with its tables, over the connections of `pool`. */
export function openDatabase(pool: pg.Pool): Db {
  return new Kysely<Tables>({ dialect: new NamingDialect({ pool: preparing(pool) }) })
}
