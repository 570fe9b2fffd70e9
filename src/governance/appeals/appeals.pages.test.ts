/** The pages of a statement and of an appeal, word by word, without script. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import sharp from 'sharp'
import { openSite } from '../../../test/browse.ts'
import { everybody, getCast } from '../../../test/cast.ts'
import { hearEverything, inTransaction } from '../../../test/database.ts'
import { decideCase, flagPost, makeModerator, startTalk } from '../../../test/moderation.ts'
import { uploadPicture } from '../../content/files/files.ts'
import { answer } from '../../content/questions/questions.ts'
import { listNotices, openNotice } from '../../discovery/notices/notices.ts'
import { undoMeasure } from '../moderation/moderation.ts'
import { contest, hearAppeal } from './appeals.ts'

test(
  'whoever hears an appeal for a side that they do not moderate is told also of a hidden thread, and finds the way to it',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const { question } = await startTalk(ctx, cast)
    // Sara is the one moderator outside and decided: the owner hears it.
    const caseId = await flagPost(cast.as(ctx, 'amina'), 'thread', question)
    const [id] = await decideCase(cast.as(ctx, 'sara'), caseId, { post: 'hide' })
    await contest(cast.as(ctx, 'ines'), id!, 'I only asked.')
    await hearEverything(ctx)
    const toHear = async (who: 'jonas' | 'sara' | 'mirela') =>
      (await listNotices(cast.as(ctx, who))).items.filter((one) => one.kind.name === 'moderation-appeal')
    assert.deepEqual([(await toHear('sara')).length, (await toHear('mirela')).length], [0, 0])
    const [notice, ...more] = await toHear('jonas')
    assert.deepEqual(more, [])
    const path = await openNotice(cast.as(ctx, 'jonas'), notice!.id)
    assert.equal(path, `/moderation/statements/${id}#contest`)
    const page = await (await openSite(ctx)).as('jonas').get(`/moderation/statements/${id}`)
    assert.match(page.text, /I only asked\.[\s\S]*Decide the appeal/)
    assert.doesNotMatch(page.text, /Sara Lindqvist/, 'who decided is for the moderators of that side')
  }),
)

test(
  'a statement shows the picture of a removed text to its author and the moderators, and to nobody by its bare address',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const site = await openSite(ctx)
    const { question } = await startTalk(ctx, cast)
    const bytes = await sharp({ create: { width: 6, height: 6, channels: 3, background: '#0a7' } })
      .png()
      .toBuffer()
    const { url } = await uploadPicture(cast.as(ctx, 'gustav'), site.blobs, cast.spaces.riders, bytes)
    const reply = await answer(cast.as(ctx, 'gustav'), question, `![a](${url})`)
    await hearEverything(ctx)
    const caseId = await flagPost(cast.as(ctx, 'amina'), 'reply', reply.id)
    const [id] = await decideCase(cast.as(ctx, 'sara'), caseId, { post: 'remove' })
    await hearEverything(ctx)
    assert.equal((await site.anyone.get(url)).status, 404)
    for (const [who, path] of [
      ['gustav', `/moderation/statements/${id}`],
      ['sara', `/moderation/statements/${id}`],
      ['sara', `/moderation/cases/${caseId}`],
    ] as const) {
      const { text } = await site.as(who).get(path)
      const shown = new RegExp(`src="(${url}[^"]*)"`).exec(text)![1]!.replaceAll('&amp;', '&')
      assert.equal((await site.anyone.request(shown)).status, 200, `${who} at ${path}`)
    }
  }),
)

test(
  'a statement that was undone, heard or is too old says so, and offers nothing that would be refused',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const { answer: id } = await startTalk(ctx, cast)
    const site = await openSite(ctx)
    const mirela = ctx.as(await makeModerator(ctx, cast, 'mirela', 'outside'))
    const [first] = await decideCase(cast.as(ctx, 'sara'), await flagPost(cast.as(ctx, 'amina'), 'reply', id), {
      post: 'hide',
    })
    const path = `/moderation/statements/${first}`
    const contestForm = /Why the decision is wrong/
    assert.match((await site.as('gustav').get(path)).text, contestForm)
    assert.doesNotMatch((await site.as('sara').get(path)).text, contestForm)
    assert.match((await site.as('sara').get(path)).text, /Undo this, and tell the author/)
    assert.doesNotMatch((await site.as('gustav').get(path)).text, /Undo this|The whole case/)
    await undoMeasure(cast.as(ctx, 'sara'), first!)
    const undone = await site.as('gustav').get(path)
    assert.match(undone.text, /A moderator undid this/)
    assert.match(undone.text, /There is nothing left to contest/)
    assert.doesNotMatch(undone.text, contestForm)
    assert.equal((await site.as('gustav').post(`${path}/appeal`, { words: 'Still.' })).status, 403)

    const [second] = await decideCase(cast.as(ctx, 'sara'), await flagPost(cast.as(ctx, 'joost'), 'reply', id), {
      post: 'hide',
    })
    const appealId = await contest(cast.as(ctx, 'gustav'), second!, 'I compared.')
    assert.equal(
      (await site.as('gustav').post(`/moderation/statements/${second}/appeal`, { words: 'Again.' })).status,
      403,
    )
    await hearAppeal(mirela, appealId, { outcome: 'stands', answer: 'It names a shop three times.' })
    const heard = await site.as('gustav').get(`/moderation/statements/${second}`)
    assert.match(heard.text, /It names a shop three times\./)
    assert.doesNotMatch(heard.text, /Mirela|Sara|Joost/)
    assert.doesNotMatch(heard.text, contestForm)
    await ctx.db
      .updateTable('moderationMeasures')
      .set({ decidedAt: new Date(ctx.now.getTime() - 190 * 86_400_000), endedAt: null, endedAs: null })
      .where('id', '=', first!)
      .execute()
    assert.match((await site.as('gustav').get(path)).text, /can be contested for six months\. This one is older\./)
  }),
)

test(
  'what is typed into an appeal and its answer is cleaned, measured, and kept in the form when it is refused',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const { answer: id } = await startTalk(ctx, cast)
    const site = await openSite(ctx)
    const judge = site.as(await makeModerator(ctx, cast, 'mirela', 'outside'))
    const [measureId] = await decideCase(cast.as(ctx, 'sara'), await flagPost(cast.as(ctx, 'amina'), 'reply', id), {
      post: 'hide',
    })
    const path = `/moderation/statements/${measureId}`
    const gustav = site.as('gustav')
    const empty = await gustav.post(`${path}/appeal`, { words: '\u0000 \n ' })
    assert.equal(empty.status, 422)
    assert.match(empty.text, /Say why the decision is wrong\./)
    const long = await gustav.post(`${path}/appeal`, { words: `Kept here ${'x'.repeat(4000)}` })
    assert.equal(long.status, 422)
    assert.match(long.text, /Keep it under 4,000 characters\.[\s\S]*Kept here/)
    assert.equal((await gustav.post(`${path}/appeal`, { words: 'I <i>only</i> compared.' })).status, 303)
    const asked = await judge.get(path)
    assert.match(asked.text, /I &lt;i>only&lt;\/i> compared\./)
    const appeal = /\/moderation\/appeals\/\d+/.exec(asked.text)![0]
    const noOutcome = await judge.post(appeal, { answer: 'Kept there' })
    assert.equal(noOutcome.status, 422)
    assert.match(noOutcome.text, /Choose what comes of it\.[\s\S]*Kept there/)
    const noAnswer = await judge.post(appeal, { outcome: 'stands', answer: ' ' })
    assert.match(noAnswer.text, /Say why\. The author reads it\./)
    assert.equal((await judge.post(appeal, { outcome: 'stands', answer: 'It does.' })).location, `${path}#contest`)
    assert.equal((await judge.post(appeal, { outcome: 'upheld', answer: 'It does not.' })).status, 409)
    for (const strange of ['/moderation/appeals/0', '/moderation/appeals/x', '/moderation/appeals/999999'])
      assert.equal((await judge.post(strange, { outcome: 'stands', answer: 'Fine.' })).status, 404, strange)
  }),
)

test(
  'the page about moderation is there for everybody, from the foot of every page outside, with the inside for employees',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const site = await openSite(ctx)
    const { answer: id } = await startTalk(ctx, cast)
    const none = await site.as('visitor').get('/about/moderation')
    assert.equal(none.status, 200)
    await decideCase(cast.as(ctx, 'sara'), await flagPost(cast.as(ctx, 'amina'), 'reply', id), { post: 'hide' })
    for (const who of everybody) {
      const { text } = await site.as(who).get('/about/moderation')
      assert.match(text, /Text hidden/, who)
      assert.doesNotMatch(text.replace(/<header[\s\S]*?<\/header>/g, ''), /pachyderm|shop of his own/, who)
    }
    for (const path of ['/', '/questions', '/updates', '/ideas'])
      assert.match((await site.as('visitor').get(path)).text, /<footer[\s\S]*href="\/about\/moderation"/, path)
  }),
)

test(
  'from a statement leads a way back to moderation for whoever works there, and to the text for everybody who may read it',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const { question } = await startTalk(ctx, cast)
    const caseId = await flagPost(cast.as(ctx, 'amina'), 'thread', question)
    const [id] = await decideCase(cast.as(ctx, 'sara'), caseId, { post: 'hide' })
    await contest(cast.as(ctx, 'ines'), id!, 'I only asked.')
    const site = await openSite(ctx)
    const page = async (who: 'ines' | 'sara' | 'jonas') =>
      (await site.as(who).get(`/moderation/statements/${id}`)).text.replace(
        /<nav(?![^>]*You are here)[\s\S]*?<\/nav>/g,
        '',
      )
    const [ines, sara, jonas] = [await page('ines'), await page('sara'), await page('jonas')]
    const place = new RegExp(`href="/questions/${question}[^"]*"[^>]*>[\\s\\S]*?Read it in place`)
    for (const [who, text] of [
      ['its author', ines],
      ['the moderator', sara],
    ] as const)
      assert.match(text, place, who)
    assert.doesNotMatch(jonas, /Read it in place/, 'hidden from the owner, who reads it here')
    assert.match(sara, /href="\/moderation"[\s\S]*href="\/moderation\/outside"/)
    assert.match(jonas, /href="\/moderation"/)
    assert.doesNotMatch(jonas, /href="\/moderation\/outside"/, 'that queue is not theirs')
    assert.doesNotMatch(ines, /href="\/moderation"/, 'there is no such page for members')
  }),
)
