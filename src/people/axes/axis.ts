import { z } from 'zod'
import type { Ctx } from '../../platform/context.ts'
import { Invalid, NotFound } from '../../platform/errors.ts'
import { announce } from '../../platform/events.ts'
import { said } from '../../platform/languages/languages.ts'
import { demand } from '../../platform/verdict.ts'
import { cleanLine } from '../accounts/accounts.ts'
import { mayKeepStructure, mayReadStructure } from './axes.access.ts'
import { axisChanged } from './axes.events.ts'
import * as queries from './axes.queries.ts'
import type { AxisId, RoleRank } from './axes.tables.ts'
import { todayOf } from './days.ts'
import { explained } from './refusals.ts'
import { axisTitle } from './titles.ts'

export interface Axis {
  readonly id: AxisId
  readonly key: string
  readonly title: string
  readonly endedAt: Date | null
}

export interface Role {
  readonly key: string
  readonly title: string
  readonly rank: RoleRank
  readonly builtIn: boolean
}

const keySchema = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^[a-z][a-z0-9-]{0,62}$/, said('Use small letters, digits and hyphens, beginning with a letter.'))
const tooLong = { 60: said('Keep it under 60 characters.'), 120: said('Keep it under 120 characters.') } as const
const titleSchema = (most: keyof typeof tooLong) =>
  z
    .string()
    .transform(cleanLine)
    .pipe(z.string().min(1, said('Write a name.')).max(most, tooLong[most]))

export const axisSchema = z.object({ key: keySchema, title: titleSchema(120) })
export const roleSchema = z.object({
  key: keySchema,
  title: titleSchema(60),
  rank: z.preprocess(
    (given) => (given === '' ? undefined : Number(given)),
    z.union([z.literal(0), z.literal(1), z.literal(2)], said('Choose member, lead or manager.')),
  ),
})

/** Throws NotFound unless the viewer works here: for everybody else there is no structure. */
export function demandReader(ctx: Ctx): void {
  if (!mayReadStructure(ctx.viewer)) throw new NotFound('structure.not-found')
}

/** The axes in the order in which they were made; `ended`: with those that were ended. NotFound unless an employee asks. */
export async function listAxes(ctx: Ctx, options: { ended?: boolean } = {}): Promise<readonly Axis[]> {
  demandReader(ctx)
  return queries.selectAxes(ctx, options.ended ?? false)
}

/** An axis that stands (`ended`: or has ended), by its key. Throws Invalid for `axis` when there is none. */
export async function getAxis(ctx: Ctx, key: string, options: { ended?: boolean } = {}): Promise<Axis> {
  const axis = (await listAxes(ctx, options)).find((one) => one.key === key)
  if (!axis)
    throw new Invalid('structure.no-axis', {
      axis: said('There is no axis "{axis}". Choose one that stands.', { axis: key.slice(0, 63) }),
    })
  return axis
}

/** Makes an axis beside those that are there. Throws Invalid for `key` or `title`, and Forbidden. */
export async function makeAxis(ctx: Ctx, input: z.input<typeof axisSchema>): Promise<AxisId> {
  demandKeeper(ctx)
  const axis = parsed(axisSchema, input)
  return explained(
    ctx.transaction(async (inside) => {
      const id = await queries.insertAxis(inside, axis)
      await announce(inside, axisChanged, { axisId: id })
      return id
    }),
  )
}

/** Gives an axis another name; its key stays, so that imports find it again. */
export async function renameAxis(ctx: Ctx, key: string, title: string): Promise<void> {
  demandKeeper(ctx)
  const name = parsed(z.object({ title: titleSchema(120) }), { title }).title
  const { id } = await getAxis(ctx, key)
  await ctx.transaction(async (inside) => {
    await queries.retitleAxis(inside, id, name)
    await announce(inside, axisChanged, { axisId: id })
  })
}

/**
 * Ends an axis today, with every place on it and everything that is placed there: rights that came from them end at the
 * next request. Its past stays and can be read "as of" a day.
 */
export async function endAxis(ctx: Ctx, key: string): Promise<void> {
  demandKeeper(ctx)
  const { id } = await getAxis(ctx, key)
  await ctx.transaction(async (inside) => {
    await queries.lockAxis(inside, id)
    await queries.endAllOf(inside, id, todayOf(ctx.now))
    await announce(inside, axisChanged, { axisId: id })
  })
}

/** The roles that somebody can have at a place, the plainest first. */
export async function listRoles(ctx: Ctx): Promise<readonly Role[]> {
  demandReader(ctx)
  return queries.selectRoles(ctx)
}

/** A role by its key. Throws Invalid for `role` when there is none. */
export async function getRole(ctx: Ctx, key: string): Promise<Role> {
  const role = (await listRoles(ctx)).find((one) => one.key === key)
  if (!role)
    throw new Invalid('structure.no-role', {
      role: said('There is no role "{role}". Choose one from the list.', { role: key.slice(0, 63) }),
    })
  return role
}

/** Adds a role of the company's own. Its rank says what it may do: 0 like a member, 1 like a lead, 2 like a manager. */
export async function makeRole(ctx: Ctx, input: z.input<typeof roleSchema>): Promise<void> {
  demandKeeper(ctx)
  const role = parsed(roleSchema, input)
  await explained(ctx.transaction((inside) => queries.insertRole(inside, role)))
}

/** Gives a role another name. NotFound when there is none with this key. */
export async function renameRole(ctx: Ctx, key: string, title: string): Promise<void> {
  demandKeeper(ctx)
  const name = parsed(z.object({ title: titleSchema(60) }), { title }).title
  if (!(await queries.retitleRole(ctx, key, name))) throw new NotFound('structure.no-role')
}

/**
 * Lets nobody else change this axis until the end of the transaction. Throws Invalid for `field` when it was ended, also
 * a moment ago: nothing on an ended axis changes any more.
 */
export async function lockOpenAxis(ctx: Ctx, id: AxisId, field: string): Promise<void> {
  await queries.lockAxis(ctx, id)
  const axis = await queries.findEndedAxis(ctx, id)
  if (axis) {
    throw new Invalid('structure.axis-ended', {
      [field]: said('The axis {axis} was ended. Nothing on it changes any more.', {
        axis: axisTitle(ctx.say, axis),
      }),
    })
  }
}

function demandKeeper(ctx: Ctx): void {
  demandReader(ctx)
  demand(mayKeepStructure(ctx.viewer))
}

/** Parses with a schema; what does not fit is Invalid with a message for each field. */
export function parsed<Schema extends z.ZodType>(schema: Schema, input: unknown): z.output<Schema> {
  const result = schema.safeParse(input)
  if (result.success) return result.data
  const fields: Record<string, string> = {}
  for (const issue of result.error.issues) fields[String(issue.path[0] ?? 'form')] ??= issue.message
  throw new Invalid('structure.not-valid', fields)
}
