import type { Ctx } from '../../platform/context.ts'
import type { AccountId } from '../../platform/ids.ts'
import {
  type RightsSpace,
  type SpaceId,
  getRightsSpace,
  listAbove,
  listChanges,
  loadRightsSpaces,
  standingOf,
  standingsOf,
} from '../spaces/spaces.ts'
import { mayEndGrant, mayGrant } from './grants.access.ts'
import * as queries from './grants.queries.ts'
import type { GrantedRight } from './grants.tables.ts'

/** What each right lets somebody do, as the end of a sentence. */
export const rightWords: Readonly<Record<GrantedRight, string>> = {
  read: 'may read',
  write: 'may read and write',
  moderate: 'may read, write and moderate',
  manage: 'looks after the space',
  'publish-out': 'may read, and publish out of it',
}

const grantsAPage = 200
const holdersAPage = 50
const storyLength = 50

export interface ListedGrant extends queries.GrantRow {
  /** The space above that it comes from: null when it is given here; no title when the viewer may not see that one. */
  readonly from: { readonly id: SpaceId; readonly title: string | null } | null
  /** Whoever gave it could not give it today. It stands until it is ended. */
  readonly beyondReach: boolean
  readonly mayEnd: boolean
}

/** The grants that stand in a space, its own first, then what flows down: at most 200. */
export async function listGrants(ctx: Ctx, space: RightsSpace): Promise<readonly ListedGrant[]> {
  const rows = await queries.selectGrants(ctx, space.id, grantsAPage)
  const above = rows.some((row) => row.depth > 0) ? await listAbove(ctx, space) : []
  const titles = new Map(above.map((one) => [one.id, one.title]))
  const standing = await standingOf(ctx, space)
  const own = rows.filter((row) => row.depth === 0)
  const givers = await standingsOf(
    ctx,
    space,
    own.flatMap((row) => row.givenBy ?? []),
  )
  return rows.map((row) => {
    const isOwn = row.depth === 0
    return {
      ...row,
      from: isOwn ? null : { id: row.sourceId, title: titles.get(row.sourceId) ?? null },
      beyondReach: isOwn && row.givenBy !== null && !couldGiveToday(givers, space, row),
      mayEnd: isOwn && mayEndGrant(standing, space, row).allowed,
    }
  })
}

/** Asked of the giver by the same verdict. A stop that came later is no loss of reach: it says so itself. */
function couldGiveToday(
  givers: Awaited<ReturnType<typeof standingsOf>>,
  space: RightsSpace,
  row: queries.GrantRow,
): boolean {
  const giver = givers.get(row.givenBy!)
  if (!giver) return false
  const to =
    row.accountId !== null
      ? ({ kind: 'person', id: row.accountId, isEmployee: true } as const)
      : row.groupId !== null
        ? ({ kind: 'group', id: row.groupId } as const)
        : ({ kind: 'node', id: row.nodeId! } as const)
  return mayGrant(giver, { realm: space.realm, fixed: false }, { as: row.givenAs, right: row.right, to }).allowed
}

export interface Holder {
  readonly id: AccountId
  readonly displayName: string
  readonly handle: string
  readonly jobTitle: string
  readonly right: GrantedRight
  readonly why: string
}

/** The employees who may do more in a space than its access gives to everyone, and why: 50 by account after `after`. */
export async function listHolders(ctx: Ctx, space: RightsSpace, after = 0) {
  await getRightsSpace(ctx, { id: space.id })
  const rows = await queries.selectHolders(ctx, space.id, { after, limit: holdersAPage + 1 })
  const items: Holder[] = rows
    .slice(0, holdersAPage)
    .map(({ level, ...row }) => ({ ...row, right: queries.rightOfLevel(level) }))
  return rows.length > holdersAPage ? { items, next: items.at(-1)!.id } : { items }
}

export interface RightsMoment {
  readonly at: Date
  readonly by: string
  readonly did: string
}

/** Who changed the rights of a space and the space itself, and how: the newest 50, the newest first. */
export async function listStory(ctx: Ctx, space: RightsSpace): Promise<readonly RightsMoment[]> {
  await getRightsSpace(ctx, { id: space.id })
  const moments: RightsMoment[] = []
  for (const row of await queries.selectStory(ctx, space.id, storyLength)) {
    const what = `${row.whom} ${rightWords[row.right]}`
    const rule = row.givenAs === 'administrator' ? ', by rule of the administration' : `, as ${row.givenAs}`
    moments.push({ at: row.givenAt, by: row.givenBy ?? 'Tango', did: `gave: ${what}${rule}` })
    if (row.endedAt) moments.push({ at: row.endedAt, by: row.endedBy ?? 'Tango', did: `ended: ${what}` })
  }
  for (const { what, whom, before, after, by, at } of await listChanges(ctx, space, storyLength)) {
    const words = {
      moved: after === null ? 'took it out of the space above' : 'hung it under another space',
      stopped: `put ${after === 'administrator' ? 'an administrator’s' : 'a manager’s'} stop`,
      lifted: `lifted ${before === 'administrator' ? 'an administrator’s' : 'a manager’s'} stop`,
      renamed: `renamed it from “${before}” to “${after}”`,
      described: 'changed what it is for',
      narrowed: 'narrowed who reads it to its members',
      archived: 'closed it',
      reopened: 'opened it again',
      'member-added': `added ${whom ?? 'somebody'}${after === 'steward' ? ' to look after it' : ' as a member'}`,
      'member-removed': `took out ${whom ?? 'somebody'}`,
    }
    moments.push({ at, by: by ?? 'Tango', did: words[what] })
  }
  return moments.toSorted((one, other) => other.at.getTime() - one.at.getTime()).slice(0, storyLength)
}

/** What a place is let into, as far as the viewer may see the rights of those spaces: at most 200 spaces. */
export async function listOpenTo(ctx: Ctx, nodeId: number) {
  const spaces = await loadRightsSpaces(ctx, await queries.spacesOpenTo(ctx, nodeId, grantsAPage))
  const grants = await queries.selectGrantsAt(
    ctx,
    nodeId,
    spaces.map((space) => space.id),
    2 * grantsAPage,
  )
  return spaces.map((space) => ({ space, grants: grants.filter((grant) => grant.spaceId === space.id) }))
}
