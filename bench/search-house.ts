/**
 * The posts that `bench/search.ts` looks through: small English words, one that most posts hold, and others by Zipf's law;
 * 2 in 5 posts are threads. Written in parts by several connections at once, so that no part needs much memory; the
 * indexes of words are made afterwards. The same posts in every run.
 */
import type { Pool } from 'pg'
import pg from 'pg'
import { migrateJobs } from '../src/platform/jobs.ts'
import { migrate } from '../src/platform/migrations.ts'

const [people, spaces, part, writers] = [1000, 40, 25_000, 2]
/** So many different words, the first the most frequent. */
export const vocabulary = 20_000
/** In three posts of five. */
export const commonWord = 'kovakk'
/** When the first post was written; each further one is 5 minutes younger. */
export const beginning = new Date('2020-01-01T00:00:00Z')

const firstLetters = 'zlvwhjc'
const letters = 'bdfgkmnprt'

/**
 * A word of six letters that no stemmer changes and that is part of no other, by its place in the vocabulary. Neighbours
 * begin differently, as words do: what is typed wrong is looked for by its first letters as well.
 */
export function wordAt(place: number): string {
  const digits = [...String(100_000 + place)].slice(1).toReversed()
  return firstLetters[place % 7]! + digits.map((digit) => letters[Number(digit)]).join('')
}

const peopleAndSpaces = `
  insert into accounts (realm, handle, display_name, email)
    select case when n % 10 = 0 then 'inside' else 'outside' end, 'p' || n, 'Person ' || n, 'p' || n || '@people.example'
    from generate_series(1, ${people}) n;
  insert into spaces (realm, slug, title, access)
    select case when n % 2 = 0 then 'outside' else 'inside' end, 's' || n, 'Space ' || n,
      case when n % 2 = 1 then 'employees' when n % 8 = 0 then 'members' else 'public' end from generate_series(1, ${spaces}) n`

/** Bodies of 30 words for posts of these numbers. */
const texts = (from: number, to: number) => `(select n, 1 + (n * 13) % ${spaces} as s,
    (select string_agg(case when k % 5 = 0 then (array['the', 'is', 'and', 'not', 'with'])[1 + (n + k) % 5]
        when k = 7 and r0 < 0.6 then '${commonWord}'
        else substr('${firstLetters}', 1 + place % 7, 1)
          || translate(reverse(substr((100000 + place)::text, 2)), '0123456789', '${letters}') end, ' ')
      from (select k, floor(${vocabulary} ^ random())::int as place from generate_series(1, 30 + 0 * n) k) places) as body,
    timestamptz '${beginning.toISOString()}' + n * interval '5 minutes' as at
  from (select n, random() r0 from generate_series(${from}, ${to}) n) numbers) texts`

const insertThreads = (from: number, to: number) => `
  insert into threads (id, realm, space_id, type, author_id, title, slug, body, created_at, active_at)
    overriding system value
    select n, case when s % 2 = 0 then 'outside' else 'inside' end, s,
      case when s % 2 = 0 then 'question' else 'discussion' end, 1 + (n * 7) % ${people},
      split_part(body, ' ', 1) || ' ' || split_part(body, ' ', 2), 'post', body, at, at from ${texts(from, to)}`
const insertReplies = (from: number, to: number, threads: number) => `
  insert into replies (thread_id, kind, author_id, body, created_at)
    select 1 + (n * 31) % ${threads}, 'reply', 1 + (n * 11) % ${people}, body, at from ${texts(from, to)}`

const late = ['threads_words', 'replies_words', 'title_words_near']

/** Migrates the database and fills it; says on the console how long it took. */
export async function writeHouse(pool: Pool, url: string, { posts, threads }: { posts: number; threads: number }) {
  await migrateJobs(pool)
  await migrate(pool)
  const clients = Array.from({ length: writers }, () => new pg.Client({ connectionString: url }))
  const [first] = clients as [pg.Client]
  try {
    for (const client of clients) await client.connect()
    const { rows } = await first.query<{ definition: string }>(
      'select pg_get_indexdef(indexname::regclass) as definition from pg_indexes where indexname = any($1)',
      [late],
    )
    const begin = performance.now()
    await first.query(`drop index ${late.join(', ')}; ${peopleAndSpaces};
      alter table threads disable trigger user; alter table replies disable trigger user`)
    const write = async (from: number, end: number, insert: (from: number, to: number) => string) => {
      const parts = Array.from({ length: Math.ceil((end - from + 1) / part) }, (_, at) => from + at * part)
      // Each part by the next connection that is free; its own seed makes it the same whoever writes it.
      const work = async (client: pg.Client) => {
        for (let at = parts.shift(); at !== undefined; at = parts.shift()) {
          await client.query(`select setseed(${(at % 9973) / 9973})`)
          await client.query(insert(at, Math.min(end, at + part - 1)))
        }
      }
      await Promise.all(clients.map(work))
    }
    await write(1, threads, insertThreads)
    await write(threads + 1, posts, (from, to) => insertReplies(from, to, threads))
    const written = performance.now()
    await first.query(`alter table threads enable trigger user; alter table replies enable trigger user;
      set maintenance_work_mem = '256MB'`)
    for (const { definition } of rows) await first.query(definition)
    await first.query('insert into title_words select distinct word from threads, words_of_title(threads.title) word')
    await first.query('vacuum analyze')
    const seconds = (from: number, to: number) => ((to - from) / 1000).toFixed(0)
    console.log(
      `${posts} posts, of them ${threads} threads: written in ${seconds(begin, written)} s, indexed in ${seconds(written, performance.now())} s\n`,
    )
  } finally {
    for (const client of clients) await client.end()
  }
}
