import type { Generated } from 'kysely'
import type { AccountId, Id } from '../../platform/ids.ts'

export type PasskeyId = Id<'passkey'>

declare module '../../platform/tables.ts' {
  interface Tables {
    passkeys: {
      id: Generated<PasskeyId>
      accountId: AccountId
      userHandle: Buffer
      credentialId: string
      publicKey: Buffer
      counter: Generated<number>
      transports: string[]
      name: string
      backedUp: boolean
      createdAt: Generated<Date>
      lastUsedAt: Date | null
    }
    passkeyChallenges: {
      id: Generated<number>
      secretHash: Buffer
      challenge: string
      accountId: AccountId | null
      userHandle: Buffer | null
      createdAt: Generated<Date>
      usedAt: Date | null
    }
  }
}
