/** Signing in with a real OpenID provider on this machine: what it opens, and what it never joins. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openSite } from '../../../test/browse.ts'
import { hearEverything } from '../../../test/database.ts'
import { ada, cookieOf, goAway, goThere, origin, pathOf, provided, whoIsIn } from '../../../test/openid-site.ts'
import type { Ctx } from '../../platform/context.ts'
import { providerSchema, saveProvider, switchProvider } from '../identity-providers/identity-providers.ts'
import { startSession } from '../sessions/sessions.ts'
import { openVault } from '../vault.ts'

async function countAccounts(ctx: Ctx): Promise<number> {
  return (await ctx.db.selectFrom('accounts').select('id').execute()).length
}

test(
  'somebody new joins with a provider: proved there, named here, and known again at the next sign-in',
  provided(async (world) => {
    const { ctx, idp, anyone } = world
    idp.says = ada
    const away = await goAway(world, 'outside', '&next=/questions/ask')
    const asked = new URL(away.address)
    assert.equal(asked.searchParams.get('redirect_uri'), `${origin}/sign-in/back/${world.id}`)
    assert.equal(asked.searchParams.get('code_challenge_method'), 'S256')
    for (const name of ['state', 'nonce', 'code_challenge']) assert.ok(asked.searchParams.get(name)!.length >= 43, name)
    const { url } = await idp.visit(away.address)
    const found = await anyone.get(pathOf(url), { cookie: away.cookie })
    assert.match(found.location!, /^\/sign-in\/found\/\d+$/)
    const form = await anyone.get(found.location!, { cookie: away.cookie })
    assert.match(form.text, /value="Ada L\."/)
    assert.equal((await anyone.get(found.location!)).status, 404, 'only in the browser that went there')
    const made = await anyone.post(found.location!, { displayName: 'Ada' }, { cookie: away.cookie })
    assert.equal(made.location, '/questions/ask')
    const viewer = await whoIsIn(ctx, made)
    assert.deepEqual([viewer?.name, viewer?.realm], ['Ada', 'outside'])
    assert.equal((await anyone.post(found.location!, { displayName: 'Ada' }, { cookie: away.cookie })).status, 404)

    // Another name and address there: the subject is the key.
    idp.says = { sub: 'ada-1', email: 'new@elsewhere.example', email_verified: false }
    const { page } = await goThere(world)
    assert.equal((await whoIsIn(ctx, page))?.id, viewer?.id)
    await hearEverything(ctx)
    const mails = await ctx.db.selectFrom('mails').select('bodyText').where('toAddress', '=', ada.email).execute()
    assert.match(mails[0]!.bodyText, /An account elsewhere was linked/)
  }),
)

test(
  'an address that has an account is never joined: proved or not, one signs in first, then links in a fresh session',
  provided(async (world) => {
    const { ctx, cast, idp, anyone } = world
    const before = await countAccounts(ctx)
    for (const proved of [true, false]) {
      idp.says = { sub: `not-ines-${proved}`, email: 'ines@people.example', email_verified: proved, name: 'Mallory' }
      const { page, cookie } = await goThere(world)
      assert.equal(cookieOf(page, 'tango'), '', 'nobody is let in')
      const found = await anyone.get(page.location!, { cookie })
      assert.match(found.text, /Sign in first, then link it/)
      // An address that is not proved tells nothing of who has an account.
      assert.equal(/There is an account with this address/.test(found.text), proved)
      assert.equal((await anyone.post(page.location!, { displayName: 'M' }, { cookie })).status, 409)
      assert.equal(await countAccounts(ctx), before)
      const link = page.location!.replace('/sign-in/found/', '/settings/sign-in/link/')

      const { token } = await startSession(ctx, cast.people.ines.id, { provedBy: 'code', device: 'x' })
      const ines = { cookie: `${cookie}; tango=${token}` }
      assert.match((await anyone.get(link, ines)).text, /opens the account of Ines Carvalho/)
      await ctx.db
        .updateTable('sessions')
        .set({ provedAt: new Date(ctx.now.getTime() - 10 * 60_000) })
        .execute()
      assert.equal((await anyone.post(link, {}, ines)).status, 403, 'not in a session that is ten minutes old')
      await ctx.db.updateTable('sessions').set({ provedAt: ctx.now }).execute()
      assert.equal((await anyone.post(link, {}, { cookie: `tango=${token}` })).status, 404, 'not in another browser')
      assert.equal((await anyone.post(link, {}, ines)).location, '/settings/sign-in?kept')
      assert.equal((await anyone.post(link, {}, ines)).status, 404, 'once')
      assert.equal((await whoIsIn(ctx, (await goThere(world)).page))?.name, 'Ines Carvalho')
    }
  }),
)

test(
  'what opens one account cannot be linked to another, and one person has a face on each side with it',
  provided(
    async (world) => {
      const { ctx, cast, idp, anyone } = world
      idp.says = ada
      const { page, cookie } = await goThere(world)
      await anyone.post(page.location!, { displayName: 'Ada' }, { cookie })
      const linkAs = async (who: 'gustav' | 'lena') => {
        const { token } = await startSession(ctx, cast.people[who].id, { provedBy: 'code', device: 'x' })
        const away = await anyone.get(`/settings/sign-in/with/${world.id}`, { cookie: `tango=${token}` })
        const own = { cookie: `${cookieOf(away, 'tango-way')}; tango=${token}` }
        const { url } = await idp.visit(away.location!)
        const back = await anyone.get(pathOf(url), own)
        assert.match(back.location!, /^\/settings\/sign-in\/link\/\d+$/)
        return anyone.post(back.location!, {}, own)
      }
      assert.equal((await linkAs('gustav')).status, 409)
      assert.equal((await linkAs('lena')).status, 303)
      assert.equal((await whoIsIn(ctx, (await goThere(world, 'outside')).page))?.name, 'Ada')
      assert.equal((await whoIsIn(ctx, (await goThere(world, 'inside')).page))?.name, 'Lena Brandt')
    },
    { forInside: 'on' },
  ),
)

test(
  'inside, an account is made only where the owner chose so, for a proved address of a domain of the company',
  provided(
    async (world) => {
      const { ctx, idp, anyone, cast } = world
      const step = async (says: typeof ada | { sub: string; email: string; email_verified?: boolean }) => {
        idp.says = says
        const { page, cookie } = await goThere(world, 'inside')
        return { path: page.location!, cookie, text: (await anyone.get(page.location!, { cookie })).text }
      }
      assert.match((await step(ada)).text, /not one of this company/)
      assert.match((await step({ sub: 'a', email: 'a@velund.example', email_verified: false })).text, /did not prove/)
      const mika = await step({ sub: 'mika', email: 'Mika@velund.example' })
      assert.match(mika.text, /Make your account/, 'the provider speaks for the domain')
      const made = await anyone.post(mika.path, { displayName: 'Mika' }, { cookie: mika.cookie })
      assert.deepEqual([made.location, (await whoIsIn(ctx, made))?.realm], ['/inside', 'inside'])
      const vault = await openVault({ dataFolder: '', environment: 'test' })
      const stricter = {
        preset: 'generic',
        issuer: idp.issuer,
        clientId: idp.clientId,
        forInside: 'on',
        domains: 'velund.example',
      }
      await saveProvider(cast.as(ctx, 'jonas'), providerSchema.parse(stricter), { vault, plain: true, id: world.id })
      const other = await step({ sub: 'olga', email: 'olga@velund.example', email_verified: true })
      assert.match(other.text, /Ask to be invited/)
      assert.equal((await anyone.post(other.path, { displayName: 'O' }, { cookie: other.cookie })).status, 409)
    },
    { forInside: 'on', makesAccounts: 'on', domains: 'velund.example' },
  ),
)

test(
  'an address of the company leads to its provider, another to a code, and never on the outside',
  provided(
    async (world) => {
      const { anyone, ctx, cast } = world
      const lead = async (realm: string, email: string) =>
        (await anyone.post('/sign-in/code', { realm, email, next: '/inside/people' })).location!
      const to = await lead('inside', 'Whoever@Velund.example')
      assert.equal(to, `/sign-in/to/${world.id}?next=%2Finside%2Fpeople`)
      const page = await anyone.get(to)
      assert.equal(page.headers.get('refresh'), `0; url=/sign-in/with/${world.id}?side=inside&next=%2Finside%2Fpeople`)
      assert.match(page.text, /Velund signs in with Acme ID/)
      assert.match(await lead('inside', 'x@other.example'), /^\/sign-in\/code\//)
      assert.match(await lead('outside', 'x@velund.example'), /^\/sign-in\/code\//)
      assert.match((await anyone.get('/sign-in')).text, /Continue with Acme ID/)
      await switchProvider(cast.as(ctx, 'jonas'), world.id, false)
      assert.match(await lead('inside', 'x@velund.example'), /^\/sign-in\/code\//)
      assert.equal((await anyone.get(to)).status, 404)
      assert.doesNotMatch((await anyone.get('/sign-in')).text, /Acme ID/)
      assert.equal((await anyone.get(`/sign-in/with/${world.id}?side=inside`)).status, 403)
    },
    { forInside: 'on', domains: 'velund.example' },
  ),
)

test(
  'the secret of a provider is sealed in the database, and stands on no page of anybody',
  provided(async (world) => {
    const rows = await world.ctx.db.selectFrom('identityProviders').selectAll().execute()
    const kept = rows.find((row) => row.id === world.id)!.secret!
    assert.ok(!kept.includes(world.idp.clientSecret))
    const site = await openSite(world.ctx)
    for (const path of ['/inside/settings/sign-in', `/inside/settings/sign-in/${world.id}`]) {
      const page = await site.as('jonas').get(path)
      assert.equal(page.status, 200)
      assert.ok(!page.text.includes(world.idp.clientSecret), path)
    }
  }),
)
