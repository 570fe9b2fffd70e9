import type { Context } from 'hono'
import { evidenceRenderer } from '../../content/files/files.ts'
import { loadPeople } from '../../people/accounts/accounts.ts'
import { type Ctx, sideOf } from '../../platform/context.ts'
import { NotFound } from '../../platform/errors.ts'
import type { Routes, WebEnv } from '../../platform/http/env.ts'
import { type FormState, emptyForm, takeForm } from '../../platform/http/form.ts'
import { parseId } from '../../platform/ids.ts'
import {
  type MeasureId,
  type Side,
  countOpen,
  demandSide,
  findAddress,
  mayUndo,
  moderates,
  sides,
} from '../moderation/moderation.ts'
import {
  type AppealId,
  type Statement,
  appealSchema,
  contest,
  getAppeal,
  getStatement,
  hearAppeal,
  hearingSchema,
  listToHear,
  listTotals,
} from './appeals.ts'
import { AppealsPage, HubPage, appealsNames } from './hub.page.tsx'
import { StatementPage } from './statement.page.tsx'
import { TotalsPage } from './totals.page.tsx'

type C = Context<WebEnv>

/** Statements of reasons, appeals against them, and what was decided, in numbers. */
export const appealRoutes: Routes = (app) => {
  app.get('/moderation', async (c) => {
    const { ctx } = c.var
    const own = sides.filter((side) => moderates(ctx.viewer, side))
    const toHear = [...(await listToHear(ctx, 'outside')), ...(await listToHear(ctx, 'inside'))]
    if (own.length === 0 && !isOwner(ctx)) throw new NotFound('moderation.not-found')
    const queues = []
    for (const side of own) queues.push({ side, open: await countOpen(ctx, side) })
    return c.render(<HubPage sides={queues} toHear={toHear} now={ctx.now} />, {
      title: ctx.say('Moderation'),
      realm: 'inside',
      nav: 'moderation',
      indexed: false,
    })
  })

  for (const side of sides) app.get(`/moderation/${side}/appeals`, (c) => drawAppeals(c, side))

  app.get('/moderation/statements/:id', async (c) =>
    drawStatement(c, await getStatement(c.var.ctx, measureId(c)), emptyForm),
  )

  app.post('/moderation/statements/:id/appeal', (c) =>
    takeForm(
      c,
      appealSchema,
      async ({ words }) => {
        await contest(c.var.ctx, measureId(c), words)
        return c.redirect(`/moderation/statements/${measureId(c)}#contest`, 303)
      },
      async (form) => drawStatement(c, await getStatement(c.var.ctx, measureId(c)), form),
    ),
  )

  app.post('/moderation/appeals/:id', (c) =>
    takeForm(
      c,
      hearingSchema,
      async (given) => {
        const { measure } = await getAppeal(c.var.ctx, appealId(c))
        await hearAppeal(c.var.ctx, appealId(c), given)
        // Who heard it for a side that they do not moderate has done their part.
        const stays = moderates(c.var.ctx.viewer, measure.side)
        return c.redirect(stays ? `/moderation/statements/${measure.id}#contest` : '/moderation', 303)
      },
      async (form) => drawStatement(c, await getAppeal(c.var.ctx, appealId(c)), form),
    ),
  )

  app.get('/about/moderation', async (c) =>
    c.render(<TotalsPage totals={await listTotals(c.var.ctx)} />, {
      title: c.var.ctx.say('About moderation'),
      realm: sideOf(c.var.ctx.viewer),
      canonical: '/about/moderation',
      description: c.var.ctx.say('The rules of this community, and what was decided under them, in numbers.'),
    }),
  )
}

async function drawAppeals(c: C, side: Side): Promise<Response> {
  const { ctx } = c.var
  demandSide(ctx, side)
  return c.render(<AppealsPage side={side} toHear={await listToHear(ctx, side)} now={ctx.now} />, {
    title: ctx.say.again(appealsNames[side]),
    realm: 'inside',
    nav: 'moderation',
    indexed: false,
  })
}

async function drawStatement(c: C, statement: Statement, form: FormState): Promise<Response> {
  const { ctx } = c.var
  const { measure, isModerator } = statement
  const decider = isModerator && measure.decidedBy !== null ? measure.decidedBy : undefined
  const people = await loadPeople(ctx, decider === undefined ? [] : [decider])
  const deciderName = decider && people.get(decider)?.displayName
  const address = await findAddress(ctx, measure)
  const isAtWork = isModerator || statement.mayHear.allowed || isOwner(ctx)
  return c.render(
    <StatementPage
      statement={statement}
      html={(await evidenceRenderer(ctx, measure.threadId))(measure.shownBody)}
      {...(deciderName && { deciderName })}
      isOwn={ctx.viewer.kind === 'account' && ctx.viewer.id === measure.subjectId}
      {...(address && { address })}
      isAtWork={isAtWork}
      mayUndo={(await mayUndo(ctx, measure)).allowed}
      now={ctx.now}
      form={form}
    />,
    {
      title: ctx.say('A decision about a text'),
      realm: sideOf(ctx.viewer),
      ...(isAtWork && { nav: 'moderation' }),
      indexed: false,
      status: Object.keys(form.errors).length > 0 ? 422 : 200,
    },
  )
}

function isOwner({ viewer }: Ctx): boolean {
  return viewer.kind === 'account' && viewer.realm === 'inside' && viewer.offices.includes('owner')
}

function measureId(c: C): MeasureId {
  const id = parseId<'measure'>(c.req.param('id'))
  if (!id) throw new NotFound('moderation.not-found')
  return id
}

function appealId(c: C): AppealId {
  const id = parseId<'appeal'>(c.req.param('id'))
  if (!id) throw new NotFound('appeals.not-found')
  return id
}
