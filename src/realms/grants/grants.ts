import { z } from 'zod'
import type { Ctx } from '../../platform/context.ts'
import { Forbidden, Invalid, NotFound } from '../../platform/errors.ts'
import { announce, touch } from '../../platform/events.ts'
import type { AccountId } from '../../platform/ids.ts'
import { said } from '../../platform/languages/languages.ts'
import { type AccessVerdict, demand } from '../../platform/verdict.ts'
import { parseDay } from '../../people/axes/axes.ts'
import {
  type Rank,
  type RightsSpace,
  type SpaceId,
  getRightsSpace,
  ranks,
  ranksOf,
  standingOf,
  withoutOwnGain,
} from '../spaces/spaces.ts'
import { type Principal, mayEndGrant, mayGrant } from './grants.access.ts'
import { grantEnded, grantGiven } from './grants.events.ts'
import * as queries from './grants.queries.ts'
import type { GrantId } from './grants.tables.ts'

export type { GrantId, GrantedRight } from './grants.tables.ts'
export { type ListedGrant, listGrants, listHolders, listOpenTo, listStory } from './listing.ts'
export { grantChoices } from './choices.ts'

const grantedRights = ['read', 'write', 'moderate', 'manage', 'publish-out'] as const

/** What is asked for when a right is given. `to` is `person:7`, `group:3` or `node:12`; `until` a last day. */
export const grantSchema = z.object({
  right: z.enum(grantedRights, said('Choose a right.')),
  to: z.string().regex(/^(person|group|node):[1-9][0-9]{0,14}$/, said('Choose a person, a group or a place.')),
  /** With a place: only those in this role; empty for everyone there. */
  role: z.string().trim().default(''),
  /** With a place: `yes` for the places below it too. */
  below: z.enum(['', 'yes', 'no']).default('yes'),
  /** In which standing; empty for the least that reaches. */
  as: z.enum(['', ...ranks], said('Choose in which standing you give it.')).default(''),
  until: z.string().trim().default(''),
  reason: z.string().trim().max(500, said('Keep the reason under 500 characters.')).default(''),
})

/** Which field of the form a refusal belongs to. */
const fieldOf: Readonly<Record<string, string>> = {
  'grants.not-inside': 'to',
  'grants.not-your-group': 'to',
  'grants.not-your-place': 'to',
  'grants.managers-open-places': 'to',
  'grants.beyond-place': 'to',
  'grants.out-already': 'right',
  'grants.everybody-already': 'right',
  'grants.publish-out': 'right',
  'grants.manage': 'right',
}

/**
 * Gives a right in a space, in the viewer's own standing there (`as`, or the least that reaches). Nobody is stronger
 * than their reach, and nobody gives themselves more than they hold. Throws NotFound (a space whose rights the viewer
 * may not see), Forbidden (no standing there at all), Invalid with a message for the field; then nothing changes.
 */
export async function giveGrant(ctx: Ctx, spaceId: SpaceId, input: z.input<typeof grantSchema>): Promise<GrantId> {
  const space = await getRightsSpace(ctx, { id: spaceId })
  const ask = take(input)
  return withoutOwnGain(ctx, spaceId, 'to', async (inside) => {
    const standing = await standingOf(inside, space)
    const to = await findPrincipal(inside, ask.to)
    if (ask.role !== '' && !(await queries.selectRoles(inside)).some((role) => role.key === ask.role))
      throw new Invalid('grants.no-role', { role: said('There is no such role. Choose one from the list.') })
    const open = ranksOf(standing, space)
    const tried = ask.as === '' ? (open.length > 0 ? open : (['author'] as const)) : [ask.as]
    const verdicts = tried.map((as) => ({ as, verdict: mayGrant(standing, space, { as, right: ask.right, to }) }))
    const found = verdicts.find(({ verdict }) => verdict.allowed)
    if (!found) throw refused(verdicts.at(-1)!.verdict, open)
    const isNode = to.kind === 'node'
    const grant: queries.NewGrant = {
      spaceId,
      rightGiven: ask.right,
      accountId: to.kind === 'person' ? to.id : null,
      groupId: to.kind === 'group' ? to.id : null,
      nodeId: isNode ? to.id : null,
      role: isNode && ask.role !== '' ? ask.role : null,
      withBelow: isNode ? ask.below === 'yes' : true,
      givenAs: found.as,
      givenBy: inside.viewer.kind === 'account' ? inside.viewer.id : null,
      reason: ask.reason,
      lapsesAt: lapseOf(ask.until, inside.now),
    }
    if (await queries.standsAlready(inside, grant))
      throw new Invalid('grants.stands', { to: said('This right is given already. It stands in the list above.') })
    const id = await queries.insertGrant(inside, grant)
    await announce(inside, grantGiven, { grantId: id, spaceId })
    await touch(inside, `space:${spaceId}`)
    return id
  })
}

/**
 * Ends a grant; it stays on record. NotFound when there is none that stands in a space whose rights the viewer may see;
 * Forbidden with the reason.
 */
export async function endGrant(ctx: Ctx, id: GrantId): Promise<void> {
  const grant = await queries.findGrant(ctx, id)
  if (!grant) throw new NotFound('grants.not-found')
  const space = await getRightsSpace(ctx, { id: grant.spaceId })
  if (grant.endedAt) throw new NotFound('grants.not-found')
  demand(mayEndGrant(await standingOf(ctx, space), space, grant))
  await ctx.transaction(async (inside) => {
    const by = inside.viewer.kind === 'account' ? inside.viewer.id : null
    if (!(await queries.endGrant(inside, id, by))) return
    await announce(inside, grantEnded, { grantId: id, spaceId: space.id })
    await touch(inside, `space:${space.id}`)
  })
}

/**
 * A grant with what listeners need to tell of it. NotFound when there is none in a space whose rights the viewer may see.
 */
export async function getGrant(ctx: Ctx, id: GrantId) {
  const grant = await queries.findGrant(ctx, id)
  if (!grant) throw new NotFound('grants.not-found')
  await getRightsSpace(ctx, { id: grant.spaceId })
  return grant
}

/** Whether the viewer may give anything at all here, with the reason, and in which standings. */
export async function mayGiveIn(ctx: Ctx, space: RightsSpace): Promise<{ verdict: AccessVerdict; as: Rank[] }> {
  const standing = await standingOf(ctx, space)
  const as = ranksOf(standing, space)
  // To themselves, by name, is what everybody with a standing could ask for; the reason of a refusal is the same for all.
  const to: Principal = { kind: 'person', id: (standing.accountId ?? 0) as AccountId, isEmployee: true }
  return { as, verdict: mayGrant(standing, space, { as: as[0] ?? 'author', right: 'moderate', to }) }
}

function take(input: z.input<typeof grantSchema>): z.output<typeof grantSchema> {
  const parsed = grantSchema.safeParse(input)
  if (parsed.success) return parsed.data
  const fields = parsed.error.issues.map((issue) => [String(issue.path[0] ?? 'form'), issue.message])
  throw new Invalid('grants.not-valid', Object.fromEntries(fields))
}

async function findPrincipal(ctx: Ctx, text: string): Promise<Principal> {
  const [kind, number] = text.split(':') as [Principal['kind'], string]
  const id = Number(number)
  if (kind === 'person') {
    const isEmployee = await queries.isEmployee(ctx, id as AccountId)
    if (isEmployee === undefined)
      throw new Invalid('grants.nobody', { to: said('There is nobody like that. Look for them by name.') })
    return { kind, id: id as AccountId, isEmployee }
  }
  const stands = kind === 'group' ? await queries.groupStands(ctx, id) : await queries.nodeStands(ctx, id)
  if (!stands) throw new Invalid('grants.nobody', { to: said('This is not there any more. Choose another.') })
  return { kind, id }
}

/** Somebody without any standing is refused; who has one chose something beyond it, and hears it at the field. */
function refused(verdict: AccessVerdict, open: readonly Rank[]): Error {
  if (verdict.allowed) return new Error('a verdict that allows was taken for a refusal')
  if (open.length === 0) return new Forbidden(verdict.code, verdict.because)
  return new Invalid(verdict.code, { [fieldOf[verdict.code] ?? 'as']: verdict.because })
}

/** The moment after the last day in UTC; null for an empty field. */
function lapseOf(until: string, now: Date): Date | null {
  if (until === '') return null
  const day = parseDay(until)
  if (!day) throw new Invalid('grants.no-day', { until: said('Write a day as year-month-day, such as 2026-03-31.') })
  const after = new Date(new Date(`${day}T00:00:00Z`).getTime() + 86_400_000)
  if (after <= now)
    throw new Invalid('grants.past-day', { until: said('This day is over. Choose today or a later one.') })
  return after
}
