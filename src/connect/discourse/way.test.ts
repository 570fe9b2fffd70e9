/** The whole way of an operator: the command, and then the old addresses in a browser. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Command } from 'commander'
import { sql } from 'kysely'
import { openSite } from '../../../test/browse.ts'
import { inTransaction, testPool } from '../../../test/database.ts'
import '../../features.ts'
import { folderBlobs } from '../../platform/blobs.ts'
import { readConfig } from '../../platform/config.ts'
import type { Ctx } from '../../platform/context.ts'
import { importCommands } from '../import/import.commands.ts'
import { bread, post, topic, withPages } from './site.fixture.test.ts'

async function call(ctx: Ctx, pages: Readonly<Record<string, unknown>>, ...options: string[]) {
  const program = new Command().exitOverride().configureOutput({ writeErr: () => {} })
  const lines: string[] = []
  let code: number | void = undefined
  const pool = await testPool()
  importCommands(program, async (work) => {
    const house = { ctx, pool, config: readConfig({}), blobs: folderBlobs('/nowhere') }
    code = await work({
      ...house,
      json: options.includes('--json'),
      interactive: false,
      print: (line) => void lines.push(line),
    })
  })
  for (const command of program.commands.flatMap((one) => [one, ...one.commands]))
    command.exitOverride().configureOutput({ writeErr: () => {} })
  await withPages(pages, (folder) => program.parseAsync(['import', 'discourse', folder, ...options], { from: 'user' }))
  return { code, lines }
}

test(
  'the command says what it did in a table, and by its exit code whether something needs a look',
  inTransaction(async (ctx) => {
    const dry = await call(ctx, bread, '--site', 'forum.bread.example', '--dry-run')
    assert.deepEqual([dry.code, dry.lines.at(-1)], [0, 'Nothing was written: this was a dry run.'])
    assert.match(dry.lines[0]!, /read +would add +already here +left out +skipped/)
    const told = await call(
      ctx,
      { ...bread, 't/40.json': topic(40, '', [post(400, 40, 1)]) },
      '--site',
      'https://Forum.bread.example/',
      '--json',
    )
    const report = JSON.parse(told.lines.join('\n'))
    assert.deepEqual([told.code, told.lines.length, report.site, report.problemCount], [2, 1, 'forum.bread.example', 1])
    await assert.rejects(call(ctx, bread), /--site/)
    await assert.rejects(call(ctx, bread, '--site', 'no site'), /is no site/)
  }),
)

test(
  'the old addresses of a site lead a visitor to its topics, posts, categories and people, and to nothing that stayed behind',
  inTransaction(async (ctx) => {
    await call(ctx, bread, '--site', 'forum.bread.example', '--private-messages')
    const { rows } = await sql<{ id: number; fold: number; idea: number; berta: number; message: number }>`select
      (select id from threads where title like 'Is 70%') as id, (select id from replies where body = 'Fold it.') as fold,
      (select id from threads where title like 'Timer%') as idea, (select id from accounts where display_name = 'berta') as berta,
      (select id from threads where title = 'SECRET between us') as message`.execute(ctx.db)
    const { id, fold, idea, berta, message } = rows[0]!
    const site = await openSite(ctx)
    const visitor = site.as('visitor')
    const home = `/questions/${id}/is-70-water-too-wet`
    const expected: Record<string, string> = {
      '/t/is-70-water-too-wet/20': home,
      '/t/20': home,
      '/t/20/1': home,
      '/t/anything/20/2': `${home}#answer-${fold}`,
      // A whisper stood there: its topic is the closest that may be read.
      '/t/anything/20/5': home,
      '/p/101': `${home}#answer-${fold}`,
      '/t/21': `/ideas/${idea}/timer-in-the-app`,
      '/c/dough/4': '/s/dough',
      '/c/dough/rye/8': '/s/rye',
      '/c/feature-requests': '/s/feature-requests',
      '/u/Berta/summary': `/people/${berta}-berta`,
      '/tag/crust': '/tags/crust',
      '/from/forum.bread.example/t/20/2': `${home}#answer-${fold}`,
    }
    for (const [path, to] of Object.entries(expected)) {
      const { status, location } = await visitor.get(path)
      assert.deepEqual([status, location], [301, to], path)
    }
    assert.ok(message > 0)
    for (const path of [
      '/t/22',
      '/t/23',
      '/t/24',
      '/t/25',
      '/t/25/2',
      '/p/150',
      '/p/105',
      '/c/6',
      '/c/staff',
      '/from/other.example/t/20',
    ]) {
      for (const who of ['visitor', 'joost', 'ines'] as const) {
        const { status, location } = await site.as(who).get(path)
        assert.deepEqual([status, location], [404, null], `${who} ${path}`)
      }
    }
  }),
)
