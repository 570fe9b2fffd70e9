import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type PersonName, everybody, getCast } from '../../../test/cast.ts'
import { outcomeUndone } from '../../../test/outcome.ts'
import { inTransaction } from '../../../test/database.ts'
import { answer, ask } from '../../content/questions/questions.ts'
import type { Ctx } from '../../platform/context.ts'
import { disclose, endPerk, listPerks, listPerksOf, perkSchema, recordPerk, withdrawPerk } from './disclosure.ts'

test(
  'who may record, end, take back and read perks, and state an interest at whose post',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const { thread } = await ask(cast.as(ctx, 'ines'), { space: 'riders', title: 'Why?', body: 'It stops.', tags: [] })
    const theirs = await answer(cast.as(ctx, 'gustav'), thread.id, 'Keep it warm.')
    const ours = await answer(cast.as(ctx, 'daniel'), thread.id, 'Take it in.')
    const perk = perkSchema.parse({ account: String(cast.people.gustav.id), what: 'a bike' })
    const id = await recordPerk(cast.as(ctx, 'sara'), perk)
    const stated = { kind: 'own-view', words: '' } as const
    for (const who of everybody) {
      const came = (act: (ctx: Ctx) => Promise<unknown>) => outcomeUndone(cast.as(ctx, who), act)
      const records = who === 'jonas' || who === 'sara' ? 'ok' : 'disclosure.not-steward'
      assert.equal(await came((one) => recordPerk(one, perk)), records, `${who} records`)
      assert.equal(await came((one) => endPerk(one, id)), records, `${who} ends`)
      assert.equal(await came((one) => withdrawPerk(one, id)), records, `${who} takes back`)
      const employee = who !== 'visitor' && cast.people[who as PersonName].realm === 'inside'
      assert.equal(await came((one) => listPerks(one)), employee ? 'ok' : 'disclosure.not-found', `${who} lists`)
      const seen = await listPerksOf(cast.as(ctx, who), cast.people.gustav.id)
      assert.equal(seen.length, who === 'petra' ? 0 : 1, `${who} sees the perks of a member whose profile they see`)
      for (const [post, author] of [
        [{ threadId: thread.id }, 'ines'],
        [{ replyId: theirs.id }, 'gustav'],
        [{ replyId: ours.id }, 'daniel'],
      ] as const) {
        const expected = who === author ? 'ok' : 'disclosure.no-post'
        assert.equal(await came((one) => disclose(one, post, stated)), expected, `${who}: post of ${author}`)
      }
    }
  }),
)
