import assert from 'node:assert/strict'
import { test } from 'node:test'
import { getCast } from '../../../test/cast.ts'
import { hearEverything, inTransaction } from '../../../test/database.ts'
import { atMinute, decideCase, flagPost, queueOf, startTalk } from '../../../test/moderation.ts'
import { outcome } from '../../../test/outcome.ts'
import { answer, ask, editAnswer } from '../../content/questions/questions.ts'
import { addReply, getReply, getThread, listReplies, listThreads, startThread } from '../../content/threads/threads.ts'
import { listNotices } from '../../discovery/notices/notices.ts'
import type { Ctx } from '../../platform/context.ts'
import { english } from '../../platform/languages/languages.ts'
import { undoMeasure } from '../moderation/moderation.ts'
import { getRules, parseWords, putRules, rulesSchema, tryText, wordsAsText } from './writing-rules.ts'

const day = 24 * 60

async function setRules(ctx: Ctx, changed: Record<string, string>): Promise<void> {
  const rules = await getRules(ctx, 'outside')
  const typed = { ...rules, words: wordsAsText(rules.words), ...changed }
  await putRules(ctx, 'outside', rulesSchema.parse(typed))
}

test(
  'a text above the threshold is saved and waits: its author and the moderators read it, nobody hears of it, until it is let through',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const { question } = await startTalk(ctx, cast)
    const sara = cast.as(ctx, 'sara')
    await setRules(sara, { words: 'casino 9' })
    await hearEverything(ctx)
    const before = (await listNotices(cast.as(ctx, 'ines'))).items.length
    const held = await answer(cast.as(ctx, 'amina'), question, 'Come to the casino.')
    assert.ok(held.hiddenAt)
    await hearEverything(ctx)
    assert.equal((await getReply(cast.as(ctx, 'amina'), held.id)).body, 'Come to the casino.')
    assert.equal(await outcome(getReply(cast.as(ctx, 'ines'), held.id)), 'replies.not-found')
    assert.equal((await getThread(ctx, question)).answerCount, 1)
    assert.equal((await listNotices(cast.as(ctx, 'ines'))).items.length, before, 'the asker hears nothing yet')
    const told = (await listNotices(cast.as(ctx, 'amina'))).items[0]!
    assert.equal(told.says, 'A text of yours is saved and waits for a moderator')
    const [caseId] = await queueOf(sara, 'outside')
    await decideCase(sara, caseId!, { post: 'none', rule: '', reason: '' })
    await hearEverything(ctx)
    assert.equal((await getReply(cast.as(ctx, 'visitor'), held.id)).hiddenAt, null)
    assert.equal((await getThread(ctx, question)).answerCount, 2)
    assert.equal((await listNotices(cast.as(ctx, 'ines'))).items.length, before + 1, 'now the asker is told')
    const events = await ctx.db.selectFrom('events').select('name').where('name', '=', 'reply.added').execute()
    assert.equal(events.length, 2, 'it is announced once, when it stands')
  }),
)

test(
  'a thread that waits stands in no list, and a moderator can remove it at once',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const sara = cast.as(ctx, 'sara')
    await setRules(sara, { words: 'casino 9' })
    const text = { space: 'riders', title: 'The casino', body: 'Come to it.', tags: [] }
    const { thread } = await ask(cast.as(ctx, 'amina'), text)
    assert.ok(thread.hiddenAt)
    for (const [who, count] of [
      ['ines', 0],
      ['visitor', 0],
      ['amina', 1],
      ['sara', 1],
    ] as const)
      assert.equal((await listThreads(cast.as(ctx, who), {})).items.length, count, who)
    const started = await ctx.db.selectFrom('events').select('id').where('name', '=', 'thread.started').execute()
    assert.equal(started.length, 0, 'no bridge and no listener hears of it')
    const [caseId] = await queueOf(sara, 'outside')
    const [id] = await decideCase(sara, caseId!, { post: 'remove' })
    const marker = await getThread(cast.as(ctx, 'visitor'), thread.id)
    assert.equal(marker.title, 'Removed by moderation')
    await undoMeasure(sara, id!)
    assert.equal((await getThread(cast.as(ctx, 'visitor'), thread.id)).title, 'The casino')
  }),
)

test(
  'a text that becomes spam by a change waits too; what it said before does not come back by that',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const { answer: id } = await startTalk(ctx, cast)
    await setRules(cast.as(ctx, 'sara'), { words: 'casino 9' })
    await editAnswer(cast.as(ctx, 'gustav'), id, 'Come to the casino.')
    assert.equal(await outcome(getReply(cast.as(ctx, 'ines'), id)), 'replies.not-found')
    assert.equal((await getReply(cast.as(ctx, 'gustav'), id)).body, 'Come to the casino.')
    const [caseId] = await queueOf(cast.as(ctx, 'sara'), 'outside')
    await decideCase(cast.as(ctx, 'sara'), caseId!, { post: 'none', rule: '', reason: '' })
    assert.equal((await getReply(cast.as(ctx, 'ines'), id)).body, 'Come to the casino.')
    const added = await ctx.db.selectFrom('events').select('id').where('name', '=', 'reply.added').execute()
    assert.equal(added.length, 1, 'it was heard of before')
  }),
)

test(
  'somebody new posts few links and not too quickly; somebody known, and whoever works here, as they like',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const { question } = await startTalk(ctx, cast)
    await setRules(cast.as(ctx, 'sara'), { newLinks: '1', newPerHour: '2', threshold: '100' })
    const links = 'See https://a.example/ and https://b.example/ there.'
    const reply = (as: Ctx, body: string) => outcome(addReply(as, question, { kind: 'comment', body }))
    const amina = cast.as(ctx, 'amina')
    assert.equal(await reply(amina, links), 'writing.new-links')
    assert.equal(await reply(amina, 'One.'), 'ok')
    assert.equal(await reply(amina, 'Two.'), 'ok')
    assert.equal(await reply(amina, 'Three.'), 'writing.new-quick')
    assert.equal(await reply(atMinute(ctx, 61).as(cast.people.amina), 'Three.'), 'ok')
    assert.equal(await reply(atMinute(ctx, 4 * day).as(cast.people.amina), links), 'ok', 'no longer new')
    for (let n = 0; n < 4; n++) assert.equal(await reply(cast.as(ctx, 'daniel'), `${links} ${n}`), 'ok')
  }),
)

test(
  'whoever is suspended writes nothing and changes nothing on that side until the day, reads on, and writes elsewhere',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const { question } = await startTalk(ctx, cast)
    const own = await addReply(cast.as(ctx, 'daniel'), question, { kind: 'comment', body: 'By an employee.' })
    const caseId = await flagPost(cast.as(ctx, 'amina'), 'reply', own.id)
    const [id] = await decideCase(cast.as(ctx, 'sara'), caseId, { author: 'suspend', days: 3 })
    const at = (minute: number) => atMinute(ctx, minute).as(cast.people.daniel)
    const write = (as: Ctx) => outcome(addReply(as, question, { kind: 'comment', body: 'More.' }))
    assert.equal(await write(at(1)), 'writing.suspended')
    assert.equal(await outcome(editAnswer(at(1), own.id, 'Changed.')), 'writing.suspended')
    const text = { type: 'discussion', title: 'Inside', body: 'Words.' } as const
    assert.equal(
      await outcome(startThread(at(1), cast.spaces.velund, text)),
      'ok',
      'the other side is not theirs to close',
    )
    assert.equal((await listReplies(at(1), question)).length, 2)
    assert.equal(await write(at(3 * day + 1)), 'ok')
    assert.equal(await write(at(2 * day)), 'writing.suspended')
    await undoMeasure(cast.as(ctx, 'sara'), id!)
    assert.equal(await write(at(2 * day)), 'ok')
  }),
)

test(
  'whoever is slowed down writes once in so many hours, changes what they wrote freely, and writes on after the day',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const { question, answer: first } = await startTalk(ctx, cast)
    const caseId = await flagPost(cast.as(ctx, 'amina'), 'reply', first)
    await decideCase(cast.as(ctx, 'sara'), caseId, { author: 'slow', days: 2, hours: 5 })
    const at = (minute: number) => atMinute(ctx, minute).as(cast.people.gustav)
    const write = (as: Ctx) => outcome(addReply(as, question, { kind: 'comment', body: 'More.' }))
    assert.equal(await write(at(60)), 'writing.slowed')
    assert.equal(await outcome(editAnswer(at(61), first, 'Changed.')), 'ok')
    assert.equal(await write(at(5 * 60 + 1)), 'ok')
    assert.equal(await write(at(5 * 60 + 2)), 'writing.slowed')
    assert.equal(await write(at(10 * 60 + 2)), 'ok')
    assert.equal(await write(at(2 * day + 1)), 'ok')
    assert.equal(await write(at(2 * day + 2)), 'ok')
  }),
)

test(
  'rules hold from the next text on, are kept as they were typed, and what does not fit is refused with its line',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const sara = cast.as(ctx, 'sara')
    await setRules(sara, { words: 'Casino  Bonus 6\n\n viagra\ncasino bonus 7', newLinks: '2' })
    const rules = await getRules(sara, 'outside')
    assert.deepEqual(rules.words, [
      { word: 'casino bonus', points: 7 },
      { word: 'viagra', points: 5 },
    ])
    assert.equal(rules.newLinks, 2)
    assert.deepEqual(parseWords(wordsAsText(rules.words)), rules.words)
    for (const wrong of ['casino 0', 'casino 101', `${'x'.repeat(101)} 5`])
      assert.throws(() => parseWords(wrong), { code: 'writing-rules.words' }, wrong)
    const inside = await getRules(cast.as(ctx, 'jonas'), 'inside')
    assert.deepEqual(inside.words, [], 'each side has its own')
  }),
)

test(
  'a text is tried without being posted, as somebody new and as somebody known',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const sara = cast.as(ctx, 'sara')
    await setRules(sara, { words: 'casino 9' })
    const known = await tryText(sara, 'outside', 'Come to the casino.', 'known')
    assert.deepEqual(
      known.reasons.map(({ points, says }) => [points, english.again(says)]),
      [[9, 'Holds “casino” from the word list']],
    )
    assert.equal((await tryText(sara, 'outside', 'Come to the casino.', 'new')).points, 11)
    assert.equal((await listThreads(ctx, {})).items.length, 0)
  }),
)
