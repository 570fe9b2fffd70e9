import { sql } from 'kysely'
import { type ReplyId, type ThreadId, type ThreadType, readableThread } from '../../content/threads/threads.ts'
import type { Ctx, Realm } from '../../platform/context.ts'
import type { AccountId } from '../../platform/ids.ts'
import { everyAccount, readerOf } from '../../realms/reader.access.ts'
import { type SpaceId, readableSpace } from '../../realms/spaces/spaces.ts'

/** One thing that an employee wrote, which speaks for calling them. */
export interface EvidenceRow {
  readonly authorId: AccountId
  readonly threadId: ThreadId
  readonly replyId: ReplyId | null
  readonly replyKind: 'answer' | 'comment' | 'reply' | null
  readonly createdAt: Date
  readonly title: string
  readonly slug: string
  readonly realm: Realm
  readonly type: ThreadType
  /** Tags that its thread shares with the question. */
  readonly tags: readonly string[]
  /** Word stems that it shares with the title of the question. */
  readonly stems: readonly string[]
  readonly isAccepted: boolean
  readonly isOfficial: boolean
}

/** The stems by which the search index knows these words; words without meaning (the, and) have none. */
export async function selectStems(
  ctx: Ctx,
  words: readonly string[],
): Promise<readonly { word: string; stem: string }[]> {
  const { rows } = await sql<{ word: string; stem: string }>`
    select word, stem from unnest(${words}::text[]) word, unnest(tsvector_to_array(to_tsvector('english', word))) stem`.execute(
    ctx.db,
  )
  return rows
}

// Enough to rank by and few enough to read on every opening of the page: the newest of each way of matching.
const mostEvidence = 200

export interface EvidenceQuestion {
  readonly questionId: ThreadId
  /** People are only proposed who may read this space. */
  readonly spaceId: SpaceId
  readonly stems: readonly string[]
  /** Threads that are not evidence. */
  readonly without: readonly ThreadId[]
  /** People who are in already. */
  readonly present: readonly AccountId[]
}

/**
 * What employees wrote on the tags of a question or with at least two words of its title (one, if it has but one), of
 * what the viewer may read; newest first.
 */
export async function selectEvidence(ctx: Ctx, of: EvidenceQuestion): Promise<readonly EvidenceRow[]> {
  const mayRead = readableThread(readerOf(ctx.viewer))
  const staff = sql`(select accounts.id from accounts where accounts.realm = 'inside' and accounts.state = 'active'
    and accounts.id <> all(${of.present}::bigint[])
    and exists (select from spaces where spaces.id = ${of.spaceId} and ${readableSpace(everyAccount)}))`
  const tagged = sql`(select thread_tags.thread_id from thread_tags
    where thread_tags.tag_id in (select mine.tag_id from thread_tags mine where mine.thread_id = ${of.questionId}))`
  // Pairs of stems, so that the index itself finds what shares two; a title of one word asks for that one.
  const query = sql`(select to_tsquery('simple', string_agg(case when cardinality(${of.stems}::text[]) = 1 then quote_literal(one.stem)
      else '(' || quote_literal(one.stem) || ' & ' || quote_literal(other.stem) || ')' end, ' | '))
    from unnest(${of.stems}::text[]) with ordinality one(stem, place)
    join unnest(${of.stems}::text[]) with ordinality other(stem, place)
      on one.place < other.place or cardinality(${of.stems}::text[]) = 1)`
  const shared = (words: string) =>
    sql`array(select stem from unnest(${of.stems}::text[]) stem where stem = any(tsvector_to_array(${sql.raw(words)})))`
  const replies = sql`select replies.author_id, threads.id as thread_id, replies.id as reply_id, replies.kind as reply_kind, replies.created_at
    from replies join threads on threads.id = replies.thread_id
    where replies.author_id in ${staff} and replies.recalled_at is null and replies.hidden_at is null and replies.removed_at is null and threads.id <> all(${of.without}::bigint[]) and ${mayRead}`
  const posts = sql`select threads.author_id, threads.id, null::bigint, null::text, threads.created_at from threads
    where threads.author_id in ${staff} and threads.id <> all(${of.without}::bigint[]) and ${mayRead}`
  const newest = (column: string) => sql`order by ${sql.raw(column)} desc limit ${mostEvidence}`
  const { rows } = await sql<EvidenceRow>`
    with said as (
      (${replies} and threads.id in ${tagged} ${newest('replies.created_at')})
      union (${replies} and replies.words @@ ${query} ${newest('replies.created_at')})
      union (${posts} and threads.id in ${tagged} ${newest('threads.created_at')})
      union (${posts} and threads.words @@ ${query} ${newest('threads.created_at')})
    )
    select said.*, threads.title, threads.slug, threads.realm, threads.type,
      array(select tags.name from tags join thread_tags on thread_tags.tag_id = tags.id
        where thread_tags.thread_id = said.thread_id
          and tags.id in (select mine.tag_id from thread_tags mine where mine.thread_id = ${of.questionId}) order by tags.name) as tags,
      ${shared('coalesce(replies.words, threads.words)')} as stems,
      exists (select from answer_acceptances where answer_acceptances.answer_id = said.reply_id) as is_accepted,
      exists (select from official_answers where official_answers.answer_id = said.reply_id and official_answers.ended_at is null) as is_official
    from said join threads on threads.id = said.thread_id left join replies on replies.id = said.reply_id
    order by said.created_at desc, said.thread_id desc, said.reply_id desc`.execute(ctx.db)
  return rows
}
