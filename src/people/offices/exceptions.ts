import { z } from 'zod'
import type { Ctx } from '../../platform/context.ts'
import { Conflict, Forbidden, Invalid, NotFound } from '../../platform/errors.ts'
import { announce } from '../../platform/events.ts'
import { type Said, said } from '../../platform/languages/languages.ts'
import { sendMail } from '../../platform/mail.ts'
import { findSetting } from '../../platform/settings.ts'
import { type AccessVerdict, demand } from '../../platform/verdict.ts'
import { wordsFor } from '../accounts/accounts.ts'
import * as queries from './exceptions.queries.ts'
import { keptApart } from './office-words.ts'
import { mayDecideException, mayGiveOffice, maySeeExceptions } from './offices.access.ts'
import { exceptionAsked, exceptionDecided, officeGiven } from './offices.events.ts'
import { findInsideByEmail, insertOffice, lockHolder, officesOf } from './offices.queries.ts'
import { getHolder } from './offices.ts'
import type { ExceptionId, Stewardship } from './offices.tables.ts'

export const stewardships = ['inside-steward', 'outside-steward'] as const satisfies readonly Stewardship[]

export const askSchema = z.object({
  email: z.string(said('Write the work address of the colleague.')).trim().toLowerCase(),
  office: z.enum(stewardships, said('Choose a stewardship.')),
  reason: z
    .string(said('Write why one person is to look after both sides.'))
    .trim()
    .min(1, said('Write why one person is to look after both sides.'))
    .max(500, said('Keep it under 500 characters.')),
})

/**
 * Asks that a steward of one side look after the other as well; a second person decides, who is told by mail. Throws
 * Forbidden unless the viewer gives offices, Invalid for each field, and Conflict (`offices.is-asked`,
 * `offices.no-approver`) when it is asked already, or when there is nobody else who could decide.
 */
export async function askException(ctx: Ctx, input: z.input<typeof askSchema>): Promise<ExceptionId> {
  demand(mayGiveOffice(ctx.viewer))
  const { viewer } = ctx
  if (viewer.kind !== 'account')
    throw new Forbidden('offices.no-asker', said('The machine gives offices without asking.'))
  const { email, office, reason } = parse(askSchema, input)
  const accountId = await findInsideByEmail(ctx, email)
  if (accountId === undefined)
    throw new Invalid('offices.nobody', { email: said('No colleague has this address. Invite them first.') })
  const { displayName } = await getHolder(ctx, accountId)
  return ctx.transaction(async (inside) => {
    await lockHolder(inside, accountId)
    const held = await officesOf(inside, accountId)
    if (held.includes(office)) throw new Invalid('offices.held', { office: heldWords[office](displayName) })
    if (!held.includes(keptApart[office]!))
      throw new Invalid('offices.no-need', {
        office: said('{name} looks after no other side. Give the office under Offices; no exception is needed.', {
          name: displayName,
        }),
      })
    const approvers = await queries.selectApprovers(inside, { office, accountId, askedBy: viewer.id })
    if (approvers.length === 0) throw new Conflict('offices.no-approver', noApproverWords[office])
    const id = await queries.insertException(inside, { accountId, office, reason, askedBy: viewer.id })
    if (id === undefined)
      throw new Conflict('offices.is-asked', said('This is asked already. It is decided under Offices, Both sides.'))
    await mailApprovers(inside, approvers, { asker: viewer.name, person: displayName, office, reason })
    await announce(inside, exceptionAsked, { exceptionId: id })
    return id
  })
}

const heldWords: Readonly<Record<Stewardship, (name: string) => Said>> = {
  'inside-steward': (name) => said('{name} is inside steward already.', { name }),
  'outside-steward': (name) => said('{name} is outside steward already.', { name }),
}

/** What to do when nobody is left who could decide. For `say.again`. */
export const noApproverWords: Readonly<Record<Stewardship, string>> = {
  'inside-steward': said(
    'Nobody else could agree to this. Make another colleague owner or inside steward, who then decides; or let whoever runs the machine set it with “tango user give-office”, which this page shows.',
  ),
  'outside-steward': said(
    'Nobody else could agree to this. Make another colleague owner or outside steward, who then decides; or let whoever runs the machine set it with “tango user give-office”, which this page shows.',
  ),
}

async function mailApprovers(
  ctx: Ctx,
  approvers: Awaited<ReturnType<typeof queries.selectApprovers>>,
  words: { asker: string; person: string; office: Stewardship; reason: string },
): Promise<void> {
  const site = (await findSetting<string>(ctx, 'public-url')) ?? ''
  const { asker, person, office, reason } = words
  for (const { id, email, emailProvedAt } of approvers) {
    if (email === null || emailProvedAt === null) continue
    const say = await wordsFor(ctx, id)
    await sendMail(ctx, {
      to: email,
      subject: say('{asker} asks: may {person} look after both sides', { asker, person }),
      text: [
        office === 'inside-steward'
          ? say('{asker} asks that {person} become inside steward beside the office that they hold.', { asker, person })
          : say('{asker} asks that {person} become outside steward beside the office that they hold.', {
              asker,
              person,
            }),
        '',
        say('Why: {reason}', { reason }),
        '',
        say('Agree or refuse: {link}', { link: `${site}/inside/people/offices/both-sides` }),
        '',
        '--',
        say('You get this because you can decide it, and neither asked for it nor are the person concerned.'),
        '',
      ].join('\n'),
      headers: { 'content-language': say.language },
    })
  }
}

const noteSchema = z.object({
  note: z.string().trim().max(500, said('Keep it under 500 characters.')).default(''),
})

/**
 * Decides a request. Approved: the office is given in the same moment. Refused: the reason is kept and must be written.
 * NotFound; Forbidden for who asked and who is concerned; Invalid (`note`); Conflict when it was decided meanwhile, when
 * whoever asked may not give offices any more, or when the person does not work here any more.
 */
export async function decideException(
  ctx: Ctx,
  id: ExceptionId,
  decision: { approve: boolean; note?: string },
): Promise<void> {
  if (!maySeeExceptions(ctx.viewer)) throw new NotFound('offices.not-found')
  await ctx.transaction(async (inside) => {
    const found = await queries.lockException(inside, id)
    if (!found) throw new NotFound('offices.no-exception')
    demand(mayDecideException(inside.viewer, found))
    if (inside.viewer.kind !== 'account') return
    if (found.decidedAt)
      throw new Conflict('offices.decided', said('{name} has decided this already.', { name: found.deciderName ?? '' }))
    const { note } = parse(noteSchema, decision)
    if (!decision.approve && note === '')
      throw new Invalid('offices.no-note', { note: said('Write why not. It is kept beside the request.') })
    const { accountId, office, askedBy } = found
    await queries.decide(inside, id, { decidedBy: inside.viewer.id, approved: decision.approve, note })
    if (decision.approve) {
      await getHolder(inside, accountId)
      await lockHolder(inside, accountId)
      if (!(await officesOf(inside, askedBy)).includes('owner'))
        throw new Conflict(
          'offices.asker-gone',
          said('{name} may not give offices any more. Refuse it, and let an owner ask anew.', {
            name: found.askerName,
          }),
        )
      if (await insertOffice(inside, accountId, office, { by: askedBy, exceptionId: id }))
        await announce(inside, officeGiven, { accountId, office })
    }
    await announce(inside, exceptionDecided, { exceptionId: id })
  })
}

/** How somebody came to look after both sides. */
export type BothSidesOrigin = 'exception' | 'before' | 'machine'

/** The report: who looks after both sides and how that came, what waits to be decided, and what was. NotFound for others. */
export async function reportBothSides(ctx: Ctx) {
  if (!maySeeExceptions(ctx.viewer)) throw new NotFound('offices.not-found')
  const holders = (await queries.selectBothSides(ctx)).map((row) => ({ ...row, origin: originOf(row) }))
  const open = []
  for (const one of await queries.selectOpen(ctx)) {
    const approvers = await queries.selectApprovers(ctx, one)
    const verdict: AccessVerdict = mayDecideException(ctx.viewer, one)
    open.push({ ...one, verdict, approvers: approvers.map(({ displayName }) => displayName) })
  }
  return { holders, open, decided: await queries.selectDecided(ctx), mayAsk: mayGiveOffice(ctx.viewer).allowed }
}

export type BothSidesReport = Awaited<ReturnType<typeof reportBothSides>>

function originOf(row: { exceptionId: ExceptionId | null; beforeExceptions: boolean }): BothSidesOrigin {
  if (row.exceptionId !== null) return 'exception'
  return row.beforeExceptions ? 'before' : 'machine'
}

function parse<Schema extends z.ZodType>(schema: Schema, input: unknown): z.output<Schema> {
  const parsed = schema.safeParse(input)
  if (parsed.success) return parsed.data
  const fields: Record<string, string> = {}
  for (const issue of parsed.error.issues) fields[String(issue.path[0])] ??= issue.message
  throw new Invalid('offices.not-valid', fields)
}

/** How many requests wait for the viewer to decide. */
export async function countToDecide(ctx: Ctx): Promise<number> {
  if (!maySeeExceptions(ctx.viewer)) return 0
  return (await queries.selectOpen(ctx)).filter((one) => mayDecideException(ctx.viewer, one).allowed).length
}
