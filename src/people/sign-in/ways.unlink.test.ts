/** Taking ways in away by the page: what is offered, what happens at the next sign-in, and what stands in between. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Device, makeDevice } from '../../../test/authenticator.ts'
import { type Browser, type Page, openSite } from '../../../test/browse.ts'
import { type PersonName, castPassword, getCast } from '../../../test/cast.ts'
import { inTransaction, testPool } from '../../../test/database.ts'
import { mailsTo } from '../../../test/sent-mails.ts'
import { ada, cookieOf, goAway, goThere, pathOf, provided, whoIsIn } from '../../../test/openid-site.ts'
import { type Ctx, makeCtx } from '../../platform/context.ts'
import { openDatabase } from '../../platform/database.ts'
import { silentLog } from '../../platform/log.ts'
import { setPassword } from '../accounts/accounts.ts'
import { removeProvider, switchProvider } from '../identity-providers/identity-providers.ts'
import { addPasskey, askNewPasskey } from '../passkeys/passkeys.ts'
import { startSession } from '../sessions/sessions.ts'
import { getWays, removeWay } from './ways.ts'

const home = '/settings/sign-in'
const origin = 'http://localhost:3000'

/** Where a button of the page leads, by what a reader of screens hears of it. */
function buttonOn(page: Page, label: string): string | undefined {
  const forms = [...page.text.matchAll(/<form [^>]*action="([^"]*)"[^>]*>(.*?)<\/form>/gs)]
  return forms.find(
    ([, , inner]) => inner!.includes(`aria-label="${label}"`) || inner!.includes(`>${label}</button>`),
  )?.[1]
}

async function signedIn(ctx: Ctx, who: PersonName): Promise<{ cookie: string; token: string }> {
  const { id } = (await getCast(ctx)).people[who]
  const { token } = await startSession(ctx, id, { provedBy: 'code', device: 'x' })
  return { cookie: `tango=${token}`, token }
}

async function makePasskey(seen: Ctx, name: string): Promise<Device> {
  const device = makeDevice()
  const { options, ticket } = await askNewPasskey(seen, origin)
  const answer = device.make({ challenge: options.challenge, origin, rpId: 'localhost' })
  await addPasskey(seen, { ticket, name, answer }, origin)
  return device
}

test(
  'what was linked by the page is unlinked by the page, opens nothing afterwards, and can be linked by anybody again',
  provided(async (world) => {
    const { ctx, idp, anyone } = world
    idp.says = ada
    const link = async (who: PersonName) => {
      const own = await signedIn(ctx, who)
      const away = await anyone.get(`${home}/with/${world.id}`, { cookie: own.cookie })
      const both = { cookie: `${cookieOf(away, 'tango-way')}; ${own.cookie}` }
      const { url } = await idp.visit(away.location!)
      const back = await anyone.get(pathOf(url), both)
      const page = await anyone.get(back.location!, both)
      assert.match(page.text, /At Acme ID you are <b>ada@elsewhere\.example<\/b>\. You can unlink it at any time\./)
      assert.equal((await anyone.post(back.location!, {}, both)).location, `${home}?kept`)
      return own
    }
    const ines = await link('ines')
    assert.equal((await whoIsIn(ctx, (await goThere(world)).page))?.name, 'Ines Carvalho')
    const page = await anyone.get(home, { cookie: ines.cookie })
    assert.match(page.text, /Accounts elsewhere that open this one.*Acme ID.*ada@elsewhere\.example/s)
    const unlink = buttonOn(page, 'Unlink Acme ID')!
    const gustav = await signedIn(ctx, 'gustav')
    assert.equal((await anyone.post(unlink, {}, { cookie: gustav.cookie })).status, 404, 'it is nobody else’s')
    assert.equal((await anyone.post(unlink)).location, `/sign-in?next=${encodeURIComponent(unlink)}`)
    assert.equal((await anyone.get(unlink, { cookie: ines.cookie })).status, 404, 'a link alone takes nothing away')
    const done = await anyone.post(unlink, {}, { cookie: ines.cookie })
    assert.equal(done.location, `${home}?kept`)
    const after = await anyone.get(done.location!, { cookie: ines.cookie })
    assert.match(after.text, /Done\. A mail about it is on its way to you\./)
    assert.match(after.text, /None is linked\./)
    assert.equal((await anyone.post(unlink, {}, { cookie: ines.cookie })).status, 404)
    assert.match(
      (await mailsTo(ctx, 'ines@people.example')).at(-1)!,
      /unlinked; it does not open this account any more/,
    )
    assert.match((await goThere(world)).page.location!, /^\/sign-in\/found\//, 'the provider knows them, we do not')
    await link('gustav')
    assert.equal((await whoIsIn(ctx, (await goThere(world)).page))?.name, 'Gustav Ek')
  }),
)

test(
  'with codes by mail turned off, the account elsewhere is the last way in and stays; when it closes, mail opens again',
  provided(async (world) => {
    const { ctx, cast, idp, anyone } = world
    idp.says = ada
    const { page: found, cookie: way } = await goThere(world)
    const made = await anyone.post(found.location!, { displayName: 'Ada' }, { cookie: way })
    const own = { cookie: cookieOf(made, 'tango') }
    assert.equal((await anyone.post(`${home}/mail-codes`, { to: 'off' }, own)).location, `${home}?kept`)
    const page = await anyone.get(home, own)
    assert.match(page.text, /<b>Codes by mail<\/b> to ada@elsewhere\.example:[^<]*off\./)
    const unlink = buttonOn(page, 'Unlink Acme ID')!
    const last = await anyone.post(unlink, {}, own)
    assert.equal(last.status, 409)
    assert.match(last.text, /This is your only way in\. Add another first, then take this one away\./)
    assert.equal((await whoIsIn(ctx, (await goThere(world)).page))?.name, 'Ada', 'it opens as before')
    await switchProvider(cast.as(ctx, 'jonas'), world.id, false)
    const closed = await anyone.get(home, own)
    assert.match(closed.text, /Acme ID<\/span><span class="muted"> \(not open here now\)/)
    assert.match(closed.text, /off, but needed: nothing else opens this account\./)
    await removeProvider(cast.as(ctx, 'jonas'), world.id)
    assert.equal(buttonOn(await anyone.get(home, own), 'Unlink Acme ID'), unlink, 'a link outlives its provider')
    assert.equal((await anyone.post(`${home}/mail-codes`, { to: 'on' }, own)).status, 303)
    assert.equal((await anyone.post(unlink, {}, own)).status, 303, 'what opens nothing can go')
  }),
)

test(
  'a door that is closed while somebody is on their way lets nobody in, and what they found is over',
  provided(async (world) => {
    const { ctx, cast, idp, anyone } = world
    const jonas = cast.as(ctx, 'jonas')
    idp.says = ada
    const found = await goThere(world)
    const away = await goAway(world)
    const { url } = await idp.visit(away.address)
    const asked = idp.asked()
    await switchProvider(jonas, world.id, false)
    const back = await anyone.get(pathOf(url), { cookie: away.cookie })
    assert.deepEqual([back.status, cookieOf(back, 'tango')], [403, ''])
    assert.match(back.text, /Acme ID does not open this door any more\. Choose another way in\./)
    assert.equal(idp.asked(), asked, 'and the provider is not asked')
    for (const act of [anyone.get(found.page.location!, { cookie: found.cookie })])
      assert.match((await act).text, /This is over\. Begin again from the sign-in page\./)
    const made = await anyone.post(found.page.location!, { displayName: 'Ada' }, { cookie: found.cookie })
    assert.deepEqual([made.status, cookieOf(made, 'tango')], [404, ''])
    await switchProvider(jonas, world.id, true)
    assert.equal(
      (await anyone.get(found.page.location!, { cookie: found.cookie })).status,
      200,
      'open again, it goes on',
    )
    await removeProvider(jonas, world.id)
    assert.equal((await anyone.get(found.page.location!, { cookie: found.cookie })).status, 404)
    assert.equal((await anyone.get(pathOf(url), { cookie: away.cookie })).status, 403)
    assert.equal(
      (await ctx.db.selectFrom('accounts').select('id').where('displayName', '=', 'Ada').execute()).length,
      0,
    )
  }),
)

test(
  'linking needs a fresh session at both ends, on the side where it began',
  provided(
    async (world) => {
      const { ctx, idp, anyone } = world
      idp.says = ada
      const own = await signedIn(ctx, 'lena')
      const away = await anyone.get(`${home}/with/${world.id}`, { cookie: own.cookie })
      const both = { cookie: `${cookieOf(away, 'tango-way')}; ${own.cookie}` }
      const { url } = await idp.visit(away.location!)
      const link = (await anyone.get(pathOf(url), both)).location!
      const stale = () =>
        ctx.db
          .updateTable('sessions')
          .set({ provedAt: new Date(ctx.now.getTime() - 600_000) })
          .execute()
      await stale()
      const begun = await anyone.get(`${home}/with/${world.id}`, both)
      assert.equal(begun.status, 403)
      assert.match(begun.text, /Ways in are changed within 10 minutes of signing in/)
      const page = await anyone.get(link, both)
      assert.match(page.text, /You signed in more than ten minutes ago\./)
      assert.equal(buttonOn(page, 'Link Acme ID'), undefined)
      assert.equal((await anyone.post(link, {}, both)).status, 403)
      // The same browser, signed in as a member: what was begun inside is not for that face.
      const ines = await signedIn(ctx, 'ines')
      const other = { cookie: `${cookieOf(away, 'tango-way')}; ${ines.cookie}` }
      for (const act of [anyone.get, (path: string, cookie: Record<string, string>) => anyone.post(path, {}, cookie)]) {
        const wrong = await act(link, other)
        assert.equal(wrong.status, 409)
        assert.match(wrong.text, /This was begun at another door\. Begin again from your settings\./)
      }
      assert.equal((await anyone.get(link, { cookie: own.cookie })).status, 404, 'nor for another browser')
      const again = await signedIn(ctx, 'lena')
      const fresh = { cookie: `${cookieOf(away, 'tango-way')}; ${again.cookie}` }
      assert.equal((await anyone.post(link, {}, fresh)).location, `${home}?kept`)
      assert.equal((await anyone.post(link, {}, fresh)).status, 404, 'once')
    },
    { forInside: 'on' },
  ),
)

test(
  'a passkey and a password go by their buttons, each is told by mail, and a stale session keeps both',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const { anyone } = await openSite(ctx)
    const ines = cast.as(ctx, 'ines')
    await setPassword(ctx, cast.people.ines.id, castPassword)
    await makePasskey(ines, 'Phone <1>')
    await makePasskey(ines, 'Laptop')
    const own = await signedIn(ctx, 'ines')
    const cookie = { cookie: own.cookie }
    const page = await anyone.get(home, cookie)
    assert.match(page.text, /Phone &lt;1>/)
    const phone = buttonOn(page, 'Remove Laptop')!
    const password = buttonOn(page, 'Remove my password')!
    await ctx.db
      .updateTable('sessions')
      .set({ provedAt: new Date(ctx.now.getTime() - 600_000) })
      .execute()
    assert.match((await anyone.get(home, cookie)).text, /href="\/sign-in\?next=\/settings\/sign-in">Sign in again/)
    for (const path of [phone, password]) {
      const refused = await anyone.post(path, {}, cookie)
      assert.equal(refused.status, 403, path)
      assert.match(refused.text, /Sign in again, then change it/)
      assert.match(refused.text, /<a href="\/sign-in\?next=[^"]+">Sign in<\/a>/, 'the way to do so stands beside it')
    }
    const left = async () => {
      const ways = await getWays(ines, own.token)
      return [ways.passkeys.map(({ name }) => name), ways.hasPassword]
    }
    assert.deepEqual(await left(), [['Phone <1>', 'Laptop'], true])
    const fresh = { cookie: (await signedIn(ctx, 'ines')).cookie }
    for (const path of [phone, password])
      assert.equal((await anyone.post(path, {}, fresh)).location, `${home}?kept`, path)
    assert.deepEqual(await left(), [['Phone <1>'], false])
    const firstLines = (await mailsTo(ctx, 'ines@people.example')).map((text) => text.split('\n')[0])
    assert.deepEqual(firstLines.slice(-2), ['A passkey was removed.', 'The password was removed.'])
    const door: Parameters<Browser['post']> = [
      '/sign-in',
      { realm: 'outside', email: 'ines@people.example', password: castPassword },
    ]
    assert.equal((await anyone.post(...door)).status, 422, 'it opens nothing any more')
  }),
)

test('two ways that are taken away at the same moment never leave none', async () => {
  const db = openDatabase(await testPool())
  const ctx = makeCtx({ viewer: { kind: 'system', reason: 'test' }, db, now: new Date(), log: silentLog })
  const cast = await getCast(ctx)
  const joost = cast.as(ctx, 'joost')
  await makePasskey(joost, 'One')
  await makePasskey(joost, 'Two')
  await makePasskey(joost, 'Three')
  const { token } = await startSession(ctx, cast.people.joost.id, { provedBy: 'code', device: 'x' })
  await removeWay(joost, token, { kind: 'mail-codes' })
  const { passkeys } = await getWays(joost, token)
  const results = await Promise.all(
    passkeys.map(({ id }) =>
      removeWay(joost, token, { kind: 'passkey', id }).then(
        () => 'done',
        (error: { code?: string }) => error.code ?? String(error),
      ),
    ),
  )
  assert.deepEqual(results.toSorted(), ['done', 'done', 'sign-in.last-way'])
  assert.equal((await getWays(joost, token)).passkeys.length, 1)
})
