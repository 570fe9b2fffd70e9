/** Crossing the wall by hand, without script; and the pages for it as their readers open them. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { linkTexts } from '../../src/content/across/across.ts'
import { replyTo, startDiscussion } from '../../src/content/discussions/discussions.ts'
import { ask } from '../../src/content/questions/questions.ts'
import { approveBridge, proposeBridge } from '../../src/realms/bridges/bridges.ts'
import type { PersonName } from '../cast.ts'
import { axeFindings, noChromium, openJourney, sidewaysScroll } from './browser.ts'

const skip = (await noChromium()) ?? false

test(
  'what crosses is brought in, published, linked and taken back without script, on pages that everybody can read',
  {
    skip,
    timeout: 600_000,
  },
  async (t) => {
    const journey = await openJourney(t)
    const { ctx, cast, settle } = journey
    const text = { title: 'Tide 3 switches off below 3 °C', body: 'It said **40 %**, then black.', tags: [] }
    const { thread: question } = await ask(cast.as(ctx, 'ines'), { space: 'riders', ...text })
    const words = { title: 'Firmware 4.3', body: 'It is **out**, and it waits for 3.0 V.' }
    const inside = await startDiscussion(cast.as(ctx, 'daniel'), cast.spaces.velund, words)
    await replyTo(cast.as(ctx, 'tomasz'), inside.id, 'Measured on forty packs.')
    await linkTexts(
      cast.as(ctx, 'daniel'),
      { kind: 'thread', id: inside.id },
      { kind: 'thread', id: question.id },
      { name: 'The fix for this', reason: 'So that we find it again' },
    )
    const { id: bridge } = await proposeBridge(cast.as(ctx, 'jonas'), {
      spaces: [cast.spaces.velund.id, cast.spaces.riders.id],
      ...{ bringsIn: true, publishesOut: true, title: 'Riders to everyone', reason: 'We want to hear of it' },
    })

    const daniel = await journey.page('daniel', { script: false })
    await daniel.goto(`/questions/${question.id}`)
    await daniel.getByRole('link', { name: 'Bring in' }).click()
    await daniel.getByLabel('Why you bring it in').fill('Is this ours?')
    await daniel.getByRole('button', { name: 'Bring it in' }).click()
    await daniel.getByText('It said 40 %, then black.').waitFor()
    const brought = new URL(daniel.url()).pathname

    const jonas = await journey.page('jonas', { script: false })
    await jonas.goto(`/inside/bridges/${bridge}`)
    await jonas.getByRole('button', { name: 'Say yes for Everyone at Velund' }).click()
    await approveBridge(cast.as(ctx, 'sara'), bridge, 'outer')
    const ticking = await journey.page('aiko', { script: false })
    await ticking.goto('/inside/spaces/velund')
    await ticking.getByLabel('Your post').fill('Riders may know that the charger is fine.')
    await ticking.getByLabel('Also publish over the bridge to Velund Riders').check()
    await ticking.getByRole('button', { name: 'Post inside' }).click()
    await settle()

    const mirela = await journey.page('mirela', { script: false })
    await mirela.goto(`/inside/threads/${inside.id}`)
    await mirela.getByRole('link', { name: 'Publish out' }).click()
    const choosing = new URL(mirela.url()).pathname
    await mirela.getByLabel(/Measured on forty packs/).check()
    await mirela.getByRole('button', { name: 'Show exactly what leaves' }).click()
    const preview = new URL(mirela.url())
    assert.equal(await mirela.locator('.side.out').getByText('Measured on forty packs.').count(), 1)
    await mirela.getByLabel('Reason').fill('Riders wait for it')
    await mirela.getByRole('button', { name: 'Publish out' }).click()
    await mirela.getByRole('heading', { level: 1, name: 'Firmware 4.3' }).waitFor()
    const update = new URL(mirela.url()).pathname
    await mirela.goto('/inside/crossings?act=publish-out')
    await mirela.getByRole('link', { name: /^Recall number/ }).click()
    const crossing = new URL(mirela.url()).pathname

    const visits: [PersonName | 'visitor', string][] = [
      ['visitor', '/updates'],
      ['visitor', update],
      ['daniel', update],
      ['daniel', `/questions/${question.id}`],
      ['daniel', brought],
      ['mirela', `/inside/threads/${inside.id}`],
      ['daniel', `/inside/bring-in?thread=${question.id}`],
      ['daniel', `/inside/link?from=${question.id}`],
      ['mirela', choosing],
      ['mirela', preview.pathname + preview.search],
      ['mirela', `${choosing}?as=answer&question=nonsense`],
      ['mirela', '/inside/crossings'],
      ['mirela', '/inside/crossings?act=recall&state=recalled'],
      ['mirela', crossing],
      ['jonas', '/inside/bridges'],
      ['jonas', '/inside/bridges/new'],
      ['jonas', `/inside/bridges/${bridge}`],
      ['mirela', `/inside/bridges/${bridge}`],
      ['aiko', '/inside/spaces/velund'],
    ]
    const found: string[] = []
    for (const who of new Set(visits.map(([one]) => one))) {
      const page = await journey.page(who)
      for (const [, path] of visits.filter(([one]) => one === who)) {
        await page.goto(path)
        for (const width of [1280, 360]) {
          await page.setViewportSize({ width, height: 800 })
          await page.emulateMedia({ colorScheme: width === 360 ? 'dark' : 'light', reducedMotion: 'reduce' })
          const sideways = await sidewaysScroll(page)
          if (sideways > 0) found.push(`${who} ${path} scrolls sideways by ${sideways} at ${width}`)
          found.push(...(await axeFindings(page)).map((line) => `${who} ${path} at ${width}: ${line}`))
          if (process.env.TANGO_LOOK)
            await page.screenshot({
              path: `${process.env.TANGO_LOOK}/${who}-${path.replaceAll(/\W+/g, '_').slice(0, 40)}-${width}.png`,
              fullPage: true,
            })
        }
      }
      await page.context().close()
    }
    assert.deepEqual(found, [])

    await mirela.getByLabel('Why').fill('One number was wrong')
    await mirela.getByRole('button', { name: 'Recall it' }).click()
    const visitor = await journey.page('visitor', { script: false })
    await visitor.goto(update)
    await visitor.getByRole('heading', { level: 1, name: 'This update was recalled' }).waitFor()
    assert.equal(await visitor.getByText('Firmware 4.3').count(), 0)
  },
)
