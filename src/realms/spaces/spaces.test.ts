import assert from 'node:assert/strict'
import { test } from 'node:test'
import { everybody, getCast } from '../../../test/cast.ts'
import { inTransaction } from '../../../test/database.ts'
import { audienceOf, audienceWords, listReaders } from '../audience/audience.ts'
import { addMember, createSpace, getSpace, listSpaces, removeMember } from './spaces.ts'

test(
  'everyone sees the spaces of their side and no others',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const expected: Record<string, string[]> = {
      visitor: ['riders'],
      ines: ['riders', 'testers'],
      daniel: ['riders', 'testers', 'velund'],
      tomasz: ['riders', 'testers', 'velund', 'battery'],
      lena: ['riders', 'testers', 'velund', 'battery', 'cells'],
      petra: ['cells'],
    }
    for (const [who, slugs] of Object.entries(expected)) {
      const seen = await listSpaces(cast.as(ctx, who as 'ines'))
      assert.deepEqual(
        seen.map((space) => space.slug),
        slugs,
        who,
      )
    }
  }),
)

test(
  'the list of spaces holds exactly what opening each one would show',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    for (const who of everybody) {
      const listed = new Set((await listSpaces(cast.as(ctx, who))).map((space) => space.slug))
      for (const slug of Object.keys(cast.spaces)) {
        const opened = await getSpace(cast.as(ctx, who), slug).then(
          () => true,
          () => false,
        )
        assert.equal(opened, listed.has(slug), `${who} at ${slug}`)
      }
    }
  }),
)

test(
  'the audience before writing is the set that can read afterwards',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    for (const space of Object.values(cast.spaces)) {
      const audience = await audienceOf(ctx, space)
      if (audience.everyone) continue
      const able = []
      for (const who of everybody) {
        if ((await listSpaces(cast.as(ctx, who))).some((one) => one.id === space.id)) able.push(who)
      }
      const outsiders = audience.outsiders.reduce((sum, group) => sum + group.people, 0)
      assert.equal(audience.employees + audience.members + outsiders, able.length, space.slug)
    }
    assert.equal(audienceWords(await audienceOf(ctx, cast.spaces.battery)), 'Battery & Range, 3 people, no guests')
    assert.equal(
      audienceWords(await audienceOf(ctx, cast.spaces.cells)),
      'Cell supply room, 1 from Velund, 1 from Kettenwerk GmbH',
    )
    const names = await listReaders(cast.as(ctx, 'lena'), cast.spaces.cells.id, { space: cast.spaces.cells.id })
    assert.deepEqual(
      names.map((one) => one.handle),
      ['lena', 'petra'],
    )
  }),
)

test(
  'a right ends with the membership, at the next request',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    await removeMember(ctx, cast.spaces.battery, cast.people.tomasz.id)
    await assert.rejects(getSpace(cast.as(ctx, 'tomasz'), 'battery'), { code: 'spaces.not-found' })
    await addMember(ctx, cast.spaces.battery, cast.people.tomasz.id)
    assert.equal((await getSpace(cast.as(ctx, 'tomasz'), 'battery')).title, 'Battery & Range')
  }),
)

test(
  'nobody outside can be put into an inside space, and a guest only into a bridge',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    await assert.rejects(addMember(ctx, cast.spaces.battery, cast.people.ines.id), { code: 'spaces.wrong-side' })
    await assert.rejects(addMember(ctx, cast.spaces.battery, cast.people.petra.id), { code: 'spaces.wrong-side' })
    await assert.rejects(addMember(ctx, cast.spaces.cells, cast.people.ines.id), { code: 'spaces.wrong-side' })
  }),
)

test(
  'each side makes its own spaces, with an access that the realm has',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const outside = { realm: 'outside', slug: 'parts', title: 'Parts' } as const
    await assert.rejects(createSpace(cast.as(ctx, 'daniel'), outside), { code: 'spaces.not-yours' })
    await assert.rejects(createSpace(cast.as(ctx, 'ines'), outside), { code: 'spaces.not-yours' })
    await assert.rejects(createSpace(cast.as(ctx, 'sara'), { ...outside, realm: 'inside' }), {
      code: 'spaces.not-found',
    })
    await assert.rejects(createSpace(cast.as(ctx, 'sara'), { ...outside, access: 'employees' }), {
      code: 'spaces.wrong-access',
    })
    assert.equal((await createSpace(cast.as(ctx, 'sara'), outside)).access, 'public')
    await assert.rejects(createSpace(cast.as(ctx, 'sara'), outside), { code: 'spaces.slug-taken' })
  }),
)

test(
  'the realm of a space cannot be changed, not even in the database',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const change = ctx.db
      .updateTable('spaces')
      .set({ realm: 'outside', access: 'public' })
      .where('id', '=', cast.spaces.battery.id)
    await assert.rejects(change.execute(), /realm of spaces .* is fixed/)
  }),
)
