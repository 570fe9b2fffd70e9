import type { Context } from 'hono'
import { z } from 'zod'
import type { Routes, WebEnv } from '../../platform/http/env.ts'
import { type FormState, emptyForm, readForm, takeForm } from '../../platform/http/form.ts'
import { excerpt } from '../../platform/text/markdown.ts'
import { bodyRenderer } from '../files/files.ts'
import {
  feedAddress,
  forumPosting,
  getReply,
  mayOpenKeeping,
  openThread,
  replyAddress,
  threadAddress,
} from '../threads/threads.ts'
import { drawFollowButton } from '../tags/tags.ts'
import { PraisePage } from './praise.page.tsx'
import { type Praise, getPraise, replyToPraise, thankFor } from './praise.ts'
import { answersAddress } from './answer-pages.ts'
import { placeIn, questionId } from './questions.routes.tsx'
import { writingIn } from './readers.ts'

type C = Context<WebEnv>

/** /praise/:id — praise outside, its thanks and its replies. */
export const praiseRoutes: Routes = (app) => {
  app.get('/praise/:id{[0-9]+}', openPraise)
  app.get('/praise/:id{[0-9]+}/:slug{[^/.]+}', openPraise)

  app.post('/praise/:id{[0-9]+}/-/replies', (c) =>
    takeForm(
      c,
      z.object({ body: z.string().default('') }),
      async ({ body }) => {
        const reply = await replyToPraise(c.var.ctx, questionId(c), body)
        const { thread } = await getPraise(c.var.ctx, questionId(c))
        return c.redirect(replyAddress(thread, await getReply(c.var.ctx, reply.id)), 303)
      },
      async (form) => drawPraise(c, await getPraise(c.var.ctx, questionId(c)), form),
    ),
  )

  app.post('/praise/:id{[0-9]+}/-/thanks', async (c) => {
    const form = await readForm(c)
    await thankFor(c.var.ctx, questionId(c), form.back !== 'yes')
    const { thread } = await getPraise(c.var.ctx, questionId(c))
    return c.redirect(`${threadAddress(thread)}#praise-${thread.id}`, 303)
  })
}

async function openPraise(c: C): Promise<Response> {
  const asked = { type: 'praise', slug: c.req.param('slug') } as const
  const { thread, elsewhere } = await openThread(c.var.ctx, questionId(c), asked)
  if (elsewhere) return c.redirect(elsewhere + new URL(c.req.url).search, 301)
  return drawPraise(c, await getPraise(c.var.ctx, thread.id, placeIn(c)), emptyForm)
}

async function drawPraise(c: C, praise: Praise, form: FormState): Promise<Response> {
  const { ctx } = c.var
  const { thread, space } = praise
  const author = praise.people.get(thread.authorId)?.displayName
  const { audience, strip, line, postWords } = await writingIn(ctx, space, { thread, author })
  return c.render(
    <PraisePage
      praise={praise}
      viewer={ctx.viewer}
      company={audience.company}
      now={ctx.now}
      render={await bodyRenderer(ctx, space, thread)}
      audience={
        thread.reach === null
          ? { ...line, exactly: { label: ctx.say('Who exactly'), href: `/readers/thread/${thread.id}` } }
          : line
      }
      {...{ strip, postWords, form }}
      keeps={mayOpenKeeping(ctx.viewer, space, thread)}
      follow={
        ctx.viewer.kind === 'account' &&
        (await drawFollowButton(ctx, { kind: 'thread', id: thread.id }, threadAddress(thread)))
      }
    />,
    {
      title: thread.title,
      realm: 'outside',
      nav: 'questions',
      live: [`thread:${thread.id}`],
      subject: { kind: 'thread', id: thread.id },
      status: Object.keys(form.errors).length > 0 ? 422 : 200,
      ...(audience.everyone
        ? {
            canonical: answersAddress(thread, { after: praise.part.here }),
            description: excerpt(thread.body, 160),
            feed: {
              path: feedAddress({ id: thread.id, type: 'praise' }),
              title: ctx.say('Replies to: {title}', { title: thread.title }),
            },
            structuredData: forumPosting(
              { ...praise, likes: praise.thanks.count },
              c.var.config.publicUrl ?? new URL(c.req.url).origin,
            ),
          }
        : { indexed: false }),
    },
  )
}
