import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import type { Ctx, Db } from '../../platform/context.ts'
import type { SpaceId } from '../../realms/spaces/spaces.ts'
import { ensureSetting } from './files.queries.ts'

/** Proof that whoever has this address was shown it by a page that they may read. `until` in seconds since 1970. */
export interface Signature {
  readonly until: number
  readonly sign: string
}

/**
 * What a signature is good for: the pictures of a whole space (its id), of one narrowed thread (`t` and its id), or of a
 * thread for those who still read what moderation hides there (`h` and its id).
 */
export type SignatureScope = number | `t${number}` | `h${number}`

export interface Signer {
  sign(key: string, scope: SignatureScope, now: Date): Signature
  isValid(key: string, scope: SignatureScope, signature: Signature, now: Date): boolean
  /** The key that a picture gets in another space: known before it goes there, and to nobody without the secret. */
  keyIn(key: string, spaceId: SpaceId): string
}

const halfHour = 30 * 60
const signers = new WeakMap<Db, Promise<Signer>>()

/** The signer of this installation; its secret is made at first use and kept with the settings. */
export function signerOf(ctx: Ctx): Promise<Signer> {
  let signer = signers.get(ctx.db)
  if (!signer) {
    signer = ensureSetting(ctx, 'files.sign-key', () => randomBytes(32).toString('base64url')).then(makeSigner)
    signers.set(ctx.db, signer)
    signer.catch(() => signers.delete(ctx.db))
  }
  return signer
}

function makeSigner(secret: string): Signer {
  // The scope is part of what is signed: a page signs for its own space or thread, so another's picture stays closed there.
  const signFor = (key: string, scope: SignatureScope, until: number) =>
    createHmac('sha256', secret).update(`${key}.${scope}.${until}`).digest('base64url')
  return {
    sign(key, scope, now) {
      // Rounded to half hours: the address of a picture stays the same while its page is refreshed. Good for 60 to 90 minutes.
      const until = (Math.floor(now.getTime() / 1000 / halfHour) + 3) * halfHour
      return { until, sign: signFor(key, scope, until) }
    },
    keyIn: (key, spaceId) =>
      createHmac('sha256', secret).update(`crosses.${key}.${spaceId}`).digest('base64url').slice(0, 22),
    isValid(key, scope, { until, sign }, now) {
      if (!Number.isSafeInteger(until) || until * 1000 < now.getTime()) return false
      const [given, right] = [Buffer.from(sign), Buffer.from(signFor(key, scope, until))]
      return given.length === right.length && timingSafeEqual(given, right)
    },
  }
}
