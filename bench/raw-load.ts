/**
 * A load generator that costs little itself, run as a process of its own: `node bench/raw-load.ts '{"port": …}'`. It
 * writes requests to sockets that stay open and reads no more of an answer than where it ends. Prints one JSON line.
 */
import { connect } from 'node:net'
import { percentile } from './load.ts'

export interface RawCall {
  readonly port: number
  /** Asked for in turn by all connections. */
  readonly paths: readonly string[]
  readonly headers?: Readonly<Record<string, string>>
  readonly connections: number
  readonly milliseconds: number
}

export interface RawLoad {
  readonly pagesPerSecond: number
  /** Milliseconds from writing a request to the last byte of its answer. */
  readonly p50: number
  readonly p95: number
  readonly answers: number
  readonly failures: number
  readonly bytesPerPage: number
}

const headEnd = Buffer.from('\r\n\r\n')

async function load(call: RawCall): Promise<RawLoad> {
  const more = Object.entries(call.headers ?? {}).map(([name, value]) => `${name}: ${value}\r\n`)
  const requests = call.paths.map((path) =>
    Buffer.from(
      `GET ${path} HTTP/1.1\r\nhost: localhost:${call.port}\r\naccept: text/html\r\naccept-encoding: gzip\r\n${more.join('')}\r\n`,
    ),
  )
  const times: number[] = []
  let [next, bytes, failures] = [0, 0, 0]
  const began = performance.now()
  const until = began + call.milliseconds
  const lane = () =>
    new Promise<void>((resolve, reject) => {
      const socket = connect({ port: call.port, host: '127.0.0.1', noDelay: true })
      let sent = 0
      let [head, missing]: [Buffer, number] = [Buffer.alloc(0), -1]
      const ask = (): void => {
        sent = performance.now()
        if (sent >= until) {
          socket.destroy()
          resolve()
          return
        }
        socket.write(requests[next++ % requests.length]!)
      }
      socket.on('connect', ask)
      socket.on('error', reject)
      socket.on('data', (chunk: Buffer) => {
        bytes += chunk.length
        if (missing < 0) {
          head = head.length === 0 ? chunk : Buffer.concat([head, chunk])
          const end = head.indexOf(headEnd)
          if (end < 0) return
          const text = head.toString('latin1', 0, end).toLowerCase()
          const length = /content-length: (\d+)/.exec(text)?.[1]
          if (length === undefined) return reject(new Error(`an answer without its length: ${text}`))
          if (!text.startsWith('http/1.1 200')) failures++
          missing = Number(length) - (head.length - end - headEnd.length)
        } else missing -= chunk.length
        if (missing > 0) return
        times.push(performance.now() - sent)
        head = Buffer.alloc(0)
        missing = -1
        ask()
      })
    })
  await Promise.all(Array.from({ length: call.connections }, lane))
  const seconds = (performance.now() - began) / 1000
  times.sort((a, b) => a - b)
  return {
    pagesPerSecond: times.length / seconds,
    p50: percentile(times, 0.5),
    p95: percentile(times, 0.95),
    answers: times.length,
    failures,
    bytesPerPage: bytes / Math.max(1, times.length),
  }
}

console.log(JSON.stringify(await load(JSON.parse(process.argv[2] ?? '{}') as RawCall)))
