/** Ways in, in a real browser: a passkey from adding to removing, and the pages that stand between two steps. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { CDPSession, Page } from 'playwright-core'
import { confirmFactor, draftFactor } from '../../src/people/second-factor/second-factor.ts'
import { openVault } from '../../src/people/vault.ts'
import { hashToken, makeToken } from '../../src/platform/tokens.ts'
import { shownBy } from '../authenticator.ts'
import { type Journey, axeFindings, noChromium, openJourney, sidewaysScroll } from './browser.ts'

const skip = (await noChromium()) ?? false

interface Authenticator {
  readonly cdp: CDPSession
  readonly authenticatorId: string
}

/** Plugs a device into the browser that sees its person (PIN, finger) and answers when it is touched. */
async function plugIn(page: Page): Promise<Authenticator> {
  const cdp = await page.context().newCDPSession(page)
  await cdp.send('WebAuthn.enable')
  const { authenticatorId } = await cdp.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  })
  return { cdp, authenticatorId }
}

test(
  'a passkey is added, opens the account from the button and from the address field, and is removed',
  { skip },
  async (t) => {
    const journey = await openJourney(t)
    const page = await journey.page('ines')
    const device = await plugIn(page)
    await page.goto('/settings/sign-in')
    await page.getByLabel('Name of the new passkey').fill('My phone')
    await page.getByRole('button', { name: 'Add a passkey' }).click()
    await page.getByText('Done. A mail about it is on its way to you.').waitFor()
    await page
      .getByRole('rowheader', { name: 'My phone' })
      .or(page.getByRole('cell', { name: 'My phone' }))
      .first()
      .waitFor()
    const { credentials } = await device.cdp.send('WebAuthn.getCredentials', {
      authenticatorId: device.authenticatorId,
    })
    assert.deepEqual(
      credentials.map((one) => [one.rpId, one.isResidentCredential]),
      [['localhost', true]],
    )
    assert.match(await journey.newestMail('ines@people.example'), /A passkey was added/)

    const signOut = async (): Promise<void> => {
      await page.context().clearCookies()
      await page.goto('/sign-in?next=/settings')
    }
    // In a browser that offers no passkeys in the address field: one that does may be quicker than the button.
    await page.addInitScript(
      `if (sessionStorage.button) PublicKeyCredential.isConditionalMediationAvailable = async () => false`,
    )
    await page.evaluate(`sessionStorage.button = 'alone'`)
    await signOut()
    await page.getByRole('button', { name: 'Passkey', exact: true }).click()
    await page.waitForURL((url) => url.pathname === '/settings')
    await page.getByLabel('Name', { exact: true }).waitFor()

    await page.evaluate(`delete sessionStorage.button`)
    await signOut()
    await page.waitForURL((url) => url.pathname === '/settings')
    await page.goto('/settings/sign-in')
    await page.getByRole('button', { name: 'Remove My phone' }).click()
    await page.getByText('Done. A mail about it is on its way to you.').waitFor()
    // Refused on a page with styles of its own, told on one without.
    await page.getByRole('button', { name: 'Turn codes by mail off' }).click()
    await page.getByText('This is your only way in.').waitFor()
    await signOut()
    await page.getByText('This passkey does not open an account here').waitFor()

    const plain = await journey.page('visitor', { script: false })
    await plain.goto('/sign-in')
    await plain.getByRole('button', { name: 'Send me a code' }).first().waitFor()
    assert.equal(await plain.getByRole('button', { name: 'Passkey', exact: true }).count(), 0)
  },
)

test('the pages between two steps can be read by everybody, at any width, in light and dark', { skip }, async (t) => {
  const journey = await openJourney(t)
  const { ctx, cast } = journey
  const { provider, found, browser } = await makeFound(journey)
  const vault = await openVault({ dataFolder: '', environment: 'test' })
  const { key } = await draftFactor(ctx, cast.people.joost.id, vault)
  await confirmFactor(ctx, cast.people.joost.id, shownBy(key, ctx.now), vault)
  const stop = makeToken()
  const askedBy = cast.people.sara.id
  const reset = { accountId: cast.people.joost.id, askedBy, reason: 'Called', stopHash: hashToken(stop) }
  await ctx.db
    .insertInto('factorResets')
    .values({ ...reset, dueAt: ctx.now })
    .execute()
  await ctx.db
    .insertInto('settings')
    .values({ key: 'second-factor', value: JSON.stringify('staff') })
    .execute()

  const wrong: string[] = []
  const look = async (who: Parameters<Journey['page']>[0], path: string, heading: string): Promise<void> => {
    const page = await journey.page(who)
    await page.context().addCookies([{ name: 'tango-way', value: browser, url: journey.address }])
    await page.goto(path)
    await page.getByRole('heading', { level: 1, name: heading }).waitFor()
    for (const [width, colorScheme] of [
      [1280, 'light'],
      [360, 'dark'],
    ] as const) {
      await page.setViewportSize({ width, height: 800 })
      if ((await sidewaysScroll(page)) > 0) wrong.push(`${path} scrolls sideways at ${width}`)
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
      wrong.push(...(await axeFindings(page)).map((line) => `${path}: ${line}`))
    }
    await page.context().close()
  }
  await look('joost', '/sign-in/second', 'Your second factor')
  await look('daniel', '/inside', 'Set up your second factor')
  await look('visitor', `/sign-in/reset/${stop}`, 'Keep your second factor')
  await look('visitor', `/sign-in/found/${found.new}`, 'Make your account')
  await look('visitor', `/sign-in/found/${found.known}`, 'Sign in first')
  await look('visitor', `/sign-in/back/${provider}`, 'You are not signed in')
  await look('visitor', '/sign-in', 'Sign in')
  await look('gustav', `/settings/sign-in/link/${found.new}`, 'Link Acme ID')
  await look('gustav', '/settings/sign-in', 'Settings')
  await ctx.db.deleteFrom('settings').where('key', '=', 'second-factor').execute()
  await look('jonas', `/inside/settings/sign-in/${provider}`, 'Change Acme ID')
  await look('jonas', '/inside/settings/sign-in', 'Ways in')
  await look('sara', '/inside/settings/sign-in/resets', 'Lost second factors')
  assert.deepEqual(wrong, [])
})

/** A provider, and two people whom it found: one without and one with an account. */
async function makeFound({ ctx, cast }: Journey) {
  const { id: provider } = await ctx.db
    .insertInto('identityProviders')
    .values({
      preset: 'generic',
      label: 'Acme ID',
      issuer: 'https://id.example.com',
      clientId: 'tango',
      secret: null,
      teamId: null,
      keyId: null,
      forOutside: true,
      forInside: true,
      makesAccounts: false,
      checksSecondFactor: false,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  const browser = makeToken()
  const put = async (email: string): Promise<number> => {
    const person = { issuer: 'https://id.example.com', subject: email, email, emailProved: true, name: 'Ada' }
    const { id } = await ctx.db
      .insertInto('providerJourneys')
      .values({
        providerId: provider,
        realm: 'outside',
        purpose: 'enter',
        stateHash: hashToken(email),
        browserHash: hashToken(browser),
        sealed: Buffer.of(1),
        nextPath: null,
        expiresAt: new Date(ctx.now.getTime() + 3_600_000),
        returnedAt: ctx.now,
        found: JSON.stringify(person),
        finishedAt: null,
      })
      .returning('id')
      .executeTakeFirstOrThrow()
    return id
  }
  await ctx.db
    .insertInto('identities')
    .values({
      accountId: cast.people.gustav.id,
      realm: 'outside',
      issuer: 'https://id.example.com',
      subject: 'gustav',
      label: 'Acme ID',
      shownAs: `${'g'.repeat(60)}@people.example`,
    })
    .execute()
  return {
    provider,
    browser,
    found: { new: await put('ada@elsewhere.example'), known: await put('ines@people.example') },
  }
}
