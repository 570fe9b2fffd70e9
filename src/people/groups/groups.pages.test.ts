import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { openSite } from '../../../test/browse.ts'
import { everybody, getCast } from '../../../test/cast.ts'
import { inTransaction } from '../../../test/database.ts'
import { errorAt, lostWays, structureOf, textOf, twiceOn } from '../axes/state.fixture.test.ts'
import { addToGroup, endGroup, getGroup, listGroups, makeGroup } from './groups.ts'

test(
  'what is posted to a group is taken from those who lead it and the steward, refused to colleagues, and unknown to all others',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const aiko = cast.as(ctx, 'aiko')
    const { slug } = await makeGroup(aiko, { title: 'First aiders' })
    await addToGroup(aiko, slug, cast.people.lena.id)
    const site = await openSite(ctx)
    const path = `/inside/groups/${slug}`
    const account = String(cast.people.daniel.id)
    const posts: [string, Record<string, string>][] = [
      [path, { title: 'Other', purpose: '' }],
      [`${path}/members`, { account }],
      [`${path}/role`, { account, role: 'lead' }],
      [`${path}/remove`, { account: String(cast.people.aiko.id) }],
      [`${path}/end`, {}],
    ]
    const before = await structureOf(ctx)
    for (const who of everybody.filter((one) => one !== 'jonas' && one !== 'aiko')) {
      const employee = who !== 'visitor' && cast.people[who].realm === 'inside'
      for (const [to, fields] of posts) {
        const met = await site.as(who).post(to, fields)
        assert.equal(met.status, employee ? 403 : 404, `${who} ${to}`)
        if (!employee) assert.doesNotMatch(met.text, /First aiders/, `${who} ${to}`)
      }
      if (!employee) assert.equal((await site.as(who).post('/inside/groups', { title: 'Ours' })).status, 404, who)
      for (const to of ['/inside/groups', path]) {
        assert.equal((await site.as(who).get(to)).status, employee ? 200 : 404, `${who} ${to}`)
      }
    }
    assert.deepEqual(await structureOf(ctx), before)
    for (const [to, fields] of posts.filter(([to]) => !to.endsWith('remove')))
      assert.equal((await site.as('jonas').post(to, fields)).status, 303, to)
  }),
)

test(
  'whatever is wrong in a form about groups is told at its field, what was typed stays, and nothing is changed',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const { slug } = await makeGroup(cast.as(ctx, 'aiko'), { title: 'First aiders', purpose: 'Help.' })
    const aiko = (await openSite(ctx)).as('aiko')
    const path = `/inside/groups/${slug}`
    const long = 'x'.repeat(121)
    const before = await structureOf(ctx)
    const cases: [string, Record<string, string>, string, RegExp][] = [
      ['/inside/groups', { title: ' ', purpose: 'Kept' }, 'title', /Write a name/],
      ['/inside/groups', { title: long, purpose: 'Kept' }, 'title', /under 120/],
      ['/inside/groups', { title: 'Kept', purpose: 'x'.repeat(501) }, 'purpose', /under 500/],
      ['/inside/groups', { title: 'Kept', kind: 'crowd' }, 'kind', /group or a virtual team/],
      [path, { title: '', purpose: 'Kept' }, 'title', /Write a name/],
      [path, { title: 'Kept', purpose: 'x'.repeat(501) }, 'purpose', /under 500/],
      [`${path}/members`, { account: '' }, 'find', /Choose a colleague/],
      [`${path}/members`, { account: '-3' }, 'find', /Choose a colleague/],
      [`${path}/members`, { account: 'Lena' }, 'find', /Choose a colleague/],
      [`${path}/members`, { account: '999999' }, 'find', /people who work here/],
      [`${path}/members`, { account: String(cast.people.ines.id) }, 'find', /people who work here/],
      [`${path}/members`, { account: String(cast.people.petra.id) }, 'find', /people who work here/],
    ]
    for (const [to, fields, id, words] of cases) {
      const page = await aiko.post(to, fields)
      const name = `${to} ${JSON.stringify(fields).slice(0, 60)}`
      assert.equal(page.status, 422, name)
      assert.match(errorAt(page, id) ?? 'nothing stands there', words, name)
      assert.deepEqual([lostWays(page), twiceOn(page)], [[], []], name)
      if (Object.values(fields).includes('Kept')) assert.match(page.text, /Kept/, name)
    }
    for (const [to, fields, status] of [
      [`${path}/remove`, { account: String(cast.people.lena.id) }, 404],
      [`${path}/role`, { account: String(cast.people.lena.id), role: 'lead' }, 404],
      [`${path}/role`, { account: String(cast.people.lena.id), role: 'king' }, 422],
      [`${path}/remove`, { account: String(cast.people.aiko.id) }, 409],
      ['/inside/groups/nowhere', { title: 'X' }, 404],
    ] as const)
      assert.equal((await aiko.post(to, fields)).status, status, to)
    assert.deepEqual(await structureOf(ctx), before)
  }),
)

test(
  'the page of a group offers each reader what they may do: everything, leaving, or nothing',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const aiko = cast.as(ctx, 'aiko')
    const { slug } = await makeGroup(aiko, { title: 'Winter range', kind: 'virtual-team' })
    await addToGroup(aiko, slug, cast.people.lena.id)
    const site = await openSite(ctx)
    const path = `/inside/groups/${slug}`
    const offers = async (who: 'aiko' | 'lena' | 'daniel' | 'jonas') => {
      const { text } = await site.as(who).get(`${path}?find=To`)
      return [...text.matchAll(/<button[^>]*aria-label="((?:Let|Leave|Take|Add)[^"]*)"/g)].map((match) => match[1])
    }
    const others = ['Let lead: Lena Brandt', 'Take out Lena Brandt', 'Add Tomasz Wrona']
    assert.deepEqual(await offers('aiko'), ['Let not lead any more: Aiko Tanaka', 'Leave the group', ...others])
    assert.deepEqual(await offers('jonas'), ['Let not lead any more: Aiko Tanaka', 'Take out Aiko Tanaka', ...others])
    assert.deepEqual(await offers('lena'), ['Leave the group'])
    assert.deepEqual(await offers('daniel'), [])
    assert.match(textOf(await site.as('daniel').get(path)), /Virtual team[^]*changed by those who lead it/)
    assert.match(textOf(await site.as('aiko').get(`${path}?find=Zz`)), /No colleague has a name that begins so/)
    assert.doesNotMatch(textOf(await site.as('aiko').get(`${path}?find=Gustav`)), /Gustav/, 'only colleagues are found')
    assert.equal((await site.as('lena').post(`${path}/remove`, { account: String(cast.people.lena.id) })).status, 303)
    assert.deepEqual(await offers('lena'), [])
  }),
)

test(
  'what is on record of an ended group stays: nobody is added, nobody leaves, nothing is renamed',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const aiko = cast.as(ctx, 'aiko')
    const { slug } = await makeGroup(aiko, { title: 'Winter range' })
    await addToGroup(aiko, slug, cast.people.lena.id)
    await endGroup(aiko, slug)
    const before = await structureOf(ctx)
    const site = await openSite(ctx)
    const path = `/inside/groups/${slug}`
    const [lena, daniel] = [String(cast.people.lena.id), String(cast.people.daniel.id)]
    for (const [who, act, fields] of [
      ['lena', '/remove', { account: lena }],
      ['aiko', '/remove', { account: lena }],
      ['aiko', '/members', { account: daniel }],
      ['aiko', '/role', { account: lena, role: 'lead' }],
      ['aiko', '', { title: 'Other' }],
      ['aiko', '/end', {}],
    ] as const) {
      const met = await site.as(who).post(path + act, fields)
      assert.deepEqual([met.status, /This group has ended/.test(met.text)], [409, true], `${who} ${act}`)
    }
    assert.deepEqual(await structureOf(ctx), before)
    const page = await site.as('lena').get(path)
    assert.match(textOf(page), /This group ended[^]*Aiko Tanaka[^]*Lena Brandt/)
    assert.doesNotMatch(page.text, /Leave the group|End the group|Take out/)
    assert.match(textOf(await site.as('daniel').get('/inside/groups?show=ended')), /Winter range Group 2/)
    assert.match(textOf(await site.as('daniel').get('/inside/groups')), /No group yet/)
  }),
)

test(
  'groups and their members come page by page in order, each once, and whoever left the company is in none',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const aiko = cast.as(ctx, 'aiko')
    const { slug, id } = await makeGroup(aiko, { title: 'all of us' })
    await sql`insert into groups (kind, slug, title) select 'group', 'g' || n, 'Group ' || n from generate_series(1, 60) n`.execute(
      ctx.db,
    )
    await sql`with made as (
        insert into accounts (realm, handle, display_name, state, closed_at)
        select 'inside', 'many-' || n, 'Many ' || lpad(n::text, 2, '0'), case when n = 7 then 'closed' else 'unclaimed' end,
          case when n = 7 then now() end from generate_series(1, 60) n returning id
      ) insert into group_members (group_id, account_id) select ${id}, id from made`.execute(ctx.db)
    await sql`update group_members set role = 'lead' where account_id in (select id from accounts where handle = 'many-60')`.execute(
      ctx.db,
    )
    assert.equal((await getGroup(aiko, slug)).members, 60)
    const site = await openSite(ctx)
    const walk = async (start: string, pattern: RegExp) => {
      const found: string[] = []
      for (let next: string | undefined = start; next !== undefined;) {
        const page = await site.as('lena').get(next)
        found.push(...[...page.text.matchAll(pattern)].map((match) => match[1]!))
        next = /href="([^"]*after=\d+)"/.exec(page.text)?.[1]?.replaceAll('&amp;', '&')
      }
      return found
    }
    const members = await walk(`/inside/groups/${slug}`, />(Many \d+|Aiko Tanaka)<\/a>/g)
    assert.deepEqual(members.slice(0, 3), ['Aiko Tanaka', 'Many 60', 'Many 01'])
    assert.deepEqual([members.length, new Set(members).size, members.includes('Many 07')], [60, 60, false])
    const groups = await walk('/inside/groups', />(all of us|Group \d+)<\/a>/g)
    assert.deepEqual([groups.length, new Set(groups).size, groups[0]], [61, 61, 'all of us'])
    await sql`update groups set ended_at = now() where slug like 'g%'`.execute(ctx.db)
    assert.equal((await walk('/inside/groups?show=ended', />(Group \d+)<\/a>/g)).length, 60)
    assert.deepEqual(
      (await listGroups(aiko)).items.map((group) => group.slug),
      [slug],
    )
  }),
)
