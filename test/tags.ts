/** A house for tests of tags: questions outside and talks inside with the tags that a test wants, and what somebody reads of them. */

import { type TagFacts, listTagThreads, openTag, readTagFacts } from '../src/content/tags/tag-pages.ts'
import { type TagSide, setTags, tagsOf } from '../src/content/tags/tags.ts'
import { ask } from '../src/content/questions/questions.ts'
import { type Thread, type ThreadId, startThread } from '../src/content/threads/threads.ts'
import type { Ctx } from '../src/platform/context.ts'
import { type PersonName, getCast } from './cast.ts'

type Reader = PersonName | 'visitor'

/** The cast, with hands to write tagged threads and eyes to read pages of tags as anybody. */
export async function taggedHouse(ctx: Ctx) {
  const cast = await getCast(ctx)
  const question = async (who: PersonName, title: string, tags: string[], space = 'riders'): Promise<Thread> =>
    (await ask(cast.as(ctx, who), { space, title, body: 'Why?', tags })).thread
  const talk = async (
    title: string,
    tags: string[],
    space: 'velund' | 'battery' | 'cells' = 'velund',
  ): Promise<Thread> => {
    const asked = { type: 'discussion', title, body: 'So.' } as const
    const thread = await startThread(cast.as(ctx, 'lena'), cast.spaces[space], asked)
    await setTags(cast.as(ctx, 'lena'), thread.id, tags)
    return thread
  }
  const open = (who: Reader, name: string, side: TagSide) => openTag(cast.as(ctx, who), side, name)
  /** What stands on the page of a tag. */
  const facts = async (who: Reader, name: string, side: TagSide = 'outside'): Promise<TagFacts> =>
    readTagFacts(cast.as(ctx, who), await open(who, name, side))
  /** The titles on it, by the alphabet. */
  const titles = async (who: Reader, side: TagSide, name: string): Promise<string[]> => {
    const { items } = await listTagThreads(cast.as(ctx, who), await open(who, name, side), 'all')
    return items.map(({ title }) => title).toSorted()
  }
  /** The tags of a thread. */
  const names = async (id: ThreadId) => (await tagsOf(ctx, [id])).get(id) ?? []
  return { cast, question, talk, facts, titles, names }
}
