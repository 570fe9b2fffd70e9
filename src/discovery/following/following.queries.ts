import { type RawBuilder, sql } from 'kysely'
import { liveThread, sameTags, sideKnownTo, walkOfTag } from '../../content/tags/tags.ts'
import { type ThreadId, readableThread } from '../../content/threads/threads.ts'
import type { Ctx } from '../../platform/context.ts'
import { type Place, type PageOf, pageOf } from '../../platform/cursor.ts'
import type { NoticePace } from '../notices/notices.ts'
import type { AccountId } from '../../platform/ids.ts'
import { readerOf } from '../../realms/reader.access.ts'
import { stillReadable } from './following.access.ts'
import type { FollowKind } from './following.tables.ts'

/** In the order in which they are the reason, where several hit. */
export const followKinds: readonly FollowKind[] = ['person', 'thread', 'tag', 'space']

const columns: Readonly<Record<FollowKind, string>> = {
  person: 'person_id',
  thread: 'thread_id',
  tag: 'tag_id',
  space: 'space_id',
}

interface Followed {
  readonly kind: FollowKind
  readonly id: number
}

export async function putFollowing(ctx: Ctx, accountId: AccountId, { kind, id }: Followed): Promise<void> {
  await sql`insert into followings (account_id, ${sql.ref(columns[kind])}, since)
    values (${accountId}, ${id}, ${ctx.now}) on conflict do nothing`.execute(ctx.db)
}

export async function deleteFollowing(ctx: Ctx, accountId: AccountId, { kind, id }: Followed): Promise<void> {
  await sql`delete from followings where account_id = ${accountId} and ${sql.ref(columns[kind])} = ${id}`.execute(
    ctx.db,
  )
}

export async function isFollowing(ctx: Ctx, accountId: AccountId, { kind, id }: Followed): Promise<boolean> {
  const { rows } = await sql`select from followings
    where account_id = ${accountId} and ${sql.ref(columns[kind])} = ${id}
    union all select from follows where ${kind} = 'person' and account_id = ${accountId} and followed_id = ${id}
    limit 1`.execute(ctx.db)
  return rows.length > 0
}

/** One more follow at a time for an account, so that their number has an end. */
export async function countFollowings(ctx: Ctx, accountId: AccountId): Promise<number> {
  await sql`select pg_advisory_xact_lock(hashtextextended('following:' || ${accountId}::text, 72650))`.execute(ctx.db)
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from followings where account_id = ${accountId}`.execute(ctx.db)
  return rows[0]!.count
}

/** Gives whether it is followed. */
export async function setPaceOf(
  ctx: Ctx,
  accountId: AccountId,
  followed: Followed,
  pace: string | null,
): Promise<boolean> {
  const { kind, id } = followed
  const { rows } = await sql`with own as (update followings set pace = ${pace}
      where account_id = ${accountId} and ${sql.ref(columns[kind])} = ${id} returning 1),
    member as (update follows set pace = ${pace}
      where ${kind} = 'person' and account_id = ${accountId} and followed_id = ${id} returning 1)
    select from own union all select from member`.execute(ctx.db)
  return rows.length > 0
}

/** What goes by mail of these kinds, or at this pace, stands here alone from now on. */
export async function stopPaces(
  ctx: Ctx,
  accountId: AccountId,
  of: { kinds?: readonly FollowKind[]; pace?: string },
): Promise<void> {
  const isMeant = (kind: RawBuilder<unknown>) =>
    of.pace === undefined
      ? sql`${kind} = any(${of.kinds}::text[]) and pace in ('at-once', 'daily', 'weekly')`
      : sql`pace = ${of.pace}`
  await sql`with members as (update follows set pace = 'here' where account_id = ${accountId} and ${isMeant(sql`'person'`)})
    update followings set pace = 'here' where account_id = ${accountId} and ${isMeant(kindOf)}`.execute(ctx.db)
}

/** Whether the viewer may read what they would follow. */
export async function canFollow(ctx: Ctx, { kind, id }: Followed): Promise<boolean> {
  const { rows } = await sql`select from (select ${kind}::text as kind, ${id}::bigint as subject) as followed
    where ${stillReadable(ctx.viewer)}`.execute(ctx.db)
  return rows.length > 0
}

export interface FollowedRow {
  readonly kind: FollowKind
  readonly id: number
  readonly since: Date
  readonly pace: NoticePace | null
  /** Of a tag its name, of a space its title; people and conversations are loaded by their own features. */
  readonly name: string | null
  /** The address of a space. */
  readonly path: string | null
}

const kindOf = sql`case when person_id is not null then 'person' when thread_id is not null then 'thread'
  when tag_id is not null then 'tag' else 'space' end`

const named = (kind: RawBuilder<unknown>, id: RawBuilder<unknown>) => sql`
  case ${kind} when 'tag' then (select tags.name from tags where tags.id = ${id})
    when 'space' then (select spaces.title from spaces where spaces.id = ${id}) end as name,
  case ${kind} when 'space' then (select case spaces.realm when 'outside' then '/s/' else '/inside/spaces/' end || spaces.slug
    from spaces where spaces.id = ${id}) end as path`

/** What an account follows, wherever it stands: kind, subject, since, and a number that tells rows of one moment apart. */
function followedBy(accountId: AccountId): RawBuilder<unknown> {
  return sql`(
    select ${kindOf} as kind, coalesce(person_id, thread_id, tag_id, space_id) as subject, since, pace, id * 2 as place
    from followings where account_id = ${accountId}
    union all select 'person', followed_id, followed_at, pace, followed_id * 2 + 1 from follows where account_id = ${accountId})`
}

/** One page of what the viewer follows and may read now, newest first. */
export async function selectFollowedPage(
  ctx: Ctx,
  accountId: AccountId,
  after: Place | undefined,
  limit: number,
): Promise<PageOf<FollowedRow>> {
  const onward = after ? sql`and (followed.since, followed.place) < (${after.at}, ${after.id})` : sql``
  const { rows } = await sql<FollowedRow & { place: number }>`
    select followed.kind, followed.subject as id, followed.since, followed.pace, followed.place,
      ${named(sql`followed.kind`, sql`followed.subject`)}
    from ${followedBy(accountId)} as followed
    where ${stillReadable(ctx.viewer)} ${onward}
    order by followed.since desc, followed.place desc limit ${limit + 1}`.execute(ctx.db)
  return pageOf(rows, limit, (row) => ({ at: row.since, id: row.place }))
}

export interface StreamRow {
  readonly id: ThreadId
  readonly at: Date
  /** The first reason for which it is here. */
  readonly kind: FollowKind
  readonly subject: number
  readonly name: string | null
  readonly path: string | null
}

/** So many follows of a person count at most in a stream: the newest. */
const mostFollowed = 1000

/**
 * The newest threads that the viewer may read of all that they follow, each once with the first reason for it: from each
 * thing followed no more than a page along its own index, and of those a page.
 */
export async function selectStream(
  ctx: Ctx,
  accountId: AccountId,
  after: Place | undefined,
  limit: number,
): Promise<PageOf<StreamRow>> {
  const most = limit + 1
  const readable = sql`${liveThread} and ${readableThread(readerOf(ctx.viewer))}`
  const before = (at: string, id: string) =>
    after ? sql`and (${sql.ref(at)}, ${sql.ref(id)}) < (${after.at}::timestamptz, ${after.id}::bigint)` : sql``
  const onward = before('threads.created_at', 'threads.id')
  const newest = sql`order by threads.created_at desc, threads.id desc limit ${most}`
  const found = sql`select threads.id as thread_id, threads.created_at from threads where`
  const mine = (column: string) => sql`(select ${sql.ref(column)} as id from followings
    where account_id = ${accountId} and ${sql.ref(column)} is not null limit ${mostFollowed})`
  const people = sql`(select followed_id as id from follows where account_id = ${accountId}
    union all select person_id from followings where account_id = ${accountId} and person_id is not null
    limit ${mostFollowed})`
  const ofTag = (side: 'inside' | 'outside') =>
    walkOfTag(ctx, {
      ids: sql`array(select same.* from ${sameTags(sql`mine.id`, sideKnownTo(ctx.viewer, side))} as same)`,
      isOutside: side === 'outside',
      more: before('thread_tags.created_at', 'thread_tags.thread_id'),
      limit: most,
    })
  const branch = (rank: number, from: RawBuilder<unknown>) => sql`(
    select found.thread_id, found.created_at, ${sql.lit(rank)} as rank, min(mine.id) as subject from ${from}
    group by found.thread_id, found.created_at order by found.created_at desc, found.thread_id desc limit ${most})`
  const ofSpace = (
    outside: boolean,
  ) => sql`${mine('space_id')} as mine cross join lateral (${found} threads.space_id = mine.id
    and ${outside ? sql`threads.realm = 'outside'` : sql`threads.realm <> 'outside'`} and ${readable} ${onward} ${newest}) as found`
  const kind = sql`(${followKinds}::text[])[first.rank]`
  const { rows } = await sql<StreamRow>`
    select first.thread_id as id, first.created_at as at, ${kind} as kind, first.subject, ${named(kind, sql`first.subject`)}
    from (select distinct on (hit.thread_id) hit.* from (
      ${sql.join(
        [
          branch(
            1,
            sql`${people} as mine cross join lateral (${found} threads.author_id = mine.id
            and ${readable} ${onward} ${newest}) as found`,
          ),
          branch(
            2,
            sql`${mine('thread_id')} as mine cross join lateral (${found} threads.id = mine.id
            and ${readable} ${onward}) as found`,
          ),
          branch(
            3,
            sql`${mine('tag_id')} as mine cross join lateral (select found.* from ${ofTag('outside')}) as found`,
          ),
          branch(
            3,
            sql`${mine('tag_id')} as mine cross join lateral (select found.* from ${ofTag('inside')}) as found`,
          ),
          branch(4, ofSpace(true)),
          branch(4, ofSpace(false)),
        ],
        sql` union all `,
      )}) as hit order by hit.thread_id, hit.rank, hit.subject) as first
    order by first.created_at desc, first.thread_id desc limit ${most}`.execute(ctx.db)
  return pageOf(rows, limit, (row) => row)
}
