import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type PersonName, everybody } from '../../../test/cast.ts'
import { inTransaction } from '../../../test/database.ts'
import { type Unit, insertPositions, makeSpace, placeSpace, units } from '../../../test/positions.ts'
import { type Rank, ranks, standingOf } from '../spaces/spaces.ts'
import { english } from '../../platform/languages/languages.ts'
import { type Principal, mayEndGrant, mayGrant } from './grants.access.ts'
import { endGrant, giveGrant } from './grants.ts'
import type { GrantedRight } from './grants.tables.ts'

type Who = PersonName | 'visitor'
const rights: readonly GrantedRight[] = ['read', 'write', 'moderate', 'manage', 'publish-out']

/** Whom each may open the page of Cells to, by standing, written down from the rule (R02). Whoever is missing: nobody. */
const reach: Partial<Record<Who, Partial<Record<Rank, readonly string[]>>>> = {
  mirela: { author: ['person', 'group:range', 'cells'] },
  tomasz: { manager: ['person', 'cells', 'pack', 'firmware'] },
  daniel: { manager: ['person', 'engineering', 'cells', 'pack', 'firmware', 'product', 'care'] },
  jonas: { administrator: ['person', 'group:range', 'group:quality', ...units] },
}
const rightsOf: Record<Rank, readonly GrantedRight[]> = {
  author: ['read', 'write', 'moderate', 'manage'],
  manager: ['read', 'write', 'moderate'],
  administrator: rights,
}

type World = Awaited<ReturnType<typeof insertPositions>>

function principals({ cast, nodes, groups }: World): Record<string, Principal> {
  return {
    person: { kind: 'person', id: cast.people.aiko.id, isEmployee: true },
    guest: { kind: 'person', id: cast.people.petra.id, isEmployee: false },
    member: { kind: 'person', id: cast.people.ines.id, isEmployee: false },
    'group:range': { kind: 'group', id: groups.range },
    'group:quality': { kind: 'group', id: groups.quality },
    ...Object.fromEntries(units.map((unit): [Unit, Principal] => [unit, { kind: 'node', id: nodes[unit] }])),
  }
}

test(
  'cast × standing × right × principal on a team page: everyone gives within their own reach and no further',
  inTransaction(async (ctx) => {
    const world = await insertPositions(ctx)
    const space = { ...world.page, fixed: false }
    let allowed = 0
    for (const who of everybody) {
      const standing = await standingOf(world.cast.as(ctx, who), space)
      for (const as of ranks)
        for (const right of rights)
          for (const [name, to] of Object.entries(principals(world))) {
            const expected = (reach[who]?.[as] ?? []).includes(name) && rightsOf[as].includes(right)
            const verdict = mayGrant(standing, space, { as, right, to })
            assert.equal(
              verdict.allowed,
              expected,
              `${who} as ${as} gives ${right} to ${name}: ${english.again(verdict.because)}`,
            )
            assert.match(english.again(verdict.because), /^[A-Z].*\.$/)
            allowed += Number(verdict.allowed)
          }
    }
    assert.equal(allowed, 3 * 4 + 4 * 3 + 7 * 3 + 10 * 5)
  }),
)

test(
  'what the verdict says is what happens: nobody gets past it through the front door',
  inTransaction(async (ctx) => {
    const world = await insertPositions(ctx)
    const undone = new Error('rolled back on purpose')
    for (const who of everybody)
      for (const as of ranks)
        for (const [name, to] of Object.entries(principals(world))) {
          const came = await ctx
            .transaction(async (inside) => {
              await giveGrant(world.cast.as(inside, who), world.page.id, {
                right: 'read',
                to: `${to.kind}:${to.id}`,
                as,
              })
              throw undone
            })
            .catch((error: { code?: string }) => (error === undone ? 'given' : error.code!))
          const expected = (reach[who]?.[as] ?? []).includes(name)
          assert.equal(came === 'given', expected, `${who} as ${as} to ${name}: ${came}`)
          if (reach[who] === undefined && !['mirela', 'tomasz', 'daniel', 'lena'].includes(who))
            assert.equal(came, 'spaces.not-found', `${who} does not learn that there is such a page`)
        }
  }),
)

test(
  'under an administrator’s stop, and outside, administrators alone give; each side’s own',
  inTransaction(async (ctx) => {
    const world = await insertPositions(ctx)
    const person = principals(world).person!
    const objects = [
      { space: { ...world.page, fixed: true }, may: { jonas: rights } },
      {
        space: { ...world.cast.spaces.riders, fixed: false },
        may: { jonas: ['moderate', 'manage'], sara: ['moderate', 'manage'] },
      },
      { space: { ...world.cast.spaces.cells, fixed: false }, may: { jonas: rights } },
      { space: { ...world.cast.spaces.velund, fixed: false }, may: { jonas: rights } },
    ] as { space: World['page'] & { fixed: boolean }; may: Partial<Record<Who, readonly GrantedRight[]>> }[]
    for (const { space, may } of objects)
      for (const who of everybody) {
        const standing = await standingOf(world.cast.as(ctx, who), space)
        for (const as of ranks)
          for (const right of rights) {
            const expected = as === 'administrator' && (may[who] ?? []).includes(right)
            const verdict = mayGrant(standing, space, { as, right, to: person })
            assert.equal(verdict.allowed, expected, `${who} as ${as} gives ${right} in ${space.slug}`)
          }
      }
    const steward = { ...world.cast.people.jonas, offices: ['inside-steward'] }
    const riders = world.cast.spaces.riders
    assert.equal((await standingOf(ctx.as(steward), riders)).administers, false)
    await assert.rejects(
      giveGrant(ctx.as(steward), riders.id, { right: 'manage', to: `person:${person.id}` }),
      { code: 'spaces.not-found' },
      'the settings of the other side are not found',
    )
    await assert.rejects(
      giveGrant(world.cast.as(ctx, 'sara'), world.page.id, { right: 'read', to: `person:${person.id}` }),
      { code: 'spaces.not-found' },
    )
  }),
)

test(
  'cast × given as: a grant is ended by whoever gave it and by whoever stands as high',
  inTransaction(async (ctx) => {
    const world = await insertPositions(ctx)
    const { cast, page } = world
    const space = { ...page, fixed: false }
    const mayEnd: Record<Rank, readonly Who[]> = {
      author: ['mirela', 'tomasz', 'daniel', 'jonas'],
      manager: ['tomasz', 'daniel', 'jonas'],
      administrator: ['jonas'],
    }
    for (const givenAs of ranks)
      for (const who of everybody) {
        const verdict = mayEndGrant(await standingOf(cast.as(ctx, who), space), space, { givenAs, givenBy: null })
        assert.equal(verdict.allowed, mayEnd[givenAs].includes(who), `${who} ends what was given as ${givenAs}`)
      }
    const lena = await standingOf(cast.as(ctx, 'lena'), space)
    assert.ok(mayEndGrant(lena, space, { givenAs: 'manager', givenBy: cast.people.lena.id }).allowed, 'her own')
    assert.ok(!mayEndGrant(lena, space, { givenAs: 'administrator', givenBy: cast.people.lena.id }).allowed)
    const rule = await giveGrant(cast.as(ctx, 'jonas'), page.id, { right: 'read', to: `node:${world.nodes.care}` })
    await assert.rejects(endGrant(cast.as(ctx, 'mirela'), rule), { code: 'grants.rule' })
    await assert.rejects(endGrant(cast.as(ctx, 'aiko'), rule), { code: 'spaces.not-found' })
    await endGrant(cast.as(ctx, 'jonas'), rule)
    await assert.rejects(endGrant(cast.as(ctx, 'jonas'), rule), { code: 'grants.not-found' })
  }),
)

test(
  'a manager who cannot read a space there has no say in it, and neither has one who managed it yesterday',
  inTransaction(async (ctx) => {
    const { cast, nodes, page, groups } = await insertPositions(ctx)
    const hidden = await makeSpace(ctx, 'hidden')
    await placeSpace(ctx, { space: hidden.id, node: nodes.cells })
    const tomasz = await standingOf(cast.as(ctx, 'tomasz'), hidden)
    assert.deepEqual(tomasz.managed, [nodes.cells])
    const ask = { as: 'manager', right: 'read', to: { kind: 'node', id: nodes.cells } } as const
    const verdict = mayGrant(tomasz, { ...hidden, fixed: false }, ask)
    assert.equal(verdict.allowed || verdict.code, 'grants.not-reader')
    await ctx.db
      .updateTable('placements')
      .set({ toOn: ctx.now.toISOString().slice(0, 10) })
      .where('accountId', '=', cast.people.tomasz.id)
      .execute()
    const after = await standingOf(cast.as(ctx, 'tomasz'), page)
    assert.deepEqual([after.managed, after.within, after.nodes], [[], [], []])
    await ctx.db
      .updateTable('groups')
      .set({ endedAt: ctx.now })
      .where('id', '=', groups.range as never)
      .execute()
    assert.deepEqual((await standingOf(cast.as(ctx, 'mirela'), page)).groups, [])
  }),
)
