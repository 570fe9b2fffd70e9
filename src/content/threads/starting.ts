import { z } from 'zod'
import type { Ctx } from '../../platform/context.ts'
import { Forbidden, Invalid } from '../../platform/errors.ts'
import { announce, touch } from '../../platform/events.ts'
import { said } from '../../platform/languages/languages.ts'
import type { AccountId } from '../../platform/ids.ts'
import { type RateLimit, countUse } from '../../platform/rate-limits.ts'
import { cleanMarkdown, slugOf } from '../../platform/text/markdown.ts'
import { demand } from '../../platform/verdict.ts'
import { type Space, demandWriting } from '../../realms/spaces/spaces.ts'
import { mayWriteUpdate } from './keeping.access.ts'
import { type Thread, getThread } from './reading.ts'
import { type Reach, possibleReaches } from './threads.access.ts'
import { threadStarted } from './threads.events.ts'
import * as queries from './threads.queries.ts'
import type { ThreadAudience, ThreadType } from './threads.tables.ts'
import { checkWriting } from './writing-checks.ts'

const writingLimits: readonly RateLimit[] = [
  { name: 'writing-minute', uses: 20, seconds: 60 },
  { name: 'writing-day', uses: 1000, seconds: 86_400 },
]

/** A title and a body as people type them. Cleaned, never silently cut. */
export const titleSchema = z
  .string()
  .transform((text) => cleanMarkdown(text).replace(/\s+/g, ' ').trim())
  .pipe(
    z
      .string()
      .min(1, said('Give it a title, so that others find it.'))
      .max(200, said('Keep the title under 200 characters.')),
  )
export const bodySchema = z
  .string()
  .transform(cleanMarkdown)
  .pipe(
    z
      .string()
      .min(1, said('Write something first.'))
      .max(60_000, said('This is longer than 60,000 characters. Cut it, or split it in two.')),
  )

export interface NewThread {
  readonly type: ThreadType
  /** Questions need one; inside, a discussion may go without. */
  readonly title: string
  readonly body: string
  readonly audience?: ThreadAudience
  /** With audience 'participants': who takes part beside the author. */
  readonly participants?: readonly AccountId[]
  /** Outside: how far it reaches; without it as far as its space. */
  readonly reach?: Reach
  /** Carried by a standing bridge in the author's name: not counted among what they write themselves. */
  readonly byBridge?: true
  /** Published out by somebody whose right to do so was asked: it speaks for the company. */
  readonly byCrossing?: true
}

/** A person who writes: never a visitor, and within the limits of writing. Not for imports. */
export async function demandAuthor(ctx: Ctx, isCounted = true): Promise<AccountId> {
  if (ctx.viewer.kind !== 'account') throw new Forbidden('threads.sign-in-first', said('Sign in to write here.'))
  if (isCounted) for (const limit of writingLimits) await countUse(ctx, limit, String(ctx.viewer.id))
  return ctx.viewer.id
}

/**
 * Starts a thread in a space. Throws Forbidden (the space; an update of anybody but the company), Invalid (the text,
 * `reach`), TryLater (too much at once).
 */
export async function startThread(ctx: Ctx, space: Space, thread: NewThread): Promise<Thread> {
  await demandWriting(ctx, space)
  if (thread.type === 'update' && space.realm === 'outside' && !thread.byBridge && !thread.byCrossing)
    demand(mayWriteUpdate(ctx.viewer, space))
  const text = parseText(thread)
  const reach = thread.reach ?? null
  demandReach(ctx, space, reach)
  const authorId = await demandAuthor(ctx, !thread.byBridge)
  const { title, body } = text
  const hold = thread.byBridge ? undefined : await checkWriting(ctx, { authorId, space, act: 'start', title, body })
  return ctx.transaction(async (inside) => {
    const id = await queries.insertThread(inside, {
      realm: space.realm,
      spaceId: space.id,
      type: thread.type,
      audience: thread.audience ?? 'space',
      reach,
      authorId,
      ...text,
      importedScore: 0,
      createdAt: inside.now,
    })
    if (thread.audience === 'participants') {
      await queries.insertParticipants(inside, id, [authorId, ...(thread.participants ?? [])], authorId)
    }
    if (hold) await hold(inside, { threadId: id, replyId: null })
    else await announce(inside, threadStarted, { threadId: id })
    await touch(inside, `space:${space.id}`)
    return getThread(inside, id)
  })
}

/** Demands that the viewer can give a text this reach in a space; throws Invalid (`reach`). */
export function demandReach(ctx: Ctx, space: Space, reach: Reach): void {
  if (possibleReaches(ctx.viewer, space).includes(reach)) return
  const words =
    space.realm === 'outside'
      ? said('You write here for the company: choose everyone, or all members.')
      : said('Only texts outside have a reach of their own. Leave it as the space has it.')
  throw new Invalid('threads.reach', { reach: words })
}

/** Cleans a title and a body as they were typed; throws Invalid (`title`, `body`). */
export function parseText(text: { title: string; body: string; type?: ThreadType }): {
  title: string
  slug: string
  body: string
} {
  const errors: Record<string, string> = {}
  const title =
    text.type === 'discussion' && text.title.trim() === ''
      ? { success: true as const, data: '' }
      : titleSchema.safeParse(text.title)
  const body = bodySchema.safeParse(text.body)
  if (!title.success) errors.title = title.error.issues[0]!.message
  if (!body.success) errors.body = body.error.issues[0]!.message
  if (!title.success || !body.success) throw new Invalid('threads.text', errors)
  return { title: title.data, slug: slugOf(title.data || body.data.slice(0, 60)), body: body.data }
}
