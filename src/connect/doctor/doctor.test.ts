import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { sql } from 'kysely'
import { getCast } from '../../../test/cast.ts'
import { inTransaction } from '../../../test/database.ts'
import '../../features.ts'
import { answer, ask } from '../../content/questions/questions.ts'
import {
  agree,
  call,
  openSwarm,
  previewWording,
  proposeWording,
  publishOutWording,
} from '../../customers/swarms/swarms.ts'
import { closeAccount } from '../../people/accounts/accounts.ts'
import { folderBlobs } from '../../platform/blobs.ts'
import { readConfig } from '../../platform/config.ts'
import type { Ctx } from '../../platform/context.ts'
import { type Finding, examine, exitCodeOf, repairCounters } from './doctor.ts'

const nowhere = folderBlobs('/nowhere')

async function look(ctx: Ctx, parts: { blobs?: typeof nowhere; smtp?: string } = {}): Promise<Record<string, Finding>> {
  const config = readConfig({ SMTP_URL: parts.smtp })
  const findings = await examine({ ctx, config, blobs: parts.blobs ?? nowhere })
  return Object.fromEntries(findings.map((finding) => [finding.check, finding]))
}

/** A question of Ines with an answer that crossed the wall. */
async function crossed(ctx: Ctx) {
  const cast = await getCast(ctx)
  const { daniel, tomasz } = cast.people
  const { thread: question } = await ask(cast.as(ctx, 'ines'), {
    space: 'riders',
    title: 'Why?',
    body: 'It switches off.',
    tags: [],
  })
  const swarm = await openSwarm(cast.as(ctx, 'daniel'), question.id, { space: cast.spaces.velund.id })
  await call(cast.as(ctx, 'daniel'), swarm.id, tomasz.id, 'Knows cells')
  await call(cast.as(ctx, 'daniel'), swarm.id, cast.people.mirela.id, 'Official voice')
  const wording = await proposeWording(cast.as(ctx, 'tomasz'), swarm.id, 'It is the software.')
  await agree(cast.as(ctx, 'daniel'), wording)
  const mirela = cast.as(ctx, 'mirela')
  const preview = await previewWording(mirela, swarm.id)
  const crossing = await publishOutWording(mirela, swarm.id, wording, {
    expectedSha256: preview!.sha256,
    reason: 'Agreed',
  })
  return { cast, question, crossing, daniel }
}

test(
  'a sound Tango is fine in every check',
  inTransaction(async (ctx) => {
    await crossed(ctx)
    const findings = Object.values(await look(ctx))
    assert.deepEqual(
      findings.filter(({ health, check }) => health !== 'fine' && check !== 'disk'),
      [],
    )
    const looked = findings.map(({ check }) => check)
    for (const check of [
      'database',
      'migrations',
      'disk',
      'files',
      'counters',
      'wall',
      'crossings',
      'crossing log',
      'guests',
      'mails',
      'jobs',
      'clock',
    ])
      assert.ok(looked.includes(check), check)
    assert.equal(new Set(looked).size, looked.length)
  }),
)

test(
  'wrong counts are found, and corrected by repair alone',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const { thread: question } = await ask(cast.as(ctx, 'ines'), {
      space: 'riders',
      title: 'Why?',
      body: 'It switches off.',
      tags: [],
    })
    await answer(cast.as(ctx, 'gustav'), question.id, 'Keep it warm.')
    await sql`update threads set answer_count = 7, same_here_count = 3`.execute(ctx.db)
    await sql`update replies set kudos_count = 2`.execute(ctx.db)
    assert.deepEqual((await look(ctx)).counters, {
      check: 'counters',
      health: 'broken',
      words: '1 threads and 1 replies carry a wrong count: run tango doctor --repair.',
    })
    assert.equal(await repairCounters(ctx), 2)
    assert.equal((await look(ctx)).counters!.health, 'fine')
    const { rows } =
      await sql<object>`select answer_count, same_here_count from threads where id = ${question.id}`.execute(ctx.db)
    assert.deepEqual(rows, [{ answerCount: 1, sameHereCount: 0 }])
  }),
)

test(
  'a guest for whom nobody answers is told of, and is no fault',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const guests = async () => (await look(ctx)).guests!
    assert.match((await guests()).words, /an employee answers for each/)
    await closeAccount(ctx, cast.people.lena.id, 'Left')
    const found = await guests()
    assert.match(found.words, /^1 is in a room where nobody answers for them; they read nothing there/)
    assert.equal(found.health, 'fine')
  }),
)

test(
  'a customer among the members of an inside space is found',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    await sql`insert into memberships (space_id, account_id) values (${cast.spaces.battery.id}, ${cast.people.ines.id})`.execute(
      ctx.db,
    )
    const { wall } = await look(ctx)
    assert.equal(wall!.health, 'broken')
    assert.match(wall!.words, /^1 memberships across the wall/)
  }),
)

test(
  'a published text that has lost its answer or was published twice is found',
  inTransaction(async (ctx) => {
    const { crossing } = await crossed(ctx)
    await sql`insert into crossings (act, direction, source_kind, source_id, source_space_id, target_kind, target_id, target_space_id, acted_by, reason, bytes, bytes_sha256, audience)
      select act, direction, source_kind, source_id, source_space_id, target_kind, target_id, target_space_id, acted_by, reason, bytes || '!', bytes_sha256, audience from crossings where id = ${crossing.id}`.execute(
      ctx.db,
    )
    const { crossings } = await look(ctx)
    assert.match(crossings!.words, /1 answers with more than one crossing/)
    assert.match(crossings!.words, /1 crossing records whose bytes were altered/)
  }),
)

test(
  'a log of crossings that the database no longer guards is found, and not harmed by looking',
  inTransaction(async (ctx) => {
    await crossed(ctx)
    await sql`drop trigger crossings_append_only on crossings`.execute(ctx.db)
    const log = (await look(ctx))['crossing log']!
    assert.equal(log.health, 'broken')
    assert.match(log.words, /allows changing a record and deleting a record:/)
    const { rows } = await sql<{ n: number }>`select count(*) as n from crossings`.execute(ctx.db)
    assert.equal(rows[0]!.n, 1)
    await sql`drop trigger crossings_no_truncate on crossings`.execute(ctx.db)
    assert.match((await look(ctx))['crossing log']!.words, /emptying the log/)
  }),
)

test(
  'files without their bytes, or with other bytes, are found',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const folder = await mkdtemp(join(tmpdir(), 'tango-doctor-'))
    const blobs = folderBlobs(folder)
    try {
      const sha256 = await blobs.put(Buffer.from('picture'))
      await sql`insert into files (key, realm, space_id, uploaded_by, sha256, media_type, byte_count, width, height)
        values ('k1', 'outside', ${cast.spaces.riders.id}, ${cast.people.ines.id}, ${sha256}, 'image/webp', 7, 1, 1)`.execute(
        ctx.db,
      )
      assert.equal((await look(ctx, { blobs })).files!.health, 'fine')
      await writeFile(join(folder, sha256.slice(0, 2), sha256), 'other')
      assert.match((await look(ctx, { blobs })).files!.words, /1 have other bytes \(k1\)/)
      await blobs.remove(sha256)
      assert.match((await look(ctx, { blobs })).files!.words, /1 files have no bytes on disk/)
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  }),
)

test(
  'mails that wait are a matter of settings without a mail server, and broken with one',
  inTransaction(async (ctx) => {
    await sql`insert into mails (to_address, subject, body_text, created_at) values ('a@b.example', 's', 't', clock_timestamp() - interval '2 hours')`.execute(
      ctx.db,
    )
    assert.equal((await look(ctx)).mails!.health, 'warning')
    assert.equal((await look(ctx, { smtp: 'smtp://mail.example' })).mails!.health, 'broken')
  }),
)

test(
  'a database of another program level is found',
  inTransaction(async (ctx) => {
    await sql`update migrations set sha256 = 'x' where name like '0001%'`.execute(ctx.db)
    await sql`insert into migrations (name, sha256) values ('9999_later.sql', 'y')`.execute(ctx.db)
    assert.match((await look(ctx)).migrations!.words, /0001_platform\.sql, 9999_later\.sql/)
  }),
)

test('the exit code is 1 for something broken, 2 for something to look at, else 0', () => {
  const finding = (health: Finding['health']): Finding => ({ check: 'x', health, words: '' })
  assert.equal(exitCodeOf([finding('fine')]), 0)
  assert.equal(exitCodeOf([finding('fine'), finding('warning')]), 2)
  assert.equal(exitCodeOf([finding('warning'), finding('broken')]), 1)
})
