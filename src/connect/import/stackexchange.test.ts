import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { sql } from 'kysely'
import { inTransaction } from '../../../test/database.ts'
import type { Ctx } from '../../platform/context.ts'
import { renderMarkdown } from '../../platform/text/markdown.ts'
import { textOfHtml } from './html-text.ts'
import { type ImportReport, importStackExchange } from './import.ts'
import { readXmlRows } from './xml-rows.ts'

const folder = join(import.meta.dirname, '../../../../shared/data/stackexchange-conlang-meta')
const skip = existsSync(folder) ? false : `the real dump is not at ${folder}`

async function count(ctx: Ctx, statement: string): Promise<number> {
  const { rows } = await sql<{ n: number }>`select count(*) as n from ${sql.raw(statement)}`.execute(ctx.db)
  return rows[0]!.n
}

function added(report: ImportReport): Record<string, number> {
  return Object.fromEntries(Object.entries(report.counts).map(([name, tally]) => [name, tally.added]))
}

test(
  'the real dump comes over whole, and a second run adds nothing',
  { skip },
  inTransaction(async (ctx) => {
    const before = await count(ctx, 'events')
    const report = await importStackExchange(ctx, { folder, space: 'riders' })
    assert.equal(report.counts.questions.added, 54)
    assert.equal(report.counts.answers.added, 115)
    assert.equal(report.counts['accepted answers'].added, 11)
    assert.equal(report.counts.comments.added, 230)
    assert.equal(report.counts.users.added, 272)
    for (const tally of Object.values(report.counts)) {
      assert.equal(tally.rows, tally.added + tally.alreadyHere + tally.ignored + tally.skipped)
    }
    assert.equal(await count(ctx, 'threads'), 54)
    assert.equal(await count(ctx, `replies where kind = 'answer'`), 115)
    assert.equal(await count(ctx, `replies where kind = 'comment'`), 230)
    assert.equal(await count(ctx, 'answer_acceptances'), 11)
    assert.equal(await count(ctx, `accounts where state = 'unclaimed'`), 272 + report.formerMembers)
    assert.equal(await count(ctx, 'events'), before, 'an import announces nothing')
    assert.equal((await count(ctx, 'notices')) + (await count(ctx, 'mails')) + (await count(ctx, 'loop_closures')), 0)
    const again = await importStackExchange(ctx, { folder, space: 'riders' })
    assert.deepEqual(new Set(Object.values(added(again))), new Set([0]))
    assert.equal(await count(ctx, 'replies'), 345)
  }),
)

test(
  'every post of the real dump renders the same words as its HTML had',
  { skip },
  inTransaction(async (ctx) => {
    await importStackExchange(ctx, { folder, space: 'riders' })
    const { rows } = await sql<{ foreignId: string; body: string }>`
      select foreign_id, body from import_references join threads on import_references.kind = 'question' and threads.id = local_id
      union all select foreign_id, body from import_references join replies on import_references.kind = 'answer' and replies.id = local_id`.execute(
      ctx.db,
    )
    const bodies = new Map(rows.map((row) => [row.foreignId, row.body]))
    let compared = 0
    for await (const { values } of readXmlRows(join(folder, 'Posts.xml'), 'posts', () => {})) {
      if (!['1', '2'].includes(values.PostTypeId!)) continue
      assert.equal(textOfHtml(renderMarkdown(bodies.get(values.Id!)!)), textOfHtml(values.Body!), `post ${values.Id}`)
      compared += 1
    }
    assert.equal(compared, 169)
  }),
)
