/** Who still reads what moderation hides: its author and the moderators of its side, of those who read it before. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { type PersonName, type PlaceName, everybody, getCast } from '../../../test/cast.ts'
import { inTransaction } from '../../../test/database.ts'
import { makeModerator } from '../../../test/moderation.ts'
import { outcome } from '../../../test/outcome.ts'
import type { Ctx } from '../../platform/context.ts'
import { english } from '../../platform/languages/languages.ts'
import { type Reasons, readerOf, sayReasons } from '../../realms/reader.access.ts'
import { hidePost, removePost } from './taking-down.ts'
import { readableReply, readableThread, whyReply, whyThread } from './threads.access.ts'
import { type Reach, addReply, getReply, getThread, listReplies, listThreads, startThread } from './threads.ts'

type Who = PersonName | 'visitor'

interface Scene {
  readonly place: PlaceName
  readonly author: PersonName
  readonly answers: PersonName
  readonly reach?: Reach
  readonly participants?: readonly PersonName[]
  /** Who reads it while it is hidden. */
  readonly thread: readonly Who[]
  /** Who reads the hidden reply under it. */
  readonly reply: readonly Who[]
}

const scenes: readonly Scene[] = [
  { place: 'riders', author: 'ines', answers: 'gustav', thread: ['ines', 'sara'], reply: ['gustav', 'sara'] },
  { place: 'riders', author: 'daniel', answers: 'mirela', thread: ['daniel', 'sara'], reply: ['mirela', 'sara'] },
  { place: 'testers', author: 'gustav', answers: 'amina', thread: ['gustav', 'sara'], reply: ['amina', 'sara'] },
  // For its author alone: hiding gives nobody what they could not read before.
  { place: 'riders', author: 'ines', answers: 'ines', reach: 0, thread: ['ines'], reply: ['ines'] },
  { place: 'riders', author: 'ines', answers: 'joost', reach: 4, thread: ['ines', 'sara'], reply: ['joost', 'sara'] },
  { place: 'velund', author: 'daniel', answers: 'aiko', thread: ['daniel', 'jonas'], reply: ['aiko', 'jonas'] },
  { place: 'battery', author: 'tomasz', answers: 'aiko', thread: ['tomasz'], reply: ['aiko'] },
  { place: 'cells', author: 'petra', answers: 'lena', thread: ['petra'], reply: ['lena'] },
  {
    ...{ place: 'velund', author: 'daniel', answers: 'tomasz', participants: ['tomasz'] },
    ...{ thread: ['daniel'], reply: ['tomasz'] },
  },
]

async function set(ctx: Ctx, scene: Scene) {
  const cast = await getCast(ctx)
  const { reach, participants } = scene
  const type = scene.place === 'riders' || scene.place === 'testers' ? 'question' : 'discussion'
  const thread = await startThread(cast.as(ctx, scene.author), cast.spaces[scene.place], {
    ...{ type, title: 'Hidden', body: 'Words.', ...(reach !== undefined && { reach }) },
    ...(participants && {
      audience: 'participants' as const,
      participants: participants.map((who) => cast.people[who].id),
    }),
  })
  const kind = type === 'question' ? 'comment' : 'reply'
  const reply = await addReply(cast.as(ctx, scene.answers), thread.id, { kind, body: 'More.' })
  return { cast, thread, reply }
}

const label = ({ place, author, reach, participants }: Scene) => `${place} by ${author}, ${reach ?? participants ?? ''}`

test(
  'a hidden thread is read by its author and the moderators of its side, by no way more than before',
  inTransaction(async (ctx) => {
    for (const scene of scenes) {
      const { cast, thread, reply } = await set(ctx, scene)
      const before = new Map<Who, string>()
      for (const who of everybody) before.set(who, await outcome(getThread(cast.as(ctx, who), thread.id)))
      await hidePost(ctx, { threadId: thread.id, replyId: null })
      for (const who of everybody) {
        const as = cast.as(ctx, who)
        const expected = scene.thread.includes(who) ? 'ok' : 'threads.not-found'
        assert.equal(await outcome(getThread(as, thread.id)), expected, `${label(scene)}: ${who}`)
        if (expected === 'ok') assert.equal(before.get(who), 'ok', `${label(scene)}: ${who} gained it`)
        assert.equal(
          (await outcome(getReply(as, reply.id))) === 'ok',
          expected === 'ok',
          `${label(scene)}: ${who}, under it`,
        )
        const listed = (await listThreads(as, {})).items.some((one) => one.id === thread.id)
        assert.equal(listed, expected === 'ok', `${label(scene)}: ${who}, list`)
      }
    }
  }),
)

test(
  'a hidden reply is read by its author and the moderators of its side; the thread stays with its readers',
  inTransaction(async (ctx) => {
    for (const scene of scenes) {
      const { cast, thread, reply } = await set(ctx, scene)
      const before = new Map<Who, string>()
      for (const who of everybody) before.set(who, await outcome(getThread(cast.as(ctx, who), thread.id)))
      await hidePost(ctx, { threadId: thread.id, replyId: reply.id })
      for (const who of everybody) {
        const as = cast.as(ctx, who)
        const expected = scene.reply.includes(who) ? 'ok' : 'replies.not-found'
        assert.equal(await outcome(getReply(as, reply.id)), expected, `${label(scene)}: ${who}`)
        assert.equal(await outcome(getThread(as, thread.id)), before.get(who), `${label(scene)}: ${who}, thread`)
        if (before.get(who) === 'ok')
          assert.equal(
            (await listReplies(as, thread.id)).length,
            expected === 'ok' ? 1 : 0,
            `${label(scene)}: ${who}, list`,
          )
      }
    }
  }),
)

test(
  'an office that ended, or one of the other side, shows nothing that is hidden; a new one does from the next read on',
  inTransaction(async (ctx) => {
    const { cast, thread } = await set(ctx, scenes[0]!)
    await hidePost(ctx, { threadId: thread.id, replyId: null })
    const reads = (who: PersonName) => outcome(getThread(cast.as(ctx, who), thread.id))
    assert.equal(await reads('jonas'), 'threads.not-found', 'he moderates inside')
    await makeModerator(ctx, cast, 'mirela', 'outside')
    assert.equal(await reads('mirela'), 'ok')
    await ctx.db
      .updateTable('offices')
      .set({ endedAt: ctx.now })
      .where('accountId', 'in', [cast.people.mirela.id, cast.people.sara.id])
      .where('office', '=', 'outside-steward')
      .execute()
    assert.deepEqual(
      [await reads('mirela'), await reads('sara'), await reads('ines')],
      [...['threads.not-found', 'threads.not-found', 'ok']],
    )
  }),
)

test(
  'the reason beside each name tells that it is hidden, and nobody without a reason reads it',
  inTransaction(async (ctx) => {
    const { cast, thread, reply } = await set(ctx, scenes[0]!)
    await hidePost(ctx, { threadId: thread.id, replyId: reply.id })
    const asked = async (who: Who) => {
      const reader = readerOf(cast.viewer(who))
      type Row = { reads: boolean; why: Reasons | null; thread: Reasons | null; readsThread: boolean }
      const { rows } = await sql<Row>`
        select ${readableReply(reader)} as reads, ${whyReply(reader)} as why, ${whyThread(reader)} as thread,
          ${readableThread(reader)} as reads_thread
        from replies join threads on threads.id = replies.thread_id where replies.id = ${reply.id}`.execute(ctx.db)
      const told = (reasons: Reasons | null) => reasons && sayReasons(english, reasons)
      return { ...rows[0]!, why: told(rows[0]!.why), thread: told(rows[0]!.thread) }
    }
    for (const who of everybody) {
      const { reads, why, thread: whyOfThread, readsThread } = await asked(who)
      assert.equal(why !== null, reads, `${who}: reply`)
      assert.equal(whyOfThread !== null, readsThread, `${who}: thread`)
      if (readsThread) assert.doesNotMatch(whyOfThread!, /hidden/, who)
    }
    assert.match((await asked('gustav')).why!, /hidden by moderation; its author still reads it\.$/)
    assert.match((await asked('sara')).why!, /hidden by moderation; the moderators of its side still read it\.$/)
    await hidePost(ctx, { threadId: thread.id, replyId: null })
    assert.match((await asked('ines')).thread!, /hidden by moderation; its author still reads it\.$/)
    assert.equal((await asked('gustav')).why, null, 'his reply goes with the thread')
  }),
)

test(
  'a removed text keeps the readers of its place, and says nothing to anybody, its author and the moderators included',
  inTransaction(async (ctx) => {
    for (const scene of scenes) {
      const { cast, thread, reply } = await set(ctx, scene)
      const before = new Map<Who, string>()
      for (const who of everybody) before.set(who, await outcome(getThread(cast.as(ctx, who), thread.id)))
      await removePost(ctx, { threadId: thread.id, replyId: null }, { title: 'Gone', body: 'Gone.' })
      await removePost(ctx, { threadId: thread.id, replyId: reply.id }, { title: '', body: 'Gone too.' })
      for (const who of everybody) {
        const as = cast.as(ctx, who)
        assert.equal(await outcome(getThread(as, thread.id)), before.get(who), `${label(scene)}: ${who}`)
        if (before.get(who) !== 'ok') continue
        const texts = [await getThread(as, thread.id), await getReply(as, reply.id)].map((one) => one.body)
        assert.deepEqual(texts, ['Gone.', 'Gone too.'], `${label(scene)}: ${who}`)
      }
    }
  }),
)
