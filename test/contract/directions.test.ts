/**
 * What people wrote and are called runs in its own direction on every page, whatever direction the page has: Arabic
 * titles and names on English pages, and English ones on pages that run from right to left.
 */
import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { sql } from 'kysely'
import { folderBlobs } from '../../src/platform/blobs.ts'
import type { Ctx } from '../../src/platform/context.ts'
import { openSite } from '../browse.ts'
import { type PersonName, getCast } from '../cast.ts'
import { hearEverything, inTransaction } from '../database.ts'
import { type Element, ancestorsOf, elementsOf, readHtml } from '../html.ts'
import { pseudoLanguages } from '../languages/pseudo.ts'
import { walk } from '../walk.ts'
import { plantInside, plantOutside } from '../wall/plant.ts'
import { openSecrets } from '../wall/secrets.ts'

const folder = mkdtempSync(join(tmpdir(), 'tango-directions-'))
after(() => rmSync(folder, { recursive: true, force: true }))

const walks: readonly (readonly [who: PersonName | 'visitor', most: number, from: readonly string[]])[] = [
  ['visitor', 34, ['/', '/questions', '/ideas', '/storms', '/updates', '/tags', '/search?q=zyxwv']],
  ['ines', 24, ['/following', '/notices', '/connections', '/drafts', '/settings', '/settings/privacy/as']],
  ['petra', 14, ['/rooms', '/notices', '/inside/tags']],
  [
    'mirela',
    40,
    ['/inside/twins', '/inside/swarms', '/inside/crossings', '/inside/groups', '/inside/structure', '/storms'],
  ],
  ['sara', 30, ['/moderation', '/about/standing', '/ideas-review', '/inside/measures', '/inside/ideas/rules']],
  ['jonas', 60, ['/inside', '/inside/spaces', '/inside/people', '/inside/rights', '/inside/twins', '/inside/swarms']],
]

/** Fields that hold people's words, each with the sign by which they are known on a page. */
const fields: Readonly<Record<string, readonly string[]>> = {
  accounts: ['display_name', 'job_title', 'about'],
  threads: ['title', 'body'],
  replies: ['body'],
  spaces: ['title', 'description'],
  tags: ['name'],
}

/** Writes the same word into everything that people wrote, with the number of its row. */
async function rewrite(ctx: Ctx, word: string): Promise<void> {
  for (const [table, columns] of Object.entries(fields))
    for (const column of columns)
      await sql`update ${sql.table(table)} set ${sql.ref(column)} = ${word} || id`.execute(ctx.db)
}

/** Elements whose words stand on no page, or that a rule of the style sheet sets apart. */
const unseen = new Set(['script', 'style', 'title', 'head', 'svg', 'textarea'])

/** Whether the words of this element keep their direction apart from that of the page. */
function isSetApart(element: Element): boolean {
  for (const one of [element, ...ancestorsOf(element)]) {
    if (one.name === 'bdi' || one.attributes.dir === 'auto') return true
    if (one.attributes.dir !== undefined || unseen.has(one.name)) return unseen.has(one.name)
  }
  return false
}

/** The places of a page where the word stands in the direction of whatever is around it. */
function loose(html: string, word: string): string[] {
  return elementsOf(readHtml(html)).flatMap((element) => {
    const words = element.children.filter((child) => typeof child === 'string').join(' ')
    // A value inside a message is set apart by signs.
    const own = words.replaceAll(/\u2068[^\u2069]*\u2069/g, ' ')
    if (!own.includes(word) || isSetApart(element)) return []
    const around = [element, ...ancestorsOf(element)].slice(0, 3).map(({ name, attributes }) => {
      return attributes.class ? `${name}.${attributes.class}` : name
    })
    return [`${around.toReversed().join(' ')}: ${own.trim().slice(0, 60)}`]
  })
}

for (const [page, word, language] of [
  ['an English page', 'عنوان', 'en'],
  ['a page from right to left', 'zyxwv', 'ar-XB'],
] as const)
  test(
    `on ${page} what people wrote runs in its own direction`,
    inTransaction(
      async (ctx) => {
        const cast = await getCast(ctx)
        const question = await plantOutside(ctx)
        await plantInside(ctx, openSecrets(), question, folderBlobs(folder))
        await hearEverything(ctx)
        await rewrite(ctx, word)
        const site = await openSite(ctx, undefined, pseudoLanguages())
        const found = new Map<string, string>()
        for (const [who, most, from] of walks) {
          const browser = site.as(who === 'visitor' ? who : { ...cast.people[who], name: word })
          const speaking = { ...browser, get: (path: string) => browser.get(path, { 'accept-language': language }) }
          const pages = await walk(speaking, [...from, `/questions/${question.thread.id}/x`], most)
          const drawn = [...pages].filter(([, { text }]) => text.startsWith('<!doctype'))
          assert.ok(drawn.length >= most / 2, `${who} comes to ${drawn.length} pages`)
          for (const [path, { text, headers }] of drawn) {
            assert.equal(headers.get('content-language'), language)
            for (const place of loose(text, word)) found.set(place.replaceAll(/\d+/g, 'N'), `${who} ${path}`)
          }
        }
        assert.deepEqual(
          [...found].map(([place, path]) => `${path}  ${place}`),
          [],
        )
      },
      { now: new Date('2026-06-01T10:00:00Z') },
    ),
  )
