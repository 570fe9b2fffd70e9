import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { type Browser, openSite } from '../../../test/browse.ts'
import { getCast } from '../../../test/cast.ts'
import { inTransaction } from '../../../test/database.ts'
import { addToGroup, endGroup, makeGroup } from '../groups/groups.ts'
import { endAxis, makeAxis, makeNode, placePerson, placesHistory } from './axes.ts'
import { structureOf, textOf, twiceOn } from './state.fixture.test.ts'
import { world } from './world.fixture.test.ts'

const now = new Date('2026-06-15T10:00:00Z')
const views = ['none', 'functional', 'segment', 'product', 'geography', 'matrix', 'networked'] as const
const path = (view: string, rest = '') => `/inside/structure?view=${view}${rest}`
const linkIn = (text: string, pattern: RegExp) => pattern.exec(text)?.[1]?.replaceAll('&amp;', '&')

async function walk(browser: Browser, start: string, pattern: RegExp, onward: RegExp) {
  const found: string[] = []
  let pages = 0
  for (let next: string | undefined = start; next !== undefined; pages++) {
    const page = await browser.get(next)
    assert.equal(page.status, 200, next)
    found.push(...[...page.text.matchAll(pattern)].map((match) => match[1]!))
    next = linkIn(page.text, onward)
  }
  return { found, pages }
}

test(
  'each of the seven shapes says which one it is, leads to the six others and the own axes on the same day, and writes nothing',
  inTransaction(
    async (ctx) => {
      await world(ctx)
      await makeAxis(ctx, { key: 'site', title: 'Sites' })
      const before = await structureOf(ctx)
      const aiko = (await openSite(ctx)).as('aiko')
      for (const view of views) {
        const page = await aiko.get(path(view, '&day=2026-03-01'))
        const tabs = /aria-label="Shapes of the organisation"[^]*?<\/nav>/.exec(page.text)![0]
        const links = [...tabs.matchAll(/href="([^"]+)"([^>]*)/g)]
        assert.deepEqual(
          links.map((link) => link[1]!.replaceAll('&amp;', '&')),
          [...views, 'axis-site'].map((other) => path(other, '&day=2026-03-01')),
          view,
        )
        const current = links.filter((link) => link[2]!.includes('aria-current')).map((link) => link[1])
        assert.deepEqual(current, [path(view, '&amp;day=2026-03-01')], view)
        assert.deepEqual(twiceOn(page), [], view)
      }
      assert.match((await aiko.get('/inside/structure')).text, /aria-current="page"[^>]*><bdi>Functional/)
      assert.match(textOf(await aiko.get(path('axis-site'))), /By Sites\./)
      assert.match(textOf(await aiko.get(path('axis-colour'))), /Everyone beside everyone/)
      assert.match(textOf(await aiko.get(path('toString'))), /Everyone beside everyone/)
      assert.deepEqual(await structureOf(ctx), before)
    },
    { now },
  ),
)

test(
  'who stands nowhere on an axis is counted below its tree, and the number leads to who they are',
  inTransaction(
    async (ctx) => {
      const { europe } = await world(ctx)
      const cast = await getCast(ctx)
      const aiko = (await openSite(ctx)).as('aiko')
      const tree = await aiko.get(path('functional'))
      assert.match(textOf(tree), /2 people stand nowhere on this axis/)
      const list = await aiko.get(linkIn(tree.text, /href="([^"]*people\?not=function[^"]*)"/)!)
      assert.match(textOf(list), /Everyone, nowhere on Function[^]*Jonas Weber[^]*Sara Lindqvist/)
      assert.doesNotMatch(textOf(list), /Daniel|Ines|Petra/)
      await placePerson(ctx, { node: europe, person: cast.people.jonas.id, role: 'member', from: '2026-07-01' })
      for (const who of ['lena', 'tomasz'] as const)
        await placePerson(ctx, { node: europe, person: cast.people[who].id, role: 'member', from: '2026-07-01' })
      assert.match(textOf(await aiko.get(path('geography', '&day=2026-07-01'))), /1 person stands nowhere/)
      assert.match(textOf(await aiko.get(path('geography', '&day=2026-06-30'))), /4 people stand nowhere/)
      const crossing = `/inside/structure/people?nodes=${europe}&not=function&day=2026-07-01`
      assert.match(textOf(await aiko.get(crossing)), /Europe, nowhere on Function[^]*Jonas Weber/)
      assert.equal((await aiko.get('/inside/structure/people?nodes=999999')).status, 404)
      assert.equal((await aiko.get('/inside/structure/people?not=colour')).status, 422)
    },
    { now },
  ),
)

test(
  'the matrix crosses any two axes, begins below any place, and goes on in both directions with every row and column once',
  inTransaction(
    async (ctx) => {
      const { cells, engineering } = await world(ctx)
      const cast = await getCast(ctx)
      for (let number = 1; number <= 57; number++) {
        const code = String(number).padStart(2, '0')
        await makeNode(ctx, { axis: 'product', code, title: `Row ${code}`, from: '2026-01-01' })
        if (number > 13) continue
        const node = await makeNode(ctx, { axis: 'segment', code, title: `Column ${code}`, from: '2026-01-01' })
        if (number === 12) await placePerson(ctx, { node, person: cast.people.aiko.id, role: 'member' })
      }
      const aiko = (await openSite(ctx)).as('aiko')
      const rows = await walk(
        aiko,
        path('matrix', '&rows=product&columns=segment'),
        />(Row \d\d)<\/a>/g,
        /href="([^"]*rowsAfter=\d+[^"]*)"/,
      )
      assert.deepEqual([rows.found.length, new Set(rows.found).size, rows.pages], [57, 57, 2])
      const columns = await walk(
        aiko,
        path('matrix', '&rows=function&columns=segment'),
        />(Column \d\d)<\/a>/g,
        /href="([^"]*columnsAfter=\d+[^"]*)"/,
      )
      assert.deepEqual([columns.found.length, new Set(columns.found).size, columns.pages], [13, 13, 2])
      const turned = textOf(await aiko.get(path('matrix', '&rows=geography&columns=function')))
      assert.match(turned, /Geography \(below Europe\) by Function: how many people stand in both/)
      assert.match(turned, /Utrecht 1 1 0 2/, 'Aiko in engineering, Mirela in care, both of them')
      const below = await aiko.get(path('matrix', `&rows=function&columns=geography&rowsUnder=${engineering}`))
      assert.match(textOf(below), /Function \(below Engineering\) by Geography \(below Europe\)/)
      assert.match(textOf(below), /Cells & BMS 1 1 2[^]*7 people work here; 2 of them stand nowhere on Function/)
      const who = linkIn(below.text, new RegExp(`href="([^"]*nodes=${cells}&amp;not=geography[^"]*)"`))!
      assert.match(textOf(await aiko.get(who)), /Cells & BMS, nowhere on Geography[^]*Tomasz Wrona/)
      const into = linkIn(
        (await aiko.get(path('matrix', '&rows=function&columns=geography'))).text,
        /href="([^"]*rowsUnder=\d+[^"]*)"[^>]*aria-label="Only what is below Engineering"/,
      )
      assert.match(textOf(await aiko.get(into!)), /below Engineering/)
      assert.match(textOf(await aiko.get(path('matrix', '&rows=colour&columns=geography'))), /Function by Geography/)
      assert.match(textOf(await aiko.get(path('matrix', '&day=2025-01-01'))), /Nothing to cross on this day/)
      assert.equal((await aiko.get(path('matrix', '&rowsUnder=999999'))).status, 404)
      for (const axis of ['function', 'segment', 'product', 'geography']) await endAxis(ctx, axis)
      assert.match(textOf(await aiko.get(path('matrix'))), /There is no axis to cross/)
    },
    { now },
  ),
)

test(
  'an axis that was ended has no tab, but its past is read on any day before',
  inTransaction(
    async (ctx) => {
      const cast = await getCast(ctx)
      await makeAxis(ctx, { key: 'site', title: 'Sites' })
      const hall = await makeNode(ctx, { axis: 'site', code: 'hall', title: 'Hall', from: '2026-01-01' })
      await placePerson(ctx, { node: hall, person: cast.people.aiko.id, role: 'member', from: '2026-02-01' })
      await world(ctx)
      const lena = (await openSite(ctx)).as('lena')
      await endAxis(ctx, 'site')
      await endAxis(ctx, 'function')
      assert.doesNotMatch(textOf(await lena.get('/inside/structure?view=none')), /Sites/)
      assert.match(textOf(await lena.get(path('axis-site', '&day=2026-06-14'))), /By Sites\.[^]*Hall 1 person/)
      assert.match(textOf(await lena.get(path('axis-site'))), /Nothing stands on the axis Sites on this day/)
      assert.match(textOf(await lena.get(path('functional', '&day=2026-06-14'))), /Engineering 4 people, 2 right here/)
      const page = await lena.get(`/inside/structure/nodes/${hall}?day=2026-06-14`)
      assert.match(textOf(page), /Aiko Tanaka Member from 1 Feb 2026 to 15 Jun 2026/)
      assert.match(textOf(await lena.get(linkIn(page.text, /href="([^"]*view=axis-site[^"]*)"/)!)), /Hall 1 person/)
      const keeper = await (
        await openSite(ctx)
      )
        .as('jonas')
        .post(`/inside/structure/nodes/${hall}/reopen`, { title: 'Hall', parent: '' })
      assert.deepEqual([keeper.status, /The axis Sites was ended/.test(textOf(keeper))], [422, true])
    },
    { now },
  ),
)

test(
  'one person stands at the centre with every axis, the groups that stand, and those who share the most first',
  inTransaction(
    async (ctx) => {
      const cast = await getCast(ctx)
      const { tomasz, aiko, mirela, lena, jonas } = cast.people
      await world(ctx)
      const group = async (title: string, others: readonly (typeof aiko)[]) => {
        const { slug } = await makeGroup(cast.as(ctx, 'tomasz'), { title })
        for (const { id } of others) await addToGroup(cast.as(ctx, 'tomasz'), slug, id)
        return slug
      }
      await group('Winter range', [aiko, lena])
      await endGroup(cast.as(ctx, 'tomasz'), await group('Long gone', [mirela, jonas]))
      const site = await openSite(ctx)
      const text = textOf(await site.as('sara').get(path('networked', `&person=${tomasz.id}`)))
      assert.match(
        text,
        /Tomasz Wrona All places over time Places of Tomasz Wrona Axis Place Role Function Engineering \/ Cells & BMS Lead/,
      )
      assert.match(text, /Winter range/)
      assert.match(text, /Aiko Tanaka Cells & BMS, Winter range 2 Lena Brandt Winter range 1/)
      assert.doesNotMatch(text, /Long gone|Mirela|Jonas/)
      // Whoever left shares nothing any more.
      await sql`update accounts set state = 'closed', closed_at = now() where id = ${aiko.id}`.execute(ctx.db)
      const without = textOf(await site.as('sara').get(path('networked', `&person=${tomasz.id}`)))
      assert.doesNotMatch(without, /Aiko/)
      const sara = textOf(await site.as('sara').get(path('networked')))
      assert.match(sara, /Sara Lindqvist[^]*Stands nowhere on this day\.[^]*Nobody shares a place or a group with them/)
      assert.match(
        textOf(await site.as('sara').get(path('networked', `&person=${tomasz.id}&day=2025-12-31`))),
        /Stands nowhere on this day/,
      )
      for (const person of ['999999', 'x'])
        assert.equal((await site.as('sara').get(path('networked', `&person=${person}`))).status, 404)
    },
    { now },
  ),
)

test(
  'the places of a person over time come newest first, a hundred a page, each once, and called as they were then',
  inTransaction(
    async (ctx) => {
      const cast = await getCast(ctx)
      const { aiko } = cast.people
      await world(ctx)
      const node = await makeNode(ctx, { axis: 'product', code: 'tide', title: 'Tide', from: '2020-01-01' })
      await sql`insert into placements (node_id, account_id, role, from_on, to_on)
        select ${node}, ${aiko.id}, 'member', date '2020-01-01' + 2 * n, date '2020-01-02' + 2 * n
        from generate_series(1, 140) n`.execute(ctx.db)
      const lena = cast.as(ctx, 'lena')
      const first = await placesHistory(lena, { accountId: aiko.id })
      assert.deepEqual([first.items.length, first.items[0]!.fromOn], [100, '2026-01-01'])
      const site = await openSite(ctx)
      const shown = await walk(
        site.as('lena'),
        `/inside/structure/of/${aiko.id}`,
        /<td[^>]*>from <time datetime="([^"]+)"/g,
        /href="([^"]*after=\d+)"/,
      )
      assert.deepEqual([shown.found.length, shown.pages], [142, 2])
      assert.deepEqual(shown.found, shown.found.toSorted().reverse())
      assert.match(
        textOf(await site.as('lena').get(`/inside/structure/of/${cast.people.jonas.id}`)),
        /They were never placed/,
      )
      for (const id of ['999999', 'x'])
        assert.equal((await site.as('lena').get(`/inside/structure/of/${id}`)).status, 404)
    },
    { now },
  ),
)
