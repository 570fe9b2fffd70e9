import { type Asked, ask, asked } from '../../platform/asking.ts'
import type { Ctx } from '../../platform/context.ts'
import { Forbidden, NotFound } from '../../platform/errors.ts'
import { touch } from '../../platform/events.ts'
import { said } from '../../platform/languages/languages.ts'
import { type AccessVerdict, demand } from '../../platform/verdict.ts'
import { getSpaceById, rightIn } from '../../realms/spaces/spaces.ts'
import { type Thread, type ThreadId, getThread, hasPower, recordRetag } from '../threads/threads.ts'
import { mayRetag } from './tags.access.ts'
import { parseTags } from './tag-names.ts'
import * as queries from './tags.queries.ts'
import type { TagSide } from './tags.tables.ts'

export { isProduct, liveThread, metTag, sameTags, sideKnownTo } from './tags.access.ts'
export { walkOfTag } from './tags.queries.ts'
export { isTag, mostTags, parseTags } from './tag-names.ts'
export { nameProduct } from './naming-products.ts'
export {
  type About,
  type Product,
  aboutWords,
  listProducts,
  productCalled,
  readAbout,
  readTags,
  splitTags,
} from './products.ts'
export type { TagId, TagSide } from './tags.tables.ts'
export { type FollowButton, drawFollowButton, registerFollowButton } from './follow-slot.ts'

/** Whether the viewer may say what a thread is about: its author, and outside stewards and members of long standing. */
async function whetherRetag(ctx: Ctx, thread: Thread): Promise<AccessVerdict> {
  const space = await getSpaceById(ctx, thread.spaceId)
  const narrowed = thread.reach !== null || thread.audience !== 'space'
  const right = await rightIn(ctx, space)
  const own = mayRetag(ctx.viewer, space, { authorId: thread.authorId, narrowed }, { right, hasPower: false })
  if (own.allowed) return own
  const power = await hasPower(ctx, 'retag', space.id)
  return mayRetag(ctx.viewer, space, { authorId: thread.authorId, narrowed }, { right, hasPower: power })
}

/** The tags with which a thread is written, in the transaction that starts it: nothing changed, so nothing is recorded. */
export async function giveTags(ctx: Ctx, threadId: ThreadId, names: readonly string[]): Promise<void> {
  demand(await whetherRetag(ctx, await getThread(ctx, threadId)))
  await queries.replaceTags(ctx, threadId, parseTags(names))
}

/**
 * Makes these the tags of a thread: the right of its author, of those who keep order, and of members whose standing
 * lets them. Who changed what is recorded with the thread. Returns the names that they lead to. Throws Invalid (field
 * `tags`), Forbidden, NotFound.
 */
export async function setTags(ctx: Ctx, threadId: ThreadId, names: readonly string[]): Promise<readonly string[]> {
  const tags = parseTags(names)
  demand(await whetherRetag(ctx, await getThread(ctx, threadId)))
  return ctx.transaction(async (inside) => {
    const before = (await tagsOf(inside, [threadId])).get(threadId) ?? []
    const stored = await queries.replaceTags(inside, threadId, tags)
    if (before.toSorted().join() !== stored.toSorted().join())
      await recordRetag(inside, threadId, { fromTags: before, toTags: stored })
    await touch(inside, `thread:${threadId}`)
    return stored
  })
}

/** A thread outside with its tags, for whoever may change them and does not write its text. NotFound, Forbidden. */
export async function openTags(ctx: Ctx, threadId: ThreadId): Promise<{ thread: Thread; tags: readonly string[] }> {
  const thread = await getThread(ctx, threadId)
  if (thread.realm !== 'outside' || thread.mergedIntoId) throw new NotFound('threads.not-found')
  if (thread.recalledAt)
    throw new Forbidden('threads.recalled', said('This text was recalled. Nothing is changed any more.'))
  demand(await whetherRetag(ctx, thread))
  return { thread, tags: (await tagsOf(ctx, [threadId])).get(threadId) ?? [] }
}

/** The tags of several threads in alphabetical order, for those that the viewer may read; a thread without tags is absent. */
export async function tagsOf(
  ctx: Ctx,
  threadIds: readonly ThreadId[],
): Promise<ReadonlyMap<ThreadId, readonly string[]>> {
  return threadIds.length === 0 ? new Map() : ask(ctx.db, askTags(ctx, threadIds))
}

/** As `tagsOf`, to be asked with others. */
export function askTags(ctx: Ctx, threadIds: readonly ThreadId[]): Asked<ReadonlyMap<ThreadId, readonly string[]>> {
  return asked(queries.selectTags(ctx, threadIds), (rows) => {
    const groups = Map.groupBy(rows, (row) => row.threadId)
    return new Map([...groups].map(([id, tags]) => [id, tags.map((tag) => tag.name)]))
  })
}

/** The page of a tag on a side. */
export function tagAddress(name: string, side: TagSide = 'outside'): string {
  return `${tagsAddress(side)}/${encodeURIComponent(name)}`
}

/** The list of the tags of a side. */
export function tagsAddress(side: TagSide): string {
  return side === 'outside' ? '/tags' : '/inside/tags'
}
