import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openSite } from '../../../test/browse.ts'
import { getCast } from '../../../test/cast.ts'
import { inTransaction } from '../../../test/database.ts'
import { mergeThread, retypeThread, unmergeThread } from '../threads/threads.ts'
import { getPraise, replyToPraise, thankFor } from './praise.ts'
import { answer, comment, getQuestion, post } from './questions.ts'

test(
  'praise gathers thanks, each person once, also over a merge, and loses none when that is undone',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const give = (who: 'ines' | 'daniel', title: string) =>
      post(cast.as(ctx, who), 'praise', { space: 'riders', title, body: 'So kind.', tags: [] })
    const [one, other] = [await give('ines', 'A call'), await give('daniel', 'The call')]
    for (const who of ['gustav', 'joost', 'joost'] as const) await thankFor(cast.as(ctx, who), one.id, true)
    for (const who of ['gustav', 'amina'] as const) await thankFor(cast.as(ctx, who), other.id, true)
    const thanks = async (who: 'gustav' | 'lena', id: typeof one.id) => (await getPraise(cast.as(ctx, who), id)).thanks
    assert.deepEqual(await thanks('gustav', one.id), { count: 2, mine: true })
    assert.deepEqual(await thanks('lena', one.id), { count: 2, mine: false })
    await mergeThread(cast.as(ctx, 'sara'), one.id, other.id)
    assert.deepEqual(await thanks('gustav', other.id), { count: 3, mine: true })
    await thankFor(cast.as(ctx, 'gustav'), other.id, false)
    assert.deepEqual(await thanks('gustav', other.id), { count: 2, mine: false })
    await unmergeThread(cast.as(ctx, 'sara'), one.id)
    assert.deepEqual(await thanks('lena', one.id), { count: 1, mine: false })
    assert.deepEqual(await thanks('lena', other.id), { count: 1, mine: false })
  }),
)

test(
  'what was a question keeps its answers as praise, and praise its replies as a question',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const { id } = await post(cast.as(ctx, 'ines'), 'question', {
      space: 'riders',
      title: 'Who rang?',
      body: 'So.',
      tags: [],
    })
    const given = await answer(cast.as(ctx, 'daniel'), id, 'I did.')
    const under = await comment(cast.as(ctx, 'lena'), id, 'He did.', given.id)
    await retypeThread(cast.as(ctx, 'ines'), id, 'praise')
    const reply = await replyToPraise(cast.as(ctx, 'daniel'), id, 'Any time.')
    const site = await openSite(ctx)
    const page = await site.as('visitor').get(`/praise/${id}/who-rang`)
    for (const place of [`answer-${given.id}`, `comment-${under.id}`, `reply-${reply.id}`])
      assert.ok(page.text.includes(`id="${place}"`), place)
    await retypeThread(cast.as(ctx, 'ines'), id, 'question')
    const back = await getQuestion(ctx, id)
    assert.deepEqual(
      [back.answers.map((one) => one.reply.id), back.comments.map((one) => one.id)],
      [[given.id], [reply.id]],
    )
    assert.ok((await site.as('visitor').get(`/questions/${id}/who-rang`)).text.includes(`id="reply-${reply.id}"`))
    assert.match(
      (await site.as('visitor').get(`/questions/${id}/-/history`)).text,
      /made this praise; it was a question/,
    )
  }),
)

test(
  'praise is given, thanked for, replied to and changed without script',
  inTransaction(async (ctx) => {
    const site = await openSite(ctx)
    const ines = site.as('ines')
    const made = await ines.post('/questions/ask', {
      type: 'praise',
      space: 'riders',
      title: 'A call',
      body: 'So *kind*.',
      tags: '',
    })
    const [, id] = /^\/praise\/(\d+)\/a-call$/.exec(made.location!)!
    const page = await site.as('visitor').get(made.location!)
    assert.match(page.text, /So <em>kind<\/em>/)
    assert.match(page.text, /Sign in to reply/)
    assert.doesNotMatch(page.text, /QAPage|Answer promised/, 'nothing is owed for it')
    assert.equal((await site.as('visitor').get(`/praise/${id}`)).location, made.location)
    const thanked = await site.as('daniel').post(`/praise/${id}/-/thanks`)
    assert.equal(thanked.location, `${made.location}#praise-${id}`)
    assert.match((await site.as('daniel').get(made.location!)).text, /thanks, yours too/)
    await site.as('daniel').post(`/praise/${id}/-/thanks`, { back: 'yes' })
    assert.match((await site.as('daniel').get(made.location!)).text, /<span class="n">0<\/span><span class="w">thanks</)
    const empty = await site.as('daniel').post(`/praise/${id}/-/replies`, { body: ' ' })
    assert.equal(empty.status, 422)
    assert.match(empty.text, /Write something first/)
    const replied = await site.as('daniel').post(`/praise/${id}/-/replies`, { body: 'Any time.' })
    const [, reply] = /#reply-(\d+)$/.exec(replied.location!)!
    assert.match((await site.as('daniel').get(`/answers/${reply}/edit`)).text, /Change your reply/)
    assert.equal(
      (await site.as('daniel').post(`/answers/${reply}/edit`, { body: 'Any day.' })).location,
      replied.location,
    )
    assert.match((await ines.get(`/questions/${id}/-/edit`)).text, /Change your praise/)
    const changed = await ines.post(`/questions/${id}/-/edit`, { title: 'The call', body: 'So kind.', tags: '' })
    assert.equal(changed.location, `/praise/${id}/the-call`)
    assert.equal((await site.as('visitor').get(made.location!)).status, 301)
  }),
)
