import assert from 'node:assert/strict'
import { resolve } from 'node:path'
import { test } from 'node:test'
import { configTable, localAddress, readConfig } from './config.ts'

function complaint(environment: Record<string, string>): string {
  try {
    readConfig(environment)
  } catch (error) {
    assert.ok(error instanceof Error && error.name === 'StartError', String(error))
    return error.message
  }
  return assert.fail('nothing was wrong')
}

test('with nothing set Tango runs for this machine alone, in the data folder of the checkout', () => {
  assert.deepEqual(readConfig({}), {
    port: 3000,
    host: 'localhost',
    dataFolder: resolve(import.meta.dirname, '../../data'),
    databaseUrl: undefined,
    publicUrl: 'http://localhost:3000',
    smtpUrl: undefined,
    language: 'en',
    environment: 'production',
  })
})

test('a variable that is set to nothing counts as not set', () => {
  const nothing = Object.fromEntries(configTable.map(({ name }) => [name, ' ']))
  assert.deepEqual(readConfig(nothing), readConfig({}))
})

test('what is set is taken', () => {
  const config = readConfig({
    PORT: '8080',
    HOST: '0.0.0.0',
    TANGO_DATA: 'elsewhere',
    DATABASE_URL: 'postgres://u:p%40ss@db.example/tango',
    PUBLIC_URL: 'https://Community.example.com/',
    SMTP_URL: 'smtps://u:p@mail.example:465',
    TANGO_LANGUAGE: 'de',
    NODE_ENV: 'development',
  })
  assert.deepEqual(config, {
    port: 8080,
    host: '0.0.0.0',
    dataFolder: resolve('elsewhere'),
    databaseUrl: 'postgres://u:p%40ss@db.example/tango',
    publicUrl: 'https://community.example.com',
    smtpUrl: 'smtps://u:p@mail.example:465',
    language: 'de',
    environment: 'development',
  })
})

test('a database over a Unix socket can be named', () => {
  for (const url of ['postgres://tango@/tango?host=/run/postgresql', 'postgresql:///tango', 'postgres://h/t']) {
    assert.equal(readConfig({ DATABASE_URL: url }).databaseUrl, url)
  }
})

test('each wrong value is told by the name of its variable and what to do', () => {
  const wrong = {
    PORT: ['http', '-1', '70000', '3000.5'],
    HOST: ['http://localhost', 'a b'],
    DATABASE_URL: ['mysql://u:secret@h/d', 'secret', 'postgres//u:secret@h'],
    PUBLIC_URL: ['example.com', 'https://example.com/path', 'ftp://example.com', 'https://u:secret@example.com'],
    SMTP_URL: ['https://u:secret@mail', 'mail.example.com'],
    TANGO_LANGUAGE: ['xx', 'de-'],
    NODE_ENV: ['prod'],
  }
  for (const [name, values] of Object.entries(wrong)) {
    for (const value of values) {
      const message = complaint({ [name]: value })
      assert.match(message, new RegExp(`^${name} must .*such as|^${name} must (look like|be)`), `${name}=${value}`)
      assert.ok(!message.includes('\n'))
      assert.ok(!message.includes('secret'), 'a value may hold a password and is not repeated')
    }
  }
})

test('several wrong values are told in one go, one line each', () => {
  const lines = complaint({ PORT: 'x', NODE_ENV: 'x', SMTP_URL: 'x' }).split('\n')
  assert.deepEqual(lines.map((line) => line.split(' ')[0]).toSorted(), ['NODE_ENV', 'PORT', 'SMTP_URL'])
})

test('the public address waits for the port when any free one is taken', () => {
  assert.equal(readConfig({ PORT: '0' }).publicUrl, undefined)
  assert.equal(localAddress('::', 4000), 'http://localhost:4000')
  assert.equal(localAddress('192.0.2.7', 4000), 'http://192.0.2.7:4000')
  assert.equal(localAddress('2001:db8::1', 4000), 'http://[2001:db8::1]:4000')
})

test('the table of variables names a standard and a meaning for each', () => {
  for (const { name, standard, meaning } of configTable) {
    assert.ok(standard !== '' && meaning.endsWith('.'), name)
  }
})
