/** The HTML that Discourse keeps of each post, as Markdown. */
import { cleanMarkdown } from '../../platform/text/markdown.ts'
import { Unfit, cutOut, markdownOfHtml } from '../import/import.ts'
import type { ForeignPost } from './records.ts'

const longestBody = 60_000
const longestHtml = 300_000
const mostTags = 20_000
const deepest = 150

export interface Text {
  readonly body: string
  readonly isPlainer: boolean
  readonly isDifferent: boolean
}

/**
 * A post's text. Pictures and other uploads stay links to the old site, mentions links to its members, quotes keep the
 * name of who said it.
 *
 * @throws Unfit when it is empty, longer than a text can be, or nested like nothing that a person wrote.
 */
export function textOfPost(post: Pick<ForeignPost, 'html' | 'raw'>, site: string): Text {
  if (post.html === undefined) {
    return { body: fitting(cleanMarkdown(post.raw ?? '')), isPlainer: false, isDifferent: false }
  }
  if (post.html.length > longestHtml)
    throw new Unfit(`its HTML has ${post.html.length} characters, ${longestHtml} are the most`)
  const html = plainHtml(post.html, site)
  demandShallow(html)
  const { markdown, fidelity } = converted(html)
  return { body: fitting(markdown), isPlainer: fidelity === 'plainer', isDifferent: fidelity === 'different' }
}

function converted(html: string): ReturnType<typeof markdownOfHtml> {
  try {
    return markdownOfHtml(html)
  } catch (error) {
    // Some mark-up nests deeper than its tags say: the parser repairs it that way.
    if (error instanceof RangeError) throw new Unfit('its HTML is nested too deep')
    throw error
  }
}

function fitting(body: string): string {
  if (body === '') throw new Unfit('the text is empty')
  if (body.length > longestBody) throw new Unfit(`the text has ${body.length} characters, ${longestBody} are the most`)
  return body
}

/** What the converter walks through by recursion is kept within bounds. Tags that are never closed count as open. */
function demandShallow(html: string): void {
  let [depth, tags] = [0, 0]
  for (const [, close, name = ''] of html.matchAll(/<(\/?)([a-z][a-z0-9]*)/gi)) {
    tags += 1
    if (close) depth = Math.max(0, depth - 1)
    else if (!/^(?:br|img|hr|input|wbr|meta|link|source|col|area|base|embed|track|p|li|td|th|tr)$/i.test(name))
      depth += 1
    if (depth > deepest) throw new Unfit(`its HTML is nested deeper than ${deepest}`)
    if (tags > mostTags) throw new Unfit(`its HTML has more than ${mostTags} tags`)
  }
}

/** The forms that only Discourse has, in plain HTML; what runs or draws is cut out. Linear in the length of the text. */
function plainHtml(cooked: string, site: string): string {
  let html = cutOut(cooked, '<!--', '-->')
  for (const name of ['script', 'style', 'svg', 'noscript', 'template', 'object'])
    html = cutOut(html, `<${name}`, `</${name}>`)
  return (
    html
      // The size and name below an enlarged picture.
      .replace(/<div class="meta">[^]{0,1000}?<\/div>/g, '')
      .replace(/<div class="quote-controls">\s{0,100}<\/div>/g, '')
      .replace(/<div class="title">([^]{0,1000}?)<\/div>/g, '<p>$1</p>')
      .replace(/<(img|iframe|a|source|video|audio)\b([^>]{0,4000})>/gi, (whole, name: string, attributes: string) =>
        tagOf(whole, name.toLowerCase(), attributes, site),
      )
  )
}

/** Addresses on the old site become whole; what is shown of elsewhere becomes a link to it. */
function tagOf(whole: string, name: string, attributes: string, site: string): string {
  if (name === 'img' && hasClass(attributes, 'avatar')) return ''
  // Emoji are the words that they stand for.
  if (name === 'img' && hasClass(attributes, 'emoji')) return /\balt="([^"<>]{0,80})"/.exec(attributes)?.[1] ?? ''
  const full = whole.replace(/(\s(?:href|src)=")(\/(?!\/))/gi, `$1https://${site}$2`)
  if (name !== 'iframe') return full
  const source = /\ssrc="(https?:\/\/[^"<>]{0,2000})"/i.exec(full)?.[1]
  return source ? `<a href="${source}">${source}</a>` : ''
}

function hasClass(attributes: string, name: string): boolean {
  return (/\bclass="([^"]*)"/.exec(attributes)?.[1] ?? '').split(/\s+/).includes(name)
}
