import type { Ctx } from '../../platform/context.ts'
import { type Say, said } from '../../platform/languages/languages.ts'
import { loadPeople } from '../../people/accounts/accounts.ts'
import { listSpaces } from '../../realms/spaces/spaces.ts'
import { threadAddress } from './address.ts'
import { type ActRow, insertAct, selectActs } from './keeping.queries.ts'
import { type Thread, getThread, loadThreads } from './reading.ts'
import type { ThreadId, ThreadType } from './threads.tables.ts'

/** One thing that was done with a thread, in words for whoever reads it. */
export interface Act {
  readonly id: number
  readonly by: string
  readonly at: Date
  /** What was done, as it follows the name: `made this a problem`. */
  readonly did: string
  /** The other thread; absent where there is none, or when the viewer may not read it. */
  readonly other?: { readonly href: string; readonly title: string }
}

/** A type in the middle of a sentence. */
export const typeWords: Readonly<Record<ThreadType, string>> = {
  question: said('a question'),
  idea: said('an idea'),
  problem: said('a problem'),
  praise: said('praise'),
  update: said('an update'),
  discussion: said('a discussion'),
}

/** What was done with a thread that the viewer may read, newest first: by whom, when, from what to what. */
export async function listActs(ctx: Ctx, id: ThreadId): Promise<readonly Act[]> {
  const { say } = ctx
  await getThread(ctx, id)
  const rows = await selectActs(ctx, id)
  if (rows.length === 0) return []
  const people = await loadPeople(
    ctx,
    rows.flatMap((row) => row.actedBy ?? []),
  )
  const others = await loadThreads(
    ctx,
    rows.flatMap((row) => [row.threadId, row.otherId ?? row.threadId]),
  )
  const spaces = new Map(
    (await listSpaces(ctx, { realm: 'outside' })).map((space) => [space.id as number, space.title]),
  )
  return rows.map((row) => {
    const other = others.get(row.threadId === id ? (row.otherId ?? id) : row.threadId)
    const by = row.actedBy === null ? 'Tango' : (people.get(row.actedBy)?.displayName ?? say('A former member'))
    return {
      id: row.id,
      by,
      at: row.actedAt,
      did: didWords(say, row, id, (space) => spaces.get(space ?? 0) ?? say('another place')),
      ...(row.otherId && other && { other: linkTo(say, other) }),
    }
  })
}

function linkTo(say: Say, thread: Thread) {
  return { href: threadAddress(thread), title: thread.title || say('a recalled text') }
}

function didWords(say: Say, row: ActRow, here: ThreadId, spaceTitle: (id: number | null) => string): string {
  const own = row.threadId === here
  switch (row.act) {
    case 'retype':
      return say('made this {type}; it was {before}', {
        type: say.again(typeWords[row.toType!]),
        before: say.again(typeWords[row.fromType!]),
      })
    case 'move':
      return say('moved this from {from} to {to}', {
        from: spaceTitle(row.fromSpaceId),
        to: spaceTitle(row.toSpaceId),
      })
    case 'retag':
      return say('changed the tags from {from} to {to}', {
        from: tagWords(say, row.fromTags),
        to: tagWords(say, row.toTags),
      })
    case 'split':
      return own ? say('gave some replies a thread of their own') : say('split this off from another thread')
    case 'merge':
      return own ? say('merged this into another thread') : say('merged a duplicate into this')
    case 'unmerge':
      return own ? say('made this a thread of its own again') : say('took a duplicate out of this again')
  }
}

function tagWords(say: Say, tags: readonly string[] | null): string {
  return tags && tags.length > 0 ? tags.map((tag) => say('“{tag}”', { tag })).join(', ') : say('none | no tags')
}

/** Somebody said anew what a thread is about: the last time, for whoever may put the tags back. */
export interface Retagged {
  readonly by: string
  readonly at: Date
  readonly fromTags: readonly string[]
  readonly toTags: readonly string[]
}

/** Records who changed the tags of a thread. In the transaction of the change. */
export async function recordRetag(
  ctx: Ctx,
  id: ThreadId,
  tags: { readonly fromTags: readonly string[]; readonly toTags: readonly string[] },
): Promise<void> {
  const actedBy = ctx.viewer.kind === 'account' ? ctx.viewer.id : null
  await insertAct(ctx, { threadId: id, act: 'retag', ...tags, actedBy })
}

/** The last retagging of a thread that the viewer may read; undefined when there was none. */
export async function findRetagged(ctx: Ctx, id: ThreadId): Promise<Retagged | undefined> {
  await getThread(ctx, id)
  const row = (await selectActs(ctx, id)).find((one) => one.act === 'retag' && one.threadId === id)
  if (!row?.fromTags || !row.toTags) return undefined
  const by = row.actedBy === null ? undefined : (await loadPeople(ctx, [row.actedBy])).get(row.actedBy)?.displayName
  return { by: by ?? ctx.say('Former member'), at: row.actedAt, fromTags: row.fromTags, toTags: row.toTags }
}
