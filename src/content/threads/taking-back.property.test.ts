/** Random histories of writing, taking back, putting back, accepting, thanking, moderating and erasing. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import '../../features.ts'
import { openSite } from '../../../test/browse.ts'
import { type Cast, type PersonName, getCast } from '../../../test/cast.ts'
import { inTransaction } from '../../../test/database.ts'
import { fc } from '../../../test/property.ts'
import { wrongCounters } from '../../connect/doctor/doctor.queries.ts'
import { search } from '../../discovery/search/search.ts'
import { type Ctx, makeCtx } from '../../platform/context.ts'
import { acceptAnswer, answer, ask, comment, getQuestion, giveKudos } from '../questions/questions.ts'
import { countUnreadIn, markSeen } from '../read-positions/read-positions.ts'
import { countDue, countEverybody } from '../standing/standing.ts'
import { eraseTakenBack, listTakenBack } from './taking-back.ts'
import { type Kept, hidePost, removePost, restorePost } from './taking-down.ts'
import {
  type ReplyId,
  type ThreadId,
  editReply,
  editThread,
  listReplies,
  listReplyHistory,
  listThreads,
  putBack,
  takeBackReply,
  takeBackThread,
  threadAddress,
} from './threads.ts'

const people = ['ines', 'gustav', 'joost'] as const satisfies readonly PersonName[]
const day = 86_400_000

const acts = [
  'answer',
  'comment',
  'edit',
  'take',
  'back',
  'accept',
  'thank',
  'hide',
  'remove',
  'restore',
  'erase',
] as const
const step = fc.record({
  act: fc.constantFrom(...acts, 'answer', 'answer', 'take', 'take', 'take', 'back', 'erase'),
  who: fc.constantFrom(...people),
  at: fc.nat(20),
})

/** What stands of one text: its word, who wrote it, and what was done with it last. */
interface Text {
  readonly id: ReplyId
  readonly by: PersonName
  words: string[]
  state: 'stands' | 'taken' | 'erased' | 'hidden' | 'removed'
  kept?: Kept
  takenAt?: number
}

interface History {
  readonly cast: Cast
  readonly threadId: ThreadId
  readonly texts: Text[]
  now: Ctx
}

let words = 0
const newWord = () => `zqword${(words++).toString(36)}end`

async function run(of: History, one: { act: (typeof acts)[number]; who: PersonName; at: number }): Promise<void> {
  const as = of.cast.as(of.now, one.who)
  const text = of.texts[one.at % Math.max(1, of.texts.length)]
  const post = text && { threadId: of.threadId, replyId: text.id }
  const word = newWord()
  if (one.act === 'answer')
    of.texts.push({
      ...{ id: (await answer(as, of.threadId, `An ${word} answer.`)).id, by: one.who },
      ...{ words: [word], state: 'stands' },
    })
  if (one.act === 'comment') {
    const under = text?.state === 'stands' ? text.id : undefined
    const made = await comment(as, of.threadId, `A ${word} comment.`, under).catch(() => undefined)
    if (made) of.texts.push({ id: made.id, by: one.who, words: [word], state: 'stands' })
  }
  if (!text || !post) return
  const author = of.cast.as(of.now, text.by)
  if (one.act === 'edit' && text.state === 'stands') {
    await editReply(author, text.id, `Now ${word}.`)
    text.words.push(word)
  }
  if (one.act === 'take' && text.state === 'stands') {
    await takeBackReply(author, text.id)
    Object.assign(text, { state: 'taken', takenAt: of.now.now.getTime() })
  }
  if (one.act === 'back' && text.state === 'taken') {
    const mine = (await listTakenBack(author)).items.find((row) => row.replyId === text.id)
    await putBack(author, mine!.id)
    text.state = 'stands'
  }
  if (one.act === 'accept') await acceptAnswer(of.cast.as(of.now, 'ines'), text.id).catch(() => {})
  if (one.act === 'thank') await giveKudos(as, text.id).catch(() => {})
  if (one.act === 'hide' && text.state === 'stands')
    Object.assign(text, { state: 'hidden', kept: await hidePost(of.now, post) })
  if (one.act === 'remove' && (text.state === 'stands' || text.state === 'taken'))
    Object.assign(text, {
      state: 'removed',
      kept: await removePost(of.now, post, { title: '', body: 'Removed.' }),
    })
  if (one.act === 'restore' && text.kept && (text.state === 'hidden' || text.state === 'removed')) {
    await restorePost(of.now, post, text.kept)
    Object.assign(text, { state: text.kept.isTakenBack ? 'taken' : 'stands', takenAt: of.now.now.getTime() })
  }
  if (one.act === 'erase') {
    of.now = makeCtx({ ...of.now, now: new Date(of.now.now.getTime() + 31 * day) })
    await eraseTakenBack(of.now)
    for (const each of of.texts) if (each.state === 'taken') each.state = 'erased'
  }
}

/** Everything about the thread that the front doors give somebody. */
async function served(of: History, who: PersonName | 'visitor'): Promise<string> {
  const as = of.cast.as(of.now, who)
  const replies = await listReplies(as, of.threadId)
  const histories = []
  for (const reply of replies)
    histories.push((await listReplyHistory(as, reply.id)).map(({ id: _id, ...text }) => text))
  const question = await getQuestion(as, of.threadId)
  return JSON.stringify([replies, histories, question.answers, question.comments, await listThreads(as, {})])
}

async function check(of: History): Promise<void> {
  assert.deepEqual(await wrongCounters(of.now), { threads: 0, replies: 0 })
  await countDue(of.now)
  const standings = () => of.now.db.selectFrom('standings').selectAll().orderBy('accountId').execute()
  const kept = (await standings()).map(({ computedAt: _at, ...row }) => row)
  await countEverybody(of.now)
  assert.deepEqual(
    (await standings()).map(({ computedAt: _at, ...row }) => row),
    kept,
    'standing',
  )
  const unread = (await countUnreadIn(of.cast.as(of.now, 'joost'), [of.threadId])).get(of.threadId) ?? 0
  assert.equal(unread, of.texts.filter((text) => text.state === 'stands' && text.by !== 'joost').length, 'unread')
  const accepted = await of.now.db.selectFrom('answerAcceptances').select('answerId').execute()
  for (const { answerId } of accepted)
    assert.equal(of.texts.find((text) => text.id === answerId)?.state, 'stands', 'an accepted answer can be read')
  for (const who of [...people, 'visitor'] as const) {
    const all = await served(of, who)
    for (const text of of.texts)
      for (const [place, word] of text.words.entries()) {
        const reads = text.state === 'stands' || (text.state === 'hidden' && who === text.by)
        const isMine = place === text.words.length - 1
        if (reads && isMine) continue
        if (!reads) assert.ok(!all.includes(word), `${word} is served to ${who} though it is ${text.state}`)
      }
  }
}

test(
  'after any history every counter equals a recount, and no byte of what is taken back is served to anybody',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const site = await openSite(ctx)
    const seen = new Map<string, number>()
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 10, maxLength: 24 }), async (steps) => {
        await ctx.db.deleteFrom('rateLimits').execute()
        const { thread } = await ask(cast.as(ctx, 'ines'), { space: 'riders', title: 'Off', body: 'Why?', tags: [] })
        const of: History = { cast, threadId: thread.id, texts: [], now: ctx }
        await markSeen(cast.as(ctx, 'joost'), thread.id, [])
        for (const one of steps) await run(of, one)
        await check(of)
        const page = (await site.as('visitor').get(threadAddress(thread))).text
        for (const text of of.texts) {
          seen.set(text.state, (seen.get(text.state) ?? 0) + 1)
          const last = text.words.at(-1)!
          if (text.state !== 'stands') {
            assert.ok(!page.includes(last), `the page shows ${last}, which is ${text.state}`)
            assert.deepEqual((await search(cast.as(ctx, 'visitor'), last)).threads.items, [])
          }
          const own = JSON.stringify((await listTakenBack(of.cast.as(of.now, text.by))).items)
          assert.equal(own.includes(last), text.state === 'taken', `${last} in its author's list: ${text.state}`)
        }
        const { rows } = { rows: await ctx.db.selectFrom('takenBack').select('kept').execute() }
        const left = JSON.stringify(rows)
        for (const text of of.texts)
          if (text.state === 'erased') for (const word of text.words) assert.ok(!left.includes(word))
      }),
      { numRuns: 10 },
    )
    for (const state of ['stands', 'taken', 'erased', 'removed', 'hidden'])
      assert.ok((seen.get(state) ?? 0) > 0, `${state} happens`)
  }),
)

test(
  'an own thread that is changed, taken back and put back any number of times is as it was',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const ines = cast.as(ctx, 'ines')
    const { thread } = await ask(ines, { space: 'riders', title: 'Off', body: 'Why?', tags: ['battery'] })
    const steps = fc.array(fc.constantFrom('edit', 'take', 'comment'), { minLength: 1, maxLength: 6 })
    await fc.assert(
      fc.asyncProperty(steps, async (all) => {
        for (const act of all) {
          const word = newWord()
          if (act === 'edit') await editThread(ines, thread.id, { title: `Off ${word}`, body: 'Why?' })
          else if (act === 'comment') await comment(ines, thread.id, `Also ${word}.`)
          else {
            const before = await served({ cast, threadId: thread.id, texts: [], now: ctx }, 'gustav')
            const taken = await takeBackThread(ines, thread.id)
            const listed = JSON.stringify(await listThreads(cast.as(ctx, 'gustav'), {}))
            assert.ok(!listed.includes(`"id":${thread.id},`))
            await putBack(ines, taken)
            assert.equal(await served({ cast, threadId: thread.id, texts: [], now: ctx }, 'gustav'), before)
          }
        }
        assert.deepEqual(await wrongCounters(ctx), { threads: 0, replies: 0 })
      }),
      { numRuns: 8 },
    )
  }),
)
