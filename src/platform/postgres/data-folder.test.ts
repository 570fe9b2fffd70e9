import assert from 'node:assert/strict'
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterEach, test } from 'node:test'
import { FolderInUse, lockDataFolder } from './data-folder.ts'

const tidy: (() => unknown)[] = []

afterEach(() => {
  for (const step of tidy.splice(0).reverse()) step()
})

function makeFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'tango-data-'))
  tidy.push(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** Another process that takes the folder and says so, or says why not. */
async function takeElsewhere(folder: string): Promise<{ pid: number; said: string; kill: () => Promise<void> }> {
  const program = `
    import { lockDataFolder } from ${JSON.stringify(join(import.meta.dirname, 'data-folder.ts'))}
    try { lockDataFolder(${JSON.stringify(folder)}); console.log('taken') } catch (error) { console.log(error.message) }
    setInterval(() => {}, 1000)`
  const child = spawn(process.execPath, ['--input-type=module', '--eval', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = once(child, 'exit')
  const [said] = (await once(createInterface(child.stdout), 'line')) as [string]
  async function kill(): Promise<void> {
    child.kill('SIGKILL')
    await ended
  }
  tidy.push(kill)
  return { pid: child.pid ?? 0, said, kill }
}

const inUse = /^The data folder \S+ is in use by another Tango \(process \d+\): stop that one, or set TANGO_DATA/

test('a data folder has one Tango at a time', async () => {
  const folder = makeFolder()
  const other = await takeElsewhere(folder)
  assert.equal(other.said, 'taken')
  assert.throws(() => lockDataFolder(folder), { name: 'StartError', message: inUse })
  assert.throws(() => lockDataFolder(folder), { message: new RegExp(`process ${other.pid}\\)`) })
})

test('a data folder given back can be taken', async () => {
  const folder = makeFolder()
  const unlock = lockDataFolder(folder)
  assert.match((await takeElsewhere(folder)).said, inUse)
  unlock()
  assert.equal((await takeElsewhere(folder)).said, 'taken')
})

test('a data folder whose Tango was killed can be taken at once', async () => {
  const folder = makeFolder()
  await (await takeElsewhere(folder)).kill()
  assert.ok(existsSync(join(folder, 'tango.lock')))
  lockDataFolder(folder)()
})

test('a folder that another Tango has is told apart from one that cannot be taken, also when it left since', async () => {
  const folder = makeFolder()
  const other = await takeElsewhere(folder)
  assert.throws(() => lockDataFolder(folder), FolderInUse)
  await other.kill()
  writeFileSync(join(folder, 'version'), '999')
  assert.throws(
    () => lockDataFolder(folder),
    (error) => !(error instanceof FolderInUse),
  )
})

test('a process that has the number of a killed Tango holds nothing', () => {
  const folder = makeFolder()
  const holder = { pid: process.pid, began: 'another boot/17', host: hostname() }
  writeFileSync(join(folder, 'tango.lock'), JSON.stringify(holder))
  lockDataFolder(folder)()
})

test('of several that find a stale lock at the same time one takes the folder', async () => {
  const folder = makeFolder()
  writeFileSync(join(folder, 'tango.lock'), JSON.stringify({ pid: 1, began: 'another boot/1', host: hostname() }))
  const all = await Promise.all(Array.from({ length: 6 }, () => takeElsewhere(folder)))
  const said = all.map((one) => one.said)
  assert.equal(said.filter((line) => line === 'taken').length, 1, said.join('\n'))
  assert.equal(said.filter((line) => inUse.test(line)).length, 5, said.join('\n'))
})

test('a Tango on another machine holds a shared folder as long as it shows signs of life', () => {
  const folder = makeFolder()
  const lock = join(folder, 'tango.lock')
  writeFileSync(lock, JSON.stringify({ pid: 1, began: 'x', host: 'elsewhere' }))
  assert.throws(() => lockDataFolder(folder), { name: 'StartError', message: /process 1 on elsewhere/ })
  const long = new Date(Date.now() - 60_000)
  utimesSync(lock, long, long)
  lockDataFolder(folder)()
})

test('a lock that a crash cut short holds nothing', () => {
  const folder = makeFolder()
  writeFileSync(join(folder, 'tango.lock'), '{"pid": 12')
  lockDataFolder(folder)()
  writeFileSync(join(folder, 'tango.lock'), '')
  lockDataFolder(folder)()
})

test('a data folder of a newer Tango is refused and left as it is', () => {
  const folder = makeFolder()
  lockDataFolder(folder)()
  assert.equal(readFileSync(join(folder, 'version'), 'utf8'), '1\n')
  writeFileSync(join(folder, 'version'), '2\n')
  assert.throws(() => lockDataFolder(folder), { name: 'StartError', message: /newer Tango .*start the newer Tango/ })
  assert.equal(readFileSync(join(folder, 'version'), 'utf8'), '2\n')
  assert.ok(!existsSync(join(folder, 'tango.lock')))
})

test('a data folder that cannot be made or written is told in one line', () => {
  const file = join(makeFolder(), 'file')
  writeFileSync(file, '')
  const message = /cannot be written \(\w+\): set TANGO_DATA to a folder that this user may write\.$/
  assert.throws(() => lockDataFolder(file), { name: 'StartError', message })
  assert.throws(() => lockDataFolder(join(file, 'data')), { name: 'StartError', message })
})

test('a data folder of another user is told in one line', { skip: process.getuid?.() !== 0 }, () => {
  const folder = makeFolder()
  chmodSync(folder, 0o755)
  const module = JSON.stringify(join(import.meta.dirname, 'data-folder.ts'))
  const program = `import { lockDataFolder } from ${module}; try { lockDataFolder(${JSON.stringify(folder)}) } catch (e) { console.log(e.message) }`
  const args = ['--input-type=module', '--eval', program]
  const { stdout } = spawnSync(process.execPath, args, { uid: 65534, gid: 65534, cwd: '/', encoding: 'utf8' })
  assert.match(stdout, /cannot be written \(EACCES\)/)
})
