import type { Context } from 'hono'
import { openVault } from '../../people/vault.ts'
import { NotFound } from '../../platform/errors.ts'
import type { PageProps, Routes, WebEnv } from '../../platform/http/env.ts'
import { type FormState, emptyForm, takeForm } from '../../platform/http/form.ts'
import { outgoingFetch } from '../../platform/http/outgoing.ts'
import { parseId } from '../../platform/ids.ts'
import { type WebhookDone, WebhooksPage } from './webhooks.page.tsx'
import {
  type MadeSecret,
  type WebhookId,
  listWebhooks,
  nameWebhook,
  pauseWebhook,
  removeWebhook,
  renewSecret,
  resumeWebhook,
  tryWebhook,
  webhookSchema,
} from './webhooks.ts'

type C = Context<WebEnv>

const home = '/settings/notices/webhooks'
const done: readonly WebhookDone[] = ['paused', 'resumed', 'removed', 'taken', 'failed']

/** /settings/notices/webhooks: the web addresses that are told of one's notices. Visitors are asked to sign in before. */
export const webhookRoutes: Routes = (app) => {
  app.get(home, async (c) => c.render(await page(c, emptyForm), frame(c, emptyForm)))
  app.post(home, (c) =>
    takeForm(
      c,
      webhookSchema,
      async (typed) => {
        const vault = await openVault(c.var.config)
        const made = await nameWebhook(c.var.ctx, typed, { site: siteOf(c), vault })
        return c.render(await page(c, emptyForm, made), frame(c, emptyForm))
      },
      async (form) => c.render(await page(c, form), frame(c, form)),
    ),
  )
  app.post(`${home}/:id/secret`, async (c) => {
    const made = await renewSecret(c.var.ctx, webhookId(c), await openVault(c.var.config))
    return c.render(await page(c, emptyForm, made), frame(c, emptyForm))
  })
  app.post(`${home}/:id/try`, async (c) => {
    const sending = { vault: await openVault(c.var.config), ask: outgoingFetch(undefined, false) }
    const isTaken = await tryWebhook(c.var.ctx, webhookId(c), sending)
    return c.redirect(`${home}?done=${isTaken ? 'taken' : 'failed'}`, 303)
  })
  app.post(`${home}/:id/pause`, async (c) => {
    await pauseWebhook(c.var.ctx, webhookId(c))
    return c.redirect(`${home}?done=paused`, 303)
  })
  app.post(`${home}/:id/resume`, async (c) => {
    await resumeWebhook(c.var.ctx, webhookId(c))
    return c.redirect(`${home}?done=resumed`, 303)
  })
  app.post(`${home}/:id/remove`, async (c) => {
    await removeWebhook(c.var.ctx, webhookId(c))
    return c.redirect(`${home}?done=removed`, 303)
  })
}

function webhookId(c: C): WebhookId {
  const id = parseId<'webhook'>(c.req.param('id'))
  if (id === undefined) throw new NotFound('webhooks.not-found')
  return id
}

function siteOf(c: C): string {
  return c.var.config.publicUrl ?? new URL(c.req.url).origin
}

async function page(c: C, form: FormState, made?: MadeSecret) {
  const { ctx } = c.var
  const said = done.find((one) => one === c.req.query('done'))
  return (
    <WebhooksPage
      webhooks={await listWebhooks(ctx)}
      realm={realmOf(c)}
      now={ctx.now}
      form={form}
      {...(made && { made })}
      {...(said && { done: said })}
    />
  )
}

function frame(c: C, form: FormState): PageProps {
  const realm = realmOf(c)
  return {
    title: c.var.ctx.say('Web addresses for your notices'),
    realm,
    nav: 'settings',
    styles: ['extra'],
    ...(realm === 'outside' && { width: 'narrow' }),
    indexed: false,
    status: form === emptyForm ? 200 : 422,
  }
}

function realmOf(c: C) {
  const { viewer } = c.var.ctx
  if (viewer.kind !== 'account') throw new NotFound('accounts.not-found')
  return viewer.realm
}
