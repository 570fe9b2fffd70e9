import type { Routes } from '../../platform/http/env.ts'
import { InboundLinksPage, SourcesPage, pageTitle } from './inbound-links.page.tsx'
import { listInboundLinks, listSourcesOf } from './inbound-links.ts'

/** /inside/measures/links: which other sites lead people here; with ?thread=, ?space= or ?page= those of one page. */
export const inboundLinkRoutes: Routes = (app) => {
  app.get('/inside/measures/links', async (c) => {
    const { ctx } = c.var
    const { thread, space, page, after } = c.req.query()
    const frame = { realm: 'inside', nav: 'links' } as const
    if (thread === undefined && space === undefined && page === undefined) {
      const report = await listInboundLinks(ctx, after)
      return c.render(<InboundLinksPage report={report} isFirst={after === undefined} />, {
        title: ctx.say('Links from other sites'),
        ...frame,
      })
    }
    const found = await listSourcesOf(ctx, { thread, space, page }, after)
    return c.render(<SourcesPage {...found} isFirst={after === undefined} />, {
      title: ctx.say('Links to {page}', { page: pageTitle(ctx.say, found.page) }),
      ...frame,
    })
  })
}
