/** How far each field of a member reaches, how far their new texts start, and one step back from the last change. */
import type { Ctx } from '../../platform/context.ts'
import { Invalid, NotFound } from '../../platform/errors.ts'
import type { AccountId } from '../../platform/ids.ts'
import { said } from '../../platform/languages/languages.ts'
import type { FieldReach, MemberField } from '../accounts/accounts.ts'
import { mayChooseReach, possibleReaches } from './profiles.access.ts'
import * as queries from './profiles.queries.ts'
import type { ReachUndoId, StartingPosts } from './profiles.tables.ts'

export type { ReachUndoId, StartingPosts } from './profiles.tables.ts'

/** What a member chooses a reach for. */
export type ReachName = MemberField | StartingPosts
export type Reaches = Readonly<Partial<Record<ReachName, FieldReach>>>

/** What new texts start with, in the order in which it is chosen. */
export const startingPosts = ['questions', 'others'] as const satisfies readonly StartingPosts[]

function isPosts(name: ReachName): name is StartingPosts {
  return (startingPosts as readonly string[]).includes(name)
}

function possible(name: ReachName): readonly FieldReach[] {
  return isPosts(name) ? [0, 1, 2, 3, 4, 5] : possibleReaches(name)
}

/** The viewer as the member who chooses. NotFound for everybody else: for them there is no such thing. */
export function ownerOf(ctx: Ctx): AccountId {
  if (!mayChooseReach(ctx.viewer).allowed || ctx.viewer.kind !== 'account') throw new NotFound('profiles.not-found')
  return ctx.viewer.id
}

/** How far the viewer's new texts start; 5, as far as their space, until they choose. NotFound: no member outside. */
export async function listStartingReaches(ctx: Ctx): Promise<Readonly<Record<StartingPosts, FieldReach>>> {
  return { questions: 5, others: 5, ...(await queries.selectStartingReaches(ctx, ownerOf(ctx))) }
}

/** How far the viewer's new texts of one kind start; undefined where nothing is chosen, and for who is no member outside. */
export async function findStartingReach(ctx: Ctx, posts: StartingPosts): Promise<FieldReach | undefined> {
  const { viewer } = ctx
  if (viewer.kind !== 'account' || !mayChooseReach(viewer).allowed) return undefined
  return (await queries.selectStartingReaches(ctx, viewer.id))[posts]
}

/**
 * Changes how far the viewer's fields reach and their new texts start; what stood before is kept until the next change.
 * Invalid by name when one cannot reach so far; then nothing changes.
 */
export async function setReaches(ctx: Ctx, reaches: Reaches): Promise<void> {
  const id = ownerOf(ctx)
  const wanted = Object.entries(reaches) as [ReachName, FieldReach][]
  const wrong = wanted.filter(([name, reach]) => !possible(name).includes(reach))
  if (wrong.length > 0) {
    const words = said('A way to reach you goes to your own connections at most. Choose “1st degree” or “Only me”.')
    throw new Invalid('profiles.too-far', Object.fromEntries(wrong.map(([name]) => [name, words])))
  }
  await ctx.transaction(async (inside) => {
    await queries.lockReaches(inside, id)
    const before = await readAll(inside, id)
    const changed = wanted.filter(([name, reach]) => before[name] !== reach)
    if (changed.length === 0) return
    await put(inside, id, changed)
    await queries.replaceUndo(inside, id, Object.fromEntries(changed.map(([name]) => [name, before[name]])))
  })
}

async function readAll(ctx: Ctx, id: AccountId): Promise<Record<string, FieldReach>> {
  const fields = await queries.selectOwnFields(ctx, id)
  const starting = await queries.selectStartingReaches(ctx, id)
  return {
    ...Object.fromEntries(fields.map(({ field, reach }) => [field, reach])),
    questions: 5,
    others: 5,
    ...starting,
  }
}

async function put(ctx: Ctx, id: AccountId, reaches: readonly (readonly [ReachName, FieldReach])[]): Promise<void> {
  for (const [name, reach] of reaches) {
    if (isPosts(name)) await queries.upsertStartingReach(ctx, id, name, reach)
    else await queries.upsertReach(ctx, id, name, reach)
  }
}

/** The viewer's last change that can be taken back. NotFound: no member outside. */
export async function findUndo(ctx: Ctx): Promise<{ id: ReachUndoId; keptAt: Date } | undefined> {
  return queries.findUndo(ctx, ownerOf(ctx))
}

/**
 * Puts back what stood before the viewer's last change, once. False, and nothing changes, when that was another one
 * than `id`, or is taken back already.
 */
export async function undoReaches(ctx: Ctx, id: ReachUndoId): Promise<boolean> {
  const owner = ownerOf(ctx)
  return ctx.transaction(async (inside) => {
    await queries.lockReaches(inside, owner)
    const before = await queries.takeUndo(inside, owner, id)
    if (!before) return false
    const names = Object.keys(await readAll(inside, owner)) as ReachName[]
    await put(
      inside,
      owner,
      names.flatMap((name) => {
        const reach = before[name] as FieldReach
        return possible(name).includes(reach) ? [[name, reach] as const] : []
      }),
    )
    return true
  })
}
