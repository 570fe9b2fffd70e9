import { type Fields, viewerHere } from './draft.client.ts'

/** A draft as the server keeps it. */
export type KeptDraft = { id: number; place: string; version: number; fields: Fields; savedAt: number }

export type SaveOutcome =
  | { version: number }
  | { newer: KeptDraft }
  | { failed: 'no-connection' | 'signed-out' | 'busy' | 'refused' }

let asked: Map<string, (draft: KeptDraft | undefined) => void> | undefined

/** The viewer's draft of a place; several boxes of one page ask together. Undefined when there is none, or no connection. */
export function draftAt(place: string): Promise<KeptDraft | undefined> {
  if (viewerHere() === '') return Promise.resolve(undefined)
  return new Promise((resolve) => {
    if (!asked) {
      asked = new Map()
      setTimeout(() => void askAll())
    }
    asked.set(place, resolve)
  })
}

async function askAll(): Promise<void> {
  const waiting = [...(asked ?? [])]
  asked = undefined
  for (let from = 0; from < waiting.length; from += 50) {
    const some = waiting.slice(from, from + 50)
    const places = some.map(([place]) => place).join(',')
    const found = await fetch(`/drafts/here?places=${encodeURIComponent(places)}`)
      .then((answer) => (answer.ok ? (answer.json() as Promise<KeptDraft[]>) : []))
      .catch((): KeptDraft[] => [])
    for (const [place, resolve] of some) resolve(found.find((draft) => draft.place === place))
  }
}

export type DraftToSave = { place: string; path: string; fields: Fields; base: number | undefined }

/** Saves a draft; `leaving`: the page goes away, and the request must outlive it. */
export async function sendDraft(draft: DraftToSave, leaving = false): Promise<SaveOutcome> {
  const answer = await post('/drafts/save', draft, leaving).catch(() => undefined)
  if (!answer) return { failed: 'no-connection' }
  if (answer.status === 409) return { newer: (await answer.json()) as KeptDraft }
  if (answer.status === 401 || answer.status === 403) return { failed: 'signed-out' }
  if (answer.status === 429 || answer.status >= 500) return { failed: 'busy' }
  return answer.ok ? ((await answer.json()) as { version: number }) : { failed: 'refused' }
}

/** The text was posted: its draft is done with. */
export async function forgetDraft(place: string, version: number | undefined, fields: Fields): Promise<void> {
  await post('/drafts/forget', { place, version, fields }, true).catch(() => undefined)
}

function post(address: string, body: unknown, keepalive: boolean): Promise<Response> {
  const text = JSON.stringify(body)
  return fetch(address, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Accept: 'application/json' },
    body: text,
    // Browsers refuse to carry more than 64 kB over the end of a page; the copy on the device remains.
    keepalive: keepalive && text.length < 30_000,
  })
}
