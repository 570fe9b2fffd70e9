import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Browser, openSite } from '../../../test/browse.ts'
import { canary, getCast } from '../../../test/cast.ts'
import { inTransaction } from '../../../test/database.ts'
import { postIdea } from '../../content/ideas/ideas.ts'
import { ask, post } from '../../content/questions/questions.ts'
import {
  addReply,
  mergeThread,
  narrowThread,
  recallThread,
  startThread,
  threadAddress,
} from '../../content/threads/threads.ts'
import { type Ctx, makeCtx } from '../../platform/context.ts'
import { chooseRobots } from '../robots/robots.ts'

const site = 'http://localhost:3000'

const locations = (text: string) => [...text.matchAll(/<loc>(.*?)<\/loc>/g)].map((match) => match[1]!.replace(site, ''))

/** Every address of every file that the index names. */
async function everything(visitor: Browser): Promise<string[]> {
  const files = locations((await visitor.get('/sitemap.xml')).text)
  const found: string[] = []
  for (const file of files) {
    const answered = await visitor.get(file)
    assert.equal(answered.status, 200, file)
    found.push(...locations(answered.text))
  }
  return found
}

async function openScene(ctx: Ctx) {
  const cast = await getCast(ctx)
  const words = { space: 'riders', body: 'b', tags: ['cold', 'c++'] }
  const threads = [
    (await ask(cast.as(ctx, 'ines'), { ...words, title: 'Grüße' })).thread,
    (await postIdea(cast.as(ctx, 'ines'), { ...words, title: 'An idea' })).thread,
    await post(cast.as(ctx, 'joost'), 'problem', { ...words, title: 'A problem' }),
    await post(cast.as(ctx, 'amina'), 'praise', { ...words, title: 'Praise' }),
    await startThread(cast.as(ctx, 'mirela'), cast.spaces.riders, { type: 'update', title: 'News', body: 'b' }),
  ]
  return { cast, threads, visitor: (await openSite(ctx)).as('visitor') }
}

test(
  'the site map holds the threads of every type, the spaces, the tags and the lists that visitors read, and no other',
  inTransaction(async (ctx) => {
    const { cast, threads, visitor } = await openScene(ctx)
    await ask(cast.as(ctx, 'ines'), { space: 'testers', title: canary, body: 'b', tags: ['secret-tag'] })
    const found = await everything(visitor)
    const expected = [
      ...['/', '/questions', '/ideas', '/problems', '/praise', '/updates', '/s/riders', '/tags/cold', '/tags/c%2B%2B'],
      ...threads.map((thread) => threadAddress(thread)),
    ]
    assert.deepEqual(found.toSorted(), expected.toSorted())
    for (const path of found) assert.equal((await visitor.get(path)).status, 200, path)
  }),
)

test(
  'what is narrowed, recalled, merged, taken down or in a space that is not to be listed leaves the site map',
  inTransaction(async (ctx) => {
    const { cast, threads, visitor } = await openScene(ctx)
    const [question, idea, problem, praise, update] = threads
    const other = await post(cast.as(ctx, 'joost'), 'problem', {
      space: 'riders',
      title: 'The same problem',
      body: 'b',
      tags: [],
    })
    await narrowThread(cast.as(ctx, 'ines'), question!.id, 4)
    await recallThread(ctx, idea!.id)
    await mergeThread(cast.as(ctx, 'sara'), problem!.id, other.id)
    await ctx.db.updateTable('threads').set({ hiddenAt: ctx.now }).where('id', '=', praise!.id).execute()
    const threadsIn = (paths: string[]) => paths.filter((path) => /\/\d+\//.test(path))
    assert.deepEqual(threadsIn(await everything(visitor)), [threadAddress(update!), threadAddress(other)])
    await chooseRobots(cast.as(ctx, 'sara'), 'riders', { listed: false, ai: true })
    const left = await everything(visitor)
    assert.deepEqual(threadsIn(left), [])
    assert.ok(!left.includes('/s/riders') && !left.some((path) => path.startsWith('/tags/')))
  }),
)

test(
  'the site map says when a thread and a space last changed',
  inTransaction(async (ctx) => {
    const { cast, threads, visitor } = await openScene(ctx)
    const later = makeCtx({ ...ctx, now: new Date(ctx.now.getTime() + 5 * 60_000) })
    await addReply(cast.as(later, 'gustav'), threads[4]!.id, { kind: 'reply', body: 'Fine.' })
    const lastmod = async (file: string, path: string) =>
      new RegExp(`<loc>${site}${path}</loc><lastmod>(.*?)</lastmod>`).exec((await visitor.get(file)).text)?.[1]
    assert.equal(await lastmod('/sitemap/1.xml', threadAddress(threads[4]!)), later.now.toISOString())
    assert.equal(await lastmod('/sitemap/1.xml', threadAddress(threads[1]!)), ctx.now.toISOString())
    assert.equal(await lastmod('/sitemap/places.xml', '/s/riders'), later.now.toISOString())
  }),
)
