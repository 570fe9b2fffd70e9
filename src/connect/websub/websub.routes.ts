import { Invalid } from '../../platform/errors.ts'
import type { Routes } from '../../platform/http/env.ts'
import { readForm } from '../../platform/http/form.ts'
import { openVault } from '../../people/vault.ts'
import { askHub } from './websub.ts'

/** /hub: where programs ask to be sent our public feeds. */
export const hubRoutes: Routes = (app) => {
  app.post('/hub', async (c) => {
    const site = c.var.config.publicUrl ?? new URL(c.req.url).origin
    const parts = { site, vault: await openVault(c.var.config), network: c.var.network }
    // A program reads the reason as plain text (5.2).
    const refused = await askHub(c.var.ctx, await readForm(c), parts).catch((error: unknown) => {
      if (!(error instanceof Invalid)) throw error
      return Object.values(error.fields).join(' ')
    })
    return refused === undefined ? c.body(null, 202) : c.text(refused, 400)
  })
}
