import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openSite } from '../../../test/browse.ts'
import { everybody } from '../../../test/cast.ts'
import { inTransaction } from '../../../test/database.ts'
import { outcome, outcomeUndone } from '../../../test/outcome.ts'
import { insertPositions } from '../../../test/positions.ts'
import { startThread } from '../../content/threads/threads.ts'
import { type NodeId, type PlacementId, placePerson } from '../../people/axes/axes.ts'
import { endPlaceOfThread, placeThread, placesOfThread } from './thread-places.ts'

/** A discussion among the people of cells, and where the cast stands. */
async function setUp(ctx: Parameters<typeof insertPositions>[0]) {
  const world = await insertPositions(ctx)
  const thread = await startThread(world.cast.as(ctx, 'mirela'), world.page, {
    type: 'discussion',
    title: 'Which cell next',
    body: 'Two are left.',
  })
  return { ...world, thread }
}

test(
  'every member of the cast against placing a thread: who reads it and manages the place, or keeps the structure',
  inTransaction(async (ctx) => {
    const { cast, nodes, thread } = await setUp(ctx)
    const reading = new Set(['mirela', 'tomasz', 'daniel', 'lena'])
    const managing = { cells: ['tomasz', 'daniel'], product: ['lena'], velund: [] } as const
    for (const [unit, managers] of Object.entries(managing))
      for (const who of everybody) {
        const node = nodes[unit as keyof typeof managing] as NodeId
        const said = await outcomeUndone(ctx, (inside) => placeThread(cast.as(inside, who), thread.id, { node }))
        const { viewer } = cast.as(ctx, who)
        const works = viewer.kind === 'account' && viewer.realm === 'inside'
        const expected = !works
          ? 'structure.not-found'
          : !reading.has(who)
            ? 'threads.not-found'
            : (managers as readonly string[]).includes(who)
              ? 'ok'
              : 'structure.not-your-place'
        assert.equal(said, expected, `${who} at ${unit}`)
        if (expected === 'structure.not-found')
          assert.equal(await placesOfThread(cast.as(ctx, who), thread.id), undefined)
      }
  }),
)

test(
  'a thread stands at several places from day to day, and none of another thing is ended through it',
  inTransaction(async (ctx) => {
    const { cast, nodes, thread } = await setUp(ctx)
    const [tomasz, lena] = [cast.as(ctx, 'tomasz'), cast.as(ctx, 'lena')]
    const one = await placeThread(tomasz, thread.id, { node: nodes.cells as NodeId })
    await placeThread(lena, thread.id, { node: nodes.product as NodeId, from: '2199-01-01', to: '2199-02-01' })
    const { places, placeable } = (await placesOfThread(tomasz, thread.id))!
    assert.deepEqual(
      places.map(({ nodeTitle, fromOn, toOn }) => [nodeTitle, fromOn > '2198', toOn]),
      [
        ['product', true, '2199-02-01'],
        ['cells', false, null],
      ],
    )
    assert.deepEqual(placeable.map((node) => node.title).sort(), ['cells', 'pack'])
    assert.equal(await outcome(endPlaceOfThread(lena, thread.id, one)), 'structure.not-your-place')
    const person = await placePerson(tomasz, {
      node: nodes.cells as NodeId,
      person: cast.people.aiko.id,
      role: 'member',
    })
    for (const id of [person, 999_999 as PlacementId])
      assert.equal(await outcome(endPlaceOfThread(tomasz, thread.id, id)), 'structure.no-placement')
    await endPlaceOfThread(tomasz, thread.id, one)
    assert.equal((await placesOfThread(tomasz, thread.id))!.places.length, 1, 'what ends on its first day never stood')
  }),
)

test(
  'the page of a thread’s readers says where it stands, to those who work here alone, and a place lists its threads',
  inTransaction(async (ctx) => {
    const { cast, nodes, thread } = await setUp(ctx)
    const site = await openSite(ctx)
    const path = `/readers/thread/${thread.id}`
    const refused = await site.as('tomasz').post(`${path}/places`, { place: String(nodes.cells), placeTo: 'soon' })
    assert.equal(refused.status, 422)
    assert.match(refused.text, /id="placeTo-error"[\s\S]*year-month-day/)
    assert.match(refused.text, new RegExp(`<option value="${nodes.cells}"[^>]* selected`))
    assert.equal(
      (await site.as('tomasz').post(`${path}/places`, { place: String(nodes.cells) })).location,
      `${path}#places`,
    )
    assert.match((await site.as('lena').get(path)).text, /Where it stands, stood and will stand[\s\S]*>cells</)
    const place = `/inside/structure/nodes/${nodes.cells}`
    assert.match((await site.as('lena').get(place)).text, /Threads that stand here[\s\S]*Which cell next/)
    assert.doesNotMatch((await site.as('aiko').get(place)).text, /Which cell next|Threads that stand here/)
    const { places } = (await placesOfThread(cast.as(ctx, 'tomasz'), thread.id))!
    const end = { placement: String(places[0]!.placementId) }
    assert.equal((await site.as('aiko').post(`${path}/places/end`, end)).status, 404)
    assert.equal((await site.as('lena').post(`${path}/places/end`, end)).status, 403)
    assert.equal((await site.as('tomasz').post(`${path}/places/end`, { placement: '0' })).status, 404)
    assert.equal((await site.as('tomasz').post(`${path}/places/end`, end)).location, `${path}#places`)
    const question = await startThread(cast.as(ctx, 'ines'), cast.spaces.riders, {
      type: 'question',
      title: 'Does it rust?',
      body: 'It rains here.',
    })
    const outside = `/readers/thread/${question.id}`
    const read = async () => (await site.as('ines').get(outside)).text.replaceAll(/nonce(?:" content)?="[^"]+"/g, '')
    const before = await read()
    await placeThread(cast.as(ctx, 'jonas'), question.id, { node: nodes.velund as NodeId })
    assert.equal(await read(), before, 'not a byte is different outside')
    assert.equal((await site.as('ines').post(`${outside}/places`, { place: String(nodes.velund) })).status, 404)
    assert.match((await site.as('jonas').get(outside)).text, /Places in the company/)
  }),
)
