import type { Context } from 'hono'
import { z } from 'zod'
import type { AccountViewer, Realm } from '../../platform/context.ts'
import { NotFound } from '../../platform/errors.ts'
import { said } from '../../platform/languages/languages.ts'
import type { PageProps, Routes, WebEnv } from '../../platform/http/env.ts'
import { type FormState, emptyForm, takeForm } from '../../platform/http/form.ts'
import { parseId } from '../../platform/ids.ts'
import { getAccount, profileSchema, updateProfile } from '../accounts/accounts.ts'
import {
  type SessionId,
  arrivalOf,
  endOtherSessions,
  endSession,
  isSecureSite,
  listSessions,
  sessionCookie,
} from '../sessions/sessions.ts'
import { fieldsSchema, listOwnFields, setFields } from './fields.ts'
import { beforePassword, changePassword } from './password.ts'
import { PasswordSettings, ProfileSettings, SessionsSettings } from './settings.page.tsx'

type C = Context<WebEnv>

/** A member has no job title: it would stand beside the name for everyone, whatever they chose to show. */
const memberSchema = profileSchema.omit({ jobTitle: true }).extend(fieldsSchema.shape)
const passwordSchema = z.object({ current: z.string().optional(), password: z.string(said('Choose a password.')) })

export const settingsRoutes: Routes = (app) => {
  app.use('/settings/*', async (c, next) => {
    if (c.var.ctx.viewer.kind === 'account') return next()
    return c.redirect(`/sign-in?${new URLSearchParams({ next: c.req.path })}`, 303)
  })

  app.get('/settings', (c) => drawProfile(c, emptyForm))
  app.post('/settings', (c) =>
    takeForm(
      c,
      self(c).realm === 'outside' ? memberSchema : profileSchema,
      async (typed) => {
        await c.var.ctx.transaction(async (inside) => {
          await updateProfile(inside, self(c).id, profileSchema.parse(typed))
          if (self(c).realm === 'outside') await setFields(inside, fieldsSchema.parse(typed))
        })
        return c.redirect('/settings?kept', 303)
      },
      (form) => drawProfile(c, form),
    ),
  )

  app.get('/settings/sessions', drawSessions)
  app.post('/settings/sessions/end-others', async (c) => {
    await endOtherSessions(c.var.ctx, c.var.sessionToken ?? '')
    return c.redirect('/settings/sessions?ended', 303)
  })
  app.post('/settings/sessions/:id/end', async (c) => {
    const id = parseId<'session'>(c.req.param('id')) as SessionId | undefined
    if (id === undefined) throw new NotFound('sessions.not-found')
    await endSession(c.var.ctx, id)
    return c.redirect('/settings/sessions?ended', 303)
  })

  app.get('/settings/password', (c) => drawPassword(c, emptyForm))
  app.post('/settings/password', (c) =>
    takeForm(
      c,
      passwordSchema,
      (typed) => keepPassword(c, typed),
      (form) => drawPassword(c, form),
    ),
  )
}

async function keepPassword(c: C, typed: z.output<typeof passwordSchema>): Promise<Response> {
  const secure = isSecureSite(c.var.config.publicUrl)
  const arrival = arrivalOf(c.req.raw.headers, secure)
  const token = await changePassword(c.var.ctx, c.var.sessionToken, typed, arrival)
  c.header('set-cookie', sessionCookie(token, secure))
  return c.redirect('/settings/password?kept', 303)
}

async function drawProfile(c: C, form: FormState) {
  const account = await getAccount(c.var.ctx, self(c).id)
  const kept = c.req.query('kept') !== undefined
  const fields = account.realm === 'outside' ? await listOwnFields(c.var.ctx) : []
  return c.render(
    <ProfileSettings account={account} fields={fields} kept={kept} form={form} />,
    settingsPage(c.var.ctx.say('Settings'), account.realm, form),
  )
}

async function drawSessions(c: C) {
  const { ctx } = c.var
  const account = await getAccount(ctx, self(c).id)
  const sessions = await listSessions(ctx, c.var.sessionToken)
  return c.render(
    <SessionsSettings account={account} sessions={sessions} ended={c.req.query('ended') !== undefined} now={ctx.now} />,
    settingsPage(ctx.say('Where you are signed in'), account.realm, emptyForm),
  )
}

async function drawPassword(c: C, form: FormState) {
  const account = await getAccount(c.var.ctx, self(c).id)
  return c.render(
    <PasswordSettings
      account={account}
      before={await beforePassword(c.var.ctx, c.var.sessionToken)}
      kept={c.req.query('kept') !== undefined}
      form={form}
    />,
    settingsPage(c.var.ctx.say('Password'), account.realm, form),
  )
}

function settingsPage(title: string, realm: Realm, form: FormState): PageProps {
  const status = form.errors === emptyForm.errors ? 200 : 422
  return {
    title,
    realm,
    nav: 'settings',
    styles: ['extra'],
    width: realm === 'outside' ? 'narrow' : undefined,
    indexed: false,
    status,
  }
}

function self(c: C): AccountViewer {
  if (c.var.ctx.viewer.kind !== 'account') throw new NotFound('accounts.not-found')
  return c.var.ctx.viewer
}
