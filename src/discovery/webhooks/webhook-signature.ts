/** Standard Webhooks (www.standardwebhooks.com): how a receiver knows that a sending is ours, whole and new. */
import { createHmac, randomBytes } from 'node:crypto'

/** What every secret begins with; the base64 of its bytes follows. */
const prefix = 'whsec_'

/** A new secret of 32 random bytes; the standard asks for 24 to 64. */
export function makeSecret(): string {
  return prefix + randomBytes(32).toString('base64')
}

/** The headers of one try: one signature for each secret, so that a receiver may know either while they change. */
export function signedHeaders(
  secrets: readonly string[],
  sending: { readonly key: string; readonly at: Date; readonly body: string },
): Record<string, string> {
  const timestamp = String(Math.floor(sending.at.getTime() / 1000))
  const signed = `${sending.key}.${timestamp}.${sending.body}`
  const signatures = secrets.map((secret) => {
    const key = Buffer.from(secret.slice(prefix.length), 'base64')
    return `v1,${createHmac('sha256', key).update(signed).digest('base64')}`
  })
  return {
    'webhook-id': sending.key,
    'webhook-timestamp': timestamp,
    'webhook-signature': signatures.join(' '),
  }
}
