/** The pages that somebody comes to by links, one of each kind. */
import assert from 'node:assert/strict'
import type { Browser, Page } from './browse.ts'

/** What addresses of one kind have in common: numbers and names stand for each other. */
export function kindOf(path: string): string {
  return path
    .split('?')[0]!
    .replace(/zqk\w+/g, 'N')
    .replaceAll(/\d+[^/]*/g, 'N')
    .replace(/^\/(s|tags)\/[^/]+/, '/$1/N')
}

/**
 * Opens pages from the given addresses on, by their links, one of each kind and at most so many kinds. Gives those that
 * opened, by address; fails where one breaks.
 */
export async function walk(browser: Browser, from: readonly string[], most: number): Promise<Map<string, Page>> {
  const seen = new Set<string>()
  const pages = new Map<string, Page>()
  let next = from
  while (next.length > 0 && seen.size < most) {
    const found: string[] = []
    for (const path of next) {
      const kind = kindOf(path)
      if (seen.has(kind) || seen.size >= most) continue
      seen.add(kind)
      const page = await browser.get(path)
      assert.ok(page.status < 500, `${path}: ${page.status}`)
      if (page.status !== 200) continue
      pages.set(path, page)
      for (const [, link] of page.text.matchAll(/<a\b[^>]*href="(\/[^"#]*)/g))
        if (!/^\/(assets|files|go\/)|[?&]next=/.test(link!)) found.push(link!.replaceAll('&amp;', '&'))
    }
    next = found
  }
  return pages
}
