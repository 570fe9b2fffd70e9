/** What stands on the pages of questions, problems, praise and drafts is said in the language of its reader. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openSite } from '../../../test/browse.ts'
import { getCast } from '../../../test/cast.ts'
import { inTransaction } from '../../../test/database.ts'
import { pseudoLanguages } from '../../../test/languages/pseudo.ts'
import { unsaidWords } from '../../../test/languages/words.ts'
import type { Ctx } from '../../platform/context.ts'
import { saveDraft } from '../drafts/drafts.ts'
import { getThread, mergeThread, retypeThread, splitThread, threadAddress } from '../threads/threads.ts'
import { acceptAnswer, answer, ask, comment, editQuestion, post, promiseAnswers, setProblemState } from './questions.ts'
import { replyToPraise } from './praise.ts'

const languages = pseudoLanguages()
const marked = { 'accept-language': 'en-XA' }

/** What people wrote and are called, and what is drawn by folders that are not converted yet. */
const foreign = /class="(?:by|tag|text|interest|audience|to)\b/
/** The same beside what colleagues are shown: their panels are those of other folders. */
const staff = new RegExp(`${foreign.source}|aria-label="[^"]*About this question`)
/** What spaces are called, where they stand as choices. */
const names = /^(?:Velund Riders|Beta testers)$/
const forgotten = (text: string, notYet = foreign) =>
  unsaidWords(text, { notYet }).filter((words) => !names.test(words))

async function setScene(ctx: Ctx) {
  const cast = await getCast(ctx)
  const [ines, daniel, sara] = [cast.as(ctx, 'ines'), cast.as(ctx, 'daniel'), cast.as(ctx, 'sara')]
  const text = { space: 'riders', body: '12', tags: [] }
  await promiseAnswers(sara, cast.spaces.riders, 72)
  const { thread } = await ask(ines, { ...text, title: '1', body: '13', tags: ['7'] })
  const { thread: twin } = await ask(daniel, { ...text, title: '2' })
  const reply = await answer(daniel, thread.id, '14')
  const other = await answer(daniel, thread.id, '15')
  await comment(ines, thread.id, '16', reply.id)
  await acceptAnswer(ines, reply.id)
  await editQuestion(ines, thread.id, { title: '3', body: '17', tags: ['7'] })
  await mergeThread(sara, twin.id, thread.id)
  await splitThread(sara, thread.id, { replies: [other.id], title: '4', body: '18' })
  const problem = await post(ines, 'problem', { ...text, title: '5' })
  await setProblemState(sara, problem.id, { state: 'fixed', note: '19' })
  const praise = await post(ines, 'praise', { ...text, title: '6' })
  const said = await replyToPraise(daniel, praise.id, '20')
  await retypeThread(sara, (await ask(ines, { ...text, title: '8' })).thread.id, 'problem')
  await saveDraft(ines, { place: `answer:${thread.id}`, path: '/questions', fields: { body: '21' } })
  return { thread: await getThread(ines, thread.id), problem, praise, reply, said }
}

test(
  'each word of their pages that nobody wrote is a message',
  inTransaction(async (ctx) => {
    const { thread, problem, praise, reply, said } = await setScene(ctx)
    const site = await openSite(ctx, undefined, languages)
    const unsaid: Record<string, string[]> = {}
    for (const who of ['visitor', 'ines', 'daniel', 'sara'] as const) {
      const paths = [
        ...['/', '/s/riders', '/s/riders?show=owed', '/questions', '/questions?tag=7&space=riders', '/questions?q=1'],
        ...['/problems', '/praise', threadAddress(thread), threadAddress(problem), threadAddress(praise)],
        ...[thread, praise].map(({ id }) => `/questions/${id}/-/history`),
        `/answers/${reply.id}/history`,
        ...(who === 'visitor' ? [] : ['/questions/ask', '/questions/ask?type=problem', '/drafts']),
        ...(who === 'visitor' ? [] : [`/threads/${thread.id}/keep`, '/questions/like?q=1']),
        ...(who === 'ines' ? [`/questions/${thread.id}/-/edit`, `/questions/${praise.id}/-/reach`] : []),
        ...(who === 'daniel' ? [`/answers/${reply.id}/edit`, `/answers/${said.id}/edit`] : []),
        ...(who === 'sara' ? ['/s/riders/-/promise', '/s/riders/answered-before'] : []),
      ]
      for (const path of paths) {
        const { text, status } = await site.as(who).get(path, marked)
        assert.equal(status, 200, `${who} ${path}`)
        const words = forgotten(text, who === 'daniel' || who === 'sara' ? staff : foreign)
        if (words.length > 0) unsaid[`${who} ${path}`] = words
      }
    }
    assert.deepEqual(unsaid, {})
  }),
)

test(
  'what is wrong with what was written is told in the language of its writer',
  inTransaction(async (ctx) => {
    const { thread, praise } = await setScene(ctx)
    const site = await openSite(ctx, undefined, languages)
    const wrong = [
      ['ines', '/questions/ask', { space: 'riders', title: '', body: '', reach: '9' }],
      ['ines', '/questions/ask', { space: 'riders', title: '', body: '' }],
      ['ines', `/questions/${thread.id}/-/edit`, { space: 'riders', title: '', body: '' }],
      ['ines', `/questions/${thread.id}/answers`, { body: '' }],
      ['ines', `/questions/${thread.id}/comments`, { body: '' }],
      ['ines', `/praise/${praise.id}/-/replies`, { body: '' }],
      ['sara', '/s/riders/-/promise', { hours: 'x' }],
      ['sara', `/threads/${thread.id}/merge`, { into: '' }],
      ['sara', `/threads/${thread.id}/split`, { replies: '', title: '', body: '' }],
    ] as const
    for (const [who, path, fields] of wrong) {
      const { text, status } = await site.as(who).post(path, fields, marked)
      assert.equal(status, 422, path)
      assert.deepEqual(forgotten(text), [], path)
    }
    const refused = await site.as('daniel').post(`/questions/${thread.id}/-/edit`, { title: '1', body: '1' }, marked)
    assert.equal(refused.status, 403)
    assert.deepEqual(forgotten(refused.text), [])
  }),
)

test(
  'the steps on the way to a question, and a draft that is overtaken, speak the language of their reader',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const { thread } = await ask(cast.as(ctx, 'ines'), {
      ...{ space: 'riders', title: 'Why does my charger hum?', body: 'It hums.', tags: [] },
    })
    const reply = await answer(cast.as(ctx, 'gustav'), thread.id, 'It is the fan.')
    await acceptAnswer(cast.as(ctx, 'ines'), reply.id)
    const joost = (await openSite(ctx, undefined, languages)).as('joost')
    const typed = { space: 'riders', title: 'Charger hums', body: 'Mine too.', tags: '', look: 'yes' }
    const { text: likely } = await joost.get('/questions/like?q=charger+hums', marked)
    assert.match(likely, /Accepted answer: It is the fan/)
    const step = await joost.post('/questions/ask', typed, marked)
    const answered = await joost.post('/questions/like/answered', { ...typed, thread: String(thread.id) }, marked)
    const draft = { 'draft-place': 'ask:riders', 'draft-path': '/questions/ask', 'draft-version': '' }
    await joost.post('/drafts', { ...draft, body: '1' }, marked)
    const newer = await joost.post('/drafts', { ...draft, body: '2' }, marked)
    assert.deepEqual([step.status, answered.status, newer.status], [200, 200, 409])
    for (const text of [likely, step.text, answered.text, newer.text]) assert.deepEqual(forgotten(text), [])
  }),
)
