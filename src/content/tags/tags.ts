import type { Ctx } from '../../platform/context.ts'
import { Invalid } from '../../platform/errors.ts'
import { type ThreadId, demandEditing, getThread } from '../threads/threads.ts'
import * as queries from './tags.queries.ts'

export const mostTags = 5
const longest = 50

/**
 * Reads typed tags: small letters, hyphens for spaces, without a leading #, each once. At most 5 of 50 characters,
 * made of letters, digits and `. + # _ -`. Throws Invalid (field `tags`).
 */
export function parseTags(names: readonly string[]): string[] {
  const tags = new Set<string>()
  for (const typed of names) {
    const name = typed.normalize('NFKC').trim().replace(/^#+/, '').trim().toLowerCase().replace(/\s+/g, '-')
    if (name === '') continue
    if (name.length > longest) throw invalid(`Keep each tag under ${longest} characters.`)
    if (!isTag(name)) {
      throw invalid(`A tag is made of letters, digits and hyphens. “${typed.trim()}” is not.`)
    }
    tags.add(name)
  }
  if (tags.size > mostTags) throw invalid(`Give ${mostTags} tags at most. You gave ${tags.size}.`)
  return [...tags].sort()
}

/** Whether a tag can be called this. */
export function isTag(name: string): boolean {
  return /^[\p{L}\p{M}\p{N}.+#_-]+$/u.test(name) && /[\p{L}\p{N}]/u.test(name)
}

function invalid(message: string): Invalid {
  return new Invalid('tags.wrong', { tags: message })
}

/**
 * Makes these the tags of a thread: its author's right. Returns them as stored.
 * Throws Invalid (field `tags`), Forbidden (not the author), NotFound.
 */
export async function setTags(ctx: Ctx, threadId: ThreadId, names: readonly string[]): Promise<readonly string[]> {
  const tags = parseTags(names)
  const thread = await getThread(ctx, threadId)
  await demandEditing(ctx, thread, thread.authorId)
  await ctx.transaction((inside) => queries.replaceTags(inside, threadId, tags))
  return tags
}

/** The tags of several threads in alphabetical order, for those that the viewer may read; a thread without tags is absent. */
export async function tagsOf(
  ctx: Ctx,
  threadIds: readonly ThreadId[],
): Promise<ReadonlyMap<ThreadId, readonly string[]>> {
  const map = new Map<ThreadId, string[]>()
  if (threadIds.length === 0) return map
  for (const { threadId, name } of await queries.selectTags(ctx, threadIds)) {
    const names = map.get(threadId)
    if (names) names.push(name)
    else map.set(threadId, [name])
  }
  return map
}

/** The page of a tag. */
export function tagAddress(name: string): string {
  return `/tags/${encodeURIComponent(name)}`
}
