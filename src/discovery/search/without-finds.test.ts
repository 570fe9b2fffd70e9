/** Searches that found nothing: what is counted, for whom, and what never is. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openSite } from '../../../test/browse.ts'
import { everybody, getCast } from '../../../test/cast.ts'
import { inTransaction } from '../../../test/database.ts'
import { outcome } from '../../../test/outcome.ts'
import { startThread } from '../../content/threads/threads.ts'
import { type Ctx, makeCtx } from '../../platform/context.ts'
import { readAsked } from './asked.ts'
import { forgetSearchesWithoutFinds } from './search.jobs.ts'
import { search, suggest } from './search.ts'
import { countable, listWithoutFinds, mostADay } from './without-finds.ts'

const onDay = (ctx: Ctx, day: number) =>
  makeCtx({ viewer: ctx.viewer, db: ctx.db, log: ctx.log, now: new Date(ctx.now.getTime() - day * 86_400_000) })
const kept = async (ctx: Ctx) =>
  (await ctx.db.selectFrom('searchesWithoutFinds').selectAll().execute())
    .map(({ side, words, times }) => `${side} ${words} ${times}`)
    .toSorted()

test('only a few plain words are counted: nothing with digits or signs, nothing long', () => {
  for (const [typed, expected] of [
    ['Tandem  TRAILER', 'tandem trailer'],
    ['"tandem trailer" type:idea', 'tandem trailer'],
    ['Kinder-Anhänger', 'kinder-anhänger'],
    ['自行车拖车', '自行车拖车'],
    ['عربة أطفال', 'عربة أطفال'],
    ['me@example.com', undefined],
    ['call 0171 2345678', undefined],
    ['Hauptstraße 12', undefined],
    ['https://example.com', undefined],
    ['192.168.0.1', undefined],
    ['x'.repeat(61), undefined],
    ['one two three four five six', undefined],
    ['colour:red', undefined],
    ['', undefined],
  ] as const)
    assert.equal(countable(readAsked(typed)), expected, typed)
})

test(
  'a search without finds is counted once for its side and day, and one that finds anything is not',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    await startThread(cast.as(ctx, 'ines'), cast.spaces.riders, { type: 'question', title: 'Zephyr', body: 'x' })
    for (const who of ['visitor', 'ines', 'lena'] as const)
      for (const words of [
        'Tandem trailer',
        'tandem  trailer',
        'zephyr',
        'zephyr tag:none',
        'type:idea',
        'lena brandt',
      ])
        await search(cast.as(ctx, who), words)
    await search(cast.as(ctx, 'petra'), 'sidecar')
    assert.deepEqual(await kept(ctx), ['inside tandem trailer 2', 'outside tandem trailer 4'])
  }),
)

test(
  'a search for somebody is not counted, even on the side that does not know them',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    for (const words of ['tomasz', 'Wrona', 'where is tomasz', 'wrona trailer', 'tomas'])
      await search(cast.as(ctx, 'visitor'), words)
    assert.deepEqual(await kept(ctx), ['outside tomas 1'])
  }),
)

test(
  'nobody fills the table: of so many different searches a day the rest is not counted',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const day = ctx.now.toISOString().slice(0, 10)
    const word = (n: number) => [...String(n)].map((digit) => 'abcdefghij'[Number(digit)]).join('')
    const rows = Array.from({ length: mostADay }, (_, n) => ({ side: 'outside' as const, day, words: `x${word(n)}` }))
    await ctx.db.insertInto('searchesWithoutFinds').values(rows).execute()
    await search(cast.as(ctx, 'visitor'), 'tandem trailer')
    assert.equal((await kept(ctx)).length, mostADay)
    await search(onDay(cast.as(ctx, 'visitor'), 1), 'tandem trailer')
    assert.equal((await kept(ctx)).length, mostADay + 1)
  }),
)

test(
  'stewards are shown what was asked on three different days, and after 90 days it is forgotten',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const ask = async (words: string, days: readonly number[]) => {
      for (const day of days) await search(onDay(cast.as(ctx, 'visitor'), day), words)
    }
    await ask('tandem trailer', [0, 1, 2, 2])
    await ask('sidecar', [0, 0, 0, 1, 1])
    await ask('roof rack', [88, 89, 91])
    const sara = cast.as(ctx, 'sara')
    const shown = async () =>
      (await listWithoutFinds(sara, 'outside')).map(({ words, days, times }) => [words, days, times])
    assert.deepEqual(await shown(), [
      ['tandem trailer', 3, 4],
      ['roof rack', 3, 3],
    ])
    await forgetSearchesWithoutFinds.work(ctx, undefined as never)
    assert.deepEqual(await shown(), [['tandem trailer', 3, 4]])
    const site = await openSite(ctx)
    const page = (await site.as('sara').get('/search/nothing/outside')).text
    assert.match(page, /href="\/search\?q=tandem\+trailer"><bdi>tandem trailer</)
    assert.doesNotMatch(page, /sidecar/)
  }),
)

test(
  'what was looked for in vain on a side is seen by its stewards and the owner, by nobody else',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const site = await openSite(ctx)
    const may = { outside: ['sara', 'jonas'], inside: ['jonas'] }
    for (const who of everybody)
      for (const side of ['outside', 'inside'] as const) {
        const allowed = may[side].includes(who)
        const came = await outcome(listWithoutFinds(cast.as(ctx, who), side))
        assert.equal(came, allowed ? 'ok' : 'search.not-found', `${who}: ${side}`)
        const page = await site.as(who).get(`/search/nothing/${side}`)
        assert.equal(page.status, allowed ? 200 : 404, `${who}: ${side}`)
        const link = (await site.as(who).get('/search')).text.includes(`/search/nothing/${side}`)
        assert.equal(link, allowed, `${who} is led there`)
      }
    for (const other of ['bridge', 'nowhere', ''])
      assert.equal((await site.as('jonas').get(`/search/nothing/${other}`)).status, 404)
  }),
)

test(
  'words that somebody is still typing find as a search does, and are not counted',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const found = await suggest(cast.as(ctx, 'ines'), 'tandem trailer')
    assert.deepEqual(found.threads.items, [])
    assert.deepEqual(await kept(ctx), [])
    const site = await openSite(ctx)
    assert.equal((await site.as('ines').get('/go/found?q=tandem+trailer')).status, 200)
    assert.deepEqual(await kept(ctx), [])
    await search(cast.as(ctx, 'ines'), 'tandem trailer')
    assert.equal((await kept(ctx)).length, 1)
  }),
)
