import type { Context } from 'hono'
import { z } from 'zod'
import type { Ctx } from '../../platform/context.ts'
import { NotFound } from '../../platform/errors.ts'
import type { Routes, WebEnv } from '../../platform/http/env.ts'
import { type FormState, emptyForm, takeForm } from '../../platform/http/form.ts'
import { parseId } from '../../platform/ids.ts'
import { said } from '../../platform/languages/languages.ts'
import { excerpt } from '../../platform/text/markdown.ts'
import { contentKind } from '../content-kind.ts'
import { quoteOf } from '../crossings/crossings.ts'
import { type Space, type SpaceId, isEmployee, listSpaces } from '../spaces/spaces.ts'
import { BridgePage, type WaitingThread } from './bridge.page.tsx'
import { BridgesPage, NewBridgePage } from './bridges.page.tsx'
import {
  type Bridge,
  type BridgeId,
  approveBridge,
  endBridge,
  getBridge,
  keepThread,
  listBridges,
  listWaiting,
  mayDecideForAny,
  proposeBridge,
  verdictsOn,
} from './bridges.ts'

type C = Context<WebEnv>

const spaceSchema = z
  .string()
  .regex(/^[1-9][0-9]{0,14}$/, said('Choose a space from the list.'))
  .transform((text) => Number(text) as SpaceId)
const newSchema = z.object({
  one: spaceSchema,
  other: spaceSchema,
  in: z.string().optional(),
  out: z.string().optional(),
  title: z.string(),
  reason: z.string(),
})
const endSchema = z.object({ because: z.string() })
const approveSchema = z.object({ end: z.enum(['inner', 'outer']) })
const keepSchema = z.object({ thread: z.string() })

/** /inside/bridges: standing bridges, proposing, saying yes, what waits, ending. */
export const bridgeRoutes: Routes = (app) => {
  app.get('/inside/bridges', async (c) => {
    const { ctx } = c.var
    if (!isEmployee(ctx.viewer)) throw new NotFound()
    return c.render(<BridgesPage bridges={await listBridges(ctx)} mayPropose={await mayDecideForAny(ctx)} />, {
      title: ctx.say('Standing bridges'),
      realm: 'inside',
      nav: 'bridges',
    })
  })
  app.get('/inside/bridges/new', (c) => drawNew(c, emptyForm))
  app.post('/inside/bridges', (c) =>
    takeForm(
      c,
      newSchema,
      async ({ one, other, title, reason, ...passes }) => {
        const bridge = await proposeBridge(c.var.ctx, {
          ...{ spaces: [one, other], title, reason },
          ...{ bringsIn: passes.in === 'yes', publishesOut: passes.out === 'yes' },
        })
        return c.redirect(`/inside/bridges/${bridge.id}`, 303)
      },
      (form) => drawNew(c, form),
    ),
  )
  app.get('/inside/bridges/:id', (c) => drawBridge(c, emptyForm))
  app.post('/inside/bridges/:id/approve', (c) =>
    takeForm(
      c,
      approveSchema,
      async ({ end }) => {
        await approveBridge(c.var.ctx, bridgeIdOf(c), end)
        return c.redirect(`/inside/bridges/${bridgeIdOf(c)}`, 303)
      },
      (form) => drawBridge(c, form),
    ),
  )
  app.post('/inside/bridges/:id/keep', (c) =>
    takeForm(
      c,
      keepSchema,
      async ({ thread }) => {
        const threadId = parseId(thread)
        if (!threadId) throw new NotFound('bridges.nothing-waits')
        await keepThread(c.var.ctx, bridgeIdOf(c), threadId)
        return c.redirect(`/inside/bridges/${bridgeIdOf(c)}#queue`, 303)
      },
      (form) => drawBridge(c, form),
    ),
  )
  app.post('/inside/bridges/:id/end', (c) =>
    takeForm(
      c,
      endSchema,
      async ({ because }) => {
        await endBridge(c.var.ctx, bridgeIdOf(c), because)
        return c.redirect(`/inside/bridges/${bridgeIdOf(c)}`, 303)
      },
      (form) => drawBridge(c, form),
    ),
  )
}

async function drawNew(c: C, form: FormState): Promise<Response> {
  const { ctx } = c.var
  if (!isEmployee(ctx.viewer)) throw new NotFound()
  const spaces = await listSpaces(ctx)
  const on = (...realms: Space['realm'][]) => spaces.filter((space) => realms.includes(space.realm))
  const page = <NewBridgePage inner={on('inside', 'bridge')} outer={on('outside', 'bridge')} form={form} />
  return c.render(page, {
    title: ctx.say('Propose a standing bridge'),
    realm: 'inside',
    nav: 'bridges',
    status: statusOf(form),
  })
}

async function drawBridge(c: C, form: FormState): Promise<Response> {
  const { ctx } = c.var
  const bridge = await getBridge(ctx, bridgeIdOf(c))
  const verdicts = await verdictsOn(ctx, bridge)
  const waiting = await waitingAt(ctx, bridge)
  return c.render(<BridgePage {...{ bridge, verdicts, waiting, form }} now={ctx.now} />, {
    title: bridge.title,
    realm: 'inside',
    nav: 'bridges',
    status: statusOf(form),
  })
}

/** What waits at the bridge, of what the viewer may read. */
async function waitingAt(ctx: Ctx, bridge: Bridge): Promise<WaitingThread[]> {
  const waiting: WaitingThread[] = []
  for (const row of await listWaiting(ctx, bridge)) {
    try {
      const { title, body } = await quoteOf(ctx, { kind: 'thread', id: row.threadId })
      const href = await contentKind('thread').addressOf(ctx, row.threadId)
      waiting.push({ ...row, href, title: title || excerpt(body, 80) })
    } catch (error) {
      if (!(error instanceof NotFound)) throw error
    }
  }
  return waiting
}

function statusOf(form: FormState): number {
  return Object.keys(form.errors).length > 0 ? 422 : 200
}

function bridgeIdOf(c: C): BridgeId {
  const id = parseId<'bridge'>(c.req.param('id'))
  if (!id) throw new NotFound('bridges.not-found')
  return id
}
