import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openSite } from '../../../test/browse.ts'
import { type PersonName, everybody, getCast } from '../../../test/cast.ts'
import { inTransaction } from '../../../test/database.ts'
import type { Ctx } from '../../platform/context.ts'
import { listSpaces } from '../../realms/spaces/spaces.ts'
import { readerOf } from '../../realms/reader.access.ts'
import { answer, ask } from '../questions/questions.ts'
import { readableThread, startThread } from '../threads/threads.ts'
import { english } from '../../platform/languages/languages.ts'
import { type Power, levelRules, powersOf } from './rules.ts'
import { mayUsePower } from './standing.access.ts'
import { findStanding, listHelpers, powerByStanding } from './standing.ts'

const powers: readonly Power[] = ['retag', 'move', 'retype', 'flag']

/** Gives everybody outside the standing of a champion. */
async function crownAll(ctx: Ctx): Promise<void> {
  const cast = await getCast(ctx)
  const row = { thanks: 200, people: 30, mutual: 0, accepted: 0, endorsed: 0, points: 400, level: 3 as const }
  for (const who of Object.values(cast.people))
    await ctx.db
      .insertInto('standings')
      .values({ accountId: who.id, ...row, computedAt: ctx.now })
      .execute()
}

test(
  'who has which power where: champions in open public spaces, each for themselves, and nobody else',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    await crownAll(ctx)
    for (const who of everybody) {
      const viewer = cast.viewer(who)
      for (const [name, space] of Object.entries(cast.spaces)) {
        for (const power of powers) {
          const outside = who !== 'visitor' && cast.people[who].realm === 'outside'
          const expected = outside && name === 'riders'
          const own = who === 'visitor' ? cast.people.gustav.id : cast.people[who].id
          const can = await powerByStanding(power)(cast.as(ctx, who), own, space.id)
          assert.equal(can, expected, `${who}: ${power} in ${name}`)
          assert.equal(mayUsePower(viewer, space, power, 3).allowed, expected, `verdict: ${who} ${power} ${name}`)
          if (who !== 'gustav')
            assert.equal(await powerByStanding(power)(cast.as(ctx, who), cast.people.gustav.id, space.id), false)
        }
      }
    }
  }),
)

test(
  'each level has the powers of the rules, and every refusal says what is missing',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const { riders } = cast.spaces
    for (const { level, name } of levelRules) {
      for (const power of powers) {
        const verdict = mayUsePower(cast.people.gustav, riders, power, level)
        assert.equal(verdict.allowed, powersOf[level].includes(power), `${name}: ${power}`)
        if (!verdict.allowed)
          assert.match(english.again(verdict.because), new RegExp(`needs the standing \\w+; yours is ${name}`))
      }
    }
    const archived = { ...riders, archivedAt: ctx.now }
    assert.equal(mayUsePower(cast.people.gustav, archived, 'retag', 3).allowed, false)
  }),
)

test(
  'who sees the standing of whom: exactly those who see the profile',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    await crownAll(ctx)
    for (const who of everybody) {
      for (const whose of Object.keys(cast.people) as PersonName[]) {
        const sees = cast.people[whose].realm === 'outside' && who !== 'petra'
        const seen = await findStanding(cast.as(ctx, who), cast.people[whose].id)
        assert.equal(seen !== undefined, sees, `${who} looks at ${whose}`)
      }
      const list = listHelpers(cast.as(ctx, who), cast.spaces.testers, '2026-q4').then(
        () => 'ok',
        (error) => error.code,
      )
      assert.equal(await list, who === 'visitor' || who === 'petra' ? 'spaces.not-found' : 'ok', who)
    }
  }),
)

test(
  'a champion reads exactly what another member in their place reads: threads, spaces and pages',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const asked = { title: 'Why does it stop?', body: 'It stops.', tags: ['cold'] }
    const ids: number[] = []
    for (const space of ['riders', 'testers'] as const) {
      for (const reach of [null, 4, 3, 2, 1, 0] as const) {
        if (space === 'testers' && reach === 4) continue
        await ctx.db.deleteFrom('rateLimits').execute()
        const { thread } = await ask(cast.as(ctx, 'ines'), { ...asked, space, reach })
        await answer(cast.as(ctx, 'ines'), thread.id, 'More.')
        ids.push(thread.id)
      }
    }
    for (const [who, place] of [
      ['tomasz', 'velund'],
      ['tomasz', 'battery'],
      ['lena', 'cells'],
    ] as const) {
      const space = cast.spaces[place]
      ids.push((await startThread(cast.as(ctx, who), space, { ...asked, type: 'discussion' })).id)
    }
    const site = await openSite(ctx)
    const read = async () => {
      const readable = readableThread(readerOf(cast.people.gustav))
      const threads = await ctx.db.selectFrom('threads').select('id').where(readable).orderBy('id').execute()
      const pages: (string | number)[] = []
      for (const id of ids) {
        for (const path of [`/questions/${id}/why-does-it-stop`, `/inside/threads/${id}`, `/questions/${id}/-/edit`])
          pages.push((await site.as('gustav').get(path)).status)
      }
      for (const path of [
        '/inside',
        '/inside/people',
        '/inside/perks',
        '/settings/privacy',
        `/people/${cast.people.ines.id}`,
      ])
        pages.push((await site.as('gustav').get(path)).text.replaceAll(/nonce="[^"]*"|content="[^"]*=="/g, ''))
      return { threads, pages, spaces: (await listSpaces(cast.as(ctx, 'gustav'))).map((space) => space.slug) }
    }
    const before = await read()
    assert.ok(before.threads.length > 2 && before.threads.length < ids.length)
    await crownAll(ctx)
    await ctx.db.deleteFrom('standings').where('accountId', '=', cast.people.ines.id).execute()
    assert.deepEqual(await read(), before)
  }),
)
