import { type RawBuilder, sql, type SqlBool } from 'kysely'
import type { Ctx } from '../../platform/context.ts'
import { readerOf } from '../../realms/reader.access.ts'
import { type ReplyId, type ThreadId, readableThread } from '../threads/threads.ts'

/** A word that more threads hold says little about which of them is meant. */
export const manyThreads = 500
/** So many words of a text are looked up, the longest first. */
const mostWords = 12

/** Threads outside that may hold an answer and that the viewer may read. */
function answering(ctx: Ctx): RawBuilder<SqlBool> {
  return sql<SqlBool>`(threads.realm = 'outside' and threads.type in ('question', 'problem') and threads.recalled_at is null
    and threads.removed_at is null and ${readableThread(readerOf(ctx.viewer))})`
}

/** A word as a query for exactly that word, in any text or, with `:A`, in a title. */
const wordQuery = (word: RawBuilder<string>, weight = '') =>
  sql`(('''' || replace(replace(${word}, '\\', '\\\\'), '''', '''''') || '''' || ${weight}::text)::tsquery)`

/** The words of a text as they are looked up: without their endings, and without those that say nothing ("the"). */
export async function wordsOf(ctx: Ctx, text: string): Promise<readonly string[]> {
  const { rows } = await sql<{ word: string }>`
    select lexeme as word from unnest(to_tsvector('english', ${text}))
    order by length(lexeme) desc, lexeme limit ${mostWords}`.execute(ctx.db)
  return rows.map((row) => row.word)
}

export interface WordRow {
  readonly word: string
  /** Threads that hold it; of a word that many hold, `manyThreads` + 1 of them. */
  readonly ids: readonly ThreadId[]
}

/** A text written so that it is looked up as this one word. */
const quoted = (word: string) => `'${word.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`

/** The newest threads that hold what a query asks for. */
function newest(ctx: Ctx, query: string, limit: number): RawBuilder<{ id: ThreadId }> {
  // The query stands in the statement itself: the planner must see how common its words are to choose between walking
  // along the newest threads and looking the words up, and a plan that is kept would not.
  return sql<{
    id: ThreadId
  }>`(select threads.id from threads where threads.words @@ ${sql.lit(query)}::tsquery and ${answering(ctx)}
    order by threads.created_at desc, threads.id desc limit ${limit})`
}

/** For each word the threads that hold it, the newest first. */
export async function selectWords(ctx: Ctx, words: readonly string[]): Promise<readonly WordRow[]> {
  if (words.length === 0) return []
  const parts = words.map(
    (word, at) => sql`select ${at}::int as place, id from ${newest(ctx, quoted(word), manyThreads + 1)} held`,
  )
  const { rows } = await sql<{ place: number; id: ThreadId }>`${sql.join(parts, sql` union all `)}`.execute(ctx.db)
  const held = Map.groupBy(rows, (row) => row.place)
  return words.map((word, at) => ({ word, ids: held.get(at)?.map((row) => row.id) ?? [] }))
}

/** The newest threads that hold all of these words, or any of them. */
export async function selectTogether(
  ctx: Ctx,
  words: readonly string[],
  how: 'all' | 'any',
  limit: number,
): Promise<ThreadId[]> {
  if (words.length === 0) return []
  const query = words.map(quoted).join(how === 'all' ? ' & ' : ' | ')
  const { rows } = await newest(ctx, query, limit).execute(ctx.db)
  return rows.map((row) => row.id)
}

/** Threads that hold any of these words, and which of the words; at most 200 threads. */
export async function selectVariants(
  ctx: Ctx,
  words: readonly string[],
  beginning: string | undefined,
): Promise<{ ids: ThreadId[]; words: string[] }> {
  if (words.length === 0 && beginning === undefined) return { ids: [], words: [] }
  // One look-up for all: the index is asked for each word, the table only for what is there.
  const parts = words.map((word) => `'${word}'`)
  if (beginning !== undefined) parts.push(`'${beginning}':*`)
  const { rows } = await sql<{ id: ThreadId; words: string[] }>`
    select threads.id, array(select lexeme from unnest(threads.words)
      where lexeme = any(${words}::text[]) or starts_with(lexeme, ${beginning ?? null}::text)) as words
    from threads where threads.words @@ ${sql.lit(parts.join('|'))}::tsquery and ${answering(ctx)} limit 200`.execute(
    ctx.db,
  )
  return { ids: rows.map((row) => row.id), words: [...new Set(rows.flatMap((row) => row.words))] }
}

export interface Scored {
  readonly id: ThreadId
  /** Of the weights of all words, the part that stands in the thread; a word in the title weighs twice. */
  readonly weight: number
  readonly isSettled: boolean
  readonly isAnswered: boolean
  readonly createdAt: Date
}

/** How much of the words stands in each of these threads. `weights`: of each word. */
export async function selectScores(
  ctx: Ctx,
  ids: readonly ThreadId[],
  weights: ReadonlyMap<string, number>,
): Promise<Scored[]> {
  const { rows } = await sql<Scored>`
    select threads.id, threads.created_at, threads.answer_count > 0 as is_answered,
      (exists (select from answer_acceptances a where a.thread_id = threads.id)
        or exists (select from official_answers o where o.thread_id = threads.id and o.ended_at is null)) as is_settled,
      coalesce((select sum(typed.weight * case when threads.words @@ ${wordQuery(sql`typed.word`, ':A')} then 2
            when threads.words @@ ${wordQuery(sql`typed.word`)} then 1 else 0 end)
          from unnest(${[...weights.keys()]}::text[], ${[...weights.values()]}::float8[]) as typed (word, weight)), 0)::float8
        as weight
    from threads where threads.id = any(${ids}::bigint[]) and ${answering(ctx)}`.execute(ctx.db)
  return rows
}

export interface BestRow {
  readonly threadId: ThreadId
  readonly replyId: ReplyId
  readonly body: string
  readonly kind: 'official' | 'accepted'
}

/** The official answer of each of these threads, else the accepted one, that can be read now. */
export async function selectBest(ctx: Ctx, ids: readonly ThreadId[]): Promise<BestRow[]> {
  const { rows } = await sql<BestRow>`
    select distinct on (marks.thread_id) marks.thread_id, replies.id as reply_id, left(replies.body, 2000) as body, marks.kind
    from (
      select thread_id, answer_id, 'official' as kind, marked_at as at, 0 as place from official_answers where ended_at is null
      union all select thread_id, answer_id, 'accepted', accepted_at, 1 from answer_acceptances) marks
    join replies on replies.id = marks.answer_id
    join threads on threads.id = replies.thread_id
    where marks.thread_id = any(${ids}::bigint[]) and ${answering(ctx)}
      and replies.recalled_at is null and replies.hidden_at is null and replies.removed_at is null
    order by marks.thread_id, marks.place, marks.at desc`.execute(ctx.db)
  return rows
}
