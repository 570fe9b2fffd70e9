import type { Context } from 'hono'
import { NotFound } from '../../platform/errors.ts'
import type { Routes, WebEnv } from '../../platform/http/env.ts'
import { readForm } from '../../platform/http/form.ts'
import { isKept } from '../../platform/http/kept.ts'
import { parseId } from '../../platform/ids.ts'
import { hashToken } from '../../platform/tokens.ts'
import { atomFeed } from '../feeds/feeds.ts'
import { FeedsPage } from './personal-feeds.page.tsx'
import { endFeedAddress, listPersonalFeeds, makeFeedAddress, readPersonalFeed } from './personal-feeds.ts'

type C = Context<WebEnv>

/** /settings/feeds, and the secret addresses themselves: the address is the key, no session is looked at. */
export const personalFeedRoutes: Routes = (app) => {
  app.get('/feeds/:file{[A-Za-z0-9_-]{43}\\.atom}', async (c) => {
    const visitor = c.var.ctx.as({ kind: 'visitor' })
    const site = siteOf(c)
    const text = atomFeed(await readPersonalFeed(visitor, c.req.param('file').slice(0, -'.atom'.length)), site)
    const etag = `"${hashToken(text).toString('base64url').slice(0, 22)}"`
    c.header('cache-control', 'private, no-cache')
    c.header('x-robots-tag', 'noindex')
    c.header('etag', etag)
    if (isKept(c.req.header('if-none-match'), etag)) return c.body(null, 304)
    return c.body(text, 200, { 'content-type': 'application/atom+xml; charset=utf-8' })
  })

  app.get('/settings/feeds', (c) => draw(c))
  app.post('/settings/feeds', async (c) => {
    const { space } = await readForm(c)
    const spaceId = space === undefined ? undefined : parseId<'space'>(space)
    if (space !== undefined && spaceId === undefined) throw new NotFound('spaces.not-found')
    return draw(c, siteOf(c) + (await makeFeedAddress(c.var.ctx, spaceId)))
  })
  app.post('/settings/feeds/:id/end', async (c) => {
    const id = parseId<'personal-feed'>(c.req.param('id'))
    if (id === undefined) throw new NotFound('personal-feeds.not-found')
    await endFeedAddress(c.var.ctx, id)
    return c.redirect('/settings/feeds?ended', 303)
  })
}

function siteOf(c: C): string {
  return c.var.config.publicUrl ?? new URL(c.req.url).origin
}

async function draw(c: C, made?: string): Promise<Response> {
  const { ctx } = c.var
  if (ctx.viewer.kind !== 'account') throw new NotFound('accounts.not-found')
  const { realm } = ctx.viewer
  return c.render(
    <FeedsPage
      feeds={await listPersonalFeeds(ctx)}
      realm={realm}
      now={ctx.now}
      {...(made && { made })}
      ended={c.req.query('ended') !== undefined}
    />,
    {
      title: ctx.say('Your feeds'),
      realm,
      nav: 'settings',
      styles: ['extra'],
      width: realm === 'outside' ? 'narrow' : undefined,
      indexed: false,
    },
  )
}
