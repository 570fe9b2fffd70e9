import { type RawBuilder, sql, type SqlBool } from 'kysely'
import type { AccountViewer, Ctx } from '../../platform/context.ts'
import type { AccountId } from '../../platform/ids.ts'
import { type GuestPlace, isAnsweredFor, isInRoom, readableGuest } from './sponsorships.access.ts'
import type { SponsorshipId } from './sponsorships.tables.ts'

/** A guest in a room. */
export interface GuestIn {
  readonly guestId: AccountId
  readonly spaceId: number
}

/** Takes the guest's row until the end of the transaction, so that two who answer at once come one after the other. */
export async function lockGuest(ctx: Ctx, guestId: AccountId): Promise<void> {
  await ctx.db.selectFrom('accounts').select('id').where('id', '=', guestId).forNoKeyUpdate().execute()
}

/** Begins a sponsorship in place of the one before; gives the one that it ended. */
export async function replaceSponsorship(
  ctx: Ctx,
  sponsorship: GuestIn & { sponsorId: AccountId; lapsesAt: Date },
): Promise<SponsorshipId | undefined> {
  await lockGuest(ctx, sponsorship.guestId)
  const before = await endStanding(ctx, sponsorship)
  await ctx.db
    .insertInto('sponsorships')
    .values({ ...sponsorship, beganAt: ctx.now })
    .execute()
  return before
}

export async function endStanding(ctx: Ctx, guest: GuestIn): Promise<SponsorshipId | undefined> {
  const row = await ctx.db
    .updateTable('sponsorships')
    .set({ endedAt: ctx.now, endedBy: ctx.viewer.kind === 'account' ? ctx.viewer.id : null })
    .where('guestId', '=', guest.guestId)
    .where('spaceId', '=', guest.spaceId)
    .where('endedAt', 'is', null)
    .returning('id')
    .executeTakeFirst()
  return row?.id
}

/** A later day, and the reminders begin anew. */
export async function extendStanding(ctx: Ctx, guest: GuestIn, lapsesAt: Date): Promise<void> {
  await ctx.db
    .updateTable('sponsorships')
    .set({ lapsesAt, renewedAt: ctx.now, remindedAt: null })
    .where('guestId', '=', guest.guestId)
    .where('spaceId', '=', guest.spaceId)
    .where('endedAt', 'is', null)
    .execute()
}

/** The newest sponsorship of a guest in a room, which is the one that stands if any does. */
const newest = sql<SqlBool>`(sponsorships.id is null or not exists (select from sponsorships later
  where later.guest_id = sponsorships.guest_id and later.space_id = sponsorships.space_id and later.id > sponsorships.id))`

const column = (name: string): RawBuilder<number> => sql.ref<number>(name)

/** Guests in rooms, each once, with their newest sponsorship; narrowed by the caller. */
function selectGuests(ctx: Ctx) {
  return ctx.db
    .selectFrom('memberships')
    .innerJoin('accounts as guest', 'guest.id', 'memberships.accountId')
    .innerJoin('spaces', 'spaces.id', 'memberships.spaceId')
    .leftJoin('sponsorships', (join) =>
      join
        .onRef('sponsorships.guestId', '=', 'memberships.accountId')
        .onRef('sponsorships.spaceId', '=', 'memberships.spaceId'),
    )
    .leftJoin('accounts as answering', 'answering.id', 'sponsorships.sponsorId')
    .select([
      'guest.id as guestId',
      'guest.displayName as guestName',
      'guest.handle as guestHandle',
      'guest.organisation',
      'spaces.id as spaceId',
      'spaces.title as spaceTitle',
      'spaces.slug as spaceSlug',
      'sponsorships.id as sponsorshipId',
      'sponsorships.sponsorId',
      'answering.displayName as sponsorName',
      'answering.state as sponsorState',
      'sponsorships.beganAt',
      'sponsorships.renewedAt',
      'sponsorships.lapsesAt',
      'sponsorships.endedAt',
      isAnsweredFor(column('memberships.account_id'), column('memberships.space_id')).as('stands'),
    ])
    .where('guest.realm', '=', 'bridge')
    .where('guest.state', '<>', 'closed')
    .where('spaces.realm', '=', 'bridge')
    .where(newest)
}

const ownRole = (viewer: AccountViewer): RawBuilder<GuestPlace['role']> =>
  sql`(select mine.role from memberships mine where mine.space_id = memberships.space_id and mine.account_id = ${viewer.id})`

export async function selectReadableGuests(ctx: Ctx, viewer: AccountViewer, scope: 'rooms' | 'all', from: number) {
  let query = selectGuests(ctx).select(ownRole(viewer).as('role')).where(readableGuest(viewer))
  if (scope === 'rooms')
    query = query.where(sql<SqlBool>`(${isInRoom(viewer.id)} or sponsorships.sponsor_id = ${viewer.id})`)
  return query
    .orderBy(sql`lower(spaces.title)`)
    .orderBy('spaces.id')
    .orderBy(sql`lower(guest.display_name)`)
    .orderBy('guest.id')
    .offset(from)
    .limit(101)
    .execute()
}

export async function findReadableGuest(ctx: Ctx, viewer: AccountViewer, guest: GuestIn) {
  return selectGuests(ctx)
    .select(ownRole(viewer).as('role'))
    .where(readableGuest(viewer))
    .where('guest.id', '=', guest.guestId)
    .where('spaces.id', '=', guest.spaceId as never)
    .executeTakeFirst()
}

export type GuestRow = NonNullable<Awaited<ReturnType<typeof findReadableGuest>>>

/** Who answers for the guests of one room now, by guest. For those who read the room. */
export async function selectStandingIn(ctx: Ctx, spaceId: number) {
  return selectGuests(ctx)
    .where('spaces.id', '=', spaceId as never)
    .where(isAnsweredFor(column('memberships.account_id'), column('memberships.space_id')))
    .execute()
}

/** A guest's own newest sponsorship in each room that they are in, and the colleague who let them in. */
export async function selectOwnRooms(ctx: Ctx, guestId: AccountId) {
  return selectGuests(ctx)
    .leftJoin('accounts as adder', 'adder.id', 'memberships.addedBy')
    .select(['adder.displayName as adderName', 'spaces.archivedAt'])
    .select(mayStillRenew('sponsorships.sponsor_id').as('sponsorMay'))
    .select(mayStillRenew('memberships.added_by').as('adderMay'))
    .where('guest.id', '=', guestId)
    .orderBy('spaces.id')
    .execute()
}

/** Whether somebody could answer in this room today: an employee who is here and in it. */
function mayStillRenew(who: string): RawBuilder<boolean> {
  return sql<boolean>`exists (select from memberships theirs join accounts on accounts.id = theirs.account_id
    where theirs.space_id = memberships.space_id and accounts.id = ${sql.ref(who)}
      and accounts.state = 'active' and accounts.realm = 'inside')`
}

export interface DueReminder {
  readonly id: SponsorshipId
  readonly days: 2 | 14
}

/**
 * The standing sponsorships whose sponsor is to be reminded: within 14 days for the first time, and within 2 days when
 * the last reminder is from before that. Marks them reminded, so that each is given once.
 */
export async function takeDueReminders(ctx: Ctx): Promise<DueReminder[]> {
  const { rows } = await sql<DueReminder>`update sponsorships set reminded_at = ${ctx.now}
    from memberships
    where memberships.account_id = sponsorships.guest_id and memberships.space_id = sponsorships.space_id
      and exists (select from accounts where accounts.id = sponsorships.guest_id and accounts.state = 'active')
      and sponsorships.ended_at is null and sponsorships.lapses_at > ${ctx.now}
      and sponsorships.lapses_at <= ${ctx.now}::timestamptz + interval '14 days'
      and (sponsorships.reminded_at is null or (sponsorships.lapses_at <= ${ctx.now}::timestamptz + interval '2 days'
        and sponsorships.reminded_at < sponsorships.lapses_at - interval '2 days'))
    returning sponsorships.id,
      case when sponsorships.lapses_at <= ${ctx.now}::timestamptz + interval '2 days' then 2 else 14 end as days`.execute(
    ctx.db,
  )
  return rows
}

function selectSponsorships(ctx: Ctx) {
  return ctx.db
    .selectFrom('sponsorships')
    .innerJoin('accounts as guest', 'guest.id', 'sponsorships.guestId')
    .innerJoin('accounts as sponsor', 'sponsor.id', 'sponsorships.sponsorId')
    .select([
      'sponsorships.id',
      'sponsorships.guestId',
      'sponsorships.spaceId',
      'sponsorships.sponsorId',
      'sponsorships.lapsesAt',
      'sponsorships.endedAt',
      'guest.displayName as guestName',
      'sponsor.displayName as sponsorName',
    ])
}

export async function findSponsorship(ctx: Ctx, id: SponsorshipId) {
  return selectSponsorships(ctx).where('sponsorships.id', '=', id).executeTakeFirst()
}

/** What somebody answers for and has not ended, of guests who are still in the room; in one room or in all. */
export async function selectAnswering(ctx: Ctx, sponsorId: AccountId, spaceId?: number) {
  let query = selectSponsorships(ctx)
    .innerJoin('memberships', (join) =>
      join
        .onRef('memberships.accountId', '=', 'sponsorships.guestId')
        .onRef('memberships.spaceId', '=', 'sponsorships.spaceId' as never),
    )
    .where('sponsorships.sponsorId', '=', sponsorId)
    .where('sponsorships.endedAt', 'is', null)
    .where('sponsorships.lapsesAt', '>', ctx.now)
    .where('guest.state', '<>', 'closed')
  if (spaceId !== undefined) query = query.where('sponsorships.spaceId', '=', spaceId)
  return query.orderBy('sponsorships.id').execute()
}

/** The employees in a room who are here. */
export async function selectEmployeesIn(ctx: Ctx, spaceIds: readonly number[]) {
  return ctx.db
    .selectFrom('memberships')
    .innerJoin('accounts', 'accounts.id', 'memberships.accountId')
    .select(['accounts.id', 'accounts.displayName', 'memberships.spaceId'])
    .where('memberships.spaceId', '=', sql<never>`any(${spaceIds}::bigint[])`)
    .where('accounts.realm', '=', 'inside')
    .where('accounts.state', '=', 'active')
    .orderBy(sql`lower(accounts.display_name)`)
    .orderBy('accounts.id')
    .limit(500)
    .execute()
}

/** How many guests are in an open room where nobody answers for them. */
export async function countUnanswered(ctx: Ctx): Promise<number> {
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from memberships
    join accounts guest on guest.id = memberships.account_id and guest.realm = 'bridge' and guest.state = 'active'
    join spaces on spaces.id = memberships.space_id and spaces.archived_at is null
    where not ${isAnsweredFor(column('memberships.account_id'), column('memberships.space_id'))}`.execute(ctx.db)
  return rows[0]!.n
}
