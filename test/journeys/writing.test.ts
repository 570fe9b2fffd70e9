/** What only script can do, and what the keyboard alone must do. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Page } from 'playwright-core'
import { startDiscussion, replyTo } from '../../src/content/discussions/discussions.ts'
import { answer, ask } from '../../src/content/questions/questions.ts'
import { agree, call, join, openSwarm, proposeWording, say } from '../../src/customers/swarms/swarms.ts'
import { type Journey, axeFindings, noChromium, openJourney, sidewaysScroll } from './browser.ts'

const skip = (await noChromium()) ?? false
const words = 'It began after the update, always on a climb.'

test('a draft survives a reload and a post that fails, and goes when its writer signs out', { skip }, async (t) => {
  const journey = await openJourney(t)
  const { path } = await askAs(journey, 'ines')
  const page = await journey.page('gustav')
  await page.goto(path)
  const box = page.getByLabel('Your answer')
  await box.pressSequentially(words)
  await page.getByText('Saved', { exact: true }).waitFor()
  await page.reload()
  await page.getByText('Your draft is back').waitFor()
  assert.equal(await box.inputValue(), words)

  await page.context().setOffline(true)
  await page
    .getByRole('button', { name: /Post publicly/ })
    .last()
    .click()
  await page.context().setOffline(false)
  await page.goto(path)
  await page.getByText('Your draft is back').waitFor()
  assert.equal(await box.inputValue(), words)

  await page.getByRole('button', { name: /your account/ }).click()
  await page.getByRole('button', { name: 'Sign out' }).click()
  await page.getByRole('link', { name: 'Sign in' }).waitFor()
  assert.deepEqual(await draftsOn(page), [])
})

test('a draft that was posted does not come back', { skip }, async (t) => {
  const journey = await openJourney(t)
  const { path } = await askAs(journey, 'ines')
  const page = await journey.page('joost')
  await page.goto(path)
  await page.getByLabel('Your answer').pressSequentially(words)
  await page.getByText('Saved', { exact: true }).waitFor()
  await page.keyboard.press('Control+Enter')
  await page.locator('.answer').getByText(words).waitFor()
  await page.reload()
  assert.equal(await page.getByLabel('Your answer').inputValue(), '')
  assert.deepEqual(await draftsOn(page), [])
})

test('the line above a post says who reads it in the room that is chosen', { skip }, async (t) => {
  const journey = await openJourney(t)
  const page = await journey.page('lena')
  await page.goto('/inside/write?space=velund')
  const readers = page.locator('#write-to')
  await readers.getByText('Everyone at Velund').waitFor()
  await page.getByLabel('Your post').fill(words)
  const where = page.getByLabel('Where')
  await where.focus()
  await where.selectOption('cells')
  await readers.getByText('Kettenwerk').waitFor()
  assert.equal(await page.getByLabel('Your post').inputValue(), words)
  assert.equal(await where.evaluate((list) => list === document.activeElement), true, 'the keyboard stays where it was')
  await where.selectOption('battery')
  await readers.getByText('Battery').waitFor()
  await page.getByRole('button', { name: 'Post', exact: true }).click()
  await page.locator('main').getByText(words).waitFor()
})

test('an answer of somebody else is offered, and moves nothing until it is asked for', { skip }, async (t) => {
  const journey = await openJourney(t)
  const { id, path } = await askAs(journey, 'ines')
  const page = await journey.page('ines')
  await openLive(page, path)
  await answer(now(journey, 'gustav'), id, 'Keep it warm.')
  const offer = page.getByRole('button', { name: /is new here|1 new answer/ })
  await offer.waitFor()
  assert.equal(await page.getByText('Keep it warm.').count(), 0)
  await offer.click()
  await page.getByText('Keep it warm.').waitFor()
  await offer.waitFor({ state: 'detached' })
})

test('a message in a swarm appears by itself, but not under the hands of somebody who writes', { skip }, async (t) => {
  const journey = await openJourney(t)
  const { id } = await askAs(journey, 'ines')
  const swarm = await openSwarm(now(journey, 'daniel'), id)
  await call(now(journey, 'daniel'), swarm.id, journey.cast.people.tomasz.id, 'You know the cells.')
  await join(now(journey, 'tomasz'), swarm.id)
  const page = await journey.page('daniel')
  await openLive(page, `/inside/swarms/${swarm.id}`)
  await say(now(journey, 'tomasz'), swarm.id, 'Cells are sound.')
  await page.getByText('Cells are sound.').waitFor()

  const box = page.getByLabel('Message to the swarm')
  await box.pressSequentially('I am just writ')
  await say(now(journey, 'tomasz'), swarm.id, 'Firmware cuts at 3.05 V.')
  const offer = page.getByRole('button', { name: /Something is new here/ })
  await offer.waitFor()
  assert.equal(await box.inputValue(), 'I am just writ')
  await offer.click()
  await page.getByText('Firmware cuts at 3.05 V.').waitFor()
  assert.equal(await box.inputValue(), 'I am just writ', 'a refreshed page leaves the text box alone')
})

test('everything is reached by the keyboard alone', { skip }, async (t) => {
  const journey = await openJourney(t)
  const thread = await startDiscussion(now(journey, 'tomasz'), journey.cast.spaces.velund, { body: 'Who has lot six?' })
  await replyTo(now(journey, 'aiko'), thread.id, 'The lab.')
  const page = await journey.page('daniel')
  await page.goto('/inside')
  await page.keyboard.press('Tab')
  assert.equal(await focused(page), 'Skip to the content')
  await page.keyboard.press('Enter')
  await page.waitForURL(/#main$/)
  await page.keyboard.press('Tab')
  assert.ok(await page.evaluate(() => document.querySelector('main')!.contains(document.activeElement)), 'skipped')

  await page.keyboard.press('/')
  await page.keyboard.type('lot six')
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { level: 1, name: 'Search' }).waitFor()
  await page
    .getByRole('link', { name: /Who has lot six/ })
    .first()
    .waitFor()

  await page.keyboard.press('?')
  const keys = page.getByRole('dialog', { name: 'Keys' })
  await keys.waitFor()
  assert.match(await keys.innerText(), /Next region of the page/)
  assert.doesNotMatch(await keys.innerText(), /Post to the audience shown/, 'nothing is written on this page')
  await page.keyboard.press('Escape')
  await keys.waitFor({ state: 'detached' })

  await page.keyboard.press('g')
  await page.keyboard.press('o')
  await page.waitForURL(`${journey.address}/`)
  await page.keyboard.press('g')
  await page.keyboard.press('i')
  await page.waitForURL(`${journey.address}/inside`)

  await page.goto(`/inside/threads/${thread.id}`)
  await page.getByLabel('Your reply').focus()
  await page.keyboard.type('I ask them, g i and all.')
  await page.keyboard.press('Control+Enter')
  await page.getByRole('article').getByText('I ask them, g i and all.').waitFor()
})

test('the palette leads to places, threads and what the page offers, by the keyboard alone', { skip }, async (t) => {
  const journey = await openJourney(t)
  const thread = await startDiscussion(now(journey, 'tomasz'), journey.cast.spaces.velund, {
    title: 'Lot six',
    body: '?',
  })
  await replyTo(now(journey, 'aiko'), thread.id, 'In the lab.')
  const page = await journey.page('daniel')
  await page.goto('/inside')
  const box = page.getByRole('combobox', { name: 'Go to or do' })
  const go = async (words: string, choice: string): Promise<void> => {
    await page.keyboard.press('Control+k')
    await box.waitFor()
    await page.keyboard.type(words)
    const option = page.getByRole('option', { name: choice })
    await option.waitFor()
    for (let steps = 0; steps < 12 && (await option.getAttribute('aria-selected')) !== 'true'; steps++)
      await page.keyboard.press('ArrowDown')
    assert.deepEqual(await axeFindings(page), [])
    await page.keyboard.press('Enter')
    await box.waitFor({ state: 'detached' })
  }
  await go('every', 'Inside Everyone at Velund')
  await page.waitForURL(/\/inside\/spaces\/velund$/)
  await go('lot six', 'Inside Lot six')
  await page.waitForURL(new RegExp(`/inside/threads/${thread.id}$`))
  await go('repl', 'Reply r')
  assert.equal(await page.evaluate(() => document.activeElement?.id), 'reply')
  await page.keyboard.type('Ctrl K is heard while I write.')
  await go('zebra crossing', 'Search everything for “zebra crossing”')
  await page.waitForURL(/\/search\?q=zebra%20crossing$/)
})

test('n opens the next unread conversation, and x the preview that no key confirms', { skip }, async (t) => {
  const journey = await openJourney(t)
  // What other journeys in this house left for her is read already.
  await journey.ctx.db.updateTable('notices').set({ readAt: new Date() }).execute()
  const { id, path } = await askAs(journey, 'ines')
  await answer(now(journey, 'gustav'), id, 'Keep it warm.')
  await journey.settle()
  const ines = await journey.page('ines')
  await ines.goto('/about')
  await ines.keyboard.press('n')
  await ines.waitForURL((url) => url.pathname === path)
  await ines.getByText('Keep it warm.').waitFor()
  await ines.goto('/about')
  await ines.keyboard.press('?')
  assert.doesNotMatch(await ines.getByRole('dialog').innerText(), /Next unread/, 'she has read them all')

  const swarm = await openSwarm(now(journey, 'mirela'), id)
  const wording = await proposeWording(now(journey, 'mirela'), swarm.id, 'Version 4.2.1 puts it right.')
  await call(now(journey, 'mirela'), swarm.id, journey.cast.people.tomasz.id, 'You know the cells.')
  await agree(now(journey, 'tomasz'), wording)
  const mirela = await journey.page('mirela')
  await mirela.goto(`/inside/swarms/${swarm.id}`)
  await mirela.keyboard.press(']')
  assert.match(await mirela.evaluate(() => document.activeElement?.className ?? ''), /side-in/)
  await mirela.keyboard.press('x')
  await mirela.waitForURL(/\/publish$/)
  await mirela.keyboard.press('x')
  await mirela.waitForTimeout(300)
  assert.match(mirela.url(), /\/publish$/)
  assert.doesNotMatch(await (await journey.page('visitor')).goto(path).then((found) => found!.text()), /puts it right/)
})

test('pages turn round for those who read from the right', { skip }, async (t) => {
  const journey = await openJourney(t)
  const { id, path } = await askAs(journey, 'ines')
  const swarm = await openSwarm(now(journey, 'daniel'), id)
  const page = await journey.page('daniel')
  for (const address of [path, `/inside/swarms/${swarm.id}`, '/inside']) {
    for (const width of [1280, 360]) {
      await page.setViewportSize({ width, height: 800 })
      await page.goto(address)
      // As a language that is written so has it; none is shipped yet.
      await page.locator('html').evaluate((html) => html.setAttribute('dir', 'rtl'))
      assert.equal(await sidewaysScroll(page), 0, `${address} at ${width}`)
    }
    assert.deepEqual(await axeFindings(page), [], address)
  }
})

function now({ ctx, cast }: Journey, who: keyof Journey['cast']['people']) {
  return { ...cast.as(ctx, who), now: new Date() }
}

async function askAs(
  journey: Journey,
  who: 'ines',
): Promise<{ id: Awaited<ReturnType<typeof ask>>['thread']['id']; path: string }> {
  const text = { title: 'Tide 3 switches off', body: 'At 40 %.', tags: ['battery'] }
  const { thread } = await ask(now(journey, who), { space: 'riders', ...text })
  return { id: thread.id, path: `/questions/${thread.id}/${thread.slug}` }
}

/** Opens a page and waits until it hears what changes: what happens before that is not told. */
async function openLive(page: Page, path: string): Promise<void> {
  const listening = page.waitForResponse((response) => response.url().includes('/live?'))
  await page.goto(path)
  await listening
}

function focused(page: Page): Promise<string> {
  return page.evaluate(() => document.activeElement?.textContent?.trim() ?? '')
}

function draftsOn(page: Page): Promise<string[]> {
  return page.evaluate(() => Object.keys(localStorage).filter((key) => key.startsWith('tango-draft:')))
}
