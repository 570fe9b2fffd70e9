import type { Context } from 'hono'
import { z } from 'zod'
import type { Routes, WebEnv } from '../../platform/http/env.ts'
import { type FormState, emptyForm, takeForm } from '../../platform/http/form.ts'
import { said } from '../../platform/languages/languages.ts'
import { type Side, sides } from '../moderation/moderation.ts'
import { RulesPage, type RulesPageProps, rulesNames } from './rules.page.tsx'
import { getRules, putRules, rulesSchema, tryText } from './writing-rules.ts'

type C = Context<WebEnv>

const trySchema = z.object({
  text: z.string().max(60_000, said('Keep the text under 60,000 characters.')).default(''),
  author: z.enum(['new', 'known']).catch('new'),
})

/** /moderation/outside/rules and /moderation/inside/rules: word lists and limits, set without code. */
export const writingRulesRoutes: Routes = (app) => {
  for (const side of sides) {
    const path = `/moderation/${side}/rules`
    app.get(path, (c) => draw(c, side, emptyForm))
    app.post(path, (c) =>
      takeForm(
        c,
        rulesSchema,
        async (given) => {
          await putRules(c.var.ctx, side, given)
          return c.redirect(path, 303)
        },
        (form) => draw(c, side, form),
      ),
    )
    app.post(`${path}/try`, (c) =>
      takeForm(
        c,
        trySchema,
        async ({ text, author }) =>
          draw(c, side, emptyForm, { text, author, score: await tryText(c.var.ctx, side, text, author) }),
        (form) => draw(c, side, form),
      ),
    )
  }
}

async function draw(c: C, side: Side, form: FormState, tried?: RulesPageProps['tried']): Promise<Response> {
  const { ctx } = c.var
  const rules = await getRules(ctx, side)
  return c.render(<RulesPage side={side} rules={rules} form={form} {...(tried && { tried })} />, {
    title: ctx.say.again(rulesNames[side]),
    realm: 'inside',
    nav: 'moderation',
    indexed: false,
    status: Object.keys(form.errors).length > 0 ? 422 : 200,
  })
}
