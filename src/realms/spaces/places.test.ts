import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openSite } from '../../../test/browse.ts'
import { type PersonName, everybody } from '../../../test/cast.ts'
import { inTransaction } from '../../../test/database.ts'
import { outcome, outcomeUndone } from '../../../test/outcome.ts'
import { insertPositions, makeSpace } from '../../../test/positions.ts'
import { type NodeId, type PlacementId, placePerson } from '../../people/axes/axes.ts'
import {
  type SpaceId,
  endPlaceOfSpace,
  getRightsSpace,
  listChanges,
  listPlacesOfSpace,
  listPlaceableFor,
  placeSpace,
  standingOf,
  stopFlow,
} from './spaces.ts'

const reasons: Partial<Record<PersonName | 'visitor', string>> = {
  jonas: 'ok',
  mirela: 'spaces.not-placer',
  tomasz: 'spaces.not-placer',
  daniel: 'spaces.not-placer',
  lena: 'spaces.not-placer',
}

test(
  'every member of the cast against placing a space: stewards of its side alone, for it decides who manages it',
  inTransaction(async (ctx) => {
    const { cast, page, nodes } = await insertPositions(ctx)
    const jonas = cast.as(ctx, 'jonas')
    const [first] = await listPlacesOfSpace(jonas, await getRightsSpace(jonas, { id: page.id }))
    const node = nodes.product as NodeId
    for (const who of everybody) {
      const expected = reasons[who] ?? 'spaces.not-found'
      const places = (inside: typeof ctx) => placeSpace(cast.as(inside, who), page.id, { node })
      const ends = (inside: typeof ctx) => endPlaceOfSpace(cast.as(inside, who), page.id, first!.placementId)
      assert.equal(await outcomeUndone(ctx, places), expected, `${who} places it`)
      assert.equal(await outcomeUndone(ctx, ends), expected, `${who} ends it`)
      if (expected !== 'spaces.not-found')
        assert.equal(
          (await listPlaceableFor(cast.as(ctx, who), await getRightsSpace(jonas, { id: page.id }))).length > 0,
          expected === 'ok',
        )
    }
  }),
)

test(
  'whoever manages the place manages the space from the next request on, and no longer once it is ended',
  inTransaction(async (ctx) => {
    const { cast, nodes } = await insertPositions(ctx)
    const [jonas, lena] = [cast.as(ctx, 'jonas'), cast.as(ctx, 'lena')]
    const space = { ...cast.spaces.velund, id: cast.spaces.velund.id as SpaceId }
    assert.deepEqual((await standingOf(lena, space)).managed, [])
    assert.equal(
      await outcomeUndone(ctx, (inside) => stopFlow(cast.as(inside, 'lena'), space.id, 'manager')),
      'spaces.not-manager',
    )
    const placed = await placeSpace(jonas, space.id, { node: nodes.product as NodeId })
    assert.deepEqual((await standingOf(lena, space)).managed, [nodes.product])
    assert.equal(await outcomeUndone(ctx, (inside) => stopFlow(cast.as(inside, 'lena'), space.id, 'manager')), 'ok')
    const later = await placeSpace(jonas, space.id, { node: nodes.care as NodeId, from: '2199-01-01' })
    await endPlaceOfSpace(jonas, space.id, placed)
    assert.deepEqual((await standingOf(lena, space)).managed, [])
    await endPlaceOfSpace(jonas, space.id, later)
    assert.deepEqual(await listPlacesOfSpace(jonas, await getRightsSpace(jonas, { id: space.id })), [])
    const story = await listChanges(jonas, await getRightsSpace(jonas, { id: space.id }))
    assert.deepEqual(
      story.map((one) => [one.by, one.what, one.after]),
      [
        ['Jonas Weber', 'taken-off', 'care'],
        ['Jonas Weber', 'taken-off', 'product'],
        ['Jonas Weber', 'placed', 'care'],
        ['Jonas Weber', 'placed', 'product'],
      ],
    )
  }),
)

test(
  'a place of another space, of a person or of nobody is not there to end',
  inTransaction(async (ctx) => {
    const { cast, page, nodes } = await insertPositions(ctx)
    const jonas = cast.as(ctx, 'jonas')
    const other = await makeSpace(ctx, 'other')
    const [held] = await listPlacesOfSpace(jonas, await getRightsSpace(jonas, { id: page.id }))
    const of = await placePerson(jonas, { node: nodes.care as NodeId, person: cast.people.aiko.id, role: 'member' })
    for (const id of [held!.placementId, of, 999_999 as PlacementId])
      assert.equal(await outcome(endPlaceOfSpace(jonas, other.id, id)), 'structure.no-placement')
    assert.equal((await listPlacesOfSpace(jonas, await getRightsSpace(jonas, { id: page.id })))[0]!.toOn, null)
  }),
)

test(
  'a steward places a space on the page of its rights; what is wrong is told at its field and changes nothing',
  inTransaction(async (ctx) => {
    const { cast, page, nodes } = await insertPositions(ctx)
    const site = await openSite(ctx)
    const jonas = site.as('jonas')
    const path = `/inside/rights/${page.id}`
    const errorAt = (text: string, id: string) =>
      new RegExp(`id="${id}-error"[^>]*>([\\s\\S]*?)</p>`).exec(text)?.[1] ?? ''
    const cases: [Record<string, string>, string, RegExp][] = [
      [{ place: '' }, 'place', /Choose a place/],
      [{ place: 'x' }, 'place', /Choose a place/],
      [{ place: '999999' }, 'place', /There is no such place/],
      [{ place: String(nodes.product), placeFrom: '31.12.2026' }, 'placeFrom', /year-month-day/],
      [{ place: String(nodes.product), placeFrom: '2025-12-31' }, 'placeFrom', /stands only from/],
      [
        { place: String(nodes.product), placeFrom: '2199-01-02', placeTo: '2199-01-01' },
        'placeTo',
        /after the first day/,
      ],
      [{ place: String(nodes.cells) }, 'placeFrom', /Stands there from 2026-01-01 on already/],
    ]
    for (const [fields, id, words] of cases) {
      const refused = await jonas.post(`${path}/places`, fields)
      assert.equal(refused.status, 422, JSON.stringify(fields))
      assert.match(errorAt(refused.text, id), words, JSON.stringify(fields))
      assert.match(refused.text, /It was not placed/)
    }
    assert.equal(
      (await listPlacesOfSpace(cast.as(ctx, 'jonas'), await getRightsSpace(cast.as(ctx, 'jonas'), { id: page.id })))
        .length,
      1,
    )
    assert.equal((await jonas.post(`${path}/places`, { place: String(nodes.product) })).location, path)
    const shown = (await jonas.get(path)).text
    assert.match(shown, /End today: it stands at product/)
    assert.match(shown, /let it stand at “product”/)
    assert.match(
      (await site.as('lena').get(`/inside/structure/nodes/${nodes.product}`)).text,
      /Spaces that stand here[\s\S]*The cells-page/,
    )
    assert.doesNotMatch(
      (await site.as('aiko').get(`/inside/structure/nodes/${nodes.product}`)).text,
      /cells-page/,
      'she cannot open it',
    )
    const [newest] = await listPlacesOfSpace(
      cast.as(ctx, 'jonas'),
      await getRightsSpace(cast.as(ctx, 'jonas'), { id: page.id }),
    )
    const seen = (await site.as('mirela').get('/inside/spaces/cells-page/rights')).text
    assert.match(seen, /Places in the company/)
    assert.doesNotMatch(seen, /Let it stand at|places\/end/)
    assert.equal(
      (await site.as('daniel').post(`/inside/structure/placements/${newest!.placementId}/end`, {})).status,
      404,
    )
    assert.equal(
      (await site.as('mirela').post(`${path}/places/end`, { placement: String(newest!.placementId) })).status,
      403,
    )
    assert.equal((await jonas.post(`${path}/places/end`, { placement: 'x' })).status, 404)
    assert.equal((await jonas.post(`${path}/places/end`, { placement: String(newest!.placementId) })).location, path)
  }),
)
