/** Since when and until when the company owes an answer to a question outside. */
import { type RawBuilder, type SqlBool, sql } from 'kysely'

/**
 * Since when a thread is a question: from when it was written, or, written as something else, from when it first became
 * one. What it was meanwhile changes nothing, as the promise of an idea stands when it becomes one again: nobody waits
 * longer than they were told. Null for what never was a question.
 */
export function askedAt(table: 'threads' | 'duplicate'): RawBuilder<Date | null> {
  const thread = sql.table(table)
  return sql<Date | null>`coalesce(${thread}.asked_at, case ${thread}.type when 'question' then ${thread}.created_at end)`
}

/**
 * The first answer that was promised to any who asked a question of `threads`: `due`, and the promise, as a table of one
 * row or none.
 *
 * Those who asked are its author and the authors of duplicates that were merged into it (`also_asked_at`). Each was
 * promised an answer by what was in force in its space when they asked, so a merge makes nobody wait longer than they
 * were told. One whose question had an answer when it was merged waited no more, and brings no moment: what was asked
 * and answered a year ago does not make today's question a year late, whatever becomes of that answer.
 */
export const firstPromise: RawBuilder<unknown> = sql`(
  select promise.id as promise_id, asked.at + make_interval(hours => promise.hours) as due
  from unnest(${askedAt('threads')} || threads.also_asked_at) asked (at)
  cross join lateral ${inForceAt(sql`asked.at`)} promise
  where promise.hours is not null order by due, promise_id limit 1)`

/** The promise in force at a moment in the space of `threads`, as a table of one row or none. */
function inForceAt(moment: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`(select answer_promises.id, answer_promises.hours from answer_promises
    where answer_promises.space_id = threads.space_id and answer_promises.made_at <= ${moment}
    order by answer_promises.made_at desc, answer_promises.id desc limit 1)`
}

/**
 * When an answer to a question of `threads` is due; null where none was promised. Home pages count by it all that is
 * owed: what was asked once, which most was, takes the shorter way.
 */
export const promisedUntil: RawBuilder<Date | null> = sql<Date | null>`(case when threads.also_asked_at = '{}'
  then ${askedAt('threads')} + make_interval(hours =>
    (select promise.hours from ${inForceAt(askedAt('threads'))} promise))
  else (select due from ${firstPromise} first_promise) end)`

/**
 * Whether a question outside waits past the moment when an answer to it was due. One that only its author reads waits
 * for nobody. The statement selects from `threads`.
 */
export function isOwed(now: Date): RawBuilder<SqlBool> {
  return sql<SqlBool>`(threads.type = 'question' and threads.answer_count = 0 and threads.merged_into_id is null
    and threads.realm = 'outside' and threads.reach is distinct from 0
    and threads.recalled_at is null and threads.hidden_at is null and threads.removed_at is null
    and ${promisedUntil} <= ${now})`
}
