import { tagAddress } from '../../content/tags/tags.ts'
import { threadAddress } from '../../content/threads/threads.ts'
import type { Ctx } from '../../platform/context.ts'
import { NotFound } from '../../platform/errors.ts'
import { xml } from './atom.ts'
import * as queries from './feeds.queries.ts'

/** Ids in one sitemap file; the format allows 50,000 addresses. */
export const sitemapSize = 10_000

function forVisitors(ctx: Ctx): Ctx {
  return ctx.as({ kind: 'visitor' })
}

const open = (name: string) =>
  `<?xml version="1.0" encoding="utf-8"?>\n<${name} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n`

/** The list of sitemap files, as XML: of pages and spaces, of threads by ranges of ids, of tags by ranges of ids. */
export async function sitemapIndex(ctx: Ctx, site: string): Promise<string> {
  const visitor = forVisitors(ctx)
  const names = [
    'places',
    ...(await queries.selectSitemapPages(visitor, sitemapSize)).map((page) => String(page + 1)),
    ...(await queries.selectTagPages(visitor, sitemapSize)).map((page) => `tags-${page + 1}`),
  ]
  const files = names.map((name) => `<sitemap><loc>${xml(`${site}/sitemap/${name}.xml`)}</loc></sitemap>\n`)
  return `${open('sitemapindex')}${files.join('')}</sitemapindex>\n`
}

/** One sitemap file, from 1: every public thread with an id in its range. NotFound when there is none. */
export async function sitemapPage(ctx: Ctx, number: number, site: string): Promise<string> {
  const rows = await queries.selectSitemapPage(forVisitors(ctx), number - 1, sitemapSize)
  return urlset(
    site,
    rows.map((row) => ({
      path: threadAddress(row),
      changedAt: row.editedAt && row.editedAt > row.activeAt ? row.editedAt : row.activeAt,
    })),
  )
}

/** One sitemap file of tags, from 1. When something last happened at a tag is not known, so it is not said. */
export async function sitemapTags(ctx: Ctx, number: number, site: string): Promise<string> {
  const names = await queries.selectTagPage(forVisitors(ctx), number - 1, sitemapSize)
  return urlset(
    site,
    names.map((name) => ({ path: tagAddress(name), changedAt: null })),
  )
}

/** The sitemap file of what there are few of: the lists of the community, and its public spaces. */
export async function sitemapPlaces(ctx: Ctx, site: string): Promise<string> {
  const spaces = await queries.selectListedSpaces(forVisitors(ctx))
  return urlset(site, [
    ...['/', '/questions', '/ideas', '/problems', '/praise', '/updates'].map((path) => ({ path, changedAt: null })),
    ...spaces.map(({ slug, activeAt }) => ({ path: `/s/${slug}`, changedAt: activeAt })),
  ])
}

function urlset(site: string, pages: readonly { path: string; changedAt: Date | null }[]): string {
  if (pages.length === 0) throw new NotFound('sitemap.not-found')
  const urls = pages.map(
    ({ path, changedAt }) =>
      `<url><loc>${xml(site + path)}</loc>${changedAt ? `<lastmod>${changedAt.toISOString()}</lastmod>` : ''}</url>\n`,
  )
  return `${open('urlset')}${urls.join('')}</urlset>\n`
}
