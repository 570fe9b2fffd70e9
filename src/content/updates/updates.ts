import type { Ctx } from '../../platform/context.ts'
import type { PageOf } from '../../platform/cursor.ts'
import { NotFound } from '../../platform/errors.ts'
import type { AccountId } from '../../platform/ids.ts'
import { type PersonCard, loadPeople } from '../../people/accounts/accounts.ts'
import { type Space, getSpaceById } from '../../realms/spaces/spaces.ts'
import { type About, isTag } from '../tags/tags.ts'
import {
  type Reply,
  type Thread,
  type ThreadId,
  type Traces,
  getThread,
  listReplies,
  listThreads,
  tracesOf,
} from '../threads/threads.ts'

/** An update of the company outside. A recalled one (`thread.recalledAt`) has neither title nor text. */
export interface Update {
  readonly thread: Thread
  readonly space: Space
  readonly author: PersonCard | undefined
  /** What was said under it while it was of another type, oldest first. */
  readonly replies: readonly Reply[]
  readonly departed: Traces['departed']
  readonly people: ReadonlyMap<AccountId, PersonCard>
}

/** An update outside that the viewer may read. */
export async function getUpdate(ctx: Ctx, id: ThreadId): Promise<Update> {
  const thread = await getThread(ctx, id)
  if (thread.type !== 'update' || thread.realm !== 'outside') throw new NotFound('updates.not-found')
  const space = await getSpaceById(ctx, thread.spaceId)
  const replies = await listReplies(ctx, id)
  const people = await loadPeople(ctx, [thread.authorId, ...replies.map((reply) => reply.authorId)])
  const { departed } = await tracesOf(ctx, thread)
  return { thread, space, author: people.get(thread.authorId), replies, departed, people }
}

/** The updates outside that the viewer may read, newest first, 20 a page; of all, or about a product or a tag. */
export async function listUpdates(
  ctx: Ctx,
  about: About = {},
  after?: string,
): Promise<PageOf<Thread> & { people: ReadonlyMap<AccountId, PersonCard> }> {
  if (about.tag !== undefined && !isTag(about.tag)) return { items: [], people: new Map() }
  const filter = { realm: 'outside', types: ['update'], order: 'newest', ...about } as const
  const page = await listThreads(ctx, filter, after ? { after } : {})
  return {
    ...page,
    people: await loadPeople(
      ctx,
      page.items.map((thread) => thread.authorId),
    ),
  }
}
