/**
 * The rule of rights against the plain model: after every random history the same people read the same spaces and
 * threads, asked of one viewer, asked of everybody at once, and explained. `npm run prove-rights` does ten thousand.
 */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { fc, seed } from '../property.ts'
import type { AccountViewer, Ctx, Viewer } from '../../src/platform/context.ts'
import type { AccountId } from '../../src/platform/ids.ts'
import { everyAccount, readerOf } from '../../src/realms/reader.access.ts'
import { grantedPublishOut, rightLevel } from '../../src/realms/spaces/spaces.access.ts'
import { crossedAt } from '../../src/content/across/across.ts'
import { readableCrossing } from '../../src/realms/crossings/crossings.access.ts'
import { readableSpace, whySpace } from '../../src/realms/spaces/spaces.ts'
import type { ThreadId } from '../../src/content/threads/threads.ts'
import { readableThread, whyThread } from '../../src/content/threads/threads.access.ts'
import '../../src/features.ts'
import { inTransaction, testPool } from '../database.ts'
import { type Act, act, employees } from './acts.ts'
import { begin, perform } from './histories.ts'
import {
  type World,
  heldRights,
  readsBroughtWords,
  readsCrossing,
  readsSpace,
  readsThread,
  rightLevel as modelLevel,
} from './rules.ts'
import type { Rows } from './rows.ts'
import { wordsOf } from './writing.ts'

const runs = Number(process.env.TANGO_RUNS ?? 40)
/** Rows of undone histories lie about until a vacuum after their transaction, and each makes the next history slower. */
const portion = 200
const done = new Error('undone on purpose')

for (let from = 0; from < runs; from += portion) {
  const count = Math.min(portion, runs - from)
  test(`after any history, whoever may read by the plain rules reads, is listed and is told why, and nobody else (${from + 1} to ${from + count})`, async () => {
    if (from > 0) await (await testPool()).query('vacuum')
    await inTransaction((ctx) => liveMany(ctx, count, seed + from))()
  })
}

const liveMany = (ctx: Ctx, numRuns: number, ownSeed: number): Promise<void> =>
  fc.assert(
    fc.asyncProperty(fc.array(act, { minLength: 20, maxLength: 120, size: 'max' }), (acts) => live(ctx, acts)),
    { numRuns, seed: ownSeed },
  )

/** Lives a history, compares, and undoes it. */
async function live(ctx: Ctx, acts: readonly Act[]): Promise<void> {
  const lived = ctx.transaction(async (inside) => {
    const { world, rows } = await begin(inside)
    for (const one of acts) await perform(inside, world, rows, one)
    await compare(inside, world, rows)
    throw done
  })
  await lived.catch((error: unknown) => {
    if (error !== done) throw error
  })
}

/** The readers: nobody in particular, and everybody who has not left. */
function readersOf(world: World, rows: Rows): { person: number | undefined; viewer: Viewer }[] {
  const present = world.people.flatMap(({ realm, closed, name }, person) => {
    const viewer: AccountViewer = { kind: 'account', id: rows.people[person] as AccountId, realm, name, offices: [] }
    return closed ? [] : [{ person, viewer }]
  })
  return [{ person: undefined, viewer: { kind: 'visitor' } }, ...present]
}

async function compare(ctx: Ctx, world: World, rows: Rows): Promise<void> {
  const mine = (table: 'spaces' | 'threads') => sql`${sql.ref(`${table}.id`)} = any(${rows[table]}::bigint[])`
  for (const { person, viewer } of readersOf(world, rows)) {
    const reader = readerOf(viewer)
    const who = person === undefined ? 'a visitor' : `${world.people[person]!.name} (${world.people[person]!.realm})`
    for (const [table, allowed, why, truth] of [
      ['spaces', readableSpace(reader), whySpace(reader), (n: number) => readsSpace(world, person, n)],
      ['threads', readableThread(reader), whyThread(reader), (n: number) => readsThread(world, person, n)],
    ] as const) {
      const found = await sql<{ id: number; may: boolean; why: string | null }>`
        select id, (${allowed}) is true as may, ${why} as why from ${sql.table(table)} where ${mine(table)}`.execute(
        ctx.db,
      )
      for (const row of found.rows) {
        const n = rows[table].indexOf(row.id)
        assert.equal(row.may, truth(n), `${who} before ${table} ${n}`)
        assert.equal(row.why !== null, row.may, `${who} is told why before ${table} ${n}: ${row.why}`)
      }
    }
  }
  for (const [table, allowed, truth] of [
    ['spaces', readableSpace(everyAccount), readsSpace],
    ['threads', readableThread(everyAccount), readsThread],
  ] as const) {
    const listed = await sql<{ id: number; person: number }>`
      select ${sql.ref(`${table}.id`)} as id, accounts.id as person from ${sql.table(table)}, accounts
      where ${mine(table)} and accounts.id = any(${rows.people}::bigint[]) and ${allowed}`.execute(ctx.db)
    const names = new Set(listed.rows.map((row) => `${rows[table].indexOf(row.id)} ${rows.people.indexOf(row.person)}`))
    const expected = rows[table].flatMap((_, n) =>
      rows.people.flatMap((__, person) =>
        !world.people[person]!.closed && truth(world, person, n) ? [`${n} ${person}`] : [],
      ),
    )
    assert.deepEqual([...names].toSorted(), expected.toSorted(), `everybody before ${table}`)
  }
  await compareCrossings(ctx, world, rows)
  for (const person of employees) {
    const id = rows.people[person] as AccountId
    const levels = await sql<{ id: number; level: number; out: boolean }>`
      select id, ${rightLevel(id)} as level, ${grantedPublishOut(id)} as out from spaces where ${mine('spaces')}`.execute(
      ctx.db,
    )
    for (const row of levels.rows) {
      const n = rows.spaces.indexOf(row.id)
      assert.equal(row.level, modelLevel(world, person, n), `the right of ${person} in space ${n}`)
      assert.equal(row.out, heldRights(world, person, n).has('publish-out'), `publishing out by ${person} from ${n}`)
    }
  }
}

/** Who reads the record of a crossing, and who the words that were brought in. */
async function compareCrossings(ctx: Ctx, world: World, rows: Rows): Promise<void> {
  if (rows.crossings.length === 0) return
  const newest = world.crossings.findLastIndex(({ act, recalls }) => act === 'bring-in' && recalls === null)
  for (const { person, viewer } of readersOf(world, rows)) {
    const who = person === undefined ? 'a visitor' : `${world.people[person]!.name} (${world.people[person]!.realm})`
    const found = await sql<{ id: number; may: boolean }>`
      select id, (${readableCrossing(readerOf(viewer))}) is true as may from crossings
      where id = any(${rows.crossings}::bigint[])`.execute(ctx.db)
    for (const row of found.rows) {
      const n = rows.crossings.indexOf(row.id)
      assert.equal(row.may, readsCrossing(world, person, n), `${who} before crossing ${n}`)
    }
    const brought = world.crossings[newest]
    if (!brought || !readsThread(world, person, brought.target)) continue
    const { broughtIn } = await crossedAt(ctx.as(viewer), {
      kind: 'thread',
      id: rows.threads[brought.target] as ThreadId,
    })
    const words = readsBroughtWords(world, person, newest) ? wordsOf(brought.source) : undefined
    assert.equal(broughtIn?.quote?.body, words, `${who} before the words of crossing ${newest}`)
  }
}
