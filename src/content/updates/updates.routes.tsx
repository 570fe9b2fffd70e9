import type { Context } from 'hono'
import { companyName } from '../../people/company.ts'
import { NotFound } from '../../platform/errors.ts'
import type { Routes, WebEnv } from '../../platform/http/env.ts'
import { parseId } from '../../platform/ids.ts'
import { excerpt } from '../../platform/text/markdown.ts'
import { isEmployee } from '../../realms/spaces/spaces.ts'
import { audienceOf, audienceWords } from '../../realms/audience/audience.ts'
import { acrossPanel } from '../across/across.parts.tsx'
import { bodyRenderer } from '../files/files.ts'
import { listProducts, readAbout } from '../tags/tags.ts'
import {
  type ThreadId,
  feedAddress,
  forumPosting,
  mayOpenKeeping,
  openThread,
  threadAddress,
} from '../threads/threads.ts'
import { UpdatePage, UpdatesPage, updateTitle, updatesAddress } from './updates.page.tsx'
import { getUpdate, listUpdates } from './updates.ts'

/** /updates: what the company told everybody outside. */
export const updateRoutes: Routes = (app) => {
  app.get('/updates', async (c) => {
    const { ctx } = c.var
    const after = c.req.query('after')
    const products = await listProducts(ctx)
    const { about, isMoved } = readAbout(products, c.req.query())
    if (isMoved) return c.redirect(updatesAddress(about), 302)
    const { people, ...page } = await listUpdates(ctx, about, after)
    const company = await companyName(ctx)
    const drawn = { page, people, company, products, about }
    return c.render(<UpdatesPage {...drawn} now={ctx.now} isFirst={after === undefined} />, {
      title: ctx.say('Updates from {company}', { company }),
      realm: 'outside',
      nav: 'updates',
      feed: { path: '/updates/feed.atom', title: ctx.say('Updates from {company}', { company }) },
      ...(after === undefined ? { canonical: updatesAddress(about) } : { indexed: false }),
    })
  })
  app.get('/updates/:id{[0-9]+}/:slug?', drawUpdate)
}

async function drawUpdate(c: Context<WebEnv>): Promise<Response> {
  const { ctx } = c.var
  const id = parseId<'thread'>(c.req.param('id')) as ThreadId | undefined
  if (!id) throw new NotFound('updates.not-found')
  const { thread: found, elsewhere } = await openThread(ctx, id, { type: 'update', slug: c.req.param('slug') })
  if (elsewhere) return c.redirect(elsewhere + new URL(c.req.url).search, 301)
  const update = await getUpdate(ctx, found.id)
  const { thread, space } = update
  const canonical = threadAddress(thread)
  const render = await bodyRenderer(ctx, space, thread)
  const audience = await audienceOf(ctx, space, { kind: 'thread', id })
  return c.render(
    <UpdatePage
      update={update}
      audience={{ realm: 'outside', word: ctx.say('Outside'), who: audienceWords(audience, ctx.say) }}
      viewer={ctx.viewer}
      company={audience.company}
      now={ctx.now}
      html={render(thread.body)}
      render={render}
      keeps={mayOpenKeeping(ctx.viewer, space, thread) && isEmployee(ctx.viewer)}
      staff={await acrossPanel(ctx, id)}
    />,
    {
      title: updateTitle(ctx.say, thread),
      realm: 'outside',
      nav: 'updates',
      live: [`thread:${id}`],
      subject: { kind: 'thread', id },
      ...(audience.everyone && !thread.recalledAt
        ? {
            canonical,
            description: excerpt(thread.body, 160),
            feed: {
              path: feedAddress({ id, type: 'update' }),
              title: ctx.say('Said about: {title}', { title: updateTitle(ctx.say, thread) }),
            },
            structuredData: forumPosting(update, c.var.config.publicUrl ?? new URL(c.req.url).origin),
          }
        : { indexed: false }),
    },
  )
}
