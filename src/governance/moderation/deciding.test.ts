/** What a moderator may decide, how it is refused, and what follows a hold. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openSite } from '../../../test/browse.ts'
import { type Cast, getCast } from '../../../test/cast.ts'
import { hearEverything, inTransaction } from '../../../test/database.ts'
import { atMinute, decideCase, flagPost, makeModerator, queueOf, startTalk } from '../../../test/moderation.ts'
import { outcome } from '../../../test/outcome.ts'
import { answer, ask } from '../../content/questions/questions.ts'
import { addReply, getReply, getThread } from '../../content/threads/threads.ts'
import { listNotices } from '../../discovery/notices/notices.ts'
import type { Ctx } from '../../platform/context.ts'
import { getRules, putRules, rulesSchema, wordsAsText } from '../writing-rules/writing-rules.ts'
import { conductRules, ruleKeys } from './conduct-rules.ts'
import { decide, decisionSchema, getCase, getMeasure, restraintsOn, takeCase, undoMeasure } from './moderation.ts'

const reason = 'It advertises a shop of his own.'

async function holdCasinos(ctx: Ctx, cast: Cast): Promise<void> {
  const sara = cast.as(ctx, 'sara')
  const rules = await getRules(sara, 'outside')
  await putRules(sara, 'outside', rulesSchema.parse({ ...rules, words: `${wordsAsText(rules.words)}\ncasino 9` }))
}

test('what is typed into a decision is refused at its field, with what to do, and blanks are the plainest decision', () => {
  const errorsOf = (fields: Record<string, string>) =>
    Object.fromEntries(
      (decisionSchema.safeParse({ post: 'hide', ...fields }).error?.issues ?? []).map((one) => [
        one.path[0],
        one.message,
      ]),
    )
  assert.deepEqual(errorsOf({}), {})
  assert.deepEqual(errorsOf({ days: '0' }), { days: 'At least one day.' })
  assert.deepEqual(errorsOf({ days: '366' }), { days: 'At most 365 days.' })
  assert.deepEqual(errorsOf({ days: '1.5' }), { days: 'Give whole days.' })
  assert.deepEqual(errorsOf({ days: 'x' }), { days: 'Give the days as a number.' })
  assert.deepEqual(errorsOf({ hours: '169' }), { hours: 'At most 168 hours.' })
  assert.deepEqual(errorsOf({ hours: '0.5' }), { hours: 'Give whole hours.' })
  assert.deepEqual(errorsOf({ rule: 'no-such' }), { rule: 'Choose the rule.' })
  assert.deepEqual(errorsOf({ reason: 'x'.repeat(2001) }), { reason: 'Keep it under 2,000 characters.' })
  assert.deepEqual(errorsOf({ post: 'burn' }), { post: 'Choose what happens to the text.' })
  assert.deepEqual(decisionSchema.parse({ post: 'none', reason: '  ' }), {
    ...{ post: 'none', author: 'none', days: 7, hours: 24, rule: '', reason: '' },
  })
})

test('every rule of conduct has a name, a sentence and a weight, and its key stays as it is stored', () => {
  assert.deepEqual(ruleKeys, ['spam', 'insult', 'private', 'unlawful', 'pretence', 'off-topic'])
  assert.equal(new Set(ruleKeys.map((key) => conductRules[key].name)).size, ruleKeys.length)
  for (const key of ruleKeys) {
    assert.match(conductRules[key].text, /\.$/)
    assert.ok([1, 2, 3].includes(conductRules[key].weight), key)
  }
})

test(
  'a decision that is refused changes nothing: neither the text nor the case nor what its author may do',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const { answer: id } = await startTalk(ctx, cast)
    const caseId = await flagPost(cast.as(ctx, 'amina'), 'reply', id)
    const sara = cast.as(ctx, 'sara')
    await takeCase(sara, caseId)
    for (const wrong of [
      { post: 'hide', rule: '', reason },
      { post: 'hide', rule: 'spam', reason: 'Too short' },
      { post: 'none', author: 'suspend', rule: '', reason: '' },
    ])
      assert.equal(await outcome(decide(sara, caseId, decisionSchema.parse(wrong))), 'moderation.decision')
    const found = await getCase(sara, caseId)
    assert.deepEqual([found.closedAt, found.history], [null, []])
    assert.equal((await getReply(cast.as(ctx, 'visitor'), id)).hiddenAt, null)
    assert.deepEqual(await restraintsOn(ctx, cast.people.gustav.id, 'outside'), [])
    await hearEverything(ctx)
    for (const who of ['gustav', 'amina'] as const) {
      const kinds = (await listNotices(cast.as(ctx, who))).items.map((one) => one.kind.name)
      assert.ok(!kinds.includes('moderation-measure') && !kinds.includes('flag-outcome'), who)
    }
  }),
)

test(
  'a restraint lasts to the moment that was decided, on its side alone, the suspension before the slowing',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const { question, answer: id } = await startTalk(ctx, cast)
    const second = await addReply(cast.as(ctx, 'gustav'), question, { kind: 'comment', body: 'A comment.' })
    const slow = { author: 'slow', days: 2, hours: 5 }
    const [slowed] = await decideCase(cast.as(ctx, 'sara'), await flagPost(cast.as(ctx, 'amina'), 'reply', id), slow)
    const suspend = { author: 'suspend', days: 1 }
    const caseId = await flagPost(cast.as(ctx, 'amina'), 'reply', second.id)
    const [suspended] = await decideCase(cast.as(ctx, 'sara'), caseId, suspend)
    const at = async (minute: number, side: 'outside' | 'inside' = 'outside') =>
      (await restraintsOn(atMinute(ctx, minute), cast.people.gustav.id, side)).map((one) => one.id)
    assert.deepEqual(await at(0), [suspended, slowed])
    assert.deepEqual(await at(0, 'inside'), [])
    assert.deepEqual(await at(24 * 60 - 1), [suspended, slowed])
    assert.deepEqual(await at(24 * 60), [slowed])
    assert.deepEqual(await at(2 * 24 * 60), [])
    assert.deepEqual(await restraintsOn(ctx, cast.people.ines.id, 'outside'), [])
    assert.equal((await getMeasure(ctx, slowed!)).everyHours, 5)
    assert.equal((await getMeasure(ctx, suspended!)).everyHours, null)
    await undoMeasure(cast.as(ctx, 'sara'), suspended!)
    assert.deepEqual(await at(0), [slowed])
    assert.equal(await outcome(undoMeasure(cast.as(ctx, 'sara'), suspended!)), 'moderation.ended')
  }),
)

test(
  'a held answer that was removed or hidden, and let back on another day, is heard of then as new, and once',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const { question } = await startTalk(ctx, cast)
    await holdCasinos(ctx, cast)
    const sara = cast.as(ctx, 'sara')
    const added = async () =>
      (await ctx.db.selectFrom('events').select('id').where('name', '=', 'reply.added').execute()).length
    const before = await added()
    const mirela = ctx.as(await makeModerator(ctx, cast, 'mirela', 'outside'))
    for (const [n, post] of (['remove', 'hide'] as const).entries()) {
      const held = await answer(cast.as(ctx, 'amina'), question, `Come to the casino ${n}.`)
      const [caseId] = await queueOf(sara, 'outside')
      let [measureId] = await decideCase(sara, caseId!, { post, reason })
      if (post === 'hide') {
        // Another decision stands in place of the first, and still nobody has heard of it.
        const again = await flagPost(mirela, 'reply', held.id)
        const [second] = await decideCase(sara, again, { post: 'remove', reason })
        assert.equal((await getMeasure(ctx, measureId!)).endedAs, 'replaced')
        measureId = second
      }
      assert.equal(await added(), before + n)
      await undoMeasure(sara, measureId!)
      assert.equal((await getReply(cast.as(ctx, 'visitor'), held.id)).body, `Come to the casino ${n}.`)
      assert.equal(await added(), before + n + 1)
    }
    await hearEverything(ctx)
    const told = (await listNotices(cast.as(ctx, 'ines'))).items.filter((one) => one.kind.name === 'answer')
    assert.equal(told.length, 3, 'the asker is told of the first answer and of both of these')
  }),
)

test(
  'what was heard of before is not announced again when a decision about it is undone',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const { answer: id } = await startTalk(ctx, cast)
    const count = async () =>
      (await ctx.db.selectFrom('events').select('id').where('name', '=', 'reply.added').execute()).length
    const before = await count()
    for (const [n, post] of (['hide', 'remove'] as const).entries()) {
      const who = (['amina', 'joost'] as const)[n]!
      const [measureId] = await decideCase(cast.as(ctx, 'sara'), await flagPost(cast.as(ctx, who), 'reply', id), {
        post,
      })
      await undoMeasure(cast.as(ctx, 'sara'), measureId!)
    }
    assert.equal(await count(), before)
  }),
)

test(
  'a held question with an open case is flagged by nobody who does not read it, and one decision ends hold and case',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    await holdCasinos(ctx, cast)
    const text = { space: 'riders', title: 'The casino', body: 'Come to it.', tags: [] }
    const { thread } = await ask(cast.as(ctx, 'amina'), text)
    const [caseId] = await queueOf(cast.as(ctx, 'sara'), 'outside')
    const opened = await getCase(cast.as(ctx, 'sara'), caseId!)
    assert.deepEqual([opened.flags.length, opened.weight, opened.shown.title], [0, 2, 'The casino'])
    await assert.rejects(flagPost(cast.as(ctx, 'joost'), 'thread', thread.id), { code: 'threads.not-found' })
    const site = await openSite(ctx)
    const page = await site.as('sara').get(`/moderation/cases/${caseId}`)
    assert.match(page.text, /Nobody flagged it: a check held it\./)
    assert.match((await site.as('sara').get('/moderation/outside')).text, /Held by a check/)
    await decideCase(cast.as(ctx, 'sara'), caseId!, { post: 'none', rule: '', reason: '' })
    assert.deepEqual(await queueOf(cast.as(ctx, 'sara'), 'outside'), [])
    assert.equal((await getThread(cast.as(ctx, 'joost'), thread.id)).hiddenAt, null)
    const hold = (await getCase(cast.as(ctx, 'sara'), caseId!)).history.find((one) => one.measure === 'hold')
    assert.ok(hold?.endedAt)
  }),
)
