import { sql } from 'kysely'
import { type Asked, asked } from '../../platform/asking.ts'
import type { Ctx } from '../../platform/context.ts'
import type { AccountId } from '../../platform/ids.ts'
import { readerOf } from '../../realms/reader.access.ts'
import type { SpaceId } from '../../realms/spaces/spaces.ts'
import type { ThreadAct } from './keeping.tables.ts'
import { askedAt } from './owed.queries.ts'
import { readableThread, shownReply } from './threads.access.ts'
import type { ReplyId, ReplyKind, ThreadId, ThreadType } from './threads.tables.ts'

export interface NewAct {
  readonly threadId: ThreadId
  readonly act: ThreadAct
  readonly fromType?: ThreadType
  readonly toType?: ThreadType
  readonly fromSpaceId?: SpaceId
  readonly toSpaceId?: SpaceId
  readonly fromTags?: readonly string[]
  readonly toTags?: readonly string[]
  readonly otherId?: ThreadId
  /** Of a merge. */
  readonly wasUnanswered?: boolean
  readonly actedBy: AccountId | null
}

/** Records what was done; returns its id. */
export async function insertAct(ctx: Ctx, act: NewAct): Promise<number> {
  const { id } = await ctx.db
    .insertInto('threadActs')
    .values({ ...act, actedAt: ctx.now })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

/** Locks threads until the end of the transaction, always in the same order, so that two acts never wait for each other. */
export async function lockThreads(ctx: Ctx, ids: readonly ThreadId[]): Promise<void> {
  await sql`select id from threads where id = any(${ids}::bigint[]) order by id for update`.execute(ctx.db)
}

export async function updateType(ctx: Ctx, id: ThreadId, type: ThreadType): Promise<void> {
  // What was a question from the beginning has no moment of its own until it is something else.
  await sql`update threads set type = ${type},
      asked_at = coalesce(asked_at, case 'question' when type then created_at when ${type} then ${ctx.now}::timestamptz end)
    where id = ${id}`.execute(ctx.db)
}

/** Puts a thread into another space, with the pictures that no other thread shows. */
export async function updateSpace(ctx: Ctx, id: ThreadId, spaceId: SpaceId): Promise<void> {
  await ctx.db.updateTable('threads').set({ spaceId }).where('id', '=', id).execute()
  await sql`update files set space_id = ${spaceId} where id in (select file_id from file_uses where thread_id = ${id})
    and not exists (select from file_uses other where other.file_id = files.id and other.thread_id <> ${id})`.execute(
    ctx.db,
  )
}

/** Whether something of the company stands on a thread: an official answer, or what it said of a problem. */
export async function hasOfficial(ctx: Ctx, id: ThreadId): Promise<boolean> {
  const { rows } = await sql<{ official: boolean }>`select
    exists (select from official_answers where thread_id = ${id} and ended_at is null)
    or exists (select from problems where thread_id = ${id} and state <> 'reported') as official`.execute(ctx.db)
  return rows[0]!.official
}

/** Those of these replies that have the mark "accepted". */
export async function selectAccepted(ctx: Ctx, ids: readonly ReplyId[]): Promise<ReplyId[]> {
  const rows = await ctx.db.selectFrom('answerAcceptances').select('answerId').where('answerId', 'in', ids).execute()
  return rows.map((row) => row.answerId)
}

/** What goes to another thread: every reply of `from`, these and the comments under them, or those that an act moved. */
export type Moving = { readonly all: true } | { readonly replies: readonly ReplyId[] } | { readonly movedBy: number }

/**
 * Takes replies from one thread to another, with the comments under them, their marks and the pictures they show or
 * showed, and counts both threads anew. Returns how many went.
 */
export async function moveReplies(ctx: Ctx, act: number, from: ThreadId, to: ThreadId, which: Moving): Promise<number> {
  const chosen =
    'all' in which
      ? sql`select id from replies where thread_id = ${from}`
      : 'replies' in which
        ? sql`select id from replies where thread_id = ${from} and id = any(${which.replies}::bigint[])`
        : sql`select reply_id from moved_replies join replies on replies.id = reply_id
            where act_id = ${which.movedBy} and replies.thread_id = ${from}`
  const { rows } = await sql<{ id: ReplyId }>`with moving as (
      select id from replies where thread_id = ${from} and (id in (${chosen}) or parent_id in (${chosen}))
    ), noted as (
      insert into moved_replies (act_id, reply_id, from_thread_id) select ${act}::bigint, id, ${from}::bigint from moving
    )
    update replies set thread_id = ${to} where id in (select id from moving) returning id`.execute(ctx.db)
  const ids = rows.map((row) => row.id)
  await sql`update official_answers set thread_id = ${to} where answer_id = any(${ids}::bigint[])`.execute(ctx.db)
  // Who chose an answer while it stood with their question has none any more once it goes from there.
  await sql`delete from answer_acceptances where answer_id = any(${ids}::bigint[])
    and thread_id not in ${familyOf(to)}`.execute(ctx.db)
  await sql`insert into file_uses (file_id, thread_id)
    select uses.file_id, ${to}::bigint from file_uses uses join files on files.id = uses.file_id
    where uses.thread_id = ${from} and (exists (select from replies
        where replies.id = any(${ids}::bigint[]) and position(files.key in replies.body) > 0)
      or exists (select from revisions
        where revisions.reply_id = any(${ids}::bigint[]) and position(files.key in revisions.body) > 0))
    on conflict do nothing`.execute(ctx.db)
  await recount(ctx, [from, to])
  return ids.length
}

/** Counts replies anew: recalled answers are none, and nothing that moderation took away is counted. The time of the last activity never goes back. */
async function recount(ctx: Ctx, ids: readonly ThreadId[]): Promise<void> {
  await sql`update threads set answer_count = counted.answers, reply_count = counted.replies,
      active_at = greatest(threads.active_at, counted.latest)
    from (select t.id, count(r.id) filter (where r.kind = 'answer' and r.recalled_at is null and r.shown) as answers,
        count(r.id) filter (where r.kind <> 'answer' and r.shown) as replies, max(r.created_at) filter (where r.shown) as latest
      from threads t left join lateral (select *, hidden_at is null and removed_at is null as shown
        from replies where replies.thread_id = t.id) r on true where t.id = any(${ids}::bigint[]) group by t.id) counted
    where threads.id = counted.id`.execute(ctx.db)
}

export async function setMergedInto(ctx: Ctx, id: ThreadId, intoId: ThreadId | null): Promise<void> {
  await ctx.db.updateTable('threads').set({ mergedIntoId: intoId }).where('id', '=', id).execute()
}

/**
 * Reckons anew since when a thread owes an answer to those whose questions stand merged into it: to whoever still waited
 * when theirs was merged. What was merged takes nothing in any more, so that what it brings is what it was by itself;
 * what never was a question brings nothing.
 */
export async function recountAsked(ctx: Ctx, id: ThreadId): Promise<void> {
  await sql`update threads set also_asked_at = coalesce((select array_agg(asked.at order by asked.at)
      from threads duplicate cross join lateral unnest(${askedAt('duplicate')} || duplicate.also_asked_at) asked (at)
      where asked.at is not null and duplicate.merged_into_id = threads.id and (select was_unanswered from thread_acts
        where thread_id = duplicate.id and act = 'merge' order by thread_acts.id desc limit 1)), '{}')
    where id = ${id}`.execute(ctx.db)
}

/** Whether another thread was merged into this one and still is. */
export async function hasMerged(ctx: Ctx, id: ThreadId): Promise<boolean> {
  const found = await ctx.db.selectFrom('threads').select('id').where('mergedIntoId', '=', id).limit(1).execute()
  return found.length > 0
}

/**
 * Lets everybody who waits for the outcome of a duplicate, its asker among them, wait for the surviving thread, once
 * each and from the time at which they asked. Whoever asked the surviving one is told anyway.
 */
export async function carrySameHeres(ctx: Ctx, act: number, from: ThreadId, into: ThreadId): Promise<void> {
  await sql`with waiting as (
      select account_id, said_at from same_heres where thread_id = ${from}
      union select author_id, created_at from threads where id = ${from}
    ), carried as (
      insert into same_heres (thread_id, account_id, said_at)
      select ${into}::bigint, waiting.account_id, min(waiting.said_at) from waiting
      join accounts on accounts.id = waiting.account_id join threads survivor on survivor.id = ${into}
      where accounts.realm = 'outside' and waiting.account_id <> survivor.author_id
      group by waiting.account_id on conflict do nothing returning account_id
    )
    insert into carried_same_heres (act_id, account_id) select ${act}::bigint, account_id from carried`.execute(ctx.db)
  await recountSameHere(ctx, into)
}

/** Takes back what a merge carried; whoever said it on the surviving thread since keeps it. */
export async function takeBackSameHeres(ctx: Ctx, act: number, into: ThreadId): Promise<void> {
  await sql`delete from same_heres using carried_same_heres carried join thread_acts on thread_acts.id = carried.act_id
    where carried.act_id = ${act} and same_heres.thread_id = ${into} and same_heres.account_id = carried.account_id
      and same_heres.said_at <= thread_acts.acted_at`.execute(ctx.db)
  await recountSameHere(ctx, into)
}

async function recountSameHere(ctx: Ctx, id: ThreadId): Promise<void> {
  await sql`update threads set same_here_count = (select count(*) from same_heres where thread_id = threads.id)
    where id = ${id}`.execute(ctx.db)
}

/** The act by which a thread was merged last. */
export async function findMergeAct(ctx: Ctx, fromId: ThreadId): Promise<number | undefined> {
  const row = await ctx.db
    .selectFrom('threadActs')
    .select('id')
    .where('threadId', '=', fromId)
    .where('act', '=', 'merge')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row?.id
}

/** A thread and everything that was merged into it, however far: SQL for `in`. */
export function familyOf(id: ThreadId) {
  return sql`(with recursive family as (select ${id}::bigint as id
    union select threads.id from threads join family on threads.merged_into_id = family.id) select id from family)`
}

/** A reply that stood under a thread, or under one merged into it, and is elsewhere now. */
export interface Departed {
  readonly id: ReplyId
  readonly kind: ReplyKind
  /** Where it stands; null when the viewer may not read that thread. */
  readonly to: {
    readonly id: ThreadId
    readonly slug: string
    readonly type: ThreadType
    readonly title: string
  } | null
}

/** A duplicate that was merged into a thread. */
export interface Merged {
  readonly id: ThreadId
  readonly title: string
  readonly body: string
  readonly authorId: AccountId
}

interface TraceRow {
  readonly replyId: ReplyId | null
  readonly kind: ReplyKind
  readonly id: ThreadId | null
  readonly slug: string
  readonly type: ThreadType
  readonly title: string
  /** Of a duplicate alone. */
  readonly body: string | null
  readonly authorId: AccountId
}

export interface Traces {
  readonly departed: readonly Departed[]
  readonly merged: readonly Merged[]
}

/**
 * The replies that left a thread, so that their old addresses lead on, and the duplicates that were merged into it. The
 * caller has read the thread; of others nothing is told that the viewer may not read.
 */
export function askTraces(ctx: Ctx, id: ThreadId): Asked<Traces> {
  const readable = readableThread(readerOf(ctx.viewer))
  const statement = sql<TraceRow>`
    (select null::bigint as reply_id, null as kind, threads.id, threads.slug, threads.type, threads.title, threads.body,
        threads.author_id from threads where threads.id <> ${id} and threads.id in ${familyOf(id)} and threads.removed_at is null and ${readable}
      order by threads.id limit 100)
    union all
    (select replies.id, replies.kind, threads.id, threads.slug, threads.type, threads.title, null, threads.author_id
      from (select distinct reply_id from moved_replies where from_thread_id in ${familyOf(id)}) moved
      join replies on replies.id = moved.reply_id and replies.thread_id <> ${id}
      left join threads on threads.id = replies.thread_id and ${readable}
      where replies.hidden_at is null or (threads.id is not null and ${shownReply(readerOf(ctx.viewer))})
      order by threads.id, replies.id limit 1000)`
  return asked(statement, (rows) => {
    const departed: Departed[] = []
    const merged: Merged[] = []
    for (const { replyId, kind, id: toId, slug, type, title, body, authorId } of rows) {
      if (replyId !== null)
        departed.push({ id: replyId, kind, to: toId === null ? null : { id: toId, slug, type, title } })
      else if (toId !== null) merged.push({ id: toId, title, body: body ?? '', authorId })
    }
    return { departed, merged }
  })
}

export interface ActRow {
  readonly id: number
  readonly threadId: ThreadId
  readonly act: ThreadAct
  readonly fromType: ThreadType | null
  readonly toType: ThreadType | null
  readonly fromSpaceId: SpaceId | null
  readonly toSpaceId: SpaceId | null
  readonly fromTags: readonly string[] | null
  readonly toTags: readonly string[] | null
  readonly otherId: ThreadId | null
  readonly actedBy: AccountId | null
  readonly actedAt: Date
}

/** What was done with a thread and with those merged into it, newest first, 100 at most. */
export async function selectActs(ctx: Ctx, id: ThreadId): Promise<ActRow[]> {
  const { rows } = await sql<ActRow>`select thread_acts.* from thread_acts
    where thread_id = ${id} or other_id = ${id} order by id desc limit 100`.execute(ctx.db)
  return rows
}
