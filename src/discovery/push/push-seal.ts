/** Messages to browsers through somebody else's push service, which can read none of them. */
import { type ECDH, createCipheriv, createECDH, createPrivateKey, hkdfSync, randomBytes, sign } from 'node:crypto'

/** What a browser gave out for this: its public key (uncompressed point) and a secret of 16 bytes, in base64url. */
export interface BrowserKeys {
  readonly p256dh: string
  readonly auth: string
}

const recordSize = 4096
/** Every message has this length inside, so that its length tells nothing. */
const padded = 512

/** Seals a message for one browser: RFC 8291 (keys) over RFC 8188 (`aes128gcm`, one record). `fixed` is for its test vector. */
export function sealMessage(
  keys: BrowserKeys,
  message: string,
  fixed?: { readonly sender: ECDH; readonly salt: Buffer; readonly length: number },
): Buffer {
  const browser = Buffer.from(keys.p256dh, 'base64url')
  const sender = fixed?.sender ?? createECDH('prime256v1')
  if (!fixed) sender.generateKeys()
  const own = sender.getPublicKey()
  const salt = fixed?.salt ?? randomBytes(16)
  const derive = (secret: Buffer, from: Buffer, info: Buffer, length: number) =>
    Buffer.from(hkdfSync('sha256', secret, from, info, length))
  const about = Buffer.concat([Buffer.from('WebPush: info\0'), browser, own])
  const key = derive(sender.computeSecret(browser), Buffer.from(keys.auth, 'base64url'), about, 32)
  const cipher = createCipheriv(
    'aes-128-gcm',
    derive(key, salt, Buffer.from('Content-Encoding: aes128gcm\0'), 16),
    derive(key, salt, Buffer.from('Content-Encoding: nonce\0'), 12),
  )
  const text = Buffer.from(message)
  // 2 ends the text of the last record; what follows is padding.
  const record = Buffer.alloc(Math.max(text.length + 1, fixed?.length ?? padded))
  text.copy(record)
  record[text.length] = 2
  const head = Buffer.alloc(5)
  head.writeUInt32BE(recordSize)
  head[4] = own.length
  return Buffer.concat([salt, head, own, cipher.update(record), cipher.final(), cipher.getAuthTag()])
}

/** What tells a push service who asks (VAPID, RFC 8292): a signed word for its origin alone, for twelve hours. */
export function vapidHeader(
  keys: { readonly publicKey: string; readonly privateJWK: JsonWebKey },
  about: { readonly endpoint: string; readonly contact: string; readonly now: Date },
): string {
  const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url')
  const exp = Math.floor(about.now.getTime() / 1000) + 12 * 3600
  const claims = { aud: new URL(about.endpoint).origin, exp, sub: about.contact }
  const signed = `${encode({ typ: 'JWT', alg: 'ES256' })}.${encode(claims)}`
  const key = createPrivateKey({ key: keys.privateJWK, format: 'jwk' })
  const signature = sign('sha256', Buffer.from(signed), { key, dsaEncoding: 'ieee-p1363' }).toString('base64url')
  return `vapid t=${signed}.${signature}, k=${keys.publicKey}`
}
