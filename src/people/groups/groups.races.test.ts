import assert from 'node:assert/strict'
import { test } from 'node:test'
import { getCast } from '../../../test/cast.ts'
import { freshPool } from '../../../test/database.ts'
import { makeCtx } from '../../platform/context.ts'
import { openDatabase } from '../../platform/database.ts'
import { silentLog } from '../../platform/log.ts'
import { addToGroup, listGroupMembers, makeGroup, removeFromGroup, setGroupRole } from './groups.ts'

test('two who lead a group and both go at once: one goes, the last one stays', async () => {
  const pool = await freshPool('cast')
  const viewer = { kind: 'system', reason: 'test' } as const
  const ctx = makeCtx({ viewer, db: openDatabase(pool), now: new Date(), log: silentLog })
  const cast = await getCast(ctx)
  const [aiko, lena] = [cast.as(ctx, 'aiko'), cast.as(ctx, 'lena')]
  const [aikoId, lenaId] = [cast.people.aiko.id, cast.people.lena.id]
  const ways = [
    (slug: string) => [removeFromGroup(aiko, slug, aikoId), removeFromGroup(lena, slug, lenaId)],
    (slug: string) => [setGroupRole(aiko, slug, aikoId, 'member'), setGroupRole(lena, slug, lenaId, 'member')],
    (slug: string) => [removeFromGroup(aiko, slug, aikoId), setGroupRole(lena, slug, lenaId, 'member')],
  ]
  for (const way of ways) {
    const { slug, id } = await makeGroup(aiko, { title: 'First aiders' })
    await addToGroup(aiko, slug, lenaId)
    await setGroupRole(aiko, slug, lenaId, 'lead')
    const met = (await Promise.allSettled(way(slug))).map((one) =>
      one.status === 'fulfilled' ? 'done' : one.reason.code,
    )
    assert.deepEqual(met.sort(), ['done', 'groups.last-lead'])
    const leads = (await listGroupMembers(ctx, id)).items.filter((one) => one.role === 'lead')
    assert.equal(leads.length, 1)
  }
})

test('groups that are made at once under one name each have an address of their own', async () => {
  const pool = await freshPool('cast')
  const viewer = { kind: 'system', reason: 'test' } as const
  const ctx = makeCtx({ viewer, db: openDatabase(pool), now: new Date(), log: silentLog })
  const aiko = (await getCast(ctx)).as(ctx, 'aiko')
  const made = await Promise.all(Array.from({ length: 5 }, () => makeGroup(aiko, { title: 'Winter range' })))
  const slugs = made.map((group) => group.slug).sort()
  assert.deepEqual(slugs, ['winter-range', 'winter-range-2', 'winter-range-3', 'winter-range-4', 'winter-range-5'])
  for (const { id } of made) assert.equal((await listGroupMembers(ctx, id)).items.length, 1)
})
