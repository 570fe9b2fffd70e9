import { lookup } from 'node:dns/promises'
import { isIP } from 'node:net'
import { mayConnect } from '../../platform/http/outgoing.ts'
import { Invalid } from '../../platform/errors.ts'
import { type Said, said } from '../../platform/languages/languages.ts'

/** The addresses of a host by its name. Throws when it has none. */
export type Resolve = (host: string) => Promise<readonly { readonly address: string }[]>

/** So long is waited for the name of a host, in milliseconds. */
const patience = 3000

const resolveByDns: Resolve = (host) => lookup(host, { all: true })

/** Names that never lead into the public web (RFC 6761, 6762, 8375, 9476 and the root's own "internal"). */
const privateNames = /(^|\.)(localhost|local|internal|home\.arpa|lan|alt)$/

/**
 * A web address as it is kept: https, of another site, with no password in it, and not in a private network as far as
 * its name tells now. Where it leads is judged again at each sending. Throws Invalid (`address`).
 */
export async function readAddress(typed: string, site: string, resolve: Resolve = resolveByDns): Promise<string> {
  const url = URL.parse(typed.trim())
  if (url?.protocol === 'http:')
    throw refusal('not-https', said('The address begins with https://. Nothing is sent unprotected.'))
  if (!url || url.protocol !== 'https:' || url.hostname === '')
    throw refusal('no-address', said('This is no web address. One begins with https://, as in your browser.'))
  if (url.username !== '' || url.password !== '')
    throw refusal(
      'with-password',
      said('Leave out the name and the password. The signature shows that a sending is ours.'),
    )
  url.hash = ''
  if (url.href.length > 1000) throw refusal('too-long', said('The address is too long. It has 1,000 signs at most.'))
  if (url.origin === URL.parse(site)?.origin)
    throw refusal('own', said('This address leads here. Name one of another site.'))
  if (await isPrivate(url.hostname.replace(/^\[|\]$/g, '').replace(/\.$/, ''), resolve))
    throw refusal('private', said('This address leads into a private network. Name one that the public web reaches.'))
  return url.href
}

async function isPrivate(host: string, resolve: Resolve): Promise<boolean> {
  if (isIP(host) !== 0) return !mayConnect(host, host, [])
  if (!host.includes('.') || privateNames.test(host)) return true
  const found = await inTime(resolve(host))
  return found.length > 0 && !found.some(({ address }) => mayConnect(address, host, []))
}

/** A name that is not found, or not in time, may be found when something is sent. */
async function inTime(asked: ReturnType<Resolve>): ReturnType<Resolve> {
  const { promise: late, resolve: giveUp } = Promise.withResolvers<readonly never[]>()
  const timer = setTimeout(giveUp, patience, [])
  return Promise.race([asked.catch(() => []), late]).finally(() => clearTimeout(timer))
}

function refusal(what: string, words: Said): Invalid {
  return new Invalid(`webhooks.${what}`, { address: words })
}
