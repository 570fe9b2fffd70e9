import type { Generated } from 'kysely'
import type { AccountId, Id } from '../../platform/ids.ts'

export type SessionId = Id<'session'>
/** How the person showed who they are when the session began. */
export type Proof = 'password' | 'code' | 'invitation' | 'setup' | 'sign-up' | 'provider' | 'passkey'

declare module '../../platform/tables.ts' {
  interface Tables {
    sessions: {
      id: Generated<SessionId>
      accountId: AccountId
      tokenHash: Buffer
      provedBy: Proof
      device: Generated<string>
      createdAt: Generated<Date>
      /** When the person last proved who they are. */
      provedAt: Generated<Date>
      /** A second factor is still owed: until it comes the session is nobody's. */
      waitsForFactor: Generated<boolean>
      lastSeenAt: Generated<Date>
      expiresAt: Date
      endedAt: Date | null
    }
  }
}
