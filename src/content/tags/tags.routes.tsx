import { NotFound } from '../../platform/errors.ts'
import type { Routes } from '../../platform/http/env.ts'
import { listQuestions } from '../questions/questions.ts'
import { TagPage } from './tag.page.tsx'
import { tagAddress } from './tags.ts'

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
}
