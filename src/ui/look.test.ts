import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import test, { after, before } from 'node:test'
import type axeCore from 'axe-core'
import { build } from 'esbuild'
import { h } from 'preact'
import { render } from 'preact-render-to-string'
import { chromium, type Browser } from 'playwright-core'
import { frameSamples } from './gallery.frames.tsx'
import { GalleryPage } from './gallery.page.tsx'
import { withSprite } from './icons.ts'
import { styleEntries } from './styles.ts'

const programs = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']
const executablePath = process.env['TANGO_CHROMIUM'] ?? programs.find((path) => existsSync(path))
const skip = executablePath ? false : 'Chromium is not installed'
const axe = join(import.meta.dirname, '../../node_modules/axe-core/axe.min.js')
const pages = { gallery: GalleryPage, ...frameSamples }

let browser: Browser
let style = ''

before(async () => {
  if (skip) return
  const made = await build({
    entryPoints: Object.values(styleEntries),
    bundle: true,
    write: false,
    outdir: 'out',
    loader: { '.woff2': 'dataurl' },
  })
  const css = (name: string) => made.outputFiles.find((file) => file.path.endsWith(`${name}.css`))?.text ?? ''
  style = ['core', 'extra', 'gallery'].map(css).join('\n')
  browser = await chromium.launch({
    executablePath,
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update'],
  })
})

after(async () => {
  await browser?.close()
})

function document(name: keyof typeof pages, direction: 'ltr' | 'rtl'): string {
  const body = withSprite(render(h(pages[name], {})))
  return `<!doctype html><html lang="en" dir="${direction}"><head><meta charset="utf-8"><title>${name}</title><style>${style}</style></head>${body}</html>`
}

/** Colours on their way from one theme to the other would be measured half way. */
async function coloursHaveArrived(): Promise<void> {
  const frame = () => new Promise((resolve) => requestAnimationFrame(resolve))
  await frame()
  await frame()
  await Promise.all(globalThis.document.getAnimations().map((animation) => animation.finished))
}

for (const name of Object.keys(pages) as (keyof typeof pages)[]) {
  test(`${name}: nothing for axe to find, by day and by night`, { skip }, async () => {
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } })
    await page.setContent(document(name, 'ltr'))
    await page.evaluate(readFileSync(axe, 'utf8'))
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
      await page.evaluate(coloursHaveArrived)
      const found = await page.evaluate(async () => {
        const { violations } = await (window as unknown as { axe: typeof axeCore }).axe.run()
        return violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(' ')).join(', ')}`)
      })
      assert.deepEqual(found, [], colorScheme)
    }
    await page.close()
  })

  test(`${name}: no sideways scroll from 360 px up, in either direction of writing`, { skip }, async () => {
    for (const direction of ['ltr', 'rtl'] as const) {
      const page = await browser.newPage({ viewport: { width: 360, height: 800 } })
      await page.setContent(document(name, direction))
      for (const width of [360, 600, 768, 1000, 1600]) {
        await page.setViewportSize({ width, height: 800 })
        const over = await page.evaluate(
          () => globalThis.document.documentElement.scrollWidth - globalThis.document.documentElement.clientWidth,
        )
        assert.equal(over, 0, `${direction} at ${width} px`)
      }
      await page.close()
    }
  })
}

test('in a page from right to left only what points is turned round', { skip }, async () => {
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } })
  const turnedIn = async (direction: 'ltr' | 'rtl'): Promise<string[]> => {
    await page.setContent(document('gallery', direction))
    return page.$$eval('svg.i', (icons) => [
      ...new Set(
        icons
          .filter((icon) => getComputedStyle(icon).scale === '-1 1')
          .map((icon) => icon.firstElementChild!.getAttribute('href')!),
      ),
    ])
  }
  assert.deepEqual(await turnedIn('ltr'), [])
  const turned = await turnedIn('rtl')
  for (const pointing of ['#i-arrow-left', '#i-arrow-right', '#i-caret-right'])
    assert.ok(turned.includes(pointing), pointing)
  assert.deepEqual(
    turned.filter((name) => !/arrow-(left|right|square)|caret-(left|right)|sign-(in|out)|paper-plane|list-/.test(name)),
    [],
  )
  await page.close()
})

test(
  'what is typed stands where its own script begins; an empty field keeps the direction of the page',
  { skip },
  async () => {
    const page = await browser.newPage({ viewport: { width: 800, height: 600 } })
    for (const direction of ['ltr', 'rtl'] as const) {
      await page.setContent(document('gallery', direction))
      const sideOf = (text: string) =>
        page.$eval(
          'textarea',
          (area, words) => {
            // Where words stand in a field cannot be asked: the same rule on a plain block.
            const block = globalThis.document.createElement('div')
            const { direction: own, unicodeBidi } = getComputedStyle(area)
            Object.assign(block.style, { direction: own, unicodeBidi })
            block.innerHTML = `<span>${words}</span>`
            globalThis.document.querySelector('main')!.prepend(block)
            const [inner, outer] = [block.firstElementChild!.getBoundingClientRect(), block.getBoundingClientRect()]
            block.remove()
            return inner.left - outer.left < outer.right - inner.right ? 'left' : 'right'
          },
          text,
        )
      assert.deepEqual([await sideOf('hello'), await sideOf('عنوان')], ['left', 'right'], direction)
      assert.equal(await page.$eval('textarea', (area) => getComputedStyle(area).direction), direction)
    }
    await page.close()
  },
)
