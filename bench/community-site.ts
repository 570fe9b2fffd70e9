/** What bench/community.ts measures: a Tango of its own with a big community in it, written by the database itself. */
import pg from 'pg'
import '../src/features.ts'
import { sessionCookie, startSession } from '../src/people/sessions/sessions.ts'
import { type Ctx, makeCtx } from '../src/platform/context.ts'
import { openDatabase, openPool } from '../src/platform/database.ts'
import type { AccountId } from '../src/platform/ids.ts'
import { silentLog } from '../src/platform/log.ts'
import { joinPostgres } from '../src/platform/postgres/postgres.ts'
import { makeOwnSite } from './own-site.ts'

export interface Size {
  readonly threads: number
  readonly replies: number
  /** Replies of the one long thread, among the others. */
  readonly longest: number
}

export interface CommunitySite {
  readonly address: string
  readonly ctx: Ctx
  /** Seconds that filling took, and that the server took from its start with all of it until it was ready. */
  readonly seconds: { readonly filling: number; readonly starting: number }
  readonly questions: readonly string[]
  readonly longThread: string
  readonly titles: readonly string[]
  /** Session cookies of members. */
  readonly members: readonly string[]
  close(): Promise<void>
}

/** Sets a Tango up in a folder of its own, fills it, and starts it anew, so that it comes up with everything in it. */
export async function openCommunity(size: Size): Promise<CommunitySite> {
  const own = makeOwnSite('community', ['--outside', 'Riders'])
  try {
    await own.start()
    const began = performance.now()
    await fill(own.data, size)
    const filled = performance.now()
    await own.stop()
    const restarted = performance.now()
    const address = await own.start()
    const starting = (performance.now() - restarted) / 1000
    const pool = openPool((await joinPostgres(own.data))!, 4)
    const viewer = { kind: 'system', reason: 'bench' } as const
    const ctx = makeCtx({ viewer, db: openDatabase(pool), now: new Date(), log: silentLog })
    return {
      address,
      ctx,
      seconds: { filling: (filled - began) / 1000, starting },
      ...(await facts(pool)),
      members: await signIn(ctx, pool),
      async close() {
        await pool.end()
        await own.remove()
      },
    }
  } catch (error) {
    await own.remove()
    throw error
  }
}

const words =
  'battery range winter brake light display motor app update charger tyre chain gear saddle lock child seat rack speed sensor cable noise creak water rain fork pedal crank bearing warranty delivery order invoice garage key firmware map route phone bluetooth pairing error code stuck slow fast cold warm hill city'.split(
    ' ',
  )

/**
 * Writes the community. Text comes from a list of words by arithmetic, so that it is the same each time and searchable;
 * authors, spaces of time, scores and votes lie as they do in life: a few have much, most have little.
 */
async function fill(data: string, { threads, replies, longest }: Size): Promise<void> {
  const address = (await joinPostgres(data))!
  const client = new pg.Client({ connectionString: address })
  await client.connect()
  const run = (text: string, values: unknown[] = []) => client.query(text, values)
  try {
    await run(
      `create temp table vocabulary as select row_number() over ()::int - 1 as n, word from unnest($1::text[]) word`,
      [words],
    )
    const word = (seed: string) =>
      `(select word from vocabulary where n = abs(hashint8((${seed})::bigint)) % ${words.length})`
    await run(`create unlogged table bench_passages as select p as n, (select string_agg(${word('p * 131 + w * 7')}, ' ' order by w)
      from generate_series(1, 60) w) as body from generate_series(0, 499) p`)
    await run(`create temp table headings as select h as n, initcap(${word('h * 17 + 1')}) || ' ' || ${word('h * 17 + 2')} || ' and '
      || ${word('h * 17 + 3')} || ' ' || ${word('h * 17 + 4')} as title from generate_series(0, 9999) h`)
    await run('create unique index on bench_passages (n)')
    await run('create unique index on headings (n)')
    await run(`insert into accounts (realm, handle, display_name, email, email_proved_at, created_at)
      select 'outside', 'rider-' || n, 'Rider ' || n, 'rider' || n || '@riders.example', now(), now() - interval '2 years'
      from generate_series(1, 5000) n`)
    await run(
      `create unlogged table bench_writers as select row_number() over (order by id)::int - 1 as n, id from accounts where handle like 'rider-%'`,
    )
    await run('create unique index on bench_writers (n)')
    await run('drop index threads_words')
    await run('drop index replies_words')
    await run(
      `insert into threads (realm, space_id, type, author_id, title, slug, body, imported_score, created_at, active_at)
       select 'outside', (select min(id) from spaces where realm = 'outside'),
         case when t % 100 < 70 then 'question' when t % 100 < 90 then 'idea' when t % 100 < 97 then 'problem' else 'praise' end,
         writers.id, headings.title || ' ' || t, 'thread-' || t, passages.body, (abs(hashint4(t)) % 40) * (abs(hashint4(t)) % 5) / 4,
         moment, moment
       from generate_series(1, $1::int) t
       join headings on headings.n = t % 10000 join bench_passages passages on passages.n = abs(hashint4(t)) % 500
       join bench_writers writers on writers.n = abs(hashint4(t * 3)) % 5000,
       lateral (select now() - make_interval(mins => (($1 - t) * (1000000 / $1))::int + 60) as moment) at`,
      [threads],
    )
    const { rows: first } = await run(`select min(id)::int as id from threads where type = 'question'`)
    await writeReplies({ replies, longest, first: first[0]!.id, threads }, client, address)
    await run(`update threads set answer_count = n.answers, reply_count = n.others from
      (select thread_id, count(*) filter (where kind = 'answer') as answers, count(*) filter (where kind <> 'answer') as others
       from replies group by thread_id) n where n.thread_id = threads.id`)
    await run(`insert into tags (name) select word from vocabulary on conflict do nothing`)
    await run(`insert into thread_tags (thread_id, tag_id) select threads.id, tags.id from threads, lateral
      (select id from tags where name in (${word('threads.id')}, ${word('threads.id * 13')})) tags on conflict do nothing`)
    await run(`insert into idea_votes (idea_id, account_id, value, from_staff, voted_at)
      select ideas.thread_id, writers.id, case when v % 7 = 0 then -1 else 1 end, false, now() - make_interval(hours => v)
      from ideas, generate_series(1, 10) v join lateral (select 1) one on true
      join bench_writers writers on writers.n = (abs(hashint4(v)) % 5000) where ideas.thread_id % 10 >= v on conflict do nothing`)
    await run(`update ideas set votes_for = n.up, votes_against = n.down, heat = n.up * exp(ln(2) * (n.at - 1767225600) / 2592000) from
      (select idea_id, count(*) filter (where value = 1) as up, count(*) filter (where value = -1) as down,
        extract(epoch from max(voted_at)) as at from idea_votes group by idea_id) n where n.idea_id = ideas.thread_id`)
    await run('create index threads_words on threads using gin (words)')
    await run('create index replies_words on replies using gin (words)')
    await run('drop table bench_passages, bench_writers')
    await run('vacuum analyze')
  } finally {
    await client.end()
  }
}

/** In parts, by two connections; what triggers would note of each reply the caller counts at once. */
async function writeReplies(
  { replies, longest, first, threads }: Size & { readonly first: number },
  client: pg.Client,
  address: string,
): Promise<void> {
  const part = 25_000
  const other = new pg.Client({ connectionString: address })
  await other.connect()
  try {
    await client.query('alter table replies disable trigger user')
    const parts = Array.from({ length: Math.ceil(replies / part) }, (_, at) => 1 + at * part)
    const work = async (writer: pg.Client) => {
      for (let from = parts.shift(); from !== undefined; from = parts.shift())
        await writer.query(
          `insert into replies (thread_id, kind, author_id, body, imported_score, created_at)
           select thread, case when type = 'question' and r % 3 > 0 then 'answer' else 'comment' end, writers.id, passages.body,
             abs(hashint4(r)) % 12, greatest(threads.created_at, now() - interval '55 minutes') + make_interval(secs => r % 3000)
           from (select r, case when r <= $3 then $4 else $4 + abs(hashint4(r)) % $5 end as thread
             from generate_series($1::int, $2::int) r) given
           join threads on threads.id = given.thread
           join bench_passages passages on passages.n = abs(hashint4(r * 5)) % 500
           join bench_writers writers on writers.n = abs(hashint4(r * 7)) % 5000`,
          [from, Math.min(replies, from + part - 1), longest, first, threads],
        )
    }
    await Promise.all([client, other].map(work))
    await client.query('alter table replies enable trigger user')
  } finally {
    await other.end()
  }
}

async function facts(pool: pg.Pool) {
  const { rows } = await pool.query<{ path: string; title: string; isLong: boolean }>(
    `select '/questions/' || id || '/' || slug as path, title, reply_count + answer_count > 2000 as "isLong" from threads
     where type = 'question' order by reply_count + answer_count > 2000 desc, hashint8(id) limit 20001`,
  )
  return {
    longThread: rows[0]!.path,
    questions: rows.slice(1).map(({ path }) => path),
    titles: rows.slice(1).map(({ title }) => title),
  }
}

async function signIn(ctx: Ctx, pool: pg.Pool): Promise<string[]> {
  const { rows } = await pool.query<{ id: number }>(
    `select id from accounts where handle like 'rider-%' order by id limit 200`,
  )
  const cookies: string[] = []
  for (const { id } of rows) {
    const { token } = await startSession(ctx, id as AccountId, { provedBy: 'code', device: 'bench' })
    cookies.push(sessionCookie(token, false).split(';')[0]!)
  }
  return cookies
}
