import assert from 'node:assert/strict'
import test, { after, before, beforeEach } from 'node:test'
import { type Browser, type Page, chromium } from 'playwright-core'
import { build } from 'esbuild'
import { h } from 'preact'
import { render } from 'preact-render-to-string'
import { ensureChromium } from '../../../scripts/chromium.ts'
import { noChromium } from '../../../test/journeys/browser.ts'
import { emptyForm } from '../../platform/http/form.ts'
import { AxesPage } from './axes.page.tsx'
import type { Axis, NodeLine } from './axes.ts'

const skip = (await noChromium()) ?? false

/** Engineering with cells, and packs below those; beside it care. */
const lines = [
  { id: 11, code: 'engineering', title: 'Engineering', parentId: null, depth: 0, below: 1 },
  { id: 12, code: 'cells', title: 'Cells', parentId: 11, depth: 1, below: 1 },
  { id: 13, code: 'packs', title: 'Packs', parentId: 12, depth: 2, below: 0 },
  { id: 14, code: 'care', title: 'Care', parentId: null, depth: 0, below: 0 },
].map((line) => ({ ...line, own: 0, withBelow: 0 })) as unknown as NodeLine[]
const axis = { id: 1, key: 'function', title: 'Function', endedAt: null } as unknown as Axis

let browser: Browser
let page: Page
let script = ''
let sent: string[] = []

function markup(mayKeep: boolean): string {
  const day = '2026-06-15'
  const words = { because: 'Others keep it.', parent: undefined, next: undefined, chosen: undefined, form: emptyForm }
  const drawn = h(AxesPage, { axes: [axis], axis, lines, roles: [], day, today: day, mayKeep, ...words })
  return `<!doctype html><html lang="en"><head><title>t</title><script type="module" src="/tree.js"></script></head>
    <body>${render(drawn)}</body></html>`
}

before(async () => {
  if (skip) return
  const contents = `import { TangoTree } from './tree.client.ts'; customElements.define('tango-tree', TangoTree)`
  const made = await build({
    stdin: { contents, resolveDir: import.meta.dirname },
    bundle: true,
    write: false,
    format: 'esm',
  })
  script = made.outputFiles[0]!.text
  const found = await ensureChromium()
  if ('missing' in found) throw new Error(found.missing)
  browser = await chromium.launch({
    executablePath: found.path,
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
  })
})

after(async () => {
  await browser?.close()
})

async function open(options: { script?: boolean; mayKeep?: boolean } = {}): Promise<void> {
  await page?.context().close()
  sent = []
  page = await (await browser.newContext({ javaScriptEnabled: options.script ?? true })).newPage()
  page.setDefaultTimeout(5_000)
  await page.route('http://tree.test/**', (route) => {
    const path = new URL(route.request().url()).pathname
    if (path === '/tree.js') return route.fulfill({ contentType: 'text/javascript', body: script })
    // 204: the page stays where it is, and what was sent can be counted.
    if (route.request().method() === 'POST') {
      sent.push(`${path} ${route.request().postData()}`)
      return route.fulfill({ status: 204 })
    }
    return route.fulfill({ contentType: 'text/html; charset=utf-8', body: markup(options.mayKeep ?? true) })
  })
  await page.goto('http://tree.test/')
}

beforeEach(async () => {
  if (!skip) await open()
})

/** Drags the place of one name onto that of another, as a browser tells it; what was allowed on the way. */
async function drag(from: string, onto: string, way: { cancelled?: boolean } = {}) {
  return page.evaluate(
    ([first, second, cancelled]) => {
      const link = (title: string) =>
        [...document.querySelectorAll('tango-tree [data-node] > a')].find((one) => one.textContent === title)!
      const dataTransfer = new DataTransfer()
      const tell = (type: string, target: Element) =>
        !target.dispatchEvent(new DragEvent(type, { bubbles: true, cancelable: true, dataTransfer }))
      tell('dragstart', link(first))
      const carried = dataTransfer.getData('text/plain')
      if (cancelled) tell('dragend', link(first))
      const over = tell('dragover', link(second))
      const dropped = tell('drop', link(second))
      return { carried, over, dropped }
    },
    [from, onto, way.cancelled ?? false] as const,
  )
}

async function settled(): Promise<string[]> {
  await page.evaluate(() => new Promise((done) => setTimeout(done, 150)))
  return sent
}

const moved = (node: number, parent: number) =>
  `/inside/structure/axes/function/move node=${node}&parent=${parent}&from=2026-06-15`

test('a place that is let go on another one fills in the form and sends it, once', { skip }, async () => {
  assert.deepEqual(await drag('Packs', 'Care'), { carried: '13', over: true, dropped: true })
  assert.deepEqual(await settled(), [moved(13, 14)])
  await drag('Care', 'Packs')
  assert.deepEqual(await settled(), [moved(13, 14), moved(14, 13)])
  assert.equal(await page.locator('[data-node][draggable="true"]').count(), 4)
  assert.equal(await page.locator('tango-tree [data-node] a[draggable="false"]').count(), 4)
})

test('on itself, on what is below it, or after it was put down again, nothing is sent', { skip }, async () => {
  for (const [from, onto] of [
    ['Engineering', 'Packs'],
    ['Engineering', 'Cells'],
    ['Cells', 'Cells'],
  ] as const)
    assert.deepEqual(
      await drag(from, onto).then(({ over, dropped }) => [over, dropped]),
      [false, false],
      `${from} ${onto}`,
    )
  const cancelled = await drag('Packs', 'Care', { cancelled: true })
  assert.deepEqual([cancelled.over, cancelled.dropped], [false, false])
  assert.deepEqual(await settled(), [])
  // Upwards, onto a place that it stands below already further down, is a move like any other.
  await drag('Packs', 'Engineering')
  assert.deepEqual(await settled(), [moved(13, 11)])
})

test('something else that is dragged over the tree, a file or a word, is none of its business', { skip }, async () => {
  const taken = await page.evaluate(() => {
    const target = document.querySelector('tango-tree [data-node] > a')!
    const event = (type: string) =>
      new DragEvent(type, { bubbles: true, cancelable: true, dataTransfer: new DataTransfer() })
    return ['dragover', 'drop'].map((type) => !target.dispatchEvent(event(type)))
  })
  assert.deepEqual([taken, await settled()], [[false, false], []])
})

test('taken out of the page it hears nothing; put back it sends once again', { skip }, async () => {
  await page.evaluate(() => {
    const tree = document.querySelector('tango-tree')!
    const parent = tree.parentElement!
    for (let round = 0; round < 3; round++) {
      tree.remove()
      parent.append(tree)
    }
  })
  await drag('Packs', 'Care')
  assert.deepEqual(await settled(), [moved(13, 14)])
})

test(
  'without script the form moves a place by keyboard alone; who may not keep the tree has neither',
  { skip },
  async () => {
    await open({ script: false })
    assert.equal(await page.locator('[draggable]').count(), 0)
    await page.getByLabel('Move', { exact: true }).selectOption('13')
    await page.getByLabel('Below', { exact: true }).selectOption('14')
    await page.getByRole('button', { name: 'Move the place' }).press('Enter')
    await page.waitForTimeout(150)
    assert.deepEqual(sent, [moved(13, 14)])
    await open({ mayKeep: false })
    assert.equal(await page.locator('form[method="post"]').count(), 0)
    assert.equal(await page.locator('[draggable="true"]').count(), 0)
    assert.equal(await page.getByRole('link', { name: 'Cells' }).count(), 1)
  },
)
