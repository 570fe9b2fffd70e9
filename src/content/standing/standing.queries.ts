import { type RawBuilder, sql, type SqlBool } from 'kysely'
import type { Ctx } from '../../platform/context.ts'
import type { AccountId } from '../../platform/ids.ts'
import { readerOf } from '../../realms/reader.access.ts'
import type { SpaceId } from '../../realms/spaces/spaces.ts'
import { readableThread } from '../threads/threads.ts'
import { type Earned, levelOf, mostAcceptedOfOne, mostThanksOfOne, pointsOf } from './rules.ts'

/** What counts stands where anyone on the web can read it, and is still there: so everybody can check it. */
const inTheOpen: RawBuilder<SqlBool> = sql<SqlBool>`(${readableThread(readerOf({ kind: 'visitor' }))}
  and threads.realm = 'outside' and threads.recalled_at is null and threads.hidden_at is null and threads.removed_at is null
  and replies.recalled_at is null and replies.hidden_at is null and replies.removed_at is null)`

const post = sql`join threads on threads.id = replies.thread_id`
const quarterOf = (time: RawBuilder<unknown>) => sql<string>`to_char(${time} at time zone 'UTC', 'YYYY"-q"Q')`

/** Thanks, accepted and endorsed answers of these people, one row for each pair of people, place and quarter. */
function facts(ids: readonly AccountId[]) {
  const people = sql`any(${ids}::bigint[])`
  const here = sql`join accounts on accounts.state <> 'closed' and accounts.id`
  return sql`
    given as (
      select replies.author_id as to_id, kudos.account_id as from_id, threads.space_id,
        ${quarterOf(sql`kudos.given_at`)} as quarter, count(*)::int as n
      from replies join kudos on kudos.reply_id = replies.id ${post} ${here} = kudos.account_id
      where replies.author_id = ${people} and kudos.account_id <> replies.author_id and ${inTheOpen}
      group by 1, 2, 3, 4
    ), given_back as (
      select kudos.account_id as to_id, replies.author_id as from_id, threads.space_id,
        ${quarterOf(sql`kudos.given_at`)} as quarter, count(*)::int as n
      from kudos join replies on replies.id = kudos.reply_id ${post} ${here} = replies.author_id
      where kudos.account_id = ${people} and kudos.account_id <> replies.author_id and ${inTheOpen}
      group by 1, 2, 3, 4
    ), chosen as (
      select replies.author_id as to_id, a.accepted_by as from_id, threads.space_id,
        ${quarterOf(sql`a.accepted_at`)} as quarter, count(*)::int as n
      from replies join answer_acceptances a on a.answer_id = replies.id ${post} ${here} = a.accepted_by
      where replies.author_id = ${people} and a.accepted_by <> replies.author_id and ${inTheOpen}
      group by 1, 2, 3, 4
    ), taken_up as (
      select replies.author_id as to_id, threads.space_id, ${quarterOf(sql`o.marked_at`)} as quarter, count(*)::int as n
      from replies join official_answers o on o.answer_id = replies.id and o.ended_at is null ${post}
      where replies.author_id = ${people} and o.marked_by <> replies.author_id and ${inTheOpen}
      group by 1, 2, 3
    )`
}

/** The caps and the damping of `rules.ts`, over whatever the facts are grouped by. */
function sums(by: RawBuilder<unknown>) {
  return sql`
    thanked as (
      select ${by}, sum(least(n, ${mostThanksOfOne}::int))::int as thanks, count(*)::int as people,
        sum(least(n, back, ${mostThanksOfOne}::int))::int as mutual
      from (select ${by}, from_id, sum(n) as n, sum(back) as back from (
          select ${by}, from_id, n, 0 as back from given union all select ${by}, from_id, 0, n from given_back) both_ways
        group by ${by}, from_id) pairs
      where n > 0 group by ${by}
    ), accepted as (
      select ${by}, sum(least(n, ${mostAcceptedOfOne}::int))::int as accepted
      from (select ${by}, from_id, sum(n) as n from chosen group by ${by}, from_id) pairs group by ${by}
    ), endorsed as (select ${by}, sum(n)::int as endorsed from taken_up group by ${by})`
}

/** What each of these members earned, from the events themselves. Employees, guests and closed accounts earn nothing. */
export async function computeEarned(ctx: Ctx, ids: readonly AccountId[]): Promise<Map<AccountId, Earned>> {
  const { rows } = await sql<Earned & { accountId: AccountId }>`
    with ${facts(ids)}, ${sums(sql`to_id`)}
    select accounts.id as account_id, coalesce(thanks, 0) as thanks, coalesce(people, 0) as people,
      coalesce(mutual, 0) as mutual, coalesce(accepted, 0) as accepted, coalesce(endorsed, 0) as endorsed
    from accounts left join thanked on thanked.to_id = accounts.id left join accepted on accepted.to_id = accounts.id
      left join endorsed on endorsed.to_id = accounts.id
    where accounts.id = any(${ids}::bigint[]) and accounts.realm = 'outside' and accounts.state <> 'closed'
      and (thanked.to_id is not null or accepted.to_id is not null or endorsed.to_id is not null)`.execute(ctx.db)
  return new Map(rows.map(({ accountId, ...earned }) => [accountId, earned]))
}

export interface QuarterRow {
  readonly accountId: AccountId
  readonly spaceId: SpaceId
  readonly quarter: string
  readonly points: number
  readonly thanks: number
  readonly accepted: number
}

/** The same by place and quarter, each judged by itself: caps and damping begin anew. */
export async function computeQuarters(ctx: Ctx, ids: readonly AccountId[]): Promise<QuarterRow[]> {
  const { rows } = await sql<Earned & Omit<QuarterRow, 'points'>>`
    with ${facts(ids)}, ${sums(sql`to_id, space_id, quarter`)}
    select accounts.id as account_id, space_id, quarter, coalesce(thanks, 0) as thanks, coalesce(people, 0) as people,
      coalesce(mutual, 0) as mutual, coalesce(accepted, 0) as accepted, coalesce(endorsed, 0) as endorsed
    from thanked full join accepted using (to_id, space_id, quarter) full join endorsed using (to_id, space_id, quarter)
      join accounts on accounts.id = to_id
    where accounts.realm = 'outside' and accounts.state <> 'closed'`.execute(ctx.db)
  return rows.map(({ accountId, spaceId, quarter, ...earned }) => ({
    ...{ accountId, spaceId, quarter, points: pointsOf(earned) },
    ...{ thanks: earned.thanks, accepted: earned.accepted },
  }))
}

/** Writes what these people have in place of what was written before. */
export async function replaceStandings(
  ctx: Ctx,
  ids: readonly AccountId[],
  earned: ReadonlyMap<AccountId, Earned>,
  quarters: readonly QuarterRow[],
): Promise<void> {
  const gone = ids.filter((id) => !earned.has(id))
  if (gone.length > 0) await ctx.db.deleteFrom('standings').where('accountId', 'in', gone).execute()
  const rows = [...earned].map(([accountId, one]) => ({
    ...{ accountId, level: levelOf(one), points: pointsOf(one), computedAt: ctx.now },
    ...one,
  }))
  if (rows.length > 0) {
    await ctx.db
      .insertInto('standings')
      .values(rows)
      .onConflict((conflict) =>
        conflict.column('accountId').doUpdateSet((eb) => ({
          level: eb.ref('excluded.level'),
          points: eb.ref('excluded.points'),
          thanks: eb.ref('excluded.thanks'),
          people: eb.ref('excluded.people'),
          mutual: eb.ref('excluded.mutual'),
          accepted: eb.ref('excluded.accepted'),
          endorsed: eb.ref('excluded.endorsed'),
          computedAt: eb.ref('excluded.computedAt'),
        })),
      )
      .execute()
  }
  await ctx.db.deleteFrom('standingQuarters').where('accountId', 'in', ids).execute()
  for (let at = 0; at < quarters.length; at += 1000) {
    await ctx.db
      .insertInto('standingQuarters')
      .values(quarters.slice(at, at + 1000))
      .execute()
  }
}

/** Takes up to `limit` marks of whose standing is due, each once; other workers take others. */
export async function takeDue(ctx: Ctx, limit: number): Promise<AccountId[]> {
  const { rows } = await sql<{ accountId: AccountId }>`
    delete from standing_due where id in (select id from standing_due order by id limit ${limit} for update skip locked)
    returning account_id`.execute(ctx.db)
  return [...new Set(rows.map((row) => row.accountId))]
}

/** Marks everybody who has standing, so that changed rules and what no mark told are caught up with. */
export async function markAllDue(ctx: Ctx): Promise<void> {
  await sql`insert into standing_due (account_id) select account_id from standings
    union select account_id from standing_quarters`.execute(ctx.db)
}

export async function isDue(ctx: Ctx, id: AccountId): Promise<boolean> {
  const { rows } = await sql<{ due: boolean }>`
    select exists (select from standing_due where account_id = ${id}) as due`.execute(ctx.db)
  return rows[0]!.due
}

export async function findStored(ctx: Ctx, id: AccountId): Promise<Earned | undefined> {
  return ctx.db
    .selectFrom('standings')
    .innerJoin('accounts', 'accounts.id', 'standings.accountId')
    .select(['standings.thanks', 'standings.people', 'standings.mutual', 'standings.accepted', 'standings.endorsed'])
    .where('standings.accountId', '=', id)
    .where('accounts.state', '<>', 'closed')
    .executeTakeFirst()
}

/** Who helped most in a space in a quarter, the most points first, after a place in that order. */
export async function selectHelpers(
  ctx: Ctx,
  of: { spaceId: SpaceId; quarter: string },
  after: { points: number; accountId: number } | undefined,
  limit: number,
) {
  let query = ctx.db
    .selectFrom('standingQuarters')
    .innerJoin('accounts', 'accounts.id', 'standingQuarters.accountId')
    .select(['standingQuarters.accountId', 'standingQuarters.points', 'standingQuarters.thanks'])
    .select('standingQuarters.accepted')
    .where('standingQuarters.spaceId', '=', of.spaceId)
    .where('standingQuarters.quarter', '=', of.quarter)
    .where('accounts.state', '<>', 'closed')
  if (after) {
    query = query.where(
      sql<boolean>`(standing_quarters.points < ${after.points}
        or (standing_quarters.points = ${after.points} and standing_quarters.account_id > ${after.accountId}))`,
    )
  }
  return query.orderBy('standingQuarters.points', 'desc').orderBy('standingQuarters.accountId').limit(limit).execute()
}
