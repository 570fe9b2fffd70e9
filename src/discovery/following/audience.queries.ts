import { sql } from 'kysely'
import { type Reply, type Thread, familyOf } from '../../content/threads/threads.ts'
import type { Ctx } from '../../platform/context.ts'
import type { NoticePace } from '../notices/notices.ts'
import type { AccountId } from '../../platform/ids.ts'

/** Somebody whom a new post concerns, with the reasons for it in their order. */
export interface FollowerRow {
  readonly accountId: AccountId
  readonly reasons: readonly {
    readonly kind: 'person' | 'tag' | 'space'
    readonly name: string
    /** What they chose for it themselves. */
    readonly pace: NoticePace | null
  }[]
  /** One of the two has blocked the other. */
  readonly isApart: boolean
  /** A notice of it is there already. */
  readonly isTold: boolean
}

/** The next so many of those who follow the author, a tag or the space of a thread, in order of account. */
export async function selectFollowersOfNew(
  ctx: Ctx,
  thread: Thread,
  asked: { afterAccount: number; limit: number; kinds: readonly string[] },
): Promise<readonly FollowerRow[]> {
  const { afterAccount, limit } = asked
  const next = sql`account_id > ${afterAccount} order by account_id limit ${limit}`
  const { rows } = await sql<FollowerRow>`
    with roots as (
      select distinct tag_root(thread_tags.tag_id, ${thread.realm}) as id from thread_tags where thread_id = ${thread.id}
    ), same as (
      select id from roots union
      select s.tag_id from tag_synonyms s join roots on roots.id = s.into_id
        where s.side = ${thread.realm} and s.undone_at is null
    ), hits as (
      (select account_id, 1 as rank, 'person' as kind, '' as name, pace from follows where followed_id = ${thread.authorId} and ${next})
      union all
      (select account_id, 1, 'person', '', pace from followings where person_id = ${thread.authorId} and ${next})
      union all
      select followers.account_id, 2, 'tag', tags.name, followers.pace from same join tags on tags.id = same.id
        cross join lateral (select account_id, pace from followings where tag_id = same.id and ${next}) as followers
      union all
      (select followers.account_id, 3, 'space', spaces.title, followers.pace from spaces
        cross join lateral (select account_id, pace from followings where space_id = spaces.id and ${next}) as followers
        where spaces.id = ${thread.spaceId})
    ), portion as (select distinct account_id from hits order by account_id limit ${limit})
    select hits.account_id, json_agg(json_build_object('kind', hits.kind, 'name', hits.name, 'pace', hits.pace) order by hits.rank, hits.name) as reasons,
      is_blocked(hits.account_id, ${thread.authorId}) as is_apart,
      exists (select from notices where notices.account_id = hits.account_id and notices.thread_id = ${thread.id}
        and notices.kind = any(${asked.kinds}::text[])) as is_told
    from hits join portion on portion.account_id = hits.account_id
    group by hits.account_id order by hits.account_id`.execute(ctx.db)
  return rows
}

type ReplyFollowerRow = Omit<FollowerRow, 'reasons'> & { readonly pace: NoticePace | null }

/** Of two follows that were merged into one conversation, the one that tells sooner; one without a pace of its own last. */
const paceOrder = sql`array_position(array['at-once', 'daily', 'weekly', 'here', 'never'], followers.pace)`

/**
 * The next so many of those who follow a conversation, or one that was merged into it, in order of account. Told already
 * is who was told of this reply in any words, and who has not yet looked at the last one.
 */
export async function selectFollowersOfReply(
  ctx: Ctx,
  reply: Reply,
  asked: { afterAccount: number; limit: number; kind: string },
): Promise<readonly ReplyFollowerRow[]> {
  const { rows } = await sql<ReplyFollowerRow>`
    with portion as (
      select distinct on (followers.account_id) followers.* from ${familyOf(reply.threadId)} as family
        cross join lateral (select account_id, pace from followings where thread_id = family.id
          and account_id > ${asked.afterAccount} order by account_id limit ${asked.limit}) as followers
      order by followers.account_id, ${paceOrder} limit ${asked.limit})
    select portion.account_id, portion.pace, is_blocked(portion.account_id, ${reply.authorId}) as is_apart,
      exists (select from notices where notices.account_id = portion.account_id and (notices.reply_id = ${reply.id}
        or (notices.thread_id = ${reply.threadId} and notices.kind = ${asked.kind} and notices.read_at is null))) as is_told
    from portion order by portion.account_id`.execute(ctx.db)
  return rows
}
