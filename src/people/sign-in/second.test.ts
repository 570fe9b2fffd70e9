/** The second step of signing in, through the pages, by every first step. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Secret, TOTP } from 'otpauth'
import { type Browser, type Page, openSite } from '../../../test/browse.ts'
import { castPassword, getCast } from '../../../test/cast.ts'
import { hearEverything, inTransaction } from '../../../test/database.ts'
import { type Ctx, makeCtx } from '../../platform/context.ts'
import type { AccountId } from '../../platform/ids.ts'
import { silentLog } from '../../platform/log.ts'
import { setPassword } from '../accounts/accounts.ts'
import { invite } from '../invitations/invitations.ts'
import { confirmFactor, draftFactor, setRequirement } from '../second-factor/second-factor.ts'
import { completeSession, findViewer, findWaiting, isFresh, listSessions, startSession } from '../sessions/sessions.ts'
import { openVault } from '../vault.ts'

const vault = await openVault({ dataFolder: '', environment: 'test' })

function shown(key: string, time: number): string {
  return new TOTP({ secret: Secret.fromBase32(key) }).generate({ timestamp: time })
}

/** A second factor whose app is one step ahead, so that its next code is still unused. */
async function setUp(ctx: Ctx, id: AccountId) {
  const { key } = await draftFactor(ctx, id, vault)
  const codes = await confirmFactor(ctx, id, shown(key, ctx.now.getTime() - 30_000), vault)
  return { codes, code: shown(key, ctx.now.getTime()) }
}

function tokenOf(page: Page): string {
  return /tango=([\w-]{43});/.exec(page.headers.getSetCookie().join('; '))?.[1] ?? ''
}

async function byPassword(anyone: Browser, realm: string, email: string, next = ''): Promise<Page> {
  return anyone.post('/sign-in', { realm, email, password: castPassword, ...(next ? { next } : {}) })
}

test(
  'a password alone opens nothing: until the code comes the session is nobody’s, then it has another token',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    await setPassword(ctx, cast.people.ines.id, castPassword)
    const { code, codes } = await setUp(ctx, cast.people.ines.id)
    const { anyone } = await openSite(ctx)
    const half = await byPassword(anyone, 'outside', 'ines@people.example', '/questions/ask')
    assert.equal(half.location, '/sign-in/second?next=%2Fquestions%2Fask')
    const token = tokenOf(half)
    const own = { cookie: `tango=${token}` }
    assert.equal(await findViewer(ctx, token), undefined)
    for (const path of ['/', '/questions', '/settings', '/notices', '/inside'])
      assert.equal((await anyone.get(path, own)).location, `/sign-in/second?next=${encodeURIComponent(path)}`, path)
    assert.notEqual((await anyone.post('/settings/password', { password: 'a new long password' }, own)).status, 200)
    const form = await anyone.get(half.location!, own)
    assert.match(form.text, /Code, or a recovery code/)
    assert.equal((await anyone.get('/sign-in/second')).status, 404, 'nothing waits for anybody else')
    const wrong = await anyone.post('/sign-in/second', { code: 'abc' }, own)
    assert.deepEqual([wrong.status, tokenOf(wrong)], [422, ''])
    const whole = await anyone.post('/sign-in/second', { code, next: '/questions/ask' }, own)
    assert.equal(whole.location, '/questions/ask')
    assert.equal((await findViewer(ctx, tokenOf(whole)))?.name, 'Ines Carvalho')
    assert.notEqual(tokenOf(whole), token)
    assert.equal(await findViewer(ctx, token), undefined, 'the half is dead')
    assert.equal((await anyone.post('/sign-in/second', { code: codes[0]! }, own)).status, 404)
  }),
)

test(
  'a code by mail, an invitation and a new password do not go around the second factor',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const { anyone } = await openSite(ctx)
    for (const who of ['ines', 'petra'] as const) await setUp(ctx, cast.people[who].id)
    const asked = await anyone.post('/sign-in/code', { realm: 'outside', email: 'ines@people.example' })
    await hearEverything(ctx)
    const mailed = async (to: string, pattern: RegExp) => {
      const rows = await ctx.db
        .selectFrom('mails')
        .select('bodyText')
        .where('toAddress', '=', to)
        .orderBy('id')
        .execute()
      return rows.map(({ bodyText }) => pattern.exec(bodyText)?.[1]).findLast((found) => found !== undefined)!
    }
    const code = await mailed('ines@people.example', /Your code is (\d{4} \d{4})/)
    const byCode = await anyone.post(asked.location!, { code })
    assert.equal(byCode.location, '/sign-in/second?next=%2F')
    assert.equal(await findViewer(ctx, tokenOf(byCode)), undefined)

    const guest = { email: 'petra@people.example', displayName: 'Petra', organisation: 'Kettenwerk GmbH' }
    await invite(cast.as(ctx, 'lena'), { place: String(cast.spaces.cells.id), ...guest }, 'http://localhost:3000')
    const link = await mailed('petra@people.example', /localhost:3000(\/invitations\/\S+)/)
    const invited = await anyone.post(link, {})
    assert.equal(await findViewer(ctx, tokenOf(invited)), undefined)
    const led = await anyone.get(invited.location!, { cookie: `tango=${tokenOf(invited)}` })
    assert.match(led.location!, /^\/sign-in\/second/)

    const { token } = await startSession(ctx, cast.people.ines.id, { provedBy: 'password', device: 'x' })
    assert.ok(await findWaiting(ctx, token))
  }),
)

test(
  'a session waits a quarter of an hour, is in no list while it waits, and is fresh for ten minutes once it is whole',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const { id } = cast.people.ines
    await setUp(ctx, id)
    const later = (minutes: number) =>
      makeCtx({
        viewer: cast.people.ines,
        db: ctx.db,
        now: new Date(ctx.now.getTime() + minutes * 60_000),
        log: silentLog,
      })
    const begin = async () => (await startSession(ctx, id, { provedBy: 'code', device: 'x' })).token
    const token = await begin()
    assert.deepEqual(await listSessions(later(0)), [])
    assert.equal(await isFresh(later(0), token), false)
    await assert.rejects(completeSession(later(15), token), { code: 'sessions.not-waiting' })
    const whole = await completeSession(later(14), token)
    assert.equal((await listSessions(later(14))).length, 1)
    assert.equal(await isFresh(later(23), whole), true)
    assert.equal(await isFresh(later(24), whole), false)
    assert.ok(await findViewer(later(14 + 29 * 1440), whole), 'and lasts as long as any other')
    await assert.rejects(completeSession(later(14), token), { code: 'sessions.not-waiting' })
  }),
)

test(
  'when the company asks for it, whoever it asks sets it up at the next sign-in and cannot go on without',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    for (const who of ['jonas', 'sara', 'daniel', 'ines', 'petra'] as const)
      await setPassword(ctx, cast.people[who].id, castPassword)
    const { token: before } = await startSession(ctx, cast.people.sara.id, { provedBy: 'password', device: 'x' })
    const { anyone } = await openSite(ctx)
    const asked = async (realm: string, email: string) =>
      (await byPassword(anyone, realm, email)).location!.startsWith('/sign-in/second')
    const everyone = async () => ({
      jonas: await asked('inside', 'jonas@velund.example'),
      sara: await asked('inside', 'sara@velund.example'),
      daniel: await asked('inside', 'daniel@velund.example'),
      ines: await asked('outside', 'ines@people.example'),
      petra: await asked('bridge', 'petra@people.example'),
    })
    const nobody = { jonas: false, sara: false, daniel: false, ines: false, petra: false }
    assert.deepEqual(await everyone(), nobody)
    await setRequirement(cast.as(ctx, 'jonas'), 'stewards')
    assert.deepEqual(await everyone(), { ...nobody, jonas: true, sara: true })
    await setRequirement(cast.as(ctx, 'jonas'), 'staff')
    assert.deepEqual(await everyone(), { ...nobody, jonas: true, sara: true, daniel: true })
    assert.ok(await findViewer(ctx, before), 'whoever is in stays in until the next sign-in')

    const half = await byPassword(anyone, 'inside', 'daniel@velund.example')
    const own = { cookie: `tango=${tokenOf(half)}` }
    const page = await anyone.get(half.location!, own)
    assert.match(page.text, /Your company asks everyone in your place for one/)
    assert.match(page.text, /<svg[^>]*aria-label="The key as a QR code"/)
    const key = /<code>([A-Z2-7 ]{39})<\/code>/.exec(page.text)![1]!.replaceAll(' ', '')
    const wrong = await anyone.post('/sign-in/second', { code: 'abc', next: '/inside/people' }, own)
    assert.match(wrong.text, new RegExp(key.slice(0, 4)), 'the same key is shown again')
    const done = await anyone.post(
      '/sign-in/second',
      { code: shown(key, ctx.now.getTime()), next: '/inside/people' },
      own,
    )
    assert.equal(done.status, 200)
    assert.match(done.text, /Keep your recovery codes[\s\S]*href="\/inside\/people"/)
    assert.equal([...done.text.matchAll(/<code>[\w-]{14}<\/code>/g)].length, 10)
    assert.equal((await findViewer(ctx, tokenOf(done)))?.id, cast.people.daniel.id)
    const next = await byPassword(anyone, 'inside', 'daniel@velund.example')
    assert.match(
      (await anyone.get(next.location!, { cookie: `tango=${tokenOf(next)}` })).text,
      /Code, or a recovery code/,
    )
  }),
)

test(
  'the link of the mail that announces a reset keeps the second factor with one press',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    await setUp(ctx, cast.people.ines.id)
    const site = await openSite(ctx)
    const asked = await site.as('sara').post('/inside/settings/sign-in/resets', { person: '/people/0', reason: '' })
    assert.equal(asked.status, 422)
    const fields = { person: `/people/${cast.people.ines.id}-ines`, reason: 'Called her at home' }
    assert.equal((await site.as('sara').post('/inside/settings/sign-in/resets', fields)).status, 303)
    assert.match(
      (await site.as('sara').get('/inside/settings/sign-in/resets')).text,
      /Ines Carvalho[\s\S]*Called her at home/,
    )
    const { bodyText } = await ctx.db
      .selectFrom('mails')
      .select('bodyText')
      .orderBy('id', 'desc')
      .executeTakeFirstOrThrow()
    const path = /localhost:3000(\/sign-in\/reset\/\S+)/.exec(bodyText)![1]!
    assert.match((await site.anyone.get(path)).text, /Keep my second factor/)
    assert.equal((await site.anyone.post(path)).location, '/sign-in')
    assert.equal((await site.anyone.get(path)).status, 404)
  }),
)
