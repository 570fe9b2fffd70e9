import type { Context } from 'hono'
import { z } from 'zod'
import type { Routes, WebEnv } from '../../platform/http/env.ts'
import { type FormState, emptyForm, takeForm } from '../../platform/http/form.ts'
import { endProduct, listProductStories, nameProduct } from './naming-products.ts'
import { ProductsPage, productsPath } from './products.page.tsx'
import { meetsTag } from './tag-pages.ts'
import { tagAddress } from './tags.ts'

type C = Context<WebEnv>

const productSchema = z.object({
  name: z.string().default(''),
  is: z.enum(['yes', 'no']),
  back: z.enum(['tag']).optional(),
})

/** Which tags are products: for the stewards of the outside. */
export const productRoutes: Routes = (app) => {
  app.get(productsPath, (c) => drawProducts(c, emptyForm))
  app.post(productsPath, (c) =>
    takeForm(
      c,
      productSchema,
      async ({ name, is, back }) => {
        await (is === 'yes' ? nameProduct : endProduct)(c.var.ctx, name)
        // A tag that nothing carries has a page as a product alone.
        const hasPage = back && (await meetsTag(c.var.ctx, 'outside', name))
        return c.redirect(hasPage ? tagAddress(name) : productsPath, 303)
      },
      (form) => drawProducts(c, form),
    ),
  )
}

async function drawProducts(c: C, form: FormState): Promise<Response> {
  const { ctx } = c.var
  const after = c.req.query('after')
  const page = await listProductStories(ctx, after)
  return c.render(<ProductsPage page={page} form={form} later={Boolean(after)} now={ctx.now} />, {
    title: ctx.say('Tags that are products'),
    realm: 'outside',
    nav: 'questions',
    indexed: false,
    width: 'narrow',
    styles: ['extra'],
    status: Object.keys(form.errors).length > 0 ? 422 : 200,
  })
}
