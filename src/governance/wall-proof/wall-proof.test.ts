/** The proof of the wall at a small size: nothing leaks, and every leak that is planted is found. */
import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { sql } from 'kysely'
import { testDatabaseUrl } from '../../../test/database.ts'
import { loadThreads } from '../../content/threads/threads.ts'
import { openProofSite } from '../../proof-site.ts'
import { chanceOf } from './company.ts'
import { type Facts, readFacts } from './facts.queries.ts'
import { type Incident, type Judgement, makeJudgement } from './incidents.ts'
import { leaky, plantWrongRows, withLeaks } from './leaks.fixture.test.ts'
import { listenEverywhere } from './live.ts'
import { judgeMails } from './mails.ts'
import { plantAll } from './planting.queries.ts'
import { type Stage, onStage, outsidersOf, proveWall } from './proof.ts'
import { type Reference, makeReference } from './reference.ts'
import { compareBytes } from './same-bytes.ts'
import { type Walker, ask } from './site.ts'
import { walk } from './walk.ts'

const size = { people: 24, seed: 11 }
let stage: Stage
let facts: Facts
let reference: Reference
let leave: () => void
let left: Promise<unknown>

before(async () => {
  const staged = Promise.withResolvers<Stage>()
  const done = Promise.withResolvers<void>()
  leave = done.resolve
  left = onStage(await testDatabaseUrl(), openProofSite, size, async (one) => {
    staged.resolve(one)
    await done.promise
  })
  left.catch(staged.reject)
  stage = await staged.promise
})
const show = (incidents: readonly Incident[]) =>
  incidents.map((one) => `${one.kind}: ${one.reader}: ${one.address}: ${one.what}`)

function judgeAnew(): Judgement {
  return makeJudgement(facts, reference)
}

function walkerNamed(name: string): Walker {
  const found = stage.walkers.find((one) => one.name === name)
  assert.ok(found, name)
  return found
}

test('no mail and no fact in the outbox carries what its receiver may not read; wrong ones are found', async () => {
  const { ctx, members } = stage.company
  facts = await readFacts(ctx)
  reference = makeReference(facts)
  const judgement = judgeAnew()
  assert.ok((await judgeMails(ctx, facts, judgement)) > 10)
  assert.deepEqual(show(judgement.incidents), [])
  await plantWrongRows(ctx, members[4]!.id)
  await judgeMails(ctx, facts, judgement)
  assert.deepEqual(judgement.incidents.map((one) => one.kind).toSorted(), ['mail', 'outbox'])
  await sql`delete from mails where subject = 'News'`.execute(ctx.db)
  await sql`delete from events where name = 'planted'`.execute(ctx.db)
  await plantAll(ctx)
  facts = await readFacts(ctx)
  reference = makeReference(facts)
})

test('the slow reference and the rule of the product agree about every thread and every reader', async () => {
  const { ctx } = stage.company
  const threads = facts.rows('threads')
  const ids = threads.map((row) => Number(row.id) as never)
  for (const { name, viewer } of stage.walkers) {
    const readable = await loadThreads(ctx.as(viewer), ids)
    const expected = threads.filter((row) => reference.readsThread(viewer, row)).map((row) => row.id)
    assert.deepEqual([...readable.keys()].toSorted(), expected.toSorted(), name)
  }
  const differing = new Set(
    stage.walkers.map(({ viewer }) => threads.filter((row) => reference.readsThread(viewer, row)).length),
  )
  assert.ok(differing.size > 6, 'the readers hardly differ')
})

test('nobody hears on an open page of what they may not read; a stream that says more is found', async () => {
  const { site, company, walkers } = stage
  const judgement = judgeAnew()
  const parts = { ctx: company.ctx, site, facts, reference, judgement, topics: 6 }
  const some = walkers.filter((_, at) => at % 3 === 0)
  assert.ok((await listenEverywhere(parts, some)) >= some.length)
  assert.deepEqual(show(judgement.incidents), [])
  const leaking = { ...parts, site: withLeaks(site, company.ctx) }
  await listenEverywhere(leaking, [leaky(walkerNamed('visitor'))])
  const found = judgement.incidents.map((one) => one.what).join('; ')
  for (const what of [/threads\.title/, /heard more/, /heard that thread:1 changed/]) assert.match(found, what)
})

test('no answer to anybody carries what is closed to them, and the walk meets what is open', async (t) => {
  const { site, walkers } = stage
  const judgement = judgeAnew()
  const small = { alike: 1, names: 1, words: 2, share: 0.03 }
  const { answers, addresses } = await walk(
    { site, facts, judgement, size: small, chance: chanceOf(size.seed) },
    walkers,
  )
  t.diagnostic(`${answers} answers of ${addresses} addresses`)
  assert.deepEqual(show(judgement.incidents), [])
  assert.ok(addresses > 300)
  for (const place of [
    ...['threads.title', 'threads.body', 'threads.slug', 'replies.body', 'tags.name', 'spaces.title', 'spaces.slug'],
    ...['spaces.description', 'accounts.display_name', 'accounts.handle', 'accounts.job_title', 'groups.title'],
    ...['axis_node_versions.title', 'axes.title', 'crossings.reason', 'bridges.title', 'profile_fields.value'],
    ...['files.key', 'notices.because', 'accounts.email'],
  ])
    assert.ok(judgement.seen.has(place), `nobody met any ${place}`)
})

/** Where each planted leak shows, as which kind. */
const planted: Readonly<Record<string, (one: Incident) => boolean>> = {
  'a list without the condition': (one) => one.address.endsWith(' /questions') && /threads\.title/.test(one.what),
  'a search that looks everywhere': (one) => /\/search/.test(one.address) && /replies\.body/.test(one.what),
  'a feed with one entry too many': (one) => /\/questions\/feed\.atom/.test(one.address),
  'notices of somebody else': (one) => one.address.endsWith('/notices') && /notices\.because/.test(one.what),
  'an error that quotes a title': (one) =>
    /\/inside\/threads\/\d+$/.test(one.address) && /threads\.title/.test(one.what),
  'a suggestion': (one) => /\/go\/found/.test(one.address) && /accounts\.display_name/.test(one.what),
  'the picture of another space': (one) => /\/files\/zqk/.test(one.address) && /files\.bytes/.test(one.what),
  'structured data, escaped': (one) => /\/questions\/\d+\//.test(one.address) && /accounts\.job_title/.test(one.what),
  'a page token in base64': (one) => /\/updates/.test(one.address) && /swarm_wordings\.body/.test(one.what),
  'a redirect with the slug': (one) => /\/questions\/\d+$/.test(one.address) && /threads\.slug/.test(one.what),
}

test('every planted leak of words is found', async () => {
  const { site, company } = stage
  const judgement = judgeAnew()
  const routes = site.routes.filter(
    ({ method, path }) =>
      method === 'GET' &&
      /^\/(questions|search|notices|go\/found|updates|files|inside\/threads)/.test(path) &&
      !/edit|history|ask|reach/.test(path),
  )
  const leaking = { ...withLeaks(site, company.ctx), routes }
  const readers = ['visitor', 'member at 4 steps'].map((name) => leaky(walkerNamed(name)))
  const small = { alike: 2, names: 3, words: 2, share: 1 }
  await walk({ site: leaking, facts, judgement, size: small, chance: chanceOf(3) }, readers)
  for (const [leak, fits] of Object.entries(planted))
    assert.ok(
      judgement.incidents.some((one) => one.kind === 'words' && fits(one)),
      `${leak} was not found`,
    )
})

test('each kind of page is opened once by those who may read least, even where chance takes nothing', async () => {
  const { site, company } = stage
  const judgement = judgeAnew()
  const routes = site.routes.filter(({ path }) => path.startsWith('/inside/structure'))
  const leaking = { ...withLeaks(site, company.ctx), routes }
  const nothing = { alike: 1, names: 1, words: 2, share: 0 }
  const readers = [leaky(walkerNamed('employee in no unit'))]
  await walk({ site: leaking, facts, judgement, size: nothing, chance: chanceOf(size.seed) }, readers)
  const found = judgement.incidents.filter((one) => /\/structure\/nodes\/\d+$/.test(one.address))
  assert.ok(
    found.some((one) => one.kind === 'words' && /threads\.title/.test(one.what)),
    show(judgement.incidents).join(),
  )
})

/** The leaks that carry no words: a number, a header, an order, a mark, a count of hidden ties. */
const silent: Readonly<Record<string, RegExp>> = {
  'a count of everything': /^GET \/(\?|$)/,
  'a header made from what stands inside': /^GET \/about$/,
  'an order that depends on what stands inside': /^GET \/go(\?|$)/,
  'a mark that something inside belongs to it': /^GET \/questions\/\d+\//,
  'a count of hidden ties': /^GET \/people\//,
}

test('not a byte changes for anybody outside whatever is added, changed or deleted inside; silent leaks are found', async (t) => {
  const { site, company, walkers } = stage
  const judgement = judgeAnew()
  const rowOf = (table: string, id: number) => facts.find(table, String(id))!
  const question = company.questions[0]!.thread.id
  const person = company.members[8]!.id
  const more = [
    `/questions/${question}/${String(rowOf('threads', question).slug)}`,
    `/people/${person}-${String(rowOf('accounts', person).handle)}`,
    '/sign-in/back',
  ]
  // Somebody asked so often that the limit of 60 falls between what is compared.
  for (let asked = 0; asked < 58; asked++) await ask(site, walkerNamed('visitor'), '/sign-in/back')
  const parts = { site: withLeaks(site, company.ctx), company, judgement, addresses: 90, more }
  const answers = await compareBytes(parts, [...outsidersOf(walkers), leaky(walkerNamed('visitor'))])
  t.diagnostic(`${answers} answers compared`)
  const [caught, clean] = [true, false].map((isLeak) =>
    judgement.incidents.filter((one) => one.reader.endsWith('at a leak') === isLeak),
  ) as [Incident[], Incident[]]
  assert.deepEqual(show(clean), [])
  for (const [leak, address] of Object.entries(silent))
    assert.ok(
      caught.some((one) => one.kind === 'bytes' && address.test(one.address)),
      `${leak} was not found`,
    )
})

test('what is told is the whole of it, and the database of a proof is gone afterwards', async () => {
  const url = await testDatabaseUrl()
  const standing = await countProofs()
  const site: typeof openProofSite = async (over) => {
    const real = await openProofSite(over)
    // A program with two addresses is proved in a moment.
    const isThere = (path: string) => /^\/(about|questions|live)$/.test(path)
    const fetch = async (request: Request) =>
      isThere(new URL(request.url).pathname) ? real.fetch(request) : new Response('', { status: 404 })
    return { ...real, fetch, routes: real.routes.filter(({ path }) => isThere(path)) }
  }
  const lines: string[] = []
  const report = await proveWall(url, site, { people: 24, seed: 2 }, (line) => void lines.push(line))
  assert.deepEqual(show(report.incidents), [])
  assert.deepEqual(report.byKind, {})
  assert.equal(report.readers.length, stage.walkers.length)
  assert.ok(report.answers > report.addresses && report.addresses >= 2 && report.mails > 10 && report.streams > 10)
  assert.equal(lines.length, 5, lines.join('\n'))
  assert.equal(await countProofs(), standing)
})

/** Databases of proofs on this server: at least the one of this file. */
async function countProofs(): Promise<number> {
  const { rows } = await sql<{
    count: number
  }>`select count(*) from pg_database where datname like 'tango_proof_%'`.execute(stage.company.ctx.db)
  return Number(rows[0]!.count)
}

test('the company is taken down when the work on it is done', async () => {
  leave()
  await left
  await assert.rejects(sql`select 1`.execute(stage.company.ctx.db))
})
