import type { Context } from 'hono'
import { z } from 'zod'
import { Forbidden, NotFound } from '../../platform/errors.ts'
import type { Routes, WebEnv } from '../../platform/http/env.ts'
import { type FormState, emptyForm, takeForm } from '../../platform/http/form.ts'
import { parseId } from '../../platform/ids.ts'
import { displayNameSchema } from '../accounts/accounts.ts'
import { companyName } from '../company.ts'
import { arrivalOf, isSecureSite, sessionCookie } from '../sessions/sessions.ts'
import { InvitationPage } from './invitation.page.tsx'
import {
  type InvitationId,
  acceptInvitation,
  getInvitation,
  invitationSchema,
  invite,
  listOpenInvitations,
  looksAfterOutsideOnly,
  mayInviteColleagues,
  placesToInvite,
  possibleSponsors,
  withdrawInvitation,
} from './invitations.ts'
import { InvitePage } from './invite.page.tsx'

type C = Context<WebEnv>

const acceptSchema = z.object({ displayName: displayNameSchema.optional(), password: z.string().optional() })

export const invitationRoutes: Routes = (app) => {
  app.get('/inside/people/invite', (c) => drawInvite(c, emptyForm))

  app.post('/inside/people/invite', (c) =>
    takeForm(
      c,
      invitationSchema,
      async (input) => {
        await invite(c.var.ctx, input, c.var.config.publicUrl ?? new URL(c.req.url).origin)
        return c.redirect('/inside/people/invite?sent', 303)
      },
      (form) => drawInvite(c, form),
    ),
  )

  app.post('/inside/people/invite/:id/withdraw', async (c) => {
    const id = parseId<'invitation'>(c.req.param('id')) as InvitationId | undefined
    if (id === undefined) throw new NotFound('invitations.not-found')
    await withdrawInvitation(c.var.ctx, id)
    return c.redirect('/inside/people/invite', 303)
  })

  app.get('/invitations/:token', (c) => drawInvitation(c, emptyForm))

  app.post('/invitations/:token', (c) =>
    takeForm(
      c,
      acceptSchema,
      async ({ displayName = '', password }) => {
        const secure = isSecureSite(c.var.config.publicUrl)
        const arrival = arrivalOf(c.req.raw.headers, secure)
        const entered = await acceptInvitation(c.var.ctx, c.req.param('token'), { displayName, password }, arrival)
        c.header('set-cookie', sessionCookie(entered.token, secure))
        return c.redirect(entered.home, 303)
      },
      (form) => drawInvitation(c, form),
    ),
  )
}

async function drawInvite(c: C, form: FormState) {
  const { ctx } = c.var
  const places = await placesToInvite(ctx)
  const verdict = mayInviteColleagues(ctx.viewer)
  if (looksAfterOutsideOnly(ctx.viewer) && places.rooms.length === 0) throw new NotFound('invitations.not-found')
  if (!verdict.allowed && places.rooms.length === 0) throw new Forbidden(verdict.code, verdict.because)
  return c.render(
    <InvitePage
      company={await companyName(ctx)}
      places={places}
      sponsors={await possibleSponsors(ctx, places.rooms)}
      open={await listOpenInvitations(ctx)}
      sent={c.req.query('sent') !== undefined}
      now={ctx.now}
      form={form}
    />,
    { title: ctx.say('Invite'), realm: 'inside', nav: 'invite', status: form.errors === emptyForm.errors ? 200 : 422 },
  )
}

async function drawInvitation(c: C, form: FormState) {
  const { ctx } = c.var
  const token = c.req.param('token') ?? ''
  const invitation = await getInvitation(ctx, token, c.var.network)
  return c.render(
    <InvitationPage token={token} company={await companyName(ctx)} invitation={invitation} form={form} />,
    {
      title: ctx.say('Your invitation'),
      realm: 'bridge',
      frame: 'seam',
      nav: 'sign-in',
      styles: ['extra'],
      indexed: false,
      status: form.errors === emptyForm.errors ? 200 : 422,
    },
  )
}
