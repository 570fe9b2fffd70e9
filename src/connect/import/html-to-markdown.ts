import TurndownService from 'turndown'
import { cleanMarkdown, renderMarkdown } from '../../platform/text/markdown.ts'
import { textOfHtml } from './html-text.ts'

/** How well a text came over: as it was, without some marks (bold, links), or with other words than before. */
export type Fidelity = 'same' | 'plainer' | 'different'

/** How much of the form is carried: everything; no emphasis; nothing but paragraphs. */
type Form = 'full' | 'calm' | 'bare'

const converters: Record<Form, TurndownService> = {
  full: makeConverter('full'),
  calm: makeConverter('calm'),
  bare: makeConverter('bare'),
}

/**
 * Turns HTML of a post into Markdown that renders the same words.
 *
 * Each attempt is rendered and compared with the words of the HTML; where Markdown cannot say a mark at that place,
 * the next plainer form is taken. A picture becomes a link to it; what points to a place relative to the old site (and
 * would now point into this one) keeps its words and loses its link.
 */
export function markdownOfHtml(html: string): { markdown: string; fidelity: Fidelity } {
  const words = textOfHtml(html)
  let markdown = ''
  for (const form of ['full', 'calm', 'bare'] as const) {
    markdown = cleanMarkdown(converters[form].turndown(html))
    if (textOfHtml(renderMarkdown(markdown)) !== words) continue
    return { markdown, fidelity: form === 'full' ? 'same' : 'plainer' }
  }
  return { markdown, fidelity: 'different' }
}

/** Text as Markdown that shows exactly this text: every sign that could mean something is escaped. */
function escapeText(text: string, form: Form): string {
  let escaped = text
    .replace(/[\\*_`[\]<]/g, '\\$&')
    .replace(/&(?=#?\w+;)/g, '\\&')
    .replace(/~~/g, '\\~\\~')
    .replace(/!$/, '\\!')
    .replace(/^(\s*)(#{1,6}(?:\s|$)|[-+=>|]|~~~)/, '$1\\$2')
    .replace(/^(\s*\d+)([.)])(?=\s|$)/, '$1\\$2')
  // An address in plain text becomes a link by itself, and its shown text is then tidied: stop that where it matters.
  if (form !== 'full') escaped = escaped.replace(/:\/\//g, '\\://')
  return escaped
}

/** A destination that neither ends a link early nor leads into this installation; undefined when it cannot be kept. */
function safeDestination(address: string | null): string | undefined {
  const text = (address ?? '').trim().replace(/^\/\//, 'https://')
  if (!/^(https?:\/\/|mailto:)/i.test(text)) return undefined
  return text.replace(/[\s()<>\\]/g, (sign) => encodeURIComponent(sign).replace('(', '%28').replace(')', '%29'))
}

function makeConverter(form: Form): TurndownService {
  const service = new TurndownService({
    headingStyle: 'atx',
    hr: '---',
    bulletListMarker: '-',
    codeBlockStyle: 'fenced',
    emDelimiter: '_',
    strongDelimiter: '**',
  })
  service.escape = (text) => escapeText(text, form)
  addMarks(service, form)
  addLinks(service, form)
  addBlocks(service)
  return service
}

function addMarks(service: TurndownService, form: Form): void {
  const marks = { EM: '*', I: '*', STRONG: '**', B: '**', STRIKE: '~~', S: '~~', DEL: '~~' } as Record<string, string>
  service.addRule('marks', {
    filter: (node) => node.nodeName in marks,
    replacement(content, node) {
      const mark = marks[node.nodeName]!
      if (!content.trim() || form !== 'full' || !canStand(node)) return content
      return mark + content + mark
    },
  })
  service.addRule('keys', {
    filter: 'kbd',
    replacement: (content, node) => (form === 'full' && !content.includes('\\') ? `\`${node.textContent}\`` : content),
  })
  service.addRule('lineBreak', {
    filter: 'br',
    replacement(_content, node) {
      if (/^H[1-6]$|^T[DH]$/.test(node.parentNode?.nodeName ?? '')) return ' '
      return followsNothing(node) ? '' : '\\\n'
    },
  })
}

/**
 * Whether `*` around this element is read as a mark: CommonMark asks that a mark which touches punctuation on its
 * inside touches space or punctuation on its outside.
 */
function canStand(node: HTMLElement): boolean {
  const inner = (node.textContent ?? '').trim()
  const before = (node.previousSibling?.textContent ?? '').at(-1) ?? ' '
  const after = (node.nextSibling?.textContent ?? '').at(0) ?? ' '
  const open = (sign: string) => /[\s\p{P}\p{S}]/u.test(sign)
  const starts = !/^[\p{P}\p{S}]/u.test(inner) || open(before)
  const ends = !/[\p{P}\p{S}]$/u.test(inner) || open(after)
  return starts && ends
}

/** Whether a line break is the last thing in its block: Markdown then has none, and its sign would be shown. */
function followsNothing(node: Node): boolean {
  for (let next = node.nextSibling; next; next = next.nextSibling) {
    if (next.nodeName === 'BR' || (next.nodeType === 3 && (next.nodeValue ?? '').trim() === '')) continue
    return /^(P|UL|OL|PRE|BLOCKQUOTE|HR|H[1-6]|DIV|TABLE)$/.test(next.nodeName)
  }
  const parent = node.parentNode
  return !parent || !/^(EM|I|STRONG|B|A|SPAN|SUB|SUP)$/.test(parent.nodeName) || followsNothing(parent)
}

function addLinks(service: TurndownService, form: Form): void {
  service.addRule('links', {
    filter: 'a',
    replacement(content, node) {
      const destination = safeDestination(node.getAttribute('href'))
      const inOneLine = !/\n\s*\n/.test(content)
      return form !== 'bare' && destination && inOneLine && content.trim() ? `[${content}](${destination})` : content
    },
  })
  service.addRule('pictures', {
    filter: 'img',
    replacement(_content, node) {
      const words = (node.getAttribute('alt') || node.getAttribute('src') || '').trim()
      const destination = safeDestination(node.getAttribute('src'))
      const linked = node.closest('a') !== null
      if (form === 'bare' || linked || !destination) return escapeText(words, form)
      return `[${escapeText(words, form)}](${destination})`
    },
  })
}

function addBlocks(service: TurndownService): void {
  service.addRule('code', {
    filter: 'pre',
    replacement(_content, node) {
      const code = (node.textContent ?? '').replace(/\n$/, '')
      const named = `${node.className} ${node.firstElementChild?.className ?? ''}`
      const language = /\blang(?:uage)?-([\w+#-]+)/.exec(named)?.[1] ?? ''
      const longest = Math.max(2, ...[...code.matchAll(/`{3,}/g)].map((run) => run[0].length))
      const fence = '`'.repeat(longest + 1)
      return `\n\n${fence}${language}\n${code}\n${fence}\n\n`
    },
  })
  service.addRule('codeInLine', {
    filter: (node) => node.nodeName === 'CODE' && node.parentNode?.nodeName !== 'PRE',
    replacement(_content, node) {
      const code = (node.textContent ?? '').replace(/\s+/g, ' ')
      const longest = Math.max(0, ...[...code.matchAll(/`+/g)].map((run) => run[0].length))
      const mark = '`'.repeat(longest + 1)
      const space = /^`|`$/.test(code) ? ' ' : ''
      return code.trim() ? mark + space + code + space + mark : ''
    },
  })
  service.addRule('cells', {
    filter: ['th', 'td'],
    replacement: (content) =>
      ` ${content
        .trim()
        .replace(/\s*\n\s*/g, ' ')
        .replace(/\|/g, '\\|')} |`,
  })
  service.addRule('lines', {
    filter: 'tr',
    replacement(content, node) {
      const first = node.closest('table')?.querySelector('tr') === node
      const rule = first ? `\n|${' --- |'.repeat(node.children.length)}` : ''
      return `\n|${content}${rule}`
    },
  })
  service.addRule('tables', { filter: ['thead', 'tbody'], replacement: (content) => content })
  service.addRule('table', { filter: 'table', replacement: (content) => `\n\n${content.trim()}\n\n` })
}
