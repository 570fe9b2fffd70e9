/** Comfort of writing and reading: drafts that outlive cut connections and second windows, suggestions by keyboard, what is new. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Page } from 'playwright-core'
import { replyTo, startDiscussion } from '../../src/content/discussions/discussions.ts'
import { draftsAt } from '../../src/content/drafts/drafts.ts'
import { ask } from '../../src/content/questions/questions.ts'
import { readingOf } from '../../src/content/read-positions/read-positions.ts'
import { type Journey, axeFindings, noChromium, openJourney, sidewaysScroll } from './browser.ts'

const skip = (await noChromium()) ?? false

function now({ ctx, cast }: Journey, who: keyof Journey['cast']['people']) {
  return { ...cast.as(ctx, who), now: new Date() }
}

async function until(what: string, holds: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; !(await holds()); tries++) {
    assert.ok(tries < 300, what)
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}

test('words outlive a cut connection and a second window, and nothing is overwritten unasked', { skip }, async (t) => {
  const journey = await openJourney(t)
  const { thread } = await ask(now(journey, 'ines'), { space: 'riders', title: 'It stops', body: 'Why?', tags: [] })
  const path = `/questions/${thread.id}/${thread.slug}`
  const kept = async () => (await draftsAt(now(journey, 'gustav'), [`answer:${thread.id}`]))[0]?.fields.body
  const keptIs = (words: string | undefined) => until(`kept: ${words}`, async () => (await kept()) === words)

  const first = await journey.page('gustav')
  await first.goto(path)
  const box = (page: Page) => page.getByLabel('Your answer')
  await box(first).pressSequentially('Keep it warm.')
  await first.getByText('Saved', { exact: true }).waitFor()
  await keptIs('Keep it warm.')

  await first.context().setOffline(true)
  await box(first).pressSequentially(' In a sleeve.')
  await first.getByText('Not saved: no connection. Kept on this device').waitFor()
  assert.equal(await kept(), 'Keep it warm.')
  await first.context().setOffline(false)
  await keptIs('Keep it warm. In a sleeve.')

  const second = await first.context().newPage()
  await second.goto(path)
  await second.getByText('Your draft is back').waitFor()
  assert.equal(await box(second).inputValue(), 'Keep it warm. In a sleeve.')
  await box(second).fill('The second window goes on.')
  await keptIs('The second window goes on.')
  await box(first).pressSequentially(' So does the first.')
  await first.getByText('A newer draft of this was saved in another window').waitFor()
  assert.equal(await kept(), 'The second window goes on.')
  await first.getByRole('button', { name: 'Keep this one' }).click()
  await keptIs('Keep it warm. In a sleeve. So does the first.')

  await first.goto('/drafts')
  await first.getByRole('heading', { name: 'Answer: It stops' }).waitFor()
  assert.deepEqual(await axeFindings(first), [])
  await first.getByRole('button', { name: /^Throw away/ }).click()
  await first.getByRole('button', { name: 'Bring it back' }).click()
  await first.getByRole('link', { name: /^Go on writing/ }).click()
  await first.waitForURL((url) => url.pathname === path)
  assert.equal(await box(first).inputValue(), 'Keep it warm. In a sleeve. So does the first.')
  await box(first).press('Control+Enter')
  await first.locator('.answer').getByText('So does the first').waitFor()
  await keptIs(undefined)
})

test(
  'a name is chosen by the keyboard alone; what is new is marked, counted, quoted and never jumps',
  { skip },
  async (t) => {
    const journey = await openJourney(t)
    const { battery } = journey.cast.spaces
    const thread = await startDiscussion(now(journey, 'lena'), battery, { title: 'Lot six', body: 'Who has it?' })
    const one = await replyTo(now(journey, 'aiko'), thread.id, 'It is in the **lab**.')
    const path = `/inside/threads/${thread.id}`
    const page = await journey.page('tomasz', { width: 360 })
    const listening = page.waitForResponse((response) => response.url().includes('/live?'))
    await page.goto(path)
    await listening
    await until('what was on the screen is read', async () => {
      return (await readingOf(now(journey, 'tomasz'), thread.id))?.position === one.id
    })

    const box = page.getByLabel('Your reply')
    await box.focus()
    await page.keyboard.type('Ask @dan')
    const list = page.getByRole('listbox', { name: 'People' })
    await list.waitFor()
    await list.getByText('cannot read this').waitFor()
    assert.deepEqual(await axeFindings(page), [])
    assert.equal(await sidewaysScroll(page), 0)
    await page.keyboard.press('Escape')
    await list.waitFor({ state: 'hidden' })
    for (let back = 0; back < 3; back++) await page.keyboard.press('Backspace')
    await page.keyboard.type('aik')
    await list.waitFor()
    await page.keyboard.press('Enter')
    assert.equal(await box.inputValue(), `Ask [@Aiko Tanaka](/people/${journey.cast.people.aiko.id}) `)

    const two = await replyTo(now(journey, 'lena'), thread.id, 'No, in the store.')
    const offer = page.getByRole('button', { name: '1 new reply. Show' })
    await offer.waitFor()
    assert.equal(await page.getByText('No, in the store.').count(), 0)
    await offer.click()
    await page.getByText('No, in the store.').waitFor()
    assert.match(await box.inputValue(), /^Ask \[@Aiko/, 'what is being written stays')
    await page.locator(`#reply-${two.id}`).getByText('New', { exact: true }).waitFor()

    await page.locator(`#reply-${one.id}`).getByRole('button', { name: 'Quote' }).click()
    const quoted = `> It is in the **lab**.\n>\n> [Aiko Tanaka](${path}#reply-${one.id})`
    await until('quoted', async () => (await box.inputValue()).includes(quoted))
    assert.deepEqual(await axeFindings(page), [])
    await box.press('Control+Enter')
    await page.locator('blockquote').getByText('It is in the').waitFor()
    await journey.settle()
    const aiko = await journey.page('aiko')
    await aiko.goto('/notices')
    await aiko.getByText('Tomasz Wrona named you').waitFor()
  },
)
