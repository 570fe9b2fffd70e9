/** Drafts live on this device, one for each place where something is written, and are forgotten after 30 days. */
const prefix = 'tango-draft:'
/** People share devices: a draft is found again only by the account that wrote it (`<meta name="viewer">`). */
function keyOf(name: string): string {
  const viewer = document.querySelector<HTMLMetaElement>('meta[name="viewer"]')?.content ?? ''
  return `${prefix}${viewer}:${name}`
}

const keptFor = 30 * 24 * 60 * 60 * 1000

type Kept = { text: string; at: number }

/** The draft that was kept under this name, unless it is too old. */
export function readDraft(name: string): string | undefined {
  const kept = parse(localStorage.getItem(keyOf(name)))
  if (!kept) return undefined
  if (Date.now() - kept.at <= keptFor) return kept.text
  dropDraft(name)
  return undefined
}

/** Keeps a draft; an empty one is dropped. False when the browser has no room or forbids it. */
export function keepDraft(name: string, text: string): boolean {
  if (text.trim() === '') {
    dropDraft(name)
    return false
  }
  try {
    localStorage.setItem(keyOf(name), JSON.stringify({ text, at: Date.now() } satisfies Kept))
    return true
  } catch {
    return false
  }
}

export function dropDraft(name: string): void {
  localStorage.removeItem(keyOf(name))
}

/** Forgets every draft on this device: whoever signs out may share it with somebody. */
export function dropAllDrafts(): void {
  for (const key of Object.keys(localStorage)) if (key.startsWith(prefix)) localStorage.removeItem(key)
}

function parse(json: string | null): Kept | undefined {
  if (json === null) return undefined
  try {
    const kept = JSON.parse(json) as Kept
    return typeof kept.text === 'string' && typeof kept.at === 'number' ? kept : undefined
  } catch {
    return undefined
  }
}
