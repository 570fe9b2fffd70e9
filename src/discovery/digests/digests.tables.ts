import type { Generated } from 'kysely'
import type { AccountId } from '../../platform/ids.ts'
import type { DigestPace } from './clock.ts'

declare module '../../platform/tables.ts' {
  interface Tables {
    /** The hours of one person; none: as `usualClock` has it. */
    noticeClocks: {
      accountId: AccountId
      graceMinutes: Generated<0 | 10 | 60>
      quietFrom: number | null
      quietUntil: number | null
      quietDays: Generated<number>
      digestHour: Generated<number>
      digestWeekday: Generated<number>
    }
    /** One digest for a person and a day of theirs. */
    noticeDigests: { accountId: AccountId; pace: DigestPace; localDay: string; mailId: number; sentAt: Generated<Date> }
  }
}
