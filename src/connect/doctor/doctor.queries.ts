import { type RawBuilder, sql } from 'kysely'
import type { Ctx } from '../../platform/context.ts'

/** What moderation hides or removed is not counted (0027_moderation.sql). */
const shown = sql`hidden_at is null and removed_at is null`

/**
 * One step of counting afresh: the next `limit` threads after the id `after`. `last` is undefined at the end. A recalled
 * answer is no answer any more and is not counted (threads.queries.ts, blankReply).
 */
export async function recountThreads(
  ctx: Ctx,
  of: { spaceId: number | undefined; after: number; limit: number },
): Promise<{ corrected: number; last: number | undefined }> {
  const { rows } = await sql<{ corrected: number; last: number | null }>`
    with step as (
      select id from threads where id > ${of.after} and (${of.spaceId ?? null}::bigint is null or space_id = ${of.spaceId ?? null})
      order by id limit ${of.limit}
    ), counted as (
      select step.id,
        (select count(*) from replies where thread_id = step.id and kind = 'answer' and recalled_at is null and ${shown}) as answers,
        (select count(*) from replies where thread_id = step.id and kind <> 'answer' and ${shown}) as others,
        (select count(*) from same_heres where thread_id = step.id) as same_heres
      from step
    ), changed as (
      update threads set answer_count = answers, reply_count = others, same_here_count = same_heres
      from counted where threads.id = counted.id
        and (answer_count, reply_count, same_here_count) is distinct from (answers::int, others::int, same_heres::int)
      returning threads.id
    )
    select (select count(*) from changed) as corrected, (select max(id) from step) as last`.execute(ctx.db)
  return { corrected: rows[0]!.corrected, last: rows[0]!.last ?? undefined }
}

async function count(ctx: Ctx, from: RawBuilder<unknown>): Promise<number> {
  const { rows } = await sql<{ n: number }>`select count(*) as n from ${from}`.execute(ctx.db)
  return rows[0]!.n
}

export async function serverFacts(
  ctx: Ctx,
): Promise<{ version: number; now: Date; applied: { name: string; sha256: string }[] }> {
  const facts = await sql<{ version: number; now: Date }>`select current_setting('server_version_num')::int as version,
    clock_timestamp() as now`.execute(ctx.db)
  const applied = await sql<{
    name: string
    sha256: string
  }>`select name, sha256 from migrations order by name`.execute(ctx.db)
  return { ...facts.rows[0]!, applied: applied.rows }
}

/** How many threads and replies carry a count that their rows do not bear out. */
export async function wrongCounters(ctx: Ctx): Promise<{ threads: number; replies: number }> {
  const threads = await count(
    ctx,
    sql`threads t where (answer_count, reply_count, same_here_count) is distinct from (
      (select count(*) from replies where thread_id = t.id and kind = 'answer' and recalled_at is null and ${shown})::int,
      (select count(*) from replies where thread_id = t.id and kind <> 'answer' and ${shown})::int,
      (select count(*) from same_heres where thread_id = t.id)::int)`,
  )
  const replies = await count(
    ctx,
    sql`replies r where kudos_count <> (select count(*) from kudos where reply_id = r.id)`,
  )
  return { threads, replies }
}

export async function recountKudos(ctx: Ctx): Promise<number> {
  const { rows } = await sql`update replies r set kudos_count = (select count(*) from kudos where reply_id = r.id)
    where kudos_count <> (select count(*) from kudos where reply_id = r.id) returning id`.execute(ctx.db)
  return rows.length
}

/** What must never be: things on the wrong side of the wall. Each number should be 0. */
export async function breachesOfRealm(ctx: Ctx): Promise<Record<string, number>> {
  return {
    'threads in a space of another realm': await count(
      ctx,
      sql`threads join spaces on spaces.id = space_id where threads.realm <> spaces.realm`,
    ),
    'files in a space of another realm': await count(
      ctx,
      sql`files join spaces on spaces.id = space_id where files.realm <> spaces.realm`,
    ),
    'members and guests writing inside': await count(
      ctx,
      sql`(select threads.id from threads join accounts on accounts.id = author_id where threads.realm = 'inside' and accounts.realm <> 'inside'
        union all select replies.id from replies join threads on threads.id = thread_id join accounts on accounts.id = replies.author_id
        where threads.realm = 'inside' and accounts.realm <> 'inside') wrong`,
    ),
    'memberships across the wall': await count(
      ctx,
      sql`memberships join spaces on spaces.id = space_id join accounts on accounts.id = account_id
        where (spaces.realm = 'inside' and accounts.realm <> 'inside') or (spaces.realm = 'bridge' and accounts.realm = 'outside')`,
    ),
    'participants across the wall': await count(
      ctx,
      sql`thread_participants join threads on threads.id = thread_id join accounts on accounts.id = account_id
        where threads.realm = 'inside' and accounts.realm <> 'inside'`,
    ),
    'companion threads that are not inside': await count(
      ctx,
      sql`swarms join threads on threads.id = companion_id where realm <> 'inside'`,
    ),
  }
}

/** What must hold of everything that came from inside. Each number should be 0. */
export async function breachesOfCrossings(ctx: Ctx): Promise<Record<string, number>> {
  const out = sql`(select c.*, exists (select from crossings r where r.recalls = c.id) as recalled from crossings c where act = 'publish-out') c`
  return {
    'published texts without their answer': await count(
      ctx,
      sql`${out} where target_kind = 'reply' and not exists (select from replies where id = target_id)`,
    ),
    'published texts without their thread': await count(
      ctx,
      sql`${out} where target_kind = 'thread' and not exists (select from threads where id = target_id)`,
    ),
    'answers with more than one crossing': await count(
      ctx,
      sql`(select from crossings where act = 'publish-out' group by target_kind, target_id having count(*) > 1) twice`,
    ),
    'crossings that did not go from inside to outside': await count(
      ctx,
      sql`${out} join spaces s on s.id = source_space_id join spaces t on t.id = target_space_id where s.realm = 'outside' or t.realm <> 'outside'`,
    ),
    'recalled texts that can still be read': await count(
      ctx,
      sql`${out} join replies on replies.id = target_id where target_kind = 'reply' and recalled and (recalled_at is null or body <> '')`,
    ),
    'recalled threads that can still be read': await count(
      ctx,
      sql`${out} join threads on threads.id = target_id where target_kind = 'thread' and recalled
        and (threads.recalled_at is null or threads.title <> '' or threads.body <> '')`,
    ),
    'updates outside that came from nowhere': await count(
      ctx,
      sql`threads where realm = 'outside' and type = 'update' and not exists (
        select from crossings c where c.act = 'publish-out' and c.target_kind = 'thread' and c.target_id = threads.id)
        and not exists (select from storms where result_thread_id = threads.id)
        and not exists (select from thread_acts a where a.act = 'retype' and a.to_type = 'update' and a.thread_id = threads.id
          or a.act = 'split' and a.other_id = threads.id)`,
    ),
    'recalls without a crossing record': await count(
      ctx,
      sql`replies where recalled_at is not null and not exists (select from crossings c join crossings r on r.recalls = c.id where c.target_kind = 'reply' and c.target_id = replies.id)`,
    ),
    'crossing records whose bytes were altered': await count(
      ctx,
      sql`${out} where encode(sha256(convert_to(bytes, 'UTF8')), 'hex') <> bytes_sha256`,
    ),
    'wordings marked published without a crossing out': await count(
      ctx,
      sql`swarm_wordings w where crossing_id is not null and not exists (select from crossings where id = w.crossing_id and act = 'publish-out')`,
    ),
  }
}

export async function mailFacts(ctx: Ctx): Promise<{ late: number; refused: number }> {
  const unsent = sql`mails where sent_at is null and withdrawn_at is null and created_at < clock_timestamp() - interval '1 hour'`
  return { late: await count(ctx, unsent), refused: await count(ctx, sql`${unsent} and attempts > 0`) }
}

export async function jobFacts(ctx: Ctx): Promise<{ givenUp: number; failing: number; late: number }> {
  const jobs = sql`graphile_worker._private_jobs`
  return {
    givenUp: await count(ctx, sql`${jobs} where attempts >= max_attempts and last_error is not null`),
    failing: await count(ctx, sql`${jobs} where attempts < max_attempts and last_error is not null`),
    late: await count(
      ctx,
      sql`${jobs} where attempts < max_attempts and last_error is null and locked_at is null and run_at < clock_timestamp() - interval '15 minutes'`,
    ),
  }
}

/** Files in the order of their hashes, `limit` after `after`. */
export async function listFileHashes(
  ctx: Ctx,
  after: string,
  limit: number,
): Promise<{ sha256: string; key: string }[]> {
  const { rows } = await sql<{
    sha256: string
    key: string
  }>`select sha256, min(key) as key from files where sha256 > ${after}
    group by sha256 order by sha256 limit ${limit}`.execute(ctx.db)
  return rows
}

/**
 * Tries to change and to delete a record of the log of crossings, in a part of a transaction that is taken back
 * whatever happens, and looks whether the log is guarded against being emptied (trying that would lock out readers).
 * Gives what is possible: nothing should be. `untried` when there is no record to try it on.
 */
export async function tryToChangeCrossings(ctx: Ctx): Promise<{ possible: string[]; untried: boolean }> {
  const { rows } = await sql<{ id: number }>`select id from crossings limit 1`.execute(ctx.db)
  const id = rows[0]?.id
  const possible: string[] = []
  if (id !== undefined) {
    if (await isPossible(ctx, sql`update crossings set reason = reason where id = ${id}`))
      possible.push('changing a record')
    if (await isPossible(ctx, sql`delete from crossings where id = ${id}`)) possible.push('deleting a record')
  }
  // Bit 32 of tgtype: fires at truncate. Enabled for ordinary sessions: O (origin) or A (always).
  const guards = await count(
    ctx,
    sql`pg_trigger where tgrelid = 'crossings'::regclass and tgtype & 32 <> 0 and tgenabled in ('O', 'A')
      and tgfoid = 'refuse_change'::regproc`,
  )
  if (guards === 0) possible.push('emptying the log')
  return { possible, untried: id === undefined }
}

/** What is the matter with the log as a chain: the first place that does not fit, and how. */
export type ChainFault =
  | { readonly what: 'altered' | 'missing'; readonly place: number }
  | { readonly what: 'cut' | 'grown'; readonly rows: number; readonly written: number }
  | { readonly what: 'head' }

/** Goes through the whole log, `atOnce` rows at a time: whether each row fits the one before, and the last the head. */
export async function checkChain(
  ctx: Ctx,
  atOnce = 5000,
): Promise<{ rows: number; head: string | undefined; fault: ChainFault | undefined }> {
  const kept = await sql<{
    written: number
    head: string
  }>`select rows_written as written, head from crossing_chain`.execute(ctx.db)
  const { written, head } = kept.rows[0] ?? { written: 0, head: undefined }
  const genesis = await sql<{ chain: string }>`select crossing_genesis() as chain`.execute(ctx.db)
  let [place, chain] = [0, genesis.rows[0]!.chain]
  for (;;) {
    const { rows } = await sql<{
      lastPlace: number
      lastChain: string
      isEnd: boolean
      wrongPlace: number | null
      wrong: 'altered' | 'missing' | null
    }>`select * from check_crossings(${place}, ${chain}, ${atOnce})`.execute(ctx.db)
    const step = rows[0]!
    if (step.wrong) return { rows: written, head, fault: { what: step.wrong, place: step.wrongPlace! } }
    ;[place, chain] = [step.lastPlace, step.lastChain]
    if (step.isEnd) break
  }
  const rows = await count(ctx, sql`crossings`)
  const fault = ((): ChainFault | undefined => {
    if (place < written) return { what: 'cut', rows: place, written }
    if (place > written || rows !== place) return { what: 'grown', rows, written }
    return head !== undefined && chain !== head ? { what: 'head' } : undefined
  })()
  return { rows: written, head, fault }
}

async function isPossible(ctx: Ctx, statement: RawBuilder<unknown>): Promise<boolean> {
  const back = new Error('taken back')
  return ctx
    .transaction(async (inside) => {
      await statement.execute(inside.db)
      throw back
    })
    .catch((error: unknown) => {
      // 42501: refused by the guard. 23503: only something that points to the record stopped it.
      const { code } = error as { code?: string }
      if (error === back || code === '23503') return true
      if (code === '42501') return false
      throw error
    })
}
