import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openSite } from '../../../test/browse.ts'
import { castPassword, everybody, getCast } from '../../../test/cast.ts'
import { inTransaction } from '../../../test/database.ts'
import { checkPassword, createUnclaimed, setPassword, updateProfile } from '../accounts/accounts.ts'
import { findViewer, startSession } from '../sessions/sessions.ts'

test(
  'a profile says on which side it stands, in mark and word, and shows safe Markdown',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const about = 'Rides **daily**. <script>alert(1)</script>'
    await updateProfile(cast.as(ctx, 'ines'), cast.people.ines.id, { displayName: 'Ines Carvalho', about })
    const site = await openSite(ctx)
    const page = await site.as('visitor').get(`/people/${cast.people.ines.id}-ines`)
    assert.equal(page.status, 200)
    assert.match(page.text, /class="realm-chip" data-realm="outside".*Outside/)
    assert.match(page.text, /Rides <strong>daily<\/strong>/)
    assert.doesNotMatch(page.text, /<script>alert/)
    assert.match(page.text, /name="robots" content="noindex"/)
    assert.doesNotMatch(page.text, /ines@people\.example/)
    const employee = await site.as('daniel').get(`/people/${cast.people.mirela.id}`)
    assert.match(employee.text, /Rider care, Velund/)
    assert.match(employee.text, /Official voice/)
    assert.match((await site.as('lena').get(`/people/${cast.people.petra.id}`)).text, /Key accounts, Kettenwerk GmbH/)
  }),
)

test(
  'a profile that the viewer may not know of is a page that does not exist',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const site = await openSite(ctx)
    for (const who of everybody) {
      const employee = who !== 'visitor' && cast.people[who].realm === 'inside'
      const page = await site.as(who).get(`/people/${cast.people.aiko.id}-aiko`)
      assert.equal(page.status, employee ? 200 : 404, who)
      const nobody = await site.as(who).get('/people/999999-aiko')
      assert.equal(nobody.status, 404)
      if (!employee) assert.doesNotMatch(page.text, /Tanaka/)
    }
    for (const path of ['/people/x', '/people/0', '/people/12x', '/people/99999999999999999999']) {
      assert.equal((await site.as('jonas').get(path)).status, 404, path)
    }
  }),
)

test(
  'somebody brought along by an import is shown as such',
  inTransaction(async (ctx) => {
    const createdAt = new Date('2012-02-03T00:00:00Z')
    const [id] = await createUnclaimed(ctx, [{ displayName: 'gimmick', about: 'Builds *languages*.', createdAt }])
    const page = await (await openSite(ctx)).as('visitor').get(`/people/${id}-gimmick`)
    assert.match(page.text, /not claimed yet/)
    assert.match(page.text, /3 February 2012/)
    assert.match(page.text, /<em>languages<\/em>/)
  }),
)

test(
  'the directory is for employees: one side at a time, by the beginning of a name',
  inTransaction(async (ctx) => {
    const site = await openSite(ctx)
    const names = (text: string) =>
      [...text.matchAll(/href="\/people\/\d+-[^"]*"[^>]*>([^<]+)</g)].map((match) => match[1])
    const colleagues = names((await site.as('daniel').get('/inside/people')).text)
    assert.deepEqual(colleagues, [
      'Aiko Tanaka',
      'Daniel Okafor',
      'Jonas Weber',
      'Lena Brandt',
      'Mirela Popescu',
      'Sara Lindqvist',
      'Tomasz Wrona',
    ])
    assert.deepEqual(names((await site.as('daniel').get('/inside/people?realm=outside&name=ha')).text), [
      'Amina Haddad',
    ])
    assert.deepEqual(names((await site.as('daniel').get('/inside/people?realm=bridge')).text), ['Petra Kovač'])
    assert.match((await site.as('daniel').get('/inside/people?name=zzz')).text, /Nobody with such a name/)
    for (const who of ['visitor', 'ines', 'petra'] as const) {
      assert.equal((await site.as(who).get('/inside/people')).status, 404, who)
    }
  }),
)

test(
  'settings change the own profile, and ask visitors to sign in first',
  inTransaction(async (ctx) => {
    const site = await openSite(ctx)
    const typed = { displayName: 'Ines C.', about: 'Hello', timeZone: 'Europe/Lisbon', locale: 'pt' }
    assert.equal((await site.as('ines').post('/settings', typed)).location, '/settings?kept')
    const page = await site.as('ines').get('/settings?kept')
    assert.match(page.text, /value="Ines C\."/)
    assert.match(page.text, /Your profile is kept/)
    assert.match(
      page.text,
      /<option[^>]*value="Europe\/Lisbon"[^>]* selected|<option[^>]*selected[^>]*value="Europe\/Lisbon"/,
    )
    const wrong = await site.as('ines').post('/settings', { ...typed, displayName: ' ', timeZone: 'Mars/Base' })
    assert.equal(wrong.status, 422)
    assert.match(wrong.text, /Write the name that others will see/)
    assert.match(wrong.text, /Choose a time zone from the list/)
    for (const path of ['/settings', '/settings/sessions', '/settings/password']) {
      const visitor = await site.as('visitor').get(path)
      assert.equal(visitor.location, `/sign-in?next=${encodeURIComponent(path)}`)
      assert.equal((await site.as('petra').get(path)).status, 200, path)
    }
    assert.equal((await site.as('visitor').post('/settings', typed)).location, '/sign-in?next=%2Fsettings')
  }),
)

test(
  'sessions are listed with this one marked, and ended one by one or all others at once',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const here = await startSession(ctx, cast.people.ines.id, { provedBy: 'password', device: 'Firefox on Linux' })
    const tokens = []
    for (const device of ['Safari on iPhone', 'Chrome on Windows', 'Edge on Windows']) {
      tokens.push((await startSession(ctx, cast.people.ines.id, { provedBy: 'code', device })).token)
    }
    const { anyone } = await openSite(ctx)
    const cookie = { cookie: `tango=${here.token}` }
    const page = await anyone.get('/settings/sessions', cookie)
    assert.equal(page.text.match(/This one/g)?.length, 1)
    const path = /action="(\/settings\/sessions\/\d+\/end)"[^>]*>(?:(?!<\/form>).)*Safari on iPhone/.exec(
      page.text,
    )?.[1]
    assert.equal((await anyone.post(path!, {}, cookie)).location, '/settings/sessions?ended')
    assert.equal(await findViewer(ctx, tokens[0]!), undefined)
    assert.ok(await findViewer(ctx, tokens[1]!))
    const other = await startSession(ctx, cast.people.gustav.id, { provedBy: 'password', device: '' })
    const chrome = /action="(\/settings\/sessions\/\d+\/end)"[^>]*>(?:(?!<\/form>).)*Chrome on Windows/.exec(
      page.text,
    )?.[1]
    assert.equal((await anyone.post(chrome!, {}, { cookie: `tango=${other.token}` })).status, 404)
    await anyone.post('/settings/sessions/end-others', {}, cookie)
    assert.ok(await findViewer(ctx, here.token))
    for (const token of tokens) assert.equal(await findViewer(ctx, token), undefined)
  }),
)

test(
  'a password is changed with the old one, or within an hour of a code, and ends every other session',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    await setPassword(ctx, cast.people.ines.id, castPassword)
    const here = await startSession(ctx, cast.people.ines.id, { provedBy: 'password', device: 'Firefox on Linux' })
    const there = await startSession(ctx, cast.people.ines.id, { provedBy: 'password', device: 'Safari on iPhone' })
    const { anyone } = await openSite(ctx)
    const cookie = { cookie: `tango=${here.token}` }
    const next = 'nine small green bikes'
    const wrong = await anyone.post('/settings/password', { current: 'something else', password: next }, cookie)
    assert.equal(wrong.status, 422)
    assert.match(wrong.text, /This is not your password until now/)
    assert.doesNotMatch(wrong.text, new RegExp(next))
    const done = await anyone.post('/settings/password', { current: castPassword, password: next }, cookie)
    assert.equal(done.location, '/settings/password?kept')
    for (const { token } of [here, there]) assert.equal(await findViewer(ctx, token), undefined)
    const fresh = /^tango=([^;]+)/.exec(done.headers.get('set-cookie') ?? '')![1]!
    assert.equal((await findViewer(ctx, fresh))?.id, cast.people.ines.id)
    assert.equal(await checkPassword(ctx, 'outside', 'ines@people.example', next), cast.people.ines.id)
    const byCode = await startSession(ctx, cast.people.ines.id, { provedBy: 'code', device: '' })
    const codeCookie = { cookie: `tango=${byCode.token}` }
    assert.doesNotMatch((await anyone.get('/settings/password', codeCookie)).text, /Password until now/)
    const forgotten = await anyone.post('/settings/password', { password: castPassword }, codeCookie)
    assert.equal(forgotten.location, '/settings/password?kept')
    assert.equal(await checkPassword(ctx, 'outside', 'ines@people.example', castPassword), cast.people.ines.id)
  }),
)
