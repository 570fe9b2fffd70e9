import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type PersonName, everybody, getCast } from '../../../test/cast.ts'
import { hearEverything, inTransaction } from '../../../test/database.ts'
import { atMinute, decideCase, flagPost, makeModerator, startTalk } from '../../../test/moderation.ts'
import { outcome } from '../../../test/outcome.ts'
import { sendNoticeMails } from '../../../test/notice-mails.ts'
import { acceptAnswer, answer, editAnswer } from '../../content/questions/questions.ts'
import {
  editThread,
  getReply,
  getThread,
  listReplies,
  listReplyHistory,
  listThreadHistory,
  listThreads,
} from '../../content/threads/threads.ts'
import { wrongCounters } from '../../connect/doctor/doctor.queries.ts'
import { listNotices } from '../../discovery/notices/notices.ts'
import { search } from '../../discovery/search/search.ts'
import { contentKind } from '../../realms/content-kind.ts'
import { getMeasure, undoMeasure } from './moderation.ts'

const readers: readonly (PersonName | 'visitor')[] = everybody.filter((who) => who !== 'petra')

test(
  'a hidden answer is read by its author and the moderators of its side; lists, search, counts and notices know nothing of it',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const { question, answer: id } = await startTalk(ctx, cast)
    await hearEverything(ctx)
    await acceptAnswer(cast.as(ctx, 'ines'), id)
    const caseId = await flagPost(cast.as(ctx, 'amina'), 'reply', id)
    const [measureId] = await decideCase(cast.as(ctx, 'sara'), caseId, { post: 'hide' })
    for (const who of readers) {
      const as = cast.as(ctx, who)
      const reads = who === 'gustav' || who === 'sara'
      assert.equal(await outcome(getReply(as, id)), reads ? 'ok' : 'replies.not-found', who)
      assert.equal((await listReplies(as, question)).length, reads ? 1 : 0, who)
      assert.equal((await search(as, 'pachyderm')).threads.items.length, reads ? 1 : 0, who)
      assert.equal(await outcome(listReplyHistory(as, id)), reads ? 'ok' : 'replies.not-found', who)
      assert.equal(await outcome(contentKind('reply').textOf(as, id)), reads ? 'ok' : 'replies.not-found', who)
      const thread = await getThread(as, question)
      assert.equal(thread.answerCount, 0, who)
    }
    assert.deepEqual(await wrongCounters(ctx), { threads: 0, replies: 0 })
    const told = (await listNotices(cast.as(ctx, 'ines'))).items
    assert.deepEqual(
      told.filter((notice) => notice.kind.name === 'answer'),
      [],
    )
    assert.equal((await listThreads(cast.as(ctx, 'ines'), { state: 'answered' })).items.length, 0)
    await undoMeasure(cast.as(ctx, 'sara'), measureId!)
    assert.equal((await getThread(ctx, question)).answerCount, 1)
    assert.equal((await listThreads(cast.as(ctx, 'ines'), { state: 'answered' })).items.length, 1, 'accepted again')
    assert.deepEqual(await wrongCounters(ctx), { threads: 0, replies: 0 })
  }),
)

test(
  'a hidden question is gone for its readers, with its answers, and back as it was when the measure is undone',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const { question, answer: id } = await startTalk(ctx, cast)
    const before = await getThread(ctx, question)
    const caseId = await flagPost(cast.as(ctx, 'amina'), 'thread', question)
    const [measureId] = await decideCase(cast.as(ctx, 'sara'), caseId, { post: 'hide' })
    for (const who of readers) {
      const as = cast.as(ctx, who)
      const reads = who === 'ines' || who === 'sara'
      assert.equal(await outcome(getThread(as, question)), reads ? 'ok' : 'threads.not-found', who)
      assert.equal(await outcome(getReply(as, id)), reads ? 'ok' : 'replies.not-found', who)
      assert.equal((await search(as, 'zebrawood')).threads.items.length, reads ? 1 : 0, who)
      assert.equal((await listThreads(as, { realm: 'outside' })).items.length, reads ? 1 : 0, who)
    }
    await undoMeasure(cast.as(ctx, 'sara'), measureId!)
    assert.deepEqual(await getThread(cast.as(ctx, 'visitor'), question), before)
    assert.equal((await getMeasure(ctx, measureId!)).endedAs, 'moderator')
  }),
)

test(
  'a removed answer leaves a marker for everybody, its author too; its words and earlier words are kept for the appeal and come back',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const { question, answer: id } = await startTalk(ctx, cast)
    await editAnswer(cast.as(ctx, 'gustav'), id, 'It fits, says the second pachyderm.')
    const before = await getReply(ctx, id)
    const caseId = await flagPost(cast.as(ctx, 'amina'), 'reply', id)
    const [measureId] = await decideCase(cast.as(ctx, 'sara'), caseId, { post: 'remove' })
    for (const who of readers) {
      const as = cast.as(ctx, who)
      const marker = await getReply(as, id)
      assert.equal(marker.body, 'Removed by moderation under the rule “Spam or advertising”.', who)
      assert.ok(marker.removedAt)
      assert.deepEqual(await listReplyHistory(as, id), [], who)
      assert.equal((await search(as, 'pachyderm')).threads.items.length, 0, who)
      assert.equal((await search(as, 'moderation')).threads.items.length, 0, 'the marker is no text of anybody')
    }
    assert.equal(await outcome(editAnswer(cast.as(ctx, 'gustav'), id, 'Back again.')), 'replies.removed')
    assert.equal((await getThread(ctx, question)).answerCount, 0)
    assert.deepEqual(await wrongCounters(ctx), { threads: 0, replies: 0 })
    await undoMeasure(cast.as(ctx, 'sara'), measureId!)
    assert.deepEqual(await getReply(ctx, id), before)
    assert.equal((await listReplyHistory(ctx, id))[0]!.body, 'It fits, says the pachyderm.')
    assert.deepEqual(await wrongCounters(ctx), { threads: 0, replies: 0 })
  }),
)

test(
  'a removed question keeps its place and its answers; its address says none of its words, and lists leave it out',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const { question, answer: id } = await startTalk(ctx, cast)
    await editThread(cast.as(ctx, 'ines'), question, { title: 'Does the new rack fit', body: 'With quandong bags.' })
    const before = await getThread(ctx, question)
    const caseId = await flagPost(cast.as(ctx, 'amina'), 'thread', question)
    const [measureId] = await decideCase(cast.as(ctx, 'sara'), caseId, { post: 'remove' })
    const visitor = cast.as(ctx, 'visitor')
    const marker = await getThread(visitor, question)
    assert.deepEqual([marker.title, marker.slug], ['Removed by moderation', 'removed'])
    assert.equal((await getReply(visitor, id)).body, 'It fits, says the pachyderm.')
    assert.deepEqual(await listThreadHistory(visitor, question), [])
    assert.equal((await listThreads(visitor, {})).items.length, 0)
    assert.equal((await search(visitor, 'pachyderm')).threads.items.length, 0)
    const edit = editThread(cast.as(ctx, 'ines'), question, { title: 'Again', body: 'Again.' })
    assert.equal(await outcome(edit), 'threads.removed')
    await undoMeasure(cast.as(ctx, 'sara'), measureId!)
    assert.deepEqual(await getThread(ctx, question), before)
    assert.equal((await listThreadHistory(ctx, question)).length, 1)
  }),
)

test(
  'a hidden reply does not hold its thread at the top of a list',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const { question } = await startTalk(ctx, cast)
    const { id, createdAt } = await answer(atMinute(ctx, 1).as(cast.people.gustav), question, 'Much later.')
    assert.deepEqual((await getThread(ctx, question)).activeAt, createdAt)
    const caseId = await flagPost(cast.as(ctx, 'amina'), 'reply', id)
    const [measureId] = await decideCase(cast.as(ctx, 'sara'), caseId, { post: 'hide' })
    assert.ok((await getThread(ctx, question)).activeAt < createdAt)
    await undoMeasure(cast.as(ctx, 'sara'), measureId!)
    assert.deepEqual((await getThread(ctx, question)).activeAt, createdAt)
  }),
)

test(
  'a later decision about the same text stands in place of the first, and undoing it shows the text as it was written',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const { answer: id } = await startTalk(ctx, cast)
    const first = await flagPost(cast.as(ctx, 'amina'), 'reply', id)
    const [hidden] = await decideCase(cast.as(ctx, 'sara'), first, { post: 'hide' })
    const second = await flagPost(ctx.as(await makeModerator(ctx, cast, 'mirela', 'outside')), 'reply', id)
    const [removed] = await decideCase(cast.as(ctx, 'sara'), second, { post: 'remove', reason: 'Removed after all.' })
    assert.equal((await getMeasure(ctx, hidden!)).endedAs, 'replaced')
    assert.equal((await getMeasure(ctx, removed!)).shownBody, 'It fits, says the pachyderm.')
    assert.equal(await outcome(undoMeasure(cast.as(ctx, 'sara'), hidden!)), 'moderation.ended')
    await undoMeasure(cast.as(ctx, 'sara'), removed!)
    assert.equal((await getReply(cast.as(ctx, 'visitor'), id)).body, 'It fits, says the pachyderm.')
  }),
)

test(
  'whoever wrote a text is told what was decided about it, here and by mail, and its readers are not',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const { answer: id } = await startTalk(ctx, cast)
    const caseId = await flagPost(cast.as(ctx, 'amina'), 'reply', id)
    const taken = await decideCase(cast.as(ctx, 'sara'), caseId, { post: 'remove', author: 'slow' })
    await hearEverything(ctx)
    const told = (await listNotices(cast.as(ctx, 'gustav'))).items.map((notice) => notice.says)
    assert.deepEqual(told.toSorted(), [
      'A moderator slowed down how often you write',
      'A text of yours was removed by moderation',
    ])
    await sendNoticeMails(ctx)
    const mails = await ctx.db.selectFrom('mails').selectAll().execute()
    const toGustav = mails.filter((mail) => mail.toAddress.startsWith('gustav'))
    assert.equal(toGustav.length, 2)
    for (const measureId of taken)
      assert.ok(toGustav.some((mail) => mail.bodyText.includes(`/moderation/statements/${measureId}`)))
    for (const mail of toGustav) assert.doesNotMatch(mail.bodyText, /pachyderm|Sara|Amina/)
    const toAmina = (await listNotices(cast.as(ctx, 'amina'))).items.map((notice) => notice.kind.name)
    assert.deepEqual(toAmina, ['flag-outcome'], 'what came of her flag, and nothing about him')
    assert.equal((await listNotices(cast.as(ctx, 'joost'))).items.length, 0)
  }),
)

test(
  'a decision to do something needs a rule and a sentence; to leave it as it is needs neither, and nobody is told',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const { answer: id } = await startTalk(ctx, cast)
    const caseId = await flagPost(cast.as(ctx, 'amina'), 'reply', id)
    const sara = cast.as(ctx, 'sara')
    const bare = decideCase(sara, caseId, { post: 'hide', rule: '', reason: 'No.' })
    await assert.rejects(bare, (error: { fields?: object }) => {
      assert.deepEqual(Object.keys(error.fields ?? {}).toSorted(), ['reason', 'rule'])
      return true
    })
    const [measureId] = await decideCase(sara, caseId, { post: 'none', rule: '', reason: '' })
    assert.equal((await getMeasure(ctx, measureId!)).measure, 'none')
    await hearEverything(ctx)
    const kinds = (await listNotices(cast.as(ctx, 'gustav'))).items.map((notice) => notice.kind.name)
    assert.ok(!kinds.includes('moderation-measure'))
  }),
)
