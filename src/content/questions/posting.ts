import type { Ctx } from '../../platform/context.ts'
import { Invalid, NotFound } from '../../platform/errors.ts'
import { announce } from '../../platform/events.ts'
import { said } from '../../platform/languages/languages.ts'
import { type SpaceId, getSpace, getSpaceById } from '../../realms/spaces/spaces.ts'
import { giveTags, parseTags, setTags } from '../tags/tags.ts'
import { type Reach, type Thread, type ThreadId, editThread, getThread, startThread } from '../threads/threads.ts'
import { praiseGiven, problemReported, questionAsked } from './questions.events.ts'

/** What members write with the one composer outside. Ideas have their own. */
export const postTypes = ['question', 'problem', 'praise'] as const
export type PostType = (typeof postTypes)[number]

const announcements = { question: questionAsked, problem: problemReported, praise: praiseGiven } as const

export interface NewPost {
  /** The address or the id of a space outside. */
  readonly space: string | SpaceId
  readonly title: string
  readonly body: string
  readonly tags: readonly string[]
  /** Who may read it, for members; without it everybody who reads the space. */
  readonly reach?: Reach
}

/**
 * Posts a question, a problem or praise in a space outside. Throws NotFound (the space), Forbidden (not signed in, space
 * closed), Invalid (`title`, `body`, `tags`, `space`, `reach`), TryLater.
 */
export async function post(ctx: Ctx, type: PostType, written: NewPost): Promise<Thread> {
  const space =
    typeof written.space === 'string' ? await getSpace(ctx, written.space) : await getSpaceById(ctx, written.space)
  if (space.realm !== 'outside')
    throw new Invalid('questions.outside-only', { space: said('This is written in a space outside.') })
  parseTags(written.tags)
  return ctx.transaction(async (inside) => {
    const { title, body, reach = null } = written
    const { id } = await startThread(inside, space, { type, title, body, reach })
    await giveTags(inside, id, written.tags)
    await announce(inside, announcements[type], { threadId: id })
    return getThread(inside, id)
  })
}

export interface Changed {
  readonly title: string
  readonly body: string
  readonly tags: readonly string[]
}

/** The thread of anything that members write with the one composer, if the viewer may read it. */
export async function getPost(ctx: Ctx, id: ThreadId): Promise<Thread> {
  const thread = await getThread(ctx, id)
  if (thread.realm !== 'outside' || !isPostType(thread.type)) throw new NotFound('questions.not-found')
  return thread
}

/** Whether this is written with the one composer. */
export function isPostType(type: string): type is PostType {
  return (postTypes as readonly string[]).includes(type)
}

/** Changes title, text and tags; the earlier text stays readable in the history. Its author's right. */
export async function editPost(ctx: Ctx, id: ThreadId, changed: Changed): Promise<Thread> {
  await getPost(ctx, id)
  parseTags(changed.tags)
  return ctx.transaction(async (inside) => {
    await editThread(inside, id, changed)
    await setTags(inside, id, changed.tags)
    return getThread(inside, id)
  })
}
