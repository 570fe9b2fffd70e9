/**
 * One database of our own, several processes: whoever comes first starts it, whoever comes later joins it.
 *
 * Who uses it is known to PostgreSQL itself, as advisory locks of connections: they end with their process however that
 * ends, so that nothing can be left behind.
 */
import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import { FolderInUse, joinPostgres, lockDataFolder, startPostgres } from './platform/postgres/postgres.ts'
import { StartError } from './platform/start-error.ts'

/** Held by everybody who joined (shared), and at the end by whoever stops the database (alone). */
const usersKey = 7_264_650
/** Held by a server, so that a second one can tell it from a command, which will be done soon. */
const serverKey = 7_264_651

/** How long a server waits for a command: to be done before it starts, and to be done before it stops the database. */
const serverPatience = { starting: 10_000, stopping: 15_000 }
/** How long a command waits for a database that somebody is just starting or stopping. */
const commandPatience = 60_000
const tellAfter = 1000

export interface SharedDatabase {
  readonly url: string
  /** Stops the database when we started it, once everybody who joined has left. */
  leave(): Promise<void>
}

export type Purpose = 'server' | 'command'
type Tell = (line: string) => void

/**
 * Enters the database of a data folder. A command joins one that runs; a server waits a moment for commands, and
 * refuses to start beside another server.
 *
 * @param tell is given one line when somebody else is waited for.
 * @throws StartError in one line that says what to do.
 */
export async function enterDatabase(folder: string, purpose: Purpose, tell: Tell): Promise<SharedDatabase> {
  const began = Date.now()
  for (;;) {
    const taken = takeFolder(folder)
    if (typeof taken === 'function') return startOwn(folder, purpose, { unlock: taken, tell })
    if (purpose === 'command') {
      const joined = await joinOther(folder)
      if (joined) return joined
      if (Date.now() - began > commandPatience) throw taken
    } else {
      if (await serverRuns(folder)) throw taken
      if (Date.now() - began > serverPatience.starting) {
        throw new StartError(`A tango command is at work in ${folder}: start Tango again when it is done.`)
      }
    }
    await pause(100)
  }
}

/** The function that gives the folder back, or the error that says who has it. */
function takeFolder(folder: string): (() => void) | StartError {
  try {
    return lockDataFolder(folder)
  } catch (error) {
    // Anything else is said of the folder itself: not writable, or from a newer Tango.
    if (error instanceof FolderInUse) return error
    throw error
  }
}

async function startOwn(
  folder: string,
  purpose: Purpose,
  { unlock, tell }: { unlock: () => void; tell: Tell },
): Promise<SharedDatabase> {
  try {
    const postgres = await startPostgres({ folder })
    const guard = await connect(postgres.url).catch(async (error: unknown) => {
      await postgres.stop()
      throw error
    })
    if (purpose === 'server') await tryLock(guard, 'pg_try_advisory_lock', serverKey)
    return {
      url: postgres.url,
      async leave() {
        await othersGone(guard, purpose, tell)
        await guard.end().catch(() => {})
        await postgres.stop()
        unlock()
      },
    }
  } catch (error) {
    unlock()
    throw error
  }
}

async function joinOther(folder: string): Promise<SharedDatabase | undefined> {
  const guard = await connectTo(folder)
  if (!guard) return undefined
  const leave = (): Promise<void> => guard.client.end().catch(() => {})
  if (await tryLock(guard.client, 'pg_try_advisory_lock_shared', usersKey)) return { url: guard.url, leave }
  // Somebody is just stopping the database.
  await leave()
  return undefined
}

async function serverRuns(folder: string): Promise<boolean> {
  const guard = await connectTo(folder)
  if (!guard) return false
  const free = await tryLock(guard.client, 'pg_try_advisory_lock_shared', serverKey)
  await guard.client.end().catch(() => {})
  // A database that goes away while it is asked is being stopped by a command that is done.
  return free === false
}

/** Undefined while it starts or stops: its role may not be made yet, its socket be gone already. */
async function connectTo(folder: string): Promise<{ url: string; client: pg.Client } | undefined> {
  const url = await joinPostgres(folder)
  const client = url && (await connect(url).catch(() => undefined))
  return url && client ? { url, client } : undefined
}

async function connect(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url, application_name: 'tango guard' })
  client.on('error', () => {})
  await client.connect()
  return client
}

/** False when somebody holds it against us, undefined when the database has gone. */
async function tryLock(client: pg.Client, how: string, key: number): Promise<boolean | undefined> {
  return client.query<{ got: boolean }>(`select ${how}(${key}) as got`).then(
    ({ rows }) => rows[0]!.got,
    () => undefined,
  )
}

async function othersGone(guard: pg.Client, purpose: Purpose, tell: Tell): Promise<void> {
  const began = Date.now()
  let told = false
  while (!(await tryLock(guard, 'pg_try_advisory_lock', usersKey))) {
    const waited = Date.now() - began
    if (purpose === 'server' && waited > serverPatience.stopping) return
    if (!(await answers(guard))) return
    if (!told && waited > tellAfter) {
      told = true
      tell('Done. Waiting for another tango command that uses this database.')
    }
    await pause(50)
  }
}

async function answers(client: pg.Client): Promise<boolean> {
  return client.query('select 1').then(
    () => true,
    () => false,
  )
}

/** Whether an error says that the database went away under a running command. */
export function isLostDatabase(error: unknown): boolean {
  const { code = '', syscall, message = '' } = error as { code?: string; syscall?: string; message?: string }
  return (
    /^(57P0[123]|08\w{3}|ECONNRESET|ECONNREFUSED|EPIPE)$/.test(code) ||
    (code === 'ENOENT' && syscall === 'connect') ||
    /^Connection terminated|not queryable|after calling end on the pool/.test(message)
  )
}
