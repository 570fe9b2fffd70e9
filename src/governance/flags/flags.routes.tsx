import type { Context } from 'hono'
import { replyAddress, threadAddress } from '../../content/threads/threads.ts'
import { sideOf } from '../../platform/context.ts'
import { NotFound } from '../../platform/errors.ts'
import type { PageProps, Routes, WebEnv } from '../../platform/http/env.ts'
import { type FormState, emptyForm, takeForm } from '../../platform/http/form.ts'
import { parseId } from '../../platform/ids.ts'
import { renderMarkdown } from '../../platform/text/markdown.ts'
import { findAddress } from '../moderation/moderation.ts'
import { FlagPage, FlaggedPage } from './flag.page.tsx'
import { type Flaggable, findRefusal, flag, flagSchema, getFlaggable, getOutcome } from './flags.ts'
import { OutcomePage } from './outcome.page.tsx'

type C = Context<WebEnv>

const path = '/flag/:kind{thread|reply}/:id'

/** /flag/thread/:id and /flag/reply/:id: telling the moderators about a text; /flag/outcomes/:id: what came of it. */
export const flagRoutes: Routes = (app) => {
  app.get('/flag/outcomes/:id', async (c) => {
    const { ctx } = c.var
    const outcome = await getOutcome(ctx, parseId<'case'>(c.req.param('id')) ?? noCase())
    const address = await findAddress(ctx, outcome)
    return c.render(<OutcomePage outcome={outcome} now={ctx.now} {...(address && { address })} />, {
      title: ctx.say('What came of your flag'),
      realm: sideOf(ctx.viewer),
      indexed: false,
    })
  })
  app.get(path, (c) => draw(c, emptyForm))
  app.post(path, (c) =>
    takeForm(
      c,
      flagSchema,
      async (given) => {
        await flag(c.var.ctx, kindOf(c), idOf(c), given)
        return c.redirect(c.req.path, 303)
      },
      (form) => draw(c, form),
    ),
  )
}

async function draw(c: C, form: FormState): Promise<Response> {
  const found = await getFlaggable(c.var.ctx, kindOf(c), idOf(c))
  const { thread } = found
  const refusal = await findRefusal(c.var.ctx, found)
  if (refusal?.code === 'flags.already')
    return c.render(<FlaggedPage back={addressOf(found)} />, frame(c, found, c.var.ctx.say('Flagged')))
  return c.render(
    <FlagPage
      action={c.req.path}
      back={addressOf(found)}
      title={found.title}
      html={renderMarkdown(found.body)}
      isNarrow={thread.audience !== 'space' || thread.reach !== null}
      {...(refusal && { refusal: refusal.said })}
      form={form}
    />,
    {
      ...frame(c, found, c.var.ctx.say('Tell the moderators')),
      status: Object.keys(form.errors).length > 0 ? 422 : 200,
    },
  )
}

function frame(c: C, { thread }: Flaggable, title: string): PageProps {
  const side = sideOf(c.var.ctx.viewer)
  return { title, realm: side === 'outside' ? 'outside' : thread.realm, indexed: false }
}

function noCase(): never {
  throw new NotFound('flags.not-found')
}

function addressOf({ thread, reply }: Flaggable): string {
  return reply ? replyAddress(thread, reply) : threadAddress(thread)
}

function kindOf(c: C): 'thread' | 'reply' {
  return c.req.param('kind') === 'reply' ? 'reply' : 'thread'
}

function idOf(c: C): number {
  const id = parseId<'post'>(c.req.param('id'))
  if (!id) throw new NotFound('threads.not-found')
  return id
}
