/** What a crash left half written goes a day later, and nothing that is being written ever does. */
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { after, test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { sql } from 'kysely'
import sharp from 'sharp'
import '../../features.ts'
import { getCast } from '../../../test/cast.ts'
import { freshPool, inTransaction } from '../../../test/database.ts'
import { type BlobStore, folderBlobs, hashOf } from '../../platform/blobs.ts'
import { type Ctx, makeCtx } from '../../platform/context.ts'
import { openDatabase } from '../../platform/database.ts'
import { makeLog, silentLog } from '../../platform/log.ts'
import { removeUnneededJob } from './files.jobs.ts'
import { getPicture, uploadPicture } from './files.ts'
import { removeUnfinished } from './unfinished.ts'

const root = mkdtempSync(join(tmpdir(), 'tango-unfinished-'))
after(() => rmSync(root, { recursive: true, force: true }))

const picture = await sharp({ create: { width: 6, height: 6, channels: 3, background: '#c00' } })
  .png()
  .toBuffer()

function store(): { folder: string; blobs: BlobStore } {
  const folder = mkdtempSync(join(root, 'f-'))
  return { folder, blobs: folderBlobs(folder) }
}

function files(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name !== '.owner')
    .map((entry) => join(entry.parentPath, entry.name))
}

/** Makes a file as old as it will be some hours before the moment of a context. */
function age(ctx: Ctx, path: string, hours: number): void {
  const at = new Date(ctx.now.getTime() - hours * 3_600_000)
  utimesSync(path, at, at)
}

/** A process that is killed in the middle of writing: as soon as it sees its own file beginning. */
function crash(folder: string): string {
  const script = `
    import { readdirSync } from 'node:fs'
    import { folderBlobs } from ${JSON.stringify(import.meta.resolve('../../platform/blobs.ts'))}
    const [folder] = process.argv.slice(1)
    folderBlobs(folder).put(Buffer.alloc(5_000_000, 'x'))
    const look = () => {
      const begun = readdirSync(folder, { recursive: true }).some((name) => /\\.[0-9a-f]{12}$/.test(name))
      if (begun) process.kill(process.pid, 'SIGKILL')
      setImmediate(look)
    }
    look()`
  const { signal, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', script, folder])
  assert.equal(signal, 'SIGKILL', String(stderr))
  const [left, ...more] = files(folder)
  assert.deepEqual(more, [])
  return left!
}

test(
  'a process that is killed while it writes leaves a part, which goes a day later with the nightly job and is told without a name',
  { skip: process.platform === 'win32' && 'there is no SIGKILL' },
  inTransaction(async (ctx) => {
    const { folder, blobs } = store()
    const lines: string[] = []
    const job = removeUnneededJob(blobs)
    const night = () => job.work(makeCtx({ ...ctx, log: makeLog('debug', (line) => lines.push(line)) }), {} as never)
    const left = crash(folder)
    const hash = hashOf(Buffer.alloc(5_000_000, 'x'))
    assert.match(left, new RegExp(`${hash}\\.[0-9a-f]{12}$`))
    assert.equal(await blobs.find(hash), undefined)
    await night()
    age(ctx, left, 23.9)
    await night()
    assert.deepEqual(files(folder), [left], 'for a day it may still be written')
    assert.equal(lines.length, 0)
    age(ctx, left, 24.1)
    await night()
    assert.deepEqual(files(folder), [])
    assert.equal(lines.length, 1)
    for (const told of [hash, folder]) assert.ok(!lines[0]!.includes(told), told)
  }),
)

test(
  'in a folder of another database, and beside other files of that age, nothing goes; a missing folder stops nothing',
  inTransaction(async (ctx) => {
    const { folder, blobs } = store()
    assert.equal(await removeUnfinished(ctx, folderBlobs(join(folder, 'not', 'there'))), 0)
    rmSync(join(folder, 'not'), { recursive: true })
    const hash = await blobs.put(picture)
    const path = join(folder, hash.slice(0, 2), hash)
    await blobs.noteUnneeded(hash, ctx.now)
    const strangers = [`${path}.bak`, join(folder, `${hash}.0123456789ab`), join(dirname(path), 'mine.0123456789ab')]
    for (const stranger of [...strangers, `${path}.0123456789ab`]) writeFileSync(stranger, 'half')
    for (const one of files(folder)) age(ctx, one, 500)
    writeFileSync(join(folder, '.owner'), 'another')
    assert.equal(await removeUnfinished(ctx, blobs), 0)
    assert.ok(existsSync(`${path}.0123456789ab`))
    rmSync(join(folder, '.owner'))
    assert.equal(await removeUnfinished(ctx, blobs), 1)
    assert.deepEqual(files(folder).toSorted(), [path, `${path}.unneeded`, ...strangers].toSorted())
    assert.deepEqual(readFileSync(path), picture)
  }),
)

async function somebodyWaits(ctx: Ctx): Promise<void> {
  for (let tries = 0; tries < 3000; tries++) {
    const { rows } = await sql`select from pg_locks where locktype = 'advisory' and not granted
      and database = (select oid from pg_database where datname = current_database())`.execute(ctx.db)
    if (rows.length > 0) return
    await pause(10)
  }
  throw new Error('nobody waited')
}

test('an upload that runs keeps its file, however old the disk calls it; another one’s part goes meanwhile', async () => {
  const db = openDatabase(await freshPool('cast'))
  const ctx = makeCtx({ viewer: { kind: 'system', reason: 'test' }, db, now: new Date(), log: silentLog })
  const cast = await getCast(ctx)
  const { folder, blobs } = store()
  const [reached, go] = [Promise.withResolvers<string>(), Promise.withResolvers<void>()]
  const slow: BlobStore = {
    ...blobs,
    // The first half lies there, as after a stall of a day, when the job comes by.
    async put(bytes) {
      const path = join(folder, hashOf(bytes).slice(0, 2), `${hashOf(bytes)}.0123456789ab`)
      mkdirSync(dirname(path), { recursive: true })
      writeFileSync(path, bytes.subarray(0, bytes.length / 2))
      age(ctx, path, 100)
      reached.resolve(path)
      await go.promise
      assert.ok(existsSync(path), 'it is there as long as the upload runs')
      rmSync(path)
      return blobs.put(bytes)
    },
  }
  const uploading = uploadPicture(cast.as(ctx, 'ines'), slow, cast.spaces.riders, picture)
  const begun = await reached.promise
  // A part that comes before it in the folder, and one that comes behind it.
  const others = ['00', 'ff'].map((part) => join(folder, part, `${part.repeat(32)}.0123456789ab`))
  for (const path of others) {
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, 'half')
    age(ctx, path, 100)
  }
  const removing = removeUnfinished(ctx, blobs)
  await somebodyWaits(ctx).finally(go.resolve)
  const { key } = await uploading
  assert.equal(await removing, 2, 'of those that nobody writes')
  for (const path of [...others, begun]) assert.ok(!existsSync(path), path)
  assert.ok((await getPicture(ctx, blobs, key)).bytes.length > 0)
})
