import assert from 'node:assert/strict'
import { test } from 'node:test'
import { getCast } from '../../../test/cast.ts'
import { inTransaction } from '../../../test/database.ts'
import { type Ctx, makeCtx } from '../../platform/context.ts'
import { Invalid } from '../../platform/errors.ts'
import { addCategory, getIdea, importIdeas, listIdeas, listStageChanges, postIdea, setStage, vote } from './ideas.ts'

const idea = { space: 'riders', title: 'Show the range I will really get', body: 'Not the one from summer.', tags: [] }

/** The same context `days` later. */
const later = (ctx: Ctx, days: number): Ctx => makeCtx({ ...ctx, now: new Date(ctx.now.getTime() + days * 86_400_000) })

const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (error) => error.code ?? String(error),
  )

test(
  'a posted idea is new, has its author’s vote once, its tags, and a day by which the company answers',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const posted = await postIdea(cast.as(ctx, 'joost'), { ...idea, tags: ['Range', 'display'] })
    assert.equal(posted.stage, 'new')
    assert.deepEqual(posted.votes, {
      promoted: 1,
      demoted: 0,
      imported: 0,
      score: 1,
      staff: { promoted: 0, demoted: 0 },
    })
    assert.equal(posted.answerBy, later(ctx, 30).now.toISOString().slice(0, 10))
    await vote(cast.as(ctx, 'joost'), posted.id, 1)
    const [line] = (await listIdeas(cast.as(ctx, 'joost'), { realm: 'outside' })).items
    assert.equal(line?.votes.score, 1, 'one’s own idea is not counted twice')
    assert.deepEqual([line?.myVote, line?.tags, line?.author?.displayName], [1, ['display', 'range'], 'Joost van Rijn'])
  }),
)

test(
  'a person has one vote, changes it and takes it back; employees’ votes outside are counted apart',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const { id } = await postIdea(cast.as(ctx, 'joost'), idea)
    await vote(cast.as(ctx, 'ines'), id, 1)
    await vote(cast.as(ctx, 'ines'), id, 1)
    await vote(cast.as(ctx, 'gustav'), id, -1)
    await vote(cast.as(ctx, 'aiko'), id, 1)
    await vote(cast.as(ctx, 'daniel'), id, -1)
    const { votes } = await getIdea(ctx, id)
    assert.deepEqual(votes, { promoted: 2, demoted: 1, imported: 0, score: 1, staff: { promoted: 1, demoted: 1 } })
    await vote(cast.as(ctx, 'ines'), id, -1)
    await vote(cast.as(ctx, 'gustav'), id, 0)
    await vote(cast.as(ctx, 'aiko'), id, 0)
    const changed = (await getIdea(ctx, id)).votes
    assert.deepEqual(changed, { promoted: 1, demoted: 1, imported: 0, score: 0, staff: { promoted: 0, demoted: 1 } })
  }),
)

test(
  'inside, the votes of colleagues are the votes',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const { id } = await postIdea(cast.as(ctx, 'lena'), { ...idea, space: 'velund' })
    await vote(cast.as(ctx, 'aiko'), id, 1)
    assert.equal((await getIdea(cast.as(ctx, 'daniel'), id)).votes.score, 2)
    assert.equal(await codeOf(getIdea(cast.as(ctx, 'ines'), id)), 'ideas.not-found')
  }),
)

test(
  'the newest votes count most, and the order does not change while nobody votes',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const old = await postIdea(cast.as(later(ctx, -400), 'joost'), { ...idea, title: 'Loved long ago' })
    await vote(cast.as(later(ctx, -399), 'ines'), old.id, 1)
    await vote(cast.as(later(ctx, -399), 'gustav'), old.id, 1)
    const fresh = await postIdea(cast.as(ctx, 'amina'), { ...idea, title: 'Fresh' })
    const titles = async (at: Ctx, order: 'heat' | 'votes' | 'newest') =>
      (await listIdeas(at, { realm: 'outside', order })).items.map((line) => line.thread.title)
    assert.deepEqual(await titles(ctx, 'heat'), ['Fresh', 'Loved long ago'])
    assert.deepEqual(await titles(later(ctx, 3000), 'heat'), ['Fresh', 'Loved long ago'])
    assert.deepEqual(await titles(ctx, 'votes'), ['Loved long ago', 'Fresh'])
    assert.deepEqual(await titles(ctx, 'newest'), ['Fresh', 'Loved long ago'])
    await vote(cast.as(ctx, 'amina'), fresh.id, -1)
    assert.deepEqual(await titles(ctx, 'heat'), ['Loved long ago', 'Fresh'])
  }),
)

test(
  'a stage is set with its reason and the next day promised; "not planned" says why and "partly" which part',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const { id } = await postIdea(cast.as(ctx, 'joost'), idea)
    const mirela = cast.as(ctx, 'mirela')
    const fields = (stage: Parameters<typeof setStage>[2]) =>
      setStage(mirela, id, stage).then(
        () => [],
        (error: unknown) => (error instanceof Invalid ? Object.keys(error.fields) : [String(error)]),
      )
    assert.deepEqual(await fields({ stage: 'not-planned', reason: ' ' }), ['reason'])
    assert.deepEqual(await fields({ stage: 'partly-done', reason: 'Some.' }), ['part'])
    assert.deepEqual(await fields({ stage: 'planned', reason: '', answerBy: '2020-01-01' }), ['answerBy'])
    assert.deepEqual(await fields({ stage: 'planned', reason: '', answerBy: '2999-02-31' }), ['answerBy'])
    await setStage(mirela, id, { stage: 'planned', reason: 'You are right.', answerBy: '2999-03-01' })
    await setStage(mirela, id, { stage: 'partly-done', reason: 'In 4.3.', part: 'The Tide shows it.' })
    await setStage(mirela, id, { stage: 'done', reason: 'On all of them.' })
    const now = await getIdea(ctx, id)
    assert.deepEqual([now.stage, now.answerBy], ['done', null])
    const changes = await listStageChanges(cast.as(ctx, 'visitor'), id)
    assert.deepEqual(
      changes.map((change) => [change.stage, change.reason, change.part]),
      [
        ['planned', 'You are right.', null],
        ['partly-done', 'In 4.3.', 'The Tide shows it.'],
        ['done', 'On all of them.', null],
      ],
    )
    assert.equal(changes[0]!.answerBy, '2999-03-01')
  }),
)

test(
  'a category has its own days to answer, and takes no new ideas once it is closed or on the other side',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const category = await addCategory(cast.as(ctx, 'sara'), 'outside', { title: 'Range & cold', answerDays: 7 })
    const posted = await postIdea(cast.as(ctx, 'ines'), { ...idea, category: category.slug })
    assert.deepEqual([posted.categoryId, posted.answerBy], [category.id, later(ctx, 7).now.toISOString().slice(0, 10)])
    const inside = { ...idea, space: 'velund', category: category.slug }
    assert.equal(await codeOf(postIdea(cast.as(ctx, 'lena'), inside)), 'ideas.category')
    assert.equal(await codeOf(addCategory(cast.as(ctx, 'lena'), 'outside', { title: 'Mine' })), 'ideas.not-keeper')
  }),
)

test(
  'an imported idea keeps its time, its score and its stage, and doing it again changes nothing',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const { id } = await ctx.db
      .insertInto('threads')
      .values({
        realm: 'outside',
        spaceId: cast.spaces.riders.id,
        type: 'idea',
        authorId: cast.people.joost.id,
        title: 'From elsewhere',
        slug: 'from-elsewhere',
        body: 'Old.',
        importedScore: 12,
        createdAt: later(ctx, -900).now,
      })
      .returning('id')
      .executeTakeFirstOrThrow()
    const imported = { threadId: id, stage: 'not-planned', reason: 'Declined there.' } as const
    await importIdeas(ctx, [imported])
    const first = await getIdea(ctx, id)
    await importIdeas(ctx, [imported])
    assert.deepEqual(await getIdea(ctx, id), first)
    assert.deepEqual([first.stage, first.answerBy, first.votes.score], ['not-planned', null, 12])
    assert.ok(first.heat > 0 && first.heat < 12, 'old votes have lost weight')
    assert.equal((await listStageChanges(ctx, id)).length, 1)
  }),
)

test(
  'a board goes on behind its cursor without repeating or losing an idea, in every order',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const ids: number[] = []
    for (let at = 0; at < 7; at++) {
      const { id } = await postIdea(cast.as(later(ctx, -at * 20), 'joost'), { ...idea, title: `Idea ${at}` })
      if (at % 3 === 0) await vote(cast.as(ctx, 'ines'), id, at % 2 === 0 ? 1 : -1)
      ids.push(id)
    }
    for (const order of ['heat', 'newest', 'votes', 'owed'] as const) {
      const seen: number[] = []
      let after: string | undefined
      do {
        const page = await listIdeas(ctx, { order }, { limit: 3, ...(after && { after }) })
        seen.push(...page.items.map((line) => line.id))
        after = page.next
      } while (after)
      assert.deepEqual(seen.toSorted(), ids.toSorted(), order)
    }
    assert.equal((await listIdeas(ctx, {}, { after: 'no cursor of ours', limit: 3 })).items.length, 3)
  }),
)
