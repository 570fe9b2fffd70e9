import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type PersonName, getCast } from '../../../test/cast.ts'
import { freshPool, inTransaction } from '../../../test/database.ts'
import { insertPositions, makeSpace, place } from '../../../test/positions.ts'
import { type Ctx, makeCtx } from '../../platform/context.ts'
import { openDatabase, openPool } from '../../platform/database.ts'
import { english } from '../../platform/languages/languages.ts'
import { silentLog } from '../../platform/log.ts'
import {
  type Space,
  addMember,
  getSpace,
  getSpaceById,
  holdsPublishOut,
  liftStop,
  listAbove,
  moveSpace,
  rightIn,
  stopFlow,
} from '../spaces/spaces.ts'
import { endGrant, giveGrant, grantChoices, listGrants, listHolders, listOpenTo, listStory } from './grants.ts'
import type { GrantId } from './grants.tables.ts'

const insiders = ['daniel', 'tomasz', 'aiko', 'lena', 'mirela', 'jonas', 'sara'] as const

/** Who of those inside reads a space now. */
async function readers(ctx: Ctx, space: Space): Promise<PersonName[]> {
  const cast = await getCast(ctx)
  const found: PersonName[] = []
  for (const who of [...insiders, 'petra', 'ines'] as const)
    if (await getSpaceById(cast.as(ctx, who), space.id).then(Boolean, () => false)) found.push(who)
  return found
}

const asRights = (space: Space, fixed = false) => ({ ...space, fixed })

test(
  'role × unit × position: a right given to a place is held by those who stand there today, and by nobody else',
  inTransaction(async (ctx) => {
    const { cast, nodes } = await insertPositions(ctx)
    await place(ctx, { who: cast.people.ines.id, role: 'member', node: nodes.cells })
    await place(ctx, { who: cast.people.petra.id, role: 'member', node: nodes.cells })
    await place(ctx, { who: cast.people.jonas.id, role: 'member', node: nodes.cells, to: '2026-02-01' })
    const table: [keyof typeof nodes, string, 'yes' | 'no', PersonName[]][] = [
      ['velund', '', 'yes', ['daniel', 'tomasz', 'aiko', 'lena', 'mirela', 'sara']],
      ['velund', '', 'no', []],
      ['velund', 'manager', 'yes', ['daniel', 'tomasz', 'lena']],
      ['engineering', '', 'yes', ['daniel', 'tomasz', 'aiko', 'mirela', 'sara']],
      ['engineering', '', 'no', ['daniel']],
      ['engineering', 'member', 'yes', ['aiko', 'mirela', 'sara']],
      ['engineering', 'member', 'no', []],
      ['cells', '', 'yes', ['tomasz', 'mirela', 'sara']],
      ['cells', '', 'no', ['tomasz', 'mirela']],
      ['cells', 'manager', 'yes', ['tomasz']],
      ['cells', 'lead', 'yes', []],
      ['firmware', '', 'yes', ['aiko']],
      ['pack', '', 'no', ['sara']],
      ['care', '', 'yes', []],
    ]
    for (const [unit, role, below, expected] of table) {
      const space = await makeSpace(ctx, `for-${unit}-${role}-${below}`)
      const to = `node:${nodes[unit]}`
      const id = await giveGrant(ctx, space.id, { right: 'write', to, role, below })
      assert.deepEqual(await readers(ctx, space), expected, `${role || 'everyone'} at ${unit}, below: ${below}`)
      for (const who of expected) assert.equal(await rightIn(cast.as(ctx, who), space), 'write')
      await endGrant(ctx, id)
      assert.deepEqual(await readers(ctx, space), [], 'ended')
    }
  }),
)

test(
  'a manager opens a team page to a sister team, and not to the whole company',
  inTransaction(async (ctx) => {
    const { cast, nodes, page } = await insertPositions(ctx)
    const tomasz = cast.as(ctx, 'tomasz')
    await assert.rejects(getSpaceById(cast.as(ctx, 'aiko'), page.id))
    await giveGrant(tomasz, page.id, { right: 'read', to: `node:${nodes.firmware}`, reason: 'We share the loom' })
    assert.ok(await getSpaceById(cast.as(ctx, 'aiko'), page.id))
    for (const unit of ['velund', 'engineering', 'product'] as const)
      await assert.rejects(giveGrant(tomasz, page.id, { right: 'read', to: `node:${nodes[unit]}` }), (error) => {
        const { code, fields } = error as { code: string; fields: Record<string, string> }
        assert.equal(code, 'grants.beyond-place')
        assert.match(fields.to!, /their own place, those below it and those beside it/)
        return true
      })
    assert.deepEqual(await readers(ctx, page), ['daniel', 'tomasz', 'aiko', 'lena', 'mirela'])
    const choices = await grantChoices(tomasz, asRights(page), 'A')
    assert.deepEqual(choices.nodes.map((one) => one.title).toSorted(), ['cells', 'firmware', 'pack'])
    assert.deepEqual([choices.as, choices.rights, choices.groups], [['manager'], ['read', 'write', 'moderate'], []])
    assert.deepEqual(
      choices.people.map((one) => one.handle),
      ['aiko'],
    )
  }),
)

test(
  'every choice that the form offers is one that may be given in some standing, and no other is left out',
  inTransaction(async (ctx) => {
    const { cast, nodes, page } = await insertPositions(ctx)
    for (const who of ['mirela', 'tomasz', 'daniel', 'jonas'] as const) {
      const as = cast.as(ctx, who)
      const offered = (await grantChoices(as, asRights(page), '')).nodes.map((one) => one.id)
      for (const id of Object.values(nodes)) {
        const given = await giveGrant(as, page.id, { right: 'read', to: `node:${id}` }).then(
          async (grant) => (await endGrant(as, grant), true),
          () => false,
        )
        assert.equal(given, offered.includes(id), `${who} at ${id}`)
      }
    }
  }),
)

test('a change of team takes effect at the next request, in another process too', async () => {
  const pool = await freshPool('cast')
  const second = openPool(String(pool.options.connectionString), 2)
  try {
    const at = (one: typeof pool) =>
      makeCtx({
        viewer: { kind: 'system', reason: 'test' },
        db: openDatabase(one),
        now: new Date(),
        log: silentLog,
      })
    const [here, there] = [at(pool), at(second)]
    const { cast, nodes, groups, page } = await insertPositions(here)
    const reads = () => getSpace(cast.as(there, 'aiko'), page.slug).then(Boolean, () => false)
    assert.equal(await reads(), false)
    const id = await giveGrant(cast.as(here, 'tomasz'), page.id, { right: 'read', to: `node:${nodes.firmware}` })
    assert.equal(await reads(), true, 'given')
    await here.db
      .updateTable('placements')
      .set({ nodeId: nodes.product as never })
      .where('accountId', '=', cast.people.aiko.id)
      .execute()
    assert.equal(await reads(), false, 'moved to another team')
    await giveGrant(cast.as(here, 'mirela'), page.id, { right: 'read', to: `group:${groups.range}` })
    assert.equal(await reads(), true, 'in the group')
    await here.db
      .updateTable('groups')
      .set({ endedAt: here.now })
      .where('id', '=', groups.range as never)
      .execute()
    assert.equal(await reads(), false, 'the group has ended')
    await here.db
      .updateTable('placements')
      .set({ nodeId: nodes.firmware as never })
      .where('accountId', '=', cast.people.aiko.id)
      .execute()
    assert.equal(await reads(), true, 'back again')
    await endGrant(cast.as(here, 'tomasz'), id)
    assert.equal(await reads(), false, 'ended')
  } finally {
    await second.end()
  }
})

test(
  'rights flow down the tree of spaces; a manager’s stop lets the administration’s through, an administrator’s nothing',
  inTransaction(async (ctx) => {
    const { cast, nodes, page } = await insertPositions(ctx)
    const child = await makeSpace(ctx, 'child', { parentId: page.id })
    const grandchild = await makeSpace(ctx, 'grandchild', { parentId: child.id })
    await giveGrant(cast.as(ctx, 'tomasz'), page.id, { right: 'read', to: `node:${nodes.firmware}` })
    await giveGrant(cast.as(ctx, 'jonas'), page.id, { right: 'read', to: `node:${nodes.pack}` })
    const below = async () => [await readers(ctx, child), await readers(ctx, grandchild)]
    assert.deepEqual(await below(), [
      ['aiko', 'sara'],
      ['aiko', 'sara'],
    ])
    await stopFlow(ctx, child.id, 'manager')
    assert.deepEqual(await below(), [['sara'], ['sara']])
    await addMember(ctx, grandchild, cast.people.lena.id, 'steward')
    const lena = cast.as(ctx, 'lena')
    await giveGrant(lena, grandchild.id, { right: 'read', to: `person:${cast.people.daniel.id}` })
    await stopFlow(cast.as(ctx, 'jonas'), child.id, 'administrator')
    assert.deepEqual(await below(), [[], ['lena']], 'from an administrator’s stop down, only their grants count')
    await assert.rejects(giveGrant(lena, grandchild.id, { right: 'read', to: `person:${cast.people.aiko.id}` }), {
      code: 'grants.fixed',
    })
    await assert.rejects(addMember(lena, grandchild, cast.people.aiko.id), { code: 'spaces.fixed' })
    await assert.rejects(liftStop(lena, child.id), { code: 'spaces.not-found' })
    await giveGrant(cast.as(ctx, 'jonas'), child.id, { right: 'read', to: `person:${cast.people.aiko.id}` })
    assert.deepEqual(await below(), [['aiko'], ['aiko', 'lena']])
    const [ruled, own] = await listGrants(lena, asRights(grandchild, true))
    assert.deepEqual([english.again(own!.whom), own!.counts], ['Aiko Tanaka', true])
    assert.deepEqual(
      [english.again(ruled!.whom), ruled!.counts],
      ['Daniel Okafor', false],
      'hers stands, and does not count',
    )
    assert.equal(own!.from!.title, null, 'the name of a space that she cannot open stays closed')
    await liftStop(cast.as(ctx, 'jonas'), child.id)
    assert.deepEqual(await below(), [
      ['aiko', 'sara'],
      ['daniel', 'aiko', 'lena', 'sara'],
    ])
  }),
)

test(
  'nobody raises themselves: not by name, not through their group or place, not by moving or unstopping a space',
  inTransaction(async (ctx) => {
    const { cast, nodes, groups, page } = await insertPositions(ctx)
    const jonas = cast.as(ctx, 'jonas')
    const gain = { code: 'spaces.own-gain' }
    await assert.rejects(giveGrant(jonas, page.id, { right: 'read', to: `person:${cast.people.jonas.id}` }), gain)
    await place(ctx, { who: cast.people.jonas.id, role: 'member', node: nodes.care })
    await assert.rejects(giveGrant(jonas, page.id, { right: 'read', to: `node:${nodes.velund}` }), gain)
    const child = await makeSpace(ctx, 'child', { parentId: page.id })
    const mirela = cast.as(ctx, 'mirela')
    await assert.rejects(giveGrant(mirela, page.id, { right: 'write', to: `group:${groups.range}` }), gain)
    await stopFlow(ctx, child.id, 'manager')
    await giveGrant(mirela, page.id, { right: 'write', to: `group:${groups.range}` })
    const tomasz = cast.as(ctx, 'tomasz')
    await assert.rejects(giveGrant(tomasz, page.id, { right: 'moderate', to: `node:${nodes.cells}` }), gain)
    await giveGrant(tomasz, page.id, { right: 'moderate', to: `node:${nodes.cells}`, role: 'member' })
    assert.equal(await rightIn(cast.as(ctx, 'mirela'), page), 'manage', 'nobody loses by a grant')
    const open = await makeSpace(ctx, 'open')
    await giveGrant(ctx, open.id, { right: 'read', to: `person:${cast.people.jonas.id}` })
    await assert.rejects(moveSpace(jonas, child.id, open.id), gain)
    const closed = await makeSpace(ctx, 'closed', { parentId: open.id, stops: 'administrator' })
    await assert.rejects(liftStop(jonas, closed.id), gain)
    assert.equal((await listAbove(ctx, child))[0]!.id, page.id, 'nothing was changed')
    assert.equal(
      (await ctx.db.selectFrom('grants').selectAll().where('givenBy', '=', cast.people.jonas.id).execute()).length,
      0,
    )
  }),
)

test(
  'bad input is answered at its field, and nothing changes',
  inTransaction(async (ctx) => {
    const { cast, nodes, page } = await insertPositions(ctx)
    const aiko = `person:${cast.people.aiko.id}`
    const jonas = cast.as(ctx, 'jonas')
    const refusals: [Parameters<typeof giveGrant>[2], string][] = [
      [{ right: 'read', to: 'person:999999' }, 'to'],
      [{ right: 'read', to: 'node:999999' }, 'to'],
      [{ right: 'read', to: 'group:999999' }, 'to'],
      [{ right: 'read', to: 'everyone' }, 'to'],
      [{ right: 'read', to: `person:${cast.people.petra.id}` }, 'to'],
      [{ right: 'read', to: `person:${cast.people.ines.id}` }, 'to'],
      [{ right: 'own' as 'read', to: aiko }, 'right'],
      [{ right: 'read', to: `node:${nodes.care}`, role: 'king' }, 'role'],
      [{ right: 'read', to: aiko, as: 'manager' }, 'as'],
      [{ right: 'read', to: aiko, until: '2026-02-30' }, 'until'],
      [{ right: 'read', to: aiko, until: '2020-01-01' }, 'until'],
      [{ right: 'read', to: aiko, reason: 'x'.repeat(501) }, 'reason'],
    ]
    for (const [input, field] of refusals)
      await assert.rejects(giveGrant(jonas, page.id, input), (error) => {
        assert.deepEqual(Object.keys((error as { fields: object }).fields), [field], JSON.stringify(input))
        return true
      })
    assert.deepEqual(await listGrants(jonas, asRights(page)), [])
    await giveGrant(jonas, page.id, { right: 'read', to: aiko })
    await assert.rejects(giveGrant(jonas, page.id, { right: 'read', to: aiko }), { code: 'grants.stands' })
    await assert.rejects(giveGrant(cast.as(ctx, 'lena'), page.id, { right: 'read', to: aiko }), {
      code: 'grants.not-author',
      status: 403,
    })
    await assert.rejects(giveGrant(cast.as(ctx, 'tomasz'), page.id, { right: 'manage', to: aiko }), (error) => {
      assert.match((error as { fields: { right: string } }).fields.right, /up to moderating/)
      return true
    })
  }),
)

test(
  'a right with a last day ends with that day, and one whose giver lost their reach stands and says so',
  inTransaction(async (ctx) => {
    const { cast, nodes, page } = await insertPositions(ctx)
    const today = ctx.now.toISOString().slice(0, 10)
    const id = await giveGrant(cast.as(ctx, 'tomasz'), page.id, {
      right: 'read',
      to: `node:${nodes.firmware}`,
      until: today,
    })
    const listed = async () => (await listGrants(cast.as(ctx, 'mirela'), asRights(page))).find((one) => one.id === id)
    assert.equal((await listed())!.lapsesAt!.toISOString().slice(0, 10) > today, true, 'the whole of the last day')
    assert.equal((await listed())!.beyondReach, false)
    assert.equal(english.again((await listed())!.openedBy), 'Opened by Tomasz Wrona, manager.')
    await ctx.db.updateTable('placements').set({ toOn: today }).where('accountId', '=', cast.people.tomasz.id).execute()
    assert.equal((await listed())!.beyondReach, true)
    assert.ok((await readers(ctx, page)).includes('aiko'), 'it stands until it is ended')
    await ctx.db
      .updateTable('grants')
      .set({ lapsesAt: new Date(Date.now() - 1000) })
      .where('id', '=', id)
      .execute()
    assert.equal(await listed(), undefined)
    assert.ok(!(await readers(ctx, page)).includes('aiko'), 'lapsed')
  }),
)

test(
  'who holds what is told with the reason of the strongest, and what was done stays told after it was ended',
  inTransaction(async (ctx) => {
    const { cast, nodes, page } = await insertPositions(ctx)
    const jonas = cast.as(ctx, 'jonas')
    await giveGrant(cast.as(ctx, 'tomasz'), page.id, { right: 'read', to: `node:${nodes.firmware}` })
    const id = await giveGrant(jonas, page.id, { right: 'moderate', to: `person:${cast.people.aiko.id}` })
    const { items } = await listHolders(jonas, asRights(page))
    assert.deepEqual(
      items.map((one) => [one.displayName, one.right, english.again(one.why)]),
      [
        ['Daniel Okafor', 'write', 'Is a member of this space.'],
        ['Tomasz Wrona', 'write', 'Is a member of this space.'],
        ['Aiko Tanaka', 'moderate', 'Was let in by name; opened by Jonas Weber, by rule of the administration.'],
        ['Lena Brandt', 'write', 'Is a member of this space.'],
        ['Mirela Popescu', 'manage', 'Looks after this space.'],
      ],
    )
    await endGrant(jonas, id)
    await stopFlow(cast.as(ctx, 'tomasz'), page.id, 'manager')
    await addMember(cast.as(ctx, 'mirela'), page, cast.people.sara.id)
    const told = (await listStory(jonas, asRights(page))).map((one) => `${one.by} ${english.again(one.did)}`)
    for (const line of [
      'Tomasz Wrona gave: Everyone at firmware and below may read, as manager',
      'Jonas Weber gave: Aiko Tanaka may read, write and moderate, by rule of the administration',
      'Jonas Weber ended: Aiko Tanaka may read, write and moderate',
      'Tomasz Wrona put a manager’s stop',
      'Mirela Popescu added Sara Lindqvist as a member',
    ])
      assert.ok(told.includes(line), `${line} in ${told.join('; ')}`)
    const events = await ctx.db.selectFrom('events').select(['name', 'payload']).orderBy('id').execute()
    assert.deepEqual(
      events.map((event) => event.name),
      ['grant.given', 'grant.given', 'grant.ended', 'space.flow-stopped', 'space.member-added'],
    )
    assert.deepEqual(events[2]!.payload, { grantId: id, spaceId: page.id } satisfies {
      grantId: GrantId
      spaceId: number
    })
    assert.deepEqual(
      (await listOpenTo(cast.as(ctx, 'tomasz'), nodes.firmware)).map((one) => one.space.slug),
      ['cells-page'],
    )
    assert.deepEqual(await listOpenTo(cast.as(ctx, 'sara'), nodes.care), [])
  }),
)

test(
  'the right to publish out comes from administrators alone, and holds where it was given and below',
  inTransaction(async (ctx) => {
    const { cast, page } = await insertPositions(ctx)
    const child = await makeSpace(ctx, 'child', { parentId: page.id })
    const aiko = `person:${cast.people.aiko.id}`
    const ask = { right: 'publish-out', to: aiko } as const
    for (const who of ['mirela', 'tomasz'] as const)
      await assert.rejects(giveGrant(cast.as(ctx, who), page.id, ask), { code: 'grants.publish-out' })
    assert.equal(await holdsPublishOut(cast.as(ctx, 'aiko'), page.id), false)
    await giveGrant(cast.as(ctx, 'jonas'), page.id, ask)
    for (const one of [page, child]) assert.equal(await holdsPublishOut(cast.as(ctx, 'aiko'), one.id), true)
    assert.equal(await rightIn(cast.as(ctx, 'aiko'), page), 'read', 'who may publish out may read')
    assert.equal(await holdsPublishOut(cast.as(ctx, 'mirela'), page.id), false)
    assert.equal(await holdsPublishOut(cast.as(ctx, 'petra'), page.id), false)
  }),
)
