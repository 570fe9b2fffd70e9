/** The page of a space and the list of updates are narrowed to a product, as questions and ideas are. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openSite } from '../../../test/browse.ts'
import { everybody } from '../../../test/cast.ts'
import { inTransaction } from '../../../test/database.ts'
import { formsIn, refusal } from '../../../test/forms.ts'
import { fc } from '../../../test/property.ts'
import { taggedHouse } from '../../../test/tags.ts'
import type { Ctx } from '../../platform/context.ts'
import { startDiscussion } from '../discussions/discussions.ts'
import { type Thread, type ThreadId, startThread } from '../threads/threads.ts'
import { listUpdates } from '../updates/updates.ts'
import { endProduct, nameProduct } from './naming-products.ts'
import { type Product, readAbout } from './products.ts'
import { mergeTags } from './synonyms.ts'
import { setTags } from './tags.ts'

async function scene(ctx: Ctx) {
  const house = await taggedHouse(ctx)
  const mirela = house.cast.as(ctx, 'mirela')
  const update = async (title: string, tags: string[]): Promise<Thread> => {
    const thread = await startThread(mirela, house.cast.spaces.riders, { type: 'update', title, body: 'It is out.' })
    await setTags(mirela, thread.id, tags)
    return thread
  }
  return { ...house, update, sara: house.cast.as(ctx, 'sara'), site: await openSite(ctx) }
}

test(
  'a space is narrowed to a product beside its choices, which stays in every address, and its counts are told of all alone',
  inTransaction(async (ctx) => {
    const { question, sara, site } = await scene(ctx)
    await question('ines', 'Which tyre?', ['loop', 'tyres'])
    await question('gustav', 'Which lock?', ['tide', 'tyres'])
    await question('gustav', 'For testers', ['loop'], 'testers')
    const visitor = site.as('visitor')
    for (const path of ['/', '/s/riders']) assert.doesNotMatch((await visitor.get(path)).text, /All products/, path)
    for (const name of ['loop', 'tide']) await nameProduct(sara, name)
    for (const path of ['/', '/s/riders']) {
      const plain = (await visitor.get(path)).text
      assert.ok(plain.includes(`href="${path}?product=loop"`), path)
      assert.match(plain, /Unanswered<\/bdi><span class="n">2<\/span>/)
      assert.match(plain, /rel="canonical"/)
      const loop = (await visitor.get(`${path}?product=Loop`)).text
      assert.match(loop, /Which tyre/)
      assert.doesNotMatch(loop, /Which lock|For testers/)
      assert.match(loop, /<a [^>]*aria-current="[^"]+"[^>]*>(?:<[^>]*>)*loop</)
      assert.ok(loop.includes(`href="${path}?show=unanswered&amp;product=loop"`), 'the choices keep it')
      assert.ok(loop.includes(`href="${path}?product=tide"`) && loop.includes(`href="${path}"`), 'another one, or none')
      assert.match(loop, /href="\/questions\/ask\?space=riders&amp;product=loop"|class="masthead/)
      assert.doesNotMatch(loop, /class="n">\d/, 'what is counted in the whole space is not said of a part')
      assert.doesNotMatch(loop, /rel="canonical"/)
      const both = (await visitor.get(`${path}?product=tide&tag=tyres&show=unanswered`)).text
      assert.match(both, /Which lock/)
      assert.doesNotMatch(both, /Which tyre/)
      assert.match(both, /Only with the tag <b><bdi>tyres<\/bdi><\/b>/)
      assert.ok(both.includes(`href="${path}?show=unanswered&amp;product=tide"`), 'the tag is let go alone')
      assert.equal((await visitor.get(`${path}?product=tyres&show=solved`)).location, `${path}?show=solved&tag=tyres`)
      assert.match((await visitor.get(`${path}?product=loop&show=solved`)).text, /Nothing is solved here yet/)
    }
    assert.match((await visitor.get('/?product=loop')).text, /Latest about loop/)
    await endProduct(sara, 'tide')
    assert.equal((await visitor.get('/s/riders?product=tide')).location, '/s/riders?tag=tide')
    assert.match((await visitor.get('/s/riders?tag=tide')).text, /Which lock/)
    assert.match((await visitor.get('/questions?product=loop')).text, /href="\/updates\?product=loop"/)
  }),
)

test(
  'older pages of a space and of the updates stay with the product',
  inTransaction(async (ctx) => {
    const { cast, sara, site } = await scene(ctx)
    const authors = ['daniel', 'tomasz', 'aiko', 'lena', 'mirela', 'jonas'] as const
    const pages = ['updates', 's/riders'] as const
    for (let n = 0; n < 21; n++) {
      const text = { type: 'update', title: `Number ${n}.`, body: 'It is out.' } as const
      const author = cast.as(ctx, authors[n % authors.length]!)
      const thread = await startThread(author, cast.spaces.riders, { ...text, byCrossing: true })
      await setTags(author, thread.id, ['loop'])
    }
    await nameProduct(sara, 'loop')
    for (const page of pages) {
      const first = await site.as('visitor').get(`/${page}?product=loop`)
      assert.doesNotMatch(first.text, /Number 0\./)
      const older = new RegExp(`href="(/${page}\\?product=loop&amp;after=[^"]+)"`).exec(first.text)?.[1]
      assert.ok(older, page)
      const second = await site.as('visitor').get(older.replaceAll('&amp;', '&'))
      assert.match(second.text, /Number 0\./)
      assert.doesNotMatch(second.text, /Number 5\./)
      assert.ok(second.text.includes(`href="/${page}?product=loop"`), 'and back to the newest of it')
    }
  }),
)

test(
  'updates are narrowed to a product and to a tag, by each name of it, for everybody who reads them',
  inTransaction(async (ctx) => {
    const { cast, update, talk, sara, site } = await scene(ctx)
    await update('Firmware 4', ['loop2', 'firmware'])
    await update('Firmware 5', ['tide', 'firmware'])
    await update('New doors', [])
    for (const name of ['loop2', 'loop', 'tide']) await nameProduct(sara, name)
    await mergeTags(sara, 'outside', 'loop2', 'loop')
    const titles = async (who: (typeof everybody)[number], about: object) =>
      (await listUpdates(cast.as(ctx, who), about)).items.map(({ title }) => title)
    for (const who of everybody) {
      const reads = who !== 'petra'
      assert.deepEqual(await titles(who, { product: 'loop' }), reads ? ['Firmware 4'] : [], who)
      assert.equal((await titles(who, { tag: 'firmware' })).length, reads ? 2 : 0, who)
      assert.deepEqual(await titles(who, { tag: 'firmware', product: 'tide' }), reads ? ['Firmware 5'] : [], who)
      for (const tag of ['%', '', '\0', "'"]) assert.deepEqual(await titles(who, { tag }), [], who)
    }
    const visitor = site.as('visitor')
    const all = (await visitor.get('/updates')).text
    assert.match(all, /aria-label="Product".*href="\/updates\?product=loop"/s)
    assert.match(all, /New doors/)
    for (const name of ['loop', 'LOOP', 'loop2']) {
      const { text } = await visitor.get(`/updates?product=${name}`)
      assert.match(text, /<h1[^>]*>Updates from Velund about loop</, name)
      assert.match(text, /Firmware 4/)
      assert.doesNotMatch(text, /Firmware 5|New doors/)
      assert.match(text, /rel="canonical" href="[^"]*\/updates\?product=loop"/)
    }
    assert.equal((await visitor.get('/updates?product=firmware')).location, '/updates?tag=firmware')
    const tagged = (await visitor.get('/updates?tag=firmware')).text
    assert.match(tagged, /Firmware 4.*Show all tags|Show all tags.*Firmware 4/s)
    assert.doesNotMatch(tagged, /New doors/)
    // A tag that stands inside alone is answered as one that stands nowhere.
    await talk('Next year', ['quagga'])
    const told = async (path: string) => {
      const one = await visitor.get(`${path}?product=quagga`)
      const [page, other] = [await visitor.get(one.location!), await visitor.get(`${path}?tag=zebrano`)]
      const nonce = /nonce="[^"]*"|content="[\w+/=]{22,}"/g
      return [page.text.replaceAll('quagga', 'zebrano'), other.text].map((text) => text.replaceAll(nonce, ''))
    }
    for (const path of ['/updates', '/', '/s/riders']) {
      const [inside, nowhere] = await told(path)
      assert.equal(inside, nowhere, path)
    }
  }),
)

test(
  'an update is published out about a product: chosen, told in what leaves, kept as its tag',
  inTransaction(async (ctx) => {
    const { cast, names, sara, site } = await scene(ctx)
    const text = { title: 'Firmware 6', body: 'It is out.' }
    const inner = await startDiscussion(cast.as(ctx, 'daniel'), cast.spaces.velund, text)
    const path = `/inside/threads/${inner.id}/publish`
    const mirela = site.as('mirela')
    assert.doesNotMatch((await mirela.get(path)).text, /name="product"/)
    await nameProduct(sara, 'loop')
    const asked = `${path}?as=update&space=${cast.spaces.riders.id}`
    assert.match((await mirela.get(`${asked}&product=loop`)).text, /<option value="loop"[^>]* selected/)
    const wrong = refusal(await mirela.get(`${asked}&product=tide`), {})
    assert.deepEqual(Object.keys(wrong), ['product'])
    const page = await mirela.get(`${asked}&product=loop`)
    assert.match(page.text, /The tag loop/)
    assert.doesNotMatch((await mirela.get(asked)).text, /The tag loop/)
    const confirm = formsIn(page).find((form) => form.method === 'post' && form.action === path)
    const sent = { ...confirm!.fields, reason: 'Customers ask.' }
    await endProduct(sara, 'loop')
    assert.deepEqual(Object.keys(refusal(await mirela.post(path, sent), {})), ['product'], 'none any more')
    await nameProduct(sara, 'loop')
    const done = await mirela.post(path, sent)
    const id = Number(/\/updates\/(\d+)/.exec(done.location ?? '')?.[1]) as ThreadId
    assert.deepEqual(await names(id), ['loop'])
    assert.match((await site.as('visitor').get('/updates?product=loop')).text, /Firmware 6/)
  }),
)

test('what an address calls a product is one by any of its names, and else the tag that it is; a tag stands beside it', () => {
  const products: Product[] = [
    { name: 'loop', others: ['loop2', 'loop-old'] },
    { name: 'tide', others: [] },
  ]
  const called: Record<string, string> = { loop: 'loop', LOOP: 'loop', 'loop-old': 'loop', tide: 'tide' }
  const typed = fc.constantFrom('', 'loop', 'LOOP', 'loop-old', 'tide', 'tyres')
  fc.assert(
    fc.property(fc.option(typed, { nil: undefined }), fc.option(typed, { nil: undefined }), (product, tag) => {
      const query = { ...(product !== undefined && { product }), ...(tag !== undefined && { tag }) }
      const { about, isMoved } = readAbout(products, query)
      assert.equal(about.product, called[product ?? ''])
      assert.equal(isMoved, product === 'tyres')
      assert.equal(about.tag, tag || (isMoved ? 'tyres' : undefined))
      assert.ok(!readAbout(products, { ...about }).isMoved, 'where it leads it stays')
    }),
  )
})
