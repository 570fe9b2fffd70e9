import { sql } from 'kysely'
import type { Ctx } from '../../platform/context.ts'
import type { PageOf, Place } from '../../platform/cursor.ts'
import type { AccountId } from '../../platform/ids.ts'
import { readNewest } from '../../platform/newest-first.ts'
import { ownDraft } from './drafts.access.ts'
import type { DraftId } from './drafts.tables.ts'

export interface DraftRow {
  readonly id: DraftId
  readonly place: string
  readonly path: string
  readonly fields: Readonly<Record<string, string>>
  readonly version: number
  readonly savedAt: Date
  readonly thrownAt: Date | null
}

/** The viewer's own drafts; narrowed by the caller. The only way into `drafts`. */
function selectOwn(ctx: Ctx) {
  return ctx.db
    .selectFrom('drafts')
    .select(['id', 'place', 'path', 'version', 'savedAt', 'thrownAt'])
    .select(sql<DraftRow['fields']>`fields`.as('fields'))
    .where(ownDraft(ctx.viewer))
}

export async function findOwn(ctx: Ctx, id: DraftId): Promise<DraftRow | undefined> {
  return selectOwn(ctx).where('id', '=', id).executeTakeFirst()
}

/** The viewer's open drafts at these places. */
export async function selectAt(ctx: Ctx, places: readonly string[]): Promise<readonly DraftRow[]> {
  if (places.length === 0) return []
  return selectOwn(ctx).where('place', 'in', places).where('thrownAt', 'is', null).execute()
}

/** The viewer's open draft at one place, locked until the transaction ends. */
export async function lockAt(ctx: Ctx, place: string): Promise<DraftRow | undefined> {
  return selectOwn(ctx).where('place', '=', place).where('thrownAt', 'is', null).forUpdate().executeTakeFirst()
}

export async function selectPage(ctx: Ctx, after: Place | undefined, limit: number): Promise<PageOf<DraftRow>> {
  return readNewest(selectOwn(ctx).where('thrownAt', 'is', null), 'drafts.savedAt', after, limit)
}

export async function countOpen(ctx: Ctx): Promise<number> {
  const { count } = await ctx.db
    .selectFrom('drafts')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where(ownDraft(ctx.viewer))
    .where('thrownAt', 'is', null)
    .executeTakeFirstOrThrow()
  return count
}

export interface Written {
  readonly place: string
  readonly path: string
  readonly fields: Readonly<Record<string, string>>
  readonly version: number
}

/** False when somebody was quicker: there is an open draft at this place. */
export async function insert(ctx: Ctx, accountId: AccountId, written: Written): Promise<boolean> {
  const row = await ctx.db
    .insertInto('drafts')
    .values({ ...written, accountId, fields: JSON.stringify(written.fields), begunAt: ctx.now, savedAt: ctx.now })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst()
  return row !== undefined
}

export async function update(ctx: Ctx, id: DraftId, written: Written): Promise<void> {
  await ctx.db
    .updateTable('drafts')
    .set({ ...written, fields: JSON.stringify(written.fields), savedAt: ctx.now })
    .where('id', '=', id)
    .execute()
}

/** Throws a draft away or brings it back. False when another one was begun at its place meanwhile. */
export async function setThrown(ctx: Ctx, id: DraftId, thrownAt: Date | null): Promise<boolean> {
  const { numUpdatedRows } = await ctx.db
    .updateTable('drafts')
    .set({ thrownAt })
    .where('id', '=', id)
    .where(ownDraft(ctx.viewer))
    .where(
      sql<boolean>`(${thrownAt}::timestamptz is not null or not exists (select from drafts other where
        other.account_id = drafts.account_id and other.place = drafts.place and other.thrown_at is null
        and other.id <> drafts.id))`,
    )
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

export async function remove(ctx: Ctx, id: DraftId): Promise<void> {
  await ctx.db.deleteFrom('drafts').where('id', '=', id).where(ownDraft(ctx.viewer)).execute()
}

/** Forgets drafts that nobody touched since `savedBefore`, and those thrown away before `thrownBefore`. */
export async function deleteOld(ctx: Ctx, savedBefore: Date, thrownBefore: Date): Promise<void> {
  await ctx.db
    .deleteFrom('drafts')
    .where((eb) => eb.or([eb('savedAt', '<', savedBefore), eb('thrownAt', '<', thrownBefore)]))
    .execute()
}
