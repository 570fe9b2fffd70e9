import type { Generated } from 'kysely'
import type { AccountId, Id } from '../../platform/ids.ts'

export type SessionId = Id<'session'>
/** What the sessions of one account in one browser have in common, from one to the next, until it is signed out there. */
export type BrowserId = string & { readonly __kind: 'browser' }
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
      browser: Generated<BrowserId>
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
