import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openSite } from '../../../test/browse.ts'
import { everybody, getCast } from '../../../test/cast.ts'
import { inTransaction } from '../../../test/database.ts'
import { makeGroup } from '../groups/groups.ts'
import {
  changeNode,
  closeNode,
  countStanding,
  endAxis,
  endPlacement,
  findNodeByCode,
  findPlacement,
  getNode,
  listAxes,
  listChildren,
  listColleagues,
  listCrossing,
  listPlacesOf,
  listRoles,
  listStanding,
  listThingsAt,
  listTree,
  makeAxis,
  makeNode,
  makeRole,
  nodeHistory,
  pathOf,
  pivot,
  placePerson,
  placeThing,
  placementsAt,
  placesHistory,
  renameAxis,
  renameRole,
  reopenNode,
  rolesToGive,
} from './axes.ts'
import { world } from './world.fixture.test.ts'

const outcome = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (error) => error.code ?? error,
  )

test(
  'everyone who works here reads the structure; for members, guests and visitors there is none, whatever they ask',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const { cells, membership } = await world(ctx)
    const someone = cast.people.aiko.id
    for (const who of everybody) {
      const seen = cast.as(ctx, who)
      const employee = who !== 'visitor' && cast.people[who].realm === 'inside'
      const reads: Record<string, Promise<unknown>> = {
        axes: listAxes(seen),
        roles: listRoles(seen),
        tree: listTree(seen, { axis: 'function' }),
        children: listChildren(seen, { axis: 'function' }),
        node: getNode(seen, cells),
        code: findNodeByCode(seen, 'function', 'cells'),
        path: pathOf(seen, [cells]),
        history: nodeHistory(seen, cells),
        standing: listStanding(seen, cells),
        counts: countStanding(seen, cells),
        places: listPlacesOf(seen, { accountId: someone }),
        past: placesHistory(seen, { accountId: someone }),
        things: listThingsAt(seen, cells, { kind: 'space' }),
        crossing: listCrossing(seen, { nodes: [cells] }),
        colleagues: listColleagues(seen, someone),
        pivot: pivot(seen, { rows: 'function', columns: 'geography' }),
        placement: findPlacement(seen, membership),
        placements: placementsAt(seen, cells, { accountId: someone, role: 'member' }),
        roleList: rolesToGive(seen, cells),
      }
      for (const [name, read] of Object.entries(reads))
        assert.equal(await outcome(read), employee ? 'done' : 'structure.not-found', `${who} ${name}`)
    }
  }),
)

test(
  'axes, places and roles are kept by the owner and the inside steward alone',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const { cells, leaf, closed } = await world(ctx)
    for (const who of everybody) {
      const keeps = who === 'jonas'
      const employee = who !== 'visitor' && cast.people[who].realm === 'inside'
      const expected = keeps ? 'done' : employee ? 'structure.not-yours' : 'structure.not-found'
      const acts = {
        makeAxis: (seen: typeof ctx) => makeAxis(seen, { key: `by-${who}`, title: 'New' }),
        renameAxis: (seen: typeof ctx) => renameAxis(seen, 'product', 'Products'),
        makeRole: (seen: typeof ctx) => makeRole(seen, { key: `by-${who}`, title: 'New', rank: 0 }),
        renameRole: (seen: typeof ctx) => renameRole(seen, 'member', 'Member'),
        makeNode: (seen: typeof ctx) => makeNode(seen, { axis: 'function', code: `by-${who}`, title: 'New' }),
        changeNode: (seen: typeof ctx) => changeNode(seen, cells, { title: `By ${who}` }),
        closeNode: (seen: typeof ctx) => closeNode(seen, leaf),
        reopenNode: (seen: typeof ctx) => reopenNode(seen, closed, { title: 'Again' }),
        endAxis: (seen: typeof ctx) => endAxis(seen, 'product'),
      }
      for (const [name, act] of Object.entries(acts)) {
        // Each in a savepoint that is taken back, so that all meet the same world.
        const back = new Error('back')
        const met = await ctx
          .transaction(async (inside) => {
            const code = await outcome(act(cast.as(inside, who)))
            throw Object.assign(back, { met: code })
          })
          .catch((error) => error.met)
        assert.equal(met, expected, `${who} ${name}`)
      }
    }
  }),
)

test(
  'people are placed and ended by those who keep the structure, and as member or lead by the manager of the place or above',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    // Daniel manages engineering; cells stand below it, care beside it. Tomasz leads cells; Lena has the company's own role.
    const { cells, care, membership, managing, careMember } = await world(ctx)
    const { riders } = cast.spaces
    for (const who of everybody) {
      const employee = who !== 'visitor' && cast.people[who].realm === 'inside'
      const denied = employee ? 'structure.not-your-place' : 'structure.not-found'
      const manager = who === 'jonas' || who === 'daniel' || who === 'lena' ? 'done' : denied
      const keeper = who === 'jonas' ? 'done' : denied
      const managers = who === 'daniel' || who === 'lena' ? 'structure.managers-not-yours' : keeper
      const person = cast.people.sara.id
      const cases: [string, string, (seen: typeof ctx) => Promise<unknown>][] = [
        ['member at cells', manager, (seen) => placePerson(seen, { node: cells, person, role: 'member' })],
        ['lead at cells', manager, (seen) => placePerson(seen, { node: cells, person, role: 'lead' })],
        ['manager at cells', managers, (seen) => placePerson(seen, { node: cells, person, role: 'manager' })],
        [
          'customer at cells',
          manager,
          (seen) => placePerson(seen, { node: cells, person: cast.people.ines.id, role: 'member' }),
        ],
        ['space at cells', manager, (seen) => placeThing(seen, { spaceId: riders.id }, { node: cells })],
        ['member at care', keeper, (seen) => placePerson(seen, { node: care, person, role: 'member' })],
        ['end a member', manager, (seen) => endPlacement(seen, membership)],
        ['end a manager', managers, (seen) => endPlacement(seen, managing)],
        ['end beside', keeper, (seen) => endPlacement(seen, careMember)],
      ]
      for (const [name, expected, act] of cases) {
        const met = await ctx
          .transaction(async (inside) => {
            throw Object.assign(new Error('back'), { met: await outcome(act(cast.as(inside, who))) })
          })
          .catch((error) => error.met)
        assert.equal(met, expected, `${who} ${name}`)
      }
      if (!employee) continue
      const given = (await rolesToGive(cast.as(ctx, who), cells)).map((role) => role.key)
      const all = ['member', 'lead', 'manager', 'site-head']
      assert.deepEqual(given, who === 'jonas' ? all : manager === 'done' ? ['member', 'lead'] : [], `${who} gives`)
    }
  }),
)

test(
  'a manager of yesterday places nobody today',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const { cells, managing } = await world(ctx)
    await endPlacement(cast.as(ctx, 'jonas'), managing)
    const placing = placePerson(cast.as(ctx, 'daniel'), { node: cells, person: cast.people.sara.id, role: 'member' })
    assert.equal(await outcome(placing), 'structure.not-your-place')
  }),
)

test(
  'the pages of the structure and of groups answer employees alone; the address of a place tells nobody else that it is there',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const { cells } = await world(ctx)
    const group = await makeGroup(cast.as(ctx, 'aiko'), { title: 'First aiders' })
    const site = await openSite(ctx)
    const aiko = cast.people.aiko.id
    const paths = [
      '/inside/structure',
      '/inside/structure?view=matrix',
      '/inside/structure?view=networked',
      `/inside/structure?view=networked&person=${aiko}`,
      '/inside/structure?view=none',
      '/inside/structure?view=geography&day=2026-01-01',
      '/inside/structure/axes',
      `/inside/structure/nodes/${cells}`,
      `/inside/structure/people?nodes=${cells}`,
      `/inside/structure/of/${aiko}`,
      '/inside/groups',
      `/inside/groups/${group.slug}`,
    ]
    for (const who of everybody) {
      const employee = who !== 'visitor' && cast.people[who].realm === 'inside'
      for (const path of paths) {
        const page = await site.as(who).get(path)
        if (employee) assert.equal(page.status, 200, `${who} ${path}`)
        else {
          assert.notEqual(page.status, 200, `${who} ${path}`)
          assert.doesNotMatch(page.text, /Cells|Engineering|First aiders/, `${who} ${path}`)
        }
      }
    }
  }),
)
