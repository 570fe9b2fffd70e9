import type { Ctx } from '../../platform/context.ts'
import type { AccountId } from '../../platform/ids.ts'
import { type Said, type SaidWith, said } from '../../platform/languages/languages.ts'
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
  read: said('may read'),
  write: said('may read and write'),
  moderate: said('may read, write and moderate'),
  manage: said('looks after the space'),
  'publish-out': said('may read, and publish out of it'),
}

type Given = { readonly whom: SaidWith; readonly does: SaidWith }

const gave: Readonly<Record<queries.GrantRow['givenAs'], (given: Given) => Said>> = {
  administrator: (given) => said('gave: {whom} {does}, by rule of the administration', given),
  manager: (given) => said('gave: {whom} {does}, as manager', given),
  author: (given) => said('gave: {whom} {does}, as author', given),
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
  readonly why: Said
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
  readonly did: Said
}

/** Who changed the rights of a space and the space itself, and how: the newest 50, the newest first. */
export async function listStory(ctx: Ctx, space: RightsSpace): Promise<readonly RightsMoment[]> {
  await getRightsSpace(ctx, { id: space.id })
  const moments: RightsMoment[] = []
  for (const row of await queries.selectStory(ctx, space.id, storyLength)) {
    const what = { whom: row.whom, does: { text: rightWords[row.right], values: {} } }
    moments.push({ at: row.givenAt, by: row.givenBy ?? 'Tango', did: gave[row.givenAs](what) })
    if (row.endedAt) {
      moments.push({ at: row.endedAt, by: row.endedBy ?? 'Tango', did: said('ended: {whom} {does}', what) })
    }
  }
  for (const { what, whom, before, after, by, at } of await listChanges(ctx, space, storyLength)) {
    const name = whom ?? { text: said('somebody'), values: {} }
    const words = {
      moved: after === null ? said('took it out of the space above') : said('hung it under another space'),
      stopped: after === 'administrator' ? said('put an administrator’s stop') : said('put a manager’s stop'),
      lifted: before === 'administrator' ? said('lifted an administrator’s stop') : said('lifted a manager’s stop'),
      renamed: said('renamed it from “{before}” to “{after}”', { before: before ?? '', after: after ?? '' }),
      described: said('changed what it is for'),
      narrowed: said('narrowed who reads it to its members'),
      archived: said('closed it'),
      reopened: said('opened it again'),
      placed: said('let it stand at “{place}”', { place: after ?? '' }),
      'taken-off': said('ended that it stands at “{place}”', { place: after ?? '' }),
      'member-added':
        after === 'steward'
          ? said('added {name} to look after it', { name })
          : said('added {name} as a member', { name }),
      'member-removed': said('took out {name}', { name }),
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
