import { z } from 'zod'
import type { Ctx } from '../../platform/context.ts'
import { NotFound } from '../../platform/errors.ts'
import type { AccountId } from '../../platform/ids.ts'
import {
  type FieldReach,
  type MemberField,
  type Onlooker,
  cleanLine,
  emailSchema,
  findPerson,
  onlookerOf,
  upsertFieldValue,
} from '../accounts/accounts.ts'
import * as queries from './profiles.queries.ts'
import { ownerOf } from './reaches.ts'
import { said } from '../../platform/languages/languages.ts'

export { possibleReaches } from './profiles.access.ts'
export { setReaches } from './reaches.ts'

/** A field as somebody who may see it sees it. */
export interface ShownField {
  readonly field: MemberField
  readonly value: string
}

/** A field as its owner sees it. */
export interface OwnField extends ShownField {
  readonly reach: FieldReach
}

const line = z
  .string()
  .transform(cleanLine)
  .pipe(z.string().max(120, said('Keep it under 120 characters.')))

/** What a member types about themselves; `about` stands in `profileSchema`. Empty: nothing is told. */
export const fieldsSchema = z.object({
  organisation: line.default(''),
  place: line.default(''),
  website: z
    .string()
    .transform(cleanLine)
    .transform((text) => (text === '' || /^[a-z][a-z0-9+.-]*:/i.test(text) ? text : `https://${text}`))
    .refine(isWebsite, said('Write the address of a website, such as https://example.org.'))
    .default(''),
  email: z.union([z.literal(''), emailSchema]).default(''),
  phone: z
    .string()
    .transform(cleanLine)
    .refine((text) => /^(\+?[0-9][0-9 ()./-]{3,30})?$/.test(text), said('Write a number, such as +46 70 123 45 67.'))
    .default(''),
})

function isWebsite(text: string): boolean {
  if (text === '') return true
  const url = text.length <= 300 ? URL.parse(text) : null
  return url !== null && (url.protocol === 'https:' || url.protocol === 'http:') && url.hostname.includes('.')
}

/** What the viewer (or the onlooker given) may see of a member's fields; those that say nothing are left out. */
export async function listFields(ctx: Ctx, id: AccountId, by?: Onlooker): Promise<readonly ShownField[]> {
  const person = await findPerson(ctx, id)
  if (!person) throw new NotFound('people.not-found')
  const fields = await queries.selectFields(ctx, id, by ?? onlookerOf(ctx.viewer))
  return fields.filter((field) => field.field === 'connections' || field.value !== '')
}

/** The viewer's own fields, all of them, with how far each reaches. */
export async function listOwnFields(ctx: Ctx): Promise<readonly OwnField[]> {
  return queries.selectOwnFields(ctx, ownerOf(ctx))
}

/** Changes what the viewer tells of themselves; each field reaches as far as before. */
export async function setFields(ctx: Ctx, values: z.output<typeof fieldsSchema>): Promise<void> {
  const id = ownerOf(ctx)
  await ctx.transaction(async (inside) => {
    for (const [field, value] of Object.entries(values)) {
      await upsertFieldValue(inside, id, field as MemberField, value)
    }
  })
}

/** From how far one's own profile can be looked at; a member is one that nothing connects. */
export const distances = {
  visitor: { member: false },
  member: { member: true },
  3: { member: true, degrees: 3 },
  2: { member: true, degrees: 2 },
  1: { member: true, degrees: 1 },
} as const satisfies Record<string, Onlooker>

export type Distance = keyof typeof distances

/** Somebody's eyes for one's own profile: what they see, and which fields they do not. */
export interface ViewAs {
  readonly shown: readonly ShownField[]
  readonly hidden: readonly MemberField[]
}

/**
 * The viewer's own profile as somebody else sees it, by the rule that decides for them: from a distance, or as one
 * member (NotFound unless the viewer may know of them). Only of oneself: about others it would tell who knows whom. A
 * member who blocks the viewer looks as any member does: a block is told to nobody.
 */
export async function viewAs(ctx: Ctx, who: Distance | { person: AccountId }): Promise<ViewAs & { by: Onlooker }> {
  const own = await listOwnFields(ctx)
  const id = ownerOf(ctx)
  const by = typeof who === 'object' ? await onlookerNamed(ctx, who.person) : distances[who]
  const shown = await listFields(ctx, id, by)
  const seen = new Set(shown.map((field) => field.field))
  const told = own.filter((field) => field.value !== '' || field.field === 'connections')
  return { shown, hidden: told.flatMap(({ field }) => (seen.has(field) ? [] : [field])), by }
}

async function onlookerNamed(ctx: Ctx, id: AccountId): Promise<Onlooker> {
  const person = await findPerson(ctx, id)
  if (person?.realm !== 'outside' || person.state !== 'active') throw new NotFound('people.not-found')
  if (await queries.isBlockedUnawares(ctx, ownerOf(ctx), id)) return distances.member
  return onlookerOf({ kind: 'account', id, realm: 'outside', name: person.displayName, offices: [] })
}
