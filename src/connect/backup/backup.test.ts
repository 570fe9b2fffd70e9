import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { gunzipSync, gzipSync } from 'node:zlib'
import type pg from 'pg'
import { testPool } from '../../../test/database.ts'
import { type BlobStore, folderBlobs } from '../../platform/blobs.ts'
import { makeCtx } from '../../platform/context.ts'
import { openDatabase } from '../../platform/database.ts'
import { announce, defineEvent } from '../../platform/events.ts'
import { silentLog } from '../../platform/log.ts'
import { sendMail } from '../../platform/mail.ts'
import { buildDemo } from '../demo/demo.ts'
import { writeArchive } from './archive.ts'
import { backUp, checkArchive, restore } from './backup.ts'
import { type Migration, inOrder, knownMigrations, leftOut } from './backup.queries.ts'

let folder = ''
let [source, target]: pg.Pool[] = []
let [sourceBlobs, targetBlobs]: BlobStore[] = []
const file = (): string => join(folder, 'tango.tar.gz')

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tango-backup-'))
  source = await testPool('cast')
  target = await testPool('empty')
  sourceBlobs = folderBlobs(join(folder, 'source'))
  targetBlobs = folderBlobs(join(folder, 'target'))
  const ctx = makeCtx({
    viewer: { kind: 'system', reason: 'test' },
    db: openDatabase(source),
    now: new Date(),
    log: silentLog,
  })
  await buildDemo(ctx)
  const sha256 = await sourceBlobs.put(Buffer.from('a picture, so to say'))
  await source.query(
    `insert into files (key, realm, space_id, uploaded_by, sha256, media_type, byte_count, width, height)
     select 'k1', 'outside', (select id from spaces where slug = 'riders'), (select min(id) from accounts), $1, 'image/webp', 20, 1, 1`,
    [sha256],
  )
  await source.query(`insert into sessions (account_id, token_hash, proved_by, expires_at)
    select min(id), '\\x00', 'password', now() + interval '1 day' from accounts`)
  await sendMail(ctx, {
    to: 'somebody@people.example',
    subject: 'Not sent yet',
    text: 'Tabs\tand\nlines\\ and “signs”',
  })
  await announce(ctx, defineEvent<{ threadId: number }>('thread.started'), { threadId: 1 })
})

after(async () => {
  await rm(folder, { recursive: true, force: true })
})

/** One hash for each table over all of its rows, generated columns included. */
async function hashes(pool: pg.Pool): Promise<Record<string, string>> {
  const { rows } = await pool.query<{ name: string }>(
    `select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r'`,
  )
  const found: Record<string, string> = {}
  for (const { name } of rows.filter((row) => !leftOut.includes(row.name))) {
    const { rows: hash } = await pool.query<{ hash: string }>(
      `select count(*) || ' ' || coalesce(md5(string_agg(t::text, E'\\n' order by t::text)), '') as hash from ${name} t`,
    )
    found[name] = hash[0]!.hash
  }
  return found
}

const jobsIn = async (pool: pg.Pool): Promise<string[]> => {
  const { rows } = await pool.query<{ job: string }>(
    `select t.identifier || j.payload::text as job from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id order by 1`,
  )
  return rows.map(({ job }) => job)
}

test('a backup of an earlier Tango is loaded at its own level and then brought up; one of a later Tango is refused', async () => {
  const [first] = await knownMigrations()
  const { text: _text, ...level } = first!
  const make = async (name: string, migrations: readonly Migration[]) => {
    const path = join(folder, name)
    await writeArchive(path, async (writer) => {
      await writer.add('tables/settings/000001', Buffer.from('company\t"Old Velund"\n'))
      const tables = [{ name: 'settings', columns: ['key', 'value'], rows: 1 }]
      return {
        format: 1,
        madeAt: '',
        tango: '0.0.1',
        migrations,
        tables,
        sequences: [],
        jobs: [],
        blobs: [],
        missingBlobs: [],
      }
    })
    return path
  }
  await restore({ pool: target!, blobs: targetBlobs! }, await make('old.gz', [level]))
  const { rows } = await target!.query<{ value: string }>(`select value from settings`)
  assert.deepEqual(rows, [{ value: 'Old Velund' }])
  assert.equal((await target!.query('select from loop_closures')).rowCount, 0, 'later tables are there')
  assert.equal((await target!.query('select from migrations')).rowCount, (await knownMigrations()).length)
  await target!.query('delete from settings')
  const unknown = await make('new.gz', [level, { name: '9999_later.sql', sha256: '' }])
  await assert.rejects(
    restore({ pool: target!, blobs: targetBlobs! }, unknown),
    /from a newer Tango \(it has 9999_later.sql\)/,
  )
  const edited = await make('edited.gz', [{ ...level, sha256: 'other' }])
  await assert.rejects(restore({ pool: target!, blobs: targetBlobs! }, edited), /another text of the migration/)
})

test('a restore that fails half way leaves an empty Tango', async () => {
  await backUp({ pool: source!, blobs: sourceBlobs! }, join(folder, 'whole.gz'))
  const failing: BlobStore = { ...targetBlobs!, put: () => Promise.reject(new Error('the disk fails')) }
  await assert.rejects(restore({ pool: target!, blobs: failing }, join(folder, 'whole.gz')), /the disk fails/)
  for (const table of ['accounts', 'threads', 'crossings'])
    assert.equal((await target!.query(`select from ${table}`)).rowCount, 0, table)
})

test('a backup restores into an empty Tango with equal rows, files, owed work, and keys that go on where they were', async () => {
  const summary = await backUp({ pool: source!, blobs: sourceBlobs! }, file())
  assert.equal(summary.tables.sessions, undefined, 'a backup opens no door')
  assert.ok(summary.tables.threads! > 300 && summary.tables.crossings! > 0)
  assert.equal((await stat(file())).mode & 0o777, 0o600, 'only its owner reads a backup')
  await target!.query(`insert into settings (key, value) values ('public-url', '"http://a-first-start"')`)
  await restore({ pool: target!, blobs: targetBlobs! }, file())
  assert.deepEqual(await hashes(target!), await hashes(source!))
  assert.deepEqual(await jobsIn(target!), await jobsIn(source!))
  assert.ok(
    (await jobsIn(target!)).some((job) => job.startsWith('carry-mail')),
    'the mail that had not left is still owed',
  )
  const { rows } = await target!.query<{ sha256: string }>('select sha256 from files')
  assert.equal(String(await targetBlobs!.find(rows[0]!.sha256)), 'a picture, so to say')
  assert.equal((await target!.query('select from sessions')).rowCount, 0)
  const next = (pool: pg.Pool) =>
    pool
      .query(`insert into tags (name) values ('after-the-restore') returning id`)
      .then(({ rows: made }) => made[0].id as number)
  assert.equal(await next(target!), await next(source!))
})

test('the crossing log is append-only after a restore as it was before', async () => {
  await assert.rejects(target!.query('update crossings set reason = reason'), /append-only/)
  await assert.rejects(target!.query('truncate crossings cascade'), /append-only/)
})

test('a backup is not restored over what is there', async () => {
  const before = await hashes(target!)
  await assert.rejects(
    restore({ pool: target!, blobs: targetBlobs! }, file()),
    /into an empty Tango only, and here the table \w+ has rows/,
  )
  assert.deepEqual(await hashes(target!), before)
})

test('a backup never overwrites a file and leaves none half written', async () => {
  const bytes = await readFile(file())
  await assert.rejects(backUp({ pool: source!, blobs: sourceBlobs! }, file()), /is there already/)
  assert.deepEqual(await readFile(file()), bytes)
  await assert.rejects(
    backUp({ pool: source!, blobs: sourceBlobs! }, join(folder, 'no/such/folder.gz')),
    /cannot be written/,
  )
  const failing: BlobStore = { ...sourceBlobs!, find: () => Promise.reject(new Error('the disk fails')) }
  await assert.rejects(backUp({ pool: source!, blobs: failing }, join(folder, 'second.gz')), /the disk fails/)
  assert.ok(!existsSync(join(folder, 'second.gz')) && !existsSync(join(folder, 'second.gz.partial')))
})

test('a file that is cut off, altered or no backup is refused before anything is written', async () => {
  const bytes = await readFile(file())
  const spoilt = join(folder, 'spoilt.gz')
  const flipped = Buffer.from(bytes)
  flipped[Math.floor(bytes.length / 2)]! ^= 1
  const cases = {
    'cut in the middle': bytes.subarray(0, bytes.length / 2),
    'last byte missing': bytes.subarray(0, -1),
    altered: flipped,
    'no backup': Buffer.from('hello'),
    empty: Buffer.alloc(0),
  }
  for (const [name, content] of Object.entries(cases)) {
    await writeFile(spoilt, content)
    await assert.rejects(checkArchive(spoilt), { name: 'StartError', message: /cannot be restored/ }, name)
  }
  await assert.rejects(checkArchive(join(folder, 'absent.gz')), /cannot be read/)
})

test('an alteration that the compression does not notice is refused all the same', async () => {
  const bytes = gunzipSync(await readFile(file()))
  const spoilt = join(folder, 'spoilt-inside.gz')
  const alter = async (from: string, to: string) => {
    const at = bytes.indexOf(from)
    assert.ok(at > 0 && from.length === to.length, from)
    const altered = Buffer.from(bytes)
    altered.write(to, at)
    await writeFile(spoilt, gzipSync(altered))
  }
  await alter('Daniel Okafor', 'Daniel Okafur')
  await assert.rejects(checkArchive(spoilt), /an entry was altered/)
  await alter('"format":1', '"format":2')
  await assert.rejects(checkArchive(spoilt), /list of contents was altered/)
})

test('tables are loaded after those they point to, and a circle is named', () => {
  const table = (name: string) => ({ name, columns: ['id'] })
  const names = inOrder(
    [table('replies'), table('threads'), table('accounts')],
    [
      { from: 'replies', to: 'threads' },
      { from: 'threads', to: 'accounts' },
    ],
  ).map(({ name }) => name)
  assert.deepEqual(names, ['accounts', 'threads', 'replies'])
  assert.throws(
    () =>
      inOrder(
        [table('a'), table('b')],
        [
          { from: 'a', to: 'b' },
          { from: 'b', to: 'a' },
        ],
      ),
    /circle: a, b/,
  )
})
