/** Archives that are not what they say, down to those sealed with care: refused in one line, and nothing is changed. */
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { appendFile, mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { gunzipSync, gzipSync } from 'node:zlib'
import { Command } from 'commander'
import pg from 'pg'
import { extract, pack } from 'tar-stream'
import { freshPool } from '../../../test/database.ts'
import { type BlobStore, folderBlobs } from '../../platform/blobs.ts'
import { readConfig } from '../../platform/config.ts'
import { type Ctx, makeCtx } from '../../platform/context.ts'
import { openDatabase } from '../../platform/database.ts'
import { silentLog } from '../../platform/log.ts'
import { type Manifest, checkArchive, readArchive, sha256Of, writeArchive } from './archive.ts'
import { backupCommands } from './backup.commands.ts'
import { restore } from './backup.ts'
import { isShortOfLocks, knownMigrations } from './backup.queries.ts'

let folder = ''
let pool: pg.Pool
let blobs: BlobStore
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tango-archive-'))
  pool = await freshPool('empty')
  blobs = folderBlobs(join(folder, 'blobs'))
})
after(() => rm(folder, { recursive: true }))

type Entry = [name: string, bytes: Buffer]
type Head = Omit<Manifest, 'entries'>

const settings = { name: 'settings', columns: ['key', 'value'], rows: 1 }
const company: Entry = ['tables/settings/000001', Buffer.from('company\t"Old Velund"\n')]

async function headOf(more: Partial<Head> = {}): Promise<Head> {
  const migrations = (await knownMigrations()).map(({ name, sha256 }) => ({ name, sha256 }))
  const empty = { sequences: [], jobs: [], blobs: [], missingBlobs: [] }
  return { format: 1, madeAt: '2026-03-01', tango: '0.1.0', migrations, tables: [settings], ...empty, ...more }
}

let made = 0
/** An archive as Tango writes it, of these entries. */
async function archive(entries: readonly Entry[] = [company], more: Partial<Head> = {}): Promise<string> {
  const path = join(folder, `${++made}.gz`)
  await writeArchive(path, async (writer) => {
    for (const [name, bytes] of entries) await writer.add(name, bytes)
    return headOf(more)
  })
  return path
}

async function entriesOf(path: string): Promise<Entry[]> {
  const tar = extract()
  tar.end(gunzipSync(await readFile(path)))
  const entries: Entry[] = []
  for await (const entry of tar) {
    const parts: Buffer[] = []
    for await (const part of entry) parts.push(part as Buffer)
    entries.push([entry.header.name, Buffer.concat(parts)])
  }
  return entries
}

/** A file of exactly these entries, whatever they are. */
async function packed(entries: readonly Entry[]): Promise<string> {
  const tar = pack()
  for (const [name, bytes] of entries) tar.entry({ name }, bytes)
  tar.finalize()
  const parts: Buffer[] = []
  tar.on('data', (part) => parts.push(part as Buffer))
  await once(tar, 'end')
  const path = join(folder, `${++made}.gz`)
  await writeFile(path, gzipSync(Buffer.concat(parts)))
  return path
}

/** The same archive with another list of contents, sealed as if it were right. */
async function resealed(path: string, change: (manifest: Manifest) => unknown): Promise<string> {
  const entries = (await entriesOf(path)).map(([name, bytes]): Entry => {
    if (name !== 'manifest.json') return [name, bytes]
    const changed = change(JSON.parse(bytes.toString()))
    return [name, Buffer.from(typeof changed === 'string' ? changed : JSON.stringify(changed))]
  })
  const list = entries.find(([name]) => name === 'manifest.json')![1]
  return packed(
    entries.map(([name, bytes]) => [name, name === 'manifest.sha256' ? Buffer.from(sha256Of(list)) : bytes]),
  )
}

const refused = (path: string, message: RegExp) => assert.rejects(checkArchive(path), { name: 'StartError', message })

test('what was written is read back: each entry in order, whole, its list with it', async () => {
  const large = Buffer.alloc(3_000_000, 'x\n')
  const path = await archive([company, ['tables/settings/000002', large], ['blobs/none', Buffer.alloc(0)]])
  const manifest = await checkArchive(path)
  assert.deepEqual(
    manifest.entries.map(({ name }) => name),
    ['tables/settings/000001', 'tables/settings/000002', 'blobs/none'],
  )
  const seen: [string, number][] = []
  await readArchive(path, manifest, async (name, bytes) => void seen.push([name, bytes.length]))
  assert.deepEqual(seen, [
    ['tables/settings/000001', company[1].length],
    ['tables/settings/000002', 3_000_000],
    ['blobs/none', 0],
  ])
  assert.equal((await stat(path)).mode & 0o777, 0o600)
})

test('an archive with an entry less, more, twice, moved or renamed is refused', async () => {
  const other: Entry = ['tables/settings/000002', Buffer.from('x\t1\n')]
  const [one, two, ...ends] = await entriesOf(await archive([company, other]))
  const altered = /cannot be restored: an entry was altered, added or removed\. Nothing was changed\.$/
  await refused(await packed([one!, ...ends]), altered)
  await refused(await packed([one!, two!, ['extra', Buffer.from('')], ...ends]), altered)
  await refused(await packed([one!, one!, two!, ...ends]), altered)
  await refused(await packed([two!, one!, ...ends]), altered)
  await refused(await packed([one!, ['tables/accounts/000002', two![1]], ...ends]), altered)
  await checkArchive(await packed([one!, two!, ...ends]))
})

test('an archive without its end, or with an end that does not fit, is refused', async () => {
  const [one, list, seal] = await entriesOf(await archive())
  assert.deepEqual([list![0], seal![0]], ['manifest.json', 'manifest.sha256'])
  await refused(await packed([]), /its end is missing/)
  await refused(await packed([one!]), /its end is missing/)
  await refused(await packed([one!, list!]), /its end is missing/)
  await refused(await packed([one!, seal!]), /its end is missing/)
  await refused(
    await packed([one!, list!, ['manifest.sha256', Buffer.from('')]]),
    /its end is missing|list of contents/,
  )
  await refused(
    await packed([one!, list!, ['manifest.sha256', Buffer.from('0'.repeat(64))]]),
    /list of contents was altered/,
  )
  const half = gunzipSync(await readFile(await archive())).subarray(0, 700)
  await writeFile(join(folder, 'half.gz'), gzipSync(half))
  await refused(join(folder, 'half.gz'), /cut off, altered, or not a backup/)
  const path = await archive()
  await appendFile(path, 'something behind it')
  await refused(path, /cut off, altered, or not a backup/)
  await writeFile(join(folder, 'raw.tar'), gunzipSync(await readFile(await archive())))
  await refused(join(folder, 'raw.tar'), /cut off, altered, or not a backup/)
  await mkdir(join(folder, 'a-folder'))
  await refused(join(folder, 'a-folder'), /cannot be read \(EISDIR\)/)
})

test('a list of contents that is sealed and yet none, or of a format to come, is refused by name', async () => {
  const path = await archive()
  await refused(
    await resealed(path, (manifest) => ({ ...manifest, format: 2 })),
    /format 2, which this Tango does not know/,
  )
  for (const odd of ['no list', 'null', '[]', '"text"', '{}', '7'])
    await refused(await resealed(path, () => odd), /cannot be restored: /)
})

test('an archive that changes while it is read is not restored', async () => {
  const manifest = await checkArchive(await archive())
  const other = await archive([['tables/settings/000001', Buffer.from('company\t"Evil"\n')]])
  const taken: string[] = []
  const changed = { name: 'StartError', message: /changed while it was read\. Nothing was restored\.$/ }
  await assert.rejects(
    readArchive(other, manifest, async (name) => void taken.push(name)),
    changed,
  )
  const more = await archive([company, company])
  await assert.rejects(
    readArchive(more, manifest, async (name) => void taken.push(name)),
    changed,
  )
  assert.deepEqual(taken, ['tables/settings/000001'], 'nothing that was not proved is handed on')
})

test('a sealed archive that does not fit this Tango, or counts otherwise, leaves the database and the files as they were', async () => {
  await pool.query(
    `insert into settings (key, value) values ('public-url', '"http://a-first-start"') on conflict do nothing`,
  )
  const before_ = (await pool.query('select key from settings order by key')).rows
  const bytes = Buffer.from('a picture')
  const blob: Entry = [`blobs/${sha256Of(bytes)}`, bytes]
  const cases: [string, Partial<Head>, Entry[], RegExp][] = [
    [
      'an unknown table',
      { tables: [settings, { name: 'pets', columns: ['id'], rows: 0 }] },
      [company],
      /table pets is not one of this Tango/,
    ],
    [
      'an unknown column',
      { tables: [{ ...settings, columns: ['key', 'colour'] }] },
      [company],
      /table settings is not one of this Tango/,
    ],
    [
      'a wrong count',
      { tables: [{ ...settings, rows: 2 }] },
      [blob, company],
      /settings has 1 rows after loading where the backup has 2/,
    ],
    ['a table that is not listed', {}, [company, ['tables/accounts/000001', Buffer.from('1\n')]], /table accounts/],
    ['no table at all', {}, [company, ['tables', Buffer.from('1\n')]], /table/],
  ]
  for (const [what, head, entries, message] of cases) {
    const path = await archive(entries, head)
    await assert.rejects(restore({ pool, blobs }, path), { name: 'StartError', message }, what)
    assert.deepEqual((await pool.query('select key from settings order by key')).rows, before_, what)
    assert.equal(await blobs.find(sha256Of(bytes)), undefined, what)
  }
  const path = await archive([['tables/settings/000001', Buffer.from('no tab in it\n')]])
  await assert.rejects(restore({ pool, blobs }, path))
  assert.equal((await pool.query('select from loop_closures')).rowCount, 0, 'the schema stands')
})

test('a file that another post has already is not taken away by a restore that fails', async () => {
  const bytes = Buffer.from('kept before')
  const sha256 = await blobs.put(bytes)
  const path = await archive([[`blobs/${sha256}`, bytes], company], { tables: [{ ...settings, rows: 9 }] })
  await assert.rejects(restore({ pool, blobs }, path), /after loading/)
  assert.deepEqual(await blobs.find(sha256), bytes)
})

async function call(args: string[]): Promise<{ code: number; lines: string[] }> {
  const lines: string[] = []
  let code = 0
  const viewer = { kind: 'system', reason: 'test' } as const
  const ctx: Ctx = makeCtx({ viewer, db: openDatabase(pool), now: new Date(), log: silentLog })
  const program = new Command().option('--json').exitOverride()
  backupCommands(program, async (work) => {
    const json = args.includes('--json')
    const house = { ctx, pool, config: readConfig({}), blobs, json, interactive: false }
    code = (await work({ ...house, print: (line) => void lines.push(line) })) ?? 0
  })
  const { log } = console
  console.log = (line: string) => void lines.push(line)
  try {
    await program.parseAsync(args, { from: 'user' })
  } finally {
    console.log = log
  }
  return { code, lines }
}

test('the commands say what is in a file, prove it without a database, and end with 2 where files were missing', async () => {
  const path = await archive()
  const one = '1 rows in 1 tables, 0 files, 0 open jobs'
  assert.deepEqual(await call(['restore', path, '--check']), {
    code: 0,
    lines: [`${path} is whole: ${one}, made at 2026-03-01 by Tango 0.1.0.`],
  })
  const told = JSON.parse((await call(['restore', path, '--check', '--json'])).lines.join())
  assert.deepEqual([told.restored, told.rows, told.tables, told.tango], [false, 1, { settings: 1 }, '0.1.0'])
  await pool.query('delete from settings')
  assert.deepEqual(await call(['restore', path]), {
    code: 0,
    lines: [`Restored ${one}. Every count is as in the backup.`],
  })
  assert.deepEqual((await pool.query('select key, value from settings')).rows, [
    { key: 'company', value: 'Old Velund' },
  ])
  const whole = join(folder, 'whole.gz')
  const { code, lines } = await call(['backup', whole])
  assert.equal(code, 0)
  assert.match(lines.join('\n'), /^Wrote .*whole\.gz: 1 rows in \d+ tables, 0 files, 0 open jobs, 0\.\d MB\.$/)
  await pool.query(
    `insert into accounts (realm, handle, display_name, email) values ('outside', 'a', 'A', 'a@b.example')`,
  )
  await pool.query(`insert into spaces (realm, slug, title, access) values ('outside', 'r', 'R', 'public')`)
  await pool.query(`insert into files (key, realm, space_id, uploaded_by, sha256, media_type, byte_count, width, height)
    select 'k', 'outside', (select id from spaces where slug = 'r'), (select min(id) from accounts), repeat('a', 64), 'image/webp', 1, 1, 1`)
  const lost = await call(['backup', join(folder, 'lost.gz')])
  assert.deepEqual(
    [lost.code, lost.lines.at(-1)],
    [2, '1 files have no bytes on disk and are not in it. tango doctor says which.'],
  )
  const again = JSON.parse((await call(['backup', join(folder, 'json.gz'), '--json'])).lines.join())
  assert.deepEqual([again.missingFiles, again.files, again.tables.files], [1, 0, 1])
  await assert.rejects(call(['restore', whole]), /into an empty Tango only, and here the table \w+ has rows/)
})

test('a server that has no lock left is told apart from one that has no memory left, and from other errors', () => {
  const failed = (code: string, hint?: string) =>
    Object.assign(new pg.DatabaseError('out of shared memory', 0, 'error'), { code, hint })
  assert.ok(isShortOfLocks(failed('53200', 'You might need to increase "max_locks_per_transaction".')))
  assert.ok(!isShortOfLocks(failed('53200')))
  assert.ok(!isShortOfLocks(failed('40P01', 'max_locks_per_transaction')))
  assert.ok(!isShortOfLocks(new Error('out of shared memory')))
})
