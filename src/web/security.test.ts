/** Forms from other sites: which addresses take them, what they can do there, and that there are no more of these. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Page, openSite } from '../../test/browse.ts'
import { castPassword, getCast } from '../../test/cast.ts'
import { inTransaction } from '../../test/database.ts'
import { setPassword } from '../people/accounts/accounts.ts'
import { findViewer, startSession } from '../people/sessions/sessions.ts'

/** As a browser says where a form comes from: another site, one that hides, one that says nothing. */
const strangers: readonly Record<string, string>[] = [
  { origin: 'https://appleid.apple.com' },
  { origin: 'https://evil.example' },
  { origin: 'http://localhost:3001' },
  { origin: 'https://localhost:3000' },
  { origin: 'http://localhost:3000.evil.example' },
  { origin: 'null' },
  { origin: 'not an origin' },
  { origin: '', 'sec-fetch-site': 'cross-site' },
  { origin: '', 'sec-fetch-site': 'same-site' },
]

const cookies = (page: Page) => page.headers.getSetCookie()

test(
  'an answer that a provider posts from its own site becomes a question here, and does nothing by itself',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const { anyone } = await openSite(ctx)
    const { token } = await startSession(ctx, cast.people.ines.id, { provedBy: 'code', device: 'x' })
    const answer = { code: 'a b&c', state: 's', iss: 'https://appleid.apple.com', user: '{"name":"Ada"}', next: '/x' }
    for (const headers of strangers) {
      for (const cookie of [{}, { cookie: `tango=${token}` }] as Record<string, string>[]) {
        const taken = await anyone.post('/sign-in/back', answer, { ...headers, ...cookie })
        assert.equal(taken.status, 303, JSON.stringify(headers))
        const to = new URL(taken.location!, 'http://localhost:3000')
        assert.deepEqual([to.origin, to.pathname], ['http://localhost:3000', '/sign-in/back'])
        const { user: _user, next: _next, ...kept } = answer
        assert.deepEqual(Object.fromEntries(to.searchParams), kept, 'name and whatever else came along is dropped')
        assert.deepEqual(cookies(taken), [])
        const asked = await anyone.get(taken.location!, cookie)
        assert.deepEqual([asked.status, cookies(asked)], [403, []])
        assert.match(asked.text, /began in another browser\. Begin again/)
      }
    }
    assert.ok(await findViewer(ctx, token), 'whoever is signed in stays so')
    assert.equal((await anyone.post('/sign-in/back', {}, strangers[0]!)).location, '/sign-in/back')
    const far = await anyone.post(
      '/sign-in/back',
      { code: '//evil.example', state: '\r\nset-cookie: a=b' },
      strangers[1]!,
    )
    assert.match(far.location!, /^\/sign-in\/back\?code=/)
    assert.deepEqual(cookies(far), [])
    const large = await anyone.post('/sign-in/back', { code: 'x'.repeat(1_100_000) }, strangers[0]!)
    assert.equal(large.status, 413)
  }),
)

test(
  'no other address takes a form from another site: every one that writes, by every way of coming from elsewhere',
  inTransaction(async (ctx) => {
    const { app, as } = await openSite(ctx)
    const writes = app.routes.filter(({ method, path }) => !['GET', 'ALL'].includes(method) && !path.includes('*'))
    const addresses = new Map(
      writes.map(({ method, path }) => [`${method} ${path}`, { method, path: path.replace(/:\w+(\{[^}]*\})?/g, '1') }]),
    )
    assert.ok(addresses.size > 150, `${addresses.size} addresses write`)
    const jonas = as('jonas')
    const open = new Set<string>()
    for (const [name, { method, path }] of addresses) {
      const headers = { accept: 'application/json', origin: 'https://evil.example' }
      const answer = await jonas.request(path, { method, headers, body: new URLSearchParams({ to: 'on' }) })
      const { code } = answer.status === 403 ? ((await answer.json()) as { code?: string }) : {}
      if (code !== 'web.foreign-origin') open.add(name)
    }
    assert.deepEqual([...open].sort(), ['POST /hub', 'POST /notices/stop', 'POST /sign-in/back'])
  }),
)

test(
  'what looks like the address of a provider’s answer and is another one takes nothing from elsewhere',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    await setPassword(ctx, cast.people.ines.id, castPassword)
    const { anyone } = await openSite(ctx)
    const { token } = await startSession(ctx, cast.people.ines.id, { provedBy: 'code', device: 'x' })
    const own = { cookie: `tango=${token}` }
    for (const headers of strangers) {
      for (const path of [
        '/sign-in/back/',
        '/sign-in/back/1',
        '//sign-in/back',
        '/sign-in//back',
        '/SIGN-IN/BACK',
        '/sign-in/back;x',
        '/sign-in/found/1',
        '/sign-in',
        '/sign-in/second',
        '/settings/sign-in/factor/remove',
      ]) {
        const page = await anyone.post(path, { code: 'x', state: 'x' }, { ...headers, ...own })
        assert.equal(page.status, 403, `${path} from ${JSON.stringify(headers)}`)
        assert.match(page.text, /This form was sent from another site\. Open the page here and send it again\./)
      }
    }
    for (const method of ['PUT', 'PATCH', 'DELETE']) {
      const answer = await anyone.request('/sign-in/back', { method, headers: { ...strangers[0], ...own } })
      assert.equal(answer.status, 404, `${method} is nothing there`)
    }
    const door = { realm: 'outside', email: 'ines@people.example', password: castPassword }
    assert.equal((await anyone.post('/sign-in', door, strangers[0])).status, 403, 'nobody is signed in from elsewhere')
    assert.equal((await anyone.post('/sign-in', door)).status, 303)
  }),
)
