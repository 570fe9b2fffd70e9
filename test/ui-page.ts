/** The parts of the design system in a real browser, without the rest of Tango. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, beforeEach } from 'node:test'
import { build } from 'esbuild'
import { h } from 'preact'
import { render } from 'preact-render-to-string'
import { chromium, type Browser, type Page, type Route } from 'playwright-core'
import { frameSamples } from '../src/ui/gallery.frames.tsx'
import { withSprite } from '../src/ui/icons.ts'
import { styleEntries } from '../src/ui/styles.ts'

const programs = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']
const executablePath = process.env['TANGO_CHROMIUM'] ?? programs.find((path) => existsSync(path))
/** The reason why no page can be opened on this machine. */
export const skip = executablePath ? false : 'Chromium is not installed'
const policy =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; font-src 'self'; form-action 'self'"

type Kept = { id: number; place: string; version: number; fields: Record<string, string>; savedAt: number }

/** The page under test, and the small server behind it. */
export const ui = {
  browser: undefined as unknown as Browser,
  page: undefined as unknown as Page,
  /** What the page has sent, and how the next uploads are answered. */
  sent: [] as { path: string; body: string }[],
  uploadAnswers: [] as { status: number; body: string; wait?: Promise<void> }[],
  /** What the server of drafts holds, and how it answers: null is a cut connection. */
  kept: undefined as Kept | undefined,
  draftStatus: 200 as number | null,
  /** Who is signed in. */
  viewer: '',
  problems: [] as string[],
}
let script = ''
let style = ''

/** Opens the page anew before each test of a file. */
export function openUiPages(): void {
  before(async () => {
    if (skip) return
    const made = await build({
      entryPoints: [join(import.meta.dirname, '../src/ui/ui.client.ts'), styleEntries.core],
      bundle: true,
      write: false,
      format: 'esm',
      outdir: 'out',
      loader: { '.woff2': 'empty' },
    })
    script = made.outputFiles.find((file) => file.path.endsWith('.js'))?.text ?? ''
    style = made.outputFiles.find((file) => file.path.endsWith('.css'))?.text ?? ''
    ui.browser = await chromium.launch({
      executablePath,
      args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update'],
    })
  })

  after(async () => {
    await ui.browser?.close()
  })

  beforeEach(async () => {
    if (skip) return
    await ui.page?.context().close()
    ui.sent = []
    ui.uploadAnswers = []
    ui.kept = undefined
    ui.draftStatus = 200
    ui.viewer = ''
    ui.problems = []
    ui.page = await (await ui.browser.newContext({ viewport: { width: 1280, height: 800 } })).newPage()
    ui.page.setDefaultTimeout(30_000)
    ui.page.on('console', (message) => message.type() === 'error' && ui.problems.push(message.text()))
    ui.page.on('pageerror', (error) => ui.problems.push(error.message))
    await ui.page.route('http://ui.test/**', answer)
    await ui.page.goto('http://ui.test/')
  })
}

export async function answer(route: Route): Promise<void> {
  const request = route.request()
  const path = new URL(request.url()).pathname
  if (path === '/ui.js') return route.fulfill({ contentType: 'text/javascript', body: script })
  if (path === '/core.css') return route.fulfill({ contentType: 'text/css', body: style })
  if (request.method() === 'POST') ui.sent.push({ path, body: request.postDataBuffer()?.toString('latin1') ?? '' })
  if (path.startsWith('/drafts/')) return answerDrafts(route, path)
  if (path === '/suggest') return route.fulfill({ json: suggested(new URL(request.url()).searchParams) })
  if (path === '/preview') return route.fulfill({ contentType: 'text/html', body: '<p><em>made</em></p>' })
  if (path === '/upload') {
    const next = ui.uploadAnswers.shift() ?? { status: 200, body: '{"url":"/files/1"}' }
    await next.wait
    return route.fulfill({ status: next.status, contentType: 'application/json', body: next.body })
  }
  const body = withSprite(render(h(frameSamples.inside, {}))).replaceAll('action="#post"', 'action="/posts"')
  const meta = ui.viewer && `<meta name="viewer" content="${ui.viewer}">`
  const head = `${meta}<title>t</title><link rel="stylesheet" href="/core.css"><script type="module" src="/ui.js"></script>`
  await route.fulfill({
    contentType: 'text/html; charset=utf-8',
    headers: { 'content-security-policy': policy },
    body: `<!doctype html><html lang="en"><head>${head}</head>${body}</html>`,
  })
}

/** A server of drafts as small as can be: one draft, told from another by its version. */
async function answerDrafts(route: Route, path: string): Promise<void> {
  if (ui.draftStatus === null) return route.abort('internetdisconnected')
  if (ui.draftStatus !== 200) return route.fulfill({ status: ui.draftStatus, json: {} })
  if (path === '/drafts/here') return route.fulfill({ json: ui.kept ? [ui.kept] : [] })
  const asked = route.request().postDataJSON() as { place: string; fields: Record<string, string>; base?: number }
  if (path === '/drafts/forget') {
    ui.kept = undefined
    return route.fulfill({ status: 204 })
  }
  if (ui.kept && ui.kept.version !== asked.base) return route.fulfill({ status: 409, json: ui.kept })
  ui.kept = { id: 1, place: asked.place, version: (asked.base ?? 0) + 1, fields: asked.fields, savedAt: Date.now() }
  if (asked.fields['text'] === '') ui.kept = undefined
  return route.fulfill({ json: { version: ui.kept?.version ?? 0 } })
}

function suggested(asked: URLSearchParams): object[] {
  const people = [
    { label: 'Ines Carvalho', insert: '[@Ines Carvalho](/people/9)', cannotRead: true },
    { label: 'Ingrid Holm', insert: '[@Ingrid Holm](/people/11)', note: 'Service' },
  ]
  const words = (asked.get('q') ?? '').toLowerCase()
  return asked.get('kind') === 'people' ? people.filter(({ label }) => label.toLowerCase().startsWith(words)) : []
}

/** Turbo says so after it has sent a form; the page under test stands without Turbo. */
export async function formWasSent(success: boolean): Promise<void> {
  await ui.page.locator('form.composer').evaluate((form, good) => {
    form.dispatchEvent(new CustomEvent('turbo:submit-end', { bubbles: true, detail: { success: good } }))
  }, success)
}
