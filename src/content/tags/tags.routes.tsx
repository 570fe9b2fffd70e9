import type { Context } from 'hono'
import { z } from 'zod'
import { NotFound } from '../../platform/errors.ts'
import type { Routes, WebEnv } from '../../platform/http/env.ts'
import { type FormState, emptyForm, takeForm } from '../../platform/http/form.ts'
import { parseId } from '../../platform/ids.ts'
import { listQuestions } from '../questions/questions.ts'
import { type ThreadId, threadAddress } from '../threads/threads.ts'
import { RetagPage } from './retag.page.tsx'
import { TagPage } from './tag.page.tsx'
import { openTags, setTags, tagAddress } from './tags.ts'

export const tagRoutes: Routes = (app) => {
  app.get('/tags/:name', async (c) => {
    const name = c.req.param('name').toLowerCase()
    const after = c.req.query('after')
    const page = await listQuestions(c.var.ctx, { tag: name }, after)
    if (page.items.length === 0) throw new NotFound('tags.not-found')
    return c.render(<TagPage name={name} page={page} later={Boolean(after)} now={c.var.ctx.now} />, {
      title: name,
      realm: 'outside',
      nav: 'questions',
      description: `Questions about ${name}.`,
      feed: { path: `${tagAddress(name)}/feed.atom`, title: `Questions about ${name}` },
      ...(after ? { indexed: false } : { canonical: tagAddress(name) }),
    })
  })

  app.get('/threads/:id{[0-9]+}/tags', (c) => drawTags(c, emptyForm))

  app.post('/threads/:id{[0-9]+}/tags', (c) =>
    takeForm(
      c,
      z.object({ tags: z.string().default('') }),
      async ({ tags }) => {
        const { thread } = await openTags(c.var.ctx, threadId(c))
        await setTags(c.var.ctx, thread.id, tags.split(','))
        return c.redirect(threadAddress(thread), 303)
      },
      (form) => drawTags(c, form),
    ),
  )
}

function threadId(c: Context<WebEnv>): ThreadId {
  const id = parseId<'thread'>(c.req.param('id'))
  if (id === undefined) throw new NotFound('threads.not-found')
  return id
}

async function drawTags(c: Context<WebEnv>, form: FormState): Promise<Response> {
  const { thread, tags } = await openTags(c.var.ctx, threadId(c))
  return c.render(<RetagPage thread={thread} tags={tags} form={form} />, {
    title: `Tags: ${thread.title}`,
    realm: 'outside',
    nav: 'questions',
    indexed: false,
    width: 'narrow',
    status: Object.keys(form.errors).length > 0 ? 422 : 200,
  })
}
