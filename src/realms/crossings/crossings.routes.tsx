import type { Context } from 'hono'
import { z } from 'zod'
import { NotFound } from '../../platform/errors.ts'
import type { Routes, WebEnv } from '../../platform/http/env.ts'
import { type FormState, emptyForm, takeForm } from '../../platform/http/form.ts'
import { parseId } from '../../platform/ids.ts'
import { isEmployee } from '../spaces/spaces.ts'
import { CrossingPage } from './crossing.page.tsx'
import { CrossingsPage } from './crossings.page.tsx'
import { type CrossingId, addressesOf, getCrossing, listCrossings, mayRecall, recall } from './crossings.ts'

const recallSchema = z.object({ reason: z.string() })

/** /inside/crossings: the log of the wall, one crossing, and its recall. */
export const crossingRoutes: Routes = (app) => {
  app.get('/inside/crossings', async (c) => {
    const { ctx } = c.var
    if (!isEmployee(ctx.viewer)) throw new NotFound()
    const after = c.req.query('after')
    const page = await listCrossings(ctx, after)
    return c.render(<CrossingsPage page={page} viewer={ctx.viewer} now={ctx.now} isFirst={after === undefined} />, {
      title: 'Crossings',
      realm: 'inside',
      nav: 'crossings',
    })
  })
  app.get('/inside/crossings/:id', (c) => drawCrossing(c, emptyForm))
  app.post('/inside/crossings/:id/recall', (c) =>
    takeForm(
      c,
      recallSchema,
      async ({ reason }) => {
        await recall(c.var.ctx, crossingIdOf(c), reason)
        return c.redirect(`/inside/crossings/${crossingIdOf(c)}`, 303)
      },
      (form) => drawCrossing(c, form),
    ),
  )
}

async function drawCrossing(c: Context<WebEnv>, form: FormState): Promise<Response> {
  const { ctx } = c.var
  const crossing = await getCrossing(ctx, crossingIdOf(c))
  const addresses = await addressesOf(ctx, crossing)
  const verdict = mayRecall(ctx.viewer, crossing.actedBy)
  return c.render(
    <CrossingPage crossing={crossing} addresses={addresses} mayRecall={verdict} now={ctx.now} form={form} />,
    {
      title: `Crossing ${crossing.id}`,
      realm: 'inside',
      nav: 'crossings',
      counterpart: addresses.target,
      status: Object.keys(form.errors).length > 0 ? 422 : 200,
    },
  )
}

function crossingIdOf(c: Context<WebEnv>): CrossingId {
  const id = parseId<'crossing'>(c.req.param('id'))
  if (!id) throw new NotFound('crossings.not-found')
  return id
}
