/** How people come in: the first start, joining outside, invitations, codes, and how they leave. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Page } from 'playwright-core'
import { type Journey, axeFindings, noChromium, openJourney, passOthersQuestions, sidewaysScroll } from './browser.ts'

const skip = (await noChromium()) ?? false
const password = 'four words make one'

for (const script of [true, false]) {
  const how = script ? 'with script' : 'without script'

  test(`the owner link leads from an empty house to the first post inside, ${how}`, { skip }, async (t) => {
    const journey = await openJourney(t, 'empty')
    const page = await journey.page('visitor', { script })
    await page.goto('/')
    await page.getByRole('heading', { level: 1, name: 'Tango is not set up yet' }).waitFor()
    await page.goto(journey.ownerLink!)
    await step(page, { Company: 'Velund' }, 'Next: your own way in')
    await page.getByLabel('Your name').waitFor()
    if (!script) {
      await step(page, { 'Your name': 'Helga', 'Work address': 'helga@velund.example', Password: 'short' }, /^Next/)
      await page.getByText('This step needs another look').waitFor()
    }
    await step(page, { 'Your name': 'Helga', 'Work address': 'helga@velund.example', Password: password }, /^Next/)
    await page.getByRole('heading', { level: 1, name: 'Where do people meet?' }).waitFor()
    await step(page, {}, /^Next/)
    await page.getByLabel('Begin empty').waitFor()
    await step(page, {}, 'Open Tango')
    await page.waitForURL(`${journey.address}/inside`)
    await page.getByLabel('Your post').fill('Good morning, everybody.')
    await page.getByRole('button', { name: 'Post inside' }).click()
    await page.getByRole('article').getByText('Good morning, everybody.').waitFor()

    const late = await journey.page('visitor', { script })
    assert.equal((await late.goto(journey.ownerLink!))?.status(), 404, 'the link works once')
    await late.goto('/')
    await late.getByRole('link', { name: /Ask/ }).first().waitFor()
  })

  test(`somebody joins outside by a code and asks, ${how}`, { skip }, async (t) => {
    const journey = await openJourney(t)
    const page = await journey.page('visitor', { script })
    const email = `noor-${script}@people.example`
    await page.goto('/questions/ask')
    await page.getByRole('link', { name: 'Join' }).first().click()
    await page.getByLabel('Name that others see').fill('Noor')
    await page.getByLabel('Mail address').fill(email)
    await page.getByRole('button', { name: 'Send me a code' }).click()
    await page.getByLabel('Code, 8 digits').fill('00000000')
    await page.getByRole('button', { name: 'Make my account' }).click()
    await page.locator('.error').first().waitFor()
    await page.getByLabel('Code, 8 digits').fill(codeIn(await journey.newestMail(email)))
    await page.getByRole('button', { name: 'Make my account' }).click()
    await page.getByRole('heading', { level: 1, name: 'Ask a question' }).waitFor()

    await page.getByLabel('Your question in one line').fill('Brake squeals in the rain')
    await page.getByLabel('Tags').fill('brakes, rain')
    await page.getByLabel('Your question in full').fill('Only the front one.')
    if (script) await pastePicture(page)
    await page.getByRole('button', { name: 'Post publicly' }).click()
    await passOthersQuestions(page)
    await page.getByRole('heading', { level: 1, name: 'Brake squeals in the rain' }).waitFor()
    await page.getByRole('link', { name: 'brakes' }).first().waitFor()
    if (script) await pictureIsSeen(page)

    await page.getByRole('link', { name: 'Change the question' }).click()
    const text = page.getByLabel('Your question in full')
    await text.fill((await text.inputValue()).replace('Only the front one.', 'The front one, and the pads are new.'))
    await page.getByRole('button', { name: /change/i }).click()
    await page.getByRole('heading', { level: 1, name: 'Brake squeals in the rain' }).waitFor()
    await page
      .getByRole('link', { name: /changed/i })
      .first()
      .click()
    await page.getByRole('heading', { level: 1, name: 'How this question changed' }).waitFor()
    await page.locator('del').getByText('Only').first().waitFor()
    await page.locator('ins').getByText('pads').first().waitFor()
  })

  test(`a colleague and a guest come in by invitation, ${how}`, { skip }, async (t) => {
    const journey = await openJourney(t)
    const colleague = `mika-${script}@velund.example`
    await invite(await journey.page('jonas', { script }), { place: /Inside/, name: 'Mika', email: colleague })
    const mika = await accept(journey, colleague, script)
    await mika.waitForURL(`${journey.address}/inside`)
    await mika.getByRole('heading', { level: 1, name: 'Stream' }).waitFor()

    const guest = `olga-${script}@kettenwerk.example`
    const into = { place: /Cell supply room/, name: 'Olga', email: guest, organisation: 'Kettenwerk GmbH' }
    await invite(await journey.page('lena', { script }), into)
    const olga = await accept(journey, guest, script)
    await olga.getByRole('heading', { level: 1, name: 'Cell supply room' }).waitFor()
    assert.equal(await olga.getByRole('link', { name: 'Outside' }).count(), 0, 'a guest sees no doorway')
    assert.equal((await olga.goto('/inside/people'))?.status(), 404)
  })

  test(`on a phone the search and the way in are within reach of every page outside, ${how}`, { skip }, async (t) => {
    const journey = await openJourney(t)
    const page = await journey.page('visitor', { script, width: 360 })
    const bar = page.getByRole('banner')
    for (const path of ['/', '/questions', '/about', '/search?q=x', '/people/99999']) {
      await page.goto(path)
      assert.equal(await sidewaysScroll(page), 0, path)
      for (const name of ['Sign in', 'Join', 'Search, or go to a place']) {
        const box = (await bar.getByRole('link', { name, exact: true }).boundingBox())!
        assert.ok(box.x >= 0 && box.x + box.width <= 360 && box.y < 120, `${name} on ${path}: ${JSON.stringify(box)}`)
        assert.ok(box.width >= 24 && box.height >= 24, `${name} is large enough to be pressed`)
      }
      const name = await bar.locator('.brand .word').evaluate((word) => word.scrollWidth - word.clientWidth)
      assert.ok(name <= 0, `the name of the community is not cut on ${path}`)
    }
    await bar.getByRole('link', { name: 'Search, or go to a place' }).click()
    const box = script
      ? page.getByRole('combobox', { name: 'Go to or do' })
      : page.getByRole('searchbox', { name: 'Find a place' })
    await box.fill('riders')
    if (!script) await box.press('Enter')
    const found = script ? page.getByRole('option', { name: 'Outside Velund Riders' }) : page.locator('main .results a')
    await found.first().click()
    await page.getByRole('heading', { level: 1 }).waitFor()
    await page.waitForURL(/\/(s\/riders)?$/)
    await bar.getByRole('link', { name: 'Join' }).click()
    await page.getByLabel('Name that others see').waitFor()
  })

  test(`a code opens the inside door, and one session ends another, ${how}`, { skip }, async (t) => {
    const journey = await openJourney(t)
    const email = 'tomasz@velund.example'
    const page = await journey.page('visitor', { script })
    await page.goto('/sign-in?next=/inside/people')
    const door = page.getByRole('region', { name: /I work at/ })
    await door.getByLabel('Work address').fill(email)
    await door.getByRole('button', { name: 'Send me a code' }).click()
    await page.getByLabel('Code, 8 digits').waitFor()
    await page.getByLabel('Code, 8 digits').fill(codeIn(await journey.newestMail(email)))
    await page.getByRole('button', { name: 'Sign in' }).click()
    await page.getByRole('heading', { level: 1, name: 'People' }).waitFor()

    const elsewhere = await journey.page('tomasz', { script })
    await elsewhere.goto('/inside')
    await elsewhere.getByRole('heading', { level: 1, name: 'Stream' }).waitFor()
    await page.goto('/settings/sessions')
    await page.getByText('This one').waitFor()
    await page.getByRole('button', { name: 'End the session on journey' }).first().click()
    await page.getByText('Ended. Whoever was there has to sign in again.').waitFor()
    assert.equal((await elsewhere.goto('/inside'))?.status(), 404, 'to strangers there is no inside')
    assert.equal((await page.goto('/inside'))?.status(), 200)
  })
}

test('the first start fits small screens and reads well in light and dark', { skip }, async (t) => {
  const journey = await openJourney(t, 'empty')
  const page = await journey.page('visitor')
  const found: string[] = []
  const look = async (what: string): Promise<void> => {
    for (const [width, colorScheme] of [
      [1280, 'light'],
      [360, 'dark'],
    ] as const) {
      await page.setViewportSize({ width, height: 800 })
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
      if ((await sidewaysScroll(page)) > 0) found.push(`${what} scrolls sideways at ${width}`)
      found.push(...(await axeFindings(page)).map((line) => `${what}: ${line}`))
    }
  }
  await page.goto('/')
  await look('waiting')
  await page.goto(journey.ownerLink!)
  await look('company')
  await step(page, { Company: 'V'.repeat(80) }, /^Next/)
  await page.getByLabel('Your name').waitFor()
  await look('owner')
  await step(
    page,
    { 'Your name': 'H'.repeat(120), 'Work address': 'helga@velund.example', Password: password },
    /^Next/,
  )
  await page.getByRole('heading', { level: 1, name: 'Where do people meet?' }).waitFor()
  await look('spaces')
  await step(page, {}, /^Next/)
  await page.getByLabel('Begin empty').waitFor()
  await look('finish')
  assert.deepEqual(found, [])
})

async function step(page: Page, fields: Record<string, string>, button: string | RegExp): Promise<void> {
  for (const [label, value] of Object.entries(fields)) await page.getByLabel(label, { exact: true }).fill(value)
  await page.getByRole('button', { name: button }).click()
}

function codeIn(mail: string): string {
  const found = /Your code is (\d{4} \d{4})/.exec(mail)
  assert.ok(found, mail)
  return found[1]!
}

interface Invited {
  readonly place: RegExp
  readonly name: string
  readonly email: string
  readonly organisation?: string
}

async function invite(page: Page, { place, name, email, organisation }: Invited): Promise<void> {
  await page.goto('/inside/people/invite')
  const select = page.getByLabel('Where to')
  const label = (await select.locator('option').allInnerTexts()).find((text) => place.test(text))
  await select.selectOption({ label: label! })
  await page.getByLabel('Name', { exact: true }).fill(name)
  await page.getByLabel('Mail address').fill(email)
  if (organisation) await page.getByLabel('Company of a guest').fill(organisation)
  await page.getByRole('button', { name: 'Send the invitation' }).click()
  await page.getByText('The invitation is on its way.').waitFor()
  await page.getByRole('cell', { name: email }).or(page.getByText(email)).first().waitFor()
}

async function accept(journey: Journey, email: string, script: boolean): Promise<Page> {
  const link = /\/invitations\/[\w-]+/.exec(await journey.newestMail(email))![0]
  const page = await journey.page('visitor', { script })
  await page.goto(link)
  await page.getByLabel('A password').fill(password)
  await page.getByRole('button', { name: 'Come in' }).click()
  return page
}

/** Pastes a small picture that the browser itself draws. */
async function pastePicture(page: Page): Promise<void> {
  await page.getByLabel('Your question in full').evaluate(async (textarea) => {
    const canvas = Object.assign(document.createElement('canvas'), { width: 40, height: 20 })
    canvas.getContext('2d')!.fillRect(0, 0, 20, 20)
    const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'))
    const clipboardData = new DataTransfer()
    clipboardData.items.add(new File([blob!], 'front brake.png', { type: 'image/png' }))
    textarea.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }))
  })
  await page.waitForFunction(() => /!\[.*\]\(.*\/files\//.test(document.querySelector('textarea')?.value ?? ''))
}

async function pictureIsSeen(page: Page): Promise<void> {
  const picture = page.getByRole('img', { name: 'front brake' })
  await picture.waitFor()
  await page.waitForFunction(() =>
    [...document.images].some((image) => image.src.includes('/files/') && image.naturalWidth === 40),
  )
}
