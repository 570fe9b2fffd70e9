/** Bytes of pictures go when nobody needs them any more, and never before. */
import assert from 'node:assert/strict'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { sql } from 'kysely'
import sharp from 'sharp'
import '../../features.ts'
import { type Cast, getCast } from '../../../test/cast.ts'
import { freshPool, hearEverything, inTransaction } from '../../../test/database.ts'
import { fc } from '../../../test/property.ts'
import { type BlobStore, folderBlobs } from '../../platform/blobs.ts'
import { type Ctx, makeCtx } from '../../platform/context.ts'
import { openDatabase } from '../../platform/database.ts'
import { makeLog, silentLog } from '../../platform/log.ts'
import { answer, ask } from '../questions/questions.ts'
import { eraseTakenBack } from '../threads/taking-back.ts'
import { takeBackReply } from '../threads/threads.ts'
import { removeUnneededJob } from './files.jobs.ts'
import { type StoredPicture, crossPictures, getPicture, uploadPicture } from './files.ts'
import { namesBytes } from './files.queries.ts'
import { removeUnneeded } from './unneeded.ts'

const root = mkdtempSync(join(tmpdir(), 'tango-unneeded-'))
after(() => rmSync(root, { recursive: true, force: true }))

const pictures = await Promise.all(
  ['#c00', '#0c0', '#00c'].map((background) =>
    sharp({ create: { width: 6, height: 6, channels: 3, background } })
      .png()
      .toBuffer(),
  ),
)

const inDays = (ctx: Ctx, days: number): Ctx =>
  makeCtx({ ...ctx, now: new Date(ctx.now.getTime() + days * 86_400_000) })

function store(): { folder: string; blobs: BlobStore } {
  const folder = mkdtempSync(join(root, 'f-'))
  return { folder, blobs: folderBlobs(folder) }
}

const upload = (ctx: Ctx, cast: Cast, blobs: BlobStore, which = 0): Promise<StoredPicture> =>
  uploadPicture(cast.as(ctx, 'ines'), blobs, cast.spaces.riders, pictures[which]!)

const hashUnder = async (ctx: Ctx, key: string) =>
  (await ctx.db.selectFrom('files').select('sha256').where('key', '=', key).executeTakeFirstOrThrow()).sha256

const forget = (ctx: Ctx, key: string) => ctx.db.deleteFrom('files').where('key', '=', key).execute()

test(
  'the picture of an answer that was erased is gone from the disk after the second night, and its owner’s others stay',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const { folder, blobs } = store()
    const [own, other] = [await upload(ctx, cast, blobs), await upload(ctx, cast, blobs, 1)]
    const [hash, kept] = [await hashUnder(ctx, own.key), await hashUnder(ctx, other.key)]
    const words = { space: 'riders', title: 'Why?', body: `![it](${other.url})`, tags: [] }
    const { thread } = await ask(cast.as(ctx, 'gustav'), words)
    const given = await answer(cast.as(ctx, 'ines'), thread.id, `So: ![so](${own.url})`)
    await hearEverything(ctx)
    await takeBackReply(cast.as(ctx, 'ines'), given.id)
    await hearEverything(ctx)
    for (const day of [1, 2, 3]) await removeUnneeded(inDays(ctx, day), blobs)
    assert.ok(await blobs.find(hash), 'it can be put back for 30 days')
    await eraseTakenBack(inDays(ctx, 31))
    await hearEverything(ctx)
    assert.deepEqual(await removeUnneeded(inDays(ctx, 31), blobs), { found: 1, removed: 0 })
    assert.ok(await blobs.find(hash), 'a backup that is being made finds it')
    assert.deepEqual(await removeUnneeded(inDays(ctx, 31.5), blobs), { found: 0, removed: 0 })
    assert.deepEqual(await removeUnneeded(inDays(ctx, 32), blobs), { found: 0, removed: 1 })
    assert.equal(await blobs.find(hash), undefined)
    assert.ok(await blobs.find(kept))
    const left = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
    assert.deepEqual(left.map((entry) => entry.name).toSorted(), ['.owner', kept].toSorted())
    assert.deepEqual(await removeUnneeded(inDays(ctx, 33), blobs), { found: 0, removed: 0 })
  }),
)

test(
  'bytes that another picture shares stay, and the same picture uploaded again in between has a whole day once more',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const { blobs } = store()
    const [one, two] = [await upload(ctx, cast, blobs), await upload(ctx, cast, blobs)]
    const hash = await hashUnder(ctx, one.key)
    await forget(ctx, one.key)
    for (const day of [1, 2]) await removeUnneeded(inDays(ctx, day), blobs)
    assert.equal((await getPicture(ctx, blobs, two.key)).sha256, hash)
    await forget(ctx, two.key)
    await removeUnneeded(inDays(ctx, 3), blobs)
    const again = await upload(inDays(ctx, 3.5), cast, blobs)
    await forget(ctx, again.key)
    assert.deepEqual(await removeUnneeded(inDays(ctx, 4), blobs), { found: 1, removed: 0 })
    assert.deepEqual(await removeUnneeded(inDays(ctx, 5), blobs), { found: 0, removed: 1 })
  }),
)

test(
  'foreign files stay, a missing folder or file stops nothing, and no line of the log names a picture or a person',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const { folder, blobs } = store()
    const lines: string[] = []
    const logged = makeCtx({ ...ctx, log: makeLog('debug', (line) => lines.push(line)) })
    const missing = folderBlobs(join(folder, 'not', 'there'))
    assert.deepEqual(await removeUnneeded(logged, missing), { found: 0, removed: 0 })
    const gone = await upload(ctx, cast, blobs)
    const hash = await hashUnder(ctx, gone.key)
    const lost = await upload(ctx, cast, blobs, 1)
    await blobs.remove(await hashUnder(ctx, lost.key))
    await forget(ctx, gone.key)
    const part = join(folder, hash.slice(0, 2))
    mkdirSync(join(folder, 'notes'), { recursive: true })
    const strangers = [
      join(folder, 'README'),
      join(folder, 'notes', 'mine'),
      join(folder, hash),
      join(part, 'portrait.png'),
      join(part, `${hash}.bak`),
      join(part, `${hash.slice(0, 62)}`),
    ]
    for (const path of strangers) writeFileSync(path, 'mine')
    const elsewhere = join(part, `${hash[0] === '0' ? '1' : '0'}${hash.slice(1)}`)
    writeFileSync(elsewhere, 'under a wrong folder')
    for (const day of [1, 2, 3]) await removeUnneededJob(blobs).work(inDays(logged, day), {} as never)
    assert.equal(await blobs.find(hash), undefined)
    for (const path of [...strangers, elsewhere]) assert.ok(existsSync(path), path)
    assert.equal(lines.length, 2, lines.join('\n'))
    for (const told of [hash, gone.key, 'ines', folder]) assert.ok(!lines.join('').includes(told), told)
  }),
)

test(
  'in a folder of another database nothing is removed',
  inTransaction(async (ctx) => {
    const { folder, blobs } = store()
    const hash = await blobs.put(Buffer.from('theirs'))
    writeFileSync(join(folder, '.owner'), 'another')
    for (const day of [1, 2, 3]) await removeUnneeded(inDays(ctx, day), blobs)
    assert.ok(await blobs.find(hash))
    rmSync(join(folder, '.owner'))
    for (const day of [4, 5]) await removeUnneeded(inDays(ctx, day), blobs)
    assert.equal(await blobs.find(hash), undefined, 'handed over, it is looked after')
  }),
)

test(
  'every column that holds hashes of bytes is one that the job asks, or names no bytes in the folder',
  inTransaction(async (ctx) => {
    const { rows } = await sql<{ place: string }>`select table_name || '.' || column_name as place
      from information_schema.columns where table_schema = 'public' and column_name like '%sha256%' order by 1`.execute(
      ctx.db,
    )
    const asked = namesBytes.map(({ table, column }) => `${table}.${column}`)
    // The first is of the text that crossed, the second of a file of this program.
    const others = ['crossings.bytes_sha256', 'migrations.sha256']
    assert.deepEqual(
      rows.map((row) => row.place),
      [...asked, ...others].toSorted(),
    )
  }),
)

/** A store in which one act waits until it is let through; `reached` tells that it came there. */
function halting(blobs: BlobStore, at: 'put' | 'remove') {
  const [reached, open] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
  const act = async <T>(work: () => Promise<T>): Promise<T> => {
    if (at === 'put') {
      const result = await work()
      reached.resolve()
      await open.promise
      return result
    }
    reached.resolve()
    await open.promise
    return work()
  }
  const halted: BlobStore = {
    ...blobs,
    ...(at === 'put'
      ? { put: (bytes: Buffer) => act(() => blobs.put(bytes)) }
      : { remove: (sha256: string) => act(() => blobs.remove(sha256)) }),
  }
  return { blobs: halted, reached: reached.promise, open: open.resolve }
}

async function somebodyWaits(ctx: Ctx): Promise<void> {
  for (let tries = 0; tries < 3000; tries++) {
    const { rows } = await sql`select from pg_locks where locktype = 'advisory' and not granted
      and database = (select oid from pg_database where datname = current_database())`.execute(ctx.db)
    if (rows.length > 0) return
    await pause(10)
  }
  throw new Error('nobody waited')
}

test('an upload and the job at the same moment, whichever is first: the picture has its bytes', async () => {
  const db = openDatabase(await freshPool('cast'))
  const ctx = makeCtx({ viewer: { kind: 'system', reason: 'test' }, db, now: new Date(), log: silentLog })
  const cast = await getCast(ctx)
  for (const first of ['put', 'remove'] as const) {
    const { blobs } = store()
    await db.deleteFrom('settings').where('key', '=', 'files.folder-owner').execute()
    const old = await upload(ctx, cast, blobs)
    await forget(ctx, old.key)
    await removeUnneeded(inDays(ctx, 1), blobs)
    const halted = halting(blobs, first)
    const uploading = () => upload(inDays(ctx, 2), cast, first === 'put' ? halted.blobs : blobs)
    const removing = () => removeUnneeded(inDays(ctx, 2), first === 'remove' ? halted.blobs : blobs)
    const begun = first === 'put' ? uploading() : removing()
    await halted.reached
    const behind = first === 'put' ? removing() : uploading()
    await somebodyWaits(ctx).finally(halted.open)
    const done = await Promise.all([begun, behind])
    const picture = done.find((one) => 'key' in one) as StoredPicture
    assert.ok((await getPicture(ctx, blobs, picture.key)).bytes.length > 0, `first: ${first}`)
    assert.deepEqual(
      done.find((one) => 'removed' in one),
      { found: 0, removed: first === 'remove' ? 1 : 0 },
    )
    for (const day of [3, 4, 5]) await removeUnneeded(inDays(ctx, day), blobs)
    assert.ok(await blobs.find(await hashUnder(ctx, picture.key)))
    await forget(ctx, picture.key)
  }
})

test('a picture that is copied while its own row goes keeps its bytes, or is not copied', async () => {
  const db = openDatabase(await freshPool('cast'))
  const ctx = makeCtx({ viewer: { kind: 'system', reason: 'test' }, db, now: new Date(), log: silentLog })
  const cast = await getCast(ctx)
  const { blobs } = store()
  const source = await upload(ctx, cast, blobs)
  const hash = await hashUnder(ctx, source.key)
  const { thread } = await ask(cast.as(ctx, 'gustav'), { space: 'testers', title: 'Why?', body: 'b', tags: [] })
  const copy = { from: source.key, to: 'A'.repeat(22) }
  const [copied, commit] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
  const crossing = ctx.transaction(async (inside) => {
    await crossPictures(cast.as(inside, 'daniel'), [copy], cast.spaces.testers, thread.id)
    copied.resolve()
    await commit.promise
  })
  await copied.promise
  // A deletion waits for the copy: with a limit of no waiting at all it says so.
  await assert
    .rejects(
      ctx.transaction(async (inside) => {
        await sql`select from files where key = ${source.key} for update nowait`.execute(inside.db)
      }),
      { code: '55P03' },
    )
    .finally(commit.resolve)
  await crossing
  await forget(ctx, source.key)
  for (const day of [1, 2, 3]) await removeUnneeded(inDays(ctx, day), blobs)
  assert.ok(await blobs.find(hash))
})

type Step = { do: 'upload' | 'forget' | 'copy'; picture: number } | { do: 'night' }

const steps: fc.Arbitrary<Step> = fc.oneof(
  { weight: 2, arbitrary: fc.record({ do: fc.constantFrom('upload' as const, 'copy' as const), picture: fc.nat(2) }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('forget' as const), picture: fc.nat(2) }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('night' as const) }) },
)

test('whatever is uploaded, copied and erased in whatever order: bytes are there exactly while a row needs them, and a day longer', async () => {
  let [gone, back] = [0, 0]
  await fc.assert(
    fc.asyncProperty(fc.array(steps, { minLength: 15, maxLength: 30 }), async (history) => {
      await inTransaction(async (first) => {
        const cast = await getCast(first)
        const { blobs } = store()
        let ctx = first
        const rows: string[][] = [[], [], []]
        /** Of each picture: how many nights in a row found it unneeded; undefined before it was first there, and after it went. */
        const nights: (number | undefined)[] = [undefined, undefined, undefined]
        const hashes: string[] = []
        let copies = 0
        const { thread } = await ask(cast.as(ctx, 'gustav'), { space: 'testers', title: 'Why?', body: 'b', tags: [] })
        for (const step of history) {
          if (step.do === 'night') {
            ctx = inDays(ctx, 1)
            await removeUnneeded(ctx, blobs)
            for (const [which, keys] of rows.entries()) {
              if (nights[which] === undefined) continue
              nights[which] = keys.length > 0 ? 0 : nights[which] + 1
              if (nights[which] === 2) {
                nights[which] = undefined
                gone += 1
              }
            }
          } else if (step.do === 'upload') {
            const { key } = await upload(ctx, cast, blobs, step.picture)
            rows[step.picture]!.push(key)
            if (hashes[step.picture] && nights[step.picture] === undefined) back += 1
            hashes[step.picture] = await hashUnder(ctx, key)
            nights[step.picture] = 0
          } else if (step.do === 'copy') {
            const from = rows[step.picture]!.at(-1)
            if (!from) continue
            const to = String(++copies).padStart(22, 'C')
            await crossPictures(cast.as(ctx, 'daniel'), [{ from, to }], cast.spaces.testers, thread.id)
            rows[step.picture]!.push(to)
          } else {
            const key = rows[step.picture]!.shift()
            if (key) {
              await ctx.db.deleteFrom('fileUses').execute()
              await forget(ctx, key)
            }
          }
          for (const [which, hash] of hashes.entries())
            if (hash) assert.equal((await blobs.find(hash)) !== undefined, nights[which] !== undefined, `${which}`)
        }
      })()
    }),
    { numRuns: 40 },
  )
  assert.ok(gone > 8 && back > 3, `hardly anything came about: ${gone}, ${back}`)
})
