/** Somebody is about to ask what others asked: with script while they type, without in a step between. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { axeFindings, noChromium, openJourney, sidewaysScroll } from '../../../test/journeys/browser.ts'
import { acceptAnswer, answer, ask } from '../questions/questions.ts'

const skip = (await noChromium()) ?? false
const shots = process.env.TANGO_SHOTS

test(
  'likely answers while typing, "this answered it" with undo, and the same without script',
  { skip, timeout: 180_000 },
  async (t) => {
    const journey = await openJourney(t)
    const { ctx, cast } = journey
    const as = (who: keyof typeof cast.people) => cast.as({ ...ctx, now: new Date() }, who)
    const { thread } = await ask(as('ines'), {
      ...{ space: 'riders', title: 'Why does my charger hum at night?', body: 'It hums.', tags: ['charger'] },
    })
    const reply = await answer(as('gustav'), thread.id, 'It is the fan. It stops when the battery is cool.')
    await acceptAnswer(as('ines'), reply.id)
    const counted = async () =>
      (await ctx.db.selectFrom('deflections').select('id').where('undoneAt', 'is', null).execute()).length

    const page = await journey.page('joost')
    await page.goto('/questions/ask')
    await page.getByLabel('Your question in full').fill('Since last week.')
    const title = page.getByLabel('Your question in one line')
    await title.pressSequentially('My charger hums')
    const link = page.getByRole('link', { name: /Why does my charger hum at night/ })
    await link.waitFor()
    assert.match((await page.locator('.look-before').textContent()) ?? '', /Accepted answer: It is the fan\./)
    for (const width of [1280, 360]) {
      await page.setViewportSize({ width, height: 900 })
      await page.emulateMedia({ colorScheme: width === 360 ? 'dark' : 'light' })
      assert.deepEqual(await axeFindings(page), [])
      assert.equal(await sidewaysScroll(page), 0)
      if (shots) await page.screenshot({ path: `${shots}/look-${width}.png`, fullPage: true })
    }
    await page.getByRole('button', { name: /This answered it/ }).click()
    await page.getByText('Nothing was posted, and what you wrote is set aside.').waitFor()
    assert.deepEqual([await title.inputValue(), await counted()], ['', 1])
    if (shots) await page.screenshot({ path: `${shots}/look-good.png`, fullPage: true })
    await page.getByRole('button', { name: 'Undo' }).press('Enter')
    assert.equal(await title.inputValue(), 'My charger hums')
    assert.equal(await page.getByLabel('Your question in full').inputValue(), 'Since last week.')
    await link.waitFor()
    while ((await counted()) > 0) await page.waitForTimeout(20)
    await title.fill('Kayak paddles')
    await link.waitFor({ state: 'detached' })

    const plain = await journey.page('amina', { script: false })
    await plain.goto('/questions/ask')
    await plain.getByLabel('Your question in one line').fill('Charger humming')
    await plain.getByLabel('Your question in full').fill('At night.')
    await plain.getByRole('button', { name: 'Post publicly' }).click()
    await plain.getByRole('heading', { name: 'Here is what others asked' }).waitFor()
    assert.equal(await sidewaysScroll(plain), 0)
    if (shots) await plain.screenshot({ path: `${shots}/look-step.png`, fullPage: true })
    await plain.getByRole('button', { name: /This answered it/ }).click()
    await plain.getByRole('button', { name: 'Undo, back to what I wrote' }).click()
    assert.equal(await plain.getByLabel('Your question in full').inputValue(), 'At night.')
    assert.equal(await counted(), 0)
    await plain.getByRole('button', { name: 'Post publicly' }).click()
    await plain.getByRole('button', { name: 'None of these, post my question' }).click()
    await plain.getByRole('heading', { name: 'Charger humming' }).waitFor()
  },
)
