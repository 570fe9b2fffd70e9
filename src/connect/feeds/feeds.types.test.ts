/** Feeds of every type, space, tag and person, as a foreign program reads them. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseAtomFeed } from 'feedsmith'
import { type TestSite, openSite } from '../../../test/browse.ts'
import { canary, getCast } from '../../../test/cast.ts'
import { inTransaction } from '../../../test/database.ts'
import { postIdea } from '../../content/ideas/ideas.ts'
import { answer, ask, post } from '../../content/questions/questions.ts'
import { replyToPraise } from '../../content/questions/praise.ts'
import {
  addReply,
  narrowThread,
  recallReply,
  recallThread,
  retypeThread,
  startThread,
} from '../../content/threads/threads.ts'
import type { Ctx } from '../../platform/context.ts'
import { describeSpace, narrowSpace } from '../../realms/spaces/spaces.ts'
import { chooseRobots } from '../robots/robots.ts'

const site = 'http://localhost:3000'

/** One thread of each type in public, each with what was said under it, and texts that no visitor reads. */
async function openScene(ctx: Ctx) {
  const cast = await getCast(ctx)
  const words = { space: 'riders', body: 'Some **text**.', tags: ['cold'] }
  const question = (await ask(cast.as(ctx, 'ines'), { ...words, title: 'A question' })).thread
  const idea = (await postIdea(cast.as(ctx, 'ines'), { ...words, title: 'An idea' })).thread
  const problem = await post(cast.as(ctx, 'joost'), 'problem', { ...words, title: 'A problem' })
  const praise = await post(cast.as(ctx, 'amina'), 'praise', { ...words, title: 'Some praise' })
  const update = await startThread(cast.as(ctx, 'mirela'), cast.spaces.riders, {
    type: 'update',
    title: 'An update',
    body: 'News.',
  })
  const replies = {
    questions: await answer(cast.as(ctx, 'gustav'), question.id, 'To the question.'),
    ideas: await addReply(cast.as(ctx, 'gustav'), idea.id, { kind: 'comment', body: 'To the idea.' }),
    problems: await answer(cast.as(ctx, 'gustav'), problem.id, 'To the problem.'),
    praise: await replyToPraise(cast.as(ctx, 'gustav'), praise.id, 'To the praise.'),
    updates: await addReply(cast.as(ctx, 'gustav'), update.id, { kind: 'reply', body: 'To the update.' }),
  }
  const closed = (await ask(cast.as(ctx, 'ines'), { ...words, space: 'testers', title: canary })).thread
  await answer(cast.as(ctx, 'gustav'), closed.id, canary)
  const kept = (await ask(cast.as(ctx, 'ines'), { ...words, title: canary, reach: 1 })).thread
  const threads = { questions: question, ideas: idea, problems: problem, praise, updates: update }
  return { cast, site: await openSite(ctx), threads, replies, closed, kept }
}

async function feedAt(on: TestSite, path: string) {
  const answered = await on.as('visitor').get(path)
  assert.equal(answered.status, 200, path)
  assert.doesNotMatch(answered.text, new RegExp(canary), path)
  return parseAtomFeed(answered.text)
}

const titles = (feed: { entries?: { title?: unknown }[] }) =>
  (feed.entries ?? []).map((entry) => {
    const { title } = entry
    return typeof title === 'string' ? title : (title as { value?: string } | undefined)?.value
  })

test(
  'every type, space, tag and person outside has a feed that a foreign program reads, with itself, its hub and its page',
  inTransaction(async (ctx) => {
    const { site: on, cast } = await openScene(ctx)
    const all = ['An idea', 'An update', 'A problem', 'A question', 'Some praise']
    const tagged = all.filter((title) => title !== 'An update')
    const expected: Record<string, [page: string, titles: string[]]> = {
      '/feed.atom': ['/', all],
      '/questions/feed.atom': ['/questions', ['A question']],
      '/ideas/feed.atom': ['/ideas', ['An idea']],
      '/problems/feed.atom': ['/problems', ['A problem']],
      '/praise/feed.atom': ['/praise', ['Some praise']],
      '/updates/feed.atom': ['/updates', ['An update']],
      '/s/riders/feed.atom': ['/s/riders', all],
      '/tags/cold/feed.atom': ['/tags/cold', tagged],
      [`/people/${cast.people.ines.id}/feed.atom`]: [`/people/${cast.people.ines.id}-ines`, ['An idea', 'A question']],
    }
    for (const [path, [page, wanted]] of Object.entries(expected)) {
      const feed = await feedAt(on, path)
      assert.deepEqual(titles(feed).toSorted(), wanted.toSorted(), path)
      const links = Object.fromEntries((feed.links ?? []).map((link) => [link.rel, link.href]))
      assert.deepEqual(links, { self: site + path, hub: `${site}/hub`, alternate: site + page }, path)
      for (const entry of feed.entries ?? []) {
        assert.ok(entry.id && entry.updated && entry.published && entry.authors?.[0]?.name, path)
        assert.match(entry.links![0]!.href!, /^http:\/\/localhost:3000\/\w+\/\d+\//)
      }
    }
  }),
)

test(
  'every thread has a feed of what is said under it, whatever its type, and a recalled reply leaves it',
  inTransaction(async (ctx) => {
    const { site: on, threads, replies } = await openScene(ctx)
    for (const [folder, thread] of Object.entries(threads)) {
      const path = `/${folder}/${thread.id}/feed.atom`
      const feed = await feedAt(on, path)
      const reply = replies[folder as keyof typeof replies]
      assert.deepEqual(
        feed.entries?.map((entry) => entry.id),
        [`${site}/threads/${thread.id}#${reply.kind}-${reply.id}`],
        path,
      )
      await recallReply(ctx, reply.id)
      assert.equal((await feedAt(on, path)).entries, undefined, path)
    }
  }),
)

test(
  'the feed of a thread stays found when its type changes, and is gone with what visitors no longer read',
  inTransaction(async (ctx) => {
    const { site: on, cast, threads, closed, kept } = await openScene(ctx)
    const visitor = on.as('visitor')
    const { questions, praise, ideas } = threads
    const id = async (path: string) => (await feedAt(on, path)).entries?.find((entry) => entry.id)?.id
    const before = await id(`/questions/${questions.id}/feed.atom`)
    await retypeThread(cast.as(ctx, 'sara'), questions.id, 'problem')
    const moved = await visitor.get(`/questions/${questions.id}/feed.atom`)
    assert.deepEqual([moved.status, moved.location], [301, `/problems/${questions.id}/feed.atom`])
    assert.equal(await id(moved.location!), before, 'its entries are the same to who read them')
    for (const path of [
      `/questions/${closed.id}/feed.atom`,
      `/questions/${kept.id}/feed.atom`,
      `/people/${cast.people.daniel.id}/feed.atom`,
      `/people/${cast.people.petra.id}/feed.atom`,
      '/people/999999/feed.atom',
      '/tags/never-used/feed.atom',
      '/tags/a,b/feed.atom',
    ])
      for (const who of ['visitor', 'ines', 'jonas'] as const)
        assert.equal((await on.as(who).get(path)).status, 404, `${who}: ${path}`)
    await narrowThread(cast.as(ctx, 'amina'), praise.id, 4)
    assert.equal((await visitor.get(`/praise/${praise.id}/feed.atom`)).status, 404)
    await recallThread(ctx, ideas.id)
    assert.equal((await visitor.get(`/ideas/${ideas.id}/feed.atom`)).status, 404)
    assert.equal((await feedAt(on, '/ideas/feed.atom')).entries, undefined)
  }),
)

test(
  'the feed of a person holds what they began and what they replied, in public alone, and ends with their account',
  inTransaction(async (ctx) => {
    const { site: on, cast, replies } = await openScene(ctx)
    const path = `/people/${cast.people.gustav.id}/feed.atom`
    assert.equal((await feedAt(on, path)).entries?.length, 5, 'not what he said among members')
    await recallReply(ctx, replies.ideas.id)
    assert.equal((await feedAt(on, path)).entries?.length, 4)
    await ctx.db
      .updateTable('accounts')
      .set({ state: 'closed', closedAt: ctx.now })
      .where('id', '=', cast.people.gustav.id)
      .execute()
    assert.equal((await on.as('visitor').get(path)).status, 404)
  }),
)

test(
  'a space that search engines may not list leaves every feed; one that closes leaves them at once',
  inTransaction(async (ctx) => {
    const { site: on, cast, threads } = await openScene(ctx)
    const visitor = on.as('visitor')
    const mixed = ['/feed.atom', '/questions/feed.atom', `/people/${cast.people.ines.id}/feed.atom`]
    const own = ['/s/riders/feed.atom', `/questions/${threads.questions.id}/feed.atom`, '/tags/cold/feed.atom']
    const gone = async () => {
      for (const path of mixed) assert.equal((await feedAt(on, path)).entries, undefined, path)
      for (const path of own) assert.equal((await visitor.get(path)).status, 404, path)
    }
    const there = async () => {
      for (const path of [...mixed, ...own]) assert.ok((await feedAt(on, path)).entries?.length, path)
    }
    await there()
    await chooseRobots(cast.as(ctx, 'sara'), 'riders', { listed: false, ai: true })
    await gone()
    await chooseRobots(cast.as(ctx, 'sara'), 'riders', { listed: true, ai: true })
    await there()
    await describeSpace(cast.as(ctx, 'sara'), cast.spaces.riders.id, { title: 'Renamed', description: '' })
    assert.deepEqual(
      (await feedAt(on, '/s/riders/feed.atom')).title,
      { value: 'Renamed' },
      'its address outlives its name',
    )
    await narrowSpace(cast.as(ctx, 'sara'), cast.spaces.riders.id, 'members')
    await gone()
  }),
)

test(
  'a tag that leads to another has the feed of both names, and the site map names the one that is left',
  inTransaction(async (ctx) => {
    const { site: on, cast } = await openScene(ctx)
    await ask(cast.as(ctx, 'joost'), { space: 'riders', title: 'Chilly', body: 'b', tags: ['chill', 'cold'] })
    await ask(cast.as(ctx, 'joost'), { space: 'riders', title: 'Chillier', body: 'b', tags: ['chill'] })
    assert.equal(titles(await feedAt(on, '/tags/chill/feed.atom')).length, 2)
    const id = async (name: string) =>
      (await ctx.db.selectFrom('tags').select('id').where('name', '=', name).executeTakeFirstOrThrow()).id
    await ctx.db
      .insertInto('tagSynonyms')
      .values({
        ...{ side: 'outside', tagId: await id('chill'), intoId: await id('cold'), mergedBy: cast.people.sara.id },
        ...{ mergedAt: ctx.now, undoneBy: null, undoneAt: null },
      })
      .execute()
    const both = ['A problem', 'A question', 'An idea', 'Chillier', 'Chilly', 'Some praise']
    for (const name of ['chill', 'cold'])
      assert.deepEqual(titles(await feedAt(on, `/tags/${name}/feed.atom`)).toSorted(), both, name)
    const map = (await on.as('visitor').get('/sitemap/tags-1.xml')).text
    assert.match(map, /\/tags\/cold</)
    assert.doesNotMatch(map, /\/tags\/chill</)
  }),
)

test(
  'every page names its feed in its head, for programs that look for it there',
  inTransaction(async (ctx) => {
    const { site: on, cast, threads } = await openScene(ctx)
    const pages: Record<string, string> = {
      '/': '/s/riders/feed.atom',
      '/s/riders': '/s/riders/feed.atom',
      '/questions': '/questions/feed.atom',
      '/ideas': '/ideas/feed.atom',
      '/problems': '/problems/feed.atom',
      '/praise': '/praise/feed.atom',
      '/updates': '/updates/feed.atom',
      '/tags/cold': '/tags/cold/feed.atom',
      [`/people/${cast.people.ines.id}-ines`]: `/people/${cast.people.ines.id}/feed.atom`,
    }
    for (const [folder, thread] of Object.entries(threads))
      pages[`/${folder}/${thread.id}/${thread.slug}`] = `/${folder}/${thread.id}/feed.atom`
    for (const [page, feed] of Object.entries(pages)) {
      const { text } = await on.as('visitor').get(page)
      assert.equal(/<link rel="alternate" type="application\/atom\+xml" href="([^"]+)"/.exec(text)?.[1], feed, page)
      await feedAt(on, feed)
    }
  }),
)
