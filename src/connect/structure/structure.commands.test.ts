import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { Command } from 'commander'
import { inTransaction } from '../../../test/database.ts'
import { listTree } from '../../people/axes/axes.ts'
import type { Ctx } from '../../platform/context.ts'
import { StartError } from '../../platform/start-error.ts'
import type { House } from '../commands.ts'
import { structureCommands } from './structure.commands.ts'

/** Runs `tango import-structure` in a house that is open already; gives its lines and its exit code. */
async function run(ctx: Ctx, args: readonly string[]) {
  const lines: string[] = []
  let code: number | void = undefined
  const program = new Command().exitOverride()
  const json = args.includes('--json')
  structureCommands(program, async (work) => {
    code = await work({ ctx, print: (line: string) => lines.push(line), json } as unknown as House)
  })
  await program.parseAsync(['node', 'tango', 'import-structure', ...args])
  return { code, lines }
}

test(
  'the command says what a dry run would change, changes it, and then has nothing left to do; a broken line is exit code 1',
  inTransaction(async (ctx) => {
    const folder = await mkdtemp(join(tmpdir(), 'tango-structure-'))
    try {
      const [good, broken] = [join(folder, 'places.csv'), join(folder, 'broken.csv')]
      await writeFile(good, 'axis,code,title\nfunction,top,Top\n')
      await writeFile(broken, 'axis,code,title\nfunction,top,Top\ncolour,red,Red\n')
      const places = async () => (await listTree(ctx, { axis: 'function' })).items.length
      const dry = await run(ctx, [good, '--dry-run'])
      assert.deepEqual([dry.code, dry.lines.at(-1), await places()], [0, 'This was a dry run: nothing was written.', 0])
      assert.ok(dry.lines.includes('      1  places made'))
      const refused = await run(ctx, [good, broken])
      assert.deepEqual([refused.code, await places()], [1, 0])
      assert.match(refused.lines.join('\n'), /broken\.csv, line 3, axis: There is no axis "colour"/)
      const real = await run(ctx, [good])
      assert.deepEqual([real.code, real.lines.at(-1), await places()], [0, 'All of it was written.', 1])
      const again = await run(ctx, [good, '--json'])
      const answer = JSON.parse(again.lines.join('')) as { counts: Record<string, number>; problems: unknown[] }
      assert.deepEqual([again.code, again.lines.length, answer.problems], [0, 1, []])
      assert.equal(answer.counts['places as they were'], 1)
      const told = await run(ctx, [broken, '--json'])
      assert.equal(told.code, 1)
      assert.equal(JSON.parse(told.lines.join('')).problems[0].column, 'axis')
      await assert.rejects(run(ctx, [join(folder, 'none.csv')]), (error) => {
        assert.ok(error instanceof StartError)
        assert.match(error.message, /none\.csv cannot be read/)
        return true
      })
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  }),
)
