/**
 * Pages that anybody may read, kept whole and packed in memory for as long as nothing changed that they show.
 *
 * Before each answer the database is asked what changed (one short statement, shared by all who ask at the same time
 * and begun after they asked). So what is served is never older than the request, whichever process wrote, and however
 * late its transaction was committed. A page that says which threads it shows, and that it shows nothing else that is
 * written every hour, stays until something is said in one of those; any other page goes with every change.
 */
import { createHash } from 'node:crypto'
import { totalmem } from 'node:os'
import { promisify } from 'node:util'
import { gunzip, gzip } from 'node:zlib'
import { coalesced } from '../../platform/coalesce.ts'
import type { Ctx, Db } from '../../platform/context.ts'
import type { Keeping } from '../../platform/http/env.ts'
import { defineJob } from '../../platform/jobs.ts'
import { deleteOldVisitorChanges, selectVisitorChange } from './visitor-pages.queries.ts'

/** A whole answer. Its headers say nothing of one request. */
export interface KeptPage {
  readonly status: number
  readonly headers: readonly (readonly [string, string])[]
  readonly etag: string
  /** The body as gzip. */
  readonly packed: Uint8Array<ArrayBuffer>
  readonly keep?: Keeping | undefined
}

export interface VisitorPages {
  /**
   * The page under this key as it stands now: kept, or made by `make` once for all who wait. Undefined when `make`
   * says that it is not to be kept; then each asks for themselves.
   */
  find(key: string, make: () => Promise<KeptPage | undefined>): Promise<KeptPage | undefined>
  /** How many changes of everything this process has met so far. */
  readonly changes: () => number
}

interface Entry {
  readonly page: Promise<KeptPage | undefined>
  until: number
  bytes: number
  threads: readonly number[]
}

/** A page that says how long ago something was is made anew so much later, in milliseconds. */
const longest = 60_000
/** Changes are noted for two days; a process that slept for longer than this starts again. */
const longestSleep = 20 * 3_600_000
/** What an entry takes beside its bytes, about. */
const besideBytes = 1500

/** Bytes that are kept at most: a sixteenth of what the machine has, from 64 MB to 1 GB: 5,000 to 80,000 pages. */
const mostBytes = Math.min(
  1024 ** 3,
  Math.max(64 * 1024 ** 2, Math.min(totalmem(), process.constrainedMemory() || Infinity) / 16),
)

export function keepVisitorPages(db: Db, clock: () => number = Date.now, most = mostBytes): VisitorPages {
  // The one that was not asked for longest comes first.
  const kept = new Map<string, Entry>()
  /** Which pages show something of a thread; 0: those that go with every change, and those that are being made. */
  const keysOf = new Map<number, Set<string>>()
  let known: { snapshot: string; at: number } | undefined
  let total = 0
  let changes = 0
  const tie = (key: string, threads: readonly number[]): void => {
    for (const id of threads) keysOf.set(id, (keysOf.get(id) ?? new Set()).add(key))
  }
  const untie = (key: string, threads: readonly number[]): void => {
    for (const id of threads) {
      const keys = keysOf.get(id)
      if (keys?.delete(key) && keys.size === 0) keysOf.delete(id)
    }
  }
  const forget = (key: string): void => {
    const entry = kept.get(key)
    if (!entry) return
    total -= entry.bytes
    kept.delete(key)
    untie(key, entry.threads)
  }
  const catchUp = coalesced(async () => {
    const at = clock()
    const last = known && at - known.at < longestSleep ? known.snapshot : undefined
    const { snapshot, everything, lists, threads } = await selectVisitorChange(db, last)
    known = { snapshot, at }
    if (everything) {
      changes++
      kept.clear()
      keysOf.clear()
      total = 0
    } else if (lists) {
      for (const id of [0, ...threads]) for (const key of keysOf.get(id) ?? []) forget(key)
    }
  })
  return {
    changes: () => changes,
    async find(key, make) {
      await catchUp()
      const found = kept.get(key)
      if (found && found.until > clock()) {
        kept.delete(key)
        kept.set(key, found)
        return found.page
      }
      forget(key)
      const entry: Entry = { page: make(), until: clock() + longest, bytes: 0, threads: [0] }
      kept.set(key, entry)
      tie(key, entry.threads)
      const isStill = () => kept.get(key) === entry
      const page = await entry.page.catch((error: unknown) => {
        if (isStill()) forget(key)
        throw error
      })
      if (!isStill()) return page
      if (!page) {
        forget(key)
        return undefined
      }
      if (page.keep) {
        untie(key, entry.threads)
        entry.threads = page.keep.threads
        tie(key, entry.threads)
        if (page.keep.until === 'midnight') entry.until = new Date(clock()).setHours(24, 0, 0, 0)
      }
      entry.bytes = page.packed.byteLength + besideBytes
      total += entry.bytes
      for (const oldest of kept.keys()) {
        if (total <= most) break
        forget(oldest)
      }
      return page
    },
  }
}

/** Keeps an answer, packed: ten times as many fit, and nearly every browser takes them as they are. */
export async function pageFrom(answer: Response, keep?: Keeping): Promise<KeptPage> {
  const bytes = new Uint8Array(await answer.arrayBuffer())
  return {
    status: answer.status,
    headers: [...answer.headers].filter(([name]) => !ofOneRequest.has(name)),
    etag: answer.headers.get('etag') ?? `"${createHash('sha256').update(bytes).digest('base64url').slice(0, 22)}"`,
    packed: new Uint8Array(await packed(bytes, { level: 6 })),
    keep,
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
