/** Every single thing that the doctor can find, planted and found; and what looks like it and is sound. */
import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { mock, test } from 'node:test'
import { sql } from 'kysely'
import { getCast } from '../../../test/cast.ts'
import { inTransaction } from '../../../test/database.ts'
import '../../features.ts'
import { answer, ask, comment, giveKudos, sayHere } from '../../content/questions/questions.ts'
import { recall } from '../../realms/crossings/crossings.ts'
import { openSwarm, previewWording, proposeWording, publishOutWording } from '../../customers/swarms/swarms.ts'
import { type BlobStore, folderBlobs } from '../../platform/blobs.ts'
import { type Config, readConfig } from '../../platform/config.ts'
import type { Ctx } from '../../platform/context.ts'
import { enqueue } from '../../platform/jobs.ts'
import { type Finding, examine, recountThreads, repairCounters } from './doctor.ts'

const nowhere = folderBlobs('/nowhere')

async function look(ctx: Ctx, parts: { blobs?: BlobStore; config?: Config } = {}): Promise<Record<string, Finding>> {
  const findings = await examine({ ctx, config: parts.config ?? readConfig({}), blobs: parts.blobs ?? nowhere })
  return Object.fromEntries(findings.map((finding) => [finding.check, finding]))
}

/** Does something that is taken back afterwards. */
async function tryOut(ctx: Ctx, work: (ctx: Ctx) => Promise<void>): Promise<void> {
  const back = new Error('taken back')
  const trying = ctx.transaction(async (inside) => {
    await work(inside)
    throw back
  })
  await trying.catch((error: unknown) => {
    if (error !== back) throw error
  })
}

const run = (ctx: Ctx, ...statements: string[]) =>
  statements.reduce<Promise<unknown>>(
    (before, one) => before.then(() => sql.raw(one).execute(ctx.db)),
    Promise.resolve(),
  )

/** One question of Ines, a swarm on it, an answer that crossed and one that crossed and was recalled; threads on every side. */
async function house(ctx: Ctx) {
  const cast = await getCast(ctx)
  const mirela = cast.as(ctx, 'mirela')
  const made = []
  for (const title of ['Stands', 'Recalled']) {
    const { thread } = await ask(cast.as(ctx, 'ines'), { space: 'riders', title, body: 'Why?', tags: [] })
    const swarm = await openSwarm(mirela, thread.id, { space: cast.spaces.velund.id })
    const wording = await proposeWording(mirela, swarm.id, `The answer to ${title}.`)
    const { sha256 } = (await previewWording(mirela, swarm.id))!
    const crossing = await publishOutWording(mirela, swarm.id, wording, { expectedSha256: sha256, reason: 'Agreed' })
    made.push({ thread, swarm, crossing, wording })
  }
  const [stands, recalled] = made
  await recall(mirela, recalled!.crossing.id, 'A mistake')
  const id = (who: keyof typeof cast.people) => cast.people[who].id as number
  const space = (place: keyof typeof cast.spaces) => cast.spaces[place].id as number
  return { cast, stands: stands!, recalled: recalled!, id, space }
}

test(
  'everything that can stand on the wrong side is found, one by one, by its own words',
  inTransaction(async (ctx) => {
    const { id, space, stands } = await house(ctx)
    const thread = (place: Parameters<typeof space>[0], realm: string, who: Parameters<typeof id>[0]) =>
      `insert into threads (realm, space_id, type, author_id, title, slug, body) values ('${realm}', ${space(place)}, 'discussion', ${id(who)}, 'T', 't', 'x')`
    const newest = '(select max(id) from threads)'
    const file = `insert into files (key, realm, space_id, uploaded_by, sha256, media_type, byte_count, width, height) values ('k', 'inside', ${space('riders')}, ${id('ines')}, 'x', 'image/webp', 1, 1, 1)`
    const member = (place: Parameters<typeof space>[0], who: Parameters<typeof id>[0]) =>
      `insert into memberships (space_id, account_id) values (${space(place)}, ${id(who)})`
    const reply = (who: Parameters<typeof id>[0]) =>
      `insert into replies (thread_id, kind, author_id, body) values (${newest}, 'reply', ${id(who)}, 'x')`
    const takesPart = (who: Parameters<typeof id>[0]) =>
      `insert into thread_participants (thread_id, account_id) values (${newest}, ${id(who)})`
    const unbound = (table: string) => `alter table ${table} drop constraint ${table}_space_id_realm_fkey`
    const breaches: [string, string[]][] = [
      ['1 threads in a space of another realm', [unbound('threads'), thread('riders', 'inside', 'lena')]],
      ['1 files in a space of another realm', [unbound('files'), file]],
      ['1 members and guests writing inside', [thread('velund', 'inside', 'ines')]],
      ['1 members and guests writing inside', [thread('velund', 'inside', 'petra')]],
      ['1 members and guests writing inside', [thread('velund', 'inside', 'lena'), reply('ines')]],
      ['1 memberships across the wall', [member('battery', 'petra')]],
      ['1 memberships across the wall', [member('cells', 'ines')]],
      ['1 participants across the wall', [thread('velund', 'inside', 'lena'), takesPart('ines')]],
      [
        '1 companion threads that are not inside',
        [`update swarms set companion_id = ${stands.thread.id} where id = ${stands.swarm.id}`],
      ],
    ]
    for (const [words, statements] of breaches) {
      await tryOut(ctx, async (inside) => {
        await run(inside, ...statements)
        const { wall } = await look(inside)
        assert.equal(wall!.health, 'broken', words)
        assert.equal(wall!.words, `${words}: stop Tango, keep a backup of this state, and report it.`)
      })
    }
    const sound = [
      thread('cells', 'bridge', 'petra'),
      reply('lena'),
      takesPart('petra'),
      thread('riders', 'outside', 'lena'),
      member('cells', 'daniel'),
      member('battery', 'daniel'),
    ]
    await run(ctx, ...sound)
    assert.deepEqual(
      [(await look(ctx)).wall!.health, (await look(ctx)).wall!.words],
      ['fine', 'nothing stands on the wrong side'],
    )
  }),
)

test(
  'everything that can be wrong with what left is found, one by one, by its own words',
  inTransaction(async (ctx) => {
    const { stands, recalled, space } = await house(ctx)
    assert.equal((await look(ctx)).crossings!.words, 'every text that left has exactly one record')
    const open = 'drop trigger crossings_append_only on crossings'
    const again = `insert into crossings (act, direction, source_kind, source_id, source_space_id, target_kind, target_id, target_space_id, acted_by, reason, bytes, bytes_sha256, audience)
      select act, direction, source_kind, source_id, source_space_id, target_kind, target_id, target_space_id, acted_by, reason, bytes, bytes_sha256, audience from crossings where id = ${stands.crossing.id}`
    const of = (set: string) => [open, `update crossings set ${set} where id = ${stands.crossing.id}`]
    const breaches: [string, string[]][] = [
      ['1 published texts without their answer', of('target_id = 999999')],
      ['1 answers with more than one crossing', [again]],
      ['1 crossings that did not go from inside to outside', of(`target_space_id = ${space('velund')}`)],
      ['1 crossings that did not go from inside to outside', of(`source_space_id = ${space('riders')}`)],
      [
        '1 recalled texts that can still be read',
        [`update replies set body = 'Back again' where id = ${recalled.crossing.targetId}`],
      ],
      [
        '1 recalls without a crossing record',
        [`update replies set recalled_at = now(), body = '' where id = ${stands.crossing.targetId}`],
      ],
      ['1 crossing records whose bytes were altered', of(`bytes = bytes || ' '`)],
      ['1 crossing records whose bytes were altered', of(`bytes_sha256 = upper(bytes_sha256)`)],
      [
        '1 wordings marked published without a crossing out',
        [
          `update swarm_wordings set crossing_id = (select max(id) from crossings where act = 'recall') where id = ${stands.wording}`,
        ],
      ],
    ]
    for (const [words, statements] of breaches) {
      await tryOut(ctx, async (inside) => {
        await run(inside, ...statements)
        const { crossings } = await look(inside)
        assert.equal(crossings!.health, 'broken', words)
        assert.equal(crossings!.words, `${words}: stop Tango, keep a backup of this state, and report it.`)
      })
    }
    await tryOut(ctx, async (inside) => {
      await run(inside, `update replies set recalled_at = null where id = ${recalled.crossing.targetId}`)
      assert.match((await look(inside)).crossings!.words, /^1 recalled texts that can still be read/)
    })
    await tryOut(ctx, async (inside) => {
      await run(inside, ...of(`bytes = bytes || ' '`), again)
      const { words } = (await look(inside)).crossings!
      assert.match(words, /^1 answers with more than one crossing, 2 crossing records whose bytes were altered: stop/)
    })
  }),
)

test(
  'the log is tried without a record in it too, and a guard that is switched off counts as none',
  inTransaction(async (ctx) => {
    const log = async (inside: Ctx) => (await look(inside))['crossing log']!
    assert.deepEqual(await log(ctx), {
      check: 'crossing log',
      health: 'fine',
      words: 'cannot be emptied (there is no record yet to try more on)',
    })
    await house(ctx)
    assert.equal((await log(ctx)).words, 'cannot be changed, deleted or emptied')
    for (const [statement, possible] of [
      ['alter table crossings disable trigger crossings_no_truncate', /allows emptying the log:/],
      ['alter table crossings enable replica trigger crossings_no_truncate', /allows emptying the log:/],
      [
        'alter table crossings disable trigger crossings_append_only',
        /allows changing a record and deleting a record:/,
      ],
      [
        'alter table crossings disable trigger user',
        /allows changing a record and deleting a record and emptying the log:/,
      ],
    ] as const)
      await tryOut(ctx, async (inside) => {
        await run(inside, statement)
        const found = await log(inside)
        assert.equal(found.health, 'broken')
        assert.match(found.words, possible)
      })
    await tryOut(ctx, async (inside) => {
      await run(inside, 'alter table crossings enable always trigger crossings_no_truncate')
      assert.equal((await log(inside)).health, 'fine')
    })
  }),
)

test(
  'mails are late after an hour, unless they left or were withdrawn; those refused are counted among them',
  inTransaction(async (ctx) => {
    const smtp = readConfig({ SMTP_URL: 'smtp://mail.example' })
    const mail = (age: string, more = '') =>
      run(
        ctx,
        `insert into mails (to_address, subject, body_text, created_at${more ? `, ${more.split('=')[0]}` : ''})
         values ('a@b.example', 's', 't', clock_timestamp() - interval '${age}'${more ? `, ${more.split('=')[1]}` : ''})`,
      )
    const words = async (config = smtp) => (await look(ctx, { config })).mails!.words
    await mail('59 minutes')
    await mail('3 hours', 'sent_at=now()')
    await mail('3 hours', 'withdrawn_at=now()')
    assert.equal(await words(), 'none waits for more than an hour')
    await mail('61 minutes')
    await mail('2 hours', 'attempts=3')
    assert.equal(
      await words(),
      '2 wait for more than an hour, 1 of them were refused: look at SMTP_URL and at the log of the mail server.',
    )
    assert.equal(await words(readConfig({})), '2 are kept in the database: set SMTP_URL and they leave.')
  }),
)

test(
  'work that was given up is broken; work that fails or is late wants a look; work under way or to come is fine',
  inTransaction(async (ctx) => {
    const jobs = async (inside: Ctx) => (await look(inside)).jobs!
    const minutes = (n: number) => ({ runAt: new Date(Date.now() + n * 60_000) })
    await enqueue(ctx, 'test', {}, minutes(-14))
    await enqueue(ctx, 'test', {}, minutes(60))
    await enqueue(ctx, 'held', {}, minutes(-60))
    const set = (inside: Ctx, what: string, which = 'true') =>
      run(inside, `update graphile_worker._private_jobs set ${what} where ${which}`)
    await set(ctx, `locked_at = now(), locked_by = 'x'`, `run_at < now() - interval '30 minutes'`)
    assert.deepEqual(await jobs(ctx), { check: 'jobs', health: 'fine', words: 'none fails, none is late' })
    await tryOut(ctx, async (inside) => {
      await enqueue(inside, 'test', {}, minutes(-16))
      await set(inside, `attempts = 2, last_error = 'x'`, `run_at > now()`)
      const found = await jobs(inside)
      assert.equal(found.health, 'warning')
      assert.match(found.words, /^1 failed and are tried again, 1 wait for more than 15 minutes:/)
      await set(inside, 'attempts = max_attempts', `run_at > now()`)
      const { health, words } = await jobs(inside)
      assert.deepEqual(
        [health, words],
        ['broken', '1 were given up after all their tries: the log says why (“job failed”).'],
      )
    })
  }),
)

test(
  'a clock that is apart is told by how far',
  inTransaction(async (ctx) => {
    for (const [seconds, health, words] of [
      [-3, 'fine', /agree/],
      [-30, 'warning', /(29|30) s apart/],
      [45, 'warning', /(44|45|46) s apart/],
      [-90, 'broken', /(89|90) s apart/],
      [3600, 'broken', /(3599|3600|3601) s apart/],
    ] as const) {
      mock.timers.enable({ apis: ['Date'], now: Date.now() + seconds * 1000 })
      const { clock } = await look(ctx).finally(() => mock.timers.reset())
      assert.equal(clock!.health, health, String(seconds))
      assert.match(clock!.words, words)
    }
  }),
)

test(
  'the disk is looked at where the data is, or is going to be',
  inTransaction(async (ctx) => {
    const disk = async (folder: string) =>
      (await look(ctx, { config: { ...readConfig({}), dataFolder: folder } })).disk!
    assert.match((await disk(tmpdir())).words, /^\d+\.\d GB free where the data folder is/)
    assert.match((await disk(join(tmpdir(), 'not/made/yet'))).words, /^\d+\.\d GB free where the data folder is/)
    if (process.platform === 'linux') {
      const full = await disk('/proc')
      assert.deepEqual([full.health, full.words.split(':')[0]], ['broken', '0.0 GB free where the data folder is'])
    }
  }),
)

test(
  'files are looked at one for each content, more than one reading takes, and five at most are named',
  inTransaction(async (ctx) => {
    const { space, id } = await house(ctx)
    const folder = await mkdtemp(join(tmpdir(), 'tango-doctor-'))
    try {
      const blobs = folderBlobs(folder)
      const sha256 = await blobs.put(Buffer.from('picture'))
      const insert = (from: number, to: number, hash: string) =>
        run(
          ctx,
          `insert into files (key, realm, space_id, uploaded_by, sha256, media_type, byte_count, width, height)
           select 'k' || n, 'outside', ${space('riders')}, ${id('ines')}, ${hash}, 'image/webp', 7, 1, 1 from generate_series(${from}, ${to}) n`,
        )
      await insert(1, 2, `'${sha256}'`)
      assert.equal((await look(ctx, { blobs })).files!.words, '1 files, each with its bytes')
      await insert(1001, 2200, `lpad(n::text, 64, 'f')`)
      const { health, words } = (await look(ctx, { blobs })).files!
      assert.equal(health, 'broken')
      assert.match(words, /^1200 files have no bytes on disk and 0 have other bytes \((k\d+, ){4}k\d+\):/)
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  }),
)

test(
  'a check that cannot be made is a finding, and the others are made',
  inTransaction(async (ctx) => {
    const { space, id } = await house(ctx)
    await run(
      ctx,
      `insert into files (key, realm, space_id, uploaded_by, sha256, media_type, byte_count, width, height)
       values ('k', 'outside', ${space('riders')}, ${id('ines')}, 'x', 'image/webp', 7, 1, 1)`,
    )
    const failing: BlobStore = { ...nowhere, find: () => Promise.reject(new RangeError('the disk fails')) }
    const { files, counters, clock } = await look(ctx, { blobs: failing })
    assert.deepEqual([files!.health, files!.words], ['broken', 'could not be looked at (RangeError).'])
    assert.deepEqual([counters!.health, clock!.health], ['fine', 'fine'])
  }),
)

test(
  'a recalled answer is no answer to the doctor either: nothing is found, and no repair brings it back into the count',
  inTransaction(async (ctx) => {
    const { stands, recalled } = await house(ctx)
    const answers = async () => {
      const { rows } = await sql<{ id: number; answerCount: number }>`select id, answer_count from threads
        where id in (${stands.thread.id}, ${recalled.thread.id}) order by id`.execute(ctx.db)
      return rows.map((row) => row.answerCount)
    }
    assert.deepEqual(await answers(), [1, 0])
    assert.equal((await look(ctx)).counters!.words, 'every count equals its rows')
    assert.equal(await repairCounters(ctx), 0)
    await run(ctx, 'update threads set answer_count = 9')
    await repairCounters(ctx)
    assert.deepEqual(await answers(), [1, 0])
  }),
)

test(
  'each count is made from its own rows, in one space or in all, however many threads there are',
  inTransaction(async (ctx) => {
    const { cast, space, id } = await house(ctx)
    const { thread } = await ask(cast.as(ctx, 'ines'), { space: 'testers', title: 'Counted', body: 'Why?', tags: [] })
    const reply = await answer(cast.as(ctx, 'gustav'), thread.id, 'So.')
    await comment(cast.as(ctx, 'joost'), thread.id, 'And so.')
    await comment(cast.as(ctx, 'joost'), thread.id, 'And so on.', reply.id)
    await sayHere(cast.as(ctx, 'amina'), thread.id)
    await giveKudos(cast.as(ctx, 'ines'), reply.id)
    const counts = async () => {
      const { rows } =
        await sql`select answer_count, reply_count, same_here_count from threads where id = ${thread.id}`.execute(
          ctx.db,
        )
      return Object.values(rows[0] as object)
    }
    assert.deepEqual(await counts(), [1, 2, 1])
    assert.equal((await look(ctx)).counters!.health, 'fine')
    for (const column of ['answer_count', 'reply_count', 'same_here_count']) {
      await run(ctx, `update threads set ${column} = ${column} + 5 where id = ${thread.id}`)
      assert.match((await look(ctx)).counters!.words, /^1 threads and 0 replies/, column)
      assert.equal(await recountThreads(ctx, space('riders')), 0, 'another space is left as it is')
      assert.equal(await recountThreads(ctx, space('testers')), 1)
      assert.deepEqual(await counts(), [1, 2, 1], column)
    }
    await run(ctx, `update replies set kudos_count = 0 where id = ${reply.id}`)
    assert.match((await look(ctx)).counters!.words, /^0 threads and 1 replies/)
    assert.equal(await repairCounters(ctx), 1)
    await run(
      ctx,
      `insert into threads (realm, space_id, type, author_id, title, slug, body, reply_count)
       select 'outside', ${space('riders')}, 'question', ${id('ines')}, 'T', 't', 'x', 1 from generate_series(1, 4100)`,
    )
    assert.equal(await recountThreads(ctx, space('testers')), 0)
    assert.equal(await repairCounters(ctx), 4100)
    assert.equal(await repairCounters(ctx), 0)
  }),
)
