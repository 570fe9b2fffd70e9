import { loadDisclosures } from '../../people/disclosure/disclosure.ts'
import { bodyRenderer } from '../../content/files/files.ts'
import { type Question, type QuestionLine, getQuestion, listQuestions } from '../../content/questions/questions.ts'
import { tagAddress } from '../../content/tags/tags.ts'
import { type ThreadId, replyAddress, threadAddress } from '../../content/threads/threads.ts'
import type { Ctx } from '../../platform/context.ts'
import { NotFound } from '../../platform/errors.ts'
import { renderMarkdown } from '../../platform/text/markdown.ts'
import { getSpace } from '../../realms/spaces/spaces.ts'
import { type Feed, type FeedEntry, xml } from './atom.ts'
import * as queries from './feeds.queries.ts'

const entriesInFeed = 30
/** Thread ids in one sitemap file; the format allows 50,000. */
export const sitemapSize = 10_000

/** Feeds are what a visitor reads, whoever asks: they are kept and passed on by programs that know no rights. */
function forVisitors(ctx: Ctx): Ctx {
  return ctx.as({ kind: 'visitor' })
}

/** The newest public questions; those of one tag when it is given (NotFound when there are none). */
export async function questionsFeed(ctx: Ctx, tag?: string): Promise<Feed> {
  const { items } = await listQuestions(forVisitors(ctx), tag === undefined ? {} : { tag }, undefined, entriesInFeed)
  if (tag !== undefined && items.length === 0) throw new NotFound('tags.not-found')
  const page = tag === undefined ? '/questions' : tagAddress(tag)
  return feedOf(ctx, tag === undefined ? 'Newest questions' : `Questions about ${tag}`, page, items)
}

/** The newest questions of one public space. */
export async function spaceFeed(ctx: Ctx, slug: string): Promise<Feed> {
  const visitor = forVisitors(ctx)
  const space = await getSpace(visitor, slug)
  const { items } = await listQuestions(visitor, { spaceId: space.id }, undefined, entriesInFeed)
  return feedOf(visitor, space.title, `/s/${space.slug}`, items)
}

/** What readers are told of the author's interest: it stands before the text, also where the page is not seen. */
function told(lines: readonly string[]): string {
  return lines.length === 0 ? '' : `<p><em>${xml(lines.join(' '))}</em></p>`
}

async function feedOf(ctx: Ctx, title: string, page: string, lines: readonly QuestionLine[]): Promise<Feed> {
  const disclosures = await loadDisclosures(ctx, { threadIds: lines.map(({ thread }) => thread.id) })
  const entries = lines.map(({ thread, author, tags }): FeedEntry => ({
    lasting: `/questions/${thread.id}`,
    path: threadAddress(thread),
    title: thread.title,
    author: author?.displayName ?? 'Former member',
    publishedAt: thread.createdAt,
    updatedAt: thread.editedAt ?? thread.createdAt,
    html: told(disclosures.atThread(thread.id)) + renderMarkdown(thread.body),
    tags,
  }))
  return { title, self: `${page}/feed.atom`, page, updatedAt: newestOf(entries, new Date(0)), entries }
}

/** A question with its newest answers, and those that stand first on its page, oldest first. No recalled one is in it. */
export async function questionFeed(ctx: Ctx, id: ThreadId): Promise<Feed> {
  const visitor = forVisitors(ctx)
  const question = await getQuestion(visitor, id, { order: 'newest' })
  const { thread, people } = question
  const render = await bodyRenderer(visitor, question.space)
  const entries = answersIn(question).map(({ reply }): FeedEntry => ({
    lasting: `/questions/${thread.id}#answer-${reply.id}`,
    path: replyAddress(thread, reply),
    title: `Answer to: ${thread.title}`,
    author: people.get(reply.authorId)?.displayName ?? 'Former member',
    publishedAt: reply.createdAt,
    updatedAt: reply.editedAt ?? reply.createdAt,
    html: told(question.disclosures.atReply(reply.id)) + render(reply.body),
    tags: [],
  }))
  const updatedAt = newestOf(entries, thread.editedAt ?? thread.createdAt)
  return {
    title: `Answers to: ${thread.title}`,
    self: `/questions/${thread.id}/feed.atom`,
    page: threadAddress(thread),
    updatedAt,
    entries,
  }
}

function answersIn(question: Question) {
  return question.answers
    .filter((answer) => !answer.reply.recalledAt)
    .toSorted((a, b) => a.reply.createdAt.getTime() - b.reply.createdAt.getTime())
}

function newestOf(entries: readonly FeedEntry[], otherwise: Date): Date {
  return entries.reduce((newest, entry) => (entry.updatedAt > newest ? entry.updatedAt : newest), otherwise)
}

/** The list of sitemap files, as XML. */
export async function sitemapIndex(ctx: Ctx, site: string): Promise<string> {
  const pages = await queries.selectSitemapPages(forVisitors(ctx), sitemapSize)
  const files = pages.map((page) => `<sitemap><loc>${xml(`${site}/sitemap/${page + 1}.xml`)}</loc></sitemap>\n`)
  return `<?xml version="1.0" encoding="utf-8"?>\n<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n${files.join('')}</sitemapindex>\n`
}

/** One sitemap file, from 1: every public question with an id in its range. NotFound when there is none. */
export async function sitemapPage(ctx: Ctx, number: number, site: string): Promise<string> {
  const rows = await queries.selectSitemapPage(forVisitors(ctx), number - 1, sitemapSize)
  if (rows.length === 0) throw new NotFound('sitemap.not-found')
  const urls = rows.map((row) => {
    const changed = row.editedAt && row.editedAt > row.activeAt ? row.editedAt : row.activeAt
    return `<url><loc>${xml(site + threadAddress(row))}</loc><lastmod>${changed.toISOString()}</lastmod></url>\n`
  })
  return `<?xml version="1.0" encoding="utf-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n${urls.join('')}</urlset>\n`
}

/** What search engines are asked to leave alone: places to write and things made for one person. */
export function robotsText(site: string): string {
  return [
    'User-agent: *',
    'Disallow: /questions/ask',
    'Disallow: /search',
    'Disallow: /sign-',
    `Sitemap: ${site}/sitemap.xml`,
    '',
  ].join('\n')
}
