import assert from 'node:assert/strict'
import { test } from 'node:test'
import { inTransaction } from '../../../test/database.ts'
import { insertPositions, makeSpace } from '../../../test/positions.ts'
import {
  type SpaceId,
  archiveSpace,
  createSpace,
  describeSpace,
  getRightsSpace,
  getSpace,
  liftStop,
  listBelow,
  listChanges,
  listPossibleParents,
  listRightsSpaces,
  moveSpace,
  narrowSpace,
  reopenSpace,
  stopFlow,
} from './spaces.ts'

/** The fields that a refusal names. */
const fieldsOf = (work: Promise<unknown>) =>
  work.then(
    () => ['done'],
    (error: { fields?: object; code: string }) => Object.keys(error.fields ?? { [error.code]: '' }),
  )

test(
  'a space is hung under one of the same side that is not below it, and nothing changes on bad input',
  inTransaction(async (ctx) => {
    const { cast, page } = await insertPositions(ctx)
    const jonas = cast.as(ctx, 'jonas')
    const [child, grandchild] = [await makeSpace(ctx, 'child'), await makeSpace(ctx, 'grandchild')]
    await moveSpace(jonas, child.id, page.id)
    await moveSpace(jonas, grandchild.id, child.id)
    for (const wrong of [page.id, child.id, grandchild.id, cast.spaces.cells.id, cast.spaces.riders.id, 999_999])
      assert.deepEqual(await fieldsOf(moveSpace(jonas, page.id, wrong as SpaceId)), ['parent'], String(wrong))
    // Stops cut what flows, not the tree: the cycle is still one.
    await stopFlow(jonas, child.id, 'administrator')
    assert.deepEqual(await fieldsOf(moveSpace(jonas, page.id, grandchild.id)), ['parent'])
    assert.equal((await getRightsSpace(jonas, { id: page.id })).parentId, null)
    assert.deepEqual(
      (await listBelow(jonas, page)).map((one) => one.slug),
      ['child'],
    )
    const possible = (await listPossibleParents(cast.as(ctx, 'mirela'), page)).map((one) => one.slug)
    assert.deepEqual(possible, [], 'she looks after no other')
    assert.deepEqual(await fieldsOf(moveSpace(cast.as(ctx, 'mirela'), page.id, cast.spaces.velund.id)), ['parent'])
    await assert.rejects(moveSpace(cast.as(ctx, 'lena'), page.id, null), { code: 'spaces.not-keeper' })
    await assert.rejects(moveSpace(cast.as(ctx, 'aiko'), page.id, null), { code: 'spaces.not-found' })
    await assert.rejects(moveSpace(cast.as(ctx, 'sara'), page.id, null), { code: 'spaces.not-found' })
    await moveSpace(jonas, grandchild.id, null)
    assert.deepEqual(
      (await listChanges(jonas, await getRightsSpace(jonas, { id: grandchild.id }))).map((one) => [one.by, one.what]),
      [
        ['Jonas Weber', 'moved'],
        ['Jonas Weber', 'moved'],
      ],
    )
  }),
)

test(
  'a tree of spaces is at most twenty deep',
  inTransaction(async (ctx) => {
    const { cast } = await insertPositions(ctx)
    let above = await makeSpace(ctx, 'deep-0')
    for (let depth = 1; depth < 20; depth++) above = await makeSpace(ctx, `deep-${depth}`, { parentId: above.id })
    const more = await makeSpace(ctx, 'too-deep')
    assert.deepEqual(await fieldsOf(moveSpace(cast.as(ctx, 'jonas'), more.id, above.id)), ['parent'])
    assert.equal((await getRightsSpace(ctx, { id: more.id })).parentId, null)
  }),
)

test(
  'who makes the rules of a side sees the rights of all its spaces and reads none of them for it; the other side is not there',
  inTransaction(async (ctx) => {
    const { cast, page } = await insertPositions(ctx)
    const inside = ctx.as({ ...cast.people.aiko, offices: ['inside-steward'] })
    const outside = cast.as(ctx, 'sara')
    assert.equal((await getRightsSpace(inside, { id: page.id })).title, page.title)
    await assert.rejects(getSpace(inside, page.slug), { code: 'spaces.not-found' })
    await assert.rejects(getRightsSpace(inside, { id: cast.spaces.riders.id }), { code: 'spaces.not-found' })
    await assert.rejects(getRightsSpace(outside, { slug: page.slug }), { code: 'spaces.not-found' })
    assert.equal((await getRightsSpace(outside, { slug: 'riders' })).slug, 'riders')
    const slugs = async (who: typeof inside) => (await listRightsSpaces(who)).map((one) => one.slug)
    assert.deepEqual(await slugs(inside), ['velund', 'battery', 'cells', 'cells-page'])
    assert.deepEqual(await slugs(outside), ['riders', 'testers', 'velund'])
    assert.deepEqual(await slugs(cast.as(ctx, 'daniel')), ['velund', 'cells-page'])
    for (const who of ['visitor', 'ines', 'petra'] as const) {
      assert.deepEqual(await slugs(cast.as(ctx, who)), [], who)
      await assert.rejects(getRightsSpace(cast.as(ctx, who), { slug: 'cells' }), { code: 'spaces.not-found' }, who)
    }
  }),
)

test(
  'who reads a space becomes fewer by its access and never more; it is renamed, closed and opened, all on record',
  inTransaction(async (ctx) => {
    const { cast } = await insertPositions(ctx)
    const jonas = cast.as(ctx, 'jonas')
    const made = await createSpace(jonas, { realm: 'inside', slug: 'canteen', title: 'Canteen' })
    assert.ok(await getSpace(cast.as(ctx, 'aiko'), 'canteen'))
    assert.deepEqual(await fieldsOf(narrowSpace(jonas, made.id, 'public')), ['access'])
    await narrowSpace(jonas, made.id, 'members')
    await assert.rejects(getSpace(cast.as(ctx, 'aiko'), 'canteen'))
    for (const wider of ['employees', 'members', 'public'] as const)
      assert.deepEqual(await fieldsOf(narrowSpace(jonas, made.id, wider)), ['access'], wider)
    assert.deepEqual(await fieldsOf(narrowSpace(jonas, cast.spaces.cells.id, 'members')), ['access'])
    await narrowSpace(cast.as(ctx, 'sara'), cast.spaces.riders.id, 'members')
    await assert.rejects(getSpace(cast.as(ctx, 'visitor'), 'riders'))
    assert.deepEqual(await fieldsOf(describeSpace(jonas, made.id, { title: ' ' })), ['title'])
    await describeSpace(jonas, made.id, { title: 'Kitchen', description: 'What there is to eat' })
    await describeSpace(jonas, made.id, { title: 'Kitchen', description: 'What there is to eat' })
    await archiveSpace(jonas, made.id)
    await archiveSpace(jonas, made.id)
    assert.ok((await getSpace(jonas, 'canteen')).archivedAt)
    await reopenSpace(jonas, made.id)
    const space = await getRightsSpace(jonas, { id: made.id })
    assert.deepEqual([space.title, space.archivedAt], ['Kitchen', null])
    assert.deepEqual((await listChanges(jonas, space)).map((one) => [one.what, one.before, one.after]).toReversed(), [
      ['narrowed', 'employees', 'members'],
      ['renamed', 'Canteen', 'Kitchen'],
      ['described', '', 'What there is to eat'],
      ['archived', null, null],
      ['reopened', null, null],
    ])
    await assert.rejects(archiveSpace(cast.as(ctx, 'daniel'), cast.spaces.velund.id), { code: 'spaces.not-keeper' })
  }),
)

test(
  'stops are told as facts, and one that is there cannot be put again',
  inTransaction(async (ctx) => {
    const { cast, page } = await insertPositions(ctx)
    const tomasz = cast.as(ctx, 'tomasz')
    await stopFlow(tomasz, page.id, 'manager')
    await assert.rejects(stopFlow(tomasz, page.id, 'manager'), { code: 'spaces.stopped' })
    await assert.rejects(stopFlow(tomasz, page.id, 'administrator'), { code: 'spaces.not-administrator' })
    await stopFlow(cast.as(ctx, 'jonas'), page.id, 'administrator')
    await assert.rejects(liftStop(tomasz, page.id), { code: 'spaces.fixed' })
    await liftStop(cast.as(ctx, 'jonas'), page.id)
    await assert.rejects(liftStop(tomasz, page.id), { code: 'spaces.no-stop' })
    const events = await ctx.db.selectFrom('events').select(['name', 'payload']).orderBy('id').execute()
    assert.deepEqual(
      events.map((event) => event.name),
      ['space.flow-stopped', 'space.flow-stopped', 'space.flow-resumed'],
    )
    assert.deepEqual(events[0]!.payload, { spaceId: page.id })
  }),
)
