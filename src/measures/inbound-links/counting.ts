/** Counts arrivals in memory and writes them down every so often: no statement for a request, and none waited for. */
import { coalesced } from '../../platform/coalesce.ts'
import { type Ctx, type Db, makeCtx } from '../../platform/context.ts'
import { type Log, describeError } from '../../platform/log.ts'
import type { CountedPage, Source } from './arrivals.ts'
import { type Counted, addInboundLinks } from './inbound-links.queries.ts'

export interface InboundCounter {
  /** Somebody came on this day (YYYY-MM-DD). Never throws, never waits. */
  note(day: string, page: CountedPage, source: Source): void
  /** Writes down what was counted so far. What the database does not take waits for the next time; never rejects. */
  flush(): Promise<void>
  /** Writes down the rest, and nothing later by itself. */
  stop(): Promise<void>
}

/** Between two writings, in milliseconds. */
const usually = 60_000
/** So many different ones wait at most; the rest of them is one number for the day. */
export const mostWaiting = 2000

/** `every`: how long what was counted waits, in milliseconds. */
export function countInboundLinks(db: Db, log: Log, every = usually): InboundCounter {
  let waiting = new Map<string, Counted>()
  let timer: NodeJS.Timeout | undefined
  let stopped = false
  const add = (one: Counted): void => {
    const key = keyOf(one)
    const held = waiting.get(key)
    if (held) held.times += one.times
    else if (waiting.size < mostWaiting || isRest(one)) waiting.set(key, { ...one })
    else return add({ ...restOf(one.day), times: one.times })
    if (!stopped) timer ??= setTimeout(() => void flush(), every).unref()
  }
  const flush = coalesced(async () => {
    clearTimeout(timer)
    timer = undefined
    const sent = [...waiting.values()]
    if (sent.length === 0) return
    waiting = new Map()
    const viewer = { kind: 'system', reason: 'count links from other sites' } as const
    const ctx: Ctx = makeCtx({ viewer, db, now: new Date(), log })
    try {
      await addInboundLinks(ctx, sent)
    } catch (error) {
      for (const one of sent) add(one)
      log.warn('links from other sites were not written down', { waiting: sent.length, ...describeError(error) })
    }
  })
  return {
    note: (day, page, { host, path }) =>
      add({
        day,
        threadId: 'thread' in page ? page.thread : null,
        space: 'space' in page ? page.space : null,
        page: 'list' in page ? page.list : '',
        host,
        path,
        times: 1,
      }),
    flush,
    async stop() {
      stopped = true
      await flush()
    },
  }
}

function keyOf({ day, threadId, space, page, host, path }: Counted): string {
  return `${day} ${threadId ?? space ?? page} ${host}${path}`
}

/** What stands for all that did not fit on a day. */
function restOf(day: string): Omit<Counted, 'times'> {
  return { day, threadId: null, space: null, page: '', host: '', path: '' }
}

function isRest(one: Counted): boolean {
  return one.host === ''
}
