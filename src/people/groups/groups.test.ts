import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { openSite } from '../../../test/browse.ts'
import { getCast } from '../../../test/cast.ts'
import { inTransaction } from '../../../test/database.ts'
import { readerOf } from '../../realms/reader.access.ts'
import { readableSpace } from '../../realms/spaces/spaces.ts'
import {
  addToGroup,
  endGroup,
  getGroup,
  listGroupMembers,
  listGroups,
  makeGroup,
  removeFromGroup,
  setGroupRole,
} from './groups.ts'

test(
  'whoever makes a group leads it; the last who leads it stays until another does',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const aiko = cast.as(ctx, 'aiko')
    const { slug, id } = await makeGroup(aiko, { title: 'Winter range', purpose: 'Cold.', kind: 'virtual-team' })
    assert.equal(slug, 'winter-range')
    await addToGroup(aiko, slug, cast.people.lena.id)
    await addToGroup(aiko, slug, cast.people.lena.id)
    const members = async () =>
      (await listGroupMembers(aiko, id)).items.map((one) => `${one.person.displayName} ${one.role}`)
    assert.deepEqual(await members(), ['Aiko Tanaka lead', 'Lena Brandt member'])
    await assert.rejects(removeFromGroup(aiko, slug, cast.people.aiko.id), { code: 'groups.last-lead' })
    await assert.rejects(setGroupRole(aiko, slug, cast.people.aiko.id, 'member'), { code: 'groups.last-lead' })
    await setGroupRole(aiko, slug, cast.people.lena.id, 'lead')
    await removeFromGroup(aiko, slug, cast.people.aiko.id)
    assert.deepEqual(await members(), ['Lena Brandt lead'])
    await assert.rejects(addToGroup(aiko, slug, cast.people.daniel.id), { code: 'groups.not-yours' })
    const events = await ctx.db.selectFrom('events').select('name').orderBy('id').execute()
    assert.deepEqual(
      events.map((event) => event.name),
      ['group.made', 'group.member-added', 'group.member-removed'],
    )
  }),
)

test(
  'groups are for people who work here, and every group has an address of its own',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const aiko = cast.as(ctx, 'aiko')
    const { slug } = await makeGroup(aiko, { title: 'Größe' })
    assert.equal((await makeGroup(aiko, { title: 'Größe' })).slug, `${slug}-2`)
    assert.equal((await makeGroup(aiko, { title: '冬' })).slug, 'group')
    for (const who of ['ines', 'petra'] as const) {
      await assert.rejects(addToGroup(aiko, slug, cast.people[who].id), { code: 'groups.not-inside' }, who)
    }
    await assert.rejects(makeGroup(aiko, { title: ' ' }), { code: 'groups.not-valid' })
    assert.equal((await listGroups(aiko, { member: cast.people.aiko.id })).items.length, 3)
    assert.equal((await listGroups(aiko, { member: cast.people.lena.id })).items.length, 0)
  }),
)

test(
  'what is granted to a group ends with it, and with leaving it, at the next request',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const aiko = cast.as(ctx, 'aiko')
    const { daniel } = cast.people
    const { slug, id } = await makeGroup(aiko, { title: 'Winter range' })
    await sql`insert into grants (space_id, right_given, group_id, given_as)
      values (${cast.spaces.battery.id}, 'read', ${id}, 'administrator')`.execute(ctx.db)
    const mayRead = async () => {
      const { rows } = await sql<{ may: boolean }>`select exists (select from spaces
        where id = ${cast.spaces.battery.id} and ${readableSpace(readerOf(daniel))}) as may`.execute(ctx.db)
      return rows[0]!.may
    }
    assert.equal(await mayRead(), false)
    await addToGroup(aiko, slug, daniel.id)
    assert.equal(await mayRead(), true)
    await removeFromGroup(cast.as(ctx, 'daniel'), slug, daniel.id)
    assert.equal(await mayRead(), false)
    await addToGroup(aiko, slug, daniel.id)
    await endGroup(aiko, slug)
    assert.equal(await mayRead(), false)
    await assert.rejects(addToGroup(aiko, slug, daniel.id), { code: 'groups.ended' })
    assert.deepEqual((await listGroups(aiko)).items, [])
    assert.deepEqual(
      (await listGroups(aiko, { ended: true })).items.map((group) => group.slug),
      [slug],
    )
  }),
)

test(
  'a group is made, filled, led and ended on its pages by plain forms',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const site = await openSite(ctx)
    const aiko = site.as('aiko')
    const wrong = await aiko.post('/inside/groups', { title: '', purpose: 'Kept', kind: 'group' })
    assert.equal(wrong.status, 422)
    assert.match(wrong.text, /Write a name\.[^]*Kept/)
    const path = String(
      (await aiko.post('/inside/groups', { title: 'First aiders', purpose: '', kind: 'group' })).location,
    )
    assert.match((await aiko.get(`${path}?find=Len`)).text, /Add Lena Brandt/)
    const lena = String(cast.people.lena.id)
    await aiko.post(`${path}/members`, { account: lena })
    await aiko.post(`${path}/role`, { account: lena, role: 'lead' })
    await aiko.post(path, { title: 'First aid', purpose: 'The box hangs by the door.' })
    assert.match(
      (await site.as('daniel').get(path)).text,
      /<h1><bdi>First aid<\/bdi><\/h1>[^]*by the door[^]*Lena Brandt[^]*Leads/,
    )
    assert.doesNotMatch((await site.as('daniel').get(path)).text, /End the group/)
    assert.equal((await site.as('daniel').post(`${path}/end`)).status, 403)
    await aiko.post(`${path}/remove`, { account: String(cast.people.aiko.id) })
    assert.equal((await site.as('lena').post(`${path}/end`)).status, 303)
    assert.ok((await getGroup(ctx, 'first-aiders')).endedAt)
    assert.match((await aiko.get(path)).text, /This group ended/)
    assert.match((await aiko.get('/inside/groups?show=ended')).text, /First aid/)
  }),
)
