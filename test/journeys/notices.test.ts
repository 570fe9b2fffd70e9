/** On a device: what turning notices on brings, and what is shown while there is no line. */
import assert from 'node:assert/strict'
import { createECDH, randomBytes } from 'node:crypto'
import { test } from 'node:test'
import { listDevices } from '../../src/discovery/push/push.ts'
import { axeFindings, noChromium, openJourney, sidewaysScroll } from './browser.ts'

const skip = (await noChromium()) ?? false

test(
  'notices are turned on in this browser, and without a line it says that what was written is kept',
  { skip },
  async (t) => {
    const journey = await openJourney(t)
    const ines = journey.cast.as(journey.ctx, 'ines')
    const plain = await journey.page('ines', { script: false })
    await plain.goto('/settings/notices')
    await plain.getByText('open this page in a browser that runs scripts').waitFor()
    assert.equal(await plain.getByRole('button', { name: 'Show notices on this device' }).isVisible(), false)

    const page = await journey.page('ines', { width: 360 })
    const workers = () => page.evaluate(async () => (await navigator.serviceWorker.getRegistrations()).length)
    await page.goto('/questions')
    assert.equal(await workers(), 0, 'whoever only reads has no worker')

    // No maker of browsers is asked by a test: its answer is what stands outside.
    const keys = createECDH('prime256v1')
    keys.generateKeys()
    const said = {
      endpoint: 'https://push.example/here',
      keys: { p256dh: keys.getPublicKey().toString('base64url'), auth: randomBytes(16).toString('base64url') },
    }
    await page.addInitScript((answer) => {
      PushManager.prototype.subscribe = () => Promise.resolve({ toJSON: () => answer } as unknown as PushSubscription)
    }, said)
    await page.context().grantPermissions(['notifications'], { origin: journey.address })
    await page.goto('/settings/notices')
    assert.equal(await page.getByText('open this page in a browser that runs scripts').isVisible(), false)
    await page.getByLabel('What you call this device').fill('My phone')
    await page.getByRole('button', { name: 'Show notices on this device' }).click()
    await page.getByRole('rowheader', { name: 'My phone' }).waitFor()
    assert.deepEqual(
      (await listDevices(ines)).map(({ name }) => name),
      ['My phone'],
    )
    assert.equal(await workers(), 1)
    await page.goto('/settings/notices')
    assert.deepEqual(await axeFindings(page), [])
    assert.equal(await sidewaysScroll(page), 0)

    await page.waitForFunction(() => navigator.serviceWorker.controller !== null)
    await page.context().setOffline(true)
    await page.goto('/notices')
    await page.getByRole('heading', { name: 'You are offline' }).waitFor()
    await page.getByText('What you wrote is kept.').waitFor()
    await page.context().setOffline(false)
    await page.getByRole('link', { name: 'Try this page again' }).click()
    await page.getByRole('heading', { name: 'Notices' }).waitFor()

    await page.goto('/settings/notices')
    await page.getByRole('button', { name: 'End notices on My phone' }).click()
    await page.getByRole('rowheader', { name: 'My phone' }).waitFor({ state: 'detached' })
    assert.deepEqual(await listDevices(ines), [])
  },
)
