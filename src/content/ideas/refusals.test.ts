/** What is refused of ideas, and the words in which it is: each says what to do, and nothing has changed. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Cast, type PersonName, getCast } from '../../../test/cast.ts'
import { inTransaction } from '../../../test/database.ts'
import { fc } from '../../../test/property.ts'
import { type Ctx, makeCtx } from '../../platform/context.ts'
import { Invalid } from '../../platform/errors.ts'
import { mergeThread } from '../threads/keeping.ts'
import { type ThreadId, addReply } from '../threads/threads.ts'
import {
  type IdeaStage,
  type NewStage,
  addCategory,
  agreeToBeNamed,
  answerDays,
  boostIdea,
  boostsOf,
  closeCategory,
  extendIdea,
  getIdea,
  isOpenStage,
  listCategories,
  listIdeas,
  listStageChanges,
  postIdea,
  setIdeaRules,
  setStage,
  stageWords,
  unboostIdea,
  vote,
} from './ideas.ts'

const later = (ctx: Ctx, days: number): Ctx => makeCtx({ ...ctx, now: new Date(ctx.now.getTime() + days * 86_400_000) })
const dayAfter = (ctx: Ctx, days: number): string => later(ctx, days).now.toISOString().slice(0, 10)

/** The words of each field that was refused; `done` when nothing was. */
const said = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => 'done',
    (error: unknown) => {
      if (error instanceof Invalid) return error.fields
      return (error as { code?: string }).code ?? String(error)
    },
  )

async function post(ctx: Ctx, cast: Cast, by: PersonName = 'joost', title = 'Warm grips'): Promise<ThreadId> {
  return (await postIdea(cast.as(ctx, by), { space: 'riders', title, body: 'In winter.', tags: [] })).id
}

test(
  'a stage is refused field by field, with what to do about each, and the idea stays where it stood',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const id = await post(ctx, cast)
    const mirela = cast.as(ctx, 'mirela')
    const before = await getIdea(ctx, id)
    const refusals: [NewStage, Record<string, string>][] = [
      [{ stage: 'not-planned', reason: '' }, { reason: 'Say why it is not planned. Everyone who voted is told.' }],
      [
        { stage: 'not-planned', reason: ' \n\t ' },
        { reason: 'Say why it is not planned. Everyone who voted is told.' },
      ],
      [{ stage: 'planned', reason: 'x'.repeat(4001) }, { reason: 'Keep the reason under 4,000 characters.' }],
      [{ stage: 'partly-done', reason: 'r' }, { part: 'Say which part is done.' }],
      [{ stage: 'partly-done', reason: 'r', part: '  ' }, { part: 'Say which part is done.' }],
      [{ stage: 'partly-done', reason: 'r', part: 'x'.repeat(501) }, { part: 'Keep this under 500 characters.' }],
      [{ stage: 'new', reason: '', answerBy: 'soon' }, { answerBy: 'Give a day, such as 2026-03-01.' }],
      [{ stage: 'new', reason: '', answerBy: '2999-13-01' }, { answerBy: 'Give a day, such as 2026-03-01.' }],
      [{ stage: 'new', reason: '', answerBy: dayAfter(ctx, -1) }, { answerBy: 'Choose today or a later day.' }],
      [
        { stage: 'partly-done', reason: 'x'.repeat(4001), part: '', answerBy: '1' },
        {
          reason: 'Keep the reason under 4,000 characters.',
          part: 'Say which part is done.',
          answerBy: 'Give a day, such as 2026-03-01.',
        },
      ],
    ]
    for (const [asked, fields] of refusals) assert.deepEqual(await said(setStage(mirela, id, asked)), fields)
    assert.deepEqual(await getIdea(ctx, id), before)
    assert.deepEqual(await listStageChanges(ctx, id), [])
  }),
)

test(
  'the longest words and today are still taken, and a part stands only where something is partly done',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const id = await post(ctx, cast)
    const mirela = cast.as(ctx, 'mirela')
    const answerBy = dayAfter(ctx, 0)
    await setStage(mirela, id, { stage: 'partly-done', reason: 'r'.repeat(4000), part: 'p'.repeat(500), answerBy })
    assert.equal((await getIdea(ctx, id)).answerBy, answerBy)
    const change = await setStage(mirela, id, { stage: 'planned', reason: '', part: 'left over' })
    assert.deepEqual([change.part, change.reason], [null, ''])
  }),
)

test(
  'stages that promise more have a day, of the usual number when none is given; the others none, whatever is given',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const id = await post(ctx, cast)
    const usual = dayAfter(ctx, await answerDays(ctx))
    for (const stage of Object.keys(stageWords) as IdeaStage[]) {
      const asked = { stage, reason: 'Because.', ...(stage === 'partly-done' && { part: 'One.' }) }
      await setStage(cast.as(ctx, 'mirela'), id, asked)
      assert.equal((await getIdea(ctx, id)).answerBy, isOpenStage(stage) ? usual : null, stage)
      await setStage(cast.as(ctx, 'mirela'), id, { ...asked, answerBy: '2998-01-01' })
      assert.equal((await getIdea(ctx, id)).answerBy, isOpenStage(stage) ? '2998-01-01' : null, stage)
    }
    assert.equal((await listStageChanges(ctx, id)).length, 16, 'the same stage again is a new answer')
  }),
)

test(
  'a boost needs a whole weight from 1 to 1,000 and a reason, in words that say so',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const id = await post(ctx, cast)
    const boost = (weight: unknown, reason = 'Safety.') =>
      said(boostIdea(cast.as(ctx, 'mirela'), id, { weight, reason } as never))
    assert.deepEqual(await boost('many'), { weight: 'Give a number of votes, from 1 to 1,000.' })
    assert.deepEqual(await boost('2.5'), { weight: 'Give a whole number of votes.' })
    for (const weight of ['0', '-5', '']) assert.deepEqual(await boost(weight), { weight: 'Give at least 1 vote.' })
    assert.deepEqual(await boost('1001'), { weight: 'Give at most 1,000 votes.' })
    assert.deepEqual(await boost('5', ' '), { reason: 'Say why. Everybody reads it.' })
    assert.deepEqual(await boost('5', 'x'.repeat(501)), { reason: 'Keep the reason under 500 characters.' })
    assert.deepEqual(await boost('0', ''), { weight: 'Give at least 1 vote.', reason: 'Say why. Everybody reads it.' })
    assert.deepEqual(await boostsOf(ctx, id), [])
    for (const weight of ['1', '1000']) assert.equal(await boost(weight), 'done')
    assert.equal((await boostsOf(ctx, id)).length, 2)
  }),
)

test(
  'a boost ends once, on its own idea, and takes its weight out of the order exactly',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const [id, other] = [await post(ctx, cast), await post(ctx, cast, 'ines', 'Heated seat')]
    const mirela = cast.as(ctx, 'mirela')
    const { heat } = await getIdea(ctx, id)
    await boostIdea(mirela, id, { weight: 40, reason: 'Safety.' })
    await boostIdea(mirela, id, { weight: 2, reason: 'Twice.' })
    assert.ok((await getIdea(ctx, id)).heat > heat)
    assert.equal((await getIdea(ctx, id)).votes.score, 1, 'and is no vote')
    const [first, second] = await boostsOf(ctx, id)
    assert.equal(await said(unboostIdea(mirela, other, first!.id)), 'ideas.no-boost')
    assert.equal(await said(unboostIdea(mirela, id, first!.id)), 'done')
    assert.equal(await said(unboostIdea(mirela, id, first!.id)), 'ideas.no-boost', 'ended already')
    await unboostIdea(mirela, id, second!.id)
    assert.deepEqual([(await getIdea(ctx, id)).heat, await boostsOf(ctx, id)], [heat, []])
  }),
)

test(
  'a boost of an idea that is united with another lifts the one in which the votes count, and is ended there',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const [one, other] = [await post(ctx, cast), await post(ctx, cast, 'ines', 'Heated handles')]
    const mirela = cast.as(ctx, 'mirela')
    await boostIdea(mirela, one, { weight: 10, reason: 'Before.' })
    const alone = (await getIdea(ctx, other)).heat
    await mergeThread(cast.as(ctx, 'sara'), one, other)
    const united = (await getIdea(ctx, other)).heat
    assert.ok(united > alone * 5)
    const [boost] = await boostsOf(ctx, other)
    assert.equal(boost!.reason, 'Before.')
    await unboostIdea(mirela, other, boost!.id)
    assert.ok((await getIdea(ctx, other)).heat < united)
    assert.deepEqual(await boostsOf(ctx, other), [])
  }),
)

test(
  'a category needs a name of its own and whole days, and one name may stand on both sides',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const [sara, jonas] = [cast.as(ctx, 'sara'), cast.as(ctx, 'jonas')]
    const add = (title: string, days?: string | number) =>
      said(addCategory(sara, 'outside', { title, ...(days !== undefined && { answerDays: days }) }))
    assert.deepEqual(await add('  '), { title: 'Give the category a name.' })
    assert.deepEqual(await add('x'.repeat(81)), { title: 'Keep the name under 80 characters.' })
    assert.deepEqual(await add('Range', 'soon'), { answerDays: 'Give a number of days from 1 to 3650.' })
    assert.deepEqual(await add('Range', 1.5), { answerDays: 'Give whole days.' })
    assert.deepEqual(await add('Range', '0'), { answerDays: 'Give at least 1 days.' })
    assert.deepEqual(await add('Range', '3651'), { answerDays: 'Give at most 3650 days.' })
    assert.deepEqual(await listCategories(sara, 'outside', true), [])
    assert.equal(await add('Range', ''), 'done')
    const taken = { title: 'There is a category with this name. Choose another.' }
    for (const title of ['Range', ' range ', 'RANGE!']) assert.deepEqual(await add(title), taken, title)
    assert.equal(await said(addCategory(jonas, 'inside', { title: 'Range' })), 'done')
    assert.deepEqual(
      [await listCategories(sara, 'outside'), await listCategories(jonas, 'inside')].map((all) => all.length),
      [1, 1],
    )
    const scripts = ['日本語', 'Русский', 'العربية', 'Größe', 'Range Ω', 'w'.repeat(80)]
    for (const title of scripts) assert.equal(await add(title), 'done', title)
    for (const title of ['日本語', 'русский', 'GRÖSSE']) {
      const again = title === 'GRÖSSE' ? 'done' : taken
      assert.deepEqual(await add(title), again, title)
    }
    for (const one of await listCategories(sara, 'outside')) {
      assert.match(one.slug, /^[a-z0-9][a-z0-9-]{0,62}$/)
      const posted = await postIdea(cast.as(ctx, 'ines'), {
        ...{ space: 'riders', title: one.title, body: 'b', tags: [], category: one.slug },
      })
      assert.equal(posted.categoryId, one.id, one.title)
    }
  }),
)

test(
  'a closed category is kept with its ideas, opens again, and is closed only by whoever keeps its side',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const { id } = await addCategory(cast.as(ctx, 'jonas'), 'inside', { title: 'Motors' })
    for (const who of ['sara', 'mirela', 'lena'] as const)
      assert.equal(await said(closeCategory(cast.as(ctx, who), id, true)), 'ideas.no-category', who)
    await closeCategory(cast.as(ctx, 'jonas'), id, true)
    const seen = async (closed: boolean) => (await listCategories(cast.as(ctx, 'lena'), 'inside', closed)).length
    assert.deepEqual([await seen(false), await seen(true)], [0, 1])
    await closeCategory(cast.as(ctx, 'jonas'), id, false)
    assert.equal(await seen(false), 1)
    for (const who of ['visitor', 'ines', 'petra'] as const)
      assert.deepEqual(await listCategories(cast.as(ctx, who), 'inside', true), [], who)
  }),
)

test(
  'the rules are whole days within their bounds; what is refused leaves both as they were',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const set = (halfLifeDays: unknown, days: unknown) =>
      said(setIdeaRules(cast.as(ctx, 'sara'), { halfLifeDays, answerDays: days } as never))
    assert.deepEqual(await set('13', '30'), { halfLifeDays: 'Give at least 14 days.' })
    assert.deepEqual(await set('3651', '30'), { halfLifeDays: 'Give at most 3650 days.' })
    assert.deepEqual(await set('20.5', '30'), { halfLifeDays: 'Give whole days.' })
    assert.deepEqual(await set('20', 'x'), { answerDays: 'Give a number of days from 1 to 3650.' })
    assert.equal(await answerDays(ctx), 30)
    assert.equal(await set('14', '3650'), 'done')
    assert.equal(await answerDays(ctx), 3650)
    assert.equal(
      await said(setIdeaRules(cast.as(ctx, 'mirela'), { halfLifeDays: 20, answerDays: 5 })),
      'ideas.not-keeper',
    )
  }),
)

test(
  'a promise that was made stays when the days are changed, and the next one goes by the new days',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const id = await post(ctx, cast)
    await setIdeaRules(cast.as(ctx, 'sara'), { halfLifeDays: 90, answerDays: 3 })
    assert.equal((await getIdea(ctx, id)).answerBy, dayAfter(ctx, 30))
    await setStage(cast.as(ctx, 'mirela'), id, { stage: 'under-review', reason: '' })
    assert.equal((await getIdea(ctx, id)).answerBy, dayAfter(ctx, 3))
  }),
)

test(
  'no comment becomes an extension that was taken away, stands elsewhere, or under an idea for a few',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const [id, other] = [await post(ctx, cast), await post(ctx, cast, 'ines', 'Heated seat')]
    const joost = cast.as(ctx, 'joost')
    const comment = await addReply(cast.as(ctx, 'amina'), id, { kind: 'comment', body: 'The saddle too.' })
    assert.equal(await said(extendIdea(cast.as(ctx, 'ines'), other, comment.id, 'T')), 'replies.not-found')
    assert.equal(await said(extendIdea(cast.as(ctx, 'gustav'), id, comment.id, 'T')), 'ideas.not-yours')
    assert.equal(await said(extendIdea(cast.as(ctx, 'visitor'), id, comment.id, 'T')), 'spaces.sign-in-first')
    await ctx.db.updateTable('replies').set({ removedAt: ctx.now }).where('id', '=', comment.id).execute()
    assert.notEqual(await said(extendIdea(joost, id, comment.id, 'T')), 'done', 'taken away')
    const narrow = await postIdea(joost, { space: 'riders', title: 'Members', body: 'b', tags: [], reach: 4 })
    const under = await addReply(joost, narrow.id, { kind: 'comment', body: 'More.' })
    assert.equal(await said(extendIdea(joost, narrow.id, under.id, 'T')), 'ideas.narrowed')
    assert.deepEqual((await listIdeas(ctx, { extends: id })).items, [])
  }),
)

test(
  'nobody is named for what they did not bring, and who changed their mind is as they said last',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const id = await post(ctx, cast)
    for (const who of ['visitor', 'ines', 'mirela'] as const)
      assert.equal(await said(agreeToBeNamed(cast.as(ctx, who), id, true)), 'ideas.no-contributor', who)
    assert.equal(await said(agreeToBeNamed(cast.as(ctx, 'petra'), id, true)), 'ideas.not-found')
    for (const isNamed of [true, true, false, true])
      assert.equal(await said(agreeToBeNamed(cast.as(ctx, 'joost'), id, isNamed)), 'done')
    const rows = await ctx.db.selectFrom('ideaCredits').selectAll().where('ideaId', '=', id).execute()
    assert.deepEqual(
      rows.map((row) => row.isNamed),
      [true],
    )
  }),
)

test(
  'an idea that was recalled takes no vote, and says so',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const id = await post(ctx, cast)
    await ctx.db.updateTable('threads').set({ recalledAt: ctx.now }).where('id', '=', id).execute()
    await assert.rejects(vote(cast.as(ctx, 'ines'), id, 1), {
      code: 'ideas.recalled',
      message: 'This idea was recalled. There is nothing to vote on.',
    })
    assert.equal((await getIdea(ctx, id)).votes.score, 1)
  }),
)

test(
  'whatever stands where a place to go on should, a list of ideas comes without breaking, in every order',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    await post(ctx, cast)
    const number = fc.oneof(fc.double().map(String), fc.maxSafeInteger().map(String), fc.string({ maxLength: 8 }))
    const place = fc.oneof(
      fc.tuple(number, fc.integer({ min: -5, max: 1e9 })).map(([at, id]) => `${at}~${id}`),
      fc.string({ maxLength: 20 }),
    )
    await fc.assert(
      fc.asyncProperty(place, fc.constantFrom('heat', 'newest', 'votes', 'owed'), async (after, order) => {
        assert.ok((await listIdeas(ctx, { order }, { after })).items.length <= 1)
      }),
      { numRuns: 150 },
    )
  }),
)
