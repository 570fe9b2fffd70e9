import type { Ctx, Realm } from '../../platform/context.ts'
import type { CategoryId } from './ideas.tables.ts'

const columns = ['id', 'realm', 'slug', 'title', 'answerDays', 'closedAt'] as const

/** The categories of a side. Who may see that side at all is asked by the caller, through its spaces. */
export async function selectCategories(ctx: Ctx, realm: Realm, closed: boolean) {
  let query = ctx.db.selectFrom('ideaCategories').select(columns).where('realm', '=', realm)
  if (!closed) query = query.where('closedAt', 'is', null)
  return query.orderBy('title').orderBy('id').limit(200).execute()
}

export type CategoryRow = Awaited<ReturnType<typeof selectCategories>>[number]

export async function selectCategoriesByIds(ctx: Ctx, ids: readonly CategoryId[]): Promise<CategoryRow[]> {
  if (ids.length === 0) return []
  return ctx.db.selectFrom('ideaCategories').select(columns).where('id', 'in', ids).execute()
}

/** Undefined when there is one at this address. */
export async function insertCategory(
  ctx: Ctx,
  row: Pick<CategoryRow, 'realm' | 'slug' | 'title' | 'answerDays'>,
): Promise<CategoryRow | undefined> {
  const madeBy = ctx.viewer.kind === 'account' ? ctx.viewer.id : null
  return ctx.db
    .insertInto('ideaCategories')
    .values({ ...row, madeBy, madeAt: ctx.now })
    .onConflict((conflict) => conflict.columns(['realm', 'slug']).doNothing())
    .returning(columns)
    .executeTakeFirst()
}

export async function updateClosed(ctx: Ctx, id: CategoryId, closedAt: Date | null): Promise<void> {
  await ctx.db.updateTable('ideaCategories').set({ closedAt }).where('id', '=', id).execute()
}
