import { sql } from 'kysely'
import type { Ctx } from '../../platform/context.ts'
import type { AccountId } from '../../platform/ids.ts'
import { heldOffices } from '../../people/offices/offices.ts'
import { everyAccount } from '../reader.access.ts'
import { grantedPublishOut, isFixed, readableSpace, rightLevel } from './spaces.access.ts'
import type { SpaceId } from './spaces.tables.ts'

export interface StandingRow {
  readonly accountId: AccountId
  readonly isEmployee: boolean
  readonly offices: string[]
  readonly reads: boolean
  readonly isAuthor: boolean
  readonly groups: number[]
  readonly nodes: number[]
  readonly managed: number[]
  readonly within: number[]
}

const today = (row: string) => {
  const table = sql.ref(row)
  return sql`(${table}.from_on <= utc_today() and (${table}.to_on is null or ${table}.to_on > utc_today()))`
}

/** What each of these accounts is to a space today. Lists of ids come as JSON, in which they are numbers. */
export async function selectStandings(
  ctx: Ctx,
  spaceId: SpaceId,
  accountIds: readonly AccountId[],
): Promise<StandingRow[]> {
  const { rows } = await sql<StandingRow>`
    select accounts.id as account_id, accounts.realm = 'inside' and accounts.state = 'active' as is_employee,
      ${heldOffices} as offices, ${readableSpace(everyAccount)} as reads,
      accounts.id is not distinct from spaces.created_by or ${rightLevel(sql`accounts.id`)} = 4 as is_author,
      to_json(array(select m.group_id from group_members m join groups on groups.id = m.group_id and groups.ended_at is null
        where m.account_id = accounts.id)) as groups,
      to_json(array(select distinct p.node_id from placements p where p.account_id = accounts.id and ${today('p')})) as nodes,
      to_json(manages.nodes) as managed,
      to_json(array(
        select n.node_id from node_paths n where n.ancestor_id = any(manages.nodes) and ${today('n')}
        union
        select sister.node_id from axis_node_versions own
          join axis_node_versions sister on sister.parent_id = own.parent_id and ${today('sister')}
        where own.node_id = any(manages.nodes) and ${today('own')}
      )) as within
    from accounts cross join spaces cross join lateral (select array(
      select distinct mine.node_id
      from placements mine
        join position_roles on position_roles.key = mine.role and position_roles.rank = 2
        join node_paths up on up.ancestor_id = mine.node_id and ${today('up')}
        join placements here on here.node_id = up.node_id and here.space_id = ${spaceId} and ${today('here')}
      where mine.account_id = accounts.id and ${today('mine')}
    ) as nodes) manages
    where spaces.id = ${spaceId} and accounts.id = any(${accountIds}::bigint[])`.execute(ctx.db)
  return rows
}

/** How far an account's right goes in each space that the grants of these spaces reach, or that stands below them. */
export async function selectHoldings(ctx: Ctx, spaceId: SpaceId, accountId: AccountId) {
  const { rows } = await sql<{ id: SpaceId; level: number; publishes: boolean }>`
    with recursive below as (
      select id from spaces where id = ${spaceId}
      union
      select s.id from spaces s join below on s.parent_id = below.id
    )
    select spaces.id, ${rightLevel(accountId)} as level, ${grantedPublishOut(accountId)} as publishes
    from spaces where spaces.id in (select id from below)`.execute(ctx.db)
  return rows
}

export async function findFixed(ctx: Ctx, spaceId: SpaceId): Promise<boolean> {
  const row = await ctx.db.selectFrom('spaces').select(isFixed.as('fixed')).where('id', '=', spaceId).executeTakeFirst()
  return row?.fixed ?? false
}
