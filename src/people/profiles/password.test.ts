/** Choosing one's own password, through the pages: what is asked before, for whom, and how often. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Browser, type Page, openSite } from '../../../test/browse.ts'
import { type PersonName, castPassword, getCast } from '../../../test/cast.ts'
import { hearEverything, inTransaction } from '../../../test/database.ts'
import { type Ctx, makeCtx } from '../../platform/context.ts'
import { silentLog } from '../../platform/log.ts'
import { checkPassword, setPassword } from '../accounts/accounts.ts'
import { type Proof, findViewer, findWaiting, isFresh, startSession } from '../sessions/sessions.ts'
import { beforePassword, changePassword } from './password.ts'

const path = '/settings/password'
const chosen = 'nine small green bikes'
const minute = 60_000

function later(ctx: Ctx, minutes: number): Ctx {
  const now = new Date(ctx.now.getTime() + minutes * minute)
  return makeCtx({ viewer: ctx.viewer, db: ctx.db, now, log: silentLog })
}

async function begin(ctx: Ctx, who: PersonName, provedBy: Proof): Promise<string> {
  const cast = await getCast(ctx)
  return (await startSession(ctx, cast.people[who].id, { provedBy, device: 'x' })).token
}

function tokenOf(page: Page): string {
  return /^tango=([\w-]{43});/.exec(page.headers.get('set-cookie') ?? '')?.[1] ?? ''
}

const post = (anyone: Browser, token: string, fields: Record<string, string>) =>
  anyone.post(path, fields, { cookie: `tango=${token}` })

const codeOf = (act: Promise<unknown>) =>
  act.then(
    () => 'done',
    (error: { code?: string }) => error.code ?? String(error),
  )

test(
  'a first password is a new way in: a session that is stale is refused, a fresh one sets it',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const { anyone } = await openSite(ctx)
    const stale = await begin(later(ctx, -10), 'ines', 'code')
    const form = await anyone.get(path, { cookie: `tango=${stale}` })
    assert.equal(form.status, 200)
    assert.match(
      form.text,
      /within 10 minutes of signing in.*href="\/sign-in\?next=\/settings\/password">Sign in again/s,
    )
    assert.doesNotMatch(form.text, /name="password"/, 'no form that would be refused')
    const refused = await post(anyone, stale, { password: chosen })
    assert.deepEqual([refused.status, tokenOf(refused)], [403, ''])
    assert.match(refused.text, /Ways in are changed within 10 minutes of signing in\. Sign in again, then change it\./)
    assert.ok(!refused.text.includes(chosen))
    assert.equal(await checkPassword(ctx, 'outside', 'ines@people.example', chosen), undefined)
    assert.ok(await findViewer(ctx, stale), 'and nobody is signed out by it')

    const fresh = await begin(later(ctx, -9), 'ines', 'code')
    const open = await anyone.get(path, { cookie: `tango=${fresh}` })
    assert.match(open.text, /Set a password/)
    assert.doesNotMatch(open.text, /Password until now/)
    const done = await post(anyone, fresh, { password: chosen })
    assert.equal(done.location, `${path}?kept`)
    assert.equal(await checkPassword(ctx, 'outside', 'ines@people.example', chosen), cast.people.ines.id)
    assert.equal((await findViewer(ctx, tokenOf(done)))?.id, cast.people.ines.id)
    for (const token of [stale, fresh]) assert.equal(await findViewer(ctx, token), undefined)
    await hearEverything(ctx)
    const { bodyText } = await ctx.db.selectFrom('mails').select('bodyText').executeTakeFirstOrThrow()
    assert.match(bodyText, /^The password was changed, and all other sessions were ended\./)
  }),
)

test(
  'whichever way somebody came in, what stands before their password is decided by its age and by having one',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    await setPassword(ctx, cast.people.gustav.id, castPassword)
    const byMail: readonly Proof[] = ['code', 'invitation', 'setup', 'sign-up']
    for (const provedBy of [...byMail, 'password', 'provider', 'passkey'] as const) {
      const first = await begin(ctx, 'ines', provedBy)
      const next = await begin(ctx, 'gustav', provedBy)
      for (const age of [0, 9, 10, 59, 60]) {
        const at = later(ctx, age)
        const hint = `${provedBy}, ${age} minutes old`
        assert.equal(await beforePassword(at.as(cast.people.ines), first), age < 10 ? 'nothing' : 'sign-in', hint)
        const knows = byMail.includes(provedBy) && age < 60
        assert.equal(await beforePassword(at.as(cast.people.gustav), next), knows ? 'nothing' : 'current', hint)
      }
    }
    for (const token of [undefined, 'x'.repeat(43), await begin(ctx, 'gustav', 'code')]) {
      assert.equal(
        await beforePassword(cast.as(ctx, 'ines'), token),
        'sign-in',
        'no session, no such session, another’s',
      )
    }
    assert.equal(await codeOf(beforePassword(cast.as(ctx, 'visitor'), undefined)), 'profiles.sign-in-first')
    assert.equal(
      await codeOf(changePassword(cast.as(ctx, 'visitor'), undefined, { password: chosen }, { device: 'x' })),
      'profiles.sign-in-first',
    )
  }),
)

test(
  'who has a password shows it, however fresh the session is, and is told what is wrong beside the field',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    await setPassword(ctx, cast.people.lena.id, castPassword)
    const { anyone } = await openSite(ctx)
    const token = await begin(ctx, 'lena', 'password')
    const own = { cookie: `tango=${token}` }
    assert.match((await anyone.get(path, own)).text, /Password until now.*Change my password/s)
    for (const [fields, words] of [
      [{ password: chosen }, /This is not your password until now/],
      [{ current: '', password: chosen }, /This is not your password until now/],
      [{ current: castPassword.toUpperCase(), password: chosen }, /This is not your password until now/],
      [{ current: castPassword }, /Choose a password/],
      [{ current: castPassword, password: 'short' }, /10 characters or more/],
      [{ current: castPassword, password: 'lena@velund.example' }, /other than your address/],
    ] as const) {
      const wrong = await post(anyone, token, fields)
      assert.deepEqual([wrong.status, tokenOf(wrong)], [422, ''], JSON.stringify(fields))
      assert.match(wrong.text, words)
      assert.match(wrong.text, /The password is as it was/)
      for (const secret of [chosen, castPassword, castPassword.toUpperCase()])
        assert.ok(!wrong.text.includes(secret), 'a password is never sent back')
    }
    assert.ok(await findViewer(ctx, token))
    const old = await begin(later(ctx, -300), 'lena', 'password')
    const done = await post(anyone, old, { current: castPassword, password: chosen })
    assert.equal(done.location, `${path}?kept`, 'an old session is as good as a fresh one for who knows it')
    assert.match(
      (await anyone.get(`${path}?kept`, { cookie: `tango=${tokenOf(done)}` })).text,
      /The new password holds/,
    )
    assert.equal(await checkPassword(ctx, 'inside', 'lena@velund.example', castPassword), undefined)
  }),
)

test(
  'whoever sits at an open session guesses the password ten times in a quarter of an hour, no more',
  inTransaction(
    async (ctx) => {
      const cast = await getCast(ctx)
      for (const who of ['ines', 'gustav'] as const) await setPassword(ctx, cast.people[who].id, castPassword)
      const { anyone } = await openSite(ctx)
      const token = await begin(ctx, 'ines', 'password')
      for (let tries = 0; tries < 10; tries++)
        assert.equal((await post(anyone, token, { current: `guess ${tries}`, password: chosen })).status, 422)
      const late = await post(anyone, token, { current: castPassword, password: chosen })
      assert.equal(late.status, 429)
      assert.match(late.text, /That was too often in a short time\. Try again in 15 minutes\./)
      assert.equal(late.headers.get('retry-after'), '900')
      const another = await begin(ctx, 'ines', 'password')
      assert.equal((await post(anyone, another, { current: castPassword, password: chosen })).status, 429, 'by account')
      const gustav = await begin(ctx, 'gustav', 'password')
      assert.equal((await post(anyone, gustav, { current: castPassword, password: chosen })).status, 303)
      const quarter = later(ctx, 15).as(cast.people.ines)
      const typed = { current: castPassword, password: chosen }
      assert.ok(
        await changePassword(quarter, token, typed, { device: 'x' }),
        'a quarter of an hour later it counts anew',
      )
    },
    { now: new Date('2026-03-02T10:00:00Z') },
  ),
)

test(
  'a new password does not stand for the second factor: the session that goes on owes it',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    await setPassword(ctx, cast.people.ines.id, castPassword)
    const token = await begin(ctx, 'ines', 'password')
    await ctx.db
      .insertInto('secondFactors')
      .values({ accountId: cast.people.ines.id, secret: Buffer.from('x'), confirmedAt: ctx.now })
      .execute()
    const { anyone } = await openSite(ctx)
    const done = await post(anyone, token, { current: castPassword, password: chosen })
    assert.equal(await findViewer(ctx, tokenOf(done)), undefined)
    assert.equal((await findWaiting(ctx, tokenOf(done)))?.accountId, cast.people.ines.id)
    assert.equal(await isFresh(cast.as(ctx, 'ines'), tokenOf(done)), false)
    const led = await anyone.get(done.location!, { cookie: `tango=${tokenOf(done)}` })
    assert.match(led.location!, /^\/sign-in\/second\?next=%2Fsettings%2Fpassword/)
  }),
)

test(
  'each face has a password of its own, and a guest chooses one like everybody',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const { anyone } = await openSite(ctx)
    for (const who of ['petra', 'daniel', 'amina'] as const) {
      const done = await post(anyone, await begin(ctx, who, 'code'), { password: `${chosen} ${who}` })
      assert.equal(done.location, `${path}?kept`, who)
      const { id, realm } = cast.people[who]
      const email = `${who}@${realm === 'inside' ? 'velund' : 'people'}.example`
      assert.equal(await checkPassword(ctx, realm, email, `${chosen} ${who}`), id, who)
      for (const other of ['inside', 'outside', 'bridge'] as const)
        if (other !== realm) assert.equal(await checkPassword(ctx, other, email, `${chosen} ${who}`), undefined, who)
    }
    const visitor = await anyone.post(path, { password: chosen })
    assert.equal(visitor.location, '/sign-in?next=%2Fsettings%2Fpassword')
  }),
)
