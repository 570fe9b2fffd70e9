/**
 * Pages that anybody may read, kept whole and packed in memory for as long as nothing changed that a visitor sees.
 *
 * Before each answer the database is asked whether something changed (one short statement, shared by all who ask at
 * the same time and begun after they asked). So what is served is never older than the request, whichever process
 * wrote, and however late its transaction was committed. A change empties the whole: that is exact without knowing
 * what a page was made from, and a busy page is made once for each change however many read it.
 */
import { createHash } from 'node:crypto'
import { promisify } from 'node:util'
import { gunzip, gzip } from 'node:zlib'
import { coalesced } from '../../platform/coalesce.ts'
import type { Ctx, Db } from '../../platform/context.ts'
import { defineJob } from '../../platform/jobs.ts'
import { deleteOldVisitorChanges, selectVisitorChange } from './visitor-pages.queries.ts'

/** A whole answer. Its headers say nothing of one request. */
export interface KeptPage {
  readonly status: number
  readonly headers: readonly (readonly [string, string])[]
  readonly etag: string
  /** The body as gzip. */
  readonly packed: Uint8Array<ArrayBuffer>
}

export interface VisitorPages {
  /**
   * The page under this key as it stands now: kept, or made by `make` once for all who wait. Undefined when `make`
   * says that it is not to be kept; then each asks for themselves.
   */
  find(key: string, make: () => Promise<KeptPage | undefined>): Promise<KeptPage | undefined>
  /** How many changes this process has met so far. */
  readonly changes: () => number
}

/** Bytes of packed pages that are kept at most: some ten thousand pages. */
const mostBytes = 64 * 1024 * 1024
/** Pages say how many minutes ago something was: that much later they are made anew, in milliseconds. */
const longest = 60_000
/** Changes are noted for two days; a process that slept for longer than this starts again. */
const longestSleep = 20 * 3_600_000

export function keepVisitorPages(db: Db, clock: () => number = Date.now): VisitorPages {
  const kept = new Map<string, { page: Promise<KeptPage | undefined>; until: number; bytes: number }>()
  let known: { snapshot: string; at: number } | undefined
  let total = 0
  let changes = 0
  const forget = (key: string): void => {
    total -= kept.get(key)?.bytes ?? 0
    kept.delete(key)
  }
  const catchUp = coalesced(async () => {
    const at = clock()
    const last = known && at - known.at < longestSleep ? known.snapshot : undefined
    const { snapshot, changed } = await selectVisitorChange(db, last)
    known = { snapshot, at }
    if (!changed) return
    changes++
    kept.clear()
    total = 0
  })
  return {
    changes: () => changes,
    async find(key, make) {
      await catchUp()
      const found = kept.get(key)
      if (found && found.until > clock()) return found.page
      forget(key)
      const entry = { page: make(), until: clock() + longest, bytes: 0 }
      kept.set(key, entry)
      const isStill = () => kept.get(key) === entry
      const page = await entry.page.catch((error: unknown) => {
        if (isStill()) forget(key)
        throw error
      })
      if (!isStill()) return page
      if (!page) forget(key)
      else {
        entry.bytes = page.packed.byteLength
        total += entry.bytes
        for (const oldest of kept.keys()) {
          if (total <= mostBytes) break
          forget(oldest)
        }
      }
      return page
    },
  }
}

/** Keeps an answer, packed: ten times as many fit, and nearly every browser takes them as they are. */
export async function pageFrom(answer: Response): Promise<KeptPage> {
  const bytes = new Uint8Array(await answer.arrayBuffer())
  return {
    status: answer.status,
    headers: [...answer.headers].filter(([name]) => !ofOneRequest.has(name)),
    etag: answer.headers.get('etag') ?? `"${createHash('sha256').update(bytes).digest('base64url').slice(0, 22)}"`,
    packed: new Uint8Array(await packed(bytes, { level: 6 })),
  }
}

const packed = promisify(gzip)
const ofOneRequest = new Set(['x-request-id', 'set-cookie', 'content-length', 'content-encoding'])

/** The body as it was, for whoever does not take it packed. */
export async function unpack(page: KeptPage): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await unpacked(page.packed))
}

const unpacked = promisify(gunzip)

/** Once a day: notes that every living process has read are forgotten. */
export const forgetOldVisitorChanges = defineJob(
  'forget-old-visitor-changes',
  (ctx: Ctx) => deleteOldVisitorChanges(ctx),
  { cron: '45 2 * * *' },
)
