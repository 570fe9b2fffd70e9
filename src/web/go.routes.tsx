import { render } from 'preact-render-to-string'
import { suggest } from '../discovery/search/search.ts'
import { type Notice, listNotices } from '../discovery/notices/notices.ts'
import { type Ctx, sideOf } from '../platform/context.ts'
import type { Routes } from '../platform/http/env.ts'
import { listSpaces } from '../realms/spaces/spaces.ts'
import { withSprite } from '../ui/icons.ts'
import { drawFor } from '../ui/words.tsx'
import { fits } from '../ui/palette.shared.ts'
import { type Destinations, FoundPlaces, GoPage } from './go.page.tsx'
import { placesOf } from './nav.ts'

/** /go — every place that the viewer may open, for the command palette and as a page; /go/unread — the next unread. */
export const goRoutes: Routes = (app) => {
  app.get('/go', async (c) => {
    const text = (c.req.query('q') ?? '').trim()
    const page = <GoPage text={text} found={await findDestinations(c.var.ctx, text)} />
    return c.render(page, { title: c.var.ctx.say('Go to'), realm: sideOf(c.var.ctx.viewer), nav: 'go', indexed: false })
  })
  app.get('/go/found', async (c) => {
    const found = await findDestinations(c.var.ctx, (c.req.query('q') ?? '').trim())
    return c.html(withSprite(drawFor(c.var.ctx.say, () => render(<FoundPlaces found={found} />))))
  })
  app.get('/go/unread', async (c) => {
    const notice = await findUnread(c.var.ctx)
    return c.redirect(notice ? `/notices/${notice.id}` : '/notices', 303)
  })
}

const longest = 200
const most = { spaces: 8, threads: 6 }

/** What the words lead to; without words the places and spaces alone. Each list is what its own front door gives. */
async function findDestinations(ctx: Ctx, words: string): Promise<Destinations> {
  const text = words.slice(0, longest)
  const found = await suggest(ctx, text)
  const spaces = await listSpaces(ctx)
  return {
    places: placesOf(ctx.say, ctx.viewer).filter(({ label }) => fits(label, text)),
    spaces: spaces.filter(({ title }) => fits(title, text)).slice(0, most.spaces),
    people: found.people,
    threads: found.threads.items.slice(0, most.threads),
  }
}

async function findUnread(ctx: Ctx): Promise<Notice | undefined> {
  let after: string | undefined
  do {
    const page = await listNotices(ctx, after, 100)
    const unread = page.items.find(({ isRead }) => !isRead)
    if (unread) return unread
    after = page.next
  } while (after)
  return undefined
}
