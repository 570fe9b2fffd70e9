/** Voting on an idea as people do it: with script in place, without script by plain forms, and seen by everybody. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Page } from 'playwright-core'
import { getIdea, postIdea } from '../../src/content/ideas/ideas.ts'
import { noChromium, openJourney } from './browser.ts'

const skip = (await noChromium()) ?? false

test('an idea is promoted, demoted and let go of, with script and without', { skip }, async (t) => {
  const journey = await openJourney(t)
  const { ctx, cast } = journey
  const words = { space: 'riders', title: 'Show the range I will really get', body: 'In winter.', tags: [] }
  const { id, thread } = await postIdea(cast.as(ctx, 'joost'), words)
  const vote = async (page: Page, name: string | RegExp, score: number): Promise<void> => {
    await page.getByRole('button', { name }).first().click()
    await page.locator('.votebox .n', { hasText: new RegExp(`^${score}$`) }).waitFor()
    assert.equal((await getIdea(ctx, id)).votes.score, score)
  }
  const page = await journey.page('ines')
  await page.goto(`/ideas/${id}/${thread.slug}`)
  await vote(page, /^1 vote/, 2)
  assert.equal(await page.locator('.votebox').getAttribute('aria-pressed'), 'true')
  await vote(page, /^Demote/, 0)
  assert.equal(await page.locator('.votebox').getAttribute('aria-pressed'), 'false')

  const context = await page
    .context()
    .browser()!
    .newContext({
      baseURL: journey.address,
      javaScriptEnabled: false,
      storageState: await page.context().storageState(),
    })
  t.after(() => context.close())
  const plain = await context.newPage()
  await plain.goto('/ideas')
  await vote(plain, /^0 votes/, 2)
  assert.equal(new URL(plain.url()).hash, `#idea-${id}`, 'back on the board, at the idea')
  await vote(plain, /^2 votes/, 1)

  const visitor = await journey.page('visitor')
  await visitor.goto('/ideas')
  await visitor.locator('a.votebox', { hasText: '1' }).click()
  await visitor.waitForURL(/\/sign-in\?next=/)
})
