import type { Context } from 'hono'
import { z } from 'zod'
import { said } from '../../platform/languages/languages.ts'
import type { Routes, WebEnv } from '../../platform/http/env.ts'
import { type FormState, emptyForm, takeForm } from '../../platform/http/form.ts'
import { draftFactor, getResetToStop, stopReset } from '../second-factor/second-factor.ts'
import { isSecureSite, sessionCookie } from '../sessions/sessions.ts'
import { openVault } from '../vault.ts'
import { doorPage, openDoor } from './door.routes.ts'
import { SecondStepPage, SetUpDonePage, StopResetPage } from './second.page.tsx'
import { getWaiting, ownPath, pathAfterSignIn, setUpOwedFactor, showSecondFactor } from './sign-in.ts'

type C = Context<WebEnv>

const secondSchema = z.object({
  code: z.string(said('Type the code.')).min(1, said('Type the code.')).max(40, said('This is longer than a code.')),
  next: z.string().optional(),
})

/** The second step of signing in, and the link that stops a reset of the second factor. */
export const secondStepRoutes: Routes = (app) => {
  app.get('/sign-in/second', (c) => drawSecond(c, emptyForm))
  app.post('/sign-in/second', (c) =>
    takeForm(
      c,
      secondSchema,
      ({ code, next }) => takeSecond(c, code, next),
      (form) => drawSecond(c, form),
    ),
  )

  app.get('/sign-in/reset/:token', async (c) => {
    const token = c.req.param('token')
    const { dueAt, realm } = await getResetToStop(c.var.ctx, token)
    return c.render(
      <StopResetPage token={token} realm={realm} dueAt={dueAt} now={c.var.ctx.now} />,
      doorPage(c.var.ctx.say('Keep your second factor')),
    )
  })
  app.post('/sign-in/reset/:token', async (c) => {
    await stopReset(c.var.ctx, c.req.param('token'))
    return c.redirect('/sign-in', 303)
  })
}

async function takeSecond(c: C, code: string, next: string | undefined): Promise<Response> {
  const { ctx, config } = c.var
  const token = c.var.sessionToken
  const vault = await openVault(config)
  const { has } = await getWaiting(ctx, token)
  if (has) return openDoor(c, await showSecondFactor(ctx, token!, code, vault), next)
  const { codes, ...entered } = await setUpOwedFactor(ctx, token!, code, vault)
  c.header('set-cookie', sessionCookie(entered.token, isSecureSite(config.publicUrl)))
  return c.render(
    <SetUpDonePage realm={entered.realm} codes={codes} onward={pathAfterSignIn(entered, next)} />,
    doorPage(ctx.say('Keep your recovery codes')),
  )
}

async function drawSecond(c: C, form: FormState): Promise<Response> {
  const { ctx, config } = c.var
  const { accountId, realm, has } = await getWaiting(ctx, c.var.sessionToken)
  const draft = has
    ? undefined
    : await draftFactor(ctx.asSystem('an owed second factor is set up'), accountId, await openVault(config))
  const next = ownPath(form.values.next ?? c.req.query('next'))
  return c.render(
    <SecondStepPage realm={realm} next={next} draft={draft} form={form} />,
    doorPage(has ? ctx.say('Your second factor') : ctx.say('Set up your second factor'), form),
  )
}
