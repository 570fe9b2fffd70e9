import assert from 'node:assert/strict'
import { once } from 'node:events'
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import pg from 'pg'
import { checkDatabase } from './check-database.ts'
import { type RunningPostgres, startPostgres } from './postgres.ts'

const password = 'the-right-word'
let folder: string
let postgres: RunningPostgres
/** Address of the server for a user and database, with whatever password. */
let urlFor: (user: string, word: string, database?: string) => string

before(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tango-check-'))
  chmodSync(folder, 0o755)
  postgres = await startPostgres({ folder, durable: false })
  const socket = postgres.url.split('host=')[1]
  urlFor = (user, word, database = 'tango') => `postgres://${user}:${word}@localhost/${database}?host=${socket}`
  const admin = new pg.Client(postgres.url.replace('tango@', 'postgres@'))
  await admin.connect()
  await admin.query(`create role guarded login password '${password}'`)
  await admin.query('create role stranger login')
  await admin.query('grant create on database tango to guarded')
  await admin.query(
    `create database old_letters owner tango encoding 'SQL_ASCII' locale 'C' locale_provider libc template template0`,
  )
  const rules = join(folder, 'postgres/pg_hba.conf')
  const own = 'local all guarded scram-sha-256\nlocal all stranger reject\n'
  writeFileSync(rules, own + readFileSync(rules, 'utf8'))
  await admin.query('select pg_reload_conf()')
  await admin.end()
})

after(async () => {
  await postgres.stop()
  rmSync(folder, { recursive: true, force: true })
})

async function complaint(url: string): Promise<string> {
  const error = await checkDatabase(url).then(
    () => assert.fail('nothing was wrong'),
    (reason: unknown) => reason,
  )
  assert.ok(error instanceof Error && error.name === 'StartError', String(error))
  assert.ok(!error.message.includes('\n'), 'it is one line')
  assert.ok(!error.message.includes('wrong-word') && !error.message.includes(password), 'it holds no password')
  return error.message
}

test('a database that can be used passes', async () => {
  await checkDatabase(postgres.url)
  await checkDatabase(urlFor('guarded', password))
})

test('a wrong password is told, and a missing one', async () => {
  const message = /refuses the password of user "guarded": correct the user and password in DATABASE_URL/
  assert.match(await complaint(urlFor('guarded', 'wrong-word')), message)
  assert.match(await complaint(urlFor('guarded', '')), message)
})

test('a user who is not let in is told', async () => {
  assert.match(await complaint(urlFor('stranger', 'wrong-word')), /does not let user "stranger" in from here/)
})

test('a database that does not exist is told with the command that makes it', async () => {
  assert.match(await complaint(urlFor('tango', 'wrong-word', 'nowhere')), /no database "nowhere" .*createdb nowhere/)
})

test('a database that cannot hold all letters is told', async () => {
  assert.match(await complaint(urlFor('tango', 'wrong-word', 'old_letters')), /stores SQL_ASCII, not UTF8/)
})

test('a user who may not create tables is told', async () => {
  assert.match(await complaint(urlFor('guarded', password, 'postgres')), /may not create tables in database "postgres"/)
})

test('a server that is not there is told', async () => {
  const free = createServer().listen(0, '127.0.0.1')
  await once(free, 'listening')
  const { port } = free.address() as AddressInfo
  free.close()
  await once(free, 'close')
  const message = await complaint(`postgres://tango:wrong-word@127.0.0.1:${port}/tango`)
  assert.match(message, new RegExp(`at 127.0.0.1:${port} cannot be reached \\(ECONNREFUSED\\): start that server`))
  assert.match(
    await complaint('postgres://tango:wrong-word@nowhere.invalid/tango'),
    /nowhere\.invalid:5432 cannot be reached/,
  )
})

test('an address that is none is told', async () => {
  assert.match(await complaint('postgres://tango:wrong-word@host:port/tango'), /cannot be read|cannot be reached/)
})

test('a PostgreSQL older than 15 is told', async () => {
  const old = createServer((socket) => {
    socket.on('error', () => {})
    socket.once('data', () => {
      socket.write(Buffer.concat([packet('R', int32(0)), packet('Z', Buffer.from('I'))]))
      socket.on('data', (data) => {
        if (data[0] === 'X'.charCodeAt(0)) socket.end()
        else socket.write(answer({ version: '140022', shown: '14.22', encoding: 'UTF8', create: 't' }))
      })
    })
  }).listen(0, '127.0.0.1')
  await once(old, 'listening')
  const { port } = old.address() as AddressInfo
  const message = await complaint(`postgres://tango:wrong-word@127.0.0.1:${port}/tango`)
  old.close()
  assert.match(message, /is PostgreSQL 14\.22 and Tango needs 15 or newer: upgrade it/)
})

// What a server of version 14 says, in PostgreSQL's wire protocol (message formats: PostgreSQL manual, chapter 54.7).
const int32 = (value: number): Buffer => Buffer.from(Int32Array.of(value).buffer).swap32()
const int16 = (value: number): Buffer => Buffer.from(Int16Array.of(value).buffer).swap16()
const packet = (type: string, body: Buffer): Buffer => Buffer.concat([Buffer.from(type), int32(body.length + 4), body])

function answer(row: Record<string, string>): Buffer {
  const types: Record<string, number> = { version: 23, create: 16 }
  const fields = Object.keys(row).map((name) => {
    const type = int32(types[name] ?? 25)
    return Buffer.concat([Buffer.from(`${name}\0`), int32(0), int16(0), type, int16(-1), int32(-1), int16(0)])
  })
  const values = Object.values(row).map((value) => Buffer.concat([int32(value.length), Buffer.from(value)]))
  return Buffer.concat([
    packet('T', Buffer.concat([int16(fields.length), ...fields])),
    packet('D', Buffer.concat([int16(values.length), ...values])),
    packet('C', Buffer.from('SELECT 1\0')),
    packet('Z', Buffer.from('I')),
  ])
}
