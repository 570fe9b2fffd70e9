/** Requests that the server makes itself: with an end in time and size, and never into a private network that nobody named. */
import { lookup as resolve } from 'node:dns'
import { type IncomingMessage, request as requestHttp } from 'node:http'
import { request as requestHttps } from 'node:https'
import { BlockList, type LookupFunction, isIP } from 'node:net'

export const outgoingLimits = { milliseconds: 8_000, bytes: 512 * 1024 } as const

/** RFC 6890 and its kin: where nothing public lives. */
const privateNetworks = new BlockList()
for (const [network, bits] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['224.0.0.0', 3],
] as const)
  privateNetworks.addSubnet(network, bits, 'ipv4')
for (const [network, bits] of [
  ['::', 127],
  ['fc00::', 7],
  ['ff00::', 8],
] as const)
  privateNetworks.addSubnet(network, bits, 'ipv6')

/** Where machines of a cloud tell their secrets: nothing is ever asked there, whoever names it. */
const neverNetworks = new BlockList()
neverNetworks.addSubnet('169.254.0.0', 16, 'ipv4')
neverNetworks.addSubnet('fe80::', 10, 'ipv6')

/** Whether a request to `host` may connect to `address`; `named` are the hosts that an owner typed. */
export function mayConnect(address: string, host: string, named: readonly string[]): boolean {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1]
  const real = mapped ?? address
  const family = isIP(real) === 6 ? 'ipv6' : 'ipv4'
  if (isIP(real) === 0 || neverNetworks.check(real, family)) return false
  return named.includes(host) || !privateNetworks.check(real, family)
}

export interface Outgoing {
  readonly method: string
  readonly headers: Record<string, string>
  /** A text, a form or bytes; anything else is refused. */
  readonly body?: unknown
}

/**
 * The one fetch of this house. `named` is a host that an owner typed (the company's own directory): it may be in a
 * private network, no other may; nothing is named for addresses that came from outside. The address that was judged is
 * the one that is connected to. Redirects are not followed. Plain http only with `plain`, and only to loopback. Throws
 * TypeError for an address that is not asked (`code` EPRIVATE for a private one) and for an answer of more than
 * `outgoingLimits.bytes` (ETOOLARGE).
 */
export function outgoingFetch(named: string | undefined, plain: boolean) {
  const names = named === undefined ? [] : [named]
  return async (address: string, options: Outgoing): Promise<Response> => {
    const url = new URL(address)
    const host = url.hostname.replace(/^\[|\]$/g, '')
    if (url.protocol !== 'https:' && !(plain && isLoopback(host))) throw new TypeError('only https is asked')
    if (isIP(host) !== 0 && !mayConnect(host, host, names)) throw refused('EPRIVATE', 'a private address is not asked')
    const send = url.protocol === 'https:' ? requestHttps : requestHttp
    const headers = { ...options.headers, 'accept-encoding': 'identity' }
    const signal = AbortSignal.timeout(outgoingLimits.milliseconds)
    const { method } = options
    const bytes = bytesOf(options.body)
    const answer = await new Promise<IncomingMessage>((done, fail) => {
      const sent = send(url, { method, headers, signal, lookup: guardedLookup(names) }, done)
      sent.on('error', fail)
      sent.end(bytes)
    })
    return read(answer)
  }
}

function refused(code: 'EPRIVATE' | 'ETOOLARGE', words: string): NodeJS.ErrnoException {
  return Object.assign(new TypeError(words), { code })
}

function bytesOf(body: unknown): string | Uint8Array | undefined {
  if (body === undefined || body === null) return undefined
  if (typeof body === 'string' || body instanceof Uint8Array) return body
  if (body instanceof URLSearchParams) return body.toString()
  throw new TypeError('only text, forms and bytes are sent')
}

/** Whether this host name can only be this machine. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127\.\d+\.\d+\.\d+$/.test(host)
}

function guardedLookup(named: readonly string[]): LookupFunction {
  return (host, options, answer) => {
    resolve(host, { ...options, all: true }, (error, found) => {
      if (error) return answer(error, '', 0)
      const allowed = found.filter(({ address }) => mayConnect(address, host, named))
      const [first] = allowed
      if (!first) return answer(refused('EPRIVATE', 'a private address is not asked'), '', 0)
      return options.all ? answer(null, allowed) : answer(null, first.address, first.family)
    })
  }
}

async function read(answer: IncomingMessage): Promise<Response> {
  const parts: Buffer[] = []
  let size = 0
  for await (const part of answer as AsyncIterable<Buffer>) {
    size += part.length
    if (size > outgoingLimits.bytes) throw refused('ETOOLARGE', 'the answer is too large')
    parts.push(part)
  }
  const headers = new Headers()
  for (const [name, value] of Object.entries(answer.headers)) {
    for (const one of Array.isArray(value) ? value : [value ?? '']) headers.append(name, one)
  }
  const status = answer.statusCode ?? 502
  const hasBody = ![101, 204, 205, 304].includes(status)
  return new Response(hasBody ? Buffer.concat(parts) : null, { status, headers })
}
