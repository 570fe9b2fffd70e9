/** By whatever way somebody comes in, they land where they came from, and never on another site. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Secret, TOTP } from 'otpauth'
import { makeDevice } from '../../../test/authenticator.ts'
import { type Browser, type Page, openSite } from '../../../test/browse.ts'
import { castPassword, getCast } from '../../../test/cast.ts'
import { inTransaction } from '../../../test/database.ts'
import { newestCode } from '../../../test/sent-mails.ts'
import { ada, goAway, pathOf, provided } from '../../../test/openid-site.ts'
import type { Ctx } from '../../platform/context.ts'
import { setPassword } from '../accounts/accounts.ts'
import { addPasskey, askNewPasskey, type askPasskey } from '../passkeys/passkeys.ts'
import { confirmFactor, draftFactor } from '../second-factor/second-factor.ts'
import { openVault } from '../vault.ts'

const origin = 'http://localhost:3000'
const rpId = 'localhost'
const email = 'ines@people.example'
const kept = ['/questions/12-tide?page=2', '/search?q=cold%20start', '/ideas']
const hostile = [
  'https://evil.example/',
  '//evil.example',
  '/\\evil.example',
  '/..//evil.example',
  'javascript:alert(1)',
  '/\t/evil.example',
  '/questions\r\nset-cookie: tango=x',
  'evil.example',
  '@evil.example',
  '/sign-in?next=//evil.example',
  '/inside/people',
]
const home = '/'

/** Where somebody who came with `next` has to land. */
const landing = (next: string) => (kept.includes(next) ? next : home)

/** Each next, tried with one way in; no page on the way and no cookie carries another site. */
async function tryEach(enter: (next: string) => Promise<Page>): Promise<void> {
  for (const next of [...kept, ...hostile]) {
    const page = await enter(next)
    assert.equal(page.location, landing(next), JSON.stringify(next))
    assert.doesNotMatch(page.headers.getSetCookie().join('; '), /evil\.example|tango=x(;|$)/, next)
  }
}

async function noLimits(ctx: Ctx): Promise<void> {
  await ctx.db.deleteFrom('rateLimits').execute()
}

/** The hidden way back of the forms on a page. */
const carried = (text: string) => [...text.matchAll(/name="next" value="([^"]*)"/g)].map((one) => one[1])

/** The address on which a door stands, with a way back. */
const doorWith = (next: string) => `/sign-in?${new URLSearchParams({ next })}`

test(
  'every form of the doors carries the way back, and none that leads to another site',
  inTransaction(async (ctx) => {
    const { anyone } = await openSite(ctx)
    for (const next of [...kept, ...hostile])
      for (const path of [
        doorWith(next),
        doorWith(next).replace('sign-in', 'sign-up'),
        `${doorWith(next)}&with=password`,
      ]) {
        const { text } = await anyone.get(path)
        assert.doesNotMatch(text, /(?:href|action|value)="(?:https?:)?[/\\]*evil\.example/, path)
        if (kept.includes(next)) assert.ok(carried(text).every((one) => one === next) && carried(text).length > 0, path)
      }
  }),
)

test(
  'by password',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    await setPassword(ctx, cast.people.ines.id, castPassword)
    const { anyone } = await openSite(ctx)
    await tryEach(async (next) => {
      await noLimits(ctx)
      return anyone.post('/sign-in', { realm: 'outside', email, password: castPassword, next })
    })
  }),
)

test(
  'by a code, through the page on which it is typed, and by joining',
  inTransaction(async (ctx) => {
    const { anyone } = await openSite(ctx)
    const withCode = async (address: string, asked: Page, next: string): Promise<Page> => {
      const code = await newestCode(ctx, address)
      const typed = await anyone.get(asked.location!)
      assert.doesNotMatch(asked.location!, /next=(?!%2F(?!%2F|%5C))/, next)
      const [way = ''] = carried(typed.text)
      return anyone.post(asked.location!.split('?')[0]!, { code, next: way })
    }
    await tryEach(async (next) => {
      await noLimits(ctx)
      return withCode(email, await anyone.post('/sign-in/code', { realm: 'outside', email, next }), next)
    })
    for (const [n, next] of ['/ideas', '//evil.example'].entries()) {
      await noLimits(ctx)
      const person = { displayName: 'Noor', email: `noor${n}@people.example`, next }
      const page = await withCode(person.email, await anyone.post('/sign-up', person), next)
      assert.equal(page.location, landing(next))
    }
  }),
)

test(
  'by passkey, and by a second factor after a password',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const ines = cast.as(ctx, 'ines')
    const { anyone } = await openSite(ctx)
    const device = makeDevice()
    const { options, ticket } = await askNewPasskey(ines, origin)
    const answer = device.make({ challenge: options.challenge, origin, rpId })
    await addPasskey(ines, { ticket, name: 'Phone', answer }, origin)
    let counter = 1
    await tryEach(async (next) => {
      await noLimits(ctx)
      const asked = await anyone.request('/sign-in/passkey/ask', { method: 'POST', headers: { origin } })
      const ask = (await asked.json()) as Awaited<ReturnType<typeof askPasskey>>
      const used = { challenge: ask.options.challenge, origin, rpId, verified: true, counter: ++counter }
      return anyone.post('/sign-in/passkey', { ticket: ask.ticket, answer: device.use(used, options.user.id), next })
    })

    await setPassword(ctx, cast.people.ines.id, castPassword)
    const vault = await openVault({ dataFolder: '', environment: 'test' })
    const { key } = await draftFactor(ctx, cast.people.ines.id, vault)
    const shown = (time: number) => new TOTP({ secret: Secret.fromBase32(key) }).generate({ timestamp: time })
    const codes = [...(await confirmFactor(ctx, cast.people.ines.id, shown(ctx.now.getTime()), vault))]
    const second = async (anybody: Browser, next: string) => {
      await noLimits(ctx)
      const half = await anybody.post('/sign-in', { realm: 'outside', email, password: castPassword, next })
      assert.match(half.location!, /^\/sign-in\/second(\?next=%2F[^%/\\]|\?next=%2F$|$)/, next)
      const own = { cookie: half.headers.getSetCookie().join().split(';')[0]! }
      const [way = ''] = carried((await anybody.get(half.location!, own)).text)
      // Somebody turns the field round on the way, too.
      return anybody.post('/sign-in/second', { code: codes.pop()!, next: kept.includes(next) ? way : next }, own)
    }
    for (const next of ['/questions/12-tide?page=2', '//evil.example', '/inside/people'])
      assert.equal((await second(anyone, next)).location, landing(next))
    const half = await anyone.post('/sign-in', { realm: 'outside', email, password: castPassword })
    const own = { cookie: half.headers.getSetCookie().join().split(';')[0]! }
    assert.equal(
      (await anyone.get('/search?q=cold', own)).location,
      `/sign-in/second?next=${encodeURIComponent('/search?q=cold')}`,
    )
  }),
)

test(
  'by an account elsewhere: new, and known again',
  provided(async (world) => {
    world.idp.says = ada
    for (const [n, next] of [
      '/questions/12-tide?page=2',
      '//evil.example',
      'https://evil.example/',
      '/inside',
    ].entries()) {
      const away = await goAway(world, 'outside', `&${new URLSearchParams({ next })}`)
      const { url } = await world.idp.visit(away.address)
      const cookie = { cookie: away.cookie }
      const back = await world.anyone.get(pathOf(url), cookie)
      const page =
        n > 0 ? back : await world.anyone.post(back.location!, { displayName: 'Ada', next: '//evil.example' }, cookie)
      assert.equal(page.location, landing(next), next)
    }
  }),
)

test(
  'the frame of a page leads to the doors and back with what was asked for',
  inTransaction(async (ctx) => {
    const { anyone } = await openSite(ctx)
    const { text } = await anyone.get('/search?q=cold%20start&type=question')
    const back = encodeURIComponent('/search?q=cold%20start&type=question')
    assert.ok(text.includes(`href="/sign-in?next=${back}"`))
  }),
)
