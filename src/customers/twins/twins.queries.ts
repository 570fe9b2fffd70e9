import { sql } from 'kysely'
import { type Day, type IdeaStage, ownReasons, partTakenBack } from '../../content/ideas/ideas.ts'
import type { ThreadId } from '../../content/threads/threads.ts'
import type { Ctx } from '../../platform/context.ts'
import type { PageOf, Place } from '../../platform/cursor.ts'
import type { AccountId } from '../../platform/ids.ts'
import { readNewest } from '../../platform/newest-first.ts'
import type { CrossingId } from '../../realms/crossings/crossings.ts'
import { readerOf } from '../../realms/reader.access.ts'
import { readableAnswer, readableTwin } from './twins.access.ts'
import type { NoteKind, TwinId, TwinWordsId } from './twins.tables.ts'

function selectReadableTwins(ctx: Ctx) {
  return ctx.db
    .selectFrom('twins')
    .innerJoin('threads as inner', 'inner.id', 'twins.innerId')
    .innerJoin('threads as outer', 'outer.id', 'twins.outerId')
    .leftJoin('crossings as back', 'back.recalls', 'twins.crossingId')
    .select(['twins.id', 'twins.innerId', 'twins.outerId', 'twins.crossingId', 'twins.joinedBy', 'twins.joinedAt'])
    .select(['inner.title as innerTitle', 'outer.title as outerTitle'])
    .select(['back.happenedAt as endedAt', 'back.actedBy as endedBy', 'back.reason as endedBecause'])
    .where(readableTwin(readerOf(ctx.viewer)))
}

export type TwinRow = Awaited<ReturnType<ReturnType<typeof selectReadableTwins>['executeTakeFirstOrThrow']>>

export async function findTwin(ctx: Ctx, id: TwinId): Promise<TwinRow | undefined> {
  return selectReadableTwins(ctx).where('twins.id', '=', id).executeTakeFirst()
}

/** The twins of one idea, from either side, the newest first. */
export async function selectTwinsOf(ctx: Ctx, ideaId: ThreadId): Promise<TwinRow[]> {
  return selectReadableTwins(ctx)
    .where((where) => where.or([where('twins.innerId', '=', ideaId), where('twins.outerId', '=', ideaId)]))
    .orderBy('twins.id', 'desc')
    .execute()
}

export async function selectTwinPage(ctx: Ctx, after: Place | undefined, limit: number): Promise<PageOf<TwinRow>> {
  return readNewest(selectReadableTwins(ctx), 'twins.joinedAt', after, limit)
}

/** Whether either idea stands in a twin that has not ended, of whichever readers. Asked under the lock of the log. */
export async function isTwinned(ctx: Ctx, innerId: ThreadId, outerId: ThreadId): Promise<boolean> {
  const row = await ctx.db
    .selectFrom('twins')
    .leftJoin('crossings as back', 'back.recalls', 'twins.crossingId')
    .select('twins.id')
    .where((where) => where.or([where('twins.innerId', '=', innerId), where('twins.outerId', '=', outerId)]))
    .where('back.id', 'is', null)
    .executeTakeFirst()
  return row !== undefined
}

export async function insertTwin(
  ctx: Ctx,
  twin: { innerId: ThreadId; outerId: ThreadId; crossingId: CrossingId; joinedBy: AccountId },
): Promise<TwinId> {
  const { id } = await ctx.db
    .insertInto('twins')
    .values({ ...twin, joinedAt: ctx.now })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

/** Waits for whoever publishes from this twin right now. */
export async function lockTwin(ctx: Ctx, id: TwinId): Promise<void> {
  await ctx.db.selectFrom('twins').select('id').where('id', '=', id).forUpdate().execute()
}

export async function insertNote(
  ctx: Ctx,
  note: { twinId: TwinId; kind: NoteKind; body: string; writtenBy: AccountId },
): Promise<void> {
  await ctx.db
    .insertInto('twinNotes')
    .values({ ...note, writtenAt: ctx.now })
    .execute()
}

/** What was noted on a twin, oldest first, the last 200; the caller has read the twin. */
export async function selectNotes(ctx: Ctx, twinId: TwinId) {
  const rows = await ctx.db
    .selectFrom('twinNotes')
    .selectAll()
    .where('twinId', '=', twinId)
    .orderBy('id', 'desc')
    .limit(200)
    .execute()
  return rows.reverse()
}

export async function insertWords(
  ctx: Ctx,
  words: {
    twinId: TwinId
    stage: IdeaStage
    reason: string
    part: string | null
    answerBy: Day | null
    writtenBy: AccountId
  },
): Promise<TwinWordsId> {
  const { id } = await ctx.db
    .insertInto('twinWords')
    .values({ ...words, writtenAt: ctx.now, crossingId: null, changeId: null })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

/** The public words of a twin, newest first, at most 50; the caller has read the twin. */
export async function selectWords(ctx: Ctx, twinId: TwinId) {
  return ctx.db
    .selectFrom('twinWords')
    .selectAll()
    .where('twinId', '=', twinId)
    .orderBy('id', 'desc')
    .limit(50)
    .execute()
}

export async function setPublished(
  ctx: Ctx,
  id: TwinWordsId,
  published: { crossingId: CrossingId; changeId: number },
): Promise<void> {
  await ctx.db.updateTable('twinWords').set(published).where('id', '=', id).execute()
}

/** What the company answered on an idea that the viewer may read. */
export async function findAnswer(ctx: Ctx, id: number) {
  return ctx.db
    .selectFrom('ideaStageChanges')
    .select(['id', 'ideaId', 'stage', 'reason', 'part', 'answerBy'])
    .where('id', '=', id)
    .where(readableAnswer(readerOf(ctx.viewer)))
    .executeTakeFirst()
}

/** Takes the words of an answer back and leaves a marker; the stage stays. */
export async function blankAnswer(ctx: Ctx, id: number): Promise<void> {
  await ctx.db
    .updateTable('ideaStageChanges')
    .set({
      reason: ownReasons.takenBack,
      part: sql`case when part is null then null else ${partTakenBack}::text end`,
    })
    .where('id', '=', id)
    .execute()
}
