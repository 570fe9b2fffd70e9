/** Whether a PostgreSQL server that the operator named can be used, told before anything is touched. */
import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import { StartError } from '../start-error.ts'

const oldestMajor = 15
/** How long a server that says "I am starting" is waited for. */
const startingMilliseconds = 30_000

/**
 * Connects once and looks: version, encoding, right to create tables.
 *
 * @param url what DATABASE_URL says. Its password is in no message.
 * @throws StartError, one line, saying what to do.
 */
export async function checkDatabase(url: string): Promise<void> {
  const began = Date.now()
  for (;;) {
    const client = clientFor(url)
    try {
      await client.connect()
    } catch (error) {
      // 57P03: the server is up but still starting, as in a group of containers started together.
      const starting = codeOf(error) === '57P03' && Date.now() - began < startingMilliseconds
      if (!starting) throw new StartError(reasonFor(error, client))
      await pause(500)
      continue
    }
    try {
      return await inspect(client)
    } finally {
      await client.end()
    }
  }
}

function clientFor(url: string): pg.Client {
  try {
    const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 })
    client.on('error', () => {})
    return client
  } catch {
    throw new StartError('DATABASE_URL cannot be read: write it as postgres://user:password@host:5432/database.')
  }
}

function codeOf(error: unknown): string {
  return String((error as { code?: unknown }).code ?? '')
}

function placeOf(client: pg.Client): string {
  return client.host.startsWith('/') ? client.host : `${client.host}:${client.port}`
}

function reasonFor(error: unknown, client: pg.Client): string {
  const place = placeOf(client)
  const message = error instanceof Error ? error.message : ''
  const code = codeOf(error)
  if (code === '28P01' || /password must be a (non-empty )?string/.test(message)) {
    return `The database at ${place} refuses the password of user "${client.user}": correct the user and password in DATABASE_URL.`
  }
  if (code === '28000') {
    return `The database at ${place} does not let user "${client.user}" in from here: allow it in the server's pg_hba.conf, or correct DATABASE_URL.`
  }
  if (code === '3D000') {
    return `There is no database "${client.database}" at ${place}: create it (createdb ${client.database}), or correct the name in DATABASE_URL.`
  }
  if (code === '53300')
    return `The database at ${place} has no connection left: raise its max_connections or end other programs.`
  if (code === '57P03')
    return `The database at ${place} is still starting: wait until it is up, then start Tango again.`
  if (/certificate|CERT|SSL|TLS/.test(`${code} ${message}`)) {
    return `The database at ${place} and Tango do not agree on encryption (${code || message}): set sslmode in DATABASE_URL as the server needs it.`
  }
  const why = code || firstLine(message) || 'no answer'
  return `The database at ${place} cannot be reached (${why}): start that server, or correct DATABASE_URL; without DATABASE_URL Tango brings its own.`
}

function firstLine(text: string): string {
  return text.split('\n')[0] ?? ''
}

async function inspect(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ version: number; shown: string; encoding: string; create: boolean }>(
    `select current_setting('server_version_num')::int as version,
            current_setting('server_version') as shown,
            current_setting('server_encoding') as encoding,
            has_database_privilege(current_database(), 'CREATE') as create`,
  )
  const found = rows[0]
  if (!found || found.version < oldestMajor * 10_000) {
    throw new StartError(
      `The database at ${placeOf(client)} is PostgreSQL ${found?.shown} and Tango needs ${oldestMajor} or newer: upgrade it, or leave DATABASE_URL out and Tango brings its own.`,
    )
  }
  if (found.encoding !== 'UTF8') {
    throw new StartError(
      `The database "${client.database}" at ${placeOf(client)} stores ${found.encoding}, not UTF8: create it with "createdb --encoding=UTF8 --template=template0".`,
    )
  }
  if (!found.create) {
    throw new StartError(
      `User "${client.user}" may not create tables in database "${client.database}" at ${placeOf(client)}: make that user its owner.`,
    )
  }
}
