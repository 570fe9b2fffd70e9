import type { Generated } from 'kysely'

/**
 * The tables of the database, as Kysely sees them. Empty here: each feature adds the tables that it owns in its
 * `<feature>.tables.ts` (`declare module`), so that no file knows them all and every query is still typed.
 */
// oxlint-disable-next-line typescript/no-empty-object-type
export interface Tables {}

declare module './tables.ts' {
  interface Tables {
    settings: { key: string; value: unknown; changedAt: Generated<Date> }
    events: { id: Generated<number>; name: string; payload: unknown; happenedAt: Generated<Date> }
    eventDeliveries: { eventId: number; listener: string; deliveredAt: Generated<Date> }
    mails: {
      id: Generated<number>
      toAddress: string
      subject: string
      bodyText: string
      bodyHtml: string | null
      headers: unknown
      createdAt: Generated<Date>
      sentAt: Date | null
      withdrawnAt: Date | null
      attempts: Generated<number>
      lastError: string | null
    }
    rateLimits: { bucket: string; windowStart: Date; used: number }
  }
}
