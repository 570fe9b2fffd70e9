/**
 * Statements that come again and again are planned once on each connection: for the rule of reading, PostgreSQL spends
 * five times as long on the plan as on the rows. It decides itself, after five runs, whether one plan does for every
 * value (`plan_cache_mode = auto`).
 */
import { type RawBuilder, sql } from 'kysely'
import pg from 'pg'
import { named } from './names.ts'

/** A statement is kept by its server once it came this often: those made for one search or one long list never do. */
const often = 12
/** So many statements have a plan kept on each connection, about 100 kB each; the first to come often are the busiest. */
const mostKept = 200
/** So many texts are counted at once; then counting begins anew. */
const mostCounted = 2000
/**
 * Milliseconds after which a statement is planned for its values again, the next `rest` times: it may take so long
 * because the plan was made for values of another size. Not for good, since it may also be the machine that is busy:
 * then every statement comes back late, and planning them all anew would only make it busier.
 */
const tooLong = 200
const rest = 50

/**
 * `any` of these ids, after `=`, so that the plan does not depend on how many they are. Where it does, PostgreSQL plans
 * anew each time that they are fewer than the ten it would guess, which takes five times as long as finding the rows.
 */
export function anyOf(ids: readonly number[]): RawBuilder<unknown> {
  return sql`any ((select ${ids}::bigint[])::bigint[])`
}

export interface StatementNames {
  /** The name under which a statement is prepared; undefined while it has not come often. Counts the asking. */
  readonly of: (text: string) => string | undefined
  /** Prepares a statement anew: its tables have other columns now. */
  readonly forget: (text: string) => void
  /** Says how long a prepared statement took, in milliseconds; after a long one it goes without its plan for a while. */
  readonly took: (text: string, milliseconds: number) => void
}

/** Names for the statements of one pool, shared by its connections. */
export function makeStatementNames(): StatementNames {
  const names = new Map<string, string>()
  const resting = new Map<string, number>()
  const counts = new Map<string, number>()
  let given = 0
  return {
    of(text) {
      const left = resting.get(text)
      if (left !== undefined) {
        if (left > 1) resting.set(text, left - 1)
        else resting.delete(text)
        return undefined
      }
      const name = names.get(text)
      if (name !== undefined || names.size >= mostKept) return name
      const count = (counts.get(text) ?? 0) + 1
      if (count < often) {
        if (counts.size >= mostCounted) counts.clear()
        counts.set(text, count)
        return undefined
      }
      counts.delete(text)
      given += 1
      const made = `tango_${given}`
      names.set(text, made)
      return made
    },
    forget: (text) => void names.delete(text),
    took(text, milliseconds) {
      if (milliseconds > tooLong) resting.set(text, rest)
    },
  }
}

const namesByPool = new WeakMap<pg.Pool, StatementNames>()

/** The names of a pool, which stay with its connections however often a database is opened over it. */
function namesOf(pool: pg.Pool): StatementNames {
  const names = namesByPool.get(pool) ?? makeStatementNames()
  namesByPool.set(pool, names)
  return names
}

/** What Kysely asks of a pool, over `pool`, with the statements that only read prepared as above. */
export function preparing(pool: pg.Pool) {
  const names = namesOf(pool)
  const connections = new WeakMap<pg.PoolClient, pg.PoolClient>()
  return {
    options: pool.options,
    end: () => pool.end(),
    async connect(): Promise<pg.PoolClient> {
      const client = await pool.connect()
      const known = connections.get(client)
      if (known) return known
      const query = (asked: unknown, values?: unknown[]) =>
        typeof asked === 'string' ? ask(client, names, asked, values) : client.query(asked as pg.QueryConfig)
      const made = Object.create(client, { query: { value: query } }) as pg.PoolClient
      connections.set(client, made)
      return made
    },
  }
}

async function ask(client: pg.PoolClient, names: StatementNames, text: string, values: unknown[] = []) {
  const plain = { text, values, rowMode: 'array' } as const
  // What begins or ends a transaction has no plan; of what writes, pages that are read update what was read.
  const name = /^[\s(]*(select|with|update)\b/i.test(text) ? names.of(text) : undefined
  if (name === undefined) return named(await client.query(plain))
  const begun = performance.now()
  try {
    const result = await client.query({ ...plain, name })
    names.took(text, performance.now() - begun)
    return named(result)
  } catch (error) {
    if (!isOutdated(error)) throw error
    names.forget(text)
    // Inside a transaction this fails too, as it must; the next one asks with a new plan.
    return named(await client.query(plain))
  }
}

/** "cached plan must not change result type": an upgrade beside this process has given a table another column. */
function isOutdated(error: unknown): boolean {
  return error instanceof pg.DatabaseError && error.code === '0A000' && error.message.includes('cached plan')
}
