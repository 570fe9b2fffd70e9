import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { openSite } from '../../../test/browse.ts'
import { type Cast, type PersonName, getCast } from '../../../test/cast.ts'
import { hearEverything, inTransaction } from '../../../test/database.ts'
import { acceptAnswer, answer, ask, postOfficialAnswer, sayHere } from '../../content/questions/questions.ts'
import { type ThreadId, recallReply, startThread } from '../../content/threads/threads.ts'
import { sayHelped } from '../../customers/loop-closure/loop-closure.ts'
import { join, openSwarm, say } from '../../customers/swarms/swarms.ts'
import { setPace } from '../../discovery/notices/notices.ts'
import { type Ctx, makeCtx } from '../../platform/context.ts'
import { perDot } from './iceberg.tsx'
import { type LoopItems, getLoopBoard, listLoopItems, listSaid, loopItems, ratioOf } from './loops.ts'

const now = new Date('2026-03-01T12:00:00Z')
const day = 24 * 60

/** Seven questions whose figures are worked out by hand below; minutes count from the asking of each. */
async function sevenQuestions(ctx: Ctx): Promise<Cast> {
  const cast = await getCast(ctx)
  const at = (daysAgo: number, minutes: number, who: PersonName) => {
    const then = new Date(now.getTime() + (minutes - daysAgo * day) * 60_000)
    return makeCtx({ viewer: cast.viewer(who), db: ctx.db, log: ctx.log, now: then })
  }
  const asked = async (daysAgo: number, who: PersonName, title: string, space = 'riders'): Promise<ThreadId> =>
    (await ask(at(daysAgo, 0, who), { space, title, body: 'Why?', tags: [] })).thread.id

  // 1: a customer answers after 60 min, an employee after 120; the asker accepts the first and says that it did not help.
  const one = await asked(10, 'ines', 'One')
  const first = await answer(at(10, 60, 'gustav'), one, 'Warm it.')
  await answer(at(10, 120, 'daniel'), one, 'We look into it.')
  await acceptAnswer(at(10, 200, 'ines'), first.id)
  // 2: swarmed after 30 min, first word of a colleague after 90, official after 180; both who were told say that it helped.
  const two = await asked(5, 'ines', 'Two')
  await sayHere(at(5, 10, 'joost'), two)
  const swarm = await openSwarm(at(5, 30, 'daniel'), two)
  await say(at(5, 40, 'daniel'), swarm.id, 'Anybody?')
  await join(at(5, 60, 'tomasz'), swarm.id)
  await say(at(5, 90, 'tomasz'), swarm.id, 'The cells are sound.')
  await postOfficialAnswer(at(5, 180, 'mirela'), two, 'It is the firmware.')
  // 3: nobody answers. 4: only the asker does. 5: old; answered after a day.
  await asked(3, 'gustav', 'Three')
  await answer(at(20, 30, 'amina'), await asked(20, 'amina', 'Four'), 'Found it.')
  await answer(at(60, day, 'gustav'), await asked(60, 'joost', 'Five'), 'Cold.')
  // 6: officially answered among members, recalled before anybody was told.
  const six = await asked(2, 'ines', 'Six', 'testers')
  await recallReply(ctx, (await postOfficialAnswer(at(2, 15, 'mirela'), six, 'Wrong.')).id)
  // 7: officially answered after 10 min; the asker does not want to be told.
  await setPace(cast.as(ctx, 'amina'), 'official-answer', 'never')
  await postOfficialAnswer(at(1, 10, 'mirela'), await asked(1, 'amina', 'Seven'), 'Charge it.')
  // Inside threads and deleted hopes count nowhere.
  await startThread(at(1, 0, 'lena'), cast.spaces.velund, {
    type: 'question',
    title: 'Inside',
    body: 'Who orders coffee?',
  })
  await hearEverything(ctx)
  await sayHelped(at(4, 0, 'ines'), one, false)
  await sayHelped(at(4, 0, 'ines'), two, true)
  await sayHelped(at(4, 0, 'joost'), two, false)
  await sayHelped(at(4, 5, 'joost'), two, true)
  return cast
}

test(
  'the board of 30 days is what a hand computes',
  inTransaction(
    async (ctx) => {
      const cast = await sevenQuestions(ctx)
      const board = await getLoopBoard(cast.as(ctx, 'lena'), '30')
      assert.equal(board.heard, 6, 'One, Two, Three, Four, Six, Seven')
      assert.deepEqual(board.touched, { count: 4, of: 6 }, 'One, Two, Six, Seven')
      assert.deepEqual(
        board.answered,
        { count: 3, of: 6 },
        'One, Two, Seven: not the own answer of Four, not the recalled one of Six',
      )
      assert.deepEqual(board.toldBack, { count: 2, of: 3 }, 'One and Two of One, Two, Seven')
      assert.deepEqual(board.helped, { count: 2, of: 3 }, 'Ines no and yes, Joost yes in the end')
      assert.equal(board.firstResponse.of, 3)
      assert.equal(board.firstResponse.median, 60 * 60, 'of 10, 60, 180 minutes')
      assert.ok(
        Math.abs(board.firstResponse.p90! - (60 + 0.8 * 120) * 60) < 1e-6,
        'a fifth short of the largest: 156 minutes',
      )
      assert.deepEqual(
        board.bridgeLatency,
        { of: 1, median: 90 * 60, p90: 90 * 60 },
        'the opener’s own words do not count',
      )
      assert.equal(board.swarmed, 1)
      assert.deepEqual(board.iceberg, { assimilated: 0, touched: 4, untouched: 2 })
    },
    { now },
  ),
)

test(
  'a question counts in the window in which it was asked',
  inTransaction(
    async (ctx) => {
      const lena = (await sevenQuestions(ctx)).as(ctx, 'lena')
      const heard = async (window: '7' | '30' | '90' | 'all') => (await getLoopBoard(lena, window)).heard
      assert.deepEqual([await heard('7'), await heard('30'), await heard('90'), await heard('all')], [4, 6, 7, 7])
      assert.equal((await getLoopBoard(lena, '90')).firstResponse.of, 4)
      assert.equal(
        (await getLoopBoard(lena, '7')).helped.of,
        2,
        'what was said of One does not count: it was asked before',
      )
    },
    { now },
  ),
)

test(
  'every figure opens to exactly the items that it counts',
  inTransaction(
    async (ctx) => {
      const lena = (await sevenQuestions(ctx)).as(ctx, 'lena')
      const titles = async (of: LoopItems) => (await listLoopItems(lena, of, '30')).items.map((item) => item.title)
      const expected: Record<LoopItems, string[]> = {
        heard: ['Seven', 'Six', 'Three', 'Two', 'One', 'Four'],
        touched: ['Seven', 'Six', 'Two', 'One'],
        untouched: ['Three', 'Four'],
        answered: ['Seven', 'Two', 'One'],
        unanswered: ['Six', 'Three', 'Four'],
        closed: ['Seven', 'Two', 'One'],
        told: ['Two', 'One'],
        untold: ['Seven'],
        swarmed: ['Two'],
        bridged: ['Two'],
      }
      for (const of of loopItems) assert.deepEqual(await titles(of), expected[of], of)
      assert.deepEqual(
        (await listSaid(lena, 'said', '30')).items.map((one) => [one.title, one.name, one.helped]),
        [
          ['Two', 'Joost van Rijn', true],
          ['Two', 'Ines Carvalho', true],
          ['One', 'Ines Carvalho', false],
        ],
      )
      assert.equal((await listSaid(lena, 'helped', '30')).items.length, 2)
    },
    { now },
  ),
)

test(
  'the items come page by page and none is lost between two',
  inTransaction(
    async (ctx) => {
      const cast = await getCast(ctx)
      await sql`insert into threads (realm, space_id, type, author_id, title, slug, body, created_at)
        select 'outside', ${cast.spaces.riders.id}, 'question', ${cast.people.ines.id}, 'Q' || n, 'q', 'Why?', ${now}::timestamptz - n / 2 * interval '1 hour'
        from generate_series(1, 45) n`.execute(ctx.db)
      const seen: string[] = []
      let after: string | undefined
      do {
        const page = await listLoopItems(cast.as(ctx, 'lena'), 'heard', '30', after)
        seen.push(...page.items.map((item) => item.title))
        after = page.next
      } while (after)
      assert.equal(new Set(seen).size, 45)
      assert.equal(seen.length, 45)
    },
    { now },
  ),
)

test('under 30 events a ratio is too little to say, and its numbers still stand beside it', () => {
  assert.deepEqual(ratioOf(29, 29), { count: 29, of: 29 })
  assert.deepEqual(ratioOf(15, 30), { count: 15, of: 30, share: 0.5 })
  assert.equal(perDot(240), 1)
  assert.equal(perDot(1284), 6)
})

test(
  'the page draws the figures, says what it does not know, and leads to the items with one press',
  inTransaction(
    async (ctx) => {
      await sevenQuestions(ctx)
      const { as } = await openSite(ctx)
      const { text } = await as('lena').get('/inside/measures?window=30')
      assert.match(text, /Too little to say.*4 of 6 heard/s)
      assert.match(text, /2 of 3 with an answer that stands/)
      assert.match(text, /median, p90 2 h 36 · 3 answered/)
      assert.match(text, /median, p90 1 h 30 · 1 of 1 swarmed/)
      assert.match(text, /Nothing counts as assimilated yet/)
      assert.match(text, /cannot be counted, and is not estimated/)
      assert.match(
        text,
        /aria-label="Of 6 conversations heard, 0 changed something here, 4 were answered without learning, 2 were heard and left alone\./,
      )
      const links = [...text.matchAll(/href="(\/inside\/measures\/items[^"]+)"/g)].map((match) =>
        match[1]!.replaceAll('&amp;', '&'),
      )
      assert.ok(links.length >= 7)
      for (const link of new Set(links)) assert.equal((await as('lena').get(link)).status, 200, link)
      assert.match((await as('lena').get('/inside/measures/items?of=untold&window=30')).text, /Seven/)
      assert.equal((await as('lena').get('/inside/measures/items?of=everything')).status, 404)
      assert.match((await as('lena').get('/inside/measures?window=1000')).text, /aria-current="true"><bdi>30 days/)
    },
    { now },
  ),
)

test(
  'an empty board says so and divides by nothing',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const board = await getLoopBoard(cast.as(ctx, 'lena'), '7')
    assert.deepEqual([board.heard, board.touched, board.firstResponse], [0, { count: 0, of: 0 }, { of: 0 }])
    assert.match((await (await openSite(ctx)).as('lena').get('/inside/measures')).text, /None yet/)
  }),
)
