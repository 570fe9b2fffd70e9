import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openSite } from '../../../test/browse.ts'
import { everybody } from '../../../test/cast.ts'
import { inTransaction } from '../../../test/database.ts'
import { insertPositions, makeSpace } from '../../../test/positions.ts'

const path = '/inside/spaces/cells-page/rights'

test(
  'a manager looks for a colleague, gives a right on the page, and ends it, without script',
  inTransaction(async (ctx) => {
    const { cast, nodes } = await insertPositions(ctx)
    const site = await openSite(ctx)
    const tomasz = site.as('tomasz')
    assert.match((await tomasz.get('/inside/spaces/cells-page')).text, new RegExp(`href="${path}"`))
    const found = await tomasz.get(`${path}?find=Aik`)
    assert.equal(found.status, 200)
    const { id } = cast.people.aiko
    assert.match(
      found.text,
      new RegExp(`<option value="person:${id}"[^>]* selected[^>]*>Aiko Tanaka, Firmware</option>`),
    )
    const offered = [...found.text.matchAll(/<option value="node:(\d+)"/g)].map((match) => Number(match[1]))
    assert.deepEqual(new Set(offered), new Set([nodes.cells, nodes.firmware, nodes.pack]))
    const give = { to: `node:${nodes.firmware}`, right: 'read', role: '', below: 'yes', until: '', reason: 'The loom' }
    assert.equal((await tomasz.post(path, give)).location, path)
    const page = await site.as('mirela').get(path)
    assert.match(page.text, /Everyone at firmware and below/)
    assert.match(page.text, /Opened by Tomasz Wrona, manager\. “<bdi>The loom<\/bdi>”/)
    assert.match(page.text, /Stands at firmware; opened by Tomasz Wrona, manager\./)
    assert.doesNotMatch(page.text, /name="grant"/, 'what a manager gave, she cannot end')
    const grant = /name="grant" value="(\d+)"/.exec((await tomasz.get(path)).text)![1]!
    assert.equal((await site.as('aiko').get(path)).status, 200, 'let in at the next request')
    assert.doesNotMatch((await site.as('aiko').get(path)).text, /name="grant"|Give the right|Move it there/)
    assert.equal((await site.as('aiko').post(`${path}/end`, { grant })).status, 403)
    assert.equal((await site.as('mirela').post(`${path}/end`, { grant })).status, 403, 'a manager stands higher')
    assert.equal((await tomasz.post(`${path}/end`, { grant })).location, path)
    assert.equal((await site.as('aiko').get(path)).status, 404)
    assert.match((await tomasz.get(path)).text, /ended: Everyone at firmware and below may read\./)
  }),
)

test(
  'what is beyond one’s reach is answered at the field, with what was typed still there',
  inTransaction(async (ctx) => {
    const { nodes } = await insertPositions(ctx)
    const site = await openSite(ctx)
    const typed = { to: `node:${nodes.velund}`, right: 'read', reason: 'Everybody should know' }
    const refused = await site.as('tomasz').post(path, typed)
    assert.equal(refused.status, 422)
    assert.match(refused.text, /Nothing was given yet/)
    assert.match(refused.text, /id="to-error"[\s\S]*A manager opens a space to their own place/)
    assert.match(refused.text, /value="Everybody should know"/)
    assert.equal((await site.as('lena').post(path, typed)).status, 403)
    assert.equal((await site.as('aiko').post(path, typed)).status, 404)
    for (const wrong of ['999999', 'x', '-1'])
      assert.match((await site.as('mirela').post(`${path}/move`, { parent: wrong })).text, /There is no such space/)
    assert.equal((await site.as('tomasz').post(`${path}/stop`, { as: 'administrator' })).status, 403)
    const own = await site.as('tomasz').post(path, { to: `node:${nodes.cells}`, right: 'moderate' })
    assert.match(own.text, /more than you hold now/)
  }),
)

test(
  'stops, the place in the tree and the words of a space are changed on the page and told plainly',
  inTransaction(async (ctx) => {
    const { page } = await insertPositions(ctx)
    await makeSpace(ctx, 'child', { parentId: page.id })
    const above = await makeSpace(ctx, 'above')
    const site = await openSite(ctx)
    const jonas = site.as('jonas')
    const rights = `/inside/rights/${page.id}`
    assert.equal((await jonas.post(`${rights}/move`, { parent: String(above.id) })).location, rights)
    assert.match((await jonas.get(rights)).text, /Every right that is given above\./)
    assert.match((await site.as('tomasz').get(path)).text, /A space that you cannot open/)
    assert.doesNotMatch((await site.as('tomasz').get(path)).text, /The above|The child/)
    assert.equal((await site.as('tomasz').post(`${path}/stop`, { as: 'manager' })).location, path)
    assert.match((await jonas.get(rights)).text, /a manager put a stop here for everything else/)
    await jonas.post(`${rights}/stop`, { as: 'administrator' })
    const fixed = await site.as('mirela').get(path)
    assert.match(fixed.text, /only rules of the administration count/)
    assert.match(fixed.text, /The administration decides who is in this space/)
    assert.doesNotMatch(fixed.text, /Give the right|Lift the stop/)
    await jonas.post(`${rights}/stop`, { as: '' })
    assert.equal((await site.as('mirela').post(`${path}/words`, { title: 'Cells', description: '' })).location, path)
    assert.match((await site.as('mirela').post(`${path}/words`, { title: '' })).text, /Give the space a name\./)
    assert.equal((await site.as('mirela').post(`${path}/archive`)).location, path)
    assert.match((await jonas.get(rights)).text, /Open the space again/)
    await jonas.post(`${rights}/reopen`)
    assert.match((await jonas.get('/inside/spaces/velund/rights')).text, /Narrow it to its members/)
    assert.equal((await jonas.post('/inside/spaces/velund/rights/narrow', { access: 'members' })).status, 303)
    assert.equal((await site.as('daniel').get('/inside/spaces/velund')).status, 404)
    assert.match((await jonas.get(rights)).text, /renamed it from “The cells-page” to “Cells”/)
  }),
)

test(
  'an administrator works on the rights of a space without seeing what is in it; for the other side there is no page',
  inTransaction(async (ctx) => {
    const { cast, page } = await insertPositions(ctx)
    await ctx.db
      .insertInto('threads')
      .values({
        realm: 'inside',
        spaceId: page.id,
        type: 'discussion',
        audience: 'space',
        title: 'CANARY-title',
        slug: 'x',
        body: 'CANARY-body',
        authorId: cast.people.mirela.id,
      })
      .execute()
    const site = await openSite(ctx)
    const seen = await site.as('jonas').get(`/inside/rights/${page.id}`)
    assert.match(seen.text, /What is written in this space stays closed to you/)
    assert.doesNotMatch(seen.text, /CANARY/)
    assert.equal((await site.as('jonas').get('/inside/spaces/cells-page')).status, 404)
    const riders = `/inside/rights/${cast.spaces.riders.id}`
    const steward = { ...cast.people.aiko, offices: ['inside-steward'] }
    assert.equal((await site.as('sara').get(riders)).status, 200)
    assert.equal((await site.as(steward).get(riders)).status, 404)
    assert.equal((await site.as('sara').get(`/inside/rights/${page.id}`)).status, 404)
    assert.equal((await site.as('sara').get('/inside/spaces/riders/rights')).status, 404)
    for (const who of everybody) {
      const employee = who !== 'visitor' && cast.people[who].realm === 'inside'
      assert.equal((await site.as(who).get('/inside/rights')).status, employee ? 200 : 404, who)
      assert.equal((await site.as(who).get('/inside/spaces/velund/rights')).status, employee ? 200 : 404, who)
      const room = who === 'lena' || who === 'jonas'
      assert.equal((await site.as(who).get('/inside/spaces/cells/rights')).status, room ? 200 : 404, who)
    }
    assert.doesNotMatch((await site.as('petra').get('/inside/spaces/cells')).text, /\/rights/)
    assert.doesNotMatch((await site.as('daniel').get('/inside/rights')).text, /Battery &amp; Range/)
  }),
)
