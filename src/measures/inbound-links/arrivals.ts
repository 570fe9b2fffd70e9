/**
 * What a request says of where somebody came from, as much of it as is counted. Whoever asks can say anything here: all
 * of it is taken for a word that may be a lie, and nothing but the shape of a public address gets through.
 */
import type { ThreadId } from '../../content/threads/threads.ts'

/** A page of another site: its host, and its path without a question and a fragment; empty where it said none. */
export interface Source {
  readonly host: string
  readonly path: string
}

/** Which of our pages: a thread, a space by its address, or one of `listPages`. */
export type CountedPage =
  | { readonly thread: ThreadId }
  | { readonly space: string }
  | { readonly list: (typeof listPages)[number] }

/** Pages that every visitor finds, beside threads and spaces. */
export const listPages = ['/', '/questions', '/ideas', '/updates', '/tags', '/storms'] as const

// Browsers cut longer ones to the host themselves.
const longestReferer = 4096
const longestPath = 200
const longestHost = 253

/**
 * The page that a `Referer` names. Undefined for anything that is no page of a site with a public name: other schemes,
 * numbers of the net, names of one house. What a host name looks like in another script is never drawn: it stays as the
 * net writes it (xn--…). A path too long to be kept counts for its site alone.
 */
export function readSource(referer: string): Source | undefined {
  if (referer.length > longestReferer) return undefined
  const url = URL.parse(referer)
  if (!url || (url.protocol !== 'https:' && url.protocol !== 'http:')) return undefined
  const host = nameOf(url)
  if (host.length > longestHost || !/^[a-z0-9_-]+(\.[a-z0-9_-]+)*\.[a-z][a-z0-9-]*$/.test(host)) return undefined
  const path = url.pathname
  return { host, path: path === '/' || path.length > longestPath ? '' : path }
}

/** The name of a site, however its address spells it: without port and without the dot of the root. */
export function nameOf(url: URL): string {
  return url.hostname.replace(/\.$/, '')
}

const ofThread = /^\/(?:questions|ideas|problems|praise|updates)\/([1-9]\d{0,14})(?:\/[^/]*)?$/
const ofSpace = /^\/s\/([a-z0-9-]{1,100})$/

/** The page at a path, where links to it are counted. */
export function readCounted(path: string): CountedPage | undefined {
  const list = listPages.find((one) => one === path)
  if (list) return { list }
  const thread = ofThread.exec(path)?.[1]
  if (thread !== undefined) return { thread: Number(thread) as ThreadId }
  const space = ofSpace.exec(path)?.[1]
  return space === undefined ? undefined : { space }
}
