/** The pages of one's own settings: what each face is asked, what is refused and in which words, and whose they are. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Page, openSite } from '../../../test/browse.ts'
import { type PersonName, everybody, getCast } from '../../../test/cast.ts'
import { inTransaction } from '../../../test/database.ts'
import { type Ctx, makeCtx } from '../../platform/context.ts'
import { silentLog } from '../../platform/log.ts'
import { findPerson, getAccount } from '../accounts/accounts.ts'
import { findViewer, listSessions, startSession } from '../sessions/sessions.ts'
import { fieldsSchema, listOwnFields, possibleReaches, setFields } from './fields.ts'

const typed = { displayName: 'Somebody', about: 'Hello', timeZone: 'UTC', locale: 'en' }
const pages = ['/settings', '/settings/sessions', '/settings/password', '/settings/sign-in'] as const

/** What stands in the fields of a form. */
function valueOf(page: Page, name: string): string | undefined {
  const input = [...page.text.matchAll(/<input ([^>]*?)\/?>/g)].find(([, text]) => text!.includes(`name="${name}"`))
  return input && (/ ?value="([^"]*)"/.exec(input[1]!)?.[1] ?? '')
}

test(
  'each face has the settings of its side: its fields, who sees it, and no page that is not for it',
  inTransaction(async (ctx) => {
    const site = await openSite(ctx)
    const cast = await getCast(ctx)
    const seen = {
      inside: /Your face inside\. Colleagues see it/,
      outside: /Your face outside\. Anyone on the web can see your name and picture/,
      bridge: /Your face on the bridge\. Those who share a room with you see it/,
    }
    for (const who of everybody) {
      for (const path of [...pages, '/settings/privacy', '/settings/privacy/as']) {
        const page = await site.as(who).get(path)
        if (who === 'visitor') {
          assert.match(page.location!, /^\/sign-in\?next=%2Fsettings/, path)
          continue
        }
        const hidden = path.startsWith('/settings/privacy') && cast.people[who].realm !== 'outside'
        assert.equal(page.status, hidden ? 404 : 200, `${who} ${path}`)
        if (hidden) continue
        assert.match(page.text, /<meta name="robots" content="noindex/, path)
        assert.equal(page.headers.get('cache-control'), 'private, no-store', path)
        assert.equal(page.text.includes('href="/settings/privacy"'), cast.people[who].realm === 'outside', who)
      }
      if (who === 'visitor') continue
      const { realm, name } = cast.people[who]
      const page = await site.as(who).get('/settings')
      assert.match(page.text, seen[realm], who)
      assert.equal(valueOf(page, 'displayName'), name)
      for (const field of ['organisation', 'place', 'website', 'email', 'phone'])
        assert.equal(valueOf(page, field) !== undefined, realm === 'outside', `${who} ${field}`)
      assert.equal(valueOf(page, 'jobTitle') !== undefined, realm !== 'outside', who)
      const email = `${who}@${realm === 'inside' ? 'velund' : 'people'}.example`
      assert.match(page.text, new RegExp(`You sign in with ${email}\\. Nobody else sees it here`))
    }
  }),
)

test(
  'fields of another side are not taken by adding them to the form: no job title outside, no contact fields inside',
  inTransaction(async (ctx) => {
    const site = await openSite(ctx)
    const cast = await getCast(ctx)
    const more = {
      jobTitle: 'Head of support at Velund',
      organisation: 'Velund',
      place: 'Porto',
      website: 'https://velund.example',
      email: 'boss@velund.example',
      phone: '+351 22 000 00 00',
      offices: 'owner',
      realm: 'inside',
      handle: 'velund',
      id: String(cast.people.jonas.id),
    }
    const before = await getAccount(ctx, cast.people.jonas.id)
    for (const who of ['ines', 'daniel', 'petra'] as const) {
      const { id, realm } = cast.people[who]
      const own = await getAccount(ctx, id)
      assert.equal((await site.as(who).post('/settings', { ...typed, ...more })).location, '/settings?kept', who)
      const after = await getAccount(ctx, id)
      assert.equal(after.displayName, 'Somebody')
      assert.equal(after.jobTitle, realm === 'outside' ? '' : more.jobTitle, who)
      for (const field of ['realm', 'handle', 'email', 'organisation', 'offices'] as const)
        assert.deepEqual(after[field], own[field], `${who} ${field}`)
    }
    assert.doesNotMatch((await site.as('visitor').get(`/people/${cast.people.ines.id}`)).text, /Head of support/)
    assert.deepEqual(await getAccount(ctx, cast.people.jonas.id), before, 'nobody else is changed')
    const told = await listOwnFields(cast.as(ctx, 'ines'))
    assert.equal(told.find(({ field }) => field === 'place')?.value, 'Porto')
    const contact = await ctx.db.selectFrom('profileFields').select('accountId').execute()
    assert.ok(contact.every(({ accountId }) => accountId === cast.people.ines.id))
  }),
)

test(
  'a profile that is refused is refused whole: each field says why, all that was typed stays, nothing is kept',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const ines = (await openSite(ctx)).as('ines')
    await setFields(cast.as(ctx, 'ines'), fieldsSchema.parse({ place: 'Porto' }))
    const before = await getAccount(ctx, cast.people.ines.id)
    const good = { ...typed, organisation: 'Riders', place: 'Braga', website: '', email: '', phone: '' }
    for (const [field, value, words] of [
      ['displayName', '', /Write the name that others will see/],
      ['displayName', 'x'.repeat(121), /Keep the name under 120 characters/],
      ['about', 'x'.repeat(4001), /Keep it under 4,000 characters/],
      ['timeZone', 'Mars/Base', /Choose a time zone from the list/],
      ['locale', 'tlh', /Choose one from the list/],
      ['organisation', 'x'.repeat(121), /Keep it under 120 characters/],
      ['website', 'javascript:alert(1)', /Write the address of a website, such as https:\/\/example\.org/],
      ['website', 'https://localhost', /Write the address of a website/],
      ['email', 'nonsense', /Write a mail address/],
      ['phone', 'call me', /Write a number, such as/],
    ] as const) {
      const wrong = await ines.post('/settings', { ...good, [field]: value })
      assert.equal(wrong.status, 422, field)
      assert.match(wrong.text, words)
      assert.match(wrong.text, /Nothing was kept yet/)
      for (const kept of ['displayName', 'organisation', 'place', 'website', 'email', 'phone'] as const)
        assert.equal(valueOf(wrong, kept), kept === field ? value : good[kept], `${field}: ${kept}`)
      assert.match(wrong.text, field === 'about' ? /x{4001}<\/textarea>/ : /Hello<\/textarea>/)
    }
    assert.deepEqual(await getAccount(ctx, cast.people.ines.id), before)
    const place = (await listOwnFields(cast.as(ctx, 'ines'))).find((one) => one.field === 'place')
    assert.equal(place?.value, 'Porto', 'also not half of it')
  }),
)

test(
  'who sees what takes only the steps that there are, and a refused choice changes none of the others',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const site = await openSite(ctx)
    const reachOf = async () =>
      Object.fromEntries((await listOwnFields(cast.as(ctx, 'ines'))).map(({ field, reach }) => [field, reach]))
    const before = await reachOf()
    for (const wrong of ['6', '-1', '1.5', '', 'all', '1,2']) {
      const page = await site.as('ines').post('/settings/privacy', { place: '0', website: wrong })
      assert.equal(page.status, 422, wrong)
      assert.match(page.text, /Choose one of the steps/)
    }
    for (const field of ['email', 'phone'] as const) {
      for (const reach of [0, 1, 2, 3, 4, 5] as const) {
        const may = possibleReaches(field).includes(reach)
        const page = await site.as('ines').post('/settings/privacy', { [field]: String(reach) })
        assert.equal(page.status, may ? 303 : 422, `${field} ${reach}`)
      }
    }
    await site.as('ines').post('/settings/privacy', { place: '2' })
    const after = await reachOf()
    assert.equal(after['place'], 2)
    for (const field of ['about', 'organisation', 'website', 'connections'])
      assert.equal(after[field], before[field], `${field}: what is not sent stays`)
    for (const who of ['daniel', 'petra'] as const)
      assert.equal((await site.as(who).post('/settings/privacy', { place: '5' })).status, 404, who)
  }),
)

test(
  'the list of sessions says how each began, names no network, and one’s own is ended by nobody else',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const { anyone } = await openSite(ctx)
    const begin = async (who: PersonName, provedBy: Parameters<typeof startSession>[2]['provedBy'], device: string) =>
      (await startSession(ctx, cast.people[who].id, { provedBy, device })).token
    const proofs = {
      password: 'with your password',
      code: 'with a code by mail',
      invitation: 'with an invitation',
      setup: 'at the first start',
      'sign-up': 'when you joined',
      provider: 'with an account elsewhere',
      passkey: 'with a passkey',
    } as const
    const here = await begin('ines', 'code', 'Firefox on Linux')
    const own = { cookie: `tango=${here}` }
    const alone = await anyone.get('/settings/sessions', own)
    assert.doesNotMatch(alone.text, /action="\/settings\/sessions\/end-others"/, 'there are no others to end')
    const second = await begin('ines', 'code', 'Safari on iPhone')
    assert.match((await anyone.get('/settings/sessions', own)).text, /End the other one/)
    for (const provedBy of Object.keys(proofs) as (keyof typeof proofs)[])
      await begin('ines', provedBy, `By ${provedBy}`)
    const page = await anyone.get('/settings/sessions', own)
    assert.match(page.text, /End the 8 others/)
    for (const [provedBy, words] of Object.entries(proofs)) {
      const row = page.text.split('<tr').find((one) => one.includes(`End the session on By ${provedBy}"`))
      assert.ok(row?.includes(words), provedBy)
    }
    assert.doesNotMatch(page.text, /127\.0\.0\.1|\d+\.\d+\.\d+\.\d+/)
    for (const token of [here, second]) assert.ok(!page.text.includes(token))
    const { id } = (await listSessions(cast.as(ctx, 'ines'), here)).find(({ current }) => current)!
    const gustav = { cookie: `tango=${await begin('gustav', 'code', 'x')}` }
    assert.equal((await anyone.post(`/settings/sessions/${id}/end`, {}, gustav)).status, 404)
    for (const wrong of ['0', 'x', '1e3', '9'.repeat(30)])
      assert.equal((await anyone.post(`/settings/sessions/${wrong}/end`, {}, own)).status, 404, wrong)
    await anyone.post('/settings/sessions/end-others', {}, gustav)
    assert.ok(await findViewer(ctx, second), 'others are one’s own others')
    assert.equal((await anyone.post('/settings/sessions/end-others', {}, own)).location, '/settings/sessions?ended')
    assert.equal(await findViewer(ctx, second), undefined)
    assert.match(
      (await anyone.get('/settings/sessions?ended', own)).text,
      /Ended\. Whoever was there has to sign in again/,
    )
    // Ending the one that asks is signing out.
    const out = await anyone.post(`/settings/sessions/${id}/end`, {}, own)
    assert.match((await anyone.get(out.location!, own)).location!, /^\/sign-in\?next=/)
  }),
)

test(
  'what somebody writes about themselves is shown as they see it: in their hours, and with nothing that could run',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const site = await openSite(ctx)
    const name = '<b>Ines</b> & "Co"'
    const about = '# Rides\n\n[go](javascript:alert(1)) <img src=x onerror=alert(1)>'
    const kept = { ...typed, displayName: name, about, timeZone: 'Pacific/Auckland', locale: 'de' }
    assert.equal((await site.as('ines').post('/settings', kept)).status, 303)
    const settings = await site.as('ines').get('/settings?kept')
    assert.match(settings.text, /value="&lt;b>Ines&lt;\/b> &amp; &quot;Co&quot;"/)
    const profile = await site.as('visitor').get(`/people/${cast.people.ines.id}`)
    assert.doesNotMatch(profile.text, /<b>Ines|<img src=x|href="javascript:/)
    const person = await findPerson(cast.as(ctx, 'visitor'), cast.people.ines.id)
    assert.equal(person?.displayName, name)
    const { token } = await startSession(ctx, cast.people.ines.id, { provedBy: 'code', device: 'x' })
    const seen: Ctx = makeCtx({ viewer: { kind: 'visitor' }, db: ctx.db, now: ctx.now, log: silentLog })
    const viewer = await findViewer(seen, token)
    assert.deepEqual([viewer?.timeZone, viewer?.locale, viewer?.name], ['Pacific/Auckland', 'de', name])
  }),
)
