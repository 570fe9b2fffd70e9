/** All of it with DATABASE_URL: a PostgreSQL server that is not Tango's, over TCP, with a password. */
import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { freePort, makeDataFolder, makeFolder, ready, refusal } from './machine.ts'
import {
  ask,
  done,
  type OwnPostgres,
  ownPostgres,
  password,
  passwordFile,
  serve,
  setUpArgs,
  tango,
  watchArguments,
  writeDump,
} from './operator.ts'

let server: Promise<OwnPostgres> | undefined
const theServer = (): Promise<OwnPostgres> => (server ??= ownPostgres())

/** Another empty database on it. */
async function emptyDatabase(name: string): Promise<string> {
  const { url, admin } = await theServer()
  await ask(`${admin}/postgres`, `create database ${name} owner tango`)
  return url.replace(/\/tango$/, `/${name}`)
}

test('from setup to restore everything works, and no password is seen', { timeout: 300_000 }, async () => {
  const { url, password: word } = await theServer()
  const dataFolder = makeDataFolder()
  const env = { DATABASE_URL: url, TANGO_DATA: dataFolder }
  const [file, dump, backup] = [passwordFile(), writeDump(5), join(makeFolder(), 'backup.tar.gz')]
  const seen = watchArguments([password, word, encodeURIComponent(word)])
  const said: string[] = []
  const run = async (args: string[], more: Record<string, string> = {}): Promise<number | string> => {
    const { code, stdout, stderr } = await tango(args, { env: { ...env, ...more } })
    said.push(stdout, stderr)
    return code
  }
  assert.equal(await run(setUpArgs(file)), 0, said.join(''))
  assert.equal(await run(setUpArgs(file)), 1)
  const running = await serve(dataFolder, env)
  const address = await ready(running)
  assert.equal(await run(['import', 'stackexchange', dump, '--space', 'riders']), 0, said.join(''))
  assert.equal(await run(['doctor']), 0, said.join(''))
  assert.equal(await run(['backup', backup]), 0, said.join(''))
  assert.equal(await run(['restore', backup]), 1)
  assert.match(said.at(-1)!, /empty Tango only/)
  const list = await (await fetch(`${address}/questions`)).text()
  assert.match(list, /Question 5/)
  const link = /href="(\/questions\/\d+[^"]*)"/.exec(list)![1]!
  running.child.kill('SIGTERM')
  assert.equal(await running.ended, 0, running.stderr())

  const elsewhere = { DATABASE_URL: await emptyDatabase('elsewhere') }
  assert.equal(await run(['restore', backup], elsewhere), 0, said.join(''))
  assert.equal(await run(['doctor'], elsewhere), 0, said.join(''))
  const restored = await serve(dataFolder, { ...env, ...elsewhere })
  assert.equal((await fetch((await ready(restored)) + link)).status, 200)
  assert.ok(!existsSync(join(dataFolder, 'postgres')), 'a PostgreSQL of our own was made beside it')

  // From one kind of database to the other.
  const own = { TANGO_DATA: makeDataFolder() }
  await done(['restore', backup], { env: own })
  await done(['doctor'], { env: own })

  assert.deepEqual(seen(), [], 'a password stood in the list of processes')
  const everything = [...said, running.stdout(), running.stderr(), restored.stdout(), restored.stderr()].join('\n')
  for (const secret of [password, word, encodeURIComponent(word)]) assert.ok(!everything.includes(secret))
})

test('two first commands at the same time make the tables of an empty database once', async () => {
  const env = { DATABASE_URL: await emptyDatabase('fresh'), TANGO_DATA: makeDataFolder() }
  const ended = await Promise.all(['a', 'b', 'c'].map(() => tango(['space', 'list', '--json'], { env })))
  assert.deepEqual(
    ended,
    Array.from({ length: 3 }, () => ({ code: 0, stdout: '[]\n', stderr: '' })),
  )
})

test('a wrong password, an absent database, an unreachable server: one line each, without the password', async () => {
  const { url, password: word, port } = await theServer()
  const free = await freePort()
  const wrong: [string, RegExp][] = [
    [url.replace(/:[^:@]+@/, ':wrong-word@'), /refuses the password of user "tango": correct/],
    [url.replace(/tango$/, 'absent'), /no database "absent"/],
    [url.replace(String(port), String(free)), /cannot be reached \(ECONNREFUSED\)/],
    [`postgres://tango:wrong-word@127.0.0.1:${port}x/tango`, /^DATABASE_URL must look like/],
  ]
  for (const [address, said] of wrong) {
    const env = { DATABASE_URL: address, TANGO_DATA: makeDataFolder() }
    for (const args of [
      ['space', 'list'],
      ['backup', join(makeFolder(), 'b.tar.gz')],
    ]) {
      const { code, stdout, stderr } = await tango(args, { env })
      assert.deepEqual([code, stdout], [1, ''], stderr)
      assert.match(stderr, said)
      assert.match(stderr, /^[^\n]+\n$/)
      assert.ok(!stderr.includes('wrong-word') && !stderr.includes(encodeURIComponent(word)), stderr)
    }
    assert.match(await refusal({ env: { ...env, PORT: '0' } }), said)
  }
})

test('a command whose database is stopped says so in one line', async () => {
  const { admin } = await theServer()
  const url = await emptyDatabase('leaving')
  const env = { DATABASE_URL: url, TANGO_DATA: makeDataFolder() }
  await done(['space', 'list'], { env })
  const holding = ask(url, 'begin; lock table spaces in access exclusive mode; select pg_sleep(60)').catch(() => {})
  const running = tango(['space', 'list'], { env })
  for (let waiting = 0; waiting === 0;) {
    const rows = await ask(`${admin}/postgres`, `select from pg_stat_activity where wait_event_type = 'Lock'`)
    waiting = rows.length
  }
  await ask(
    `${admin}/postgres`,
    `select pg_terminate_backend(pid) from pg_stat_activity where datname = 'leaving' order by application_name desc`,
  )
  const { code, stderr } = await running
  await holding
  assert.deepEqual([code, stderr], [1, 'The database was stopped while the command was at work: run it again.\n'])
})
