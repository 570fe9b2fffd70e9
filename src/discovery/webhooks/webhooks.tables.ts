import type { Generated } from 'kysely'
import type { AccountId, Id } from '../../platform/ids.ts'
import type { NoticeId } from '../notices/notices.ts'

export type WebhookId = Id<'webhook'>
export type WebhookMessageId = Id<'webhook-message'>

/** Why nothing was answered. */
export type SendingFailure = 'no-answer' | 'not-found' | 'not-reached' | 'private' | 'not-safe' | 'too-large' | 'broken'

/** Why Tango turned it off by itself. */
export type OffReason = 'gone' | 'failing' | 'no-secret'

declare module '../../platform/tables.ts' {
  interface Tables {
    /** Web addresses that somebody named for their notices. */
    webhooks: {
      id: Generated<WebhookId>
      accountId: AccountId
      name: string
      address: string
      secretSealed: Buffer
      /** Signs too until then. */
      oldSecretSealed: Generated<Buffer | null>
      oldSecretUntil: Generated<Date | null>
      madeAt: Generated<Date>
      pausedAt: Generated<Date | null>
      offAt: Generated<Date | null>
      offBecause: Generated<OffReason | null>
      triedAt: Generated<Date | null>
      answered: Generated<number | null>
      failure: Generated<SendingFailure | null>
      failingSince: Generated<Date | null>
      failures: Generated<number>
      nextAt: Generated<Date | null>
      lost: Generated<number>
      takenUntil: Generated<Date | null>
    }
    /** Sendings that wait. */
    webhookMessages: {
      id: Generated<WebhookMessageId>
      webhookId: WebhookId
      messageKey: Generated<string>
      pace: 'at-once' | 'daily' | 'weekly'
      madeAt: Date
      dueAt: Date
      tries: Generated<number>
      isHeld: Generated<boolean>
    }
    webhookMessageNotices: { messageId: WebhookMessageId; noticeId: NoticeId }
  }
}
