import type { Context } from 'hono'
import { NotFound } from '../../platform/errors.ts'
import type { Routes, WebEnv } from '../../platform/http/env.ts'
import { type FormState, emptyForm, takeForm } from '../../platform/http/form.ts'
import { parseId } from '../../platform/ids.ts'
import { endPerk, listPerks, mayRecordPerks, perkSchema, recordPerk, withdrawPerk } from './disclosure.ts'
import { PerksPage } from './perks.page.tsx'

type C = Context<WebEnv>

/** /inside/perks — what members receive from the company. */
export const disclosureRoutes: Routes = (app) => {
  app.get('/inside/perks', (c) => draw(c, emptyForm))

  app.post('/inside/perks', async (c) => {
    // Whoever may not read the list finds nothing here either.
    await listPerks(c.var.ctx)
    return takeForm(
      c,
      perkSchema,
      async (perk) => {
        await recordPerk(c.var.ctx, perk)
        return c.redirect('/inside/perks', 303)
      },
      (form) => draw(c, form),
    )
  })

  app.post('/inside/perks/:id/end', async (c) => {
    await listPerks(c.var.ctx)
    await endPerk(c.var.ctx, perkId(c))
    return c.redirect('/inside/perks', 303)
  })

  app.post('/inside/perks/:id/withdraw', async (c) => {
    await listPerks(c.var.ctx)
    await withdrawPerk(c.var.ctx, perkId(c))
    return c.redirect('/inside/perks', 303)
  })
}

function perkId(c: C) {
  const id = parseId<'perk'>(c.req.param('id'))
  if (id === undefined) throw new NotFound('disclosure.no-perk')
  return id
}

async function draw(c: C, form: FormState) {
  const { ctx } = c.var
  const after = c.req.query('after')
  const page = await listPerks(ctx, after)
  return c.render(
    <PerksPage page={page} later={after !== undefined} mayRecord={mayRecordPerks(ctx.viewer).allowed} form={form} />,
    {
      title: ctx.say('Perks of members'),
      realm: 'inside',
      nav: 'perks',
      status: Object.keys(form.errors).length > 0 ? 422 : 200,
    },
  )
}
