/** Whatever happens between a notice and its sending: an address is told exactly what a mail of that moment would tell. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fc } from '../../../test/property.ts'
import '../../features.ts'
import { type PersonName, getCast } from '../../../test/cast.ts'
import { inTransaction } from '../../../test/database.ts'
import { sendNoticeMails } from '../../../test/notice-mails.ts'
import { type Thread, addReply, narrowThread, recallReply, startThread } from '../../content/threads/threads.ts'
import type { Ctx } from '../../platform/context.ts'
import { putSetting } from '../../platform/settings.ts'
import { addMember, removeMember } from '../../realms/spaces/spaces.ts'
import { answerNotice, defineNoticeKind, notify, readThreadNotices, setPace } from '../notices/notices.ts'
import { listenAs, openReceiver, work } from './receiver.fixture.test.ts'

const kind = defineNoticeKind({ ...answerNotice, name: 'webhook-history', realms: ['inside', 'outside', 'bridge'] })
const receiver = await openReceiver()
const people = ['ines', 'gustav', 'tomasz', 'lena', 'petra'] as const
const places = ['riders', 'testers', 'battery', 'cells'] as const

const person = fc.constantFrom<PersonName>(...people)
const thread = fc.nat({ max: places.length - 1 })
const step = fc.oneof(
  { weight: 5, arbitrary: fc.record({ does: fc.constant('tell'), person, thread, reply: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ does: fc.constant('read'), person, thread }) },
  { weight: 1, arbitrary: fc.record({ does: fc.constant('narrow'), person, thread }) },
  { weight: 1, arbitrary: fc.record({ does: fc.constant('recall'), person, thread }) },
  { weight: 2, arbitrary: fc.record({ does: fc.constantFrom('in', 'out'), person, thread }) },
)
type Step = { does: string; person: PersonName; thread: number; reply?: boolean }

/** Everybody has an address; some are told at once, some once a day. */
async function live(ctx: Ctx, history: readonly Step[]) {
  receiver.heard.length = 0
  const cast = await getCast(ctx)
  await putSetting(ctx, 'public-url', 'https://riders.example')
  const threads: Thread[] = []
  for (const [n, place] of places.entries()) {
    const type = n < 2 ? 'question' : 'discussion'
    const writer = n < 2 ? 'amina' : 'lena'
    threads.push(await startThread(cast.as(ctx, writer), cast.spaces[place], { type, title: `Thread ${n}`, body: 'x' }))
  }
  for (const [n, who] of people.entries()) {
    await listenAs(ctx, who)
    await setPace(cast.as(ctx, who), kind.name, n % 2 === 0 ? 'at-once' : 'daily')
  }
  const replies: { thread: number; id: Awaited<ReturnType<typeof addReply>>['id'] }[] = []
  let told = 0
  for (const one of history) {
    await ctx.db.deleteFrom('rateLimits').execute()
    const { person: who, thread: n } = one
    const { id } = cast.people[who]
    if (one.does === 'tell') {
      const writer = n < 2 ? 'amina' : 'lena'
      const reply = one.reply
        ? await addReply(cast.as(ctx, writer), threads[n]!.id, { kind: 'reply', body: 'x' })
        : undefined
      if (reply) replies.push({ thread: n, id: reply.id })
      await notify(ctx, {
        ...{ accountId: id, kind, because: 'because', threadId: threads[n]!.id, occasion: String(++told) },
        ...(reply && { replyId: reply.id }),
      })
    } else if (one.does === 'read') await readThreadNotices(cast.as(ctx, who), threads[n]!.id)
    else if (one.does === 'narrow' && n < 2) await narrowThread(cast.as(ctx, 'amina'), threads[n]!.id, 0)
    else if (one.does === 'recall') {
      const last = replies.findLast((reply) => reply.thread === n)
      if (last) replies.splice(replies.indexOf(last), 1)
      if (last) await recallReply(ctx, last.id)
    } else if (one.does === 'in' || one.does === 'out') {
      const isInside = n >= 2 && cast.people[who].realm !== 'outside'
      const change = one.does === 'in' ? addMember : removeMember
      if (isInside && who !== 'lena') await change(ctx, cast.spaces[places[n]!], id).catch(() => {})
    }
  }
  return cast
}

/** The notices of everything that came for somebody, in order. */
function heardBy(who: PersonName): number[] {
  return receiver.heard
    .filter(({ path }) => path === `/${who}`)
    .flatMap(({ json: { type, data } }) => (type === 'notice' ? [data] : data.notices))
    .map(({ id }) => Number(/\/notices\/(\d+)$/.exec(id)![1]))
    .toSorted((a, b) => a - b)
}

test(
  'after any history what is posted is what the mails of that moment tell, notice for notice',
  inTransaction(
    async (plain) => {
      const sums = { told: 0, posted: 0 }
      const property = fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 20 }), async (history) => {
        const back = new Error('taken back')
        const run = plain.transaction(async (ctx) => {
          const cast = await live(ctx, history as Step[])
          // Twelve hours: the grace is over, and the digest has come.
          const later = await sendNoticeMails(ctx, 12 * 60)
          await work(ctx, receiver, later.now)
          for (const who of people) {
            const theirs = ctx.db.selectFrom('notices').select('id').where('accountId', '=', cast.people[who].id)
            const mailed = await theirs.where('mailId', 'is not', null).orderBy('id').execute()
            assert.deepEqual(
              heardBy(who),
              mailed.map(({ id }) => Number(id)),
              who,
            )
            sums.told += (await theirs.execute()).length
            sums.posted += mailed.length
          }
          throw back
        })
        await run.catch((error: unknown) => {
          if (error !== back) throw error
        })
      })
      await fc.assert(property, { numRuns: 12 })
      assert.ok(sums.posted > 0 && sums.posted < sums.told, 'some is told, and some is held back')
    },
    { now: new Date('2027-01-15T21:00:00Z') },
  ),
)
