import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type PersonName, everybody, getCast } from '../../../test/cast.ts'
import { outcome } from '../../../test/outcome.ts'
import { inTransaction } from '../../../test/database.ts'
import type { Ctx } from '../../platform/context.ts'
import { english } from '../../platform/languages/languages.ts'
import { addReply, mergeThread, moveThread, retypeThread, splitThread, startThread, unmergeThread } from './threads.ts'
import { mayKeepOrder, mayMove, mayOpenKeeping, mayRetype, mayWriteUpdate } from './keeping.access.ts'

type Who = PersonName | 'visitor'

/** Runs `work` for everybody, each on the same state of things. */
async function forEverybody(ctx: Ctx, work: (inside: Ctx, who: Who) => Promise<void>): Promise<void> {
  const back = new Error('back to the beginning')
  for (const who of everybody) {
    await ctx
      .transaction(async (inside) => {
        await work(inside, who)
        throw back
      })
      .catch((error: unknown) => {
        if (error !== back) throw error
      })
  }
}

const stewards: readonly Who[] = ['jonas', 'sara']

async function scene(ctx: Ctx) {
  const cast = await getCast(ctx)
  const ines = cast.as(ctx, 'ines')
  const text = { type: 'question', body: 'It stops.' } as const
  const thread = await startThread(ines, cast.spaces.riders, { ...text, title: 'Why does it stop?' })
  const same = await startThread(cast.as(ctx, 'daniel'), cast.spaces.riders, { ...text, title: 'Why does it halt?' })
  const reply = await addReply(cast.as(ctx, 'daniel'), thread.id, { kind: 'answer', body: 'Warm it.' })
  return { cast, thread, same, reply }
}

test(
  'everybody against everything that puts a thread of a customer in order',
  inTransaction(async (ctx) => {
    const { cast, thread, same, reply } = await scene(ctx)
    await forEverybody(ctx, async (inside, who) => {
      const as = cast.as(inside, who)
      const keeps = stewards.includes(who)
      const told = (code: string) => (who === 'petra' ? 'threads.not-found' : keeps ? 'ok' : code)
      const retyped = who === 'visitor' ? 'spaces.sign-in-first' : who === 'ines' ? 'ok' : 'threads.not-author'
      assert.equal(
        await outcome(splitThread(as, thread.id, { replies: [reply.id], title: 'Warmth', body: 'So.' })),
        told('threads.not-steward'),
        `${who}: split`,
      )
      assert.equal(await outcome(mergeThread(as, same.id, thread.id)), told('threads.not-steward'), `${who}: merge`)
      await mergeThread(inside, same.id, thread.id).catch(() => {})
      assert.equal(await outcome(unmergeThread(as, same.id)), told('threads.not-steward'), `${who}: undo a merge`)
      const unmoved = who === 'visitor' ? 'spaces.sign-in-first' : 'threads.not-steward'
      // A guest has nothing outside, not even the place to move it to.
      const moved = who === 'petra' ? 'spaces.not-found' : who === 'visitor' ? 'spaces.not-found' : told(unmoved)
      assert.equal(await outcome(moveThread(as, thread.id, { space: 'testers' })), moved, `${who}: move`)
      assert.equal(await outcome(retypeThread(as, thread.id, 'problem')), told(retyped), `${who}: retype`)
    })
  }),
)

test(
  'only whoever holds the official voice makes an update, and only of what an employee wrote',
  inTransaction(async (ctx) => {
    const { cast, thread, same } = await scene(ctx)
    await forEverybody(ctx, async (inside, who) => {
      const as = cast.as(inside, who)
      const refused = who === 'petra' ? 'threads.not-found' : who === 'visitor' ? 'spaces.sign-in-first' : undefined
      const voice = who === 'mirela'
      assert.equal(
        await outcome(retypeThread(as, thread.id, 'update')),
        refused ?? (voice ? 'threads.not-ours' : 'threads.company-only'),
        `${who}: a customer's text`,
      )
      assert.equal(
        await outcome(retypeThread(as, same.id, 'update')),
        refused ?? (voice ? 'ok' : 'threads.company-only'),
        `${who}: an employee's text`,
      )
      const writing = startThread(as, cast.spaces.riders, { type: 'update', title: 'News', body: 'So.' })
      const unread = who === 'petra' ? 'spaces.not-found' : who === 'visitor' ? 'spaces.sign-in-first' : undefined
      const written = await outcome(writing)
      if (unread) assert.notEqual(written, 'ok', who)
      else assert.equal(written, voice ? 'ok' : 'threads.company-only', `${who}: writes an update`)
    })
  }),
)

test(
  'the verdicts say who: powers, rights in the space, what the company said, what would be read by more',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const { riders, velund } = cast.spaces
    const none = { right: undefined, hasPower: false }
    const question = { type: 'question', authorId: cast.people.ines.id, official: false, byCompany: false } as const
    for (const who of everybody) {
      const viewer = cast.viewer(who)
      const customer = viewer.kind === 'account' && viewer.realm === 'outside'
      const steward = stewards.includes(who)
      assert.equal(mayKeepOrder(viewer, riders).allowed, steward, `${who}: keeps order`)
      assert.equal(mayKeepOrder(viewer, velund).allowed, false, `${who}: inside nothing is kept like this`)
      assert.equal(mayKeepOrder(viewer, riders, 'moderate').allowed, steward || viewer.kind === 'account', who)
      const power = { right: undefined, hasPower: true }
      const writes = viewer.kind === 'account' && viewer.realm !== 'bridge'
      assert.equal(mayRetype(viewer, riders, question, 'idea', power).allowed, writes, `${who}: with the power`)
      const own = { ...question, official: true }
      const without = mayRetype(viewer, riders, own, 'idea', none)
      assert.equal(without.allowed, steward, `${who}: after an official answer`)
      if (who === 'ines') assert.match(english.again(without.because), /answered this already/)
      assert.equal(mayMove(viewer, riders, false, power).allowed, writes, `${who}: moves with the power`)
      assert.equal(mayMove(viewer, riders, true, power).allowed, steward, `${who}: moves to more readers`)
      assert.equal(mayWriteUpdate(viewer, riders).allowed, who === 'mirela', `${who}: updates`)
      assert.equal(mayOpenKeeping(viewer, riders, { recalledAt: null }), writes, `${who}: is offered the page`)
      assert.equal(mayOpenKeeping(viewer, riders, { recalledAt: new Date() }), false)
      if (customer) assert.equal(mayMove(viewer, riders, false, none).allowed, false)
    }
  }),
)
