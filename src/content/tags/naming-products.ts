/** The company says which tags are its products, and takes it back. */
import { type PersonCard, loadPeople } from '../../people/accounts/accounts.ts'
import type { Ctx } from '../../platform/context.ts'
import { type PageOf, readCursor } from '../../platform/cursor.ts'
import { Invalid, NotFound } from '../../platform/errors.ts'
import { type Said, said } from '../../platform/languages/languages.ts'
import { demand } from '../../platform/verdict.ts'
import * as queries from './products.queries.ts'
import { listProducts, productCalled } from './products.ts'
import { lockSide } from './synonyms.queries.ts'
import { parseOneTag } from './tag-names.ts'
import { mayNameProducts } from './tags.access.ts'
import { insertTags } from './tags.queries.ts'
import type { ProductId } from './tags.tables.ts'

const mostProducts = 100

/**
 * Names a tag as a product outside: from now on everybody there sees its name in the lists. It may be a tag that nothing
 * carries yet; whether it stands inside makes no difference. Throws Forbidden, Invalid (`name`).
 */
export async function nameProduct(ctx: Ctx, typed: string): Promise<string> {
  demand(mayNameProducts(ctx.viewer))
  const name = parseOneTag(typed, refuse)
  return ctx.transaction(async (inside) => {
    // Which tag a name leads to stays so until it is written.
    await lockSide(inside, 'outside')
    const products = await listProducts(inside)
    if (productCalled(products, name)) throw refuse(said('“{tag}” is a product already.', { tag: name }))
    if (products.length >= mostProducts)
      throw refuse(said('{number} products are enough. Take one back first.', { number: mostProducts }))
    await insertTags(inside, [name])
    await queries.insertProduct(inside, name, me(inside))
    return name
  })
}

function refuse(message: Said): Invalid {
  return new Invalid('tags.not-named', { name: message })
}

function me(ctx: Ctx) {
  return ctx.viewer.kind === 'account' ? ctx.viewer.id : null
}

/** A tag is no product any more; it stays the tag that it is. Throws Forbidden, NotFound (it is none). */
export async function endProduct(ctx: Ctx, name: string): Promise<void> {
  demand(mayNameProducts(ctx.viewer))
  const ended = await queries.endProducts(ctx, name.normalize('NFKC').toLowerCase(), me(ctx))
  if (ended === 0) throw new NotFound('tags.no-product', said('This is no product any more.'))
}

/** That a tag was named a product, by whom and when, and who took it back. */
export interface ProductStory {
  readonly id: ProductId
  readonly name: string
  readonly namedAt: Date
  readonly namedBy: PersonCard | undefined
  readonly endedAt: Date | null
  readonly endedBy: PersonCard | undefined
}

/** Everything that was ever named a product, newest first, 30 a page, for those who name them. Forbidden. */
export async function listProductStories(ctx: Ctx, after?: string): Promise<PageOf<ProductStory>> {
  demand(mayNameProducts(ctx.viewer))
  const page = await queries.selectStories(ctx, readCursor(after), 30)
  const people = await loadPeople(
    ctx,
    page.items.flatMap(({ namedBy, endedBy }) => [namedBy, endedBy].filter((id) => id !== null)),
  )
  const items = page.items.map((row) => ({
    ...row,
    namedBy: row.namedBy === null ? undefined : people.get(row.namedBy),
    endedBy: row.endedBy === null ? undefined : people.get(row.endedBy),
  }))
  return { ...page, items }
}
