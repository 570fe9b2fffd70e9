import type { Context } from 'hono'
import { z } from 'zod'
import type { Routes, WebEnv } from '../../platform/http/env.ts'
import { type FormState, emptyForm, takeForm } from '../../platform/http/form.ts'
import { said } from '../../platform/languages/languages.ts'
import type { AccountId } from '../../platform/ids.ts'
import { BothSidesPage } from './both-sides.page.tsx'
import { askException, askSchema, countToDecide, decideException, reportBothSides } from './exceptions.ts'
import { maySeeExceptions } from './offices.access.ts'
import { OfficesPage } from './offices.page.tsx'
import {
  type ExceptionId,
  type Office,
  endOffice,
  giveOfficeByEmail,
  listOffices,
  mayGiveOffice,
  officeNames,
} from './offices.ts'

type C = Context<WebEnv>

const office = z.enum(officeNames as [Office, ...Office[]], said('Choose an office.'))
const giveSchema = z.object({ email: z.string().trim().toLowerCase(), office })
const endSchema = z.object({ account: z.coerce.number().int().positive(), office })

export const officeRoutes: Routes = (app) => {
  app.get('/inside/people/offices', (c) => draw(c, emptyForm))

  app.post('/inside/people/offices', (c) =>
    takeForm(
      c,
      giveSchema,
      async (given) => {
        await giveOfficeByEmail(c.var.ctx, given.email, given.office)
        return c.redirect('/inside/people/offices', 303)
      },
      (form) => draw(c, form),
    ),
  )

  app.post('/inside/people/offices/end', (c) =>
    takeForm(
      c,
      endSchema,
      async (given) => {
        await endOffice(c.var.ctx, given.account as AccountId, given.office)
        return c.redirect('/inside/people/offices', 303)
      },
      (form) => draw(c, form),
    ),
  )
}

const decideSchema = z.object({
  exception: z.coerce.number().int().positive(),
  decision: z.enum(['approve', 'refuse'], said('Agree or refuse.')),
  note: z.string().optional(),
})

const bothSides = '/inside/people/offices/both-sides'

/** /inside/people/offices/both-sides — who looks after both sides, asking for it and deciding it. */
export const bothSidesRoutes: Routes = (app) => {
  app.get(bothSides, (c) => drawBothSides(c, emptyForm))

  app.post(bothSides, async (c) => {
    await reportBothSides(c.var.ctx)
    return takeForm(
      c,
      askSchema,
      async (asked) => {
        await askException(c.var.ctx, asked)
        return c.redirect(bothSides, 303)
      },
      (form) => drawBothSides(c, form),
    )
  })

  app.post(`${bothSides}/decide`, async (c) => {
    await reportBothSides(c.var.ctx)
    return takeForm(
      c,
      decideSchema,
      async ({ exception, decision, note }) => {
        await decideException(c.var.ctx, exception as ExceptionId, { approve: decision === 'approve', note })
        return c.redirect(bothSides, 303)
      },
      // The field of one request among several: its name alone would not say which.
      ({ values, errors: { note, ...errors } }) =>
        drawBothSides(c, { values, errors: note ? { ...errors, [`note-${values.exception}`]: note } : errors }),
    )
  })
}

async function drawBothSides(c: C, form: FormState) {
  const { ctx } = c.var
  return c.render(<BothSidesPage report={await reportBothSides(ctx)} now={ctx.now} form={form} />, {
    title: ctx.say('Both sides in one hand'),
    realm: 'inside',
    nav: 'offices',
    status: form.errors === emptyForm.errors ? 200 : 422,
  })
}

async function draw(c: C, form: FormState) {
  const { ctx } = c.var
  const held = await listOffices(ctx)
  const mayGive = mayGiveOffice(ctx.viewer).allowed
  const bothSides = maySeeExceptions(ctx.viewer) ? { toDecide: await countToDecide(ctx) } : undefined
  return c.render(<OfficesPage held={held} mayGive={mayGive} bothSides={bothSides} now={ctx.now} form={form} />, {
    title: ctx.say('Offices'),
    realm: 'inside',
    nav: 'offices',
    status: form.errors === emptyForm.errors ? 200 : 422,
  })
}
