/** The page of a space and the page of its members, as each kind of reader finds them. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Page, openSite } from '../../../test/browse.ts'
import { type Cast, getCast } from '../../../test/cast.ts'
import { inTransaction } from '../../../test/database.ts'
import { type Ctx, makeCtx } from '../../platform/context.ts'
import { addMember, getSpace } from '../../realms/spaces/spaces.ts'
import { startThread } from '../threads/threads.ts'
import { startDiscussion } from './discussions.ts'

const later = (ctx: Ctx, minutes: number): Ctx =>
  makeCtx({ ...ctx, now: new Date(ctx.now.getTime() + minutes * 60_000) })

const plain = (html: string) =>
  html
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()

/** The posts of a stream, each as its words and where its links lead. */
function postsOf(page: Page) {
  return [...page.text.matchAll(/<article.*?<\/article>/gs)].map(([html]) => ({
    words: plain(html),
    links: [...html.matchAll(/href="([^"]*)"/g)].map(([, href]) => href!),
    id: / id="([^"]*)"/.exec(html)?.[1],
  }))
}

/** The rows of the table of members, each cell as words, and the last cell as what its button sends to. */
function membersOf(page: Page) {
  const body = /<tbody.*<\/tbody>/s.exec(page.text)?.[0] ?? ''
  return [...body.matchAll(/<tr.*?<\/tr>/gs)].map(([row]) => ({
    cells: [...row.matchAll(/<t[dh].*?<\/t[dh]>/gs)].map(([cell]) => plain(cell)),
    href: /href="([^"]*)"/.exec(row)?.[1],
    takesOut: /action="([^"]*)"/.exec(row)?.[1],
  }))
}

const post = (ctx: Ctx, cast: Cast, who: 'lena' | 'tomasz' | 'petra', space: 'battery' | 'cells', words: string) =>
  startDiscussion(cast.as(ctx, who), cast.spaces[space], { body: words })

test(
  'a space shows its posts newest first, each with who wrote it, who reads it, and the way into it',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const site = await openSite(ctx)
    const first = await post(later(ctx, -20), cast, 'tomasz', 'battery', 'Packs are **sound**. '.repeat(40))
    const named = await startDiscussion(later(cast.as(ctx, 'lena'), -10), cast.spaces.battery, {
      title: 'Winter & range',
      body: 'What we know.',
    })
    const page = await site.as('aiko').get('/inside/spaces/battery')
    const [newest, oldest] = postsOf(page)
    assert.equal(newest!.id, `thread-${named.id}`)
    assert.match(newest!.words, /Lena Brandt.*Winter &amp; range What we know\. .*Replies · 0/)
    assert.doesNotMatch(newest!.words, /Open the thread|have the same/)
    assert.match(oldest!.words, /Tomasz Wrona.*Packs are sound\. Packs are sound\..*… Open the thread/)
    assert.match(oldest!.words, /Battery &amp; Range, its members/)
    assert.ok(oldest!.words.length < 700, 'a long post is cut')
    for (const [shown, thread] of [
      [newest, named],
      [oldest, first],
    ] as const) {
      assert.ok(shown!.links.includes(`/inside/threads/${thread.id}`))
      assert.ok(shown!.links.includes(`/inside/threads/${thread.id}#replies`))
      assert.ok(shown!.links.includes(`/readers/thread/${thread.id}`))
    }
    await site.as('aiko').post(`/inside/threads/${first.id}/replies`, { body: 'Good.' })
    assert.match(postsOf(await site.as('lena').get('/inside/spaces/battery'))[0]!.words, /Replies · 1/)
  }),
)

test(
  'what is meant for a few says so in the stream, and others in the space do not see it',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const site = await openSite(ctx)
    await startThread(cast.as(ctx, 'lena'), cast.spaces.battery, {
      type: 'discussion',
      title: 'Between us',
      body: 'A word.',
      audience: 'participants',
      participants: [cast.people.aiko.id],
    })
    const aiko = await site.as('aiko').get('/inside/spaces/battery')
    assert.match(postsOf(aiko)[0]!.words, /Battery &amp; Range, only those who take part/)
    const tomasz = await site.as('tomasz').get('/inside/spaces/battery')
    assert.match(tomasz.text, /Nothing here yet/)
  }),
)

test(
  'an empty space invites to write; who may not write there finds no composer, and still who reads it',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const site = await openSite(ctx)
    const lena = await site.as('lena').get('/inside/spaces/battery')
    assert.match(lena.text, /Nothing here yet/)
    assert.match(lena.text, /action="\/inside\/spaces\/battery\/threads"/)
    assert.match(lena.text, />Post inside</)
    assert.match(lena.text, /href="\/inside\/spaces\/battery\/members"/)
    assert.match(lena.text, /href="\/inside\/spaces\/battery\/rights"/)
    await ctx.db.updateTable('spaces').set({ archivedAt: ctx.now }).where('id', '=', cast.spaces.battery.id).execute()
    const closed = await site.as('lena').get('/inside/spaces/battery')
    assert.equal(closed.status, 200)
    assert.doesNotMatch(closed.text, /action="\/inside\/spaces\/battery\/threads"/)
    assert.match(closed.text, /Battery &amp; Range, 3 people/)
    const room = await site.as('petra').get('/inside/spaces/cells')
    assert.match(room.text, />Post to everyone in the room</)
    assert.doesNotMatch(room.text, /\/rights"/, 'rights are no page for a guest')
  }),
)

test(
  'more posts than a page go on under a link, each once and newest first',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const site = await openSite(ctx)
    const values = Array.from({ length: 45 }, (_, at) => ({
      realm: 'inside' as const,
      spaceId: cast.spaces.battery.id,
      type: 'discussion' as const,
      authorId: cast.people.lena.id,
      title: `Post ${String(at).padStart(2, '0')}`,
      slug: `post-${at}`,
      body: 'Words',
      createdAt: later(ctx, at - 60).now,
      activeAt: later(ctx, at - 60).now,
    }))
    await ctx.db
      .insertInto('threads')
      .values(values as never)
      .execute()
    const titles: string[] = []
    let path: string | undefined = '/inside/spaces/battery'
    for (let pages = 0; path !== undefined && pages < 5; pages++) {
      const page: Page = await site.as('tomasz').get(path)
      titles.push(...postsOf(page).map(({ words }) => /Post \d\d/.exec(words)![0]))
      const more = /href="(\?after=[^"]*)"/.exec(page.text)?.[1]
      path = more && `/inside/spaces/battery${more.replaceAll('&amp;', '&')}`
    }
    assert.deepEqual(titles, values.map(({ title }) => title).toReversed())
  }),
)

test(
  'the members of a space stand with where they belong and their part, and only who looks after it takes out',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const site = await openSite(ctx)
    await addMember(ctx, cast.spaces.battery, cast.people.lena.id, 'steward')
    const seen = await site.as('tomasz').get('/inside/spaces/battery/members')
    assert.deepEqual(
      membersOf(seen)
        .map(({ cells }) => cells)
        .sort(),
      [
        ['Aiko Tanaka', 'Firmware', 'Member'],
        ['Lena Brandt', 'Product, Tide', 'Looks after it'],
        ['Tomasz Wrona', 'Cells &amp; BMS', 'Member'],
      ],
    )
    for (const { href } of membersOf(seen)) assert.match(href!, /^\/people\/\d+-(aiko|lena|tomasz)$/)
    assert.doesNotMatch(seen.text, /Add somebody|\/remove"|Who answers for them/)
    assert.match(seen.text, /<p class="small muted">[^<]+<\/p>/, 'and is told why')
    const lena = await site.as('lena').get('/inside/spaces/battery/members')
    assert.match(lena.text, /Add somebody/)
    for (const { cells, takesOut, href } of membersOf(lena)) {
      const id = /\d+/.exec(href!)![0]
      assert.equal(takesOut, `/inside/spaces/battery/members/${id}/remove`)
      assert.equal(cells[3], `Take out ${cells[0]}`)
    }
    assert.match((await site.as('daniel').get('/inside/spaces/velund/members')).text, /Every employee reads and writes/)
    assert.doesNotMatch(seen.text, /Every employee reads and writes/)
    assert.match((await site.as('daniel').get('/inside/spaces/velund/members')).text, /No members yet/)
  }),
)

test(
  'who is found by name is added with the button beside them, and the name that was looked for stays',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const site = await openSite(ctx)
    const path = '/inside/spaces/battery/members'
    await addMember(ctx, cast.spaces.battery, cast.people.lena.id, 'steward')
    assert.doesNotMatch((await site.as('lena').get(path)).text, /Nobody who could be added/)
    const found = await site.as('lena').get(`${path}?find=%20da%20`)
    assert.match(found.text, /<input [^>]*name="find"[^>]*value="da"/)
    const line = /<li class="row between">.*?<\/li>/s.exec(found.text)![0]
    assert.match(plain(line), /^Daniel Okafor Service Add Daniel Okafor$/)
    assert.match(line, new RegExp(`action="${path}"`))
    const account = /name="account" value="(\d+)"/.exec(line)![1]!
    assert.equal(account, String(cast.people.daniel.id))
    assert.equal((await site.as('lena').post(path, { account })).location, path)
    assert.equal((await site.as('daniel').get('/inside/spaces/battery')).status, 200)
    for (const name of ['zzz', 'Petra', 'Ines'])
      assert.match((await site.as('lena').get(`${path}?find=${name}`)).text, /Nobody who could be added here/, name)
    const wrong = await site.as('lena').post(path, { account: 'Daniel' })
    assert.equal(wrong.status, 422)
    assert.match(wrong.text, /id="find-error"[^]*Choose somebody from the list of people/)
    assert.match((await site.as('lena').get(`${path}?find=${'x'.repeat(300)}`)).text, /value="x{120}"/)
  }),
)

test(
  'in a room on the bridge guests can be found as well, and their company stands beside them',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const site = await openSite(ctx)
    await addMember(ctx, cast.spaces.cells, cast.people.lena.id, 'steward')
    const found = await site.as('lena').get('/inside/spaces/cells/members?find=pet')
    const line = /<li class="row between">.*?<\/li>/s.exec(found.text)![0]
    assert.match(plain(line), /Petra Kovač Kettenwerk GmbH/)
  }),
)

test(
  'in a room employees see who answers for each guest; a guest sees who reads there, and nobody who does not',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const site = await openSite(ctx)
    const karl = await ctx.db
      .insertInto('accounts')
      .values({
        realm: 'bridge',
        handle: 'karl',
        displayName: 'Karl Ott',
        email: 'karl@people.example',
        organisation: 'Ott & Sons',
      })
      .returning('id')
      .executeTakeFirstOrThrow()
    await ctx.db.insertInto('memberships').values({ spaceId: cast.spaces.cells.id, accountId: karl.id }).execute()
    const lena = await site.as('lena').get('/inside/spaces/cells/members')
    const rows = membersOf(lena).map(({ cells }) => cells)
    assert.deepEqual(rows.map(([name, belongs]) => [name, belongs]).sort(), [
      ['Karl Ott', 'Ott &amp; Sons'],
      ['Lena Brandt', 'Product, Tide'],
      ['Petra Kovač', 'Kettenwerk GmbH'],
    ])
    const answers = Object.fromEntries(rows.map(([name, , , by]) => [name, by]))
    assert.equal(answers['Karl Ott'], 'Nobody: reads nothing here')
    assert.match(answers['Petra Kovač']!, /^Lena Brandt, until ./)
    assert.equal(answers['Lena Brandt'], '')
    assert.match(lena.text, /href="\/inside\/guests"/)
    const petra = await site.as('petra').get('/inside/spaces/cells/members')
    assert.deepEqual(
      membersOf(petra)
        .map(({ cells }) => cells[0])
        .sort(),
      ['Lena Brandt', 'Petra Kovač'],
    )
    assert.doesNotMatch(petra.text, /Karl|href="\/inside\/guests"/)
    assert.equal((await site.as('visitor').get('/inside/spaces/cells/members')).status, 404)
  }),
)

test(
  'more than a hundred members go on over pages, each once',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const site = await openSite(ctx)
    const values = Array.from({ length: 120 }, (_, at) => ({
      realm: 'inside' as const,
      handle: `person-${at}`,
      displayName: `Person ${at} ${'of a long name '.repeat(7).trim()}`,
      email: `person-${at}@velund.example`,
    }))
    const ids = await ctx.db.insertInto('accounts').values(values).returning('id').execute()
    await ctx.db
      .insertInto('memberships')
      .values(ids.map(({ id }) => ({ spaceId: cast.spaces.battery.id, accountId: id })))
      .execute()
    const first = await site.as('lena').get('/inside/spaces/battery/members')
    assert.equal(membersOf(first).length, 100)
    const more = /href="(\?after=\d+)"/.exec(first.text)![1]!
    const second = await site.as('lena').get(`/inside/spaces/battery/members${more}`)
    assert.equal(membersOf(second).length, 23)
    assert.doesNotMatch(second.text, /\?after=/)
    assert.equal(new Set([...membersOf(first), ...membersOf(second)].map(({ href }) => href)).size, 123)
  }),
)

test(
  'whoever takes somebody else out stays on the page; what is no member leads nowhere',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const site = await openSite(ctx)
    await addMember(ctx, cast.spaces.battery, cast.people.lena.id, 'steward')
    const out = await site.as('lena').post(`/inside/spaces/battery/members/${cast.people.aiko.id}/remove`)
    assert.equal(out.location, '/inside/spaces/battery/members')
    assert.equal((await site.as('aiko').get('/inside/spaces/battery')).status, 404)
    assert.equal((await site.as('lena').post('/inside/spaces/battery/members/x/remove')).status, 404)
    const other = await site.as('tomasz').post(`/inside/spaces/battery/members/${cast.people.lena.id}/remove`)
    assert.equal(other.status, 403)
    assert.ok((await getSpace(cast.as(ctx, 'lena'), 'battery')).id)
  }),
)

test(
  'a space outside has no page inside, for whoever asks and whatever they do there',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const site = await openSite(ctx)
    for (const who of ['visitor', 'ines', 'lena', 'jonas', 'sara'] as const) {
      for (const path of ['', '/members'])
        assert.equal((await site.as(who).get(`/inside/spaces/riders${path}`)).status, 404, `${who} ${path}`)
      assert.equal((await site.as(who).post('/inside/spaces/riders/threads', { body: 'x' })).status, 404, who)
      const remove = `/inside/spaces/riders/members/${cast.people.ines.id}/remove`
      assert.equal((await site.as(who).post(remove)).status, 404, who)
    }
    assert.deepEqual(await ctx.db.selectFrom('threads').select('id').execute(), [])
  }),
)
