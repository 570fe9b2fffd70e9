import MarkdownIt from 'markdown-it'
import { remembered } from '../remember.ts'

// No raw HTML at all: what is not Markdown stays visible text, so there is nothing to sanitise after rendering.
const markdown = new MarkdownIt({ html: false, linkify: true, breaks: false, typographer: false })

const ownAddress = /^\/(?!\/)/
const webAddress = /^(https?:\/\/|mailto:)/i
markdown.validateLink = (url) => ownAddress.test(url) || webAddress.test(url) || url.startsWith('#')

markdown.renderer.rules.link_open = (tokens, index, options, _env, self) => {
  const token = tokens[index]!
  // Strangers' links lend no standing to what they point at, and tell it nothing about the reader.
  if (!ownAddress.test(String(token.attrGet('href')))) token.attrSet('rel', 'nofollow ugc noopener noreferrer')
  return self.renderToken(tokens, index, options)
}
markdown.renderer.rules.image = (tokens, index, options, env, self) => {
  const token = tokens[index]!
  const source = String(token.attrGet('src'))
  const words = self.renderInlineAsText(token.children ?? [], options, env)
  // A picture from elsewhere would tell that place who reads here: it becomes a link.
  if (!ownAddress.test(source)) {
    const { escapeHtml } = markdown.utils
    return `<a href="${escapeHtml(source)}" rel="nofollow ugc noopener noreferrer">${escapeHtml(words || source)}</a>`
  }
  token.attrSet('alt', words)
  token.attrSet('loading', 'lazy')
  return self.renderToken(tokens, index, options)
}
// Wide code scrolls in its own box, so the keyboard must be able to reach it.
for (const rule of ['fence', 'code_block'] as const) {
  const drawn = markdown.renderer.rules[rule]!
  markdown.renderer.rules[rule] = (...parts) => drawn(...parts).replace(/^<pre/, '<pre tabindex="0"')
}
// Headings in a post start under the page's own.
for (const rule of ['heading_open', 'heading_close'] as const) {
  markdown.renderer.rules[rule] = (tokens, index, options, _env, self) => {
    const token = tokens[index]!
    token.tag = `h${Math.min(6, Number(token.tag.slice(1)) + 2)}`
    return self.renderToken(tokens, index, options)
  }
}

/** HTML of a stored Markdown text, safe to place in a page. */
export const renderMarkdown: (text: string) => string = remembered((text) => markdown.render(text))

/**
 * What is stored of a typed text: one kind of line end, no control characters, no invisible direction overrides that
 * make a text read other than it is; empty lines around it and space at the end of lines cut.
 */
export function cleanMarkdown(text: string): string {
  return (
    text
      .replace(/\r\n?/g, '\n')
      .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\u202a-\u202e\u2066-\u2069]/g, '')
      // Looking back keeps it from beginning anew at every space of a long row of them, which takes minutes.
      .replace(/(?<![ \t])[ \t]+\n/g, '\n')
      .replace(/^\n+/, '')
      .trimEnd()
  )
}

/** The words of a Markdown text without its marks, for mails, feeds, descriptions. */
export const plainText: (text: string) => string = remembered((text) => {
  const words: string[] = []
  for (const token of markdown.parse(text, {})) {
    if (token.type === 'inline') {
      for (const child of token.children ?? []) {
        if (child.type === 'softbreak' || child.type === 'hardbreak') words.push('\n')
        else if (child.type === 'image')
          words.push(markdown.renderer.renderInlineAsText(child.children ?? [], markdown.options, {}))
        else words.push(child.content)
      }
      words.push('\n')
    } else if (token.type === 'fence' || token.type === 'code_block') words.push(token.content)
    else if (token.type === 'paragraph_close') words.push('\n')
  }
  return words
    .join('')
    .replace(/\n{3,}/g, '\n\n')
    .trim()
})

/** The first `length` characters of the plain words, cut at a word where one ends near, with an ellipsis when cut. */
export function excerpt(text: string, length = 200): string {
  // Lists show many excerpts of long texts: no more is read than can matter.
  const enough = Math.max(4000, 10 * length)
  // A space alone stays what it is: there are too many to put one in the place of each.
  const words = plainText(text.slice(0, enough)).replace(/\s{2,}|[^\S ]/g, ' ')
  if (words.length <= length) return text.length > enough ? `${words}…` : words
  const space = words.slice(0, length + 1).lastIndexOf(' ')
  return `${wholeSigns(words, space >= length / 2 ? space : length).trimEnd()}…`
}

/** The readable end of an address: `Tide 3 shows 40 %` → `tide-3-shows-40`. At most 80 units long, never empty. */
export function slugOf(title: string): string {
  const words = title
    .normalize('NFKD')
    // Accents of Latin letters are left out; in other scripts such marks make the letter.
    .replace(/(?<=\p{Script=Latin})\p{M}+|\p{Variation_Selector}/gu, '')
    .normalize('NFC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\p{M}]+/gu, '-')
    .replace(/^-+/, '')
  return wholeSigns(words, 80).replace(/-+$/, '') || 'thread'
}

/** The first `length` units of a text without half a sign at the end, which no address and no file could hold. */
function wholeSigns(text: string, length: number): string {
  return text.slice(0, length).replace(/[\ud800-\udbff]$/, '')
}
