import type { Context } from 'hono'
import { z } from 'zod'
import type { Routes, WebEnv } from '../../platform/http/env.ts'
import { type FormState, emptyForm, takeForm } from '../../platform/http/form.ts'
import type { AccountId } from '../../platform/ids.ts'
import { OfficesPage } from './offices.page.tsx'
import { type Office, endOffice, giveOfficeByEmail, listOffices, mayGiveOffice, officeNames } from './offices.ts'

type C = Context<WebEnv>

const office = z.enum(officeNames as [Office, ...Office[]], 'Choose an office.')
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

async function draw(c: C, form: FormState) {
  const { ctx } = c.var
  const held = await listOffices(ctx)
  const mayGive = mayGiveOffice(ctx.viewer).allowed
  return c.render(<OfficesPage held={held} mayGive={mayGive} now={ctx.now} form={form} />, {
    title: 'Offices',
    realm: 'inside',
    nav: 'people',
    status: form.errors === emptyForm.errors ? 200 : 422,
  })
}
