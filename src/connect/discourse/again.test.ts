/** Runs that end before their end, two at once, and again and again: what comes of it is always the same site. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { getCast } from '../../../test/cast.ts'
import { inTransaction, testPool } from '../../../test/database.ts'
import '../../features.ts'
import { type Ctx, makeCtx } from '../../platform/context.ts'
import { openDatabase } from '../../platform/database.ts'
import { silentLog } from '../../platform/log.ts'
import { resolveOldAddress } from '../import/addresses.ts'
import { type DiscourseOptions, type DiscourseReport, importDiscourse } from './discourse.ts'
import { type Json, bread, category, day, post, topic, withPages } from './site.fixture.test.ts'

const site = 'forum.bread.example'

function imported(ctx: Ctx, pages = bread, more: Partial<DiscourseOptions> = {}): Promise<DiscourseReport> {
  return withPages(pages, (source) => importDiscourse(ctx, { source, site, privateMessages: true, ...more }))
}

/** The whole of what stands here of a site, in words that do not depend on numbers. */
async function whole(ctx: Ctx): Promise<string> {
  const { rows } = await sql<{ line: string }>`
    select concat_ws('|', 'thread', spaces.slug, threads.type, threads.audience, threads.title, threads.body, imported_score, author.display_name,
      to_char(threads.created_at, 'MM-DD'), answer_count, reply_count) as line
      from threads join spaces on spaces.id = space_id join accounts author on author.id = author_id
    union all select concat_ws('|', 'reply', replies.kind, threads.title, replies.body, parent.body, replies.imported_score, author.display_name)
      from replies join threads on threads.id = replies.thread_id left join replies parent on parent.id = replies.parent_id
      join accounts author on author.id = replies.author_id
    union all select concat_ws('|', 'accepted', threads.title, replies.body) from answer_acceptances
      join threads on threads.id = answer_acceptances.thread_id join replies on replies.id = answer_id
    union all select concat_ws('|', 'stage', threads.title, stage, reason) from idea_stage_changes join threads on threads.id = idea_id
    union all select concat_ws('|', 'tag', threads.title, tags.name) from thread_tags join threads on threads.id = thread_id
      join tags on tags.id = tag_id
    union all select concat_ws('|', 'reader', threads.title, display_name) from thread_participants
      join threads on threads.id = thread_id join accounts on accounts.id = account_id
    union all select concat_ws('|', 'person', display_name, state) from accounts where state = 'unclaimed'
    union all select concat_ws('|', 'space', slug, title, access) from spaces
    union all select concat_ws('|', 'address', site, path, kind) from import_addresses
    order by line`.execute(ctx.db)
  return rows.map(({ line }) => line).join('\n')
}

class Stopped extends Error {}

/** Ends a run after so many batches; false when it came to its end before. */
async function stoppedAfter(ctx: Ctx, batches: number): Promise<boolean> {
  let left = batches
  const onProgress = () => {
    if (--left < 0) throw new Stopped()
  }
  return imported(ctx, bread, { batch: 2, onProgress }).then(
    () => false,
    (error: unknown) => {
      if (error instanceof Stopped) return true
      throw error
    },
  )
}

/** Does the work in a transaction that is taken back, and gives what came of it. */
async function takenBack<Value>(ctx: Ctx, work: (ctx: Ctx) => Promise<Value>): Promise<Value> {
  const back = new Error('taken back')
  let came: Value | undefined
  await ctx
    .transaction(async (inside) => {
      came = await work(inside)
      throw back
    })
    .catch((error: unknown) => {
      if (error !== back) throw error
    })
  return came as Value
}

test(
  'a run that ends after any of its batches is completed by the next to the same site, in other batches too',
  inTransaction(async (ctx) => {
    const uninterrupted = await takenBack(ctx, async (inside) => {
      await imported(inside)
      return whole(inside)
    })
    assert.match(uninterrupted, /^accepted\|Is 70 % water too wet\?\|Fold it\.$/m)
    let ended = 0
    for (let batches = 0, more = true; more; batches++) {
      more = await takenBack(ctx, async (inside) => {
        if (!(await stoppedAfter(inside, batches))) return false
        ended++
        assert.notEqual(await whole(inside), uninterrupted, `after ${batches} something was left to do`)
        const report = await imported(inside, bread, { batch: 3 })
        for (const [kind, { read, added, alreadyHere, leftOut, skipped }] of Object.entries(report.counts))
          assert.equal(read, added + alreadyHere + leftOut + skipped, `${kind} after ${batches}`)
        assert.equal(await whole(inside), uninterrupted, `after ${batches} batches`)
        return true
      })
    }
    assert.ok(ended > 6, `${ended} places`)
  }),
)

test(
  'a run that ends again and again, each time one batch later, comes to the same site',
  inTransaction(async (ctx) => {
    const uninterrupted = await takenBack(ctx, async (inside) => {
      await imported(inside)
      return whole(inside)
    })
    let times = 0
    for (; await stoppedAfter(ctx, times); times++);
    assert.ok(times > 6)
    assert.equal(await whole(ctx), uninterrupted)
    const { rows } = await sql<{
      n: number
    }>`select count(*)::int as n from import_runs where finished_at is null`.execute(ctx.db)
    assert.equal(rows[0]!.n, times, 'runs that were ended stay on record as such')
  }),
)

test(
  'what is gone, hidden or closed there since the last run stays here as it was, and is counted as what it is now',
  inTransaction(async (ctx) => {
    await imported(ctx)
    const before = await whole(ctx)
    const report = await imported(ctx, {
      ...bread,
      'site.json': { categories: [category(4, 'Dough', { read_restricted: true }), category(5, 'Feature requests')] },
      'categories.json': {},
      't/21.json': topic(21, 'Timer in the app', [post(110, 21, 1)], { category_id: 5, deleted_at: day(9) }),
      'u/berta.json': {},
    })
    assert.equal(await whole(ctx), before)
    assert.equal(report.leftOut.topics['deleted topics'], 2)
    assert.equal(report.counts.topics.added, 0)
  }),
)

test(
  'a post that was hidden at first and is shown at a later run comes below the answer that is here already',
  inTransaction(async (ctx) => {
    const first = { 'site.json': bread['site.json'], 'u/berta.json': bread['u/berta.json'] }
    const posts = (hidden: boolean): Json[] => [
      post(100, 20, 1),
      post(101, 20, 2, { cooked: '<p>root</p>', hidden }),
      post(102, 20, 3, { cooked: '<p>below</p>', reply_to_post_number: 2 }),
    ]
    await imported(ctx, { ...first, 't/20.json': topic(20, 'Later', posts(true)) })
    const kinds = async () =>
      (
        await sql<{
          body: string
          kind: string
          under: string | null
        }>`select replies.body, replies.kind, parent.body as under
          from replies left join replies parent on parent.id = replies.parent_id order by replies.id`.execute(ctx.db)
      ).rows.map(({ body, kind, under }) => [body, kind, under])
    const alone = await kinds()
    assert.equal(alone.length, 1)
    assert.deepEqual([alone[0]![0], alone[0]![2]], ['below', null], 'what it replied to is not here')
    await imported(ctx, { ...first, 't/20.json': topic(20, 'Later', posts(false)) })
    assert.deepEqual(await kinds(), [alone[0], ['root', 'answer', null]], 'nothing that stands here is moved')
  }),
)

test(
  'what was solved only after the first run is accepted by the second, and never over what was chosen here',
  inTransaction(async (ctx) => {
    const pages = (solved: number): Record<string, unknown> => ({
      'site.json': bread['site.json'],
      't/20.json': topic(20, 'Which', [
        post(100, 20, 1),
        post(101, 20, 2, { accepted_answer: solved === 2 }),
        post(102, 20, 3, { accepted_answer: solved === 3 }),
      ]),
    })
    const accepted = async () =>
      (
        await sql<{ body: string }>`select body from answer_acceptances join replies on replies.id = answer_id`.execute(
          ctx.db,
        )
      ).rows.map(({ body }) => body)
    await imported(ctx, pages(0))
    assert.deepEqual(await accepted(), [])
    assert.equal((await imported(ctx, pages(3))).counts['solved topics'].added, 1)
    assert.deepEqual(await accepted(), ['Words 102'])
    assert.equal((await imported(ctx, pages(2))).counts['solved topics'].added, 0, 'once')
    assert.deepEqual(await accepted(), ['Words 102'])
  }),
)

test(
  'a person who was renamed there is the same person here, and both names of the address lead to them',
  inTransaction(async (ctx) => {
    const page = (username: string, id: number) =>
      topic(id, `By ${username}`, [post(id * 10, id, 1, { username })], { details: {} })
    await imported(ctx, { 'site.json': bread['site.json'], 't/20.json': page('berta', 20) })
    const report = await imported(ctx, {
      'site.json': bread['site.json'],
      't/20.json': page('baker', 20),
      't/21.json': page('baker', 21),
    })
    assert.deepEqual([report.counts.users.added, report.counts.topics.added], [0, 1])
    const { rows } = await sql<{ n: number }>`select count(distinct author_id)::int as n from threads`.execute(ctx.db)
    assert.equal(rows[0]!.n, 1)
    const visitor = (await getCast(ctx)).as(ctx, 'visitor')
    assert.match(await resolveOldAddress(visitor, 'u/berta', site), /^\/people\/\d+/)
  }),
)

// Last, because it leaves the site in the database of this file.
test('two runs of one site at once bring it once', async () => {
  const viewer = { kind: 'system', reason: 'test' } as const
  const db = openDatabase(await testPool('cast'))
  const one = () => makeCtx({ viewer, db, now: new Date('2026-03-01T08:00:00Z'), log: silentLog })
  const reports = await Promise.all([imported(one(), bread, { batch: 1 }), imported(one(), bread, { batch: 2 })])
  for (const [kind, { read, added }] of Object.entries(reports[0]!.counts)) {
    const second = reports[1]!.counts[kind as 'users']
    assert.equal(second.read, read, kind)
    assert.equal(added + reports[0]!.counts[kind as 'users'].alreadyHere, second.added + second.alreadyHere, kind)
  }
  const { rows } = await sql<{ spaces: number; people: number; threads: number; replies: number }>`select
    (select count(*)::int from spaces where slug ~ '^(dough|rye|feature-requests|messages)') as spaces,
    (select count(*)::int from accounts where state = 'unclaimed') as people,
    (select count(*)::int from threads) as threads, (select count(*)::int from replies) as replies`.execute(db)
  assert.deepEqual(rows, [{ spaces: 4, people: 3, threads: 3, replies: 6 }])
})
