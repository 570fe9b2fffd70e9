import { type RawBuilder, sql } from 'kysely'
import type { Ctx } from '../../platform/context.ts'
import { type PageOf, type Place, pageOf } from '../../platform/cursor.ts'
import type { AccountId } from '../../platform/ids.ts'
import { type FieldReach, type Onlooker, everyMember, readableField } from '../accounts/accounts.ts'
import { listedTie, readableTie } from './connections.access.ts'

/** How two members stand to each other, as the first of them may know it. */
export interface StandingRow {
  readonly askedByMe: boolean | null
  readonly askedAt: Date | null
  readonly acceptedAt: Date | null
  /** Only of asks of the other one: declined, or asked before a block. */
  readonly isQuiet: boolean | null
  readonly hiddenByMe: boolean | null
  readonly hiddenByThem: boolean | null
  readonly following: boolean
  readonly blocked: boolean
}

/** One change at a time between two people, whoever makes it. Held until the end of the transaction. */
export async function lockPair(ctx: Ctx, one: AccountId, other: AccountId): Promise<void> {
  const pair = `connection:${Math.min(one, other)}:${Math.max(one, other)}`
  await sql`select pg_advisory_xact_lock(hashtextextended(${pair}, 72650))`.execute(ctx.db)
}

export async function findStanding(ctx: Ctx, me: AccountId, other: AccountId): Promise<StandingRow> {
  const { rows } = await sql<StandingRow>`
    select c.asked_by = ${me} as asked_by_me, c.asked_at, c.accepted_at, c.is_quiet,
      case when c.lower_id = ${me} then c.hidden_by_lower else c.hidden_by_higher end as hidden_by_me,
      case when c.lower_id = ${me} then c.hidden_by_higher else c.hidden_by_lower end as hidden_by_them,
      exists (select from follows where account_id = ${me} and followed_id = ${other}) as following,
      exists (select from blocks where blocker_id = ${me} and blocked_id = ${other}) as blocked
    from (select) as one left join connections c
      on c.lower_id = least(${me}::bigint, ${other}::bigint) and c.higher_id = greatest(${me}::bigint, ${other}::bigint)`.execute(
    ctx.db,
  )
  return rows[0]!
}

/** Puts an ask, or puts it again. Quiet when the other one blocks, or declined since `declinedSince`; tells whether it is. */
export async function putAsk(ctx: Ctx, me: AccountId, other: AccountId, declinedSince: Date): Promise<boolean> {
  const { rows } = await sql<{ isQuiet: boolean }>`
    insert into connections (lower_id, higher_id, asked_by, asked_at, is_quiet)
    select least(${me}::bigint, ${other}::bigint), greatest(${me}::bigint, ${other}::bigint), ${me}, ${ctx.now},
      exists (select from blocks where blocker_id = ${other} and blocked_id = ${me})
        or exists (select from declined_asks where asker_id = ${me} and decliner_id = ${other}
          and declined_at > ${declinedSince})
    on conflict (lower_id, higher_id) do update set asked_at = excluded.asked_at, is_quiet = excluded.is_quiet
    returning is_quiet`.execute(ctx.db)
  return rows[0]!.isQuiet
}

function ofPair(one: AccountId, other: AccountId) {
  return { lowerId: Math.min(one, other) as AccountId, higherId: Math.max(one, other) as AccountId }
}

export async function setAccepted(ctx: Ctx, me: AccountId, other: AccountId): Promise<void> {
  const { lowerId, higherId } = ofPair(me, other)
  await ctx.db
    .updateTable('connections')
    .set({ acceptedAt: ctx.now, isQuiet: false })
    .where('lowerId', '=', lowerId)
    .where('higherId', '=', higherId)
    .execute()
  // They found together after all: an older no is forgotten.
  await ctx.db
    .deleteFrom('declinedAsks')
    .where((eb) => eb.or([eb.and({ askerId: me, declinerId: other }), eb.and({ askerId: other, declinerId: me })]))
    .execute()
}

export async function setDeclined(ctx: Ctx, me: AccountId, other: AccountId): Promise<void> {
  await setQuiet(ctx, me, other)
  await ctx.db
    .insertInto('declinedAsks')
    .values({ askerId: other, declinerId: me, declinedAt: ctx.now })
    .onConflict((conflict) => conflict.columns(['askerId', 'declinerId']).doUpdateSet({ declinedAt: ctx.now }))
    .execute()
}

/** Takes the open ask of the other one out of sight. */
export async function setQuiet(ctx: Ctx, me: AccountId, other: AccountId): Promise<void> {
  const { lowerId, higherId } = ofPair(me, other)
  await ctx.db
    .updateTable('connections')
    .set({ isQuiet: true })
    .where('lowerId', '=', lowerId)
    .where('higherId', '=', higherId)
    .where('askedBy', '=', other)
    .where('acceptedAt', 'is', null)
    .execute()
}

export async function deleteConnection(ctx: Ctx, one: AccountId, other: AccountId): Promise<void> {
  const { lowerId, higherId } = ofPair(one, other)
  await ctx.db.deleteFrom('connections').where('lowerId', '=', lowerId).where('higherId', '=', higherId).execute()
}

export async function setHidden(ctx: Ctx, me: AccountId, other: AccountId, hidden: boolean): Promise<void> {
  const { lowerId, higherId } = ofPair(me, other)
  await ctx.db
    .updateTable('connections')
    .set(me === lowerId ? { hiddenByLower: hidden } : { hiddenByHigher: hidden })
    .where('lowerId', '=', lowerId)
    .where('higherId', '=', higherId)
    .execute()
}

export async function putBlock(ctx: Ctx, me: AccountId, other: AccountId, blocked: boolean): Promise<void> {
  if (blocked) {
    await ctx.db
      .insertInto('blocks')
      .values({ blockerId: me, blockedId: other, blockedAt: ctx.now })
      .onConflict((conflict) => conflict.doNothing())
      .execute()
  } else {
    await ctx.db.deleteFrom('blocks').where('blockerId', '=', me).where('blockedId', '=', other).execute()
  }
}

export async function putFollow(ctx: Ctx, me: AccountId, other: AccountId, follows: boolean): Promise<void> {
  if (follows) {
    await ctx.db
      .insertInto('follows')
      .values({ accountId: me, followedId: other, followedAt: ctx.now })
      .onConflict((conflict) => conflict.doNothing())
      .execute()
  } else {
    await ctx.db.deleteFrom('follows').where('accountId', '=', me).where('followedId', '=', other).execute()
  }
}

export type OwnList = 'connected' | 'asks' | 'asked' | 'followed' | 'blocked'

export interface OwnRow {
  readonly id: AccountId
  readonly at: Date
  /** Of connections: whether it is kept from everybody else, and whether by the owner of this list. */
  readonly hidden: boolean
  readonly hiddenByMe: boolean
}

/** The rows of one's own list as `id`, `at`, `hidden`, `hidden_by_me`. */
function ownRows(me: AccountId, list: OwnList): RawBuilder<unknown> {
  const other = sql`case when lower_id = ${me} then higher_id else lower_id end as id`
  const mine = sql`${me} in (lower_id, higher_id)`
  const open = sql`false as hidden, false as hidden_by_me`
  switch (list) {
    case 'connected':
      return sql`select ${other}, accepted_at as at, hidden_by_lower or hidden_by_higher as hidden,
        case when lower_id = ${me} then hidden_by_lower else hidden_by_higher end as hidden_by_me
        from connections where ${mine} and accepted_at is not null`
    case 'asks':
      return sql`select ${other}, asked_at as at, ${open} from connections
        where ${mine} and accepted_at is null and asked_by <> ${me} and not is_quiet`
    case 'asked':
      return sql`select ${other}, asked_at as at, ${open} from connections
        where ${mine} and accepted_at is null and asked_by = ${me}`
    case 'followed':
      return sql`select followed_id as id, followed_at as at, ${open} from follows where account_id = ${me}`
    case 'blocked':
      return sql`select blocked_id as id, blocked_at as at, ${open} from blocks where blocker_id = ${me}`
  }
}

export async function selectOwn(
  ctx: Ctx,
  me: AccountId,
  list: OwnList,
  after: Place | undefined,
  limit: number,
): Promise<PageOf<OwnRow>> {
  const onward = after ? sql`and (own.at, own.id) < (${after.at}, ${after.id})` : sql``
  const { rows } = await sql<OwnRow>`
    select own.id, own.at, own.hidden, own.hidden_by_me from (${ownRows(me, list)}) as own
      join accounts on accounts.id = own.id and accounts.state <> 'closed'
    where true ${onward} order by own.at desc, own.id desc limit ${limit + 1}`.execute(ctx.db)
  return pageOf(rows, limit, (row) => row)
}

export async function countOwn(ctx: Ctx, me: AccountId, list: OwnList): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from (${ownRows(me, list)}) as own
      join accounts on accounts.id = own.id and accounts.state <> 'closed'`.execute(ctx.db)
  return rows[0]!.count
}

/** Whom two members both know, of the ties that the first may see: ids in order, `limit` at most, and how many in all. */
export async function selectMutual(
  ctx: Ctx,
  me: AccountId,
  other: AccountId,
  by: Onlooker,
  limit: number,
): Promise<{ ids: AccountId[]; count: number }> {
  const { rows } = await sql<{ id: AccountId; count: number }>`
    select ties.other_id as id, count(*) over ()::int as count
    from ties mine join ties on ties.person_id = ${other} and ties.other_id = mine.other_id
    where mine.person_id = ${me} and mine.is_path and ${readableTie(by)}
    order by ties.other_id limit ${limit}`.execute(ctx.db)
  return { ids: rows.map((row) => row.id), count: rows[0]?.count ?? 0 }
}

/** Whom somebody knows, as far as an onlooker may see it: ids in order after `afterId`, `limit` at most. */
export async function selectKnown(
  ctx: Ctx,
  person: AccountId,
  by: Onlooker,
  afterId: number,
  limit: number,
): Promise<AccountId[]> {
  const { rows } = await sql<{ id: AccountId }>`
    select ties.other_id as id from ties where ties.person_id = ${person} and ties.other_id > ${afterId} and ${listedTie(by)}
    order by ties.other_id limit ${limit}`.execute(ctx.db)
  return rows.map((row) => row.id)
}

/** How many members a field of `owner` with this reach would reach beside themselves; counted up to `most` + 1. */
export async function countReached(ctx: Ctx, owner: AccountId, reach: FieldReach, most: number): Promise<number> {
  const near = sql`(select id from perhaps_within(${owner}, ${reach}) as near (id)) as near join accounts on accounts.id = near.id`
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from (
      select from ${reach >= 4 ? sql`accounts` : near}
        cross join lateral (select ${owner}::bigint as account_id, ${reach}::smallint as reach) as member_fields
      where accounts.realm = 'outside' and accounts.state = 'active' and accounts.id <> ${owner}
        and ${readableField(everyMember)}
      limit ${most + 1}) as reached`.execute(ctx.db)
  return rows[0]!.count
}
