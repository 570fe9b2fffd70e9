import { iconPaths } from './icons.data.ts'

/** The name of an icon, such as `bell` or `seal-check-f` (filled). */
export type IconName = keyof typeof iconPaths

/** The name of a two-colour mark: the three realms and the logo. */
export type MarkName = 'inside' | 'outside' | 'bridge' | 'logo'

export const markViewBoxes: Record<MarkName, string> = {
  inside: '0 0 16 16',
  outside: '0 0 16 16',
  bridge: '0 0 16 16',
  logo: '0 0 29 20',
}

const markShapes: Record<MarkName, string> = {
  inside: '<rect x="1.5" y="1.5" width="13" height="13" rx="1.6" fill="var(--in)"/>',
  outside: '<circle cx="8" cy="8" r="6.4" fill="var(--out)" stroke="var(--out-line)" stroke-width="1.4"/>',
  bridge:
    '<rect x="-1" y="3" width="10" height="10" rx="1.3" fill="var(--in)"/>' +
    '<circle cx="11.6" cy="8" r="4.9" fill="var(--out)" stroke="var(--out-line)" stroke-width="1.2"/>',
  logo:
    '<rect x="1" y="2" width="16" height="16" rx="2.2" fill="var(--in)"/>' +
    '<circle cx="20.5" cy="10" r="8" fill="var(--out)"/>' +
    '<path d="M17 2.8V17.2A8 8 0 0 1 17 2.8Z" fill="var(--lens, var(--ink))"/>',
}

const reference = '<use href="#'

/**
 * The hidden `<svg>` that holds the drawings which this html refers to (`<use href="#i-bell">`), each once, and no others.
 * Empty text when it refers to none. A name that does not exist throws: it would be an invisible icon.
 */
export function spriteFor(html: string): string {
  const symbols = new Map<string, string>()
  // By hand, because a pattern takes ten times as long over a long page, and every page comes through here.
  for (let at = html.indexOf(reference); at >= 0; at = html.indexOf(reference, at)) {
    at += reference.length
    const id = html.slice(at, html.indexOf('"', at))
    if (!symbols.has(id) && /^[im]-[a-z0-9-]+$/.test(id)) symbols.set(id, symbolFor(id[0] === 'm', id.slice(2)))
  }
  if (symbols.size === 0) return ''
  return `<svg class="sprite" width="0" height="0" aria-hidden="true">${[...symbols.values()].join('')}</svg>`
}

/** The same html with its sprite put first inside `<body>`; in a fragment without a body, before everything. */
export function withSprite(html: string): string {
  const sprite = spriteFor(html)
  const body = /<body[^>]*>/.exec(html)
  if (!body) return sprite + html
  const start = body.index + body[0].length
  return html.slice(0, start) + sprite + html.slice(start)
}

function symbolFor(isMark: boolean, name: string): string {
  if (isMark) {
    if (!Object.hasOwn(markShapes, name)) throw new Error(`There is no mark named ${name}`)
    const mark = name as MarkName
    return `<symbol id="m-${mark}" viewBox="${markViewBoxes[mark]}" overflow="visible">${markShapes[mark]}</symbol>`
  }
  if (!Object.hasOwn(iconPaths, name)) throw new Error(`There is no icon named ${name}`)
  return `<symbol id="i-${name}" viewBox="0 0 256 256"><path d="${iconPaths[name as IconName]}"/></symbol>`
}
