import { type RawBuilder, sql } from 'kysely'
import type { AccountViewer, Ctx, Realm } from '../../platform/context.ts'
import type { PageOf, Place } from '../../platform/cursor.ts'
import type { AccountId } from '../../platform/ids.ts'
import { readNewest } from '../../platform/newest-first.ts'
import { readerOf } from '../../realms/reader.access.ts'
import { type Space, readableSpace, rightLevel } from '../../realms/spaces/spaces.ts'
import { readableThread, threadColumns, type ThreadId } from '../threads/threads.ts'
import { readableStorm } from './storms.access.ts'
import type { StormId } from './storms.tables.ts'

function selectReadableStorms(ctx: Ctx) {
  return ctx.db
    .selectFrom('storms')
    .innerJoin('spaces', 'spaces.id', 'storms.spaceId')
    .selectAll('storms')
    .select(['spaces.title as spaceTitle', 'spaces.slug as spaceSlug'])
    .where(readableStorm(readerOf(ctx.viewer)))
}

export type StormRow = Awaited<ReturnType<ReturnType<typeof selectReadableStorms>['executeTakeFirstOrThrow']>>

export async function findStorm(ctx: Ctx, id: StormId): Promise<StormRow | undefined> {
  return selectReadableStorms(ctx).where('storms.id', '=', id).executeTakeFirst()
}

/**
 * The spaces in which the viewer, an employee, may start a session, oldest first: what `mayKeep` says, asked of all at
 * once. `sides`: those on which their office is enough.
 */
export async function selectKeepable(ctx: Ctx, viewer: AccountViewer, sides: readonly Realm[]): Promise<Space[]> {
  const level = rightLevel(viewer.id)
  const byOffice = sides.length === 0 ? sql<boolean>`false` : sql<boolean>`spaces.realm in (${sql.join(sides)})`
  return ctx.db
    .selectFrom('spaces')
    .select(['id', 'realm', 'slug', 'title', 'description', 'access', 'archivedAt', 'parentId', 'stops'])
    .where(readableSpace(readerOf(viewer)))
    .where('spaces.archivedAt', 'is', null)
    .where(
      sql<boolean>`(${byOffice} or (spaces.realm = 'bridge' and ${level} >= 2) or (spaces.realm = 'inside' and ${level} >= 4))`,
    )
    .orderBy('spaces.id')
    .limit(200)
    .execute()
}

/** Those that close last stand first. */
export async function selectStormPage(ctx: Ctx, after: Place | undefined, limit: number): Promise<PageOf<StormRow>> {
  return readNewest(selectReadableStorms(ctx), 'storms.closesAt', after, limit)
}

/** Those of a side that are open at this moment. */
export async function selectOpen(ctx: Ctx, realm: Realm, limit: number): Promise<StormRow[]> {
  return selectReadableStorms(ctx)
    .where('storms.realm', '=', realm)
    .where('storms.opensAt', '<=', ctx.now)
    .where('storms.closesAt', '>', ctx.now)
    .orderBy('storms.closesAt')
    .orderBy('storms.id')
    .limit(limit)
    .execute()
}

/** The session that an idea was submitted into, where the viewer may read it. */
export async function findStormOfIdea(ctx: Ctx, threadId: ThreadId): Promise<StormRow | undefined> {
  return selectReadableStorms(ctx)
    .innerJoin('stormIdeas', 'stormIdeas.stormId', 'storms.id')
    .where('stormIdeas.threadId', '=', threadId)
    .executeTakeFirst()
}

/** Waits for whoever changes or ends this session right now. */
export async function lockStorm(ctx: Ctx, id: StormId): Promise<void> {
  await ctx.db.selectFrom('storms').select('id').where('id', '=', id).forUpdate().execute()
}

export type StormWords = Pick<
  StormRow,
  'question' | 'body' | 'rules' | 'opensAt' | 'closesAt' | 'timeZone' | 'realm' | 'spaceId'
>

export async function insertStorm(ctx: Ctx, words: StormWords, startedBy: AccountId): Promise<StormId> {
  const { id } = await ctx.db
    .insertInto('storms')
    .values({ ...words, startedBy, startedAt: ctx.now })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

export async function updateStorm(ctx: Ctx, id: StormId, words: Omit<StormWords, 'realm' | 'spaceId'>): Promise<void> {
  await ctx.db.updateTable('storms').set(words).where('id', '=', id).execute()
}

export async function putJudges(ctx: Ctx, stormId: StormId, accountIds: readonly AccountId[]): Promise<void> {
  await ctx.db.deleteFrom('stormJudges').where('stormId', '=', stormId).execute()
  await ctx.db
    .insertInto('stormJudges')
    .values(accountIds.map((accountId) => ({ stormId, accountId })))
    .execute()
}

/** The judges of a session; the caller has read it. */
export async function selectJudges(ctx: Ctx, stormId: StormId): Promise<AccountId[]> {
  const rows = await ctx.db
    .selectFrom('stormJudges')
    .select('accountId')
    .where('stormId', '=', stormId)
    .orderBy('accountId')
    .execute()
  return rows.map((row) => row.accountId)
}

export async function insertIdea(ctx: Ctx, stormId: StormId, threadId: ThreadId, by: AccountId): Promise<void> {
  await ctx.db.insertInto('stormIdeas').values({ stormId, threadId, submittedBy: by, submittedAt: ctx.now }).execute()
}

/**
 * For an idea of a session, who stood for it when the session closed (or stand for it, while it is open): the last word of
 * each person within its hours. Not its author, not the judges; outside not those who work here.
 */
function votersFor(idea: RawBuilder<unknown>): RawBuilder<{ accountId: AccountId }> {
  return sql`(select last.account_id from (
      select distinct on (said.account_id) said.account_id, said.value from idea_vote_events said
      join storm_ideas here on here.thread_id = said.idea_id
      join storms on storms.id = here.storm_id
      join threads written on written.id = said.idea_id
      where said.idea_id = ${idea} and said.given_at >= storms.opens_at and said.given_at < storms.closes_at
        and said.account_id <> written.author_id and not (storms.realm = 'outside' and said.from_staff)
        and not exists (select from storm_judges where storm_judges.storm_id = storms.id
          and storm_judges.account_id = said.account_id)
      order by said.account_id, said.id desc
    ) last where last.value = 1)`
}

/** The ideas of a session that the viewer may read: while it is open in order of time, afterwards by votes. */
export async function selectIdeas(ctx: Ctx, stormId: StormId, byVotes: boolean, limit: number) {
  const me = ctx.viewer.kind === 'account' ? ctx.viewer.id : 0
  let query = ctx.db
    .selectFrom('stormIdeas')
    .innerJoin('threads', 'threads.id', 'stormIdeas.threadId')
    .innerJoin('ideas', 'ideas.threadId', 'stormIdeas.threadId')
    .leftJoin('stormChoices', 'stormChoices.threadId', 'stormIdeas.threadId')
    .select([...threadColumns, 'stormChoices.place', 'stormIdeas.submittedAt', 'ideas.stage'])
    .select([
      sql<number>`(select count(*)::int from ${votersFor(sql`threads.id`)} voters)`.as('votes'),
      sql<boolean>`(${me} in ${votersFor(sql`threads.id`)})`.as('isMine'),
    ])
    .where('stormIdeas.stormId', '=', stormId)
    .where(readableThread(readerOf(ctx.viewer)))
  if (byVotes) query = query.orderBy(sql`storm_choices.place nulls last`).orderBy(sql`votes`, 'desc')
  return query.orderBy('threads.id').limit(limit).execute()
}

export async function upsertNote(
  ctx: Ctx,
  note: { threadId: ThreadId; judgeId: AccountId; body: string; chooses: boolean },
): Promise<void> {
  const row = { ...note, writtenAt: ctx.now }
  await ctx.db
    .insertInto('stormNotes')
    .values(row)
    .onConflict((conflict) => conflict.columns(['threadId', 'judgeId']).doUpdateSet(row))
    .execute()
}

/** What the judges wrote; the caller has asked whether the viewer may read it. */
export async function selectNotes(ctx: Ctx, stormId: StormId) {
  return ctx.db
    .selectFrom('stormNotes')
    .innerJoin('stormIdeas', 'stormIdeas.threadId', 'stormNotes.threadId')
    .selectAll('stormNotes')
    .where('stormIdeas.stormId', '=', stormId)
    .orderBy('stormNotes.writtenAt')
    .orderBy('stormNotes.judgeId')
    .execute()
}

export async function insertChoices(ctx: Ctx, stormId: StormId, chosen: readonly ThreadId[]): Promise<void> {
  if (chosen.length === 0) return
  await ctx.db
    .insertInto('stormChoices')
    .values(chosen.map((threadId, at) => ({ stormId, threadId, place: at + 1 })))
    .execute()
}

/** Ends a session with its result, if nobody has. */
export async function setFinished(ctx: Ctx, id: StormId, resultThreadId: ThreadId, by: AccountId): Promise<boolean> {
  const { numUpdatedRows } = await ctx.db
    .updateTable('storms')
    .set({ resultThreadId, finishedBy: by, finishedAt: ctx.now })
    .where('id', '=', id)
    .where('finishedAt', 'is', null)
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

/** Takes the sessions whose opening (closing) has come and was not announced, each once. For the job alone. */
export async function takeDue(ctx: Ctx, moment: 'opening' | 'closing') {
  const told = moment === 'opening' ? 'openingToldAt' : 'closingToldAt'
  const rows = await ctx.db
    .updateTable('storms')
    .set({ [told]: ctx.now })
    .where(told, 'is', null)
    .where(moment === 'opening' ? 'opensAt' : 'closesAt', '<=', ctx.now)
    .returning(['id', 'spaceId'])
    .execute()
  return rows.sort((a, b) => a.id - b.id)
}

/** Everybody who took part: who submitted, whose votes counted, and the judges. For listeners. */
export async function selectPartakers(
  ctx: Ctx,
  stormId: StormId,
  page: { afterAccount: number; limit: number },
): Promise<AccountId[]> {
  const { rows } = await sql<{ accountId: AccountId }>`select * from (
    select submitted_by as account_id from storm_ideas where storm_id = ${stormId}
    union select voters.account_id from storm_ideas, lateral ${votersFor(sql`storm_ideas.thread_id`)} voters
      where storm_ideas.storm_id = ${stormId}
    union select account_id from storm_judges where storm_id = ${stormId}) partakers
    where account_id > ${page.afterAccount} order by 1 limit ${page.limit}`.execute(ctx.db)
  return rows.map((row) => row.accountId)
}
