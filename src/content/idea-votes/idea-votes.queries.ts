import { type RawBuilder, sql } from 'kysely'
import type { Ctx } from '../../platform/context.ts'
import type { AccountId } from '../../platform/ids.ts'
import type { ThreadId } from '../threads/threads.ts'
import type { BoostId } from './idea-votes.tables.ts'

/** The weight of a moment, as `weightAt` says it. */
function weightOf(at: RawBuilder<unknown>, halfLifeDays: number): RawBuilder<number> {
  return sql<number>`power(2::float8, greatest(-1000, least(1000,
    extract(epoch from ${at} - timestamptz '2026-01-01 00:00:00Z')::float8 / 86400 / ${halfLifeDays}::float8)))`
}

/**
 * Counts the votes of these ideas anew, with those of the ideas united with them: of each person the newest vote that
 * stands, once. Imported votes have no names, so of several imported scores the largest alone counts: nobody twice.
 */
export async function recount(ctx: Ctx, ideaIds: readonly ThreadId[], halfLifeDays: number): Promise<void> {
  const weight = (at: string) => weightOf(sql.raw(at), halfLifeDays)
  await sql`
    with recursive united (root_id, thread_id) as (
      select thread_id, thread_id from ideas where thread_id = any(${ideaIds}::bigint[])
      union
      select united.root_id, ideas.thread_id from united join ideas on ideas.merged_into = united.thread_id
    ), standing as (
      select distinct on (united.root_id, v.account_id) united.root_id, v.account_id, v.value, v.from_staff, v.voted_at
      from united join idea_votes v on v.idea_id = united.thread_id
      order by united.root_id, v.account_id, v.voted_at desc, v.idea_id desc
    ), votes as (
      select root_id,
        count(*) filter (where value = 1 and not from_staff) as votes_for,
        count(*) filter (where value = -1 and not from_staff) as votes_against,
        count(*) filter (where value = 1 and from_staff) as staff_for,
        count(*) filter (where value = -1 and from_staff) as staff_against,
        sum(value * ${weight('voted_at')} order by voted_at, account_id) filter (where not from_staff) as heat
      from standing group by root_id
    ), boosts as (
      select united.root_id, sum(b.weight * ${weight('b.given_at')} order by b.id) as heat
      from united join idea_boosts b on b.idea_id = united.thread_id and b.ended_at is null
      group by united.root_id
    ), imported as (
      select distinct on (united.root_id) united.root_id, threads.imported_score as score,
        threads.imported_score * ${weight('threads.created_at')} as heat
      from united join threads on threads.id = united.thread_id
      order by united.root_id, threads.imported_score desc, threads.id
    )
    update ideas set
      votes_for = coalesce(votes.votes_for, 0), votes_against = coalesce(votes.votes_against, 0),
      staff_for = coalesce(votes.staff_for, 0), staff_against = coalesce(votes.staff_against, 0),
      imported_score = imported.score,
      heat = imported.heat + coalesce(votes.heat, 0) + coalesce(boosts.heat, 0)
    from imported
      left join votes on votes.root_id = imported.root_id
      left join boosts on boosts.root_id = imported.root_id
    where ideas.thread_id = imported.root_id`.execute(ctx.db)
}

/** The ideas that are united in one, itself among them. */
function unitedIn(rootId: ThreadId): RawBuilder<unknown> {
  return sql`(with recursive united (thread_id) as (
      select ${rootId}::bigint union select ideas.thread_id from united join ideas on ideas.merged_into = united.thread_id)
    select thread_id from united)`
}

/** The idea in which the votes of this one count: itself, unless it was united with another. */
export async function findRoot(ctx: Ctx, ideaId: ThreadId): Promise<ThreadId | undefined> {
  const { rows } = await sql<{ id: ThreadId }>`
    with recursive up (id, into_id) as (
      select thread_id, merged_into from ideas where thread_id = ${ideaId}
      union select ideas.thread_id, ideas.merged_into from up join ideas on ideas.thread_id = up.into_id)
    select id from up where into_id is null`.execute(ctx.db)
  return rows[0]?.id
}

/** Ideas that are united with none, in order of id after `after`. */
export async function selectRoots(ctx: Ctx, after: number, limit: number): Promise<ThreadId[]> {
  const rows = await ctx.db
    .selectFrom('ideas')
    .select('threadId')
    .where('mergedInto', 'is', null)
    .where('threadId', '>', after as ThreadId)
    .orderBy('threadId')
    .limit(limit)
    .execute()
  return rows.map((row) => row.threadId)
}

export async function setMergedInto(ctx: Ctx, ideaId: ThreadId, intoId: ThreadId | null): Promise<void> {
  await ctx.db.updateTable('ideas').set({ mergedInto: intoId }).where('threadId', '=', ideaId).execute()
}

/** Keeps everybody else from changing the votes of these ideas until the end of the transaction. */
export async function lockIdeas(ctx: Ctx, ideaIds: readonly ThreadId[]): Promise<void> {
  await sql`select from ideas where thread_id = any(${ideaIds}::bigint[]) order by thread_id for no key update`.execute(
    ctx.db,
  )
}

/**
 * Makes this the person's one vote in an idea and in those united with it; 0 takes it back. Every change is kept as an
 * event. False when it was so already.
 */
export async function putVote(
  ctx: Ctx,
  rootId: ThreadId,
  vote: { accountId: AccountId; value: -1 | 0 | 1; fromStaff: boolean },
): Promise<boolean> {
  const { accountId, value, fromStaff } = vote
  const standing = await ctx.db
    .selectFrom('ideaVotes')
    .select(['ideaId', 'value'])
    .where('accountId', '=', accountId)
    .where(sql<boolean>`idea_id in ${unitedIn(rootId)}`)
    .execute()
  const isSo = value === 0 ? standing.length === 0 : standing.length === 1 && standing[0]!.value === value
  if (isSo) return false
  const others = standing.filter((one) => value === 0 || one.ideaId !== rootId).map((one) => one.ideaId)
  if (others.length > 0) {
    await ctx.db.deleteFrom('ideaVotes').where('accountId', '=', accountId).where('ideaId', 'in', others).execute()
  }
  const events = others.map((ideaId) => ({ ideaId, accountId, value: 0 as -1 | 0 | 1, fromStaff, givenAt: ctx.now }))
  if (value !== 0) {
    events.push({ ideaId: rootId, accountId, value, fromStaff, givenAt: ctx.now })
    await ctx.db
      .insertInto('ideaVotes')
      .values({ ideaId: rootId, accountId, value, fromStaff, votedAt: ctx.now })
      .onConflict((conflict) =>
        conflict.columns(['ideaId', 'accountId']).doUpdateSet({ value, fromStaff, votedAt: ctx.now }),
      )
      .execute()
  }
  await ctx.db.insertInto('ideaVoteEvents').values(events).execute()
  return true
}

/** What the viewer voted in each of these ideas, through those united with it; without a vote it is absent. */
export async function selectOwnVotes(ctx: Ctx, ideaIds: readonly ThreadId[]): Promise<Map<ThreadId, -1 | 1>> {
  if (ctx.viewer.kind !== 'account' || ideaIds.length === 0) return new Map()
  const { rows } = await sql<{ rootId: ThreadId; value: -1 | 1 }>`
    with recursive up (root_id, idea_id, value, voted_at) as (
      select v.idea_id, v.idea_id, v.value, v.voted_at from idea_votes v
        where v.account_id = ${ctx.viewer.id} and v.idea_id in (
          with recursive united (thread_id) as (
            select unnest(${ideaIds}::bigint[])
            union select ideas.thread_id from united join ideas on ideas.merged_into = united.thread_id)
          select thread_id from united)
      union
      select ideas.merged_into, up.idea_id, up.value, up.voted_at
        from up join ideas on ideas.thread_id = up.root_id and ideas.merged_into is not null)
    select distinct on (root_id) root_id, value from up where root_id = any(${ideaIds}::bigint[])
    order by root_id, voted_at desc, idea_id desc`.execute(ctx.db)
  return new Map(rows.map((row) => [row.rootId, row.value]))
}

/** Everybody whose vote stands in an idea or in one united with it, whichever way, in order of account. */
export async function selectVoters(ctx: Ctx, rootId: ThreadId, afterAccount: number, limit: number) {
  const rows = await ctx.db
    .selectFrom('ideaVotes')
    .select('accountId')
    .distinct()
    .where(sql<boolean>`idea_id in ${unitedIn(rootId)}`)
    .where('accountId', '>', afterAccount as AccountId)
    .orderBy('accountId')
    .limit(limit)
    .execute()
  return rows.map((row) => row.accountId)
}

export interface BoostRow {
  readonly id: BoostId
  readonly weight: number
  readonly reason: string
  readonly givenBy: AccountId
  readonly givenAt: Date
}

export async function insertBoost(
  ctx: Ctx,
  ideaId: ThreadId,
  boost: { weight: number; reason: string; givenBy: AccountId },
): Promise<void> {
  await ctx.db
    .insertInto('ideaBoosts')
    .values({ ideaId, ...boost, givenAt: ctx.now })
    .execute()
}

/** Ends a boost of this idea or of one united with it; false when it has none like it. */
export async function endBoost(ctx: Ctx, rootId: ThreadId, boostId: BoostId): Promise<boolean> {
  const { numUpdatedRows } = await ctx.db
    .updateTable('ideaBoosts')
    .set({ endedAt: ctx.now, endedBy: ctx.viewer.kind === 'account' ? ctx.viewer.id : null })
    .where('id', '=', boostId)
    .where('endedAt', 'is', null)
    .where(sql<boolean>`idea_id in ${unitedIn(rootId)}`)
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

export async function selectBoosts(ctx: Ctx, rootId: ThreadId): Promise<BoostRow[]> {
  return ctx.db
    .selectFrom('ideaBoosts')
    .select(['id', 'weight', 'reason', 'givenBy', 'givenAt'])
    .where('endedAt', 'is', null)
    .where(sql<boolean>`idea_id in ${unitedIn(rootId)}`)
    .orderBy('id')
    .limit(100)
    .execute()
}

/**
 * New accounts outside that vote as this new one does: the same way on at least `least` ideas, and on at least four of
 * five of those that the one with fewer votes voted on. Only the newest 100 votes of either are looked at.
 */
export async function selectAlike(
  ctx: Ctx,
  accountId: AccountId,
  rule: { newSince: Date; least: number },
): Promise<{ accountId: AccountId; alike: number }[]> {
  const { rows } = await sql<{ accountId: AccountId; alike: number }>`
    with mine as (
      select v.idea_id, v.value from idea_votes v
      join accounts on accounts.id = v.account_id and accounts.realm = 'outside' and accounts.created_at >= ${rule.newSince}
      where v.account_id = ${accountId} order by v.voted_at desc, v.idea_id limit 100
    ), shared as (
      select other.account_id, count(*) filter (where other.value = mine.value) as alike
      from mine join idea_votes other on other.idea_id = mine.idea_id and other.account_id <> ${accountId}
      join accounts on accounts.id = other.account_id and accounts.realm = 'outside' and accounts.created_at >= ${rule.newSince}
      group by other.account_id
    )
    select shared.account_id, shared.alike from shared
    where shared.alike >= ${rule.least} and shared.alike * 5 >= 4 * least((select count(*) from mine),
      (select count(*) from (select from idea_votes v where v.account_id = shared.account_id limit 100) theirs))
    order by shared.account_id limit 50`.execute(ctx.db)
  return rows
}

/** Keeps that two accounts vote alike; false when it was known. */
export async function insertAlike(ctx: Ctx, pair: readonly [AccountId, AccountId], alike: number): Promise<boolean> {
  const [lowerId, higherId] = pair
  const row = await ctx.db
    .insertInto('ideaAlikeVotes')
    .values({ lowerId, higherId, alike, foundAt: ctx.now })
    .onConflict((conflict) => conflict.doNothing())
    .returning('lowerId')
    .executeTakeFirst()
  return row !== undefined
}
