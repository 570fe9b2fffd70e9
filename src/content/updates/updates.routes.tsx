import type { Context } from 'hono'
import { companyName } from '../../people/company.ts'
import { NotFound } from '../../platform/errors.ts'
import type { Routes, WebEnv } from '../../platform/http/env.ts'
import { parseId } from '../../platform/ids.ts'
import { excerpt } from '../../platform/text/markdown.ts'
import { audienceOf, audienceWords } from '../../realms/audience/audience.ts'
import { acrossPanel } from '../across/across.parts.tsx'
import { bodyRenderer } from '../files/files.ts'
import { type ThreadId, threadAddress } from '../threads/threads.ts'
import { UpdatePage, UpdatesPage } from './updates.page.tsx'
import { getUpdate, listUpdates } from './updates.ts'

/** /updates: what the company told everybody outside. */
export const updateRoutes: Routes = (app) => {
  app.get('/updates', async (c) => {
    const { ctx } = c.var
    const after = c.req.query('after')
    const { people, ...page } = await listUpdates(ctx, after)
    const company = await companyName(ctx)
    return c.render(<UpdatesPage {...{ page, people, company }} now={ctx.now} isFirst={after === undefined} />, {
      title: `Updates from ${company}`,
      realm: 'outside',
      nav: 'updates',
      ...(after === undefined ? { canonical: '/updates' } : { indexed: false }),
    })
  })
  app.get('/updates/:id{[0-9]+}/:slug?', drawUpdate)
}

async function drawUpdate(c: Context<WebEnv>): Promise<Response> {
  const { ctx } = c.var
  const id = parseId<'thread'>(c.req.param('id')) as ThreadId | undefined
  if (!id) throw new NotFound('updates.not-found')
  const update = await getUpdate(ctx, id)
  const { thread, space } = update
  const canonical = threadAddress(thread)
  if (c.req.param('slug') !== thread.slug) return c.redirect(canonical, 302)
  const audience = await audienceOf(ctx, space, { kind: 'thread', id })
  return c.render(
    <UpdatePage
      update={update}
      audience={{ realm: 'outside', word: 'Outside', who: audienceWords(audience) }}
      viewer={ctx.viewer}
      company={audience.company}
      now={ctx.now}
      html={(await bodyRenderer(ctx, space))(thread.body)}
      staff={await acrossPanel(ctx, id)}
    />,
    {
      title: thread.recalledAt ? 'This update was recalled' : thread.title,
      realm: 'outside',
      nav: 'updates',
      live: [`thread:${id}`],
      ...(audience.everyone && !thread.recalledAt
        ? { canonical, description: excerpt(thread.body, 160) }
        : { indexed: false }),
    },
  )
}
