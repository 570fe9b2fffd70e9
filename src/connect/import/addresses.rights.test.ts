/** Old addresses by whoever asks for them: each is led where they could go themselves, and hears of nothing else. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { openSite } from '../../../test/browse.ts'
import { type PersonName, everybody, getCast } from '../../../test/cast.ts'
import { inTransaction } from '../../../test/database.ts'
import { fc } from '../../../test/property.ts'
import '../../features.ts'
import { answer, ask } from '../../content/questions/questions.ts'
import { replyTo, startDiscussion } from '../../content/discussions/discussions.ts'
import { threadAddress } from '../../content/threads/threads.ts'
import type { Ctx } from '../../platform/context.ts'
import { NotFound } from '../../platform/errors.ts'
import { importDiscourse } from '../discourse/discourse.ts'
import { bread, withPages } from '../discourse/site.fixture.test.ts'
import { resolveOldAddress } from './addresses.ts'
import { type OldAddress, insertAddresses, insertRun } from './import.queries.ts'

const site = 'forum.bread.example'

async function keep(ctx: Ctx, addresses: readonly OldAddress[], of = site): Promise<void> {
  const runId = await insertRun(ctx, { source: `test:${of}`, spaceId: null, fingerprint: of })
  await insertAddresses(ctx, { site: of, runId }, addresses)
}

/** Where an address leads somebody; undefined when it is not there for them. */
async function leads(ctx: Ctx, path: string, of?: string): Promise<string | undefined> {
  return resolveOldAddress(ctx, path, of).catch((error: unknown) => {
    assert.ok(error instanceof NotFound, String(error))
    return undefined
  })
}

test(
  'everybody of the cast is led to what they read: threads, replies and spaces on every side, and nowhere else',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const { thread: open } = await ask(cast.as(ctx, 'ines'), { space: 'riders', title: 'Open', body: 'x', tags: [] })
    const said = await answer(cast.as(ctx, 'gustav'), open.id, 'An answer.')
    const { thread: own } = await ask(cast.as(ctx, 'ines'), {
      ...{ space: 'riders', title: 'Mine alone', body: 'x', tags: [] },
      reach: 0,
    })
    const inner = await startDiscussion(cast.as(ctx, 'tomasz'), cast.spaces.battery, { body: 'Cells swell.' })
    const reply = await replyTo(cast.as(ctx, 'lena'), inner.id, 'How many?')
    await keep(ctx, [
      { path: 't/1', kind: 'thread', localId: open.id },
      { path: 't/1/2', kind: 'reply', localId: said.id },
      { path: 't/2', kind: 'thread', localId: own.id },
      { path: 't/3', kind: 'thread', localId: inner.id },
      { path: 'p/3', kind: 'reply', localId: reply.id },
      { path: 'c/1', kind: 'space', localId: cast.spaces.riders.id },
      { path: 'c/2', kind: 'space', localId: cast.spaces.battery.id },
      { path: 'c/3', kind: 'space', localId: cast.spaces.cells.id },
    ])
    const outside = everybody.filter((who) => who !== 'petra')
    const battery: readonly string[] = ['tomasz', 'aiko', 'lena']
    const may: Record<string, readonly string[]> = {
      't/1': outside,
      't/1/2': outside,
      't/2': ['ines'],
      't/3': battery,
      'p/3': battery,
      'c/1': outside,
      'c/2': battery,
      'c/3': ['lena', 'petra'],
    }
    for (const [path, readers] of Object.entries(may))
      for (const who of everybody)
        assert.equal((await leads(cast.as(ctx, who), path)) !== undefined, readers.includes(who), `${who} ${path}`)
    assert.equal(await leads(cast.as(ctx, 'visitor'), 't/1'), threadAddress(open))
    assert.equal(await leads(cast.as(ctx, 'visitor'), 't/words/1/2'), `${threadAddress(open)}#answer-${said.id}`)
    assert.equal(await leads(cast.as(ctx, 'aiko'), 'c/words/2'), '/s/battery')
  }),
)

test(
  'what is refused looks like what was never there: the same page, whoever asks and whatever stands behind it',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const inner = await startDiscussion(cast.as(ctx, 'tomasz'), cast.spaces.battery, { body: 'Cells swell.' })
    await keep(ctx, [
      { path: 't/3', kind: 'thread', localId: inner.id },
      { path: 'c/2', kind: 'space', localId: cast.spaces.battery.id },
      { path: 't/4', kind: 'thread', localId: 999_999 },
      { path: 'p/4', kind: 'reply', localId: 999_999 },
      { path: 'u/nobody', kind: 'account', localId: 999_999 },
    ])
    const web = await openSite(ctx)
    const bare = (text: string) => text.replaceAll(/"[^"]*"/g, '')
    for (const who of ['visitor', 'ines', 'daniel', 'petra'] as const) {
      const unknown = await web.as(who).get('/t/99')
      assert.equal(unknown.status, 404)
      for (const path of ['/t/3', '/c/2', '/t/4', '/p/4', '/u/nobody', `/from/${site}/t/3`]) {
        const refused = await web.as(who).get(path)
        assert.deepEqual([refused.status, refused.location], [404, null], `${who} ${path}`)
        assert.equal(bare(refused.text), bare(unknown.text), `${who} ${path}`)
      }
    }
  }),
)

test(
  'an old address follows its thing: renamed, of another type, closed, opened again, narrowed',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const visitor = cast.as(ctx, 'visitor')
    const { thread } = await ask(cast.as(ctx, 'ines'), { space: 'riders', title: 'Too wet', body: 'x', tags: [] })
    await keep(ctx, [
      { path: 't/1', kind: 'thread', localId: thread.id },
      { path: 'c/1', kind: 'space', localId: cast.spaces.riders.id },
    ])
    await sql`update threads set title = 'Too dry', slug = 'too-dry' where id = ${thread.id}`.execute(ctx.db)
    assert.equal(await leads(visitor, 't/too-wet/1'), `/questions/${thread.id}/too-dry`)
    await sql`update spaces set slug = 'bakers' where slug = 'riders'`.execute(ctx.db)
    assert.equal(await leads(visitor, 'c/riders/1'), '/s/bakers')
    await sql`update threads set type = 'idea' where id = ${thread.id}`.execute(ctx.db)
    assert.equal(await leads(visitor, 't/1'), `/ideas/${thread.id}/too-dry`)
    await sql`update spaces set access = 'members' where slug = 'bakers'`.execute(ctx.db)
    assert.equal(await leads(visitor, 't/1'), undefined)
    assert.equal(await leads(visitor, 'c/1'), undefined)
    await sql`update spaces set access = 'public' where slug = 'bakers'`.execute(ctx.db)
    assert.equal(await leads(visitor, 'c/1'), '/s/bakers')
    await sql`update threads set reach = 0 where id = ${thread.id}`.execute(ctx.db)
    assert.equal(await leads(visitor, 't/1'), undefined)
    assert.equal(await leads(cast.as(ctx, 'ines'), 't/1'), `/ideas/${thread.id}/too-dry`)
  }),
)

test(
  'of two sites with the same numbers each has its own; without a site the one that came first answers',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const visitor = cast.as(ctx, 'visitor')
    const threads = []
    for (const title of ['First', 'Second'])
      threads.push((await ask(cast.as(ctx, 'ines'), { space: 'riders', title, body: 'x', tags: [] })).thread)
    const [first, second] = threads.map(threadAddress)
    await keep(ctx, [{ path: 't/1', kind: 'thread', localId: threads[0]!.id }], 'a.example')
    await keep(
      ctx,
      [
        { path: 't/1', kind: 'thread', localId: threads[1]!.id },
        { path: 't/2', kind: 'thread', localId: threads[1]!.id },
      ],
      'b.example',
    )
    assert.deepEqual(
      [await leads(visitor, 't/1'), await leads(visitor, 't/1', 'a.example'), await leads(visitor, 't/1', 'B.EXAMPLE')],
      [first, first, second],
    )
    assert.deepEqual([await leads(visitor, 't/2'), await leads(visitor, 't/2', 'a.example')], [second, undefined])
    await keep(ctx, [{ path: 't/1', kind: 'thread', localId: threads[1]!.id }], 'a.example')
    assert.equal(await leads(visitor, 't/1', 'a.example'), first, 'a later run takes no address from the first')
  }),
)

test(
  'private messages that came along lead those alone whom they were for, at every address that they had',
  inTransaction(async (ctx) => {
    await withPages(bread, (source) => importDiscourse(ctx, { source, site, privateMessages: true }))
    const { rows } = await sql<{ name: string; id: number }>`select display_name as name, id from accounts
      where state = 'unclaimed'`.execute(ctx.db)
    const messages = await sql<{ path: string }>`select path from import_addresses where kind in ('thread', 'reply')
      and path ~ '^(t/25|p/15)' order by path`.execute(ctx.db)
    assert.deepEqual(
      messages.rows.map(({ path }) => path),
      ['p/150', 'p/151', 't/25', 't/25/1', 't/25/2'],
    )
    const offices: never[] = []
    for (const { name, id } of rows) {
      const as = ctx.as({ kind: 'account', id: id as never, realm: 'outside', name, offices })
      for (const { path } of messages.rows)
        assert.equal((await leads(as, path)) !== undefined, name !== 'former-member', `${name} ${path}`)
    }
    const cast = await getCast(ctx)
    for (const who of everybody) {
      const office = who !== 'visitor' && cast.people[who as PersonName].offices.length > 0
      for (const { path } of messages.rows)
        if (!office) assert.equal(await leads(cast.as(ctx, who), path), undefined, `${who} ${path}`)
    }
  }),
)

test(
  'whatever path is asked for, the answer is a way within this site or that there is nothing',
  inTransaction(async (ctx) => {
    await keep(ctx, [
      { path: 'c/evil.example', kind: 'space', localId: 1 },
      { path: 'u/x', kind: 'account', localId: 1 },
    ])
    const visitor = (await openSite(ctx)).as('visitor')
    const part = fc.constantFrom(
      ...['t', 'c', 'u', 'p', 'q', 'a', 'tag', 'from', 'users', 'questions', 'tagged', site, '1', 'x', 'evil.example'],
      ...[
        '%00',
        '%2F',
        '%2F%2Fevil.example',
        '%5C',
        '%0d%0aset-cookie:x',
        '%ff',
        '%',
        '%F0%9F%98%80',
        '..',
        '%2e%2e',
        '',
      ],
    )
    const first = fc.constantFrom('t', 'c', 'u', 'p', 'tag', 'q', 'a', 'from')
    const paths = fc.sample(fc.tuple(first, fc.array(part, { minLength: 1, maxLength: 5 })), 150)
    const answered = new Map<number, number>()
    for (const [start, parts] of paths) {
      const path = `/${[start, ...parts].join('/')}`
      const { status, location, headers } = await visitor.get(path)
      answered.set(status, (answered.get(status) ?? 0) + 1)
      assert.ok(status < 500, `${path} answers ${status}`)
      assert.equal(headers.get('set-cookie')?.includes('x=') ?? false, false, path)
      if (location === null) continue
      assert.match(location, /^\/(?![/\\])[\x21-\x7e]*$/, `${path} leads to ${location}`)
    }
    assert.ok((answered.get(404) ?? 0) > 20 && (answered.get(301) ?? 0) > 2, JSON.stringify([...answered]))
  }),
)

test(
  'the sign of nothing in any part of an old address is nothing that anybody has',
  inTransaction(async (ctx) => {
    const visitor = (await openSite(ctx)).as('visitor')
    for (const path of [
      '/u/%00',
      '/u/a%00b',
      '/c/%00',
      '/c/a/%00',
      '/t/%00/1',
      '/from/%00/t/1',
      `/from/${site}/u/%00`,
      '/tag/%00',
    ]) {
      const { status, location } = await visitor.get(path)
      assert.ok(status === 404 && location === null, `${path} answers ${status} ${location}`)
    }
  }),
)
