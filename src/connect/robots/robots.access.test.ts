import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type PersonName, everybody, getCast } from '../../../test/cast.ts'
import { inTransaction } from '../../../test/database.ts'
import { outcome, outcomeUndone } from '../../../test/outcome.ts'
import { chooseRobots, openChoice } from './robots.ts'

const stewards: readonly (PersonName | 'visitor')[] = ['jonas', 'sara']
const refused = 'robots.not-steward'

test(
  'the stewards of the outside choose what robots may do with a space, and nobody else',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    for (const who of everybody) {
      const theirs = cast.as(ctx, who)
      // A guest has a room and nothing outside.
      const expected = stewards.includes(who) ? 'ok' : who === 'petra' ? 'spaces.not-found' : refused
      assert.equal(await outcome(openChoice(theirs, 'riders')), expected, `${who} opens`)
      const choosing = outcomeUndone(theirs, (one) => chooseRobots(one, 'riders', { listed: false, ai: false }))
      assert.equal(await choosing, expected, `${who} chooses`)
    }
  }),
)

test(
  'there is nothing to choose where no visitor comes, whoever asks',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    for (const who of ['jonas', 'lena'] as const)
      for (const slug of ['velund', 'battery', 'cells', 'nowhere'])
        assert.equal(await outcome(openChoice(cast.as(ctx, who), slug)), 'spaces.not-found', `${who}: ${slug}`)
    assert.equal(await outcome(openChoice(cast.as(ctx, 'visitor'), 'testers')), 'spaces.not-found')
    assert.equal(
      await outcome(openChoice(cast.as(ctx, 'sara'), 'testers')),
      'ok',
      'before a space is opened to the web',
    )
  }),
)
