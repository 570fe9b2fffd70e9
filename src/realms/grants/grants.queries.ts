import { type RawBuilder, sql, type SqlBool } from 'kysely'
import type { Ctx } from '../../platform/context.ts'
import type { AccountId } from '../../platform/ids.ts'
import { type Said, type SaidWith, said } from '../../platform/languages/languages.ts'
import { inSql } from '../reader.access.ts'
import { type Rank, type SpaceId, openedBy, placeOfGrant, rightLevel, spaceRights, whyRight } from '../spaces/spaces.ts'
import type { GrantId, GrantedRight } from './grants.tables.ts'

const nodeToday = sql<SqlBool>`(node.from_on <= utc_today() and (node.to_on is null or node.to_on > utc_today()))`

/** Whom a grant is for, as the beginning of a sentence. */
const [group, role, place] = [sql`groups.title`, sql`lower(position_roles.title)`, placeOfGrant]
const whom: RawBuilder<SaidWith> = sql<SaidWith>`(case
  when grants.account_id is not null then ${inSql.said('{name}', { name: sql`holder.display_name` })}
  when grants.group_id is not null and groups.ended_at is null then ${inSql.said('Everyone in the group {group}', { group })}
  when grants.group_id is not null then ${inSql.said('Everyone in the group {group}, which has ended', { group })}
  when grants.role is null and grants.with_below then ${inSql.said('Everyone at {place} and below', { place })}
  when grants.role is null then ${inSql.said('Everyone at {place}', { place })}
  when grants.with_below then ${inSql.said('Whoever is {role} at {place} and below', { role, place })}
  else ${inSql.said('Whoever is {role} at {place}', { role, place })} end)`

const inWords = sql`
  left join accounts holder on holder.id = grants.account_id
  left join groups on groups.id = grants.group_id
  left join position_roles on position_roles.key = grants.role
  left join axis_node_versions node on node.node_id = grants.node_id and ${nodeToday}
  left join accounts giver on giver.id = grants.given_by`

export interface GrantRow {
  readonly id: GrantId
  readonly sourceId: SpaceId
  readonly depth: number
  readonly right: GrantedRight
  readonly accountId: AccountId | null
  readonly groupId: number | null
  readonly nodeId: number | null
  readonly givenAs: Rank
  readonly givenBy: AccountId | null
  readonly givenAt: Date
  readonly lapsesAt: Date | null
  readonly reason: string
  readonly whom: SaidWith
  readonly openedBy: SaidWith
  readonly counts: boolean
}

/** The grants that stand in a space, its own and those that flow down to it, its own first; its own that do not count too. */
export async function selectGrants(ctx: Ctx, spaceId: SpaceId, limit: number): Promise<GrantRow[]> {
  const { rows } = await sql<GrantRow>`
    select grants.id, grants.space_id as source_id, space_flow.depth, grants.right_given as right, grants.account_id,
      grants.group_id, grants.node_id, grants.given_as, grants.given_by, grants.given_at, grants.lapses_at,
      grants.reason, ${whom} as whom, ${openedBy} as opened_by,
      grants.given_as = 'administrator' or not space_flow.administrators_only as counts
    from space_flow join grants on grants.space_id = space_flow.source_id ${inWords}
    where space_flow.space_id = ${spaceId} and grants.ended_at is null
      and (grants.lapses_at is null or grants.lapses_at > now())
      and (space_flow.depth = 0 or grants.given_as = 'administrator' or not space_flow.administrators_only)
    order by space_flow.depth, grants.given_as = 'administrator' desc, grants.id limit ${limit}`.execute(ctx.db)
  return rows
}

export async function findGrant(ctx: Ctx, id: GrantId) {
  return ctx.db
    .selectFrom('grants')
    .select(['id', 'spaceId', 'rightGiven', 'accountId', 'givenAs', 'givenBy', 'lapsesAt', 'endedAt'])
    .where('id', '=', id)
    .executeTakeFirst()
}

export interface NewGrant {
  readonly spaceId: SpaceId
  readonly rightGiven: GrantedRight
  readonly accountId: AccountId | null
  readonly groupId: number | null
  readonly nodeId: number | null
  readonly role: string | null
  readonly withBelow: boolean
  readonly givenAs: Rank
  readonly givenBy: AccountId | null
  readonly reason: string
  readonly lapsesAt: Date | null
}

/** Whether exactly this stands already: given again it would change nothing. A later last day is a new grant. */
export async function standsAlready(ctx: Ctx, grant: NewGrant): Promise<boolean> {
  const { rows } = await sql`
    select from grants where space_id = ${grant.spaceId} and right_given = ${grant.rightGiven}
      and account_id is not distinct from ${grant.accountId} and group_id is not distinct from ${grant.groupId}
      and node_id is not distinct from ${grant.nodeId} and role is not distinct from ${grant.role}
      and with_below = ${grant.withBelow} and given_as = ${grant.givenAs} and ended_at is null
      and coalesce(lapses_at, 'infinity') >= coalesce(${grant.lapsesAt}::timestamptz, 'infinity') and coalesce(lapses_at, 'infinity') > now()
    limit 1`.execute(ctx.db)
  return rows.length > 0
}

export async function insertGrant(ctx: Ctx, grant: NewGrant): Promise<GrantId> {
  const { id } = await ctx.db
    .insertInto('grants')
    .values({ ...grant, givenAt: ctx.now })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

/** False when somebody else ended it first. */
export async function endGrant(ctx: Ctx, id: GrantId, endedBy: AccountId | null): Promise<boolean> {
  const { numUpdatedRows } = await ctx.db
    .updateTable('grants')
    .set({ endedAt: ctx.now, endedBy })
    .where('id', '=', id)
    .where('endedAt', 'is', null)
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

export async function isEmployee(ctx: Ctx, id: AccountId): Promise<boolean | undefined> {
  const row = await ctx.db.selectFrom('accounts').select(['realm', 'state']).where('id', '=', id).executeTakeFirst()
  return row && row.realm === 'inside' && row.state === 'active'
}

export async function groupStands(ctx: Ctx, id: number): Promise<boolean> {
  const { rows } = await sql`select from groups where id = ${id} and ended_at is null`.execute(ctx.db)
  return rows.length > 0
}

export async function nodeStands(ctx: Ctx, id: number): Promise<boolean> {
  const { rows } = await sql`select from axis_node_versions node where node.node_id = ${id} and ${nodeToday}`.execute(
    ctx.db,
  )
  return rows.length > 0
}

export async function selectRoles(ctx: Ctx): Promise<{ key: string; title: string }[]> {
  const { rows } = await sql<{ key: string; title: string }>`
    select key, title from position_roles order by rank, title limit 100`.execute(ctx.db)
  return rows
}

export interface Choice {
  readonly id: number
  readonly title: string
  readonly of: string
}

/** Nodes of today by axis and name: all, or these. */
export async function selectNodes(ctx: Ctx, only: readonly number[] | undefined, limit: number): Promise<Choice[]> {
  const { rows } = await sql<Choice>`
    select node.node_id as id, node.title, axes.title as of
    from axis_node_versions node join axes on axes.id = node.axis_id and axes.ended_at is null
    where ${nodeToday} and ${only === undefined ? sql`true` : sql`node.node_id = any(${only}::bigint[])`}
    order by axes.id, node.title, node.node_id limit ${limit}`.execute(ctx.db)
  return rows
}

export async function selectGroups(ctx: Ctx, only: readonly number[] | undefined, limit: number): Promise<Choice[]> {
  const { rows } = await sql<Choice>`
    select id, title, case kind when 'group' then ${sql.lit(said('Group'))} else ${sql.lit(said('Virtual team'))} end as of from groups
    where ended_at is null and ${only === undefined ? sql`true` : sql`id = any(${only}::bigint[])`}
    order by title, id limit ${limit}`.execute(ctx.db)
  return rows
}

export interface HolderRow {
  readonly id: AccountId
  readonly displayName: string
  readonly handle: string
  readonly jobTitle: string
  readonly level: number
  readonly why: Said
}

/** Who may do more in a space than its access gives to everyone, by account, and why: from the rule that decides. */
export async function selectHolders(
  ctx: Ctx,
  spaceId: SpaceId,
  page: { after: number; limit: number },
): Promise<HolderRow[]> {
  const { rows } = await sql<HolderRow>`
    select accounts.id, accounts.display_name, accounts.handle, accounts.job_title,
      ${rightLevel(sql`accounts.id`)} as level, ${whyRight(sql`accounts.id`)} as why
    from accounts cross join spaces
    where spaces.id = ${spaceId} and accounts.realm = 'inside' and accounts.state = 'active'
      and accounts.id > ${page.after}
      and accounts.id in (
        select memberships.account_id from memberships where memberships.space_id = ${spaceId}
        union all select space_grantees.account_id from space_grantees where space_grantees.space_id = ${spaceId})
      and ${rightLevel(sql`accounts.id`)} > case when spaces.realm = 'outside' or spaces.access = 'employees' then 2 else 0 end
    order by accounts.id limit ${page.limit}`.execute(ctx.db)
  return rows
}

/** Every grant ever given in a space, given and ended, the newest first. */
export async function selectStory(ctx: Ctx, spaceId: SpaceId, limit: number) {
  const { rows } = await sql<{
    id: GrantId
    right: GrantedRight
    whom: SaidWith
    givenAs: Rank
    givenAt: Date
    givenBy: string | null
    endedAt: Date | null
    endedBy: string | null
  }>`
    select grants.id, grants.right_given as right, ${whom} as whom, grants.given_as, grants.given_at,
      giver.display_name as given_by, grants.ended_at, ender.display_name as ended_by
    from grants ${inWords} left join accounts ender on ender.id = grants.ended_by
    where grants.space_id = ${spaceId}
    order by greatest(grants.given_at, grants.ended_at) desc, grants.id desc limit ${limit}`.execute(ctx.db)
  return rows
}

/** What a level of `rightLevel` is called. */
export function rightOfLevel(level: number): GrantedRight {
  return spaceRights[level - 1] ?? 'read'
}

/** The grants to a node that stand in these spaces. */
export async function selectGrantsAt(ctx: Ctx, nodeId: number, spaceIds: readonly SpaceId[], limit: number) {
  const { rows } = await sql<{ spaceId: SpaceId; right: GrantedRight; whom: SaidWith }>`
    select grants.space_id, grants.right_given as right, ${whom} as whom
    from grants ${inWords}
    where grants.node_id = ${nodeId} and grants.ended_at is null and grants.space_id = any(${spaceIds}::bigint[])
      and (grants.lapses_at is null or grants.lapses_at > now())
    order by grants.id limit ${limit}`.execute(ctx.db)
  return rows
}

/** The spaces in which a node holds a grant that stands, by number. */
export async function spacesOpenTo(ctx: Ctx, nodeId: number, limit: number): Promise<SpaceId[]> {
  const { rows } = await sql<{ spaceId: SpaceId }>`
    select distinct space_id from grants where node_id = ${nodeId} and ended_at is null
      and (lapses_at is null or lapses_at > now()) order by space_id limit ${limit}`.execute(ctx.db)
  return rows.map((row) => row.spaceId)
}
