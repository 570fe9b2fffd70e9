import { argon2, randomBytes, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'
import { type Said, said } from '../../platform/languages/languages.ts'

/**
 * Argon2id with 19 MiB, 2 passes, 1 lane: the first of the equal choices in OWASP's Password Storage Cheat Sheet.
 * About 30 ms of one core; stored with its parameters, so that they can be raised later.
 */
const cost = { memory: 19_456, passes: 2, parallelism: 1 }
const saltBytes = 16
const hashBytes = 32

const derive = promisify(argon2)

export const shortestPassword = 10
const longestPassword = 200

/** What is wrong with a password, in words for the person; undefined when it can be taken. */
export function passwordProblem(password: string, email: string): Said | undefined {
  if (password.length < shortestPassword)
    return said('Use {number} characters or more. A few words make a good password.', { number: shortestPassword })
  if (password.length > longestPassword) return said('Keep it under {number} characters.', { number: longestPassword })
  const plain = password.toLowerCase()
  if (new Set(plain).size < 4) return said('Use more than a few different characters.')
  if (plain === email.toLowerCase() || plain === email.split('@')[0]!.toLowerCase())
    return said('Choose something other than your address.')
  return undefined
}

/** The form in which a password is stored (PHC string): `$argon2id$v=19$m=…,t=…,p=…$salt$hash`. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(saltBytes)
  const hash = await derive('argon2id', { ...cost, message: message(password), nonce: salt, tagLength: hashBytes })
  const { memory, passes, parallelism } = cost
  return `$argon2id$v=19$m=${memory},t=${passes},p=${parallelism}$${unpadded(salt)}$${unpadded(hash)}`
}

/**
 * Whether a password is the one that was stored. Without a stored one (no such account, no password set) the same
 * work is done for nothing, so that the time of the answer does not tell whether somebody has an account.
 */
export async function verifyPassword(password: string, stored: string | null | undefined): Promise<boolean> {
  const parts = readStored(stored ?? nobodysPassword)
  if (!parts) throw new Error('a stored password has a form that this program does not know')
  const { salt, hash, ...parameters } = parts
  const found = await derive('argon2id', {
    ...parameters,
    message: message(password),
    nonce: salt,
    tagLength: hash.length,
  })
  return timingSafeEqual(found, hash) && Boolean(stored)
}

// The same letter can be typed as one sign or two; NFKC makes them one (RFC 8265, OpaqueString).
function message(password: string): Buffer {
  return Buffer.from(password.normalize('NFKC'), 'utf8')
}

const nobodysPassword = `$argon2id$v=19$m=${cost.memory},t=${cost.passes},p=${cost.parallelism}$${unpadded(randomBytes(saltBytes))}$${unpadded(randomBytes(hashBytes))}`

function readStored(stored: string) {
  const match = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)$/.exec(stored)
  if (!match) return undefined
  const [memory, passes, parallelism] = match.slice(1, 4).map(Number) as [number, number, number]
  return { memory, passes, parallelism, salt: Buffer.from(match[4]!, 'base64'), hash: Buffer.from(match[5]!, 'base64') }
}

function unpadded(bytes: Buffer): string {
  return bytes.toString('base64').replace(/=+$/, '')
}
