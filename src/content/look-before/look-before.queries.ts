import { sql } from 'kysely'
import type { Ctx } from '../../platform/context.ts'
import type { AccountId } from '../../platform/ids.ts'
import { readerOf } from '../../realms/reader.access.ts'
import type { SpaceId } from '../../realms/spaces/spaces.ts'
import { type ThreadId, readableThread } from '../threads/threads.ts'
import type { DeflectionId } from './look-before.tables.ts'

/** A setting that is made at its first use, the same for everybody who asks at once. */
export async function ensureKey(ctx: Ctx, key: string, make: () => string): Promise<string> {
  await ctx.db
    .insertInto('settings')
    .values({ key, value: JSON.stringify(make()), changedAt: ctx.now })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  const { value } = await ctx.db.selectFrom('settings').select('value').where('key', '=', key).executeTakeFirstOrThrow()
  return value as string
}

interface NewDeflection {
  readonly accountId: AccountId
  readonly threadId: ThreadId
  readonly spaceId: SpaceId
  readonly typedHash: Buffer
}

/** Counts it once: said again of the same words, it is the one that stands. */
export async function insertDeflection(ctx: Ctx, row: NewDeflection): Promise<{ id: DeflectionId; isNew: boolean }> {
  const written = await ctx.db
    .insertInto('deflections')
    .values({ ...row, answeredAt: ctx.now, undoneAt: null })
    .onConflict((conflict) =>
      conflict.columns(['accountId', 'threadId', 'typedHash']).where('undoneAt', 'is', null).doNothing(),
    )
    .returning('id')
    .executeTakeFirst()
  if (written) return { id: written.id, isNew: true }
  const { id } = await ctx.db
    .selectFrom('deflections')
    .select('id')
    .where('accountId', '=', row.accountId)
    .where('threadId', '=', row.threadId)
    .where('typedHash', '=', row.typedHash)
    .where('undoneAt', 'is', null)
    .executeTakeFirstOrThrow()
  return { id, isNew: false }
}

export async function undoDeflection(ctx: Ctx, id: DeflectionId, accountId: AccountId): Promise<boolean> {
  const { numUpdatedRows } = await ctx.db
    .updateTable('deflections')
    .set({ undoneAt: ctx.now })
    .where('id', '=', id)
    .where('accountId', '=', accountId)
    .where('undoneAt', 'is', null)
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

export interface WeekRow {
  /** The Monday, YYYY-MM-DD. */
  readonly week: string
  readonly answered: number
  /** Questions and problems that were posted all the same. */
  readonly asked: number
}

/** Week by week: what was answered before it was asked in a space, and what was asked, as far as the viewer may read it. */
export async function selectWeeks(ctx: Ctx, spaceId: SpaceId, weeks: number): Promise<WeekRow[]> {
  const readable = readableThread(readerOf(ctx.viewer))
  const { rows } = await sql<WeekRow>`
    with weeks as (select monday, monday + interval '7 days' as next from generate_series(
      date_trunc('week', ${ctx.now}::timestamptz at time zone 'UTC') - make_interval(weeks => ${weeks - 1}::int),
      date_trunc('week', ${ctx.now}::timestamptz at time zone 'UTC'), interval '7 days') as monday)
    select to_char(monday, 'YYYY-MM-DD') as week,
      (select count(*)::int from deflections join threads on threads.id = deflections.thread_id
        where deflections.space_id = ${spaceId} and deflections.undone_at is null and ${readable}
          and deflections.answered_at >= monday at time zone 'UTC' and deflections.answered_at < next at time zone 'UTC') as answered,
      (select count(*)::int from threads
        where threads.space_id = ${spaceId} and threads.type in ('question', 'problem') and ${readable}
          and threads.created_at >= monday at time zone 'UTC' and threads.created_at < next at time zone 'UTC') as asked
    from weeks order by monday desc`.execute(ctx.db)
  return rows
}

/** Threads by how often they answered a question of this space before it was asked, since a moment, the most first. */
export async function selectAnswering(
  ctx: Ctx,
  of: { spaceId: SpaceId; since: Date },
  after: { count: number; id: number } | undefined,
  limit: number,
) {
  const { rows } = await sql<{ id: ThreadId; count: number }>`
    select threads.id, count(*)::int as count from deflections join threads on threads.id = deflections.thread_id
    where deflections.space_id = ${of.spaceId} and deflections.undone_at is null and deflections.answered_at >= ${of.since}
      and ${readableThread(readerOf(ctx.viewer))}
    group by threads.id
    having ${after === undefined ? sql`true` : sql`(count(*), threads.id) < (${after.count}::bigint, ${after.id}::bigint)`}
    order by count(*) desc, threads.id desc limit ${limit}`.execute(ctx.db)
  return rows
}
