import type { Context } from 'hono'
import { z } from 'zod'
import type { Routes, WebEnv } from '../../platform/http/env.ts'
import { said } from '../../platform/languages/languages.ts'
import { takeForm } from '../../platform/http/form.ts'
import { RobotsPage } from './robots.page.tsx'
import { chooseRobots, openChoice } from './robots.ts'

const yesOrNo = z.enum(['yes', 'no'], said('Choose yes or no.')).transform((word) => word === 'yes')
const choiceSchema = z.object({ listed: yesOrNo, ai: yesOrNo })

/** Where the stewards of a space outside choose what search engines and AI crawlers may do with it. */
export const robotRoutes: Routes = (app) => {
  const path = '/s/:slug{[a-z0-9-]+}/-/robots'
  app.get(path, (c) => draw(c, 200))
  app.post(path, (c) =>
    takeForm(
      c,
      choiceSchema,
      async (choice) => {
        const space = await chooseRobots(c.var.ctx, c.req.param('slug'), choice)
        return c.redirect(`/s/${space.slug}/-/robots?kept`, 303)
      },
      () => draw(c, 422),
    ),
  )
}

async function draw(c: Context<WebEnv>, status: 200 | 422): Promise<Response> {
  const { space, choice } = await openChoice(c.var.ctx, c.req.param('slug') ?? '')
  return c.render(<RobotsPage space={space} choice={choice} kept={c.req.query('kept') !== undefined} />, {
    title: c.var.ctx.say('Search engines and AI'),
    realm: 'outside',
    nav: 'questions',
    indexed: false,
    width: 'narrow',
    status,
  })
}
