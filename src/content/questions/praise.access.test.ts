import assert from 'node:assert/strict'
import { test } from 'node:test'
import { everybody, getCast } from '../../../test/cast.ts'
import { inTransaction } from '../../../test/database.ts'
import { getPraise, replyToPraise, thankFor } from './praise.ts'
import { post } from './questions.ts'

test(
  'everybody against praise: reading, thanking, replying',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const praise = { space: 'riders', title: 'A call', body: 'So kind.', tags: [] }
    const { id } = await post(cast.as(ctx, 'ines'), 'praise', praise)
    const outcome = (work: Promise<unknown>) =>
      work.then(
        () => 'ok',
        (error: { code: string }) => error.code,
      )
    for (const who of everybody) {
      const as = cast.as(ctx, who)
      const unread = who === 'petra' ? 'threads.not-found' : undefined
      const silent = who === 'visitor' ? 'spaces.sign-in-first' : undefined
      assert.equal(await outcome(getPraise(as, id)), unread ?? 'ok', `${who}: reads`)
      assert.equal(
        await outcome(thankFor(as, id, true)),
        unread ?? silent ?? (who === 'ines' ? 'praise.own' : 'ok'),
        who,
      )
      assert.equal(await outcome(replyToPraise(as, id, 'Nice.')), unread ?? silent ?? 'ok', `${who}: replies`)
    }
  }),
)
