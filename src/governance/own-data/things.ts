/** One thing that somebody wrote, as it stands in their export. */
import { presentWritten } from '../../content/mentions/mentions.ts'
import { type ReplyId, getReply, getThread, threadAddress } from '../../content/threads/threads.ts'
import type { Ctx } from '../../platform/context.ts'
import type { Say } from '../../platform/languages/languages.ts'
import type { ContentKind } from '../../realms/content-kind.ts'
import { getSpaceById } from '../../realms/spaces/spaces.ts'

export interface Thing {
  readonly type: 'Question' | 'Article' | 'Note'
  readonly id: string
  readonly url: string
  readonly name?: string
  readonly inReplyTo?: { readonly type: 'Link'; readonly href: string; readonly name: string }
  readonly context: string
  readonly published: string
  readonly source: { readonly content: string; readonly mediaType: 'text/markdown' }
}

/** A thing of a kind under the rights of whoever wrote it. NotFound when they may not read it; undefined: it has no words. */
export async function thingOf(ctx: Ctx, kind: ContentKind, id: number, site: string): Promise<Thing | undefined> {
  const quote = await kind.quoteOf?.(ctx, id)
  const words = quote?.body ?? (await kind.textOf(ctx, id))
  const url = site + (await kind.addressOf(ctx, id))
  const answered = kind.table === 'replies' ? await answeredBy(ctx, id as ReplyId, site) : undefined
  const space = await getSpaceById(ctx, await kind.spaceIdOf(ctx, id))
  return {
    type: answered ? 'Note' : kind.table === 'threads' ? await typeOf(ctx, id) : 'Article',
    id: `${kind.name}-${id}`,
    url,
    ...(quote?.title && { name: quote.title }),
    ...(answered && { inReplyTo: answered }),
    context: space.title,
    published: (quote?.writtenAt ?? ctx.now).toISOString(),
    source: { content: await presentWritten(ctx, words), mediaType: 'text/markdown' },
  }
}

async function typeOf(ctx: Ctx, id: number): Promise<Thing['type']> {
  const { type } = await getThread(ctx, id as never)
  return type === 'question' || type === 'problem' ? 'Question' : 'Article'
}

async function answeredBy(ctx: Ctx, id: ReplyId, site: string): Promise<Thing['inReplyTo']> {
  const thread = await getThread(ctx, (await getReply(ctx, id)).threadId)
  return { type: 'Link', href: site + threadAddress(thread), name: thread.title }
}

/** The same as a file of its own: what it is, then the words as they were written. */
export function markdownOf(say: Say, thing: Thing): string {
  const { inReplyTo: answered } = thing
  const head = [
    thing.name ? `# ${oneLine(thing.name)}` : '',
    answered ? say('In answer to {link}', { link: `[${oneLine(answered.name)}](${answered.href})` }) : '',
    `${thing.context}, ${thing.published.slice(0, 10)}, <${thing.url}>`,
  ]
  return `${[...head.filter(Boolean), thing.source.content].join('\n\n')}\n`
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim()
}
