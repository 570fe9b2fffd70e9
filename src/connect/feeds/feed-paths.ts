import type { OutsideType } from '../../content/threads/threads.ts'
import type { Ctx } from '../../platform/context.ts'
import { NotFound } from '../../platform/errors.ts'
import { parseId } from '../../platform/ids.ts'
import type { Feed } from './atom.ts'
import { communityFeed, personFeed, spaceFeed, tagFeed, threadFeed, typeFeed } from './making.ts'

const folders: Readonly<Record<string, OutsideType>> = {
  questions: 'question',
  ideas: 'idea',
  problems: 'problem',
  praise: 'praise',
  updates: 'update',
}

const paths = {
  type: /^\/(questions|ideas|problems|praise|updates)\/feed\.atom$/,
  thread: /^\/(questions|ideas|problems|praise|updates)\/(\d{1,15})\/feed\.atom$/,
  space: /^\/s\/([a-z0-9-]{1,63})\/feed\.atom$/,
  tag: /^\/tags\/([^/]{1,400})\/feed\.atom$/,
  person: /^\/people\/(\d{1,15})\/feed\.atom$/,
} as const

/** Whether a path is that of a public feed, whether there is one at it or not. */
export function isFeedPath(path: string): boolean {
  return path === '/feed.atom' || Object.values(paths).some((pattern) => pattern.test(path))
}

/** The public feed at a path. NotFound where there is none, and where it stands elsewhere now. */
export async function feedAt(ctx: Ctx, path: string): Promise<Feed> {
  const partsOf = (name: keyof typeof paths) => paths[name].exec(path)?.slice(1)
  if (path === '/feed.atom') return communityFeed(ctx)
  const [type] = partsOf('type') ?? []
  if (type) return typeFeed(ctx, folders[type]!)
  const [folder, threadId] = partsOf('thread') ?? []
  if (folder && threadId) {
    const found = await threadFeedAt(ctx, folder, threadId)
    if (found.elsewhere === undefined) return found.feed
  }
  const [slug] = partsOf('space') ?? []
  if (slug) return spaceFeed(ctx, slug)
  const [tag] = partsOf('tag') ?? []
  if (tag) return tagFeed(ctx, decoded(tag).toLowerCase())
  const personId = parseId<'account'>(partsOf('person')?.[0])
  if (personId) return personFeed(ctx, personId)
  throw new NotFound('feeds.not-found')
}

async function threadFeedAt(ctx: Ctx, folder: string, text: string) {
  const id = parseId<'thread'>(text)
  if (id === undefined) throw new NotFound('threads.not-found')
  return threadFeed(ctx, id, folders[folder]!)
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    throw new NotFound('tags.not-found')
  }
}
