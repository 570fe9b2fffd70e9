import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { test } from 'node:test'
import { sql } from 'kysely'
import { getCast } from '../../../test/cast.ts'
import { inTransaction, testDatabaseUrl, testPool } from '../../../test/database.ts'
import '../../features.ts'
import { getIdea, listStageChanges } from '../../content/ideas/ideas.ts'
import { listReplies, listThreads } from '../../content/threads/threads.ts'
import { type Ctx, makeCtx } from '../../platform/context.ts'
import { openDatabase } from '../../platform/database.ts'
import { silentLog } from '../../platform/log.ts'
import { type DiscourseOptions, type DiscourseReport, importDiscourse, reportLines } from './discourse.ts'
import { type Json, bread, category, day, post, topic, withPages } from './site.fixture.test.ts'

const site = 'forum.bread.example'

function imported(ctx: Ctx, pages = bread, more: Partial<DiscourseOptions> = {}): Promise<DiscourseReport> {
  return withPages(pages, (source) => importDiscourse(ctx, { source, site, ...more }))
}

async function totals(ctx: Ctx): Promise<Record<string, number>> {
  const { rows } = await sql<Record<string, number>>`select (select count(*) from accounts) as accounts,
    (select count(*) from spaces) as spaces, (select count(*) from threads) as threads,
    (select count(*) from replies) as replies, (select count(*) from answer_acceptances) as accepted,
    (select count(*) from tags) as tags, (select count(*) from import_references) as references,
    (select count(*) from import_addresses) as addresses, (select count(*) from idea_stage_changes) as stages,
    (select count(*) from notices) as notices, (select count(*) from mails) as mails`.execute(ctx.db)
  return rows[0]!
}

/** Every word that the import wrote anywhere. */
async function everyWord(ctx: Ctx): Promise<string> {
  const { rows } = await sql<{ text: string }>`
    select title || body || slug as text from threads union all select body from replies
    union all select title || description || slug from spaces union all select name from tags
    union all select display_name || handle || about from accounts union all select path from import_addresses`.execute(
    ctx.db,
  )
  return rows.map(({ text }) => text).join('\n')
}

function demandSums({ counts }: DiscourseReport): void {
  for (const [kind, { read, added, alreadyHere, leftOut, skipped }] of Object.entries(counts))
    assert.equal(read, added + alreadyHere + leftOut + skipped, kind)
}

async function findThread(ctx: Ctx, title: string) {
  const { items } = await listThreads(ctx, { order: 'newest' }, { limit: 200 })
  const found = items.find((thread) => thread.title === title)
  assert.ok(found, `${title} is there`)
  return found
}

test(
  'a topic becomes a question with its people, scores, times, tags and solution; exchanges stand below their answer',
  inTransaction(async (ctx) => {
    await imported(ctx)
    const visitor = (await getCast(ctx)).as(ctx, 'visitor')
    const wet = await findThread(visitor, 'Is 70 % water too wet?')
    assert.deepEqual([wet.type, wet.body, wet.importedScore], ['question', 'My dough is **soup**.', 5])
    assert.deepEqual(
      [wet.createdAt, wet.activeAt, wet.editedAt].map((moment) => moment?.getUTCDate()),
      [3, 9, 5],
    )
    const replies = await listReplies(visitor, wet.id)
    const fold = replies.find(({ body }) => body === 'Fold it.')!
    assert.deepEqual(
      replies.map(({ body, kind, parentId }) => [body, kind, parentId]).toSorted(),
      [
        ['Fold it.', 'answer', null],
        ['How often?', 'comment', fold.id],
        ['I left.', 'answer', null],
        ['Three times.', 'comment', fold.id],
      ],
      'a reply to a reply to an answer is a comment below that answer',
    )
    assert.equal(fold.importedScore, 9)
    assert.deepEqual([wet.answerCount, wet.replyCount], [2, 2])
    const { rows } = await sql<{
      answerId: number
      acceptedBy: number
    }>`select answer_id, accepted_by from answer_acceptances`.execute(ctx.db)
    assert.deepEqual(rows, [{ answerId: fold.id, acceptedBy: wet.authorId }])
    assert.equal((await listThreads(visitor, { tag: 'sourdough' })).items.length, 1)
    const { rows: spaces } = await sql<{ title: string; description: string; access: string }>`
      select title, description, access from spaces where slug in ('dough', 'rye', 'feature-requests', 'staff') order by title`.execute(
      ctx.db,
    )
    assert.deepEqual(spaces, [
      { title: 'Dough', description: 'All about Dough.', access: 'public' },
      { title: 'Feature requests', description: 'All about Feature requests.', access: 'public' },
      { title: 'Rye', description: 'All about Rye.', access: 'public' },
    ])
  }),
)

test(
  'a feature request is an idea with its votes, and a declined one says why',
  inTransaction(async (ctx) => {
    const report = await imported(ctx)
    const { id } = await findThread(ctx, 'Timer in the app')
    const idea = await getIdea(ctx, id)
    assert.deepEqual([idea.stage, idea.votes.imported, idea.votes.score, idea.answerBy], ['not-planned', 41, 41, null])
    assert.deepEqual(
      (await listStageChanges(ctx, id)).map(({ stage, reason, changedBy }) => [stage, reason, changedBy]),
      [['not-planned', 'We will not: phones ring.', null]],
    )
    assert.deepEqual([report.types, report.stages], [{ question: 1, idea: 1 }, 1])
  }),
)

test(
  'what was deleted, hidden, unlisted, whispered, restricted or private there is written nowhere, and is counted',
  inTransaction(async (ctx) => {
    const report = await imported(ctx, {
      ...bread,
      't/26.json': topic(26, 'Kneading', [
        post(160, 26, 1, { hidden: true, cooked: '<p>SECRET first</p>' }),
        post(161, 26, 2),
      ]),
      't/27.json': topic(27, 'Salt', [
        post(170, 27, 1),
        post(171, 27, 2, { user_deleted: true, cooked: '<p>SECRET</p>', user_id: 99, username: 'SECRETperson' }),
      ]),
    })
    assert.doesNotMatch(await everyWord(ctx), /SECRET/i)
    assert.deepEqual(report.leftOut.topics, {
      'deleted topics': 1,
      'in categories that are not open to everybody': 1,
      'private messages': 1,
      'topics whose first post is among the hidden posts': 1,
      'unlisted topics': 1,
    })
    assert.equal(report.leftOut.replies['whispers'], 1)
    assert.equal(report.leftOut.replies['hidden posts'], 1)
    assert.equal(report.leftOut.replies['deleted posts'], 2)
    assert.deepEqual(report.leftOut.categories, { 'not open to everybody': 1 })
    demandSums(report)
    const lines = reportLines(report)
    assert.ok(lines.includes('  left out of replies: 1, whispers'))
    assert.ok(
      lines.some((line) => /^topics +8 +3 +0 +5 +0$/.test(line)),
      lines.join('\n'),
    )
  }),
)

test(
  'private messages come only when asked for, and then for those alone whom they were for',
  inTransaction(async (ctx) => {
    const report = await imported(ctx, bread, { privateMessages: true })
    assert.equal(report.leftOut.topics['private messages'], undefined)
    const message = await findThread(ctx, 'SECRET between us')
    assert.equal(message.audience, 'participants')
    const cast = await getCast(ctx)
    for (const who of ['visitor', 'ines', 'joost'] as const) {
      const { items } = await listThreads(cast.as(ctx, who), {}, { limit: 200 })
      assert.ok(!items.some(({ title }) => /SECRET/.test(title)), who)
    }
    const { rows } = await sql<{ name: string }>`select display_name as name from thread_participants
      join accounts on accounts.id = account_id where thread_id = ${message.id} order by 1`.execute(ctx.db)
    assert.deepEqual(rows, [{ name: 'berta' }, { name: 'otto' }])
    const { rows: space } = await sql<{
      access: string
    }>`select access from spaces where id = ${message.spaceId}`.execute(ctx.db)
    assert.deepEqual(space, [{ access: 'members' }])
    assert.deepEqual((await imported(ctx, bread, { privateMessages: true })).counts.topics.added, 0)
  }),
)

test(
  'people come as unclaimed members with their user name and nothing else, and only those who wrote something',
  inTransaction(async (ctx) => {
    const report = await imported(ctx, {
      ...bread,
      'u/mute.json': {
        user: { id: 50, username: 'mute', name: 'Moritz Mute', email: 'mute@bread.example', created_at: day(1) },
      },
    })
    const { rows } = await sql<
      Record<string, unknown>
    >`select display_name, state, email, about, realm, created_at from accounts
      where state = 'unclaimed' order by display_name`.execute(ctx.db)
    assert.deepEqual(
      rows.map(({ displayName, state, email, about, realm }) => [displayName, state, email, about, realm]),
      ['berta', 'former-member', 'otto'].map((name) => [name, 'unclaimed', null, '', 'outside']),
    )
    assert.equal((rows[0]!.createdAt as Date).getUTCDate(), 1, 'the day of joining, where a list of users tells it')
    assert.deepEqual(report.leftOut.users, { 'who wrote nothing that is taken': 1 })
    assert.doesNotMatch(await everyWord(ctx), /Mehl|Mute/)
  }),
)

test(
  'a dry run reports the same and writes nothing; a second run adds nothing, in whichever batches',
  inTransaction(async (ctx) => {
    const before = await totals(ctx)
    const dry = await imported(ctx, bread, { dryRun: true })
    assert.deepEqual(await totals(ctx), before)
    assert.ok(reportLines(dry).includes('Nothing was written: this was a dry run.'))
    const first = await imported(ctx, bread, { batch: 2 })
    assert.deepEqual([first.counts, first.leftOut, first.types], [dry.counts, dry.leftOut, dry.types])
    const there = await totals(ctx)
    assert.deepEqual([there.notices, there.mails], [before.notices, before.mails], 'nobody is told')
    const second = await imported(ctx)
    assert.deepEqual(
      Object.values(second.counts).map(({ added }) => added),
      [0, 0, 0, 0, 0, 0],
    )
    assert.equal(second.formerMembers, 0)
    demandSums(second)
    assert.deepEqual(await totals(ctx), there)
  }),
)

test(
  'a later run adds what is new there and leaves alone what was changed here',
  inTransaction(async (ctx) => {
    await imported(ctx)
    const { id } = await findThread(ctx, 'Timer in the app')
    await sql`update threads set title = 'A timer', type = 'question' where id = ${id}`.execute(ctx.db)
    await sql`delete from answer_acceptances`.execute(ctx.db)
    const report = await imported(ctx, {
      ...bread,
      't/28.json': topic(28, 'Malt', [post(180, 28, 1)], { category_id: 8 }),
      't/20/more.json': {
        id: 20,
        post_stream: { posts: [post(109, 20, 10, { reply_to_post_number: 2, cooked: '<p>Thanks.</p>' })] },
      },
    })
    assert.deepEqual([report.counts.topics.added, report.counts.replies.added, report.counts.users.added], [1, 1, 0])
    const thread = await findThread(ctx, 'A timer')
    assert.deepEqual([thread.id, thread.type, (await totals(ctx)).accepted], [id, 'question', 0])
    const wet = await findThread(ctx, 'Is 70 % water too wet?')
    const replies = await listReplies(ctx, wet.id)
    const fold = replies.find(({ body }) => body === 'Fold it.')!
    assert.equal(
      replies.find(({ body }) => body === 'Thanks.')!.parentId,
      fold.id,
      'it finds the answer of the earlier run',
    )
    assert.equal(wet.replyCount, 3)
  }),
)

test(
  'two sites stand beside each other: their numbers, people and spaces are not mixed up',
  inTransaction(async (ctx) => {
    await imported(ctx)
    const report = await withPages(bread, (source) => importDiscourse(ctx, { source, site: 'https://Other.example/' }))
    assert.deepEqual([report.site, report.counts.topics.added, report.counts.users.added], ['other.example', 2, 2])
    const { rows } = await sql<{ slug: string }>`select slug from spaces where title = 'Dough' order by id`.execute(
      ctx.db,
    )
    assert.deepEqual(rows, [{ slug: 'dough' }, { slug: 'dough-2' }])
    await assert.rejects(
      withPages(bread, (source) => importDiscourse(ctx, { source, site: 'not a site' })),
      /is no site/,
    )
  }),
)

/** A site with many posts, so that a killed run has been in the middle. */
function largeSite(): Record<string, unknown> {
  const pages: Record<string, unknown> = { 'site.json': { categories: [category(4, 'Dough')] } }
  for (let id = 1; id <= 120; id++) {
    const posts: Json[] = [1, 2, 3, 4].map((number) =>
      post(id * 10 + number, id, number, {
        user_id: (id % 40) + 1,
        username: `baker${id % 40}`,
        ...(number === 4 && { reply_to_post_number: 2 }),
        ...(number === 2 && { accepted_answer: true }),
      }),
    )
    pages[`t/${id}.json`] = topic(id, `Loaf ${id}`, posts)
  }
  return pages
}

test('an import killed in its middle, at several places, is completed by the next with nothing twice', async () => {
  const url = await testDatabaseUrl('cast')
  // Kills itself after so many batches: exactly there, however fast the machine is.
  const script = `
    import { openPool, openDatabase } from '${join(import.meta.dirname, '../../platform/database.ts')}'
    import { makeCtx } from '${join(import.meta.dirname, '../../platform/context.ts')}'
    import { silentLog } from '${join(import.meta.dirname, '../../platform/log.ts')}'
    import '${join(import.meta.dirname, '../../features.ts')}'
    import { importDiscourse } from '${join(import.meta.dirname, 'discourse.ts')}'
    const ctx = makeCtx({ viewer: { kind: 'system', reason: 'test' }, db: openDatabase(openPool(process.argv[1])), now: new Date(), log: silentLog })
    let left = Number(process.argv[3])
    await importDiscourse(ctx, { source: process.argv[2], site: '${site}', batch: 20, onProgress() {
      if (--left === 0) process.kill(process.pid, 'SIGKILL')
    } })`
  const loader = join(import.meta.dirname, '../../platform/loader.ts')
  const viewer = { kind: 'system', reason: 'test' } as const
  const ctx = makeCtx({ viewer, db: openDatabase(await testPool('cast')), now: new Date(), log: silentLog })
  await withPages(largeSite(), async (source) => {
    for (const batches of [5, 12]) {
      const child = spawn(
        process.execPath,
        ['--import', loader, '--input-type=module-typescript', '-e', script, url, source, String(batches)],
        { stdio: ['ignore', 'ignore', 'inherit'] },
      )
      const [, signal] = await once(child, 'exit')
      assert.equal(signal, 'SIGKILL', `after ${batches} batches`)
    }
    const partial = await totals(ctx)
    assert.ok(partial.threads === 120 && partial.replies! > 0 && partial.replies! < 360, `${partial.replies} replies`)
    const report = await importDiscourse(ctx, { source, site })
    demandSums(report)
    assert.equal(report.counts.replies.added + report.counts.replies.alreadyHere, 360)
    const whole = await totals(ctx)
    assert.deepEqual([whole.threads, whole.replies, whole.accepted], [120, 360, 120])
    const { rows } = await sql<{
      answers: number
      others: number
      people: number
    }>`select sum(answer_count)::int as answers,
      sum(reply_count)::int as others, (select count(*)::int from accounts where state = 'unclaimed') as people from threads`.execute(
      ctx.db,
    )
    assert.deepEqual(rows, [{ answers: 240, others: 120, people: 40 }])
  })
})
