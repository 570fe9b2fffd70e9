import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { test } from 'node:test'
import { sql } from 'kysely'
import { getCast } from '../../../test/cast.ts'
import { inTransaction } from '../../../test/database.ts'
import { bringInto } from '../../content/across/across.ts'
import { ask } from '../../content/questions/questions.ts'
import { folderBlobs } from '../../platform/blobs.ts'
import { readConfig } from '../../platform/config.ts'
import type { Ctx } from '../../platform/context.ts'
import { recall } from '../../realms/crossings/crossings.ts'
import { checkChain } from './doctor.queries.ts'
import { examine } from './doctor.ts'

async function wordsOf(ctx: Ctx): Promise<string> {
  const findings = await examine({ ctx, config: readConfig({}), blobs: folderBlobs('/nowhere') })
  const { health, words } = findings.find((one) => one.check === 'crossing chain')!
  return `${health}: ${words}`
}

/** Six records: five times something is brought in, the last of them taken back. */
async function writeLog(ctx: Ctx): Promise<void> {
  const cast = await getCast(ctx)
  const { thread } = await ask(cast.as(ctx, 'ines'), { space: 'riders', title: 'Off', body: 'Why?', tags: [] })
  const daniel = cast.as(ctx, 'daniel')
  let last = 0
  for (const reason of ['One', 'Two', 'Three', 'Four', 'Five — ünïcode “quotes” \\ and\ttabs']) {
    const source = { kind: 'thread', id: thread.id } as const
    last = (await bringInto(daniel, source, cast.spaces.velund.id, { reason })).crossing.id
  }
  await recall(daniel, last as never, 'Six')
}

async function tamper(ctx: Ctx, ...statements: string[]): Promise<string> {
  const back = new Error('taken back')
  let words = ''
  const trying = ctx.transaction(async (inside) => {
    await sql`alter table crossings disable trigger user`.execute(inside.db)
    for (const one of statements) await sql.raw(one).execute(inside.db)
    await sql`alter table crossings enable trigger user`.execute(inside.db)
    words = await wordsOf(inside)
    throw back
  })
  await trying.catch((error: unknown) => {
    if (error !== back) throw error
  })
  return words
}

const columns =
  'act, direction, source_kind, source_id, source_space_id, target_kind, target_id, target_space_id, acted_by, reason, bytes, bytes_sha256, audience, happened_at'

test(
  'whatever somebody does to the log past its guards, the doctor names the first record that does not fit',
  inTransaction(async (ctx) => {
    assert.equal(await wordsOf(ctx), 'fine: no record yet')
    await writeLog(ctx)
    const { rows } = await sql<{ head: string }>`select head from crossing_chain`.execute(ctx.db)
    assert.equal(await wordsOf(ctx), `fine: 6 records, each fits the one before; head ${rows[0]!.head}`)
    const copy = (place: number, chain: string) =>
      `insert into crossings (${columns}, place, chain) select ${columns}, ${place}, ${chain} from crossings where place = 4`
    const forged = `crossing_link((select chain from crossings where place = 6), (select c from crossings c where place = 6))`
    const cases: readonly [string, string[], RegExp][] = [
      [
        'a word changed',
        [`update crossings set reason = 'Another' where place = 3`],
        /^broken: record 3 .*not as it was/,
      ],
      [
        'a second moved',
        [`update crossings set happened_at = happened_at - interval '1 second' where place = 2`],
        /record 2/,
      ],
      [
        'somebody else blamed',
        [`update crossings set acted_by = (select id from accounts where handle = 'aiko') where place = 5`],
        /record 5/,
      ],
      [
        'one in the middle deleted',
        [`delete from crossings where place = 3`],
        /^broken: record 3 of the log is missing/,
      ],
      ['the first deleted', [`delete from crossings where place = 1`], /^broken: record 1 of the log is missing/],
      ['the last deleted', [`delete from crossings where place = 6`], /^broken: the log ends at record 5 and had 6/],
      [
        'all deleted',
        ['delete from crossings where recalls is not null', 'delete from crossings'],
        /^broken: the log ends at record 0 and had 6/,
      ],
      [
        'two swapped',
        [
          'update crossings set place = 100 where place = 2',
          'update crossings set place = 2 where place = 3',
          'update crossings set place = 3 where place = 100',
        ],
        /^broken: record 2 .*not as it was/,
      ],
      ['one inserted at the end', [copy(7, `repeat('0', 64)`)], /^broken: record 7 .*not as it was/],
      [
        'one inserted at the end, well forged',
        [
          copy(7, `repeat('0', 64)`),
          `update crossings set chain = crossing_link((select chain from crossings where place = 6), crossings) where place = 7`,
        ],
        /^broken: the log has 7 records and 6 were written/,
      ],
      [
        'one inserted in the middle',
        [
          'update crossings set place = place + 100 where place > 3',
          'update crossings set place = place - 99 where place > 100',
          copy(4, `repeat('0', 64)`).replace('place = 4', 'place = 5'),
        ],
        /^broken: record 4 .*not as it was/,
      ],
      ['a chain value changed', [`update crossings set chain = ${forged} where place = 6`], /record 6/],
    ]
    for (const [what, statements, expected] of cases) assert.match(await tamper(ctx, ...statements), expected, what)
    assert.match(await wordsOf(ctx), /^fine: 6/, 'all was taken back')
    for (const size of [1, 2, 3, 6, 7]) assert.equal((await checkChain(ctx, size)).fault, undefined, `${size} at once`)
  }),
)

test(
  'the head of the log is changed by nobody but the log',
  inTransaction(async (ctx) => {
    await writeLog(ctx)
    for (const statement of [
      `update crossing_chain set head = repeat('0', 64)`,
      `insert into crossing_chain (rows_written, head) values (1, '') on conflict (only_row) do update set head = ''`,
      'delete from crossing_chain',
      'truncate crossing_chain',
    ]) {
      const attempt = ctx.transaction((inside) => sql.raw(statement).execute(inside.db))
      await assert.rejects(attempt, (error: { code?: string }) => error.code === '42501', statement)
    }
    assert.match(await wordsOf(ctx), /^fine: 6/)
  }),
)

test(
  'the chain can be worked out again without the database that made it',
  inTransaction(async (ctx) => {
    await writeLog(ctx)
    const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')
    const { rows } = await sql<{
      line: string
      chain: string
    }>`select crossing_line(c) as line, chain from crossings c order by place`.execute(ctx.db)
    let chain = sha256('Tango: log of crossings')
    for (const row of rows) {
      chain = sha256(`${chain}\n${row.line}`)
      assert.equal(row.chain, chain)
    }
    assert.equal(rows.length, 6)
  }),
)
