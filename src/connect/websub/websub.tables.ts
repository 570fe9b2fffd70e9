import type { Generated } from 'kysely'
import type { Id } from '../../platform/ids.ts'

export type HubRequestId = Id<'hub-request'>
export type HubSubscriptionId = Id<'hub-subscription'>
export type HubMode = 'subscribe' | 'unsubscribe'

declare module '../../platform/tables.ts' {
  interface Tables {
    /** What was asked and not yet verified. */
    hubRequests: {
      id: Generated<HubRequestId>
      mode: HubMode
      /** The path of a feed of ours. */
      topic: string
      callback: string
      secretSealed: Buffer | null
      leaseSeconds: number
      askedAt: Generated<Date>
    }
    hubSubscriptions: {
      id: Generated<HubSubscriptionId>
      topic: string
      callback: string
      callbackHost: string
      secretSealed: Buffer | null
      leaseUntil: Date
      confirmedAt: Generated<Date>
      /** Of what was sent last. */
      sentHash: Buffer | null
      failures: Generated<number>
    }
  }
}
