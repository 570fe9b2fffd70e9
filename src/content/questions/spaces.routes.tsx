import type { Context } from 'hono'
import { companyName } from '../../people/company.ts'
import type { Routes, WebEnv } from '../../platform/http/env.ts'
import { audienceOf } from '../../realms/audience/audience.ts'
import { type Space, getSpace, listSpaces } from '../../realms/spaces/spaces.ts'
import { Empty } from '../../ui/surface.tsx'
import { audienceLine } from './readers.ts'
import { type Show, shows } from './questions.page.tsx'
import { countUnanswered, listQuestions } from './questions.ts'
import { HomeMasthead, SpacePage } from './space.page.tsx'

type C = Context<WebEnv>

/** The home of the community and the pages of its places. */
export const outsideSpaceRoutes: Routes = (app) => {
  app.get('/', async (c) => {
    const { viewer } = c.var.ctx
    // A guest has one room and nothing outside.
    if (viewer.kind === 'account' && viewer.realm === 'bridge') {
      const [room] = await listSpaces(c.var.ctx)
      return c.redirect(room ? `/inside/spaces/${room.slug}` : '/rooms', 302)
    }
    const [space] = await listSpaces(c.var.ctx, { realm: 'outside' })
    if (space) return drawSpace(c, space, true)
    const title = await companyName(c.var.ctx)
    return c.render(<Empty title="Nothing is public here yet" realm="outside" />, {
      title,
      realm: 'outside',
      nav: 'start',
      indexed: false,
    })
  })

  app.get('/s/:slug{[a-z0-9-]+}', async (c) => {
    const space = await getSpace(c.var.ctx, c.req.param('slug'))
    if (space.realm !== 'outside') return c.redirect(`/inside/spaces/${space.slug}`, 302)
    return drawSpace(c, space, false)
  })
}

async function drawSpace(c: C, space: Space, home: boolean): Promise<Response> {
  const ctx = c.var.ctx
  const { show: asked = '', after } = c.req.query()
  const show = (Object.hasOwn(shows, asked) ? asked : 'newest') as Show
  const audience = await audienceOf(ctx, space)
  const others = (await listSpaces(ctx, { realm: 'outside' })).filter((other) => other.id !== space.id)
  const isPublic = audience.everyone
  const path = home ? '/' : `/s/${space.slug}`
  return c.render(
    <SpacePage
      space={space}
      show={show}
      page={await listQuestions(ctx, { show, spaceId: space.id }, after)}
      later={Boolean(after)}
      now={ctx.now}
      company={audience.company}
      unanswered={await countUnanswered(ctx, space.id)}
      others={others}
      audience={audienceLine(audience)}
      home={home}
    />,
    {
      title: space.title,
      realm: 'outside',
      nav: home ? 'start' : 'questions',
      ...(home && { masthead: <HomeMasthead space={space} /> }),
      ...(isPublic && !after && show === 'newest'
        ? { canonical: path, description: space.description || `Questions and answers in ${space.title}.` }
        : { indexed: false }),
      ...(isPublic && { feed: { path: `/s/${space.slug}/feed.atom`, title: space.title } }),
    },
  )
}
