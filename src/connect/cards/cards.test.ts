import assert from 'node:assert/strict'
import { test } from 'node:test'
import sharp from 'sharp'
import { openSite } from '../../../test/browse.ts'
import { canary, everybody, getCast } from '../../../test/cast.ts'
import { inTransaction } from '../../../test/database.ts'
import { answer, ask, editQuestion } from '../../content/questions/questions.ts'
import { narrowThread, recallThread, threadAddress } from '../../content/threads/threads.ts'
import type { Ctx } from '../../platform/context.ts'
import { narrowSpace } from '../../realms/spaces/spaces.ts'
import { findSubject } from './subjects.ts'
import { keptCard } from './kept-cards.ts'

const words = { space: 'riders', title: 'Why <b>so</b> & "cold"?', body: 'Tell me.', tags: ['cold'] }

async function openScene(ctx: Ctx) {
  const cast = await getCast(ctx)
  const { thread } = await ask(cast.as(ctx, 'ines'), words)
  const site = await openSite(ctx)
  const imageOf = async (path: string) =>
    /property="og:image" content="http:\/\/localhost:3000([^"]+)"/.exec((await site.as('visitor').get(path)).text)?.[1]
  return { cast, thread, site, visitor: site.as('visitor'), imageOf }
}

test(
  'every public page names a picture that is there, and its words say what the picture shows',
  inTransaction(async (ctx) => {
    const { cast, thread, visitor, imageOf } = await openScene(ctx)
    await answer(cast.as(ctx, 'gustav'), thread.id, 'It is winter.')
    const paths = ['/', '/questions', '/s/riders', threadAddress(thread), `/people/${cast.people.ines.id}-ines`]
    for (const path of paths) {
      const image = await imageOf(path)
      assert.ok(image, path)
      const answered = await visitor.request(image)
      assert.deepEqual([answered.status, answered.headers.get('content-type')], [200, 'image/png'], path)
      const { width, height } = await sharp(Buffer.from(await answered.arrayBuffer())).metadata()
      assert.deepEqual([width, height], [1200, 630])
    }
    const { text } = await visitor.get(threadAddress(thread))
    const meta = (name: string) => new RegExp(`<meta (?:property|name)="${name}" content="([^"]*)"`).exec(text)?.[1]
    assert.match(
      meta('og:image:alt')!,
      /^Question: Why &lt;b>so&lt;\/b> &amp; &quot;cold&quot;\? in Velund Riders \(1 answer\)$/,
    )
    assert.equal(meta('og:type'), 'article')
    assert.equal(meta('og:url'), `http://localhost:3000${threadAddress(thread)}`)
    assert.equal(meta('og:description'), 'Tell me.')
    assert.equal(meta('twitter:card'), 'summary_large_image')
  }),
)

test(
  'the picture of a thing has another address once something else stands on it, and the old one leads there',
  inTransaction(async (ctx) => {
    const { cast, thread, visitor, imageOf } = await openScene(ctx)
    const first = (await imageOf(threadAddress(thread)))!
    assert.equal(await imageOf(threadAddress(thread)), first)
    const etag = (await visitor.request(first)).headers.get('etag')!
    assert.equal((await visitor.get(first, { 'if-none-match': etag })).status, 304)
    await answer(cast.as(ctx, 'gustav'), thread.id, 'It is winter.')
    const second = (await imageOf(threadAddress(thread)))!
    assert.notEqual(second, first)
    assert.deepEqual([(await visitor.get(first)).status, (await visitor.get(first)).location], [302, second])
    const renamed = await editQuestion(cast.as(ctx, 'ines'), thread.id, { ...words, title: 'Another title' })
    const third = await imageOf(threadAddress(renamed.thread))
    assert.ok(![first, second].includes(third!))
    // What is recalled leaves the caches on the way at once: they ask before each use.
    assert.equal((await visitor.request(third!)).headers.get('cache-control'), 'public, no-cache')
  }),
)

test(
  'there is no picture of what visitors do not read, whoever asks, and none once they no longer do',
  inTransaction(async (ctx) => {
    const { cast, thread, site, visitor, imageOf } = await openScene(ctx)
    const closed = (await ask(cast.as(ctx, 'ines'), { ...words, space: 'testers', title: canary })).thread
    const version = 'A'.repeat(16)
    const none = [
      ...[`thread/${closed.id}`, 'thread/999999', 'thread/0', 'thread/x', `space/${cast.spaces.testers.id}`],
      ...[`space/${cast.spaces.velund.id}`, `space/${cast.spaces.cells.id}`, `person/${cast.people.daniel.id}`],
      ...[`person/${cast.people.petra.id}`, 'tag/never-used', 'community/1', 'settings/1'],
    ]
    for (const who of everybody)
      for (const key of none)
        assert.equal((await site.as(who).get(`/cards/${key}/${version}.png`)).status, 404, `${who}: ${key}`)
    assert.equal(await imageOf(threadAddress(closed)), undefined)
    const image = (await imageOf(threadAddress(thread)))!
    assert.equal((await visitor.get(image)).status, 200)
    await narrowThread(cast.as(ctx, 'ines'), thread.id, 4)
    assert.equal((await visitor.get(image)).status, 404)
    const other = (await ask(cast.as(ctx, 'ines'), words)).thread
    const recalled = (await imageOf(threadAddress(other)))!
    await recallThread(ctx, other.id)
    assert.equal((await visitor.get(recalled)).status, 404)
    const space = (await imageOf('/s/riders'))!
    await narrowSpace(cast.as(ctx, 'sara'), cast.spaces.riders.id, 'members')
    assert.equal((await visitor.get(space)).status, 404)
  }),
)

test(
  'a picture is drawn once for as long as nothing on it changes, also for many who ask at once',
  inTransaction(async (ctx) => {
    const { thread } = await openScene(ctx)
    const subject = (await findSubject(ctx, { kind: 'thread', id: thread.id }))!
    const version = /([\w-]+)\.png$/.exec(subject.cardPath)![1]!
    const all = await Promise.all(Array.from({ length: 20 }, () => keptCard(version, subject.card)))
    assert.equal(new Set(all).size, 1)
    assert.equal(await keptCard(version, { ...subject.card, title: 'never drawn' }), all[0])
  }),
)

test('a crowd that asks for more pictures than can be drawn is told to come again', async () => {
  const card = { label: '', place: '', counts: '', company: '' }
  const asked = Array.from({ length: 60 }, (_, n) => keptCard(`crowd-${n}`, { ...card, title: `${n}` }))
  const drawn = asked.filter((one) => one !== undefined)
  assert.equal(drawn.length, 50)
  for (const picture of await Promise.all(drawn)) assert.ok(picture.length > 1000)
  assert.ok(keptCard('crowd-55', { ...card, title: 'later' }))
})
