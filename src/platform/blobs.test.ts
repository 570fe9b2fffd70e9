import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { after, beforeEach, test } from 'node:test'
import { folderBlobs } from './blobs.ts'

const root = mkdtempSync(join(tmpdir(), 'tango-blobs-'))
after(() => rmSync(root, { recursive: true, force: true }))

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(root, 'b-'))
})

const picture = Buffer.from('\x89PNG not really')
const hash = createHash('sha256').update(picture).digest('hex')

function files(): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => entry.name)
}

test('bytes come back under their own hash, also none at all and large ones', async () => {
  const blobs = folderBlobs(folder)
  assert.equal(await blobs.put(picture), hash)
  for (const bytes of [picture, Buffer.alloc(0), Buffer.alloc(3_000_000, 7)]) {
    const key = await blobs.put(bytes)
    assert.deepEqual(await blobs.find(key), bytes)
  }
})

test('the same bytes twice are one file, which is never written again', async () => {
  const blobs = folderBlobs(folder)
  await blobs.put(picture)
  const path = join(folder, hash.slice(0, 2), hash)
  const before = statSync(path)
  assert.equal(await blobs.put(Buffer.from(picture)), hash)
  const behind = statSync(path)
  assert.deepEqual([behind.ino, behind.mtimeMs], [before.ino, before.mtimeMs])
  assert.deepEqual(files(), [hash])
})

test('many writers of the same bytes at once all succeed and leave one whole file', async () => {
  const bytes = Buffer.alloc(200_000, 'x')
  const keys = await Promise.all(Array.from({ length: 20 }, () => folderBlobs(folder).put(bytes)))
  assert.equal(new Set(keys).size, 1)
  assert.deepEqual(files(), [keys[0]])
  assert.deepEqual(await folderBlobs(folder).find(keys[0]!), bytes)
})

test('what a crash left half written is not taken for a file, and the bytes can be put again', async () => {
  const path = join(folder, hash.slice(0, 2), hash)
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(`${path}.0123456789ab`, picture.subarray(0, 3))
  const blobs = folderBlobs(folder)
  assert.equal(await blobs.find(hash), undefined)
  assert.equal(await blobs.find(`${hash}.0123456789ab`), undefined)
  await blobs.put(picture)
  assert.deepEqual(await blobs.find(hash), picture)
})

test('a full disk is told and leaves nothing half written', { skip: process.platform === 'win32' }, () => {
  const script = `
    import { folderBlobs } from ${JSON.stringify(import.meta.resolve('./blobs.ts'))}
    const error = await folderBlobs(process.argv[1]).put(Buffer.alloc(1_000_000)).catch((error) => error)
    process.stdout.write(String(error.code))`
  // No file may become larger than this: the write fails in its middle, as on a full disk.
  const args = ['-c', 'ulimit -f 64; exec "$0" --input-type=module -e "$1" "$2"', process.execPath, script, folder]
  const { stdout, stderr } = spawnSync('sh', args, { encoding: 'utf8' })
  assert.equal(stdout, 'EFBIG', stderr)
  assert.deepEqual(files(), [])
})

test('a store whose folder cannot be made says so', async () => {
  writeFileSync(join(folder, 'file'), '')
  await assert.rejects(folderBlobs(join(folder, 'file')).put(picture), { code: 'ENOTDIR' })
})

test('no key leads out of the store or to anything but a whole hash', async () => {
  const blobs = folderBlobs(folder)
  await blobs.put(picture)
  const outside = join(root, 'outside')
  writeFileSync(outside, 'secret')
  const keys = [
    '../outside',
    '..',
    '',
    '/etc/passwd',
    `../${hash}`,
    `${hash}/`,
    `${hash}\n`,
    `${hash}\0`,
    hash.toUpperCase(),
    hash.slice(1),
    `${hash}0`,
    `${hash.slice(0, 2)}/${hash}`,
    `${'../'.repeat(21)}x`,
  ]
  for (const key of keys) {
    assert.equal(await blobs.find(key), undefined, JSON.stringify(key))
    await blobs.remove(key)
  }
  assert.equal(readFileSync(outside, 'utf8'), 'secret')
  assert.deepEqual(files(), [hash])
})

test('what was removed is gone; removing it again, or what never was, does no harm', async () => {
  const blobs = folderBlobs(folder)
  await blobs.put(picture)
  await blobs.remove(hash)
  await blobs.remove(hash)
  assert.equal(await blobs.find(hash), undefined)
  assert.deepEqual(files(), [])
  assert.equal(await blobs.put(picture), hash)
  assert.deepEqual(await blobs.find(hash), picture)
})

test('what lies there is listed under its hash, noted or not, and nothing else is', async () => {
  const blobs = folderBlobs(folder)
  const listed = async () => (await Array.fromAsync(blobs.list())).flat()
  assert.deepEqual(await listed(), [])
  const other = await blobs.put(Buffer.from('other'))
  await blobs.put(picture)
  writeFileSync(join(folder, hash.slice(0, 2), `${hash}.0123456789ab`), 'half')
  writeFileSync(join(folder, 'stranger'), 'x')
  mkdirSync(join(folder, 'zz'))
  mkdirSync(join(folder, 'aa', 'a'.repeat(64)), { recursive: true })
  await blobs.noteUnneeded(other, new Date())
  const expected = [
    { sha256: hash, isNoted: false },
    { sha256: other, isNoted: true },
  ]
  assert.deepEqual(
    (await listed()).toSorted((a, b) => Number(a.isNoted) - Number(b.isNoted)),
    expected,
  )
  assert.deepEqual(await Array.fromAsync(folderBlobs(join(folder, 'nowhere')).list()), [])
})

test('what is half written is listed and removed by its age alone, and nothing else goes with it', async () => {
  const blobs = folderBlobs(folder)
  const listed = async () => (await Array.fromAsync(blobs.listUnfinished())).flat().toSorted()
  const [old, young, between] = [new Date(1_700_000_000_000), new Date(), new Date(1_700_000_000_001)]
  assert.deepEqual(await listed(), [])
  assert.equal(await blobs.removeUnfinished(hash, young), 0, 'no folder yet')
  const other = await blobs.put(Buffer.from('other'))
  await blobs.put(picture)
  await blobs.noteUnneeded(hash, young)
  const part = join(folder, hash.slice(0, 2))
  const write = (name: string, at: Date) => {
    writeFileSync(join(part, name), 'half')
    utimesSync(join(part, name), at, at)
  }
  const strangers = [`${hash}.bak`, `${hash}.0123456789AB`, `${hash}.0123456789abc`, `${hash.slice(1)}.0123456789ab`]
  for (const name of strangers) write(name, old)
  // Under another folder than its own nobody wrote it.
  write(`${hash[0] === '0' ? '1' : '0'}${hash.slice(1)}.0123456789ab`, old)
  assert.deepEqual(await listed(), [])
  const begun = `${hash.slice(0, 2)}${'f'.repeat(62)}`
  write(`${hash}.0123456789ab`, old)
  write(`${hash}.ba9876543210`, between)
  write(`${begun}.0123456789ab`, old)
  assert.deepEqual(await listed(), [hash, begun].toSorted())
  const before = files().length
  for (const key of [other, `${hash}.0123456789ab`, '../..', ''])
    assert.equal(await blobs.removeUnfinished(key, young), 0)
  assert.equal(await blobs.removeUnfinished(hash, old), 0, 'not before that moment')
  assert.equal(await blobs.removeUnfinished(hash, between), 1)
  assert.equal(await blobs.removeUnfinished(hash, between), 0)
  assert.equal(await blobs.removeUnfinished(hash, young), 1)
  assert.deepEqual(await listed(), [begun])
  assert.equal(files().length, before - 2)
  assert.deepEqual(await blobs.find(hash), picture)
  assert.deepEqual(await blobs.unneededSince(hash), young)
})

test('since when nobody needs bytes is noted until somebody does, they are put again or they are removed', async () => {
  const blobs = folderBlobs(folder)
  const since = new Date('2026-03-01T04:19:00.500Z')
  await blobs.put(picture)
  assert.equal(await blobs.unneededSince(hash), undefined)
  for (const end of [() => blobs.noteUnneeded(hash, undefined), () => blobs.put(picture), () => blobs.remove(hash)]) {
    await blobs.noteUnneeded(hash, new Date())
    await blobs.noteUnneeded(hash, since)
    assert.deepEqual(await blobs.unneededSince(hash), since)
    assert.deepEqual(await blobs.find(hash), picture, 'they are there all the same')
    await end()
    assert.equal(await blobs.unneededSince(hash), undefined)
  }
  assert.deepEqual(files(), [])
  await blobs.put(picture)
  writeFileSync(join(folder, hash.slice(0, 2), `${hash}.unneeded`), '2026-03-0')
  assert.equal(await blobs.unneededSince(hash), undefined, 'half a note is none')
  await blobs.noteUnneeded(hash, since)
  assert.deepEqual(await blobs.unneededSince(hash), since)
})

test('a folder is that of whoever asked first', async () => {
  const blobs = folderBlobs(join(folder, 'new'))
  assert.equal(await blobs.belongsTo('one'), true)
  assert.equal(await blobs.belongsTo('two'), false)
  assert.equal(await blobs.belongsTo('one'), true)
})
