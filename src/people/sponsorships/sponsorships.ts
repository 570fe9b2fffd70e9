import type { AccountViewer, Ctx } from '../../platform/context.ts'
import { Conflict, NotFound } from '../../platform/errors.ts'
import { announce, touch } from '../../platform/events.ts'
import type { AccountId } from '../../platform/ids.ts'
import { said } from '../../platform/languages/languages.ts'
import { type AccessVerdict, demand } from '../../platform/verdict.ts'
import {
  type GuestPlace,
  administersGuests,
  isEmployee,
  mayAnswerFor,
  mayEndSponsorship,
  mayRenew,
} from './sponsorships.access.ts'
import { sponsorshipTakenOver, sponsorshipWithdrawn } from './sponsorships.events.ts'
import * as queries from './sponsorships.queries.ts'
import type { GuestIn } from './sponsorships.queries.ts'
import type { SponsorshipId } from './sponsorships.tables.ts'

export type { SponsorshipId } from './sponsorships.tables.ts'
export type { GuestIn } from './sponsorships.queries.ts'
export { isAnsweredFor } from './sponsorships.access.ts'

/** For how long an employee answers for a guest before it must be renewed. */
export const sponsoredDays = 90

/**
 * Lets an employee answer for a guest in a bridge space for 90 days, in place of whoever did before. The caller has
 * decided that the guest may be there.
 */
export async function sponsor(
  ctx: Ctx,
  guest: { guestId: AccountId; spaceId: number; sponsorId: AccountId },
): Promise<void> {
  await queries.replaceSponsorship(ctx, { ...guest, lapsesAt: lapsesFrom(ctx.now) })
}

function lapsesFrom(now: Date): Date {
  return new Date(now.getTime() + sponsoredDays * 86_400_000)
}

/** Ends what stands for a guest in a space, when they leave it. */
export async function endSponsorship(ctx: Ctx, guest: { guestId: AccountId; spaceId: number }): Promise<void> {
  await queries.endStanding(ctx, guest)
}

/** Where it stands: held by somebody, run out, ended before its time, or held by somebody who is not here any more. */
export type Standing = 'stands' | 'lapsed' | 'ended' | 'suspended' | 'nobody'

/** A guest in a room, and who answers for them. */
export interface Guest {
  readonly guestId: AccountId
  readonly guestName: string
  readonly guestHandle: string
  readonly organisation: string | null
  readonly spaceId: number
  readonly spaceTitle: string
  readonly spaceSlug: string
  readonly sponsorId: AccountId | null
  readonly sponsorName: string | null
  readonly since: Date | null
  readonly lapsesAt: Date | null
  readonly standing: Standing
  /** The viewer is in the room. */
  readonly mayOpen: boolean
  readonly renew: AccessVerdict
  readonly takeOver: AccessVerdict
  readonly end: AccessVerdict
}

function guestOf(viewer: AccountViewer, row: queries.GuestRow): Guest {
  const { guestId, guestName, guestHandle, organisation, spaceId, spaceTitle, spaceSlug } = row
  const { sponsorId, sponsorName, lapsesAt } = row
  const place = placeOf(row)
  const own = viewer.id === place.sponsorId
  return {
    guestId,
    guestName,
    guestHandle,
    organisation,
    spaceId,
    spaceTitle,
    spaceSlug,
    sponsorId,
    sponsorName,
    since: row.renewedAt ?? row.beganAt,
    lapsesAt,
    standing: standingOf(row),
    mayOpen: row.role !== null,
    renew: mayRenew(viewer, place),
    takeOver: own
      ? { allowed: false, code: 'sponsorships.is-yours', because: said('You answer for them.') }
      : mayAnswerFor(viewer, place),
    end:
      place.sponsorId === null
        ? { allowed: false, code: 'sponsorships.none', because: said('Nobody does.') }
        : mayEndSponsorship(viewer, place),
  }
}

function placeOf(row: queries.GuestRow): GuestPlace {
  return { sponsorId: row.endedAt ? null : row.sponsorId, role: row.role }
}

function standingOf(row: Pick<queries.GuestRow, 'stands' | 'sponsorshipId' | 'endedAt' | 'sponsorState'>): Standing {
  if (row.stands) return 'stands'
  if (row.sponsorshipId === null) return 'nobody'
  if (row.endedAt) return 'ended'
  return row.sponsorState === 'active' ? 'lapsed' : 'suspended'
}

/**
 * The guests in the rooms that the viewer is in and those for whom they answer; with `all`, for who administers the
 * inside, every guest there is. By room and name, 100 from the place `from`. NotFound unless employee.
 */
export async function listGuests(
  ctx: Ctx,
  { all = false, from = 0 } = {},
): Promise<{ guests: readonly Guest[]; next: number | undefined; mayAll: boolean }> {
  const { viewer } = ctx
  if (!isEmployee(viewer)) throw new NotFound('sponsorships.not-found')
  const mayAll = administersGuests(viewer)
  const rows = await queries.selectReadableGuests(ctx, viewer, all && mayAll ? 'all' : 'rooms', from)
  const guests = rows.slice(0, 100).map((row) => guestOf(viewer, row))
  return { guests, mayAll, next: rows.length > 100 ? from + 100 : undefined }
}

async function getGuest(ctx: Ctx, guest: GuestIn): Promise<{ viewer: AccountViewer; row: queries.GuestRow }> {
  const { viewer } = ctx
  const row = isEmployee(viewer) ? await queries.findReadableGuest(ctx, viewer, guest) : undefined
  if (!row || !isEmployee(viewer)) throw new NotFound('sponsorships.not-found')
  return { viewer, row }
}

/**
 * Answers for a guest for another 90 days from now, by whoever does already. NotFound; Forbidden for everybody else
 * (`sponsorships.not-sponsor`: they may take it over).
 */
export async function renewSponsorship(ctx: Ctx, guest: GuestIn): Promise<void> {
  await ctx.transaction(async (inside) => {
    await queries.lockGuest(inside, guest.guestId)
    const { viewer, row } = await getGuest(inside, guest)
    demand(mayRenew(viewer, placeOf(row)))
    await queries.extendStanding(inside, guest, lapsesFrom(inside.now))
    await touch(inside, `space:${guest.spaceId}`)
  })
}

/**
 * Answers for a guest from now on, for 90 days, in place of whoever did, who is told. NotFound; Forbidden unless an
 * employee in the room; Conflict (`sponsorships.is-yours`) for whoever answers already.
 */
export async function takeOverSponsorship(ctx: Ctx, guest: GuestIn): Promise<void> {
  await ctx.transaction(async (inside) => {
    await queries.lockGuest(inside, guest.guestId)
    const { viewer, row } = await getGuest(inside, guest)
    const place = placeOf(row)
    demand(mayAnswerFor(viewer, place))
    if (place.sponsorId === viewer.id)
      throw new Conflict('sponsorships.is-yours', said('You answer for this guest already. Renew it instead.'))
    const before = await queries.replaceSponsorship(inside, {
      ...guest,
      sponsorId: viewer.id,
      lapsesAt: lapsesFrom(inside.now),
    })
    if (before !== undefined) await announce(inside, sponsorshipTakenOver, { sponsorshipId: before, by: viewer.id })
    await touch(inside, `space:${guest.spaceId}`)
  })
}

/**
 * Ends a sponsorship before its time: the guest stays a member of the room and reads nothing there until somebody
 * answers again. The other employees in the room are told. NotFound, Forbidden.
 */
export async function withdrawSponsorship(ctx: Ctx, guest: GuestIn): Promise<void> {
  await ctx.transaction(async (inside) => {
    await queries.lockGuest(inside, guest.guestId)
    const { viewer, row } = await getGuest(inside, guest)
    const place = placeOf(row)
    demand(mayEndSponsorship(viewer, place))
    const sponsorshipId = await queries.endStanding(inside, guest)
    if (sponsorshipId === undefined) return
    await announce(inside, sponsorshipWithdrawn, { sponsorshipId })
    await touch(inside, `space:${guest.spaceId}`)
  })
}

/** Who answers for a guest in a room now, and until when. */
export interface Answering {
  readonly sponsorId: AccountId
  readonly sponsorName: string
  readonly lapsesAt: Date
}

/** Who answers for each guest of a room now; a guest who is missing reads nothing there. The caller has read the room. */
export async function sponsorsIn(ctx: Ctx, spaceId: number): Promise<ReadonlyMap<AccountId, Answering>> {
  const rows = await queries.selectStandingIn(ctx, spaceId)
  return new Map(
    rows.flatMap(({ guestId, sponsorId, sponsorName, lapsesAt }) =>
      sponsorId && sponsorName && lapsesAt ? [[guestId, { sponsorId, sponsorName, lapsesAt }] as const] : [],
    ),
  )
}

/** The rooms of a guest: those that are open, and those where nobody answers for them, without a word of what is in them. */
export interface OwnRooms {
  readonly open: readonly {
    readonly title: string
    readonly slug: string
    readonly sponsorName: string
    readonly lapsesAt: Date
  }[]
  /** `since`: when the last one ran out or was ended. `ask`: who could answer again, of those whom the guest knows. */
  readonly closed: readonly { readonly since: Date | undefined; readonly ask: readonly string[] }[]
}

/**
 * Where the viewer, a guest, stands. Of a room that is closed to them nothing is told, not even its name today: only
 * since when, and which of those who let them in could answer again. NotFound for everybody else.
 */
export async function ownRooms(ctx: Ctx): Promise<OwnRooms> {
  const { viewer } = ctx
  if (viewer.kind !== 'account' || viewer.realm !== 'bridge') throw new NotFound('sponsorships.not-found')
  const rows = await queries.selectOwnRooms(ctx, viewer.id)
  const open = rows.flatMap(({ stands, spaceTitle: title, spaceSlug: slug, sponsorName, lapsesAt }) =>
    stands && sponsorName && lapsesAt ? [{ title, slug, sponsorName, lapsesAt }] : [],
  )
  const closed = rows.filter((row) => !row.stands).map((row) => ({ since: closedSince(row), ask: namesToAsk(row) }))
  return { open, closed }
}

type OwnRow = Awaited<ReturnType<typeof queries.selectOwnRooms>>[number]

/** Nothing when the sponsor left: when that was is their own business. */
function closedSince(row: OwnRow): Date | undefined {
  const standing = standingOf(row)
  if (standing === 'suspended' || standing === 'nobody') return undefined
  return (standing === 'ended' ? row.endedAt : row.lapsesAt) ?? undefined
}

function namesToAsk(row: OwnRow): string[] {
  const names = [row.sponsorMay ? row.sponsorName : null, row.adderMay ? row.adderName : null]
  return [...new Set(names.filter((name) => name !== null))]
}

/** One sponsorship by its number. For Tango alone. */
export async function getSponsorship(ctx: Ctx, id: SponsorshipId) {
  const found = ctx.viewer.kind === 'system' ? await queries.findSponsorship(ctx, id) : undefined
  if (!found) throw new NotFound('sponsorships.not-found')
  return found
}

/** What somebody answers for now, of guests who are still there, in one room or in all. For Tango, and for who closes accounts. */
export async function listAnswering(ctx: Ctx, sponsorId: AccountId, spaceId?: number) {
  if (!administersGuests(ctx.viewer)) throw new NotFound('sponsorships.not-found')
  return queries.selectAnswering(ctx, sponsorId, spaceId)
}

/** The employees in some rooms who could answer for a guest there. The caller is in them, or is Tango. */
export async function listEmployeesIn(ctx: Ctx, spaceIds: readonly number[]) {
  return spaceIds.length === 0 ? [] : queries.selectEmployeesIn(ctx, spaceIds)
}

/** How many guests are in a room where nobody answers for them. For Tango alone. */
export async function countUnanswered(ctx: Ctx): Promise<number> {
  if (ctx.viewer.kind !== 'system') throw new NotFound('sponsorships.not-found')
  return queries.countUnanswered(ctx)
}
