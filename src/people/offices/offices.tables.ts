import type { Generated } from 'kysely'
import type { AccountId, Id } from '../../platform/ids.ts'

/** A request that one person look after both sides. */
export type ExceptionId = Id<'office-exception'>
/** The two offices that are kept in different hands. */
export type Stewardship = 'inside-steward' | 'outside-steward'
export type Office = 'owner' | 'inside-steward' | 'outside-steward' | 'official-voice' | 'executive'

declare module '../../platform/tables.ts' {
  interface Tables {
    offices: {
      id: Generated<number>
      accountId: AccountId
      office: Office
      givenBy: AccountId | null
      givenAt: Generated<Date>
      endedAt: Date | null
      /** The approved exception by which one person holds it beside its counterpart. */
      exceptionId: ExceptionId | null
      /** Held beside its counterpart since before exceptions were asked for. */
      beforeExceptions: Generated<boolean>
    }
    officeExceptions: {
      id: Generated<ExceptionId>
      accountId: AccountId
      office: Stewardship
      reason: string
      askedBy: AccountId
      askedAt: Generated<Date>
      decidedBy: AccountId | null
      decidedAt: Date | null
      approved: boolean | null
      note: Generated<string>
    }
  }
}
