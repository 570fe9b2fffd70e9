/**
 * What a search costs: the first page of finds by one word or two, from words that a handful of posts hold to one that
 * most hold. The product's search, best match first and newest first, against the same rule as plain SQL: with the same
 * index and a list of all that match, and with ILIKE. In one run, in turns, with the same answers where they are newest
 * first.
 *
 * bin/bench search [--posts 1000000] [--searches 60] [--rounds 3]
 */
import { parseArgs } from 'node:util'
import { sql } from 'kysely'
import '../src/features.ts'
import { readableThread, shownReply } from '../src/content/threads/threads.ts'
import { search } from '../src/discovery/search/search.ts'
import { selectBest, selectNewest, selectWanted } from '../src/discovery/search/search.queries.ts'
import { type Ctx, type Viewer, makeCtx } from '../src/platform/context.ts'
import { openDatabase, openPool } from '../src/platform/database.ts'
import type { AccountId } from '../src/platform/ids.ts'
import { migrateJobs } from '../src/platform/jobs.ts'
import { silentLog } from '../src/platform/log.ts'
import { migrate } from '../src/platform/migrations.ts'
import { readerOf } from '../src/realms/reader.access.ts'
import { machineLines, openPostgres, printTable } from './machine.ts'

const { values } = parseArgs({
  options: {
    posts: { type: 'string', default: '1000000' },
    searches: { type: 'string', default: '60' },
    rounds: { type: 'string', default: '3' },
  },
})
const [posts, searches, rounds] = [values.posts, values.searches, values.rounds].map(Number) as [number, number, number]
const [people, spaces, vocabulary] = [1000, 40, 20_000]
const threads = Math.round(posts * 0.4)
const common = 'kovakk'

/** A word of six letters that no stemmer changes and that is part of no other, by its place in the vocabulary. */
const wordAt = (place: number) =>
  `z${[...String(100_000 + place)]
    .slice(1, 6)
    .map((digit) => 'bdfgkmnprt'[Number(digit)])
    .join('')}`

/** Posts of 30 words: small English ones, one that most have, and others by Zipf's law; 2 in 5 are threads. */
const house = `
  select setseed(0.42);
  insert into accounts (realm, handle, display_name, email)
    select case when n % 10 = 0 then 'inside' else 'outside' end, 'p' || n, 'Person ' || n, 'p' || n || '@people.example'
    from generate_series(1, ${people}) n;
  insert into spaces (realm, slug, title, access)
    select case when n % 2 = 0 then 'outside' else 'inside' end, 's' || n, 'Space ' || n,
      case when n % 2 = 1 then 'employees' when n % 8 = 0 then 'members' else 'public' end from generate_series(1, ${spaces}) n;
  create temp table texts as select n, (
      select string_agg(case when k % 5 = 0 then (array['the', 'is', 'and', 'not', 'with'])[1 + (n + k) % 5]
        when k = 7 and r0 < 0.6 then '${common}'
        else 'z' || translate(substr((100000 + floor(${vocabulary} ^ random())::int)::text, 2), '0123456789', 'bdfgkmnprt') end, ' ')
      from generate_series(1, 30 + 0 * n) k) as body
    from (select n, random() r0 from generate_series(1, ${posts}) n) x;
  alter table threads disable trigger user;
  alter table replies disable trigger user;
  insert into threads (realm, space_id, type, author_id, title, slug, body, created_at, active_at)
    select case when s % 2 = 0 then 'outside' else 'inside' end, s, case when s % 2 = 0 then 'question' else 'discussion' end,
      1 + (n * 7) % ${people}, split_part(body, ' ', 1) || ' ' || split_part(body, ' ', 2), 'post', body,
      timestamptz '2020-01-01' + n * interval '5 minutes', timestamptz '2020-01-01' + n * interval '5 minutes'
    from (select texts.*, 1 + (n * 13) % ${spaces} as s from texts where n <= ${threads}) x;
  insert into replies (thread_id, kind, author_id, body, created_at)
    select 1 + (n * 31) % ${threads}, 'reply', 1 + (n * 11) % ${people}, body, timestamptz '2020-01-01' + n * interval '5 minutes'
    from texts where n > ${threads};
  alter table threads enable trigger user;
  alter table replies enable trigger user;
  drop table texts;
  vacuum analyze`

interface Form {
  readonly name: string
  /** Only for the first two of so many searches, one of them the common word: it may take seconds. */
  readonly every: number
  readonly find: (ctx: Ctx, words: string) => Promise<readonly number[]>
}

const plainRule = (ctx: Ctx) => sql`threads.removed_at is null and ${readableThread(readerOf(ctx.viewer))}`
const newestFirst = sql`order by threads.active_at desc, threads.id desc limit 20`

const forms: readonly Form[] = [
  {
    name: 'ILIKE under the same rule',
    every: 12,
    async find(ctx, words) {
      const holds = (column: string) =>
        sql.join(
          words.split(' ').map((word) => sql`${sql.ref(column)} ilike ${`%${word}%`}`),
          sql` and `,
        )
      const { rows } = await sql<{ id: number }>`select threads.id from threads
        where (${sql.join(
          words.split(' ').map((word) => sql`(threads.title || ' ' || threads.body) ilike ${`%${word}%`}`),
          sql` and `,
        )}
          or threads.id in (select replies.thread_id from replies join threads on threads.id = replies.thread_id
            where ${holds('replies.body')}
            and replies.removed_at is null and ${shownReply(readerOf(ctx.viewer))}))
          and ${plainRule(ctx)} ${newestFirst}`.execute(ctx.db)
      return rows.map((row) => row.id)
    },
  },
  {
    name: 'the same index, all that match',
    every: 1,
    async find(ctx, words) {
      const query = sql`search_query(${words}, '{}', '{}')`
      const { rows } = await sql<{ id: number }>`select threads.id from threads
        where (threads.words @@ ${query} or threads.id in (select replies.thread_id from replies
          join threads on threads.id = replies.thread_id
          where replies.words @@ ${query} and replies.removed_at is null and ${shownReply(readerOf(ctx.viewer))}))
          and ${plainRule(ctx)} ${newestFirst}`.execute(ctx.db)
      return rows.map((row) => row.id)
    },
  },
  {
    name: 'ours, newest first',
    every: 1,
    async find(ctx, words) {
      const wanted = await selectWanted(ctx, [{ words: words.split(' '), phrases: [], without: [] }])
      return (await selectNewest(ctx, wanted!, { tags: [] }, undefined, 19)).map((hit) => hit.id)
    },
  },
  {
    name: 'ours, best match first',
    every: 1,
    async find(ctx, words) {
      const wanted = await selectWanted(ctx, [{ words: words.split(' '), phrases: [], without: [] }])
      return (await selectBest(ctx, wanted!, { tags: [] }, undefined, 19)).map((hit) => hit.id)
    },
  },
  {
    name: 'ours, the whole page: people, tags, marks',
    every: 1,
    find: async (ctx, words) => (await search(ctx, words)).threads.items.map((thread) => thread.id),
  },
  {
    name: 'ours, typed wrong',
    every: 6,
    find: async (ctx, words) => (await search(ctx, `${words.slice(0, 5)}x`)).threads.items.map((thread) => thread.id),
  },
]
/** Which forms answer the same question in the same order. */
const compared = [0, 1, 2]

const at = (sorted: readonly number[], share: number) =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN

/** From the most common words to the rarest, one by one and two together. */
function makeSearches(): string[] {
  return Array.from({ length: searches }, (_, n) => {
    const place = (share: number) => Math.floor(vocabulary ** share)
    if (n % 6 === 0) return common
    const one = wordAt(place((n % 17) / 17))
    return n % 3 === 0 ? `${one} ${wordAt(place((n % 5) / 12))}` : one
  })
}

for (const line of machineLines()) console.log(line)
const postgres = await openPostgres()
console.log(`database  ${postgres.version}\n`)
const pool = openPool(postgres.url, 4)
try {
  await migrateJobs(pool)
  await migrate(pool)
  const begin = performance.now()
  await postgres.client.query(house.replace('vacuum analyze', ''))
  await postgres.client.query('vacuum analyze')
  console.log(
    `${posts} posts, of them ${threads} threads: written in ${((performance.now() - begin) / 1000).toFixed(0)} s\n`,
  )
  const db = openDatabase(pool)
  const account = (id: number, realm: 'outside' | 'inside'): Viewer => ({
    kind: 'account',
    id: id as AccountId,
    realm,
    name: `Person ${id}`,
    offices: [],
  })
  const viewers: readonly Viewer[] = [{ kind: 'visitor' }, account(7, 'outside'), account(10, 'inside')]
  const times: number[][] = forms.map(() => [])
  const commonTimes: number[][] = forms.map(() => [])
  for (let round = -1; round < rounds; round++) {
    for (const [n, words] of makeSearches().entries()) {
      const ctx = makeCtx({ viewer: viewers[(n + round + 1) % 3]!, db, now: new Date(), log: silentLog })
      let expected: string | undefined
      for (const [form, { name, every, find }] of forms.entries()) {
        if (n % every > 1) continue
        const start = performance.now()
        const ids = await find(ctx, words).catch((error: { code?: string }) => {
          // Tango's own limit of 30 s for a statement: that long, and no answer to compare.
          if (error.code !== '57014') throw error
        })
        const took = performance.now() - start
        if (round >= 0) (words === common ? commonTimes : times)[form]!.push(took)
        if (!ids || !compared.includes(form)) continue
        expected ??= ids.join()
        if (ids.join() !== expected) throw new Error(`${name} finds something else by “${words}”`)
      }
    }
  }
  const row = (all: readonly number[]) => {
    const sorted = all.toSorted((a, b) => a - b)
    return [at(sorted, 0.5).toPrecision(3), at(sorted, 0.95).toPrecision(3)]
  }
  printTable(
    ['first page of a search, ms', 'p50', 'p95', 'common word p50', 'p95'],
    forms.map(({ name }, form) => [name, ...row(times[form]!), ...row(commonTimes[form]!)]),
  )
} finally {
  await pool.end()
  await postgres.close()
}
