import type { Context, MiddlewareHandler } from 'hono'
import { z } from 'zod'
import { Forbidden, NotFound } from '../../platform/errors.ts'
import { said } from '../../platform/languages/languages.ts'
import type { Routes, WebEnv } from '../../platform/http/env.ts'
import { type FormState, emptyForm, readForm, takeForm } from '../../platform/http/form.ts'
import { displayNameSchema, emailSchema } from '../accounts/accounts.ts'
import { companyName } from '../company.ts'
import { listDoorProviders, providerForAddress } from '../identity-providers/identity-providers.ts'
import { askPasskey } from '../passkeys/passkeys.ts'
import { endSessionByToken, endedSessionCookie, findWaiting, isSecureSite } from '../sessions/sessions.ts'
import { CodePage } from './code.page.tsx'
import { BridgeSignInPage, SignInPage, query } from './sign-in.page.tsx'
import { cameFrom, doorPage, openDoor, originOf } from './door.routes.ts'
import {
  askForCode,
  enterWithCode,
  findTicket,
  ownPath,
  signInWithPasskey,
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
  password: z.string(said('Type your password.')).min(1, said('Type your password, or have a code sent to you.')),
})
const codeSchema = z.object({
  code: z.string(said('Type the code.')).min(1, said('Type the code from the mail.')),
  next: z.string().optional(),
})
const signUpSchema = z.object({
  displayName: displayNameSchema,
  email: emailSchema,
  password: z.string().optional(),
  next: z.string().optional(),
})

const passkeySchema = z.object({
  ticket: z.string().max(200),
  answer: z.string().min(1).max(16_000),
  next: z.string().optional(),
})

export const signInRoutes: Routes = (app) => {
  app.use(leadToSecondFactor)
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
      async (door) => {
        const provider = door.realm === 'inside' ? await providerForAddress(c.var.ctx, door.email) : undefined
        const next = ownPath(door.next)
        if (provider) return c.redirect(`/sign-in/to/${provider.id}${query({ next })}`, 303)
        return c.redirect(ticketPath(await askForCode(c.var.ctx, door, c.var.network), next), 303)
      },
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

  app.post('/sign-in/passkey/ask', async (c) => c.json(await askPasskey(c.var.ctx, originOf(c), c.var.network)))

  app.post('/sign-in/passkey', async (c) => {
    const given = passkeySchema.safeParse(await readForm(c))
    if (!given.success) throw new Forbidden('passkeys.refused', said('The browser did not finish. Try again.'))
    const from = { ...cameFrom(c), origin: originOf(c) }
    return openDoor(c, await signInWithPasskey(c.var.ctx, given.data, from), given.data.next)
  })

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
  const { ctx } = c.var
  const asks = ({ password: 'outside', work: 'inside' } as const)[c.req.query('with') ?? '']
  const words = {
    company: await companyName(ctx),
    next: ownPath(form?.values.next ?? c.req.query('next')),
    withPassword: !form ? asks : byPassword || typedRealm === 'inside' ? typedRealm : undefined,
    providers: {
      inside: await listDoorProviders(ctx, 'inside'),
      outside: await listDoorProviders(ctx, 'outside'),
    },
    typed: form && { realm: typedRealm, form },
  }
  const bridge = form ? typedRealm === 'bridge' : c.req.query('door') === 'bridge'
  return c.render(bridge ? <BridgeSignInPage {...words} /> : <SignInPage {...words} />, {
    ...doorPage(ctx.say('Sign in'), form),
    description: ctx.say('Reading needs no account. Sign in to ask, answer and vote.'),
  })
}

async function drawCode(c: C, form: FormState) {
  const ticket = c.req.param('ticket') ?? ''
  const found = await findTicket(c.var.ctx, ticket)
  if (!found)
    throw new NotFound('sign-in.no-ticket', said('This page is over. Ask for a new code from the sign-in page.'))
  const next = ownPath(form.values.next ?? c.req.query('next'))
  return c.render(
    <CodePage {...found} ticket={ticket} next={next} form={form} />,
    doorPage(c.var.ctx.say('Type the code'), form),
  )
}

async function drawSignUp(c: C, form: FormState) {
  const next = ownPath(form.values.next ?? c.req.query('next'))
  const company = await companyName(c.var.ctx)
  return c.render(<SignUpPage company={company} next={next} form={form} />, doorPage(c.var.ctx.say('Join'), form))
}

function ticketPath(ticket: string, next: string | undefined): string {
  return `/sign-in/code/${ticket}${query({ next: ownPath(next) })}`
}

/** Whoever owes a second factor sees the public pages of nobody: they are led to where it is shown. */
const leadToSecondFactor: MiddlewareHandler<WebEnv> = async (c, next) => {
  const { ctx, sessionToken } = c.var
  const stays = c.req.method !== 'GET' || /^\/(sign-|live$|health|files\/|assets\/)/.test(c.req.path)
  if (stays || sessionToken === undefined || ctx.viewer.kind !== 'visitor') return next()
  if (!(await findWaiting(ctx, sessionToken))) return next()
  const { pathname, search } = new URL(c.req.url)
  return c.redirect(`/sign-in/second${query({ next: ownPath(pathname + search) })}`, 303)
}
