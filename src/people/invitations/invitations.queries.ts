import { sql } from 'kysely'
import type { AccountViewer, Ctx } from '../../platform/context.ts'
import type { AccountId } from '../../platform/ids.ts'
import { readableInvitation } from './invitations.access.ts'
import type { InvitationId } from './invitations.tables.ts'

/** The bridge spaces that somebody is in and that are open. */
export async function bridgeSpacesOf(ctx: Ctx, accountId: AccountId) {
  return ctx.db
    .selectFrom('spaces')
    .innerJoin('memberships', 'memberships.spaceId', 'spaces.id')
    .select(['spaces.id', 'spaces.title', 'spaces.slug'])
    .where('memberships.accountId', '=', accountId)
    .where('spaces.realm', '=', 'bridge')
    .where('spaces.archivedAt', 'is', null)
    .orderBy('spaces.id')
    .execute()
}

export interface NewInvitation {
  readonly realm: 'inside' | 'bridge'
  readonly email: string
  readonly displayName: string
  readonly organisation: string | null
  readonly spaceId: number | null
  readonly tokenHash: Buffer
  readonly invitedBy: AccountId
  readonly sponsorId: AccountId | null
  readonly expiresAt: Date
}

export async function insertInvitation(ctx: Ctx, invitation: NewInvitation): Promise<InvitationId> {
  const { id } = await ctx.db
    .insertInto('invitations')
    .values({ ...invitation, createdAt: ctx.now })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

/** Withdraws earlier open invitations of the same person to the same place: the newest mail is the one that works. */
export async function withdrawEarlier(
  ctx: Ctx,
  invitation: Pick<NewInvitation, 'realm' | 'email' | 'spaceId'>,
): Promise<void> {
  // Two who invite the same person at once would each find nothing to withdraw.
  await sql`select pg_advisory_xact_lock(hashtextextended(${`invitation:${invitation.realm} ${invitation.email}`}, 72650))`.execute(
    ctx.db,
  )
  await ctx.db
    .updateTable('invitations')
    .set({ withdrawnAt: ctx.now })
    .where('realm', '=', invitation.realm)
    .where('email', '=', invitation.email)
    .where((eb) => (invitation.spaceId === null ? eb('spaceId', 'is', null) : eb('spaceId', '=', invitation.spaceId)))
    .where('acceptedAt', 'is', null)
    .where('withdrawnAt', 'is', null)
    .execute()
}

function openInvitations(ctx: Ctx) {
  return ctx.db
    .selectFrom('invitations')
    .leftJoin('spaces', 'spaces.id', 'invitations.spaceId')
    .innerJoin('accounts as inviter', 'inviter.id', 'invitations.invitedBy')
    .leftJoin('accounts as sponsor', 'sponsor.id', 'invitations.sponsorId')
    .select([
      'invitations.id',
      'invitations.realm',
      'invitations.email',
      'invitations.displayName',
      'invitations.organisation',
      'invitations.spaceId',
      'invitations.invitedBy',
      'invitations.createdAt',
      'invitations.expiresAt',
      'spaces.title as spaceTitle',
      'spaces.slug as spaceSlug',
      'inviter.displayName as inviterName',
      'invitations.sponsorId',
      'sponsor.displayName as sponsorName',
    ])
    .where('invitations.acceptedAt', 'is', null)
    .where('invitations.withdrawnAt', 'is', null)
    .where('invitations.expiresAt', '>', ctx.now)
}

export async function selectOpen(ctx: Ctx, viewer: AccountViewer) {
  return openInvitations(ctx)
    .where(readableInvitation(viewer))
    .orderBy('invitations.createdAt', 'desc')
    .orderBy('invitations.id', 'desc')
    .limit(200)
    .execute()
}

export async function findByToken(ctx: Ctx, tokenHash: Buffer) {
  return openInvitations(ctx).where('invitations.tokenHash', '=', tokenHash).executeTakeFirst()
}

export async function findSent(ctx: Ctx, id: InvitationId) {
  return openInvitations(ctx).where('invitations.id', '=', id).executeTakeFirst()
}

/** True when the invitation was open and is withdrawn now. */
export async function withdraw(ctx: Ctx, viewer: AccountViewer, id: InvitationId): Promise<boolean> {
  const { numUpdatedRows } = await ctx.db
    .updateTable('invitations')
    .set({ withdrawnAt: ctx.now })
    .where('id', '=', id)
    .where('acceptedAt', 'is', null)
    .where('withdrawnAt', 'is', null)
    .where(readableInvitation(viewer))
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

/** True for the one who accepts; false when it was accepted, withdrawn or ran out meanwhile. */
export async function markAccepted(ctx: Ctx, id: InvitationId, accountId: AccountId): Promise<boolean> {
  const { numUpdatedRows } = await ctx.db
    .updateTable('invitations')
    .set({ acceptedAt: ctx.now, acceptedBy: accountId })
    .where('id', '=', id)
    .where('acceptedAt', 'is', null)
    .where('withdrawnAt', 'is', null)
    .where('expiresAt', '>', ctx.now)
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

/**
 * Puts a guest into the room that they were invited to. Written here and not by `realms/` because it must be true
 * together with the acceptance, and realms/ stands above people/. True when they were not in it before.
 */
export async function joinRoom(
  ctx: Ctx,
  spaceId: number,
  accountId: AccountId,
  invitedBy: AccountId,
): Promise<boolean> {
  const row = await ctx.db
    .insertInto('memberships')
    .values({ spaceId: spaceId as never, accountId, addedBy: invitedBy, joinedAt: ctx.now })
    .onConflict((conflict) => conflict.doNothing())
    .returning('accountId')
    .executeTakeFirst()
  return row !== undefined
}

/**
 * The account inside that an import of the organisation made for this address, claimed or not; undefined when there is
 * none. Asked here and not in `connect/`, which keeps that table, because it must be true together with the acceptance.
 */
export async function findImported(ctx: Ctx, email: string) {
  const { rows } = await sql<{ id: AccountId; state: 'active' | 'unclaimed' }>`select accounts.id, accounts.state
    from structure_people join accounts on accounts.id = structure_people.account_id
    where structure_people.email = ${email} and accounts.realm = 'inside' and accounts.state <> 'closed'`.execute(
    ctx.db,
  )
  return rows[0]
}

/** Whether somebody could answer for a guest in a room now: an employee who is here and in it. */
export async function mayBeSponsor(ctx: Ctx, accountId: AccountId, spaceId: number): Promise<boolean> {
  const row = await ctx.db
    .selectFrom('memberships')
    .innerJoin('accounts', 'accounts.id', 'memberships.accountId')
    .select('accounts.id')
    .where('memberships.spaceId', '=', spaceId as never)
    .where('accounts.id', '=', accountId)
    .where('accounts.realm', '=', 'inside')
    .where('accounts.state', '=', 'active')
    .executeTakeFirst()
  return row !== undefined
}

/** Whether an invitation's sender may still invite to where it leads: a right that ended takes its invitations with it. */
export async function senderStillMay(ctx: Ctx, invitedBy: AccountId, spaceId: number | null): Promise<boolean> {
  const sender = ctx.db
    .selectFrom('accounts')
    .select('accounts.id')
    .where('accounts.id', '=', invitedBy)
    .where('state', '=', 'active')
  const may =
    spaceId === null
      ? sender
          .innerJoin('offices', 'offices.accountId', 'accounts.id')
          .where('offices.office', 'in', ['owner', 'inside-steward'])
          .where('offices.endedAt', 'is', null)
      : sender
          .innerJoin('memberships', 'memberships.accountId', 'accounts.id')
          .where('memberships.spaceId', '=', spaceId as never)
  return (await may.executeTakeFirst()) !== undefined
}
