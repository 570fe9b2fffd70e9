import type { Context } from 'hono'
import { z } from 'zod'
import { NotFound } from '../../platform/errors.ts'
import type { PageProps, Routes, WebEnv } from '../../platform/http/env.ts'
import { said } from '../../platform/languages/languages.ts'
import { type FormState, emptyForm, takeForm } from '../../platform/http/form.ts'
import { getAccount } from '../accounts/accounts.ts'
import { endedSessionCookie, isSecureSite } from '../sessions/sessions.ts'
import { comeBack, findLeft, getLeave, leave } from './leaving.ts'
import { ComeBackPage, LeftPage } from './come-back.page.tsx'
import { LeavePage } from './leave.page.tsx'

type C = Context<WebEnv>

const path = '/settings/leave'
const leaveSchema = z.object({
  name: z.enum(['keep', 'neutral'], said('Choose what stands under what you wrote.')),
  sure: z.literal('yes', said('Tick this when you are sure.')),
})

const door = { realm: 'bridge', frame: 'seam', nav: 'sign-in', styles: ['extra'], indexed: false } as const

/** /settings/leave closes one's own account, /come-back opens it again. */
export const leavingRoutes: Routes = (app) => {
  app.get(path, (c) => drawLeave(c, emptyForm))
  app.post(path, (c) =>
    takeForm(
      c,
      leaveSchema,
      async ({ name }) => {
        await leave(c.var.ctx, c.var.sessionToken, { keepsName: name === 'keep' })
        c.header('set-cookie', endedSessionCookie(isSecureSite(c.var.config.publicUrl)))
        return c.redirect('/left', 303)
      },
      (form) => drawLeave(c, form),
    ),
  )

  app.get('/left', (c) => c.render(<LeftPage />, { ...door, title: c.var.ctx.say('Your account is closed') }))
  app.get('/come-back', async (c) => {
    const left = await findLeft(c.var.ctx, c.var.sessionToken)
    if (!left)
      throw new NotFound('leaving.nothing-waits', said('There is no account here to come back to. Sign in first.'))
    return c.render(<ComeBackPage left={left} now={c.var.ctx.now} />, { ...door, title: c.var.ctx.say('Come back') })
  })
  app.post('/come-back', async (c) => {
    const { realm } = await comeBack(c.var.ctx, c.var.sessionToken)
    return c.redirect(realm === 'bridge' ? '/rooms' : '/', 303)
  })
}

async function drawLeave(c: C, form: FormState): Promise<Response> {
  const { ctx } = c.var
  const { viewer } = ctx
  if (viewer.kind !== 'account') throw new NotFound('accounts.not-found')
  const account = await getAccount(ctx, viewer.id)
  const page: PageProps = {
    title: ctx.say('Leave | the site'),
    realm: viewer.realm,
    nav: 'settings',
    styles: ['extra'],
    width: viewer.realm === 'outside' ? 'narrow' : undefined,
    indexed: false,
    status: form.errors === emptyForm.errors ? 200 : 422,
  }
  return c.render(
    <LeavePage
      leave={await getLeave(ctx, c.var.sessionToken)}
      name={account.displayName}
      outside={viewer.realm === 'outside'}
      clock={{ now: ctx.now, timeZone: account.timeZone }}
      form={form}
    />,
    page,
  )
}
