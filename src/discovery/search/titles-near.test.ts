/** What was typed wrong is compared with each word of titles once; shown are titles that the searcher may read. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { fc } from '../../../test/property.ts'
import { type PersonName, getCast } from '../../../test/cast.ts'
import { inTransaction } from '../../../test/database.ts'
import { type ThreadId, getThread, startThread } from '../../content/threads/threads.ts'
import { type Ctx, makeCtx } from '../../platform/context.ts'
import { forgiving } from './near.queries.ts'
import { forgetTitleWords } from './search.jobs.ts'
import { selectTitlesNear } from './titles-near.queries.ts'

const words = ['zephyr', 'zephir', 'zephyrs', 'hinge', 'hinges', 'kvadrat', 'zorbing', 'zorbkvad', 'brakes']
const written = fc.record({
  title: fc.array(fc.constantFrom(...words), { minLength: 1, maxLength: 3 }).map((some) => some.join(' ')),
  place: fc.constantFrom('riders', 'velund', 'battery'),
  daysAgo: fc.nat(9),
} as const)
const writers = { riders: 'ines', velund: 'lena', battery: 'tomasz' } as const satisfies Record<string, PersonName>

async function write(
  ctx: Ctx,
  one: { title: string; place: keyof typeof writers; daysAgo?: number },
): Promise<ThreadId> {
  const cast = await getCast(ctx)
  await ctx.db.deleteFrom('rateLimits').execute()
  const now = new Date(ctx.now.getTime() - (one.daysAgo ?? 0) * 86_400_000)
  const as = makeCtx({ ...cast.as(ctx, writers[one.place]), now })
  const type = one.place === 'riders' ? 'question' : 'discussion'
  return (await startThread(as, cast.spaces[one.place], { type, title: one.title, body: 'Nothing else.' })).id
}

const near = (ctx: Ctx, typed: string, limit = 5) =>
  forgiving(ctx, (inside) => selectTitlesNear(inside, typed.split(' '), limit))

/** Every word of every title measured. */
async function measured(ctx: Ctx, typed: string, ids: readonly ThreadId[]): Promise<ThreadId[]> {
  const { rows } = await sql<{ id: ThreadId }>`select threads.id from threads,
      lateral (select max(word_similarity(${typed}, word)) as likeness from words_of_title(threads.title) word) near
    where likeness >= 0.45 and threads.id = any(${ids}::bigint[])
    order by likeness desc, threads.active_at desc, threads.id desc limit 5`.execute(ctx.db)
  return rows.map((row) => row.id)
}

async function undone(plain: Ctx, work: (ctx: Ctx) => Promise<void>): Promise<void> {
  const back = new Error('taken back')
  const run = plain.transaction(async (ctx) => {
    await work(ctx)
    throw back
  })
  await run.catch((error: unknown) => {
    if (error !== back) throw error
  })
}

test(
  'a single word finds what measuring every word of every title that somebody may read would find, in the same order',
  inTransaction(async (plain) => {
    const property = fc.asyncProperty(fc.array(written, { minLength: 4, maxLength: 12 }), (threads) =>
      undone(plain, async (ctx) => {
        const cast = await getCast(ctx)
        const ids: ThreadId[] = []
        for (const one of threads) ids.push(await write(ctx, one))
        for (const who of ['visitor', 'ines', 'daniel', 'tomasz'] as const) {
          const as = cast.as(ctx, who)
          const open: ThreadId[] = []
          for (const id of ids)
            await getThread(as, id).then(
              () => open.push(id),
              () => {},
            )
          for (const typed of ['zephirr', 'hingez', 'zorbkwad', 'kvadrad'])
            assert.deepEqual(await near(as, typed), await measured(ctx, typed, open), `${who}: ${typed}`)
        }
      }),
    )
    await fc.assert(property, { numRuns: 3 })
  }),
)

test(
  'of several words those titles come first that hold all of them, then those that hold half',
  inTransaction(async (ctx) => {
    const all = await write(ctx, { title: 'The zephyr and its hinges', place: 'riders', daysAgo: 3 })
    const one = await write(ctx, { title: 'A zephyr', place: 'riders', daysAgo: 1 })
    await write(ctx, { title: 'Kvadrat', place: 'riders' })
    assert.deepEqual(await near(ctx, 'zephir hingess'), [all, one])
    assert.deepEqual(await near(ctx, 'zephir hingess vvvvv'), [all], 'two of three')
    assert.deepEqual(await near(ctx, 'zephir qqqqq vvvvv'), [])
    for (const odd of ['', '%', "it's", '\\', '----', 'a b c']) assert.deepEqual(await near(ctx, odd), [], odd)
    assert.deepEqual(await near(ctx, 'zephir', 1), [one], 'the last spoken in')
  }),
)

test(
  'titles in scripts of all kinds are found when a letter is wrong',
  inTransaction(async (ctx) => {
    for (const [title, typed] of [
      ['Аккумулятор', 'Акумулятор'],
      ['Größenangaben', 'Grösenangaben'],
      ['البطارية', 'البطاريه'],
      ['自転車のブレーキ調整', '自転車のブレーキ調製'],
    ] as const) {
      const id = await write(ctx, { title, place: 'riders' })
      assert.deepEqual(await near(ctx, typed), [id], typed)
    }
  }),
)

test(
  'the kept words hold those of every title at once, and are exactly those once tidied, each once',
  inTransaction(async (plain) => {
    const change = fc.record({ at: fc.nat(9), to: fc.constantFrom('remove', ...words, 'The zephyr, twice: zephyr') })
    const property = fc.asyncProperty(
      fc.array(written, { minLength: 2, maxLength: 6 }),
      fc.array(change, { maxLength: 6 }),
      (threads, changes) =>
        undone(plain, async (ctx) => {
          const kept = async () =>
            (await ctx.db.selectFrom('titleWords').select('word').execute()).map(({ word }) => word)
          const counted = async () =>
            (
              await sql<{
                word: string
              }>`select distinct word from threads, words_of_title(threads.title) word`.execute(ctx.db)
            ).rows.map(({ word }) => word)
          const ids: ThreadId[] = []
          for (const one of threads) ids.push(await write(ctx, one))
          for (const { at, to } of changes) {
            const id = ids[at % ids.length]!
            if (to === 'remove') await ctx.db.deleteFrom('threads').where('id', '=', id).execute()
            else await ctx.db.updateTable('threads').set({ title: to }).where('id', '=', id).execute()
            const now = new Set(await kept())
            assert.deepEqual(
              (await counted()).filter((word) => !now.has(word)),
              [],
            )
          }
          await ctx.db
            .insertInto('titleWords')
            .values([{ word: 'zephyr' }, { word: 'quagga' }])
            .execute()
          await ctx.db.deleteFrom('titleWords').where('word', '=', 'hinges').execute()
          await forgetTitleWords.work(ctx, undefined as never)
          assert.deepEqual((await kept()).toSorted(), (await counted()).toSorted())
        }),
    )
    await fc.assert(property, { numRuns: 6 })
  }),
)
