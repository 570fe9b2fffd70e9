/** What people prove themselves with, in software: an authenticator app, and a passkey's device that can also lie. */
import { type KeyObject, createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto'
import { Secret, TOTP } from 'otpauth'

/** The code that an authenticator app shows at a moment. */
export function shownBy(key: string, at: Date): string {
  return new TOTP({ secret: Secret.fromBase32(key) }).generate({ timestamp: at.getTime() })
}

export interface Ceremony {
  readonly challenge: string
  readonly origin: string
  readonly rpId: string
  /** It saw the person: PIN, finger, face. */
  readonly verified?: boolean
  readonly counter?: number
}

export interface Device {
  readonly id: string
  readonly key: KeyObject
  make(asked: Ceremony): string
  use(asked: Ceremony, userHandle: string): string
}

export function makeDevice(): Device {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const credential = randomBytes(16)
  const id = credential.toString('base64url')
  const { x, y } = publicKey.export({ format: 'jwk' })
  const cose = cborMap([
    [1, 2],
    [3, -7],
    [-1, 1],
    [-2, Buffer.from(x!, 'base64url')],
    [-3, Buffer.from(y!, 'base64url')],
  ])
  const answer = (type: string, { challenge, origin }: Ceremony) =>
    Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin: false }))
  const wrap = (response: Record<string, unknown>) =>
    JSON.stringify({ id, rawId: id, type: 'public-key', clientExtensionResults: {}, response })
  return {
    id,
    key: privateKey,
    make(asked) {
      const length = Buffer.alloc(2)
      length.writeUInt16BE(credential.length)
      const attested = Buffer.concat([Buffer.alloc(16), length, credential, cose])
      const authData = Buffer.concat([head(asked, 0x40), attested])
      const attestation = Buffer.concat([
        Buffer.of(0xa3),
        cborText('fmt'),
        cborText('none'),
        cborText('attStmt'),
        Buffer.of(0xa0),
        cborText('authData'),
        cborBytes(authData),
      ])
      return wrap({
        clientDataJSON: answer('webauthn.create', asked).toString('base64url'),
        attestationObject: attestation.toString('base64url'),
        transports: ['internal'],
      })
    },
    use(asked, userHandle) {
      const client = answer('webauthn.get', asked)
      const authenticatorData = head(asked, 0)
      const text = Buffer.concat([authenticatorData, createHash('sha256').update(client).digest()])
      return wrap({
        clientDataJSON: client.toString('base64url'),
        authenticatorData: authenticatorData.toString('base64url'),
        signature: sign('sha256', text, privateKey).toString('base64url'),
        userHandle,
      })
    },
  }
}

/** Hash of the relying party, flags (present, verified, attested), counter (WebAuthn, section 6.1). */
function head({ rpId, verified = true, counter = 1 }: Ceremony, more: number): Buffer {
  const count = Buffer.alloc(4)
  count.writeUInt32BE(counter)
  return Buffer.concat([
    createHash('sha256').update(rpId).digest(),
    Buffer.of(0x01 | (verified ? 0x04 : 0) | more),
    count,
  ])
}

function cborMap(entries: readonly (readonly [number, number | Buffer])[]): Buffer {
  const parts = entries.flatMap(([key, value]) => [
    cborNumber(key),
    typeof value === 'number' ? cborNumber(value) : cborBytes(value),
  ])
  return Buffer.concat([Buffer.of(0xa0 + entries.length), ...parts])
}

function cborNumber(number: number): Buffer {
  return Buffer.of(number >= 0 ? number : 0x20 + (-1 - number))
}

function cborText(text: string): Buffer {
  return Buffer.concat([Buffer.of(0x60 + text.length), Buffer.from(text)])
}

function cborBytes(bytes: Buffer): Buffer {
  const { length } = bytes
  // The shortest form of the length, as readers expect.
  const head = length < 24 ? [0x40 + length] : length < 256 ? [0x58, length] : [0x59, length >> 8, length & 0xff]
  return Buffer.concat([Buffer.from(head), bytes])
}
