/** The command palette and the keys that follow from what stands on a page, in a real browser. */
import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import test, { after, before, beforeEach } from 'node:test'
import axe from 'axe-core'
import { build } from 'esbuild'
import { type Browser, type Page, type Route, chromium } from 'playwright-core'
import { fits } from './palette.shared.ts'
import { styleEntries } from './styles.ts'

const programs = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']
const executablePath = process.env['TANGO_CHROMIUM'] ?? programs.find((path) => existsSync(path))
const skip = executablePath ? false : 'Chromium is not installed'
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; form-action 'self'"

const bar = `<header class="topbar"><a href="/inside" data-key="g i">Inside</a>
  <form class="search" role="search" action="/search"><label for="s">Search</label><input id="s" name="q" type="search" data-key="/"></form>
  <tango-palette data-found="/go/found" data-search="/search"><a href="/go" aria-label="Go to" data-key="Ctrl K"><svg class="i" aria-hidden="true"></svg></a></tango-palette>
  <a href="/write" data-key="c">Write <span class="badge">2</span> <kbd>c</kbd></a></header>`
const keys = '<tango-keys></tango-keys>'
const places = ['Home', 'Questions', 'Settings']

let browser: Browser
let page: Page
let script = ''
let style = ''
let main = ''
let asked: string[] = []
/** What `/go/found` does instead of answering at once. */
let finding: { status?: number; wait?: (typed: string) => Promise<void> } = {}
let problems: string[] = []

before(async () => {
  if (skip) return
  const made = await build({
    entryPoints: [join(import.meta.dirname, 'ui.client.ts'), styleEntries.core],
    bundle: true,
    write: false,
    format: 'esm',
    outdir: 'out',
    loader: { '.woff2': 'empty' },
  })
  script = made.outputFiles.find((file) => file.path.endsWith('.js'))?.text ?? ''
  style = made.outputFiles.find((file) => file.path.endsWith('.css'))?.text ?? ''
  browser = await chromium.launch({
    executablePath,
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update'],
  })
})

after(async () => {
  await browser?.close()
})

beforeEach(async () => {
  if (skip) return
  await page?.context().close()
  asked = []
  finding = {}
  problems = []
  page = await (await browser.newContext({ viewport: { width: 1280, height: 800 }, reducedMotion: 'reduce' })).newPage()
  page.setDefaultTimeout(5_000)
  page.on('pageerror', (error) => problems.push(error.message))
  await page.route('http://ui.test/**', answer)
})

async function answer(route: Route): Promise<void> {
  const url = new URL(route.request().url())
  if (url.pathname === '/ui.js') return route.fulfill({ contentType: 'text/javascript', body: script })
  if (url.pathname === '/core.css') return route.fulfill({ contentType: 'text/css', body: style })
  if (url.pathname === '/go/found') {
    const typed = url.searchParams.get('q') ?? ''
    asked.push(typed)
    const { status = 200 } = finding
    await finding.wait?.(typed)
    return route.fulfill({ status, contentType: 'text/html', body: foundFor(typed) }).catch(() => {})
  }
  const head = '<title>t</title><link rel="stylesheet" href="/core.css"><script type="module" src="/ui.js"></script>'
  await route.fulfill({
    contentType: 'text/html; charset=utf-8',
    headers: { 'content-security-policy': policy },
    body: `<!doctype html><html lang="en"><head>${head}</head><body class="app" data-realm="inside">${bar}<main><h1>Here</h1>${main}</main>${keys}</body></html>`,
  })
}

function foundFor(typed: string): string {
  const lines = places
    .filter((place) => fits(place, typed))
    .map((place) => `<li><a href="/${place.toLowerCase()}"><span></span><span>${place}</span></a></li>`)
  return `<div class="results">${lines.length > 0 ? `<h2>Places</h2><ul>${lines.join('')}</ul>` : ''}</div>`
}

async function openPage(content = ''): Promise<void> {
  main = content
  await page.goto('http://ui.test/')
}

/** The palette with its list filled. */
async function openPalette(): Promise<void> {
  await page.keyboard.press('Control+k')
  await page.locator('#palette-list [role="option"]').first().waitFor()
}

const options = () => page.locator('#palette-list [role="option"]').allInnerTexts()
const chosen = () => page.locator('#palette-list [aria-selected="true"]').innerText()

/** The keys in the list under `?`, each with its meaning. */
async function keyList(): Promise<Map<string, string>> {
  await page.keyboard.press('?')
  const lines = await page
    .locator('dialog dl')
    .evaluate((list) =>
      [...list.querySelectorAll('dt')].map((term): [string, string] => [
        [...term.children].map((key) => key.textContent).join(' '),
        term.nextElementSibling?.textContent ?? '',
      ]),
    )
  await page.keyboard.press('Escape')
  return new Map(lines)
}

test('typed words fit a label in any case and order, and an empty box fits all', () => {
  assert.ok(fits('Questions without an answer', 'ANSWER quest'))
  assert.ok(fits('Straße', ''))
  assert.equal(fits('Questions', 'questions inside'), false)
})

test('Ctrl K opens the palette with what the page offers and what the server finds', { skip }, async () => {
  await openPage()
  await openPalette()
  await page.getByText('Home').waitFor()
  assert.deepEqual(await options(), ['Write\nc', 'Home', 'Questions', 'Settings'])
  assert.deepEqual(
    await page.locator('#palette-list [role="group"]').evaluateAll((all) => all.map((one) => one.ariaLabel)),
    ['On this page', 'Places'],
  )
  assert.equal(await page.locator('[role="status"]').innerText(), '4 to choose from')
  assert.deepEqual(problems, [])
})

test('the palette is closed by Ctrl K, by Esc and by its button, and leaves nothing behind', { skip }, async () => {
  await openPage()
  for (const close of ['Control+k', 'Escape', 'button']) {
    await openPalette()
    await (close === 'button' ? page.getByRole('button', { name: 'Close' }).click() : page.keyboard.press(close))
    await page.locator('dialog').waitFor({ state: 'detached' })
  }
})

test('typing narrows the list, the arrows go round in it, and Enter goes there', { skip }, async () => {
  await openPage()
  await openPalette()
  await page.keyboard.type('s')
  await page.getByText('Search everything for “s”').waitFor()
  assert.deepEqual(await options(), ['Questions', 'Settings', 'Search everything for “s”'])
  assert.equal(await chosen(), 'Questions')
  await page.keyboard.press('ArrowUp')
  assert.equal(await chosen(), 'Search everything for “s”')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('ArrowDown')
  assert.equal(await chosen(), 'Settings')
  const active = await page.locator('#palette-box').getAttribute('aria-activedescendant')
  assert.equal(await page.locator(`#${active}`).innerText(), 'Settings')
  assert.equal(await page.evaluate(() => document.activeElement?.id), 'palette-box')
  await page.keyboard.press('Enter')
  await page.waitForURL('http://ui.test/settings')
})

test('Enter before anything is listed searches, as the form does', { skip }, async () => {
  finding = { wait: () => new Promise(() => {}) }
  await openPage()
  await page.keyboard.press('Control+k')
  await page.locator('#palette-box').fill('brakes')
  await page.keyboard.press('Enter')
  await page.waitForURL('http://ui.test/search?q=brakes')
})

test('what was typed first and arrives last does not replace what was typed last', { skip }, async () => {
  let late = () => {}
  finding = { wait: (typed) => (typed === 'set' ? new Promise((resolve) => (late = resolve)) : Promise.resolve()) }
  await openPage()
  await openPalette()
  await page.locator('#palette-box').fill('set')
  for (let tries = 0; tries < 200 && !asked.includes('set'); tries++) await page.waitForTimeout(50)
  assert.ok(asked.includes('set'))
  await page.locator('#palette-box').fill('home')
  await page.getByText('Search everything for “home”').waitFor()
  late()
  await page.waitForTimeout(200)
  assert.deepEqual(await options(), ['Home', 'Search everything for “home”'])
})

test('when the places cannot be asked for it says so, and the page and the search still stand', { skip }, async () => {
  finding = { status: 500 }
  await openPage()
  await openPalette()
  await page.getByText('The places cannot be reached just now.').waitFor()
  assert.deepEqual(await options(), ['Write\nc'])
  await page.keyboard.type('zebra')
  await page.getByText('Search everything for “zebra”').waitFor()
})

test('what was typed is shown as it is, and is never markup', { skip }, async () => {
  await openPage()
  await openPalette()
  await page.locator('#palette-box').fill('<img src=x>')
  await page.getByText('Search everything for “<img src=x>”').waitFor()
  assert.equal(await page.locator('dialog img').count(), 0)
  assert.equal(await page.locator('[role="status"]').innerText(), 'Nothing by that name.')
})

test('the link of the frame opens the palette; a link in what people wrote stays a link', { skip }, async () => {
  await openPage('<p><a href="/go">All places</a></p>')
  await page.locator('tango-palette a').evaluate((link) => link.classList.remove('narrow-only'))
  await page.locator('tango-palette a').click()
  await page.locator('#palette-box').waitFor()
  await page.keyboard.press('Escape')
  await page.getByText('All places').click()
  await page.waitForURL('http://ui.test/go')
})

test('nothing in the palette is an accessibility problem, in light and dark', { skip }, async () => {
  await openPage()
  await page.getByText('Write').waitFor()
  await openPalette()
  await page.keyboard.type('s')
  await page.getByText('Search everything for “s”').waitFor()
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme })
    const { violations } = (await page.evaluate(
      `${axe.source}; axe.run('dialog', { runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa', 'best-practice'] })`,
    )) as axe.AxeResults
    assert.deepEqual(
      violations.map((found) => `${found.id}: ${found.nodes.map((node) => node.html).join(' | ')}`),
      [],
    )
  }
})

test('a page with nothing to act on lists only the keys of the frame', { skip }, async () => {
  await openPage('<p>Words.</p>')
  assert.deepEqual(
    [...(await keyList())],
    [
      ['g i', 'Inside'],
      ['/', 'Search'],
      ['Ctrl K', 'Go to'],
      ['c', 'Write'],
      ['F6', 'Next region of the page'],
      ['Esc', 'Close; a draft is kept'],
      ['?', 'All keys'],
    ],
  )
})

const composer = (id: string) => `<form class="composer"><label>Text <textarea id="${id}"></textarea></label></form>`

test('r goes to the box beneath what was said, and to the own box of the item one stands at', { skip }, async () => {
  const comment = `<details><summary>Add a comment</summary>${composer('comment')}</details>`
  await openPage(`<article class="q">?</article><div class="answer">!${comment}</div>${composer('answer')}`)
  assert.equal((await keyList()).get('r'), 'Reply')
  await page.keyboard.press('r')
  assert.equal(await page.evaluate(() => document.activeElement?.id), 'answer')
  await page.keyboard.press('Escape')
  await page.keyboard.press('j')
  await page.keyboard.press('r')
  assert.equal(await page.evaluate(() => document.activeElement?.id), 'comment')
  assert.equal(await page.locator('#comment').isVisible(), true)
})

test('a box above the stream is for writing anew, so r is no key there', { skip }, async () => {
  await openPage(`${composer('new')}<article class="post">Said</article>`)
  const list = await keyList()
  assert.equal(list.has('r'), false)
  assert.equal(list.get('j'), 'Next item')
  await page.keyboard.press('r')
  assert.equal(await page.evaluate(() => document.activeElement?.tagName), 'BODY')
})

test('the brackets go from pane to pane, round about; one pane alone has no such key', { skip }, async () => {
  await openPage('<div class="cols"><div>One</div><aside aria-label="More">Two</aside></div>')
  assert.equal((await keyList()).get(']'), 'Next pane')
  const here = () => page.evaluate(() => document.activeElement?.textContent)
  for (const [key, text] of [
    [']', 'One'],
    [']', 'Two'],
    [']', 'One'],
    ['[', 'Two'],
  ] as const) {
    await page.keyboard.press(key)
    assert.equal(await here(), text)
  }
  await openPage('<div class="cols"><div>One</div></div>')
  assert.equal((await keyList()).has(']'), false)
})

test('x opens the preview of a crossing; the button that confirms it has no key', { skip }, async () => {
  await openPage('<a class="btn cross" href="/preview" data-key="x">Publish out</a>')
  assert.equal((await keyList()).get('x'), 'Publish out')
  await page.keyboard.press('x')
  await page.waitForURL('http://ui.test/preview')
  await openPage('<form method="post"><button class="btn cross">Publish out</button></form>')
  assert.equal((await keyList()).has('x'), false)
})

test('a link in a closed menu has its key, and no badge or key cap in its name', { skip }, async () => {
  await openPage('<div popover id="m"><a href="/unread" data-key="n">Next unread <kbd>n</kbd></a></div>')
  assert.equal((await keyList()).get('n'), 'Next unread')
  await page.keyboard.press('n')
  await page.waitForURL('http://ui.test/unread')
})

test('letters that are switched off leave the list at once, and the palette stays', { skip }, async () => {
  await openPage()
  await page.keyboard.press('?')
  await page.getByText('Keys of one letter are on').click()
  const left = await page.locator('dialog dt').allInnerTexts()
  assert.deepEqual(
    left.map((keys) => keys.replaceAll(/\s+/g, ' ')),
    ['Ctrl K', 'F6', 'Esc', '?'],
  )
  await page.keyboard.press('Escape')
  await openPalette()
  assert.equal(await page.locator('#palette-box').isVisible(), true)
})

test('without script every place is one link away', { skip }, async () => {
  const plain = await (
    await browser.newContext({ javaScriptEnabled: false, viewport: { width: 360, height: 700 } })
  ).newPage()
  await plain.route('http://ui.test/**', answer)
  await plain.goto('http://ui.test/')
  await plain.getByRole('link', { name: 'Go to' }).focus()
  await plain.keyboard.press('Enter')
  await plain.waitForURL('http://ui.test/go')
  await plain.context().close()
})
