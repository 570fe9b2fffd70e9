/** How every mail looks: one column, no pictures from anywhere, light or dark as the reader has it, the same as text. */
import { directionOf } from './languages/languages.ts'

export interface LetterLink {
  readonly label: string
  readonly link: string
}

/** One thing that a letter tells of: what happened, of what, and where it leads. */
export interface LetterPart {
  readonly lines: readonly string[]
  readonly title?: string
  readonly link: string
  /** A question, and the place where it is answered; nothing is answered by opening a mail. */
  readonly ask?: LetterLink
  /** Why it is told. */
  readonly reason?: string
}

export interface Letter {
  readonly company: string
  /** The tag of the language in which everything in it is said. */
  readonly language: string
  /** "Inside", "Outside" or "Bridge": where it was said. */
  readonly realm?: string
  /** The first line of a letter of several parts. */
  readonly heading?: string
  readonly parts: readonly LetterPart[]
  /** What is not in it any more: "and 12 more". */
  readonly more?: LetterLink
  readonly button?: LetterLink
  readonly reason?: string
  readonly foot: readonly LetterLink[]
}

export interface DrawnLetter {
  readonly text: string
  readonly html: string
}

/** The letter as text and as a page; both say the same. */
export function drawLetter(letter: Letter): DrawnLetter {
  return { text: textOf(letter), html: page(letter, htmlOf(letter)) }
}

/** The page of a mail that was written as plain text: its paragraphs and links, and no other word. */
export function drawPlain(company: string, text: string, language = 'en'): string {
  const paragraphs = text
    .trim()
    .split(/\n{2,}/)
    .map((paragraph) => {
      const small = paragraph.startsWith('--\n')
      const lines = (small ? paragraph.slice(3) : paragraph).split('\n').map(linked)
      return `<p style="${small ? look.small : look.text}">${lines.join('<br>')}</p>`
    })
  return page({ company, language }, paragraphs)
}

function textOf(letter: Letter): string {
  const lines: string[] = []
  if (letter.heading) lines.push(letter.heading, '')
  for (const part of letter.parts) {
    const [last] = part.lines.slice(-1)
    lines.push(...part.lines.slice(0, -1).map((line) => `${line}.`))
    lines.push(...(part.title === undefined ? [`${last}.`] : [`${last}:`, part.title]))
    lines.push(part.link, '')
    if (part.reason) lines.push(part.reason, '')
    if (part.ask) lines.push(part.ask.label, part.ask.link, '')
  }
  if (letter.more) lines.push(letter.more.label, letter.more.link, '')
  lines.push('--', ...(letter.reason ? [letter.reason] : []))
  lines.push(`${[letter.company, letter.realm].filter(Boolean).join(', ')}`)
  lines.push(...letter.foot.map(({ label, link }) => `${label}: ${link}`), '')
  return lines.join('\n')
}

const font = "font-family:'Schibsted Grotesk',system-ui,-apple-system,'Segoe UI',Roboto,sans-serif"
const look = {
  ground: `margin:0;padding:24px 12px;background:#f1f2f6;color:#161a2b;${font};font-size:16px;line-height:1.5`,
  sheet: 'max-width:560px;margin:0 auto;padding:24px;background:#ffffff;border:1px solid #dcdfe8;border-radius:6px',
  head: 'margin:0 0 20px;font-size:14px;color:#4b5268',
  text: 'margin:0 0 16px',
  title: 'margin:0 0 4px;font-size:18px;line-height:1.3;font-weight:600',
  part: 'margin:0 0 20px',
  link: 'color:#1b2a80',
  button:
    'display:inline-block;padding:10px 18px;border-radius:6px;background:#1b2a80;color:#ffffff;text-decoration:none;font-weight:600',
  small: 'margin:0 0 8px;font-size:13px;line-height:1.5;color:#4b5268',
  foot: 'margin:24px 0 0;padding:16px 0 0;border-top:1px solid #dcdfe8',
} as const

// The only way to tell a mail program about the dark; whoever drops it shows the light one, which stands in each element.
const dark = `<style>@media (prefers-color-scheme: dark) {
.ground { background: #11141f !important; color: #eceef4 !important }
.sheet { background: #1a1e2b !important; border-color: #343a4a !important }
.soft { color: #b9bfd0 !important; border-color: #343a4a !important }
.link { color: #b7c3ff !important }
.button { background: #c3ccff !important; color: #11141f !important }
}</style>`

function htmlOf(letter: Letter): string[] {
  const single = letter.parts.length === 1 && !letter.heading
  return [
    ...(letter.heading ? [`<h1 style="${look.title};margin:0 0 20px">${escape(letter.heading)}</h1>`] : []),
    ...letter.parts.flatMap((part) => htmlOfPart(part, single)),
    ...(letter.more ? [`<p style="${look.text}">${anchor(letter.more)}</p>`] : []),
    ...(letter.button ? [`<p style="${look.part}">${anchor(letter.button, true)}</p>`] : []),
    `<div class="soft" style="${look.foot}">`,
    ...(letter.reason ? [`<p class="soft" style="${look.small}">${escape(letter.reason)}</p>`] : []),
    `<p class="soft" style="${look.small}">${letter.foot.map((link) => anchor(link)).join(' &nbsp; ')}</p></div>`,
  ]
}

function htmlOfPart(part: LetterPart, isOnly: boolean): string[] {
  const { title, lines, link, ask, reason } = part
  const says = lines.map((line, index) => {
    const isLast = index === lines.length - 1
    if (isLast && title === undefined && !isOnly) return anchor({ label: `${line}.`, link })
    return escape(`${line}${isLast && title !== undefined ? ':' : '.'}`)
  })
  const name = title === undefined ? '' : isOnly ? escape(title) : anchor({ label: title, link })
  return [
    `<div style="${look.part}"><p style="${look.text};margin:0 0 4px">${says.join('<br>')}</p>`,
    ...(name ? [`<p style="${look.title}">${name}</p>`] : []),
    ...(reason ? [`<p class="soft" style="${look.small}">${escape(reason)}</p>`] : []),
    ...(ask ? [`<p style="${look.text};margin:12px 0 0">${anchor(ask)}</p>`] : []),
    '</div>',
  ]
}

function anchor({ label, link }: LetterLink, isButton = false): string {
  const [name, style] = isButton ? ['button', look.button] : ['link', look.link]
  return `<a class="${name}" href="${escape(link)}" style="${style}">${escape(label)}</a>`
}

function page(of: Pick<Letter, 'company' | 'realm' | 'language'>, content: readonly string[]): string {
  const { company, realm, language } = of
  const head = [`<b>${escape(company)}</b>`, ...(realm ? [escape(realm)] : [])].join(' &nbsp;·&nbsp; ')
  return [
    `<!doctype html><html lang="${escape(language)}"${directionOf(language) === 'rtl' ? ' dir="rtl"' : ''}><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">`,
    `<meta name="color-scheme" content="light dark"><title>${escape(company)}</title>${dark}</head>`,
    `<body class="ground" style="${look.ground}"><div class="sheet" style="${look.sheet}">`,
    `<p class="soft" style="${look.head}">${head}</p>`,
    ...content,
    '</div></body></html>',
  ].join('\n')
}

/** A line of text with its addresses made links. */
function linked(line: string): string {
  return line
    .split(/(https?:\/\/\S+[\w/=&-])/)
    .map((piece, index) => (index % 2 === 1 ? anchor({ label: piece, link: piece }) : escape(piece)))
    .join('')
}

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

function escape(text: string): string {
  return text.replace(/[&<>"]/g, (character) => entities[character]!)
}
