import { type Idea, answerDays, getIdea, listCategories } from '../../content/ideas/ideas.ts'
import type { ThreadId } from '../../content/threads/threads.ts'
import { type PersonCard, findPerson, loadPeople } from '../../people/accounts/accounts.ts'
import type { Ctx } from '../../platform/context.ts'
import { Forbidden, Invalid, NotFound } from '../../platform/errors.ts'
import { announce } from '../../platform/events.ts'
import type { AccountId } from '../../platform/ids.ts'
import { said } from '../../platform/languages/languages.ts'
import { demand } from '../../platform/verdict.ts'
import { getSpaceById } from '../../realms/spaces/spaces.ts'
import { type Debt, debtOf } from './debt.ts'
import { mayNoteEffort, maySetCapacity } from './idea-capacity.access.ts'
import { capacityChanged } from './idea-capacity.events.ts'
import * as queries from './idea-capacity.queries.ts'
import type { CapacityId } from './idea-capacity.tables.ts'

export type { CapacityId } from './idea-capacity.tables.ts'
export { type Debt, debtWords } from './debt.ts'
export { maySetCapacity } from './idea-capacity.access.ts'
export { archiveUntouched, revive } from './dormancy.ts'

/** How much review a category or a space gets, and what waits there, as far as the viewer may read it. */
export interface Capacity {
  readonly id: CapacityId
  readonly title: string
  readonly realm: 'inside' | 'outside' | 'bridge'
  readonly isCategory: boolean
  readonly ownerId: AccountId
  readonly weeklyMinutes: number
  readonly promisedDays: number
  readonly overSince: Date | null
  readonly debt: Debt
}

/** Every capacity that the viewer may read, outside first. */
export async function listCapacities(ctx: Ctx): Promise<readonly Capacity[]> {
  const usual = await answerDays(ctx)
  return (await queries.selectCapacities(ctx)).map((row) => capacityOf(row, usual))
}

/** The capacity that an idea belongs to; undefined when none was set for its category or, without one, its space. */
export async function findCapacityFor(ctx: Ctx, idea: Idea): Promise<Capacity | undefined> {
  const row = await queries.findCapacityOf(ctx, { categoryId: idea.categoryId, spaceId: idea.thread.spaceId })
  return row && capacityOf(row, await answerDays(ctx))
}

function capacityOf(row: queries.CapacityRow, usualDays: number): Capacity {
  const { id, title, realm, ownerId, weeklyMinutes, overSince, waiting, measured } = row
  const promisedDays = row.answerDays ?? usualDays
  return {
    ...{ id, title, realm, ownerId, weeklyMinutes, promisedDays, overSince },
    isCategory: row.categoryId !== null,
    debt: debtOf({ waiting, measured, weeklyMinutes, promisedDays }),
  }
}

/** Who reviews and for how long, with the owner: for those who may set it. Throws NotFound. */
export async function getReviewers(
  ctx: Ctx,
  id: CapacityId,
): Promise<{
  reviewers: readonly { accountId: AccountId; weeklyMinutes: number }[]
  people: ReadonlyMap<AccountId, PersonCard>
}> {
  const row = await queries.findCapacity(ctx, id)
  if (!row || !maySetCapacity(ctx.viewer, row.realm).allowed) throw new NotFound('idea-capacity.not-found')
  const reviewers = await queries.selectReviewers(ctx, id)
  return { reviewers, people: await loadPeople(ctx, [row.ownerId, ...reviewers.map((one) => one.accountId)]) }
}

/**
 * Sets owner and reviewers with their hours a week of a category, or of the ideas of a space that have none. Throws
 * NotFound, Forbidden, Invalid (`owner`, `reviewers`: employees; `hours`: a quarter of an hour to 100).
 */
export async function setCapacity(
  ctx: Ctx,
  place: queries.Place,
  parts: { ownerId: AccountId; reviewers: readonly { accountId: AccountId; hours: number }[] },
): Promise<CapacityId> {
  const realm = await realmOf(ctx, place)
  demand(maySetCapacity(ctx.viewer, realm))
  const { viewer } = ctx
  if (viewer.kind !== 'account') throw new Forbidden('idea-capacity.nobody', said('This is done by a person.'))
  if (!(await isColleague(ctx, parts.ownerId)))
    throw new Invalid('idea-capacity.owner', { owner: said('Choose somebody who works here.') })
  for (const { accountId, hours } of parts.reviewers) {
    if (!(await isColleague(ctx, accountId)))
      throw new Invalid('idea-capacity.reviewers', { reviewers: said('Reviewers are people who work here.') })
    if (!(hours >= 0.25 && hours <= 100))
      throw new Invalid('idea-capacity.hours', {
        reviewers: said('Give hours a week, from a quarter of an hour to 100.'),
      })
  }
  const reviewers = parts.reviewers.map(({ accountId, hours }) => ({
    accountId,
    weeklyMinutes: Math.round(hours * 60),
  }))
  if (new Set(reviewers.map((one) => one.accountId)).size < reviewers.length)
    throw new Invalid('idea-capacity.twice', { reviewers: said('Somebody is named twice.') })
  return ctx.transaction((inside) =>
    queries.putCapacity(inside, place, { ownerId: parts.ownerId, setBy: viewer.id, reviewers }),
  )
}

async function realmOf(ctx: Ctx, place: queries.Place) {
  if ('spaceId' in place) return (await getSpaceById(ctx, place.spaceId)).realm
  for (const realm of ['inside', 'outside', 'bridge'] as const) {
    if ((await listCategories(ctx, realm, true)).some((one) => one.id === place.categoryId)) return realm
  }
  throw new NotFound('ideas.no-category')
}

async function isColleague(ctx: Ctx, id: AccountId): Promise<boolean> {
  const person = await findPerson(ctx, id)
  return person?.realm === 'inside' && person.state === 'active'
}

/** Whether the viewer reviews the ideas to which this one belongs. */
export async function mayNote(ctx: Ctx, idea: Idea) {
  const capacity = await findCapacityFor(ctx, idea)
  const reviewers = capacity ? await queries.selectReviewers(ctx, capacity.id) : []
  return mayNoteEffort(
    ctx.viewer,
    reviewers.map((one) => one.accountId),
  )
}

/** Notes how long the review of an idea took the viewer, in minutes. Throws NotFound, Forbidden, Invalid (`minutes`). */
export async function noteEffort(ctx: Ctx, ideaId: ThreadId, minutes: number): Promise<void> {
  demand(await mayNote(ctx, await getIdea(ctx, ideaId)))
  if (ctx.viewer.kind !== 'account') throw new Forbidden('idea-capacity.nobody', said('This is done by a person.'))
  if (!Number.isInteger(minutes) || minutes < 1 || minutes > 6000)
    throw new Invalid('idea-capacity.minutes', { minutes: said('Give whole minutes, from 1 to 6,000.') })
  await queries.insertEffort(ctx, { ideaId, accountId: ctx.viewer.id, minutes })
}

/** Looks at every capacity and announces those whose state changed since they were last told, once. For the job. */
export async function guardCapacities(ctx: Ctx): Promise<void> {
  for (const { id, debt } of await listCapacities(ctx)) {
    await ctx.transaction(async (inside) => {
      if (await queries.markOver(inside, id, debt.isOver))
        await announce(inside, capacityChanged, { capacityId: id, isOver: debt.isOver })
    })
  }
}

/** What a warning about a capacity needs: whom, about what, and a space in which its ideas stand. For the listener. */
export async function warningOf(ctx: Ctx, id: CapacityId) {
  const row = await queries.findCapacity(ctx, id)
  const spaceId = await queries.findSpaceOf(ctx, id)
  return row && spaceId ? { capacity: capacityOf(row, await answerDays(ctx)), spaceId } : undefined
}
