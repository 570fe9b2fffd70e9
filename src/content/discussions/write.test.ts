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
  'who reads it is shown for the room that is chosen: asked for, or before anything is posted there',
  inTransaction(async (ctx) => {
    const lena = (await openSite(ctx)).as('lena')
    const first = await lena.get('/inside/write?space=velund')
    const strip = (text: string) => /<p class="to" id="write-to">(.*?)<\/p>/s.exec(text)![1]!.replace(/<[^>]+>/g, '')
    assert.match(strip(first.text), /Everyone at Velund/)
    const typed = { title: 'Cells & dates', body: 'The new cells came.', shown: 'velund' }
    const looked = await lena.post('/inside/write', { ...typed, space: 'battery', look: 'yes', body: '' })
    assert.equal(looked.status, 422)
    assert.match(looked.text, /<select[^>]*autofocus/)
    assert.match(strip(looked.text), /Battery/)
    assert.match(looked.text, /value="Cells &amp; dates"/)
    assert.doesNotMatch(looked.text, /You chose another room|Write something first/)
    assert.match((await lena.post('/inside/write', { ...typed, space: 'cells', look: 'yes' })).text, /Kettenwerk/)
    const stopped = await lena.post('/inside/write', { ...typed, space: 'battery' })
    assert.equal(stopped.status, 422)
    assert.match(stopped.text, /You chose another room\./)
    assert.match(strip(stopped.text), /Battery/)
    assert.match(stopped.text, />The new cells came\.<\/textarea>/)
    assert.match(stopped.text, /<input type="hidden" name="shown" value="battery"/)
    assert.equal(await countThreads(ctx), 0)
    assert.equal((await lena.post('/inside/write', { ...typed, space: 'battery', shown: 'battery' })).status, 303)
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
