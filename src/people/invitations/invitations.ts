import { z } from 'zod'
import type { Ctx } from '../../platform/context.ts'
import { Conflict, Invalid, NotFound } from '../../platform/errors.ts'
import { announce } from '../../platform/events.ts'
import type { AccountId } from '../../platform/ids.ts'
import { ownLanguages, said } from '../../platform/languages/languages.ts'
import { sendMail } from '../../platform/mail.ts'
import { type RateLimit, countUse } from '../../platform/rate-limits.ts'
import { hashToken, makeToken } from '../../platform/tokens.ts'
import { memberAdded } from '../../realms/spaces/spaces.events.ts'
import * as accounts from '../accounts/accounts.ts'
import { companyName } from '../company.ts'
import { listEmployeesIn, sponsor } from '../sponsorships/sponsorships.ts'
import { type Arrival, startSession } from '../sessions/sessions.ts'
import { demand } from '../../platform/verdict.ts'
import { isEmployee, looksAfterOutsideOnly, mayInviteColleagues, mayInviteGuests } from './invitations.access.ts'
import { invitationAccepted, invitationSent } from './invitations.events.ts'
import * as queries from './invitations.queries.ts'
import type { InvitationId } from './invitations.tables.ts'

export type { InvitationId } from './invitations.tables.ts'
export { looksAfterOutsideOnly, mayInviteColleagues } from './invitations.access.ts'

const validDays = 14
const sendLimit: RateLimit = { name: 'invitation-sender', uses: 50, seconds: 86_400 }
const openLimit: RateLimit = { name: 'invitation-network', uses: 60, seconds: 15 * 60 }

export const invitationSchema = z.object({
  /** `inside`, or the id of the bridge space that a guest is invited into. */
  place: z
    .string(said('Choose where they are invited to.'))
    .regex(/^(inside|[1-9]\d{0,14})$/, said('Choose where they are invited to.')),
  email: accounts.emailSchema,
  displayName: accounts.displayNameSchema,
  organisation: z
    .string()
    .transform(accounts.cleanLine)
    .pipe(z.string().max(120, said('Keep it under 120 characters.')))
    .default(''),
  /** The employee in the room who is to answer for the guest; whoever invites, unless told. */
  sponsor: z
    .string()
    .regex(/^([1-9]\d{0,14})?$/, said('Choose who answers for the guest.'))
    .default(''),
  /** Tag of the language of the mail; that of whoever invites, unless told. */
  language: z
    .string()
    .refine((tag) => tag === '' || ownLanguages.all.some((one) => one.tag === tag), said('Choose one from the list.'))
    .default(''),
})

export interface OpenInvitation {
  readonly id: InvitationId
  readonly realm: 'inside' | 'bridge'
  readonly email: string
  readonly displayName: string
  readonly organisation: string | null
  readonly spaceId: number | null
  readonly spaceTitle: string | null
  readonly spaceSlug: string | null
  readonly invitedBy: AccountId
  readonly inviterName: string
  readonly sponsorId: AccountId | null
  readonly sponsorName: string | null
  readonly createdAt: Date
  readonly expiresAt: Date
}

/** Where the viewer may invite to: the inside or not, and the bridge spaces that they are in. NotFound unless employee. */
export async function placesToInvite(ctx: Ctx) {
  if (!isEmployee(ctx.viewer)) throw new NotFound('invitations.not-found')
  return {
    inside: mayInviteColleagues(ctx.viewer).allowed,
    rooms: await queries.bridgeSpacesOf(ctx, ctx.viewer.id),
  }
}

/** The colleagues who could answer for a guest instead of the viewer, each with the rooms of the viewer that they are in. */
export async function possibleSponsors(ctx: Ctx, rooms: readonly { id: number; title: string }[]) {
  const titles = new Map(rooms.map(({ id, title }) => [id, title]))
  const byId = new Map<AccountId, { id: AccountId; displayName: string; rooms: string[] }>()
  for (const { id, displayName, spaceId } of await listEmployeesIn(ctx, [...titles.keys()])) {
    if (ctx.viewer.kind === 'account' && id === ctx.viewer.id) continue
    const known = byId.get(id) ?? { id, displayName, rooms: [] }
    known.rooms.push(titles.get(spaceId)!)
    byId.set(id, known)
  }
  return [...byId.values()]
}

/**
 * Invites a colleague inside, or a guest into one bridge space, by mail; the link works for 14 days, once. An earlier
 * open invitation of the same person to the same place stops working. For a guest it names who answers for them.
 * `origin`: the site's own address. Throws Invalid, Forbidden, TryLater, and Conflict (`invitations.is-here`) for a colleague who has an account.
 */
export async function invite(ctx: Ctx, input: z.input<typeof invitationSchema>, origin: string): Promise<InvitationId> {
  const { viewer } = ctx
  if (!isEmployee(viewer)) throw new NotFound('invitations.not-found')
  const { place, email, displayName, organisation, sponsor: named, language } = invitationSchema.parse(input)
  if (place === 'inside' && looksAfterOutsideOnly(viewer)) throw new NotFound('invitations.not-found')
  const room = place === 'inside' ? undefined : await roomOf(ctx, viewer.id, Number(place))
  demand(place === 'inside' ? mayInviteColleagues(viewer) : mayInviteGuests(viewer, room !== undefined))
  if (room && organisation === '') {
    throw new Invalid('invitations.not-valid', {
      organisation: said('Write which company the guest comes from: it stands beside their name.'),
    })
  }
  const sponsorId = room ? await sponsorOf(ctx, viewer.id, room, named) : null
  await countUse(ctx, sendLimit, String(viewer.id))
  if (!room && (await accounts.findAccountByEmail(ctx.asSystem('is a colleague here already'), 'inside', email))) {
    throw new Invalid('invitations.is-here', { email: said('A colleague with this address is here already.') })
  }
  const token = makeToken()
  return ctx.transaction(async (inside) => {
    const invitation = {
      realm: room ? ('bridge' as const) : ('inside' as const),
      email,
      displayName,
      organisation: organisation || null,
      spaceId: room?.id ?? null,
    }
    await queries.withdrawEarlier(inside, invitation)
    const id = await queries.insertInvitation(inside, {
      ...invitation,
      invitedBy: viewer.id,
      sponsorId,
      tokenHash: hashToken(token),
      expiresAt: new Date(inside.now.getTime() + validDays * 86_400_000),
    })
    await mailInvitation(inside, {
      email,
      language,
      inviter: viewer.name,
      room: room?.title,
      link: `${origin}/invitations/${token}`,
    })
    await announce(inside, invitationSent, { invitationId: id })
    return id
  })
}

async function roomOf(ctx: Ctx, accountId: AccountId, spaceId: number) {
  return (await queries.bridgeSpacesOf(ctx, accountId)).find((space) => (space.id as number) === spaceId)
}

/** Whom an invitation names. Invalid unless they are an employee in the room. */
async function sponsorOf(ctx: Ctx, inviter: AccountId, room: { id: number; title: string }, named: string) {
  if (named === '') return inviter
  const id = Number(named) as AccountId
  if (await queries.mayBeSponsor(ctx, id, room.id)) return id
  throw new Invalid('invitations.no-sponsor', {
    sponsor: said('Choose an employee who is in {room}: only they can answer for a guest there.', { room: room.title }),
  })
}

async function mailInvitation(
  ctx: Ctx,
  words: { email: string; language: string; inviter: string; room: string | undefined; link: string },
): Promise<void> {
  const company = await companyName(ctx)
  const { email, language, inviter, room, link } = words
  // A guest may have an account from another room: what they chose themselves holds, whatever the form says.
  const known =
    room === undefined
      ? undefined
      : await accounts.findAccountByEmail(ctx.asSystem('is a guest here already'), 'bridge', email)
  const say = known ? await accounts.wordsFor(ctx, known.id) : (ownLanguages.find(language)?.say ?? ctx.say)
  await sendMail(ctx, {
    to: email,
    subject:
      room === undefined
        ? say('{inviter} invites you inside at {company}', { inviter, company })
        : say('{inviter} invites you into the room "{room}" with {company}', { inviter, room, company }),
    text: [
      room === undefined
        ? say('{inviter} invites you inside at {company}.', { inviter, company })
        : say('{inviter} invites you into the room "{room}" with {company}.', { inviter, room, company }),
      '',
      say('Open this to come in: {link}', { link }),
      '',
      say('The link is yours alone and works once, for {number} days. If you do not know {inviter}, leave it.', {
        number: validDays,
        inviter,
      }),
      '',
    ].join('\n'),
    headers: { 'content-language': say.language },
  })
}

/** An open invitation by its number, for Tango alone; undefined when it is not open any more. */
export async function getSentInvitation(ctx: Ctx, id: InvitationId): Promise<OpenInvitation | undefined> {
  if (ctx.viewer.kind !== 'system') throw new NotFound('invitations.not-found')
  return queries.findSent(ctx, id)
}

/**
 * The open invitations that the viewer sent, those of guests for whom they are to answer, and, for those who may
 * invite inside, all to the inside. Newest first.
 */
export async function listOpenInvitations(ctx: Ctx): Promise<readonly OpenInvitation[]> {
  if (!isEmployee(ctx.viewer)) throw new NotFound('invitations.not-found')
  return queries.selectOpen(ctx, ctx.viewer)
}

/** Takes an open invitation back; its link stops working. NotFound when the viewer cannot see such an open one. */
export async function withdrawInvitation(ctx: Ctx, id: InvitationId): Promise<void> {
  const done = isEmployee(ctx.viewer) && (await queries.withdraw(ctx, ctx.viewer, id))
  if (!done) throw new NotFound('invitations.not-found')
}

/** What somebody is invited to, for the one who holds the link. `isKnown`: a guest who has an account already. */
export async function getInvitation(ctx: Ctx, token: string, network: string) {
  await countUse(ctx, openLimit, network)
  const invitation = await findOpen(ctx, token)
  const { realm, email } = invitation
  const known = await accounts.findAccountByEmail(ctx.asSystem('an invitation was opened'), realm, email)
  return { ...invitation, isKnown: known !== undefined }
}

async function findOpen(ctx: Ctx, token: string): Promise<OpenInvitation> {
  const invitation = await queries.findByToken(ctx, hashToken(token))
  if (!invitation) {
    throw new NotFound(
      'invitations.not-found',
      said('This invitation is not open any more. Ask whoever sent it for a new one.'),
    )
  }
  return invitation
}

/**
 * Accepts an invitation: makes the account (or, for a guest who has one, adds the room to it; for a colleague whom an
 * import named by this address, hands over the account that it made) and signs in. The link proves the address. Throws NotFound when it is not open, Invalid for name and password.
 */
export async function acceptInvitation(
  ctx: Ctx,
  token: string,
  person: { displayName: string; password: string | undefined },
  arrival: Arrival,
): Promise<{ token: string; home: string }> {
  const invitation = await findOpen(ctx, token)
  const { id, realm, email, spaceId, spaceSlug, invitedBy, sponsorId } = invitation
  return ctx.asSystem('an invitation was accepted').transaction(async (inside) => {
    if (!(await queries.senderStillMay(inside, invitedBy, spaceId))) {
      throw new NotFound(
        'invitations.not-found',
        said('Whoever invited you may not invite here any more. Ask somebody who may.'),
      )
    }
    const known = await accounts.findAccountByEmail(inside, realm, email)
    const imported = realm === 'inside' ? await queries.findImported(inside, email) : undefined
    if ((known && realm === 'inside') || imported?.state === 'active')
      throw new Conflict('invitations.is-here', said('You have an account inside already. Sign in with it.'))
    const accountId = known?.id ?? (await makeAccount(inside, invitation, { ...person, imported: imported?.id }))
    if (!(await queries.markAccepted(inside, id, accountId))) throw new NotFound('invitations.not-found')
    if (spaceId !== null) {
      // Whoever was named may have left since; whoever invites then answers themselves.
      const named = sponsorId !== null && (await queries.mayBeSponsor(inside, sponsorId, spaceId))
      await sponsor(inside, { guestId: accountId, spaceId, sponsorId: named ? sponsorId : invitedBy })
    }
    if (spaceId !== null && (await queries.joinRoom(inside, spaceId, accountId, invitedBy))) {
      await announce(inside, memberAdded, { spaceId: spaceId as never, accountId })
    }
    await announce(inside, invitationAccepted, { invitationId: id, accountId, spaceId })
    const session = await startSession(inside, accountId, { provedBy: 'invitation', ...arrival })
    return { token: session.token, home: spaceSlug === null ? '/inside' : `/inside/spaces/${spaceSlug}` }
  })
}

async function makeAccount(
  ctx: Ctx,
  invitation: OpenInvitation,
  person: { displayName: string; password: string | undefined; imported: AccountId | undefined },
): Promise<AccountId> {
  const { realm, email, organisation } = invitation
  if (!person.password) throw new Invalid('accounts.not-valid', { password: said('Choose a password.') })
  const { displayName, password, imported } = person
  if (imported !== undefined) return claimImported(ctx, imported, { email, displayName, password })
  return accounts.createAccount(ctx, {
    realm,
    email,
    displayName,
    password,
    organisation: organisation ?? undefined,
    emailProved: true,
  })
}

/** Hands the account that an import made for this address to its person: where they were placed they stand already. */
async function claimImported(
  ctx: Ctx,
  id: AccountId,
  person: { email: string; displayName: string; password: string },
): Promise<AccountId> {
  const name = accounts.displayNameSchema.safeParse(person.displayName)
  if (!name.success) throw new Invalid('accounts.not-valid', { displayName: name.error.issues[0]!.message })
  await accounts.claimAccount(ctx, id, person)
  const { jobTitle, timeZone, locale } = await accounts.getAccount(ctx, id)
  await accounts.updateProfile(ctx, id, { displayName: name.data, jobTitle, timeZone, locale })
  return id
}
