/** What narrows a search: each filter against what it says, alone and together with words. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { everybody, getCast } from '../../../test/cast.ts'
import { inTransaction } from '../../../test/database.ts'
import { openSite } from '../../../test/browse.ts'
import { acceptAnswer, answer, ask } from '../../content/questions/questions.ts'
import { getThread, startThread } from '../../content/threads/threads.ts'
import { type Ctx, makeCtx } from '../../platform/context.ts'
import { search } from './search.ts'

const day = 86_400_000
const dayOf = (at: Date) => at.toISOString().slice(0, 10)

/** Threads by a word that says which they are. */
async function makeThreads(ctx: Ctx) {
  const cast = await getCast(ctx)
  const asked = async (title: string, tags: string[], daysAgo = 0) => {
    const now = new Date(ctx.now.getTime() - daysAgo * day)
    const as = makeCtx({ ...cast.as(ctx, title.includes('joost') ? 'joost' : 'ines'), now })
    return (await ask(as, { space: 'riders', title: `Quagga ${title}`, body: 'About it.', tags })).thread
  }
  const open = await asked('open', ['brakes', 'rear'])
  const settled = await asked('settled joost', ['brakes'], 10)
  const old = await asked('old', [], 40)
  const reply = await answer(cast.as(ctx, 'gustav'), settled.id, 'Turn it, says the quagga.')
  await acceptAnswer(cast.as(ctx, 'joost'), reply.id)
  const type = 'discussion'
  const inside = await startThread(cast.as(ctx, 'lena'), cast.spaces.velund, {
    type,
    title: 'Quagga inside',
    body: 'x',
  })
  return { open, settled, old, inside }
}

test(
  'each filter narrows to what it says',
  inTransaction(async (ctx) => {
    const threads = await makeThreads(ctx)
    const cast = await getCast(ctx)
    const weekAgo = dayOf(new Date(ctx.now.getTime() - 7 * day))
    const monthAgo = dayOf(new Date(ctx.now.getTime() - 30 * day))
    const names = async (words: string, who: 'lena' | 'ines' | 'visitor' = 'lena') => {
      const ids = new Set((await search(cast.as(ctx, who), words)).threads.items.map((thread) => thread.id))
      return Object.entries(threads).flatMap(([name, { id }]) => (ids.has(id) ? [name] : []))
    }
    for (const [filter, expected] of [
      ['', ['open', 'settled', 'old', 'inside']],
      ['type:question', ['open', 'settled', 'old']],
      ['type:discussion', ['inside']],
      ['type:idea', []],
      ['state:open', ['open', 'old']],
      ['state:answered', ['settled']],
      ['state:unanswered', ['open', 'old']],
      ['state:planned', []],
      ['is:accepted', ['settled']],
      ['is:official', []],
      ['tag:brakes', ['open', 'settled']],
      ['tag:brakes tag:rear', ['open']],
      ['tag:nothing', []],
      ['by:joost', ['settled']],
      ['by:gustav', ['settled']],
      ['in:riders', ['open', 'settled', 'old']],
      ['in:velund', ['inside']],
      [`after:${weekAgo}`, ['open', 'inside']],
      [`before:${weekAgo} after:${monthAgo}`, ['settled']],
      [`before:${monthAgo}`, ['old']],
      ['type:question tag:brakes state:open', ['open']],
    ] as const) {
      assert.deepEqual(await names(`quagga ${filter}`), expected, filter)
      // The same without words; who answered is asked of their words, so without words only who began it counts.
      if (filter !== '' && filter !== 'by:gustav') assert.deepEqual(await names(filter), expected, `only ${filter}`)
    }
    assert.deepEqual(await names('quagga is:mine', 'ines'), ['open', 'old'])
    assert.deepEqual(await names('quagga is:mine', 'visitor'), [])
    assert.deepEqual(await names('quagga in:velund', 'visitor'), [])
  }),
)

test(
  'filters let nobody find what they may not open, and an unreadable space is as one that is not there',
  inTransaction(async (ctx) => {
    await makeThreads(ctx)
    const cast = await getCast(ctx)
    for (const who of everybody)
      for (const words of ['in:velund', 'by:lena', 'type:discussion', 'quagga', 'state:open', 'in:velund quagga']) {
        const as = cast.as(ctx, who)
        for (const { id } of (await search(as, words)).threads.items) await getThread(as, id)
        if (who === 'visitor' || who === 'petra') assert.deepEqual((await search(as, 'in:velund')).threads.items, [])
      }
  }),
)

test(
  'controls and box are one search: sent together they become one line, which the page shows in both',
  inTransaction(async (ctx) => {
    await makeThreads(ctx)
    const site = await openSite(ctx)
    const sent = await site
      .as('visitor')
      .get(
        '/search?q=quagga&was=quagga&type=question&state=&tag=brakes&by=&in=&from=2026-01-01&until=&is=&order=newest',
      )
    assert.equal(sent.status, 303)
    const line = 'quagga type:question tag:brakes after:2026-01-01'
    assert.equal(new URL(sent.location!, 'http://x/').searchParams.get('q'), line)
    assert.equal(new URL(sent.location!, 'http://x/').searchParams.get('order'), 'newest')
    const { text } = await site.as('visitor').get(sent.location!)
    assert.ok(text.includes(`name="q" type="search" value="${line}"`) && text.includes(`name="was" value="${line}"`))
    assert.match(text, /<option value="question"[^>]* selected>/)
    assert.match(text, /name="tag" value="brakes"/)
    assert.match(text, /name="from" type="date" value="2026-01-01"/)
    assert.match(text, /<summary>Filters: type:question tag:brakes after:2026-01-01</)
    assert.match((await site.as('visitor').get('/search?q=quagga')).text, /<summary>Filters</)
  }),
)

test(
  'a filter that there is not is said on the page together with those that there are',
  inTransaction(async (ctx) => {
    const site = await openSite(ctx)
    const { text } = await site.as('visitor').get('/search?q=colour:red+type:song+<b>:x')
    assert.match(text, /“colour:red” was searched as text\. Filters are type:, state:, tag:/)
    assert.match(text, /“type:song” was searched as text: <b>type:<\/b> takes question, idea, problem/)
    assert.doesNotMatch(text, /<b>:x/)
  }),
)
