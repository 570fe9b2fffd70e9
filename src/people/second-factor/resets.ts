/** Lost everything: a reset by whoever looks after that side, with a waiting time in which the owner can say no. */
import { z } from 'zod'
import type { Ctx } from '../../platform/context.ts'
import { Conflict, NotFound } from '../../platform/errors.ts'
import { announce } from '../../platform/events.ts'
import { type AccountId, parseId } from '../../platform/ids.ts'
import { said } from '../../platform/languages/languages.ts'
import { sendMail } from '../../platform/mail.ts'
import { hashToken, makeToken } from '../../platform/tokens.ts'
import { demand } from '../../platform/verdict.ts'
import { findPerson, wordsFor } from '../accounts/accounts.ts'
import { companyName } from '../company.ts'
import { wayChanged } from '../sign-in/ways.events.ts'
import { mayResetFactor, resetsFactors } from './second-factor.access.ts'
import * as queries from './second-factor.queries.ts'
import type { ResetId } from './second-factor.tables.ts'

/** How long the owner of the account can say no. */
export const waitingDays = 3

export const resetSchema = z.object({
  person: z
    .string(said('Say whose.'))
    .regex(/(^|\/people\/)[1-9]\d{0,14}(\D|$)/, said('Give the address of the profile, such as /people/12-ines.')),
  reason: z
    .string(said('Say why.'))
    .trim()
    .min(1, said('Say how you know that it is them.'))
    .max(500, said('Keep it under 500 characters.')),
})

/**
 * Asks that a lost second factor is taken away in three days. The person is told at once, at the address that the account
 * has, and can stop it there; so does signing in with the second factor. Throws NotFound, Forbidden, Conflict.
 */
export async function askReset(ctx: Ctx, input: z.output<typeof resetSchema>, origin: string): Promise<ResetId> {
  const { viewer } = ctx
  if (viewer.kind !== 'account' || !resetsFactors(viewer)) throw new NotFound('second-factor.not-found')
  const id = parseId<'account'>(/(?:^|\/people\/)(\d+)/.exec(input.person)?.[1])
  const person = id === undefined ? undefined : await findPerson(ctx, id)
  if (!person) throw new NotFound('second-factor.not-found', said('There is nobody with this number that you can see.'))
  demand(mayResetFactor(viewer, person))
  if (!(await queries.hasFactor(ctx, person.id)))
    throw new Conflict('second-factor.off', said('This account has no second factor to take away.'))
  const stop = makeToken()
  return ctx.transaction(async (inside) => {
    const dueAt = new Date(inside.now.getTime() + waitingDays * 86_400_000)
    const reset = { accountId: person.id, askedBy: viewer.id, reason: input.reason, stopHash: hashToken(stop), dueAt }
    const resetId = await queries.insertReset(inside, reset)
    if (resetId === undefined)
      throw new Conflict('second-factor.asked', said('A reset waits for this account already.'))
    await mailReset(inside, person.id, viewer.name, `${origin}/sign-in/reset/${stop}`)
    inside.log.info('a reset of a second factor was asked for', { account: person.id, by: viewer.id })
    return resetId
  })
}

async function mailReset(ctx: Ctx, accountId: AccountId, by: string, link: string): Promise<void> {
  const account = await queries.addressOf(ctx, accountId)
  if (!account?.email) return
  const company = await companyName(ctx)
  const say = await wordsFor(ctx, accountId)
  await sendMail(ctx, {
    to: account.email,
    subject: say('Your second factor at {company} is to be taken away', { company }),
    text: [
      say(
        '{name} was told that you lost your second factor for {company}. In {number} days it is taken away, and you sign in without it.',
        { name: by, company, number: waitingDays },
      ),
      '',
      say('If that was not you, stop it now: {link}', { link }),
      say('Signing in with your second factor stops it too.'),
      '',
    ].join('\n'),
    headers: { 'auto-submitted': 'auto-generated', 'content-language': say.language },
  })
}

/** The resets that wait, of the sides that the viewer looks after. NotFound for who looks after none. */
export async function listResets(ctx: Ctx) {
  if (!resetsFactors(ctx.viewer)) throw new NotFound('second-factor.not-found')
  const offices = ctx.viewer.kind === 'account' ? ctx.viewer.offices : ['owner']
  const looksAfter = (realm: string) =>
    offices.includes('owner') || offices.includes(realm === 'outside' ? 'outside-steward' : 'inside-steward')
  return (await queries.selectOpenResets(ctx)).filter(({ realm }) => looksAfter(realm))
}

/** The reset that the link of a mail would stop. NotFound when it waits no more. */
export async function getResetToStop(ctx: Ctx, token: string) {
  const reset = await queries.findResetByStop(ctx, hashToken(token))
  if (!reset) throw nothingToStop()
  return reset
}

function nothingToStop(): NotFound {
  return new NotFound('second-factor.no-reset', said('This does not wait any more. There is nothing to stop.'))
}

/** Stops a reset by the link of the mail; the link is the right. */
export async function stopReset(ctx: Ctx, token: string): Promise<void> {
  const { accountId } = await getResetToStop(ctx, token)
  await ctx.transaction(async (inside) => {
    // Carried out, or stopped by somebody else, since it was looked at: nothing false is said then.
    if ((await queries.stopResets(inside, accountId)) === 0) throw nothingToStop()
    await announce(inside, wayChanged, { accountId, change: 'reset-stopped' })
  })
}

/** Carries out the resets whose waiting time is over. Run by the job, as Tango. */
export async function carryOutResets(ctx: Ctx): Promise<void> {
  await ctx.transaction(async (inside) => {
    for (const accountId of await queries.takeDueResets(inside)) {
      await queries.deleteFactor(inside, accountId)
      await announce(inside, wayChanged, { accountId, change: 'reset-done' })
    }
  })
}
