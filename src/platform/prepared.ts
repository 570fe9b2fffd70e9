/**
 * Statements that come again and again are planned once on each connection: for the rule of reading, PostgreSQL spends
 * five times as long on the plan as on the rows. It decides itself, after five runs, whether one plan does for every
 * value (`plan_cache_mode = auto`).
 */
import pg from 'pg'

/** A statement is kept by its server once it came this often: those made for one search or one long list never do. */
const often = 12
/** So many statements have a plan kept on each connection, about 100 kB each; the first to come often are the busiest. */
const mostKept = 200
/** So many texts are counted at once; then counting begins anew. */
const mostCounted = 2000
/**
 * Milliseconds after which a statement is planned for its values again: what takes so long gains nothing from a kept
 * plan, and may take so long because the plan was made for values of another size.
 */
const tooLong = 200

export interface StatementNames {
  /** The name under which a statement is prepared; undefined while it has not come often. Counts the asking. */
  readonly of: (text: string) => string | undefined
  /** Prepares a statement anew: its tables have other columns now. */
  readonly forget: (text: string) => void
  /** Says how long a prepared statement took, in milliseconds; after a long one it is prepared no more. */
  readonly took: (text: string, milliseconds: number) => void
}

/** Names for the statements of one pool, shared by its connections. */
export function makeStatementNames(): StatementNames {
  const names = new Map<string, string>()
  const refused = new Set<string>()
  const counts = new Map<string, number>()
  let given = 0
  return {
    of(text) {
      const name = names.get(text)
      if (name !== undefined || names.size + refused.size >= mostKept || refused.has(text)) return name
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
      if (milliseconds > tooLong && names.delete(text)) refused.add(text)
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
  // What begins or ends a transaction has no plan, and writing is rare beside reading.
  const name = /^\s*(select|with)\b/i.test(text) ? names.of(text) : undefined
  if (name === undefined) return client.query(text, values)
  const begun = performance.now()
  try {
    const result = await client.query({ name, text, values })
    names.took(text, performance.now() - begun)
    return result
  } catch (error) {
    if (!isOutdated(error)) throw error
    names.forget(text)
    // Inside a transaction this fails too, as it must; the next one asks with a new plan.
    return client.query(text, values)
  }
}

/** "cached plan must not change result type": an upgrade beside this process has given a table another column. */
function isOutdated(error: unknown): boolean {
  return error instanceof pg.DatabaseError && error.code === '0A000' && error.message.includes('cached plan')
}
