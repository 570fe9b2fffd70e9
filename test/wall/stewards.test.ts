/** The steward of one side before every settings address of the other, with and without a right inside the house. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { giveOffice } from '../../src/people/offices/offices.ts'
import type { AccountViewer, Ctx } from '../../src/platform/context.ts'
import { createSpace } from '../../src/realms/spaces/spaces.ts'
import { openSite } from '../browse.ts'
import { getCast } from '../cast.ts'
import { inTransaction } from '../database.ts'

interface Setting {
  readonly path: string
  readonly fields?: Record<string, string>
  /** What it answers to its own steward: opened, done, refused for its fields, or not while it is so. */
  readonly own: readonly number[]
}

/** Settings of the inside and the bridge, and settings of the outside. A post is given its fields. */
async function settings(ctx: Ctx): Promise<{ inside: Setting[]; outside: Setting[] }> {
  const cast = await getCast(ctx)
  const { battery, cells, riders, testers } = cast.spaces
  const { lena, petra } = cast.people
  // A closed room that no steward is in.
  const closed = await createSpace(ctx, { realm: 'inside', slug: 'closed', title: 'Closed', access: 'members' })
  const rights = (id: number): Setting[] => [
    { path: `/inside/rights/${id}`, own: [200] },
    { path: `/inside/rights/${id}`, fields: { right: 'read', to: 'person' }, own: [422] },
    { path: `/inside/rights/${id}/words`, fields: { title: 'New words', description: '' }, own: [303] },
    { path: `/inside/rights/${id}/move`, fields: { parent: '' }, own: [303] },
    { path: `/inside/rights/${id}/stop`, fields: { as: 'administrator' }, own: [303] },
    { path: `/inside/rights/${id}/stop`, fields: { as: '' }, own: [303] },
    { path: `/inside/rights/${id}/archive`, fields: {}, own: [303] },
    { path: `/inside/rights/${id}/reopen`, fields: {}, own: [303] },
  ]
  return {
    inside: [
      { path: '/inside/people/invite', own: [200] },
      {
        path: '/inside/people/invite',
        fields: { place: 'inside', email: 'new@velund.example', displayName: 'New', organisation: '' },
        own: [303],
      },
      { path: `/inside/people/${lena.id}/close`, own: [200] },
      { path: `/inside/people/${lena.id}/close`, fields: { reason: '' }, own: [422] },
      { path: `/inside/guests/end`, fields: { guest: String(petra.id), space: String(cells.id) }, own: [303] },
      {
        path: '/inside/spaces',
        fields: { realm: 'inside', slug: 'made', title: 'Made', access: '', description: '' },
        own: [303],
      },
      { path: `/inside/spaces/${battery.slug}/rights`, own: [200] },
      ...rights(closed.id),
      ...rights(battery.id),
      ...rights(cells.id),
    ],
    outside: [
      {
        path: '/inside/spaces',
        fields: { realm: 'outside', slug: 'made-out', title: 'Made', access: '', description: '' },
        own: [303],
      },
      ...rights(riders.id),
      ...rights(testers.id),
    ],
  }
}

test(
  'settings of one side are not there for who looks after the other, and work for their own steward',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    await giveOffice(ctx, cast.people.aiko.id, 'inside-steward')
    // Not in the room of the table: what she reads as a member she may look at like anybody in it.
    await sql`delete from memberships where account_id = ${cast.people.aiko.id}`.execute(ctx.db)
    const stewards: Record<'inside' | 'outside', AccountViewer> = {
      inside: { ...cast.people.aiko, offices: ['inside-steward'] },
      outside: cast.people.sara,
    }
    const all = await settings(ctx)
    const site = await openSite(ctx)
    const ask = async (viewer: AccountViewer, { path, fields }: Setting) =>
      (await (fields ? site.as(viewer).post(path, fields) : site.as(viewer).get(path))).status
    const wrong: string[] = []
    for (const side of ['inside', 'outside'] as const) {
      const [own, other] = side === 'inside' ? [stewards.inside, stewards.outside] : [stewards.outside, stewards.inside]
      for (const setting of all[side]) {
        const line = `${setting.fields ? 'POST' : 'GET'} ${setting.path} ${JSON.stringify(setting.fields ?? {})}`
        const theirs = await ask(other, setting)
        if (theirs !== 404) wrong.push(`${line}: ${theirs} to the other side's steward`)
        const status = await ask(own, setting)
        if (!setting.own.includes(status)) wrong.push(`${line}: ${status} to its own steward`)
      }
    }
    assert.deepEqual(wrong, [])
  }),
)

test(
  'what both stewards share opens for both: who holds which office, and who looks after both sides',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const site = await openSite(ctx)
    const aiko: AccountViewer = { ...cast.people.aiko, offices: ['inside-steward'] }
    for (const viewer of [aiko, cast.people.sara]) {
      for (const path of ['/inside/people/offices', '/inside/people/offices/both-sides', '/inside/crossings'])
        assert.equal((await site.as(viewer).get(path)).status, 200, path)
      // Giving offices is for owners: a steward sees the page, and no form of it takes anything.
      const given = await site
        .as(viewer)
        .post('/inside/people/offices', { email: 'sara@velund.example', office: 'owner' })
      assert.equal(given.status, 403)
    }
  }),
)

test(
  'the structure is kept by the steward of the inside alone, and each steward says yes for their own end of a bridge alone',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const { battery, riders } = cast.spaces
    await giveOffice(ctx, cast.people.aiko.id, 'inside-steward')
    const inside: AccountViewer = { ...cast.people.aiko, offices: ['inside-steward'] }
    const outside = cast.people.sara
    const site = await openSite(ctx)
    const post = async (viewer: AccountViewer, path: string, fields: Record<string, string>) =>
      site.as(viewer).post(path, fields)
    for (const [path, fields] of [
      ['/inside/structure/axes', { key: 'channel', newTitle: 'Channel' }],
      ['/inside/structure/axes/channel', { axisTitle: 'Sales channel' }],
      ['/inside/structure/axes/channel/nodes', { code: 'shops', title: 'Shops', parent: '', from: '' }],
      ['/inside/structure/roles', { roleKey: 'expert', roleTitle: 'Expert', rank: '0' }],
      ['/inside/structure/axes/channel/end', {}],
    ] as const) {
      assert.equal((await site.as(outside).get('/inside/structure')).status, 200, 'every employee reads it')
      assert.equal((await post(outside, path, fields)).status, 403, `${path} as the steward of the outside`)
      assert.equal((await post(inside, path, fields)).status, 303, `${path} as the steward of the inside`)
    }
    const proposed = await post(inside, '/inside/bridges', {
      ...{ one: String(battery.id), other: String(riders.id), title: 'Battery talk', reason: 'They ask the same.' },
      ...{ out: 'yes' },
    })
    assert.equal(proposed.status, 303)
    const bridge = proposed.headers.get('location')!
    assert.equal((await post(outside, `${bridge}/approve`, { end: 'inner' })).status, 403)
    assert.equal((await post(inside, `${bridge}/approve`, { end: 'outer' })).status, 403)
    assert.equal((await post(outside, `${bridge}/approve`, { end: 'outer' })).status, 303)
    assert.equal((await post(inside, `${bridge}/approve`, { end: 'inner' })).status, 303)
  }),
)
