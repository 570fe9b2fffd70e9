import assert from 'node:assert/strict'
import { test } from 'node:test'
import { getCast } from '../../../test/cast.ts'
import { hearEverything, inTransaction } from '../../../test/database.ts'
import { atMinute, decideCase, flagPost, makeModerator, startTalk } from '../../../test/moderation.ts'
import { outcome } from '../../../test/outcome.ts'
import { getReply } from '../../content/threads/threads.ts'
import { listNotices } from '../../discovery/notices/notices.ts'
import { type MeasureId, undoMeasure } from '../moderation/moderation.ts'
import { contestableUntil } from './appeals.access.ts'
import { contest, getStatement, hearAppeal, listToHear, listTotals } from './appeals.ts'

const day = 24 * 60
const right = { outcome: 'upheld', answer: 'It was a fair comparison.' } as const
const stands = { outcome: 'stands', answer: 'It was an advertisement.' } as const

async function remove(ctx: Parameters<typeof startTalk>[0], cast: Parameters<typeof startTalk>[1]) {
  const { answer } = await startTalk(ctx, cast)
  const caseId = await flagPost(cast.as(ctx, 'amina'), 'reply', answer)
  const [id] = await decideCase(cast.as(ctx, 'sara'), caseId, { post: 'remove' })
  return { answer, id: id! }
}

test(
  'an appeal that is upheld puts the text back and tells its author; the one who decided first never hears it',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const mirela = ctx.as(await makeModerator(ctx, cast, 'mirela', 'outside'))
    const { answer, id } = await remove(ctx, cast)
    const appealId = await contest(cast.as(ctx, 'gustav'), id, 'I only compared two racks.')
    assert.equal(await outcome(contest(cast.as(ctx, 'gustav'), id, 'Once more.')), 'appeals.once')
    await hearEverything(ctx)
    const asked = (await listNotices(mirela)).items.map((notice) => notice.kind.name)
    assert.deepEqual(asked, ['moderation-appeal'])
    assert.deepEqual((await listNotices(cast.as(ctx, 'sara'))).items, [])
    assert.equal(await outcome(hearAppeal(cast.as(ctx, 'sara'), appealId, right)), 'appeals.not-hearer')
    assert.deepEqual(await listToHear(cast.as(ctx, 'sara'), 'outside'), [])
    assert.equal((await listToHear(mirela, 'outside')).length, 1)
    await hearAppeal(mirela, appealId, right)
    assert.equal(await outcome(hearAppeal(mirela, appealId, stands)), 'appeals.heard')
    assert.equal((await getReply(cast.as(ctx, 'visitor'), answer)).body, 'It fits, says the pachyderm.')
    await hearEverything(ctx)
    const told = (await listNotices(cast.as(ctx, 'gustav'))).items.map((notice) => notice.says)
    assert.ok(told.includes('Your appeal was upheld'))
    const { measure, appeal } = await getStatement(cast.as(ctx, 'gustav'), id)
    assert.deepEqual([measure.endedAs, appeal!.answer], ['appeal', 'It was a fair comparison.'])
  }),
)

test(
  'an appeal that is not upheld leaves the decision, with the reason; it is heard once',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const mirela = ctx.as(await makeModerator(ctx, cast, 'mirela', 'outside'))
    const { answer, id } = await remove(ctx, cast)
    await hearAppeal(mirela, await contest(cast.as(ctx, 'gustav'), id, 'I only compared.'), stands)
    assert.ok((await getReply(ctx, answer)).removedAt)
    assert.equal(await outcome(contest(cast.as(ctx, 'gustav'), id, 'Once more.')), 'appeals.once')
    await hearEverything(ctx)
    const told = (await listNotices(cast.as(ctx, 'gustav'))).items.map((notice) => notice.says)
    assert.ok(told.includes('Your appeal was heard, and the decision stands'))
  }),
)

test(
  'where there is one moderator the owner hears the appeal, and nothing else of that side',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const { id } = await remove(ctx, cast)
    const jonas = cast.as(ctx, 'jonas')
    assert.equal(await outcome(getStatement(jonas, id)), 'moderation.not-found', 'before anybody contests it')
    const appealId = await contest(cast.as(ctx, 'gustav'), id, 'I only compared two racks.')
    assert.equal((await listToHear(jonas, 'outside')).length, 1)
    assert.equal((await getStatement(jonas, id)).isModerator, false)
    await hearAppeal(jonas, appealId, right)
    assert.equal(await outcome(getStatement(jonas, id)), 'ok', 'what they decided stays theirs to read')
  }),
)

test(
  'where nobody else is there the appeal waits until somebody is',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const { startThread } = await import('../../content/threads/threads.ts')
    const thread = await startThread(cast.as(ctx, 'daniel'), cast.spaces.velund, {
      ...{ type: 'discussion', title: 'Inside', body: 'Words inside.' },
    })
    // Jonas is the one moderator inside and the one owner.
    const caseId = await flagPost(cast.as(ctx, 'tomasz'), 'thread', thread.id)
    const [id] = await decideCase(cast.as(ctx, 'jonas'), caseId, { post: 'hide' })
    const daniel = cast.as(ctx, 'daniel')
    assert.equal((await getStatement(daniel, id!)).canBeHeard, false)
    const appealId = await contest(daniel, id!, 'It is about work.')
    assert.equal(await outcome(hearAppeal(cast.as(ctx, 'jonas'), appealId, stands)), 'appeals.not-hearer')
    const lena = ctx.as(await makeModerator(ctx, cast, 'lena', 'inside'))
    assert.equal((await listToHear(lena, 'inside')).length, 1)
    assert.equal(await outcome(hearAppeal(lena, appealId, right)), 'ok')
  }),
)

test(
  'a decision is contested within six months, and not when it was undone',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const { id } = await remove(ctx, cast)
    assert.deepEqual(contestableUntil(new Date('2026-03-10T08:00:00Z')), new Date('2026-09-10T08:00:00Z'))
    const late = atMinute(ctx, 190 * day).as(cast.people.gustav)
    assert.equal(await outcome(contest(late, id, 'Too late.')), 'appeals.too-late')
    const inTime = atMinute(ctx, 170 * day).as(cast.people.gustav)
    assert.ok((await getStatement(inTime, id)).mayAppeal.allowed)
    await undoMeasure(cast.as(ctx, 'sara'), id)
    assert.equal(await outcome(contest(inTime, id, 'Why?')), 'appeals.ended')
  }),
)

test(
  'what was decided is published in numbers that add up, without a name or a word of anybody',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const mirela = ctx.as(await makeModerator(ctx, cast, 'mirela', 'outside'))
    const ids: MeasureId[] = []
    for (let n = 0; n < 3; n++) ids.push((await remove(ctx, cast)).id)
    await hearAppeal(mirela, await contest(cast.as(ctx, 'gustav'), ids[0]!, 'I compared.'), right)
    await contest(cast.as(ctx, 'gustav'), ids[1]!, 'I compared.')
    const { answer } = await startTalk(ctx, cast)
    const open = await flagPost(cast.as(ctx, 'amina'), 'reply', answer)
    await decideCase(atMinute(ctx, 60).as(cast.people.sara), open, { post: 'none', rule: '', reason: '' })
    await flagPost(cast.as(ctx, 'joost'), 'reply', answer)
    const [outside, ...more] = await listTotals(cast.as(ctx, 'visitor'))
    assert.deepEqual(more, [], 'a visitor is told of the outside alone')
    assert.deepEqual(outside!.rows, [
      { rule: 'spam', measure: 'remove', isAutomated: false, count: 3, contested: 2, upheld: 1 },
      { rule: null, measure: 'none', isAutomated: false, count: 1, contested: 0, upheld: 0 },
    ])
    assert.deepEqual([outside!.flags, outside!.decided, outside!.waiting, outside!.medianHours], [5, 4, 1, 0])
    assert.deepEqual(
      (await listTotals(cast.as(ctx, 'daniel'))).map((one) => one.side),
      ['outside', 'inside'],
    )
    assert.doesNotMatch(JSON.stringify(outside), /pachyderm|Gustav|Sara|compared/)
    const later = await listTotals(atMinute(ctx, 400 * day).as({ kind: 'visitor' }))
    assert.deepEqual(later[0]!.rows, [], 'twelve months, no longer')
  }),
)
