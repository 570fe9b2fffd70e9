import { sql } from 'kysely'
import { type ThreadId, readableThread } from '../../content/threads/threads.ts'
import type { Ctx } from '../../platform/context.ts'
import type { PageOf, Place } from '../../platform/cursor.ts'
import type { AccountId } from '../../platform/ids.ts'
import { readNewest } from '../../platform/newest-first.ts'
import type { CrossingId } from '../../realms/crossings/crossings.ts'
import { readerOf } from '../../realms/reader.access.ts'
import { knownSwarm, readableSwarm } from './swarms.access.ts'
import type { SwarmId, WordingId } from './swarms.tables.ts'

const columns = [
  'swarms.id',
  'swarms.questionId',
  'swarms.companionId',
  'swarms.ownerId',
  'swarms.openedBy',
  'swarms.openedAt',
  'swarms.closedAt',
] as const

/** The swarms that the viewer takes part in; narrowed by the caller. */
function selectReadableSwarms(ctx: Ctx) {
  return ctx.db
    .selectFrom('swarms')
    .select(columns)
    .where(readableSwarm(readerOf(ctx.viewer)))
}

/** The swarms that the viewer may know of; narrowed by the caller. */
function selectKnownSwarms(ctx: Ctx) {
  const reader = readerOf(ctx.viewer)
  // Its author may have narrowed the question since.
  const questionTitle = sql<string>`coalesce((select threads.title from threads
    where threads.id = swarms.question_id and ${readableThread(reader)}), ${ctx.say('a question that is not open to you')})`
  const named = ctx.say('Swarm: {title}', { title: '{title}' })
  return ctx.db
    .selectFrom('swarms')
    .innerJoin('threads as companion', 'companion.id', 'swarms.companionId')
    .innerJoin('accounts as owner', 'owner.id', 'swarms.ownerId')
    .select(columns)
    .select([
      questionTitle.as('questionTitle'),
      // What its participants call it is theirs; whoever only knows of it reads what it is about.
      sql<string>`case when ${readableSwarm(reader)} then companion.title else replace(${named}, '{title}', ${questionTitle}) end`.as(
        'title',
      ),
      'companion.replyCount as messages',
      'owner.displayName as ownerName',
      readableSwarm(reader).as('takesPart'),
      sql<number>`(select count(*) from thread_participants where thread_id = swarms.companion_id)`.as('people'),
      sql<boolean>`exists (select from swarm_wordings w where w.swarm_id = swarms.id and w.crossing_id is not null)`.as(
        'crossed',
      ),
    ])
    .where(knownSwarm(reader))
}

export type SwarmRow = Awaited<ReturnType<ReturnType<typeof selectReadableSwarms>['executeTakeFirstOrThrow']>>
export type KnownSwarmRow = Awaited<ReturnType<ReturnType<typeof selectKnownSwarms>['executeTakeFirstOrThrow']>>

export async function findSwarm(ctx: Ctx, id: SwarmId): Promise<SwarmRow | undefined> {
  return selectReadableSwarms(ctx).where('swarms.id', '=', id).executeTakeFirst()
}

export async function findSwarmByCompanion(ctx: Ctx, companionId: ThreadId): Promise<SwarmRow | undefined> {
  return selectReadableSwarms(ctx).where('swarms.companionId', '=', companionId).executeTakeFirst()
}

export async function findKnownSwarm(ctx: Ctx, id: SwarmId): Promise<KnownSwarmRow | undefined> {
  return selectKnownSwarms(ctx).where('swarms.id', '=', id).executeTakeFirst()
}

/** The swarms on one question that the viewer may know of, newest first. */
export async function selectSwarmsOn(ctx: Ctx, questionId: ThreadId): Promise<KnownSwarmRow[]> {
  return selectKnownSwarms(ctx)
    .where('swarms.questionId', '=', questionId)
    .orderBy('swarms.id', 'desc')
    .limit(20)
    .execute()
}

export async function selectSwarmPage(
  ctx: Ctx,
  open: boolean,
  after: Place | undefined,
  limit: number,
): Promise<PageOf<KnownSwarmRow>> {
  const query = selectKnownSwarms(ctx).where('swarms.closedAt', open ? 'is' : 'is not', null)
  return readNewest(query, 'swarms.openedAt', after, limit)
}

/** Undefined when a swarm is open on this question already. */
export async function insertSwarm(
  ctx: Ctx,
  swarm: { questionId: ThreadId; companionId: ThreadId; ownerId: AccountId },
): Promise<SwarmId | undefined> {
  const row = await ctx.db
    .insertInto('swarms')
    .values({ ...swarm, openedBy: swarm.ownerId, openedAt: ctx.now })
    .onConflict((conflict) => conflict.column('questionId').where('closedAt', 'is', null).doNothing())
    .returning('id')
    .executeTakeFirst()
  return row?.id
}

/** False when it was closed already. */
export async function closeSwarm(ctx: Ctx, id: SwarmId, closedBy: AccountId): Promise<boolean> {
  const { numUpdatedRows } = await ctx.db
    .updateTable('swarms')
    .set({ closedAt: ctx.now, closedBy })
    .where('id', '=', id)
    .where('closedAt', 'is', null)
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

/** False when this person was called already. */
export async function insertCall(
  ctx: Ctx,
  call: { swarmId: SwarmId; accountId: AccountId; calledBy: AccountId; reason: string; joinedAt: Date | null },
): Promise<boolean> {
  const row = await ctx.db
    .insertInto('swarmCalls')
    .values({ ...call, calledAt: ctx.now })
    .onConflict((conflict) => conflict.doNothing())
    .returning('accountId')
    .executeTakeFirst()
  return row !== undefined
}

/** Remembers that somebody who was called has come. */
export async function markJoined(ctx: Ctx, swarmId: SwarmId, accountId: AccountId): Promise<void> {
  await ctx.db
    .updateTable('swarmCalls')
    .set({ joinedAt: ctx.now })
    .where('swarmId', '=', swarmId)
    .where('accountId', '=', accountId)
    .where('joinedAt', 'is', null)
    .execute()
}

export async function selectCalls(ctx: Ctx, swarmId: SwarmId) {
  return ctx.db
    .selectFrom('swarmCalls')
    .selectAll()
    .where('swarmId', '=', swarmId)
    .orderBy('calledAt')
    .orderBy('accountId')
    .limit(500)
    .execute()
}

export async function findCall(ctx: Ctx, swarmId: SwarmId, accountId: AccountId) {
  return ctx.db
    .selectFrom('swarmCalls')
    .selectAll()
    .where('swarmId', '=', swarmId)
    .where('accountId', '=', accountId)
    .executeTakeFirst()
}

export async function insertWording(
  ctx: Ctx,
  swarmId: SwarmId,
  body: string,
  writtenBy: AccountId,
): Promise<WordingId> {
  const { id } = await ctx.db
    .insertInto('swarmWordings')
    .values({ swarmId, body, writtenBy, writtenAt: ctx.now })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

/** The wordings of a swarm, newest first; the caller has read the swarm. */
export async function selectWordings(ctx: Ctx, swarmId: SwarmId) {
  return ctx.db
    .selectFrom('swarmWordings')
    .selectAll()
    .where('swarmId', '=', swarmId)
    .orderBy('id', 'desc')
    .limit(50)
    .execute()
}

export type WordingRow = Awaited<ReturnType<typeof selectWordings>>[number]

/** A wording of a swarm that the viewer takes part in. */
export async function findWording(ctx: Ctx, id: WordingId): Promise<WordingRow | undefined> {
  return ctx.db
    .selectFrom('swarmWordings')
    .innerJoin('swarms', 'swarms.id', 'swarmWordings.swarmId')
    .selectAll('swarmWordings')
    .where('swarmWordings.id', '=', id)
    .where(readableSwarm(readerOf(ctx.viewer)))
    .executeTakeFirst()
}

export async function insertAgreement(ctx: Ctx, wordingId: WordingId, accountId: AccountId): Promise<boolean> {
  const row = await ctx.db
    .insertInto('swarmWordingAgreements')
    .values({ wordingId, accountId, agreedAt: ctx.now })
    .onConflict((conflict) => conflict.doNothing())
    .returning('accountId')
    .executeTakeFirst()
  return row !== undefined
}

export async function selectAgreements(ctx: Ctx, wordingIds: readonly WordingId[]) {
  if (wordingIds.length === 0) return []
  return ctx.db
    .selectFrom('swarmWordingAgreements')
    .selectAll()
    .where('wordingId', 'in', wordingIds)
    .orderBy('agreedAt')
    .execute()
}

/** False when it was published meanwhile. */
export async function setCrossing(ctx: Ctx, id: WordingId, crossingId: CrossingId): Promise<boolean> {
  const { numUpdatedRows } = await ctx.db
    .updateTable('swarmWordings')
    .set({ crossingId })
    .where('id', '=', id)
    .where('crossingId', 'is', null)
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

/** Takes the swarm's row until the end of the transaction, so that two people cannot publish two wordings at once. */
export async function lockSwarm(ctx: Ctx, id: SwarmId): Promise<void> {
  await ctx.db.selectFrom('swarms').select('id').where('id', '=', id).forUpdate().execute()
}

/** When somebody other than the one who opened a swarm first wrote in its companion; the caller may know of the swarm. */
export async function firstContribution(
  ctx: Ctx,
  companionId: ThreadId,
  openedBy: AccountId,
): Promise<Date | undefined> {
  const row = await ctx.db
    .selectFrom('replies')
    .select((eb) => eb.fn.min<Date | null>('createdAt').as('at'))
    .where('threadId', '=', companionId)
    .where('authorId', '<>', openedBy)
    .executeTakeFirst()
  return row?.at ?? undefined
}

/**
 * Lets the swarms of a duplicate follow it to the question that it is merged into. One that is open stays where it is
 * when the other question has an open one too: two groups at work are not made one behind their backs.
 */
export async function followMerge(ctx: Ctx, fromId: ThreadId, intoId: ThreadId): Promise<void> {
  await sql`update swarms set question_id = ${intoId}, came_from = came_from || ${fromId}::bigint
    where question_id = ${fromId} and (closed_at is not null
      or not exists (select from swarms other where other.question_id = ${intoId} and other.closed_at is null))`.execute(
    ctx.db,
  )
}

/** Takes back exactly what the merge brought. */
export async function followUnmerge(ctx: Ctx, fromId: ThreadId, intoId: ThreadId): Promise<void> {
  await sql`update swarms set question_id = ${fromId}, came_from = trim_array(came_from, 1)
    where question_id = ${intoId} and came_from[cardinality(came_from)] = ${fromId}`.execute(ctx.db)
}
