/** The report: what leads to what is public now, where it stands now; bounded, and forgotten in time. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Cast, getCast } from '../../../test/cast.ts'
import { inTransaction } from '../../../test/database.ts'
import { outcome } from '../../../test/outcome.ts'
import { ask } from '../../content/questions/questions.ts'
import {
  type ThreadId,
  hidePost,
  mergeThread,
  narrowThread,
  removalMarker,
  removePost,
  restorePost,
  retypeThread,
  takeBackThread,
  unmergeThread,
} from '../../content/threads/threads.ts'
import { type Ctx, makeCtx } from '../../platform/context.ts'
import { said } from '../../platform/languages/languages.ts'
import { silentLog } from '../../platform/log.ts'
import { narrowSpace } from '../../realms/spaces/spaces.ts'
import type { CountedPage } from './arrivals.ts'
import { forgetOldInboundLinks } from './inbound-links.jobs.ts'
import { countInboundLinks, keptDays, listInboundLinks, listSourcesOf, readSource } from './inbound-links.ts'
import { mostOfDay, mostSources } from './inbound-links.queries.ts'

const dayBefore = (ctx: Ctx, days: number) => new Date(ctx.now.getTime() - days * 86_400_000)

/** People who come from these pages, so often each, so many days ago. */
async function come(ctx: Ctx, page: CountedPage, from: Readonly<Record<string, number>>, daysAgo = 0): Promise<void> {
  const counter = countInboundLinks(ctx.db, silentLog)
  const day = dayBefore(ctx, daysAgo).toISOString().slice(0, 10)
  for (const [site, times] of Object.entries(from))
    for (let n = 0; n < times; n++) counter.note(day, page, readSource(`https://${site}`)!)
  await counter.stop()
}

const asked = async (ctx: Ctx, cast: Cast, title: string): Promise<ThreadId> =>
  (await ask(cast.as(ctx, 'ines'), { space: 'riders', title, body: 'Why so?', tags: [] })).thread.id

/** The report in lines, as Sara has it. */
async function report(ctx: Ctx, cast: Cast): Promise<string[]> {
  const { items, rest } = await listInboundLinks(cast.as(ctx, 'sara'))
  const lines = items.map((page) => {
    const from = page.most.map(({ host, path, times }) => `${host || '…'}${path} ${times}`).join(', ')
    return `${page.kind === 'list' ? page.path : page.title}: ${page.times} (${from})`
  })
  return rest ? [...lines, `rest: ${rest}`] : lines
}

const sources = async (ctx: Ctx, cast: Cast, page: Parameters<typeof listSourcesOf>[1]) =>
  (await listSourcesOf(cast.as(ctx, 'sara'), page)).sources.items.map(
    ({ host, path, times }) => `${host || '…'}${path} ${times}`,
  )

test(
  'pages stand with the most first, each with the sites that lead there most; one page has a list of all of them',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const thread = await asked(ctx, cast, 'Range in winter')
    await come(ctx, { thread }, { 'a.example/x': 2, 'b.example': 3, 'c.example': 1, 'd.example/long/way': 1 })
    await come(ctx, { thread }, { 'a.example/x': 2, 'a.example/y': 1 }, 29)
    await come(ctx, { space: 'riders' }, { 'b.example': 11 }, 3)
    await come(ctx, { list: '/' }, { 'b.example': 1 })
    assert.deepEqual(await report(ctx, cast), [
      'Velund Riders: 11 (b.example 11)',
      'Range in winter: 10 (a.example/x 4, b.example 3, a.example/y 1)',
      '/: 1 (b.example 1)',
    ])
    const all = ['a.example/x 4', 'b.example 3', 'a.example/y 1', 'd.example/long/way 1', 'c.example 1']
    assert.deepEqual((await sources(ctx, cast, { thread: String(thread) })).toSorted(), all.toSorted())
    assert.deepEqual(await sources(ctx, cast, { space: 'riders' }), ['b.example 11'])
    assert.deepEqual(await sources(ctx, cast, { page: '/' }), ['b.example 1'])
    for (const nothing of [{ thread: '999999' }, { thread: 'x' }, { space: 'nowhere' }, { page: '/settings' }, {}])
      assert.equal(await outcome(listSourcesOf(cast.as(ctx, 'sara'), nothing)), codeOf(nothing))
  }),
)

const codeOf = (page: { thread?: string }) =>
  page.thread === '999999' ? 'threads.not-found' : 'inbound-links.not-found'

test(
  'the report is of thirty days, and after four hundred a day is forgotten',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    for (const days of [0, 29, 30, keptDays - 1, keptDays])
      await come(ctx, { list: '/ideas' }, { [`d${days}.example`]: 1 }, days)
    assert.deepEqual(await sources(ctx, cast, { page: '/ideas' }), ['d29.example 1', 'd0.example 1'])
    await forgetOldInboundLinks.work(ctx, undefined as never)
    const left = await ctx.db.selectFrom('inboundLinks').select('host').orderBy('id').execute()
    assert.deepEqual(
      left.map(({ host }) => host),
      ['d0.example', 'd29.example', 'd30.example', `d${keptDays - 1}.example`],
    )
  }),
)

test(
  'what is not public any more is gone from the report at once, and what is again is there again',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const ids: Record<string, ThreadId> = {}
    for (const title of ['hidden', 'removed', 'narrowed', 'taken back', 'stays']) {
      ids[title] = await asked(ctx, cast, title)
      await come(ctx, { thread: ids[title] }, { 'a.example': 1 })
    }
    await come(ctx, { space: 'riders' }, { 'a.example': 1 })
    const shown = async () => (await report(ctx, cast)).map((line) => line.split(':')[0]).toSorted()
    assert.deepEqual(await shown(), ['Velund Riders', 'hidden', 'narrowed', 'removed', 'stays', 'taken back'])
    const post = (title: string) => ({ threadId: ids[title]!, replyId: null })
    const kept = await hidePost(ctx, post('hidden'))
    await removePost(ctx, post('removed'), removalMarker(said('Spam or advertising')))
    await narrowThread(cast.as(ctx, 'ines'), ids['narrowed']!, 4)
    await takeBackThread(cast.as(ctx, 'ines'), ids['taken back']!)
    assert.deepEqual(await shown(), ['Velund Riders', 'stays'])
    for (const title of ['hidden', 'removed', 'narrowed', 'taken back'])
      assert.notEqual(await outcome(listSourcesOf(cast.as(ctx, 'sara'), { thread: String(ids[title]) })), 'ok', title)
    await restorePost(ctx, post('hidden'), kept)
    assert.deepEqual(await shown(), ['Velund Riders', 'hidden', 'stays'])
    await narrowSpace(cast.as(ctx, 'sara'), cast.spaces.riders.id, 'members')
    assert.deepEqual(await shown(), [])
    assert.equal(
      await outcome(listSourcesOf(cast.as(ctx, 'sara'), { space: 'riders' })),
      'inbound-links.not-found',
      'Sara reads the space, and the report is of what everybody reads',
    )
  }),
)

test(
  'what is not public when it is written down is never counted',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const thread = await asked(ctx, cast, 'Range')
    await narrowThread(cast.as(ctx, 'ines'), thread, 4)
    await come(ctx, { thread }, { 'a.example': 3 })
    await come(ctx, { thread: 999_999 as ThreadId }, { 'a.example': 3 })
    for (const space of ['testers', 'battery', 'velund', 'nowhere']) await come(ctx, { space }, { 'a.example': 1 })
    assert.equal((await ctx.db.selectFrom('inboundLinks').selectAll().execute()).length, 0)
  }),
)

test(
  'what led to a thread that was renamed, retyped or merged leads to where it stands now, and back when it is separated',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const sara = cast.as(ctx, 'sara')
    const [first, second, third] = [
      await asked(ctx, cast, 'First'),
      await asked(ctx, cast, 'Second'),
      await asked(ctx, cast, 'Third'),
    ]
    await come(ctx, { thread: first }, { 'a.example/x': 1, 'b.example': 1 })
    await come(ctx, { thread: second }, { 'a.example/x': 2 })
    await come(ctx, { thread: third }, { 'a.example/x': 3 })
    await mergeThread(sara, first, second)
    assert.deepEqual((await report(ctx, cast)).toSorted(), [
      'Second: 4 (a.example/x 3, b.example 1)',
      'Third: 3 (a.example/x 3)',
    ])
    await mergeThread(sara, second, third)
    assert.deepEqual(await report(ctx, cast), ['Third: 7 (a.example/x 6, b.example 1)'])
    for (const id of [first, second, third])
      assert.deepEqual(await sources(ctx, cast, { thread: String(id) }), ['a.example/x 6', 'b.example 1'])
    await unmergeThread(sara, second)
    assert.deepEqual((await report(ctx, cast)).toSorted(), [
      'Second: 4 (a.example/x 3, b.example 1)',
      'Third: 3 (a.example/x 3)',
    ])
    await retypeThread(sara, third, 'problem')
    const { items } = await listInboundLinks(sara)
    assert.ok(items.some((page) => page.kind === 'thread' && page.type === 'problem' && page.times === 3))
  }),
)

test(
  'of one page and day so many sites are kept, the first and then those that lead there most; none of the others is lost',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const many = Object.fromEntries(
      Array.from({ length: mostSources + 10 }, (_, n) => [`s${n}.example`, n < 10 ? 1 : 2]),
    )
    await come(ctx, { list: '/' }, many)
    const { sources: first } = await listSourcesOf(cast.as(ctx, 'sara'), { page: '/' })
    const { sources: second } = await listSourcesOf(cast.as(ctx, 'sara'), { page: '/' }, first.next)
    assert.equal(second.next, undefined)
    const all = [...first.items, ...second.items].map(({ host, times }) => `${host === '' ? 'others' : 'one'} ${times}`)
    assert.deepEqual(all, ['others 10', ...Array.from({ length: mostSources }, () => 'one 2')])
    // Who is known goes on counting, who is new does not; another day begins anew.
    await come(ctx, { list: '/' }, { 's20.example': 5, 'new.example': 7 })
    await come(ctx, { list: '/' }, { 'new.example': 1 }, 1)
    const kept = await ctx.db
      .selectFrom('inboundLinks')
      .select(['host', 'times'])
      .where('host', 'in', ['', 's20.example', 'new.example'])
      .orderBy('times')
      .execute()
    assert.deepEqual(kept, [
      { host: 'new.example', times: 1 },
      { host: 's20.example', times: 7 },
      { host: '', times: 17 },
    ])
  }),
)

test(
  'nobody fills the table: a day that is full keeps one number for all the rest',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const day = ctx.now.toISOString().slice(0, 10)
    const rows = Array.from({ length: mostOfDay }, (_, n) => ({
      day,
      spaceId: cast.spaces.riders.id,
      host: `s${n}.example`,
      path: '',
      times: 1,
    }))
    for (let n = 0; n < rows.length; n += 1000)
      await ctx.db
        .insertInto('inboundLinks')
        .values(rows.slice(n, n + 1000) as never)
        .execute()
    const thread = await asked(ctx, cast, 'Range')
    await come(ctx, { thread }, { 'a.example': 2, 'b.example': 1 })
    await come(ctx, { space: 'riders' }, { 's3.example': 1, 'c.example': 1 })
    const { count } = await ctx.db
      .selectFrom('inboundLinks')
      .select((eb) => eb.fn.countAll<number>().as('count'))
      .executeTakeFirstOrThrow()
    assert.equal(count, mostOfDay + 1)
    const lines = await report(ctx, cast)
    assert.equal(lines.at(-1), 'rest: 4')
    assert.match(lines[0]!, /^Velund Riders: 5001 \(s3\.example 2, /)
    await come(ctx, { thread }, { 'a.example': 1 }, 1)
    assert.ok((await report(ctx, cast)).includes('Range: 1 (a.example 1)'), 'yesterday was not full')
  }),
)

test(
  'the report goes on page by page, each page once, and an address that is none of ours begins at the first',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const sara = cast.as(makeCtx({ ...ctx, now: ctx.now }), 'sara')
    await ctx.db.deleteFrom('rateLimits').execute()
    const expected: string[] = []
    for (let n = 0; n < 23; n++) {
      const { id } = await ctx.db
        .insertInto('threads')
        .values({
          ...{ realm: 'outside', spaceId: cast.spaces.riders.id, type: 'question', authorId: cast.people.ines.id },
          ...{ title: `Number ${n}`, slug: `number-${n}`, body: 'x' },
        } as never)
        .returning('id')
        .executeTakeFirstOrThrow()
      await come(ctx, { thread: id }, { 'a.example': 1 + (n % 4) })
      expected.push(`Number ${n}`)
    }
    const seen: string[] = []
    const times: number[] = []
    let after: string | undefined
    do {
      const page = await listInboundLinks(sara, after)
      for (const item of page.items) {
        seen.push(item.kind === 'list' ? item.path : item.title)
        times.push(item.times)
      }
      after = page.next
    } while (after !== undefined)
    assert.deepEqual(seen.toSorted(), expected.toSorted())
    assert.deepEqual(
      times,
      times.toSorted((a, b) => b - a),
    )
    const first = await listInboundLinks(sara)
    for (const odd of ['', 'x', '1', '1.', '-1.2', "1.1'--", `${'9'.repeat(30)}.1`])
      assert.deepEqual(await listInboundLinks(sara, odd), first, odd)
  }),
)
