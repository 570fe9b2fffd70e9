/** Pages kept for visitors: the same bytes while nothing changed, never older than the request, never for anybody else. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { sql } from 'kysely'
import { openSite } from '../../../test/browse.ts'
import { type Cast, getCast } from '../../../test/cast.ts'
import { freshPool } from '../../../test/database.ts'
import { fc } from '../../../test/property.ts'
import {
  answer,
  ask,
  editAnswer,
  editQuestion,
  giveKudos,
  postOfficialAnswer,
} from '../../content/questions/questions.ts'
import {
  type ReplyId,
  type ThreadId,
  addReply,
  narrowThread,
  recallReply,
  startThread,
} from '../../content/threads/threads.ts'
import { updateProfile } from '../../people/accounts/accounts.ts'
import { sessionCookie, startSession } from '../../people/sessions/sessions.ts'
import { type Ctx, makeCtx } from '../../platform/context.ts'
import { openDatabase } from '../../platform/database.ts'
import { silentLog } from '../../platform/log.ts'
import { putSetting } from '../../platform/settings.ts'
import { deleteOldVisitorChanges } from './visitor-pages.queries.ts'
import { keepVisitorPages } from './visitor-pages.ts'

/** A database of its own that commits, over one pool or two, as two processes have them. */
async function openHouse(clock?: () => number) {
  const pool = await freshPool('cast')
  const db = openDatabase(pool)
  const ctx = makeCtx({ viewer: { kind: 'system', reason: 'test' }, db, now: new Date(), log: silentLog })
  const cast = await getCast(ctx)
  const site = await openSite(ctx, keepVisitorPages(db, clock))
  return { ctx, cast, site }
}

const question = { space: 'riders', title: 'Title 0', body: 'Why?', tags: ['cold'] }

test('a page is made once while nothing changes: the same bytes, packed as the browser likes, or nothing when it has them', async () => {
  const { ctx, cast, site } = await openHouse()
  const { thread } = await ask(cast.as(ctx, 'ines'), question)
  const path = `/questions/${thread.id}/${thread.slug}`
  const first = await site.anyone.get(path)
  const again = await site.anyone.get(path)
  assert.equal(first.status, 200)
  assert.equal(again.text, first.text, 'with the nonce of its making')
  assert.match(first.headers.get('x-request-id')!, /^[0-9a-f-]{36}$/)
  assert.equal(again.headers.get('x-request-id'), null, 'it has no line in the log')
  const nonce = /nonce="([^"]+)"/.exec(again.text)![1]!
  assert.ok(again.headers.get('content-security-policy')!.includes(`'nonce-${nonce}'`))
  assert.equal(again.headers.get('cache-control'), 'private, no-cache')
  assert.equal(again.headers.get('vary'), 'cookie, accept-language, accept-encoding')
  const etag = again.headers.get('etag')!
  const none = await site.anyone.get(path, { 'if-none-match': `W/${etag}` })
  assert.deepEqual([none.status, none.text, none.headers.get('etag')], [304, '', etag])
  const packed = await site.anyone.request(path, { headers: { accept: 'text/html', 'accept-encoding': 'br, gzip' } })
  assert.equal(packed.headers.get('content-encoding'), 'gzip')
  assert.equal(gunzipSync(Buffer.from(await packed.arrayBuffer())).toString(), first.text)
  await editQuestion(cast.as(ctx, 'ines'), thread.id, { ...question, title: 'Title 1' })
  const moved = await site.anyone.get(path)
  assert.equal(moved.status, 301, 'the old address leads on')
  const changed = await site.anyone.get(moved.location!, { 'if-none-match': etag })
  assert.equal(changed.status, 200)
  assert.match(changed.text, /Title 1/)
  assert.doesNotMatch(changed.text, new RegExp(nonce.replace(/[+/]/g, '\\$&')), 'made anew, with another nonce')
})

test('who is signed in is asked for themselves, and so is whatever a page does not say is the same for all', async () => {
  const { ctx, cast, site } = await openHouse()
  const { thread } = await ask(cast.as(ctx, 'ines'), question)
  const path = `/questions/${thread.id}/${thread.slug}`
  await site.anyone.get(path)
  const { token } = await startSession(ctx, cast.people.ines.id, { provedBy: 'code', device: 'test' })
  const cookie = sessionCookie(token, false).split(';')[0]!
  const own = await site.anyone.get(path, { cookie })
  assert.match(own.text, /Ines Carvalho/)
  assert.equal(own.headers.get('cache-control'), 'private, no-store')
  assert.equal(own.headers.get('etag'), null)
  const visitor = await site.anyone.get(path)
  assert.doesNotMatch(visitor.text, /meta name="viewer"/)
  for (const other of ['/sign-in', '/sign-up', '/search?q=why', '/health', `/questions/${thread.id + 999}/x`]) {
    const [one, two] = [await site.anyone.get(other), await site.anyone.get(other)]
    assert.equal(two.headers.get('etag'), null, other)
    assert.equal(one.status, two.status)
  }
  // Somebody with a cookie of another program is a visitor.
  assert.equal((await site.anyone.get(path, { cookie: 'theme=dark' })).text, visitor.text)
})

test('feeds and maps are kept with the rule that they give to caches; a part of an answer is not served from memory', async () => {
  const { ctx, cast, site } = await openHouse()
  await ask(cast.as(ctx, 'ines'), question)
  const first = await site.anyone.get('/questions/feed.atom')
  const again = await site.anyone.get('/questions/feed.atom')
  assert.equal(again.text, first.text)
  assert.equal(again.headers.get('cache-control'), 'public, no-cache')
  assert.equal(again.headers.get('etag'), first.headers.get('etag'))
  await ask(cast.as(ctx, 'gustav'), { ...question, title: 'Another' })
  assert.match((await site.anyone.get('/questions/feed.atom')).text, /Another/)
  // Style, script and the small picture go their own way, packed once at the start.
  const { text } = await site.anyone.get('/questions')
  for (const path of [/href="(\/assets\/core[^"]+)"/.exec(text)![1]!, '/favicon.svg']) {
    for (const encoding of ['br', 'gzip', 'identity', 'br']) {
      const answer = await site.anyone.request(path, { headers: { 'accept-encoding': encoding } })
      const unpack = { br: brotliDecompressSync, gzip: gunzipSync }[answer.headers.get('content-encoding') ?? '']
      const bytes = Buffer.from(await answer.arrayBuffer())
      assert.match((unpack ? unpack(bytes) : bytes).toString(), /--|<svg/, `${path} ${encoding}`)
      assert.equal(answer.headers.get('etag'), null)
    }
  }
})

test('a page says how long ago something was, so it is made anew after a minute; and after a long sleep', async () => {
  let now = Date.now()
  const { ctx, cast, site } = await openHouse(() => now)
  const { thread } = await ask(cast.as(ctx, 'ines'), question)
  const path = `/questions/${thread.id}/${thread.slug}`
  const first = await site.anyone.get(path)
  now += 59_000
  assert.equal((await site.anyone.get(path)).text, first.text)
  now += 2000
  const second = await site.anyone.get(path)
  assert.notEqual(second.text, first.text)
  // Notes of changes are forgotten after two days: who slept longer must not trust what it knew.
  await editQuestion(cast.as(ctx, 'ines'), thread.id, { ...question, title: 'Title 0', body: 'Changed while asleep.' })
  await sql`update visitor_changes set changed_at = now() - interval '3 days'`.execute(ctx.db)
  await deleteOldVisitorChanges(ctx)
  now += 21 * 3_600_000
  assert.match((await site.anyone.get(path)).text, /Changed while asleep/)
})

test('a change that is committed late is seen by the next who asks, and one that is taken back empties nothing', async () => {
  const { ctx, cast, site } = await openHouse()
  const { thread } = await ask(cast.as(ctx, 'ines'), question)
  const path = `/questions/${thread.id}/${thread.slug}`
  const { promise: mayCommit, resolve: commit } = Promise.withResolvers<void>()
  const { promise: written, resolve: wrote } = Promise.withResolvers<void>()
  const late = ctx.transaction(async (inside) => {
    await answer(cast.as(inside, 'gustav'), thread.id, 'Committed late.')
    wrote()
    await mayCommit
  })
  await written
  // Others write and read meanwhile: the moment that is known lies after the late one began.
  await ask(cast.as(ctx, 'joost'), { ...question, title: 'Meanwhile' })
  const before = await site.anyone.get(path)
  assert.doesNotMatch(before.text, /Committed late/)
  assert.equal((await site.anyone.get(path)).text, before.text)
  commit()
  await late
  const after = await site.anyone.get(path)
  assert.match(after.text, /Committed late/)
  const back = ctx.transaction(async (inside) => {
    await answer(cast.as(inside, 'amina'), thread.id, 'Never said.')
    throw new Error('taken back')
  })
  await assert.rejects(back, /taken back/)
  assert.equal((await site.anyone.get(path)).text, after.text)
})

test('what is said inside empties nothing; what a visitor sees does, whichever process wrote it', async () => {
  const { ctx, cast, site } = await openHouse()
  const { thread } = await ask(cast.as(ctx, 'ines'), question)
  const reply = await answer(cast.as(ctx, 'gustav'), thread.id, 'Warm it.')
  const path = `/questions/${thread.id}/${thread.slug}`
  const same = async (act: () => Promise<unknown>) => {
    const before = (await site.anyone.get(path)).text
    await act()
    return (await site.anyone.get(path)).text === before
  }
  const talk = await startThread(cast.as(ctx, 'daniel'), cast.spaces.velund, {
    type: 'discussion',
    title: 'Inside',
    body: 'Cells.',
  })
  assert.ok(await same(() => addReply(cast.as(ctx, 'daniel'), talk.id, { kind: 'reply', body: 'Seen.' })))
  const changes: Record<string, () => Promise<unknown>> = {
    'a new name': () => updateProfile(ctx, cast.people.gustav.id, { displayName: 'Gustav E.' }),
    'a thank-you': () => giveKudos(cast.as(ctx, 'ines'), reply.id),
    'the name of the company': () => putSetting(ctx, 'company', 'Velund Bikes'),
    'a space closed to visitors': () =>
      sql`update spaces set access = 'members' where id = ${cast.spaces.riders.id}`.execute(ctx.db),
  }
  for (const [what, act] of Object.entries(changes)) assert.ok(!(await same(act)), what)
  assert.match((await site.anyone.get('/questions')).text, /Velund Bikes/, 'the frame is of the same moment')
  assert.equal((await site.anyone.get(path)).status, 404)
})

test('every table is watched, or is one of those of which no visitor sees anything', async () => {
  const { ctx } = await openHouse()
  const { rows } = await sql<{ name: string }>`
    select c.relname as name from pg_class c
    where c.relnamespace = current_schema()::regnamespace and c.relkind in ('r', 'p')
      and not exists (select from pg_trigger t where t.tgrelid = c.oid and t.tgname like 'visitor\\_change%')
    order by 1`.execute(ctx.db)
  const source = await sql<{ text: string }>`
    select pg_get_functiondef('watch_visitor_tables'::regproc) as text`.execute(ctx.db)
  const unseen = [
    ...source.rows[0]!.text.split('array[')[1]!
      .split(']')[0]!
      .matchAll(/'(\w+)'/g),
  ].map(([, name]) => name)
  const unwatched = rows.map(({ name }) => name).filter((name) => name !== 'migrations' && !unseen.includes(name))
  assert.deepEqual(unwatched, [], 'a migration that makes a table calls watch_visitor_tables()')
})

interface Said {
  readonly text: string
  /** It was acknowledged; what takes it away has begun; that was acknowledged. */
  stands: number
  leaves: number
  gone: number
}

/** Every text that ever stood on the page, with the span in which it must be served, and that in which it may. */
function makeRecord() {
  let tick = 0
  const texts: Said[] = []
  return {
    now: () => ++tick,
    /** Runs an act that puts a text in the place of another: the old one is gone once the act is acknowledged. */
    async replace(old: Said | undefined, text: string | undefined, act: () => Promise<unknown>) {
      const next = text === undefined ? undefined : { text, stands: Infinity, leaves: Infinity, gone: Infinity }
      if (next) texts.push(next)
      if (old) old.leaves = ++tick
      await act()
      if (old) old.gone = ++tick
      if (next) next.stands = ++tick
      return next
    },
    /** What may be served to who asked between these: everything acknowledged before, nothing gone before. */
    judge(text: string, asked: number, where: string) {
      for (const said of texts) {
        const isThere = text.includes(said.text)
        if (said.gone < asked) assert.ok(!isThere, `${where}: “${said.text}” was gone before it was asked for`)
        // What is being taken away while somebody reads may be there or not.
        if (said.stands < asked && said.leaves === Infinity)
          assert.ok(isThere, `${where}: “${said.text}” stood before it was asked for`)
      }
    },
  }
}

type Act = typeof act extends fc.Arbitrary<infer One> ? One : never
const act = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant('edit-title' as const) }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('answer' as const) }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('official' as const) }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('edit-answer' as const), which: fc.nat(4) }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('recall' as const), which: fc.nat(4) }) },
)

test('under writing, crossing and recalling at the same time nobody is served a stale byte, nor one that was taken back', async () => {
  const { ctx, cast, site } = await openHouse()
  await fc.assert(
    fc.asyncProperty(fc.array(act, { minLength: 6, maxLength: 14, size: 'max' }), async (history) => {
      const { thread } = await ask(cast.as(ctx, 'ines'), question)
      const record = makeRecord()
      const path = `/questions/${thread.id}/feed.atom`
      const reading = { on: true }
      const read = async () => {
        while (reading.on) {
          const asked = record.now()
          const { text, location } = await site.anyone.get(`/questions/${thread.id}/title-0`)
          if (location === null) record.judge(text, asked, 'page')
          else record.judge((await site.anyone.get(location)).text, asked, 'page')
          const askedFeed = record.now()
          record.judge((await site.anyone.get(path)).text.replace(/<title>.*?<\/title>/s, ''), askedFeed, 'feed')
        }
      }
      const readers = [read(), read(), read()]
      await write(ctx, cast, { id: thread.id, history, record }).finally(() => (reading.on = false))
      await Promise.all(readers)
      await narrowThread(cast.as(ctx, 'ines'), thread.id, 2)
      assert.equal((await site.anyone.get(path)).status, 404)
    }),
    { numRuns: Math.min(Number(process.env.TANGO_RUNS ?? 3), 200) },
  )
})

async function write(
  ctx: Ctx,
  cast: Cast,
  {
    id,
    history,
    record,
  }: {
    id: ThreadId
    history: readonly Act[]
    record: ReturnType<typeof makeRecord>
  },
): Promise<void> {
  const replies: { id: ReplyId; by: 'gustav' | 'mirela'; said: Said | undefined }[] = []
  for (const [n, one] of history.entries()) {
    await ctx.db.deleteFrom('rateLimits').execute()
    const text = `word${n}word`
    if (one.do === 'edit-title')
      await editQuestion(cast.as(ctx, 'ines'), id, { ...question, title: 'Title 0', body: `Why? ${n}` })
    if (one.do === 'answer' || one.do === 'official') {
      const by = one.do === 'answer' ? 'gustav' : 'mirela'
      let made: { id: ReplyId } | undefined
      const said = await record.replace(undefined, text, async () => {
        const give = one.do === 'answer' ? answer : postOfficialAnswer
        made = await give(cast.as(ctx, by), id, text)
      })
      replies.push({ id: made!.id, by, said })
    }
    const reply = 'which' in one ? replies[one.which] : undefined
    if (!reply?.said) continue
    if (one.do === 'edit-answer')
      reply.said = await record.replace(reply.said, text, () => editAnswer(cast.as(ctx, reply.by), reply.id, text))
    if (one.do === 'recall') reply.said = await record.replace(reply.said, undefined, () => recallReply(ctx, reply.id))
  }
}
