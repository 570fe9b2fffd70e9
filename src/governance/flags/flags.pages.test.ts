/** Flagging, on its pages: for whom, in which words, how often. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openSite } from '../../../test/browse.ts'
import { type Cast, everybody, getCast } from '../../../test/cast.ts'
import { inTransaction } from '../../../test/database.ts'
import { atMinute, decideCase, flagPost, queueOf, startTalk } from '../../../test/moderation.ts'
import { outcome } from '../../../test/outcome.ts'
import { ask } from '../../content/questions/questions.ts'
import { addReply, editThread } from '../../content/threads/threads.ts'
import type { Ctx } from '../../platform/context.ts'
import { getCase } from '../moderation/moderation.ts'
import { flag, flagSchema } from './flags.ts'

const commentsBy = async (ctx: Ctx, cast: Cast, question: Parameters<typeof addReply>[1], count: number) => {
  const ids = []
  for (let n = 0; n < count; n++)
    ids.push((await addReply(cast.as(ctx, 'daniel'), question, { kind: 'comment', body: `Comment ${n}.` })).id)
  return ids
}

test(
  'the page to flag a text is there for who reads it and did not write it; the refusal says what they can do instead',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const { question, answer } = await startTalk(ctx, cast)
    const site = await openSite(ctx)
    for (const who of everybody) {
      const thread = await site.as(who).get(`/flag/thread/${question}`)
      const reply = await site.as(who).get(`/flag/reply/${answer}`)
      const expected = (author: string) => (who === 'petra' ? 404 : who === 'visitor' || who === author ? 403 : 200)
      assert.deepEqual([thread.status, reply.status], [expected('ines'), expected('gustav')], who)
    }
    assert.match(
      (await site.as('ines').get(`/flag/thread/${question}`)).text,
      /You wrote this yourself\. You can change it/,
    )
    assert.match((await site.as('visitor').get(`/flag/thread/${question}`)).text, /Sign in to flag this/)
    for (const path of ['/flag/thread/0', '/flag/reply/x', '/flag/person/1', `/flag/reply/${answer + 999}`])
      assert.equal((await site.as('amina').get(path)).status, 404, path)
    const form = await site.as('amina').get(`/flag/thread/${question}`)
    assert.match(form.text, /tell you what came of it[\s\S]*zebrawood/)
    assert.match(form.text, /noindex/)
  }),
)

test(
  'a text for some says that the moderators read it by the flag; a text for everybody does not',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const { question } = await startTalk(ctx, cast)
    const narrow = await ask(cast.as(ctx, 'ines'), {
      ...{ space: 'riders', title: 'For members', body: 'Words.', tags: [], reach: 4 },
    })
    const site = await openSite(ctx)
    const note = /By your flag the moderators read it too/
    assert.match((await site.as('amina').get(`/flag/thread/${narrow.thread.id}`)).text, note)
    assert.doesNotMatch((await site.as('amina').get(`/flag/thread/${question}`)).text, note)
  }),
)

test(
  'a flag is refused with its reason: a second one, one without a rule, and one with too many words',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const { question } = await startTalk(ctx, cast)
    const site = await openSite(ctx)
    const path = `/flag/thread/${question}`
    const long = await site.as('amina').post(path, { rule: 'insult', words: 'w'.repeat(1001) })
    assert.equal(long.status, 422)
    assert.match(long.text, /Keep it under 1,000 characters\./)
    assert.match(long.text, /value="insult"[^>]*checked|checked[^>]*value="insult"/, 'what was chosen stays chosen')
    assert.equal((await site.as('amina').post(path, { rule: 'unheard-of' })).status, 422)
    const done = await site.as('amina').post(path, { rule: 'insult', words: 'w'.repeat(1000) })
    assert.deepEqual([done.status, done.location], [303, path], 'a page of its own, which scripts can follow')
    assert.match((await site.as('amina').get(path)).text, /The moderators have it[\s\S]*tell you what came of it/)
    const again = await site.as('amina').post(path, { rule: 'spam', words: '' })
    assert.equal(again.status, 409)
    assert.match(again.text, /You flagged this already/)
  }),
)

test('words of a flag are cleaned of what no text holds, and none at all is fine', () => {
  assert.deepEqual(flagSchema.parse({ rule: 'spam' }), { rule: 'spam', words: '' })
  assert.equal(flagSchema.parse({ rule: 'spam', words: ' a\u0000b \n' }).words, 'ab')
  assert.deepEqual(
    flagSchema.safeParse({ words: 'x' }).error!.issues.map((one) => one.message),
    ['Choose what is wrong with it.'],
  )
})

test(
  'one person flags fifteen texts an hour and no more; another is not held back by that, and an hour later it goes on',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const { question } = await startTalk(ctx, cast)
    const ids = await commentsBy(ctx, cast, question, 16)
    const given = { rule: 'off-topic', words: '' } as const
    for (const id of ids.slice(0, 15)) await flag(cast.as(ctx, 'amina'), 'reply', id, given)
    const last = ids[15]!
    await assert.rejects(flag(cast.as(ctx, 'amina'), 'reply', last, given), { status: 429 })
    assert.equal(await outcome(flag(cast.as(ctx, 'joost'), 'reply', last, given)), 'ok')
    // A flag that is refused for another reason uses nothing up.
    const next = atMinute(ctx, 61).as(cast.people.amina)
    assert.equal(await outcome(flag(next, 'reply', ids[0]!, given)), 'flags.already')
    assert.equal(await outcome(flag(next, 'reply', last, given)), 'ok')
  }),
)

test(
  'a heavier rule weighs more in the case, each flag adds, and the text is kept as each one read it',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const { question } = await startTalk(ctx, cast)
    const caseId = await flagPost(cast.as(ctx, 'amina'), 'thread', question)
    const sara = cast.as(ctx, 'sara')
    assert.equal((await getCase(sara, caseId)).weight, 1)
    await flag(cast.as(ctx, 'joost'), 'thread', question, { rule: 'insult', words: '' })
    await flag(cast.as(ctx, 'daniel'), 'thread', question, { rule: 'unlawful', words: 'It is forbidden.' })
    const found = await getCase(sara, caseId)
    assert.equal(found.weight, 6)
    assert.deepEqual(
      found.flags.map((one) => [one.rule, one.words, one.shownTitle]),
      [
        ['spam', 'It sells something.', 'Does the zebrawood rack fit'],
        ['insult', '', 'Does the zebrawood rack fit'],
        ['unlawful', 'It is forbidden.', 'Does the zebrawood rack fit'],
      ],
    )
  }),
)

test(
  'whoever flagged a text reads that where the form would stand, with a way back; the form is there again when the text has changed',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const { question } = await startTalk(ctx, cast)
    const amina = (await openSite(ctx)).as('amina')
    const path = `/flag/thread/${question}`
    assert.match((await amina.get(path)).text, /Flag it for the moderators/)
    await amina.post(path, { rule: 'insult', words: '' })
    const again = await amina.get(path)
    assert.equal(again.status, 200)
    assert.match(again.text, /The moderators have it/)
    assert.match(again.text, new RegExp(`href="/questions/${question}[^"]*"[^>]*>Back to where you were`))
    assert.doesNotMatch(again.text, /Flag it for the moderators/)
    assert.match((await (await openSite(ctx)).as('joost').get(path)).text, /Flag it for the moderators/, 'others can')
    await decideCase(cast.as(atMinute(ctx, 1), 'sara'), (await queueOf(cast.as(ctx, 'sara'), 'outside'))[0]!, {})
    assert.match((await amina.get(path)).text, /You can flag it again when its text changes/)
    await editThread(cast.as(atMinute(ctx, 30), 'ines'), question, { title: 'Another title', body: 'Another text.' })
    assert.match((await amina.get(path)).text, /Flag it for the moderators/)
  }),
)
