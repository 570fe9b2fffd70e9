import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fc } from '../../../test/property.ts'
import { inTransaction } from '../../../test/database.ts'
import { type Ctx, makeCtx } from '../../platform/context.ts'
import { csvOf, written } from './files.fixture.test.ts'
import { changesIn, importStructure } from './structure.ts'

const now = new Date('2026-06-15T10:00:00Z')
const day = fc.constantFrom('', '2026-02-01', '2026-03-01', '2026-06-15', '2026-09-01')
const addresses = ['daniel@velund.example', 'a@velund.example', 'B@velund.example'] as const
const code = fc.constantFrom('top', 'left', 'right', 'leaf')
const title = fc.constantFrom('Plain', 'With, comma', 'With "quotes"', 'Two; parts')

const people = fc
  .tuple(fc.array(title, { minLength: 3, maxLength: 3 }), fc.constantFrom('', 'Firmware'), fc.constantFrom('', 'hand'))
  .map(([names, job, handle]) => addresses.map((email, at) => [email, names[at]!, job, at === 1 ? handle : '']))
/** The places as they begin, so that many files can be taken, and then whatever else is said of them. */
const beginnings = [
  ['function', 'leaf', 'Leaf', 'left', '2026-01-01'],
  ['function', 'left', 'Left', 'top', '2026-01-01'],
  ['function', 'right', 'Right', 'top', '2026-01-01'],
  ['function', 'top', 'Top', '', '2026-01-01'],
]
const parent = fc.constantFrom('', 'top', 'right', 'left', 'nowhere')
const nodes = fc
  .array(fc.tuple(fc.constant('function'), code, title, parent, day), { maxLength: 2 })
  .map((more) => [...more, ...beginnings])
const end = fc.constantFrom('', '', '2026-06-15', '2026-10-01')
const email = fc.constantFrom(...addresses)
const role = fc.constantFrom('', 'lead', 'Member')
const placements = fc.array(fc.tuple(email, fc.constant('function'), code, role, day, end), { maxLength: 3 })
const files = fc.tuple(people, nodes, placements, fc.boolean()).map(([some, places, standing, reversed]) => {
  const all = [
    csvOf('people.csv', [['email', 'name', 'job title', 'handle'], ...some]),
    csvOf('places.csv', [['axis', 'code', 'title', 'parent', 'from'], ...places]),
    csvOf('placements.csv', [['email', 'axis', 'code', 'role', 'from', 'to'], ...standing]),
  ]
  return reversed ? all.reverse() : all
})

/** Runs in a savepoint that is taken back, so that every sequence of files meets the same company. */
async function apart(ctx: Ctx, work: (inside: Ctx) => Promise<void>): Promise<void> {
  const back = new Error('back')
  await ctx
    .transaction(async (inside) => {
      await work(inside)
      throw back
    })
    .catch((error: unknown) => {
      if (error !== back) throw error
    })
}

const runs = { numRuns: Number(process.env.TANGO_RUNS ?? 40) }

test(
  'whatever files come, one after the other: a dry run tells what the run does and writes nothing, a refused one writes nothing, a second one changes nothing',
  { timeout: 120_000 },
  inTransaction(
    async (ctx) => {
      let taken = 0
      let refused = 0
      await fc.assert(
        fc.asyncProperty(fc.array(files, { minLength: 1, maxLength: 3 }), async (sequence) => {
          await apart(ctx, async (inside) => {
            for (const given of sequence) {
              const before = await written(inside)
              const dry = await importStructure(inside, given, { dryRun: true })
              assert.deepEqual(await written(inside), before, 'a dry run writes nothing')
              const real = await importStructure(inside, given)
              assert.deepEqual({ ...real, dryRun: true }, dry)
              if (real.problems.length > 0) {
                refused += 1
                assert.deepEqual(await written(inside), before, 'a refused run writes nothing')
                for (const { line, what } of real.problems) assert.ok(line >= 2 && what.length > 10)
                continue
              }
              taken += 1
              const after = await written(inside)
              if (changesIn(real) === 0) assert.deepEqual(after, before)
              const again = await importStructure(inside, given)
              assert.deepEqual([changesIn(again), again.problems], [0, []])
              assert.deepEqual(await written(inside), after, 'a second run changes nothing')
            }
          })
        }),
        runs,
      )
      assert.ok(taken > runs.numRuns / 5 && refused > runs.numRuns / 10, `${taken} taken, ${refused} refused`)
    },
    { now },
  ),
)

test(
  'the order of lines and of files makes no difference to what is written',
  { timeout: 120_000 },
  inTransaction(
    async (ctx) => {
      const rows = [
        ['function', 'leaf', 'Leaf', 'left', '2026-01-01'],
        ['function', 'leaf', 'Leaf again', 'right', '2026-03-01'],
        ['function', 'left', 'Left', 'top', '2026-01-01'],
        ['function', 'right', 'Right', 'top', '2026-01-01'],
        ['function', 'top', 'Top', '', '2026-01-01'],
        ['geography', 'top', 'World', '', ''],
      ]
      const results = new Set<string>()
      await fc.assert(
        fc.asyncProperty(
          fc.shuffledSubarray(rows, { minLength: rows.length }),
          fc.boolean(),
          async (shuffled, first) => {
            await apart(ctx, async (inside) => {
              const places = csvOf('places.csv', [['axis', 'code', 'title', 'parent', 'from'], ...shuffled])
              const standing = csvOf('placements.csv', [
                ['email', 'axis', 'code', 'from'],
                ['aiko@velund.example', 'function', 'leaf', '2026-02-01'],
              ])
              const report = await importStructure(inside, first ? [places, standing] : [standing, places])
              assert.deepEqual(report.problems, [])
              results.add(JSON.stringify(await written(inside)))
            })
          },
        ),
        { numRuns: 25 },
      )
      assert.equal(results.size, 1)
      assert.match([...results][0]!, /"Leaf again","right","2026-03-01",null/)
    },
    { now },
  ),
)

test(
  'a file that is taken again on a later day still changes nothing, but for what it says of "today"',
  inTransaction(
    async (ctx) => {
      const given = [
        csvOf('places.csv', [
          ['axis', 'code', 'title', 'from'],
          ['function', 'top', 'Top', ''],
          ['function', 'next', 'Next', '2026-07-01'],
        ]),
        csvOf('placements.csv', [
          ['email', 'axis', 'code', 'from', 'to'],
          ['aiko@velund.example', 'function', 'top', '', ''],
          ['lena@velund.example', 'function', 'top', '', '2026-06-20'],
          ['lena@velund.example', 'function', 'top', '2026-08-01', '2026-09-01'],
        ]),
      ]
      assert.deepEqual((await importStructure(ctx, given)).problems, [])
      const after = await written(ctx)
      for (const later of ['2026-06-16', '2026-06-20', '2026-07-01', '2027-01-01']) {
        const then = makeCtx({ ...ctx, viewer: ctx.viewer, now: new Date(`${later}T10:00:00Z`) })
        const again = await importStructure(then, given)
        assert.deepEqual([later, changesIn(again), again.problems], [later, 0, []])
        assert.deepEqual(await written(ctx), after)
      }
    },
    { now },
  ),
)
