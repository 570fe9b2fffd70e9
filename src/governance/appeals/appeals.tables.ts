import type { Generated } from 'kysely'
import type { AccountId, Id } from '../../platform/ids.ts'
import type { MeasureId } from '../moderation/moderation.ts'

export type AppealId = Id<'appeal'>

declare module '../../platform/tables.ts' {
  interface Tables {
    moderationAppeals: {
      id: Generated<AppealId>
      measureId: MeasureId
      words: string
      madeAt: Date
      heardBy: AccountId | null
      heardAt: Date | null
      upheld: boolean | null
      answer: string | null
    }
  }
}
