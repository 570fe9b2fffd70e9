/** Whoever flagged is told what came of it, with its reason, and nothing that is not theirs to know. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openSite } from '../../../test/browse.ts'
import { everybody, getCast } from '../../../test/cast.ts'
import { hearEverything, inTransaction } from '../../../test/database.ts'
import { atMinute, decideCase, flagPost, makeModerator, startTalk } from '../../../test/moderation.ts'
import { outcome } from '../../../test/outcome.ts'
import { sendNoticeMails } from '../../../test/notice-mails.ts'
import { startThread } from '../../content/threads/threads.ts'
import { listNotices } from '../../discovery/notices/notices.ts'
import type { Ctx } from '../../platform/context.ts'
import { contest, hearAppeal } from '../appeals/appeals.ts'
import { undoMeasure } from '../moderation/moderation.ts'
import { flag, getOutcome } from './flags.ts'

const told = async (ctx: Ctx) =>
  (await listNotices(ctx)).items.filter((notice) => notice.kind.name === 'flag-outcome').map((notice) => notice.says)

test(
  'everybody who flagged hears what came of it, once, also of what they read no longer; whoever did not flag hears nothing',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const { question, answer } = await startTalk(ctx, cast)
    const sara = cast.as(ctx, 'sara')
    const hidden = await flagPost(cast.as(ctx, 'amina'), 'thread', question)
    await flag(cast.as(ctx, 'daniel'), 'thread', question, { rule: 'private', words: '' })
    const removed = await flagPost(cast.as(ctx, 'joost'), 'reply', answer)
    await hearEverything(ctx)
    for (const who of everybody) if (who !== 'visitor') assert.deepEqual(await told(cast.as(ctx, who)), [], who)
    await decideCase(sara, removed, { post: 'remove' })
    await decideCase(sara, hidden, { post: 'hide' })
    await hearEverything(ctx)
    await hearEverything(ctx)
    const expected = {
      amina: ['You flagged a text. A moderator looked at it and hid it'],
      daniel: ['You flagged a text. A moderator looked at it and hid it'],
      joost: ['You flagged a text. A moderator looked at it and removed it'],
    }
    for (const who of everybody)
      if (who !== 'visitor')
        assert.deepEqual(await told(cast.as(ctx, who)), expected[who as keyof typeof expected] ?? [], who)
    assert.equal(await outcome(getOutcome(cast.as(ctx, 'amina'), hidden)), 'ok')
  }),
)

test(
  'a flag that led to nothing is answered too, and another decision about the same text tells only who flagged again',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const { answer } = await startTalk(ctx, cast)
    const sara = (minute: number) => atMinute(ctx, minute).as(cast.people.sara)
    const first = await flagPost(cast.as(ctx, 'amina'), 'reply', answer)
    await decideCase(sara(1), first, {
      post: 'none',
      rule: '',
      reason: 'It names a shop, and the question asked for one.',
    })
    await hearEverything(ctx)
    assert.deepEqual(await told(cast.as(ctx, 'amina')), [
      'You flagged a text. A moderator looked at it and left it there',
    ])
    const seen = await getOutcome(cast.as(ctx, 'amina'), first)
    assert.deepEqual(
      [seen.measure, seen.rule, seen.named, seen.reason, seen.replyId],
      [null, null, 'spam', 'It names a shop, and the question asked for one.', answer],
    )
    const second = await flagPost(atMinute(ctx, 2).as(cast.people.joost), 'reply', answer)
    await decideCase(sara(3), second, { post: 'hide' })
    await hearEverything(ctx)
    assert.equal((await told(cast.as(ctx, 'amina'))).length, 1)
    assert.equal((await told(cast.as(ctx, 'joost'))).length, 1)
    assert.equal((await getOutcome(cast.as(ctx, 'amina'), first)).measure, null, 'hers is the first decision')
  }),
)

test(
  'the outcome is there for who flagged in that case alone, and not before it is decided',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const { answer } = await startTalk(ctx, cast)
    const id = await flagPost(cast.as(ctx, 'amina'), 'reply', answer)
    assert.equal(await outcome(getOutcome(cast.as(ctx, 'amina'), id)), 'flags.not-found', 'nothing is decided yet')
    await decideCase(cast.as(ctx, 'sara'), id, { post: 'remove' })
    const site = await openSite(ctx)
    for (const who of everybody) {
      const mine = who === 'amina'
      assert.equal(await outcome(getOutcome(cast.as(ctx, who), id)), mine ? 'ok' : 'flags.not-found', who)
      assert.equal((await site.as(who).get(`/flag/outcomes/${id}`)).status, mine ? 200 : 404, who)
    }
    assert.equal(await outcome(getOutcome(ctx, id)), 'flags.not-found', 'it is of a person')
    for (const strange of ['0', 'x', '-1', '99999999999999999999', String(id + 1)])
      assert.equal((await site.as('amina').get(`/flag/outcomes/${strange}`)).status, 404, strange)
  }),
)

test(
  'what was decided about its author is told to its author and not to who flagged the text',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const { answer } = await startTalk(ctx, cast)
    const id = await flagPost(cast.as(ctx, 'amina'), 'reply', answer)
    const decision = { post: 'none', author: 'suspend', days: 3, reason: 'He was warned about this before.' }
    await decideCase(cast.as(ctx, 'sara'), id, decision)
    await hearEverything(ctx)
    assert.deepEqual(await told(cast.as(ctx, 'amina')), [
      'You flagged a text. A moderator looked at it and left it there',
    ])
    const page = await (await openSite(ctx)).as('amina').get(`/flag/outcomes/${id}`)
    assert.doesNotMatch(page.text, /warned|suspend|Sara|Gustav/i)
    const seen = await getOutcome(cast.as(ctx, 'amina'), id)
    assert.deepEqual([seen.measure, seen.rule, seen.reason], [null, null, ''])
  }),
)

test(
  'the page says what, why and under which rule, leads to the text as long as it is read, and names nobody',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const { question, answer } = await startTalk(ctx, cast)
    const id = await flagPost(cast.as(ctx, 'amina'), 'reply', answer)
    const [measureId] = await decideCase(cast.as(ctx, 'sara'), id, { post: 'hide', rule: 'off-topic' })
    const site = await openSite(ctx)
    const hidden = await site.as('amina').get(`/flag/outcomes/${id}`)
    assert.match(hidden.text, /What came of your flag/)
    assert.match(hidden.text, /The text is hidden/)
    assert.match(hidden.text, /It advertises a shop of his own\./)
    assert.match(hidden.text, /Spam or advertising/, 'the rule that she named')
    assert.match(hidden.text, /Not about this/, 'the rule that it was decided under')
    assert.match(hidden.text, /Thank you/)
    assert.doesNotMatch(hidden.text, /pachyderm|Sara|Gustav|Read it in place/)
    assert.match(hidden.text, /noindex/)
    await undoMeasure(cast.as(ctx, 'sara'), measureId!)
    const undone = await site.as('amina').get(`/flag/outcomes/${id}`)
    assert.match(undone.text, /looked at once more and undone/)
    assert.match(undone.text, new RegExp(`href="/questions/${question}[^"]*#answer-${answer}"[^>]*>Read it in place`))
  }),
)

test(
  'an appeal that is upheld shows on the outcome; a later decision in place of the first does not pass for an undoing',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const { answer } = await startTalk(ctx, cast)
    const mirela = ctx.as(await makeModerator(ctx, cast, 'mirela', 'outside'))
    const first = await flagPost(cast.as(ctx, 'amina'), 'reply', answer)
    await decideCase(cast.as(ctx, 'sara'), first, { post: 'hide' })
    const second = await flagPost(mirela, 'reply', answer)
    const [removal] = await decideCase(cast.as(ctx, 'sara'), second, { post: 'remove' })
    assert.equal((await getOutcome(cast.as(ctx, 'amina'), first)).undoneAt, null)
    const lena = ctx.as(await makeModerator(ctx, cast, 'lena', 'outside'))
    const appealId = await contest(cast.as(ctx, 'gustav'), removal!, 'I only compared.')
    await hearAppeal(lena, appealId, { outcome: 'upheld', answer: 'It was a comparison.' })
    const seen = await getOutcome(mirela, second)
    assert.deepEqual([seen.measure, seen.undoneAt], ['remove', ctx.now])
  }),
)

test(
  'an employee inside and a guest in their room hear of theirs, here and by mail, without a word of the text',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const inside = await startThread(cast.as(ctx, 'daniel'), cast.spaces.velund, {
      ...{ type: 'discussion', title: 'Inside', body: 'Words inside.' },
    })
    const room = await startThread(cast.as(ctx, 'lena'), cast.spaces.cells, {
      ...{ type: 'discussion', title: 'In the room', body: 'Words in the room.' },
    })
    const jonas = cast.as(ctx, 'jonas')
    await decideCase(jonas, await flagPost(cast.as(ctx, 'tomasz'), 'thread', inside.id), { post: 'hide' })
    await decideCase(jonas, await flagPost(cast.as(ctx, 'petra'), 'thread', room.id), { post: 'remove' })
    await hearEverything(ctx)
    assert.equal((await told(cast.as(ctx, 'tomasz'))).length, 1)
    assert.equal((await told(cast.as(ctx, 'petra'))).length, 1)
    await sendNoticeMails(ctx)
    const mails = await ctx.db.selectFrom('mails').select(['toAddress', 'bodyText']).execute()
    const toPetra = mails.filter(
      (mail) => mail.toAddress.startsWith('petra') && mail.bodyText.includes('/flag/outcomes/'),
    )
    assert.equal(toPetra.length, 1)
    assert.doesNotMatch(toPetra[0]!.bodyText, /Words in the room|Jonas|Lena/)
  }),
)
