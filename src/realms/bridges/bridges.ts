import type { Ctx, Realm } from '../../platform/context.ts'
import { Conflict, Forbidden, Invalid, NotFound } from '../../platform/errors.ts'
import { announce, touch } from '../../platform/events.ts'
import type { AccountId } from '../../platform/ids.ts'
import { type Said, said } from '../../platform/languages/languages.ts'
import { type AccessVerdict, demand } from '../../platform/verdict.ts'
import { type CrossingId, mayPublishFrom } from '../crossings/crossings.ts'
import { type Space, type SpaceId, type SpaceRight, getSpaceById, isEmployee } from '../spaces/spaces.ts'
import { type BridgeSide, mayApprove, mayDecideFor, mayEnd, mayPropose } from './bridges.access.ts'
import { bridgeApproved, bridgeEnded, bridgeProposed } from './bridges.events.ts'
import * as queries from './bridges.queries.ts'
import type { BridgeId } from './bridges.tables.ts'

export type { BridgeId } from './bridges.tables.ts'

/** A standing bridge between two spaces on different sides of the wall. Inner is the end nearer to the inside. */
export type Bridge = queries.BridgeRow
export type BridgeEnd = 'inner' | 'outer'

/** What the viewer may do about a bridge. */
export interface BridgeVerdicts {
  readonly approveInner: AccessVerdict
  readonly approveOuter: AccessVerdict
  readonly end: AccessVerdict
  /** Release what waits; for a bridge that publishes out. */
  readonly release: AccessVerdict
}

const order: Record<Realm, number> = { inside: 0, bridge: 1, outside: 2 }
const rights: readonly (SpaceRight | undefined)[] = [undefined, 'read', 'write', 'moderate', 'manage']

/** Whether both ends have said yes and nobody has ended it. */
export function isWorking(bridge: Pick<Bridge, 'innerApprovedBy' | 'outerApprovedBy' | 'endedAt'>): boolean {
  return bridge.innerApprovedBy !== null && bridge.outerApprovedBy !== null && bridge.endedAt === null
}

/**
 * Proposes a bridge between two spaces that the viewer reads; it works once two people have said yes, one for each end.
 * Throws NotFound (a space), Forbidden (decides for neither end), Invalid (`other`, `passes`, `title`, `reason`),
 * Conflict (`bridges.standing`).
 */
export async function proposeBridge(
  ctx: Ctx,
  of: { spaces: readonly [SpaceId, SpaceId]; bringsIn: boolean; publishesOut: boolean; title: string; reason: string },
): Promise<Bridge> {
  const [one, other] = [await getSpaceById(ctx, of.spaces[0]), await getSpaceById(ctx, of.spaces[1])]
  if (one.realm === other.realm)
    throw new Invalid('bridges.one-side', { other: said('A bridge joins two spaces on different sides of the wall.') })
  const [inner, outer] = order[one.realm] < order[other.realm] ? [one, other] : [other, one]
  demand(mayPropose(ctx.viewer, await sideOf(ctx, inner), await sideOf(ctx, outer)))
  const { title, reason } = takeWords(of)
  const problem = passesProblem(of, inner, outer)
  if (problem) throw new Invalid('bridges.passes', { passes: problem })
  const proposedBy = me(ctx)
  return ctx.transaction(async (inside) => {
    const id = await queries.insertBridge(inside, {
      ...{ title, reason, proposedBy, bringsIn: of.bringsIn, publishesOut: of.publishesOut },
      ...{ innerSpaceId: inner.id, innerRealm: inner.realm as 'inside' | 'bridge' },
      ...{ outerSpaceId: outer.id, outerRealm: outer.realm as 'outside' | 'bridge' },
    })
    if (!id)
      throw new Conflict('bridges.standing', said('There is a bridge between these two already. End that one first.'))
    await announce(inside, bridgeProposed, { bridgeId: id })
    return getBridge(inside, id)
  })
}

function passesProblem(of: { bringsIn: boolean; publishesOut: boolean }, inner: Space, outer: Space) {
  if (!of.bringsIn && !of.publishesOut) return said('Choose what passes: in, out, or both.')
  if (of.bringsIn && inner.realm !== 'inside')
    return said('What comes in comes into an inside space. Between a bridge room and outside, threads only go out.')
  if (of.publishesOut && outer.realm !== 'outside')
    return said('What goes out goes to a space outside. Between inside and a bridge room, threads only come in.')
  return undefined
}

function takeWords(of: { title: string; reason: string }) {
  const [title, reason] = [of.title.replace(/\s+/g, ' ').trim(), of.reason.replace(/\s+/g, ' ').trim()]
  const errors: Record<string, string> = {}
  if (title === '' || title.length > 120) errors.title = said('Give the bridge a name of up to 120 characters.')
  if (reason === '' || reason.length > 500) errors.reason = said('Say why in one sentence of up to 500 characters.')
  if (Object.keys(errors).length > 0) throw new Invalid('bridges.words', errors)
  return { title, reason }
}

async function sideOf(ctx: Ctx, space: Pick<Space, 'id' | 'realm' | 'title'>): Promise<BridgeSide> {
  const level = ctx.viewer.kind === 'account' ? await queries.rightLevelIn(ctx, space.id, ctx.viewer.id) : 0
  return { realm: space.realm, title: space.title, right: rights[level] }
}

async function sidesOf(ctx: Ctx, bridge: Bridge): Promise<Record<BridgeEnd, BridgeSide>> {
  return {
    inner: await sideOf(ctx, { id: bridge.innerSpaceId, realm: bridge.innerRealm, title: bridge.innerTitle }),
    outer: await sideOf(ctx, { id: bridge.outerSpaceId, realm: bridge.outerRealm, title: bridge.outerTitle }),
  }
}

/** A bridge that the viewer may know of. */
export async function getBridge(ctx: Ctx, id: BridgeId): Promise<Bridge> {
  const bridge = await queries.findBridge(ctx, id)
  if (!bridge) throw new NotFound('bridges.not-found')
  return bridge
}

/** The bridges that the viewer may know of: working and proposed ones first, then those that ended. At most 200. */
export async function listBridges(ctx: Ctx): Promise<readonly Bridge[]> {
  return queries.selectBridges(ctx)
}

/** The bridges that work now at a space, as far as the viewer may know of them. Nobody outside and no guest knows of any. */
export async function workingBridgesAt(ctx: Ctx, spaceId: SpaceId): Promise<readonly Bridge[]> {
  return queries.selectWorking(ctx, spaceId)
}

/** Whether there is any space for which the viewer decides about bridges. */
export async function mayDecideForAny(ctx: Ctx): Promise<boolean> {
  return isEmployee(ctx.viewer) && queries.managesAny(ctx, ctx.viewer)
}

/** What the viewer may do about a bridge, with the reasons. */
export async function verdictsOn(ctx: Ctx, bridge: Bridge): Promise<BridgeVerdicts> {
  const { inner, outer } = await sidesOf(ctx, bridge)
  return {
    approveInner: mayApprove(ctx.viewer, 'inner', inner, bridge),
    approveOuter: mayApprove(ctx.viewer, 'outer', outer, bridge),
    end: mayEnd(ctx.viewer, inner, outer, bridge.proposedBy),
    release: await mayPublishFrom(ctx, bridge.innerSpaceId),
  }
}

/** Says yes for one end of a proposed bridge. Throws NotFound, Forbidden (not theirs, or the same person twice). */
export async function approveBridge(ctx: Ctx, id: BridgeId, end: BridgeEnd): Promise<Bridge> {
  const by = (await getBridge(ctx, id)) && me(ctx)
  return ctx.transaction(async (inside) => {
    await queries.lockBridge(inside, id)
    const bridge = await getBridge(inside, id)
    demand(mayApprove(inside.viewer, end, (await sidesOf(inside, bridge))[end], bridge))
    await queries.setApproval(inside, id, end, by)
    await announce(inside, bridgeApproved, { bridgeId: id })
    await touch(inside, `space:${bridge.innerSpaceId}`)
    return getBridge(inside, id)
  })
}

/** Ends a bridge, at any time, from either end. What passed stays where it is. Throws NotFound, Forbidden, Invalid, Conflict. */
export async function endBridge(ctx: Ctx, id: BridgeId, typed: string): Promise<Bridge> {
  await getBridge(ctx, id)
  const because = typed.replace(/\s+/g, ' ').trim()
  return ctx.transaction(async (inside) => {
    await queries.lockBridge(inside, id)
    const bridge = await getBridge(inside, id)
    const { inner, outer } = await sidesOf(inside, bridge)
    demand(mayEnd(inside.viewer, inner, outer, bridge.proposedBy))
    if (bridge.endedAt) throw new Conflict('bridges.ended', said('This bridge has ended already.'))
    if (because === '' || because.length > 500)
      throw new Invalid('bridges.words', { because: said('Say why in one sentence of up to 500 characters.') })
    await queries.setEnd(inside, id, me(inside), because)
    await announce(inside, bridgeEnded, { bridgeId: id })
    await touch(inside, `space:${bridge.innerSpaceId}`)
    return getBridge(inside, id)
  })
}

/** Whether whoever said yes for the inner end still decides for it and may write there: without that nothing is brought in. */
export async function approverStands(ctx: Ctx, bridge: Bridge): Promise<boolean> {
  const { inner } = await sidesOf(ctx, bridge)
  return mayDecideFor(ctx.viewer, inner).allowed && inner.right !== undefined && inner.right !== 'read'
}

/** Lets a thread wait at the bridges that lead out of its space; `askedFor`: its author ticked that it should pass. */
export async function queueThread(ctx: Ctx, spaceId: SpaceId, threadId: number, askedFor: boolean): Promise<void> {
  await queries.insertWaiting(ctx, spaceId, threadId, askedFor)
}

/** What waits at a bridge, those first whose authors asked for it, at most 100. For those who may publish out of its inner space. */
export async function listWaiting(ctx: Ctx, bridge: Bridge) {
  return (await mayPublishFrom(ctx, bridge.innerSpaceId)).allowed ? queries.selectWaiting(ctx, bridge.id, 100) : []
}

/** Whether a thread waits at a bridge that works, and whether its author asked for it. */
export async function findWaiting(ctx: Ctx, id: BridgeId, threadId: number) {
  return isWorking(await getBridge(ctx, id)) ? queries.findWaiting(ctx, id, threadId) : undefined
}

/** Notes that a thread has passed; the caller has published it out in the same transaction. */
export async function markReleased(
  ctx: Ctx,
  of: { bridgeId: BridgeId; threadId: number },
  crossingId: CrossingId,
): Promise<void> {
  await queries.setReleased(ctx, of, me(ctx), crossingId)
}

/** Leaves a waiting thread where it is. Needs the right to publish out of the inner space. */
export async function keepThread(ctx: Ctx, id: BridgeId, threadId: number): Promise<void> {
  const bridge = await getBridge(ctx, id)
  demand(await mayPublishFrom(ctx, bridge.innerSpaceId))
  if (!(await queries.findWaiting(ctx, id, threadId))) throw new NotFound('bridges.nothing-waits')
  await queries.setKept(ctx, { bridgeId: id, threadId }, me(ctx))
}

/**
 * What the standing bridges of a space do with what is written there (`sentences`), and the spaces outside to which a
 * post may ask to go (`goesTo`), for a viewer who reads the space at the other end. It stands with the audience before
 * the first word. Nobody is told of a space that they cannot read.
 */
export async function bridgesFor(
  ctx: Ctx,
  spaceId: SpaceId,
): Promise<{ sentences: readonly Said[]; goesTo: readonly string[] }> {
  const bridges = await workingBridgesAt(ctx, spaceId)
  const goesTo = bridges
    .filter((one) => one.innerSpaceId === spaceId && one.publishesOut && one.readsOuter)
    .map((one) => one.outerTitle)
  const comesInto = bridges
    .filter((one) => one.outerSpaceId === spaceId && one.bringsIn && one.readsInner)
    .map((one) => one.innerTitle)
  return {
    goesTo,
    sentences: [
      ...comesInto.map((space) => said('What stands here is brought into {space}.', { space })),
      ...goesTo.map((space) =>
        said('A post can go out to {space}, when you tick it or somebody with that right releases it.', { space }),
      ),
    ],
  }
}

function me(ctx: Ctx): AccountId {
  if (ctx.viewer.kind !== 'account')
    throw new Forbidden('bridges.nobody', said('This is done by a person, in their own name.'))
  return ctx.viewer.id
}
