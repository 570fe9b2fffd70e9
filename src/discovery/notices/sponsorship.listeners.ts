/** What is told to those who answer, are to answer, or could answer for a guest. */
import { accountClosed } from '../../people/accounts/accounts.events.ts'
import { invitationSent } from '../../people/invitations/invitations.events.ts'
import { getSentInvitation } from '../../people/invitations/invitations.ts'
import {
  sponsorshipLapsing,
  sponsorshipTakenOver,
  sponsorshipWithdrawn,
} from '../../people/sponsorships/sponsorships.events.ts'
import { getSponsorship, listAnswering, listEmployeesIn } from '../../people/sponsorships/sponsorships.ts'
import type { Ctx } from '../../platform/context.ts'
import { unlessGone } from '../../platform/errors.ts'
import { type Listener, listen } from '../../platform/events.ts'
import { type Said, said } from '../../platform/languages/languages.ts'
import type { AccountId } from '../../platform/ids.ts'
import { memberRemoved } from '../../realms/spaces/spaces.events.ts'
import type { SpaceId } from '../../realms/spaces/spaces.ts'
import { type NoticeKind, defineNoticeKind } from './notice-kinds.ts'
import { notify } from './notices.ts'

const path = '/inside/guests'

const namedNotice = defineNoticeKind({
  name: 'guest-named',
  about: 'work',
  label: said('Guests for whom you are named to answer'),
  realms: ['inside'],
  says: (actor) =>
    actor === undefined
      ? said('A colleague named you to answer for a guest')
      : said('{actor} named you to answer for a guest', { actor }),
  path,
})

const lapsingNotice = defineNoticeKind({
  name: 'guest-lapsing',
  about: 'work',
  label: said('Guests for whom you answer, before it ends'),
  realms: ['inside'],
  says: (guest) =>
    guest === undefined ? said('The time of your guest ends soon') : said('The time of {guest} ends soon', { guest }),
  path,
})

const takenOverNotice = defineNoticeKind({
  name: 'guest-taken-over',
  about: 'work',
  label: said('Guests for whom a colleague answers instead of you'),
  realms: ['inside'],
  says: (actor) =>
    actor === undefined
      ? said('A colleague answers for your guest now')
      : said('{actor} answers for your guest now', { actor }),
  path,
})

const wantedNotice = defineNoticeKind({
  name: 'guest-unanswered',
  about: 'work',
  label: said('Guests in your rooms who need somebody to answer for them'),
  realms: ['inside'],
  says: (actor) =>
    actor === undefined
      ? said('A guest needs somebody to answer for them')
      : said('{actor} needs somebody to answer for them', { actor }),
  path,
})

const dayOf = (at: Date) => ({ day: at.toISOString().slice(0, 10) })

export const sponsorshipListeners: readonly Listener[] = [
  listen(invitationSent, 'notices.tell-sponsor', async (ctx, { invitationId }) => {
    const sent = await getSentInvitation(ctx, invitationId)
    if (!sent || sent.spaceId === null || sent.sponsorId === null) return
    await tell(ctx, namedNotice, sent.sponsorId, {
      spaceId: sent.spaceId,
      actorId: sent.invitedBy,
      occasion: `invitation ${invitationId}`,
      because: said('because you are to answer for {name}, who is invited into this room', { name: sent.displayName }),
    })
  }),
  listen(sponsorshipLapsing, 'notices.remind-sponsor', async (ctx, { sponsorshipId, days }) => {
    const one = await unlessGone(getSponsorship(ctx, sponsorshipId))
    // Renewed, taken over or ended since: there is nothing to remind of.
    if (!one || one.endedAt || one.lapsesAt.getTime() > ctx.now.getTime() + 15 * 86_400_000) return
    await tell(ctx, lapsingNotice, one.sponsorId, {
      spaceId: one.spaceId,
      actorId: one.guestId,
      occasion: `${sponsorshipId} until ${one.lapsesAt.toISOString()}, ${days} days`,
      because: said('because you answer for {name} until {day}; from then on they read nothing unless it is renewed', {
        name: one.guestName,
        day: dayOf(one.lapsesAt),
      }),
    })
  }),
  listen(sponsorshipTakenOver, 'notices.tell-former-sponsor', async (ctx, { sponsorshipId, by }) => {
    const one = await unlessGone(getSponsorship(ctx, sponsorshipId))
    if (!one) return
    await tell(ctx, takenOverNotice, one.sponsorId, {
      spaceId: one.spaceId,
      actorId: by,
      occasion: `${sponsorshipId}`,
      because: said('because you answered for {name} until now', { name: one.guestName }),
    })
  }),
  listen(sponsorshipWithdrawn, 'notices.guest-was-let-go', async (ctx, { sponsorshipId }) => {
    const one = await unlessGone(getSponsorship(ctx, sponsorshipId))
    if (!one) return
    const name = one.guestName
    await tellRoom(ctx, one, said('because nobody answers for {name} any more and you are in this room', { name }))
  }),
  listen(accountClosed, 'notices.sponsor-left-house', async (ctx, { accountId }) => {
    for (const one of await listAnswering(ctx, accountId)) {
      const name = one.sponsorName
      await tellRoom(ctx, one, said('because {name} is not here any more and you are in this room', { name }))
    }
  }),
  listen(memberRemoved, 'notices.sponsor-left-room', async (ctx, { spaceId, accountId }) => {
    for (const one of await listAnswering(ctx, accountId, spaceId))
      await tellRoom(
        ctx,
        one,
        said('because {sponsor}, who answers for {guest} until {day}, left this room and you are in it', {
          sponsor: one.sponsorName,
          guest: one.guestName,
          day: dayOf(one.lapsesAt),
        }),
      )
  }),
]

interface Telling {
  readonly spaceId: number
  readonly actorId: AccountId
  readonly occasion: string
  readonly because: Said
}

async function tell(ctx: Ctx, kind: NoticeKind, accountId: AccountId, telling: Telling): Promise<void> {
  await notify(ctx, { ...telling, accountId, kind, spaceId: telling.spaceId as SpaceId })
}

/** Tells every employee in the room but the one who answered: each of them can take over. */
async function tellRoom(
  ctx: Ctx,
  one: { id: number; spaceId: number; sponsorId: AccountId; guestId: AccountId },
  because: Said,
): Promise<void> {
  for (const { id } of await listEmployeesIn(ctx, [one.spaceId])) {
    if (id === one.sponsorId) continue
    const { spaceId, guestId: actorId } = one
    await tell(ctx, wantedNotice, id, { spaceId, actorId, occasion: `${one.id}: ${because}`.slice(0, 200), because })
  }
}
