/** Tango as an operator runs it, in a process group of its own that can be killed, and people who write into it. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { type Agent, request } from 'node:http'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import { createAccount } from '../../src/people/accounts/accounts.ts'
import { sessionCookie, startSession } from '../../src/people/sessions/sessions.ts'
import { makeCtx } from '../../src/platform/context.ts'
import { openDatabase, openPool } from '../../src/platform/database.ts'
import { silentLog } from '../../src/platform/log.ts'
import { findPostmaster } from '../../src/platform/postgres/postmaster.ts'
import { joinPostgres } from '../../src/platform/postgres/postgres.ts'
import { afterwards, checkout, homeApart } from '../ops/machine.ts'

export interface Server {
  readonly child: ChildProcess
  readonly address: string
  readonly stderr: () => string
  /** The exit code, or the name of the signal that ended it. */
  readonly ended: Promise<number | string>
}

function environment(dataFolder: string, port: number): NodeJS.ProcessEnv {
  return { PATH: process.env.PATH, HOME: '/tmp', TANGO_DATA: dataFolder, PORT: String(port) }
}

/** `tango setup` in a new data folder: company, owner, one space of each side (`everyone-at-velund`, `riders`). */
export function setUpCompany(dataFolder: string, password: string): void {
  const file = `${dataFolder}-password`
  writeFileSync(file, password, { mode: 0o600 })
  const args = [
    'setup',
    '--company',
    'Velund',
    '--owner-email',
    'owner@velund.example',
    '--outside',
    'Riders',
    '--owner-password-file',
    file,
  ]
  const { status, stderr } = spawnSync(join(checkout, 'bin/tango'), args, {
    env: environment(dataFolder, 3000),
    encoding: 'utf8',
  })
  if (status !== 0) throw new Error(`tango setup failed: ${stderr}`)
}

/** Starts it and waits until it is ready. */
export async function startServer(dataFolder: string, port: number, more: NodeJS.ProcessEnv = {}): Promise<Server> {
  const child = spawn(join(checkout, 'bin/start'), {
    env: { ...environment(dataFolder, port), ...more },
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let [stdout, stderr] = ['', '']
  child.stdout.on('data', (chunk) => (stdout += chunk))
  child.stderr.on('data', (chunk) => (stderr += chunk))
  const ended = once(child, 'close').then(([code, signal]) => (code ?? signal) as number | string)
  afterwards(async () => {
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM')
    const impatient = setTimeout(() => child.kill('SIGKILL'), 10_000)
    await ended
    clearTimeout(impatient)
  })
  for (let waited = 0; waited < 60_000; waited += 20) {
    const address = /^Tango is ready at (\S+)/m.exec(stdout)?.[1]
    if (address) return { child, address, ended, stderr: () => stderr }
    if (child.exitCode !== null) break
    await pause(20)
  }
  throw new Error(`Tango did not start:\n${stdout}\n${stderr}`)
}

/** kill -9 to the whole process group; with its PostgreSQL too, as when the machine loses power (but for its disk). */
export async function killServer(server: Server, dataFolder: string, withDatabase: boolean): Promise<void> {
  const postmaster = findPostmaster(join(homeApart(dataFolder) ?? dataFolder, 'postgres'))
  if (withDatabase && postmaster) process.kill(-postmaster.pid, 'SIGKILL')
  process.kill(-server.child.pid!, 'SIGKILL')
  await server.ended
}

/** Members who are signed in, as cookies; and a way to ask the database itself. */
export async function openPeople(dataFolder: string, count: number): Promise<string[]> {
  const pool = openPool((await joinPostgres(dataFolder))!, 2)
  const ctx = makeCtx({
    viewer: { kind: 'system', reason: 'test' },
    db: openDatabase(pool),
    now: new Date(),
    log: silentLog,
  })
  const cookies: string[] = []
  for (let n = 0; n < count; n++) {
    const id = await createAccount(ctx, {
      realm: 'outside',
      email: `writer${n}@people.example`,
      displayName: `Writer ${n}`,
      emailProved: true,
    })
    const { token } = await startSession(ctx, id, { provedBy: 'code', device: 'test' })
    cookies.push(sessionCookie(token, false).split(';')[0]!)
  }
  await pool.end()
  return cookies
}

/** The first row of a query against the running server's database. */
export async function askDatabase<Row extends object>(dataFolder: string, query: string): Promise<Row[]> {
  const client = new pg.Client({ connectionString: await joinPostgres(dataFolder) })
  await client.connect()
  try {
    return (await client.query<Row>(query)).rows
  } finally {
    await client.end()
  }
}

export interface Posted {
  readonly status: number
  readonly location: string | undefined
  readonly body: string
}

/** Posts a form as a browser would. Rejects when the connection breaks before the answer is whole. */
export function postForm(
  agent: Agent,
  address: string,
  cookie: string,
  path: string,
  fields: Record<string, string>,
): Promise<Posted> {
  const body = new URLSearchParams(fields).toString()
  const headers = {
    cookie,
    origin: address,
    accept: 'text/html',
    'content-type': 'application/x-www-form-urlencoded',
    'content-length': Buffer.byteLength(body),
  }
  return new Promise((resolve, reject) => {
    const asked = request(address + path, { method: 'POST', agent, headers }, (response) => {
      let text = ''
      response.on('data', (chunk) => (text += chunk))
      response.on('error', reject)
      response.on('close', () => {
        if (response.complete)
          resolve({ status: response.statusCode!, location: response.headers.location, body: text })
        else reject(new Error('the answer was cut off'))
      })
    })
    asked.on('error', reject)
    asked.end(body)
  })
}
