import type { Context } from 'hono'
import { NotFound } from '../../platform/errors.ts'
import type { Routes, WebEnv } from '../../platform/http/env.ts'
import { type FormState, emptyForm, takeForm } from '../../platform/http/form.ts'
import { type AccountId, parseId } from '../../platform/ids.ts'
import { closeAccount, closingSchema, getClosing } from './closing.ts'
import { ClosingPage } from './closing.page.tsx'

type C = Context<WebEnv>

/** /inside/people/:id/close — for those who look after the inside. */
export const closingRoutes: Routes = (app) => {
  app.get('/inside/people/:id{[0-9]+}/close', (c) => draw(c, emptyForm))
  app.post('/inside/people/:id{[0-9]+}/close', async (c) => {
    // Asked before the form is read: for everybody else there is no such form.
    await getClosing(c.var.ctx, idOf(c))
    return takeForm(
      c,
      closingSchema,
      async ({ reason }) => {
        await closeAccount(c.var.ctx, idOf(c), reason)
        return c.redirect('/inside/people', 303)
      },
      (form) => draw(c, form),
    )
  })
}

function idOf(c: C): AccountId {
  const id = parseId<'account'>(c.req.param('id'))
  if (id === undefined) throw new NotFound('accounts.not-found')
  return id
}

async function draw(c: C, form: FormState) {
  const { person, answering } = await getClosing(c.var.ctx, idOf(c))
  return c.render(<ClosingPage person={person} answering={answering} form={form} />, {
    title: c.var.ctx.say('Close the account of {name}', { name: person.displayName }),
    realm: 'inside',
    nav: 'people',
    status: form.errors === emptyForm.errors ? 200 : 422,
  })
}
