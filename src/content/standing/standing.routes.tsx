import { companyName } from '../../people/company.ts'
import { sideOf } from '../../platform/context.ts'
import { NotFound } from '../../platform/errors.ts'
import type { Routes } from '../../platform/http/env.ts'
import { getSpace } from '../../realms/spaces/spaces.ts'
import { AboutStandingPage } from './about.page.tsx'
import { HelpersPage } from './helpers.page.tsx'
import { listHelpers, quarterBeside, quarterOf } from './standing.ts'

/** /about/standing — the rules; /s/…/helpers — who helped most in a space. */
export const standingRoutes: Routes = (app) => {
  app.get('/about/standing', async (c) =>
    c.render(<AboutStandingPage company={await companyName(c.var.ctx)} />, {
      title: c.var.ctx.say('How standing is counted'),
      realm: sideOf(c.var.ctx.viewer),
      canonical: '/about/standing',
    }),
  )

  app.get('/s/:slug{[a-z0-9-]+}/helpers', async (c) => {
    const { ctx } = c.var
    const space = await getSpace(ctx, c.req.param('slug'))
    if (space.realm !== 'outside') throw new NotFound('spaces.not-found')
    const current = quarterOf(ctx.now)
    const asked = c.req.query('quarter') ?? current
    const quarter = /^20[0-9]{2}-q[1-4]$/.test(asked) && asked <= current ? asked : current
    const after = c.req.query('after')
    return c.render(
      <HelpersPage
        space={space}
        quarter={quarter}
        earlier={quarterBeside(quarter, -1)}
        next={quarter === current ? undefined : quarterBeside(quarter, 1)}
        page={await listHelpers(ctx, space, quarter, after)}
        later={after !== undefined}
      />,
      {
        title: ctx.say('Who helped most in {space}', { space: space.title }),
        realm: 'outside',
        nav: 'questions',
        indexed: false,
      },
    )
  })
}
