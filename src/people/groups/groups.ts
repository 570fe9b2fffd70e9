/** Front door: groups and virtual teams, people of the inside who stand together beside the lines of the organisation. */
import { z } from 'zod'
import type { Ctx } from '../../platform/context.ts'
import type { PageOf } from '../../platform/cursor.ts'
import { Conflict, Invalid, NotFound } from '../../platform/errors.ts'
import { announce } from '../../platform/events.ts'
import { said } from '../../platform/languages/languages.ts'
import type { AccountId } from '../../platform/ids.ts'
import { slugOf } from '../../platform/text/markdown.ts'
import { type AccessVerdict, demand } from '../../platform/verdict.ts'
import { type PersonCard, cleanLine, findPerson, loadPeople } from '../accounts/accounts.ts'
import { mayChangeGroup, mayReadGroups } from './groups.access.ts'
import { groupEnded, groupMade, groupMemberAdded, groupMemberRemoved } from './groups.events.ts'
import * as queries from './groups.queries.ts'
import type { GroupId, GroupKind, GroupRole } from './groups.tables.ts'

export type { GroupId, GroupKind, GroupRole } from './groups.tables.ts'

export interface Group {
  readonly id: GroupId
  readonly kind: GroupKind
  readonly slug: string
  readonly title: string
  readonly purpose: string
  readonly createdAt: Date
  readonly endedAt: Date | null
  /** How many are in it who are still here. */
  readonly members: number
}

export interface GroupMember {
  readonly person: PersonCard
  readonly role: GroupRole
  readonly joinedAt: Date
}

const groupsAPage = 50
const membersAPage = 50

const wordsSchema = z.object({
  title: z
    .string()
    .transform(cleanLine)
    .pipe(z.string().min(1, said('Write a name.')).max(120, said('Keep it under 120 characters.'))),
  purpose: z
    .string()
    .transform(cleanLine)
    .pipe(z.string().max(500, said('Keep it under 500 characters.')))
    .default(''),
})
export const groupSchema = wordsSchema.extend({
  kind: z.enum(['group', 'virtual-team'], said('Choose a group or a virtual team.')).default('group'),
})

/** Makes a group; who makes it leads it. Throws Invalid for `title`, `purpose` or `kind`; NotFound unless an employee asks. */
export async function makeGroup(ctx: Ctx, input: z.input<typeof groupSchema>): Promise<Group> {
  demandReader(ctx)
  const group = parsed(groupSchema, input)
  const by = changer(ctx)
  return ctx.transaction(async (inside) => {
    for (const slug of slugsToTry(group.title)) {
      const groupId = await queries.insertGroup(inside, { ...group, slug, createdBy: by })
      if (groupId === undefined) continue
      if (by !== null) await queries.insertMember(inside, { groupId, accountId: by, role: 'lead', addedBy: by })
      await announce(inside, groupMade, { groupId })
      return getGroup(inside, slug)
    }
    throw new Invalid('groups.title-taken', { title: said('Many groups have this name already. Choose another.') })
  })
}

function* slugsToTry(title: string): Iterable<string> {
  const plain = slugOf(title)
    .replace(/[^a-z0-9-]/g, '')
    .replace(/^-+/, '')
  const start = plain.slice(0, 58).replace(/-+$/, '') || 'group'
  yield start
  for (let number = 2; number < 1000; number++) yield `${start}-${number}`
}

/** A group by its address. NotFound when there is none, and unless an employee asks. */
export async function getGroup(ctx: Ctx, slug: string): Promise<Group> {
  demandReader(ctx)
  const group = await queries.findBySlug(ctx, slug)
  if (!group) throw new NotFound('groups.not-found')
  return group
}

/** Groups by name, 50 a page: those that stand, or those that have ended. `member`: only those that somebody is in. */
export async function listGroups(
  ctx: Ctx,
  of: { ended?: boolean; member?: AccountId; after?: GroupId } = {},
): Promise<PageOf<Group>> {
  demandReader(ctx)
  const asked = { ended: of.ended ?? false, after: of.after, memberId: of.member }
  const rows = await queries.listByTitle(ctx, asked, groupsAPage + 1)
  const items = rows.slice(0, groupsAPage)
  return rows.length > groupsAPage ? { items, next: String(items.at(-1)!.id) } : { items }
}

/** Who is in a group, those who lead it first, then by name, 50 a page. */
export async function listGroupMembers(ctx: Ctx, id: GroupId, after?: AccountId): Promise<PageOf<GroupMember>> {
  demandReader(ctx)
  const rows = await queries.selectMembers(ctx, id, after, membersAPage + 1)
  const shown = rows.slice(0, membersAPage)
  const people = await loadPeople(
    ctx,
    shown.map((row) => row.accountId),
  )
  const items = shown.map(({ accountId, role, joinedAt }) => ({ person: people.get(accountId)!, role, joinedAt }))
  return rows.length > membersAPage ? { items, next: String(items.at(-1)!.person.id) } : { items }
}

/** Whether the viewer may change a group, with the reason, and what they are in it. */
export async function standingIn(ctx: Ctx, group: Group): Promise<{ verdict: AccessVerdict; role?: GroupRole }> {
  demandReader(ctx)
  const by = changer(ctx)
  const role = by === null ? undefined : await queries.roleIn(ctx, group.id, by)
  return { verdict: mayChangeGroup(ctx.viewer, role), role }
}

/** Gives a group another name and purpose; its address stays. */
export async function describeGroup(ctx: Ctx, slug: string, input: z.input<typeof wordsSchema>): Promise<void> {
  const group = await groupToChange(ctx, slug)
  await queries.updateGroup(ctx, group.id, parsed(wordsSchema, input))
}

/** Puts a colleague into a group; harmless when they are in it. Invalid for `account` unless they work here. */
export async function addToGroup(ctx: Ctx, slug: string, accountId: AccountId): Promise<void> {
  const group = await groupToChange(ctx, slug)
  const person = await findPerson(ctx, accountId)
  if (!person || person.realm !== 'inside') {
    throw new Invalid('groups.not-inside', {
      account: said('Groups are for people who work here. Choose a colleague.'),
    })
  }
  await ctx.transaction(async (inside) => {
    const member = { groupId: group.id, accountId, role: 'member' as const, addedBy: changer(ctx) }
    if (await queries.insertMember(inside, member)) {
      await announce(inside, groupMemberAdded, { groupId: group.id, accountId })
    }
  })
}

/** Takes somebody out of a group; anybody may leave. The last who leads it stays until another does. */
export async function removeFromGroup(ctx: Ctx, slug: string, accountId: AccountId): Promise<void> {
  const group = accountId === changer(ctx) ? demandStanding(await getGroup(ctx, slug)) : await groupToChange(ctx, slug)
  await ctx.transaction(async (inside) => {
    await demandAnotherLead(inside, group, accountId)
    if (!(await queries.deleteMember(inside, group.id, accountId))) throw new NotFound('groups.not-a-member')
    await announce(inside, groupMemberRemoved, { groupId: group.id, accountId })
  })
}

/** Lets a member lead, or be a member like the others again. The last lead stays until there is another. */
export async function setGroupRole(ctx: Ctx, slug: string, accountId: AccountId, role: GroupRole): Promise<void> {
  const group = await groupToChange(ctx, slug)
  await ctx.transaction(async (inside) => {
    if (role === 'member') await demandAnotherLead(inside, group, accountId)
    if (!(await queries.setRole(inside, group.id, accountId, role))) throw new NotFound('groups.not-a-member')
  })
}

/** Ends a group: what was granted to it ends at the next request. Who was in it stays on record. */
export async function endGroup(ctx: Ctx, slug: string): Promise<void> {
  const group = await groupToChange(ctx, slug)
  await ctx.transaction(async (inside) => {
    await queries.end(inside, group.id)
    await announce(inside, groupEnded, { groupId: group.id })
  })
}

async function demandAnotherLead(ctx: Ctx, group: Group, accountId: AccountId): Promise<void> {
  const leads = await queries.lockLeads(ctx, group.id)
  if (leads.includes(accountId) && leads.length === 1 && group.endedAt === null) {
    throw new Conflict(
      'groups.last-lead',
      said('Nobody else leads this group. Let somebody else lead it first, or end it.'),
    )
  }
}

async function groupToChange(ctx: Ctx, slug: string): Promise<Group> {
  const group = await getGroup(ctx, slug)
  demand((await standingIn(ctx, group)).verdict)
  return demandStanding(group)
}

function demandStanding(group: Group): Group {
  if (group.endedAt) throw new Conflict('groups.ended', said('This group has ended. Nothing in it changes any more.'))
  return group
}

function demandReader(ctx: Ctx): void {
  if (!mayReadGroups(ctx.viewer)) throw new NotFound('groups.not-found')
}

function changer(ctx: Ctx): AccountId | null {
  return ctx.viewer.kind === 'account' ? ctx.viewer.id : null
}

function parsed<Schema extends z.ZodType>(schema: Schema, input: unknown): z.output<Schema> {
  const result = schema.safeParse(input)
  if (result.success) return result.data
  const fields: Record<string, string> = {}
  for (const issue of result.error.issues) fields[String(issue.path[0] ?? 'form')] ??= issue.message
  throw new Invalid('groups.not-valid', fields)
}
