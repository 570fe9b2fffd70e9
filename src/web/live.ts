import { streamSSE } from 'hono/streaming'
import pg from 'pg'
import type { Ctx } from '../platform/context.ts'
import type { Routes } from '../platform/http/env.ts'
import { parseId } from '../platform/ids.ts'
import { type Log, describeError } from '../platform/log.ts'
import { type ThreadId, getThread } from '../content/threads/threads.ts'
import { type SpaceId, getSpaceById } from '../realms/spaces/spaces.ts'

type Hearer = (topic: string) => void

/** Hears what PostgreSQL says changed and passes it on to open pages of this process. Carries topics, never content. */
export interface LiveHub {
  hear(topics: readonly string[], hearer: Hearer): () => void
  /** Resolves when Tango stops: streams end then, and browsers open them again later. */
  readonly stopping: Promise<void>
  stop(): Promise<void>
}

/** Listens on a connection of its own; a lost one is opened again. */
export async function startLiveHub(url: string, log: Log): Promise<LiveHub> {
  const hearers = new Map<string, Set<Hearer>>()
  let stopped = false
  const { promise: stopping, resolve: sayStopping } = Promise.withResolvers<void>()
  let client: pg.Client | undefined
  const connect = async (): Promise<void> => {
    client = new pg.Client({ connectionString: url, application_name: 'tango-live' })
    client.on('notification', ({ payload }) => {
      for (const hearer of hearers.get(payload ?? '') ?? []) hearer(payload!)
    })
    client.on('error', (error) => log.warn('live connection lost', describeError(error)))
    client.on('end', () => {
      if (!stopped) setTimeout(() => void connect().catch(() => {}), 1000).unref()
    })
    await client.connect()
    await client.query('listen tango_live')
  }
  await connect()
  return {
    stopping,
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
      stopped = true
      sayStopping()
      await client?.end()
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
      return streamSSE(c, async (stream) => {
        let version = 0
        const stopHearing = hub.hear(topics, (topic) => {
          void mayHear(ctx, topic).then((may) =>
            may
              ? stream.writeSSE({ event: 'changed', data: JSON.stringify({ topic, version: ++version }) })
              : undefined,
          )
        })
        const heartbeat = setInterval(() => void stream.write(': here\n\n'), 25_000)
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, reconnectAfter)
          void hub.stopping.then(resolve)
          stream.onAbort(() => {
            clearTimeout(timer)
            resolve()
          })
        })
        clearInterval(heartbeat)
        stopHearing()
      })
    })
  }
}
