/** The first start in the whole application: each step's form, its refusals, and what stands before the house is open. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openSite } from '../../../test/browse.ts'
import { castPassword } from '../../../test/cast.ts'
import { inTransaction } from '../../../test/database.ts'
import { formTo, formsIn, refusal } from '../../../test/forms.ts'
import { faultsOf } from '../../../test/html.ts'
import { checkPassword } from '../../people/accounts/accounts.ts'
import { findSetting } from '../../platform/settings.ts'
import { listSpaces } from '../../realms/spaces/spaces.ts'
import { isSetUp, makeOwnerLink } from './setup.ts'

const owner = { name: 'Jonas Weber', email: 'jonas@velund.example', password: castPassword }
const spaces = { insideTitle: 'Everyone', insideSlug: 'everyone', outsideTitle: 'Riders', outsideSlug: 'riders' }

test(
  'each step names every wrong field, keeps what was typed but never a password, and is not left before it is right',
  inTransaction(
    async (ctx) => {
      const site = (await openSite(ctx)).anyone
      const token = await makeOwnerLink(ctx)
      const at = (step: string) => `/welcome/${step}?token=${token}`
      const wrong: [string, Record<string, string>, string, RegExp][] = [
        ['company', { company: '' }, 'company', /Write the name of your company/],
        ['company', { company: ' \u200b ' }, 'company', /./],
        ['company', { company: 'x'.repeat(81) }, 'company', /under 80 characters/],
        ['owner', { ...owner, name: '' }, 'name', /./],
        ['owner', { ...owner, name: 'x'.repeat(121) }, 'name', /120/],
        ['owner', { ...owner, email: 'jonas' }, 'email', /address/],
        ['owner', { ...owner, email: 'a@b@c.example' }, 'email', /address/],
        ['owner', { ...owner, password: '' }, 'password', /Choose a password/],
        ['owner', { ...owner, password: 'short' }, 'password', /characters/],
        ['owner', { ...owner, password: owner.email }, 'password', /./],
        ['spaces', { ...spaces, insideTitle: '' }, 'insideTitle', /Give the space a name/],
        ['spaces', { ...spaces, outsideTitle: 'x'.repeat(121) }, 'outsideTitle', /under 120/],
        ['spaces', { ...spaces, insideSlug: 'Every One' }, 'insideSlug', /small letters, digits and hyphens/],
        ['spaces', { ...spaces, outsideSlug: '-riders' }, 'outsideSlug', /starting with a letter or digit/],
        ['spaces', { ...spaces, outsideSlug: 'x'.repeat(64) }, 'outsideSlug', /63 at most/],
        ['spaces', { ...spaces, outsideSlug: 'everyone' }, 'outsideSlug', /two addresses/],
      ]
      for (const [step, typed, field, says] of wrong) {
        const answered = await site.post(at(step), typed)
        const { password: _, ...kept } = typed
        const problems = refusal(answered, kept)
        assert.deepEqual(Object.keys(problems), [field], `${step}: ${JSON.stringify(typed)}`)
        assert.match(problems[field]!, says)
        assert.deepEqual(faultsOf(answered.text), [], step)
        assert.ok(
          !typed.password || typed.password === typed.email || !answered.text.includes(`"${typed.password}"`),
          'no password comes back',
        )
      }
      assert.equal(await findSetting(ctx, 'setup-draft'), undefined, 'nothing was kept')
      assert.equal((await site.post(at('finish'), { demo: 'no' })).status, 409)
      assert.equal(await isSetUp(ctx), false)
    },
    { kind: 'empty' },
  ),
)

test(
  'the way through: one goes back and forth and finds what was typed, and what was typed last is what is made',
  inTransaction(
    async (ctx) => {
      const site = (await openSite(ctx)).anyone
      const token = await makeOwnerLink(ctx)
      const at = (step: string) => `/welcome/${step}?token=${token}`
      const fill = async (step: string, typed: Record<string, string>) => {
        const page = await site.get(at(step))
        assert.deepEqual(faultsOf(page.text), [], step)
        assert.match(page.text, /aria-current="step"/)
        const form = formTo(page, at(step))
        assert.deepEqual(
          Object.keys(typed).filter((name) => !(name in form.fields) && !(name in form.offered)),
          [],
        )
        return site.post(form.action, { ...form.fields, ...typed })
      }
      const odd = 'Müller & Söhne <GmbH> "שלום" 🚲'
      assert.equal((await fill('company', { company: `  ${odd}  ` })).location, at('owner'))
      assert.equal((await fill('owner', owner)).location, at('spaces'))
      const proposed = formTo(await site.get(at('spaces')), at('spaces')).fields
      assert.deepEqual(proposed, {
        ...{ insideTitle: `Everyone at ${odd}`, insideSlug: 'everyone' },
        ...{ outsideTitle: `${odd} community`, outsideSlug: 'community' },
      })
      assert.equal((await fill('spaces', spaces)).location, at('finish'))
      assert.equal(formTo(await site.get(at('company')), at('company')).fields.company, odd)
      const again = formTo(await site.get(at('owner')), at('owner')).fields
      assert.deepEqual(again, { name: owner.name, email: owner.email, password: '' })
      await fill('owner', { ...owner, email: 'j.weber@velund.example', password: `${castPassword} two` })
      assert.deepEqual(formTo(await site.get(at('spaces')), at('spaces')).fields, spaces)
      const done = await fill('finish', {})
      assert.deepEqual([done.status, done.location], [303, '/inside'])
      assert.equal(await findSetting(ctx, 'company'), odd)
      assert.equal(await checkPassword(ctx, 'inside', 'jonas@velund.example', castPassword), undefined)
      assert.ok(await checkPassword(ctx, 'inside', 'j.weber@velund.example', `${castPassword} two`))
      assert.deepEqual(
        (await listSpaces(ctx)).map((space) => space.slug),
        ['everyone', 'riders'],
      )
      const cookie = done.headers.get('set-cookie')!.split(';')[0]!
      const home = await site.get('/inside', { cookie })
      assert.equal(home.status, 200)
      assert.ok(home.text.includes('Müller &amp; Söhne &lt;GmbH>'), 'the company stands in the frame, as text')
      for (const step of ['company', 'owner', 'spaces', 'finish'])
        for (const page of [await site.get(at(step)), await site.post(at(step), { company: 'Mallory' })])
          assert.equal(page.status, 404, `${step} is gone`)
      await assert.rejects(makeOwnerLink(ctx), { code: 'setup.done' })
    },
    { kind: 'empty' },
  ),
)

test(
  'before the house is open every address leads to the first start, which tells a stranger nothing and takes no guess',
  inTransaction(
    async (ctx) => {
      const site = (await openSite(ctx)).anyone
      const token = await makeOwnerLink(ctx)
      for (const path of ['/', '/questions', '/inside', '/sign-in', '/people/1', '/search?q=x', '/nowhere']) {
        const page = await site.get(path)
        assert.ok(
          page.location?.startsWith('/welcome') || page.status === 404,
          `${path}: ${page.status} ${page.location}`,
        )
      }
      const waiting = await site.get('/welcome')
      assert.match(waiting.text, /Tango is not set up yet/)
      assert.deepEqual(
        formsIn(waiting).filter((form) => form.action !== '/language'),
        [],
      )
      assert.ok(!waiting.text.includes(token))
      for (const guess of ['', 'x', token.slice(0, -1), `${token}x`, token.toUpperCase(), '\u0000'])
        for (const step of ['company', 'owner', 'spaces', 'finish']) {
          const path = `/welcome/${step}?token=${encodeURIComponent(guess)}`
          assert.equal((await site.get(path)).status, 404, `${step} ${guess}`)
          assert.equal((await site.post(path, { company: 'Mallory', ...owner, ...spaces, demo: 'no' })).status, 404)
        }
      assert.equal(await findSetting(ctx, 'setup-draft'), undefined)
      assert.equal(await isSetUp(ctx), false)
      // Two links may be printed; both go on, and the end of one ends the other.
      const second = await makeOwnerLink(ctx)
      assert.equal((await site.get(`/welcome/company?token=${token}`)).status, 200)
      assert.equal((await site.get(`/welcome/company?token=${second}`)).status, 200)
    },
    { kind: 'empty' },
  ),
)
