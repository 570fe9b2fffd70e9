import type { Ctx } from '../../platform/context.ts'
import { Invalid, NotFound } from '../../platform/errors.ts'
import { announce } from '../../platform/events.ts'
import { type Said, said } from '../../platform/languages/languages.ts'
import type { AccountId } from '../../platform/ids.ts'
import { type AccessVerdict, demand } from '../../platform/verdict.ts'
import { findPerson } from '../accounts/accounts.ts'
import { mayPlace } from './axes.access.ts'
import { placementChanged } from './axes.events.ts'
import type { AxisId, NodeId, PlacementId, RoleRank } from './axes.tables.ts'
import { type Role, demandReader, getRole, listRoles, lockOpenAxis } from './axis.ts'
import { type Day, type Span, dayOr, firstGap, overlaps, todayOf } from './days.ts'
import { changer, notThen } from './nodes.ts'
import { findNode, versionsOf } from './nodes.queries.ts'
import * as queries from './placements.queries.ts'
import { explained } from './refusals.ts'
import { manages } from './tree.queries.ts'

/** Where, and on which days: from `from` (today unless told) up to, not including, `to` (open unless told). */
export interface PlacementInput {
  readonly node: NodeId
  readonly from?: Day
  readonly to?: Day
}

/**
 * Places a person at a node in a role. Whoever does not work here (a customer who belongs to a segment, a guest) can
 * only be a member; that they stand there is known inside alone. Throws Invalid for `node`, `person`, `role`, `from` or
 * `to`, and Forbidden; nothing is changed then.
 */
export async function placePerson(
  ctx: Ctx,
  input: PlacementInput & { person: AccountId; role: string },
): Promise<PlacementId> {
  const role = await getRole(ctx, input.role)
  const node = await demandPlaceable(ctx, input.node, role.rank)
  const person = await findPerson(ctx, input.person)
  if (!person || person.state === 'closed') {
    throw new Invalid('structure.no-person', { person: said('There is nobody here with this number.') })
  }
  if (person.realm !== 'inside' && role.key !== 'member') {
    throw new Invalid('structure.not-inside', {
      role: said('{name} does not work here and can only be a member of a place.', { name: person.displayName }),
    })
  }
  return place(ctx, node, { accountId: person.id, role: role.key }, input)
}

/**
 * Places a space or a thread at a node. The caller has asked whether the viewer may do so with that space or thread; here
 * it is asked whether they may place anything at this node. Throws as `placePerson` does, with `space` and `thread`.
 */
export async function placeThing(
  ctx: Ctx,
  thing: { spaceId: number } | { threadId: number },
  input: PlacementInput,
): Promise<PlacementId> {
  demandReader(ctx)
  return place(ctx, await demandPlaceable(ctx, input.node, 0), thing, input)
}

async function place(
  ctx: Ctx,
  node: { id: NodeId; axisId: AxisId },
  thing: queries.Thing,
  input: PlacementInput,
): Promise<PlacementId> {
  const days = spanOf(ctx, input)
  return explained(
    ctx.transaction(async (inside) => {
      await lockOpenAxis(inside, node.axisId, 'node')
      await demandStanding(inside, node.id, days)
      const there = (await queries.spansOf(inside, node.id, thing)).find((span) => overlaps(span, days))
      if (there) {
        throw new Invalid('structure.placements-overlap', { from: alreadyThere(there, 'role' in thing) })
      }
      const placement = { ...thing, ...days, nodeId: node.id, placedBy: changer(ctx) }
      const placementId = await queries.insertPlacement(inside, placement)
      await tell(inside, { id: placementId, nodeId: node.id, accountId: 'accountId' in thing ? thing.accountId : null })
      return placementId
    }),
  )
}

/** What to do about the same thing at the same place in a time that meets this one; people stand in a role. */
function alreadyThere({ fromOn: from, toOn: to }: Span, inRole: boolean): Said {
  if (to === null)
    return inRole
      ? said('Stands there in this role from {from} on already. End that first, or choose other days.', { from })
      : said('Stands there from {from} on already. End that first, or choose other days.', { from })
  return inRole
    ? said('Stands there in this role from {from} on up to {to} already. End that first, or choose other days.', {
        from,
        to,
      })
    : said('Stands there from {from} on up to {to} already. End that first, or choose other days.', { from, to })
}

function spanOf(ctx: Ctx, input: PlacementInput): Span {
  const fromOn = dayOr(input.from, todayOf(ctx.now), 'from')
  const toOn = input.to === undefined || input.to.trim() === '' ? null : dayOr(input.to, fromOn, 'to')
  if (toOn !== null && toOn <= fromOn) {
    throw new Invalid('structure.ends-first', {
      to: said('The end comes after the first day. Choose a later day, or leave it open.'),
    })
  }
  return { fromOn, toOn }
}

async function demandStanding(ctx: Ctx, id: NodeId, days: Span): Promise<void> {
  const versions = await versionsOf(ctx, id)
  const gap = firstGap(versions, days)
  if (gap === undefined) return
  if (gap === days.fromOn) throw new Invalid('structure.not-then', { from: notThen(versions, gap) })
  throw new Invalid('structure.not-so-long', {
    to: said('The place is closed from {day} on. End the placement on that day or before.', { day: gap }),
  })
}

/**
 * Ends a placement on a day (today unless told), the first day without it. What has not begun by then and does not begin
 * before today never stood, and is taken back. Throws Invalid for `on`, NotFound and Forbidden.
 */
export async function endPlacement(ctx: Ctx, id: PlacementId, input: { on?: Day } = {}): Promise<void> {
  demandReader(ctx)
  const found = await queries.findPlacement(ctx, id)
  if (!found) throw new NotFound('structure.no-placement')
  await demandPlaceable(ctx, found.nodeId, found.role === null ? 0 : (await getRole(ctx, found.role)).rank)
  const today = todayOf(ctx.now)
  const day = dayOr(input.on, today, 'on')
  await explained(
    ctx.transaction(async (inside) => {
      const held = await queries.lockPlacement(inside, id)
      if (!held) throw new NotFound('structure.no-placement')
      if (held.toOn !== null && (held.toOn <= today || held.toOn < day)) {
        throw new Invalid('structure.ended', { on: said('It ends on {day} already.', { day: held.toOn }) })
      }
      if (day > held.fromOn) await queries.endOn(inside, id, day)
      else if (held.fromOn >= today) await queries.withdraw(inside, id)
      else
        throw new Invalid('structure.ends-first', {
          on: said('It began on {day}. Choose a later day.', { day: held.fromOn }),
        })
      await tell(inside, held)
    }),
  )
}

export type PlaceableNode = queries.PlaceableNode

const placeableInAList = 500

/**
 * The places of today where the viewer may let a space or a thread stand, by axis and name: all for who keeps the
 * structure, else those that they manage and those below. 500 at most.
 */
export async function listPlaceable(ctx: Ctx): Promise<readonly PlaceableNode[]> {
  demandReader(ctx)
  const { viewer } = ctx
  const today = todayOf(ctx.now)
  if (mayPlace(viewer, false, 0).allowed) return queries.selectPlaceable(ctx, today, undefined, placeableInAList)
  if (viewer.kind !== 'account') return []
  return queries.selectPlaceable(ctx, today, viewer, placeableInAList)
}

/** A placement by its number, of whomever; undefined when there is none. NotFound unless an employee asks. */
export async function findPlacement(ctx: Ctx, id: PlacementId) {
  demandReader(ctx)
  return queries.findPlacement(ctx, id)
}

/** The spans in which something stands, stood or will stand at a node in one role, by their first day. */
export async function placementsAt(ctx: Ctx, id: NodeId, thing: queries.Thing) {
  demandReader(ctx)
  return queries.spansOf(ctx, id, thing)
}

/** The roles in which the viewer may place people at a node today; none when they may not. */
export async function rolesToGive(ctx: Ctx, id: NodeId): Promise<readonly Role[]> {
  const roles = await listRoles(ctx)
  const asked = await verdicts(ctx, id)
  return roles.filter((role) => asked(role.rank).allowed)
}

async function verdicts(ctx: Ctx, id: NodeId): Promise<(rank: RoleRank) => AccessVerdict> {
  const { viewer } = ctx
  const manager = viewer.kind === 'account' && (await manages(ctx, viewer, id, todayOf(ctx.now)))
  return (rank) => mayPlace(viewer, manager, rank)
}

async function demandPlaceable(ctx: Ctx, id: NodeId, rank: RoleRank) {
  demandReader(ctx)
  const node = await findNode(ctx, id)
  if (!node) throw new Invalid('structure.no-node', { node: said('There is no such place. Choose one from the list.') })
  demand((await verdicts(ctx, id))(rank))
  return node
}

async function tell(ctx: Ctx, held: { id: PlacementId; nodeId: NodeId; accountId: AccountId | null }): Promise<void> {
  await announce(ctx, placementChanged, { placementId: held.id, nodeId: held.nodeId, accountId: held.accountId })
}
