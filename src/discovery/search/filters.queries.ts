/** What narrows a search, over and above its words: as conditions on threads and replies, and as lists of what passes. */
import { type RawBuilder, sql, type SqlBool } from 'kysely'
import type { Ctx } from '../../platform/context.ts'
import { type TagSide, isProduct, sameTags, sideKnownTo } from '../../content/tags/tags.ts'
import { type ThreadType, readableThread } from '../../content/threads/threads.ts'
import { readerOf } from '../../realms/reader.access.ts'
import type { Filters } from './asked.ts'

const yes = sql<SqlBool>`true`
const allOf = (conditions: readonly RawBuilder<SqlBool>[]): RawBuilder<SqlBool> =>
  conditions.length === 0 ? yes : sql<SqlBool>`(${sql.join(conditions, sql` and `)})`

/** The rule of reading and all filters but the writer. The statement selects from `threads`. */
export function narrowed(ctx: Ctx, filters: Filters): RawBuilder<SqlBool> {
  return sql<SqlBool>`(${readableThread(readerOf(ctx.viewer))} and threads.removed_at is null
    and ${inColumns(filters)} and ${besideColumns(ctx, filters)})`
}

/** The filters that `threads_walk` answers without opening a thread: type, space and days. Selects from `threads`. */
export function inColumns(filters: Filters): RawBuilder<SqlBool> {
  const { in: slug, before, after } = filters
  const all: RawBuilder<SqlBool>[] = []
  const types = typesOf(filters)
  if (types) all.push(types.length === 1 ? sql`threads.type = ${types[0]}` : sql`threads.type = any(${types}::text[])`)
  if (slug) all.push(sql`threads.space_id = (select spaces.id from spaces where spaces.slug = ${slug})`)
  if (before) all.push(sql`threads.created_at < ${before}::date::timestamp at time zone 'UTC'`)
  if (after) all.push(sql`threads.created_at >= ${after}::date::timestamp at time zone 'UTC'`)
  return allOf(all)
}

/** The filters that are asked of other tables, and how many answers there are. Selects from `threads`. */
export function besideColumns(ctx: Ctx, { state, tags, product, is }: Filters): RawBuilder<SqlBool> {
  const all = tags.map((tag) => tagged(ctx, tag))
  if (product)
    all.push(sql<SqlBool>`threads.realm = 'outside' and exists (select from thread_tags
      where thread_tags.thread_id = threads.id and thread_tags.tag_id in ${ofProduct(ctx, product)})`)
  if (state) all.push(inState(state))
  if (is === 'official') all.push(isOfficial)
  if (is === 'accepted') all.push(isAccepted)
  return allOf(all)
}

const problemStates = ['reported', 'confirmed', 'workaround', 'fixed', 'no-fault']

/** The types that a thread can have which passes the filters; undefined where it can have any. */
export function typesOf({ type, state }: Filters): readonly string[] | undefined {
  if (!state) return type === undefined ? undefined : [type]
  const ofState: readonly ThreadType[] =
    state === 'open'
      ? ['question', 'problem', 'idea']
      : state === 'answered' || state === 'unanswered'
        ? ['question']
        : problemStates.includes(state)
          ? ['problem']
          : ['idea']
  return ofState.filter((one) => type === undefined || one === type)
}

/** Whether a thread has a tag, or one that means the same on its side. */
function tagged(ctx: Ctx, name: string): RawBuilder<SqlBool> {
  const has = (side: TagSide) => sql`exists (select from thread_tags where thread_tags.thread_id = threads.id
    and thread_tags.tag_id in ${meaning(ctx, name, side)})`
  return sql`case when threads.realm = 'outside' then ${has('outside')} else ${has('inside')} end`
}

const meaning = (ctx: Ctx, name: string, side: TagSide) =>
  sameTags(sql`(select tags.id from tags where tags.name = ${name})`, sideKnownTo(ctx.viewer, side))

/** The tags of a product: that of this name with those that mean the same outside, as long as it is one. */
const ofProduct = (ctx: Ctx, name: string) => {
  const tag = sql`(select tags.id from tags where tags.name = ${name})`
  return sql`(select of_product.id from ${sameTags(tag, sideKnownTo(ctx.viewer, 'outside'))} as of_product (id)
    where ${isProduct(tag)})`
}

const official = sql`select o.thread_id from official_answers o where o.ended_at is null`
const accepted = sql`select a.thread_id from answer_acceptances a`
const isOfficial = sql<SqlBool>`exists (${official} and o.thread_id = threads.id)`
const isAccepted = sql<SqlBool>`exists (${accepted} where a.thread_id = threads.id)`

/** Whether a thread has an accepted or official answer. Selects from `threads`. */
export const isSettled = sql<SqlBool>`(${isAccepted} or ${isOfficial})`

function inState(state: string): RawBuilder<SqlBool> {
  const problem = sql`coalesce((select problems.state from problems where problems.thread_id = threads.id), 'reported')`
  const stage = sql`(select ideas.stage from ideas where ideas.thread_id = threads.id)`
  if (state === 'answered') return isSettled
  if (state === 'unanswered') return sql`threads.answer_count = 0`
  if (state === 'open')
    return sql`case threads.type when 'question' then not ${isSettled}
      when 'problem' then ${problem} in ('reported', 'confirmed', 'workaround')
      else ${stage} in ('new', 'under-review', 'planned', 'partly-done') end`
  return problemStates.includes(state) ? sql`${problem} = ${state}` : sql`${stage} = ${state}`
}

/** Whoever is meant by `by:` and `is:mine`, as a condition on a column of authors. */
export function written(
  ctx: Ctx,
  filters: Filters,
  column: 'threads.author_id' | 'replies.author_id',
): RawBuilder<SqlBool> {
  const author = sql.ref(column)
  const all: RawBuilder<SqlBool>[] = []
  if (filters.by) all.push(sql`${author} = any(${authorsCalled(filters.by)})`)
  if (filters.is === 'mine') all.push(ctx.viewer.kind === 'account' ? sql`${author} = ${ctx.viewer.id}` : sql`false`)
  return allOf(all)
}

const authorsCalled = (handle: string) => sql`array(select accounts.id from accounts where accounts.handle = ${handle})`

/** What passes one of the filters, listed by an index: a superset of what passes all. Conditions on the table of each name. */
export interface Listed {
  /** As a condition that the index answers. */
  readonly threads: RawBuilder<SqlBool>
  readonly replies: RawBuilder<SqlBool>
  /** As a condition for what was found by another index; nothing where `inColumns` says it. */
  readonly testedThreads: RawBuilder<SqlBool>
  readonly testedReplies: RawBuilder<SqlBool>
  /**
   * What it holds: all that somebody wrote, but not all of the threads in which they did; the threads of a space; threads
   * of many spaces. The index along which threads are walked knows authors and spaces as well.
   */
  readonly of: 'author' | 'space' | 'many'
  /** A statement that gives a row for each, to be counted. */
  readonly rows: RawBuilder<unknown>
}

/** The lists that the filters of a search give. */
export function listsOf(ctx: Ctx, filters: Filters): Listed[] {
  const { by, is, state, tags, product, in: slug } = filters
  const lists = tags.map((tag) =>
    threadsOf(sql`select thread_tags.thread_id from thread_tags where
      thread_tags.is_outside and thread_tags.tag_id = any(array(${meaning(ctx, tag, 'outside')}))
      or not thread_tags.is_outside and thread_tags.tag_id = any(array(${meaning(ctx, tag, 'inside')}))`),
  )
  if (product)
    lists.push(
      threadsOf(sql`select thread_tags.thread_id from thread_tags
        where thread_tags.is_outside and thread_tags.tag_id = any(array(${ofProduct(ctx, product)}))`),
    )
  if (by) lists.push(writtenBy(sql`any(${authorsCalled(by)})`))
  if (is === 'mine' && ctx.viewer.kind === 'account') lists.push(writtenBy(sql`${ctx.viewer.id}::bigint`))
  if (is === 'official') lists.push(threadsOf(official))
  if (is === 'accepted') lists.push(threadsOf(accepted))
  if (state === 'answered') lists.push(threadsOf(sql`${accepted} union ${official}`))
  if (state && ['confirmed', 'workaround', 'fixed', 'no-fault'].includes(state))
    lists.push(threadsOf(sql`select problems.thread_id from problems where problems.state = ${state}`))
  else if (state && !['reported', 'open', 'answered', 'unanswered'].includes(state))
    lists.push(threadsOf(sql`select ideas.thread_id from ideas where ideas.stage = ${state}`))
  if (slug)
    lists.push(
      threadsOf(
        sql`select of_space.id from threads of_space
        where of_space.space_id = (select spaces.id from spaces where spaces.slug = ${slug})`,
        'space',
      ),
    )
  return lists
}

function threadsOf(ids: RawBuilder<unknown>, of: 'space' | 'many' = 'many'): Listed {
  return {
    threads: sql`threads.id = any(array(${ids}))`,
    replies: sql`replies.thread_id = any(array(${ids}))`,
    // "is true" keeps the planner from looking each up.
    testedThreads: of === 'space' ? yes : sql`(threads.id in (${ids})) is true`,
    testedReplies: sql`(replies.thread_id in (${ids})) is true`,
    ...{ of, rows: ids },
  }
}

function writtenBy(author: RawBuilder<unknown>): Listed {
  return {
    threads: sql`threads.author_id = ${author}`,
    replies: sql`replies.author_id = ${author}`,
    testedThreads: sql`threads.author_id = ${author}`,
    testedReplies: sql`replies.author_id = ${author}`,
    of: 'author',
    rows: sql`select from threads where threads.author_id = ${author}
      union all select from replies where replies.author_id = ${author}`,
  }
}
