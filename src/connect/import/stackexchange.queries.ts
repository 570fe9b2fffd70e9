/** Every statement of the import. Rows go over as one JSON text for each batch, and the database takes them as a set. */
import { sql } from 'kysely'
import type { Ctx } from '../../platform/context.ts'
import type { AccountId } from '../../platform/ids.ts'

/** What kinds of foreign things have a counterpart here. */
export type ReferenceKind = 'user' | 'former-member' | 'tag' | 'question' | 'answer' | 'accepted' | 'comment' | 'link'

/** Where something of the dump stands here: a question (reply null) or something under one. */
export interface Place {
  readonly threadId: number
  readonly replyId: number | null
}

/** Makes batches of imports wait for each other, so that two imports at once add nothing twice. */
export async function takeTurn(ctx: Ctx): Promise<void> {
  await sql`select pg_advisory_xact_lock(7264654)`.execute(ctx.db)
}

export async function insertRun(
  ctx: Ctx,
  run: { source: string; spaceId: number; fingerprint: string },
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

/** Where these posts of the dump stand here. */
export async function findPlaces(ctx: Ctx, source: string, postIds: readonly string[]): Promise<Map<string, Place>> {
  const { rows } = await sql<Place & { foreignId: string }>`
    select foreign_id, local_id as thread_id, null::bigint as reply_id from import_references
    where source = ${source} and kind = 'question' and foreign_id = any(${postIds}::text[])
    union all
    select foreign_id, replies.thread_id, replies.id from import_references join replies on replies.id = local_id
    where source = ${source} and import_references.kind = 'answer' and foreign_id = any(${postIds}::text[])`.execute(
    ctx.db,
  )
  return new Map(rows.map((row) => [row.foreignId, { threadId: row.threadId, replyId: row.replyId }]))
}

/** Ids for rows that are about to be written. */
export async function takeIds(ctx: Ctx, table: 'threads' | 'replies', count: number): Promise<number[]> {
  const { rows } = await sql<{ id: number }>`select nextval(pg_get_serial_sequence(${table}, 'id')) as id
    from generate_series(1, ${count}::int)`.execute(ctx.db)
  return rows.map((row) => row.id)
}

export interface QuestionRow {
  readonly id: number
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

/** Writes questions with their tags; tags that are new are made. */
export async function insertQuestions(ctx: Ctx, spaceId: number, questions: readonly QuestionRow[]): Promise<void> {
  await sql`insert into threads (id, realm, space_id, type, author_id, title, slug, body, imported_score, created_at, active_at, edited_at)
    overriding system value
    select id, 'outside', ${spaceId}, 'question', "authorId", title, slug, body, score, "createdAt", "activeAt", "editedAt"
    from json_to_recordset(${JSON.stringify(questions)}::json) as r(id bigint, "authorId" bigint, title text, slug text,
      body text, score int, "createdAt" timestamptz, "activeAt" timestamptz, "editedAt" timestamptz)`.execute(ctx.db)
  const named = questions.flatMap(({ id, tags }) => tags.map((name) => ({ id, name })))
  await insertTags(ctx, [...new Set(named.map(({ name }) => name))])
  await sql`insert into thread_tags (thread_id, tag_id)
    select r.id, tags.id from json_to_recordset(${JSON.stringify(named)}::json) as r(id bigint, name text)
    join tags on tags.name = r.name on conflict do nothing`.execute(ctx.db)
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
  readonly kind: 'answer' | 'comment'
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

/** Marks answers as accepted by the asker, for now at the moment when the answer was written. */
export async function insertAcceptances(
  ctx: Ctx,
  pairs: readonly { threadId: number; answerId: number }[],
): Promise<void> {
  await sql`insert into answer_acceptances (thread_id, answer_id, accepted_by, accepted_at)
    select r."threadId", r."answerId", threads.author_id, replies.created_at
    from json_to_recordset(${JSON.stringify(pairs)}::json) as r("threadId" bigint, "answerId" bigint)
    join threads on threads.id = r."threadId" join replies on replies.id = r."answerId"
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
