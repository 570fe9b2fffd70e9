/** The filter `product:` — what it finds, what it says of a name that is none, and that it opens nothing. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openSite } from '../../../test/browse.ts'
import { everybody } from '../../../test/cast.ts'
import { inTransaction } from '../../../test/database.ts'
import { fc } from '../../../test/property.ts'
import { taggedHouse } from '../../../test/tags.ts'
import { endProduct } from '../../content/tags/naming-products.ts'
import { nameProduct } from '../../content/tags/tags.ts'
import { mergeTags } from '../../content/tags/synonyms.ts'
import type { Ctx } from '../../platform/context.ts'
import { inStep, readAsked, writeAsked } from './asked.ts'
import { search, suggest } from './search.ts'

const products = [
  { name: 'loop', others: ['loop2'] },
  { name: 'tide', others: [] },
]

async function scene(ctx: Ctx) {
  const house = await taggedHouse(ctx)
  const sara = house.cast.as(ctx, 'sara')
  const found = async (who: 'visitor' | (typeof everybody)[number], typed: string) =>
    (await search(house.cast.as(ctx, who), typed)).threads.items.map(({ title }) => title).toSorted()
  return { ...house, sara, found }
}

test('a product is asked for by any of its names, written by its own, and what is none is text', () => {
  assert.equal(readAsked('hum product:Loop2', products).filters.product, 'loop')
  assert.equal(readAsked('product:#TIDE', products).filters.product, 'tide')
  assert.equal(readAsked('product:loop product:tide', products).filters.product, 'tide', 'the one said last')
  const wrong = readAsked('hum product:cold', products)
  assert.equal(wrong.filters.product, undefined)
  assert.deepEqual(wrong.unknown, [{ typed: 'product:cold', what: 'product', choices: ['loop', 'tide'] }])
  assert.equal(wrong.text, 'hum product:cold')
  assert.equal(
    writeAsked('hum', { tags: ['cold'], product: 'loop', type: 'question' }),
    'hum type:question tag:cold product:loop',
  )
  assert.equal(inStep('hum', 'hum', { product: 'tide' }), 'hum product:tide')
  assert.equal(inStep('hum product:loop', 'hum', { product: '' }), 'hum product:loop', 'the box was changed')
  assert.equal(inStep('hum product:loop', 'hum product:loop', { product: '' }), 'hum')
})

test('a line that is read, written and read again says the same of its product', () => {
  const word = fc.constantFrom(
    'hum',
    'product:loop',
    'product:loop2',
    'tag:loop',
    'product:cold',
    'or',
    '-x',
    'product:',
  )
  fc.assert(
    fc.property(fc.array(word, { maxLength: 6 }), (words) => {
      const one = readAsked(words.join(' '), products)
      const other = readAsked(writeAsked(one.text, one.filters), products)
      assert.deepEqual(other.filters, one.filters)
      assert.ok(one.filters.product === undefined || products.some(({ name }) => name === one.filters.product))
    }),
  )
})

test(
  'product: finds what carries the tag outside as long as it is a product, with the names that mean the same',
  inTransaction(async (ctx) => {
    const { question, talk, sara, found } = await scene(ctx)
    await question('ines', 'Hum in the loop', ['loop'])
    await question('ines', 'Hum in the old loop', ['loop2'])
    await question('ines', 'Hum in the cold', ['cold'])
    await talk('Hum inside', ['loop'])
    assert.deepEqual(await found('visitor', 'hum product:loop'), [], 'no product yet: searched as text')
    await nameProduct(sara, 'loop')
    assert.deepEqual(await found('visitor', 'hum product:loop'), ['Hum in the loop'])
    assert.deepEqual(await found('visitor', 'product:loop'), ['Hum in the loop'], 'without words')
    assert.deepEqual(await found('lena', 'hum product:loop'), ['Hum in the loop'], 'nothing inside is one')
    assert.deepEqual(await found('lena', 'hum tag:loop'), ['Hum in the loop', 'Hum inside'])
    await mergeTags(sara, 'outside', 'loop2', 'loop')
    for (const name of ['loop', 'loop2', 'LOOP'])
      assert.deepEqual(await found('visitor', `hum product:${name}`), ['Hum in the loop', 'Hum in the old loop'], name)
    assert.deepEqual(await found('visitor', 'hum product:loop tag:cold'), [])
    assert.deepEqual(await found('petra', 'hum product:loop'), [], 'guests read nothing outside')
    const palette = await suggest(sara, 'product:loop hu')
    assert.equal(palette.threads.items.length, 2)
    await endProduct(sara, 'loop')
    assert.deepEqual(await found('visitor', 'product:loop'), [])
  }),
)

test(
  'everybody finds by product: a part of what they find by tag:',
  inTransaction(async (ctx) => {
    const { question, talk, sara, found } = await scene(ctx)
    await question('ines', 'For all', ['loop'])
    await question('ines', 'For testers', ['loop'], 'testers')
    await talk('For colleagues', ['loop'])
    await talk('For the room', ['loop'], 'cells')
    await nameProduct(sara, 'loop')
    for (const who of ['visitor', ...everybody.filter((one) => one !== 'visitor')] as const) {
      const tagged = await found(who, 'tag:loop')
      const ofProduct = await found(who, 'product:loop')
      assert.deepEqual(
        ofProduct,
        tagged.filter((title) => title !== 'For colleagues' && title !== 'For the room'),
        who,
      )
    }
  }),
)

test(
  'the page offers products beside the other filters and says kindly what is none',
  inTransaction(async (ctx) => {
    const { sara } = await scene(ctx)
    const site = await openSite(ctx)
    const none = (await site.as('visitor').get('/search?q=product%3Aloop')).text
    assert.match(none, /“product:loop” was searched as text: no tag is a product yet/)
    assert.doesNotMatch(none, /name="product"/)
    for (const name of ['loop', 'tide']) await nameProduct(sara, name)
    const page = (await site.as('visitor').get('/search?q=hum+product%3Atide')).text
    assert.match(page, /<select name="product"[^>]*>.*Any product.*<option value="tide"[^>]* selected/s)
    const wrong = (await site.as('visitor').get('/search?q=product%3Acold')).text
    assert.match(wrong, /<b>product:<\/b> takes loop, tide/)
    const sent = await site.as('visitor').get('/search?q=hum&was=hum&product=loop')
    assert.equal(sent.location, '/search?q=hum+product%3Aloop')
  }),
)
