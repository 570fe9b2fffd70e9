/** Where Tango stands: ports, addresses, folders, and the ways in which it is called. */
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { chmodSync, chownSync, existsSync, mkdirSync, statSync, symlinkSync } from 'node:fs'
import { networkInterfaces } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import {
  asRoot,
  checkout,
  freePort,
  makeDataFolder,
  makeFolder,
  nobody,
  nobodyCanRead,
  ready,
  start,
} from './machine.ts'
import { begin, done, ownerEmail, password, serve, setUpFolder, tango } from './operator.ts'

const noIpv6 = Object.values(networkInterfaces())
  .flat()
  .some((one) => one?.address === '::1')
  ? false
  : 'this machine has no IPv6'

async function signIn(address: string, origin: string): Promise<Response> {
  return fetch(`${address}/sign-in`, {
    method: 'POST',
    headers: { origin },
    body: new URLSearchParams({ realm: 'inside', email: ownerEmail, password }),
    redirect: 'manual',
  })
}

test('PORT=0 takes a free port, and the address that is told works for reading and signing in', async () => {
  const dataFolder = await setUpFolder()
  const server = await serve(dataFolder, { PORT: '0' })
  const address = await ready(server)
  assert.match(address, /^http:\/\/localhost:\d{2,5}$/)
  assert.equal((await fetch(address)).status, 200)
  const answered = await signIn(address, address)
  assert.equal(answered.status, 303)
  assert.match(answered.headers.get('set-cookie')!, /^(?!__Host-)\S+=[^;]+;(?!.*secure)/i)
})

for (const [host, reached] of [
  ['0.0.0.0', '127.0.0.1'],
  ['::', '[::1]'],
  ['::1', '[::1]'],
] as const) {
  const skip = host.includes(':') && noIpv6
  test(`HOST=${host} listens there and takes writes from pages that it served there`, { skip }, async () => {
    const dataFolder = await setUpFolder()
    const told = await ready(await serve(dataFolder, { HOST: host }))
    const address = `http://${reached}:${new URL(told).port}`
    assert.equal((await fetch(address)).status, 200)
    assert.equal((await signIn(address, address)).status, 303)
    assert.equal((await fetch(told)).status, 200, `${told} was told and does not answer`)
    assert.equal((await signIn(address, 'http://evil.example')).status, 403)
  })
}

test('PUBLIC_URL with https: links are canonical there, and the cookie is only for that host and only encrypted', async () => {
  const dataFolder = await setUpFolder()
  const origin = 'https://community.example.com'
  const port = String(await freePort())
  const server = await serve(dataFolder, { PUBLIC_URL: `${origin}/`, PORT: port })
  assert.equal(await ready(server), origin)
  const address = `http://localhost:${port}`
  assert.match(
    await (await fetch(`${address}/questions`)).text(),
    /<link rel="canonical" href="https:\/\/community\.example\.com\/questions"/,
  )
  const answered = await signIn(address, origin)
  assert.equal(answered.status, 303)
  const cookie = answered.headers.get('set-cookie')!
  assert.match(cookie, /^__Host-/)
  for (const part of [/; ?path=\//i, /; ?secure/i, /; ?httponly/i, /; ?samesite=lax/i]) assert.match(cookie, part)
  assert.match(answered.headers.get('location')!, /^(\/|https:\/\/community\.example\.com\/)/)
})

test('TANGO_DATA that is relative lies where the command was called', async () => {
  const dataFolder = await setUpFolder()
  const above = join(dataFolder, '..')
  assert.match(await done(['space', 'list'], { cwd: above, env: { TANGO_DATA: 'data' } }), /riders/)
  assert.match(await done(['space', 'list'], { cwd: dataFolder, env: { TANGO_DATA: '../data' } }), /riders/)
  assert.ok(!existsSync(join(dataFolder, 'data')))
})

test(
  'npx finds the command in a folder where Tango is installed, and the data stays with the caller',
  { skip: noNpx() },
  async () => {
    const dataFolder = await setUpFolder()
    const place = makeFolder()
    mkdirSync(join(place, 'node_modules/.bin'), { recursive: true })
    symlinkSync(join(checkout, 'bin/tango'), join(place, 'node_modules/.bin/tango'))
    symlinkSync(dataFolder, join(place, 'community'))
    const npx = spawnSync('sh', ['-c', 'command -v npx'], { encoding: 'utf8' }).stdout.trim()
    const env = { TANGO_DATA: 'community', HOME: makeFolder(), npm_config_update_notifier: 'false' }
    const listed = await begin(['--no-install', 'tango', 'space', 'list', '--json'], { program: npx, cwd: place, env })
      .ended
    assert.equal(listed.code, 0, listed.stderr)
    assert.equal((JSON.parse(listed.stdout) as unknown[]).length, 2)
    const wrong = await begin(['--no-install', 'tango', 'spaces'], { program: npx, cwd: place, env }).ended
    assert.equal(wrong.code, 2, wrong.stderr)
  },
)

const notRoot = asRoot ? false : 'only root can become another user'
const closed = asRoot && !nobodyCanRead(join(checkout, 'src/tango.ts')) && 'the checkout is closed to other users'

test(
  'a data folder that may only be read is told in one line, by commands and by a start',
  { skip: notRoot || closed },
  async () => {
    const dataFolder = makeDataFolder()
    mkdirSync(dataFolder)
    chownSync(dataFolder, nobody.uid, nobody.gid)
    chmodSync(dataFolder, 0o555)
    const said =
      /^The data folder \S+ cannot be written \(EACCES\): set TANGO_DATA to a folder that this user may write\.\n$/
    const around = { env: { TANGO_DATA: dataFolder }, user: nobody }
    for (const args of [['space', 'list'], ['start'], ['restore', '/nonexistent']]) {
      const { code, stdout, stderr } = await tango(args, around)
      assert.deepEqual([code, stdout], [1, ''], args[0])
      assert.match(stderr, said, args[0])
    }
    // With another database it is needed all the same, for pictures; that is told before anything is connected.
    const other = { TANGO_DATA: dataFolder, DATABASE_URL: 'postgres://tango@127.0.0.1:1/tango', PORT: '0' }
    const started = start({ env: other, user: nobody })
    assert.equal(await started.ended, 1)
    assert.match(started.stderr(), said)
    assert.equal(statSync(dataFolder).mode & 0o777, 0o555)
  },
)

function noNpx(): string | false {
  return spawnSync('npx', ['--version']).status === 0 ? false : 'npx is not on PATH'
}
