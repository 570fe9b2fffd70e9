import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { openSite } from '../../../test/browse.ts'
import { getCast } from '../../../test/cast.ts'
import { inTransaction } from '../../../test/database.ts'
import { changeNode, endPlacement, findPlacement, getNode, listStanding, placePerson } from './axes.ts'
import { errorAt, lostWays, structureOf, textOf, twiceOn } from './state.fixture.test.ts'
import { world } from './world.fixture.test.ts'

const now = new Date('2026-06-15T10:00:00Z')

test(
  'whatever is wrong in a form on the page of a place is told at its field, what was typed stays, and nothing is changed',
  inTransaction(
    async (ctx) => {
      const cast = await getCast(ctx)
      const { cells, closed, engineering, utrecht, membership } = await world(ctx)
      const jonas = (await openSite(ctx)).as('jonas')
      const before = await structureOf(ctx)
      const at = (id: number, act: string) => `/inside/structure/nodes/${id}/${act}`
      const sara = { person: String(cast.people.sara.id), role: 'member', from: '', to: '' }
      const place = `${at(cells, 'place')}?find=Sara`
      const long = 'x'.repeat(121)
      const cases: [string, Record<string, string>, string, RegExp][] = [
        [at(cells, 'change'), { title: '', parent: '' }, 'title', /Write a name/],
        [at(cells, 'change'), { title: long, parent: '' }, 'title', /under 120/],
        [at(cells, 'change'), { title: 'Packs', parent: 'abc' }, 'parent', /no such place/],
        [at(cells, 'change'), { title: 'Packs', parent: String(utrecht) }, 'parent', /stands on the axis Geography/],
        [at(engineering, 'change'), { title: 'All', parent: String(cells) }, 'parent', /cannot stand below itself/],
        [at(cells, 'change'), { title: 'Packs', parent: '', from: '31.12.2026' }, 'change-from', /year-month-day/],
        [at(cells, 'change'), { title: 'Packs', parent: '', from: '2025-12-31' }, 'change-from', /stands only from/],
        [at(engineering, 'close'), { from: '' }, 'close-from', /2 places stand below it/],
        [at(cells, 'close'), { from: '2026-01-01' }, 'close-from', /It was changed on 2026-01-01/],
        [at(cells, 'close'), { from: 'soon' }, 'close-from', /year-month-day/],
        [at(closed, 'reopen'), { title: '', parent: '' }, 'title', /Write a name/],
        [at(closed, 'reopen'), { title: 'Old', parent: '', from: '2026-06-14' }, 'change-from', /until 2026-06-15/],
        [at(closed, 'reopen'), { title: 'Old', parent: String(utrecht) }, 'parent', /axis Geography/],
        [place, { ...sara, person: '' }, 'person', /Choose somebody/],
        [place, { ...sara, person: '1.5' }, 'person', /Choose somebody/],
        [place, { ...sara, person: 'Sara' }, 'person', /Choose somebody/],
        [place, { ...sara, person: '999999' }, 'person', /nobody here with this number/],
        [place, { ...sara, role: 'king' }, 'role', /no role "king"|no role &quot;king/],
        [place, { ...sara, from: '2025-01-01' }, 'from', /stands only from/],
        [place, { ...sara, from: 'x' }, 'from', /year-month-day/],
        [place, { ...sara, to: '2026-06-15' }, 'to', /comes after the first day/],
        [place, { ...sara, to: 'x' }, 'to', /year-month-day/],
        [
          `${at(cells, 'place')}?find=Ines`,
          { ...sara, person: String(cast.people.ines.id), role: 'lead' },
          'role',
          /does not work here/,
        ],
      ]
      for (const [path, fields, id, words] of cases) {
        const page = await jonas.post(path, fields)
        const name = `${path} ${JSON.stringify(fields).slice(0, 100)}`
        assert.equal(page.status, 422, name)
        assert.match(errorAt(page, id) ?? 'nothing stands there', words, name)
        assert.deepEqual([lostWays(page), twiceOn(page)], [[], []], name)
        // At one field alone: the other forms of the page were not sent.
        assert.equal([...page.text.matchAll(/-error">/g)].length, 1, name)
        for (const typed of [fields.title, fields.to].filter((value) => value && value.length < 100))
          assert.ok(page.text.includes(`value="${typed}"`), `${name}: what was typed is lost`)
      }
      const ending = await jonas.post(`/inside/structure/placements/${membership}/end`, { on: '2025-01-01' })
      assert.equal(ending.status, 422)
      assert.match(textOf(ending), /Nothing was changed It began on 2026-01-01\. Choose a later day\./)
      assert.deepEqual(lostWays(ending), [])
      assert.deepEqual(await structureOf(ctx), before)
      for (const path of [
        '/inside/structure/placements/999999/end',
        '/inside/structure/placements/x/end',
        at(999_999, 'close'),
      ])
        assert.equal((await jonas.post(path)).status, 404, path)
      for (const path of [`/inside/structure/nodes/0`, '/inside/structure/nodes/-1', '/inside/structure/nodes/1e3'])
        assert.equal((await jonas.get(path)).status, 404, path)
    },
    { now },
  ),
)

test(
  'a manager sees what they may do at their place and below, a lead and everybody else sees who decides',
  inTransaction(
    async (ctx) => {
      const cast = await getCast(ctx)
      const { cells, care, engineering, membership, managing } = await world(ctx)
      const site = await openSite(ctx)
      const see = async (who: 'jonas' | 'daniel' | 'tomasz' | 'aiko' | 'sara', id: number, find = '') => {
        const text = textOf(await site.as(who).get(`/inside/structure/nodes/${id}?find=${find}`))
        const has = (words: string) => text.includes(words)
        return [has('Place somebody here'), has('End today'), has('Change it'), has('are kept by the owner')]
      }
      assert.deepEqual(await see('jonas', cells), [true, true, true, false])
      assert.deepEqual(await see('daniel', cells), [true, true, false, false])
      // Daniel ends no manager: at engineering there are only managers.
      assert.deepEqual(await see('daniel', engineering), [true, false, false, false])
      assert.deepEqual(await see('daniel', care), [false, false, false, true])
      for (const who of ['tomasz', 'aiko', 'sara'] as const)
        assert.deepEqual(await see(who, cells), [false, false, false, true], who)
      const found = textOf(await site.as('daniel').get(`/inside/structure/nodes/${cells}?find=a`))
      assert.match(found, /Amina Haddad, no job title, from outside/)
      assert.match(found, /Aiko Tanaka, Firmware/)
      assert.doesNotMatch(found, /Name begins with[^]*Manager\b[^]*Place them here/)
      const none = textOf(await site.as('daniel').get(`/inside/structure/nodes/${cells}?find=Zz`))
      assert.match(none, /Nobody has a name that begins so/)
      assert.doesNotMatch(textOf(await site.as('aiko').get(`/inside/structure/nodes/${cells}?find=Sara`)), /Sara/)
      assert.equal((await site.as('daniel').post(`/inside/structure/placements/${managing}/end`)).status, 403)
      const ended = await site.as('daniel').post(`/inside/structure/placements/${membership}/end`, { on: '2026-07-01' })
      assert.equal(ended.location, `/inside/structure/nodes/${cells}`)
      assert.equal((await findPlacement(ctx, membership))!.toOn, '2026-07-01')
      // Her end is known now: there is nothing more to end today.
      const page = await site.as('daniel').get(`/inside/structure/nodes/${cells}`)
      assert.doesNotMatch(page.text, /End today: Aiko Tanaka/)
      assert.match(textOf(page), /Aiko Tanaka Member from 1 Jan 2026 to 1 Jul 2026/)
      await endPlacement(cast.as(ctx, 'jonas'), managing)
      assert.deepEqual(await see('daniel', cells), [false, false, false, true])
    },
    { now },
  ),
)

test(
  'the page of a place counts by role, narrows to one, reaches below, and keeps the day in every way on',
  inTransaction(
    async (ctx) => {
      const cast = await getCast(ctx)
      const { cells, care, engineering, firmware } = await world(ctx)
      await placePerson(ctx, { node: cells, person: cast.people.ines.id, role: 'member', from: '2026-02-01' })
      await placePerson(ctx, { node: firmware, person: cast.people.aiko.id, role: 'member', from: '2026-02-01' })
      await changeNode(ctx, cells, { parent: care, from: '2026-05-01' })
      const lena = (await openSite(ctx)).as('lena')
      const path = `/inside/structure/nodes/${engineering}`
      const past = await lena.get(`${path}?day=2026-04-30&below=1`)
      assert.match(textOf(past), /Manager 1 1 Head of site 1 1|Head of site 1 1 Manager 1 1/)
      assert.match(textOf(past), /Lead 0 1 Member 0 1 Member, from outside 0 1/)
      assert.match(textOf(past), /Ines Carvalho Member Cells & BMS from 1 Feb 2026/)
      for (const link of [...past.text.matchAll(/href="(\/inside\/structure\/nodes\/[^"]+)"/g)].map(
        (match) => match[1]!,
      ))
        assert.match(link, /day=2026-04-30/, link)
      assert.match(past.text, /name="day"[^>]*value="2026-04-30"|value="2026-04-30"[^>]*name="day"/)
      const leads = await lena.get(`${path}?day=2026-04-30&below=1&role=lead`)
      assert.match(textOf(leads), /Only in one role\. Show all roles/)
      assert.match(textOf(leads), /Tomasz Wrona Lead/)
      assert.doesNotMatch(textOf(leads), /Daniel Okafor/)
      const own = textOf(await lena.get(`${path}?day=2026-04-30`))
      assert.match(own, /Daniel Okafor Manager from 1 Jan 2026/)
      assert.doesNotMatch(own, /Tomasz/)
      assert.doesNotMatch(textOf(await lena.get(`${path}?below=1`)), /Tomasz/)
      const before = textOf(await lena.get(`${path}?day=2025-12-31`))
      assert.match(before, /This place does not stand on 31 Dec 2025/)
      assert.match(before, /Nobody stands right here on this day/)
      // No day at all, or none of the calendar, is today.
      for (const day of ['', '2026-02-30', 'x'])
        assert.doesNotMatch(textOf(await lena.get(`${path}?below=1&day=${day}`)), /Tomasz|does not stand/, day)
      assert.equal((await getNode(ctx, cells)).parentId, care)
    },
    { now },
  ),
)

test(
  'people, places below and history come page by page, each line once, and the way on keeps what was chosen',
  inTransaction(
    async (ctx) => {
      const { cells } = await world(ctx)
      await sql`with made as (
          insert into accounts (realm, handle, display_name, state) select 'inside', 'many-' || n, 'Many ' || n, 'unclaimed'
          from generate_series(1, 70) n returning id
        ) insert into placements (node_id, account_id, role, from_on) select ${cells}, id, 'member', '2026-02-01' from made`.execute(
        ctx.db,
      )
      for (let month = 0; month < 60; month++) {
        const from = new Date(Date.UTC(2026, 6, 1 + month)).toISOString().slice(0, 10)
        await changeNode(ctx, cells, { title: `Name ${month}`, from })
      }
      const lena = (await openSite(ctx)).as('lena')
      /** Every text that a pattern finds on a page and on those that follow it by a link. */
      const walk = async (path: string, pattern: RegExp, onward: RegExp) => {
        const found: string[] = []
        let pages = 0
        for (let next: string | undefined = path; next !== undefined; pages++) {
          const page = await lena.get(next)
          assert.equal(page.status, 200, next)
          found.push(...[...page.text.matchAll(pattern)].map((match) => match[1]!))
          next = onward.exec(page.text)?.[1]?.replaceAll('&amp;', '&')
        }
        return { found, pages }
      }
      const path = `/inside/structure/nodes/${cells}`
      const people = await walk(
        `${path}?role=member&below=1&day=2026-03-01`,
        />(Many \d+|Aiko Tanaka|Tomasz Wrona)<\/a>/g,
        /href="([^"]*role=member[^"]*part=people[^"]*after=\d+)"/,
      )
      assert.deepEqual([people.found.length, new Set(people.found).size, people.pages], [71, 71, 2])
      assert.ok(!people.found.includes('Tomasz Wrona'), 'he leads')
      // Leads before members, whatever they are called; the second page goes on among the members.
      await sql`update placements set role = 'lead' where account_id in
        (select id from accounts where handle in ('many-7', 'many-70'))`.execute(ctx.db)
      const mixed = await walk(path, />(Many \d+|Aiko Tanaka|Tomasz Wrona)<\/a>/g, /href="([^"]*part=people[^"]*)"/)
      assert.deepEqual(mixed.found.slice(0, 4), ['Many 7', 'Many 70', 'Tomasz Wrona', 'Aiko Tanaka'])
      assert.deepEqual([mixed.found.length, new Set(mixed.found).size, mixed.pages], [72, 72, 2])
      const all = await listStanding(ctx, cells)
      assert.deepEqual([all.items.length, all.items[0]!.person.displayName], [50, 'Many 7'])
      const history = await walk(
        path,
        /<td[^>]*><bdi>(Name \d+|Cells &amp; BMS)<\/bdi><\/td>/g,
        /href="([^"]*before=[^"]*)">Earlier</,
      )
      assert.deepEqual([history.found.length, new Set(history.found).size, history.pages], [61, 61, 2])
      assert.equal(history.found[0], 'Name 59')
      assert.equal(history.found.at(-1), 'Cells &amp; BMS')
    },
    { now },
  ),
)
