import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Page, openSite } from '../../../test/browse.ts'
import { castPassword, getCast } from '../../../test/cast.ts'
import { inTransaction } from '../../../test/database.ts'
import { mailsTo, newestCode } from '../../../test/sent-mails.ts'
import { type Ctx, makeCtx } from '../../platform/context.ts'
import { silentLog } from '../../platform/log.ts'
import { setPassword } from '../accounts/accounts.ts'
import { findViewer } from '../sessions/sessions.ts'
import { forgetOldCodes } from './sign-in.listeners.ts'
import { askForCode, enterWithCode, signInWithPassword, signUp } from './sign-in.ts'

const minute = 60_000
const arrival = { device: 'Firefox on Linux' }
const from = { network: 'a', arrival }

function later(ctx: Ctx, milliseconds: number): Ctx {
  return makeCtx({ viewer: ctx.viewer, db: ctx.db, now: new Date(ctx.now.getTime() + milliseconds), log: silentLog })
}

function tokenOf(page: Page): string {
  return /^tango=([^;]+);/.exec(page.headers.get('set-cookie') ?? '')?.[1] ?? ''
}

/** What a page says, without what differs from page to page by chance. */
function sameWords(page: Page): string {
  return page.text.replace(/nonce="[^"]*"|content="[A-Za-z0-9+/=]{24}"|\d+\.[A-Za-z0-9_-]{43}/g, '')
}

test(
  'a member signs in with a password and lands where they came from',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    await setPassword(ctx, cast.people.ines.id, castPassword)
    const { anyone } = await openSite(ctx)
    const door = { realm: 'outside', email: 'ines@people.example', password: castPassword }
    const page = await anyone.post('/sign-in', { ...door, next: '/questions/12?page=2' })
    assert.equal(page.status, 303)
    assert.equal(page.location, '/questions/12?page=2')
    assert.match(page.headers.get('set-cookie') ?? '', /HttpOnly; SameSite=Lax; Max-Age=5184000$/)
    assert.equal((await findViewer(ctx, tokenOf(page)))?.name, 'Ines Carvalho')
    const out = await anyone.post('/sign-out', {}, { cookie: `tango=${tokenOf(page)}` })
    assert.equal(out.location, '/')
    assert.match(out.headers.get('set-cookie') ?? '', /^tango=; .*Max-Age=0/)
    assert.equal(await findViewer(ctx, tokenOf(page)), undefined)
  }),
)

test(
  'a return path never leads to another site, and not inside for a member',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    for (const who of ['ines', 'lena', 'petra'] as const) await setPassword(ctx, cast.people[who].id, castPassword)
    const { anyone } = await openSite(ctx)
    const landing = async (realm: string, email: string, next: string) =>
      (await anyone.post('/sign-in', { realm, email, password: castPassword, next })).location
    const foreign = [
      '//evil.example',
      '/\\evil.example',
      'https://evil.example',
      '/%0d%0aset-cookie:x',
      'javascript:1',
      '/\t/evil.example',
    ]
    for (const next of foreign) {
      const location = (await landing('outside', 'ines@people.example', next)) ?? ''
      assert.equal(new URL(location, 'http://localhost:3000').host, 'localhost:3000', next)
      assert.doesNotMatch(location, /[\r\n]/)
    }
    assert.equal(await landing('outside', 'ines@people.example', '/inside/measures'), '/')
    assert.equal(await landing('inside', 'lena@velund.example', '/inside/measures'), '/inside/measures')
    assert.equal(await landing('inside', 'lena@velund.example', '/sign-in'), '/inside')
    assert.equal(await landing('bridge', 'petra@people.example', ''), '/inside/spaces/cells')
  }),
)

test(
  'a code by mail opens the door once, only in the browser that asked for it',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const { anyone } = await openSite(ctx)
    const asked = await anyone.post('/sign-in/code', {
      realm: 'inside',
      email: ' Lena@Velund.example',
      next: '/inside/people',
    })
    assert.equal(asked.status, 303)
    const path = asked.location ?? ''
    assert.match(path, /^\/sign-in\/code\/\d+\.[A-Za-z0-9_-]{43}\?next=%2Finside%2Fpeople$/)
    const form = await anyone.get(path)
    assert.equal(form.status, 200)
    assert.match(form.text, /autocomplete="one-time-code"/)
    const code = await newestCode(ctx, 'lena@velund.example')
    const [ticketPath] = path.split('?')
    const otherBrowser = ticketPath!.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A'))
    assert.equal((await anyone.post(otherBrowser, { code })).status, 404)
    const entered = await anyone.post(ticketPath!, { code, next: '/inside/people' })
    assert.equal(entered.location, '/inside/people')
    assert.equal((await findViewer(ctx, tokenOf(entered)))?.id, cast.people.lena.id)
    const again = await anyone.post(ticketPath!, { code })
    assert.equal(again.status, 422)
    assert.match(again.text, /no longer valid/)
    assert.equal(again.headers.get('set-cookie'), null)
  }),
)

test(
  'a code is over after ten minutes, and after five wrong tries even the right one is',
  inTransaction(async (ctx) => {
    const ticket = await askForCode(ctx, { realm: 'outside', email: 'ines@people.example' }, 'a')
    const code = await newestCode(ctx, 'ines@people.example')
    await assert.rejects(enterWithCode(later(ctx, 10 * minute), { ticket, code }, from), { code: 'sign-in.code-over' })
    const wrong = code === '0000 0000' ? '11111111' : '00000000'
    for (let tries = 0; tries < 4; tries++) {
      await assert.rejects(enterWithCode(ctx, { ticket, code: wrong }, from), { code: 'sign-in.wrong-code' })
    }
    const second = await askForCode(ctx, { realm: 'outside', email: 'ines@people.example' }, 'a')
    await assert.rejects(enterWithCode(ctx, { ticket, code: wrong }, from), { code: 'sign-in.wrong-code' })
    await assert.rejects(enterWithCode(ctx, { ticket, code }, from), { code: 'sign-in.code-over' })
    const newest = await newestCode(ctx, 'ines@people.example')
    const entered = await enterWithCode(later(ctx, 9 * minute), { ticket: second, code: newest.replace(' ', '') }, from)
    assert.equal((await findViewer(ctx, entered.token))?.name, 'Ines Carvalho')
  }),
)

test(
  'whether an address has an account shows neither in the answer of a password nor in that of a code',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    await setPassword(ctx, cast.people.ines.id, castPassword)
    await setPassword(ctx, cast.people.lena.id, castPassword)
    const { anyone } = await openSite(ctx)
    for (const [realm, known] of [
      ['outside', 'ines@people.example'],
      ['inside', 'lena@velund.example'],
    ] as const) {
      const unknown = known.replace(/^..../, 'nobo')
      const wrong = [known, unknown].map((email) =>
        anyone.post('/sign-in', { realm, email, password: 'not the password' }),
      )
      const [one, two] = await Promise.all(wrong)
      assert.equal(one!.status, 422)
      assert.equal(two!.status, 422)
      assert.equal(sameWords(one!).replaceAll(known, unknown), sameWords(two!))
      const [first, second] = [
        await anyone.post('/sign-in/code', { realm, email: known }),
        await anyone.post('/sign-in/code', { realm, email: unknown }),
      ]
      assert.equal(first.status, second.status)
      // The numbers count on, so one may have a digit more than the other.
      for (const page of [first, second]) assert.match(page.location!, /^\/sign-in\/code\/\d+\.[A-Za-z0-9_-]{43}$/)
      const pages = [await anyone.get(first.location!), await anyone.get(second.location!)]
      assert.equal(sameWords(pages[0]!), sameWords(pages[1]!))
      const tries = [first, second].map((page) => anyone.post(page.location!, { code: '12345678' }))
      const [three, four] = await Promise.all(tries)
      assert.equal(three!.status, 422)
      assert.equal(sameWords(three!), sameWords(four!))
    }
  }),
)

test(
  'only the owner of an address is told that it has no account, and inside and on the bridge nobody is',
  inTransaction(async (ctx) => {
    for (const realm of ['inside', 'outside', 'bridge'] as const) {
      await askForCode(ctx, { realm, email: `stranger@${realm}.example` }, 'a')
    }
    assert.deepEqual(await mailsTo(ctx, 'stranger@inside.example'), [])
    assert.deepEqual(await mailsTo(ctx, 'stranger@bridge.example'), [])
    const [told] = await mailsTo(ctx, 'stranger@outside.example')
    assert.match(told!, /There is no account with it/)
    // The other side's account is not spoken of either.
    await askForCode(ctx, { realm: 'inside', email: 'ines@people.example' }, 'a')
    assert.deepEqual(await mailsTo(ctx, 'ines@people.example'), [])
  }),
)

test(
  'somebody joins outside with a name and an address; the account is made when the code comes back',
  inTransaction(async (ctx) => {
    const { anyone } = await openSite(ctx)
    const person = { displayName: 'Noor Haddad', email: 'noor@people.example', password: castPassword }
    const asked = await anyone.post('/sign-up', { ...person, next: '/questions/ask' })
    assert.equal(asked.status, 303)
    const count = async () =>
      (await ctx.db.selectFrom('accounts').select('id').where('email', '=', person.email).execute()).length
    assert.equal(await count(), 0)
    const code = await newestCode(ctx, person.email)
    const [path] = asked.location!.split('?')
    const entered = await anyone.post(path!, { code, next: '/questions/ask' })
    assert.equal(entered.location, '/questions/ask')
    const viewer = await findViewer(ctx, tokenOf(entered))
    assert.deepEqual([viewer?.name, viewer?.realm, viewer?.offices], ['Noor Haddad', 'outside', []])
    const door = { realm: 'outside', email: person.email, password: castPassword } as const
    assert.equal((await signInWithPassword(ctx, door, from)).realm, 'outside')
    const rows = await ctx.db.selectFrom('emailCodes').selectAll().execute()
    assert.doesNotMatch(JSON.stringify(rows), new RegExp(castPassword))
  }),
)

test(
  'joining with an address that is a member already looks the same and signs in to that account unchanged',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    await setPassword(ctx, cast.people.ines.id, castPassword)
    const { anyone } = await openSite(ctx)
    const asked = []
    for (const email of ['ines@people.example', 'nobo@people.example']) {
      asked.push(
        await anyone.post('/sign-up', { displayName: 'Somebody Else', email, password: 'another long password' }),
      )
    }
    assert.equal(asked[0]!.status, asked[1]!.status)
    const pages = [await anyone.get(asked[0]!.location!), await anyone.get(asked[1]!.location!)]
    assert.equal(sameWords(pages[0]!), sameWords(pages[1]!))
    const code = await newestCode(ctx, 'ines@people.example')
    assert.match((await mailsTo(ctx, 'ines@people.example')).at(-1)!, /You already have an account/)
    const entered = await anyone.post(asked[0]!.location!, { code })
    assert.equal((await findViewer(ctx, tokenOf(entered)))?.name, 'Ines Carvalho')
    const door = { realm: 'outside', email: 'ines@people.example' } as const
    await assert.rejects(signInWithPassword(ctx, { ...door, password: 'another long password' }, from), {
      code: 'sign-in.does-not-fit',
    })
    assert.ok(await signInWithPassword(ctx, { ...door, password: castPassword }, from))
  }),
)

test(
  'what is missing or wrong is said beside the field, and nothing typed but the password is lost',
  inTransaction(async (ctx) => {
    const { anyone } = await openSite(ctx)
    const short = await anyone.post('/sign-up', {
      displayName: 'Noor',
      email: 'noor@people.example',
      password: 'short',
    })
    assert.equal(short.status, 422)
    assert.match(short.text, /Use 10 characters or more/)
    assert.match(short.text, /value="noor@people.example"/)
    assert.doesNotMatch(short.text, /value="short"/)
    const noAddress = await anyone.post('/sign-in/code', { realm: 'outside', email: 'nonsense' })
    assert.equal(noAddress.status, 422)
    assert.match(noAddress.text, /id="outside-email-error"/)
    assert.equal((await anyone.get('/sign-in/code/1.x')).status, 404)
  }),
)

test(
  'guessing is stopped: by account, by network and at codes, for known and unknown addresses alike',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    await setPassword(ctx, cast.people.ines.id, castPassword)
    const guess = (email: string, password: string, network: string) =>
      signInWithPassword(ctx, { realm: 'outside', email, password }, { network, arrival }).then(
        () => 'in',
        (error) => error.code,
      )
    for (const email of ['ines@people.example', 'nobody@people.example']) {
      for (let tries = 0; tries < 10; tries++)
        assert.equal(await guess(email, 'wrong', `n${tries}`), 'sign-in.does-not-fit')
      assert.equal(await guess(email, castPassword, 'n11'), 'too-many-tries')
    }
    const codes = (email: string, network: string) =>
      askForCode(ctx, { realm: 'outside', email }, network).then(
        () => 'sent',
        (error) => error.code,
      )
    for (const email of ['gustav@people.example', 'stranger@people.example']) {
      for (let tries = 0; tries < 5; tries++) assert.equal(await codes(email, `n${tries}`), 'sent')
      assert.equal(await codes(email, 'n9'), 'too-many-tries')
    }
    for (let tries = 0; tries < 30; tries++) assert.equal(await codes(`s${tries}@people.example`, 'one'), 'sent')
    assert.equal(await codes('s31@people.example', 'one'), 'too-many-tries')
    const join = (number: number) =>
      signUp(ctx, { displayName: 'N', email: `j${number}@people.example` }, 'two').then(
        () => 'sent',
        (error) => error.code,
      )
    for (let tries = 0; tries < 20; tries++) assert.equal(await join(tries), 'sent')
    assert.equal(await join(21), 'too-many-tries')
    const { anyone } = await openSite(ctx)
    const page = await anyone.post('/sign-in', {
      realm: 'outside',
      email: 'ines@people.example',
      password: castPassword,
    })
    assert.equal(page.status, 429)
    assert.ok(Number(page.headers.get('retry-after')) > 0)
  }),
)

test(
  'one face is signed in at a time: the other door is another account, even with one address and password',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const address = { email: 'lena@velund.example', emailProvedAt: ctx.now }
    const face = await ctx.db
      .insertInto('accounts')
      .values({ realm: 'outside', handle: 'lena', displayName: 'Lena B', ...address })
      .returning('id')
      .executeTakeFirstOrThrow()
    await setPassword(ctx, cast.people.lena.id, castPassword)
    const door = { email: 'lena@velund.example', password: castPassword }
    await assert.rejects(signInWithPassword(ctx, { ...door, realm: 'outside' }, from), { code: 'sign-in.does-not-fit' })
    await setPassword(ctx, face.id, castPassword)
    const inside = await signInWithPassword(ctx, { ...door, realm: 'inside' }, from)
    const outside = await signInWithPassword(
      ctx,
      { ...door, realm: 'outside' },
      { network: 'a', arrival: { ...arrival, replaces: inside.token } },
    )
    assert.equal(await findViewer(ctx, inside.token), undefined)
    const { anyone } = await openSite(ctx)
    const settings = await anyone.get('/settings', { cookie: `tango=${outside.token}` })
    assert.match(settings.text, /Lena B/)
    assert.doesNotMatch(settings.text, /Lena Brandt|Product, Tide/)
  }),
)

test(
  'the two doors and the bridge stand on the sign-in page, and work without script',
  inTransaction(async (ctx) => {
    const { anyone } = await openSite(ctx)
    const page = await anyone.get('/sign-in?next=/questions/12')
    assert.equal(page.status, 200)
    for (const words of ['I work at Velund', 'I use what Velund makes', 'Open the bridge', 'Send me a code'])
      assert.match(page.text, new RegExp(words))
    assert.match(page.text, /name="next" value="\/questions\/12"/)
    assert.match((await anyone.get('/sign-in?door=bridge')).text, /I am a guest of Velund/)
    assert.match((await anyone.get('/sign-in?with=password')).text, /id="outside-password"/)
    assert.doesNotMatch((await anyone.get('/sign-in?next=//evil.example')).text, /evil/)
    const ids = [...page.text.matchAll(/ id="([^"]+)"/g)].map((match) => match[1])
    assert.equal(new Set(ids).size, ids.length)
  }),
)

test(
  'codes are forgotten a day after they were asked for',
  inTransaction(async (ctx) => {
    await askForCode(ctx, { realm: 'outside', email: 'ines@people.example' }, 'a')
    const count = async () => (await ctx.db.selectFrom('emailCodes').select('id').execute()).length
    await forgetOldCodes.work(later(ctx, 23 * 60 * minute), {} as never)
    assert.equal(await count(), 1)
    await forgetOldCodes.work(later(ctx, 25 * 60 * minute), {} as never)
    assert.equal(await count(), 0)
  }),
)
