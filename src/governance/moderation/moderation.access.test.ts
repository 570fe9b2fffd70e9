import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Cast, type PersonName, everybody, getCast } from '../../../test/cast.ts'
import { inTransaction } from '../../../test/database.ts'
import { decideCase, flagPost, makeModerator, startTalk } from '../../../test/moderation.ts'
import { outcome } from '../../../test/outcome.ts'
import { fc } from '../../../test/property.ts'
import { addReply, startThread } from '../../content/threads/threads.ts'
import type { Ctx } from '../../platform/context.ts'
import type { AccountId } from '../../platform/ids.ts'
import { countOpen, giveBack, listQueue, workOn } from './cases.ts'
import { type Hearing, hearersOf, moderates } from './moderation.access.ts'
import { type CaseId, type Side, decide, decisionSchema, getCase, takeCase, undoMeasure } from './moderation.ts'

type Who = PersonName | 'visitor'

/** Sara moderates outside; Jonas inside (and owns the house); whoever runs a side sees nothing of the other. */
const moderators: Readonly<Record<Side, readonly Who[]>> = { outside: ['sara'], inside: ['jonas'] }

const decision = decisionSchema.parse({ post: 'hide', rule: 'spam', reason: 'It advertises something.' })

async function openCases(ctx: Ctx, cast: Cast): Promise<Readonly<Record<Side | 'bridge', CaseId>>> {
  const { answer } = await startTalk(ctx, cast)
  const inside = await startThread(cast.as(ctx, 'daniel'), cast.spaces.velund, {
    ...{ type: 'discussion', title: 'Inside', body: 'Words inside.' },
  })
  const room = await startThread(cast.as(ctx, 'petra'), cast.spaces.cells, {
    ...{ type: 'discussion', title: 'In the room', body: 'Words in the room.' },
  })
  const reply = await addReply(cast.as(ctx, 'petra'), room.id, { kind: 'reply', body: 'More of them.' })
  return {
    outside: await flagPost(cast.as(ctx, 'amina'), 'reply', answer),
    inside: await flagPost(cast.as(ctx, 'tomasz'), 'thread', inside.id),
    bridge: await flagPost(cast.as(ctx, 'lena'), 'reply', reply.id),
  }
}

test(
  'the queue and the cases of a side are there for its moderators alone: for everybody else, the owner too, there is nothing',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const cases = await openCases(ctx, cast)
    for (const who of everybody) {
      const as = cast.as(ctx, who)
      for (const [at, id] of Object.entries(cases)) {
        const side: Side = at === 'outside' ? 'outside' : 'inside'
        const may = moderators[side].includes(who)
        const expected = may ? 'ok' : 'moderation.not-found'
        assert.equal(moderates(as.viewer, side), may, `${who} moderates ${side}`)
        assert.equal(await outcome(listQueue(as, side)), expected, `${who}: queue ${side}`)
        assert.equal(await outcome(countOpen(as, side)), expected, `${who}: count ${side}`)
        assert.equal(await outcome(getCase(as, id)), expected, `${who}: case ${at}`)
        assert.equal(await outcome(workOn(as, id)), expected, `${who}: open ${at}`)
        const refused = may ? 'moderation.not-in-hand' : 'moderation.not-found'
        assert.equal(await outcome(decide(as, id, decision)), refused, `${who}: decide ${at} without having it in hand`)
        assert.equal(await outcome(takeCase(as, id)), expected, `${who}: take ${at}`)
        assert.equal(await outcome(giveBack(as, id)), expected, `${who}: give back ${at}`)
      }
    }
    const { items } = await listQueue(cast.as(ctx, 'jonas'), 'inside')
    assert.deepEqual(items.map((one) => one.id).toSorted(), [cases.inside, cases.bridge].toSorted())
  }),
)

test(
  'a moderator decides nothing about their own text, nor about what they flagged, and undoes nothing of it',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const { question, answer } = await startTalk(ctx, cast)
    const own = await addReply(cast.as(ctx, 'sara'), question, { kind: 'comment', body: 'By a moderator.' })
    const ownCase = await flagPost(cast.as(ctx, 'amina'), 'reply', own.id)
    const flagged = await flagPost(cast.as(ctx, 'sara'), 'reply', answer)
    const sara = cast.as(ctx, 'sara')
    const mirela = ctx.as(await makeModerator(ctx, cast, 'mirela', 'outside'))
    for (const [id, code] of [
      [ownCase, 'moderation.own-post'],
      [flagged, 'moderation.own-flag'],
    ] as const) {
      assert.equal(await outcome(takeCase(sara, id)), code)
      assert.equal(await outcome(decide(sara, id, decision)), code)
      const [measureId] = await decideCase(mirela, id, { post: 'hide' })
      assert.equal(await outcome(undoMeasure(sara, measureId!)), code)
      assert.equal(await outcome(undoMeasure(cast.as(ctx, 'jonas'), measureId!)), 'moderation.not-found')
      assert.equal(await outcome(undoMeasure(mirela, measureId!)), 'ok')
      assert.equal(await outcome(undoMeasure(mirela, measureId!)), 'moderation.ended')
    }
  }),
)

const someone = fc.integer({ min: 1, max: 6 }) as unknown as fc.Arbitrary<AccountId>
const several = fc.uniqueArray(someone, { maxLength: 4 })

test('whoever hears an appeal neither decided nor wrote nor flagged; an owner hears it only when no moderator can', () => {
  fc.assert(
    fc.property(
      fc.record({
        decidedBy: fc.option(someone),
        authorId: someone,
        flaggedBy: several,
        moderators: several,
        owners: several,
      }),
      (hearing: Hearing) => {
        const hearers = hearersOf(hearing)
        const free = (id: AccountId) =>
          id !== hearing.decidedBy && id !== hearing.authorId && !hearing.flaggedBy.includes(id)
        assert.ok(hearers.every(free))
        const canModerate = hearing.moderators.filter(free)
        if (canModerate.length > 0) assert.deepEqual(hearers, canModerate)
        else assert.deepEqual(hearers, hearing.owners.filter(free))
      },
    ),
    { numRuns: 500 },
  )
})
