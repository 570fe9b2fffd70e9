import { type RawBuilder, sql, type SqlBool } from 'kysely'
import type { AccountViewer, Viewer } from '../../platform/context.ts'
import type { AccountId } from '../../platform/ids.ts'
import { said } from '../../platform/languages/languages.ts'
import { type AccessVerdict, no, yes } from '../../platform/verdict.ts'
import { type Space, type SpaceRight, mayWriteIn, readableSpaceIds } from '../../realms/spaces/spaces.ts'
import { type Reader, readerOf } from '../../realms/reader.access.ts'
import { mayEdit, mayKeepOrder, readableThread } from '../threads/threads.ts'
import type { TagSide } from './tags.tables.ts'

/**
 * Whether the viewer may say what a thread is about: its author, and outside those who keep order there and whoever
 * holds the power to retag in its space, unless the author let fewer people read it.
 */
export function mayRetag(
  viewer: Viewer,
  space: Space,
  thread: { readonly authorId: AccountId; readonly narrowed: boolean },
  facts: { readonly right: SpaceRight | undefined; readonly hasPower: boolean },
): AccessVerdict {
  const editing = mayEdit(viewer, space, thread.authorId, facts.right)
  if (editing.allowed || !mayWriteIn(viewer, space, facts.right).allowed || space.realm !== 'outside') return editing
  if (!thread.narrowed && mayKeepOrder(viewer, space, facts.right).allowed) return yes(said('You keep order here.'))
  if (!thread.narrowed && facts.hasPower) return yes(said('Your standing here lets you.'))
  return no(
    'tags.not-yours',
    said('Tags are changed by the author, by those who keep order, and by members of long standing in public spaces.'),
  )
}

/** Whether the viewer says which tags of a side mean the same: its stewards. The owner is none by that alone. */
export function mayMergeTags(viewer: Viewer, side: TagSide): AccessVerdict {
  if (viewer.kind === 'account' && viewer.realm === 'inside' && viewer.offices.includes(`${side}-steward`))
    return yes(said('You look after this side.'))
  return no('tags.not-steward', said('Which tags mean the same is said by the stewards of this side.'))
}

/** Whether the viewer says which tags are products of the company: whoever looks after the outside, where they show. */
export function mayNameProducts(viewer: Viewer): AccessVerdict {
  if (viewer.kind === 'system') return yes(said('This is done by Tango itself.'))
  if (viewer.kind === 'account' && viewer.realm === 'inside' && viewer.offices.includes('outside-steward'))
    return yes(said('You look after this side.'))
  return no('tags.not-product-steward', said('Which tags are products is said by the stewards of the outside.'))
}

/** Whether the products are told to somebody: to everybody who reads outside. Guests do not. */
export function knowsProducts(viewer: Viewer): boolean {
  return viewer.kind !== 'account' || viewer.realm !== 'bridge'
}

/** Whether the page of tags inside is there for somebody: whoever works here, and guests for their rooms. */
export function maySeeTagsInside(viewer: Viewer): boolean {
  return viewer.kind === 'account' && viewer.realm !== 'outside'
}

/**
 * Who reads nothing on a side but what everybody there reads. A tag that they do not know is merged by nobody: that it
 * leads to another would tell them that it is there.
 */
export function plainestReader(side: TagSide): Viewer {
  const nobody: AccountViewer = { kind: 'account', id: 0 as AccountId, realm: 'inside', name: '', offices: [] }
  return side === 'outside' ? { kind: 'visitor' } : nobody
}

/** The tags that mean the same as one on a side, itself among them; on the bridge and for its guests it alone. */
export function sameTags(tag: RawBuilder<unknown>, side: TagSide | null): RawBuilder<unknown> {
  return sql`(select tag_root(${tag}, ${side}) union all select s.tag_id from tag_synonyms s
    where s.side = ${side} and s.into_id = tag_root(${tag}, ${side}) and s.undone_at is null)`
}

/** By which other names a viewer finds what stands inside: guests by none, they would learn words of the inside. */
export function sideKnownTo(viewer: Viewer, side: TagSide): TagSide | null {
  return viewer.kind === 'account' && viewer.realm === 'bridge' ? null : side
}

/** Whether a tag is a product now, or means the same outside as one. */
export function isProduct(tag: RawBuilder<unknown>): RawBuilder<SqlBool> {
  return sql<SqlBool>`tag_root(${tag}, 'outside') in (select tag_root(p.tag_id, 'outside') from product_tags p
    where p.ended_at is null)`
}

/**
 * Whether a viewer may read something that carries a tag, or another one that means the same there, or is told of it as
 * of a product.
 */
export function metTag(viewer: Viewer, tag: RawBuilder<unknown>): RawBuilder<SqlBool> {
  const metOn = (
    side: TagSide,
  ) => sql<SqlBool>`exists (select from thread_tags join threads on threads.id = thread_tags.thread_id
    where thread_tags.tag_id in ${sameTags(tag, sideKnownTo(viewer, side))}
      and thread_tags.is_outside = ${sql.lit(side === 'outside')} and ${liveThread} and ${readableThread(readerOf(viewer))})`
  const met = [metOn('outside'), ...(maySeeTagsInside(viewer) ? [metOn('inside')] : [])]
  return sql<SqlBool>`(${sql.join([...met, ...(knowsProducts(viewer) ? [isProduct(tag)] : [])], sql` or `)})`
}

/** Whether a thread stands for itself and has its words. The statement selects from `threads`. */
export const liveThread: RawBuilder<SqlBool> = sql<SqlBool>`(threads.removed_at is null and threads.recalled_at is null
  and threads.merged_into_id is null)`

/**
 * Whether a reader may read the thread that a row of `thread_tags` stands for, and it stands for itself: `liveThread` and
 * `readableThread`, of most rows without opening the thread. `is_plain` says that whoever reads its space reads it.
 */
export function readableTagging(reader: Reader): RawBuilder<SqlBool> {
  // A value, since for EXISTS the planner may choose to read all threads once.
  return sql<SqlBool>`case when thread_tags.is_plain then thread_tags.space_id in ${readableSpaceIds(reader)}
    else (select ${liveThread} and ${readableThread(reader)} from threads where threads.id = thread_tags.thread_id) end`
}
