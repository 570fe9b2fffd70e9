/** Open pages: what they hear of, while everything is said to have changed. */
import { setTimeout as pause } from 'node:timers/promises'
import type { Ctx } from '../../platform/context.ts'
import { touch } from '../../platform/events.ts'
import type { Facts, Row } from './facts.queries.ts'
import type { Judgement } from './incidents.ts'
import type { Reference } from './reference.ts'
import { type ProofSite, type Walker, origin } from './site.ts'

export interface LiveParts {
  readonly ctx: Ctx
  readonly site: ProofSite
  readonly facts: Facts
  readonly reference: Reference
  readonly judgement: Judgement
  /** How many threads and spaces each reader asks for. */
  readonly topics: number
}

/** A stream takes ten topics; the last is one that its reader may hear. */
const perStream = 9
const hearsAtMost = 3000

/** Lets each reader listen to things they may and may not read, and judges what they hear. Returns how many streams. */
export async function listenEverywhere(parts: LiveParts, walkers: readonly Walker[]): Promise<number> {
  const { facts, reference } = parts
  const some = (table: string, most: number) => {
    const rows = facts.rows(table)
    const step = Math.max(1, Math.floor(rows.length / most))
    return rows.filter((_, at) => at % step === 0).slice(0, most)
  }
  const things: (readonly [string, (who: Walker) => boolean])[] = [
    ...some('threads', parts.topics).map(
      (row) => [`thread:${String(row.id)}`, (who: Walker) => reference.readsThread(who.viewer, row)] as const,
    ),
    ...some('spaces', parts.topics).map(
      (row) => [`space:${String(row.id)}`, (who: Walker) => reference.readsSpace(who.viewer, row)] as const,
    ),
    ...some('accounts', 3).map((row) => [`account:${String(row.id)}`, (who: Walker) => isOwn(who, row)] as const),
    ...['mails:1', 'thread:x', 'swarm:1'].map((topic) => [topic, () => false] as const),
  ]
  const open = facts.rows('threads').find((row) => reference.readsThread({ kind: 'visitor' }, row))!
  let streams = 0
  for (const who of walkers) {
    const end = who.viewer.kind === 'account' ? `account:${who.viewer.id}` : `thread:${String(open.id)}`
    for (let from = 0; from < things.length; from += perStream) {
      const asked = things.slice(from, from + perStream).filter(([topic]) => topic !== end)
      const bytes = await hear(parts, who, [...asked.map(([topic]) => topic), end], end)
      streams++
      judge(parts, who, new Map(asked), bytes, end)
    }
  }
  return streams
}

function isOwn(who: Walker, row: Row): boolean {
  return who.viewer.kind === 'account' && who.viewer.id === row.id
}

async function hear({ ctx, site }: LiveParts, who: Walker, topics: readonly string[], end: string): Promise<string> {
  const stopping = new AbortController()
  const headers = who.cookie ? { cookie: who.cookie } : undefined
  const response = await site.fetch(
    new Request(`${origin}/live?topics=${topics.join(',')}`, { ...(headers && { headers }), signal: stopping.signal }),
  )
  if (!response.body) return ''
  const [reader, decoder] = [response.body.getReader(), new TextDecoder()]
  let bytes = ''
  const reading = (async () => {
    for (let part = await reader.read(); !part.done; part = await reader.read()) bytes += decoder.decode(part.value)
  })().catch(() => {})
  await pause(20)
  await ctx.transaction((inside) => touch(inside, ...topics))
  for (let waited = 0; waited < hearsAtMost && !bytes.includes(`"${end}"`); waited += 10) await pause(10)
  await pause(40)
  await reader.cancel().catch(() => {})
  stopping.abort()
  await reading
  return bytes
}

const line = /^(: here|event: changed\ndata: \{"topic":"\w+:\d+","version":\d+\})$/

function judge(
  { judgement }: LiveParts,
  who: Walker,
  asked: ReadonlyMap<string, (who: Walker) => boolean>,
  bytes: string,
  end: string,
): void {
  const address = 'GET /live'
  judgement.words('live', who, address, bytes)
  for (const [, topic] of bytes.matchAll(/"topic":"([^"]+)"/g)) {
    if (topic !== end && !asked.get(topic!)?.(who))
      judgement.add({ kind: 'live', reader: who.name, address, what: `heard that ${topic} changed` })
  }
  for (const block of bytes.trim().split('\n\n')) {
    if (block !== '' && !line.test(block))
      judgement.add({ kind: 'live', reader: who.name, address, what: 'heard more than that something changed' })
  }
}
