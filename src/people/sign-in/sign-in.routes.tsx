import type { Context } from 'hono'
import { z } from 'zod'
import { NotFound } from '../../platform/errors.ts'
import type { PageProps, Routes, WebEnv } from '../../platform/http/env.ts'
import { type FormState, emptyForm, takeForm } from '../../platform/http/form.ts'
import { displayNameSchema, emailSchema } from '../accounts/accounts.ts'
import { companyName } from '../company.ts'
import { arrivalOf, endSessionByToken, endedSessionCookie, isSecureSite, sessionCookie } from '../sessions/sessions.ts'
import { CodePage } from './code.page.tsx'
import { BridgeSignInPage, SignInPage, query } from './sign-in.page.tsx'
import {
  type Entered,
  askForCode,
  enterWithCode,
  findTicket,
  ownPath,
  pathAfterSignIn,
  signInWithPassword,
  signUp,
} from './sign-in.ts'
import { SignUpPage } from './sign-up.page.tsx'

type C = Context<WebEnv>

const doorSchema = z.object({
  realm: z.enum(['inside', 'outside', 'bridge']),
  email: emailSchema,
  next: z.string().optional(),
})
const passwordSchema = doorSchema.extend({
  password: z.string('Type your password.').min(1, 'Type your password, or have a code sent to you.'),
})
const codeSchema = z.object({
  code: z.string('Type the code.').min(1, 'Type the code from the mail.'),
  next: z.string().optional(),
})
const signUpSchema = z.object({
  displayName: displayNameSchema,
  email: emailSchema,
  password: z.string().optional(),
  next: z.string().optional(),
})

export const signInRoutes: Routes = (app) => {
  app.get('/sign-in', (c) => drawDoors(c))

  app.post('/sign-in', (c) =>
    takeForm(
      c,
      passwordSchema,
      async (door) => openDoor(c, await signInWithPassword(c.var.ctx, door, cameFrom(c)), door.next),
      (form) => drawDoors(c, form, true),
    ),
  )

  app.post('/sign-in/code', (c) =>
    takeForm(
      c,
      doorSchema,
      async (door) => c.redirect(ticketPath(await askForCode(c.var.ctx, door, c.var.network), door.next), 303),
      (form) => drawDoors(c, form),
    ),
  )

  app.get('/sign-in/code/:ticket', (c) => drawCode(c, emptyForm))

  app.post('/sign-in/code/:ticket', (c) =>
    takeForm(
      c,
      codeSchema,
      async ({ code, next }) => {
        const entered = await enterWithCode(c.var.ctx, { ticket: c.req.param('ticket'), code }, cameFrom(c))
        return openDoor(c, entered, next)
      },
      (form) => drawCode(c, form),
    ),
  )

  app.get('/sign-up', (c) => drawSignUp(c, emptyForm))

  app.post('/sign-up', (c) =>
    takeForm(
      c,
      signUpSchema,
      async ({ next, ...person }) => c.redirect(ticketPath(await signUp(c.var.ctx, person, c.var.network), next), 303),
      (form) => drawSignUp(c, form),
    ),
  )

  app.post('/sign-out', async (c) => {
    if (c.var.sessionToken !== undefined) await endSessionByToken(c.var.ctx, c.var.sessionToken)
    c.header('set-cookie', endedSessionCookie(isSecureSite(c.var.config.publicUrl)))
    return c.redirect('/', 303)
  })
}

async function drawDoors(c: C, form?: FormState, byPassword = false) {
  const typedRealm = doorSchema.shape.realm.safeParse(form?.values.realm).data ?? 'inside'
  const words = {
    company: await companyName(c.var.ctx),
    next: ownPath(form?.values.next ?? c.req.query('next')),
    withPassword: form ? byPassword && typedRealm === 'outside' : c.req.query('with') === 'password',
    typed: form && { realm: typedRealm, form },
  }
  const bridge = form ? typedRealm === 'bridge' : c.req.query('door') === 'bridge'
  return c.render(bridge ? <BridgeSignInPage {...words} /> : <SignInPage {...words} />, doorPage('Sign in', form))
}

async function drawCode(c: C, form: FormState) {
  const ticket = c.req.param('ticket') ?? ''
  const found = await findTicket(c.var.ctx, ticket)
  if (!found) throw new NotFound('sign-in.no-ticket', 'This page is over. Ask for a new code from the sign-in page.')
  const next = ownPath(form.values.next ?? c.req.query('next'))
  return c.render(<CodePage {...found} ticket={ticket} next={next} form={form} />, doorPage('Type the code', form))
}

async function drawSignUp(c: C, form: FormState) {
  const next = ownPath(form.values.next ?? c.req.query('next'))
  const company = await companyName(c.var.ctx)
  return c.render(<SignUpPage company={company} next={next} form={form} />, doorPage('Join', form))
}

function doorPage(title: string, form: FormState | undefined): PageProps {
  const wrong = form !== undefined && form.errors !== emptyForm.errors
  return {
    title,
    realm: 'bridge',
    frame: 'seam',
    nav: 'sign-in',
    styles: ['extra'],
    indexed: false,
    status: wrong ? 422 : 200,
  }
}

function ticketPath(ticket: string, next: string | undefined): string {
  return `/sign-in/code/${ticket}${query({ next: ownPath(next) })}`
}

function cameFrom(c: C) {
  return { network: c.var.network, arrival: arrivalOf(c.req.raw.headers, isSecureSite(c.var.config.publicUrl)) }
}

function openDoor(c: C, entered: Entered, next: string | undefined): Response {
  c.header('set-cookie', sessionCookie(entered.token, isSecureSite(c.var.config.publicUrl)))
  return c.redirect(pathAfterSignIn(entered, next), 303)
}
