import { z } from 'zod'
import type { Ctx } from '../../platform/context.ts'
import type { Routes } from '../../platform/http/env.ts'
import { type AccountId, parseId } from '../../platform/ids.ts'
import { type RateLimit, countUse } from '../../platform/rate-limits.ts'
import { getSpace } from '../../realms/spaces/spaces.ts'
import { NotFound } from '../../platform/errors.ts'
import { loadPeople } from '../../people/accounts/accounts.ts'
import { getReply, getThread, lastingReplyAddress, threadAddress } from '../threads/threads.ts'
import { mentionOf, presentWritten, suggestPeople, suggestTags, tagMention } from './mentions.ts'

const suggestLimit: RateLimit = { name: 'suggestions', uses: 300, seconds: 60 }

const askedSchema = z.object({
  kind: z.enum(['people', 'tags']).catch('people'),
  q: z
    .string()
    .max(80)
    .transform((text) => text.replaceAll('\u0000', ''))
    .catch(''),
  // What no space can be called leads to none.
  space: z
    .string()
    .regex(/^[a-z0-9-]*$/)
    .catch(''),
  thread: z.string().optional(),
})

/**
 * GET /suggest?kind=people&q=in&space=riders&thread=12 — what a composer suggests; nothing to whoever is not signed in.
 * GET /quote/12 — a reply that the viewer may read, to be quoted: its words, who wrote them, where they stand.
 * GET /quote/thread/7 — likewise what opens a thread.
 */
export const mentionRoutes: Routes = (app) => {
  app.get('/suggest', async (c) => {
    const { ctx } = c.var
    if (ctx.viewer.kind !== 'account') return c.json([])
    await countUse(ctx, suggestLimit, String(ctx.viewer.id))
    const asked = askedSchema.parse(c.req.query())
    const space = await getSpace(ctx, asked.space)
    if (asked.kind === 'tags') {
      const tags = await suggestTags(ctx, space, asked.q)
      return c.json(tags.map((tag) => ({ label: `#${tag}`, insert: tagMention(tag) })))
    }
    const threadId = parseId<'thread'>(asked.thread)
    if (threadId !== undefined) await getThread(ctx, threadId)
    const people = await suggestPeople(ctx, space, asked.q, threadId)
    return c.json(
      people.map(({ person, reads }) => ({
        label: person.displayName,
        note: person.jobTitle || (person.organisation ?? ''),
        insert: mentionOf(person),
        ...(reads === false && { cannotRead: true }),
      })),
    )
  })

  app.get('/quote/:reply', async (c) => {
    const { ctx } = c.var
    const id = parseId<'reply'>(c.req.param('reply'))
    const reply = id === undefined ? undefined : await getReply(ctx, id)
    if (!reply || reply.recalledAt) throw new NotFound('replies.not-found')
    return c.json(await quoteOf(ctx, reply, lastingReplyAddress(await getThread(ctx, reply.threadId), reply)))
  })

  app.get('/quote/thread/:thread', async (c) => {
    const { ctx } = c.var
    const id = parseId<'thread'>(c.req.param('thread'))
    const thread = id === undefined ? undefined : await getThread(ctx, id)
    if (!thread || thread.recalledAt) throw new NotFound('threads.not-found')
    return c.json(await quoteOf(ctx, thread, threadAddress(thread)))
  })
}

async function quoteOf(ctx: Ctx, said: { authorId: AccountId; body: string }, path: string) {
  const author = (await loadPeople(ctx, [said.authorId])).get(said.authorId)
  return { author: author?.displayName ?? 'Former member', path, body: await presentWritten(ctx, said.body) }
}
