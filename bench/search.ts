/**
 * What a search costs: the first page of finds by a common word, by others from frequent to rare, by words and filters, by
 * half a word, and by one that was typed wrong. The product's search against the same rule as plain SQL: with the same
 * index and a list of all that match, and with a pattern. In one run, in turns, with the same answers where they are in
 * the same order.
 *
 * bin/bench search [--posts 1000000] [--searches 12] [--rounds 3]
 *
 * Two cores need two minutes for 50,000 posts and about half an hour for a million: mostly writing them
 * (`bench/search-house.ts`), in parts of 25,000 by two connections, with the indexes of words made afterwards. The slowest
 * forms are asked twice of each kind and given up after 30 s.
 */
import { parseArgs } from 'node:util'
import { type RawBuilder, sql } from 'kysely'
import '../src/features.ts'
import { type ThreadId, readableThread, shownReply } from '../src/content/threads/threads.ts'
import { readAsked } from '../src/discovery/search/asked.ts'
import { halfAsked } from '../src/discovery/search/half-words.ts'
import { forgiving } from '../src/discovery/search/near.queries.ts'
import { search, suggest } from '../src/discovery/search/search.ts'
import * as queries from '../src/discovery/search/search.queries.ts'
import { selectTitlesNear } from '../src/discovery/search/titles-near.queries.ts'
import { type Ctx, type Viewer, makeCtx } from '../src/platform/context.ts'
import { openDatabase, openPool } from '../src/platform/database.ts'
import type { AccountId } from '../src/platform/ids.ts'
import { silentLog } from '../src/platform/log.ts'
import { readerOf } from '../src/realms/reader.access.ts'
import { machineLines, openPostgres, printTable } from './machine.ts'
import { beginning, commonWord, vocabulary, wordAt, writeHouse } from './search-house.ts'

const { values } = parseArgs({
  options: {
    posts: { type: 'string', default: '1000000' },
    searches: { type: 'string', default: '12' },
    rounds: { type: 'string', default: '3' },
  },
})
const [posts, searches, rounds] = [values.posts, values.searches, values.rounds].map(Number) as [number, number, number]
const threads = Math.round(posts * 0.4)

/** What somebody types, and the same in plain SQL: what a text must hold, and what narrows threads and replies. */
interface Ask {
  readonly typed: string
  readonly words: RawBuilder<unknown>
  readonly pattern: string
  readonly thread: RawBuilder<unknown>
  readonly reply: RawBuilder<unknown>
}

interface Form {
  readonly name: string
  /** It may take seconds: only the first two of each kind, once. */
  readonly isSlow?: boolean
  /** It answers the same in the same order as the others that do. */
  readonly isCompared?: boolean
  readonly find: (ctx: Ctx, ask: Ask) => Promise<readonly number[]>
}

const yes = sql`true`

/** The newest 20 threads that hold something themselves or in a reply, under the product's rule. */
async function plain(ctx: Ctx, own: RawBuilder<unknown>, inReply: RawBuilder<unknown>) {
  const reader = readerOf(ctx.viewer)
  const { rows } = await sql<{ id: number }>`select threads.id from threads
    where (${own} or threads.id in (select replies.thread_id from replies join threads on threads.id = replies.thread_id
        where ${inReply} and replies.removed_at is null and replies.recalled_at is null and ${shownReply(reader)}))
      and threads.removed_at is null and ${readableThread(reader)}
    order by threads.active_at desc, threads.id desc limit 20`.execute(ctx.db)
  return rows.map((row) => row.id)
}

const byPattern: Form = {
  name: 'a pattern under the same rule',
  isSlow: true,
  isCompared: true,
  find: (ctx, ask) =>
    plain(
      ctx,
      sql`((threads.title || ' ' || threads.body) ~* ${ask.pattern} and ${ask.thread})`,
      sql`replies.body ~* ${ask.pattern} and ${ask.reply}`,
    ),
}
const byIndex: Form = {
  name: 'the same index, all that match',
  isCompared: true,
  find: (ctx, ask) =>
    plain(
      ctx,
      sql`(threads.words @@ ${ask.words} and ${ask.thread})`,
      sql`replies.words @@ ${ask.words} and ${ask.reply}`,
    ),
}

/** The product's own list, without what stands beside it. */
async function ours(ctx: Ctx, { typed }: Ask, order: 'best' | 'newest', isHalf: boolean): Promise<readonly number[]> {
  const asked = readAsked(typed)
  const wanted = isHalf
    ? await queries.selectHalfWanted(ctx, halfAsked(asked)!, asked.filters)
    : await queries.selectWanted(ctx, asked.groups, asked.filters)
  const list = order === 'best' ? queries.selectBest : queries.selectNewest
  return (await list(ctx, wanted!, asked.filters, undefined, 20)).slice(0, 20).map((hit) => hit.id)
}
const page: Form = {
  name: 'ours, the whole page: people, tags, marks',
  find: async (ctx, { typed }) => (await search(ctx, typed)).threads.items.map((thread) => thread.id),
}
const whole: readonly Form[] = [
  byPattern,
  byIndex,
  { name: 'ours, newest first', isCompared: true, find: (ctx, ask) => ours(ctx, ask, 'newest', false) },
  { name: 'ours, best match first', find: (ctx, ask) => ours(ctx, ask, 'best', false) },
  page,
]
const half: readonly Form[] = [
  byPattern,
  byIndex,
  { name: 'ours, newest first', isCompared: true, find: (ctx, ask) => ours(ctx, ask, 'newest', true) },
  { name: 'ours, best match first', find: (ctx, ask) => ours(ctx, ask, 'best', true) },
  {
    name: 'ours, while it is typed',
    find: async (ctx, { typed }) => (await suggest(ctx, typed)).threads.items.map((thread) => thread.id),
  },
  page,
]
const near: readonly Form[] = [
  {
    name: 'every word of every title measured',
    isSlow: true,
    isCompared: true,
    async find(ctx, { typed }) {
      const { rows } = await sql<{ id: ThreadId }>`select threads.id from threads,
          lateral (select max(word_similarity(${typed}, word)) as likeness from words_of_title(threads.title) word) near
        where likeness >= 0.45 and threads.removed_at is null and ${readableThread(readerOf(ctx.viewer))}
        order by likeness desc, threads.active_at desc, threads.id desc limit 5`.execute(ctx.db)
      return rows.map((row) => row.id)
    },
  },
  {
    name: 'ours, titles written nearly so',
    isCompared: true,
    find: (ctx, { typed }) => forgiving(ctx, (inside) => selectTitlesNear(inside, [typed], 5)),
  },
  page,
]

/** The places of words from the most frequent to the rarest. */
const words = Array.from({ length: searches }, (_, n) => wordAt(Math.floor(vocabulary ** (n / searches))))
const wholeAsk = (typed: string): Ask => ({
  typed,
  words: sql`search_query(${typed}, '{}', '{}')`,
  // All in any order; the words of the house stand in no other.
  pattern: typed
    .split(' ')
    .map((word) => `(?=.*\\m${word}\\M)`)
    .join(''),
  ...{ thread: yes, reply: yes },
})
const halfAsk = (typed: string): Ask => ({
  ...{ typed, pattern: `\\m${typed}`, thread: yes, reply: yes },
  words: sql`to_tsquery('simple', ${`${typed}:*`})`,
})
const middle = new Date(beginning.getTime() + threads * 150_000).toISOString().slice(0, 10)
const filters: readonly (readonly [string, RawBuilder<unknown>, RawBuilder<unknown>])[] = [
  [
    `type:question after:${middle}`,
    ...both(sql`(threads.type = 'question' and threads.created_at >= ${middle}::date::timestamp at time zone 'UTC')`),
  ],
  ['by:p7', sql`threads.author_id = 7`, sql`replies.author_id = 7`],
  ['in:s2', ...both(sql`threads.space_id = (select id from spaces where slug = 's2')`)],
]

function both(condition: RawBuilder<unknown>) {
  return [condition, condition] as const
}

const kinds: readonly (readonly [string, readonly Ask[], readonly Form[]])[] = [
  ['a common word', [wholeAsk(commonWord)], whole],
  ['other words', words.map((word, n) => wholeAsk(n % 3 === 2 ? `${word} ${words[n % 4]}` : word)), whole],
  [
    'with filters',
    [commonWord, ...words].map((word, n) => {
      const [filter, thread, reply] = filters[n % filters.length]!
      return { ...wholeAsk(word), typed: `${word} ${filter}`, thread, reply }
    }),
    whole,
  ],
  ['half a word', [commonWord, ...words].map((word, n) => halfAsk(word.slice(0, 3 + (n % 3)))), half],
  ['typed wrong', words.map((word) => ({ ...wholeAsk(word), typed: `${word.slice(0, 5)}x` })), near],
]

const at = (sorted: readonly number[], share: number) =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN

for (const line of machineLines()) console.log(line)
const postgres = await openPostgres()
console.log(`database  ${postgres.version}\n`)
const pool = openPool(postgres.url, 4)
try {
  await writeHouse(pool, postgres.url, { posts, threads })
  const db = openDatabase(pool)
  const account = (id: number, realm: 'outside' | 'inside'): Viewer => ({
    ...{ kind: 'account', id: id as AccountId, realm, name: `Person ${id}`, offices: [] },
  })
  const viewers: readonly Viewer[] = [{ kind: 'visitor' }, account(7, 'outside'), account(10, 'inside')]
  const times = new Map<string, number[]>()
  // Round -1 warms up.
  for (let round = -1; round < rounds; round++)
    for (const [kind, asks, forms] of kinds)
      for (const [n, ask] of asks.entries()) {
        const ctx = makeCtx({ viewer: viewers[(n + round + 1) % 3]!, db, now: new Date(), log: silentLog })
        let expected: string | undefined
        for (const { name, isSlow, isCompared, find } of forms) {
          if (isSlow && (n > 1 || round !== 0)) continue
          const start = performance.now()
          const ids = await find(ctx, ask).catch((error: { code?: string }) => {
            // Tango's own limit of 30 s for a statement: that long, and no answer to compare.
            if (error.code !== '57014') throw error
          })
          const took = performance.now() - start
          if (round >= 0) times.set(`${kind}|${name}`, [...(times.get(`${kind}|${name}`) ?? []), took])
          if (!ids || !isCompared) continue
          expected ??= ids.join()
          if (ids.join() !== expected) throw new Error(`${name} finds something else by “${ask.typed}”`)
        }
      }
  for (const [kind, , forms] of kinds) {
    const rows = forms.map(({ name }) => {
      const sorted = (times.get(`${kind}|${name}`) ?? []).toSorted((a, b) => a - b)
      return [name, at(sorted, 0.5).toPrecision(3), at(sorted, 0.95).toPrecision(3), String(sorted.length)]
    })
    printTable([`${kind}: first page, ms`, 'p50', 'p95', 'asked'], rows)
    console.log()
  }
} finally {
  await pool.end()
  await postgres.close()
}
