import assert from 'node:assert/strict'
import { existsSync, mkdirSync, chownSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import {
  afterwards,
  asRoot,
  checkout,
  databaseEnded,
  freePort,
  homeApart,
  makeCheckout,
  makeDataFolder,
  makeFolder,
  nobody,
  nobodyCanRead,
  ready,
  refusal,
  start,
} from './machine.ts'

const notRoot = asRoot ? false : 'only root can become another user'

async function startsAndStops(call: Parameters<typeof start>[0] & { env: Record<string, string> }): Promise<void> {
  const env = { ...call.env, PORT: String(await freePort()) }
  const tango = start({ ...call, env })
  const address = await ready(tango)
  assert.ok((await fetch(address)).status < 500)
  tango.child.kill('SIGTERM')
  assert.equal(await tango.ended, 0, tango.stderr())
  assert.ok(await databaseEnded(call.env.TANGO_DATA ?? ''))
}

/** Programs of PostgreSQL that a start copies for all; removed after the test when it was the first to need them. */
function programsAreCopied(): () => boolean {
  const programs = '/var/lib/tango/programs'
  const before = existsSync(programs)
  if (!before) afterwards(() => rmSync(programs, { recursive: true, force: true }))
  return () => existsSync(programs)
}

test('root starts Tango, and PostgreSQL runs as somebody else', { skip: notRoot }, async () => {
  const folder = makeDataFolder()
  await startsAndStops({ env: { TANGO_DATA: folder } })
  assert.notEqual(statSync(join(folder, 'postgres')).uid, 0)
})

test('root starts Tango from a checkout that nobody else may enter, twice', { skip: notRoot }, async () => {
  const from = makeCheckout(0o700)
  const copied = programsAreCopied()
  const dataFolder = join(from, 'data')
  // Without TANGO_DATA, as after "git clone" into root's own home.
  afterwards(() => rmSync(homeApart(dataFolder) ?? '/nonexistent', { recursive: true, force: true }))
  for (const time of ['first', 'second']) {
    const tango = start({ from, env: { PORT: String(await freePort()) } })
    await ready(tango)
    assert.ok(homeApart(dataFolder)?.startsWith('/var/lib/tango/'), `${time} start`)
    assert.ok(copied())
    tango.child.kill('SIGTERM')
    assert.equal(await tango.ended, 0, tango.stderr())
  }
})

const closedCheckout =
  asRoot && !nobodyCanRead(join(checkout, 'src/tango.ts')) && 'the checkout is closed to other users'

test(
  'an ordinary user starts Tango from a checkout that root installed',
  { skip: notRoot || closedCheckout },
  async () => {
    const folder = makeFolder()
    const dataFolder = join(folder, 'data')
    mkdirSync(dataFolder)
    chownSync(dataFolder, nobody.uid, nobody.gid)
    await startsAndStops({ user: nobody, env: { TANGO_DATA: dataFolder } })
    assert.equal(statSync(join(dataFolder, 'postgres')).uid, nobody.uid)
  },
)

test(
  "root goes on with an ordinary user's data, and that user after root",
  { skip: notRoot || closedCheckout },
  async () => {
    const dataFolder = join(makeFolder(), 'data')
    mkdirSync(dataFolder)
    chownSync(dataFolder, nobody.uid, nobody.gid)
    await startsAndStops({ user: nobody, env: { TANGO_DATA: dataFolder } })
    await startsAndStops({ env: { TANGO_DATA: dataFolder } })
    await startsAndStops({ user: nobody, env: { TANGO_DATA: dataFolder } })
  },
)

test("a user who may not use root's data is told", { skip: notRoot || closedCheckout }, async () => {
  const dataFolder = makeDataFolder()
  await startsAndStops({ env: { TANGO_DATA: dataFolder } })
  const env = { TANGO_DATA: dataFolder, PORT: String(await freePort()) }
  assert.match(await refusal({ user: nobody, env }), /cannot be written \(EACCES\): set TANGO_DATA/)
})
