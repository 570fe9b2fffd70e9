/** Products: tags that the company named so, outside. They filter lists and searches; whatever else they do, they do as tags. */
import type { Ctx } from '../../platform/context.ts'
import { Invalid } from '../../platform/errors.ts'
import { type Say, said } from '../../platform/languages/languages.ts'
import { selectProducts } from './products.queries.ts'
import { knowsProducts } from './tags.access.ts'

/** A product, by the name of its tag. */
export interface Product {
  readonly name: string
  /** Tags that mean the same: they find it, too. */
  readonly others: readonly string[]
}

/** The products that there are, by name; none for guests, who read nothing outside. */
export async function listProducts(ctx: Ctx): Promise<readonly Product[]> {
  return knowsProducts(ctx.viewer) ? selectProducts(ctx) : []
}

/** The product that is called so, by its name or by another one of its tag. */
export function productCalled(products: readonly Product[], typed: string | undefined): Product | undefined {
  const name = typed?.normalize('NFKC').toLowerCase()
  return products.find((product) => product.name === name || product.others.includes(name ?? ''))
}

/** What a list outside is about, as it stands in its address: a product, and a tag beside it. */
export interface About {
  readonly product?: string
  readonly tag?: string
}

/** What an address asks a list to be about; `isMoved` when what it calls a product is none (any more), but still a tag. */
export function readAbout(
  products: readonly Product[],
  query: Readonly<Record<string, string>>,
): { readonly about: About; readonly isMoved: boolean } {
  const product = productCalled(products, query.product)?.name
  const isMoved = Boolean(query.product) && product === undefined
  const tag = query.tag || (isMoved ? query.product : undefined)
  return { about: { ...(product && { product }), ...(tag && { tag }) }, isMoved }
}

/** What a list is about, in words; empty where it is about everything. */
export function aboutWords(say: Say, { product, tag }: About): string {
  return say.list([product, tag].filter((name) => name !== undefined))
}

/** The tags of a text as its form shows them: the first of them that is a product, and all others. */
export function splitTags(products: readonly Product[], tags: readonly string[]): { product: string; tags: string } {
  const product = tags.find((tag) => products.some(({ name }) => name === tag)) ?? ''
  return { product, tags: tags.filter((tag) => tag !== product).join(', ') }
}

/**
 * The tags of a form with the product that was chosen in it, as they are written. Throws Invalid (`product`) for one that
 * is none (any more).
 */
export async function readTags(
  ctx: Ctx,
  form: { readonly tags: string; readonly product?: string | undefined },
): Promise<string[]> {
  const tags = form.tags.split(',')
  if (!form.product) return tags
  const product = productCalled(await listProducts(ctx), form.product)
  if (!product)
    throw new Invalid('tags.no-product', {
      product: said('There is no such product any more. Choose one of those shown.'),
    })
  return [...tags, product.name]
}
