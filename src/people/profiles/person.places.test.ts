import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openSite } from '../../../test/browse.ts'
import { everybody, getCast } from '../../../test/cast.ts'
import { inTransaction } from '../../../test/database.ts'
import { insertPositions } from '../../../test/positions.ts'

test(
  'colleagues read on a profile where somebody stands in the structure; members and guests have nothing of the kind',
  inTransaction(async (ctx) => {
    const { nodes } = await insertPositions(ctx)
    const { people } = await getCast(ctx)
    const site = await openSite(ctx)
    for (const who of everybody) {
      const isEmployee = who !== 'visitor' && people[who].realm === 'inside'
      const tomasz = await site.as(who).get(`/people/${people.tomasz.id}`)
      assert.equal(tomasz.status, isEmployee ? 200 : 404, who)
      if (isEmployee) {
        assert.match(tomasz.text, /In the structure/, who)
        assert.ok(
          tomasz.text.includes(`<a dir="auto" href="/inside/structure/nodes/${nodes.cells}">cells</a>, manager`),
          who,
        )
      }
      const ines = await site.as(who).get(`/people/${people.ines.id}`)
      assert.equal(ines.status, who === 'petra' ? 404 : 200, who)
      assert.doesNotMatch(ines.text, /\/inside\/structure\/(of|nodes)|In the structure/, who)
    }
    const petra = await site.as('lena').get(`/people/${people.petra.id}`)
    assert.equal(petra.status, 200)
    assert.doesNotMatch(petra.text, /In the structure/, 'a guest stands nowhere')
    assert.doesNotMatch((await site.as('daniel').get(`/people/${people.jonas.id}`)).text, /In the structure/)
  }),
)
