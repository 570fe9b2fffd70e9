import { sql } from 'kysely'
import type { CategoryId } from '../../content/ideas/ideas.ts'
import { readableThread } from '../../content/threads/threads.ts'
import type { Ctx } from '../../platform/context.ts'
import type { AccountId } from '../../platform/ids.ts'
import { readerOf } from '../../realms/reader.access.ts'
import type { SpaceId } from '../../realms/spaces/spaces.ts'
import { readableCapacity } from './idea-capacity.access.ts'
import type { CapacityId } from './idea-capacity.tables.ts'

/** What a capacity is for. */
export type Place = { readonly categoryId: CategoryId } | { readonly spaceId: SpaceId }

// An idea belongs to the capacity of its category, without one to that of its space.
const belongs = sql<boolean>`((idea_capacities.category_id is not null and ideas.category_id = idea_capacities.category_id)
  or (idea_capacities.space_id is not null and ideas.category_id is null and ideas.space_id = idea_capacities.space_id))`

function selectReadable(ctx: Ctx) {
  const reader = readerOf(ctx.viewer)
  return ctx.db
    .selectFrom('ideaCapacities')
    .leftJoin('ideaCategories', 'ideaCategories.id', 'ideaCapacities.categoryId')
    .leftJoin('spaces', 'spaces.id', 'ideaCapacities.spaceId')
    .selectAll('ideaCapacities')
    .select([
      sql<string>`coalesce(idea_categories.title, spaces.title)`.as('title'),
      sql<'inside' | 'outside' | 'bridge'>`coalesce(idea_categories.realm, spaces.realm)`.as('realm'),
      'ideaCategories.answerDays',
      sql<number>`coalesce((select sum(idea_reviewers.weekly_minutes)::int from idea_reviewers
        where idea_reviewers.capacity_id = idea_capacities.id), 0)`.as('weeklyMinutes'),
      sql<number>`(select count(*)::int from ideas join threads on threads.id = ideas.thread_id
        where ideas.is_listed and ideas.stage in ('new', 'under-review') and threads.recalled_at is null
          and ${belongs} and ${readableThread(reader)})`.as('waiting'),
      sql<number[]>`array(select efforts.minutes from idea_review_efforts efforts
        join ideas on ideas.thread_id = efforts.idea_id where ${belongs} order by efforts.id desc limit 50)`.as(
        'measured',
      ),
    ])
    .where(readableCapacity(reader))
}

export type CapacityRow = Awaited<ReturnType<ReturnType<typeof selectReadable>['executeTakeFirstOrThrow']>>

/** Every capacity that the viewer may read, outside first, by title. */
export async function selectCapacities(ctx: Ctx): Promise<CapacityRow[]> {
  return selectReadable(ctx).orderBy('realm', 'desc').orderBy('title').orderBy('ideaCapacities.id').limit(200).execute()
}

export async function findCapacity(ctx: Ctx, id: CapacityId): Promise<CapacityRow | undefined> {
  return selectReadable(ctx).where('ideaCapacities.id', '=', id).executeTakeFirst()
}

/** The capacity that an idea belongs to, by its category or, without one, its space. */
export async function findCapacityOf(
  ctx: Ctx,
  idea: { categoryId: CategoryId | null; spaceId: SpaceId },
): Promise<CapacityRow | undefined> {
  const query = selectReadable(ctx)
  return idea.categoryId === null
    ? query.where('ideaCapacities.spaceId', '=', idea.spaceId).executeTakeFirst()
    : query.where('ideaCapacities.categoryId', '=', idea.categoryId).executeTakeFirst()
}

/** Owner, reviewers and hours of a place, in the place of those before. */
export async function putCapacity(
  ctx: Ctx,
  place: Place,
  parts: {
    ownerId: AccountId
    setBy: AccountId
    reviewers: readonly { accountId: AccountId; weeklyMinutes: number }[]
  },
): Promise<CapacityId> {
  const row = { ownerId: parts.ownerId, setBy: parts.setBy, setAt: ctx.now }
  const both = { categoryId: null, spaceId: null, ...place }
  const { id } = await ctx.db
    .insertInto('ideaCapacities')
    .values({ ...both, ...row, overSince: null })
    .onConflict((conflict) => conflict.column('categoryId' in place ? 'categoryId' : 'spaceId').doUpdateSet(row))
    .returning('id')
    .executeTakeFirstOrThrow()
  await ctx.db.deleteFrom('ideaReviewers').where('capacityId', '=', id).execute()
  if (parts.reviewers.length > 0)
    await ctx.db
      .insertInto('ideaReviewers')
      .values(parts.reviewers.map((one) => ({ capacityId: id, ...one })))
      .execute()
  return id
}

/** Who reviews, by account; the caller has asked whether the viewer may know. */
export async function selectReviewers(ctx: Ctx, capacityId: CapacityId) {
  return ctx.db
    .selectFrom('ideaReviewers')
    .select(['accountId', 'weeklyMinutes'])
    .where('capacityId', '=', capacityId)
    .orderBy('accountId')
    .execute()
}

export async function insertEffort(ctx: Ctx, effort: { ideaId: number; accountId: AccountId; minutes: number }) {
  await ctx.db
    .insertInto('ideaReviewEfforts')
    .values({ ...effort, ideaId: effort.ideaId as never, notedAt: ctx.now })
    .execute()
}

/** Keeps whether more waits than fits; true when that is news, so that it is told once. */
export async function markOver(ctx: Ctx, id: CapacityId, isOver: boolean): Promise<boolean> {
  const { numUpdatedRows } = await ctx.db
    .updateTable('ideaCapacities')
    .set({ overSince: isOver ? ctx.now : null })
    .where('id', '=', id)
    .where('overSince', isOver ? 'is' : 'is not', null)
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

/** A space in which the ideas of a capacity stand, that of the newest: what a warning about it is about. */
export async function findSpaceOf(ctx: Ctx, id: CapacityId): Promise<SpaceId | undefined> {
  const { rows } = await sql<{ spaceId: SpaceId }>`select ideas.space_id from idea_capacities, ideas
    where idea_capacities.id = ${id} and ${belongs} order by ideas.thread_id desc limit 1`.execute(ctx.db)
  return rows[0]?.spaceId
}
