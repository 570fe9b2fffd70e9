/** What several moderators do at the same moment. Each call commits on its own connection. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { getCast } from '../../../test/cast.ts'
import { freshPool } from '../../../test/database.ts'
import { flagPost, makeModerator, startTalk } from '../../../test/moderation.ts'
import { outcome } from '../../../test/outcome.ts'
import { makeCtx } from '../../platform/context.ts'
import { openDatabase } from '../../platform/database.ts'
import { silentLog } from '../../platform/log.ts'
import { flag } from '../flags/flags.ts'
import { decide, decisionSchema, getCase, takeCase } from './moderation.ts'

test('of moderators who take or decide the same case at the same moment exactly one has it, and flags at once open one case', async () => {
  const db = openDatabase(await freshPool('cast'))
  const ctx = makeCtx({ viewer: { kind: 'system', reason: 'test' }, db, now: new Date(), log: silentLog })
  const cast = await getCast(ctx)
  const team = [cast.people.sara]
  for (const who of ['mirela', 'daniel', 'aiko'] as const) team.push(await makeModerator(ctx, cast, who, 'outside'))
  const decision = decisionSchema.parse({ post: 'hide', rule: 'spam', reason: 'It advertises something.' })
  for (let round = 0; round < 5; round++) {
    const { answer } = await startTalk(ctx, cast)
    const flags = (['amina', 'joost', 'ines'] as const).map((who) =>
      flag(cast.as(ctx, who), 'reply', answer, { rule: 'spam', words: '' }),
    )
    await Promise.all(flags)
    const id = await flagPost(cast.as(ctx, 'tomasz'), 'reply', answer)
    assert.equal((await getCase(ctx, id)).flags.length, 4, 'one case holds them all')
    const taken = await Promise.all(team.map((who) => outcome(takeCase(ctx.as(who), id))))
    assert.deepEqual(taken.toSorted(), ['moderation.taken', 'moderation.taken', 'moderation.taken', 'ok'])
    const holder = team[taken.indexOf('ok')]!
    const decided = await Promise.all([1, 2, 3].map(() => outcome(decide(ctx.as(holder), id, decision))))
    assert.deepEqual(decided.toSorted(), ['moderation.not-in-hand', 'moderation.not-in-hand', 'ok'])
    assert.equal((await getCase(ctx, id)).history.length, 1, 'one decision')
  }
})
