/** The first loop, from question to "it helped", as the people in it live it: once with script, once without. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Page } from 'playwright-core'
import { type Journey, noChromium, openJourney, passOthersQuestions } from './browser.ts'

const skip = (await noChromium()) ?? false
const title = 'Tide 3 shows 40 % and then switches off below 3 °C'
const answer = 'It is the software, not your pack. Version 4.2.1 puts this right on Thursday.'

for (const script of [true, false]) {
  test(`the loop closes, ${script ? 'with' : 'without'} script`, { skip }, async (t) => {
    const journey = await openJourney(t)
    const ines = await journey.page('ines', { script })
    const question = await ask(ines)
    await sayTheSame(await journey.page('gustav', { script }), question)

    const daniel = await journey.page('daniel', { script })
    const swarm = await callTheSwarm(journey, daniel, question)

    const tomasz = await journey.page('tomasz', { script })
    await tomasz.goto('/notices')
    await tomasz
      .getByRole('link', { name: /Swarm: Tide 3/ })
      .first()
      .click()
    await write(tomasz, 'Message to the swarm', 'Cells are sound. Firmware 4.2 cuts at 3.05 V, lot 6.', 'Send inside')

    await daniel.goto(swarm)
    await write(daniel, 'The wording, as customers will read it', answer, 'Propose this wording')
    await tomasz.goto(swarm)
    await tomasz.getByRole('button', { name: /agree/i }).click()
    await tomasz
      .getByText(/You agreed|agreed/i)
      .first()
      .waitFor()

    await publishOut(journey, await journey.page('mirela', { script }), question)
    await journey.settle()

    await seeTheAnswer(await journey.page('visitor', { script }), question)
    await sayItHelped(ines, script)
    await seeTheBoard(daniel)
  })
}

async function ask(page: Page): Promise<string> {
  await page.goto('/')
  await page.getByRole('link', { name: 'Ask', exact: true }).first().click()
  await page.getByLabel('Your question in one line').fill(title)
  await page
    .getByLabel('Your question in full')
    .fill('Twice this week the display said 40 %, then black. Is the pack dying?')
  await page.getByLabel('Tags').fill('battery, cold')
  await page.getByRole('button', { name: 'Post publicly' }).click()
  await passOthersQuestions(page)
  await page.getByRole('heading', { level: 1, name: title }).waitFor()
  return new URL(page.url()).pathname
}

async function sayTheSame(page: Page, question: string): Promise<void> {
  await page.goto(question)
  await page.getByRole('button', { name: /same here/ }).click()
  await page.getByText('You will be told').waitFor()
}

/** Daniel presses Swarm and calls Tomasz by name; returns the path of the swarm. */
async function callTheSwarm(journey: Journey, page: Page, question: string): Promise<string> {
  await page.goto(question)
  await page.getByRole('button', { name: 'Swarm' }).click()
  await page.getByRole('heading', { level: 1, name: /Swarm: Tide 3/ }).waitFor()
  const swarm = new URL(page.url()).pathname
  for (const name of ['Tomasz', 'Mirela']) {
    await page.goto(swarm)
    await page.getByLabel('Somebody else, by name').fill(name)
    await page.getByRole('button', { name: 'Look for them' }).click()
    await page.getByLabel(new RegExp(`Why you call ${name}`)).fill('You know the cells.')
    await page
      .getByRole('button', { name: new RegExp(`Call.*${name}|Call`) })
      .last()
      .click()
    await page
      .getByText(new RegExp(`${name}`))
      .first()
      .waitFor()
  }
  await journey.settle()
  return swarm
}

async function write(page: Page, label: string, text: string, button: string): Promise<void> {
  await page.getByLabel(label, { exact: true }).fill(text)
  await page.getByRole('button', { name: button }).click()
  await page.getByText(text.slice(0, 30)).first().waitFor()
}

async function publishOut(journey: Journey, page: Page, question: string): Promise<void> {
  await page.goto('/notices')
  await page
    .getByRole('link', { name: /Swarm: Tide 3/ })
    .first()
    .click()
  await page.getByRole('link', { name: /Publish out/ }).click()
  await page.getByText(answer).first().waitFor()
  await page.getByRole('button', { name: 'Publish out' }).click()
  await page.waitForURL(/\/inside\/swarms\/\d+(#.*)?$/)
  const { text } = await fetchText(journey.address + question)
  assert.ok(text.includes(answer), 'the answer stands outside')
}

async function seeTheAnswer(page: Page, question: string): Promise<void> {
  await page.goto(question)
  await page.getByText('Official answer').first().waitFor()
  const html = await page.content()
  for (const secret of ['lot 6', '3.05 V', 'Tomasz', 'Daniel', '/inside'])
    assert.ok(!html.includes(secret), `a visitor sees ${secret}`)
}

async function sayItHelped(page: Page, script: boolean): Promise<void> {
  await page.goto('/notices')
  await page
    .getByText(/because you asked/i)
    .first()
    .waitFor()
  await page
    .getByRole('link', { name: new RegExp(title.slice(0, 12)) })
    .first()
    .click()
  await page.getByRole('button', { name: 'Yes' }).click()
  await page.getByText('Kept. You can say otherwise').waitFor()
  assert.equal(
    await page.getByRole('button', { name: 'Yes' }).getAttribute('aria-pressed'),
    'true',
    `script: ${script}`,
  )
}

async function seeTheBoard(page: Page): Promise<void> {
  await page.goto('/inside/measures')
  const board = await page.getByRole('main').innerText()
  assert.match(board, /told/i)
  assert.match(board, /helped/i)
}

async function fetchText(address: string): Promise<{ status: number; text: string }> {
  const response = await fetch(address)
  return { status: response.status, text: await response.text() }
}
