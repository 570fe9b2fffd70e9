import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openSite } from '../../../test/browse.ts'
import { getCast } from '../../../test/cast.ts'
import { inTransaction } from '../../../test/database.ts'
import { makeGroup } from '../groups/groups.ts'
import { findNodeByCode, listStanding, listTree, placePerson, registerNodePanel } from './axes.ts'
import { world } from './world.fixture.test.ts'

const now = new Date('2026-06-15T10:00:00Z')

test(
  'the inside steward builds a tree on its page: an axis, places, a move from a day on, all by plain forms',
  inTransaction(
    async (ctx) => {
      const site = await openSite(ctx)
      const jonas = site.as('jonas')
      const axes = '/inside/structure/axes'
      const made = await jonas.post(axes, { newTitle: 'Site', key: 'site' })
      assert.deepEqual([made.status, made.location], [303, `${axes}?axis=site`])
      const add = (fields: Record<string, string>) => jonas.post(`${axes}/site/nodes`, fields)
      await add({ title: 'Hall', code: 'hall', parent: '', from: '2026-01-01' })
      await add({ title: 'Yard', code: 'yard', parent: '', from: '2026-01-01' })
      const [hall, yard] = [await findNodeByCode(ctx, 'site', 'hall'), await findNodeByCode(ctx, 'site', 'yard')]
      const moved = await jonas.post(`${axes}/site/move`, {
        node: String(yard),
        parent: String(hall),
        from: '2026-07-01',
      })
      assert.equal(moved.status, 303)
      const now = await jonas.get(`${axes}?axis=site`)
      assert.match(now.text, /<option value="\d+"[^>]*>Yard \(yard\)<\/option>/)
      const later = await jonas.get(`${axes}?axis=site&day=2026-07-01`)
      assert.match(later.text, /<option value="\d+"[^>]*>\u2003Yard \(yard\)<\/option>/)
      const wrong = await add({ title: 'Again', code: 'hall', parent: '' })
      assert.equal(wrong.status, 422)
      assert.match(wrong.text, /id="code-error"[^]*has or had this code/)
      assert.match(wrong.text, /value="Again"/, 'what was typed is still there')
      const ring = await jonas.post(`${axes}/site/move`, {
        node: String(hall),
        parent: String(yard),
        from: '2026-08-01',
      })
      assert.match(ring.text, /cannot stand below itself/)
      await jonas.post(`${axes}/site`, { axisTitle: 'Sites' })
      assert.match((await jonas.get(axes)).text, />Sites</)
      await jonas.post(`${axes}/site/end`)
      assert.doesNotMatch((await jonas.get(axes)).text, />Sites</)
      await jonas.post('/inside/structure/roles', { roleKey: 'coach', roleTitle: 'Coach', rank: '1' })
      await jonas.post('/inside/structure/roles', { roleKey: 'coach', roleTitle: 'Trainer', rank: '1' })
      assert.match((await jonas.get(axes)).text, />Trainer</)
      const colleague = await site.as('aiko').get(axes)
      assert.doesNotMatch(colleague.text, /<form method="post" action="\/inside\/structure/)
      assert.match(colleague.text, /kept by the owner and the inside steward/)
    },
    { now },
  ),
)

test(
  'a manager finds somebody by name, places them on the page of the place, and ends it again',
  inTransaction(
    async (ctx) => {
      const cast = await getCast(ctx)
      const { cells, engineering } = await world(ctx)
      const site = await openSite(ctx)
      const daniel = site.as('daniel')
      const path = `/inside/structure/nodes/${cells}`
      const found = await daniel.get(`${path}?find=Sara`)
      assert.match(found.text, /Sara Lindqvist, Community/)
      assert.doesNotMatch(found.text, /<option value="manager"/, 'managers are placed by others')
      const fields = { person: String(cast.people.sara.id), role: 'lead', from: '', to: '' }
      assert.equal((await daniel.post(`${path}/place?find=Sara`, fields)).location, path)
      const again = await daniel.post(`${path}/place?find=Sara`, fields)
      assert.equal(again.status, 422)
      assert.match(again.text, /id="from-error"[^]*already/)
      const page = await daniel.get(path)
      const placement = /placements\/(\d+)\/end"[^]*?Sara Lindqvist as lead/.exec(
        page.text.slice(page.text.indexOf('>Sara')),
      )
      assert.ok(placement, 'she can be ended')
      await daniel.post(`/inside/structure/placements/${placement[1]}/end`)
      assert.equal((await listStanding(ctx, cells, { role: 'lead' })).items.length, 1)
      const below = await daniel.get(`/inside/structure/nodes/${engineering}?below=1`)
      assert.match(below.text, /Aiko Tanaka/)
      assert.doesNotMatch((await daniel.get(`/inside/structure/nodes/${engineering}`)).text, /Aiko Tanaka/)
      const aiko = await site.as('aiko').get(path)
      assert.doesNotMatch(aiko.text, /Place somebody here|Close the place|End today/)
    },
    { now },
  ),
)

test(
  'a place is renamed and moved together, closed, and opened again; its page tells its history and its past days',
  inTransaction(
    async (ctx) => {
      const { cells, care, leaf } = await world(ctx)
      const site = await openSite(ctx)
      const jonas = site.as('jonas')
      const path = `/inside/structure/nodes/${cells}`
      const changed = await jonas.post(`${path}/change`, { title: 'Packs', parent: String(care), from: '2026-06-01' })
      assert.equal(changed.location, path)
      const page = await jonas.get(path)
      assert.match(page.text, /<h1[^>]*><bdi>Packs<\/bdi><\/h1>/)
      assert.match(page.text, /Cells &amp; BMS[^]*Engineering/)
      const past = await jonas.get(`${path}?day=2026-05-31`)
      assert.match(past.text, /<h1[^>]*><bdi>Cells &amp; BMS<\/bdi><\/h1>/)
      assert.match(past.text, /value="Packs"[^>]*id="title"/, 'a change begins with what it is called today')
      await jonas.post(`/inside/structure/nodes/${leaf}/close`, { from: '2026-06-10' })
      const closed = await jonas.get(`/inside/structure/nodes/${leaf}`)
      assert.match(closed.text, /does not stand on/)
      await jonas.post(`/inside/structure/nodes/${leaf}/reopen`, {
        title: 'Pilots again',
        parent: '',
        from: '2026-06-12',
      })
      assert.match((await jonas.get(`/inside/structure/nodes/${leaf}`)).text, /Pilots again/)
      assert.equal((await jonas.get('/inside/structure/nodes/999999')).status, 404)
      assert.equal((await jonas.get('/inside/structure/nodes/x')).status, 404)
    },
    { now },
  ),
)

test(
  'the seven shapes are views of the same data on any day; switching between them changes nothing',
  inTransaction(
    async (ctx) => {
      const cast = await getCast(ctx)
      const { utrecht } = await world(ctx)
      await makeGroup(cast.as(ctx, 'aiko'), { title: 'First aiders' })
      await placePerson(ctx, { node: utrecht, person: cast.people.ines.id, role: 'member' })
      const before = await listTree(ctx, { axis: 'function' })
      const site = await openSite(ctx)
      const aiko = site.as('aiko')
      const view = async (name: string, rest = '') => (await aiko.get(`/inside/structure?view=${name}${rest}`)).text
      assert.match(await view('none'), /Daniel Okafor[^]*Tomasz Wrona/)
      assert.match(await view('functional'), /Engineering<\/a>[^]*4 people, 2 right here[^]*<ul>[^]*Cells &amp; BMS/)
      assert.match(await view('segment'), /Nothing stands on the axis Customer segment/)
      assert.match(await view('product'), /Nothing stands on the axis Product line/)
      assert.match(await view('geography'), /Utrecht<\/a>[^]*2 people/)
      assert.match(await view('geography', '&day=2025-01-01'), /Nothing stands on the axis Geography/)
      const matrix = await view('matrix', '&rows=function&columns=geography')
      assert.match(matrix, /Geography \(below Europe\)/, 'all of Geography hangs under Europe')
      const cell = /href="(\/inside\/structure\/people\?nodes=[^"]+)">1</.exec(matrix)
      assert.ok(cell, 'a crossing leads to who stands in it')
      assert.match((await aiko.get(cell[1]!.replaceAll('&amp;', '&'))).text, /Engineering and Utrecht[^]*Aiko Tanaka/)
      const network = await view('networked')
      assert.match(network, /Aiko Tanaka[^]*Engineering<\/a> \/ <a[^>]*>Cells[^]*First aiders[^]*Tomasz Wrona/)
      assert.doesNotMatch(network, /Ines Carvalho/, 'a customer of the same place is no colleague')
      assert.match(await view('no-such-shape'), /Everyone beside everyone/)
      assert.deepEqual(await listTree(ctx, { axis: 'function' }), before)
    },
    { now },
  ),
)

test(
  'a feature further right can say something on the page of a place',
  inTransaction(async (ctx) => {
    const { cells } = await world(ctx)
    registerNodePanel(async (asked, nodeId, day) =>
      nodeId === cells ? `Panel for ${asked.viewer.kind === 'account' ? asked.viewer.name : '?'} on ${day}` : null,
    )
    const site = await openSite(ctx)
    const page = await site.as('lena').get(`/inside/structure/nodes/${cells}?day=2026-03-01`)
    assert.match(page.text, /Panel for Lena Brandt on 2026-03-01/)
  }),
)
