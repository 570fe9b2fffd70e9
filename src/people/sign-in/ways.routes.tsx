import type { Context } from 'hono'
import { z } from 'zod'
import type { AccountViewer } from '../../platform/context.ts'
import { NotFound } from '../../platform/errors.ts'
import { said } from '../../platform/languages/languages.ts'
import type { PageProps, Routes, WebEnv } from '../../platform/http/env.ts'
import { type FormState, emptyForm, readForm, takeForm } from '../../platform/http/form.ts'
import { type Id, parseId } from '../../platform/ids.ts'
import { getAccount } from '../accounts/accounts.ts'
import { beginJourney, finishLink, getLink, listDoorProviders } from '../identity-providers/identity-providers.ts'
import { addPasskey, askNewPasskey } from '../passkeys/passkeys.ts'
import { confirmFactor, draftFactor, removeFactor, renewRecoveryCodes } from '../second-factor/second-factor.ts'
import { demandFresh, isFresh, listSessions } from '../sessions/sessions.ts'
import { openVault } from '../vault.ts'
import { originOf } from './door.routes.ts'
import { around, browserOf, journeyOf, leave, providerOf } from './provider.routes.tsx'
import { type Way, allowMailCodes, getWays, removeWay } from './ways.ts'
import { FactorPage, LinkPage, RecoveryPage, WaysPage } from './ways.page.tsx'

type C = Context<WebEnv>

const home = '/settings/sign-in'
const codeSchema = z.object({
  code: z.string(said('Type the code.')).min(1, said('Type the code.')).max(40, said('This is longer than a code.')),
})
const passkeySchema = z.object({ ticket: z.string().max(200), answer: z.string().max(16_000), name: z.string() })

/** The ways into one's own account. */
export const wayRoutes: Routes = (app) => {
  for (const path of [home, `${home}/*`]) {
    app.use(path, async (c, next) => {
      if (c.var.ctx.viewer.kind === 'account') return next()
      return c.redirect(`/sign-in?${new URLSearchParams({ next: c.req.path })}`, 303)
    })
  }

  app.get(home, (c) => drawWays(c, emptyForm))

  app.get(`${home}/with/:id{[0-9]+}`, async (c) => {
    await fresh(c)
    const { realm } = self(c)
    if (realm === 'bridge') throw new NotFound('identity-providers.not-found')
    const asked = { providerId: providerOf(c), realm, purpose: 'link' } as const
    return leave(c, await beginJourney(c.var.ctx, asked, await around(c)))
  })
  app.get(`${home}/link/:journey{[0-9]+}`, drawLink)
  app.post(`${home}/link/:journey{[0-9]+}`, async (c) => {
    await fresh(c)
    await finishLink(c.var.ctx, journeyOf(c), browserOf(c))
    return c.redirect(`${home}?kept`, 303)
  })
  app.post(`${home}/identities/:id/remove`, (c) => remove(c, { kind: 'identity', id: idOf<'identity'>(c) }))

  app.post(`${home}/passkeys/ask`, async (c) => {
    await fresh(c)
    return c.json(await askNewPasskey(c.var.ctx, originOf(c)))
  })
  app.post(`${home}/passkeys`, async (c) => {
    await fresh(c)
    return takeForm(
      c,
      passkeySchema,
      async (given) => {
        await addPasskey(c.var.ctx, given, originOf(c))
        return c.redirect(`${home}?kept`, 303)
      },
      (form) => drawWays(c, form),
    )
  })
  app.post(`${home}/passkeys/:id/remove`, (c) => remove(c, { kind: 'passkey', id: idOf<'passkey'>(c) }))
  app.post(`${home}/password/remove`, (c) => remove(c, { kind: 'password' }))
  app.post(`${home}/mail-codes`, async (c) => {
    if ((await readForm(c)).to === 'off') return remove(c, { kind: 'mail-codes' })
    await allowMailCodes(c.var.ctx, c.var.sessionToken)
    return c.redirect(`${home}?kept`, 303)
  })

  app.get(`${home}/factor`, (c) => drawFactor(c, emptyForm))
  app.post(`${home}/factor`, async (c) => {
    await fresh(c)
    return takeForm(
      c,
      codeSchema,
      async ({ code }) => {
        const codes = await confirmFactor(c.var.ctx, self(c).id, code, await openVault(c.var.config))
        return c.render(
          <RecoveryPage outside={self(c).realm === 'outside'} codes={codes} />,
          page(c, c.var.ctx.say('Recovery codes')),
        )
      },
      (form) => drawFactor(c, form),
    )
  })
  app.post(`${home}/factor/remove`, async (c) => {
    await fresh(c)
    await removeFactor(c.var.ctx, self(c).id)
    return c.redirect(`${home}?kept`, 303)
  })
  app.post(`${home}/recovery`, async (c) => {
    await fresh(c)
    const codes = await renewRecoveryCodes(c.var.ctx, self(c).id)
    return c.render(
      <RecoveryPage outside={self(c).realm === 'outside'} codes={codes} />,
      page(c, c.var.ctx.say('Recovery codes')),
    )
  })
}

async function remove(c: C, way: Way): Promise<Response> {
  await removeWay(c.var.ctx, c.var.sessionToken, way)
  return c.redirect(`${home}?kept`, 303)
}

function fresh(c: C): Promise<void> {
  return demandFresh(c.var.ctx, c.var.sessionToken)
}

async function drawWays(c: C, form: FormState): Promise<Response> {
  const { ctx } = c.var
  const { id, realm } = self(c)
  return c.render(
    <WaysPage
      account={await getAccount(ctx, id)}
      ways={await getWays(ctx, c.var.sessionToken)}
      providers={realm === 'bridge' ? [] : await listDoorProviders(ctx, realm)}
      sessions={(await listSessions(ctx)).length}
      kept={c.req.query('kept') !== undefined}
      now={ctx.now}
      form={form}
    />,
    page(c, ctx.say('Ways in'), form),
  )
}

async function drawFactor(c: C, form: FormState): Promise<Response> {
  const { id, realm } = self(c)
  await fresh(c)
  const draft = await draftFactor(c.var.ctx, id, await openVault(c.var.config))
  return c.render(
    <FactorPage outside={realm === 'outside'} draft={draft} form={form} />,
    page(c, c.var.ctx.say('Set up a second factor'), form),
  )
}

async function drawLink(c: C): Promise<Response> {
  const { ctx, sessionToken } = c.var
  const { id, realm } = self(c)
  const link = await getLink(ctx, journeyOf(c), browserOf(c))
  const isNew = sessionToken !== undefined && (await isFresh(ctx, sessionToken))
  const account = await getAccount(ctx, id)
  return c.render(
    <LinkPage outside={realm === 'outside'} link={link} account={account} fresh={isNew} />,
    page(c, ctx.say('Link {provider}', { provider: link.label })),
  )
}

function page(c: C, title: string, form: FormState = emptyForm): PageProps {
  const { realm } = self(c)
  return {
    title,
    realm,
    nav: 'settings',
    styles: ['extra'],
    width: realm === 'outside' ? 'narrow' : undefined,
    indexed: false,
    status: form.errors === emptyForm.errors ? 200 : 422,
  }
}

function idOf<Kind extends string>(c: C): Id<Kind> {
  const id = parseId<Kind>(c.req.param('id'))
  if (id === undefined) throw new NotFound('sign-in.no-such-way')
  return id
}

function self(c: C): AccountViewer {
  if (c.var.ctx.viewer.kind !== 'account') throw new NotFound('accounts.not-found')
  return c.var.ctx.viewer
}
