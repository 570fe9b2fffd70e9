import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test } from 'node:test'
import { build } from 'esbuild'
import { axeFindings, noChromium, openJourney, sidewaysScroll } from '../../../test/journeys/browser.ts'
import { makeGroup } from '../groups/groups.ts'
import { getNode, placePerson } from './axes.ts'
import { world } from './world.fixture.test.ts'

const skip = (await noChromium()) ?? false

/** The element as a script of its own, so that this test stands whether or not the page of the site carries it. */
async function treeScript(): Promise<string> {
  const { outputFiles } = await build({
    stdin: {
      contents: `import { TangoTree } from './tree.client.ts'
        if (!customElements.get('tango-tree')) customElements.define('tango-tree', TangoTree)`,
      resolveDir: join(import.meta.dirname),
    },
    bundle: true,
    write: false,
    format: 'iife',
  })
  return outputFiles[0]!.text
}

test(
  'a place is dragged onto another, or moved by keyboard, and stands below it; every page of the structure can be read',
  { skip, timeout: 120_000 },
  async (t) => {
    const journey = await openJourney(t)
    const { ctx, cast } = journey
    const { cells, care, engineering, firmware } = await world(ctx)
    await placePerson(ctx, { node: cells, person: cast.people.ines.id, role: 'member' })
    const group = await makeGroup(cast.as(ctx, 'jonas'), {
      title: 'First aiders',
      purpose: 'Know where the box hangs.',
    })
    const page = await journey.page('jonas')
    await page.goto('/inside/structure/axes?axis=function')
    await page.evaluate(await treeScript())
    const node = (title: string) => page.locator(`tango-tree li:has(> a:text-is("${title}")) > a`)
    const sent = page.waitForResponse((response) => response.url().endsWith('/axes/function/move'))
    await node('Firmware').dragTo(node('Rider care'))
    await sent
    assert.equal((await getNode(ctx, firmware)).parentId, care)
    const plain = await journey.page('jonas', { script: false })
    await plain.goto('/inside/structure/axes?axis=function')
    await plain.getByLabel('Move', { exact: true }).selectOption({ label: '\u2003Firmware (firmware)' })
    await plain.getByLabel('Below', { exact: true }).selectOption({ label: 'Engineering (engineering)' })
    const back = plain.waitForResponse((response) => response.url().endsWith('/axes/function/move'))
    await plain.getByRole('button', { name: 'Move the place' }).press('Enter')
    await back
    assert.equal((await getNode(ctx, firmware)).parentId, engineering)
    const found: string[] = []
    for (const path of [
      '/inside/structure',
      '/inside/structure?view=none',
      '/inside/structure?view=matrix&rows=function&columns=geography',
      `/inside/structure?view=networked&person=${cast.people.aiko.id}`,
      '/inside/structure/axes?axis=function',
      `/inside/structure/nodes/${cells}?find=A`,
      `/inside/structure/nodes/${engineering}?below=1`,
      `/inside/structure/people?nodes=${engineering}`,
      `/inside/structure/of/${cast.people.aiko.id}`,
      '/inside/groups',
      `/inside/groups/${group.slug}?find=A`,
    ]) {
      await page.goto(path)
      for (const width of [1280, 360]) {
        await page.setViewportSize({ width, height: 800 })
        await page.emulateMedia({ colorScheme: width === 360 ? 'dark' : 'light', reducedMotion: 'reduce' })
        found.push(...(await axeFindings(page)).map((line) => `${path} at ${width}: ${line}`))
        if ((await sidewaysScroll(page)) > 0) found.push(`${path} scrolls sideways at ${width}`)
      }
    }
    assert.deepEqual(found, [])
  },
)
