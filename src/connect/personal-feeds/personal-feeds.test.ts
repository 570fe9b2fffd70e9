import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseAtomFeed } from 'feedsmith'
import { openSite } from '../../../test/browse.ts'
import { canary, getCast } from '../../../test/cast.ts'
import { hearEverything, inTransaction } from '../../../test/database.ts'
import { answer, ask } from '../../content/questions/questions.ts'
import { narrowThread } from '../../content/threads/threads.ts'
import { closeAccount } from '../../people/accounts/accounts.ts'
import { type Ctx, makeCtx } from '../../platform/context.ts'
import { makeFeedAddress } from './personal-feeds.ts'

async function openScene(ctx: Ctx) {
  const cast = await getCast(ctx)
  const site = await openSite(ctx)
  const words = { space: 'testers', title: 'Among testers', body: 'Some *text*.', tags: [] }
  const { thread } = await ask(cast.as(ctx, 'ines'), words)
  return { cast, site, thread, visitor: site.as('visitor') }
}

const addressIn = (text: string) => /value="http:\/\/localhost:3000(\/feeds\/[\w-]{43}\.atom)"/.exec(text)?.[1]

test(
  'an address is made on a page, shown once, read without signing in, and ended on the same page',
  inTransaction(async (ctx) => {
    const { cast, site, visitor } = await openScene(ctx)
    const ines = site.as('ines')
    assert.match((await ines.get('/settings')).text, /href="\/settings\/feeds"/)
    assert.match((await visitor.get('/settings/feeds')).location!, /^\/sign-in/)
    const made = await ines.post('/settings/feeds', { space: String(cast.spaces.testers.id) })
    const path = addressIn(made.text)
    assert.ok(path, 'shown after it was made')
    const page = (await ines.get('/settings/feeds')).text
    assert.equal(addressIn(page), undefined, 'and never again')
    assert.doesNotMatch(
      JSON.stringify(await ctx.db.selectFrom('personalFeeds').selectAll().execute()),
      new RegExp(path),
    )
    const answered = await visitor.get(path)
    assert.match(answered.headers.get('content-type')!, /^application\/atom\+xml/)
    assert.equal(answered.headers.get('cache-control'), 'private, no-cache')
    assert.equal(answered.headers.get('x-robots-tag'), 'noindex')
    const feed = parseAtomFeed(answered.text)
    assert.deepEqual(feed.entries?.length, 1)
    assert.deepEqual(
      (feed.links ?? []).map((link) => link.rel),
      ['self', 'alternate'],
      'no hub hears of it',
    )
    assert.equal((await visitor.get(path, { 'if-none-match': answered.headers.get('etag')! })).status, 304)
    const end = /action="(\/settings\/feeds\/\d+\/end)"/.exec(page)![1]!
    assert.equal((await site.as('gustav').post(end)).status, 404)
    assert.equal((await ines.post(end)).location, '/settings/feeds?ended')
    assert.equal((await visitor.get(path)).status, 404)
  }),
)

test(
  'a new address ends the one before it; a wrong one says nothing',
  inTransaction(async (ctx) => {
    const { cast, visitor } = await openScene(ctx)
    const first = await makeFeedAddress(cast.as(ctx, 'ines'), cast.spaces.testers.id)
    const notices = await makeFeedAddress(cast.as(ctx, 'ines'), undefined)
    const second = await makeFeedAddress(cast.as(ctx, 'ines'), cast.spaces.testers.id)
    const status = async (path: string) => (await visitor.get(path)).status
    assert.deepEqual([await status(first), await status(second), await status(notices)], [404, 200, 200])
    for (const path of [`/feeds/${'A'.repeat(43)}.atom`, '/feeds/x.atom', second.slice(0, -6), `${second}x`])
      assert.equal(await status(path), 404, path)
  }),
)

test(
  'each fetch asks what its owner may read now: a narrowed text, a lost right and a closed account empty it',
  inTransaction(async (ctx) => {
    const { cast, visitor, thread } = await openScene(ctx)
    const joost = await makeFeedAddress(cast.as(ctx, 'joost'), cast.spaces.testers.id)
    const ines = await makeFeedAddress(cast.as(ctx, 'ines'), cast.spaces.testers.id)
    const daniel = await makeFeedAddress(cast.as(ctx, 'daniel'), cast.spaces.testers.id)
    const count = async (path: string) => parseAtomFeed((await visitor.get(path)).text).entries?.length ?? 0
    assert.deepEqual([await count(joost), await count(ines), await count(daniel)], [1, 1, 1])
    await narrowThread(cast.as(ctx, 'ines'), thread.id, 0)
    assert.deepEqual([await count(joost), await count(ines), await count(daniel)], [0, 1, 0])
    await ctx.db.updateTable('spaces').set({ access: 'public' }).where('slug', '=', 'testers').execute()
    assert.equal((await visitor.get(ines)).status, 404, 'what is public has its own feed')
    await ctx.db.updateTable('spaces').set({ access: 'members' }).where('slug', '=', 'testers').execute()
    await closeAccount(cast.as(ctx, 'jonas'), cast.people.daniel.id, 'Left.')
    assert.equal((await visitor.get(daniel)).status, 404)
    assert.equal((await visitor.get(ines)).status, 200)
  }),
)

test(
  'the feed of notices tells what happened and who did it, and no text; it loses what its owner may no longer read',
  inTransaction(async (ctx) => {
    const { cast, visitor, thread } = await openScene(ctx)
    await answer(cast.as(ctx, 'gustav'), thread.id, canary)
    await hearEverything(ctx)
    const path = await makeFeedAddress(cast.as(ctx, 'ines'), undefined)
    const { text } = await visitor.get(path)
    const feed = parseAtomFeed(text)
    assert.equal(feed.entries?.length, 1)
    assert.match(JSON.stringify(feed.entries![0]!.title), /Gustav Ek/)
    assert.match(feed.entries![0]!.links![0]!.href!, /^http:\/\/localhost:3000\/notices\/\d+$/)
    assert.doesNotMatch(text, new RegExp(`${canary}|Among testers`))
    await ctx.db
      .updateTable('threads')
      .set({ hiddenAt: ctx.now, authorId: cast.people.amina.id })
      .where('id', '=', thread.id)
      .execute()
    assert.equal(parseAtomFeed((await visitor.get(path)).text).entries, undefined)
  }),
)

test(
  'the page says when an address was last read, to the hour',
  inTransaction(async (ctx) => {
    const { cast, visitor } = await openScene(ctx)
    const path = await makeFeedAddress(cast.as(ctx, 'ines'), undefined)
    const readAt = async () => (await ctx.db.selectFrom('personalFeeds').select('readAt').executeTakeFirst())!.readAt
    assert.equal(await readAt(), null)
    await visitor.get(path)
    const first = await readAt()
    assert.equal(first?.getTime(), ctx.now.getTime())
    const later = makeCtx({ ...ctx, now: new Date(ctx.now.getTime() + 30 * 60_000) })
    await (await openSite(later)).as('visitor').get(path)
    assert.deepEqual(await readAt(), first)
    const evenLater = makeCtx({ ...ctx, now: new Date(ctx.now.getTime() + 90 * 60_000) })
    await (await openSite(evenLater)).as('visitor').get(path)
    assert.notDeepEqual(await readAt(), first)
  }),
)
