import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openSite } from '../../../test/browse.ts'
import { everybody } from '../../../test/cast.ts'
import { inTransaction } from '../../../test/database.ts'
import type { Ctx } from '../../platform/context.ts'

const countThreads = async (ctx: Ctx) => (await ctx.db.selectFrom('threads').select('id').execute()).length

test(
  'a post aimed at a room inside goes there at once',
  inTransaction(async (ctx) => {
    const lena = (await openSite(ctx)).as('lena')
    const sent = await lena.post('/inside/write', { space: 'battery', title: '', body: 'The new cells came.' })
    assert.equal(sent.status, 303)
    assert.match((await lena.get(sent.location!)).text, /The new cells came\./)
  }),
)

test(
  'a post aimed over the wall asks once, names the organisations, keeps every word, and then goes',
  inTransaction(async (ctx) => {
    const lena = (await openSite(ctx)).as('lena')
    const words = { space: 'cells', title: 'Delivery & dates', body: 'Two pallets <on> Friday.' }
    const asked = await lena.post('/inside/write', words)
    assert.equal(asked.status, 422)
    assert.match(asked.text, /This goes over the wall\.<\/b>.*read by\s*1 from Velund, 1 from Kettenwerk GmbH/s)
    assert.match(asked.text, /Two pallets &lt;on> Friday\.|Two pallets &lt;on&gt; Friday\./)
    assert.match(asked.text, /value="Delivery &amp; dates"/)
    assert.match(asked.text, /Post to Cell supply room/)
    assert.equal(await countThreads(ctx), 0, 'nothing is posted before the answer')
    const sent = await lena.post('/inside/write', { ...words, confirmed: 'cells' })
    assert.equal(sent.status, 303)
    assert.equal(await countThreads(ctx), 1)
  }),
)

test(
  'the answer for one room does not count for another, and a room of others is refused without losing the text',
  inTransaction(async (ctx) => {
    const site = await openSite(ctx)
    const asked = await site.as('lena').post('/inside/write', { space: 'cells', body: 'Words', confirmed: 'battery' })
    assert.match(asked.text, /This goes over the wall/)
    const refused = await site.as('daniel').post('/inside/write', { space: 'cells', body: 'Words', confirmed: 'cells' })
    assert.equal(refused.status, 422)
    assert.match(refused.text, /Choose a room from the list\./)
    assert.match(refused.text, />Words<\/textarea>/)
    const empty = await site.as('lena').post('/inside/write', { space: 'cells', body: ' ', confirmed: 'cells' })
    assert.match(empty.text, /Write something first\./)
    assert.equal(await countThreads(ctx), 0)
  }),
)

test(
  'only employees find the page, each with the rooms in which they may write',
  inTransaction(async (ctx) => {
    const site = await openSite(ctx)
    for (const who of everybody) {
      const page = await site.as(who).get('/inside/write')
      const employee = !['visitor', 'ines', 'gustav', 'joost', 'amina', 'petra'].includes(who)
      assert.equal(page.status === 200, employee, who)
      if (!employee) continue
      assert.equal(page.text.includes('value="battery"'), ['tomasz', 'aiko', 'lena'].includes(who), who)
      assert.equal(page.text.includes('value="cells"'), who === 'lena', who)
    }
  }),
)
