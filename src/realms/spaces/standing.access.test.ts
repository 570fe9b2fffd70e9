import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type PersonName, everybody } from '../../../test/cast.ts'
import { inTransaction } from '../../../test/database.ts'
import { insertPositions, makeSpace } from '../../../test/positions.ts'
import { english } from '../../platform/languages/languages.ts'
import type { AccessVerdict } from '../../platform/verdict.ts'
import { mayKeep, mayLift, mayMove, mayPlaceSpace, mayStop, ranksOf } from './standing.access.ts'
import { standingOf } from './standing.ts'

type Who = PersonName | 'visitor'

const onPage: Record<string, readonly Who[]> = {
  'keeps it': ['mirela', 'jonas'],
  'takes it to the top': ['mirela', 'jonas'],
  'puts it under a space of hers': ['mirela', 'jonas'],
  'puts it under another space': ['jonas'],
  'puts a manager’s stop': ['daniel', 'tomasz', 'jonas'],
  'puts an administrator’s stop': ['jonas'],
  'lifts a manager’s stop': ['daniel', 'tomasz', 'jonas'],
  'lifts an administrator’s stop': ['jonas'],
  'keeps it under an administrator’s stop': ['mirela', 'jonas'],
  'moves it under an administrator’s stop': ['jonas'],
  'moves it to under an administrator’s stop': ['jonas'],
  'stops it again under an administrator’s stop': ['jonas'],
  'lifts a manager’s stop under an administrator’s': ['jonas'],
  'says where it stands': ['jonas'],
}

test(
  'every member of the cast against every change of a space and its place in the tree',
  inTransaction(async (ctx) => {
    const { cast, page } = await insertPositions(ctx)
    const hers = await makeSpace(ctx, 'hers')
    await ctx.db
      .insertInto('memberships')
      .values({ spaceId: hers.id, accountId: cast.people.mirela.id, role: 'steward' })
      .execute()
    const other = await makeSpace(ctx, 'other')
    for (const who of everybody) {
      const of = (space: typeof page) => standingOf(cast.as(ctx, who), space)
      const standing = await of(page)
      const at = { standing, space: { ...page, fixed: false } }
      const fixed = { standing, space: { ...page, fixed: true } }
      const under = async (space: typeof page, isFixed = false) => ({
        standing: await of(space),
        space: { ...space, fixed: isFixed },
      })
      const stopped = (stops: 'manager' | 'administrator') => ({ ...page, stops, fixed: stops === 'administrator' })
      const verdicts: Record<string, AccessVerdict> = {
        'keeps it': mayKeep(standing, page),
        'takes it to the top': mayMove(at, null),
        'puts it under a space of hers': mayMove(at, await under(hers)),
        'puts it under another space': mayMove(at, await under(other)),
        'puts a manager’s stop': mayStop(standing, at.space, 'manager'),
        'puts an administrator’s stop': mayStop(standing, at.space, 'administrator'),
        'lifts a manager’s stop': mayLift(standing, stopped('manager')),
        'lifts an administrator’s stop': mayLift(standing, stopped('administrator')),
        'keeps it under an administrator’s stop': mayKeep(standing, page),
        'moves it under an administrator’s stop': mayMove(fixed, null),
        'moves it to under an administrator’s stop': mayMove(at, await under(hers, true)),
        'stops it again under an administrator’s stop': mayStop(standing, fixed.space, 'manager'),
        'lifts a manager’s stop under an administrator’s': mayLift(standing, { ...stopped('manager'), fixed: true }),
        'says where it stands': mayPlaceSpace(standing),
      }
      assert.deepEqual(Object.keys(verdicts), Object.keys(onPage))
      for (const [does, verdict] of Object.entries(verdicts)) {
        assert.equal(verdict.allowed, onPage[does]!.includes(who), `${who} ${does}: ${english.again(verdict.because)}`)
        assert.match(english.again(verdict.because), /^[A-Z].*\.$/)
      }
    }
  }),
)

test(
  'a stop is put once, an administrator’s over a manager’s; none is lifted where there is none',
  inTransaction(async (ctx) => {
    const { cast, page } = await insertPositions(ctx)
    const jonas = await standingOf(cast.as(ctx, 'jonas'), page)
    const stopped = (stops: 'manager' | 'administrator' | null) => ({
      ...page,
      stops,
      fixed: stops === 'administrator',
    })
    assert.equal(mayStop(jonas, stopped('manager'), 'manager').allowed, false)
    assert.equal(mayStop(jonas, stopped('manager'), 'administrator').allowed, true)
    assert.equal(mayStop(jonas, stopped('administrator'), 'manager').allowed, false)
    assert.equal(mayStop(jonas, stopped('administrator'), 'administrator').allowed, false)
    assert.equal(mayLift(jonas, stopped(null)).allowed, false)
  }),
)

test(
  'every member of the cast against keeping a space on each side: outside only those who make its rules',
  inTransaction(async (ctx) => {
    const { cast } = await insertPositions(ctx)
    const { riders, battery, cells, velund } = cast.spaces
    await ctx.db.updateTable('spaces').set({ createdBy: cast.people.daniel.id }).execute()
    const keepers = [
      [riders, ['jonas', 'sara']],
      [velund, ['jonas', 'daniel']],
      [battery, ['jonas']],
      [cells, ['jonas']],
    ] as const
    for (const [space, may] of keepers)
      for (const who of everybody) {
        const standing = await standingOf(cast.as(ctx, who), space)
        const expected = (may as readonly string[]).includes(who)
        assert.equal(mayKeep(standing, space).allowed, expected, `${who} keeps ${space.slug}`)
        assert.equal(ranksOf(standing, { ...space, fixed: false }).length > 0, expected, `${who} at ${space.slug}`)
      }
  }),
)
