/** What is counted is what came: however it is written down, and whatever the database does meanwhile. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { getCast } from '../../../test/cast.ts'
import { freshPool, inTransaction } from '../../../test/database.ts'
import { fc } from '../../../test/property.ts'
import { ask } from '../../content/questions/questions.ts'
import { type Ctx, makeCtx } from '../../platform/context.ts'
import { openDatabase, openPool } from '../../platform/database.ts'
import { makeLog, silentLog } from '../../platform/log.ts'
import { type CountedPage, readSource } from './arrivals.ts'
import { countInboundLinks, mostWaiting } from './counting.ts'

const day = '2026-11-22'
const never = 3_600_000
const from = (referer: string) => readSource(referer)!

async function kept(ctx: Ctx): Promise<Record<string, number>> {
  const rows = await ctx.db.selectFrom('inboundLinks').select(['day', 'place', 'host', 'path', 'times']).execute()
  return Object.fromEntries(rows.map((one) => [`${one.day} ${one.place} ${one.host}${one.path}`, one.times]))
}

type Act =
  | { readonly do: 'come'; readonly page: number; readonly from: number; readonly day: number }
  | { readonly do: 'flush' | 'wait' | 'break' | 'mend' }

const act: fc.Arbitrary<Act> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({ do: fc.constant('come' as const), page: fc.nat(3), from: fc.nat(4), day: fc.nat(1) }),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constantFrom('flush' as const, 'wait' as const) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constantFrom('break' as const, 'mend' as const) }) },
)

test('the counts are what came, however often and when it is written down, and though the database fails between', async () => {
  const db = openDatabase(await freshPool('cast'))
  const ctx = makeCtx({ viewer: { kind: 'system', reason: 'test' }, db, now: new Date(), log: silentLog })
  const cast = await getCast(ctx)
  const { thread } = await ask(cast.as(ctx, 'ines'), { space: 'riders', title: 'Range', body: 'Why?', tags: [] })
  const pages: readonly CountedPage[] = [
    { thread: thread.id },
    { space: 'riders' },
    { list: '/' },
    { list: '/questions' },
  ]
  const places = [`t${thread.id}`, `s${cast.spaces.riders.id}`, '/', '/questions']
  const sites = ['a.example', 'b.example/x', 'b.example/y', 'c.example', 'xn--d.example'].map((one) => `https://${one}`)
  const days = [day, '2026-11-23']
  const rename = (to: string, was: string) => sql`alter table ${sql.table(was)} rename to ${sql.table(to)}`.execute(db)
  await fc.assert(
    fc.asyncProperty(fc.array(act, { maxLength: 40, size: 'max' }), async (acts) => {
      await db.deleteFrom('inboundLinks').execute()
      const [one, other] = [countInboundLinks(db, silentLog, never), countInboundLinks(db, silentLog, never)]
      const expected: Record<string, number> = {}
      let isBroken = false
      const mend = async () => {
        if (isBroken) await rename('inbound_links', 'inbound_links_away')
        isBroken = false
      }
      for (const [n, what] of acts.entries()) {
        // Two processes over one database.
        const counter = n % 3 === 0 ? other : one
        if (what.do === 'come') {
          const key = `${days[what.day]} ${places[what.page]} ${sites[what.from]!.slice(8)}`
          expected[key] = (expected[key] ?? 0) + 1
          counter.note(days[what.day]!, pages[what.page]!, from(sites[what.from]!))
        } else if (what.do === 'flush') void counter.flush()
        else if (what.do === 'wait') await counter.flush()
        else if (what.do === 'mend') await mend()
        else if (!isBroken) {
          await rename('inbound_links_away', 'inbound_links')
          isBroken = true
        }
      }
      await Promise.all([one.flush(), other.flush()])
      await mend()
      await Promise.all([one.stop(), other.stop()])
      assert.deepEqual(await kept(ctx), expected)
    }),
    { numRuns: Math.min(Number(process.env.TANGO_RUNS ?? 25), 500) },
  )
})

test(
  'nothing is written for one who comes; what waited is written at the end',
  inTransaction(async (ctx) => {
    const counter = countInboundLinks(ctx.db, silentLog, never)
    counter.note(day, { list: '/' }, from('https://a.example/x'))
    counter.note(day, { list: '/' }, from('https://a.example/x'))
    assert.deepEqual(await kept(ctx), {})
    await counter.stop()
    assert.deepEqual(await kept(ctx), { [`${day} / a.example/x`]: 2 })
    await counter.flush()
    assert.deepEqual(await kept(ctx), { [`${day} / a.example/x`]: 2 })
  }),
)

test('what came is written down by itself after a while', async () => {
  const db = openDatabase(await freshPool('cast'))
  const counter = countInboundLinks(db, silentLog, 1)
  counter.note(day, { list: '/' }, from('https://a.example'))
  const isThere = async () => (await db.selectFrom('inboundLinks').select('id').execute()).length > 0
  const until = Date.now() + 60_000
  while (!(await isThere())) assert.ok(Date.now() < until, 'it is never written')
  await counter.stop()
})

test('a database that is out of reach loses neither the process nor, before its end, what came; one line says so', async () => {
  const lines: string[] = []
  const pool = openPool('postgres://nobody@127.0.0.1:1/none')
  const counter = countInboundLinks(
    openDatabase(pool),
    makeLog('info', (line) => lines.push(line)),
    never,
  )
  counter.note(day, { list: '/' }, from('https://a.example/private-path'))
  await counter.flush()
  await counter.flush()
  await counter.stop()
  await pool.end()
  assert.equal(lines.length, 3)
  for (const line of lines) {
    assert.match(line, /"level":"warn".*"waiting":1/)
    assert.doesNotMatch(line, /a\.example|private-path/, 'nothing of what came')
  }
})

test(
  'however many different ones come at once, so many wait; the rest is one number for its day',
  inTransaction(async (ctx) => {
    const counter = countInboundLinks(ctx.db, silentLog, never)
    for (let n = 0; n < mostWaiting + 500; n++)
      counter.note(day, { list: '/questions' }, from(`https://a.example/${n}`))
    // One that waits already is counted as before.
    counter.note(day, { list: '/questions' }, from('https://a.example/0'))
    await counter.stop()
    const rows = Object.entries(await kept(ctx))
    assert.equal(
      rows.reduce((sum, [, times]) => sum + times, 0),
      mostWaiting + 501,
    )
    assert.equal(Object.fromEntries(rows)[`${day}  `], 500)
  }),
)
