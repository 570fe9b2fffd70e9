import type { Context } from 'hono'
import { render } from 'preact-render-to-string'
import { NotFound } from '../../platform/errors.ts'
import { givenSlug } from '../../realms/spaces/spaces.ts'
import type { Routes, WebEnv } from '../../platform/http/env.ts'
import { readForm } from '../../platform/http/form.ts'
import { parseId } from '../../platform/ids.ts'
import { drawFor } from '../../ui/words.tsx'
import { getThread } from '../threads/threads.ts'
import { AnsweredBeforePage } from './answered.page.tsx'
import { LikelyAnswers } from './look-before.parts.tsx'
import { findLikely, getAnsweredBefore, sayAnswered, unsayAnswered } from './look-before.ts'
import { AnsweredPage, LookPage } from './look.page.tsx'

type C = Context<WebEnv>

/** Looking before posting: while typing, as a step in between, and what came of it. Stands before the addresses of questions. */
export const lookBeforeRoutes: Routes = (app) => {
  app.get('/questions/like', async (c) => {
    const likely = await findLikely(c.var.ctx, c.req.query('q') ?? '')
    return c.html(drawFor(c.var.ctx.say, () => render(<LikelyAnswers likely={likely} />)))
  })

  app.post('/questions/like/answered', async (c) => {
    const typed = await readForm(c)
    const { ctx } = c.var
    const threadId = parseId<'thread'>(typed.thread)
    if (threadId === undefined) throw new NotFound('threads.not-found')
    const id = await sayAnswered(ctx, {
      threadId,
      space: givenSlug.parse(typed.space),
      typed: `${typed.title ?? ''} ${typed.body ?? ''}`,
    })
    if (c.req.header('accept')?.includes('application/json')) return c.json({ id })
    return c.render(<AnsweredPage thread={await getThread(ctx, threadId)} id={id} typed={typed} />, {
      title: ctx.say('Good that it is answered'),
      realm: 'outside',
      nav: 'ask',
      indexed: false,
      width: 'narrow',
    })
  })

  app.post('/questions/like/undo', async (c) => {
    await undo(c, (await readForm(c)).id)
    return c.body(null, 204)
  })

  // A question from a form without script stops here once, when others asked something like it.
  app.post('/questions/ask', async (c, next) => {
    const typed = await readForm(c)
    if (typed.undo) await undo(c, typed.undo)
    if (typed.look !== 'yes' || typed.act || !typed.title?.trim() || !typed.body?.trim()) return next()
    const likely = c.var.ctx.viewer.kind === 'account' ? await findLikely(c.var.ctx, typed.title) : []
    if (likely.length === 0) return next()
    return c.render(<LookPage likely={likely} typed={typed} />, {
      title: c.var.ctx.say('Here is what others asked'),
      realm: 'outside',
      nav: 'ask',
      indexed: false,
      width: 'narrow',
    })
  })

  app.get('/s/:slug{[a-z0-9-]+}/answered-before', async (c) => {
    const after = c.req.query('after')
    const report = await getAnsweredBefore(c.var.ctx, c.req.param('slug'), after)
    return c.render(<AnsweredBeforePage report={report} later={after !== undefined} />, {
      title: c.var.ctx.say('Answered before asking in {space}', { space: report.space.title }),
      realm: 'outside',
      nav: 'questions',
      indexed: false,
    })
  })
}

async function undo(c: C, text: string | undefined): Promise<void> {
  const id = parseId<'deflection'>(text)
  if (id === undefined) throw new NotFound('look-before.not-found')
  await unsayAnswered(c.var.ctx, id)
}
