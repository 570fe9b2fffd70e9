/** The main job on real input: a real question from a public dump is imported, swarmed, answered out, and its asker told. */
import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { importStackExchange } from '../../src/connect/import/import.ts'
import { listQuestions } from '../../src/content/questions/questions.ts'
import { claimAccount } from '../../src/people/accounts/accounts.ts'
import { startSession } from '../../src/people/sessions/sessions.ts'
import { noChromium, openJourney } from './browser.ts'

const dump = join(import.meta.dirname, '../../../shared/data/stackexchange-conlang-meta')
const skip = existsSync(dump)
  ? ((await noChromium()) ?? false)
  : 'the real dump is not beside the checkout (../shared/data)'
const wording = 'We read this together. From next week a tag wiki says which questions belong here.'

test('a real question is imported, swarmed, answered out, and its asker is told', { skip }, async (t) => {
  const journey = await openJourney(t)
  const { ctx, cast } = journey
  const report = await importStackExchange(ctx, { folder: dump, space: 'riders' })
  assert.equal(report.problemCount, 0)

  const open = (await listQuestions(cast.as(ctx, 'visitor'), { show: 'unanswered' })).items
  const { thread } = (
    open.length > 0 ? open : (await listQuestions(cast.as(ctx, 'visitor'), { show: 'newest' })).items
  )[0]!
  const asker = thread.authorId

  const daniel = await journey.page('daniel')
  await daniel.goto(`/questions/${thread.id}`)
  await daniel.getByRole('button', { name: 'Swarm' }).click()
  await daniel.getByRole('heading', { level: 1, name: /^Swarm:/ }).waitFor()
  const swarm = new URL(daniel.url()).pathname
  await daniel.getByLabel('Somebody else, by name').fill('Mirela')
  await daniel.getByRole('button', { name: 'Look for them' }).click()
  await daniel.getByLabel('Why you call Mirela Popescu').fill('You answer for the company.')
  await daniel.getByRole('button', { name: 'Call Mirela' }).click()
  await daniel.goto(swarm)
  await daniel.getByLabel('The wording, as customers will read it').fill(wording)
  await daniel.getByRole('button', { name: 'Propose this wording' }).click()
  await daniel.getByText(wording).first().waitFor()

  const mirela = await journey.page('mirela')
  await mirela.goto(swarm)
  await mirela.getByRole('button', { name: 'Agree to this wording' }).click()
  await mirela.getByRole('link', { name: 'Publish out' }).click()
  await mirela.getByRole('button', { name: 'Publish out' }).click()
  await mirela.waitForURL(/\/inside\/swarms\/\d+(#.*)?$/)
  await journey.settle()

  const visitor = await journey.page('visitor')
  await visitor.goto(`/questions/${thread.id}`)
  await visitor.getByText(wording).waitFor()
  await visitor.getByText('Official answer').first().waitFor()

  // The asker's account was imported and belongs to nobody yet; whoever claims it finds the notice waiting.
  await claimAccount(ctx, asker, { email: 'asker@people.example', password: 'a horse, a battery and a staple' })
  const page = await journey.page('visitor')
  const { token } = await startSession({ ...ctx, now: new Date() }, asker, { provedBy: 'password', device: 'journey' })
  await page.context().addCookies([{ name: 'tango', value: token, url: journey.address }])
  await page.goto('/notices')
  await page
    .getByText(/because you asked/i)
    .first()
    .waitFor()
  await page.goto(`/questions/${thread.id}`)
  await page.getByRole('button', { name: 'Yes' }).click()
  await page.getByText('Kept. You can say otherwise').waitFor()

  await daniel.goto(`/questions/${thread.id}`)
  await daniel.getByText('1 yes, 0 not yet').waitFor()
})
