import type { Generated } from 'kysely'
import type { Realm } from '../../platform/context.ts'
import type { AccountId, Id } from '../../platform/ids.ts'

export type CodeId = Id<'email-code'>
export type CodePurpose = 'sign-in' | 'sign-up'

/** What is remembered beside a code until it is used. */
export interface CodeDetails {
  /** Hash (hex) of the ticket that the asking browser holds: only there can the code be used. */
  readonly ticketHash: string
  /** The language of the page on which it was asked for. */
  readonly language?: string
  /** For sign-up: the name and, if one was chosen, the password's hash. */
  readonly displayName?: string
  readonly passwordHash?: string
}

declare module '../../platform/tables.ts' {
  interface Tables {
    emailCodes: {
      id: Generated<CodeId>
      realm: Realm
      email: string
      purpose: CodePurpose
      codeHash: Buffer
      details: unknown
      wrongTries: Generated<number>
      createdAt: Generated<Date>
      expiresAt: Date
      usedAt: Date | null
    }
    mailCodesOff: { accountId: AccountId; since: Generated<Date> }
  }
}
