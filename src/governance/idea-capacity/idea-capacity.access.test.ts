import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type PersonName, everybody, getCast } from '../../../test/cast.ts'
import { outcomeUndone } from '../../../test/outcome.ts'
import { inTransaction } from '../../../test/database.ts'
import { addCategory, postIdea } from '../../content/ideas/ideas.ts'
import type { Ctx } from '../../platform/context.ts'
import { getReviewers, listCapacities, noteEffort, setCapacity } from './idea-capacity.ts'

type Who = PersonName | 'visitor'

/** r: reads how much review there is. s: sets it, and sees who reviews. n: notes the time of a review. Lena reviews. */
const members = { ines: 'r', gustav: 'r', joost: 'r', amina: 'r' }
const colleagues = { daniel: 'r', tomasz: 'r', aiko: 'r', mirela: 'r', lena: 'rn' }
const tables: Record<string, Partial<Record<Who, string>>> = {
  'a category outside': { visitor: 'r', ...members, ...colleagues, sara: 'rs', jonas: 'rs' },
  'an open space inside': { ...colleagues, sara: 'r', jonas: 'rs' },
  'a closed space inside': { tomasz: 'r', aiko: 'r', lena: 'rn' },
}

for (const [what, may] of Object.entries(tables)) {
  test(
    `every member of the cast against every act on the review of ${what}`,
    inTransaction(async (ctx) => {
      const cast = await getCast(ctx)
      const category = await addCategory(cast.as(ctx, 'sara'), 'outside', { title: 'Display' })
      const space = what.startsWith('an open') ? cast.spaces.velund : cast.spaces.battery
      const isOutside = what.startsWith('a category')
      const place = isOutside ? { categoryId: category.id } : { spaceId: space.id }
      const idea = await postIdea(cast.as(ctx, isOutside ? 'ines' : 'lena'), {
        ...{ space: isOutside ? 'riders' : space.slug, title: 'Wish', body: 'Please', tags: [] },
        ...(isOutside && { category: category.slug }),
      })
      const parts = { ownerId: cast.people.lena.id, reviewers: [{ accountId: cast.people.lena.id, hours: 2 }] }
      // Only whoever reads a closed space plans its review: Jonas, let in for a moment.
      if (space.slug === 'battery')
        await ctx.db.insertInto('memberships').values({ spaceId: space.id, accountId: cast.people.jonas.id }).execute()
      const id = await setCapacity(cast.as(ctx, 'jonas'), place, parts)
      if (space.slug === 'battery')
        await ctx.db.deleteFrom('memberships').where('accountId', '=', cast.people.jonas.id).execute()
      for (const who of everybody) {
        const can = may[who] ?? ''
        const act = (work: (ctx: Ctx) => Promise<unknown>) => outcomeUndone(ctx, (inside) => work(cast.as(inside, who)))
        const listed = (await listCapacities(cast.as(ctx, who))).some((one) => one.id === id)
        assert.equal(listed, can.includes('r'), `${who}: read`)
        const set = await act((inside) => setCapacity(inside, place, parts))
        assert.equal(set === 'ok', can.includes('s'), `${who}: set, ${set}`)
        if (set !== 'ok') assert.match(set, /^(ideas\.not-keeper|spaces\.not-found)$/, who)
        const reviewers = await act((inside) => getReviewers(inside, id))
        assert.equal(reviewers, can.includes('s') ? 'ok' : 'idea-capacity.not-found', `${who}: who reviews`)
        const noted = await act((inside) => noteEffort(inside, idea.id, 20))
        assert.equal(noted === 'ok', can.includes('n'), `${who}: note, ${noted}`)
        if (noted !== 'ok') assert.match(noted, /^(idea-capacity\.not-a-reviewer|ideas\.not-found)$/, who)
      }
    }),
  )
}

test(
  'what waits is counted as far as the reader may read it, so that no number tells of a closed space',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const category = await addCategory(cast.as(ctx, 'sara'), 'outside', { title: 'Display' })
    const parts = { ownerId: cast.people.lena.id, reviewers: [] }
    await setCapacity(cast.as(ctx, 'sara'), { categoryId: category.id }, parts)
    for (const space of ['riders', 'testers', 'testers'])
      await postIdea(cast.as(ctx, 'ines'), { space, title: 'Wish', body: 'x', tags: [], category: category.slug })
    const waiting = async (who: Who) => (await listCapacities(cast.as(ctx, who)))[0]?.debt.waiting
    assert.deepEqual(await Promise.all(['visitor', 'ines', 'daniel'].map((who) => waiting(who as Who))), [1, 3, 3])
  }),
)
