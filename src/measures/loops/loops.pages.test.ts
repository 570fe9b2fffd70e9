/** The pages of the board: each figure with its items, window by window and page by page. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { openSite } from '../../../test/browse.ts'
import { getCast } from '../../../test/cast.ts'
import { hearEverything, inTransaction } from '../../../test/database.ts'
import { answer, ask, postOfficialAnswer } from '../../content/questions/questions.ts'
import { sayHelped } from '../../customers/loop-closure/loop-closure.ts'
import { type Ctx, makeCtx } from '../../platform/context.ts'
import { itemWords, itemsAddress } from './loop-words.ts'
import { type WindowName, isWindow, windows } from './loops.ts'

const now = new Date('2026-03-01T12:00:00Z')
const main = (text: string) => /<main[\s\S]*<\/main>/.exec(text)![0].replaceAll('&amp;', '&')

/** `count` questions of Ines, one an hour back from two hours ago; the first `answered` of them have an answer after 30 minutes. */
async function questions(ctx: Ctx, count: number, answered = 0): Promise<void> {
  const { spaces, people } = await getCast(ctx)
  await sql`with asked as (
      insert into threads (realm, space_id, type, author_id, title, slug, body, created_at)
      select 'outside', ${spaces.riders.id}, 'question', ${people.ines.id}, 'Q' || n, 'q', 'Why?', ${now}::timestamptz - (n + 1) * interval '1 hour'
      from generate_series(1, ${count}::int) n returning id, title, created_at
    )
    insert into replies (thread_id, kind, author_id, body, created_at)
    select id, 'answer', ${people.gustav.id}, 'So.', created_at + interval '30 minutes' from asked
    where substr(title, 2)::int <= ${answered}`.execute(ctx.db)
}

test(
  'from thirty events on a ratio is a share; under them its numbers alone are said',
  inTransaction(
    async (ctx) => {
      await questions(ctx, 29, 12)
      const lena = (await openSite(ctx)).as('lena')
      assert.match(main((await lena.get('/inside/measures')).text), /Too little to say/)
      assert.doesNotMatch(main((await lena.get('/inside/measures')).text), /\b41 ?%/)
      await questions(ctx, 1, 0)
      const text = main((await lena.get('/inside/measures')).text)
      assert.match(text, /\b40(&nbsp;|\s)?%/, '12 of 30')
      assert.match(text, /12 of 30 heard/)
      assert.match(text, /30 min/, 'the median of the first response')
    },
    { now },
  ),
)

test(
  'every list names what it holds, leads to each question and to the other cut of the same whole, in its own window',
  inTransaction(
    async (ctx) => {
      await questions(ctx, 3, 2)
      const lena = (await openSite(ctx)).as('lena')
      for (const of of Object.keys(itemWords) as (keyof typeof itemWords)[]) {
        for (const window of Object.keys(windows) as WindowName[]) {
          const page = await lena.get(itemsAddress(of, window))
          assert.equal(page.status, 200, of)
          const text = main(page.text)
          assert.ok(
            text.includes(itemWords[of].intro) &&
              page.text.includes(`<title>${itemWords[of].title} · Velund inside</title>`),
            of,
          )
          assert.ok(text.includes(`href="/inside/measures?window=${window}"`), `${of}: the way back keeps the window`)
          const cuts = [...text.matchAll(/href="\/inside\/measures\/items\?of=(\w+)&window=(\w+)"/g)]
          assert.ok(
            cuts.some((cut) => cut[1] === of) && cuts.every((cut) => cut[2] === window),
            `${of}: ${cuts.length} cuts`,
          )
          assert.match(page.text, /<meta name="robots" content="noindex"/)
        }
      }
      const answered = main((await lena.get(itemsAddress('answered', '30'))).text)
      assert.equal(answered.match(/href="\/questions\/\d+\/q"/g)!.length, 2)
      assert.equal(answered.match(/30 min/g)!.length, 2, 'how long the first answer took')
      const left = main((await lena.get(itemsAddress('unanswered', '30'))).text)
      assert.ok(left.includes('>Q3<') && !left.includes('>Q1<'))
      assert.match(main((await lena.get(itemsAddress('swarmed', '30'))).text), /None in this window/)
    },
    { now },
  ),
)

test(
  'what people said stands with who said it and what, and a "not yet" is no "no"',
  inTransaction(
    async (ctx) => {
      const cast = await getCast(ctx)
      const at = (who: 'ines' | 'gustav' | 'mirela', minutes: number) =>
        makeCtx({ viewer: cast.viewer(who), db: ctx.db, log: ctx.log, now: new Date(now.getTime() - minutes * 60_000) })
      for (const [who, helped] of [
        ['ines', true],
        ['gustav', false],
      ] as const) {
        const { thread } = await ask(at(who, 600), { space: 'riders', title: `Of ${who}`, body: 'Why?', tags: [] })
        await answer(at('mirela', 500), thread.id, 'We look.')
        await postOfficialAnswer(at('mirela', 400), thread.id, 'So.')
        await hearEverything(ctx)
        await sayHelped(at(who, 60), thread.id, helped)
      }
      const lena = (await openSite(ctx)).as('lena')
      const rows = (text: string) =>
        [...main(text).matchAll(/<tr[^>]*>([\s\S]*?)<\/tr>/g)].map((row) =>
          row[1]!
            .replace(/<[^>]+>/g, ' ')
            .replace(/\s+/g, ' ')
            .trim(),
        )
      const said = rows((await lena.get(itemsAddress('said', '7'))).text)
      assert.equal(said.length, 3)
      assert.ok(
        said.some((row) => /Of ines Ines Carvalho Yes/.test(row)) &&
          said.some((row) => /Of gustav Gustav Ek Not yet/.test(row)),
        said.join('\n'),
      )
      const helped = rows((await lena.get(itemsAddress('helped', '7'))).text)
      assert.ok(helped.length === 2 && /Of ines/.test(helped[1]!))
    },
    { now },
  ),
)

test(
  'long lists are read in pages of twenty that stay in their list and window, and lead back to the newest',
  inTransaction(
    async (ctx) => {
      await questions(ctx, 25)
      const lena = (await openSite(ctx)).as('lena')
      const here = itemsAddress('heard', '90')
      const titles = (text: string) => [...main(text).matchAll(/>Q(\d+)</g)].map((match) => Number(match[1]))
      const first = await lena.get(here)
      assert.deepEqual(
        titles(first.text),
        Array.from({ length: 20 }, (_, n) => n + 1),
      )
      assert.doesNotMatch(main(first.text), />Newest</)
      const [, older] = /href="(\/inside\/measures\/items\?of=heard&window=90&after=[^"]+)"/.exec(main(first.text))!
      const second = await lena.get(older!)
      assert.deepEqual(titles(second.text), [21, 22, 23, 24, 25])
      assert.ok(main(second.text).includes(`href="${here}"`))
      assert.doesNotMatch(main(second.text), /after=/)
      assert.deepEqual(titles((await lena.get(`${here}&after=nonsense`)).text).length, 20)
    },
    { now },
  ),
)

test(
  'what is asked for by a name that there is none of is not found; a window that there is none of is the usual one',
  inTransaction(
    async (ctx) => {
      const lena = (await openSite(ctx)).as('lena')
      for (const name of ['', 'everything', 'constructor', '__proto__', 'toString', 'heard,told', 'HEARD'])
        assert.equal((await lena.get(`/inside/measures/items?of=${name}&window=30`)).status, 404, name)
      assert.equal((await lena.get('/inside/measures/items')).status, 404)
      for (const window of ['', '31', 'constructor', '__proto__', 'ALL', '-1']) {
        assert.equal(isWindow(window), false, window)
        assert.match(
          (await lena.get(`/inside/measures?window=${window}`)).text,
          /aria-current="true">(?:<bdi>)?30 days/,
          window,
        )
        const items = main((await lena.get(`/inside/measures/items?of=heard&window=${window}`)).text)
        assert.ok(items.includes('href="/inside/measures?window=30"'), window)
      }
      assert.equal(isWindow(undefined), false)
    },
    { now },
  ),
)
