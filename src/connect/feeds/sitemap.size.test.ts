/** The site map of a large community: each file by one indexed query, the list of files without looking at every thread. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { CompiledQuery, type KyselyPlugin, sql } from 'kysely'
import { getCast } from '../../../test/cast.ts'
import { freshPool } from '../../../test/database.ts'
import { type Ctx, makeCtx } from '../../platform/context.ts'
import { openDatabase } from '../../platform/database.ts'
import { silentLog } from '../../platform/log.ts'
import { selectSitemapPage, selectSitemapPages } from './feeds.queries.ts'

const threads = Number(process.env.TANGO_SITEMAP_THREADS ?? 8000)
const size = threads / 20

/** How PostgreSQL does what `work` asks, once: its plan as it ran, with the milliseconds. */
async function planOf(ctx: Ctx, work: (ctx: Ctx) => Promise<unknown>): Promise<{ plan: string; ms: number }> {
  const asked: CompiledQuery[] = []
  const compiler = ctx.db.getExecutor()
  const listening: KyselyPlugin = {
    transformQuery: ({ node, queryId }) => {
      asked.push(compiler.compileQuery(node, queryId))
      return node
    },
    transformResult: async ({ result }) => result,
  }
  await work(makeCtx({ ...ctx, db: ctx.db.withPlugin(listening) }))
  assert.equal(asked.length, 1, 'one statement')
  const { sql: text, parameters } = asked[0]!
  const explained = CompiledQuery.raw(`explain (analyze, buffers) ${text}`, [...parameters])
  const { rows } = await ctx.db.executeQuery<Record<string, string>>(explained)
  const plan = rows.map((row) => Object.values(row)[0]).join('\n')
  return { plan, ms: Number(/Execution Time: ([\d.]+) ms/.exec(plan)![1]) }
}

test('the site map reads its own index: one range a file, and one look a range for the list of files', async (t) => {
  const db = openDatabase(await freshPool('cast'))
  const ctx = makeCtx({ viewer: { kind: 'visitor' }, db, now: new Date(), log: silentLog })
  const cast = await getCast(ctx)
  // Most of what is said is said inside, and none of it is on the way. Triggers would make this long, and change nothing here.
  await db.transaction().execute(async (one) => {
    await sql`alter table threads disable trigger user`.execute(one)
    for (let from = 1; from <= threads; from += 5000)
      await sql`insert into threads (realm, space_id, type, author_id, title, slug, body)
      select case when n % 2 = 0 then 'outside' else 'inside' end,
        case when n % 2 = 0 then ${cast.spaces.riders.id}::bigint else ${cast.spaces.velund.id}::bigint end,
        case when n % 2 = 0 then 'question' else 'discussion' end, ${cast.people.ines.id}, 'T', 't', 'x'
      from generate_series(${from}::int, ${Math.min(from + 4999, threads)}::int) n`.execute(one)
  })
  await sql`vacuum analyze threads`.execute(db)
  const pages = await selectSitemapPages(ctx, size)
  assert.equal(pages.length, Math.floor(threads / size) + 1)
  assert.equal((await selectSitemapPage(ctx, 1, size)).length, size / 2)
  const index = await planOf(ctx, (one) => selectSitemapPages(one, size))
  const file = await planOf(ctx, (one) => selectSitemapPage(one, 1, size))
  t.diagnostic(`${threads} threads: list of files ${index.ms} ms, a file ${file.ms} ms`)
  for (const [what, { plan }] of Object.entries({ index, file })) {
    assert.match(plan, /threads_mapped|threads_pkey/, what)
    assert.doesNotMatch(plan, /Seq Scan on threads/, `${what}: ${plan}`)
  }
})
