import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import pg from 'pg'
import { joinPostgres } from '../../src/platform/postgres/postgres.ts'
import {
  checkout,
  databaseEnded,
  freePort,
  makeDataFolder,
  makeFolder,
  ready,
  refusal,
  start,
  takePort,
} from './machine.ts'

async function environment(dataFolder = makeDataFolder()): Promise<Record<string, string>> {
  return { TANGO_DATA: dataFolder, PORT: String(await freePort()) }
}

async function query(url: string, statement: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client(url)
  await client.connect()
  try {
    return (await client.query<Record<string, unknown>>(statement)).rows
  } finally {
    await client.end()
  }
}

test('the first start makes everything, says where Tango is, and hands the owner a link', async () => {
  const env = await environment()
  const tango = start({ env })
  const address = await ready(tango)
  assert.equal(address, `http://localhost:${env.PORT}`)
  assert.match(tango.stdout(), new RegExp(`${address}/welcome\\?token=[\\w-]{20,}`))
  const page = await fetch(address)
  assert.ok(page.status < 500, `status ${page.status}`)
  tango.child.kill('SIGTERM')
  assert.equal(await tango.ended, 0)
  assert.ok(await databaseEnded(env.TANGO_DATA ?? ''), 'PostgreSQL ended with Tango')
  assert.ok(!existsSync(join(env.TANGO_DATA ?? '', 'tango.lock')), 'the data folder was given back')
})

test('a second start is ready soon', async (t) => {
  const env = await environment()
  const first = start({ env })
  await ready(first)
  first.child.kill('SIGTERM')
  await first.ended
  const began = performance.now()
  await ready(start({ env }))
  const seconds = (performance.now() - began) / 1000
  t.diagnostic(`second start ready in ${seconds.toFixed(2)} s (promised: under 2 s on a quiet machine)`)
  assert.ok(seconds < 10, `${seconds} s`)
})

test('Ctrl-C on a Tango that npm started stops all of it', { skip: noNpm() }, async () => {
  const env: Record<string, string> = { ...(await environment()), HOME: makeFolder() }
  const npm = start({ env, command: ['npm', 'start', '--silent'], ownTerminal: true })
  const address = await ready(npm)
  // A terminal sends Ctrl-C to everything that runs in it.
  process.kill(-(npm.child.pid ?? 0), 'SIGINT')
  await npm.ended
  assert.ok(await databaseEnded(env.TANGO_DATA ?? ''))
  await assert.rejects(fetch(address))
})

test('a taken port is told, and nothing was begun', async () => {
  const env = await environment()
  const { port } = await takePort()
  const said = await refusal({ env: { ...env, PORT: String(port) } })
  assert.match(said, new RegExp(`Port ${port} is taken.*PORT`))
  assert.ok(!existsSync(env.TANGO_DATA ?? ''), 'no data folder was made')
})

test('a data folder that another Tango uses is told, and that one goes on', async () => {
  const env = await environment()
  const first = start({ env })
  const address = await ready(first)
  const said = await refusal({ env: { ...env, PORT: String(await freePort()) } })
  assert.match(said, /in use by another Tango \(process \d+\): stop that one, or set TANGO_DATA/)
  assert.ok((await fetch(address)).status < 500)
})

test('a data folder of a newer Tango is told and stays as it is', async () => {
  const env = await environment()
  const first = start({ env })
  await ready(first)
  const url = (await joinPostgres(env.TANGO_DATA ?? '')) ?? ''
  await query(url, `insert into migrations (name, sha256) values ('9999_from_the_future.sql', 'x')`)
  first.child.kill('SIGTERM')
  await first.ended
  assert.match(await refusal({ env }), /newer Tango.*9999_from_the_future/)
  assert.ok(await databaseEnded(env.TANGO_DATA ?? ''), 'no PostgreSQL is left behind')
  writeFileSync(join(env.TANGO_DATA ?? '', 'version'), '2\n')
  const before = readdirSync(env.TANGO_DATA ?? '')
  assert.match(await refusal({ env }), /written by a newer Tango .*TANGO_DATA/)
  assert.deepEqual(readdirSync(env.TANGO_DATA ?? ''), before)
})

test('a database that cannot be reached is told, without its password', async () => {
  const env = await environment()
  const url = `postgres://tango:secret-word@127.0.0.1:${await freePort()}/tango`
  const said = await refusal({ env: { ...env, DATABASE_URL: url } })
  assert.match(said, /cannot be reached \(ECONNREFUSED\).*DATABASE_URL/)
  assert.ok(!said.includes('secret-word'))
})

test('a wrong password for the database is told, without it', async () => {
  const env = await environment()
  const running = start({ env })
  await ready(running)
  const url = new URL((await joinPostgres(env.TANGO_DATA ?? '')) ?? '')
  const admin = url.href.replace('tango@', 'postgres@')
  await query(admin, `create role guarded login password 'right'`)
  const rules = (await query(admin, 'show hba_file'))[0]?.hba_file
  writeFileSync(String(rules), `local all guarded scram-sha-256\n${readFileSync(String(rules), 'utf8')}`)
  await query(admin, 'select pg_reload_conf()')
  const other = await environment()
  const said = await refusal({
    env: { ...other, DATABASE_URL: url.href.replace('tango@', 'guarded:secret-word@') },
  })
  assert.match(said, /refuses the password of user "guarded": correct the user and password in DATABASE_URL/)
  assert.ok(!said.includes('secret-word'))
})

test('a wrong variable is told by its name', async () => {
  const env = await environment()
  assert.match(await refusal({ env: { ...env, PORT: 'web' } }), /^PORT must be a number/)
  assert.match(await refusal({ env: { ...env, PUBLIC_URL: 'example.com' } }), /^PUBLIC_URL must be an address/)
})

test('after kill -9 the next start has the data and needs nobody', async () => {
  const env = await environment()
  const first = start({ env })
  await ready(first)
  const url = (await joinPostgres(env.TANGO_DATA ?? '')) ?? ''
  await query(url, 'create table kept as select 1 as n')
  first.child.kill('SIGKILL')
  await first.ended
  await ready(start({ env }))
  const again = (await joinPostgres(env.TANGO_DATA ?? '')) ?? ''
  assert.deepEqual(await query(again, 'select n from kept'), [{ n: 1 }])
})

test('the command can be called through a link and from another folder', async () => {
  const folder = makeDataFolder()
  const link = join(folder, '../tango')
  symlinkSync(join(checkout, 'bin/tango'), link)
  const { status, stdout } = spawnSync(link, ['--help'], { cwd: '/', encoding: 'utf8' })
  assert.equal(status, 0)
  assert.match(stdout, /start/)
})

function noNpm(): string | false {
  return spawnSync('npm', ['--version']).status === 0 ? false : 'npm is not on PATH'
}
