import type {
  BreadcrumbList,
  Organization,
  SearchAction,
  WebSite,
  WithActionConstraints,
  WithContext,
} from 'schema-dts'
import type { Ctx } from '../../platform/context.ts'
import { Forbidden } from '../../platform/errors.ts'
import type { PageProps } from '../../platform/http/env.ts'
import { type Subject, findSubject } from './subjects.ts'

/** What the head of a page says to programs: to robots, to search engines, and to whoever draws a link to it. */
export interface PageHead {
  /** Words for robots, such as `noindex`; empty: everything is allowed. */
  readonly robots: readonly string[]
  /** Structured data beside that of the page itself. */
  readonly data: readonly unknown[]
  readonly preview?: {
    readonly type: 'article' | 'profile' | 'website'
    readonly image: { readonly path: string; readonly alt: string }
  }
}

interface At {
  readonly site: string
  readonly community: string
  readonly company: string
  /** Whether an AI crawler asks. */
  readonly isAi: boolean
}

/**
 * The head of a page. Only visitors' pages have more than `noindex` in it, for programs come as visitors. Throws
 * Forbidden for an AI crawler where the stewards of the space keep it out, and where texts of such spaces may stand.
 */
export async function pageHead(ctx: Ctx, page: PageProps, at: At): Promise<PageHead> {
  const isOpen = page.realm === 'outside' && page.indexed !== false
  const plain: PageHead = { robots: isOpen ? [] : ['noindex'], data: [] }
  if (ctx.viewer.kind !== 'visitor' || page.realm !== 'outside' || (page.status ?? 200) >= 400) return plain
  const subject = await findSubject(ctx, page.subject, at)
  if (!subject) return plain
  if (at.isAi && !subject.robots.ai)
    throw new Forbidden('robots.not-for-ai', 'Those who look after this space keep AI crawlers out of it.')
  const robots = [
    ...(isOpen && subject.robots.listed ? [] : ['noindex']),
    ...(subject.robots.ai ? [] : ['noai', 'noimageai']),
  ]
  if (page.canonical === undefined) return { robots, data: [] }
  const kind = page.subject?.kind
  return {
    robots,
    data: page.canonical === '/' ? siteData(at) : [crumbsOf(page, subject, at)],
    preview: {
      type: kind === 'thread' ? 'article' : kind === 'person' ? 'profile' : 'website',
      image: { path: subject.cardPath, alt: altOf(subject) },
    },
  }
}

function altOf({ card }: Subject): string {
  return [
    card.label && `${card.label}:`,
    card.title,
    card.place && `in ${card.place}`,
    card.counts && `(${card.counts})`,
  ]
    .filter(Boolean)
    .join(' ')
}

/** The way from the community to the page, as schema.org/BreadcrumbList. */
function crumbsOf(page: PageProps, { space }: Subject, at: At): WithContext<BreadcrumbList> {
  const steps = [
    { name: at.community, path: '/' },
    // The first space is the community itself.
    ...(space && space.title !== at.community ? [{ name: space.title, path: `/s/${space.slug}` }] : []),
    { name: page.title, path: page.canonical! },
  ]
  return {
    '@context': 'https://schema.org',
    '@type': 'BreadcrumbList',
    itemListElement: steps.map(({ name, path }, n) => ({
      '@type': 'ListItem',
      position: n + 1,
      name,
      item: at.site + path,
    })),
  }
}

function siteData({ site, community, company }: At) {
  const search: WithActionConstraints<SearchAction> = {
    '@type': 'SearchAction',
    target: { '@type': 'EntryPoint', urlTemplate: `${site}/search?q={search_term_string}` },
    'query-input': 'required name=search_term_string',
  }
  const website: WithContext<WebSite> = {
    '@context': 'https://schema.org',
    '@type': 'WebSite',
    name: community,
    url: `${site}/`,
    potentialAction: search,
    publisher: { '@type': 'Organization', name: company },
  }
  const organization: WithContext<Organization> = {
    '@context': 'https://schema.org',
    '@type': 'Organization',
    name: company,
    url: `${site}/`,
  }
  return [website, organization]
}
