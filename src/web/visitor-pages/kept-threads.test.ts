/** A change empties the pages that show it, and no other question's: neither a stale byte nor work for nothing. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { openSite } from '../../../test/browse.ts'
import { type Cast, type PersonName, getCast } from '../../../test/cast.ts'
import { freshPool } from '../../../test/database.ts'
import { outcome } from '../../../test/outcome.ts'
import { fc } from '../../../test/property.ts'
import * as questions from '../../content/questions/questions.ts'
import * as threads from '../../content/threads/threads.ts'
import { chooseLocale, createAccount, updateProfile } from '../../people/accounts/accounts.ts'
import { ask as askToConnect } from '../../people/connections/connections.ts'
import { type Ctx, makeCtx } from '../../platform/context.ts'
import { openDatabase } from '../../platform/database.ts'
import { silentLog } from '../../platform/log.ts'
import { keepVisitorPages } from './visitor-pages.ts'

type Threads = readonly threads.ThreadId[]

interface House {
  readonly ctx: Ctx
  readonly cast: Cast
  readonly as: (who: PersonName) => Ctx
  /** The page of a thread as it is kept, and as it would be made now. */
  readonly kept: (id: threads.ThreadId) => Promise<string>
  readonly made: (id: threads.ThreadId) => Promise<string>
  readonly askSome: (count: number) => Promise<threads.ThreadId[]>
}

const noon = new Date().setHours(12, 0, 0, 0)

/** `clock`: time stands still unless told, so that nothing is made anew for its age. */
async function openHouse(clock = () => noon): Promise<House> {
  const db = openDatabase(await freshPool('cast'))
  const ctx = makeCtx({ viewer: { kind: 'system', reason: 'test' }, db, now: new Date(), log: silentLog })
  const cast = await getCast(ctx)
  const site = await openSite(ctx, keepVisitorPages(db, clock))
  // They have been here for a while: nobody meets the limits of first days.
  await sql`update accounts set created_at = created_at - interval '1 year'`.execute(db)
  const as = (who: PersonName) => cast.as(ctx, who)
  const read = async (id: threads.ThreadId, headers: Record<string, string>): Promise<string> => {
    let path: string | null = `/questions/${id}/x`
    for (let steps = 0; steps < 5; steps++) {
      const page = await site.anyone.get(path, headers)
      if (page.location === null) return `${page.status} ${page.text}`
      path = page.location
    }
    throw new Error('it leads round and round')
  }
  return {
    ...{ ctx, cast, as },
    kept: (id) => read(id, {}),
    made: async (id) => read(id, { authorization: 'none' }),
    async askSome(count) {
      const ids: threads.ThreadId[] = []
      await db.deleteFrom('rateLimits').execute()
      for (let n = 0; n < count; n++) {
        const asked = { space: 'riders', title: `Question number ${n}`, body: 'Why so?', tags: ['cold'] }
        ids.push((await questions.ask(as('ines'), asked)).thread.id)
      }
      return ids
    },
  }
}

const withoutNonce = (page: string): string => page.replaceAll(/nonce="[^"]+"|name="csp-nonce" content="[^"]+"/g, '')
const edited = (body: string) => ({ space: 'riders', title: 'Question number 0', body, tags: ['cold'] })

test('what is said under one question empties its page and leaves those of others', async () => {
  const house = await openHouse()
  const { as, ctx } = house
  const [one, other] = (await house.askSome(2)) as [threads.ThreadId, threads.ThreadId]
  const answer = await questions.answer(as('gustav'), one, 'Warm it.')
  const acts: Record<string, () => Promise<unknown>> = {
    'an answer': () => questions.answer(as('joost'), one, 'Ride it.'),
    'a comment': () => questions.comment(as('joost'), one, 'How warm?', answer.id),
    'a changed answer': () => questions.editAnswer(as('gustav'), answer.id, 'Warm it slowly.'),
    'a thank-you': () => questions.giveKudos(as('amina'), answer.id),
    'the same here': () => questions.sayHere(as('amina'), one),
    'a chosen answer': () => questions.acceptAnswer(as('ines'), answer.id),
    'an official answer': () => questions.postOfficialAnswer(as('mirela'), one, 'By 2 degrees an hour.'),
    'another text': () => questions.editQuestion(as('ines'), one, edited('Why then?')),
    'another tag': () => questions.editQuestion(as('ines'), one, { ...edited('Why then?'), tags: ['warm'] }),
  }
  for (const [what, act] of Object.entries(acts)) {
    const before = await Promise.all([house.kept(one), house.kept(other)])
    await act()
    assert.notEqual(await house.kept(one), before[0], `${what} shows on its own page`)
    assert.equal(await house.kept(other), before[1], `${what} leaves the other page as it was made`)
    assert.equal(withoutNonce(await house.kept(one)), withoutNonce(await house.made(one)), what)
  }
  const elsewhere: Record<string, () => Promise<unknown>> = {
    'a new question': () => house.askSome(1),
    'a new member': () =>
      createAccount(ctx, { realm: 'outside', displayName: 'Nora Lind', email: 'nora@riders.example' }),
    'two who connect': () => askToConnect(as('gustav'), house.cast.people.joost.id),
    'another language': () => chooseLocale(as('gustav'), house.cast.people.gustav.id, 'de'),
  }
  for (const [what, act] of Object.entries(elsewhere)) {
    const before = await house.kept(one)
    await act()
    assert.equal(await house.kept(one), before, `${what} is on no page of a question`)
  }
  const seen: Record<string, () => Promise<unknown>> = {
    'another name': () => updateProfile(ctx, house.cast.people.gustav.id, { displayName: 'Gustav Eriksson' }),
    'a champion': () =>
      sql`insert into standings (account_id, level, points, thanks, people, mutual, accepted, endorsed, computed_at)
        values (${house.cast.people.joost.id}, 3, 900, 90, 50, 0, 40, 0, now())`.execute(ctx.db),
  }
  for (const [what, act] of Object.entries(seen)) {
    const before = withoutNonce(await house.kept(one))
    await act()
    assert.notEqual(withoutNonce(await house.kept(one)), before, what)
  }
})

test('a page that shows days and dates stays until midnight, one on which a promise runs for a minute', async () => {
  let now = new Date().setHours(8, 0, 0, 0)
  const house = await openHouse(() => now)
  const [one] = (await house.askSome(1)) as [threads.ThreadId]
  await questions.answer(house.as('gustav'), one, 'Warm it.')
  const first = await house.kept(one)
  now = new Date(now).setHours(23, 59, 0, 0)
  assert.equal(await house.kept(one), first)
  now = new Date(now).setHours(24, 0, 1, 0)
  const second = await house.kept(one)
  assert.notEqual(second, first)
  // The riders are promised an answer within a day.
  const [promised] = (await house.askSome(1)) as [threads.ThreadId]
  const running = await house.kept(promised)
  now += 59_000
  assert.equal(await house.kept(promised), running)
  now += 2000
  assert.notEqual(await house.kept(promised), running)
})

test('memory has a limit: what was not asked for longest goes first', async () => {
  const house = await openHouse()
  const site = await openSite(
    house.ctx,
    keepVisitorPages(house.ctx.db, () => noon, 20_000),
  )
  const ids = await house.askSome(6)
  const read = async (id: threads.ThreadId) =>
    (await site.anyone.get(`/questions/${id}/question-number-${ids.indexOf(id)}`)).text
  const first = await read(ids[0]!)
  for (const id of ids.slice(1)) {
    await read(id)
    assert.equal(await read(ids[0]!), first, 'it is asked for again and again')
  }
  const last = await read(ids[5]!)
  const second = await read(ids[1]!)
  assert.equal(await read(ids[5]!), last)
  assert.equal(await read(ids[1]!), second)
  const bytes = await Promise.all(ids.map(read))
  assert.notDeepEqual(bytes, await Promise.all(ids.map(read)), 'all of them do not fit')
})

type Numbers = { readonly one: number; readonly two: number; readonly who: number }
type Act = (house: House, at: { ids: threads.ThreadId[]; replies: threads.ReplyId[] } & Numbers) => Promise<unknown>

const writers = ['ines', 'gustav', 'joost', 'amina', 'mirela', 'daniel'] as const

async function hideOrShow(
  { ctx }: House,
  threadId: threads.ThreadId,
  replyId: threads.ReplyId | null,
  hidden: boolean,
): Promise<unknown> {
  const post = { threadId: replyId === null ? threadId : (await threads.getReply(ctx, replyId)).threadId, replyId }
  if (hidden) return threads.hidePost(ctx, post)
  await ctx.db
    .updateTable(replyId === null ? 'threads' : 'replies')
    .set({ hiddenAt: null })
    .where('id', '=', (replyId ?? threadId) as never)
    .execute()
  return undefined
}

/** What may happen to questions that are linked, merged and split, by whoever may do it. */
const acts: Record<string, Act> = {
  ask: async (house, { ids }) => void (ids.length < 5 && ids.push(...(await house.askSome(1)))),
  link: async (house, { ids, one, two }) =>
    questions.answer(house.as('gustav'), ids[one]!, `See http://localhost:3000/questions/${ids[two % ids.length]!}`),
  related: (house, { ids, one, two }) =>
    sql`insert into thread_links (from_thread_id, to_thread_id, kind) values (${ids[one]!}, ${ids[two % ids.length]!}, 'related')
      on conflict do nothing`.execute(house.ctx.db),
  answer: async (house, { ids, one, who, replies }) =>
    void replies.push((await questions.answer(house.as(writers[who % 5]!), ids[one]!, `Answer ${who}.`)).id),
  comment: (house, { ids, one, who }) => questions.comment(house.as(writers[who % 5]!), ids[one]!, 'Hm.'),
  thank: (house, { replies, two, who }) =>
    questions.giveKudos(house.as(writers[who % 4]!), replies[two % replies.length]!),
  accept: (house, { replies, two }) => questions.acceptAnswer(house.as('ines'), replies[two % replies.length]!),
  withdraw: (house, { ids, one }) => questions.withdrawAcceptance(house.as('ines'), ids[one]!),
  official: (house, { ids, one }) => questions.postOfficialAnswer(house.as('mirela'), ids[one]!, 'We say so.'),
  same: (house, { ids, one, who }) => questions.sayHere(house.as(writers[who % 4]!), ids[one]!),
  rename: (house, { ids, one, two }) =>
    questions.editQuestion(house.as('ines'), ids[one]!, { ...edited('Why?'), title: `Renamed ${two}` }),
  // Also of one that was merged, whose text stands on the page of another.
  reword: (house, { ids, one, two }) =>
    sql`update threads set body = ${`Other words ${two}.`} where id = ${ids[one]!}`.execute(house.ctx.db),
  recall: (house, { replies, two }) => threads.recallReply(house.ctx, replies[two % replies.length]!),
  hide: (house, { ids, replies, two }) => hideOrShow(house, ids[0]!, replies[two % replies.length]!, true),
  show: (house, { ids, replies, two }) => hideOrShow(house, ids[0]!, replies[two % replies.length]!, false),
  hideThread: (house, { ids, one }) => hideOrShow(house, ids[one]!, null, true),
  showThread: (house, { ids, one }) => hideOrShow(house, ids[one]!, null, false),
  narrow: (house, { ids, one }) => threads.narrowThread(house.as('ines'), ids[one]!, 2),
  merge: (house, { ids, one, two }) => threads.mergeThread(house.as('sara'), ids[one]!, ids[two % ids.length]!),
  unmerge: (house, { ids, one }) => threads.unmergeThread(house.as('sara'), ids[one]!),
  split: async (house, { ids, one, replies, two }) => {
    const chosen = { replies: [replies[two % replies.length]!], title: 'Split off', body: 'So.' }
    ids.push((await threads.splitThread(house.as('sara'), ids[one]!, chosen)).id)
  },
  retype: (house, { ids, one, two }) =>
    threads.retypeThread(house.as('sara'), ids[one]!, two % 2 === 0 ? 'problem' : 'question'),
  problem: (house, { ids, one }) =>
    questions.setProblemState(house.as('mirela'), ids[one]!, { state: 'confirmed', note: 'In 2.1' }),
  name: (house, { who, two }) =>
    updateProfile(house.ctx, house.cast.people[writers[who % 4]!].id, { displayName: `Name ${two}` }),
}

const step = fc.record({
  act: fc.constantFrom(...Object.keys(acts)),
  one: fc.nat(30),
  two: fc.nat(30),
  who: fc.nat(30),
})

/** Each act once, where it can come about; random histories follow. */
const tour = [
  ['ask', 0, 0, 0],
  ['link', 0, 1, 0],
  ['related', 2, 0, 0],
  ['answer', 0, 0, 2],
  ['comment', 0, 0, 3],
  ['thank', 0, 0, 3],
  ['accept', 0, 0, 0],
  ['withdraw', 0, 0, 0],
  ['official', 1, 0, 0],
  ['same', 2, 0, 1],
  ['rename', 0, 5, 0],
  ['name', 0, 6, 1],
  ['split', 0, 1, 0],
  ['hide', 0, 1, 0],
  ['show', 0, 1, 0],
  ['merge', 1, 2, 0],
  ['reword', 1, 7, 0],
  ['answer', 2, 0, 1],
  ['unmerge', 1, 0, 0],
  ['retype', 3, 0, 0],
  ['problem', 3, 0, 0],
  ['hideThread', 2, 0, 0],
  ['showThread', 2, 0, 0],
  ['recall', 0, 0, 0],
  ['narrow', 2, 0, 0],
] as const

test('whatever happens to questions that show each other, a kept page is the page that would be made now', async () => {
  const house = await openHouse()
  const done = new Map<string, string>()
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 15, maxLength: 25, size: 'max' }), async (steps) => {
      const ids = await house.askSome(3)
      const replies = [(await questions.answer(house.as('gustav'), ids[0]!, 'First.')).id]
      for (const { act, one, two, who } of steps) {
        await house.ctx.db.deleteFrom('rateLimits').execute()
        const came = await outcome(acts[act]!(house, { ids, replies, one: one % ids.length, two, who }))
        if (done.get(act) !== 'ok') done.set(act, came)
        await assertAllSame(house, ids, act)
      }
    }),
    {
      numRuns: Math.min(Number(process.env.TANGO_RUNS ?? 3), 100),
      // Making a history smaller takes as long as a hundred of them.
      endOnFailure: true,
      examples: [[tour.map(([act, one, two, who]) => ({ act, one, two, who }))]],
    },
  )
  for (const act of Object.keys(acts)) assert.equal(done.get(act), 'ok', act)
})

async function assertAllSame(house: House, ids: Threads, act: string): Promise<void> {
  for (const id of ids) {
    const [kept, made] = [withoutNonce(await house.kept(id)), withoutNonce(await house.made(id))]
    if (kept !== made) assert.fail(`after “${act}” the kept page of ${id} is another: ${firstDifference(kept, made)}`)
  }
}

function firstDifference(one: string, two: string): string {
  const at = [...one].findIndex((letter, index) => letter !== two[index])
  return `…${one.slice(Math.max(0, at - 80), at + 80)}… instead of …${two.slice(Math.max(0, at - 80), at + 80)}…`
}
