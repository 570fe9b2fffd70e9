/** Old addresses lead to what stands here now, and to nothing that the viewer may not read. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { openSite } from '../../../test/browse.ts'
import { inTransaction } from '../../../test/database.ts'
import { type Site, answer, question, user, withDump } from '../../../test/dump.ts'
import { fc } from '../../../test/property.ts'
import type { Ctx } from '../../platform/context.ts'
import { pathsOf } from './addresses.ts'
import { importStackExchange } from './import.ts'
import { insertAddresses, insertRun } from './import.queries.ts'

const site = 'meta.bread.example'
const bread: Site = {
  Users: [user(7, 'Berta'), user(8, 'Otto')],
  Posts: [question(10, { OwnerUserId: 7, Title: 'Too wet?', Tags: '<crust>' }), answer(11, 10, { OwnerUserId: 8 })],
}

async function imported(
  ctx: Ctx,
  named: string | undefined = site,
): Promise<{ thread: number; reply: number; account: number }> {
  await withDump(bread, (folder) =>
    importStackExchange(ctx, { folder, space: 'riders', ...(named && { site: named }) }),
  )
  const { rows } = await sql<{ thread: number; reply: number; account: number }>`select
    (select id from threads where title = 'Too wet?') as thread, (select max(id) from replies) as reply,
    (select id from accounts where display_name = 'Berta') as account`.execute(ctx.db)
  return rows[0]!
}

test(
  'every old address of a site leads on for good, by its kind; what is for people only does not count',
  inTransaction(async (ctx) => {
    const { thread, reply, account } = await imported(ctx)
    const visitor = (await openSite(ctx)).as('visitor')
    const leads = async (path: string) => {
      const { status, location } = await visitor.get(path)
      return [status, location]
    }
    const home = `/questions/${thread}/too-wet`
    for (const path of ['questions/10', 'questions/10/too-wet', 'questions/10/other-words', 'q/10', 'q/10/7'])
      assert.deepEqual(await leads(`/from/${site}/${path}`), [301, home], path)
    for (const path of ['a/11', 'a/11/8', 'questions/10/too-wet/11', 'q/11'])
      assert.deepEqual(await leads(`/from/${site}/${path}`), [301, `${home}#answer-${reply}`], path)
    assert.deepEqual(await leads('/q/10'), [301, home], 'without its site where no page of our own stands')
    assert.deepEqual(await leads('/a/11'), [301, `${home}#answer-${reply}`])
    assert.deepEqual(await leads(`/from/${site.toUpperCase()}/users/7/berta`), [301, `/people/${account}-berta`])
    assert.deepEqual(await leads(`/from/${site}/questions/tagged/Crust`), [301, '/tags/crust'])
    assert.deepEqual(await leads('/tag/crust'), [301, '/tags/crust'])
    assert.match((await visitor.get('/q/10')).headers.get('cache-control')!, /private/)
  }),
)

test(
  'an old address that nobody knows, or of another site, is not there; our own pages stay as they are',
  inTransaction(async (ctx) => {
    const { thread } = await imported(ctx)
    const visitor = (await openSite(ctx)).as('visitor')
    for (const path of [
      '/q/99',
      '/a/x',
      '/t/',
      '/t/words',
      '/c/',
      '/u/',
      '/p/1',
      '/from/other.example/questions/10',
      `/from/${site}/`,
      `/from/${site}/%00`,
      `/from/${site}/%ff`,
      '/q/%E0%A4%A',
      `/q/${'9'.repeat(400)}`,
      `/u/${'x'.repeat(5000)}`,
      '/tag/a%20b',
    ]) {
      const { status, location } = await visitor.get(path)
      assert.ok(status === 404 && location === null, `${path} answers ${status} ${location}`)
    }
    assert.equal((await visitor.get(`/questions/${thread}/too-wet`)).status, 200)
    assert.notEqual((await visitor.get('/questions/10')).location, `/questions/${thread}/too-wet`)
  }),
)

test(
  'an old address does not tell of what the viewer may not read: it answers like one that nobody knows',
  inTransaction(async (ctx) => {
    const { thread, reply } = await imported(ctx)
    const runId = await insertRun(ctx, { source: 'test', spaceId: null, fingerprint: 'test' })
    const { rows } = await sql<{
      id: number
    }>`update spaces set access = 'members' where slug = 'riders' returning id`.execute(ctx.db)
    await insertAddresses(ctx, { site, runId }, [
      { path: 'c/4', kind: 'space', localId: rows[0]!.id },
      { path: 'c/5', kind: 'space', localId: 999_999 },
    ])
    const tango = await openSite(ctx)
    const unknown = await tango.as('visitor').get('/q/99')
    for (const path of ['/q/10', '/a/11', `/from/${site}/questions/10/too-wet`, '/c/4', '/c/words/4']) {
      const refused = await tango.as('visitor').get(path)
      assert.deepEqual([refused.status, refused.location], [404, null], path)
      assert.equal(refused.text.replaceAll(/"[^"]*"/g, ''), unknown.text.replaceAll(/"[^"]*"/g, ''), path)
      assert.equal((await tango.as('joost').get(path)).status, 301, 'a member may')
    }
    await sql`update threads set reach = 0 where id = ${thread}`.execute(ctx.db)
    for (const who of ['visitor', 'joost', 'ines'] as const)
      for (const path of ['/q/10', '/a/11']) assert.equal((await tango.as(who).get(path)).status, 404, `${who} ${path}`)
    assert.ok(reply > 0)
    assert.equal((await tango.as('joost').get('/c/5')).status, 404)
  }),
)

test(
  'a site named later, or under a second name, has its addresses too; without a name they have one of their own',
  inTransaction(async (ctx) => {
    const { thread } = await imported(ctx, '')
    await imported(ctx, 'second.example')
    const { rows } = await sql<{ site: string }>`select distinct site from import_addresses order by site`.execute(
      ctx.db,
    )
    assert.equal(rows.length, 2)
    assert.equal(rows[0]!.site, 'second.example')
    assert.match(rows[1]!.site, /^stackexchange-[0-9a-f]{8}$/)
    const { rows: led } = await sql<{
      id: number
    }>`select distinct local_id as id from import_addresses where path = 'questions/10'`.execute(ctx.db)
    assert.deepEqual(led, [{ id: thread }])
  }),
)

test('addresses are read by their numbers: with and without words, place in the topic, list and page', () => {
  const cases: readonly (readonly [string, readonly string[]])[] = [
    ['t/12', ['t/12']],
    ['t/some-words/12', ['t/12']],
    ['t/12/3', ['t/12/3', 't/12']],
    ['t/some-words/12/3', ['t/12/3', 't/12']],
    ['t/2024/12/3', ['t/12/3', 't/12']],
    ['t/some-words', []],
    ['c/dough/4', ['c/4']],
    ['c/dough/rye/8', ['c/8']],
    ['c/dough/4/l/latest', ['c/4']],
    ['c/dough/l/latest', ['c/dough']],
    ['c/parent/Rye', ['c/rye']],
    ['u/Berta/summary', ['u/berta']],
    ['users/berta', ['users/berta', 'u/berta']],
    ['p/100', ['p/100']],
    ['questions/7/words/9', ['a/9', 'questions/7']],
    ['a/9/3', ['a/9', 'questions/9']],
    ['admin/users', []],
  ]
  for (const [path, expected] of cases) assert.deepEqual(pathsOf(path.split('/')), expected, path)
})

test('whatever an address holds, what is looked up is a short list of plain paths', () => {
  const part = fc.oneof(
    fc.string({ maxLength: 12 }),
    fc.constantFrom('t', 'c', 'u', 'p', 'a', 'q', 'l', '..', '12', '0', '-1', '9'.repeat(30)),
  )
  fc.assert(
    fc.property(fc.array(part, { maxLength: 6 }), (parts) => {
      const paths = pathsOf(parts)
      assert.ok(paths.length <= 2)
      for (const path of paths)
        assert.match(path, /^(t\/\d+(\/\d+)?|c\/[^]+|u\/[^]+|users\/[^]+|p\/\d+|a\/\d+|questions\/\d+)$/)
    }),
  )
})
