import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openSite } from '../../../test/browse.ts'
import { everybody, getCast } from '../../../test/cast.ts'
import { inTransaction } from '../../../test/database.ts'
import { counting } from '../../../test/statements.ts'
import type { Ctx } from '../../platform/context.ts'
import { acceptAnswer, answer, ask, comment } from './questions.ts'
import { registerOwnPanel, registerStaffPanel } from './staff-slot.ts'

async function openScene(ctx: Ctx, space = 'riders') {
  const cast = await getCast(ctx)
  const { thread } = await ask(cast.as(ctx, 'ines'), {
    space,
    title: 'Why below 3 °C?',
    body: 'It **stops**.',
    tags: ['cold'],
  })
  const site = await openSite(ctx)
  return { cast, site, id: thread.id, path: `/questions/${thread.id}/why-below-3-c` }
}

test(
  'lists keep to their tab, tag and space, and go on page by page',
  inTransaction(async (ctx) => {
    const { site, id, cast } = await openScene(ctx)
    await ask(cast.as(ctx, 'ines'), { space: 'testers', title: 'Only for testers', body: 'Hm?', tags: ['beta'] })
    const authors = ['gustav', 'amina', 'joost', 'daniel', 'lena'] as const
    for (let index = 0; index < 51; index++)
      await ask(cast.as(ctx, authors[index % authors.length]!), {
        space: 'riders',
        title: `Number ${index}.`,
        body: 'Hm?',
        tags: [],
      })
    const reply = await answer(cast.as(ctx, 'joost'), id, 'So.')
    await acceptAnswer(cast.as(ctx, 'ines'), reply.id)
    const visitor = site.as('visitor')
    const first = await visitor.get('/questions')
    assert.match(first.text, /Number 50\./)
    assert.doesNotMatch(first.text, /Number 0\.|Only for testers/)
    const older = /href="(\/questions\?after=[^"]+)"[^>]*>Older questions/.exec(first.text)![1]!
    assert.match((await visitor.get(older)).text, /Number 0\..*Why below 3 °C/s)
    const solved = await visitor.get('/questions?show=solved')
    assert.match(solved.text, /Why below 3 °C/)
    assert.doesNotMatch(solved.text, /Number 20\./)
    assert.doesNotMatch((await visitor.get('/questions?show=unanswered&tag=cold')).text, /Why below 3/)
    assert.match((await site.as('gustav').get('/questions?space=testers')).text, /Only for testers/)
    assert.equal((await visitor.get('/questions?space=testers')).status, 404)
    assert.match((await visitor.get('/questions?q=what+if+it+stops+suddenly')).text, /Why below 3 °C/)
    assert.doesNotMatch((await visitor.get('/questions?q=testers')).text, /Only for testers/)
    assert.match((await visitor.get('/')).text, /Unanswered<\/bdi><span class="n">51<\/span>/)
    assert.match((await visitor.get('/questions?after=nonsense&show=%00')).text, /Number 50\./)
  }),
)

test(
  'the page of a space is for who may read it',
  inTransaction(async (ctx) => {
    const { site } = await openScene(ctx, 'testers')
    for (const who of everybody) {
      const { status } = await site.as(who).get('/s/testers')
      assert.equal(status, ['visitor', 'petra'].includes(who) ? 404 : 200, who)
      const battery = await site.as(who).get('/s/battery')
      assert.equal(battery.status, ['tomasz', 'aiko', 'lena'].includes(who) ? 302 : 404, who)
    }
    assert.doesNotMatch((await site.as('visitor').get('/s/riders')).text, /Beta testers/)
    assert.equal((await site.as('petra').get('/')).location, '/inside/spaces/cells')
  }),
)

test(
  'what is drawn beside a question for employees or for its asker reaches nobody else',
  inTransaction(async (ctx) => {
    const { site, path, id } = await openScene(ctx)
    registerStaffPanel(async (_ctx, questionId) => (questionId === id ? 'TOOLS FOR EMPLOYEES' : null))
    registerOwnPanel(async (own, questionId) =>
      questionId === id && own.viewer.kind === 'account' && own.viewer.name === 'Ines Carvalho' ? 'DID IT HELP' : null,
    )
    for (const who of everybody) {
      if (who === 'petra') continue
      const { text } = await site.as(who).get(path)
      const isEmployee = !['visitor', 'ines', 'gustav', 'joost', 'amina'].includes(who)
      assert.equal(text.includes('TOOLS FOR EMPLOYEES'), isEmployee, who)
      assert.equal(text.includes('DID IT HELP'), who === 'ines', who)
    }
  }),
)

test(
  'a page asks the database a fixed number of times, however much stands on it',
  inTransaction(async (plain) => {
    const { ctx, take } = counting(plain)
    const { site, id, path, cast } = await openScene(ctx)
    for (let index = 0; index < 20; index++) {
      const reply = await answer(cast.as(ctx, index % 2 ? 'gustav' : 'joost'), id, `Answer ${index}`)
      await comment(cast.as(ctx, 'amina'), id, 'Hm.', reply.id)
      await ask(cast.as(ctx, index % 2 ? 'daniel' : 'lena'), {
        space: 'riders',
        title: `Question ${index}`,
        body: 'Hm?',
        tags: ['a', 'b'],
      })
    }
    await site.as('visitor').get('/questions')
    // With a session one more looks it up.
    const limits: [string, 'visitor' | 'gustav', number][] = [
      // The last of them is what the head says of the page: picture, crumbs, whether it may be listed.
      [path, 'visitor', 8],
      // What concerns this member alone: what they were told, what moderation said, how far they have read, and where
      // the first unread reply stands, whether they follow it.
      [path, 'gustav', 15],
      ['/questions', 'visitor', 7],
      ['/questions', 'gustav', 7],
      ['/', 'visitor', 9],
      ['/s/riders', 'visitor', 9],
      ['/updates', 'visitor', 4],
      // Its threads, ideas, people, the tags beside it, and how it went over the year.
      ['/tags/a', 'visitor', 14],
      ['/questions/feed.atom', 'visitor', 7],
      ['/sitemap.xml', 'visitor', 2],
      ['/sitemap/1.xml', 'visitor', 2],
    ]
    for (const [where, who, limit] of limits) {
      take()
      assert.equal((await site.as(who).get(where)).status, 200, where)
      const count = take()
      assert.ok(count <= limit, `${where} as ${who}: ${count} statements`)
    }
  }),
)
