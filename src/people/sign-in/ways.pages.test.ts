import assert from 'node:assert/strict'
import { test } from 'node:test'
import { shownBy } from '../../../test/authenticator.ts'
import { type Page, openSite } from '../../../test/browse.ts'
import { castPassword, getCast } from '../../../test/cast.ts'
import { inTransaction } from '../../../test/database.ts'
import { setPassword } from '../accounts/accounts.ts'
import { setRequirement } from '../second-factor/second-factor.ts'
import { startSession } from '../sessions/sessions.ts'

function keyOn(page: Page): string {
  return /<code>([A-Z2-7 ]{39})<\/code>/.exec(page.text)![1]!.replaceAll(' ', '')
}

function recoveryOn(page: Page): string[] {
  return [...page.text.matchAll(/<code>([\w-]{14})<\/code>/g)].map((found) => found[1]!)
}

test(
  'a second factor is set up, its recovery codes renewed, and removed, without script',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const { anyone } = await openSite(ctx)
    const { token } = await startSession(ctx, cast.people.daniel.id, { provedBy: 'code', device: 'x' })
    const own = { cookie: `tango=${token}` }
    const home = '/settings/sign-in'
    assert.match((await anyone.get(home, own)).text, /Set up a second factor/)
    const form = await anyone.get(`${home}/factor`, own)
    const wrong = await anyone.post(`${home}/factor`, { code: 'abc' }, own)
    assert.equal(wrong.status, 422)
    assert.equal(keyOn(wrong), keyOn(form), 'the key stays while it is tried')
    const done = await anyone.post(`${home}/factor`, { code: shownBy(keyOn(form), ctx.now) }, own)
    assert.equal(recoveryOn(done).length, 10)
    const page = await anyone.get(home, own)
    assert.match(page.text, /10 of 10 recovery codes/)
    // Codes are shown once, in the answer itself: a script that waits for a redirect would never show them.
    assert.match(page.text, /action="\/settings\/sign-in\/recovery"[^>]*data-turbo="false"/)
    assert.ok(!page.text.includes(recoveryOn(done)[0]!), 'they are shown once')
    assert.equal((await anyone.get(`${home}/factor`, own)).status, 409)
    const renewed = recoveryOn(await anyone.post(`${home}/recovery`, {}, own))
    assert.equal(renewed.filter((code) => recoveryOn(done).includes(code)).length, 0)
    await setRequirement(cast.as(ctx, 'jonas'), 'staff')
    assert.doesNotMatch((await anyone.get(home, own)).text, /Remove my second factor/)
    assert.equal((await anyone.post(`${home}/factor/remove`, {}, own)).status, 409)
    await setRequirement(cast.as(ctx, 'jonas'), 'nobody')
    assert.equal((await anyone.post(`${home}/factor/remove`, {}, own)).location, `${home}?kept`)
    assert.equal((await anyone.post(`${home}/recovery`, {}, own)).status, 409)
  }),
)

test(
  'the last way in stays and the page says what to do; with another one it can go',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const { anyone } = await openSite(ctx)
    const begin = async () => (await startSession(ctx, cast.people.ines.id, { provedBy: 'code', device: 'x' })).token
    const post = async (path: string, fields = {}) =>
      anyone.post(`/settings/sign-in/${path}`, fields, { cookie: `tango=${await begin()}` })
    const last = await post('mail-codes', { to: 'off' })
    assert.equal(last.status, 409)
    assert.match(last.text, /This is your only way in\. Add another first/)
    await setPassword(ctx, cast.people.ines.id, castPassword)
    assert.equal((await post('mail-codes', { to: 'off' })).status, 303)
    assert.equal((await post('password/remove')).status, 409)
    assert.equal((await post('mail-codes', { to: 'on' })).status, 303)
    assert.equal((await post('password/remove')).status, 303)
    assert.equal((await post('password/remove')).status, 404)
    for (const path of ['passkeys/x/remove', 'identities/0/remove', 'passkeys/9999/remove', 'identities/9999/remove'])
      assert.equal((await post(path)).status, 404, path)
  }),
)

test(
  'guests have passkeys and a second factor, and no providers',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const { anyone } = await openSite(ctx)
    const doors = { forOutside: true, forInside: true, makesAccounts: false, checksSecondFactor: false }
    const { id } = await ctx.db
      .insertInto('identityProviders')
      .values({
        preset: 'generic',
        label: 'Acme ID',
        issuer: 'https://x.example',
        clientId: 'x',
        secret: null,
        teamId: null,
        keyId: null,
        ...doors,
      })
      .returning('id')
      .executeTakeFirstOrThrow()
    const { token } = await startSession(ctx, cast.people.petra.id, { provedBy: 'code', device: 'x' })
    const own = { cookie: `tango=${token}` }
    const page = await anyone.get('/settings/sign-in', own)
    assert.match(page.text, /Passkeys[\s\S]*Second factor/)
    assert.doesNotMatch(page.text, /Acme ID/)
    assert.equal((await anyone.get(`/settings/sign-in/with/${id}`, own)).status, 404)
    assert.doesNotMatch((await anyone.get('/sign-in?door=bridge')).text, /Acme ID/)
    const doorsPage = await anyone.get('/sign-in')
    assert.match(doorsPage.text, /Continue with Acme ID/)
    assert.match(doorsPage.text, /autocomplete="username webauthn"/)
    assert.match((await anyone.get('/sign-in?with=work')).text, /id="inside-password"/)
    assert.match((await anyone.get('/sign-in?with=password')).text, /id="outside-password"/)
  }),
)
