import { chooseLocale } from '../people/accounts/accounts.ts'
import { isSecureSite } from '../people/sessions/sessions.ts'
import { Invalid } from '../platform/errors.ts'
import type { Routes } from '../platform/http/env.ts'
import { readForm } from '../platform/http/form.ts'
import { said } from '../platform/languages/languages.ts'
import { languageCookie } from './language.ts'

/** /language — the switch at the foot of a page: kept in this browser, and in the account of whoever is signed in. */
export const languageRoutes: Routes = (app) => {
  app.post('/language', async (c) => {
    const tag = (await readForm(c)).language ?? ''
    const language = c.var.languages.all.find((one) => one.tag === tag)
    if (!language)
      throw new Invalid('language.unknown', { language: said('Choose one of the languages of this site.') })
    const { ctx, config } = c.var
    if (ctx.viewer.kind === 'account') await chooseLocale(ctx, ctx.viewer.id, tag)
    c.header('set-cookie', languageCookie(tag, isSecureSite(config.publicUrl)))
    return c.redirect(pageBefore(c.req.raw), 303)
  })
}

/** The page on which the switch was pressed; the start when the browser does not tell. */
function pageBefore(request: Request): string {
  const from = URL.parse(request.headers.get('referer') ?? '')
  return from?.host === new URL(request.url).host ? from.pathname + from.search : '/'
}
