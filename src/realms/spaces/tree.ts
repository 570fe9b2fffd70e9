import { z } from 'zod'
import type { Ctx, Realm } from '../../platform/context.ts'
import { Invalid, NotFound } from '../../platform/errors.ts'
import { announce, touch } from '../../platform/events.ts'
import { said } from '../../platform/languages/languages.ts'
import { type AccessVerdict, demand } from '../../platform/verdict.ts'
import { flowResumed, flowStopped, spaceChanged, spaceMoved } from './spaces.events.ts'
import type { Space } from './spaces.ts'
import type { SpaceAccess, SpaceChange, SpaceId, SpaceStop } from './spaces.tables.ts'
import { mayKeep, mayLift, mayMove, mayStop } from './standing.access.ts'
import { standingOf, withoutOwnGain } from './standing.ts'
import * as queries from './tree.queries.ts'

/** A space whose rights the viewer may see. Its text may be closed to them: an administrator need not be a reader. */
export type RightsSpace = Space & { readonly fixed: boolean }

/**
 * A space as far as its rights go, by address or number: for those who administer its side, whether they read it or
 * not, and, inside and on the bridge, for every employee who reads it. NotFound for all others: guests, members, and
 * whoever looks after the other side.
 */
export async function getRightsSpace(ctx: Ctx, by: { slug: string } | { id: SpaceId }): Promise<RightsSpace> {
  const query = queries.selectRightsSpaces(ctx)
  const space = await (
    'slug' in by ? query.where('spaces.slug', '=', by.slug) : query.where('spaces.id', '=', by.id)
  ).executeTakeFirst()
  if (!space) throw new NotFound('spaces.not-found')
  return space
}

/** The spaces whose rights the viewer may see, by side and name, 100 after `after`. */
export async function listRightsSpaces(ctx: Ctx, after = 0): Promise<readonly RightsSpace[]> {
  return queries
    .selectRightsSpaces(ctx)
    .where('spaces.id', '>', after as SpaceId)
    .orderBy('spaces.id')
    .limit(100)
    .execute()
}

/** Of these spaces the ones whose rights the viewer may see, by name. */
export async function loadRightsSpaces(ctx: Ctx, ids: readonly SpaceId[]): Promise<readonly RightsSpace[]> {
  if (ids.length === 0) return []
  return queries.selectRightsSpaces(ctx).where('spaces.id', 'in', ids).orderBy('title').orderBy('spaces.id').execute()
}

/** What stands above a space, the nearest first; no title where the viewer may not see the rights of it. */
export async function listAbove(ctx: Ctx, space: Space) {
  return queries.selectAbove(ctx, space.id)
}

/** The spaces right below one whose rights the viewer may see, by name: at most 200. */
export async function listBelow(ctx: Ctx, space: Space): Promise<readonly RightsSpace[]> {
  return queries.selectRightsSpaces(ctx).where('spaces.parentId', '=', space.id).orderBy('title').limit(200).execute()
}

/** The spaces under which the viewer may hang this one, by name: at most 300. */
export async function listPossibleParents(ctx: Ctx, space: Space): Promise<readonly RightsSpace[]> {
  const kept = await queries.selectKept(ctx, space.realm)
  return kept.filter((one) => one.id !== space.id && one.id !== space.parentId)
}

const sameSideWords: Readonly<Record<Realm, string>> = {
  inside: said('Choose a space that stands inside, as this one does.'),
  outside: said('Choose a space that stands outside, as this one does.'),
  bridge: said('Choose a space that stands bridge, as this one does.'),
}

/**
 * Hangs a space under another of the same side, or at the top. Grants given above flow down to it from then on.
 * Throws Forbidden; Invalid for `parent` (unknown, the other side, below itself, too deep, more for oneself).
 */
export async function moveSpace(ctx: Ctx, spaceId: SpaceId, parentId: SpaceId | null): Promise<void> {
  await settle(ctx, spaceId, 'parent', async (inside, space) => {
    const parent = parentId === null ? null : await findParent(inside, parentId)
    const at = { standing: await standingOf(inside, space), space }
    const verdict = mayMove(at, parent && { standing: await standingOf(inside, parent), space: parent })
    if (!verdict.allowed && verdict.code === 'spaces.not-keeper-of-both')
      throw new Invalid(verdict.code, { parent: verdict.because })
    demand(verdict)
    if (parent && parent.realm !== space.realm)
      throw new Invalid('spaces.other-side', { parent: sameSideWords[space.realm] })
    if (parent && (await queries.isBelow(inside, parent.id, space.id)))
      throw new Invalid('spaces.cycle', {
        parent: said('A space cannot stand below itself. Choose one that is not below this one.'),
      })
    if (space.parentId === parentId) return
    await queries.updateSpace(inside, space.id, { parentId })
    const change = { before: idText(space.parentId), after: idText(parentId) }
    await record(inside, space.id, 'moved', change)
    await announce(inside, spaceMoved, { spaceId: space.id })
  })
}

/** Stops what flows down to a space from above: managers of its place, and administrators. Forbidden with the reason. */
export async function stopFlow(ctx: Ctx, spaceId: SpaceId, as: SpaceStop): Promise<void> {
  await settle(ctx, spaceId, 'stop', async (inside, space) => {
    demand(mayStop(await standingOf(inside, space), space, as))
    const stoppedBy = inside.viewer.kind === 'account' ? inside.viewer.id : null
    await queries.updateSpace(inside, space.id, { stops: as, stoppedBy })
    await record(inside, space.id, 'stopped', { before: space.stops, after: as })
    await announce(inside, flowStopped, { spaceId: space.id })
  })
}

/** Lifts the stop of a space. An administrator's only by an administrator. Forbidden with the reason. */
export async function liftStop(ctx: Ctx, spaceId: SpaceId): Promise<void> {
  await settle(ctx, spaceId, 'stop', async (inside, space) => {
    demand(mayLift(await standingOf(inside, space), space))
    await queries.updateSpace(inside, space.id, { stops: null, stoppedBy: null })
    await record(inside, space.id, 'lifted', { before: space.stops, after: null })
    await announce(inside, flowResumed, { spaceId: space.id })
  })
}

export const wordsSchema = z.object({
  title: z.string().trim().min(1, said('Give the space a name.')).max(120, said('Keep the name under 120 characters.')),
  description: z.string().trim().max(500, said('Keep the description under 500 characters.')).default(''),
})

/** Renames a space and says what it is for. Its address stays, so that no link breaks. Forbidden; Invalid. */
export async function describeSpace(ctx: Ctx, spaceId: SpaceId, input: z.input<typeof wordsSchema>): Promise<void> {
  const parsed = wordsSchema.safeParse(input)
  if (!parsed.success)
    throw new Invalid(
      'spaces.not-valid',
      Object.fromEntries(parsed.error.issues.map((issue) => [String(issue.path[0]), issue.message])),
    )
  const { title, description } = parsed.data
  await keep(ctx, spaceId, async (inside, space) => {
    await queries.updateSpace(inside, space.id, { title, description })
    if (title !== space.title) await record(inside, space.id, 'renamed', { before: space.title, after: title })
    if (description !== space.description)
      await record(inside, space.id, 'described', { before: space.description, after: description })
  })
}

/** What each access can be narrowed to. Wider is never an access: that is a grant, by name. */
export const narrowerAccess: Partial<Record<SpaceAccess, SpaceAccess>> = { employees: 'members', public: 'members' }

/** Makes fewer people read a space: `employees` or `public` become `members`. Forbidden; Invalid for `access`. */
export async function narrowSpace(ctx: Ctx, spaceId: SpaceId, access: SpaceAccess): Promise<void> {
  await keep(ctx, spaceId, async (inside, space) => {
    if (narrowerAccess[space.access] !== access || access === space.access)
      throw new Invalid('spaces.only-narrower', {
        access: said('Who reads a space can only become fewer this way. To let more people in, give them a right.'),
      })
    await queries.updateSpace(inside, space.id, { access })
    await record(inside, space.id, 'narrowed', { before: space.access, after: access })
  })
}

/** Closes a space: it is read as before and takes nothing more. Nothing happens when it is closed. Forbidden. */
export async function archiveSpace(ctx: Ctx, spaceId: SpaceId): Promise<void> {
  await keep(ctx, spaceId, async (inside, space) => {
    if (space.archivedAt) return
    await queries.updateSpace(inside, space.id, { archivedAt: inside.now })
    await record(inside, space.id, 'archived')
  })
}

/** Opens a closed space again. Nothing happens when it is open. Forbidden. */
export async function reopenSpace(ctx: Ctx, spaceId: SpaceId): Promise<void> {
  await keep(ctx, spaceId, async (inside, space) => {
    if (!space.archivedAt) return
    await queries.updateSpace(inside, space.id, { archivedAt: null })
    await record(inside, space.id, 'reopened')
  })
}

/** What was changed about a space beside its grants, and by whom: the newest `limit`. For who may see its rights. */
export async function listChanges(ctx: Ctx, space: RightsSpace, limit = 50) {
  return queries.selectChanges(ctx, space.id, limit)
}

/** What the viewer may do with the tree around a space and with the space itself, each with the reason. */
export async function settingsOf(ctx: Ctx, space: RightsSpace) {
  const standing = await standingOf(ctx, space)
  const stops: readonly SpaceStop[] = ['manager', 'administrator']
  return {
    keep: mayKeep(standing, space),
    move: mayMove({ standing, space }, null),
    stop: stops.filter((as) => mayStop(standing, space, as).allowed),
    lift: mayLift(standing, space),
  } satisfies Record<string, AccessVerdict | readonly SpaceStop[]>
}

async function findParent(ctx: Ctx, id: SpaceId): Promise<RightsSpace> {
  const parent = await queries.selectRightsSpaces(ctx).where('spaces.id', '=', id).executeTakeFirst()
  if (!parent)
    throw new Invalid('spaces.no-parent', { parent: said('There is no such space. Choose one from the list.') })
  return parent
}

async function keep(ctx: Ctx, spaceId: SpaceId, change: (inside: Ctx, space: RightsSpace) => Promise<void>) {
  await settle(ctx, spaceId, 'space', async (inside, space) => {
    demand(mayKeep(await standingOf(inside, space), space))
    await change(inside, space)
    await announce(inside, spaceChanged, { spaceId: space.id })
  })
}

/** One change of one space: seen first, then held, then changed, with nothing gained for whoever changes it. */
async function settle(
  ctx: Ctx,
  spaceId: SpaceId,
  field: string,
  change: (inside: Ctx, space: RightsSpace) => Promise<void>,
): Promise<void> {
  await getRightsSpace(ctx, { id: spaceId })
  try {
    await withoutOwnGain(ctx, spaceId, field, async (inside) => {
      await change(inside, await queries.lockSpace(inside, spaceId))
      await touch(inside, `space:${spaceId}`)
    })
  } catch (error) {
    throw refusal(error)
  }
}

/** The refusals that only the database can be sure of, when two change the tree at once. */
function refusal(error: unknown): unknown {
  const constraint = (error as { constraint?: string }).constraint
  if (constraint === 'spaces_depth')
    return new Invalid('spaces.too-deep', {
      parent: said('A tree of spaces is at most 20 deep. Choose a space further up.'),
    })
  if (constraint === 'spaces_cycle')
    return new Invalid('spaces.cycle', { parent: said('A space cannot stand below itself. Choose another.') })
  return error
}

async function record(
  ctx: Ctx,
  spaceId: SpaceId,
  what: SpaceChange,
  words: { before?: string | null; after?: string | null } = {},
): Promise<void> {
  await queries.insertChange(ctx, { spaceId, what, ...words })
}

function idText(id: SpaceId | null): string | null {
  return id === null ? null : String(id)
}
