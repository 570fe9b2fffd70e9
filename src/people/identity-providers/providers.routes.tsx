import type { Context } from 'hono'
import { z } from 'zod'
import { Invalid, NotFound } from '../../platform/errors.ts'
import type { PageProps, Routes, WebEnv } from '../../platform/http/env.ts'
import { type FormState, emptyForm, readForm, takeForm } from '../../platform/http/form.ts'
import { said } from '../../platform/languages/languages.ts'
import { parseId } from '../../platform/ids.ts'
import { demandFresh, isFresh } from '../sessions/sessions.ts'
import { getRequirement, setRequirement } from '../second-factor/second-factor.ts'
import { openVault } from '../vault.ts'
import {
  type ProviderId,
  getProvider,
  listProviders,
  providerSchema,
  redirectUri,
  removeProvider,
  saveProvider,
  switchProvider,
} from './identity-providers.ts'
import { ProviderPage, ProvidersPage } from './providers.page.tsx'

type C = Context<WebEnv>

const home = '/inside/settings/sign-in'
const requirementSchema = z.object({ whom: z.enum(['nobody', 'stewards', 'staff'], said('Choose one.')) })

/** The owner's pages of the ways in. For everybody else there is nothing here. */
export const identityProviderRoutes: Routes = (app) => {
  app.get(home, async (c) => {
    const providers = await listProviders(c.var.ctx)
    const requirement = await getRequirement(c.var.ctx)
    const kept = c.req.query('kept') !== undefined
    return c.render(
      <ProvidersPage providers={providers} requirement={requirement} kept={kept} fresh={await seemsFresh(c)} />,
      page(c.var.ctx.say('Ways in'), emptyForm),
    )
  })

  app.post(`${home}/requirement`, async (c) => {
    await listProviders(c.var.ctx)
    await fresh(c)
    const typed = requirementSchema.safeParse(await readForm(c))
    if (!typed.success) throw new Invalid('second-factor.not-valid', { whom: said('Choose who must have one.') })
    await setRequirement(c.var.ctx, typed.data.whom)
    return c.redirect(`${home}?kept`, 303)
  })

  app.get(`${home}/new/:preset`, (c) => drawProvider(c, undefined, emptyForm))
  app.post(`${home}/new/:preset`, (c) => save(c, undefined))
  app.get(`${home}/:id{[0-9]+}`, (c) => drawProvider(c, idOf(c), emptyForm))
  app.post(`${home}/:id{[0-9]+}`, (c) => save(c, idOf(c)))

  app.post(`${home}/:id{[0-9]+}/switch`, async (c) => {
    await getProvider(c.var.ctx, idOf(c))
    await fresh(c)
    await switchProvider(c.var.ctx, idOf(c), (await readForm(c)).to === 'on')
    return c.redirect(`${home}?kept`, 303)
  })
  app.post(`${home}/:id{[0-9]+}/remove`, async (c) => {
    await getProvider(c.var.ctx, idOf(c))
    await fresh(c)
    await removeProvider(c.var.ctx, idOf(c))
    return c.redirect(`${home}?kept`, 303)
  })
}

async function save(c: C, id: ProviderId | undefined): Promise<Response> {
  const { ctx, config } = c.var
  const { preset } = await kindOf(c, id)
  await fresh(c)
  return takeForm(
    c,
    z.preprocess((typed) => ({ ...(typed as object), preset }), providerSchema),
    async (input) => {
      const how = { vault: await openVault(config), plain: config.environment !== 'production', id }
      const saved = await saveProvider(ctx, input, how)
      // A new one is shown once more, with the address that its provider asks for.
      return c.redirect(id === undefined ? `${home}/${saved}` : `${home}?kept`, 303)
    },
    (form) => drawProvider(c, id, form),
  )
}

async function drawProvider(c: C, id: ProviderId | undefined, form: FormState): Promise<Response> {
  const { provider, preset } = await kindOf(c, id)
  const origin = c.var.config.publicUrl ?? new URL(c.req.url).origin
  const { say } = c.var.ctx
  // A secret that was typed is never sent back.
  const { secret: _secret, ...values } = form.values
  return c.render(
    <ProviderPage
      preset={preset}
      provider={provider}
      redirectUri={provider ? redirectUri(origin, provider) : undefined}
      fresh={await seemsFresh(c)}
      form={{ ...form, values }}
    />,
    page(provider ? say('Change {name}', { name: provider.label }) : say('Add a provider'), form),
  )
}

/** Asked after whether they own this: for everybody else there is no such form. */
function fresh(c: C): Promise<void> {
  return demandFresh(c.var.ctx, c.var.sessionToken)
}

async function seemsFresh(c: C): Promise<boolean> {
  const { ctx, sessionToken } = c.var
  return sessionToken !== undefined && (await isFresh(ctx, sessionToken))
}

/** Which provider, or which kind of a new one. NotFound for everybody but the owner. */
async function kindOf(c: C, id: ProviderId | undefined) {
  await listProviders(c.var.ctx)
  const provider = id === undefined ? undefined : await getProvider(c.var.ctx, id)
  const preset = provider?.preset ?? providerSchema.shape.preset.safeParse(c.req.param('preset')).data
  if (preset === undefined) throw new NotFound('identity-providers.not-found')
  return { provider, preset }
}

function page(title: string, form: FormState): PageProps {
  const status = form.errors === emptyForm.errors ? 200 : 422
  return { title, realm: 'inside', nav: 'ways-in', styles: ['extra'], status }
}

function idOf(c: C): ProviderId {
  const id = parseId<'identity-provider'>(c.req.param('id'))
  if (id === undefined) throw new NotFound('identity-providers.not-found')
  return id
}
