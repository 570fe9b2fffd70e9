import { createHash, randomBytes, randomInt } from 'node:crypto'

/** A secret that nobody can guess: 32 random bytes, 43 characters of base64url. Given out once; only its hash is stored. */
export function makeToken(): string {
  return randomBytes(32).toString('base64url')
}

/** A short code that a person types: 8 digits. Safe only together with few tries and a short life. */
export function makeCode(): string {
  return String(randomInt(0, 100_000_000)).padStart(8, '0')
}

/** What is stored in place of a token. A fast hash is enough: the token itself has 256 random bits. */
export function hashToken(token: string): Buffer {
  return createHash('sha256').update(token).digest()
}
