import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { inTransaction, testPool } from '../../test/database.ts'
import { type LogFields, type LogLevel, describeError, makeLog } from './log.ts'

function logged(level: LogLevel, work: (log: ReturnType<typeof makeLog>) => void): LogFields[] {
  const lines: string[] = []
  work(makeLog(level, (line) => lines.push(line)))
  return lines.map((line) => JSON.parse(line))
}

test('a line is one object with time, level and words, from its level upward', () => {
  const write = (level: LogLevel) =>
    logged(level, (log) => {
      log.debug('d')
      log.info('i', { count: 3 })
      log.warn('w')
      log.error('e')
    })
  assert.deepEqual(
    (['debug', 'info', 'warn', 'error'] as const).map((level) => write(level).map((line) => line.message)),
    [['d', 'i', 'w', 'e'], ['i', 'w', 'e'], ['w', 'e'], ['e']],
  )
  const [info] = write('info')
  assert.deepEqual(Object.keys(info!), ['time', 'level', 'message', 'count'])
  assert.ok(Math.abs(Date.parse(String(info!.time)) - Date.now()) < 5000)
})

test('a value with line ends stays on its line', () => {
  const lines: string[] = []
  makeLog('info', (line) => lines.push(line)).info('x', { kind: 'a\nb\u2028{"level":"error"}' })
  assert.equal(lines.length, 1)
  assert.doesNotMatch(lines[0]!, /\n/)
})

test('fields that could carry personal data are blackened by their name, also those that a line inherits', () => {
  const secret = 'ines@people.example'
  const names = ['email', 'toAddress', 'password', 'newPassword', 'token', 'sessionToken', 'Cookie', 'secret', 'code']
  const more = ['displayName', 'name', 'bodyText', 'title', 'query', 'searchQuery', 'signInCode', 'networkAddress']
  for (const name of [...names, ...more]) {
    const [own, inherited] = logged('info', (log) => {
      log.info('x', { [name]: secret })
      log.with({ [name]: secret }).info('x', { count: 1 })
    })
    assert.equal(own![name], '…', name)
    assert.equal(inherited![name], '…', name)
  }
  const [line] = logged('info', (log) => log.with({ request: 'r-1' }).with({ job: 'j' }).info('x', { status: 404 }))
  assert.deepEqual([line!.request, line!.job, line!.status], ['r-1', 'j', 404])
})

test('no field can pose as the time, the level or the words of a line', () => {
  const [line] = logged('info', (log) => log.with({ level: 'debug' }).info('true', { message: 'false', time: 'never' }))
  assert.deepEqual([line!.level, line!.message], ['info', 'true'])
  assert.notEqual(line!.time, 'never')
})

test('what is thrown without being an error is told by its kind alone', () => {
  assert.deepEqual(describeError('ines@people.example'), { kind: 'string' })
  assert.deepEqual(describeError({ email: 'ines@people.example' }), { kind: 'object' })
  assert.deepEqual(describeError(undefined), { kind: 'undefined' })
})

const person = 'ines.carvalho@people.example'
const refused = {
  'a value twice': [`insert into t values (1, '${person}', 1)`, '23505'],
  'a value that breaks a check': [`insert into t values (2, '${person}', -1)`, '23514'],
  'a missing value': [`insert into t values (3, '${person}', null)`, '23502'],
  'text where a number belongs': [`select '${person}'::int`, '22P02'],
  'text that is no date': [`select '${person}'::timestamptz`, '22007'],
  'text that is no JSON': [`select '{"mail": ${person}}'::jsonb`, '22P02'],
  'a column that is not there': [`select "${person}" from t`, '42703'],
  'a broken statement': [`selekt '${person}'`, '42601'],
  'an error of our own in the database': [
    `do $$ begin raise exception '${person}' using hint = '${person}'; end $$`,
    'P0001',
  ],
  'a message of several lines that poses as a place in the code': [
    `do $$ begin raise exception E'no\\n    at ${person} (file:///${person}:1:1)\\n    at ${person}'; end $$`,
    'P0001',
  ],
} as const

test('what PostgreSQL says of a failure never reaches the log with the values that it quotes', async (t) => {
  const pool = await testPool('empty')
  const client = await pool.connect()
  t.after(() => client.release(true))
  await client.query(
    `create temporary table t (id int primary key, mail text constraint one_mail unique, n int not null check (n > 0));
     insert into t values (0, '${person}', 1)`,
  )
  for (const [what, [statement, state]] of Object.entries(refused)) {
    const error = await client.query(statement).then(
      () => assert.fail(`${what} was taken`),
      (thrown: unknown) => thrown,
    )
    const told = describeError(error)
    assert.equal(told.sqlState, state, what)
    assert.doesNotMatch(JSON.stringify(told), /ines|carvalho|people\.example/, what)
    assert.match(String(told.where), /log\.test\.ts/, `${what}: the place in the code is lost`)
  }
  const told = describeError(await client.query(refused['a value twice'][0]).catch((error: unknown) => error))
  assert.deepEqual([told.constraint, told.table], ['one_mail', 't'])
})

test(
  'a failure that came through the query builder is told by its place as well',
  inTransaction(async (ctx) => {
    const failing = sql`select ${person}::int`.execute(ctx.db)
    const told = describeError(await failing.catch((error: unknown) => error))
    assert.doesNotMatch(JSON.stringify(told), /ines/)
    assert.match(String(told.where), / at .*\.(js|ts):\d+:\d+/)
  }),
)

test('an error whose message quotes a person is told by its kind and place', () => {
  for (const message of [person, `no\n    at ${person} (file:///x/${person}.ts:1:1)`, '']) {
    const told = describeError(new TypeError(message))
    assert.equal(told.kind, 'TypeError')
    assert.doesNotMatch(JSON.stringify(told), /ines/)
    assert.match(String(told.where), /log\.test\.ts:\d+/)
  }
  const changed = new Error('quiet')
  changed.message = `${person}`
  assert.match(String(describeError(changed).where), /log\.test\.ts/)
})
