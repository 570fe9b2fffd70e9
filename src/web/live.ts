import { setMaxListeners } from 'node:events'
import { streamSSE } from 'hono/streaming'
import { findViewer } from '../people/sessions/sessions.ts'
import { openChannel } from '../platform/channel.ts'
import type { Ctx } from '../platform/context.ts'
import type { Routes } from '../platform/http/env.ts'
import { parseId } from '../platform/ids.ts'
import type { Log } from '../platform/log.ts'
import { type ThreadId, getThread } from '../content/threads/threads.ts'
import { type SpaceId, getSpaceById } from '../realms/spaces/spaces.ts'

type Hearer = (topic: string) => void

/** Hears what PostgreSQL says changed and passes it on to open pages of this process. Carries topics, never content. */
export interface LiveHub {
  hear(topics: readonly string[], hearer: Hearer): () => void
  /** Aborted when Tango stops: streams end then, and browsers open them again later. */
  readonly stopping: AbortSignal
  stop(): Promise<void>
}

/** Opens the hub on the channel that `touch` (platform/events.ts) speaks on. */
export async function startLiveHub(url: string, log: Log): Promise<LiveHub> {
  const hearers = new Map<string, Set<Hearer>>()
  const stopping = new AbortController()
  // Every open page waits for it.
  setMaxListeners(0, stopping.signal)
  const hear = (topic: string): void => {
    for (const hearer of hearers.get(topic) ?? []) hearer(topic)
  }
  const channel = await openChannel(url, 'tango_live', hear, log)
  return {
    stopping: stopping.signal,
    hear(topics, hearer) {
      for (const topic of topics) hearers.set(topic, (hearers.get(topic) ?? new Set()).add(hearer))
      return () => {
        for (const topic of topics) {
          hearers.get(topic)?.delete(hearer)
          if (hearers.get(topic)?.size === 0) hearers.delete(topic)
        }
      }
    },
    async stop() {
      stopping.abort()
      await channel.close()
    },
  }
}

/** Whether the viewer may know that a topic changed: exactly if they may read the thing. */
async function mayHear(ctx: Ctx, topic: string): Promise<boolean> {
  const [kind, number] = topic.split(':')
  const id = parseId(number)
  if (id === undefined) return false
  if (kind === 'account') return ctx.viewer.kind === 'account' && (ctx.viewer.id as number) === id
  const readable =
    kind === 'thread'
      ? getThread(ctx, id as number as ThreadId)
      : kind === 'space'
        ? getSpaceById(ctx, id as number as SpaceId)
        : undefined
  return (
    readable !== undefined &&
    (await readable.then(
      () => true,
      () => false,
    ))
  )
}

/** The same question asked later: whoever signed out or was closed meanwhile asks as a visitor. */
function asOfNow(ctx: Ctx, token: string | undefined): () => Promise<Ctx> {
  if (token === undefined) return async () => ctx
  return async () => ctx.as((await findViewer(ctx, token)) ?? { kind: 'visitor' })
}

const reconnectAfter = 5 * 60_000

/**
 * GET /live?topics=thread:1,space:2 — server-sent events `changed` with the topic and a running number. Rights are
 * asked when the stream opens and again before each event; the stream ends after five minutes and is opened anew.
 */
export function liveRoutes(hub: LiveHub): Routes {
  return (app) => {
    app.get('/live', async (c) => {
      const { ctx } = c.var
      const asked = (c.req.query('topics') ?? '').split(',').slice(0, 10)
      const topics: string[] = []
      for (const topic of asked) if (await mayHear(ctx, topic)) topics.push(topic)
      const now = asOfNow(ctx, c.var.sessionToken)
      return streamSSE(c, async (stream) => {
        let version = 0
        const stopHearing = hub.hear(topics, (topic) => {
          void now()
            .then((asking) => mayHear(asking, topic))
            .then((may) =>
              may
                ? stream.writeSSE({ event: 'changed', data: JSON.stringify({ topic, version: ++version }) })
                : undefined,
            )
            // The database is away: the reader hears of the next change.
            .catch(() => {})
        })
        const heartbeat = setInterval(() => void stream.write(': here\n\n'), 25_000)
        const ended = Promise.withResolvers<void>()
        const timer = setTimeout(ended.resolve, reconnectAfter)
        const end = (): void => ended.resolve()
        hub.stopping.addEventListener('abort', end)
        stream.onAbort(end)
        if (!hub.stopping.aborted && !stream.aborted) await ended.promise
        hub.stopping.removeEventListener('abort', end)
        clearTimeout(timer)
        clearInterval(heartbeat)
        stopHearing()
      })
    })
  }
}
