/**
 * Many readers of many pages, run as a process of its own: `node bench/community-load.ts FILE`, a ReadersCall. Each
 * connection is kept open and asks for the next page as soon as it has the whole answer. Prints one JSON line.
 */
import { readFileSync } from 'node:fs'
import { Agent, request } from 'node:http'
import { percentile } from './load.ts'

export interface Ask {
  readonly path: string
  readonly cookie?: string
  /** A form to post; without it the page is asked for. */
  readonly form?: Readonly<Record<string, string>>
}

export interface ReadersCall {
  readonly address: string
  /** Asked for in turn, by whichever connection is free; from this one on. */
  readonly asks: readonly Ask[]
  readonly from?: number
  /**
   * Not in turn, but as pages of the web are read: the n-th most popular is asked for in proportion to n^-popular.
   * 0.64 to 0.83 were measured (Breslau and others, "Web caching and Zipf-like distributions", 1999).
   */
  readonly popular?: number
  readonly connections: number
  readonly milliseconds: number
  /** Stop after so many answers. */
  readonly most?: number
}

export interface Readers {
  readonly pagesPerSecond: number
  readonly p50: number
  readonly p95: number
  readonly answers: number
  /** How often each status other than 200 (303 for a form) came, and `broken` for connections. */
  readonly failures: Readonly<Record<string, number>>
  readonly bytesPerPage: number
}

function askOnce(
  agent: Agent,
  address: string,
  { path, cookie, form }: Ask,
): Promise<{ status: number; bytes: number }> {
  const body = form && new URLSearchParams(form).toString()
  const headers = {
    accept: 'text/html',
    'accept-encoding': 'gzip',
    ...(cookie && { cookie }),
    ...(body !== undefined && { 'content-type': 'application/x-www-form-urlencoded', origin: address }),
  }
  return new Promise((resolve, reject) => {
    const asked = request(
      address + path,
      { agent, headers, method: body === undefined ? 'GET' : 'POST' },
      (response) => {
        let bytes = 0
        response.on('data', (chunk: Buffer) => (bytes += chunk.length))
        response.on('end', () => resolve({ status: response.statusCode ?? 0, bytes }))
        response.on('error', reject)
      },
    )
    asked.on('error', reject)
    asked.end(body)
  })
}

async function read(call: ReadersCall): Promise<Readers> {
  const agent = new Agent({ keepAlive: true, maxSockets: call.connections })
  const times: number[] = []
  const failures: Record<string, number> = {}
  let [bytes, asked] = [0, 0]
  const next = call.popular === undefined ? inTurn(call) : byPopularity(call.asks, call.popular, call.from)
  const began = performance.now()
  const lane = async (): Promise<void> => {
    while (performance.now() - began < call.milliseconds && asked < (call.most ?? Number.POSITIVE_INFINITY)) {
      const ask = next()
      asked += 1
      const sent = performance.now()
      const answer = await askOnce(agent, call.address, ask).catch(() => undefined)
      if (answer?.status === (ask.form ? 303 : 200)) {
        times.push(performance.now() - sent)
        bytes += answer.bytes
      } else {
        const key = String(answer?.status ?? 'broken')
        failures[key] = (failures[key] ?? 0) + 1
      }
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
    failures,
    bytesPerPage: times.length > 0 ? bytes / times.length : 0,
  }
}

function inTurn({ asks, from = 0 }: ReadersCall): () => Ask {
  let next = from
  return () => asks[next++ % asks.length]!
}

/**
 * The same draws each time, others from another beginning: a generator of its own (Numerical Recipes' linear
 * congruence), not `Math.random`.
 */
function byPopularity(asks: readonly Ask[], exponent: number, from = 0): () => Ask {
  let sum = 0
  const upTo = Float64Array.from(asks, (_, n) => (sum += (n + 1) ** -exponent))
  let state = 42 + from
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    const drawn = (state / 2 ** 32) * sum
    let [low, high] = [0, asks.length - 1]
    while (low < high) {
      const middle = (low + high) >> 1
      if (upTo[middle]! < drawn) low = middle + 1
      else high = middle
    }
    return asks[low]!
  }
}

console.log(JSON.stringify(await read(JSON.parse(readFileSync(process.argv[2]!, 'utf8')) as ReadersCall)))
