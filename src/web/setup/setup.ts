import { z } from 'zod'
import type { AccountViewer, Ctx } from '../../platform/context.ts'
import { Conflict, Invalid, NotFound, TangoError } from '../../platform/errors.ts'
import type { AccountId } from '../../platform/ids.ts'
import { type Said, said } from '../../platform/languages/languages.ts'
import { findSetting, putSetting } from '../../platform/settings.ts'
import { hashToken, makeToken } from '../../platform/tokens.ts'
import {
  cleanLine,
  createAccount,
  displayNameSchema,
  emailSchema,
  hashPassword,
  passwordProblem,
} from '../../people/accounts/accounts.ts'
import { type Office, giveOffice } from '../../people/offices/offices.ts'
import { createSpace, newSpaceSchema } from '../../realms/spaces/spaces.ts'
import * as queries from './setup.queries.ts'

/** Fills the new house with generated people and threads; given by whoever puts the program together. */
export type BuildDemo = (ctx: Ctx) => Promise<void>

export const companySchema = z.object({
  company: z
    .string(said('Write the name of your company.'))
    .transform(cleanLine)
    .pipe(
      z.string().min(1, said('Write the name of your company.')).max(80, said('Keep the name under 80 characters.')),
    ),
})
export const ownerSchema = z.object({
  name: displayNameSchema,
  email: emailSchema,
  password: z.string(said('Choose a password.')).min(1, said('Choose a password.')),
})
const placeSchema = newSpaceSchema.pick({ slug: true, title: true })

const setUpSchema = companySchema.extend({
  owner: ownerSchema.omit({ password: true }),
  inside: placeSchema,
  outside: placeSchema,
})

export interface SetUpInput {
  readonly company: string
  readonly owner: { readonly name: string; readonly email: string } & (
    | { readonly password: string }
    /** What `hashPassword` made of it, when it was typed some steps ago. */
    | { readonly passwordHash: string }
  )
  readonly inside: { readonly slug: string; readonly title: string }
  readonly outside: { readonly slug: string; readonly title: string }
  readonly demo?: boolean
}

/** The owner also looks after the inside; the outside steward should be somebody else. */
const ownersOffices: readonly Office[] = ['owner', 'inside-steward', 'official-voice']

export async function isSetUp(ctx: Ctx): Promise<boolean> {
  return (await findSetting(ctx, 'set-up-at')) !== undefined
}

/** Makes the one-time secret of the link `/welcome?token=…` that is printed at first start. Conflict when set up. */
export async function makeOwnerLink(ctx: Ctx): Promise<string> {
  if (ctx.viewer.kind !== 'system') throw new NotFound()
  if (await isSetUp(ctx)) throw new Conflict('setup.done', said('Tango is set up already.'))
  const token = makeToken()
  await queries.insertLink(ctx, hashToken(token))
  return token
}

/** NotFound unless Tango waits for its owner and this is the secret of a printed link. */
export async function demandOwnerLink(ctx: Ctx, token: string): Promise<void> {
  if (await isSetUp(ctx)) throw new NotFound()
  if (!(await queries.linkIsOpen(ctx, hashToken(token)))) {
    throw new NotFound(
      'setup.no-link',
      said('Open the owner link that Tango printed where it was started. Only that link goes on from here.'),
    )
  }
}

/**
 * Makes the house: company, owner, the first space of each side, and, if wanted, the demo. All or nothing. Gives the
 * owner's account. Only Tango itself may (the wizard after its link was checked, the command line). Throws Conflict
 * (`setup.done`) when there is an owner already, and Invalid with fields such as `owner.email`, `outside.slug`.
 */
export async function setUp(ctx: Ctx, input: SetUpInput, buildDemo?: BuildDemo): Promise<{ ownerId: AccountId }> {
  if (ctx.viewer.kind !== 'system') throw new NotFound()
  const house = takeInput(input)
  if (input.demo && !buildDemo) throw new Conflict('setup.no-demo', said('This Tango was built without the demo.'))
  return ctx.transaction(async (inside) => {
    await queries.lockSetup(inside)
    if (await isSetUp(inside)) throw new Conflict('setup.done', said('Tango is set up already.'))
    await putSetting(inside, 'company', house.company)
    const { name: displayName, email, ...proof } = { ...input.owner, ...house.owner }
    const ownerId = await createAccount(inside, { realm: 'inside', displayName, email, ...proof, emailProved: false })
    for (const office of ownersOffices) await giveOffice(inside, ownerId, office)
    const owner: AccountViewer = {
      kind: 'account',
      id: ownerId,
      realm: 'inside',
      name: displayName,
      offices: ownersOffices,
    }
    await createSpace(inside.as(owner), { realm: 'inside', ...house.inside })
    await createSpace(inside.as(owner), { realm: 'outside', ...house.outside })
    if (input.demo) await buildDemo!(inside)
    await putSetting(inside, 'set-up-at', inside.now.toISOString())
    await queries.closeLinks(inside)
    await queries.forgetSetting(inside, draftKey)
    return { ownerId }
  })
}

function takeInput(input: SetUpInput) {
  const parsed = setUpSchema.safeParse(input)
  const fields: Record<string, Said> = {}
  for (const issue of parsed.error?.issues ?? []) fields[issue.path.join('.')] ??= issue.message
  const problem = 'password' in input.owner ? passwordProblem(input.owner.password, input.owner.email) : undefined
  if (problem) fields['owner.password'] = problem
  if (input.inside.slug === input.outside.slug) fields['outside.slug'] ??= said('The two spaces need two addresses.')
  if (!parsed.success || Object.keys(fields).length > 0) throw new Invalid('setup.not-valid', fields)
  return parsed.data
}

/** What the wizard has been told so far, between its pages. The password is there only as its hash. */
export interface Draft {
  readonly company?: string
  readonly owner?: { readonly name: string; readonly email: string; readonly passwordHash: string }
  readonly inside?: { readonly slug: string; readonly title: string }
  readonly outside?: { readonly slug: string; readonly title: string }
}

const draftKey = 'setup-draft'

export async function readDraft(ctx: Ctx): Promise<Draft> {
  return (await findSetting<Draft>(ctx, draftKey)) ?? {}
}

async function keepDraft(ctx: Ctx, more: Draft): Promise<void> {
  await putSetting(ctx, draftKey, { ...(await readDraft(ctx)), ...more })
}

export async function draftCompany(ctx: Ctx, company: string): Promise<void> {
  await keepDraft(ctx, { company })
}

/** Invalid with a message for `password` when it cannot be taken. */
export async function draftOwner(ctx: Ctx, owner: z.output<typeof ownerSchema>): Promise<void> {
  const { name, email, password } = owner
  const problem = passwordProblem(password, email)
  if (problem) throw new Invalid('setup.not-valid', { password: problem })
  await keepDraft(ctx, { owner: { name, email, passwordHash: await hashPassword(password) } })
}

export const spacesSchema = z
  .object({
    insideTitle: placeSchema.shape.title,
    insideSlug: placeSchema.shape.slug,
    outsideTitle: placeSchema.shape.title,
    outsideSlug: placeSchema.shape.slug,
  })
  .refine((spaces) => spaces.insideSlug !== spaces.outsideSlug, {
    path: ['outsideSlug'],
    message: said('The two spaces need two addresses.'),
  })

export async function draftSpaces(ctx: Ctx, spaces: z.output<typeof spacesSchema>): Promise<void> {
  await keepDraft(ctx, {
    inside: { slug: spaces.insideSlug, title: spaces.insideTitle },
    outside: { slug: spaces.outsideSlug, title: spaces.outsideTitle },
  })
}

/** The wizard's last step: makes the house of what was drafted. Conflict (`setup.not-ready`) when a step is missing. */
export async function setUpFromDraft(ctx: Ctx, demo: boolean, buildDemo?: BuildDemo): Promise<{ ownerId: AccountId }> {
  const { company, owner, inside, outside } = await readDraft(ctx)
  if (!company || !owner || !inside || !outside) {
    throw new TangoError(
      'setup.not-ready',
      409,
      said('A step is missing. Go back to the first one: what you wrote is still there.'),
    )
  }
  return setUp(ctx, { company, owner, inside, outside, demo }, buildDemo)
}
