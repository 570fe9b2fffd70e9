import type { Context } from 'hono'
import { z } from 'zod'
import type { Ctx } from '../../platform/context.ts'
import { NotFound } from '../../platform/errors.ts'
import type { Routes, WebEnv } from '../../platform/http/env.ts'
import { type FormState, emptyForm, takeForm } from '../../platform/http/form.ts'
import { parseId } from '../../platform/ids.ts'
import { isEmployee } from '../spaces/spaces.ts'
import { CrossingPage } from './crossing.page.tsx'
import { CrossingsPage } from './crossings.page.tsx'
import {
  type Crossing,
  type CrossingId,
  addressesOf,
  getCrossing,
  listCrossings,
  mayRecallCrossing,
  recall,
} from './crossings.ts'

const filterSchema = z.object({
  act: z.enum(['publish-out', 'bring-in', 'link-across', 'recall']).optional().catch(undefined),
  state: z.enum(['standing', 'recalled']).optional().catch(undefined),
})
const recallSchema = z.object({ reason: z.string() })

/** /inside/crossings: the log of the wall, one crossing, and its recall. */
export const crossingRoutes: Routes = (app) => {
  app.get('/inside/crossings', async (c) => {
    const { ctx } = c.var
    if (!isEmployee(ctx.viewer)) throw new NotFound()
    const after = c.req.query('after')
    const { act, state } = filterSchema.parse({ act: c.req.query('act'), state: c.req.query('state') })
    const filter = { ...(act && { act }), ...(state && { state }) }
    const page = await listCrossings(ctx, after, 20, filter)
    const recallable = await recallableOf(ctx, page.items)
    const isFirst = after === undefined
    return c.render(<CrossingsPage {...{ page, filter, recallable, isFirst }} now={ctx.now} />, {
      title: ctx.say('Crossings'),
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
  const verdict = await mayRecallCrossing(ctx, crossing)
  const original = crossing.recalls === null ? crossing.act : (await getCrossing(ctx, crossing.recalls)).act
  return c.render(<CrossingPage {...{ crossing, original, addresses, form }} mayRecall={verdict} now={ctx.now} />, {
    title: ctx.say('Crossing {number}', { number: String(crossing.id) }),
    realm: 'inside',
    nav: 'crossings',
    counterpart: crossing.targetRealm === 'outside' ? addresses.target : addresses.source,
    status: Object.keys(form.errors).length > 0 ? 422 : 200,
  })
}

/** Those that stand and that the viewer may take back. */
async function recallableOf(ctx: Ctx, crossings: readonly Crossing[]): Promise<ReadonlySet<number>> {
  const ids = new Set<number>()
  for (const crossing of crossings) {
    const isStanding = crossing.act !== 'recall' && crossing.recalledBy === null
    if (isStanding && (await mayRecallCrossing(ctx, crossing)).allowed) ids.add(crossing.id)
  }
  return ids
}

function crossingIdOf(c: Context<WebEnv>): CrossingId {
  const id = parseId<'crossing'>(c.req.param('id'))
  if (!id) throw new NotFound('crossings.not-found')
  return id
}
