/**
 * HTML as a tree, for tests that say what must hold of all of it. Stricter than a browser: what is not closed, or closed
 * twice, is a fault and not mended.
 */
export interface Element {
  readonly name: string
  readonly attributes: Readonly<Record<string, string>>
  readonly children: (Element | string)[]
  readonly parent: Element | undefined
}

const empty = new Set(['area', 'base', 'br', 'col', 'embed', 'hr', 'img', 'input', 'link', 'meta', 'source', 'wbr'])
const raw = new Set(['script', 'style'])
const entities: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'", nbsp: '\u00a0' }

/** The text that HTML stands for. */
export function plain(html: string): string {
  return html.replace(/&(amp|lt|gt|quot|#39|nbsp);/g, (_, name: string) => entities[name]!)
}

export function attributesOf(text: string): Record<string, string> {
  const found = text.matchAll(/([^\s"=/]+)(?:="([^"]*)")?/g)
  return Object.fromEntries([...found].map(([, name, value]) => [name, plain(value ?? '')]))
}

/** Reads HTML; throws when a tag is closed that is not open, or left open. */
export function readHtml(html: string): Element {
  const root: Element = { name: '#root', attributes: {}, children: [], parent: undefined }
  let at = root
  const pieces = /<!--[\s\S]*?-->|<![^>]*>|<(\/?)([a-zA-Z][\w-]*)((?:[^>"]|"[^"]*")*?)(\/?)>|[^<]+|</g
  for (let match = pieces.exec(html); match; match = pieces.exec(html)) {
    const [piece, closing, name, attributes, self] = match
    if (name === undefined) {
      if (!piece.startsWith('<!')) at.children.push(plain(piece))
    } else if (closing) {
      if (at.name !== name)
        throw new Error(`</${name}> closes <${at.name}>: …${html.slice(match.index - 60, match.index)}`)
      at = at.parent!
    } else {
      const element: Element = { name, attributes: attributesOf(attributes!), children: [], parent: at }
      at.children.push(element)
      if (raw.has(name)) pieces.lastIndex = html.indexOf(`</${name}>`, pieces.lastIndex)
      if (!self && !empty.has(name)) at = element
    }
  }
  if (at !== root) throw new Error(`<${at.name}> is left open`)
  return root
}

/** Every element, in the order of the page. */
export function elementsOf(root: Element): Element[] {
  return root.children.flatMap((child) => (typeof child === 'string' ? [] : [child, ...elementsOf(child)]))
}

export function textOf(element: Element): string {
  return element.children.map((child) => (typeof child === 'string' ? child : textOf(child))).join('')
}

/** What assistive technology is told of an element by its own words and label. */
function nameOf(element: Element): string {
  const { attributes, children } = element
  if (attributes['aria-label'] !== undefined) return attributes['aria-label']
  if (element.name === 'img') return attributes.alt ?? ''
  return children
    .map((child) => (typeof child === 'string' ? child : child.attributes['aria-hidden'] ? '' : nameOf(child)))
    .join('')
    .trim()
}

const references = [
  'for',
  'aria-labelledby',
  'aria-describedby',
  'popovertarget',
  'commandfor',
  'aria-controls',
  'form',
]

/** What is wrong with HTML whatever it says: for parts and pages alike. `elsewhere`: ids that stand on another page part. */
export function faultsOf(html: string, elsewhere: readonly string[] = []): string[] {
  const faults: string[] = []
  let all: Element[]
  try {
    all = elementsOf(readHtml(html))
  } catch (error) {
    return [(error as Error).message]
  }
  const ids = all.flatMap(({ attributes }) => (attributes.id === undefined ? [] : [attributes.id]))
  const known = new Set([...ids, ...elsewhere])
  if (known.size < ids.length + new Set(elsewhere).size)
    for (const id of new Set(ids))
      if (ids.filter((one) => one === id).length > 1) faults.push(`two elements are #${id}`)
  for (const element of all) {
    const { name, attributes } = element
    for (const reference of references)
      for (const id of (attributes[reference] ?? '').split(' ').filter(Boolean))
        if (!known.has(id)) faults.push(`<${name} ${reference}="${id}"> leads nowhere`)
    for (const [attribute, value] of Object.entries(attributes))
      if (/\b(undefined|NaN|\[object \w+\])\b/.test(value)) faults.push(`<${name} ${attribute}="${value}">`)
    if (/^on|^style$/.test(Object.keys(attributes).join(' '))) faults.push(`<${name}> has what the policy forbids`)
    if ((name === 'button' || name === 'a' || name === 'summary') && nameOf(element) === '' && !attributes.hidden)
      faults.push(`<${name} ${JSON.stringify(attributes)}> has no name`)
    if (name === 'svg' && attributes['aria-hidden'] !== 'true' && !attributes['aria-label'])
      faults.push('a drawing is neither hidden nor named')
    if (name === 'img' && attributes.alt === undefined) faults.push('a picture says nothing')
    if (isUnnamedControl(element, all)) faults.push(`<${name} name="${attributes.name}"> has no label`)
    if (name === 'form' && ancestorsOf(element).some((one) => one.name === 'form')) faults.push('a form in a form')
    if (name === 'a' && ancestorsOf(element).some((one) => one.name === 'a')) faults.push('a link in a link')
  }
  const words = textOf(readHtml(html))
  if (/\[object \w+\]|\bundefined\b|\bNaN\b/.test(words)) faults.push('a value of the program stands in the text')
  return faults
}

export function ancestorsOf(element: Element): Element[] {
  return element.parent ? [element.parent, ...ancestorsOf(element.parent)] : []
}

function isUnnamedControl(element: Element, all: readonly Element[]): boolean {
  const { name, attributes } = element
  if (!['input', 'select', 'textarea'].includes(name) || attributes.type === 'hidden') return false
  if (attributes['aria-label'] || attributes['aria-labelledby']) return false
  if (ancestorsOf(element).some((one) => one.name === 'label' && textOf(one).trim() !== '')) return false
  return !all.some((one) => one.name === 'label' && one.attributes.for === attributes.id && textOf(one).trim() !== '')
}
