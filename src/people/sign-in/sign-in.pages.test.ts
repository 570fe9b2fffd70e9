/** The doors as people meet them: where the links lead, what is kept of what was typed, and what each door says. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Page, openSite } from '../../../test/browse.ts'
import { castPassword, getCast } from '../../../test/cast.ts'
import { inTransaction } from '../../../test/database.ts'
import { newestCode } from '../../../test/sent-mails.ts'
import { setPassword } from '../accounts/accounts.ts'
import { findViewer } from '../sessions/sessions.ts'

function tokenOf(page: Page): string {
  return /^tango=([^;]+);/.exec(page.headers.get('set-cookie') ?? '')?.[1] ?? ''
}

/** The forms of a page: where each goes, its fields with what stands in them, and its buttons. */
function formsOf(page: Page) {
  return [...page.text.matchAll(/<form ([^>]*)>(.*?)<\/form>/gs)].map(([, head, inner]) => ({
    action: /action="([^"]*)"/.exec(head!)?.[1],
    fields: Object.fromEntries(
      [...inner!.matchAll(/<input ([^>]*?)\/?>/g)].map(([, attributes]) => [
        /name="([^"]*)"/.exec(attributes!)?.[1] ?? '',
        /value="([^"]*)"/.exec(attributes!)?.[1],
      ]),
    ),
    inner: inner!,
    buttons: [...inner!.matchAll(/<button[^>]*>(.*?)<\/button>/gs)].map(([, words]) => words!.replace(/<[^>]*>/g, '')),
  }))
}

const formTo = (page: Page, action: string) => {
  const form = formsOf(page).find((one) => one.action === action)
  assert.ok(form, `there is a form to ${action}`)
  return form
}

test(
  'the door says to search engines what it is, in the language of the page',
  inTransaction(async (ctx) => {
    const visitor = (await openSite(ctx)).as('visitor')
    assert.match(
      (await visitor.get('/sign-in')).text,
      /<meta name="description" content="Reading needs no account\. Sign in/,
    )
    const german = await visitor.get('/sign-in', { 'accept-language': 'de' })
    assert.match(german.text, /<meta name="description" content="(?!Reading)[^"]{20,}"/)
  }),
)

test(
  'each door posts to its own side, and carries where the person came from',
  inTransaction(async (ctx) => {
    const { anyone } = await openSite(ctx)
    const page = await anyone.get('/sign-in?next=/questions/12%3Fpage=2')
    const doors = formsOf(page).filter((one) => one.fields.realm !== undefined)
    assert.deepEqual(
      doors.map(({ action, fields, buttons }) => [action, fields.realm, fields.next, buttons]),
      [
        ['/sign-in', 'inside', '/questions/12?page=2', ['Sign in', 'Send me a code']],
        ['/sign-in/code', 'outside', '/questions/12?page=2', ['Send me a code']],
      ],
    )
    // Inside the same address is sent for a code by the second button.
    assert.match(doors[0]!.inner, /formaction="\/sign-in\/code"/)
    assert.match(doors[0]!.inner, /Work address/)
    assert.match(doors[1]!.inner, /Mail address/)
    assert.match(doors[1]!.inner, /placeholder="you@example.org"/)
    assert.doesNotMatch(doors[0]!.inner, /placeholder=/)
    const bridge = await anyone.get('/sign-in?door=bridge')
    assert.deepEqual(
      formsOf(bridge)
        .filter((one) => one.fields.realm)
        .map(({ fields }) => [fields.realm, fields.next]),
      [['bridge', undefined]],
    )
  }),
)

test(
  'from every door the others are one link away, and none of them forgets where the person came from',
  inTransaction(async (ctx) => {
    const { anyone } = await openSite(ctx)
    const links = async (path: string) =>
      [...(await anyone.get(path)).text.matchAll(/href="(\/sign-[^"]*)"/g)].map(([, href]) =>
        href!.replaceAll('&amp;', '&'),
      )
    const next = 'next=%2Fquestions%2F12'
    const doors = await links('/sign-in?next=/questions/12')
    for (const href of [`/sign-in?door=bridge&${next}`, `/sign-up?${next}`, `/sign-in?with=password&${next}`])
      assert.ok(doors.includes(href), `${href} among ${doors.join(' ')}`)
    assert.ok((await links('/sign-in?door=bridge&next=/questions/12')).includes(`/sign-in?${next}`))
    assert.ok((await links('/sign-up?next=/questions/12')).includes(`/sign-in?${next}`))
    // Without a place to go back to, nothing is made up.
    const plain = await links('/sign-in')
    for (const href of ['/sign-in?door=bridge', '/sign-up', '/sign-in?with=password'])
      assert.ok(plain.includes(href), `${href} among ${plain.join(' ')}`)
    assert.ok((await links('/sign-in?door=bridge')).includes('/sign-in'))
  }),
)

test(
  'a wrong password keeps the address at its own door, says so there, and waits for the password',
  inTransaction(async (ctx) => {
    const { anyone } = await openSite(ctx)
    for (const realm of ['inside', 'outside', 'bridge'] as const) {
      const email = `somebody.with.a.long.name.${'x'.repeat(60)}@example.org`
      const refused = await anyone.post('/sign-in', { realm, email, password: 'not it at all', next: '/questions/7' })
      assert.equal(refused.status, 422)
      const forms = formsOf(refused).filter((one) => one.fields.realm !== undefined)
      const door = forms.find((one) => one.fields.realm === realm)!
      assert.equal(door.fields.email, email, realm)
      assert.equal(door.fields.next, '/questions/7', realm)
      assert.equal(door.fields.password, undefined, 'a password is never sent back')
      assert.equal(door.action, '/sign-in', 'the door still takes a password')
      assert.match(door.inner, /do not fit together at this door/)
      assert.match(door.inner, new RegExp(`name="password"[^>]* autofocus [^>]*id="${realm}-password"`))
      for (const other of forms.filter((one) => one !== door)) {
        assert.equal(other.fields.email, undefined, `nothing of ${realm} is typed at another door`)
        assert.doesNotMatch(other.inner, /do not fit together|autofocus/)
      }
    }
  }),
)

test(
  'somebody who types a wrong password inside does not have the other door changed under their hands',
  inTransaction(async (ctx) => {
    const { anyone } = await openSite(ctx)
    const refused = await anyone.post('/sign-in', { realm: 'inside', email: 'a@b.example', password: 'wrong' })
    assert.doesNotMatch(refused.text, /id="outside-password"/)
    const noCode = await anyone.post('/sign-in/code', { realm: 'outside', email: 'nonsense' })
    assert.doesNotMatch(noCode.text, /id="outside-password"/)
    assert.match(noCode.text, /value="nonsense"/)
    assert.doesNotMatch(noCode.text, /autofocus/, 'nothing was said about a password')
    const emptied = await anyone.post('/sign-in', { realm: 'outside', email: 'a@b.example', password: '' })
    assert.match(emptied.text, /Type your password, or have a code sent to you/)
    // A door that does not exist: asked again at the doors there are.
    const strange = await anyone.post('/sign-in', { realm: 'nowhere', email: 'a@b.example', password: 'x' })
    assert.equal(strange.status, 422)
    assert.match(strange.text, /I work at Velund/)
  }),
)

test(
  'the page of a code says what it is for, where another is asked for, and goes back to where it came from',
  inTransaction(async (ctx) => {
    const { anyone } = await openSite(ctx)
    const signingIn = await anyone.post('/sign-in/code', { realm: 'outside', email: 'ines@people.example' })
    const joining = await anyone.post('/sign-up', {
      displayName: 'Noor',
      email: 'noor@people.example',
      next: '/questions/ask?space=riders',
    })
    const [enter, join] = [await anyone.get(signingIn.location!), await anyone.get(joining.location!)]
    assert.match(enter.text, /If the address has an account at this door, a code is on its way/)
    assert.match(enter.text, /<a href="\/sign-in">Ask for another code<\/a>/)
    assert.match(join.text, /It shows that the address is yours/)
    assert.match(join.text, /<a href="\/sign-up">Ask for another code<\/a>/)
    const form = formTo(enter, signingIn.location!)
    assert.deepEqual(form.buttons, ['Sign in'])
    assert.ok(!('next' in form.fields), 'nowhere to go back to, nothing carried')
    const joined = formTo(join, joining.location!.split('?')[0]!)
    assert.deepEqual(joined.buttons, ['Make my account'])
    assert.equal(joined.fields.next, '/questions/ask?space=riders')
    // A wrong code keeps the way back, and the page stays the same page.
    const wrong = await anyone.post(joined.action!, { code: '1', next: '/questions/ask?space=riders' })
    assert.equal(wrong.status, 422)
    assert.match(wrong.text, /This is not the code that we sent/)
    assert.equal(formTo(wrong, joined.action!).fields.next, '/questions/ask?space=riders')
    const empty = await anyone.post(joined.action!, { code: '' })
    assert.equal(empty.status, 422)
    assert.match(empty.text, /Type the code from the mail/)
  }),
)

test(
  'a form filled in by hand with the fields of the page leads through: from the door to the code to the thread',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const { anyone } = await openSite(ctx)
    const door = formsOf(await anyone.get('/sign-in?next=/questions/12')).find((one) => one.fields.realm === 'outside')!
    const filled = (fields: Record<string, string | undefined>, more: Record<string, string>) => ({
      ...Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)),
      ...more,
    })
    const asked = await anyone.post(door.action!, filled(door.fields, { email: 'ines@people.example' }) as never)
    const form = formsOf(await anyone.get(asked.location!)).find((one) => 'code' in one.fields)!
    const code = await newestCode(ctx, 'ines@people.example')
    const entered = await anyone.post(form.action!, filled(form.fields, { code }) as never)
    assert.equal(entered.location, '/questions/12')
    assert.equal((await findViewer(ctx, tokenOf(entered)))?.id, cast.people.ines.id)
  }),
)

test(
  'joining keeps the name and the address, says what is wrong beside each, and how others will see them',
  inTransaction(async (ctx) => {
    const { anyone } = await openSite(ctx)
    const page = await anyone.get('/sign-up?next=/questions/9')
    assert.equal(page.status, 200)
    assert.match(page.text, /Who works at Velund joins by an invitation/)
    assert.match(page.text, /What others see/)
    assert.equal(formTo(page, '/sign-up').fields.next, '/questions/9')
    const long = `${'Łucja van der '.repeat(10)}Berg`
    const wrong = await anyone.post('/sign-up', { displayName: long, email: 'no address', next: '/questions/9' })
    assert.equal(wrong.status, 422)
    const form = formTo(wrong, '/sign-up')
    assert.equal(form.fields.displayName, long)
    assert.equal(form.fields.email, 'no address')
    assert.equal(form.fields.next, '/questions/9')
    assert.match(wrong.text, /Keep the name under 120 characters/)
    assert.match(wrong.text, /Write a mail address, such as name@example\.org/)
    const nameless = await anyone.post('/sign-up', { displayName: ' \u200b ', email: 'a@b.example' })
    assert.match(nameless.text, /Write the name that others will see/)
    assert.doesNotMatch(nameless.text, /name="next"/)
    // Nobody was made a member by a form that was refused.
    assert.equal((await ctx.db.selectFrom('emailCodes').select('id').execute()).length, 0)
  }),
)

test(
  'a door stands on its side: inside left, outside right, and a guest has a door of their own',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const { anyone } = await openSite(ctx)
    const codePage = async (realm: string, email: string) =>
      (await anyone.get((await anyone.post('/sign-in/code', { realm, email })).location!)).text
    const order = (text: string) => [text.indexOf('id="door"'), text.indexOf('door-seam'), text.indexOf('No mail?')]
    const isSorted = (places: number[]) =>
      places.every((place, at) => place >= 0 && (at === 0 || place > places[at - 1]!))
    const [inside, outside, bridge] = [
      await codePage('inside', 'lena@velund.example'),
      await codePage('outside', 'ines@people.example'),
      await codePage('bridge', 'petra@people.example'),
    ]
    assert.ok(isSorted(order(inside)), 'the door left, the words right')
    assert.ok(isSorted(order(outside).toReversed()), 'the words left, the door right')
    assert.ok(isSorted(order(bridge)))
    assert.match(bridge, /data-realm="bridge" aria-labelledby="door"/)
    assert.match(bridge, />Bridge<|Bridge<\/span>/)
    const guests = (await anyone.get('/sign-in?door=bridge')).text
    assert.match(guests, /With the address that your invitation was sent to/)
    assert.match(guests, /A room between two houses/)
    await setPassword(ctx, cast.people.petra.id, castPassword)
    const entered = await anyone.post('/sign-in', {
      realm: 'bridge',
      email: 'petra@people.example',
      password: castPassword,
    })
    assert.equal(entered.location, '/inside/spaces/cells')
  }),
)

test(
  'every page of the doors is kept out of search engines, and none knows who asks',
  inTransaction(async (ctx) => {
    const { anyone, as } = await openSite(ctx)
    const asked = await anyone.post('/sign-in/code', { realm: 'outside', email: 'ines@people.example' })
    for (const path of ['/sign-in', '/sign-in?door=bridge', '/sign-up', asked.location!]) {
      const page = await anyone.get(path)
      assert.equal(page.status, 200, path)
      assert.match(page.text, /<meta name="robots" content="noindex/, path)
      assert.doesNotMatch(page.text, /ines@people\.example/, path)
      assert.equal((await as('lena').get(path)).status, 200, path)
    }
    for (const ticket of ['x', '1', '1.', '.x', '0.x', `${'9'.repeat(30)}.x`, '1.2.3', '%00', 'abc.def'])
      assert.equal((await anyone.get(`/sign-in/code/${ticket}`)).status, 404, ticket)
  }),
)

test(
  'signing out of nothing, and with a token that is nobody’s, leads to the first page as well',
  inTransaction(async (ctx) => {
    const { anyone } = await openSite(ctx)
    for (const headers of [{}, { cookie: `tango=${'z'.repeat(43)}` }, { cookie: 'tango=short' }] as Record<
      string,
      string
    >[]) {
      const out = await anyone.post('/sign-out', {}, headers)
      assert.equal(out.location, '/')
      assert.match(out.headers.get('set-cookie') ?? '', /^tango=; .*Max-Age=0/)
    }
  }),
)
