import type { Context } from 'hono'
import { NotFound } from '../../platform/errors.ts'
import type { Routes, WebEnv } from '../../platform/http/env.ts'
import { type FormState, emptyForm, takeForm } from '../../platform/http/form.ts'
import { type Space, createSpace, isEmployee, listSpaces, makeableRealms, newSpaceSchema } from './spaces.ts'
import { NewSpacePage, SpacesPage, spacePath } from './spaces.parts.tsx'

/** /inside/spaces — the list, and making a new one. */
export const spaceRoutes: Routes = (app) => {
  app.get('/inside/spaces', async (c) => {
    const { ctx } = c.var
    if (ctx.viewer.kind !== 'account' || ctx.viewer.realm === 'outside') throw new NotFound()
    const spaces = await listSpaces(ctx)
    const page = <SpacesPage spaces={spaces} mayMake={makeableRealms(ctx.viewer).length > 0} />
    return c.render(page, { title: ctx.say('Spaces'), realm: 'inside', nav: 'spaces' })
  })
  app.get('/inside/spaces/new', (c) => drawNew(c, emptyForm))
  app.post('/inside/spaces', (c) =>
    takeForm(
      c,
      newSpaceSchema,
      async (values) => {
        const space: Space = await createSpace(c.var.ctx, values)
        return c.redirect(spacePath(space), 303)
      },
      (form) => drawNew(c, form),
    ),
  )
}

function drawNew(c: Context<WebEnv>, form: FormState): Response | Promise<Response> {
  const { viewer } = c.var.ctx
  if (!isEmployee(viewer)) throw new NotFound()
  const page = <NewSpacePage form={form} realms={makeableRealms(viewer)} />
  return c.render(page, {
    title: c.var.ctx.say('Make a space'),
    realm: 'inside',
    nav: 'spaces',
    status: Object.keys(form.errors).length > 0 ? 422 : 200,
  })
}
