import type { Generated } from 'kysely'
import type { AccountId, Id } from '../../platform/ids.ts'

export type SessionId = Id<'session'>
/** How the person showed who they are when the session began. */
export type Proof = 'password' | 'code' | 'invitation' | 'setup' | 'sign-up'

declare module '../../platform/tables.ts' {
  interface Tables {
    sessions: {
      id: Generated<SessionId>
      accountId: AccountId
      tokenHash: Buffer
      provedBy: Proof
      device: Generated<string>
      createdAt: Generated<Date>
      lastSeenAt: Generated<Date>
      expiresAt: Date
      endedAt: Date | null
    }
  }
}
