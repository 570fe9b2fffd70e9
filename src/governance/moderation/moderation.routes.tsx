import type { Context } from 'hono'
import { evidenceRenderer } from '../../content/files/files.ts'
import { loadPeople } from '../../people/accounts/accounts.ts'
import type { Ctx } from '../../platform/context.ts'
import { NotFound } from '../../platform/errors.ts'
import type { Routes, WebEnv } from '../../platform/http/env.ts'
import { type FormState, emptyForm, takeForm } from '../../platform/http/form.ts'
import { type AccountId, parseId } from '../../platform/ids.ts'
import { CasePage } from './case.page.tsx'
import { countOpen, findAddress, giveBack, listAlike, holds, listQueue, takeCase, workOn } from './cases.ts'
import { decide, decisionSchema, undoMeasure } from './measures.ts'
import { mayHandle } from './moderation.access.ts'
import { moderationNames } from './moderation.parts.tsx'
import { type CaseId, type MeasureId, type Side, sides } from './moderation.tables.ts'
import { QueuePage } from './queue.page.tsx'

type C = Context<WebEnv>

/** /moderation/outside and /moderation/inside: the queue of each side; /moderation/cases/:id: one case in hand. */
export const moderationRoutes: Routes = (app) => {
  for (const side of sides) app.get(`/moderation/${side}`, (c) => drawQueue(c, side))

  app.get('/moderation/cases/:id', (c) => drawCase(c, emptyForm))

  app.post('/moderation/cases/:id/take', async (c) => {
    await takeCase(c.var.ctx, caseId(c))
    return c.redirect(`/moderation/cases/${caseId(c)}`, 303)
  })

  app.post('/moderation/cases/:id/give-back', async (c) => {
    await giveBack(c.var.ctx, caseId(c))
    const { side } = await workOn(c.var.ctx, caseId(c))
    return c.redirect(`/moderation/${side}`, 303)
  })

  app.post('/moderation/cases/:id/decide', (c) =>
    takeForm(
      c,
      decisionSchema,
      async (decision) => {
        await decide(c.var.ctx, caseId(c), decision)
        const { side } = await workOn(c.var.ctx, caseId(c))
        return c.redirect(`/moderation/${side}`, 303)
      },
      (form) => drawCase(c, form),
    ),
  )

  app.post('/moderation/measures/:id/undo', async (c) => {
    const id = parseId<'measure'>(c.req.param('id')) as MeasureId | undefined
    if (!id) throw new NotFound('moderation.not-found')
    await undoMeasure(c.var.ctx, id)
    return c.redirect(`/moderation/statements/${id}`, 303)
  })
}

async function drawQueue(c: C, side: Side): Promise<Response> {
  const { ctx } = c.var
  const after = c.req.query('after')
  const page = await listQueue(ctx, side, after)
  const alike = await listAlike(ctx, side)
  const named = [
    ...page.items.flatMap((one) => [one.authorId, one.claimedBy]),
    ...alike.flatMap((pair) => [pair.lowerId, pair.higherId]),
  ]
  const people = await loadPeople(
    ctx,
    named.filter((id) => id !== null),
  )
  const open = await countOpen(ctx, side)
  return c.render(
    <QueuePage
      {...{ side, page, people, open, alike }}
      viewerId={viewerId(ctx)}
      now={ctx.now}
      isFirst={after === undefined}
    />,
    { title: ctx.say.again(moderationNames[side]), realm: 'inside', nav: 'moderation', indexed: false },
  )
}

async function drawCase(c: C, form: FormState): Promise<Response> {
  const { ctx } = c.var
  const found = await workOn(ctx, caseId(c))
  const flaggedBy = found.flags.map((flag) => flag.flaggedBy)
  const named = [found.authorId, found.claimedBy, ...flaggedBy, ...found.history.map((past) => past.decidedBy)]
  const people = await loadPeople(
    ctx,
    named.filter((id) => id !== null),
  )
  const address = await findAddress(ctx, found.post)
  const render = await evidenceRenderer(ctx, found.threadId)
  return c.render(
    <CasePage
      case={found}
      people={people}
      shown={{ title: found.shown.title, html: render(found.shown.body) }}
      {...(found.takenBack && { takenBack: { at: found.takenBack.takenAt, html: render(found.takenBack.body) } })}
      {...(address && { address })}
      verdict={mayHandle(ctx.viewer, { authorId: found.authorId, flaggedBy })}
      holds={holds(ctx, found)}
      now={ctx.now}
      form={form}
    />,
    {
      title: ctx.say('A case of moderation'),
      realm: 'inside',
      nav: 'moderation',
      indexed: false,
      status: Object.keys(form.errors).length > 0 ? 422 : 200,
    },
  )
}

function caseId(c: C): CaseId {
  const id = parseId<'case'>(c.req.param('id'))
  if (!id) throw new NotFound('moderation.not-found')
  return id
}

function viewerId(ctx: Ctx): AccountId {
  if (ctx.viewer.kind !== 'account') throw new NotFound('moderation.not-found')
  return ctx.viewer.id
}
