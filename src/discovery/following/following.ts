import { type TagId, tagAddress } from '../../content/tags/tags.ts'
import {
  type Thread,
  type ThreadId,
  getThread,
  loadThreads,
  survivorOf,
  threadAddress,
} from '../../content/threads/threads.ts'
import { type PersonCard, findPerson, loadPeople, personPath } from '../../people/accounts/accounts.ts'
import { setFollowing } from '../../people/connections/connections.ts'
import type { Ctx } from '../../platform/context.ts'
import { type PageOf, readCursor } from '../../platform/cursor.ts'
import { Conflict, Invalid, NotFound } from '../../platform/errors.ts'
import { said } from '../../platform/languages/languages.ts'
import type { AccountId } from '../../platform/ids.ts'
import { demand } from '../../platform/verdict.ts'
import { excerpt } from '../../platform/text/markdown.ts'
import type { NoticePace } from '../notices/notices.ts'
import type { SpaceId } from '../../realms/spaces/spaces.ts'
import { mayFollow } from './following.access.ts'
import * as queries from './following.queries.ts'
import type { FollowKind } from './following.tables.ts'

export type { FollowKind } from './following.tables.ts'

/** Something that can be followed. */
export type Subject =
  | { readonly kind: 'person'; readonly id: AccountId }
  | { readonly kind: 'tag'; readonly id: TagId }
  | { readonly kind: 'space'; readonly id: SpaceId }
  | { readonly kind: 'thread'; readonly id: ThreadId }

/** So much can be followed: more would be told than anybody reads. */
export const mostFollowed = 1000

/**
 * Follows something that the viewer may read: they are told of what is new there as long as they may read it. It gives
 * no right, and nobody but them learns of it. Throws Forbidden (nobody signed in), NotFound, Invalid (oneself), Conflict
 * (more than 1000).
 */
export async function follow(ctx: Ctx, subject: Subject): Promise<void> {
  const accountId = me(ctx)
  const { kind, id } = await whatIsMeant(ctx, subject)
  if (kind === 'person' && (await followsAsMember(ctx, id))) return setFollowing(ctx, id, true)
  if (!(await queries.canFollow(ctx, { kind, id }))) throw new NotFound('following.not-found')
  await ctx.transaction(async (inside) => {
    if ((await queries.countFollowings(inside, accountId)) >= mostFollowed)
      throw new Conflict(
        'following.many',
        said('You follow {number} things. Stop following one of them first.', { number: mostFollowed }),
      )
    await queries.putFollowing(inside, accountId, { kind, id })
  })
}

/** What was merged into another conversation goes on there. */
async function whatIsMeant(ctx: Ctx, subject: Subject): Promise<Subject> {
  if (subject.kind !== 'thread') return subject
  const { id } = await survivorOf(ctx, await getThread(ctx, subject.id))
  return { kind: 'thread', id }
}

/** One member and another: what is between them is kept with their connections. NotFound, Invalid (`person`). */
async function followsAsMember(ctx: Ctx, id: AccountId): Promise<boolean> {
  const person = await findPerson(ctx, id)
  if (!person) throw new NotFound('people.not-found')
  if (id === me(ctx)) throw new Invalid('following.yourself', { person: said('This is you.') })
  return person.realm === 'outside' && ctx.viewer.kind === 'account' && ctx.viewer.realm === 'outside'
}

/** Stops following something; nothing happens when it was not followed. Needs no right to read it. */
export async function unfollow(ctx: Ctx, subject: Subject): Promise<void> {
  const accountId = me(ctx)
  await queries.deleteFollowing(ctx, accountId, subject)
  const person = subject.kind === 'person' ? await findPerson(ctx, subject.id) : undefined
  if (person && person.id !== accountId && (await followsAsMember(ctx, person.id)))
    await setFollowing(ctx, person.id, false)
}

/**
 * How soon the viewer is told of what is new in one thing that they follow; null: as of all of its kind. NotFound when
 * they do not follow it. What is on its way already goes as it was.
 */
export async function setPaceOf(ctx: Ctx, subject: Subject, pace: NoticePace | null): Promise<void> {
  if (!(await queries.setPaceOf(ctx, me(ctx), subject, pace))) throw new NotFound('following.not-followed')
}

/** Whether the viewer follows something. */
export async function isFollowing(ctx: Ctx, subject: Subject): Promise<boolean> {
  return ctx.viewer.kind === 'account' && queries.isFollowing(ctx, ctx.viewer.id, subject)
}

function me(ctx: Ctx): AccountId {
  demand(mayFollow(ctx.viewer))
  return (ctx.viewer as { id: AccountId }).id
}

/** Something that the viewer follows, by its name and address. */
export interface Followed {
  readonly subject: Subject
  readonly name: string
  readonly path: string
  readonly since: Date
  /** What the viewer chose for it; null: as of all of its kind. */
  readonly pace: NoticePace | null
}

/** One page of what the viewer follows and may read now, newest first, 30 a page. */
export async function listFollowed(ctx: Ctx, after?: string): Promise<PageOf<Followed>> {
  const page = await queries.selectFollowedPage(ctx, me(ctx), readCursor(after), 30)
  const named = await namesOf(ctx, page.items)
  const items = page.items.map((row) => ({
    subject: { kind: row.kind, id: row.id } as Subject,
    since: row.since,
    pace: row.pace,
    ...named(row),
  }))
  return { ...page, items }
}

/** A conversation in the stream of what the viewer follows, and the first reason for which it is there. */
export interface StreamLine {
  readonly thread: Thread
  readonly author: PersonCard | undefined
  readonly reason: { readonly kind: FollowKind; readonly name: string; readonly path: string }
}

/** The newest conversations that the viewer may read of all that they follow, 20 a page, each once. */
export async function listStream(ctx: Ctx, after?: string): Promise<PageOf<StreamLine>> {
  const page = await queries.selectStream(ctx, me(ctx), readCursor(after), 20)
  const threads = await loadThreads(
    ctx,
    page.items.map((row) => row.id),
  )
  const reasons = page.items.map((row) => ({ ...row, id: row.subject }))
  const named = await namesOf(ctx, reasons)
  const authors = await loadPeople(
    ctx,
    [...threads.values()].map((thread) => thread.authorId),
  )
  const items = reasons.flatMap((reason, at): StreamLine[] => {
    const thread = threads.get(page.items[at]!.id)
    if (!thread) return []
    return [{ thread, author: authors.get(thread.authorId), reason: { kind: reason.kind, ...named(reason) } }]
  })
  return { ...page, items }
}

type NamedRow = Pick<queries.FollowedRow, 'kind' | 'id' | 'name' | 'path'>

/** What things are called and where they stand, for things that the viewer may read. */
async function namesOf(ctx: Ctx, rows: readonly NamedRow[]) {
  const ids = (kind: FollowKind) => rows.flatMap((row) => (row.kind === kind ? [row.id] : []))
  const people = await loadPeople(ctx, ids('person') as AccountId[])
  const threads = await loadThreads(ctx, ids('thread') as ThreadId[])
  return ({ kind, id, name, path }: NamedRow): { name: string; path: string } => {
    const person = kind === 'person' ? people.get(id as AccountId) : undefined
    if (person) return { name: person.displayName, path: personPath(person) }
    const thread = kind === 'thread' ? threads.get(id as ThreadId) : undefined
    if (thread) return { name: thread.title || excerpt(thread.body, 80), path: threadAddress(thread) }
    if (kind === 'tag') return { name: name ?? '', path: tagAddress(name ?? '', isGuest(ctx) ? 'inside' : 'outside') }
    return { name: name ?? '', path: path ?? '' }
  }
}

function isGuest({ viewer }: Ctx): boolean {
  return viewer.kind === 'account' && viewer.realm === 'bridge'
}
