/** What was reported elsewhere comes as a problem that stands as it stood there. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { openSite } from '../../../test/browse.ts'
import { getCast } from '../../../test/cast.ts'
import { inTransaction } from '../../../test/database.ts'
import { type Site, answer, question, withDump } from '../../../test/dump.ts'
import '../../features.ts'
import { listProblemChanges, setProblemState } from '../../content/questions/questions.ts'
import type { ThreadId } from '../../content/threads/threads.ts'
import type { Ctx } from '../../platform/context.ts'
import { importDiscourse } from '../discourse/discourse.ts'
import { category, post, topic, withPages } from '../discourse/site.fixture.test.ts'
import { importStackExchange, reportLines } from './import.ts'
import { problemStateOf } from './kinds.ts'

const imported = (ctx: Ctx, site: Site) =>
  withDump(site, (folder) => importStackExchange(ctx, { folder, space: 'riders' }))

const bug = (id: number, tags: string, more = {}) =>
  question(id, { Tags: `<bug><${tags.split(' ').join('><')}>`, Title: `Bug ${id}`, ...more })

const meta: Site = {
  Posts: [
    bug(1, 'status-completed', { AcceptedAnswerId: 12 }),
    answer(11, 1, { Score: 9, Body: '<p>Most liked.</p>' }),
    answer(12, 1, { Score: 1, Body: '<p>Since <b>build 7</b>.</p>', CreationDate: '2024-03-05T10:00:00.000' }),
    bug(2, 'status-bydesign', { LastActivityDate: '2024-03-09T10:00:00.000' }),
    bug(3, 'status-norepro'),
    bug(4, 'status-reproduced'),
    bug(5, 'status-declined'),
    bug(6, 'crust'),
    question(7, { Tags: '<support><status-completed>', Title: 'Bug 7' }),
    bug(8, 'status-completed', { Score: 1 }),
    answer(81, 8, { Score: 3, Body: `<p>${'long words '.repeat(400)}</p>` }),
  ],
}

async function states(ctx: Ctx): Promise<Record<string, readonly [string, string, string]>> {
  const { rows } = await sql<{ title: string; state: string; note: string; day: string }>`select title, state, note,
    to_char(changed_at, 'YYYY-MM-DD') as day from problems join threads on threads.id = thread_id order by title`.execute(
    ctx.db,
  )
  return Object.fromEntries(rows.map(({ title, state, note, day }) => [title, [state, note, day]]))
}

async function idOf(ctx: Ctx, title: string): Promise<ThreadId> {
  const { rows } = await sql<{ id: ThreadId }>`select id from threads where title = ${title}`.execute(ctx.db)
  return rows[0]!.id
}

test(
  'a bug stands as its tags say, with the words of its answer and their day; one without such a word is reported',
  inTransaction(async (ctx) => {
    const report = await imported(ctx, meta)
    const found = await states(ctx)
    assert.deepEqual(Object.keys(found), ['Bug 1', 'Bug 2', 'Bug 3', 'Bug 4', 'Bug 8'])
    assert.deepEqual(found['Bug 1'], ['fixed', 'Since build 7.', '2024-03-05'], 'the accepted answer, on its day')
    assert.deepEqual(found['Bug 2'], ['no-fault', 'It works this way on purpose.', '2024-03-09'])
    assert.deepEqual(found['Bug 3']!.slice(0, 2), ['no-fault', 'It could not be found as described.'])
    assert.deepEqual(found['Bug 4']!.slice(0, 2), ['confirmed', ''])
    assert.equal(found['Bug 8']![0], 'fixed')
    assert.ok(found['Bug 8']![1].length <= 500 && found['Bug 8']![1].endsWith('…'), 'cut to what such a note can hold')
    assert.equal(report.states, 5)
    assert.ok(
      reportLines(report).includes(
        'Problems that came with the state that their tags say: 5. The others are reported.',
      ),
    )
    const visitor = (await getCast(ctx)).as(ctx, 'visitor')
    const changes = await listProblemChanges(visitor, await idOf(ctx, 'Bug 1'))
    assert.deepEqual(
      changes.map(({ fromState, toState, note, changedBy }) => [fromState, toState, note, changedBy]),
      [['reported', 'fixed', 'Since build 7.', null]],
    )
  }),
)

test(
  'a visitor reads how an imported problem stands, on its page',
  inTransaction(async (ctx) => {
    await imported(ctx, meta)
    const visitor = (await openSite(ctx)).as('visitor')
    const pageOf = async (title: string) => {
      const id = await idOf(ctx, title)
      const first = await visitor.get(`/problems/${id}`)
      return (first.location ? await visitor.get(first.location) : first).text
    }
    const fixed = await pageOf('Bug 1')
    assert.match(fixed, /Fixed/)
    assert.match(fixed, /Since build 7\./)
    assert.doesNotMatch(await pageOf('Bug 6'), /Since build 7\.|It works this way/)
  }),
)

test(
  'what somebody said of it here stands, whatever a later run brings, and nothing is said twice',
  inTransaction(async (ctx) => {
    await imported(ctx, { Posts: meta.Posts!.filter((_row, at) => at !== 0) })
    const { sara } = (await getCast(ctx)).people
    const second = await idOf(ctx, 'Bug 2')
    await setProblemState(ctx.as(sara), second, { state: 'workaround', note: 'Switch it off and on.' })
    const changes = async () =>
      (await sql<{ n: number }>`select count(*)::int as n from problem_changes`.execute(ctx.db)).rows[0]!.n
    const before = [await states(ctx), await changes()] as const
    const report = await imported(ctx, { Posts: meta.Posts!.filter((_row, at) => at !== 0) })
    assert.deepEqual([await states(ctx), await changes()], before)
    assert.equal(report.states, 0)
    await imported(ctx, meta)
    assert.equal((await states(ctx))['Bug 1']![0], 'fixed', 'one that comes later has its own')
    assert.deepEqual((await states(ctx))['Bug 2']!.slice(0, 2), ['workaround', 'Switch it off and on.'])
  }),
)

test(
  'topics of a Discourse site that are bugs have a state by their tags, once',
  inTransaction(async (ctx) => {
    const bugs = (tags: readonly string[], answered: string) => ({
      'site.json': { categories: [category(4, 'Bug reports')] },
      't/20.json': topic(
        20,
        'Bug 20',
        [post(200, 20, 1), post(201, 20, 2, { cooked: answered, accepted_answer: true })],
        { tags },
      ),
      't/21.json': topic(21, 'Bug 21', [post(210, 21, 1)], { tags: [] }),
    })
    const run = (tags: readonly string[], answered = '<p>In 2.1.</p>') =>
      withPages(bugs(tags, answered), (source) => importDiscourse(ctx, { source, site: 'forum.bread.example' }))
    assert.equal((await run(['fixed', 'crust'])).states, 1)
    assert.deepEqual(
      Object.entries(await states(ctx)).map(([title, [state, note]]) => [title, state, note]),
      [['Bug 20', 'fixed', 'In 2.1.']],
    )
    assert.equal((await run(['by-design'], '<p>Other.</p>')).states, 0)
    assert.equal((await states(ctx))['Bug 20']![0], 'fixed')
  }),
)

test('tags say how a problem stands by whole words, and a refusal to mend it says nothing of it', () => {
  const wanted: Record<string, string | undefined> = {
    'status-completed': 'fixed',
    fixed: 'fixed',
    Resolved: 'fixed',
    'status-bydesign': 'no-fault',
    'by design': 'no-fault',
    'status-norepro': 'no-fault',
    cannot_reproduce: 'no-fault',
    'status-reproduced': 'confirmed',
    'status-planned': 'confirmed',
    'status-declined': undefined,
    'status-review': undefined,
    'status-': undefined,
    completely: undefined,
    unfixed: undefined,
  }
  for (const [tag, state] of Object.entries(wanted)) assert.equal(problemStateOf(['crust', tag])?.state, state, tag)
  assert.equal(problemStateOf([]), undefined)
  assert.equal(problemStateOf(['reproduced', 'fixed'])?.state, 'fixed', 'what came last counts')
  for (const tag of ['completed', 'bydesign', 'norepro'])
    assert.ok(problemStateOf([tag])!.note, 'such a state says why')
})
