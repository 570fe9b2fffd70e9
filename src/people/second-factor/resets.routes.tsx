import type { Context } from 'hono'
import type { Routes, WebEnv } from '../../platform/http/env.ts'
import { type FormState, emptyForm, takeForm } from '../../platform/http/form.ts'
import { ResetsPage } from './resets.page.tsx'
import { askReset, listResets, resetSchema } from './second-factor.ts'

type C = Context<WebEnv>

const home = '/inside/settings/sign-in/resets'

/** For those who look after a side. */
export const resetRoutes: Routes = (app) => {
  app.get(home, (c) => draw(c, emptyForm))
  app.post(home, async (c) => {
    // Asked before the form is read: for everybody else there is no such form.
    await listResets(c.var.ctx)
    return takeForm(
      c,
      resetSchema,
      async (input) => {
        await askReset(c.var.ctx, input, c.var.config.publicUrl ?? new URL(c.req.url).origin)
        return c.redirect(`${home}?asked`, 303)
      },
      (form) => draw(c, form),
    )
  })
}

async function draw(c: C, form: FormState): Promise<Response> {
  const { ctx } = c.var
  const resets = await listResets(ctx)
  const timeZone = ctx.viewer.kind === 'account' ? ctx.viewer.timeZone : undefined
  return c.render(
    <ResetsPage
      resets={resets}
      asked={c.req.query('asked') !== undefined}
      clock={{ now: ctx.now, timeZone }}
      form={form}
    />,
    {
      title: ctx.say('Lost second factors'),
      realm: 'inside',
      nav: 'ways-in',
      styles: ['extra'],
      status: form.errors === emptyForm.errors ? 200 : 422,
    },
  )
}
