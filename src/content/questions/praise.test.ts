import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
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
      [back.answers.map((one) => one.reply.id), back.comments.shown.map((one) => one.id)],
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

test(
  'replies to praise are read 25 at a time, oldest first, whatever they were written as; each is found by its address',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const { id, slug } = await post(cast.as(ctx, 'ines'), 'praise', {
      ...{ space: 'riders', title: 'A call', body: 'So kind.', tags: [] },
    })
    const path = `/praise/${id}/${slug}`
    const site = (await openSite(ctx)).as('visitor')
    assert.match((await site.get(path)).text, /No reply yet/)
    const { rows } = await sql<{ id: number }>`insert into replies (thread_id, kind, author_id, body, created_at)
      select ${id}, case n % 3 when 0 then 'reply' when 1 then 'answer' else 'comment' end, ${cast.people.joost.id},
        'Thanks ' || n, ${ctx.now}::timestamptz - n * interval '1 minute' from generate_series(1, 60) n returning id`.execute(
      ctx.db,
    )
    await ctx.db.updateTable('threads').set({ replyCount: 40, answerCount: 20 }).where('id', '=', id).execute()
    // Written as if imported: the later its number, the older it is.
    const oldest = rows.map((row) => row.id).toSorted((a, b) => b - a)
    const shown = (text: string) =>
      [...text.matchAll(/id="(?:answer|comment|reply)-(\d+)"/g)].map((found) => Number(found[1]))
    const way = (text: string, words: string) =>
      [...text.matchAll(/href="([^"]+)"[^>]*>([^<]*)/g)].find((one) => one[2] === words)?.[1]?.replaceAll('&amp;', '&')
    const first = await site.get(path)
    assert.match(first.text, /60 replies.*1 to 25 of 60/s)
    assert.deepEqual(shown(first.text), oldest.slice(0, 25))
    const second = await site.get(way(first.text, 'Later replies')!)
    assert.deepEqual(shown(second.text), oldest.slice(25, 50))
    assert.match(second.text, new RegExp(`rel="canonical" href="[^"]*${path}\\?after=`))
    const third = await site.get(way(second.text, 'Later replies')!)
    assert.deepEqual(shown(third.text), oldest.slice(50))
    assert.equal(way(third.text, 'Later replies'), undefined)
    assert.deepEqual(shown((await site.get(way(third.text, 'Earlier replies')!)).text), oldest.slice(25, 50))
    const led = await site.get(`/answers/${oldest[59]}`)
    assert.deepEqual(shown((await site.get(led.location!)).text), oldest.slice(50))
    assert.deepEqual(shown((await site.get(`${path}?after=nonsense`)).text), oldest.slice(0, 25))
  }),
)

test(
  'a duplicate is credited in the words of its type',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const site = (await openSite(ctx)).as('visitor')
    for (const [type, words] of [
      ['question', 'Also asked by'],
      ['problem', 'Also reported by'],
      ['praise', 'Also praised by'],
    ] as const) {
      const write = (who: 'ines' | 'joost') =>
        post(cast.as(ctx, who), type, { space: 'riders', title: `The ${type}`, body: 'So.', tags: [] })
      const [one, other] = [await write('ines'), await write('joost')]
      const address = `/threads/${one.id}`
      await mergeThread(cast.as(ctx, 'sara'), other.id, one.id)
      const page = await site.get((await site.get(address)).location!)
      assert.match(page.text, new RegExp(`${words} Joost van Rijn`), type)
    }
  }),
)
