/**
 * Journeys: the real server on its own clone of the test database, real Chromium in front of it.
 *
 * `const journey = await openJourney(t)` once per test; `await journey.page('ines')` is a browser in which Ines is
 * signed in; `{ script: false }` one without JavaScript.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestContext } from 'node:test'
import axe from 'axe-core'
import { type Browser, type BrowserContextOptions, type Page, chromium } from 'playwright-core'
import { ensureChromium } from '../../scripts/chromium.ts'
import { startTango } from '../../src/main.ts'
import { sessionCookieName, startSession } from '../../src/people/sessions/sessions.ts'
import { type Ctx, makeCtx } from '../../src/platform/context.ts'
import { readConfig } from '../../src/platform/config.ts'
import { openDatabase } from '../../src/platform/database.ts'
import { silentLog } from '../../src/platform/log.ts'
import { type Cast, type PersonName, getCast } from '../cast.ts'
import { freshPool, testPool } from '../database.ts'

export interface PageOptions {
  readonly script?: boolean
  readonly width?: number
  readonly scheme?: 'light' | 'dark'
}

export interface Journey {
  readonly address: string
  /** Path of the first start, on an empty database. */
  readonly ownerLink: string | undefined
  readonly ctx: Ctx
  readonly cast: Cast
  /** A page in a browser of its own, signed in as somebody or nobody. */
  page(who: PersonName | 'visitor', options?: PageOptions): Promise<Page>
  /** Waits until every job that is due has been done. */
  settle(): Promise<void>
  /** The text of the newest mail to an address, once every job is done. */
  newestMail(to: string): Promise<string>
}

const chromiumArguments = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  // The window around a page loads pages of its own, for a list below an address that nobody types here. The rest is
  // Playwright's own list, which this one replaces.
  `--disable-features=${[
    'WebUIOmniboxPopup,WebUIOmniboxAimPopup',
    'AvoidUnnecessaryBeforeUnloadCheckSync,DestroyProfileOnBrowserClose,HttpsUpgrades,HttpsFirstBalancedModeAutoEnable',
    'LensOverlay,MediaRouter,PaintHolding,ThirdPartyStoragePartitioning,AvoidCorsURLLoaderRestartOnRedirect',
    'OptimizationHints,NetworkTimeServiceQuerying,AimEnabled,PreconnectToSearch',
  ].join()}`,
  // Chromium's own sandbox refuses root; the pages it opens here are our own.
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
]

/** The reason why no journey can be made on this machine; undefined when one can. Give it to `test({ skip })`. */
export async function noChromium(): Promise<string | undefined> {
  if (process.env.TANGO_NO_CHROMIUM) return 'no Chromium on this machine'
  const found = await ensureChromium()
  return 'missing' in found ? found.missing : undefined
}

/** Starts Tango and Chromium for one test and stops both after it; on `empty`, nobody has set anything up. */
export async function openJourney(t: TestContext, kind: 'cast' | 'empty' = 'cast'): Promise<Journey> {
  const found = await ensureChromium()
  if ('missing' in found) throw new Error(found.missing)
  const folder = await mkdtemp(join(tmpdir(), 'tango-journey-'))
  const pool = kind === 'empty' ? await freshPool(kind) : await testPool()
  const config = readConfig({ PORT: '0', TANGO_DATA: folder, DATABASE_URL: String(pool.options.connectionString) })
  const tango = await startTango(config, process.env.TANGO_LOG ? console.error : () => {})
  const browser: Browser = await chromium.launch({ executablePath: found.path, args: chromiumArguments })
  t.after(async () => {
    await browser.close()
    await tango.stop()
    await rm(folder, { recursive: true, force: true })
  })
  const ctx = makeCtx({
    viewer: { kind: 'system', reason: 'journey' },
    db: openDatabase(pool),
    now: new Date(),
    log: silentLog,
  })
  const cast = await getCast(ctx)
  const settle = async (): Promise<void> => {
    for (let tries = 0; tries < 200; tries++) {
      const { rows } = await pool.query<{ due: number }>(
        'select count(*)::int as due from graphile_worker.jobs where run_at <= now() and attempts < max_attempts',
      )
      if (rows[0]!.due === 0) return
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
    throw new Error('jobs are still waiting after 10 s')
  }
  return {
    address: tango.address,
    ownerLink: tango.ownerLink,
    ctx,
    cast,
    async page(who, options = {}) {
      const settings: BrowserContextOptions = {
        baseURL: tango.address,
        javaScriptEnabled: options.script ?? true,
        viewport: { width: options.width ?? 1280, height: 900 },
        colorScheme: options.scheme ?? 'light',
        locale: 'en-GB',
        // Colours that are still on their way would be measured half way.
        reducedMotion: 'reduce',
      }
      const context = await browser.newContext(settings)
      if (who !== 'visitor') {
        const { token } = await startSession({ ...ctx, now: new Date() }, cast.people[who].id, {
          provedBy: 'password',
          device: 'journey',
        })
        await context.addCookies([
          { name: sessionCookieName(false), value: token, url: tango.address, httpOnly: true, sameSite: 'Lax' },
        ])
      }
      const page = await context.newPage()
      page.setDefaultTimeout(10_000)
      return page
    },
    settle,
    async newestMail(to) {
      await settle()
      const mail = await ctx.db
        .selectFrom('mails')
        .select('bodyText')
        .where('toAddress', '=', to)
        .orderBy('id', 'desc')
        .executeTakeFirst()
      if (!mail) throw new Error(`no mail was written to ${to}`)
      return mail.bodyText
    },
  }
}

/** What axe finds on the page, one line each; empty when nothing. */
export async function axeFindings(page: Page): Promise<string[]> {
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(axe.source)
  const { violations } = await page.evaluate(() =>
    (globalThis as unknown as { axe: typeof axe }).axe.run(document, {
      resultTypes: ['violations'],
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
    }),
  )
  return violations.map((found) => `${found.id}: ${found.nodes.map((node) => node.html.slice(0, 140)).join(' | ')}`)
}

/** By how many pixels the page can be scrolled sideways. */
export async function sidewaysScroll(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
}

/** Without script a question stops once at what others asked; with script, or where nobody asked alike, it does not. */
export async function passOthersQuestions(page: Page): Promise<void> {
  await page.locator('h1', { hasNotText: 'Ask a question' }).waitFor()
  const post = page.getByRole('button', { name: 'None of these, post my question' })
  if (await post.isVisible()) await post.click()
}
