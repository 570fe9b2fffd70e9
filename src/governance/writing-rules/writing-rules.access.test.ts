import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type PersonName, everybody, getCast } from '../../../test/cast.ts'
import { inTransaction } from '../../../test/database.ts'
import { outcome } from '../../../test/outcome.ts'
import type { Side } from '../moderation/moderation.ts'
import { isLookedAt } from './writing-rules.access.ts'
import { getRules, putRules, rulesSchema, tryText } from './writing-rules.ts'

type Who = PersonName | 'visitor'

const keepers: Readonly<Record<Side, readonly Who[]>> = { outside: ['sara'], inside: ['jonas'] }
const given = rulesSchema.parse({ newDays: 1, newPosts: 1, newLinks: 1, newPerHour: 1, threshold: 50, words: '' })

test(
  'the rules of a side are read, set and tried by its moderators; for everybody else they are not there',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    for (const side of ['outside', 'inside'] as const) {
      for (const who of everybody) {
        const as = cast.as(ctx, who)
        const expected = keepers[side].includes(who) ? 'ok' : 'moderation.not-found'
        assert.equal(await outcome(getRules(as, side)), expected, `${who}: read ${side}`)
        assert.equal(await outcome(putRules(as, side, given)), expected, `${who}: set ${side}`)
        assert.equal(await outcome(tryText(as, side, 'Words.', 'new')), expected, `${who}: try ${side}`)
      }
    }
  }),
)

test(
  'texts of members and guests are scored, those of employees are not',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const scored = everybody.filter((who) => isLookedAt(cast.viewer(who)))
    assert.deepEqual(scored, ['ines', 'gustav', 'joost', 'amina', 'petra'])
  }),
)
