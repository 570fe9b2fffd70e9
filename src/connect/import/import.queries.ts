/** Every statement of the import. Rows go over as one JSON text for each batch, and the database takes them as a set. */
import { sql } from 'kysely'
import type { Ctx } from '../../platform/context.ts'
import type { AccountId } from '../../platform/ids.ts'

/** What kinds of foreign things have a counterpart here. */
export type ReferenceKind =
  | 'user'
  | 'former-member'
  | 'tag'
  | 'category'
  | 'question'
  | 'answer'
  | 'accepted'
  | 'comment'
  | 'link'
  // A question that became an idea or a problem, once: whatever it is made here later stands.
  | 'typed'

/** Where something of the dump stands here: a question (reply null) or something under one. */
export interface Place {
  /** For a question that was merged into another here: the one that it was merged into. */
  readonly threadId: number
  /** The question itself; of a reply the thread that it stands in. */
  readonly ownId: number
  readonly replyId: number | null
  /** Whether its author took it back, or it was hidden or removed: nothing comes under it. */
  readonly isGone: boolean
}

/** Makes batches of imports wait for each other, so that two imports at once add nothing twice. */
export async function takeTurn(ctx: Ctx): Promise<void> {
  await sql`select pg_advisory_xact_lock(7264654)`.execute(ctx.db)
}

export async function insertRun(
  ctx: Ctx,
  run: { source: string; spaceId: number | null; fingerprint: string },
): Promise<number> {
  const { rows } = await sql<{ id: number }>`insert into import_runs (source, space_id, fingerprint, started_at)
    values (${run.source}, ${run.spaceId}, ${run.fingerprint}, ${ctx.now}) returning id`.execute(ctx.db)
  return rows[0]!.id
}

export async function finishRun(ctx: Ctx, runId: number, counts: unknown): Promise<void> {
  await sql`update import_runs set finished_at = clock_timestamp(), counts = ${JSON.stringify(counts)}::jsonb
    where id = ${runId}`.execute(ctx.db)
}

/** The counterparts of these foreign ids, as far as there are any. */
export async function findReferences(
  ctx: Ctx,
  source: string,
  kind: ReferenceKind,
  foreignIds: readonly string[],
): Promise<Map<string, number>> {
  const { rows } = await sql<{ foreignId: string; localId: number }>`select foreign_id, local_id from import_references
    where source = ${source} and kind = ${kind} and foreign_id = any(${foreignIds}::text[])`.execute(ctx.db)
  return new Map(rows.map((row) => [row.foreignId, row.localId]))
}

export async function insertReferences(
  ctx: Ctx,
  of: { source: string; kind: ReferenceKind; runId: number },
  pairs: readonly { foreignId: string; localId: number }[],
): Promise<void> {
  await sql`insert into import_references (source, kind, foreign_id, local_id, run_id)
    select ${of.source}, ${of.kind}, "foreignId", "localId", ${of.runId}
    from json_to_recordset(${JSON.stringify(pairs)}::json) as r("foreignId" text, "localId" bigint)`.execute(ctx.db)
}

/** A reply that not everybody reads who reads its thread, or of which only a marker is left. */
const goneReply = sql<boolean>`(replies.recalled_at is not null or replies.hidden_at is not null or replies.removed_at is not null)`

/** Where these posts of the dump stand here. */
export async function findPlaces(ctx: Ctx, source: string, postIds: readonly string[]): Promise<Map<string, Place>> {
  const { rows } = await sql<Place & { foreignId: string }>`
    select foreign_id, local_id as thread_id, null::bigint as reply_id, false as is_gone from import_references
    where source = ${source} and kind = 'question' and foreign_id = any(${postIds}::text[])
    union all
    select foreign_id, replies.thread_id, replies.id, ${goneReply} from import_references join replies on replies.id = local_id
    where source = ${source} and import_references.kind = 'answer' and foreign_id = any(${postIds}::text[])`.execute(
    ctx.db,
  )
  const threads = await findStanding(
    ctx,
    rows.map(({ threadId }) => threadId),
  )
  return new Map(
    rows.map(({ foreignId, threadId: ownId, replyId, isGone }) => {
      const thread = threads.get(ownId)!
      return [foreignId, { threadId: thread.threadId, ownId, replyId, isGone: isGone || thread.isGone }]
    }),
  )
}

/**
 * Where what comes to these threads is to be written: the thread itself, or the one that it was merged into here.
 * `isGone`: its author took it back, and what others wrote would be erased with it.
 */
export async function findStanding(
  ctx: Ctx,
  threadIds: readonly number[],
): Promise<Map<number, { threadId: number; isGone: boolean }>> {
  const { rows } = await sql<{ ownId: number; threadId: number; isGone: boolean }>`
    with recursive way as (select threads.id as own_id, threads.id from threads where id = any(${threadIds}::bigint[])
      union select way.own_id, threads.merged_into_id from way join threads on threads.id = way.id
        where threads.merged_into_id is not null)
    select way.own_id, threads.id as thread_id, threads.taken_back_at is not null as is_gone
    from way join threads on threads.id = way.id where threads.merged_into_id is null`.execute(ctx.db)
  return new Map(rows.map(({ ownId, ...standing }) => [ownId, standing]))
}

/** How many texts that came from a source were taken back here by their authors, hidden or removed. */
export async function countGone(ctx: Ctx, source: string): Promise<number> {
  const { rows } = await sql<{ count: number }>`select count(*)::int as count from import_references
    left join threads on kind = 'question' and threads.id = local_id
    left join replies on import_references.kind in ('answer', 'comment') and replies.id = local_id
    where source = ${source} and (${goneReply} or threads.hidden_at is not null or threads.removed_at is not null
      or threads.recalled_at is not null)`.execute(ctx.db)
  return rows[0]!.count
}

/** The spaces in which the threads of a source, and what came under them, stand by now. */
export async function findSpaces(ctx: Ctx, source: string): Promise<number[]> {
  const { rows } = await sql<{ spaceId: number }>`select distinct threads.space_id from import_references
    left join replies on import_references.kind in ('answer', 'comment') and replies.id = local_id
    join threads on threads.id = case import_references.kind when 'question' then local_id else replies.thread_id end
    where source = ${source} and import_references.kind in ('question', 'answer', 'comment')`.execute(ctx.db)
  return rows.map(({ spaceId }) => spaceId)
}

/** Ids for rows that are about to be written. */
export async function takeIds(ctx: Ctx, table: 'threads' | 'replies', count: number): Promise<number[]> {
  const { rows } = await sql<{ id: number }>`select nextval(pg_get_serial_sequence(${table}, 'id')) as id
    from generate_series(1, ${count}::int)`.execute(ctx.db)
  return rows.map((row) => row.id)
}

export interface ThreadRow {
  readonly id: number
  readonly spaceId: number
  readonly type: 'question' | 'idea' | 'problem' | 'praise'
  /** 'participants': for those alone who are named by `insertParticipants`. */
  readonly audience: 'space' | 'participants'
  readonly authorId: AccountId
  readonly title: string
  readonly slug: string
  readonly body: string
  readonly score: number
  readonly createdAt: Date
  readonly activeAt: Date
  readonly editedAt: Date | null
  readonly tags: readonly string[]
}

/** Writes threads of spaces outside with their tags; tags that are new are made. */
export async function insertThreads(ctx: Ctx, threads: readonly ThreadRow[]): Promise<void> {
  await sql`insert into threads (id, realm, space_id, type, audience, author_id, title, slug, body, imported_score,
      created_at, active_at, edited_at)
    overriding system value
    select id, 'outside', "spaceId", type, audience, "authorId", title, slug, body, score, "createdAt", "activeAt", "editedAt"
    from json_to_recordset(${JSON.stringify(threads)}::json) as r(id bigint, "spaceId" bigint, type text, audience text,
      "authorId" bigint, title text, slug text, body text, score int, "createdAt" timestamptz, "activeAt" timestamptz,
      "editedAt" timestamptz)`.execute(ctx.db)
  const named = threads.flatMap(({ id, tags }) => tags.map((name) => ({ id, name })))
  await insertTags(ctx, [...new Set(named.map(({ name }) => name))])
  await sql`insert into thread_tags (thread_id, tag_id)
    select r.id, tags.id from json_to_recordset(${JSON.stringify(named)}::json) as r(id bigint, name text)
    join tags on tags.name = r.name on conflict do nothing`.execute(ctx.db)
}

/** Names those for whom threads are, that are not for everybody who reads their space. */
export async function insertParticipants(
  ctx: Ctx,
  pairs: readonly { threadId: number; accountId: number }[],
): Promise<void> {
  await sql`insert into thread_participants (thread_id, account_id, added_at)
    select "threadId", "accountId", ${ctx.now} from json_to_recordset(${JSON.stringify(pairs)}::json)
      as r("threadId" bigint, "accountId" bigint) on conflict do nothing`.execute(ctx.db)
}

/** Makes the tags that are not there yet; gives the ids of all. */
export async function insertTags(ctx: Ctx, names: readonly string[]): Promise<Map<string, number>> {
  await sql`insert into tags (name, created_at) select name, ${ctx.now} from unnest(${names}::text[]) as r(name)
    on conflict do nothing`.execute(ctx.db)
  const { rows } = await sql<{
    id: number
    name: string
  }>`select id, name from tags where name = any(${names}::text[])`.execute(ctx.db)
  return new Map(rows.map((row) => [row.name, row.id]))
}

export interface ReplyRow {
  readonly id: number
  readonly threadId: number
  readonly kind: 'answer' | 'comment' | 'reply'
  readonly parentId: number | null
  readonly authorId: AccountId
  readonly body: string
  readonly score: number
  readonly createdAt: Date
  readonly editedAt: Date | null
}

export async function insertReplies(ctx: Ctx, replies: readonly ReplyRow[]): Promise<void> {
  await sql`insert into replies (id, thread_id, kind, parent_id, author_id, body, imported_score, created_at, edited_at)
    overriding system value
    select id, "threadId", kind, "parentId", "authorId", body, score, "createdAt", "editedAt"
    from json_to_recordset(${JSON.stringify(replies)}::json) as r(id bigint, "threadId" bigint, kind text, "parentId" bigint,
      "authorId" bigint, body text, score int, "createdAt" timestamptz, "editedAt" timestamptz)`.execute(ctx.db)
}

/**
 * Marks answers as accepted by the asker, for now at the moment when the answer was written. Not what is taken back,
 * hidden or removed at the same moment.
 */
export async function insertAcceptances(
  ctx: Ctx,
  pairs: readonly { threadId: number; answerId: number }[],
): Promise<void> {
  await sql`insert into answer_acceptances (thread_id, answer_id, accepted_by, accepted_at)
    select r."threadId", r."answerId", threads.author_id, replies.created_at
    from json_to_recordset(${JSON.stringify(pairs)}::json) as r("threadId" bigint, "answerId" bigint)
    join threads on threads.id = r."threadId" join replies on replies.id = r."answerId"
    where not ${goneReply} for key share of replies
    on conflict do nothing`.execute(ctx.db)
}

/**
 * Gives acceptances their day from the votes. Only those that still carry the moment of the answer: whatever somebody
 * accepted here keeps its time. Days are whole in the dump, so that one of the answer's own day stays at its moment.
 */
export async function dateAcceptances(ctx: Ctx, days: readonly { answerId: number; day: Date }[]): Promise<void> {
  await sql`update answer_acceptances set accepted_at = r.day
    from json_to_recordset(${JSON.stringify(days)}::json) as r("answerId" bigint, day timestamptz), replies
    where answer_acceptances.answer_id = r."answerId" and replies.id = r."answerId"
      and answer_acceptances.accepted_at = replies.created_at and r.day > replies.created_at`.execute(ctx.db)
}

/** Makes the links that are not there yet; gives how many it made. */
export async function insertLinks(
  ctx: Ctx,
  links: readonly { from: number; to: number; kind: 'duplicate' | 'related'; madeAt: Date }[],
): Promise<number> {
  const { rows } = await sql`insert into thread_links (from_thread_id, to_thread_id, kind, made_at)
    select "from", "to", kind, "madeAt" from json_to_recordset(${JSON.stringify(links)}::json)
      as r("from" bigint, "to" bigint, kind text, "madeAt" timestamptz)
    on conflict do nothing returning 1`.execute(ctx.db)
  return rows.length
}

/** What an old address leads to. */
export interface Destination {
  readonly kind: 'thread' | 'reply' | 'space' | 'account'
  readonly localId: number
}

export interface OldAddress extends Destination {
  readonly path: string
}

/** Keeps old addresses; one that is kept already leads where it led. */
export async function insertAddresses(
  ctx: Ctx,
  of: { site: string; runId: number },
  addresses: readonly OldAddress[],
): Promise<void> {
  await sql`insert into import_addresses (site, path, kind, local_id, run_id)
    select ${of.site}, path, kind, "localId", ${of.runId}
    from json_to_recordset(${JSON.stringify(addresses)}::json) as r(path text, kind text, "localId" bigint)
    on conflict (site, path) do nothing`.execute(ctx.db)
}

/** Keeps the old addresses of everything that came from a Stack Exchange site, in this run or an earlier one. */
export async function insertPostAddresses(
  ctx: Ctx,
  of: { site: string; runId: number; posts: string; people: string },
): Promise<void> {
  await sql`insert into import_addresses (site, path, kind, local_id, run_id)
    select ${of.site}, words.path || '/' || foreign_id, words.kind, local_id, ${of.runId}
    from import_references join (values (${of.posts}, 'question', 'questions', 'thread'),
      (${of.posts}, 'answer', 'a', 'reply'), (${of.people}, 'user', 'users', 'account'))
      as words (source, reference, path, kind)
      on words.source = import_references.source and words.reference = import_references.kind
    on conflict (site, path) do nothing`.execute(ctx.db)
}

/** Where these paths of one site lead, as far as they are known. */
export async function findAddresses(
  ctx: Ctx,
  site: string,
  paths: readonly string[],
): Promise<Map<string, Destination>> {
  const { rows } = await sql<OldAddress>`select path, kind, local_id from import_addresses
    where site = ${site} and path = any(${paths}::text[])`.execute(ctx.db)
  return new Map(rows.map(({ path, ...destination }) => [path, destination]))
}

/** Where the first of these paths that is known leads; without a site on the one that was imported first. */
export async function findDestination(
  ctx: Ctx,
  paths: readonly string[],
  site: string | undefined,
): Promise<Destination | undefined> {
  const { rows } = await sql<Destination>`select kind, local_id from import_addresses
    where path = any(${paths}::text[]) and (${site ?? null}::text is null or site = ${site ?? null})
    order by array_position(${paths}::text[], path), run_id limit 1`.execute(ctx.db)
  return rows[0]
}

/** Where replies stand: their threads and kinds; and whether one was taken back, hidden or removed. */
export async function findReplies(
  ctx: Ctx,
  ids: readonly number[],
): Promise<Map<number, { threadId: number; kind: string; parentId: number | null; isGone: boolean }>> {
  const { rows } = await sql<{ id: number; threadId: number; kind: string; parentId: number | null; isGone: boolean }>`
    select id, thread_id, kind, parent_id, ${goneReply} as is_gone from replies where id = any(${ids}::bigint[])`.execute(
    ctx.db,
  )
  return new Map(rows.map(({ id, ...reply }) => [id, reply]))
}

/** The types of threads, as they are now. */
export async function findTypes(ctx: Ctx, ids: readonly number[]): Promise<Map<number, string>> {
  const { rows } = await sql<{ id: number; type: string }>`
    select id, type from threads where id = any(${ids}::bigint[])`.execute(ctx.db)
  return new Map(rows.map(({ id, type }) => [id, type]))
}

/** Says how problems stand that nobody said anything of here; gives how many those were. */
export async function insertProblemStates(
  ctx: Ctx,
  said: readonly { threadId: number; state: string; note: string; changedAt: Date }[],
): Promise<number> {
  const { rows } = await sql`with made as (
      insert into problems (thread_id, state, note, changed_by, changed_at)
      select r."threadId", r.state, r.note, null, r."changedAt"
      from json_to_recordset(${JSON.stringify(said)}::json) as r("threadId" bigint, state text, note text, "changedAt" timestamptz)
        join threads on threads.id = r."threadId" and threads.type = 'problem'
      on conflict do nothing returning thread_id, state, note, changed_at)
    insert into problem_changes (thread_id, from_state, to_state, note, changed_by, changed_at)
    select thread_id, 'reported', state, note, null, changed_at from made returning 1`.execute(ctx.db)
  return rows.length
}

/** Of each of these threads, its accepted reply, else the one with the highest score above zero, of those that stand: text and time. */
export async function findBestReplies(
  ctx: Ctx,
  threadIds: readonly number[],
): Promise<Map<number, { body: string; createdAt: Date }>> {
  const { rows } = await sql<{ threadId: number; body: string; createdAt: Date }>`
    select distinct on (replies.thread_id) replies.thread_id, replies.body, replies.created_at from replies
    left join answer_acceptances on answer_acceptances.answer_id = replies.id
    where replies.thread_id = any(${threadIds}::bigint[]) and replies.parent_id is null and not ${goneReply}
      and (answer_acceptances.answer_id is not null or replies.imported_score > 0)
    order by replies.thread_id, answer_acceptances.answer_id is null, replies.imported_score desc, replies.id`.execute(
    ctx.db,
  )
  return new Map(rows.map(({ threadId, ...reply }) => [threadId, reply]))
}
