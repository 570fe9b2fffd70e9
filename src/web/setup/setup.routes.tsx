import type { Context } from 'hono'
import { z } from 'zod'
import type { Ctx } from '../../platform/context.ts'
import { NotFound } from '../../platform/errors.ts'
import type { PageProps, Routes, WebApp, WebEnv } from '../../platform/http/env.ts'
import { type FormState, emptyForm, takeForm } from '../../platform/http/form.ts'
import { arrivalOf, isSecureSite, sessionCookie, startSession } from '../../people/sessions/sessions.ts'
import {
  type BuildDemo,
  companySchema,
  demandOwnerLink,
  draftCompany,
  draftOwner,
  draftSpaces,
  isSetUp,
  ownerSchema,
  readDraft,
  setUpFromDraft,
  spacesSchema,
} from './setup.ts'
import { type StepName, WaitingPage, WelcomePage, stepPath } from './welcome.page.tsx'

type C = Context<WebEnv>

const finishSchema = z.object({ demo: z.enum(['yes', 'no']).default('no') })

/** A step that only remembers what was typed: how it is read, kept, and where it goes on. */
interface Step<Schema extends z.ZodType> {
  readonly name: StepName
  readonly schema: Schema
  readonly keep: (ctx: Ctx, typed: z.output<Schema>) => Promise<void>
  readonly next: StepName
}

/** The first start: `/welcome?token=…` and its steps. Once Tango is set up there is nothing at these addresses. */
export function setupRoutes(buildDemo?: BuildDemo): Routes {
  return (app) => {
    const hasDemo = buildDemo !== undefined
    app.get('/welcome', drawStart)
    addStep(app, hasDemo, {
      name: 'company',
      schema: companySchema,
      keep: (ctx, { company }) => draftCompany(ctx, company),
      next: 'owner',
    })
    addStep(app, hasDemo, { name: 'owner', schema: ownerSchema, keep: draftOwner, next: 'spaces' })
    addStep(app, hasDemo, { name: 'spaces', schema: spacesSchema, keep: draftSpaces, next: 'finish' })
    app.get('/welcome/finish', (c) => drawStep(c, 'finish', hasDemo, emptyForm))
    app.post('/welcome/finish', (c) =>
      takeForm(
        c,
        finishSchema,
        async ({ demo }) => finish(c, demo === 'yes', buildDemo),
        (form) => drawStep(c, 'finish', hasDemo, form),
      ),
    )
  }
}

function addStep<Schema extends z.ZodType>(app: WebApp, hasDemo: boolean, step: Step<Schema>): void {
  app.get(`/welcome/${step.name}`, (c) => drawStep(c, step.name, hasDemo, emptyForm))
  app.post(`/welcome/${step.name}`, async (c) => {
    await demandOwnerLink(c.var.ctx, tokenOf(c))
    return takeForm(
      c,
      step.schema,
      async (typed) => {
        await step.keep(asTango(c), typed)
        return c.redirect(stepPath(step.next, tokenOf(c)), 303)
      },
      (form) => drawStep(c, step.name, hasDemo, form),
    )
  })
}

async function finish(c: C, demo: boolean, buildDemo: BuildDemo | undefined): Promise<Response> {
  await demandOwnerLink(c.var.ctx, tokenOf(c))
  const ctx = asTango(c)
  const { ownerId } = await setUpFromDraft(ctx, demo, buildDemo)
  const secure = isSecureSite(c.var.config.publicUrl)
  const session = await startSession(ctx, ownerId, { provedBy: 'setup', ...arrivalOf(c.req.raw.headers, secure) })
  c.header('set-cookie', sessionCookie(session.token, secure))
  return c.redirect('/inside', 303)
}

async function drawStart(c: C): Promise<Response> {
  if (tokenOf(c) === '') {
    if (await isSetUp(c.var.ctx)) throw new NotFound()
    return c.render(<WaitingPage />, page(c, 200))
  }
  await demandOwnerLink(c.var.ctx, tokenOf(c))
  return c.redirect(stepPath('company', tokenOf(c)), 303)
}

async function drawStep(c: C, step: StepName, hasDemo: boolean, form: FormState) {
  await demandOwnerLink(c.var.ctx, tokenOf(c))
  const words = {
    token: tokenOf(c),
    draft: await readDraft(c.var.ctx),
    form,
    hasDemo,
    hasMail: c.var.config.smtpUrl !== undefined,
  }
  return c.render(<WelcomePage {...words} step={step} />, page(c, form === emptyForm ? 200 : 422))
}

function page(c: C, status: number): PageProps {
  const title = c.var.ctx.say('First start')
  return { title, realm: 'bridge', frame: 'seam', nav: 'setup', styles: ['extra'], indexed: false, status }
}

function tokenOf(c: C): string {
  return c.req.query('token') ?? ''
}

/** Whoever holds the owner link acts for Tango until there is an owner. */
function asTango(c: C): Ctx {
  return c.var.ctx.asSystem('first start')
}
