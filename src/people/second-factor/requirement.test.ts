/** Whom the company asks for a second factor: everybody against every choice, by what they are today. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { shownBy } from '../../../test/authenticator.ts'
import { openSite } from '../../../test/browse.ts'
import { type PersonName, castPassword, getCast } from '../../../test/cast.ts'
import { inTransaction } from '../../../test/database.ts'
import { freshAs } from '../../../test/fresh.ts'
import type { Ctx } from '../../platform/context.ts'
import { setPassword } from '../accounts/accounts.ts'
import { giveOffice } from '../offices/offices.ts'
import { factorStanding, startSession } from '../sessions/sessions.ts'
import { openVault } from '../vault.ts'
import {
  type Requirement,
  confirmFactor,
  draftFactor,
  getRequirement,
  removeFactor,
  setRequirement,
} from './second-factor.ts'

const vault = await openVault({ dataFolder: '', environment: 'test' })
const home = '/inside/settings/sign-in'

async function asked(ctx: Ctx): Promise<PersonName[]> {
  const cast = await getCast(ctx)
  const names: PersonName[] = []
  for (const name of Object.keys(cast.people) as PersonName[])
    if ((await factorStanding(ctx, cast.people[name].id)).required) names.push(name)
  return names.toSorted()
}

const codeOf = (act: Promise<unknown>) =>
  act.then(
    () => 'done',
    (error: { code?: string }) => error.code ?? String(error),
  )

test(
  'nobody, the stewards, or everyone inside: each choice asks exactly these, and never a member or a guest',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const jonas = cast.as(ctx, 'jonas')
    const expected: Record<Requirement, PersonName[]> = {
      nobody: [],
      stewards: ['jonas', 'sara'],
      staff: ['aiko', 'daniel', 'jonas', 'lena', 'mirela', 'sara', 'tomasz'],
    }
    assert.equal(await getRequirement(ctx), 'nobody', 'as it was built')
    assert.deepEqual(await asked(ctx), [])
    for (const whom of ['stewards', 'staff', 'nobody', 'staff', 'stewards'] as const) {
      await setRequirement(jonas, whom)
      assert.equal(await getRequirement(ctx), whom)
      assert.deepEqual(await asked(ctx), expected[whom], whom)
    }
  }),
)

test(
  'an office that is given or ended counts at once: asked of, and free to remove it again',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const { aiko, sara } = cast.people
    await setRequirement(cast.as(ctx, 'jonas'), 'stewards')
    await giveOffice(ctx, aiko.id, 'inside-steward')
    assert.deepEqual(await asked(ctx), ['aiko', 'jonas', 'sara'])
    for (const { id } of [aiko, sara]) {
      const { key } = await draftFactor(ctx, id, vault)
      await confirmFactor(ctx, id, shownBy(key, ctx.now), vault)
    }
    await ctx.db.updateTable('offices').set({ endedAt: ctx.now }).where('accountId', '=', sara.id).execute()
    assert.deepEqual(await asked(ctx), ['aiko', 'jonas'])
    assert.equal(await codeOf(removeFactor(cast.as(ctx, 'aiko'), aiko.id)), 'second-factor.required')
    assert.equal(await codeOf(removeFactor(cast.as(ctx, 'sara'), sara.id)), 'done')
    // Speaking for the company looks after nobody.
    await giveOffice(ctx, cast.people.daniel.id, 'official-voice')
    assert.deepEqual(await asked(ctx), ['aiko', 'jonas'])
  }),
)

test(
  'on the owner’s page the choice is made with one of three buttons, shown as it stands, and nothing else is taken',
  inTransaction(async (ctx) => {
    const site = await openSite(ctx)
    const jonas = await freshAs(ctx, site, 'jonas')
    const chosen = (text: string) =>
      [...text.matchAll(/<input [^>]*type="radio"[^>]*>/g)].flatMap(([input]) =>
        / checked/.test(input) ? [/value="(\w+)"/.exec(input)![1]] : [],
      )
    assert.deepEqual(chosen((await jonas.get(home)).text), ['nobody'])
    for (const whom of ['staff', 'stewards', 'nobody', 'staff']) {
      const kept = await jonas.post(`${home}/requirement`, { whom })
      assert.equal(kept.location, `${home}?kept`)
      const page = await jonas.get(kept.location!)
      assert.deepEqual(chosen(page.text), [whom])
      assert.match(page.text, /Done\. It holds from the next sign-in on\./)
    }
    for (const fields of [
      {},
      { whom: '' },
      { whom: 'everybody' },
      { whom: 'Staff' },
      { whom: 'staff,nobody' },
    ] as Record<string, string>[]) {
      const wrong = await jonas.post(`${home}/requirement`, fields)
      assert.equal(wrong.status, 422, JSON.stringify(fields))
      assert.match(wrong.text, /Choose who must have one\./)
    }
    assert.equal(await getRequirement(ctx), 'staff', 'what is refused changes nothing')
    for (const who of ['sara', 'daniel', 'ines', 'petra', 'visitor'] as const)
      assert.equal((await site.as(who).post(`${home}/requirement`, { whom: 'nobody' })).status, 404, who)
    assert.equal(await getRequirement(ctx), 'staff')
  }),
)

test(
  'who is asked for one and has none is told so on their own page, and cannot remove what they set up',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const { anyone } = await openSite(ctx)
    const { token } = await startSession(ctx, cast.people.daniel.id, { provedBy: 'code', device: 'x' })
    const guest = await startSession(ctx, cast.people.petra.id, { provedBy: 'code', device: 'x' })
    const own = { cookie: `tango=${token}` }
    const words = async (cookie = own) => (await anyone.get('/settings/sign-in', cookie)).text
    assert.doesNotMatch(await words(), /Your company asks for it/)
    await setRequirement(cast.as(ctx, 'jonas'), 'staff')
    assert.match(await words(), /Your company asks for it: the next sign-in sets it up\./)
    assert.doesNotMatch(await words({ cookie: `tango=${guest.token}` }), /Your company asks for it/)
    const { key } = await draftFactor(ctx, cast.people.daniel.id, vault)
    await confirmFactor(ctx, cast.people.daniel.id, shownBy(key, ctx.now), vault)
    assert.match(await words(), /Your company asks for it, so that it cannot be removed\./)
    const kept = await anyone.post('/settings/sign-in/factor/remove', {}, own)
    assert.equal(kept.status, 409)
    assert.match(kept.text, /Your company asks for a second factor of everyone in your place\./)
  }),
)

test(
  'a session that waits for a setup that nobody asks for any more still ends in a sign-in: out, in, and through',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    await setPassword(ctx, cast.people.daniel.id, castPassword)
    const { anyone } = await openSite(ctx)
    const door = { realm: 'inside', email: 'daniel@velund.example', password: castPassword }
    await setRequirement(cast.as(ctx, 'jonas'), 'staff')
    const half = await anyone.post('/sign-in', door)
    assert.match(half.location!, /^\/sign-in\/second/)
    await setRequirement(cast.as(ctx, 'jonas'), 'nobody')
    const cookie = half.headers.getSetCookie()[0]!.split(';')[0]!
    const page = await anyone.get(half.location!, { cookie })
    assert.match(page.text, /Sign in as somebody else/)
    assert.equal((await anyone.post('/sign-out', {}, { cookie })).location, '/')
    assert.equal((await anyone.get(half.location!, { cookie })).status, 404)
    assert.equal((await anyone.post('/sign-in', door)).location, '/inside')
  }),
)
