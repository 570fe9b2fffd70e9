/** Whatever happens in whatever order: the notices that somebody sees, their count and their mails are what they should be. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fc } from '../../../test/property.ts'
import { openSite } from '../../../test/browse.ts'
import { type PersonName, getCast } from '../../../test/cast.ts'
import { inTransaction } from '../../../test/database.ts'
import { sendNoticeMails } from '../../../test/notice-mails.ts'
import {
  type ReplyId,
  type Thread,
  addReply,
  getThread,
  recallReply,
  startThread,
} from '../../content/threads/threads.ts'
import { type Ctx, makeCtx } from '../../platform/context.ts'
import { deliverEvent } from '../../platform/events.ts'
import { addMember, removeMember } from '../../realms/spaces/spaces.ts'
import { replyRecalled } from '../../content/threads/threads.events.ts'
import { noticeListeners } from './notices.listeners.ts'
import {
  type NoticePace,
  answerNotice,
  countUnread,
  defineNoticeKind,
  listNoticeGroups,
  listNotices,
  notify,
  openNotice,
  readAllNotices,
  readThreadNotices,
  setPace,
} from './notices.ts'

const kinds = [
  answerNotice,
  defineNoticeKind({
    name: 'history-test',
    about: 'answers',
    label: 'Only here',
    realms: ['inside', 'outside', 'bridge'],
    says: (actor) => `${actor ?? 'Somebody'} did something`,
  }),
]
const people = ['ines', 'gustav', 'lena', 'tomasz', 'aiko', 'petra'] as const
/** Who may be taken out of a room and be let in again. */
const rooms = { battery: ['tomasz', 'aiko'], cells: ['petra'] } as const
const threadsMade = 4

const small = fc.nat({ max: 7 })
const person = fc.constantFrom(...people)
const thread = fc.nat({ max: threadsMade - 1 })
const kind = fc.nat({ max: 1 })
const step = fc.oneof(
  { weight: 6, arbitrary: fc.record({ does: fc.constant('tell'), person, thread, kind, reply: fc.boolean() }) },
  { weight: 2, arbitrary: fc.record({ does: fc.constant('tell-again'), which: small }) },
  { weight: 2, arbitrary: fc.record({ does: fc.constant('recall'), which: small }) },
  { weight: 2, arbitrary: fc.record({ does: fc.constant('open'), which: small }) },
  { weight: 1, arbitrary: fc.record({ does: fc.constant('read-thread'), person, thread }) },
  { weight: 1, arbitrary: fc.record({ does: fc.constant('read-all'), person }) },
  {
    weight: 2,
    arbitrary: fc.record({ does: fc.constant('move'), room: fc.boolean(), who: fc.boolean(), in: fc.boolean() }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      does: fc.constant('pace'),
      person,
      kind,
      pace: fc.constantFrom<NoticePace>('at-once', 'here', 'never'),
    }),
  },
  { weight: 2, arbitrary: fc.record({ does: fc.constant('wait'), which: fc.nat({ max: 12 }) }) },
)
type Step = {
  does: string
  person?: PersonName
  thread?: number
  kind?: number
  reply?: boolean
  which?: number
  room?: boolean
  who?: boolean
  in?: boolean
  pace?: NoticePace
}

/** A notice as the model remembers it. */
interface Told {
  readonly person: PersonName
  readonly kind: number
  readonly thread: number
  readonly reply: ReplyId | undefined
  readonly title: string
  read: boolean
  /** When its mail is looked at; undefined when none waits. */
  due: number | undefined
  isHeld: boolean
}

/** A mail as the model remembers it. */
interface Posted {
  readonly person: PersonName
  readonly told: readonly Told[]
  withdrawn: boolean
}

async function live(plain: Ctx, history: readonly Step[]) {
  const cast = await getCast(plain)
  let ctx = plain
  /** Milliseconds that were waited. */
  let passed = 0
  const as = (who: PersonName) => cast.as(ctx, who)
  const threads: Thread[] = []
  for (const [n, [who, place]] of (
    [
      ['ines', 'riders'],
      ['gustav', 'testers'],
      ['lena', 'battery'],
      ['lena', 'cells'],
    ] as const
  ).entries()) {
    const type = n < 2 ? 'question' : 'discussion'
    threads.push(await startThread(as(who), cast.spaces[place], { type, title: `Thread ${n}`, body: 'x' }))
  }
  const writers = ['gustav', 'ines', 'lena', 'lena'] as const
  const told: Told[] = []
  const posted: Posted[] = []
  const paces = new Map<string, NoticePace>()
  const recalled = new Set<ReplyId>()
  const mayRead = async (who: PersonName, n: number) =>
    getThread(as(who), threads[n]!.id).then(
      () => true,
      () => false,
    )
  const isSeen = async (one: Told) => !(one.reply && recalled.has(one.reply)) && (await mayRead(one.person, one.thread))

  const tell = async (one: Pick<Told, 'person' | 'kind' | 'thread' | 'reply'>) => {
    const actor = one.reply === undefined ? undefined : writers[one.thread]!
    const isNew = !told.some(
      (other) =>
        other.person === one.person &&
        other.kind === one.kind &&
        other.thread === one.thread &&
        other.reply === one.reply,
    )
    const pace = paces.get(`${one.person} ${one.kind}`) ?? 'at-once'
    const expected = isNew && actor !== one.person && pace !== 'never' && (await mayRead(one.person, one.thread))
    const happened = await notify(ctx, {
      accountId: cast.people[one.person].id,
      kind: kinds[one.kind]!,
      because: 'because of the test',
      threadId: threads[one.thread]!.id,
      ...(one.reply && { replyId: one.reply }),
      ...(actor && { actorId: cast.people[actor].id }),
    })
    assert.equal(happened, expected, `${one.person} is told of thread ${one.thread}`)
    const due = pace === 'at-once' ? ctx.now.getTime() + 600_000 : undefined
    if (expected) told.push({ ...one, title: `Thread ${one.thread}`, read: false, due, isHeld: false })
  }

  /** What leaves now, reckoned plainly: of each thread with something due all that waits, if it may be told and is unread. */
  const postDue = async () => {
    for (const who of people) {
      const theirs = told.filter((one) => one.person === who && one.due !== undefined)
      const isDue = (one: Told) => one.due! <= ctx.now.getTime()
      const standing: Told[] = []
      for (const one of theirs) {
        if (!one.read && (await isSeen(one))) standing.push(one)
        else if (isDue(one)) one.due = undefined
      }
      const threadsDue = [...new Set(standing.filter(isDue).map((one) => one.thread))]
      const groups = threadsDue.map((n) => standing.filter((one) => one.thread === n))
      const held = groups.filter((group) => group.some((one) => one.isHeld && isDue(one)))
      const alone = groups.filter((group) => !held.includes(group))
      if (held.length > 1) posted.push({ person: who, told: held.flat(), withdrawn: false })
      else alone.push(...held)
      for (const group of alone) posted.push({ person: who, told: group, withdrawn: false })
      for (const one of groups.flat()) one.due = undefined
    }
  }

  const act = async (one: Step) => {
    const at = told[(one.which ?? 0) % Math.max(1, told.length)]
    if (one.does === 'tell') {
      const n = one.thread!
      const reply = one.reply
        ? (await addReply(as(writers[n]!), threads[n]!.id, { kind: 'reply', body: 'x' })).id
        : undefined
      await tell({ person: one.person!, kind: one.kind!, thread: n, reply })
    } else if (one.does === 'tell-again' && at && !(at.reply && recalled.has(at.reply))) await tell(at)
    else if (one.does === 'recall' && at?.reply && !recalled.has(at.reply)) {
      await recallReply(ctx, at.reply)
      recalled.add(at.reply)
      const { id } = await ctx.db
        .selectFrom('events')
        .select((eb) => eb.fn.max('id').as('id'))
        .where('name', '=', replyRecalled.name)
        .executeTakeFirstOrThrow()
      await deliverEvent(ctx, id, noticeListeners)
      for (const mail of posted) {
        if (mail.withdrawn || !mail.told.some((other) => other.reply === at.reply)) continue
        mail.withdrawn = true
        for (const other of mail.told)
          if (other.reply !== at.reply && !other.read && other.due === undefined)
            Object.assign(other, { due: ctx.now.getTime(), isHeld: true })
      }
    } else if (one.does === 'open' && at) {
      const all = await everyPage(as(at.person))
      const theirs = []
      for (const other of told) if (other.person === at.person && (await isSeen(other))) theirs.push(other)
      const index = theirs.indexOf(at)
      if (index < 0) return
      await openNotice(as(at.person), all.at(-1 - index)!.id)
      // It leads to its thread: all about that is read.
      for (const other of told) if (other.person === at.person && other.thread === at.thread) other.read = true
    } else if (one.does === 'read-thread') {
      await readThreadNotices(as(one.person!), threads[one.thread!]!.id)
      for (const other of told) if (other.person === one.person && other.thread === one.thread) other.read = true
    } else if (one.does === 'read-all') {
      await readAllNotices(as(one.person!))
      for (const other of told) if (other.person === one.person) other.read = true
    } else if (one.does === 'move') {
      const room = one.room ? 'battery' : 'cells'
      const { id } = cast.people[rooms[room][one.who ? 0 : rooms[room].length - 1]!]
      await (one.in ? addMember(ctx, cast.spaces[room], id) : removeMember(ctx, cast.spaces[room], id))
    } else if (one.does === 'pace') {
      await setPace(as(one.person!), kinds[one.kind!]!.name, one.pace!)
      paces.set(`${one.person} ${one.kind}`, one.pace!)
      for (const other of told)
        if (other.person === one.person && other.kind === one.kind && other.due !== undefined)
          other.due = one.pace === 'at-once' ? ctx.now.getTime() : undefined
    } else if (one.does === 'wait') {
      passed += one.which! * 60_000
      ctx = await sendNoticeMails(ctx, one.which!)
      await postDue()
    }
  }

  const compare = async () => {
    for (const who of people) {
      const seen = []
      for (const one of told) if (one.person === who && (await isSeen(one))) seen.push(one)
      const listed = await everyPage(as(who))
      assert.deepEqual(
        listed.map(({ kind: { name }, title, isRead }) => [name, title, isRead]),
        seen.toReversed().map((one) => [kinds[one.kind]!.name, one.title, one.read]),
        who,
      )
      assert.equal(await countUnread(as(who)), seen.filter((one) => !one.read).length, who)
      await compareGroups(as(who), seen)
      const mails = await ctx.db
        .selectFrom('mails')
        .select(['id', 'withdrawnAt'])
        .where('toAddress', 'like', `${who}@%`)
        .orderBy('id')
        .execute()
      const lines = posted.filter(({ person }) => person === who)
      assert.deepEqual(
        mails.map(({ withdrawnAt }) => withdrawnAt !== null).toSorted(),
        lines.map(({ withdrawn }) => withdrawn).toSorted(),
        `mails to ${who}`,
      )
      assert.equal(await waitingFor(who), told.filter((one) => one.person === who && one.due !== undefined).length, who)
    }
  }

  const waitingFor = async (who: PersonName) => {
    const query = ctx.db.selectFrom('noticeSendings').select('noticeId')
    return (await query.where('accountId', '=', cast.people[who].id).execute()).length
  }

  for (const [n, one] of history.entries()) {
    // Some things happen in the same moment, and nobody writes so much in a minute.
    ctx = makeCtx({ ...plain, now: new Date(plain.now.getTime() + passed + Math.floor(n / 3) * 60_000) })
    await ctx.db.deleteFrom('rateLimits').execute()
    await act(one)
  }
  await compare()
  return { cast, told, isSeen, ctx }
}

/** The folded list: a group for each thread, in order of its newest, and its unread are those of the plain list. */
async function compareGroups(ctx: Ctx, seen: readonly Told[]) {
  const groups = []
  let after: string | undefined
  do {
    const page = await listNoticeGroups(ctx, after, 2)
    assert.ok(page.items.length <= 2)
    groups.push(...page.items)
    after = page.next
  } while (after)
  const newestFirst = seen.toReversed()
  const expected = [...new Set(newestFirst.map((one) => one.title))].map((title) => {
    const of = newestFirst.filter((one) => one.title === title)
    return [title, of.filter((one) => !one.read).length]
  })
  assert.deepEqual(
    groups.map(({ title, unread }) => [title, unread]),
    expected,
  )
  for (const { lines } of groups) assert.ok(lines.length >= 1 && lines.length <= kinds.length * 2)
  const sum = groups.reduce((all, { unread }) => all + unread, 0)
  assert.equal(await countUnread(ctx), sum, 'the bell says what the list shows')
}

async function everyPage(ctx: Ctx) {
  const all = []
  let after: string | undefined
  do {
    const page = await listNotices(ctx, after, 3)
    assert.ok(page.items.length <= 3)
    all.push(...page.items)
    after = page.next
  } while (after)
  return all
}

test(
  'after any history everybody sees exactly their notices that stand, and the count is the list',
  inTransaction(async (plain) => {
    const property = fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 25 }), async (history) => {
      const back = new Error('taken back')
      const run = plain.transaction(async (ctx) => {
        await live(ctx, history as Step[])
        throw back
      })
      await run.catch((error: unknown) => {
        if (error !== back) throw error
      })
    })
    await fc.assert(property, { numRuns: 15 })
  }),
)

test(
  'the page of notices and the bell say the same number as the list',
  inTransaction(async (plain) => {
    const [history] = fc.sample(fc.array(step, { minLength: 40, maxLength: 40 }), { seed: 8, numRuns: 1 })
    const { cast, ctx } = await live(plain, history as Step[])
    const site = await openSite(ctx)
    let some = 0
    for (const who of people) {
      const unread = await countUnread(cast.as(ctx, who))
      const { text } = await site.as(who).get('/notices')
      const listed = new Set((await everyPage(cast.as(ctx, who))).map((one) => one.title)).size
      assert.equal(text.match(/href="\/notices\/threads\/\d+"/g)?.length ?? 0, listed, who)
      const badges = [...text.matchAll(/>(?:(\d+) )?new</g)].map((match) => Number(match[1] ?? 1))
      assert.equal(
        badges.reduce((all, count) => all + count, 0),
        unread,
        `what the list of ${who} shows as new`,
      )
      if (unread > 0) assert.ok(text.includes(`${unread} that you have not read.`), who)
      else assert.match(text, /You have read them all\./, who)
      assert.equal(/Notices, (\d+) new/.exec(text)?.[1] ?? '0', String(unread), `the bell of ${who}`)
      some += unread
    }
    assert.ok(some > 0, 'the history leaves something to read')
  }),
)
