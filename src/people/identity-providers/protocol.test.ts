/** What is believed of a provider's answer, what each failure is called, and what GitHub's many forms of answer prove. */
import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type TestContext, test } from 'node:test'
import * as oidc from 'openid-client'
import { type Page, openSite } from '../../../test/browse.ts'
import { getCast } from '../../../test/cast.ts'
import { inTransaction } from '../../../test/database.ts'
import type { Claims } from '../../../test/openid-provider.ts'
import { goThere, provided } from '../../../test/openid-site.ts'
import type { Ctx } from '../../platform/context.ts'
import { openVault } from '../vault.ts'
import { providerSchema, saveProvider } from './identity-providers.ts'
import { type Refusal, reasonOf } from './protocol.ts'

test('each failure has one of a few names, whatever its words and however deep its cause, and no words of a token', () => {
  const because = (...messages: string[]) =>
    messages.reduceRight<Error | undefined>((cause, message) => new Error(message, { cause }), undefined)!
  const coded = (code: string) => Object.assign(new Error('failed'), { code })
  const cases: readonly (readonly [unknown, Refusal])[] = [
    [because('unexpected JWT "aud" (audience) claim value'), 'audience'],
    [because('unexpected JWT "azp" (authorized party) claim value'), 'audience'],
    [because('unexpected JWT "iss" (issuer) claim value'), 'issuer'],
    [because('response parameter "iss" (issuer) missing'), 'issuer'],
    [because('unexpected JWT "nonce" (nonce) claim value'), 'nonce'],
    [because('invalid response encountered', 'unexpected JWT "aud" (audience) claim value'), 'audience'],
    [because('a', 'b', 'c', 'JWT signature verification failed'), 'signature'],
    [because('unexpected JWT "alg" header parameter'), 'signature'],
    [because('unexpected JWT "exp" (expiration time) claim value, timestamp is <= now()'), 'expired'],
    [coded('OAUTH_JWT_TIMESTAMP_CHECK_FAILED'), 'expired'],
    [coded('ECONNREFUSED'), 'unreachable'],
    [coded('ENOTFOUND'), 'unreachable'],
    [because('failed', 'connect ETIMEDOUT'), 'unreachable'],
    [coded('EHOSTUNREACH'), 'unreachable'],
    [coded('EAI_AGAIN'), 'unreachable'],
    [coded('ABORT_ERR'), 'unreachable'],
    [coded('CERT_HAS_EXPIRED'), 'unreachable'],
    [coded('UNABLE_TO_VERIFY_LEAF_SIGNATURE'), 'unreachable'],
    [new TypeError('a private address is not asked'), 'unreachable'],
    [because('the answer is too large'), 'unreachable'],
    [because('the interface refused'), 'answer'],
    [because('eyJhbGciOi.secret'), 'answer'],
    ['no error at all', 'answer'],
    [undefined, 'answer'],
  ]
  for (const [error, reason] of cases) assert.equal(reasonOf(error), reason, String(error))
  const denied = (error: string) =>
    new oidc.AuthorizationResponseError('no', { cause: new URLSearchParams({ error }) } as never)
  assert.equal(reasonOf(denied('access_denied')), 'denied')
  assert.equal(reasonOf(denied('server_error')), 'answer')
})

test(
  'an address counts as proved only when the provider says so in as many words; the domain of another proves nothing',
  provided(
    async (world) => {
      const { idp, anyone } = world
      const step = async (says: object) => {
        idp.says = { sub: `s-${JSON.stringify(says)}`.slice(0, 60), ...says } as Claims
        const { page, cookie } = await goThere(world)
        const { text } = await anyone.get(page.location!, { cookie })
        return /Make your account/.test(text) ? 'make' : /did not prove/.test(text) ? 'unproved' : 'other'
      }
      const email = 'new@elsewhere.example'
      assert.equal(await step({ email, email_verified: true }), 'make')
      assert.equal(await step({ email, email_verified: 'true' }), 'make', 'as Apple writes it')
      assert.equal(await step({ email, email_verified: 'false' }), 'unproved')
      for (const wrong of [false, 'yes', 1, null])
        assert.equal(await step({ email, email_verified: wrong }), 'unproved', JSON.stringify(wrong))
      assert.equal(await step({ email }), 'unproved', 'nothing said')
      assert.equal(await step({}), 'unproved', 'no address')
      assert.equal(await step({ email: 'no address', email_verified: true }), 'unproved')
      assert.equal(await step({ email: `${'x'.repeat(250)}@x.example`, email_verified: true }), 'unproved')
      assert.equal(await step({ email: 'a@velund.example' }), 'make', 'the owner said that it speaks for them')
      assert.equal(await step({ email: 'b@velund.example', email_verified: false }), 'unproved', 'unless it denies it')
      for (const near of ['a@velund.example.evil.example', 'a@sub.velund.example', 'a@b@velund.example'])
        assert.equal(await step({ email: near }), 'unproved', near)
    },
    { domains: 'velund.example' },
  ),
)

test(
  'a name that is no name does not stop anybody, and what is typed at the end is what stands',
  provided(async (world) => {
    const { ctx, idp, anyone } = world
    for (const [at, name] of ['x'.repeat(121), '   ', '<b>Ada</b>'].entries()) {
      idp.says = { sub: `n${at}`, email: `n${at}@elsewhere.example`, email_verified: true, name }
      const { page, cookie } = await goThere(world)
      const form = await anyone.get(page.location!, { cookie })
      assert.equal(form.status, 200)
      assert.doesNotMatch(form.text, /<b>Ada|x{121}/)
      const wrong = await anyone.post(page.location!, { displayName: ' ' }, { cookie })
      assert.equal(wrong.status, 422)
      assert.match(wrong.text, /Write the name that others will see/)
      assert.equal((await anyone.post(page.location!, { displayName: `Ada ${at}` }, { cookie })).status, 303)
    }
    const names = await ctx.db
      .selectFrom('accounts')
      .select('displayName')
      .where('displayName', 'like', 'Ada %')
      .execute()
    assert.deepEqual(names.map((row) => row.displayName).toSorted(), ['Ada 0', 'Ada 1', 'Ada 2'])
  }),
)

function wayCookie(page: Page): string {
  const line = page.headers.getSetCookie().find((one) => one.startsWith('tango-way='))
  return line!.split(';')[0]!
}

/** A GitHub of our own, whose two answers about somebody can be anything. */
async function openGithub(t: TestContext, ctx: Ctx) {
  const says: { user: unknown; emails: unknown; status: number } = { user: {}, emails: [], status: 200 }
  const server = createServer((request, response) => {
    const isToken = request.url === '/login/oauth/access_token'
    const body = isToken
      ? { access_token: 'token', token_type: 'bearer' }
      : request.url === '/api/v3/user'
        ? says.user
        : says.emails
    request.resume()
    response.writeHead(isToken ? 200 : says.status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  t.after(() => (server.closeAllConnections(), server.close()))
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const jonas = (await getCast(ctx)).as(ctx, 'jonas')
  const typed = { preset: 'github', clientId: 'gh', secret: 'ghs', forOutside: 'on' }
  const vault = await openVault({ dataFolder: '', environment: 'test' })
  const id = await saveProvider(jonas, providerSchema.parse(typed), { vault, plain: true })
  await ctx.db.updateTable('identityProviders').set({ issuer }).where('id', '=', id).execute()
  return { says, id }
}

test('GitHub: without a number nobody is anybody, and only the one primary address counts, if it is proved', (t: TestContext) =>
  inTransaction(async (ctx) => {
    const { says, id } = await openGithub(t, ctx)
    const { anyone } = await openSite(ctx)
    const visit = async (user: unknown, emails: unknown, status = 200) => {
      Object.assign(says, { user, emails, status })
      const away = await anyone.get(`/sign-in/with/${id}?side=outside`)
      const state = new URL(away.location!).searchParams.get('state')!
      const cookie = wayCookie(away)
      const back = await anyone.get(`/sign-in/back/${id}?${new URLSearchParams({ code: 'c', state })}`, { cookie })
      if (back.status !== 303) return back.text
      return (await anyone.get(back.location!, { cookie })).text
    }
    const primary = { email: 'octo@x.example', primary: true, verified: true }
    const unread = /GitHub gave an answer that cannot be read\. Try another way in\./
    for (const user of [{}, { id: 'octo' }, { id: 0 }, { id: -1 }, { id: 1.5 }, [], null])
      assert.match(await visit(user, [primary]), unread, JSON.stringify(user))
    for (const emails of [{}, null, [{}], [{ email: 'x' }], [{ ...primary, verified: 'yes' }]])
      assert.match(await visit({ id: 7 }, emails), unread, JSON.stringify(emails))
    assert.match(await visit({ id: 7 }, [primary], 401), unread)
    const unproved = /GitHub did not prove a mail address of yours\./
    assert.match(await visit({ id: 7, email: 'octo@x.example' }, []), unproved, 'the shown one proves nothing')
    assert.match(await visit({ id: 7 }, [{ ...primary, primary: false }]), unproved)
    assert.match(await visit({ id: 7 }, [{ ...primary, verified: false }]), unproved)
    assert.match(await visit({ id: 7 }, [primary]), /Make your account[\s\S]*octo@x\.example/)
    assert.equal((await ctx.db.selectFrom('identities').select('id').execute()).length, 0)
  })())
