import assert from 'node:assert/strict'
import { once } from 'node:events'
import { type AddressInfo, type Server, type Socket, connect, createServer } from 'node:net'
import { after, describe, test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { testDatabaseUrl, testPool } from '../../test/database.ts'
import { openChannel } from './channel.ts'
import { type LogFields, makeLog, silentLog } from './log.ts'

const pool = await testPool('empty')
const url = await testDatabaseUrl('empty')

async function until(holds: () => boolean | Promise<boolean>, what: string): Promise<void> {
  for (let waited = 0; !(await holds()); waited += 20) {
    if (waited > 6000) assert.fail(`${what}, even after 6 s`)
    await pause(20)
  }
}

const say = (channel: string, word: string) => pool.query('select pg_notify($1, $2)', [channel, word])

async function ears(channel: string): Promise<number> {
  const { rows } = await pool.query('select count(*) from pg_stat_activity where application_name = $1', [
    `tango ${channel}`,
  ])
  return rows[0].count
}

/** A door before the database that can be shut. */
async function openDoor(): Promise<{ url: string; tries: () => number; shut(): void; open(): void }> {
  const socketFolder = new URL(url).searchParams.get('host')!
  const sockets = new Set<Socket>()
  let [isOpen, tries] = [true, 0]
  const door: Server = createServer((socket) => {
    tries++
    socket.on('error', () => {})
    if (!isOpen) return socket.destroy()
    const inner = connect(`${socketFolder}/.s.PGSQL.5432`)
    inner.on('error', () => socket.destroy())
    socket.on('close', () => inner.destroy())
    inner.pipe(socket).pipe(inner)
    sockets.add(socket)
    return undefined
  })
  await once(door.listen(0, '127.0.0.1'), 'listening')
  after(() => {
    for (const socket of sockets) socket.destroy()
    door.close()
  })
  const through = new URL(url)
  through.search = ''
  through.hostname = '127.0.0.1'
  through.port = String((door.address() as AddressInfo).port)
  return {
    url: through.href,
    tries: () => tries,
    shut() {
      isOpen = false
      for (const socket of sockets) socket.destroy()
    },
    open: () => (isOpen = true),
  }
}

// Each on a channel of its own, side by side: most of their time is waiting.
describe('a channel', { concurrency: true }, () => {
  test('what is said on the channel is heard in order, what is said on others is not', async () => {
    const heard: string[] = []
    const channel = await openChannel(url, 'one', (word) => heard.push(word), silentLog)
    await say('one', 'a')
    await say('two', 'stranger')
    await say('one', 'b')
    await until(() => heard.length >= 2, 'not heard')
    assert.deepEqual(heard, ['a', 'b'])
    await channel.close()
    await until(async () => (await ears('one')) === 0, 'still listening')
  })

  test('a connection that PostgreSQL ends is opened again, and each word is heard once', async () => {
    const heard: string[] = []
    const lines: LogFields[] = []
    const log = makeLog('warn', (line) => lines.push(JSON.parse(line)))
    const channel = await openChannel(url, 'again', (word) => heard.push(word), log)
    await pool.query(`select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'tango again'`)
    await until(async () => (await ears('again')) === 0, 'not ended')
    await until(async () => {
      await say('again', 'there?')
      return heard.includes('there?')
    }, 'not heard again')
    assert.ok(lines.some((line) => line.message === 'channel lost'))
    await pause(100)
    heard.length = 0
    await say('again', 'last')
    await until(() => heard.length > 0, 'not heard')
    await pause(50)
    assert.deepEqual(heard, ['last'])
    await channel.close()
  })

  test('while the database is away one connection a second is tried, not more and more of them', async () => {
    const door = await openDoor()
    const heard: string[] = []
    const channel = await openChannel(door.url, 'away', (word) => heard.push(word), silentLog)
    door.shut()
    await pause(3500)
    assert.ok(door.tries() >= 2 && door.tries() <= 5, `${door.tries()} connections were tried in 3.5 s`)
    door.open()
    await until(async () => (await ears('away')) > 0, 'not opened again')
    await pause(1200)
    assert.equal(await ears('away'), 1)
    await say('away', 'back')
    await until(() => heard.length > 0, 'not heard')
    assert.deepEqual(heard, ['back'])
    await channel.close()
  })

  test('a channel that is closed while it waits to be opened again stays closed', async () => {
    const door = await openDoor()
    const channel = await openChannel(door.url, 'shut', () => {}, silentLog)
    door.shut()
    await until(async () => (await ears('shut')) === 0, 'not lost')
    await pause(50)
    await channel.close()
    const tries = door.tries()
    door.open()
    await pause(1200)
    assert.equal(door.tries(), tries)
    assert.equal(await ears('shut'), 0)
  })

  test('a channel that cannot be opened at first says so and does not try on behind the back', async () => {
    const door = await openDoor()
    door.shut()
    await assert.rejects(openChannel(door.url, 'never', () => {}, silentLog))
    await pause(1200)
    assert.equal(door.tries(), 1)
  })
})
