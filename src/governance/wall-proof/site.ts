import type { Db, Viewer } from '../../platform/context.ts'
import type { Listener } from '../../platform/events.ts'
import type { BlobStore } from '../../platform/blobs.ts'

/** The program that answers requests, as the proof meets it: from outside, with sessions, like anybody. */
export interface ProofSite {
  fetch(request: Request): Promise<Response>
  /** The addresses that it answers, as they are written in the program: `/questions/:id{[0-9]+}`. */
  readonly routes: readonly { readonly method: string; readonly path: string }[]
  readonly listeners: readonly Listener[]
  readonly blobs: BlobStore
  close(): Promise<void>
}

/** Puts the whole program over a database; given by whoever puts the program together. Its clock stands still. */
export type OpenProofSite = (over: {
  readonly db: Db
  readonly url: string
  readonly folder: string
  readonly now: () => Date
}) => Promise<ProofSite>

export const origin = 'http://localhost:3000'

/** Somebody who walks along the wall. */
export interface Walker {
  readonly name: string
  readonly viewer: Viewer
  /** Of their own session; empty for a visitor. */
  readonly cookie: string
}

export interface Answer {
  readonly status: number
  /** Status, headers and body as they go over the wire, without what is new in every answer (nonce, request id). */
  readonly bytes: string
  readonly body: string
  readonly location: string | null
}

/** Asks as somebody, for a page or with other headers, and reads the whole answer. */
export async function ask(site: ProofSite, who: Walker, path: string, init: RequestInit = {}): Promise<Answer> {
  const headers = new Headers({ accept: 'text/html', ...(init.headers as Record<string, string>) })
  if (who.cookie) headers.set('cookie', who.cookie)
  const response = await site.fetch(new Request(origin + path, { ...init, headers, redirect: 'manual' }))
  const type = response.headers.get('content-type') ?? ''
  const isText = /^(text|application\/(json|problem|xml|atom|manifest|ld))/.test(type)
  const body = isText ? await response.text() : Buffer.from(await response.arrayBuffer()).toString('latin1')
  const lines = [...response.headers].map(([name, value]) => `${name}: ${value}`)
  let bytes = `${response.status}\n${lines.join('\n')}\n\n${body}`
  const nonce = /'nonce-([^']+)'/.exec(response.headers.get('content-security-policy') ?? '')?.[1]
  const requestId = response.headers.get('x-request-id')
  if (nonce) bytes = bytes.replaceAll(nonce, 'NONCE')
  if (requestId) bytes = bytes.replaceAll(requestId, 'REQUEST')
  return { status: response.status, bytes, body, location: response.headers.get('location') }
}

/** Does `work` on every item, a few at a time: the pool has eight connections. */
export async function forAll<Item>(items: Iterable<Item>, work: (item: Item) => Promise<void>): Promise<void> {
  const queue = items[Symbol.iterator]()
  const lane = async (): Promise<void> => {
    for (let next = queue.next(); !next.done; next = queue.next()) await work(next.value)
  }
  await Promise.all(Array.from({ length: 6 }, lane))
}

/** Addresses of this site that an answer leads to, without their fragments; and those of its forms that only ask. */
export function linksIn(answer: Answer): string[] {
  const found = [...answer.body.matchAll(/(?:href|src|action)="([^"]*)"|<(?:loc|id)>([^<]*)</g)].map(
    (match) => match[1] ?? match[2]!,
  )
  if (answer.location) found.push(answer.location)
  return found.flatMap((text) => {
    const url = URL.parse(text.replaceAll('&amp;', '&'), origin)
    return url?.origin === origin ? [url.pathname + url.search] : []
  })
}
