/**
 * A small load generator, run as a process of its own: `node bench/load.ts '{"url": …, "connections": 20, …}'`.
 * Each connection is kept open and asks again as soon as it has the whole answer (a closed loop: under overload the
 * times grow and the rate does not). Prints one JSON line, the `Load` below.
 */
import { Agent, get } from 'node:http'
import { type Spread } from './machine.ts'

export interface LoadCall {
  readonly url: string
  readonly connections: number
  readonly milliseconds: number
  readonly cookie?: string
}

export interface Load {
  readonly pagesPerSecond: number
  /** Milliseconds from sending a request to the last byte of its answer. */
  readonly p50: number
  readonly p95: number
  readonly answers: number
  readonly bytesPerPage: number
  /** Answers that were not 200, and connections that broke. */
  readonly failures: number
}

/** The value below which a `share` (0 to 1) of the sorted numbers lie: the nearest rank. NaN for none. */
export function percentile(sorted: ArrayLike<number>, share: number): number {
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN
}

/** Median and range of one figure over several loads. */
export function spreadOf(loads: readonly Load[], figure: 'pagesPerSecond' | 'p50' | 'p95'): Spread {
  const sorted = loads.map((load) => load[figure]).toSorted((a, b) => a - b)
  return { median: percentile(sorted, 0.5), low: sorted[0]!, high: sorted.at(-1)! }
}

/** One request to its last byte: status and size. */
function fetchOnce(agent: Agent, { url, cookie }: LoadCall): Promise<{ status: number; bytes: number }> {
  return new Promise((resolve, reject) => {
    const asked = get(url, { agent, headers: { accept: 'text/html', ...(cookie && { cookie }) } }, (response) => {
      let bytes = 0
      response.on('data', (chunk: Buffer) => (bytes += chunk.length))
      response.on('end', () => resolve({ status: response.statusCode ?? 0, bytes }))
      response.on('error', reject)
    })
    asked.on('error', reject)
  })
}

/** Asks for one page over and over, on so many connections, for so long. */
export async function generateLoad(call: LoadCall): Promise<Load> {
  const agent = new Agent({ keepAlive: true, maxSockets: call.connections })
  const times: number[] = []
  let [bytes, failures] = [0, 0]
  const began = performance.now()
  const lane = async (): Promise<void> => {
    while (performance.now() - began < call.milliseconds) {
      const sent = performance.now()
      const answer = await fetchOnce(agent, call).catch(() => undefined)
      if (answer?.status === 200) {
        times.push(performance.now() - sent)
        bytes += answer.bytes
      } else failures++
    }
  }
  await Promise.all(Array.from({ length: call.connections }, lane))
  const seconds = (performance.now() - began) / 1000
  agent.destroy()
  times.sort((a, b) => a - b)
  return {
    pagesPerSecond: times.length / seconds,
    p50: percentile(times, 0.5),
    p95: percentile(times, 0.95),
    answers: times.length,
    bytesPerPage: times.length > 0 ? bytes / times.length : 0,
    failures,
  }
}

if (import.meta.main) console.log(JSON.stringify(await generateLoad(JSON.parse(process.argv[2] ?? '{}') as LoadCall)))
