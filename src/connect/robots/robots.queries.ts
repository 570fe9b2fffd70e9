import type { Ctx } from '../../platform/context.ts'
import type { AccountId } from '../../platform/ids.ts'
import { type SpaceId, readableSpace } from '../../realms/spaces/spaces.ts'
import { readerOf } from '../../realms/reader.access.ts'
import type { RobotChoice } from './robots.ts'

/** The choice of each space outside that the viewer may read, by address. */
export async function selectChoices(ctx: Ctx) {
  const rows = await ctx.db
    .selectFrom('spaces')
    .leftJoin('spaceRobots', 'spaceRobots.spaceId', 'spaces.id')
    .select(['spaces.id', 'spaces.slug', 'spaceRobots.listed', 'spaceRobots.ai'])
    .where('spaces.realm', '=', 'outside')
    .where(readableSpace(readerOf(ctx.viewer)))
    .orderBy('spaces.slug')
    .execute()
  return rows.map(({ id, slug, listed, ai }) => ({ id, slug, listed: listed ?? true, ai: ai ?? true }))
}

export async function findChoice(ctx: Ctx, spaceId: SpaceId): Promise<RobotChoice | undefined> {
  return ctx.db.selectFrom('spaceRobots').select(['listed', 'ai']).where('spaceId', '=', spaceId).executeTakeFirst()
}

export async function putChoice(
  ctx: Ctx,
  spaceId: SpaceId,
  choice: RobotChoice,
  chosenBy: AccountId | null,
): Promise<void> {
  const row = { ...choice, chosenBy, chosenAt: ctx.now }
  await ctx.db
    .insertInto('spaceRobots')
    .values({ spaceId, ...row })
    .onConflict((conflict) => conflict.column('spaceId').doUpdateSet(row))
    .execute()
}
