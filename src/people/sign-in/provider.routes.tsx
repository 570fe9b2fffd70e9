import type { Context } from 'hono'
import { z } from 'zod'
import { NotFound } from '../../platform/errors.ts'
import type { Routes, WebEnv } from '../../platform/http/env.ts'
import { type FormState, emptyForm, readForm, takeForm } from '../../platform/http/form.ts'
import { parseId } from '../../platform/ids.ts'
import { displayNameSchema } from '../accounts/accounts.ts'
import { companyName } from '../company.ts'
import {
  type JourneyId,
  type ProviderId,
  beginJourney,
  comeBack,
  getFound,
  listDoorProviders,
  makeFoundAccount,
} from '../identity-providers/identity-providers.ts'
import { isSecureSite } from '../sessions/sessions.ts'
import { openVault } from '../vault.ts'
import { cameFrom, doorPage, openDoor, originOf } from './door.routes.ts'
import { FoundPage, LeadToProviderPage, RefusedPage } from './provider.page.tsx'
import { query } from './sign-in.page.tsx'
import { enter, ownPath } from './sign-in.ts'

type C = Context<WebEnv>

const sideSchema = z.enum(['inside', 'outside']).catch('outside')
/** What an answer may carry. The rest is dropped: it would only stand in the browser's history. */
const answered = ['code', 'state', 'iss', 'error', 'error_description'] as const

/** From a door to a provider and back. */
export const providerRoutes: Routes = (app) => {
  app.get('/sign-in/with/:id{[0-9]+}', async (c) => {
    const realm = sideSchema.parse(c.req.query('side'))
    const asked = { providerId: providerOf(c), realm, purpose: 'enter', next: ownPath(c.req.query('next')) } as const
    return leave(c, await beginJourney(c.var.ctx, asked, await around(c)))
  })

  app.get('/sign-in/to/:id{[0-9]+}', async (c) => {
    const id = providerOf(c)
    const provider = (await listDoorProviders(c.var.ctx, 'inside')).find((one) => one.id === id)
    if (!provider) throw new NotFound('identity-providers.not-found')
    const next = ownPath(c.req.query('next'))
    // A form may lead only to this site (its security policy), so that the way on begins from this page.
    c.header('refresh', `0; url=/sign-in/with/${id}${query({ side: 'inside', next })}`)
    const company = await companyName(c.var.ctx)
    return c.render(
      <LeadToProviderPage company={company} provider={provider} next={next} />,
      doorPage(c.var.ctx.say('Sign in')),
    )
  })

  app.get('/sign-in/back/:id{[0-9]+}', (c) => takeReturn(c, providerOf(c)))
  app.get('/sign-in/back', (c) => takeReturn(c, undefined))
  // Apple posts its answer from its own site, where the browser sends no cookie along: it is asked once more from here.
  app.post('/sign-in/back', async (c) => {
    const given = await readForm(c)
    const params = Object.fromEntries(answered.map((name) => [name, given[name] || undefined]))
    return c.redirect(`/sign-in/back${query(params)}`, 303)
  })

  app.get('/sign-in/found/:journey{[0-9]+}', (c) => drawFound(c, emptyForm))
  app.post('/sign-in/found/:journey{[0-9]+}', (c) =>
    takeForm(
      c,
      z.object({ displayName: displayNameSchema }),
      async ({ displayName }) => {
        const made = await makeFoundAccount(c.var.ctx, journeyOf(c), browserOf(c), displayName)
        return letIn(c, made, made.next)
      },
      (form) => drawFound(c, form),
    ),
  )
}

async function takeReturn(c: C, at: ProviderId | undefined): Promise<Response> {
  const params = new URLSearchParams()
  for (const name of answered) for (const value of c.req.queries(name) ?? []) params.append(name, value)
  const back = await comeBack(c.var.ctx, { params, at, browser: browserOf(c) }, await around(c))
  if (back.kind === 'known') return letIn(c, back, back.next)
  if (back.kind === 'found') return c.redirect(`/sign-in/found/${back.journeyId}`, 303)
  if (back.kind === 'link') return c.redirect(`/settings/sign-in/link/${back.journeyId}`, 303)
  return c.render(<RefusedPage realm={back.realm} because={back.because} />, {
    ...doorPage(c.var.ctx.say('You are not signed in')),
    status: 403,
  })
}

async function letIn(
  c: C,
  who: { accountId: Parameters<typeof enter>[1]; realm: 'inside' | 'outside'; both: boolean },
  next: string | undefined,
): Promise<Response> {
  const { arrival } = cameFrom(c)
  return openDoor(
    c,
    await enter(c.var.ctx, who.accountId, who.realm, { provedBy: 'provider', both: who.both, arrival }),
    next,
  )
}

async function drawFound(c: C, form: FormState): Promise<Response> {
  const person = await getFound(c.var.ctx, journeyOf(c), browserOf(c))
  const company = await companyName(c.var.ctx)
  const title = person.step === 'make' ? c.var.ctx.say('Make your account') : c.var.ctx.say('Sign in first')
  return c.render(<FoundPage person={person} company={company} form={form} />, doorPage(title, form))
}

/** Leads to the provider, and leaves in this browser alone what its return needs. */
export function leave(c: C, begun: { address: string; browser: string }): Response {
  const secure = isSecureSite(c.var.config.publicUrl)
  c.header(
    'set-cookie',
    `${cookieName(secure)}=${begun.browser}; Path=/; HttpOnly; SameSite=Lax${secure ? '; Secure' : ''}; Max-Age=3600`,
    { append: true },
  )
  return c.redirect(begun.address, 302)
}

export async function around(c: C) {
  const { config, network } = c.var
  const vault = await openVault(config)
  return { origin: originOf(c), vault, plain: config.environment !== 'production', network }
}

/** The secret of the journey that began in this browser. */
export function browserOf(c: C): string | undefined {
  const name = cookieName(isSecureSite(c.var.config.publicUrl))
  return new RegExp(`(?:^|;\\s*)${name}=([A-Za-z0-9_-]{43})(?:;|$)`).exec(c.req.header('cookie') ?? '')?.[1]
}

function cookieName(secure: boolean): string {
  return secure ? '__Host-tango-way' : 'tango-way'
}

export function providerOf(c: C): ProviderId {
  const id = parseId<'identity-provider'>(c.req.param('id'))
  if (id === undefined) throw new NotFound('identity-providers.not-found')
  return id
}

export function journeyOf(c: C): JourneyId {
  const id = parseId<'provider-journey'>(c.req.param('journey'))
  if (id === undefined) throw new NotFound('identity-providers.over')
  return id
}
