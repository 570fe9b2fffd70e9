/** Set-based writing for the demo: hundreds of rows in a handful of statements. */
import { sql } from 'kysely'
import type { Ctx, Realm } from '../../platform/context.ts'
import type { AccountId } from '../../platform/ids.ts'
import type { CaseId } from '../../governance/moderation/moderation.ts'

async function takeIds(ctx: Ctx, table: string, count: number): Promise<number[]> {
  const { rows } = await sql<{ id: number }>`select nextval(pg_get_serial_sequence(${table}, 'id')) as id
    from generate_series(1, ${count}::int)`.execute(ctx.db)
  return rows.map((row) => row.id)
}

export interface DemoPerson {
  readonly realm: Realm
  readonly name: string
  readonly handle: string
  readonly email: string
  readonly job: string
  readonly organisation: string | null
  readonly about: string
  readonly createdAt: Date
}

export async function insertPeople(ctx: Ctx, people: readonly DemoPerson[]): Promise<AccountId[]> {
  const ids = await takeIds(ctx, 'accounts', people.length)
  const rows = people.map((person, index) => ({ ...person, id: ids[index] }))
  await sql`insert into accounts (id, realm, handle, display_name, email, job_title, organisation, about, created_at)
    overriding system value
    select id, realm, handle, name, email, job, organisation, case when realm = 'outside' then '' else about end,
      "createdAt"
    from json_to_recordset(${JSON.stringify(rows)}::json) as r(id bigint, realm text, handle text, name text, email text,
      job text, organisation text, about text, "createdAt" timestamptz)`.execute(ctx.db)
  // What members tell of themselves stands in fields, each with its own reach; this one starts with everyone.
  const told = rows.filter(({ realm, about }) => realm === 'outside' && about !== '')
  await insertFields(
    ctx,
    told.map(({ id, about }) => ({ accountId: id as AccountId, field: 'about', value: about, reach: 5 })),
  )
  return ids as AccountId[]
}

export interface DemoField {
  readonly accountId: AccountId
  readonly field: 'about' | 'organisation' | 'place' | 'website' | 'email' | 'phone' | 'connections'
  readonly value: string
  /** 0 only me, 1 to 3 degrees, 4 all members, 5 everyone. */
  readonly reach: number
}

export async function insertFields(ctx: Ctx, fields: readonly DemoField[]): Promise<void> {
  await sql`insert into profile_fields (account_id, field, value, reach)
    select "accountId", field, value, reach from json_to_recordset(${JSON.stringify(fields)}::json)
      as r("accountId" bigint, field text, value text, reach smallint)
    on conflict (account_id, field) do update set value = excluded.value, reach = excluded.reach`.execute(ctx.db)
}

export interface DemoConnection {
  readonly asker: AccountId
  readonly asked: AccountId
  readonly askedAt: Date
  /** Null while it waits for an answer. */
  readonly acceptedAt: Date | null
  /** The one who asked keeps it from everybody else. */
  readonly hidden: boolean
}

export async function insertConnections(ctx: Ctx, connections: readonly DemoConnection[]): Promise<void> {
  await sql`insert into connections
      (lower_id, higher_id, asked_by, asked_at, accepted_at, hidden_by_lower, hidden_by_higher)
    select least(asker, asked), greatest(asker, asked), asker, "askedAt", "acceptedAt", hidden and asker < asked,
      hidden and asker > asked
    from json_to_recordset(${JSON.stringify(connections)}::json) as r(asker bigint, asked bigint,
      "askedAt" timestamptz, "acceptedAt" timestamptz, hidden boolean)
    on conflict do nothing`.execute(ctx.db)
}

export async function insertFollows(
  ctx: Ctx,
  rows: readonly { accountId: AccountId; followedId: AccountId; at: Date }[],
): Promise<void> {
  await sql`insert into follows (account_id, followed_id, followed_at)
    select "accountId", "followedId", "at" from json_to_recordset(${JSON.stringify(rows)}::json)
      as r("accountId" bigint, "followedId" bigint, "at" timestamptz)
    on conflict do nothing`.execute(ctx.db)
}

export async function takenHandles(ctx: Ctx): Promise<Set<string>> {
  const { rows } = await sql<{ handle: string }>`select handle from accounts`.execute(ctx.db)
  return new Set(rows.map((row) => row.handle))
}

export async function insertOffice(ctx: Ctx, accountId: AccountId, office: string): Promise<void> {
  await sql`insert into offices (account_id, office, given_at) values (${accountId}, ${office}, ${ctx.now})`.execute(
    ctx.db,
  )
}

export async function insertMemberships(
  ctx: Ctx,
  rows: readonly { spaceId: number; accountId: number; role: string }[],
): Promise<void> {
  await sql`insert into memberships (space_id, account_id, role, joined_at)
    select "spaceId", "accountId", role, ${ctx.now}
    from json_to_recordset(${JSON.stringify(rows)}::json) as r("spaceId" bigint, "accountId" bigint, role text)
    on conflict do nothing`.execute(ctx.db)
}

export interface DemoThread {
  readonly spaceId: number
  readonly realm: Realm
  readonly type: 'question' | 'discussion' | 'idea' | 'problem' | 'praise'
  readonly authorId: AccountId
  readonly title: string
  readonly slug: string
  readonly body: string
  readonly createdAt: Date
  readonly activeAt: Date
  readonly tags: readonly string[]
  /** Outside: how few degrees it reaches, 4 all members; as far as its space unless told. */
  readonly reach?: number
}

export async function insertThreads(ctx: Ctx, threads: readonly DemoThread[]): Promise<number[]> {
  const ids = await takeIds(ctx, 'threads', threads.length)
  const rows = threads.map((thread, index) => ({ ...thread, id: ids[index] }))
  await sql`insert into threads (id, realm, space_id, type, author_id, title, slug, body, created_at, active_at, reach)
    overriding system value
    select id, realm, "spaceId", type, "authorId", title, slug, body, "createdAt", "activeAt", reach
    from json_to_recordset(${JSON.stringify(rows)}::json) as r(id bigint, realm text, "spaceId" bigint, type text,
      "authorId" bigint, title text, slug text, body text, "createdAt" timestamptz, "activeAt" timestamptz,
      reach smallint)`.execute(ctx.db)
  const named = rows.flatMap(({ id, tags }) => tags.map((name) => ({ id, name })))
  await sql`insert into tags (name, created_at)
    select distinct name, ${ctx.now}::timestamptz from json_to_recordset(${JSON.stringify(named)}::json) as r(name text)
    on conflict do nothing`.execute(ctx.db)
  await sql`insert into thread_tags (thread_id, tag_id)
    select r.id, tags.id from json_to_recordset(${JSON.stringify(named)}::json) as r(id bigint, name text)
    join tags on tags.name = r.name on conflict do nothing`.execute(ctx.db)
  return ids
}

export interface DemoReply {
  readonly threadId: number
  readonly kind: 'answer' | 'comment' | 'reply'
  readonly parentId: number | null
  readonly authorId: AccountId
  readonly body: string
  readonly createdAt: Date
}

export async function insertReplies(ctx: Ctx, replies: readonly DemoReply[]): Promise<number[]> {
  const ids = await takeIds(ctx, 'replies', replies.length)
  const rows = replies.map((reply, index) => ({ ...reply, id: ids[index] }))
  await sql`insert into replies (id, thread_id, kind, parent_id, author_id, body, created_at) overriding system value
    select id, "threadId", kind, "parentId", "authorId", body, "createdAt"
    from json_to_recordset(${JSON.stringify(rows)}::json) as r(id bigint, "threadId" bigint, kind text, "parentId" bigint,
      "authorId" bigint, body text, "createdAt" timestamptz)`.execute(ctx.db)
  return ids
}

export interface Mark {
  readonly threadId: number
  readonly answerId: number
  readonly by: AccountId
  readonly at: Date
}

export async function insertAcceptances(ctx: Ctx, marks: readonly Mark[]): Promise<void> {
  await sql`insert into answer_acceptances (thread_id, answer_id, accepted_by, accepted_at)
    select "threadId", "answerId", "by", "at" from json_to_recordset(${JSON.stringify(marks)}::json)
      as r("threadId" bigint, "answerId" bigint, "by" bigint, "at" timestamptz)`.execute(ctx.db)
}

export async function insertOfficials(ctx: Ctx, marks: readonly Mark[]): Promise<void> {
  await sql`insert into official_answers (thread_id, answer_id, marked_by, marked_at)
    select "threadId", "answerId", "by", "at" from json_to_recordset(${JSON.stringify(marks)}::json)
      as r("threadId" bigint, "answerId" bigint, "by" bigint, "at" timestamptz)`.execute(ctx.db)
}

export async function insertSameHeres(
  ctx: Ctx,
  rows: readonly { threadId: number; accountId: number; at: Date }[],
): Promise<void> {
  await sql`insert into same_heres (thread_id, account_id, said_at)
    select "threadId", "accountId", "at" from json_to_recordset(${JSON.stringify(rows)}::json)
      as r("threadId" bigint, "accountId" bigint, "at" timestamptz)`.execute(ctx.db)
}

/** Writes thanks, and counts them on the replies. */
export async function insertKudos(
  ctx: Ctx,
  rows: readonly { replyId: number; accountId: number; at: Date }[],
): Promise<void> {
  const json = JSON.stringify(rows)
  await sql`insert into kudos (reply_id, account_id, given_at)
    select "replyId", "accountId", "at" from json_to_recordset(${json}::json)
      as r("replyId" bigint, "accountId" bigint, "at" timestamptz)`.execute(ctx.db)
  await sql`update replies set kudos_count = given.n
    from (select reply_id, count(*) as n from kudos group by reply_id) given where given.reply_id = replies.id`.execute(
    ctx.db,
  )
}

export interface DemoVote {
  readonly ideaId: number
  readonly accountId: AccountId
  readonly value: 1 | -1
  readonly at: Date
}

/** Writes votes in ideas, each as given once and never changed. Their sums are counted afterwards. */
export async function insertIdeaVotes(ctx: Ctx, votes: readonly DemoVote[]): Promise<void> {
  await sql`with given as (
      select * from json_to_recordset(${JSON.stringify(votes)}::json)
        as r("ideaId" bigint, "accountId" bigint, value smallint, "at" timestamptz)
    ), told as (
      insert into idea_vote_events (idea_id, account_id, value, from_staff, given_at)
      select "ideaId", "accountId", value, false, "at" from given
    )
    insert into idea_votes (idea_id, account_id, value, from_staff, voted_at)
    select "ideaId", "accountId", value, false, "at" from given`.execute(ctx.db)
}

export async function insertPraiseThanks(
  ctx: Ctx,
  rows: readonly { threadId: number; accountId: number; at: Date }[],
): Promise<void> {
  await sql`insert into praise_thanks (thread_id, account_id, given_at)
    select "threadId", "accountId", "at" from json_to_recordset(${JSON.stringify(rows)}::json)
      as r("threadId" bigint, "accountId" bigint, "at" timestamptz)`.execute(ctx.db)
}

export interface DemoClosure {
  readonly threadId: number
  readonly answerId: number
  readonly accountId: number
  readonly because: 'asked' | 'same-here'
  readonly toldAt: Date
  readonly helped: boolean | null
  readonly helpedAt: Date | null
}

export async function insertClosures(ctx: Ctx, closures: readonly DemoClosure[]): Promise<void> {
  await sql`insert into loop_closures (thread_id, answer_id, account_id, because, told_at, helped, helped_at)
    select "threadId", "answerId", "accountId", because, "toldAt", helped, "helpedAt"
    from json_to_recordset(${JSON.stringify(closures)}::json) as r("threadId" bigint, "answerId" bigint, "accountId" bigint,
      because text, "toldAt" timestamptz, helped boolean, "helpedAt" timestamptz)
    on conflict do nothing`.execute(ctx.db)
}

/** Where the outbox stands, and taking back what was announced after that: nobody is to hear of generated things. */
export async function lastEvent(ctx: Ctx): Promise<number> {
  const { rows } = await sql<{ last: number }>`select coalesce(max(id), 0) as last from events`.execute(ctx.db)
  return rows[0]!.last
}

export async function forgetEventsAfter(ctx: Ctx, id: number): Promise<void> {
  await sql`delete from events where id > ${id}`.execute(ctx.db)
}

export async function sameHeresOf(ctx: Ctx, threadId: number): Promise<number[]> {
  const { rows } = await sql<{
    accountId: number
  }>`select account_id from same_heres where thread_id = ${threadId}`.execute(ctx.db)
  return rows.map((row) => row.accountId)
}

/** Makes each thread as active as its newest word, comments included, as the product does when somebody writes. */
export async function markActivity(ctx: Ctx): Promise<void> {
  await sql`update threads set active_at = newest.at
    from (select thread_id, max(created_at) as at from replies group by thread_id) newest
    where newest.thread_id = threads.id and newest.at > threads.active_at`.execute(ctx.db)
}

/** Files ideas under categories. */
export async function fileIdeas(ctx: Ctx, rows: readonly { ideaId: number; categoryId: number }[]): Promise<void> {
  await sql`update ideas set category_id = r."categoryId"
    from json_to_recordset(${JSON.stringify(rows)}::json) as r("ideaId" bigint, "categoryId" bigint)
    where ideas.thread_id = r."ideaId"`.execute(ctx.db)
}

/** Those who joined before a moment. */
export async function hereSince(ctx: Ctx, before: Date): Promise<Set<AccountId>> {
  const { rows } = await sql<{ id: AccountId }>`select id from accounts where created_at < ${before}`.execute(ctx.db)
  return new Set(rows.map((row) => row.id))
}

/** The case that was opened last. */
export async function lastCase(ctx: Ctx): Promise<CaseId> {
  const { rows } = await sql<{ id: CaseId }>`select max(id) as id from moderation_cases`.execute(ctx.db)
  return rows[0]!.id
}

/** Openings and closings that have come are no news: nobody is to hear of them when Tango starts. */
export async function markStormsTold(ctx: Ctx): Promise<void> {
  await sql`update storms set opening_told_at = case when opens_at <= ${ctx.now} then opens_at end,
    closing_told_at = case when closes_at <= ${ctx.now} then closes_at end`.execute(ctx.db)
}
