import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { inTransaction } from '../../../test/database.ts'
import '../../features.ts'
import { listThreads } from '../../content/threads/threads.ts'
import type { Ctx } from '../../platform/context.ts'
import { folderBlobs } from '../../platform/blobs.ts'
import { readConfig } from '../../platform/config.ts'
import { putSetting } from '../../platform/settings.ts'
import { createSpace } from '../../realms/spaces/spaces.ts'
import { examine } from '../doctor/doctor.ts'
import { buildDemo } from './demo.ts'
import { insideTopics } from './inside-topics.ts'
import { outsideTopics } from './outside-topics.ts'

const now = new Date('2026-02-03T12:00:00Z')

async function texts(ctx: Ctx): Promise<string[]> {
  const { rows } = await sql<{
    text: string
  }>`select title || E'\\n' || body as text from threads union all select body from replies order by 1`.execute(ctx.db)
  return rows.map(({ text }) => text)
}

async function one(ctx: Ctx, statement: string): Promise<number> {
  const { rows } = await sql<{ n: number }>`select (${sql.raw(statement)}) as n`.execute(ctx.db)
  return Number(rows[0]!.n)
}

test(
  'the demo is a whole company: people, places, talk on both sides, swarms, a twin and what crossed',
  inTransaction(
    async (ctx) => {
      await buildDemo(ctx)
      const people = await sql<{
        realm: string
        n: number
      }>`select realm, count(*) as n from accounts group by realm order by realm`.execute(ctx.db)
      assert.deepEqual(people.rows, [
        { realm: 'bridge', n: 3 },
        { realm: 'inside', n: 60 },
        { realm: 'outside', n: 241 },
      ])
      const spaces = await sql<{
        realm: string
        n: number
      }>`select realm, count(*) as n from spaces group by realm order by realm`.execute(ctx.db)
      assert.deepEqual(spaces.rows, [
        { realm: 'bridge', n: 1 },
        { realm: 'inside', n: 6 },
        { realm: 'outside', n: 3 },
      ])
      const threads = await one(ctx, 'select count(*) from threads')
      assert.ok(threads >= 340 && threads <= 390, `${threads} threads`)
      assert.equal(await one(ctx, 'select count(*) from swarms where closed_at is null'), 4)
      assert.equal(await one(ctx, 'select count(*) from swarm_wordings'), 3)
      assert.equal(await one(ctx, `select count(*) from crossings where act = 'publish-out'`), 2)
      for (const table of ['answer_acceptances', 'official_answers', 'same_heres', 'kudos', 'loop_closures']) {
        assert.ok((await one(ctx, `select count(*) from ${table}`)) > 20, table)
      }
    },
    { kind: 'empty', now },
  ),
)

test(
  'nobody is told or mailed about generated things, and nobody can sign in as a generated person',
  inTransaction(
    async (ctx) => {
      await buildDemo(ctx)
      for (const table of ['events', 'mails', 'notices'])
        assert.equal(await one(ctx, `select count(*) from ${table}`), 0, table)
      assert.equal(
        await one(ctx, 'select count(*) from accounts where password_hash is not null or email_proved_at is not null'),
        0,
      )
      assert.equal(await one(ctx, `select count(*) from accounts where email not like '%.demo.example'`), 0)
    },
    { kind: 'empty', now },
  ),
)

test(
  'the demo passes the doctor: counters, wall and crossings hold',
  inTransaction(
    async (ctx) => {
      await buildDemo(ctx)
      const findings = await examine({ ctx, config: readConfig({}), blobs: folderBlobs('/nowhere') })
      for (const check of ['counters', 'wall', 'crossings', 'crossing log', 'files']) {
        assert.equal(findings.find((finding) => finding.check === check)!.health, 'fine', check)
      }
    },
    { kind: 'empty', now },
  ),
)

test(
  'everything lies within the last 90 days, answers after questions, nothing in the future',
  inTransaction(
    async (ctx) => {
      await buildDemo(ctx)
      assert.equal(
        await one(
          ctx,
          `select count(*) from threads where created_at > '${now.toISOString()}' or created_at < '${now.toISOString()}'::timestamptz - interval '92 days'`,
        ),
        1,
        'the idea that was put away',
      )
      assert.equal(
        await one(
          ctx,
          `select count(*) from replies join threads on threads.id = thread_id where (replies.created_at < threads.created_at and not exists (select from thread_acts where other_id = threads.id and act = 'split')) or replies.created_at > '${now.toISOString()}'`,
        ),
        0,
      )
      assert.equal(
        await one(
          ctx,
          `select count(*) from loop_closures where told_at > '${now.toISOString()}' or helped_at < told_at`,
        ),
        0,
      )
    },
    { kind: 'empty', now },
  ),
)

test(
  'no text has an unfilled slot, and no two threads have the same title',
  inTransaction(
    async (ctx) => {
      await buildDemo(ctx)
      for (const text of await texts(ctx)) assert.doesNotMatch(text, /[{}]|undefined|\s{3}|since (on|in|last update)\b/)
      assert.equal(await one(ctx, 'select count(*) - count(distinct title) from threads'), 0)
    },
    { kind: 'empty', now },
  ),
)

test('texts that belong together stand at the same place of their lists', () => {
  for (const topic of outsideTopics) {
    assert.equal(topic.titles.length, 4, topic.titles[0])
    assert.deepEqual([topic.seen.length, topic.tried.length, topic.answers.length], [4, 4, 4], topic.titles[0])
  }
  for (const topic of insideTopics) assert.equal(topic.bodies.length, topic.titles.length, topic.titles[0])
})

test(
  'the demo fills the spaces that the owner made, under the company name that the owner chose, the same each time',
  inTransaction(
    async (ctx) => {
      await putSetting(ctx, 'company', 'Acme Cycles')
      const outside = await createSpace(ctx, {
        realm: 'outside',
        slug: 'riders',
        title: 'Acme Community',
        access: 'public',
      })
      await createSpace(ctx, { realm: 'inside', slug: 'everyone', title: 'Everyone at Acme', access: 'employees' })
      await sql`savepoint empty_house`.execute(ctx.db)
      await buildDemo(ctx)
      assert.ok(
        (await listThreads(ctx, { spaceId: outside.id, types: ['question'] }, { limit: 200 })).items.length > 100,
      )
      const first = await texts(ctx)
      assert.ok(!first.some((text) => text.includes('Velund')))
      await sql`rollback to savepoint empty_house`.execute(ctx.db)
      await buildDemo(ctx)
      assert.deepEqual(await texts(ctx), first)
    },
    { kind: 'empty', now },
  ),
)
