import { z } from 'zod'
import { type Asked, ask, asked } from '../../platform/asking.ts'
import type { Ctx, Realm, Viewer } from '../../platform/context.ts'
import { Conflict, Invalid, NotFound } from '../../platform/errors.ts'
import { announce } from '../../platform/events.ts'
import type { AccountId } from '../../platform/ids.ts'
import { said } from '../../platform/languages/languages.ts'
import { type AccessVerdict, demand } from '../../platform/verdict.ts'
import { endSponsorship, sponsor } from '../../people/sponsorships/sponsorships.ts'
import {
  isEmployee,
  mayAddMembers,
  mayCreateSpace,
  mayWriteIn,
  plainRight,
  spaceRights,
  writableBy,
} from './spaces.access.ts'
import { memberAdded, memberRemoved, spaceCreated } from './spaces.events.ts'
import * as queries from './spaces.queries.ts'
import { insertChange } from './tree.queries.ts'
import { isFixedSpace } from './standing.ts'
import type { MembershipRole, SpaceAccess, SpaceId, SpaceRight, SpaceStop } from './spaces.tables.ts'

export type { MembershipRole, SpaceAccess, SpaceId, SpaceRight, SpaceStop } from './spaces.tables.ts'
export {
  administers,
  everyAccountOf,
  grantedPublishOut,
  isEmployee,
  mayWriteIn,
  openedBy,
  placeOfGrant,
  readableSpace,
  inReadableSpace,
  readableSpaceIds,
  walking,
  rightLevel,
  spaceRights,
  whyRight,
  whySpace,
} from './spaces.access.ts'
export { type PlacedSpace, type Rank, type Standing, ranks, ranksOf } from './standing.access.ts'
export { standingOf, standingsOf, withoutOwnGain } from './standing.ts'
export { endPlaceOfSpace, listPlaceableFor, listPlacesOfSpace, placeSpace } from './places.ts'
export {
  type RightsSpace,
  archiveSpace,
  describeSpace,
  getRightsSpace,
  liftStop,
  listAbove,
  listBelow,
  listChanges,
  listPossibleParents,
  listRightsSpaces,
  loadRightsSpaces,
  moveSpace,
  narrowSpace,
  narrowerAccess,
  reopenSpace,
  settingsOf,
  stopFlow,
  wordsSchema,
} from './tree.ts'

/** A bounded place. Its realm is fixed when it is made. */
export interface Space {
  readonly id: SpaceId
  readonly realm: Realm
  readonly slug: string
  readonly title: string
  readonly description: string
  readonly access: SpaceAccess
  readonly archivedAt: Date | null
  /** The space that it stands under, whose grants flow down to it. */
  readonly parentId: SpaceId | null
  /** Who stopped what flows down from above, if anybody did. */
  readonly stops: SpaceStop | null
}

export const accessByRealm = {
  inside: ['employees', 'members'],
  outside: ['public', 'members'],
  bridge: ['invited'],
} as const satisfies Record<Realm, readonly SpaceAccess[]>

const possibleWords: Readonly<Record<Realm, string>> = {
  inside: said('A space inside can be: employees, members.'),
  outside: said('A space outside can be: public, members.'),
  bridge: said('A space bridge can be: invited.'),
}

/** Who does not fit where: by the side of the space, then by that of the person. */
const wrongSideWords: Readonly<Record<Realm, Readonly<Partial<Record<Realm, string>>>>> = {
  inside: {
    outside: said('This person stands outside. They cannot be in a space that is inside.'),
    bridge: said('This person stands bridge. They cannot be in a space that is inside.'),
  },
  bridge: {
    outside: said('This person stands outside. They cannot be in a space that is bridge.'),
  },
  outside: {
    inside: said('This person stands inside. They cannot be in a space that is outside.'),
    outside: said('This person stands outside. They cannot be in a space that is outside.'),
    bridge: said('This person stands bridge. They cannot be in a space that is outside.'),
  },
}

export const newSpaceSchema = z.object({
  realm: z.enum(['inside', 'outside', 'bridge'], said('Choose a side: inside, outside or bridge.')),
  slug: z
    .string()
    .trim()
    .regex(
      /^[a-z0-9][a-z0-9-]{0,62}$/,
      said('Use small letters, digits and hyphens, 63 at most, starting with a letter or digit.'),
    ),
  title: z.string().trim().min(1, said('Give the space a name.')).max(120, said('Keep the name under 120 characters.')),
  description: z.string().trim().max(500, said('Keep the description under 500 characters.')).default(''),
  access: z.preprocess(
    (value) => (value === '' ? undefined : value),
    z.enum(['employees', 'members', 'public', 'invited']).optional(),
  ),
})

/**
 * Makes a space. Without `access` the openest form of its realm is taken.
 * Throws Invalid (an access that the realm does not have, a taken address), Forbidden, and NotFound for the steward of
 * the other side.
 */
export async function createSpace(ctx: Ctx, input: z.input<typeof newSpaceSchema>): Promise<Space> {
  const space = newSpaceSchema.parse(input)
  // Whoever makes the other side's spaces finds none to make here.
  const makeable = makeableRealms(ctx.viewer)
  if (makeable.length > 0 && !makeable.includes(space.realm)) throw new NotFound('spaces.not-found')
  demand(mayCreateSpace(ctx.viewer, space.realm))
  const possible: readonly SpaceAccess[] = accessByRealm[space.realm]
  const access = space.access ?? possible[0]!
  if (!possible.includes(access)) {
    throw new Invalid('spaces.wrong-access', { access: possibleWords[space.realm] })
  }
  return ctx.transaction(async (inside) => {
    const by = inside.viewer.kind === 'account' ? inside.viewer.id : null
    const id = await queries.insertSpace(inside, { ...space, access }, by)
    if (id === undefined) {
      throw new Invalid('spaces.slug-taken', {
        slug: said('There is already a space at {slug}. Choose another address.', {
          slug: space.slug,
        }),
      })
    }
    if (by !== null)
      await queries.upsertMembership(inside, {
        spaceId: id,
        accountId: by,
        role: 'steward',
        addedBy: by,
      })
    await announce(inside, spaceCreated, { spaceId: id })
    return { ...space, access, id, archivedAt: null, parentId: null, stops: null }
  })
}

/** The sides on which the viewer may make spaces. */
export function makeableRealms(viewer: Viewer): readonly Realm[] {
  return (['inside', 'outside', 'bridge'] as const).filter((realm) => mayCreateSpace(viewer, realm).allowed)
}

/** The address of a space as a form or a question gives it. What no space can be called becomes nobody's: ''. */
export const givenSlug = z
  .string()
  .regex(/^[a-z0-9-]*$/)
  .catch('')

/** A space that the viewer may read, by its address. */
export async function getSpace(ctx: Ctx, slug: string): Promise<Space> {
  const space = await queries.selectReadableSpaces(ctx).where('spaces.slug', '=', slug).executeTakeFirst()
  if (!space) throw new NotFound('spaces.not-found')
  return space
}

/** A space that the viewer may read, by its id. */
export async function getSpaceById(ctx: Ctx, id: SpaceId): Promise<Space> {
  return ask(ctx.db, askSpace(ctx, id))
}

/** As `getSpaceById`, to be asked with others. */
export function askSpace(ctx: Ctx, id: SpaceId): Asked<Space> {
  return asked(queries.selectReadableSpaces(ctx).where('spaces.id', '=', id), ([space]) => {
    if (!space) throw new NotFound('spaces.not-found')
    return { ...space, archivedAt: space.archivedAt === null ? null : new Date(space.archivedAt) }
  })
}

/** The spaces that the viewer may read, oldest first: at most 200 (the first is the home of its side). */
export async function listSpaces(ctx: Ctx, filter: { realm?: Realm; forMe?: boolean } = {}): Promise<readonly Space[]> {
  let query = queries.selectReadableSpaces(ctx).where('spaces.archivedAt', 'is', null)
  if (filter.realm) query = query.where('spaces.realm', '=', filter.realm)
  return query.orderBy('spaces.id').limit(200).execute()
}

/** What the viewer may do in a space that they can read: its access, their membership and the grants that reach them. */
export async function rightIn(ctx: Ctx, space: Space): Promise<SpaceRight | undefined> {
  const { viewer } = ctx
  if (viewer.kind === 'system') return 'manage'
  if (viewer.kind === 'visitor' || viewer.realm === 'outside') return plainRight(viewer, space)
  // A guest has rights in rooms alone, whatever anybody else may do outside.
  if (viewer.realm === 'bridge' && space.realm !== 'bridge') return undefined
  const level = await queries.findRightLevel(ctx, space.id, viewer.id)
  return level === 0 ? undefined : spaceRights[level - 1]
}

/** The spaces of a realm that the viewer, an employee, may write in, oldest first: at most 200. */
export async function listWritableSpaces(ctx: Ctx, realm: Realm): Promise<readonly Space[]> {
  if (ctx.viewer.kind !== 'account') return []
  return queries
    .selectReadableSpaces(ctx)
    .where('spaces.archivedAt', 'is', null)
    .where('spaces.realm', '=', realm)
    .where(writableBy(ctx.viewer.id))
    .orderBy('spaces.id')
    .limit(200)
    .execute()
}

/** Whether the viewer holds, by a grant, the right to carry words out of a space over the wall. Employees alone do. */
export async function holdsPublishOut(ctx: Ctx, spaceId: SpaceId): Promise<boolean> {
  return isEmployee(ctx.viewer) && (await queries.holdsPublishOut(ctx, spaceId, ctx.viewer.id))
}

/** Whether the viewer may add people to this space, with the reason. */
export async function mayAddTo(ctx: Ctx, space: Space): Promise<AccessVerdict> {
  const fixed = await isFixedSpace(ctx, space.id)
  return mayAddMembers(ctx.viewer, { realm: space.realm, fixed }, await rightIn(ctx, space))
}

/**
 * Adds somebody to a space, or changes their part in it. Inside spaces take employees only, bridge spaces employees
 * and guests; an outside space has no list of members. For a guest whoever adds them answers, for 90 days.
 */
export async function addMember(
  ctx: Ctx,
  space: Space,
  accountId: AccountId,
  role: MembershipRole = 'member',
): Promise<void> {
  demand(await mayAddTo(ctx, space))
  const realm = await queries.accountRealm(ctx, accountId)
  if (!realm) throw new NotFound('accounts.not-found')
  const fits = space.realm === 'inside' ? realm === 'inside' : space.realm === 'bridge' && realm !== 'outside'
  if (!fits)
    throw new Invalid('spaces.wrong-side', {
      account: wrongSideWords[space.realm][realm]!,
    })
  await ctx.transaction(async (inside) => {
    const addedBy = inside.viewer.kind === 'account' ? inside.viewer.id : null
    if (realm === 'bridge') {
      const sponsorId = addedBy ?? (await queries.findHost(inside, space.id))
      if (sponsorId === undefined)
        throw new Conflict(
          'spaces.no-sponsor',
          said('No employee is in this room who could answer for a guest. Add one first.'),
        )
      await sponsor(inside, { guestId: accountId, spaceId: space.id, sponsorId })
    }
    await queries.upsertMembership(inside, { spaceId: space.id, accountId, role, addedBy })
    await insertChange(inside, { spaceId: space.id, what: 'member-added', after: role, accountId })
    await announce(inside, memberAdded, { spaceId: space.id, accountId })
  })
}

/** Takes somebody out of a space; everyone may take themselves out. Their rights end with the next request. */
export async function removeMember(ctx: Ctx, space: Space, accountId: AccountId): Promise<void> {
  const self = ctx.viewer.kind === 'account' && ctx.viewer.id === accountId
  if (!self) demand(await mayAddTo(ctx, space))
  await ctx.transaction(async (inside) => {
    if (await queries.deleteMembership(inside, space.id, accountId)) {
      await endSponsorship(inside, { guestId: accountId, spaceId: space.id })
      await insertChange(inside, { spaceId: space.id, what: 'member-removed', accountId })
      await announce(inside, memberRemoved, { spaceId: space.id, accountId })
    }
  })
}

/** The members of a space that the viewer may read, in order of account, 100 at a time after `afterAccount`. */
export async function listMembers(ctx: Ctx, space: Space, afterAccount = 0) {
  return queries.selectMembers(ctx, space.id, 100, afterAccount)
}

/** Demands that the viewer may write in this space; throws Forbidden with the reason. */
export async function demandWriting(ctx: Ctx, space: Space): Promise<void> {
  demand(mayWriteIn(ctx.viewer, space, await rightIn(ctx, space)))
}
