/** The page of one discussion, and the page on which a post is begun: reading on, writing, and going over a bridge. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Page, openSite } from '../../../test/browse.ts'
import { type Cast, everybody, getCast } from '../../../test/cast.ts'
import { inTransaction } from '../../../test/database.ts'
import { type Ctx, makeCtx } from '../../platform/context.ts'
import { approveBridge, listWaiting, proposeBridge } from '../../realms/bridges/bridges.ts'
import { addMember } from '../../realms/spaces/spaces.ts'
import { ask } from '../questions/questions.ts'
import { listReplies } from '../threads/threads.ts'
import { getDiscussion, replyTo, startDiscussion } from './discussions.ts'
import { drawThreadPanels, registerThreadPanel } from './thread-slot.ts'

const later = (ctx: Ctx, minutes: number): Ctx =>
  makeCtx({ ...ctx, now: new Date(ctx.now.getTime() + minutes * 60_000) })

const outcome = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (error) => error.code ?? String(error),
  )

const textOf = (page: Page, name = 'body') =>
  new RegExp(`<textarea [^>]*name="${name}"[^>]*>([^<]*)</textarea>`).exec(page.text)?.[1]

const isTicked = (page: Page, name: string) =>
  / checked/.test(new RegExp(`<input [^>]*name="${name}"[^>]*>`).exec(page.text)?.[0] ?? '')

/** A standing bridge that leads out of Battery & Range to the riders: both sides said yes. */
async function bridgeOut(ctx: Ctx, cast: Cast) {
  await addMember(ctx, cast.spaces.battery, cast.people.tomasz.id, 'steward')
  const proposed = await proposeBridge(cast.as(ctx, 'tomasz'), {
    spaces: [cast.spaces.riders.id, cast.spaces.battery.id],
    bringsIn: false,
    publishesOut: true,
    title: 'Riders to cells',
    reason: 'They ask us',
  })
  await approveBridge(cast.as(ctx, 'tomasz'), proposed.id, 'inner')
  return approveBridge(cast.as(ctx, 'sara'), proposed.id, 'outer')
}

test(
  'a discussion stands under its title with its way back, who wrote it, who reads it and a place to reply',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const site = await openSite(ctx)
    const title = `Winter & range: ${'a long story '.repeat(12)}`.trim()
    const { id } = await startDiscussion(cast.as(ctx, 'tomasz'), cast.spaces.battery, { title, body: 'Packs.' })
    const page = await site.as('aiko').get(`/inside/threads/${id}`)
    assert.ok(page.text.includes(`<title>${title.replaceAll('&', '&amp;')}`), 'in the window')
    assert.match(page.text, /href="\/inside\/spaces\/battery"/)
    assert.match(page.text, new RegExp(`action="/inside/threads/${id}/replies"`))
    assert.match(page.text, />Reply inside</)
    assert.match(page.text, new RegExp(`href="/readers/thread/${id}"`))
    assert.doesNotMatch(page.text, /Later replies/)
    const nameless = await startDiscussion(cast.as(ctx, 'petra'), cast.spaces.cells, { body: 'Lots are late.' })
    const room = await site.as('petra').get(`/inside/threads/${nameless.id}`)
    assert.match(room.text, /<title>Discussion/)
    assert.match(room.text, />Reply to everyone in the room</)
    await ctx.db.updateTable('spaces').set({ archivedAt: ctx.now }).where('slug', '=', 'battery').execute()
    const closed = await site.as('aiko').get(`/inside/threads/${id}`)
    assert.equal(closed.status, 200)
    assert.doesNotMatch(closed.text, /\/replies"/, 'nothing to write into a space that is over')
    const refused = await site.as('aiko').post(`/inside/threads/${id}/replies`, { body: 'Still here?' })
    assert.equal(refused.status, 403)
    assert.deepEqual(await listReplies(ctx, id, { limit: 10 }), [])
  }),
)

test(
  'a reply that cannot be taken keeps what was typed and says beside it what to do',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const site = await openSite(ctx)
    const { id } = await startDiscussion(cast.as(ctx, 'lena'), cast.spaces.battery, { body: 'Ready.' })
    const path = `/inside/threads/${id}/replies`
    assert.equal(textOf(await site.as('aiko').get(`/inside/threads/${id}`)), '')
    const empty = await site.as('aiko').post(path, { body: ' \n ' })
    assert.equal(empty.status, 422)
    assert.match(empty.text, /id="reply-error"[^]*Write something first/)
    const long = 'ü'.repeat(60_001)
    const refused = await site.as('aiko').post(path, { body: long })
    assert.equal(refused.status, 422)
    assert.equal(textOf(refused), long)
    assert.deepEqual(await listReplies(ctx, id, { limit: 10 }), [])
    const written = await site.as('aiko').post(path, { body: 'Seen.' })
    const [reply] = await listReplies(ctx, id, { limit: 10 })
    assert.equal(written.location, `/inside/threads/${id}#reply-${reply!.id}`)
    const shown = await site.as('tomasz').get(`/inside/threads/${id}`)
    assert.match(shown.text, new RegExp(`id="reply-${reply!.id}"`))
    for (const odd of ['x', '0', '9999999', '-1', '1e2'])
      assert.equal((await site.as('lena').get(`/inside/threads/${odd}`)).status, 404, odd)
  }),
)

test(
  'more than a hundred replies go on behind a link, in the order in which they were written',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const site = await openSite(ctx)
    const { id } = await startDiscussion(cast.as(ctx, 'lena'), cast.spaces.battery, { body: 'Counting.' })
    const values = Array.from({ length: 105 }, (_, at) => ({
      threadId: id,
      kind: 'reply' as const,
      authorId: [cast.people.aiko.id, cast.people.tomasz.id][at % 2]!,
      body: `Number ${String(at).padStart(3, '0')}.`,
      createdAt: later(ctx, at - 200).now,
    }))
    await ctx.db
      .insertInto('replies')
      .values(values as never)
      .execute()
    const numbers = (page: Page) => [...page.text.matchAll(/Number (\d{3})\./g)].map(([, number]) => Number(number))
    const first = await site.as('lena').get(`/inside/threads/${id}`)
    assert.deepEqual(
      numbers(first),
      values.slice(0, 100).map((_, at) => at),
    )
    const more = /href="(\/inside\/threads\/\d+\?after=\d+#replies)"/.exec(first.text)
    assert.ok(more && first.text.includes('Later replies'), 'there is a link to later replies')
    const second = await site.as('lena').get(more[1]!.split('#')[0]!)
    assert.deepEqual(numbers(second), [100, 101, 102, 103, 104])
    assert.doesNotMatch(second.text, /Later replies/)
    assert.match(second.text, /Aiko Tanaka/)
    const odd = await getDiscussion(cast.as(ctx, 'lena'), id, 999_999_999 as never)
    assert.deepEqual([odd.replies.length, odd.more], [0, undefined])
  }),
)

test(
  'a question outside is no discussion inside: neither its page nor a reply to it goes this way',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const site = await openSite(ctx)
    const { thread } = await ask(cast.as(ctx, 'ines'), { space: 'riders', title: 'Why?', body: 'So.', tags: [] })
    for (const who of everybody) {
      assert.equal(await outcome(getDiscussion(cast.as(ctx, who), thread.id)), 'threads.not-found', who)
      assert.equal((await site.as(who).get(`/inside/threads/${thread.id}`)).status, 404, who)
      assert.equal((await site.as(who).post(`/inside/threads/${thread.id}/replies`, { body: 'x' })).status, 404, who)
    }
    assert.deepEqual(await listReplies(ctx, thread.id, { limit: 10 }), [])
  }),
)

test(
  'who replies where: everybody who reads the space, and nobody else, by the front door and on the page',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const site = await openSite(ctx)
    const threads = {
      battery: await startDiscussion(cast.as(ctx, 'lena'), cast.spaces.battery, { body: 'Inside.' }),
      velund: await startDiscussion(cast.as(ctx, 'lena'), cast.spaces.velund, { body: 'Everyone.' }),
      cells: await startDiscussion(cast.as(ctx, 'lena'), cast.spaces.cells, { body: 'Room.' }),
    }
    const may = {
      battery: ['tomasz', 'aiko', 'lena'],
      velund: ['daniel', 'tomasz', 'aiko', 'lena', 'mirela', 'jonas', 'sara'],
      cells: ['lena', 'petra'],
    }
    for (const place of ['battery', 'velund', 'cells'] as const) {
      const { id } = threads[place]
      for (const who of everybody) {
        const allowed = may[place].includes(who)
        const got = await outcome(replyTo(cast.as(ctx, who), id, 'Yes.'))
        assert.equal(got, allowed ? 'done' : 'threads.not-found', `${who} in ${place}`)
        const page = await site.as(who).get(`/inside/threads/${id}`)
        assert.equal(page.status, allowed ? 200 : 404, `${who} in ${place}`)
        assert.equal(page.text.includes('/replies"'), allowed, `${who} finds a composer in ${place}`)
      }
      assert.equal((await listReplies(ctx, id, { limit: 50 })).length, may[place].length)
    }
  }),
)

test(
  'a panel of another feature is drawn once under the text, and nothing is drawn where there is nothing to say',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const thread = await startDiscussion(cast.as(ctx, 'lena'), cast.spaces.battery, { body: 'Ready.' })
    const before = (await drawThreadPanels(cast.as(ctx, 'aiko'), thread)).length
    const asked: [string, number][] = []
    let words: string | null | undefined | false
    const panel = async (seen: Ctx, shown: { id: number }) => {
      asked.push([seen.viewer.kind === 'account' ? seen.viewer.name : seen.viewer.kind, shown.id])
      return words
    }
    registerThreadPanel(panel)
    registerThreadPanel(panel)
    for (words of [null, undefined, false] as const)
      assert.equal((await drawThreadPanels(cast.as(ctx, 'aiko'), thread)).length, before)
    words = 'Said by another feature'
    assert.equal((await drawThreadPanels(cast.as(ctx, 'aiko'), thread)).at(-1), words)
    assert.deepEqual(asked.at(-1), ['Aiko Tanaka', thread.id])
    assert.equal(asked.length, 4, 'registered twice, asked once each time')
    const page = await (await openSite(ctx)).as('tomasz').get(`/inside/threads/${thread.id}`)
    const [text, said, replies] = ['Ready.', words, 'id="replies"'].map((one) => page.text.indexOf(one))
    assert.ok(0 < text! && text! < said! && said! < replies!)
    words = null
  }),
)

test(
  'a post asks to go over a standing bridge only where its author ticked it, and the tick is kept',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const site = await openSite(ctx)
    const plain = await site.as('lena').get('/inside/spaces/battery')
    assert.doesNotMatch(plain.text, /over the bridge/, 'no bridge, no box')
    const bridge = await bridgeOut(ctx, cast)
    const offered = await site.as('lena').get('/inside/spaces/battery')
    assert.match(offered.text, /Also publish over the bridge to Velund Riders/)
    assert.equal(isTicked(offered, 'over'), false)
    for (const path of ['/inside/spaces/battery/threads', '/inside/write']) {
      const fields = { space: 'battery', body: ' ' }
      assert.equal(isTicked(await site.as('lena').post(path, { ...fields, over: 'yes' }), 'over'), true, path)
      assert.equal(isTicked(await site.as('lena').post(path, fields), 'over'), false, path)
    }
    await ctx.db
      .insertInto('grants' as never)
      .values({
        spaceId: cast.spaces.battery.id,
        rightGiven: 'publish-out',
        accountId: cast.people.jonas.id,
        givenAs: 'administrator',
        givenBy: cast.people.jonas.id,
      } as never)
      .execute()
    const asking = async () => (await listWaiting(cast.as(ctx, 'jonas'), bridge)).length
    await site.as('lena').post('/inside/spaces/battery/threads', { body: 'For us.' })
    await site.as('lena').post('/inside/write', { space: 'battery', body: 'For us too.' })
    await site.as('lena').post('/inside/write', { space: 'battery', body: 'No.', over: 'no' })
    assert.equal(await asking(), 0)
    await site.as('lena').post('/inside/spaces/battery/threads', { body: 'For riders.', over: 'yes' })
    await site.as('lena').post('/inside/write', { space: 'battery', body: 'For riders too.', over: 'yes' })
    assert.equal(await asking(), 2)
  }),
)

test(
  'a post begun on the page of writing lands in the room that was chosen, and the choice is kept while it is refused',
  inTransaction(async (ctx) => {
    const site = await openSite(ctx)
    const chosen = (page: Page) => /<option [^>]*selected[^>]*>/.exec(page.text)?.[0].match(/value="([^"]*)"/)?.[1]
    assert.equal(chosen(await site.as('lena').get('/inside/write?space=velund')), 'velund')
    assert.equal(chosen(await site.as('lena').get('/inside/write?space=cells')), 'cells')
    // A room that is not hers to write in, or none at all: the first of her own.
    for (const space of ['no-such', 'riders', ''])
      assert.equal(
        chosen(await site.as('lena').get(`/inside/write?space=${space}`)),
        chosen(await site.as('lena').get('/inside/write')),
        space,
      )
    const title = 'é'.repeat(201)
    const long = await site.as('lena').post('/inside/write', { space: 'velund', title, body: 'Words & more' })
    assert.equal(long.status, 422)
    assert.equal(chosen(long), 'velund')
    assert.match(long.text, /id="title-error"/)
    assert.ok(long.text.includes(title))
    assert.equal(textOf(long), 'Words &amp; more')
    const asked = await site.as('lena').post('/inside/write', { space: 'cells', body: 'Two pallets.' })
    assert.match(asked.text, /name="confirmed" value="cells"/)
    assert.match(asked.text, /This goes over the wall\.<\/b> You began it inside\. In Cell supply room it is read by/)
    // What the form holds now sends it.
    const sent = await site
      .as('lena')
      .post('/inside/write', { space: 'cells', body: 'Two pallets.', confirmed: 'cells' })
    assert.equal(sent.status, 303)
    assert.match((await site.as('petra').get(sent.location!)).text, /Two pallets\./)
    const first = await site.as('lena').get('/inside/write')
    assert.doesNotMatch(first.text, /name="confirmed"|over the wall/)
    assert.match(first.text, />Post</)
  }),
)

test(
  'who may write in no room is told whom to ask',
  inTransaction(async (ctx) => {
    const site = await openSite(ctx)
    await ctx.db.updateTable('spaces').set({ archivedAt: ctx.now }).where('realm', '<>', 'outside').execute()
    const page = await site.as('daniel').get('/inside/write')
    assert.equal(page.status, 200)
    assert.match(page.text, /No room to write in yet/)
    assert.match(page.text, /Ask a steward to add you to a space/)
    assert.doesNotMatch(page.text, /<textarea/)
  }),
)
