import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import test, { after, before, beforeEach } from 'node:test'
import { build } from 'esbuild'
import { h } from 'preact'
import { render } from 'preact-render-to-string'
import { chromium, type Browser, type Page, type Route } from 'playwright-core'
import { frameSamples } from './gallery.frames.tsx'
import { withSprite } from './icons.ts'
import { styleEntries } from './styles.ts'

const programs = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']
const executablePath = process.env['TANGO_CHROMIUM'] ?? programs.find((path) => existsSync(path))
const skip = executablePath ? false : 'Chromium is not installed'
const policy =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; font-src 'self'; form-action 'self'"

let browser: Browser
let page: Page
let script = ''
let style = ''
/** What the page has sent, and how the next uploads are answered. */
let sent: { path: string; body: string }[] = []
let uploadAnswers: { status: number; body: string; wait?: Promise<void> }[] = []
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
  sent = []
  uploadAnswers = []
  problems = []
  page = await (await browser.newContext({ viewport: { width: 1280, height: 800 } })).newPage()
  page.setDefaultTimeout(5_000)
  page.on('console', (message) => message.type() === 'error' && problems.push(message.text()))
  page.on('pageerror', (error) => problems.push(error.message))
  await page.route('http://ui.test/**', answer)
  await page.goto('http://ui.test/')
})

async function answer(route: Route): Promise<void> {
  const request = route.request()
  const path = new URL(request.url()).pathname
  if (path === '/ui.js') return route.fulfill({ contentType: 'text/javascript', body: script })
  if (path === '/core.css') return route.fulfill({ contentType: 'text/css', body: style })
  if (request.method() === 'POST') sent.push({ path, body: request.postDataBuffer()?.toString('latin1') ?? '' })
  if (path === '/preview') return route.fulfill({ contentType: 'text/html', body: '<p><em>made</em></p>' })
  if (path === '/upload') {
    const next = uploadAnswers.shift() ?? { status: 200, body: '{"url":"/files/1"}' }
    await next.wait
    return route.fulfill({ status: next.status, contentType: 'application/json', body: next.body })
  }
  const body = withSprite(render(h(frameSamples.inside, {}))).replaceAll('action="#post"', 'action="/posts"')
  const head = '<title>t</title><link rel="stylesheet" href="/core.css"><script type="module" src="/ui.js"></script>'
  await route.fulfill({
    contentType: 'text/html; charset=utf-8',
    headers: { 'content-security-policy': policy },
    body: `<!doctype html><html lang="en"><head>${head}</head>${body}</html>`,
  })
}

async function givePicture(name: string, type = 'image/png', how: 'paste' | 'drop' = 'paste'): Promise<void> {
  await page.locator('textarea').evaluate(
    (textarea, given) => {
      const data = new DataTransfer()
      data.items.add(new File(['pixels'], given.name, { type: given.type }))
      const options = { bubbles: true, cancelable: true }
      textarea.dispatchEvent(
        given.how === 'paste'
          ? new ClipboardEvent('paste', { ...options, clipboardData: data })
          : new DragEvent('drop', { ...options, dataTransfer: data }),
      )
    },
    { name, type, how },
  )
}

/** Turbo says so after it has sent a form; the page under test stands without Turbo. */
async function formWasSent(success: boolean): Promise<void> {
  await page.locator('form.composer').evaluate((form, good) => {
    form.dispatchEvent(new CustomEvent('turbo:submit-end', { bubbles: true, detail: { success: good } }))
  }, success)
}

test('the preview shows what the server makes of the text, and writing goes on where it was', { skip }, async () => {
  await page.fill('textarea', '*made*')
  await page.click('text=Preview')
  await page.locator('.preview em').waitFor()
  assert.deepEqual(sent, [{ path: '/preview', body: '{"text":"*made*"}' }])
  assert.equal(await page.locator('textarea').isVisible(), false)
  await page.click('text=Back to writing')
  assert.equal(await page.inputValue('textarea'), '*made*')
  assert.deepEqual(problems, [])
})

test('a pasted picture is sent, and stands at the caret when it has arrived', { skip }, async () => {
  await page.fill('textarea', 'ab')
  await page.locator('textarea').evaluate((box: HTMLTextAreaElement) => box.setSelectionRange(1, 1))
  await givePicture('my pic.png')
  await page.waitForFunction(() => document.querySelector('textarea')?.value === 'a\n![my pic](/files/1)\nb')
  assert.match(sent[0]?.body ?? '', /name="file"; filename="my pic.png"[\s\S]*pixels/)
})

test('a dropped picture is taken too, and what is not a picture is refused in words', { skip }, async () => {
  await givePicture('b.png', 'image/png', 'drop')
  await page.waitForFunction(() => document.querySelector('textarea')?.value.includes('![b](/files/1)'))
  await givePicture('list.pdf', 'application/pdf', 'drop')
  await page.locator('.uploads [role="alert"]', { hasText: 'list.pdf: Only pictures' }).waitFor()
  assert.equal(sent.length, 1)
})

test('an upload that fails says why, and can be tried again', { skip }, async () => {
  uploadAnswers = [
    { status: 422, body: '{"detail":"This file is broken"}' },
    { status: 413, body: '' },
  ]
  await givePicture('c.png')
  await page.locator('.failed', { hasText: 'c.png: This file is broken' }).waitFor()
  await page.click('text=Try again')
  await page.locator('.failed', { hasText: 'The picture is too large' }).waitFor()
  await page.click('text=Try again')
  await page.waitForFunction(() => document.querySelector('textarea')?.value.includes('![c](/files/1)'))
  assert.equal(await page.locator('.uploads li').count(), 0)
})

test('sending waits for pictures that are still on their way', { skip }, async () => {
  let arrive = () => {}
  uploadAnswers = [{ status: 200, body: '{"url":"/files/9"}', wait: new Promise((resolve) => (arrive = resolve)) }]
  await page.fill('textarea', 'see')
  await givePicture('d.png')
  await page.locator('.uploads progress').waitFor()
  await page.click('text=Post inside')
  await page.waitForTimeout(100)
  assert.deepEqual(
    sent.filter((request) => request.path === '/posts'),
    [],
  )
  const posted = page.waitForRequest('**/posts')
  arrive()
  assert.match((await posted).postData() ?? '', /text=see.*%2Ffiles%2F9/)
})

test('Ctrl Enter posts to the audience shown', { skip }, async () => {
  await page.fill('textarea', 'hello')
  const posted = page.waitForRequest('**/posts')
  await page.press('textarea', 'Control+Enter')
  assert.equal((await posted).postData(), 'text=hello')
})

test('a draft is kept over a reload, and gone once the form was sent well', { skip }, async () => {
  await page.fill('textarea', 'half a thought')
  await page.locator('text=Draft kept on this device').waitFor()
  await page.reload()
  await page.locator('text=Your draft is back').waitFor()
  assert.equal(await page.inputValue('textarea'), 'half a thought')
  await formWasSent(false)
  await page.reload()
  await page.locator('text=Your draft is back').waitFor()
  await formWasSent(true)
  assert.equal(await page.inputValue('textarea'), '')
  await page.reload()
  await page.waitForTimeout(100)
  assert.equal(await page.inputValue('textarea'), '')
})

test('a draft can be thrown away', { skip }, async () => {
  await page.fill('textarea', 'never mind')
  await page.locator('text=Draft kept on this device').waitFor()
  await page.reload()
  await page.click('text=Start afresh')
  assert.equal(await page.evaluate(() => Object.keys(localStorage).length), 0)
  assert.equal(await page.inputValue('textarea'), '')
})

test('a page that refreshes itself leaves alone what somebody is writing', { skip }, async () => {
  const prevented = await page
    .locator('tango-editor')
    .evaluate(
      (editor) =>
        !editor.dispatchEvent(new CustomEvent('turbo:before-morph-element', { bubbles: true, cancelable: true })),
    )
  assert.equal(prevented, true)
})

test('an editor that leaves the page and comes back has its tools once', { skip }, async () => {
  await page.locator('tango-editor').evaluate((editor) => {
    const parent = editor.parentElement
    const next = editor.nextSibling
    editor.remove()
    parent?.insertBefore(editor, next)
  })
  assert.equal(await page.locator('.editor-bar').count(), 1)
})

test('the slash leads to the search, and keys of one letter do nothing while somebody types', { skip }, async () => {
  await page.keyboard.press('/')
  assert.equal(await page.evaluate(() => document.activeElement?.id), 'search')
  await page.keyboard.press('c')
  assert.equal(await page.inputValue('#search'), 'c')
  assert.equal(page.url(), 'http://ui.test/')
  await page.keyboard.press('Escape')
  await page.keyboard.press('c')
  await page.waitForURL('http://ui.test/#write')
})

test('g then o goes outside', { skip }, async () => {
  await page.keyboard.press('g')
  await page.keyboard.press('o')
  await page.waitForURL('http://ui.test/#outside')
})

test('j and k go from item to item', { skip }, async () => {
  const here = () => page.evaluate(() => document.activeElement?.getAttribute('data-realm'))
  await page.keyboard.press('j')
  assert.equal(await here(), 'inside')
  await page.keyboard.press('j')
  assert.equal(await here(), 'outside')
  await page.keyboard.press('k')
  assert.equal(await here(), 'inside')
})

test('F6 goes from region to region, also while typing', { skip }, async () => {
  const here = () => page.evaluate(() => document.activeElement?.tagName)
  await page.focus('#search')
  await page.keyboard.press('F6')
  assert.equal(await here(), 'NAV')
  await page.keyboard.press('F6')
  assert.equal(await here(), 'MAIN')
  await page.keyboard.press('Shift+F6')
  assert.equal(await here(), 'NAV')
})

test('the question mark lists every key, and letters can be switched off there', { skip }, async () => {
  await page.keyboard.press('?')
  const list = await page.locator('dialog .keys').innerText()
  for (const line of ['Write', 'Inside', 'Outside', 'Home', 'Search', 'Next region of the page'])
    assert.ok(list.includes(line), line)
  await page.click('text=Keys of one letter are on')
  await page.keyboard.press('Escape')
  await page.keyboard.press('c')
  assert.equal(page.url(), 'http://ui.test/')
  await page.reload()
  await page.keyboard.press('c')
  assert.equal(page.url(), 'http://ui.test/')
  assert.deepEqual(problems, [])
})

test('the menu of the account opens and closes without script', { skip }, async () => {
  const plain = await (await browser.newContext({ javaScriptEnabled: false })).newPage()
  await plain.route('http://ui.test/**', answer)
  await plain.goto('http://ui.test/')
  const menu = plain.locator('#account-menu')
  assert.equal(await menu.isVisible(), false)
  await plain.click('[popovertarget="account-menu"]')
  assert.equal(await menu.isVisible(), true)
  const box = await menu.boundingBox()
  assert.ok(box && box.x >= 0 && box.x + box.width <= 1280 && box.y > 30, JSON.stringify(box))
  await plain.keyboard.press('Escape')
  assert.equal(await menu.isVisible(), false)
  await plain.context().close()
})
