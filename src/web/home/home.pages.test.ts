/** The home of an employee over pages and sides, its composer, and what stands beside the stream. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openSite } from '../../../test/browse.ts'
import { getCast } from '../../../test/cast.ts'
import { inTransaction } from '../../../test/database.ts'
import { formTo } from '../../../test/forms.ts'
import { faultsOf } from '../../../test/html.ts'
import { atMinute } from '../../../test/moderation.ts'
import { startDiscussion } from '../../content/discussions/discussions.ts'
import { ask, sayHere } from '../../content/questions/questions.ts'
import { openSwarm } from '../../customers/swarms/swarms.ts'

test(
  'the stream goes on under a link with its side kept, each post once and newest first, to the last page',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const made: string[] = []
    for (let n = 0; n < 45; n++) {
      const at = atMinute(ctx, 3 * n)
      await ctx.db.deleteFrom('rateLimits').execute()
      const [title, body] = [`Post number ${n}.`, 'So.']
      if (n % 3 !== 0) await ask(cast.as(at, 'ines'), { space: 'riders', title, body, tags: [] })
      else
        await startDiscussion(cast.as(at, 'daniel'), cast.spaces.velund, {
          title,
          body,
        })
      made.unshift(title)
    }
    const site = await openSite(atMinute(ctx, 200))
    const pagesOf = async (start: string): Promise<string[][]> => {
      const pages: string[][] = []
      for (let path: string | undefined = start; path;) {
        const page = await site.as('tomasz').get(path)
        assert.equal(page.status, 200, path)
        assert.deepEqual(faultsOf(page.text), [], path)
        const main = page.text.slice(page.text.indexOf('<main'), page.text.indexOf('<aside'))
        pages.push([...new Set([...main.matchAll(/Post number \d+\./g)].map(([title]) => title))])
        const next: string | undefined = /<a[^>]*href="(\?[^"]*after=[^"]*)"[^>]*rel="next"/.exec(page.text)?.[1]
        path = next && `/inside${next.replaceAll('&amp;', '&')}`
      }
      return pages
    }
    const all = await pagesOf('/inside')
    assert.ok(all.length > 1, 'more than a page')
    assert.deepEqual(all.flat(), made)
    const outside = await pagesOf('/inside?realm=outside')
    assert.ok(outside.length > 1, 'more than a page of one side')
    assert.deepEqual(
      outside.flat(),
      made.filter((title) => Number(/\d+/.exec(title)![0]) % 3 !== 0),
    )
    assert.deepEqual((await pagesOf('/inside?realm=bridge')).flat(), [])
    assert.deepEqual(
      (await pagesOf('/inside?realm=nowhere&after=nonsense')).flat(),
      made,
      'what is no side is every side',
    )
  }),
)

test(
  'beside the stream stand the newest questions without an answer and the open swarms; with neither it says so',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const site = await openSite(ctx)
    const aside = async () => {
      const { text } = await site.as('daniel').get('/inside')
      return text.slice(text.indexOf('<aside'), text.indexOf('</aside'))
    }
    const empty = await aside()
    assert.match(empty, /Every question outside has an answer/)
    assert.match(empty, /No swarm is open/)
    const { thread } = await ask(cast.as(ctx, 'ines'), { space: 'riders', title: 'Why <so>?', body: 'B', tags: [] })
    for (const who of ['gustav', 'joost'] as const) await sayHere(cast.as(ctx, who), thread.id)
    const swarm = await openSwarm(cast.as(ctx, 'tomasz'), thread.id)
    const filled = await aside()
    assert.match(filled, /Why &lt;so>\?/)
    assert.match(filled, /2 have the same/)
    assert.ok(filled.includes(`href="/inside/swarms/${swarm.id}"`))
    for (let n = 0; n < 7; n++)
      await ask(cast.as(atMinute(ctx, 3 * n), 'gustav'), { space: 'riders', title: `More ${n}`, body: 'B', tags: [] })
    assert.equal((await aside()).match(/href="\/questions\/\d+/g)!.length, 5, 'the newest five')
  }),
)

test(
  'what is written on the home goes to the space that it names, and a refusal keeps every word',
  inTransaction(async (ctx) => {
    const site = await openSite(ctx)
    const daniel = site.as('daniel')
    const action = '/inside/spaces/velund/threads'
    const form = formTo(await daniel.get('/inside'), action)
    const typed = { ...form.fields, title: 'T'.repeat(200), body: ' ' }
    const refused = await daniel.post(action, typed)
    assert.equal(refused.status, 422)
    if ('title' in form.fields) assert.equal(formTo(refused, action).fields.title, typed.title)
    const done = await daniel.post(action, { ...form.fields, body: 'שלום 🚲 <i>all</i>' })
    assert.match(done.location!, /^\/inside\/threads\/\d+$/)
    const home = (await site.as('aiko').get('/inside')).text
    assert.ok(home.includes('שלום 🚲') && !home.includes('<i>all</i>'))
    assert.equal((await site.as('petra').post(action, { ...form.fields, body: 'Let me in' })).status, 404)
    assert.equal((await site.as('visitor').post(action, { ...form.fields, body: 'Let me in' })).status, 404)
  }),
)
