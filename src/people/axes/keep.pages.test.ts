import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openSite } from '../../../test/browse.ts'
import { everybody, getCast } from '../../../test/cast.ts'
import { inTransaction } from '../../../test/database.ts'
import { findNodeByCode, getNode, listAxes, listRoles, listTree, makeAxis, makeNode } from './axes.ts'
import { errorAt, lostWays, structureOf, textOf, twiceOn } from './state.fixture.test.ts'
import { world } from './world.fixture.test.ts'

const now = new Date('2026-06-15T10:00:00Z')
const axes = '/inside/structure/axes'

test(
  'what is posted about axes, places and roles is taken from those who keep the structure, refused to colleagues, and unknown to all others',
  inTransaction(
    async (ctx) => {
      await getCast(ctx)
      const { cells, leaf, closed, membership } = await world(ctx)
      const site = await openSite(ctx)
      const node = `/inside/structure/nodes/${cells}`
      const posts: [string, Record<string, string>][] = [
        [axes, { key: 'site', newTitle: 'Site' }],
        [`${axes}/product`, { axisTitle: 'Products' }],
        [`${axes}/product/end`, {}],
        [`${axes}/function/nodes`, { code: 'new', title: 'New', parent: String(cells) }],
        [`${axes}/function/move`, { node: String(leaf), parent: '' }],
        ['/inside/structure/roles', { roleKey: 'coach', roleTitle: 'Coach', rank: '1' }],
        ['/inside/structure/roles', { roleKey: 'lead', roleTitle: 'Leader', rank: '1' }],
        [`${node}/change`, { title: 'Packs', parent: '' }],
        [`/inside/structure/nodes/${leaf}/close`, {}],
        [`/inside/structure/nodes/${closed}/reopen`, { title: 'Again', parent: '' }],
        [`${node}/place`, { person: '1', role: 'manager' }],
        [`/inside/structure/placements/${membership}/end`, {}],
      ]
      const before = await structureOf(ctx)
      for (const who of everybody.filter((one) => one !== 'jonas')) {
        const employee = who !== 'visitor' && (await getCast(ctx)).people[who].realm === 'inside'
        for (const [path, fields] of posts) {
          // A manager may end a member; that has a test of its own.
          if ((who === 'daniel' || who === 'lena') && path.includes('placements')) continue
          const met = await site.as(who).post(path, fields)
          assert.equal(met.status, employee ? 403 : 404, `${who} ${path}`)
          if (!employee) assert.doesNotMatch(met.text, /Cells|Engineering/, `${who} ${path}`)
        }
      }
      assert.deepEqual(await structureOf(ctx), before)
      for (const [path, fields] of posts.filter(([path]) => !path.endsWith('/place'))) {
        assert.equal((await site.as('jonas').post(path, fields)).status, 303, path)
      }
    },
    { now },
  ),
)

test(
  'whatever is wrong in a form about axes, places and roles is told at its field, what was typed stays, and nothing is changed',
  inTransaction(
    async (ctx) => {
      const { cells, utrecht, engineering } = await world(ctx)
      const jonas = (await openSite(ctx)).as('jonas')
      const before = await structureOf(ctx)
      const add = `${axes}/function/nodes`
      const move = `${axes}/function/move`
      const roles = '/inside/structure/roles'
      const place = { code: 'new', title: 'New place', parent: '', from: '' }
      const long = 'x'.repeat(121)
      const cases: [string, Record<string, string>, string, RegExp][] = [
        [axes, { key: 'Not good', newTitle: 'Site' }, 'key', /small letters/],
        [axes, { key: '9lives', newTitle: 'Site' }, 'key', /beginning with a letter/],
        [axes, { key: 'function', newTitle: 'Site' }, 'key', /already/],
        [axes, { key: 'site', newTitle: ' ' }, 'newTitle', /Write a name/],
        [axes, { key: 'site', newTitle: long }, 'newTitle', /under 120/],
        [`${axes}/product`, { axisTitle: '' }, 'axisTitle', /Write a name/],
        [add, { ...place, title: '\u200b ' }, 'title', /Write a name/],
        [add, { ...place, title: long }, 'title', /under 120/],
        [add, { ...place, code: '' }, 'code', /short name/],
        [add, { ...place, code: 'x'.repeat(64) }, 'code', /under 63/],
        [add, { ...place, code: 'cells' }, 'code', /has or had this code/],
        [add, { ...place, parent: 'abc' }, 'parent', /no such place/],
        [add, { ...place, parent: '999999' }, 'parent', /no such place/],
        [add, { ...place, parent: String(utrecht) }, 'parent', /stands on the axis Geography/],
        [add, { ...place, parent: String(cells), from: '2025-12-31' }, 'parent', /stands only from 2026-01-01 on/],
        [add, { ...place, from: 'tomorrow' }, 'from', /year-month-day/],
        [move, { node: '', parent: '' }, 'node', /Choose the place to move/],
        [move, { node: String(engineering), parent: String(cells) }, 'move-parent', /cannot stand below itself/],
        [move, { node: String(cells), parent: '', from: '2025-01-01' }, 'move-from', /stands only from/],
        [`${axes}/geography/move`, { node: String(cells), parent: '' }, 'node', /stands on the axis Function/],
        [roles, { roleKey: 'a b', roleTitle: 'Coach', rank: '0' }, 'roleKey', /small letters/],
        [roles, { roleKey: 'coach', roleTitle: '', rank: '0' }, 'roleTitle', /Write a name/],
        [roles, { roleKey: 'coach', roleTitle: 'x'.repeat(61), rank: '0' }, 'roleTitle', /under 60/],
        [roles, { roleKey: 'lead', roleTitle: '', rank: '0' }, 'roleTitle', /Write a name/],
        [roles, { roleKey: 'coach', roleTitle: 'Coach', rank: '7' }, 'rank', /Choose member, lead or manager/],
        [roles, { roleKey: 'coach', roleTitle: 'Coach', rank: '' }, 'rank', /Choose member, lead or manager/],
        [roles, { roleKey: 'coach', roleTitle: 'Coach', rank: 'high' }, 'rank', /Choose member, lead or manager/],
      ]
      for (const [path, fields, id, words] of cases) {
        const page = await jonas.post(path, fields)
        const name = `${path} ${JSON.stringify(fields).slice(0, 90)}`
        assert.equal(page.status, 422, name)
        assert.match(errorAt(page, id) ?? 'nothing stands there', words, name)
        assert.deepEqual([lostWays(page), twiceOn(page)], [[], []], name)
        const typed = Object.values(fields).find((value) => /^[A-Z]/.test(value))
        if (typed !== undefined) assert.ok(page.text.includes(`value="${typed}"`), `${name}: what was typed is lost`)
      }
      assert.deepEqual(await structureOf(ctx), before)
      assert.equal((await jonas.post(`${axes}/colour/nodes`, place)).status, 422)
      const nowhere = await jonas.post(`${axes}/colour/move`, { node: String(cells), parent: '' })
      assert.equal(nowhere.status, 422, 'no axis of this name')
      assert.deepEqual(await structureOf(ctx), before, 'nothing was moved over an axis that it does not stand on')
      assert.match(
        (await jonas.post(`${axes}/colour/end`)).text,
        /There is no axis &quot;colour&quot;|There is no axis "colour"/,
      )
    },
    { now },
  ),
)

test(
  'on an axis too long for a list, places are named by their code; an empty code is the top, an unknown one is refused',
  inTransaction(
    async (ctx) => {
      const jonas = (await openSite(ctx)).as('jonas')
      await makeAxis(ctx, { key: 'site', title: 'Site' })
      for (let number = 0; number <= 200; number++) {
        const code = `p${String(number).padStart(3, '0')}`
        await makeNode(ctx, { axis: 'site', code, title: `Part ${code}`, from: '2026-01-01' })
      }
      const page = await jonas.get(`${axes}?axis=site`)
      assert.match(page.text, /name="parentCode"/)
      assert.doesNotMatch(page.text, /<select[^>]*name="parent"/)
      const next = /href="([^"]+after=\d+)"/.exec(page.text)![1]!.replaceAll('&amp;', '&')
      const last = await jonas.get(next)
      assert.match(last.text, /Part p200/)
      assert.match(last.text, /name="parentCode"/, 'the last page knows only its own places')
      const at = async (code: string) => (await findNodeByCode(ctx, 'site', code))!
      const add = (code: string, parentCode: string) =>
        jonas.post(`${axes}/site/nodes`, { code, title: code, parentCode, from: '' })
      assert.equal((await add('under', ' p007 ')).status, 303)
      assert.equal((await getNode(ctx, await at('under'))).parentId, await at('p007'))
      assert.equal((await add('top', '')).status, 303)
      assert.equal((await getNode(ctx, await at('top'))).parentId, null)
      const wrong = await add('lost', 'p999')
      assert.match(errorAt(wrong, 'parent')!, /There is no such place on this axis/)
      assert.match(wrong.text, /value="p999"/)
      // On the page of a place an empty code leaves it where it stands, and a hyphen is the top.
      const node = `/inside/structure/nodes/${await at('under')}`
      const change = (parentCode: string) => jonas.post(`${node}/change`, { title: 'Under', parentCode, from: '' })
      assert.equal((await change('')).status, 303)
      assert.equal((await getNode(ctx, await at('under'))).parentId, await at('p007'))
      assert.equal((await change('-')).status, 303)
      assert.equal((await getNode(ctx, await at('under'))).parentId, null)
      assert.equal((await change('p008')).status, 303)
      await jonas.post(`${node}/close`, { from: '2026-07-01' })
      const again = (parentCode: string, from: string) =>
        jonas.post(`${node}/reopen`, { title: 'Under', parentCode, from })
      assert.equal((await again('', '2026-08-01')).status, 303)
      assert.equal((await getNode(ctx, await at('under'), '2026-08-01')).parentId, await at('p008'), 'where it stood')
    },
    { now },
  ),
)

test(
  'an axis and a role of the company’s own are found by their key, with capitals and spaces around it or without',
  inTransaction(
    async (ctx) => {
      const site = await openSite(ctx)
      const jonas = site.as('jonas')
      const made = await jonas.post(axes, { key: ' SITE ', newTitle: '  Our   sites ' })
      assert.equal(made.location, `${axes}?axis=site`)
      assert.deepEqual((await listAxes(ctx)).map((axis) => [axis.key, axis.title]).at(-1), ['site', 'Our sites'])
      await jonas.post('/inside/structure/roles', { roleKey: ' Coach', roleTitle: 'Coach', rank: '1' })
      await jonas.post('/inside/structure/roles', { roleKey: 'COACH', roleTitle: 'Trainer', rank: '0' })
      assert.deepEqual(
        (await listRoles(ctx)).map(({ key, title, rank, builtIn }) => [key, title, rank, builtIn]),
        [
          ['member', 'Member', 0, true],
          ['lead', 'Lead', 1, true],
          ['coach', 'Trainer', 1, false],
          ['manager', 'Manager', 2, true],
        ],
      )
      const page = await site.as('lena').get(`${axes}?axis=site`)
      assert.match(page.text, /aria-current="true"[^>]*><bdi>Our sites</)
      assert.match(textOf(page), /Trainer coach like a lead/)
      assert.deepEqual((await listTree(ctx, { axis: 'site' })).items, [])
    },
    { now },
  ),
)
