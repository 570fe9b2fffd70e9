import { type RawBuilder, sql } from 'kysely'
import type { Ctx, Realm } from '../../platform/context.ts'
import type { AccountId } from '../../platform/ids.ts'
import { holdsOn } from './axes.access.ts'
import type { AxisId, NodeId, PlacementId } from './axes.tables.ts'
import type { Day } from './days.ts'

export interface StandingRow {
  readonly placementId: PlacementId
  readonly accountId: AccountId
  readonly role: string
  readonly roleTitle: string
  readonly nodeId: NodeId
  readonly nodeTitle: string
  readonly fromOn: Day
  readonly toOn: Day | null
}

export interface StandingFilter {
  readonly day: Day
  readonly withBelow?: boolean
  readonly role?: string
  readonly after?: PlacementId
}

function nodesOf(id: NodeId, day: Day, withBelow: boolean): RawBuilder<unknown> {
  return withBelow
    ? sql`(select n.node_id from node_paths n where n.ancestor_id = ${id} and ${holdsOn('n', day)})`
    : sql`(${id}::bigint)`
}

/** Who stands at a node: those with the most to say first, then by name. */
export async function selectStanding(
  ctx: Ctx,
  id: NodeId,
  filter: StandingFilter,
  limit: number,
): Promise<StandingRow[]> {
  const { day } = filter
  const { rows } = await sql<StandingRow>`
    with standing as (
      select p.id as placement_id, p.account_id, p.role, r.title as role_title, p.node_id, p.from_on, p.to_on,
        -r.rank as weight, lower(accounts.display_name) as name
      from placements p
        join accounts on accounts.id = p.account_id and accounts.state <> 'closed'
        join position_roles r on r.key = p.role
      where p.node_id in ${nodesOf(id, day, filter.withBelow ?? false)} and ${holdsOn('p', day)}
        and ${filter.role === undefined ? sql`true` : sql`p.role = ${filter.role}`}
    )
    select s.placement_id, s.account_id, s.role, s.role_title, s.node_id, v.title as node_title, s.from_on, s.to_on
    from standing s join axis_node_versions v on v.node_id = s.node_id and ${holdsOn('v', day)}
    where ${
      filter.after === undefined
        ? sql`true`
        : sql`(s.weight, s.name, s.placement_id) > (select weight, name, placement_id from standing where placement_id = ${filter.after})`
    }
    order by s.weight, s.name, s.placement_id
    limit ${limit}`.execute(ctx.db)
  return rows
}

export interface RoleCount {
  readonly role: string
  readonly title: string
  /** Whether these work here. */
  readonly inside: boolean
  readonly own: number
  readonly withBelow: number
}

/** For each role how many stand at a node, and with those below; each person once in a role. */
export async function countStanding(ctx: Ctx, id: NodeId, day: Day): Promise<RoleCount[]> {
  const { rows } = await sql<RoleCount>`
    select p.role, r.title, accounts.realm = 'inside' as inside,
      count(distinct p.account_id) filter (where p.node_id = ${id}) as own, count(distinct p.account_id) as with_below
    from placements p
      join accounts on accounts.id = p.account_id and accounts.state <> 'closed'
      join position_roles r on r.key = p.role
    where p.node_id in ${nodesOf(id, day, true)} and ${holdsOn('p', day)}
    group by p.role, r.title, r.rank, accounts.realm = 'inside'
    order by accounts.realm = 'inside' desc, r.rank desc, r.title`.execute(ctx.db)
  return rows
}

export type Placed = { accountId: AccountId } | { spaceId: number } | { threadId: number }

export interface PlaceRow {
  readonly placementId: PlacementId
  readonly axis: string
  readonly axisTitle: string
  readonly nodeId: NodeId
  readonly nodeTitle: string
  readonly role: string | null
  readonly roleTitle: string | null
  readonly fromOn: Day
  readonly toOn: Day | null
}

/** Where something stands: on a day, or (`before`) its whole past, the newest first. */
export async function selectPlaces(
  ctx: Ctx,
  of: Placed,
  when: { day: Day } | { before: PlacementId | undefined },
  limit: number,
): Promise<PlaceRow[]> {
  const whose =
    'accountId' in of
      ? sql`p.account_id = ${of.accountId}`
      : 'spaceId' in of
        ? sql`p.space_id = ${of.spaceId}`
        : sql`p.thread_id = ${of.threadId}`
  const { rows } = await sql<PlaceRow>`
    select p.id as placement_id, axes.key as axis, axes.title as axis_title, p.node_id,
      (select v.title from axis_node_versions v where v.node_id = p.node_id
        order by ${'day' in when ? holdsOn('v', when.day) : holdsOnFirst()} desc, v.from_on desc limit 1) as node_title,
      p.role, r.title as role_title, p.from_on, p.to_on
    from placements p
      join axis_nodes on axis_nodes.id = p.node_id
      join axes on axes.id = axis_nodes.axis_id
      left join position_roles r on r.key = p.role
    where ${whose} and ${pickWhen(when)}
    order by ${'day' in when ? sql`axes.id, r.rank desc, node_title, p.id` : sql`p.from_on desc, p.id desc`}
    limit ${limit}`.execute(ctx.db)
  return rows
}

/** In a history a place is called what it was called on the first day of the placement. */
function holdsOnFirst(): RawBuilder<unknown> {
  return sql`(v.from_on <= p.from_on and (v.to_on is null or v.to_on > p.from_on))`
}

function pickWhen(when: { day: Day } | { before: PlacementId | undefined }): RawBuilder<unknown> {
  if ('day' in when) return holdsOn('p', when.day)
  return when.before === undefined
    ? sql`true`
    : sql`(p.from_on, p.id) < (select b.from_on, b.id from placements b where b.id = ${when.before})`
}

/** The spaces or threads that are placed at a node, by number. */
export async function selectThings(
  ctx: Ctx,
  id: NodeId,
  filter: { kind: 'space' | 'thread'; day: Day; withBelow: boolean; after: number },
  limit: number,
): Promise<number[]> {
  const column = sql.ref(filter.kind === 'space' ? 'p.spaceId' : 'p.threadId')
  const { rows } = await sql<{ id: number }>`
    select distinct ${column} as id from placements p
    where p.node_id in ${nodesOf(id, filter.day, filter.withBelow)} and ${holdsOn('p', filter.day)} and ${column} > ${filter.after}
    order by 1 limit ${limit}`.execute(ctx.db)
  return rows.map((row) => row.id)
}

/** Who of a side stands, on a day, at or below every one of these nodes, or (`notOn`) nowhere on an axis; by name. */
export async function selectCrossing(
  ctx: Ctx,
  of: { nodes: readonly NodeId[]; notOn?: AxisId; realm: Realm; day: Day; after?: AccountId },
  limit: number,
): Promise<AccountId[]> {
  const standsAt = of.nodes.map(
    (id) => sql`exists (select from placements p where p.account_id = accounts.id
      and p.node_id in ${nodesOf(id, of.day, true)} and ${holdsOn('p', of.day)})`,
  )
  const nowhere =
    of.notOn === undefined
      ? []
      : [
          sql`not exists (select from placements p join axis_nodes on axis_nodes.id = p.node_id
            where p.account_id = accounts.id and axis_nodes.axis_id = ${of.notOn} and ${holdsOn('p', of.day)})`,
        ]
  const { rows } = await sql<{ id: AccountId }>`
    select accounts.id from accounts
    where accounts.realm = ${of.realm} and accounts.state <> 'closed'
      and ${sql.join([...standsAt, ...nowhere, sql`true`], sql` and `)}
      and ${
        of.after === undefined
          ? sql`true`
          : sql`(lower(accounts.display_name), accounts.id) >
            (select lower(b.display_name), b.id from accounts b where b.id = ${of.after})`
      }
    order by lower(accounts.display_name), accounts.id limit ${limit}`.execute(ctx.db)
  return rows.map((row) => row.id)
}

/** Who shares places and groups with somebody on a day, those with the most in common first. */
export async function selectColleagues(ctx: Ctx, id: AccountId, day: Day, limit: number) {
  const { rows } = await sql<{ accountId: AccountId; shared: number; places: string[] }>`
    with common as (
      select theirs.account_id, v.title as place
      from placements mine
        join placements theirs on theirs.node_id = mine.node_id and theirs.account_id <> ${id} and ${holdsOn('theirs', day)}
        join axis_node_versions v on v.node_id = mine.node_id and ${holdsOn('v', day)}
      where mine.account_id = ${id} and ${holdsOn('mine', day)}
      union
      select theirs.account_id, groups.title
      from group_members mine
        join groups on groups.id = mine.group_id and groups.ended_at is null
        join group_members theirs on theirs.group_id = mine.group_id and theirs.account_id <> ${id}
      where mine.account_id = ${id}
    )
    select common.account_id, count(*) as shared, array_agg(common.place order by common.place) as places
    from common join accounts on accounts.id = common.account_id and accounts.realm = 'inside' and accounts.state <> 'closed'
    group by common.account_id, accounts.display_name
    order by count(*) desc, lower(accounts.display_name), common.account_id
    limit ${limit}`.execute(ctx.db)
  return rows
}
