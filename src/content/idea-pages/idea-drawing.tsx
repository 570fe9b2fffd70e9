import type { Context } from 'hono'
import { companyName } from '../../people/company.ts'
import type { PageProps, WebEnv } from '../../platform/http/env.ts'
import type { FormState } from '../../platform/http/form.ts'
import { excerpt } from '../../platform/text/markdown.ts'
import { parseId } from '../../platform/ids.ts'
import { bodyRenderer } from '../files/files.ts'
import { type ReplyId, type ThreadId, feedAddress, forumPosting } from '../threads/threads.ts'
import { drawIdeaPanels } from './idea-slot.ts'
import { ideaAddress } from './idea-words.ts'
import { type Extending, IdeaPage } from './idea.page.tsx'
import { type IdeaView, viewIdea } from './viewing.ts'

/**
 * The page of an idea that the viewer may read, with the comments that its address asks for; `form` is a comment that
 * was refused, `extending` what was refused when a comment was to become an extension.
 */
export async function drawIdea(
  c: Context<WebEnv>,
  id: ThreadId,
  form: FormState,
  extending?: Extending,
): Promise<Response> {
  const { ctx, config } = c.var
  const { after, before, at } = c.req.query()
  const place = { after, before, at: extending?.replyId ?? (parseId<'reply'>(at) as ReplyId | undefined) }
  const isWhole = !after && !before && !at
  const view = await viewIdea(ctx, id, place)
  const { thread } = view.idea
  const site = config.publicUrl ?? new URL(c.req.url).origin
  const page: PageProps = {
    title: thread.title || ctx.say('Idea'),
    realm: thread.realm,
    nav: 'ideas',
    live: [`thread:${id}`],
    ...(thread.realm === 'outside' && { subject: { kind: 'thread', id } }),
    ...((extending || Object.keys(form.errors).length > 0) && { status: 422 }),
    ...(view.audience.everyone && isWhole
      ? {
          canonical: ideaAddress(thread),
          description: excerpt(thread.body, 160),
          feed: {
            path: feedAddress({ id, type: 'idea' }),
            title: ctx.say('Said about: {title}', { title: thread.title }),
          },
          structuredData: postingOf(view, site),
        }
      : { indexed: false }),
  }
  const drawing = {
    view,
    viewer: ctx.viewer,
    company: await companyName(ctx),
    now: ctx.now,
    render: await bodyRenderer(ctx, view.space, thread),
    form,
    extending,
    panels: await drawIdeaPanels(ctx, view.idea),
  }
  return c.render(<IdeaPage drawing={drawing} />, page)
}

/** What search engines are told of a public idea. */
function postingOf(view: IdeaView, site: string) {
  const { thread, votes } = view.idea
  const { people, replies, disclosures } = view
  return forumPosting(
    { thread, people, replies, disclosures, likes: votes.promoted + Math.max(0, votes.imported) },
    site,
  )
}
