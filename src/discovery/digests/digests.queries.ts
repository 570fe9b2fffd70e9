import { sql } from 'kysely'
import type { Ctx } from '../../platform/context.ts'
import type { AccountId } from '../../platform/ids.ts'
import type { DigestPace, ReaderClock } from './clock.ts'
import './digests.tables.ts'

export async function selectClock(ctx: Ctx, accountId: AccountId): Promise<ReaderClock | undefined> {
  const row = await ctx.db
    .selectFrom('accounts')
    .leftJoin('noticeClocks as clock', 'clock.accountId', 'accounts.id')
    .select(['accounts.timeZone', 'clock.graceMinutes', 'clock.quietFrom', 'clock.quietUntil', 'clock.quietDays'])
    .select(['clock.digestHour', 'clock.digestWeekday'])
    .where('accounts.id', '=', accountId)
    .executeTakeFirst()
  if (!row) return undefined
  const { quietFrom, quietUntil, quietDays } = row
  return {
    zone: row.timeZone,
    graceMinutes: row.graceMinutes ?? 10,
    digestHour: row.digestHour ?? 8,
    digestWeekday: row.digestWeekday ?? 1,
    ...(quietFrom !== null &&
      quietUntil !== null && { quiet: { from: quietFrom, until: quietUntil, days: quietDays! } }),
  }
}

export async function putClock(ctx: Ctx, accountId: AccountId, clock: Omit<ReaderClock, 'zone'>): Promise<void> {
  const { graceMinutes, quiet, digestHour, digestWeekday } = clock
  const row = {
    ...{ graceMinutes, digestHour, digestWeekday },
    ...{ quietFrom: quiet?.from ?? null, quietUntil: quiet?.until ?? null, quietDays: quiet?.days ?? 127 },
  }
  await ctx.db
    .insertInto('noticeClocks')
    .values({ accountId, ...row })
    .onConflict((conflict) => conflict.column('accountId').doUpdateSet(row))
    .execute()
}

/** The day of the last digest, as `2027-03-28`. */
export async function selectLastDay(ctx: Ctx, accountId: AccountId, pace: DigestPace): Promise<string | undefined> {
  const row = await ctx.db
    .selectFrom('noticeDigests')
    .select(sql<string | null>`max(local_day)::text`.as('day'))
    .where('accountId', '=', accountId)
    .where('pace', '=', pace)
    .executeTakeFirst()
  return row?.day ?? undefined
}

export async function insertDigest(
  ctx: Ctx,
  digest: { accountId: AccountId; pace: DigestPace; localDay: string; mailId: number },
): Promise<void> {
  await ctx.db
    .insertInto('noticeDigests')
    .values({ ...digest, sentAt: ctx.now })
    .execute()
}
