/** What holds of every page that links lead to: sound HTML, one heading, and no address that breaks it. */
import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { sql } from 'kysely'
import { folderBlobs } from '../../src/platform/blobs.ts'
import type { Ctx } from '../../src/platform/context.ts'
import { type Browser, type Page, openSite } from '../browse.ts'
import type { PersonName } from '../cast.ts'
import { inTransaction } from '../database.ts'
import { elementsOf, faultsOf, readHtml, textOf } from '../html.ts'
import { walk } from '../walk.ts'
import { queryNames } from '../wall/addresses.ts'
import { plantInside, plantOutside } from '../wall/plant.ts'
import { openSecrets } from '../wall/secrets.ts'

const folder = mkdtempSync(join(tmpdir(), 'tango-pages-'))
after(() => rmSync(folder, { recursive: true, force: true }))

const walks: Partial<Record<PersonName | 'visitor', { from: string[]; most: number }>> = {
  visitor: { from: ['/', '/about', '/ideas', '/sign-in', '/go', '/search?q=battery'], most: 36 },
  ines: { from: ['/', '/settings', '/settings/privacy', '/drafts', '/connections'], most: 30 },
  petra: { from: ['/rooms', '/notices', '/settings'], most: 15 },
  mirela: { from: ['/inside/swarms', '/inside/crossings', '/inside/twins', '/inside/ideas', '/storms'], most: 30 },
  jonas: { from: ['/inside', '/inside/rights', '/inside/structure', '/inside/people', '/inside/measures'], most: 45 },
}

/** What is wrong with a page as a whole. */
function complaints(page: Page): string[] {
  const found = faultsOf(page.text)
  if (found.length > 0) return found
  const all = elementsOf(readHtml(page.text))
  const named = (name: string) => all.filter((one) => one.name === name)
  if (named('h1').length !== 1) found.push(`${named('h1').length} headings of the first level`)
  if (named('h1').some((one) => textOf(one).trim() === '')) found.push('an empty first heading')
  if (named('main').length !== 1) found.push(`${named('main').length} main parts`)
  if ((named('title')[0] && textOf(named('title')[0]!).trim()) === '') found.push('no title')
  if (!named('html')[0]?.attributes.lang) found.push('no language')
  const levels = all.filter((one) => /^h[1-6]$/.test(one.name)).map((one) => Number(one.name[1]))
  for (const [at, level] of levels.entries())
    if (at > 0 && level > levels[at - 1]! + 1) found.push(`a heading of level ${level} after one of ${levels[at - 1]}`)
  for (const link of named('a')) {
    const { href, target } = link.attributes
    if (href === undefined || href === '' || /^javascript:/i.test(href)) found.push(`a link to ${href}`)
    if (target === '_blank') found.push('a link opens a window by itself')
  }
  return found
}

const odd = [
  '',
  '0',
  '-1',
  '9'.repeat(30),
  '__proto__',
  'constructor',
  '\u0000',
  "'",
  '%',
  '\\',
  '[',
  '🚲',
  'x'.repeat(3000),
]

/** What breaks when nonsense stands in the addresses of pages, under every name that some page reads. */
async function brokenBy(ctx: Ctx, browser: Browser, paths: readonly string[]): Promise<string[]> {
  const names = queryNames()
  const wrong: string[] = []
  for (const [at, path] of paths.entries()) {
    // Every page meets one value under all names at once; which it is turns with the page.
    const value = odd[at % odd.length]!
    const query = new URLSearchParams(names.map((name) => [name, value]))
    // What the database refuses ends a transaction, which here is that of all requests.
    await sql`savepoint asked`.execute(ctx.db)
    const page = await browser.get(`${path.split('?')[0]}?${query}`)
    await sql`rollback to savepoint asked`.execute(ctx.db)
    const what = `${path} with ${JSON.stringify(value).slice(0, 20)}`
    if (page.status >= 500) wrong.push(`${what}: ${page.status}`)
    if (page.status === 200) wrong.push(...faultsOf(page.text).map((one) => `${what}: ${one}`))
  }
  return wrong
}

for (const [who, { from, most }] of Object.entries(walks) as [PersonName, { from: string[]; most: number }][])
  test(
    `${who}: every page is sound HTML with one heading, levels in order and links that lead somewhere, and no address breaks it`,
    inTransaction(
      async (ctx) => {
        await plantInside(ctx, openSecrets(), await plantOutside(ctx), folderBlobs(folder))
        const browser = (await openSite(ctx)).as(who)
        const pages = new Map(
          [...(await walk(browser, from, most))].filter(([, page]) => page.text.startsWith('<!doctype')),
        )
        assert.ok(pages.size >= Math.min(8, most / 3), `${pages.size} pages`)
        const wrong = [...pages].flatMap(([path, page]) => complaints(page).map((one) => `${path}: ${one}`))
        assert.deepEqual(wrong, [])
        assert.deepEqual(await brokenBy(ctx, browser, [...pages.keys()]), [])
      },
      { now: new Date('2026-06-01T10:00:00Z') },
    ),
  )
