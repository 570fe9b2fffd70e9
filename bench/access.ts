/**
 * What a decision about rights costs: the newest 20 threads that a member may read where most are meant for somebody's
 * friends up to three steps away, and single checks. The product's own rule as plain SQL against the product's list
 * with its index, in one run and with the same answers. `ids`: nothing but ids is found; `rows`: the rows are read from
 * the database by the rule, as a page shows them. Single checks against CASL from npm, both with the rights of somebody
 * who was not seen lately and with the rights of somebody who was.
 *
 * bin/bench access [--posts 1000000] [--people 10000] [--viewers 40] [--rounds 5]
 */
import { parseArgs } from 'node:util'
import { createMongoAbility } from '@casl/ability'
import { sql } from 'kysely'
import '../src/features.ts'
import { SCOPE, describe, makeItems, sees } from '../src/engines/newest-visible/newest-visible.ts'
import { type ThreadIndex, type Walk, openThreadIndex, useThreadIndex } from '../src/content/threads/thread-index.ts'
import { listThreads } from '../src/content/threads/threads.ts'
import { isOpenWay, openNearness } from '../src/people/nearness/nearness.ts'
import { type AccountViewer, type Ctx, type Db, makeCtx } from '../src/platform/context.ts'
import { openDatabase, openPool } from '../src/platform/database.ts'
import type { AccountId } from '../src/platform/ids.ts'
import { migrateJobs } from '../src/platform/jobs.ts'
import { silentLog } from '../src/platform/log.ts'
import { migrate } from '../src/platform/migrations.ts'
import { inTurns, machineLines, openPostgres, packageVersion, printTable, range, ratio, spread } from './machine.ts'

const { values } = parseArgs({
  options: {
    posts: { type: 'string', default: '1000000' },
    people: { type: 'string', default: '10000' },
    viewers: { type: 'string', default: '40' },
    rounds: { type: 'string', default: '5' },
  },
})
const [posts, people, viewerCount, rounds] = [values.posts, values.people, values.viewers, values.rounds].map(
  Number,
) as [number, number, number, number]
const spaces = 200
const filter = { realm: 'outside', types: ['question'], order: 'newest' } as const

/** Members, 15 connections each with every twentieth hidden, two blocks each, spaces of both sides, and the posts. */
const house = `
  select setseed(0.42);
  insert into accounts (realm, handle, display_name, email)
    select 'outside', 'p' || n, 'Person ' || n, 'p' || n || '@people.example' from generate_series(1, ${people}) n;
  insert into spaces (realm, slug, title, access)
    select case when n % 2 = 0 then 'outside' else 'inside' end, 's' || n, 'Space ' || n,
      case when n % 4 = 0 then 'public' else 'members' end from generate_series(1, ${spaces}) n;
  insert into blocks (blocker_id, blocked_id)
    select distinct a, b from (select 1 + floor(random() * ${people})::int a, 1 + floor(random() * ${people})::int b
      from generate_series(1, ${people * 2})) x where a <> b;
  insert into connections (lower_id, higher_id, asked_by, accepted_at, hidden_by_lower)
    select distinct on (least(a, b), greatest(a, b)) least(a, b), greatest(a, b), least(a, b), now(), random() < 0.05
    from (
      select n a, 1 + (n + floor(random() * case when random() < 0.7 then 60 else ${people} end)::int) % ${people} b
      from generate_series(1, ${people}) n, generate_series(1, 15)
    ) x where a <> b;
  alter table threads disable trigger user;
  insert into threads (realm, space_id, type, author_id, title, slug, body, reach, created_at, active_at)
    select case when s % 2 = 0 then 'outside' else 'inside' end, s, case when s % 2 = 0 then 'question' else 'discussion' end,
      1 + floor(random() * ${people})::int, 'Post ' || n, 'post', 'Words',
      case when s % 2 = 1 or r < 0.05 then null when r < 0.1 then 4 when r < 0.35 then 1 when r < 0.65 then 2
        when r < 0.95 then 3 else 0 end,
      timestamptz '2026-01-01' + n * interval '10 seconds', timestamptz '2026-01-01' + n * interval '10 seconds'
    from (select n, 1 + floor(random() * ${spaces})::int s, random() r from generate_series(1, ${posts}) n) x;
  alter table threads enable trigger user;
  analyze`

interface Form {
  readonly name: string
  readonly list: (viewer: AccountViewer) => Promise<readonly number[]>
}

/**
 * The rule as one would write it down: every degree a join under EXISTS. The same tables and indexes; the spaces that
 * the viewer reads (all of the outside here) are not even asked for.
 */
async function listByJoins(db: Db, viewer: number): Promise<readonly number[]> {
  const apart = (one: string, other: string) => `exists (select from blocks where
    (blocker_id = ${one} and blocked_id = ${other}) or (blocker_id = ${other} and blocked_id = ${one}))`
  const { rows } = await sql<{ id: number }>`${sql.raw(`select t.id from threads t
    where t.realm = 'outside' and t.type = 'question' and t.audience = 'space' and (t.reach is null
      or t.author_id = ${viewer}
      or (t.reach = 4 and not ${apart('t.author_id', String(viewer))})
      or (t.reach between 1 and 3 and not ${apart('t.author_id', String(viewer))} and (
        exists (select from ties where person_id = ${viewer} and other_id = t.author_id)
        or (t.reach >= 2 and exists (select from ties a join ties b on b.person_id = a.other_id
          where a.person_id = ${viewer} and b.other_id = t.author_id and a.is_path and b.is_path))
        or (t.reach = 3 and exists (select from ties a join ties b on b.person_id = a.other_id
          join ties c on c.person_id = b.other_id
          where a.person_id = ${viewer} and c.other_id = t.author_id and a.is_path and b.is_path and c.is_path
            and not ${apart('t.author_id', 'a.other_id')} and not ${apart(String(viewer), 'b.other_id')})))))
    order by t.created_at desc, t.id desc limit 20`)}`.execute(db)
  return rows.map((row) => row.id)
}

/** The same index that keeps to itself over whom an author is near. */
function withoutWitnesses(index: ThreadIndex): ThreadIndex {
  return {
    ...index,
    walk: (...asked) => {
      const walk = index.walk(...asked)
      return { ...walk, over: walk.ids.map(() => []) }
    },
  }
}

/** How many rows of a list are there by distance, over how many people, and for how many of them that proves to be so. */
async function witnessLine(db: Db, viewers: readonly AccountViewer[], walks: readonly Walk[]): Promise<string> {
  const sums = [0, 0, 0, 0, 0]
  for (const [n, { ids, over }] of walks.entries()) {
    const [first, second] = [0, 1].map((at) => over.map((people) => people[at] ?? null))
    const from = sql`${viewers[n]!.id}::bigint`
    const way = { from, first: sql`first`, second: sql`second`, to: sql`author_id` }
    const { rows } = await sql<{ over: number; rows: number; proven: number }>`
      select num_nonnulls(first, second) as over, count(*)::int as rows,
        (count(*) filter (where ${isOpenWay(way, sql`reach`)}))::int as proven
      from unnest(${ids}::bigint[], ${first}::bigint[], ${second}::bigint[]) walked (id, first, second)
      join threads using (id) where reach between 1 and 3 and author_id <> ${from} group by 1`.execute(db)
    for (const { over: people, rows: count, proven } of rows) {
      sums[people]! += count
      sums[3]! += count
      sums[4]! += proven
    }
  }
  const [none, one, two, all, proven] = sums.map((sum) => (sum / walks.length).toPrecision(3))
  return `of a list's rows ${all} are there by distance: ${none} over nobody, ${one} over one, ${two} over two people; witnesses prove ${proven}`
}

const at = (sorted: readonly number[], share: number) =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]!

/** Every form lists for every viewer in turn; the answers must be the same. Milliseconds for one list. */
async function timeLists(forms: readonly Form[], viewers: readonly AccountViewer[]) {
  const means: number[][] = forms.map(() => [])
  const all: number[][] = forms.map(() => [])
  for (let round = -1; round < rounds; round++) {
    const sums = forms.map(() => 0)
    for (const viewer of viewers) {
      let expected: string | undefined
      for (const [form, { name, list }] of forms.entries()) {
        const begin = performance.now()
        const ids = await list(viewer)
        const took = performance.now() - begin
        sums[form]! += took
        if (round >= 0) all[form]!.push(took)
        expected ??= ids.join()
        if (ids.join() !== expected) throw new Error(`${name} lists something else for ${viewer.name}`)
      }
    }
    if (round >= 0) for (const [form, sum] of sums.entries()) means[form]!.push(sum / viewers.length)
  }
  return { means, sorted: all.map((times) => times.toSorted((a, b) => a - b)) }
}

// Told what it is given, so that no row has to be copied for it.
const threads = { detectSubjectType: () => 'Thread' }

type Visit = { readonly viewer: AccountViewer; readonly page: number }

/**
 * Single checks a second: ours with distance and blocks, CASL with spaces, own posts and audience only. As in a page
 * the rights of one viewer are made, then fifty things are judged; by viewers of whom nothing is kept any more, and by
 * the same few in turn, of whom both keep what they can.
 */
async function timeChecks(viewers: readonly AccountViewer[], db: Db) {
  const { rows } = await sql<{ id: number; authorId: number; spaceId: number; reach: number | null }>`
    select id, author_id, space_id, reach from threads order by id desc limit 50000`.execute(db)
  const readable = Array.from({ length: spaces / 2 }, (_, n) => 2 * (n + 1))
  const nearness = await openNearness(db)
  const items = makeItems()
  const scopes = [SCOPE.owner, SCOPE.one, SCOPE.two, SCOPE.three, SCOPE.known] as const
  for (const row of rows)
    describe(items, row.id, {
      owner: row.authorId,
      place: row.spaceId,
      scope: row.reach === null ? SCOPE.place : scopes[row.reach]!,
    })
  const pages = Array.from({ length: 20 }, (_, page) => rows.slice(page * 50, page * 50 + 50))
  const places = Uint8Array.from({ length: spaces + 1 }, (_, space) => (readable.includes(space) ? 1 : 0))
  const viewOf = (viewer: AccountViewer) => ({ person: viewer.id, places, ...nearness.viewOf(viewer.id) })
  const abilityOf = (viewer: AccountViewer) =>
    createMongoAbility(
      [
        { action: 'read', subject: 'Thread', conditions: { spaceId: { $in: readable }, reach: { $in: [null, 4] } } },
        { action: 'read', subject: 'Thread', conditions: { authorId: viewer.id } },
      ],
      threads,
    )
  const kept = new Map(viewers.map((viewer) => [viewer, abilityOf(viewer)]))
  const decisions: number[] = []
  const ours = (visits: readonly Visit[]) => () => {
    for (const { viewer, page } of visits) {
      const begin = performance.now()
      const view = viewOf(viewer)
      for (const row of pages[page]!) sees(items, view, row.id)
      decisions.push((performance.now() - begin) / 50)
    }
  }
  const casl = (visits: readonly Visit[], rightsOf: typeof abilityOf) => () => {
    for (const { viewer, page } of visits) {
      const ability = rightsOf(viewer)
      for (const row of pages[page]!) ability.can('read', row as never)
    }
  }
  // What CASL can say (no distance, no blocks) must be the same.
  for (const viewer of viewers) {
    const view = viewOf(viewer)
    const said = createMongoAbility(
      [{ action: 'read', subject: 'Thread', conditions: { spaceId: { $in: readable } } }],
      threads,
    )
    for (const row of pages.flat())
      if (row.reach === null && sees(items, view, row.id) !== said.can('read', row as never))
        throw new Error(`thread ${row.id}: ${viewer.name} gets another answer than CASL's`)
  }
  // More viewers than are kept, each once a round; and page after page of a few viewers in turn.
  const strangers = Array.from({ length: Math.min(800, people) }, (_, n) => ({
    viewer: { ...viewers[0]!, id: (1 + Math.floor((n * people) / Math.min(800, people))) as AccountId },
    page: n % 20,
  }))
  const regulars = pages.flatMap((_, page) => viewers.map((viewer) => ({ viewer, page })))
  const forms = [
    { visits: strangers, run: ours(strangers) },
    { visits: strangers, run: casl(strangers, abilityOf) },
    { visits: regulars, run: ours(regulars) },
    { visits: regulars, run: casl(regulars, (viewer) => kept.get(viewer)!) },
  ]
  const speeds = await inTurns(forms, rounds, async ({ visits, run }) => {
    const begin = performance.now()
    run()
    return (visits.length * 50 * 1000) / (performance.now() - begin)
  })
  return { speeds, decisions: decisions.toSorted((a, b) => a - b) }
}

for (const line of machineLines()) console.log(line)
const postgres = await openPostgres()
console.log(`database  ${postgres.version}\ncasl      ${packageVersion('@casl/ability')}\n`)
const pool = openPool(postgres.url, 4)
try {
  await migrateJobs(pool)
  await migrate(pool)
  const begin = performance.now()
  await postgres.client.query(house)
  const [plain, searching, indexed]: [Db, Db, Db] = [openDatabase(pool), openDatabase(pool), openDatabase(pool)]
  console.log(
    `${posts} posts, ${people} members, ${spaces} spaces: written in ${((performance.now() - begin) / 1000).toFixed(0)} s`,
  )
  const opening = performance.now()
  const index = await openThreadIndex(indexed)
  useThreadIndex(indexed, index)
  useThreadIndex(searching, withoutWitnesses(index))
  console.log(`index opened in ${((performance.now() - opening) / 1000).toFixed(1)} s\n`)
  const ctxOf = (db: Db, viewer: AccountViewer): Ctx => makeCtx({ viewer, db, now: new Date(), log: silentLog })
  const viewers = Array.from({ length: viewerCount }, (_, n) => {
    const id = (1 + Math.floor(((n + 0.5) * people) / viewerCount)) as AccountId
    return { kind: 'account', id, realm: 'outside', name: `Person ${id}`, offices: [] } as const
  })
  const outside = Array.from({ length: spaces / 2 }, (_, n) => 2 * (n + 1))
  const idsOf = async (db: Db, viewer: AccountViewer) =>
    (await listThreads(ctxOf(db, viewer), filter, { limit: 20 })).items.map((row) => row.id)
  const forms: Form[] = [
    { name: 'ids: the rule as joins under EXISTS', list: (viewer) => listByJoins(plain, viewer.id) },
    { name: 'rows: the rule in SQL alone', list: (viewer) => idsOf(plain, viewer) },
    {
      name: 'rows: ids by the index, tested again, each distance searched',
      list: (viewer) => idsOf(searching, viewer),
    },
    { name: 'rows: ids by the index, tested again by their witnesses', list: (viewer) => idsOf(indexed, viewer) },
    {
      name: 'ids: the index in memory alone, nothing tested again',
      list: async (viewer) => index.walk(viewer, outside, filter, undefined, 20).ids,
    },
  ]
  const lists = await timeLists(forms, viewers)
  printTable(
    ['newest 20 that I may see, k <= 3: what is timed', 'ms a list', 'p50', 'p95', 'times the joins'],
    forms.map(({ name }, form) => [
      name,
      range(spread(lists.means[form]!)),
      at(lists.sorted[form]!, 0.5).toPrecision(3),
      at(lists.sorted[form]!, 0.95).toPrecision(3),
      form === 0 ? '' : range(ratio(lists.means[0]!, lists.means[form]!)),
    ]),
  )
  const walks = viewers.map((viewer) => index.walk(viewer, outside, filter, undefined, 20))
  console.log(`\n${await witnessLine(plain, viewers, walks)}`)
  const checks = await timeChecks(viewers, plain)
  const [ours, casl, oursKept, caslKept] = checks.speeds as [number[], number[], number[], number[]]
  console.log()
  printTable(
    ['single checks, fifty a viewer', 'checks a second', 'times CASL'],
    [
      ['ours, view made anew: places, distance to 3, blocks', range(spread(ours)), range(ratio(ours, casl))],
      ['CASL, ability made anew: places and own, no distance', range(spread(casl)), ''],
      ['ours, a viewer of lately', range(spread(oursKept)), range(ratio(oursKept, caslKept))],
      ['CASL, ability kept', range(spread(caslKept)), ''],
    ],
  )
  console.log(
    `\none decision, its share of making the view included: p95 ${(at(checks.decisions, 0.95) * 1000).toPrecision(3)} us`,
  )
} finally {
  await pool.end()
  await postgres.close()
}
