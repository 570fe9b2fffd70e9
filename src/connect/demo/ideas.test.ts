import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { inTransaction } from '../../../test/database.ts'
import '../../features.ts'
import { listIdeas, listStageChanges } from '../../content/ideas/ideas.ts'
import type { Ctx } from '../../platform/context.ts'
import { buildDemo } from './demo.ts'
import { ideaScripts, praiseScripts, problemScripts } from './idea-scripts.ts'

const now = new Date()

async function rowsOf<Row>(ctx: Ctx, statement: string): Promise<Row[]> {
  return (await sql<Row>`${sql.raw(statement)}`.execute(ctx.db)).rows
}

test(
  'the demo has ideas in every stage that the company sets, with votes, reasons, comments and one answer that is owed',
  inTransaction(
    async (ctx) => {
      await buildDemo(ctx)
      const visitor = ctx.as({ kind: 'visitor' })
      const { items } = await listIdeas(visitor, {}, { limit: 50 })
      const titles = new Set(items.map(({ thread }) => thread.title))
      for (const { title } of ideaScripts) assert.ok(titles.has(title), title)
      assert.deepEqual([...new Set(items.map(({ stage }) => stage))].toSorted(), [
        'already-offered',
        'archived',
        'done',
        'new',
        'not-planned',
        'partly-done',
        'planned',
        'under-review',
      ])
      const today = now.toISOString().slice(0, 10)
      const overdue = items.filter(({ answerBy }) => answerBy !== null && answerBy < today)
      assert.deepEqual(
        overdue.map(({ thread }) => thread.title),
        ['A charger that fits into a jersey pocket'],
      )
      for (const { id, stage, votes, thread } of items) {
        assert.ok(votes.promoted >= 1 && votes.score === votes.promoted - votes.demoted, thread.title)
        const last = (await listStageChanges(visitor, id)).at(-1)
        assert.equal(last?.stage ?? 'new', stage)
        if (stage === 'not-planned') assert.ok(last!.reason.length > 20, thread.title)
        if (stage === 'partly-done') assert.match(last!.part!, /2025/)
      }
      const winner = items.toSorted((a, b) => b.votes.score - a.votes.score)[0]!
      assert.match(winner.thread.title, /range/)
      assert.ok(
        items.some(({ votes }) => votes.score < 0),
        'not everything is liked',
      )

      const problems = await rowsOf<{ state: string | null; waiting: number }>(
        ctx,
        `select problems.state, threads.same_here_count as waiting from threads left join problems on problems.thread_id = threads.id where type = 'problem' order by threads.created_at`,
      )
      assert.deepEqual(problems.map(({ state }) => state ?? 'reported').toSorted(), [
        'fixed',
        'no-fault',
        'reported',
        'workaround',
      ])
      assert.deepEqual(
        problems.map(({ waiting }) => waiting).toSorted(),
        problemScripts.map(({ sameHere }) => sameHere).toSorted(),
      )
      const praise = await rowsOf<{ n: number }>(
        ctx,
        `select count(*)::int as n from praise_thanks group by thread_id order by 1`,
      )
      assert.deepEqual(praise.map(({ n }) => n).toSorted(), praiseScripts.map(({ thanks }) => thanks).toSorted())
      const flags = await rowsOf<{ n: number; cases: number }>(
        ctx,
        `select count(*)::int as n, count(distinct case_id)::int as cases from moderation_flags`,
      )
      assert.deepEqual(flags, [{ n: 8, cases: 5 }])
    },
    { kind: 'empty', now },
  ),
)
