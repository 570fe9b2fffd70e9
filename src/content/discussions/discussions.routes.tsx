import { z } from 'zod'
import { NotFound } from '../../platform/errors.ts'
import type { WebEnv, Routes } from '../../platform/http/env.ts'
import { type FormState, emptyForm, takeForm } from '../../platform/http/form.ts'
import { parseId } from '../../platform/ids.ts'
import { mayWriteIn, rightIn } from '../../realms/spaces/spaces.ts'
import { bodyRenderer } from '../files/files.ts'
import { type ReplyId, type ThreadId, replyAddress } from '../threads/threads.ts'
import { DiscussionPage } from './discussion.page.tsx'
import { getDiscussion, replyTo } from './discussions.ts'
import { drawThreadPanels } from './thread-slot.ts'
import type { Context } from 'hono'

const replySchema = z.object({ body: z.string() })

/** /inside/threads/:id — discussions of inside and bridge spaces. */
export const discussionRoutes: Routes = (app) => {
  app.get('/inside/threads/:id', (c) => drawDiscussion(c, emptyForm))
  app.post('/inside/threads/:id/replies', (c) =>
    takeForm(
      c,
      replySchema,
      async ({ body }) => {
        const { thread } = await getDiscussion(c.var.ctx, threadIdOf(c))
        const reply = await replyTo(c.var.ctx, thread.id, body)
        return c.redirect(replyAddress(thread, reply), 303)
      },
      (form) => drawDiscussion(c, form),
    ),
  )
}

async function drawDiscussion(c: Context<WebEnv>, form: FormState): Promise<Response> {
  const { ctx } = c.var
  const discussion = await getDiscussion(
    ctx,
    threadIdOf(c),
    parseId<'reply'>(c.req.query('after')) as ReplyId | undefined,
  )
  const { thread, space } = discussion
  const mayWrite = mayWriteIn(ctx.viewer, space, await rightIn(ctx, space)).allowed
  return c.render(
    <DiscussionPage
      discussion={discussion}
      viewer={ctx.viewer}
      now={ctx.now}
      form={form}
      mayWrite={mayWrite}
      render={await bodyRenderer(ctx, space, thread)}
      panels={await drawThreadPanels(ctx, thread)}
    />,
    {
      title: thread.title || ctx.say('Discussion'),
      realm: thread.realm,
      nav: 'spaces',
      live: [`thread:${thread.id}`],
      status: Object.keys(form.errors).length > 0 ? 422 : 200,
    },
  )
}

function threadIdOf(c: Context<WebEnv>): ThreadId {
  const id = parseId<'thread'>(c.req.param('id'))
  if (!id) throw new NotFound('threads.not-found')
  return id
}
