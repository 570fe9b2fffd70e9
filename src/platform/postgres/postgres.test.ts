import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdtempSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterEach, test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import { findPostmaster } from './postmaster.ts'
import { joinPostgres, type RunningPostgres, startPostgres } from './postgres.ts'

const asRoot = process.getuid?.() === 0
const tidy: (() => unknown)[] = []

afterEach(async () => {
  for (const step of tidy.splice(0).reverse()) await step()
})

/** A data folder that everybody may enter, as in a checkout under /opt or /srv. */
function makeFolder(mode = 0o755): string {
  const folder = mkdtempSync(join(tmpdir(), 'tango-postgres-'))
  chmodSync(folder, mode)
  tidy.push(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

async function start(folder: string, log?: (line: string) => void): Promise<RunningPostgres> {
  const postgres = await startPostgres({ folder, ...(log && { log }) })
  tidy.push(() => postgres.stop())
  return postgres
}

async function query(url: string, statement: string, user = 'tango'): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url.replace('tango@', `${user}@`) })
  await client.connect()
  try {
    return (await client.query<Record<string, unknown>>(statement)).rows
  } finally {
    await client.end()
  }
}

/** Another process that starts PostgreSQL for the folder and lives until it is killed. */
async function startElsewhere(folder: string): Promise<{ child: ChildProcess; url: string }> {
  const program = `
    import { startPostgres } from ${JSON.stringify(join(import.meta.dirname, 'postgres.ts'))}
    const { url } = await startPostgres({ folder: ${JSON.stringify(folder)} })
    console.log(url)`
  const child = spawn(process.execPath, ['--input-type=module', '--eval', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  tidy.push(() => child.kill('SIGKILL'))
  const [url] = (await once(createInterface(child.stdout), 'line')) as [string]
  return { child, url }
}

const cluster = (folder: string): string => join(folder, 'postgres')

async function until(holds: () => boolean): Promise<void> {
  for (let attempt = 0; attempt < 500 && !holds(); attempt++) await pause(20)
  assert.ok(holds())
}

test('what was written is there after a stop and a second start', async () => {
  const folder = makeFolder()
  const first = await start(folder)
  await query(first.url, 'create table kept (word text)')
  await query(first.url, `insert into kept values ('tango')`)
  await first.stop()
  assert.equal(findPostmaster(cluster(folder)), undefined)
  const second = await start(folder)
  assert.deepEqual(await query(second.url, 'select word from kept'), [{ word: 'tango' }])
})

test('the database knows all letters, is durable, and takes no connection from the network', async () => {
  const { url } = await start(makeFolder())
  const [found] = await query(
    url,
    `select lower('ÉЖ') as lower, current_setting('server_encoding') as encoding, current_setting('fsync') as fsync,
            current_setting('listen_addresses') as addresses, current_setting('TimeZone') as zone,
            (select rolsuper from pg_roles where rolname = current_user) as superuser`,
  )
  const expected = { lower: 'éж', encoding: 'UTF8', fsync: 'on', addresses: '', zone: 'UTC', superuser: false }
  assert.deepEqual(found, expected)
})

test('a command joins the server that runs and finds none when none runs', async () => {
  const folder = makeFolder()
  assert.equal(await joinPostgres(folder), undefined)
  const { url, stop } = await start(folder)
  assert.equal(await joinPostgres(folder), url)
  await stop()
  assert.equal(await joinPostgres(folder), undefined)
})

test('when Tango is killed its database ends with it, and the next start has every committed row', async () => {
  const folder = makeFolder()
  const { child, url } = await startElsewhere(folder)
  await query(url, 'create table kept as select 1 as n')
  child.kill('SIGKILL')
  await until(() => findPostmaster(cluster(folder)) === undefined)
  const again = await start(folder)
  assert.deepEqual(await query(again.url, 'select n from kept'), [{ n: 1 }])
})

test('a start right after a kill does not wait for anybody to clean up', async () => {
  const folder = makeFolder()
  const { child, url } = await startElsewhere(folder)
  await query(url, 'create table kept as select 1 as n')
  child.kill('SIGKILL')
  const again = await start(folder)
  assert.deepEqual(await query(again.url, 'select n from kept'), [{ n: 1 }])
})

test('when Tango and PostgreSQL are both killed the next start has every committed row', async () => {
  const folder = makeFolder()
  const { child, url } = await startElsewhere(folder)
  await query(url, 'create table kept as select 1 as n')
  const left = findPostmaster(cluster(folder))
  process.kill(left?.pid ?? 0, 'SIGKILL')
  child.kill('SIGKILL')
  const again = await start(folder)
  assert.deepEqual(await query(again.url, 'select n from kept'), [{ n: 1 }])
})

test('a process that merely has the number of a dead server is left alone', async () => {
  const folder = makeFolder()
  await (await start(folder)).stop()
  const other = spawn('sleep', ['60'], { stdio: 'ignore' })
  tidy.push(() => other.kill())
  writeFileSync(
    join(cluster(folder), 'postmaster.pid'),
    `${other.pid}\n${cluster(folder)}\n1\n5432\n/tmp\n\n\nready   \n`,
  )
  assert.equal(await joinPostgres(folder), undefined)
  const { url } = await start(folder)
  assert.equal((await query(url, 'select 1 as n')).length, 1)
  assert.equal(other.exitCode, null)
  assert.equal(other.signalCode, null)
})

test(
  'a folder that only root may enter keeps its database where PostgreSQL can reach it',
  { skip: !asRoot },
  async () => {
    const folder = makeFolder(0o700)
    const first = await start(folder)
    assert.ok(lstatSync(cluster(folder)).isSymbolicLink())
    const home = dirname(readlinkSync(cluster(folder)))
    tidy.unshift(() => rmSync(home, { recursive: true, force: true }))
    assert.equal(readFileSync(join(home, 'belongs-to'), 'utf8').trim(), folder)
    await query(first.url, 'create table kept as select 1 as n')
    assert.equal(await joinPostgres(folder), first.url)
    await first.stop()
    const second = await start(folder)
    assert.deepEqual(await query(second.url, 'select n from kept'), [{ n: 1 }])
  },
)

test('a throw-away database leaves nothing outside its folder', { skip: !asRoot }, async () => {
  const folder = makeFolder(0o700)
  const postgres = await startPostgres({ folder, durable: false })
  const home = dirname(readlinkSync(cluster(folder)))
  const socket = decodeURIComponent(postgres.url.split('host=')[1] ?? '')
  assert.ok(existsSync(home) && existsSync(socket))
  await postgres.stop()
  assert.ok(!existsSync(home) && !existsSync(socket))
})

test('a database whose files were given to root is given back', { skip: !asRoot }, async () => {
  const folder = makeFolder()
  await (await start(folder)).stop()
  const chown = spawn('chown', ['-R', 'root:root', cluster(folder)])
  await once(chown, 'exit')
  const { url } = await start(folder)
  assert.equal((await query(url, 'select 1 as n')).length, 1)
})

test('a database of another version of PostgreSQL is refused and left as it is', async () => {
  const folder = makeFolder()
  await (await start(folder)).stop()
  const version = join(cluster(folder), 'PG_VERSION')
  writeFileSync(version, '19\n')
  await assert.rejects(startPostgres({ folder }), {
    name: 'StartError',
    message: /PostgreSQL 19 .*start the newer Tango/,
  })
  writeFileSync(version, '17\n')
  await assert.rejects(startPostgres({ folder }), { name: 'StartError', message: /PostgreSQL 17 .*make a backup/ })
})

test('a link to a database that is gone is told, and no empty one is put in its place', async () => {
  const folder = makeFolder()
  symlinkSync('/nonexistent/postgres', cluster(folder))
  await assert.rejects(startPostgres({ folder }), { name: 'StartError', message: /not there any more/ })
  assert.equal(readlinkSync(cluster(folder)), '/nonexistent/postgres')
})

test("the operator's own settings win over Tango's, and one that is wrong is told", async () => {
  const folder = makeFolder()
  await (await start(folder)).stop()
  const settings = join(cluster(folder), 'postgresql.conf')
  const written = readFileSync(settings, 'utf8')
  writeFileSync(settings, `${written}work_mem = '7MB'\n`)
  const { url, stop } = await start(folder)
  assert.deepEqual(await query(url, 'show work_mem'), [{ work_mem: '7MB' }])
  await stop()
  writeFileSync(settings, `${written}work_mem = 'much'\n`)
  await assert.rejects(startPostgres({ folder }), {
    name: 'StartError',
    message: /does not start: .*configuration file/,
  })
})

test('what people write does not reach the log of the server', async () => {
  const lines: string[] = []
  const { url, stop } = await start(makeFolder(), (line) => lines.push(line))
  await query(url, 'create table kept (word text unique)')
  await assert.rejects(query(url, `insert into kept values ('a secret'), ('a secret')`))
  await assert.rejects(query(url, `select 'a secret'::int`))
  await stop()
  assert.ok(lines.some((line) => line.includes('ready to accept connections')))
  assert.ok(!lines.some((line) => line.includes('secret')))
})
