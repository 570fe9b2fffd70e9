/** Products: tags that the company named so, what they narrow, and that what is inside gains nothing by it. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { openSite } from '../../../test/browse.ts'
import { everybody } from '../../../test/cast.ts'
import { inTransaction } from '../../../test/database.ts'
import { outcome, outcomeUndone } from '../../../test/outcome.ts'
import { fc } from '../../../test/property.ts'
import { taggedHouse } from '../../../test/tags.ts'
import { follow } from '../../discovery/following/following.ts'
import { search } from '../../discovery/search/search.ts'
import type { Ctx } from '../../platform/context.ts'
import { listDrafts, saveDraft } from '../drafts/drafts.ts'
import { listCommunity } from '../questions/questions.ts'
import { endProduct, listProductStories, nameProduct } from './naming-products.ts'
import { listProducts, productCalled, readTags, splitTags } from './products.ts'
import { mergeTags, undoMerge } from './synonyms.ts'
import { openTag } from './tag-pages.ts'
import { mayNameProducts } from './tags.access.ts'

async function scene(ctx: Ctx) {
  const house = await taggedHouse(ctx)
  return { ...house, sara: house.cast.as(ctx, 'sara') }
}

const namesOf = async (ctx: Ctx) => (await listProducts(ctx)).map(({ name }) => name)

test(
  'everybody against products: the stewards of the outside name them, all who read outside know them, guests do not',
  inTransaction(async (ctx) => {
    const { cast, question, sara } = await scene(ctx)
    await question('ines', 'Which tyre?', ['loop'])
    await nameProduct(sara, 'tide')
    for (const who of everybody) {
      const as = cast.as(ctx, who)
      const wanted = who === 'sara' ? 'ok' : 'tags.not-product-steward'
      assert.equal(await outcomeUndone(as, (inside) => nameProduct(inside, 'loop')), wanted, who)
      assert.equal(await outcomeUndone(as, (inside) => endProduct(inside, 'tide')), wanted, who)
      assert.equal(await outcome(listProductStories(as)), wanted, who)
      assert.equal(mayNameProducts(as.viewer).allowed, who === 'sara', who)
      assert.deepEqual(await namesOf(as), who === 'petra' ? [] : ['tide'], who)
    }
  }),
)

test(
  'a product is a tag that stays what it is: named, refused twice, ended, named anew, each of it kept',
  inTransaction(async (ctx) => {
    const { cast, question, sara, titles, names } = await scene(ctx)
    const thread = await question('ines', 'Which tyre?', ['loop', 'tyres'])
    for (const typed of ['', 'loop, tide', '§§', 'x'.repeat(60)])
      assert.equal(await outcome(nameProduct(sara, typed)), 'tags.not-named', typed)
    assert.equal(await nameProduct(sara, ' #Loop '), 'loop')
    assert.equal(await outcome(nameProduct(sara, 'LOOP')), 'tags.not-named')
    assert.equal(await outcome(endProduct(sara, 'tyres')), 'tags.no-product')
    assert.equal((await openTag(sara, 'outside', 'loop')).isProduct, true)
    assert.equal((await openTag(sara, 'outside', 'tyres')).isProduct, false)
    await endProduct(sara, 'Loop')
    assert.equal(await outcome(endProduct(sara, 'loop')), 'tags.no-product')
    assert.deepEqual(await namesOf(sara), [])
    await nameProduct(sara, 'loop')
    assert.deepEqual(await names(thread.id), ['loop', 'tyres'])
    assert.deepEqual(await titles('visitor', 'outside', 'loop'), ['Which tyre?'])
    const { items } = await listProductStories(sara)
    const me = cast.people.sara.id
    assert.deepEqual(
      items.map((story) => [story.name, story.namedBy?.id, story.endedBy?.id]),
      [
        ['loop', me, undefined],
        ['loop', me, me],
      ],
    )
    assert.ok(items[1]!.endedAt && !items[0]!.endedAt)
  }),
)

test(
  'the record of a product is ended once and changed never',
  inTransaction(async (ctx) => {
    const { sara } = await scene(ctx)
    await nameProduct(sara, 'loop')
    const change = (what: string) =>
      outcome(ctx.transaction((inside) => sql`update product_tags set ${sql.raw(what)}`.execute(inside.db)))
    assert.equal(await change("named_at = now() - interval '1 day'"), '42501')
    await endProduct(sara, 'loop')
    assert.equal(await change('ended_at = null, ended_by = null'), '42501')
  }),
)

test(
  'a tag that leads to another takes along that it is a product, and undone takes it back',
  inTransaction(async (ctx) => {
    const { cast, question, sara } = await scene(ctx)
    await question('ines', 'Old', ['loop2'])
    await question('ines', 'New', ['loop'])
    await nameProduct(sara, 'loop2')
    const id = await mergeTags(sara, 'outside', 'loop2', 'loop')
    assert.deepEqual(await listProducts(cast.as(ctx, 'visitor')), [{ name: 'loop', others: ['loop2'] }])
    assert.equal((await openTag(sara, 'outside', 'loop')).isProduct, true)
    assert.equal(await outcome(nameProduct(sara, 'loop')), 'tags.not-named')
    const { items } = await listCommunity(cast.as(ctx, 'visitor'), { product: 'loop' })
    assert.deepEqual(items.map(({ thread }) => thread.title).toSorted(), ['New', 'Old'])
    await undoMerge(sara, 'outside', id)
    assert.deepEqual(await namesOf(ctx), ['loop2'])
    await mergeTags(sara, 'outside', 'loop2', 'loop')
    await endProduct(sara, 'loop')
    assert.deepEqual(await namesOf(ctx), [])
  }),
)

test(
  'naming a product tells nothing of the inside, and nothing inside becomes one',
  inTransaction(async (ctx) => {
    const { cast, question, talk, sara } = await scene(ctx)
    await talk('Next year', ['quagga'])
    await question('ines', 'Which tyre?', ['loop'])
    await talk('Loop costs', ['loop'])
    // The same words for a tag that stands inside alone and for one that stands nowhere.
    for (const name of ['quagga', 'zebrano'])
      assert.equal(await outcomeUndone(sara, (inside) => nameProduct(inside, name)), 'ok', name)
    const site = await openSite(ctx)
    assert.equal((await site.as('visitor').get('/tags/quagga')).status, 404)
    await nameProduct(sara, 'quagga')
    await nameProduct(sara, 'loop')
    const page = await site.as('visitor').get('/tags/quagga')
    assert.equal(page.status, 200, 'its name was told by the company')
    assert.doesNotMatch(page.text, /Next year/)
    assert.equal((await openTag(cast.as(ctx, 'lena'), 'inside', 'loop')).isProduct, false)
    const inside = await site.as('lena').get('/inside/tags/loop')
    assert.doesNotMatch(inside.text, /Product</)
    assert.doesNotMatch((await site.as('lena').get('/inside/ideas')).text, /All products/)
    assert.equal((await site.as('petra').get('/tags/quagga')).status, 404, 'guests are told of no product')
  }),
)

test(
  'a product of which nobody wrote yet has its page, is found and followed by everybody who is told of it',
  inTransaction(async (ctx) => {
    const { cast, sara } = await scene(ctx)
    const found = async (who: 'visitor' | 'ines' | 'petra') =>
      (await search(cast.as(ctx, who), 'zebrano')).tags.includes('zebrano')
    assert.equal(await found('ines'), false)
    await nameProduct(sara, 'zebrano')
    const { id } = await openTag(sara, 'outside', 'zebrano')
    const told = {
      visitor: [true, 'following.sign-in-first'],
      ines: [true, 'ok'],
      petra: [false, 'following.not-found'],
    }
    for (const who of ['visitor', 'ines', 'petra'] as const) {
      const followed = await outcomeUndone(cast.as(ctx, who), (inside) => follow(inside, { kind: 'tag', id }))
      assert.deepEqual([await found(who), followed], told[who], who)
    }
    await endProduct(sara, 'zebrano')
    assert.equal(await outcome(openTag(sara, 'outside', 'zebrano')), 'tags.not-found')
    assert.equal(await found('ines'), false)
  }),
)

test(
  'pages kept for visitors are emptied when a product is named and when it ends',
  inTransaction(async (ctx) => {
    const { question, sara } = await scene(ctx)
    await question('ines', 'Which tyre?', ['loop'])
    const noted = async () => {
      const { rows } = await sql<{ all: boolean }>`
        select exists (select from visitor_changes where thread_id = 0 and xact = pg_current_xact_id()) as all`.execute(
        ctx.db,
      )
      await sql`delete from visitor_changes`.execute(ctx.db)
      return rows[0]!.all
    }
    await noted()
    assert.equal(await noted(), false)
    await nameProduct(sara, 'loop')
    assert.equal(await noted(), true)
    await endProduct(sara, 'loop')
    assert.equal(await noted(), true)
  }),
)

test(
  'stewards name products by a form and on the page of a tag, which says what it is',
  inTransaction(async (ctx) => {
    const { question } = await scene(ctx)
    await question('ines', 'Which tyre?', ['loop'])
    const site = await openSite(ctx)
    const path = '/tags/-/products'
    for (const who of ['visitor', 'ines', 'jonas', 'lena'] as const) {
      assert.notEqual((await site.as(who).get(path)).status, 200, who)
      assert.notEqual((await site.as(who).post(path, { name: 'loop', is: 'yes' })).status, 303, who)
    }
    assert.doesNotMatch((await site.as('ines').get('/tags/loop')).text, /product/i)
    assert.match((await site.as('sara').get('/tags/loop')).text, /It is a product of ours/)
    const named = await site.as('sara').post(path, { name: 'loop', is: 'yes', back: 'tag' })
    assert.equal(named.location, '/tags/loop')
    const told = (await site.as('visitor').get('/tags/loop')).text
    assert.match(told, /class="badge">Product</)
    assert.match(told, /\/questions\/ask\?product=loop/)
    assert.match((await site.as('sara').get('/tags')).text, /href="\/tags\/-\/products"/)
    const again = await site.as('sara').post(path, { name: 'loop', is: 'yes' })
    assert.equal(again.status, 422)
    assert.match(again.text, /“loop” is a product already/)
    assert.equal((await site.as('sara').post(path, { name: 'loop', is: 'maybe' })).status, 422)
    assert.equal((await site.as('sara').post(path, { name: 'loop', is: 'no' })).location, path)
    assert.match((await site.as('sara').get(path)).text, /<bdi>loop<\/bdi>/)
    await site.as('sara').post(path, { name: 'zebrano', is: 'yes' })
    assert.match((await site.as('visitor').get('/tags/zebrano')).text, /0 conversations have this tag/)
    const ended = await site.as('sara').post(path, { name: 'zebrano', is: 'no', back: 'tag' })
    assert.equal(ended.location, path, 'it has no page any more')
  }),
)

test(
  'the form of a text takes the product out of its tags and writes it back as one of them',
  inTransaction(async (ctx) => {
    const { sara } = await scene(ctx)
    for (const name of ['loop', 'tide']) await nameProduct(sara, name)
    const products = await listProducts(ctx)
    const tag = fc.constantFrom('loop', 'tide', 'cold', 'brakes', 'app')
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(tag, { maxLength: 5 }), async (tags) => {
        const form = splitTags(products, tags)
        assert.equal(form.product === '', !tags.some((one) => one === 'loop' || one === 'tide'))
        const written = (await readTags(ctx, form)).map((one) => one.trim()).filter((one) => one !== '')
        assert.deepEqual(written.toSorted(), tags.toSorted())
      }),
      { numRuns: 25 },
    )
    assert.equal(await outcome(readTags(ctx, { tags: '', product: 'cold' })), 'tags.no-product')
    assert.equal(productCalled(products, 'LOOP')?.name, 'loop')
    assert.equal(productCalled(products, undefined), undefined)
  }),
)

test(
  'lists are narrowed to a product beside all else, it stays in the address, and what is none is the tag that it is',
  inTransaction(async (ctx) => {
    const { cast, question, sara } = await scene(ctx)
    await question('ines', 'Which tyre?', ['loop', 'tyres'])
    await question('gustav', 'Which saddle?', ['loop'])
    await question('ines', 'Which lock?', ['tide', 'tyres'])
    const site = await openSite(ctx)
    const visitor = site.as('visitor')
    assert.doesNotMatch((await visitor.get('/questions')).text, /All products/)
    for (const name of ['loop', 'tide']) await nameProduct(sara, name)
    const plain = (await visitor.get('/questions')).text
    assert.match(plain, /aria-label="Product".*All products.*href="\/questions\?product=loop".*product=tide/s)
    const loop = (await visitor.get('/questions?product=loop')).text
    assert.match(loop, /<h1[^>]*>Questions about loop</)
    assert.match(loop, /Which tyre\?.*|Which saddle\?/s)
    assert.doesNotMatch(loop, /Which lock/)
    assert.match(loop, /href="\/questions\?show=unanswered&amp;product=loop"/)
    assert.match(loop, /href="\/problems\?product=loop"/)
    assert.match(loop, /href="\/ideas\?product=loop"/)
    assert.match(loop, /href="\/questions\/ask\?product=loop"/)
    const both = (await visitor.get('/questions?product=loop&tag=tyres&show=unanswered')).text
    assert.match(both, /Questions about loop and tyres/)
    assert.match(both, /Which tyre/)
    assert.doesNotMatch(both, /Which saddle|Which lock/)
    assert.equal((await visitor.get('/questions?product=Loop')).status, 200)
    assert.equal(
      (await visitor.get('/questions?product=tyres&show=solved')).location,
      '/questions?show=solved&tag=tyres',
    )
    await endProduct(sara, 'tide')
    assert.equal((await visitor.get('/ideas?product=tide')).location, '/ideas?tag=tide')
    assert.match((await visitor.get('/ideas?product=loop')).text, /Ideas about loop.*\/ideas\/new\?product=loop/s)
    const narrow = await listCommunity(cast.as(ctx, 'visitor'), { product: '%' })
    assert.deepEqual(narrow.items, [])
  }),
)

test(
  'a product is chosen where a text is written, kept as a tag, and shown again where it is changed',
  inTransaction(async (ctx) => {
    const { sara, names } = await scene(ctx)
    const site = await openSite(ctx)
    const ines = site.as('ines')
    assert.doesNotMatch((await ines.get('/questions/ask')).text, /name="product"/)
    await nameProduct(sara, 'loop')
    assert.match((await ines.get('/questions/ask?product=loop')).text, /<option value="loop"[^>]* selected/)
    assert.match((await ines.get('/questions/ask?type=praise')).text, /name="product"/)
    assert.match((await ines.get('/ideas/new?product=loop')).text, /<option value="loop"[^>]* selected/)
    assert.doesNotMatch((await site.as('lena').get('/inside/ideas/new')).text, /name="product"/)
    const typed = { space: 'riders', title: 'Which tyre?', body: 'For snow.', tags: 'tyres' }
    const idOf = (location: string | null) => Number(/\/(\d+)/.exec(location ?? '')![1]) as never
    for (const type of ['question', 'problem', 'praise'] as const) {
      const posted = await ines.post('/questions/ask', { ...typed, type, product: 'loop' })
      assert.deepEqual(await names(idOf(posted.location)), ['loop', 'tyres'], type)
    }
    const idea = idOf((await ines.post('/ideas/new', { ...typed, product: 'loop' })).location)
    assert.deepEqual(await names(idea), ['loop', 'tyres'])
    const edit = (await ines.get(`/ideas/${idea}/-/edit`)).text
    assert.match(edit, /<option value="loop"[^>]* selected/)
    assert.match(edit, /name="tags"[^>]*value="tyres"|value="tyres"[^>]*name="tags"/)
    await ines.post(`/ideas/${idea}/-/edit`, { ...typed, product: '' })
    assert.deepEqual(await names(idea), ['tyres'])
    const wrong = await ines.post('/questions/ask', { ...typed, product: 'tyres' })
    assert.equal(wrong.status, 422)
    assert.match(wrong.text, /There is no such product any more/)
  }),
)

test(
  'a draft keeps the product that was chosen, and a product that ended since is no choice in it',
  inTransaction(async (ctx) => {
    const { cast, sara } = await scene(ctx)
    const ines = cast.as(ctx, 'ines')
    for (const name of ['loop', 'tide']) await nameProduct(sara, name)
    const fields = { title: 'Which tyre?', body: 'For snow.', space: 'riders', product: 'tide' }
    await saveDraft(ines, { place: 'ask:riders', path: '/questions/ask?product=loop', fields })
    const { id } = (await listDrafts(ines)).items[0]!
    const site = await openSite(ctx)
    const opened = async () => {
      const { location } = await site.as('ines').get(`/drafts/${id}`)
      return (await site.as('ines').get(location!)).text
    }
    assert.match(await opened(), /<option value="tide"[^>]* selected/)
    await endProduct(sara, 'tide')
    const without = await opened()
    assert.doesNotMatch(without, /value="tide"/)
    assert.match(without, /For snow\./)
  }),
)
