import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openSite } from '../../../test/browse.ts'
import { getCast } from '../../../test/cast.ts'
import { inTransaction } from '../../../test/database.ts'
import { answer, ask } from '../../content/questions/questions.ts'
import { mergeThread, unmergeThread } from '../../content/threads/threads.ts'

test(
  'a duplicate leaves the sitemap and the feeds while it is merged, and its own feed tells the answers of the other',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const write = async (who: 'ines' | 'joost', title: string) =>
      (await ask(cast.as(ctx, who), { space: 'riders', title, body: 'Why?', tags: ['cold'] })).thread
    const [kept, same] = [await write('ines', 'It stops'), await write('joost', 'It halts')]
    const given = await answer(cast.as(ctx, 'daniel'), same.id, 'Warm it.')
    const site = (await openSite(ctx)).as('visitor')
    const named = async (place: string) => (await site.get(place)).text.includes(`/questions/${same.id}/it-halts`)
    const places = ['/sitemap/1.xml', '/questions/feed.atom', '/s/riders/feed.atom', '/tags/cold/feed.atom']
    for (const place of places) assert.equal(await named(place), true, place)
    await mergeThread(cast.as(ctx, 'sara'), same.id, kept.id)
    for (const place of places) {
      assert.equal(await named(place), false, place)
      assert.ok((await site.get(place)).text.includes(`/questions/${kept.id}/it-stops`), place)
    }
    const feed = (await site.get(`/questions/${same.id}/feed.atom`)).text
    assert.ok(feed.includes(`/threads/${kept.id}#answer-${given.id}`), 'read once, by whichever address')
    assert.ok(!feed.includes(`/questions/${same.id}`))
    await unmergeThread(cast.as(ctx, 'sara'), same.id)
    for (const place of places) assert.equal(await named(place), true, place)
  }),
)
