/** A long list of notices costs what a short one costs: the same statements, and as few rows. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { type PersonName, getCast } from '../../../test/cast.ts'
import { inTransaction } from '../../../test/database.ts'
import { counting } from '../../../test/statements.ts'
import type { Ctx } from '../../platform/context.ts'
import { type NoticeGroup, countUnread, listNoticeGroups } from './notices.ts'

/** 500 threads of which Gustav was told ten times each and Ines once; and one of which Joost was told 3,000 times. */
async function longLists(ctx: Ctx) {
  const { people, spaces } = await getCast(ctx)
  await sql`insert into threads (space_id, realm, type, title, slug, body, author_id, created_at)
    select ${spaces.riders.id}, 'outside', 'question', 'Thread ' || n, 'thread', 'Why?', ${people.amina.id}, ${ctx.now}
    from generate_series(1, 500) n`.execute(ctx.db)
  const tell = (who: PersonName, times: number, title: string) =>
    sql`insert into notices (account_id, kind, because, thread_id, occasion, actor_id, made_at)
      select ${people[who].id}, 'answer', 'because', id, n::text, ${people.amina.id},
        ${ctx.now}::timestamptz - ((n * 7919 + id * 104729) % 1000003) * interval '1 second'
      from threads, generate_series(1, ${times}::int) n where title like ${title}`.execute(ctx.db)
  await tell('gustav', 10, 'Thread %')
  await tell('ines', 1, 'Thread %')
  await tell('joost', 3000, 'Thread 1')
  await tell('joost', 1, 'Thread 2')
  await sql`analyze notices`.execute(ctx.db)
  await sql`analyze threads`.execute(ctx.db)
}

/** Rows of notices that this transaction has read so far, and how often it read the table from end to end. */
async function readSoFar(ctx: Ctx) {
  const { rows } = await sql<{ rows: number; whole: number }>`select coalesce(idx_tup_fetch, 0) + seq_tup_read as rows,
    seq_scan as whole from pg_stat_xact_user_tables where relname = 'notices'`.execute(ctx.db)
  return rows[0]!
}

async function cost(ctx: Ctx, work: (counted: Ctx) => Promise<unknown>) {
  const { ctx: counted, take } = counting(ctx)
  const before = await readSoFar(ctx)
  await work(counted)
  const after = await readSoFar(ctx)
  return { rows: after.rows - before.rows, whole: after.whole - before.whole, statements: take() }
}

test(
  'a page of 5,000 notices asks as many statements as one of 500, and reads rows of its own groups alone',
  inTransaction(async (ctx) => {
    await longLists(ctx)
    const cast = await getCast(ctx)
    const [long, short] = [cast.as(ctx, 'gustav'), cast.as(ctx, 'ines')]
    assert.equal(await countUnread(long), 5000)
    for (const page of [1, 2, 3]) {
      const after = async (who: Ctx) => {
        let next: string | undefined
        for (let n = 1; n < page; n++) next = (await listNoticeGroups(who, next)).next!
        return next
      }
      const [ofLong, ofShort] = [await after(long), await after(short)]
      const costs = [
        await cost(long, (counted) => listNoticeGroups(counted, ofLong)),
        await cost(short, (counted) => listNoticeGroups(counted, ofShort)),
      ] as const
      assert.deepEqual([costs[0].statements, costs[1].statements], [2, 2])
      assert.deepEqual([costs[0].whole, costs[1].whole], [0, 0], 'by index')
      // Twenty groups of ten, asked for their order, their number and their lines.
      assert.ok(costs[0].rows < 1500, `page ${page} reads ${costs[0].rows} rows`)
    }
  }),
)

test(
  'page after page each thread stands once, in order of its newest notice, with what is unread of it',
  inTransaction(async (ctx) => {
    await longLists(ctx)
    const cast = await getCast(ctx)
    const gustav = cast.as(ctx, 'gustav')
    const all: NoticeGroup[] = []
    let after: string | undefined
    do {
      const page = await listNoticeGroups(gustav, after, 100)
      all.push(...page.items)
      after = page.next
    } while (after)
    const { rows } = await sql<{ title: string; at: Date }>`select title, max(made_at) as at from notices
      join threads on threads.id = thread_id where account_id = ${cast.people.gustav.id}
      group by title, thread_id order by max(made_at) desc, max(notices.id) desc`.execute(ctx.db)
    assert.deepEqual(
      all.map(({ title, at, unread }) => ({ title, at, unread })),
      rows.map((row) => ({ ...row, unread: 10 })),
    )
  }),
)

test(
  'a thread of which somebody was told thousands of times is one line; the next page begins below it',
  inTransaction(async (ctx) => {
    await longLists(ctx)
    const joost = (await getCast(ctx)).as(ctx, 'joost')
    const { items } = await listNoticeGroups(joost)
    assert.deepEqual(
      new Set(items.map(({ title, unread }) => `${title} ${unread}`)),
      new Set(['Thread 1 100', 'Thread 2 1']),
    )
    const first = await listNoticeGroups(joost, undefined, 1)
    const second = await listNoticeGroups(joost, first.next, 1)
    assert.deepEqual(
      [...first.items, ...second.items].map(({ id }) => id),
      items.map(({ id }) => id),
    )
    assert.equal(second.next, undefined)
  }),
)
