import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type PersonName, everybody, getCast } from '../../../test/cast.ts'
import { outcomeUndone } from '../../../test/outcome.ts'
import { inTransaction } from '../../../test/database.ts'
import { getIdea, postIdea, setStage } from '../../content/ideas/ideas.ts'
import type { Ctx } from '../../platform/context.ts'
import { joinPair, postPair } from './pair.fixture.test.ts'
import {
  endTwin,
  enterTwin,
  getTwin,
  joinTwin,
  listTwins,
  listTwinsOf,
  noteTwin,
  previewWords,
  proposeWords,
  publishWords,
} from './twins.ts'

type Who = PersonName | 'visitor'

/**
 * r: reads the twin and all that stands on its page. j: joins such a pair. n: notes. w: proposes public words. p: lets them
 * out. e: ends it. The inside idea stands in Battery & Range: Tomasz looks after it, Aiko, Lena and Mirela are in it.
 */
const may: Partial<Record<Who, string>> = { tomasz: 'rjnwe', aiko: 'rjnw', lena: 'rjnwe', mirela: 'rjnwp' }

test(
  'every member of the cast against every act on a twin',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const twin = await joinPair(ctx, cast)
    const answerBy = '2999-01-01'
    const wordsId = await proposeWords(cast.as(ctx, 'lena'), twin.id, { reason: 'Because', answerBy })
    const { sha256 } = (await previewWords(cast.as(ctx, 'lena'), twin.id))!
    for (const who of everybody) {
      const can = may[who] ?? ''
      const act = (work: (ctx: Ctx) => Promise<unknown>) => outcomeUndone(ctx, (inside) => work(cast.as(inside, who)))
      const acts: Record<string, string> = {
        r: await act((inside) => enterTwin(inside, twin.id)),
        n: await act((inside) => noteTwin(inside, twin.id, { kind: 'cost', body: '5 weeks' })),
        w: await act((inside) => proposeWords(inside, twin.id, { reason: 'Other words', answerBy })),
        p: await act((inside) => publishWords(inside, twin.id, wordsId, { expectedSha256: sha256, reason: 'Decided' })),
        e: await act((inside) => endTwin(inside, twin.id, 'Not the same after all')),
        j: await act(async (inside) => {
          await endTwin(inside.as(cast.viewer('lena')), twin.id, 'To be joined anew')
          return joinTwin(inside, { inner: twin.innerId, outer: twin.outerId, reason: 'The same' })
        }),
      }
      for (const [letter, code] of Object.entries(acts)) {
        assert.equal(code === 'ok', can.includes(letter), `${who}: ${letter}: ${code}`)
        if (code === 'ok') continue
        const refused = can.includes('r')
          ? /^crossings\.(not-official-voice|not-yours-to-recall)$/
          : letter === 'j'
            ? /^(twins\.employees-only|ideas\.not-found)$/
            : /^twins\.not-found$/
        assert.match(code, refused, `${who}: ${letter}`)
      }
      assert.equal((await act((inside) => getTwin(inside, twin.id))) === 'ok', can.includes('r'), who)
      assert.equal((await act((inside) => previewWords(inside, twin.id))) === 'ok', can.includes('r'), who)
      const theirs = cast.as(ctx, who)
      const listed = await listTwins(theirs).then(
        (page) => page.items.length,
        (error: { code: string }) => error.code,
      )
      const isEmployee = who !== 'visitor' && cast.people[who].realm === 'inside'
      assert.equal(listed, isEmployee ? (can.includes('r') ? 1 : 0) : 'twins.not-found', `${who}: list`)
      for (const idea of [twin.innerId, twin.outerId])
        assert.equal((await listTwinsOf(theirs, idea)).length, can.includes('r') ? 1 : 0, `${who}: of an idea`)
    }
  }),
)

test(
  'a twin has an inside idea and an outside one: nothing else can be joined, and an idea stands in one twin at a time',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const { inner, outer } = await postPair(ctx, cast)
    const text = { title: 'Another', body: 'Idea', tags: [] }
    const room = await postIdea(cast.as(ctx, 'petra'), { space: 'cells', ...text })
    const lena = cast.as(ctx, 'lena')
    const join = (pair: { inner: typeof inner; outer: typeof inner }) => joinTwin(lena, { ...pair, reason: 'x' })
    await assert.rejects(join({ inner: outer, outer: inner }), { code: 'twins.inner' })
    await assert.rejects(join({ inner: room.id, outer }), { code: 'twins.inner' }, 'guests would read it')
    await assert.rejects(join({ inner, outer: room.id }), { code: 'twins.outer' })
    await assert.rejects(joinTwin(lena, { inner, outer, reason: ' ' }), { code: 'crossings.no-reason' })
    await join({ inner, outer })
    const second = await postIdea(lena, { space: 'battery', ...text })
    const third = await postIdea(cast.as(ctx, 'gustav'), { space: 'riders', ...text })
    await assert.rejects(join({ inner, outer: third.id }), { code: 'twins.joined-already' })
    await assert.rejects(join({ inner: second.id, outer }), { code: 'twins.joined-already' })
    await assert.rejects(join({ inner, outer }), { code: 'crossings.linked-already' })
    await join({ inner: second.id, outer: third.id })
  }),
)

test(
  'whoever cannot read the inside idea any more has no twin any more',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const twin = await joinPair(ctx, cast)
    await ctx.db
      .deleteFrom('memberships')
      .where('accountId', '=', cast.people.lena.id)
      .where('spaceId', '=', cast.spaces.battery.id)
      .execute()
    await assert.rejects(getTwin(cast.as(ctx, 'lena'), twin.id), { code: 'twins.not-found' })
  }),
)

/**
 * Who says the stage of the idea outside: Mirela is its official voice and reads the twin, so she is led there. Nobody
 * who does not read the twin learns of it: they meet what they met without one.
 */
test(
  'everybody against the stage of an idea outside, before a twin, while one stands, and after its end',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const { inner, outer } = await postPair(ctx, cast)
    const asked = { stage: 'planned', reason: 'Soon.' } as const
    const table = async () => {
      const codes: Record<string, string> = {}
      for (const who of everybody)
        codes[who] = await outcomeUndone(ctx, (inside) => setStage(cast.as(inside, who), outer, asked))
      return codes
    }
    const before = await table()
    assert.equal(before.mirela, 'ok')
    const twin = await joinTwin(cast.as(ctx, 'lena'), { inner, outer, reason: 'The same wish' })
    assert.deepEqual(await table(), { ...before, mirela: 'ideas.stage-elsewhere' })
    const published = await outcomeUndone(ctx, async (inside) => {
      await setStage(cast.as(inside, 'tomasz'), inner, { stage: 'planned', reason: 'Between us' })
      const mirela = cast.as(inside, 'mirela')
      const words = { reason: 'Because', answerBy: '2999-01-01' }
      const wordsId = await proposeWords(cast.as(inside, 'lena'), twin.id, words)
      const { sha256 } = (await previewWords(mirela, twin.id))!
      await publishWords(mirela, twin.id, wordsId, { expectedSha256: sha256, reason: 'Decided' })
      assert.equal((await getIdea(inside, outer)).stage, 'planned')
    })
    assert.equal(published, 'ok')
    await endTwin(cast.as(ctx, 'lena'), twin.id, 'Not the same after all')
    assert.deepEqual(await table(), before)
  }),
)
