/** Several processes on one data folder, and processes that are told to stop. */
import assert from 'node:assert/strict'
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import { findPostmaster } from '../../src/platform/postgres/postmaster.ts'
import { joinPostgres } from '../../src/platform/postgres/postgres.ts'
import { enterDatabase } from '../../src/sharing.ts'
import { afterwards, databaseEnded, makeDataFolder, makeFolder, ready } from './machine.ts'
import { ask, begin, done, passwordFile, serve, setUpArgs, setUpFolder, tango, writeDump } from './operator.ts'

/** Somebody who holds a table, so that a command stops in its middle for as long as the test likes. */
async function hold(url: string, table: string): Promise<() => Promise<void>> {
  const client = new pg.Client(url)
  client.on('error', () => {})
  await client.connect()
  await client.query(`begin; lock table ${table} in access exclusive mode`)
  let held = true
  const release = async (): Promise<void> => {
    if (held) await client.end().catch(() => {})
    held = false
  }
  afterwards(release)
  return release
}

/** Waits until a process waits for a table. */
async function someoneWaits(url: string): Promise<void> {
  for (let attempt = 0; attempt < 400; attempt++) {
    const waiting = await ask(url, `select from pg_stat_activity where wait_event_type = 'Lock'`)
    if (waiting.length > 0) return
    await pause(25)
  }
  throw new Error('nobody came as far as the held table')
}

function inTime(): { seconds: () => number } {
  const began = performance.now()
  return { seconds: () => (performance.now() - began) / 1000 }
}

test('commands at the same time without a server share one database, and none is cut off', async () => {
  const dataFolder = await setUpFolder()
  const env = { TANGO_DATA: dataFolder }
  const calls = ['a', 'b', 'c', 'd', 'e'].map((slug) =>
    tango(['space', 'create', '--realm', 'inside', '--slug', slug, '--title', slug], { env }),
  )
  for (const { code, stderr } of await Promise.all(calls)) assert.equal(code, 0, stderr)
  assert.ok(await databaseEnded(dataFolder))
  assert.equal((JSON.parse(await done(['space', 'list', '--json'], { env })) as unknown[]).length, 7)
})

test('commands on a folder that is not there yet make it once', async () => {
  const dataFolder = makeDataFolder()
  const env = { TANGO_DATA: dataFolder }
  const args = setUpArgs(passwordFile())
  const ended = await Promise.all([tango(args, { env }), tango(args, { env })])
  assert.deepEqual(ended.map(({ code }) => code).sort(), [0, 1], ended.map(({ stderr }) => stderr).join(''))
  assert.equal(ended.find(({ code }) => code === 1)!.stderr, 'Tango is set up already.\n')
})

test('whoever started the database stops it only when the commands that joined are done', async () => {
  const dataFolder = await setUpFolder()
  const told: string[] = []
  const starter = await enterDatabase(dataFolder, 'command', (line) => told.push(line))
  const release = await hold(starter.url, 'spaces')
  const joined = begin(['space', 'list'], { env: { TANGO_DATA: dataFolder } })
  await someoneWaits(starter.url)
  let stopped = false
  const left = starter.leave().then(() => (stopped = true))
  await pause(1500)
  assert.ok(!stopped, 'the database was taken from under a command')
  assert.deepEqual(told, ['Done. Waiting for another tango command that uses this database.'])
  await release()
  const { code, stdout, stderr } = await joined.ended
  assert.equal(code, 0, stderr)
  assert.match(stdout, /riders/)
  await left
  assert.ok(await databaseEnded(dataFolder))
})

test('a server that is started while a command is at work waits for it', async () => {
  const dataFolder = await setUpFolder()
  const command = await enterDatabase(dataFolder, 'command', () => {})
  const server = await serve(dataFolder)
  await pause(2000)
  assert.equal(server.stdout() + server.stderr(), '')
  assert.equal(server.child.exitCode, null)
  await command.leave()
  assert.equal((await fetch(await ready(server))).status, 200)
})

test('a server does not wait for ever, and says for what it waited', async () => {
  const dataFolder = await setUpFolder()
  const command = await enterDatabase(dataFolder, 'command', () => {})
  const server = await serve(dataFolder)
  assert.equal(await server.ended, 1)
  assert.match(server.stderr(), /^A tango command is at work in \S+: start Tango again when it is done\.\n$/)
  await command.leave()
})

test('a server that is stopped lets the command beside it finish', async () => {
  const dataFolder = await setUpFolder()
  const server = await serve(dataFolder)
  await ready(server)
  const url = (await joinPostgres(dataFolder))!
  const release = await hold(url, 'spaces')
  const command = begin(['space', 'list'], { env: { TANGO_DATA: dataFolder } })
  await someoneWaits(url)
  server.child.kill('SIGTERM')
  await pause(700)
  assert.equal(server.child.exitCode, null)
  await release()
  assert.equal((await command.ended).code, 0)
  assert.equal(await server.ended, 0, server.stderr())
  assert.ok(await databaseEnded(dataFolder))
})

test('a command whose server is killed says so in one line, and may be run again', async () => {
  const dataFolder = await setUpFolder()
  const env = { TANGO_DATA: dataFolder }
  const server = await serve(dataFolder)
  await ready(server)
  const url = (await joinPostgres(dataFolder))!
  await hold(url, 'spaces')
  const command = begin(['space', 'list'], { env })
  await someoneWaits(url)
  server.child.kill('SIGKILL')
  const { code, stdout, stderr } = await command.ended
  assert.deepEqual([code, stdout], [1, ''])
  assert.equal(stderr, 'The database was stopped while the command was at work: run it again.\n')
  assert.match(await done(['space', 'list'], { env }), /riders/)
})

const questions = 400

test(
  'a command that is told to stop does so at once, cleans up, and leaves a sound Tango',
  { timeout: 300_000 },
  async () => {
    const place = makeFolder()
    const [dump, backup, file] = [writeDump(questions), join(place, 'backup.tar.gz'), passwordFile()]
    const [filled, empty] = [await setUpFolder(), makeDataFolder()]
    const bringIn = ['import', 'stackexchange', dump, '--space', 'riders', '--json']
    await done(['backup', join(place, 'small.tar.gz')], { env: { TANGO_DATA: filled } })
    const cases = [
      { folder: filled, args: bringIn, table: 'replies', signal: 'SIGINT', code: 130 },
      { folder: filled, args: ['backup', backup], table: 'threads', signal: 'SIGTERM', code: 143 },
      { folder: filled, args: ['doctor', '--repair'], table: 'replies', signal: 'SIGINT', code: 130 },
      { folder: empty, args: ['restore', join(place, 'small.tar.gz')], table: 'threads', signal: 'SIGTERM', code: 143 },
      { folder: empty, args: [...setUpArgs(file), '--demo'], table: 'replies', signal: 'SIGINT', code: 130 },
    ] as const
    await done(['space', 'list'], { env: { TANGO_DATA: empty } })
    for (const folder of [filled, empty]) {
      const starter = await enterDatabase(folder, 'command', () => {})
      for (const { args, table, signal, code } of cases.filter((one) => one.folder === folder)) {
        const release = await hold(starter.url, table)
        const command = begin(args, { env: { TANGO_DATA: folder } })
        await someoneWaits(starter.url)
        const time = inTime()
        command.child.kill(signal)
        const ended = await command.ended
        assert.ok(time.seconds() < 4, `${args[0]} went on for ${time.seconds()} s`)
        const stderr = `Stopped by ${signal} before it was done: run the command again.\n`
        assert.deepEqual(ended, { code, stdout: '', stderr }, args[0])
        const left = await ask(starter.url, `select from pg_stat_activity where application_name = 'tango'`)
        assert.equal(left.length, 0, `${args[0]} is still at work in the database`)
        await release()
      }
      await starter.leave()
    }
    assert.deepEqual(readdirSync(place), ['small.tar.gz'], 'a backup that was cut off left a file')
    assert.equal(await done(['space', 'list', '--json'], { env: { TANGO_DATA: empty } }), '[]\n')
    await done(['restore', join(place, 'small.tar.gz')], { env: { TANGO_DATA: empty } })
    await importedWhole(filled, dump)
  },
)

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  test(`${signal} to an import that runs its own database leaves it whole, and the next run completes it`, async () => {
    const dataFolder = await setUpFolder()
    const dump = writeDump(questions)
    const args = ['import', 'stackexchange', dump, '--space', 'riders', '--json']
    const command = begin(args, { env: { TANGO_DATA: dataFolder } })
    const cluster = join(dataFolder, 'postgres')
    while (!findPostmaster(cluster)?.ready) await pause(20)
    await pause(400)
    command.child.kill(signal)
    const { code, stderr } = await command.ended
    assert.ok([0, signal === 'SIGINT' ? 130 : 143].includes(code as number), `${code} ${stderr}`)
    assert.ok(await databaseEnded(dataFolder))
    assert.ok(!existsSync(join(dataFolder, 'tango.lock')))
    await importedWhole(dataFolder, dump)
  })
}

async function importedWhole(dataFolder: string, dump: string): Promise<void> {
  const env = { TANGO_DATA: dataFolder }
  const args = ['import', 'stackexchange', dump, '--space', 'riders', '--json']
  const { counts } = JSON.parse(await done(args, { env })) as { counts: Record<string, Record<string, number>> }
  for (const what of ['questions', 'answers', 'comments']) {
    const { rows, added, alreadyHere } = counts[what]!
    assert.deepEqual([rows, added! + alreadyHere!], [questions, questions], what)
  }
  await done(['doctor'], { env })
}

test('Ctrl-C that npm passes on a second time does not cut a stopping server off', async () => {
  const dataFolder = await setUpFolder()
  const server = await serve(dataFolder)
  await ready(server)
  const release = await hold((await joinPostgres(dataFolder))!, 'spaces')
  const command = begin(['space', 'list'], { env: { TANGO_DATA: dataFolder } })
  await someoneWaits((await joinPostgres(dataFolder))!)
  server.child.kill('SIGINT')
  await pause(100)
  server.child.kill('SIGINT')
  await pause(500)
  assert.equal(server.child.exitCode ?? server.child.signalCode, null, 'the second signal ended it at once')
  await release()
  assert.equal((await command.ended).code, 0)
  assert.equal(await server.ended, 0)
})
