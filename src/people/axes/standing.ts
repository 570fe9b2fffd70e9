import type { Ctx, Realm } from '../../platform/context.ts'
import type { PageOf } from '../../platform/cursor.ts'
import type { AccountId } from '../../platform/ids.ts'
import { type PersonCard, loadPeople } from '../accounts/accounts.ts'
import type { AxisId, NodeId, PlacementId } from './axes.tables.ts'
import { demandReader } from './axis.ts'
import { type Day, todayOf } from './days.ts'
import * as queries from './standing.queries.ts'

/** Somebody at a place, in a role, and since when. */
export type StandingPerson = queries.StandingRow & { readonly person: PersonCard }
export type HeldPlace = queries.PlaceRow

const peopleAPage = 50
const placesAPage = 100
const thingsAPage = 200

/**
 * Who stands at a node as of a day: managers first, then leads, then members, by name, 50 a page. `withBelow`: at the
 * nodes below too, each placement once. `after`: the `next` of the page before. NotFound unless an employee asks.
 */
export async function listStanding(
  ctx: Ctx,
  id: NodeId,
  filter: Partial<queries.StandingFilter> = {},
): Promise<PageOf<StandingPerson>> {
  demandReader(ctx)
  const day = filter.day ?? todayOf(ctx.now)
  const rows = await queries.selectStanding(ctx, id, { ...filter, day }, peopleAPage + 1)
  const shown = rows.slice(0, peopleAPage)
  const people = await loadPeople(
    ctx,
    shown.map((row) => row.accountId),
  )
  const items = shown.map((row) => ({ ...row, person: people.get(row.accountId)! }))
  return rows.length > peopleAPage ? { items, next: String(items.at(-1)!.placementId) } : { items }
}

/** How many people stand at a node in each role, at it and with those below; who works here apart from who does not. */
export async function countStanding(ctx: Ctx, id: NodeId, day: Day = todayOf(ctx.now)): Promise<queries.RoleCount[]> {
  demandReader(ctx)
  return queries.countStanding(ctx, id, day)
}

/** Where a person, a space or a thread stands as of a day, axis by axis; 100 at most. */
export async function listPlacesOf(
  ctx: Ctx,
  of: queries.Placed,
  day: Day = todayOf(ctx.now),
): Promise<readonly HeldPlace[]> {
  demandReader(ctx)
  return queries.selectPlaces(ctx, of, { day }, placesAPage)
}

/** Every place where something stood, stands or will stand, the newest first, 100 a page. */
export async function placesHistory(ctx: Ctx, of: queries.Placed, before?: PlacementId): Promise<PageOf<HeldPlace>> {
  demandReader(ctx)
  const rows = await queries.selectPlaces(ctx, of, { before }, placesAPage + 1)
  const items = rows.slice(0, placesAPage)
  return rows.length > placesAPage ? { items, next: String(items.at(-1)!.placementId) } : { items }
}

/**
 * The numbers of the spaces or threads that are placed at a node, 200 a page. For features that know which of them the
 * viewer may read: a number alone must not reach a page.
 */
export async function listThingsAt(
  ctx: Ctx,
  id: NodeId,
  filter: { kind: 'space' | 'thread'; day?: Day; withBelow?: boolean; after?: number },
): Promise<PageOf<number>> {
  demandReader(ctx)
  const { kind, day = todayOf(ctx.now), withBelow = false, after = 0 } = filter
  const ids = await queries.selectThings(ctx, id, { kind, day, withBelow, after }, thingsAPage + 1)
  const items = ids.slice(0, thingsAPage)
  return ids.length > thingsAPage ? { items, next: String(items.at(-1)!) } : { items }
}

/** Who of one side stands at or below every one of these nodes as of a day, by name, 50 a page. */
export async function listCrossing(
  ctx: Ctx,
  of: { nodes: readonly NodeId[]; notOn?: AxisId; realm?: Realm; day?: Day; after?: AccountId },
): Promise<PageOf<PersonCard>> {
  demandReader(ctx)
  const ids = await queries.selectCrossing(
    ctx,
    { ...of, realm: of.realm ?? 'inside', day: of.day ?? todayOf(ctx.now) },
    peopleAPage + 1,
  )
  const people = await loadPeople(ctx, ids.slice(0, peopleAPage))
  const items = ids.slice(0, peopleAPage).map((id) => people.get(id)!)
  return ids.length > peopleAPage ? { items, next: String(items.at(-1)!.id) } : { items }
}

/** Who stands where somebody stands, or is in the same groups: the 50 with the most in common, and what that is. */
export async function listColleagues(ctx: Ctx, id: AccountId, day: Day = todayOf(ctx.now)) {
  demandReader(ctx)
  const rows = await queries.selectColleagues(ctx, id, day, peopleAPage)
  const people = await loadPeople(
    ctx,
    rows.map((row) => row.accountId),
  )
  return rows.map((row) => ({ person: people.get(row.accountId)!, places: row.places }))
}
