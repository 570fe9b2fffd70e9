import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { getCast } from '../../../test/cast.ts'
import { hearEverything, inTransaction } from '../../../test/database.ts'
import { agreeToBeNamed, getIdea, listStageChanges, setStage, vote } from '../../content/ideas/ideas.ts'
import { addReply } from '../../content/threads/threads.ts'
import { listCrossings, recall, sha256Of } from '../../realms/crossings/crossings.ts'
import { answerText, withThanks } from './answer-words.ts'
import { answerAs, joinPair } from './pair.fixture.test.ts'
import { endTwin, enterTwin, getTwin, joinTwin, noteTwin, previewWords, proposeWords, publishWords } from './twins.ts'

test(
  'joining is a logged crossing that carries nothing out',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const twin = await joinPair(ctx, cast)
    const { items } = await listCrossings(cast.as(ctx, 'lena'))
    assert.equal(items.length, 1)
    const [{ act, sourceId, targetId, reason, actedBy, bytes }] = items as [(typeof items)[0]]
    assert.deepEqual(
      { act, sourceId, targetId, reason, actedBy, bytes },
      {
        ...{ act: 'link-across', sourceId: twin.innerId, targetId: twin.outerId, reason: 'The same wish' },
        ...{ actedBy: cast.people.lena.id, bytes: 'Twin' },
      },
    )
  }),
)

test(
  'votes of employees and customers are counted apart, also those of employees on the public idea',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const twin = await joinPair(ctx, cast)
    await vote(cast.as(ctx, 'daniel'), twin.outerId, 1)
    const { inner, outer } = await enterTwin(cast.as(ctx, 'lena'), twin.id)
    assert.equal(inner.votes.score, 2, 'Aiko and Tomasz')
    assert.equal(outer.votes.score, 3, 'Ines, Gustav and Joost')
    assert.deepEqual(outer.votes.staff, { promoted: 1, demoted: 0 })
    assert.equal((await getIdea(cast.as(ctx, 'visitor'), twin.outerId)).votes.score, 3)
  }),
)

test(
  'stage and public reason go out exactly as previewed, by a crossing of their own; the reason said inside stays',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const twin = await joinPair(ctx, cast)
    const crossing = await answerAs(ctx, cast, twin, 'planned', 'A band that follows the temperature.')
    const bytes = 'Planned\n\nA band that follows the temperature.\n\nNext answer by 2999-01-01'
    assert.equal(crossing.bytes, bytes)
    assert.equal(crossing.bytesSha256, sha256Of(bytes))
    assert.deepEqual([crossing.act, crossing.sourceId], ['publish-out', twin.innerId])
    const changes = await listStageChanges(cast.as(ctx, 'visitor'), twin.outerId)
    assert.deepEqual(
      changes.map(({ stage, reason, answerBy }) => ({ stage, reason, answerBy })),
      [{ stage: 'planned', reason: 'A band that follows the temperature.', answerBy: '2999-01-01' }],
    )
    assert.equal((await getIdea(cast.as(ctx, 'visitor'), twin.outerId)).stage, 'planned')
    const { words, answers } = await enterTwin(cast.as(ctx, 'lena'), twin.id)
    assert.equal(words[0]!.crossingId, crossing.id)
    assert.equal(words[0]!.changeId, answers[0]!.id)
    assert.equal(await previewWords(cast.as(ctx, 'lena'), twin.id), undefined, 'nothing waits any more')
  }),
)

test(
  'a stage set inside changes nothing outside until its words go out',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const twin = await joinPair(ctx, cast)
    await setStage(cast.as(ctx, 'tomasz'), twin.innerId, { stage: 'done', reason: 'Shipped in 4.3' })
    await proposeWords(cast.as(ctx, 'lena'), twin.id, { reason: 'It is in 4.3.' })
    assert.equal((await getIdea(cast.as(ctx, 'visitor'), twin.outerId)).stage, 'new')
    assert.deepEqual(await listStageChanges(cast.as(ctx, 'visitor'), twin.outerId), [])
  }),
)

test(
  'words of another preview, replaced words, words for an earlier stage and words that went out stay where they are',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const twin = await joinPair(ctx, cast)
    const [lena, mirela] = [cast.as(ctx, 'lena'), cast.as(ctx, 'mirela')]
    const open = { reason: 'First words', answerBy: '2999-01-01' }
    const first = await proposeWords(lena, twin.id, open)
    const preview = (await previewWords(mirela, twin.id))!
    const publish = (id: typeof first, expectedSha256 = preview.sha256) =>
      publishWords(mirela, twin.id, id, { expectedSha256, reason: 'Decided' })
    await assert.rejects(publish(first, sha256Of('other words')), { code: 'twins.preview-differs' })
    const second = await proposeWords(lena, twin.id, { ...open, reason: 'Second words' })
    await assert.rejects(publish(first), { code: 'twins.words-replaced' })
    await setStage(cast.as(ctx, 'tomasz'), twin.innerId, { stage: 'planned', reason: '' })
    assert.equal((await previewWords(mirela, twin.id))!.isOutdated, true)
    await assert.rejects(publish(second, (await previewWords(mirela, twin.id))!.sha256), {
      code: 'twins.stage-changed',
    })
    const third = await proposeWords(lena, twin.id, open)
    const { sha256 } = (await previewWords(mirela, twin.id))!
    await publish(third, sha256)
    await assert.rejects(publish(third, sha256), { code: 'twins.words-replaced' })
    const { count } = await ctx.db
      .selectFrom('crossings')
      .select(sql<number>`count(*)::int`.as('count'))
      .where('act', '=', 'publish-out')
      .executeTakeFirstOrThrow()
    assert.equal(count, 1)
  }),
)

test(
  'each stage asks for what it needs: a part, a day, a reason',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const twin = await joinPair(ctx, cast)
    const refused = async (typed: { reason: string; part?: string; answerBy?: string }) =>
      proposeWords(cast.as(ctx, 'lena'), twin.id, typed).then(
        () => [],
        (error: { fields: object }) => Object.keys(error.fields).sort(),
      )
    assert.deepEqual(await refused({ reason: '' }), ['answerBy', 'reason'])
    assert.deepEqual(await refused({ reason: 'x', answerBy: '2001-01-01' }), ['answerBy'])
    assert.deepEqual(await refused({ reason: 'x', answerBy: '2999-02-31' }), ['answerBy'])
    const partly = { stage: 'partly-done', reason: '', part: 'The display' } as const
    await setStage(cast.as(ctx, 'tomasz'), twin.innerId, partly)
    assert.deepEqual(await refused({ reason: 'x', answerBy: '2999-01-01' }), ['part'])
    assert.deepEqual(await refused({ reason: 'x', part: 'The display', answerBy: '2999-01-01' }), [])
    await setStage(cast.as(ctx, 'tomasz'), twin.innerId, { stage: 'not-planned', reason: 'Too dear' })
    assert.deepEqual(await refused({ reason: '' }), ['reason'], 'no day is promised any more')
    assert.deepEqual(await refused({ reason: 'It would not fit.' }), [])
  }),
)

test(
  'when it is done, the public words thank every contributor of both sides who agreed, and nobody else',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const twin = await joinPair(ctx, cast)
    await agreeToBeNamed(cast.as(ctx, 'ines'), twin.outerId, true)
    const planned = await answerAs(ctx, cast, twin, 'planned', 'Soon.')
    assert.doesNotMatch(planned.bytes, /thanks/)
    const first = await answerAs(ctx, cast, twin, 'done', 'In 4.3.')
    assert.equal(first.bytes, 'Done\n\nIn 4.3.\n\nWith thanks to Ines Carvalho.')
    await agreeToBeNamed(cast.as(ctx, 'aiko'), twin.innerId, true)
    const second = await answerAs(ctx, cast, twin, 'done', 'In 4.4.')
    assert.equal(second.bytes, 'Done\n\nIn 4.4.\n\nWith thanks to Ines Carvalho and Aiko Tanaka.')
    await agreeToBeNamed(cast.as(ctx, 'ines'), twin.outerId, false)
    await setStage(cast.as(ctx, 'tomasz'), twin.innerId, { stage: 'done', reason: '' })
    await proposeWords(cast.as(ctx, 'lena'), twin.id, { reason: 'In 4.5.' })
    assert.deepEqual((await previewWords(cast.as(ctx, 'lena'), twin.id))!.named, ['Aiko Tanaka'])
  }),
)

test(
  'who agrees between preview and confirmation is not named by surprise: the preview has to be looked at again',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const twin = await joinPair(ctx, cast)
    await setStage(cast.as(ctx, 'tomasz'), twin.innerId, { stage: 'done', reason: '' })
    const id = await proposeWords(cast.as(ctx, 'lena'), twin.id, { reason: 'In 4.3.' })
    const { sha256 } = (await previewWords(cast.as(ctx, 'mirela'), twin.id))!
    await agreeToBeNamed(cast.as(ctx, 'aiko'), twin.innerId, true)
    const confirmed = { expectedSha256: sha256, reason: 'Decided' }
    await assert.rejects(publishWords(cast.as(ctx, 'mirela'), twin.id, id, confirmed), {
      code: 'twins.preview-differs',
    })
  }),
)

test(
  'a public answer can be recalled: its words go, a marker stays, the log keeps what it was',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const twin = await joinPair(ctx, cast)
    const crossing = await answerAs(ctx, cast, twin, 'planned', 'Words too many.')
    await recall(cast.as(ctx, 'mirela'), crossing.id, 'Said too early')
    await hearEverything(ctx)
    const [change] = await listStageChanges(cast.as(ctx, 'visitor'), twin.outerId)
    assert.equal(change!.reason, 'This answer was taken back.')
    const { crossings } = await enterTwin(cast.as(ctx, 'lena'), twin.id)
    assert.match(crossings.get(crossing.id)!.bytes, /Words too many/)
    assert.ok(crossings.get(crossing.id)!.recalledBy)
  }),
)

test(
  'ending a twin keeps its history, adds nothing any more, and frees both ideas',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const twin = await joinPair(ctx, cast)
    const lena = cast.as(ctx, 'lena')
    await noteTwin(lena, twin.id, { kind: 'feasibility', body: 'The sensor is good enough.' })
    await answerAs(ctx, cast, twin, 'planned', 'Soon.')
    await proposeWords(lena, twin.id, { reason: 'Later.', answerBy: '2999-01-01' })
    await endTwin(lena, twin.id, 'They are two wishes')
    const room = await enterTwin(lena, twin.id)
    assert.ok(room.twin.endedAt)
    assert.equal(room.twin.endedBecause, 'They are two wishes')
    assert.deepEqual([room.notes.length, room.words.length, room.answers.length], [1, 2, 1])
    assert.equal(await previewWords(lena, twin.id), undefined)
    for (const act of [
      noteTwin(lena, twin.id, { kind: 'risk', body: 'x' }),
      proposeWords(lena, twin.id, { reason: 'x', answerBy: '2999-01-01' }),
    ])
      await assert.rejects(act, { code: 'twins.ended' })
    await assert.rejects(endTwin(lena, twin.id, 'Again'), { code: 'crossings.recalled-already' })
    const again = await joinTwin(lena, { inner: twin.innerId, outer: twin.outerId, reason: 'After all' })
    assert.equal((await getTwin(lena, again.id)).endedAt, null)
    assert.ok((await getTwin(lena, twin.id)).endedAt)
  }),
)

test(
  'notes and debate stand on the page of the twin for those inside, and a note needs words',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const twin = await joinPair(ctx, cast)
    await noteTwin(cast.as(ctx, 'aiko'), twin.id, { kind: 'cost', body: '5 weeks, 2 people' })
    await addReply(cast.as(ctx, 'tomasz'), twin.innerId, { kind: 'comment', body: 'A band is safer.' })
    const room = await enterTwin(cast.as(ctx, 'lena'), twin.id)
    assert.deepEqual(
      room.notes.map((note) => [note.kind, note.body]),
      [['cost', '5 weeks, 2 people']],
    )
    assert.deepEqual(
      room.debate.map((reply) => reply.body),
      ['A band is safer.'],
    )
    for (const body of [' ', 'x'.repeat(5001)])
      await assert.rejects(noteTwin(cast.as(ctx, 'aiko'), twin.id, { kind: 'cost', body }), { code: 'twins.note' })
  }),
)

test('the words of an answer are put together so that no two answers read the same', () => {
  const answer = { stage: 'partly-done', reason: 'Why', part: 'Which', answerBy: '2030-01-01' } as const
  assert.equal(answerText(answer), 'Partly done: Which\n\nWhy\n\nNext answer by 2030-01-01')
  assert.equal(answerText({ ...answer, stage: 'done', part: null, answerBy: null }), 'Done\n\nWhy')
  assert.equal(withThanks('Why', []), 'Why')
  assert.equal(withThanks('Why', ['A', 'B', 'C']), 'Why\n\nWith thanks to A, B and C.')
})
