/**
 * Copies of drafts on this device: what could not be sent yet. Each open text box has its own, so that two tabs cannot
 * overwrite each other while the connection is cut; they are forgotten when they were sent, or after 90 days.
 */
const prefix = 'tango-draft:'
const keptFor = 90 * 24 * 60 * 60 * 1000

export type Fields = Record<string, string>

/** `base`: the version of the draft on the server that this goes on from. */
export type Copy = { fields: Fields; at: number; base?: number | undefined }

/** People share devices: a copy is found again only by the account that wrote it (`<meta name="viewer">`). */
export function viewerHere(): string {
  return document.querySelector<HTMLMetaElement>('meta[name="viewer"]')?.content ?? ''
}

function keyOf(place: string, box: string): string {
  return `${prefix}${viewerHere()}:${place}~${box}`
}

/** The copies that were kept of a place, the newest first, each with its key. */
export function readCopies(place: string): (Copy & { key: string })[] {
  const start = keyOf(place, '')
  return Object.keys(localStorage)
    .filter((key) => key.startsWith(start))
    .flatMap((key) => {
      const copy = parse(localStorage.getItem(key))
      if (copy && Date.now() - copy.at <= keptFor) return [{ ...copy, key }]
      localStorage.removeItem(key)
      return []
    })
    .sort((a, b) => b.at - a.at)
}

/** Keeps a copy. False when the browser has no room or forbids it. */
export function keepCopy(place: string, box: string, copy: Omit<Copy, 'at'>): boolean {
  try {
    localStorage.setItem(keyOf(place, box), JSON.stringify({ ...copy, at: Date.now() } satisfies Copy))
    return true
  } catch {
    return false
  }
}

export function dropCopy(place: string, box: string): void {
  localStorage.removeItem(keyOf(place, box))
}

export function dropKey(key: string): void {
  localStorage.removeItem(key)
}

/** Forgets every copy on this device: whoever signs out may share it with somebody. */
export function dropAllDrafts(): void {
  for (const key of Object.keys(localStorage)) if (key.startsWith(prefix)) localStorage.removeItem(key)
}

function parse(json: string | null): Copy | undefined {
  if (json === null) return undefined
  try {
    const kept = JSON.parse(json) as Copy
    return typeof kept.fields === 'object' && typeof kept.at === 'number' ? kept : undefined
  } catch {
    return undefined
  }
}
