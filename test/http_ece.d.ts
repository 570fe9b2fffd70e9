declare module 'http_ece' {
  import type { ECDH } from 'node:crypto'

  /** Opens what RFC 8188 seals; written apart from us, by the author of the standard. */
  export function decrypt(sealed: Buffer, how: { version: 'aes128gcm'; privateKey: ECDH; authSecret: string }): Buffer
  const ece: { decrypt: typeof decrypt }
  export default ece
}
