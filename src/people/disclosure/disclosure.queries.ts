import { sql } from 'kysely'
import type { Ctx } from '../../platform/context.ts'
import type { PageOf, Place } from '../../platform/cursor.ts'
import type { AccountId } from '../../platform/ids.ts'
import { readNewest } from '../../platform/newest-first.ts'
import type { InterestKind, PerkId } from './disclosure.tables.ts'
import { perkEchoDays } from './interests.ts'

/** A post by its number. */
export type PostRef = { readonly threadId: number } | { readonly replyId: number }

export interface LineRow {
  readonly threadId: number | null
  readonly replyId: number | null
  readonly kind: InterestKind | 'perk' | 'works-here' | 'worked-here' | 'spoke-for'
  readonly words: string
}

/**
 * All that is told at these posts outside: what follows from working here, what the author received, what they stated.
 * Not asked whether the viewer may read them: for posts that the viewer is already reading.
 */
export function selectLines(threadIds: readonly number[], replyIds: readonly number[]) {
  return sql<LineRow>`
    with posts as (
      select threads.id as thread_id, null::bigint as reply_id, threads.author_id, threads.created_at,
        threads.type = 'update' or exists (select from crossings where crossings.target_kind = 'thread'
          and crossings.target_id = threads.id and crossings.act = 'publish-out') as is_official
      from threads where threads.id = any(${threadIds}::bigint[]) and threads.realm = 'outside'
      union all
      select null, replies.id, replies.author_id, replies.created_at,
        exists (select from official_answers o where o.answer_id = replies.id and o.ended_at is null)
          or exists (select from crossings where crossings.target_kind = 'reply'
            and crossings.target_id = replies.id and crossings.act = 'publish-out')
      from replies join threads on threads.id = replies.thread_id
      where replies.id = any(${replyIds}::bigint[]) and threads.realm = 'outside'
    ), mine as (
      select posts.*, accounts.state, voice.given_at is not null as as_voice, voice.ended_at is null as is_voice
      from posts join accounts on accounts.id = posts.author_id and accounts.realm = 'inside'
      left join lateral (select offices.given_at, offices.ended_at from offices
        where offices.account_id = posts.author_id and offices.office = 'official-voice'
          and offices.given_at <= posts.created_at and (offices.ended_at is null or offices.ended_at > posts.created_at)
        order by offices.id desc limit 1) voice on true
    )
    select thread_id, reply_id,
        case when is_official or as_voice then 'spoke-for' when state = 'closed' then 'worked-here' else 'works-here' end as kind,
        '' as words, 0 as place
      from mine where not ((is_official and state <> 'closed') or (as_voice and is_voice and state <> 'closed'))
    union all
    select posts.thread_id, posts.reply_id, 'perk', perks.what, 1 from posts
      join perks on perks.account_id = posts.author_id and perks.withdrawn_at is null
        and (posts.created_at at time zone 'UTC')::date
          between perks.from_on and coalesce(perks.to_on + ${perkEchoDays}::int, 'infinity'::date)
    union all
    select posts.thread_id, posts.reply_id, disclosures.kind, disclosures.words, 2
      from posts join disclosures on disclosures.thread_id = posts.thread_id or disclosures.reply_id = posts.reply_id
    order by place, words, kind`
}

/** States an interest at a post of this author outside; false when there is no such post. Stated already: nothing changes. */
export async function insertDisclosure(
  ctx: Ctx,
  post: PostRef,
  stated: { accountId: AccountId; kind: InterestKind; words: string },
): Promise<boolean> {
  const own =
    'threadId' in post
      ? sql`select threads.id as thread_id, null::bigint as reply_id from threads
          where threads.id = ${post.threadId} and threads.author_id = ${stated.accountId} and threads.realm = 'outside'`
      : sql`select null::bigint as thread_id, replies.id as reply_id from replies join threads on threads.id = replies.thread_id
          where replies.id = ${post.replyId} and replies.author_id = ${stated.accountId} and threads.realm = 'outside'`
  const { rows } = await sql<{ found: boolean }>`
    with own as (${own}), written as (
      insert into disclosures (account_id, thread_id, reply_id, kind, words, stated_at)
      select ${stated.accountId}, own.thread_id, own.reply_id, ${stated.kind}, ${stated.words}, ${ctx.now} from own
      on conflict do nothing)
    select exists (select from own) as found`.execute(ctx.db)
  return rows[0]!.found
}

export async function insertPerk(
  ctx: Ctx,
  perk: { accountId: AccountId; what: string; fromOn: string; toOn: string | null; recordedBy: AccountId },
): Promise<PerkId> {
  const { id } = await ctx.db
    .insertInto('perks')
    .values({ ...perk, recordedAt: ctx.now })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

/** Sets the last day of a perk that runs; false when there is none, or the day lies before its first. */
export async function endPerk(ctx: Ctx, id: PerkId, toOn: string): Promise<boolean> {
  const { numUpdatedRows } = await ctx.db
    .updateTable('perks')
    .set({ toOn })
    .where('id', '=', id)
    .where('toOn', 'is', null)
    .where('withdrawnAt', 'is', null)
    .where(sql<boolean>`perks.from_on <= ${toOn}::date`)
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

export async function withdrawPerk(ctx: Ctx, id: PerkId, by: AccountId): Promise<boolean> {
  const { numUpdatedRows } = await ctx.db
    .updateTable('perks')
    .set({ withdrawnAt: ctx.now, withdrawnBy: by })
    .where('id', '=', id)
    .where('withdrawnAt', 'is', null)
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

export async function selectPerks(ctx: Ctx, after: Place | undefined, limit: number) {
  const query = ctx.db
    .selectFrom('perks')
    .innerJoin('accounts', 'accounts.id', 'perks.accountId')
    .select(['perks.id', 'perks.accountId', 'perks.what', 'perks.fromOn', 'perks.toOn'])
    .select(['perks.recordedAt', 'accounts.displayName', 'accounts.handle'])
    .where('perks.withdrawnAt', 'is', null)
    .where('accounts.state', '<>', 'closed')
  return readNewest(query, 'perks.recordedAt', after, limit)
}

export type PerkRow = Awaited<ReturnType<typeof selectPerks>> extends PageOf<infer Row> ? Row : never

/** What somebody received that is still told at what they write, the newest first. */
export async function selectPerksOf(ctx: Ctx, accountId: AccountId) {
  return ctx.db
    .selectFrom('perks')
    .select(['perks.id', 'perks.what', 'perks.fromOn', 'perks.toOn'])
    .where('perks.accountId', '=', accountId)
    .where('perks.withdrawnAt', 'is', null)
    .where(
      sql<boolean>`coalesce(perks.to_on + ${perkEchoDays}::int, 'infinity'::date) >= (${ctx.now}::timestamptz at time zone 'UTC')::date`,
    )
    .orderBy('perks.fromOn', 'desc')
    .orderBy('perks.id', 'desc')
    .limit(20)
    .execute()
}
