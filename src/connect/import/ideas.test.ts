/** What a meta site asks for and reports: ideas with their stages, and problems. */
import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { sql } from 'kysely'
import { inTransaction } from '../../../test/database.ts'
import { type Site, answer, comment, question, withDump } from '../../../test/dump.ts'
import '../../features.ts'
import { getIdea, listStageChanges } from '../../content/ideas/ideas.ts'
import { type ThreadId, listReplies, retypeThread } from '../../content/threads/threads.ts'
import type { Ctx } from '../../platform/context.ts'
import { importStackExchange, reportLines } from './import.ts'
import { stageOf, typeOf, typeOfTags } from './kinds.ts'

const imported = (ctx: Ctx, site: Site) =>
  withDump(site, (folder) => importStackExchange(ctx, { folder, space: 'riders' }))

async function threadOf(ctx: Ctx, postId: number): Promise<{ id: ThreadId; type: string; title: string }> {
  const { rows } = await sql<{ id: ThreadId; type: string; title: string }>`select threads.id, type, title from threads
    join import_references on local_id = threads.id and kind = 'question' where foreign_id = ${String(postId)}`.execute(
    ctx.db,
  )
  return rows[0]!
}

const tagged = (id: number, tags: string, more = {}) =>
  question(id, { Tags: `<${tags.split(' ').join('><')}>`, ...more })

const meta: Site = {
  Posts: [
    tagged(1, 'feature-request status-declined', { Score: 31, AcceptedAnswerId: 12 }),
    answer(11, 1, { Score: 9, Body: '<p>Most liked.</p>' }),
    answer(12, 1, { Score: 2, Body: '<p>We <b>will not</b>: too loud.</p>', CreationDate: '2024-03-05T10:00:00.000' }),
    tagged(2, 'feature-request status-declined', { Score: -3 }),
    tagged(3, 'feature-request status-completed', { Score: 8, LastActivityDate: '2024-03-09T10:00:00.000' }),
    tagged(4, 'feature-request', { Score: 5 }),
    tagged(5, 'bug status-bydesign'),
    tagged(6, 'discussion'),
    tagged(7, 'support status-completed'),
    tagged(8, 'feature-request status-deferred'),
    tagged(9, '|x|'.replaceAll('|', '') + ' not-a-bug'),
  ],
  Comments: [comment(1, 11)],
}

test(
  'feature requests are ideas whose stage, public reason and score came along; bugs are problems, the rest questions',
  inTransaction(async (ctx) => {
    const report = await imported(ctx, meta)
    assert.deepEqual(report.counts['ideas and problems'], { rows: 6, added: 6, alreadyHere: 0, ignored: 0, skipped: 0 })
    const types = await Promise.all([1, 2, 3, 4, 5, 6, 7, 8, 9].map(async (id) => (await threadOf(ctx, id)).type))
    assert.deepEqual(types, ['idea', 'idea', 'idea', 'idea', 'problem', 'question', 'question', 'idea', 'question'])
    const ideaOf = async (id: number) => getIdea(ctx, (await threadOf(ctx, id)).id)
    const reasonOf = async (id: number) =>
      (await listStageChanges(ctx, (await threadOf(ctx, id)).id)).map(({ stage, reason, changedBy }) => [
        stage,
        reason,
        changedBy,
      ])
    const declined = await ideaOf(1)
    assert.deepEqual([declined.stage, declined.votes.imported, declined.votes.score], ['not-planned', 31, 31])
    assert.equal(declined.stageAt.toISOString(), '2024-03-05T10:00:00.000Z', 'when it was answered')
    assert.deepEqual(
      await reasonOf(1),
      [['not-planned', 'We will not: too loud.', null]],
      'the accepted answer, not the most liked',
    )
    assert.deepEqual(await reasonOf(2), [['not-planned', 'The reason was not given where this came from.', null]])
    assert.equal((await ideaOf(2)).votes.score, -3)
    const done = await ideaOf(3)
    assert.deepEqual([done.stage, done.answerBy, done.stageAt.toISOString().slice(0, 10)], ['done', null, '2024-03-09'])
    const fresh = await ideaOf(4)
    assert.equal(fresh.stage, 'new')
    assert.deepEqual(await reasonOf(4), [])
    assert.ok(fresh.answerBy, 'an open one is owed an answer')
    assert.deepEqual(await reasonOf(8), [['under-review', 'It was put off for later.', null]])
    assert.ok(
      reportLines(report).includes('Ideas that came with the stage that their tags say: 4. The others are new.'),
    )
    const { rows } = await sql<{ n: number }>`select count(*)::int as n from idea_votes`.execute(ctx.db)
    assert.deepEqual(rows, [{ n: 0 }], 'nobody here has voted')
  }),
)

test(
  'a second run changes nothing, even of what was changed here in between',
  inTransaction(async (ctx) => {
    await imported(ctx, meta)
    const snapshot = async () =>
      (
        await sql`select (select json_agg(ideas order by thread_id) from ideas) as ideas,
      (select json_agg(threads order by id) from (select id, type, title from threads) threads) as threads,
      (select count(*) from idea_stage_changes) as changes, (select count(*) from import_references) as known,
      (select count(*) from events) as events`.execute(ctx.db)
      ).rows[0]
    const first = await threadOf(ctx, 4)
    await retypeThread(ctx, first.id, 'question')
    const before = await snapshot()
    const again = await imported(ctx, meta)
    assert.deepEqual(
      Object.values(again.counts).map(({ added }) => added),
      Array(11).fill(0),
    )
    assert.deepEqual(await snapshot(), before)
  }),
)

test(
  'what an earlier import took as questions is retyped: the same numbers, replies and people, nothing twice',
  inTransaction(async (ctx) => {
    await imported(ctx, meta)
    // As the importer left it before it knew ideas.
    await sql`delete from import_references where kind = 'typed'`.execute(ctx.db)
    await sql`delete from ideas`.execute(ctx.db)
    await sql`update threads set type = 'question'`.execute(ctx.db)
    await sql`update threads set merged_into_id = (select max(id) from threads) where title = 'Question 8'`.execute(
      ctx.db,
    )
    const { id } = await threadOf(ctx, 1)
    const replies = (await listReplies(ctx, id)).map((reply) => [reply.id, reply.kind, reply.parentId])
    const report = await imported(ctx, meta)
    assert.deepEqual(report.counts['ideas and problems'], { rows: 6, added: 5, alreadyHere: 0, ignored: 1, skipped: 0 })
    assert.equal(report.counts.questions.added, 0)
    const now = await threadOf(ctx, 1)
    assert.deepEqual([now.id, now.type, (await getIdea(ctx, id)).stage], [id, 'idea', 'not-planned'])
    assert.deepEqual(
      (await listReplies(ctx, id)).map((reply) => [reply.id, reply.kind, reply.parentId]),
      replies,
    )
    assert.equal((await threadOf(ctx, 8)).type, 'question', 'what was merged here stays')
    assert.equal((await threadOf(ctx, 5)).type, 'problem')
  }),
)

test('tags and categories mean a type and a stage by whole words', () => {
  assert.equal(typeOf(['Feature Requests']), 'idea')
  assert.equal(typeOf(['crust', 'bug_reports']), 'problem')
  assert.equal(typeOf(['bug', 'ideas']), 'idea', 'the first type wins')
  assert.equal(typeOf(['Thanks']), 'praise')
  assert.equal(typeOf(['debugging', 'featured', '']), 'question')
  assert.deepEqual([typeOfTags(['features']), typeOfTags(['bug']), typeOfTags([])], ['question', 'problem', 'question'])
  assert.deepEqual(
    [
      'status-completed',
      'status-declined',
      'status-bydesign',
      'status-norepro',
      'status-planned',
      'status-review',
      'status-deferred',
      'status-reproduced',
      'partly-done',
      'already-offered',
      'completely-new',
    ].map((tag) => stageOf([tag])?.stage),
    [
      'done',
      'not-planned',
      'not-planned',
      'not-planned',
      'planned',
      'under-review',
      'under-review',
      'under-review',
      'partly-done',
      'already-offered',
      undefined,
    ],
  )
  for (const tag of ['declined', 'bydesign', 'norepro']) assert.ok(stageOf([tag])!.reason, 'a refusal says why')
  assert.ok(stageOf(['partly-done'])!.part)
})

const folder = join(import.meta.dirname, '../../../../shared/data/stackexchange-conlang-meta')
const skip = existsSync(folder) ? false : `the real dump is not at ${folder}`

test(
  'the real dump has as many ideas as feature requests and as many problems as bugs',
  { skip },
  inTransaction(async (ctx) => {
    const posts = await readFile(join(folder, 'Posts.xml'), 'utf8')
    const count = (tag: string) => [...posts.matchAll(new RegExp(` Tags="[^"]*&lt;${tag}&gt;`, 'g'))].length
    await importStackExchange(ctx, { folder, space: 'riders' })
    const { rows } = await sql<{ ideas: number; problems: number; questions: number }>`select
      count(*) filter (where type = 'idea')::int as ideas, count(*) filter (where type = 'problem')::int as problems,
      count(*) filter (where type = 'question')::int as questions from threads`.execute(ctx.db)
    const [ideas, problems] = [count('feature-request'), count('bug')]
    assert.deepEqual(rows, [{ ideas, problems, questions: 54 - ideas - problems }])
    assert.ok(problems > 0)
  }),
)

test(
  'the real dump, its discussions about tags filed as declined feature requests: ten ideas with real reasons',
  { skip },
  inTransaction(async (ctx) => {
    // The site itself has none, so its own texts are filed anew, in a copy.
    const copy = await mkdtemp(join(tmpdir(), 'tango-meta-'))
    try {
      // Written anew rather than copied: the originals may be read-only, and a copy would be too.
      for (const name of await readdir(folder)) await writeFile(join(copy, name), await readFile(join(folder, name)))
      const posts = await readFile(join(folder, 'Posts.xml'), 'utf8')
      await writeFile(
        join(copy, 'Posts.xml'),
        posts.replaceAll('&lt;tags&gt;', '&lt;feature-request&gt;&lt;status-declined&gt;'),
      )
      const first = await importStackExchange(ctx, { folder: copy, space: 'riders' })
      assert.deepEqual(first.counts['ideas and problems'].added, 11)
      const { rows } = await sql<{
        reason: string
        stage: string
        score: number
        imported: number
      }>`select reason, ideas.stage, ideas.score, threads.imported_score as imported
        from ideas join threads on threads.id = ideas.thread_id join idea_stage_changes on idea_id = ideas.thread_id`.execute(
        ctx.db,
      )
      assert.equal(rows.length, 10)
      for (const { reason, stage, score, imported: there } of rows) {
        assert.deepEqual([stage, score], ['not-planned', there])
        assert.ok(reason.length > 0 && reason.length <= 601)
      }
      assert.ok(rows.filter(({ reason }) => reason !== 'The reason was not given where this came from.').length >= 8)
      const second = await importStackExchange(ctx, { folder: copy, space: 'riders' })
      assert.deepEqual(
        Object.values(second.counts).map(({ added }) => added),
        Array(11).fill(0),
      )
    } finally {
      await rm(copy, { recursive: true })
    }
  }),
)
