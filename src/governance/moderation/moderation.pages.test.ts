import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openSite } from '../../../test/browse.ts'
import { everybody, getCast } from '../../../test/cast.ts'
import { hearEverything, inTransaction } from '../../../test/database.ts'
import { decideCase, flagPost, makeModerator, startTalk } from '../../../test/moderation.ts'
import { addReply } from '../../content/threads/threads.ts'

test(
  'without script: a member flags an answer, a moderator takes it, removes it, and everybody reads the marker in its place',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const { question, answer } = await startTalk(ctx, cast)
    const site = await openSite(ctx)
    const [amina, sara, visitor] = [site.as('amina'), site.as('sara'), site.as('visitor')]
    const page = await amina.get(`/questions/${question}/x`)
    assert.match(
      (await amina.get(page.location ?? `/questions/${question}/x`)).text,
      new RegExp(`/flag/reply/${answer}"`),
    )
    const form = await amina.get(`/flag/reply/${answer}`)
    assert.match(form.text, /Tell the moderators[\s\S]*pachyderm/)
    const empty = await amina.post(`/flag/reply/${answer}`, { words: 'It sells.' })
    assert.equal(empty.status, 422)
    assert.match(empty.text, /Choose what is wrong with it[\s\S]*It sells\./)
    const flagged = await amina.post(`/flag/reply/${answer}`, { rule: 'spam', words: 'It <b>sells</b>.' })
    assert.equal(flagged.status, 303)
    assert.match((await amina.get(flagged.location!)).text, /The moderators have it/)
    assert.equal((await amina.post(`/flag/reply/${answer}`, { rule: 'spam', words: '' })).status, 409)

    assert.match((await sara.get('/moderation')).text, /Outside: 1 text/)
    const queue = await sara.get('/moderation/outside')
    const path = /\/moderation\/cases\/\d+/.exec(queue.text)![0]
    const before = await sara.get(path)
    assert.match(before.text, /Spam or advertising[\s\S]*It &lt;b>sells&lt;\/b>\./)
    assert.doesNotMatch(before.text, /Your decision/)
    assert.equal((await sara.post(`${path}/take`)).location, path)
    assert.match((await sara.get(path)).text, /Your decision/)
    const bare = await sara.post(`${path}/decide`, { post: 'remove', rule: '', reason: 'Short' })
    assert.equal(bare.status, 422)
    assert.match(bare.text, /Choose the rule that this breaks[\s\S]*Short/)
    const fields = { post: 'remove', author: 'none', rule: 'spam', reason: 'It advertises a shop of his own.' }
    assert.equal((await sara.post(`${path}/decide`, fields)).location, '/moderation/outside')
    assert.match((await sara.get('/moderation/outside')).text, /Nothing waits here/)
    assert.match((await sara.get(path)).text, /This was decided/)

    const seen = await visitor.get(`/questions/${question}/does-the-zebrawood-rack-fit`)
    assert.match(seen.text, /removed by moderation/)
    assert.doesNotMatch(seen.text, /pachyderm/)
  }),
)

test(
  'its author reads why, contests it, and another moderator undoes it; the one who decided is offered no such thing',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const { question, answer } = await startTalk(ctx, cast)
    const mirela = await makeModerator(ctx, cast, 'mirela', 'outside')
    const caseId = await flagPost(cast.as(ctx, 'amina'), 'reply', answer)
    const [id] = await decideCase(cast.as(ctx, 'sara'), caseId, { post: 'remove', reason: 'It names a shop of his.' })
    await hearEverything(ctx)
    const site = await openSite(ctx)
    const gustav = site.as('gustav')
    const notices = await gustav.get('/notices')
    const notice = /\/notices\/\d+/.exec(notices.text.slice(notices.text.indexOf('removed by moderation') - 600))![0]
    assert.match(notices.text, /A text of yours was removed by moderation/)
    const path = `/moderation/statements/${id}`
    assert.equal((await gustav.get(notice)).location, path)
    const statement = await gustav.get(path)
    for (const part of ['It names a shop of his.', 'Spam or advertising', 'A moderator of this community', 'pachyderm'])
      assert.ok(statement.text.includes(part), part)
    assert.match(statement.text, /You can contest this/)
    assert.doesNotMatch(statement.text, /Sara|Amina/)
    assert.equal((await gustav.post(`${path}/appeal`, { words: ' ' })).status, 422)
    assert.equal((await gustav.post(`${path}/appeal`, { words: 'I compared.' })).location, `${path}#contest`)
    const bySara = await site.as('sara').get(path)
    assert.match(bySara.text, /I compared\./)
    assert.doesNotMatch(bySara.text, /Decide the appeal/)
    const judge = site.as(mirela)
    assert.match((await judge.get('/moderation/outside/appeals')).text, /I compared\./)
    const asked = await judge.get(path)
    assert.match(asked.text, /Decide the appeal[\s\S]*|Sara/)
    const appeal = /\/moderation\/appeals\/\d+/.exec(asked.text)![0]
    assert.equal((await judge.post(appeal, { outcome: '', answer: 'Fine.' })).status, 422)
    assert.equal((await judge.post(appeal, { outcome: 'upheld', answer: 'A fair one.' })).status, 303)
    const after = await gustav.get(path)
    assert.match(after.text, /The appeal was upheld[\s\S]*A fair one\./)
    assert.doesNotMatch(after.text, /Mirela/)
    const seen = await site.as('visitor').get(`/questions/${question}/does-the-zebrawood-rack-fit`)
    assert.match(seen.text, /pachyderm/)
    const totals = await site.as('visitor').get('/about/moderation')
    assert.match(totals.text, /Text removed, with a marker/)
    assert.doesNotMatch(totals.text, /Gustav|Sara|Mirela|pachyderm|shop of his/)
  }),
)

test(
  'what waits or is hidden says so to its author on the page, with the way to the reason; others see nothing',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const { question, answer } = await startTalk(ctx, cast)
    const site = await openSite(ctx)
    const sara = site.as('sara')
    const rules = await sara.get('/moderation/outside/rules')
    assert.match(rules.text, /Words and phrases/)
    const numbers = { newDays: '3', newPosts: '3', newLinks: '3', newPerHour: '20', threshold: '10' }
    assert.equal((await sara.post('/moderation/outside/rules', { ...numbers, words: 'casino 0' })).status, 422)
    assert.equal((await sara.post('/moderation/outside/rules', { ...numbers, words: 'casino 9' })).status, 303)
    const tried = await sara.post('/moderation/outside/rules/try', { text: 'A casino.', author: 'new' })
    assert.match(tried.text, /11 points[\s\S]*would wait[\s\S]*Holds “casino”/)
    const posted = await site.as('amina').post(`/questions/${question}/answers`, { body: 'Come to the casino.' })
    assert.equal(posted.status, 303)
    const path = `/questions/${question}/does-the-zebrawood-rack-fit`
    const own = await site.as('amina').get(path)
    assert.match(
      own.text,
      /waits for a moderator[\s\S]*Come to the casino\.|Come to the casino\.[\s\S]*waits for a moderator/,
    )
    assert.doesNotMatch((await site.as('ines').get(path)).text, /casino|waits for a moderator/)
    const reason = /\/moderation\/statements\/\d+/.exec(own.text)![0]
    const statement = await site.as('amina').get(reason)
    assert.match(statement.text, /A check, without a person[\s\S]*Nothing is decided yet/)
    const caseId = await flagPost(cast.as(ctx, 'joost'), 'reply', answer)
    await decideCase(cast.as(ctx, 'sara'), caseId, { post: 'hide' })
    assert.match((await site.as('gustav').get(path)).text, /What you wrote below is hidden by moderation/)
  }),
)

test(
  'inside and in a room the same holds: a guest flags, the moderator inside decides, and the page says what is hidden',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const site = await openSite(ctx)
    const posted = await site.as('lena').post('/inside/spaces/cells/threads', { body: 'Words in the room.' })
    const path = posted.location!.replace(/#.*/, '')
    const id = Number(/\d+$/.exec(path)![0])
    assert.match((await site.as('petra').get(path)).text, new RegExp(`/flag/thread/${id}"`))
    assert.match((await site.as('petra').get(`/flag/thread/${id}`)).text, /Words in the room/)
    assert.equal((await site.as('petra').post(`/flag/thread/${id}`, { rule: 'insult' })).status, 303)
    assert.match((await site.as('petra').get(`/flag/thread/${id}`)).text, /The moderators have it/)
    const reply = await addReply(cast.as(ctx, 'petra'), id as never, { kind: 'reply', body: 'An answer there.' })
    const caseId = await flagPost(cast.as(ctx, 'lena'), 'reply', reply.id)
    // Jonas is not in the room: he reads what was flagged, and no more.
    const jonas = await site.as('jonas').get(`/moderation/cases/${caseId}`)
    assert.match(jonas.text, /An answer there\./)
    assert.doesNotMatch(jonas.text, /Read it in place/)
    await decideCase(cast.as(ctx, 'jonas'), caseId, { post: 'hide' })
    assert.match((await site.as('petra').get(path)).text, /What you wrote below is hidden by moderation/)
    assert.doesNotMatch((await site.as('lena').get(path)).text, /An answer there/)
  }),
)

test(
  'every page of moderation is there for the moderators of its side, and answers everybody else as what never was',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const { answer } = await startTalk(ctx, cast)
    const caseId = await flagPost(cast.as(ctx, 'amina'), 'reply', answer)
    const site = await openSite(ctx)
    const pages = ['', '/appeals', '/rules'].flatMap((page) => [
      `/moderation/outside${page}`,
      `/moderation/inside${page}`,
    ])
    for (const who of everybody) {
      for (const path of pages) {
        const may = path.includes('outside') ? who === 'sara' : who === 'jonas'
        assert.equal((await site.as(who).get(path)).status, may ? 200 : 404, `${who}: ${path}`)
      }
      assert.equal((await site.as(who).get('/moderation')).status, ['sara', 'jonas'].includes(who) ? 200 : 404, who)
      const status = who === 'sara' ? 200 : 404
      assert.equal((await site.as(who).get(`/moderation/cases/${caseId}`)).status, status, who)
      for (const act of ['take', 'give-back', 'decide'])
        if (who !== 'sara') {
          const fields = { post: 'hide', rule: 'spam', reason: 'It advertises something.' }
          assert.equal(
            (await site.as(who).post(`/moderation/cases/${caseId}/${act}`, fields)).status,
            404,
            `${who}: ${act}`,
          )
        }
      assert.equal((await site.as(who).get('/about/moderation')).status, 200, who)
    }
    for (const path of [
      '/moderation/cases/999999',
      '/moderation/cases/x',
      '/moderation/statements/x',
      '/flag/thread/x',
    ])
      assert.equal((await site.as('sara').get(path)).status, 404, path)
  }),
)
