/** The pages of members in a real browser: sound at 360 and 1280 pixels, in light and dark, and usable without script. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { axeFindings, noChromium, openJourney, sidewaysScroll } from '../../../test/journeys/browser.ts'
import { ask as askQuestion } from '../../content/questions/questions.ts'
import { updateProfile } from '../accounts/accounts.ts'
import { fieldsSchema, setFields, setReaches } from '../profiles/fields.ts'
import { accept, ask, setFollowing, setHidden } from './connections.ts'

const skip = (await noChromium()) ?? false
const shots = process.env.TANGO_SHOTS

test('the pages of members are sound, narrow and wide, light and dark', { skip, timeout: 120_000 }, async (t) => {
  const journey = await openJourney(t)
  const { ctx, cast } = journey
  const { ines, gustav, joost, amina } = cast.people
  const as = (who: 'ines' | 'gustav' | 'joost' | 'amina') => cast.as({ ...ctx, now: new Date() }, who)
  await ask(as('ines'), gustav.id)
  await accept(as('gustav'), ines.id)
  await ask(as('gustav'), joost.id)
  await accept(as('joost'), gustav.id)
  await ask(as('ines'), joost.id)
  await accept(as('joost'), ines.id)
  await setHidden(as('ines'), joost.id, true)
  await ask(as('amina'), ines.id)
  await setFollowing(as('ines'), amina.id, true)
  await updateProfile(as('gustav'), gustav.id, { displayName: 'Gustav Ek', about: 'Rides a *Porter* in all weathers.' })
  await setFields(
    as('gustav'),
    fieldsSchema.parse({
      organisation: 'Cykelköket',
      place: 'Göteborg',
      website: 'cykelkoket.example',
      email: 'gustav@cykelkoket.example',
    }),
  )
  await setReaches(as('gustav'), { connections: 5 })
  const text = {
    space: 'riders',
    title: 'Who comes along on Sunday?',
    body: 'From the ferry at nine.',
    tags: ['rides'],
  }
  const { thread } = await askQuestion(as('ines'), { ...text, reach: 2 })
  const paths = {
    profile: `/people/${gustav.id}-gustav`,
    asked: `/people/${amina.id}-amina`,
    connections: '/connections',
    asks: '/connections?show=asks',
    settings: '/settings',
    privacy: '/settings/privacy',
    'view-as': '/settings/privacy/as?who=1',
    'view-as-name': '/settings/privacy/as?who=1&name=g',
    ask: '/questions/ask',
    'ask-narrow': '/questions/ask?reach=2',
    question: `/questions/${thread.id}/${thread.slug}`,
    reach: `/questions/${thread.id}/-/reach`,
    questions: '/questions',
  }
  const found: string[] = []
  const page = await journey.page('ines')
  page.on('pageerror', (error) => found.push(`script: ${error.message}`))
  for (const [name, path] of Object.entries(paths)) {
    const response = await page.goto(path)
    if (response?.status() !== 200) found.push(`${path}: ${response?.status()}`)
    for (const width of [1280, 360]) {
      await page.setViewportSize({ width, height: 900 })
      await page.emulateMedia({ colorScheme: width === 360 ? 'dark' : 'light', reducedMotion: 'reduce' })
      const sideways = await sidewaysScroll(page)
      if (sideways > 0) found.push(`${path}: ${sideways} sideways at ${width}`)
      found.push(...(await axeFindings(page)).map((line) => `${path} at ${width}: ${line}`))
      if (shots) await page.screenshot({ path: `${shots}/${name}-${width}.png`, fullPage: true })
    }
  }
  assert.deepEqual(found, [])
})

test('without script a member connects, hides, and chooses who sees what', { skip, timeout: 60_000 }, async (t) => {
  const { page: open, cast } = await openJourney(t)
  const { gustav, amina } = cast.people
  const page = await open('gustav', { script: false })
  await page.goto(`/people/${amina.id}-amina`)
  await page.getByRole('button', { name: 'Connect: Amina Haddad' }).click()
  await page.getByText('There is no answer yet').waitFor()
  const other = await open('amina', { script: false })
  await other.goto('/connections?show=asks')
  await other.getByRole('button', { name: 'Accept: Gustav Ek' }).click()
  await other.goto('/connections')
  await other.getByRole('button', { name: 'Keep to myself: Gustav Ek' }).click()
  await other.getByText('kept to yourself').waitFor()
  await other.goto('/settings/privacy')
  await other.locator('input[name=place][value="2"]').check()
  await other.getByRole('button', { name: 'Keep who sees what' }).click()
  await other.getByText('In force at the next page anyone opens').waitFor()
  assert.equal(await other.locator('input[name=place][value="2"]').isChecked(), true)
  await page.goto(`/people/${amina.id}-amina`)
  await page.getByText('They keep it to themselves').waitFor()
  assert.ok(gustav.id)
})
