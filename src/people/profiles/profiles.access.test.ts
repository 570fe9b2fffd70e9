import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { openSite } from '../../../test/browse.ts'
import { type PersonName, everybody, getCast } from '../../../test/cast.ts'
import { inTransaction } from '../../../test/database.ts'
import type { Ctx } from '../../platform/context.ts'
import { type FieldReach, type MemberField, findPerson, updateProfile } from '../accounts/accounts.ts'
import { accept, ask, block, end } from '../connections/connections.ts'
import {
  type Distance,
  fieldsSchema,
  listFields,
  listOwnFields,
  possibleReaches,
  setFields,
  setReaches,
  viewAs,
} from './fields.ts'

type Who = PersonName | 'visitor'
const members: readonly Who[] = ['ines', 'gustav', 'joost', 'amina']
const employees: readonly Who[] = ['daniel', 'tomasz', 'aiko', 'lena', 'mirela', 'jonas', 'sara']
const told = {
  organisation: 'Porto Riders',
  place: 'Porto',
  website: 'porto.example',
  email: 'hello@porto.example',
  phone: '+351 22 000 00 00',
}

/** Ines knows Gustav, who knows Joost, who knows Amina; Ines tells everything there is to tell. */
async function scene(ctx: Ctx) {
  const cast = await getCast(ctx)
  for (const [one, other] of [
    ['ines', 'gustav'],
    ['gustav', 'joost'],
    ['joost', 'amina'],
  ] as const) {
    await ask(cast.as(ctx, one), cast.people[other].id)
    await accept(cast.as(ctx, other), cast.people[one].id)
  }
  const ines = cast.as(ctx, 'ines')
  await updateProfile(ines, cast.people.ines.id, { displayName: 'Ines Carvalho', about: 'Rides at night.' })
  await setFields(ines, fieldsSchema.parse(told))
  return { cast, ines, id: cast.people.ines.id }
}

/** Who sees a field of Ines at each reach. */
const readers: Readonly<Record<FieldReach, readonly Who[]>> = {
  0: ['ines'],
  1: ['ines', 'gustav'],
  2: ['ines', 'gustav', 'joost'],
  3: members,
  4: [...employees, ...members],
  5: ['visitor', ...employees, ...members],
}
const fields: readonly MemberField[] = ['about', 'organisation', 'place', 'website', 'email', 'phone', 'connections']

test(
  'every field at every reach is seen by exactly those whom it is for, on the profile and in what is known of a person',
  inTransaction(async (ctx) => {
    const { cast, ines, id } = await scene(ctx)
    for (const reach of [0, 1, 2, 3, 4, 5] as const) {
      const set = fields.filter((field) => possibleReaches(field).includes(reach))
      await setReaches(ines, Object.fromEntries(set.map((field) => [field, reach])))
      for (const who of everybody) {
        const as = cast.as(ctx, who)
        if (who === 'petra') {
          await assert.rejects(listFields(as, id), { code: 'people.not-found' }, 'a guest sees nobody outside')
          continue
        }
        const seen = new Set((await listFields(as, id)).map((field) => field.field))
        for (const field of set)
          assert.equal(seen.has(field), readers[reach].includes(who), `${who}: ${field} at ${reach}`)
        assert.equal(
          (await findPerson(as, id))!.about !== '',
          readers[reach].includes(who),
          `${who}: about at ${reach}`,
        )
      }
    }
  }),
)

test(
  'a block closes every field but those for everyone, in both directions',
  inTransaction(async (ctx) => {
    const { cast, ines, id } = await scene(ctx)
    await setReaches(ines, { about: 5, place: 4, website: 3, organisation: 2 })
    await block(cast.as(ctx, 'gustav'), id)
    const seen = async (who: Who) => (await listFields(cast.as(ctx, who), id)).map((field) => field.field)
    assert.deepEqual(await seen('gustav'), ['about'])
    assert.deepEqual(await seen('joost'), ['about', 'place'], 'and cuts the way that went over them')
    assert.deepEqual(await seen('visitor'), ['about'])
  }),
)

test(
  'ways to reach somebody never go further than their own connections, and nothing changes on bad input',
  inTransaction(async (ctx) => {
    const { cast, ines } = await scene(ctx)
    const before = await listOwnFields(ines)
    assert.deepEqual(
      before.filter(({ field }) => field === 'email' || field === 'phone').map(({ reach }) => reach),
      [1, 1],
    )
    for (const reach of [2, 3, 4, 5] as const) {
      await assert.rejects(setReaches(ines, { place: 0, email: reach, phone: reach }), (error: { fields: object }) => {
        assert.deepEqual(Object.keys(error.fields), ['email', 'phone'])
        return true
      })
    }
    assert.deepEqual(await listOwnFields(ines), before)
    const direct = ctx.transaction((inside) =>
      sql`update profile_fields set reach = 2 where field = 'email'`.execute(inside.db),
    )
    await assert.rejects(direct, /profile_fields/)
    for (const who of everybody.filter((one) => !members.includes(one))) {
      await assert.rejects(listOwnFields(cast.as(ctx, who)), { code: 'profiles.not-found' }, who)
      await assert.rejects(setReaches(cast.as(ctx, who), { place: 5 }), { code: 'profiles.not-found' }, who)
      await assert.rejects(viewAs(cast.as(ctx, who), 'visitor'), { code: 'profiles.not-found' }, who)
    }
    for (const [field, typed] of [
      ['website', 'javascript:alert(1)'],
      ['website', 'nothing'],
      ['email', 'not an address'],
      ['phone', 'call me'],
    ]) {
      assert.equal(fieldsSchema.safeParse({ [field!]: typed }).success, false, `${field}: ${typed}`)
    }
    assert.equal(fieldsSchema.parse({ website: 'porto.example' }).website, 'https://porto.example')
  }),
)

test(
  'view as shows what each distance and each named member really sees',
  inTransaction(async (ctx) => {
    const { cast, ines, id } = await scene(ctx)
    const reaches = { about: 5, organisation: 4, place: 3, website: 2, email: 1, phone: 0, connections: 1 } as const
    await setReaches(ines, reaches)
    const shownTo = async (who: Parameters<typeof viewAs>[1]) =>
      (await viewAs(ines, who)).shown.map(({ field }) => field)
    const table = { visitor: 'visitor', member: undefined, 3: 'amina', 2: 'joost', 1: 'gustav' } as const
    for (const [who, person] of Object.entries(table)) {
      const least = { visitor: 5, member: 4, 3: 3, 2: 2, 1: 1 }[who as '3']!
      const expected = fields.filter((field) => reaches[field] >= least)
      assert.deepEqual(await shownTo(who as Distance), expected, who)
      if (person === undefined) continue
      assert.deepEqual(
        (await listFields(cast.as(ctx, person), id)).map(({ field }) => field),
        expected,
        person,
      )
      if (person !== 'visitor') assert.deepEqual(await shownTo({ person: cast.people[person].id }), expected)
    }
    assert.deepEqual((await viewAs(ines, 1)).hidden, ['phone'])
    await end(ines, cast.people.gustav.id)
    assert.deepEqual(await shownTo({ person: cast.people.gustav.id }), ['about', 'organisation'])
    await block(ines, cast.people.gustav.id)
    assert.deepEqual(await shownTo({ person: cast.people.gustav.id }), ['about'])
    for (const nobody of ['daniel', 'petra'] as const) {
      await assert.rejects(viewAs(ines, { person: cast.people[nobody].id }), { code: 'people.not-found' })
    }
  }),
)

test(
  'looking as a member who blocks the owner shows what any member sees, and so tells nothing of the block',
  inTransaction(async (ctx) => {
    const { cast, ines } = await scene(ctx)
    await setReaches(ines, { about: 5, organisation: 4, place: 3, website: 2, email: 1, phone: 1 })
    const shownTo = async (who: Parameters<typeof viewAs>[1]) =>
      (await viewAs(ines, who)).shown.map(({ field }) => field)
    const gustav = { person: cast.people.gustav.id }
    await end(ines, gustav.person)
    const apart = await shownTo(gustav)
    assert.deepEqual(apart, ['about', 'organisation'], 'their connection has ended')
    await block(cast.as(ctx, 'gustav'), cast.people.ines.id)
    assert.deepEqual(await shownTo(gustav), apart, 'and now he blocks her')
    const page = await (await openSite(ctx)).as('ines').get(`/settings/privacy/as?person=${gustav.person}`)
    assert.equal(page.status, 200)
    await block(ines, gustav.person)
    assert.deepEqual(await shownTo(gustav), ['about'], 'her own block she knows of')
  }),
)

test(
  'the pages: what one tells, who sees it, and how it looks to others, in the page and in its structured data',
  inTransaction(async (ctx) => {
    const { cast, id } = await scene(ctx)
    const site = await openSite(ctx)
    const ines = site.as('ines')
    const settings = await ines.get('/settings')
    assert.match(settings.text, /value="https:\/\/porto\.example"/)
    const typed = {
      displayName: 'Ines Carvalho',
      about: 'Rides.',
      timeZone: 'UTC',
      locale: 'en',
      ...told,
      place: 'Braga',
    }
    assert.equal((await ines.post('/settings', typed)).location, '/settings?kept')
    const wrong = await ines.post('/settings', { ...typed, place: 'Faro', email: 'x', website: 'ftp://porto.example' })
    assert.equal(wrong.status, 422)
    assert.match(
      wrong.text,
      /Write a mail address.*Write the address of a website|Write the address of a website.*Write a mail/s,
    )
    assert.match((await ines.get('/settings')).text, /value="Braga"/)
    const privacy = await ines.get('/settings/privacy')
    assert.match(privacy.text, /1st degree, 1 person/)
    assert.match(privacy.text, /name="email" value="1" checked/)
    assert.doesNotMatch(privacy.text, /name="phone" value="2"/)
    const reaches = {
      about: '5',
      place: '2',
      organisation: '0',
      website: '5',
      email: '1',
      phone: '0',
      connections: '5',
    }
    assert.equal((await ines.post('/settings/privacy', reaches)).location, '/settings/privacy?kept')
    const far = await ines.post('/settings/privacy', { ...reaches, place: '5', email: '4' })
    assert.equal(far.status, 422)
    assert.match(far.text, /to your own connections at most/)
    const page = async (who: Who) => (await site.as(who).get(`/people/${id}-ines`)).text
    assert.doesNotMatch(await page('visitor'), /Braga|hello@porto|22 000|Porto Riders/)
    assert.match(await page('visitor'), /"sameAs":"https:\/\/porto\.example"/)
    assert.match(await page('joost'), /Braga.*Gustav Ek|Gustav Ek.*Braga/s)
    assert.match(await page('joost'), /You both know .*Gustav Ek/)
    assert.match(await page('gustav'), /mailto:hello@porto\.example/)
    assert.doesNotMatch(await page('joost'), /hello@porto/)
    assert.doesNotMatch(await page('daniel'), /Braga|hello@porto/)
    const eyes = async (query: string) => (await ines.get(`/settings/privacy/as?${query}`)).text
    assert.match(await eyes('who=1'), /hello@porto\.example/)
    assert.doesNotMatch(await eyes('who=2'), /hello@porto\.example/)
    assert.match(await eyes('who=2'), /Braga.*Hidden from this reader: organisation, mail address, phone/s)
    assert.match(await eyes('who=member&name=gus'), /person=\d+">Gustav Ek/)
    assert.match(await eyes(`person=${cast.people.gustav.id}`), /seen by: Gustav Ek.*hello@porto\.example/s)
    assert.equal((await ines.get(`/settings/privacy/as?person=${cast.people.lena.id}`)).status, 404)
    assert.equal((await site.as('daniel').get('/settings/privacy')).status, 404)
    assert.doesNotMatch((await site.as('daniel').get('/settings')).text, /Who sees what/)
    assert.match((await site.as('visitor').get('/settings/privacy')).location!, /^\/sign-in/)
  }),
)
