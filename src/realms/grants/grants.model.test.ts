import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { fc } from '../../../test/property.ts'
import { type PersonName, getCast } from '../../../test/cast.ts'
import { inTransaction } from '../../../test/database.ts'
import { makeSpace } from '../../../test/positions.ts'
import type { Ctx } from '../../platform/context.ts'
import { everyAccount, readerOf } from '../reader.access.ts'
import {
  type Rank,
  type SpaceId,
  type SpaceStop,
  everyAccountOf,
  liftStop,
  listSpaces,
  listWritableSpaces,
  moveSpace,
  readableSpace,
  rightLevel,
  stopFlow,
  whyRight,
  whySpace,
} from '../spaces/spaces.ts'
import type { GrantedRight } from './grants.tables.ts'

const runs = Number(process.env.TANGO_RUNS ?? 25)

const people = ['tomasz', 'aiko', 'daniel', 'petra', 'ines'] as const satisfies readonly PersonName[]
const roles = ['member', 'manager'] as const
const levels: Record<GrantedRight, number> = { read: 1, write: 2, moderate: 3, manage: 4, 'publish-out': 1 }
const spaceCount = 5
const nodeCount = 5
const groupCount = 2

type Principal = { person: number } | { group: number } | { node: number; role: string | null; below: boolean }
interface PlainGrant {
  readonly space: number
  readonly right: GrantedRight
  readonly as: Rank
  readonly to: Principal
  readonly lapsed: boolean
  ended: boolean
}
interface World {
  readonly parent: (number | null)[]
  readonly stops: (SpaceStop | null)[]
  readonly above: (number | null)[]
  readonly grants: PlainGrant[]
  readonly placed: { person: number; node: number; role: string; days: 'today' | 'over' | 'later' }[]
  readonly inGroup: Set<string>
}

const space = fc.nat(spaceCount - 1)
const node = fc.nat(nodeCount - 1)
const person = fc.nat(people.length - 1)
const group = fc.nat(groupCount - 1)
const principal: fc.Arbitrary<Principal> = fc.oneof(
  fc.record({ person }),
  fc.record({ group }),
  fc.record({ node, role: fc.constantFrom(null, ...roles), below: fc.boolean() }),
)
const act = fc.oneof(
  fc.record({ do: fc.constant('move' as const), space, to: fc.option(space) }),
  fc.record({
    do: fc.constant('stop' as const),
    space,
    as: fc.constantFrom(null, 'manager' as const, 'administrator' as const),
  }),
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('grant' as const),
      space,
      right: fc.constantFrom('read', 'write', 'moderate', 'manage', 'publish-out'),
      as: fc.constantFrom('author', 'manager', 'administrator'),
      to: principal,
      lapsed: fc.constantFrom(false, false, false, true),
    }),
  },
  fc.record({ do: fc.constant('end' as const), which: fc.nat(20) }),
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('place' as const),
      person,
      node,
      role: fc.constantFrom(...roles),
      days: fc.constantFrom('today', 'today', 'over', 'later'),
    }),
  },
  fc.record({ do: fc.constant('unplace' as const), which: fc.nat(20) }),
  fc.record({ do: fc.constant('group' as const), person, group }),
  fc.record({ do: fc.constant('hang' as const), node, to: fc.option(node) }),
)
type Act = typeof act extends fc.Arbitrary<infer One> ? One : never

/** Whether `low` stands at or below `high` in a tree of parents. */
function isAtOrBelow(parents: readonly (number | null)[], low: number | null, high: number): boolean {
  for (let at = low; at !== null; at = parents[at]!) if (at === high) return true
  return false
}

/** Whether a grant counts in a space: as the description says it, walked step by step. */
function counts(world: World, grant: PlainGrant, where: number): boolean {
  if (grant.ended || grant.lapsed || !isAtOrBelow(world.parent, where, grant.space)) return false
  let onlyAdministrators = false
  for (let at = where; at !== grant.space; at = world.parent[at]!) {
    if (world.stops[at] === 'administrator') return false
    if (world.stops[at] === 'manager') onlyAdministrators = true
  }
  for (let at: number | null = where; at !== null; at = world.parent[at]!)
    if (world.stops[at] === 'administrator') onlyAdministrators = true
  return grant.as === 'administrator' || !onlyAdministrators
}

function holds(world: World, to: Principal, who: number): boolean {
  if ('person' in to) return to.person === who
  if ('group' in to) return world.inGroup.has(`${to.group}-${who}`)
  return world.placed.some(
    (one) =>
      one.person === who &&
      one.days === 'today' &&
      (to.role === null || one.role === to.role) &&
      (one.node === to.node || (to.below && isAtOrBelow(world.above, one.node, to.node))),
  )
}

/** Rights are for those who work here, whoever a group or a place holds besides. */
function levelOf(world: World, where: number, who: number): number {
  if (who > 2) return 0
  const found = world.grants.filter((grant) => counts(world, grant, where) && holds(world, grant.to, who))
  return Math.max(0, ...found.map((grant) => levels[grant.right]))
}

interface Ids {
  readonly spaces: readonly SpaceId[]
  readonly nodes: readonly number[]
  readonly groups: readonly number[]
  readonly people: readonly number[]
  readonly grants: number[]
  readonly placements: number[]
}

const days = { today: ['2026-01-01', null], over: ['2026-01-01', '2026-02-01'], later: ['2190-01-01', null] } as const

/** Does one act in the world and in the database; what one refuses the other must refuse. */
async function perform(ctx: Ctx, world: World, ids: Ids, one: Act): Promise<void> {
  const idOf = async (query: ReturnType<typeof sql<{ id: number }>>) => (await query.execute(ctx.db)).rows[0]!.id
  if (one.do === 'move') {
    const refused = one.to !== null && isAtOrBelow(world.parent, one.to, one.space)
    const moved = moveSpace(ctx, ids.spaces[one.space]!, one.to === null ? null : ids.spaces[one.to]!)
    if (refused) await assert.rejects(moved, { code: 'spaces.cycle' })
    else {
      await moved
      world.parent[one.space] = one.to
    }
  } else if (one.do === 'stop') {
    if (world.stops[one.space] !== null) await liftStop(ctx, ids.spaces[one.space]!)
    if (one.as !== null) await stopFlow(ctx, ids.spaces[one.space]!, one.as)
    world.stops[one.space] = one.as
  } else if (one.do === 'grant') {
    const { to } = one
    ids.grants.push(
      await idOf(sql`insert into grants
        (space_id, right_given, given_as, account_id, group_id, node_id, role, with_below, lapses_at)
        values (${ids.spaces[one.space]}, ${one.right}, ${one.as}, ${'person' in to ? ids.people[to.person] : null},
          ${'group' in to ? ids.groups[to.group] : null}, ${'node' in to ? ids.nodes[to.node] : null},
          ${'node' in to ? to.role : null}, ${'node' in to ? to.below : true},
          now() + ${one.lapsed ? '-1 hour' : '1 hour'}::interval) returning id`),
    )
    world.grants.push({ ...one, ended: false } as PlainGrant)
  } else if (one.do === 'end' && world.grants[one.which]) {
    await sql`update grants set ended_at = now() where id = ${ids.grants[one.which]}`.execute(ctx.db)
    world.grants[one.which]!.ended = true
  } else if (one.do === 'place') {
    const same = (held: World['placed'][number]) =>
      held.person === one.person && held.node === one.node && held.role === one.role
    if (world.placed.some(same)) return
    const [from, to] = days[one.days as keyof typeof days]
    ids.placements.push(
      await idOf(sql`insert into placements (account_id, node_id, role, from_on, to_on)
        values (${ids.people[one.person]}, ${ids.nodes[one.node]}, ${one.role}, ${from}, ${to}) returning id`),
    )
    world.placed.push(one as World['placed'][number])
  } else if (one.do === 'unplace' && world.placed[one.which]) {
    await sql`delete from placements where id = ${ids.placements[one.which]}`.execute(ctx.db)
    world.placed.splice(one.which, 1)
    ids.placements.splice(one.which, 1)
  } else if (one.do === 'group') {
    const key = `${one.group}-${one.person}`
    const pair = [ids.groups[one.group], ids.people[one.person]]
    if (world.inGroup.delete(key))
      await sql`delete from group_members where group_id = ${pair[0]} and account_id = ${pair[1]}`.execute(ctx.db)
    else {
      world.inGroup.add(key)
      await sql`insert into group_members (group_id, account_id) values (${pair[0]}, ${pair[1]})`.execute(ctx.db)
    }
  } else if (one.do === 'hang') {
    if (one.to !== null && isAtOrBelow(world.above, one.to, one.node)) return
    await sql`update axis_node_versions set parent_id = ${one.to === null ? null : ids.nodes[one.to]}
      where node_id = ${ids.nodes[one.node]}`.execute(ctx.db)
    world.above[one.node] = one.to
  }
}

async function compare(ctx: Ctx, world: World, ids: Ids): Promise<void> {
  const cast = await getCast(ctx)
  const seen = `${JSON.stringify({ ...world, inGroup: [...world.inGroup] })}`
  for (const [who, name] of people.entries()) {
    const expected = ids.spaces.filter((_, where) => levelOf(world, where, who) > 0)
    const mine = (all: readonly { id: SpaceId }[]) => all.map((one) => one.id).filter((id) => ids.spaces.includes(id))
    assert.deepEqual(mine(await listSpaces(cast.as(ctx, name))), expected, `${name} reads in ${seen}`)
    const writable = ids.spaces.filter((_, where) => levelOf(world, where, who) > 1)
    assert.deepEqual(
      mine(await listWritableSpaces(cast.as(ctx, name), 'inside')),
      writable,
      `${name} writes in ${seen}`,
    )
  }
  for (const [where, id] of ids.spaces.entries()) {
    const expected = people.map((_, who) => levelOf(world, where, who))
    for (const reader of [everyAccount, everyAccountOf(id)]) {
      const { rows } = await sql<{
        id: number
        reads: boolean
        why: string | null
        level: number
        right: string | null
      }>`
        select accounts.id, ${readableSpace(reader)} as reads, ${whySpace(reader)} as why,
          ${rightLevel(sql`accounts.id`)} as level, ${whyRight(sql`accounts.id`)} as right
        from accounts cross join spaces where spaces.id = ${id}`.execute(ctx.db)
      const of = new Map(rows.map((row) => [row.id, row]))
      for (const [who, account] of ids.people.entries()) {
        const row = of.get(account)!
        const level = expected[who]!
        assert.deepEqual([row.reads, row.level], [level > 0, level], `${people[who]} of all at ${where} in ${seen}`)
        assert.deepEqual([row.why !== null, row.right !== null], [level > 0, level > 0], 'who may, is told why')
        const asked = await sql<{
          reads: boolean
        }>`select ${readableSpace(readerOf(cast.people[people[who]!]))} as reads
          from spaces where id = ${id}`.execute(ctx.db)
        assert.equal(asked.rows[0]!.reads, row.reads, 'asked of one and of all')
      }
      assert.equal(rows.filter((row) => row.reads).length, expected.filter((level) => level > 0).length, 'nobody else')
    }
    const { rows: flow } = await sql<{ source: SpaceId; administrators: boolean }>`
      select source_id as source, administrators_only as administrators from space_flow where space_id = ${id}`.execute(
      ctx.db,
    )
    const probe = (source: number, as: Rank) =>
      counts(world, { space: source, as, right: 'read', to: { person: 0 }, lapsed: false, ended: false }, where)
    assert.deepEqual(
      new Map(flow.map((row) => [row.source, row.administrators])),
      new Map(
        ids.spaces.flatMap((source, at) =>
          probe(at, 'administrator') ? [[source, !probe(at, 'manager')] as const] : [],
        ),
      ),
      `what flows to ${where} in ${seen}`,
    )
  }
}

async function begin(ctx: Ctx): Promise<{ world: World; ids: Ids }> {
  const cast = await getCast(ctx)
  const idOf = async (query: ReturnType<typeof sql<{ id: number }>>) => (await query.execute(ctx.db)).rows[0]!.id
  const spaces: SpaceId[] = []
  for (let at = 0; at < spaceCount; at++) spaces.push((await makeSpace(ctx, `random-${at}`)).id)
  const nodes: number[] = []
  for (let at = 0; at < nodeCount; at++) {
    nodes.push(await idOf(sql`insert into axis_nodes (axis_id, code) values (1, ${`random-${at}`}) returning id`))
    await sql`insert into axis_node_versions (axis_id, node_id, title, from_on)
      values (1, ${nodes[at]}, ${`Node ${at}`}, '2020-01-01')`.execute(ctx.db)
  }
  const groups: number[] = []
  for (let at = 0; at < groupCount; at++)
    groups.push(await idOf(sql`insert into groups (kind, slug, title) values ('group', ${`g${at}`}, 'G') returning id`))
  const none = (count: number) => Array.from({ length: count }, () => null)
  return {
    world: {
      parent: none(spaceCount),
      stops: none(spaceCount),
      above: none(nodeCount),
      grants: [],
      placed: [],
      inGroup: new Set(),
    },
    ids: { spaces, nodes, groups, people: people.map((who) => cast.people[who].id), grants: [], placements: [] },
  }
}

test(
  'after any moves, stops, grants, ends, placements and changes of groups, everyone holds what the rules say',
  inTransaction(async (ctx) => {
    const undone = new Error('rolled back on purpose')
    await fc.assert(
      fc.asyncProperty(fc.array(act, { minLength: 5, maxLength: 30 }), async (acts) => {
        await ctx
          .transaction(async (inside) => {
            const { world, ids } = await begin(inside)
            for (const one of acts) await perform(inside, world, ids, one)
            await compare(inside, world, ids)
            throw undone
          })
          .catch((error: unknown) => {
            if (error !== undone) throw error
          })
      }),
      { numRuns: runs },
    )
  }),
)
