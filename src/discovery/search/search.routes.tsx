import { listProducts } from '../../content/tags/tags.ts'
import { sideOf } from '../../platform/context.ts'
import { NotFound } from '../../platform/errors.ts'
import type { Routes } from '../../platform/http/env.ts'
import { type Controls, inStep } from './asked.ts'
import { seesWithoutFinds } from './search.access.ts'
import { SearchPage, searchAddress } from './search.page.tsx'
import { type SearchOrder, search } from './search.ts'
import { NothingPage } from './nothing.page.tsx'
import { listWithoutFinds } from './without-finds.ts'

const sides = ['outside', 'inside'] as const

/**
 * /search?q=… — one box over both sides, showing only what the searcher may read and labelling each side;
 * /search/nothing/:side — what was looked for and not found, for the stewards of a side.
 */
export const searchRoutes: Routes = (app) => {
  app.get('/search', async (c) => {
    const { ctx } = c.var
    const text = c.req.query('q') ?? ''
    const order: SearchOrder = c.req.query('order') === 'newest' ? 'newest' : 'best'
    const was = c.req.query('was')
    // Sent with the controls: the address says everything in the line alone, so that it can be kept and sent on.
    if (was !== undefined) return c.redirect(`/search${searchAddress(inStep(text, was, controlsOf(c)), order)}`, 303)
    const found = await search(ctx, text, c.req.query('after'), order)
    const looksAfter = sides.filter((side) => seesWithoutFinds(ctx.viewer, side))
    const products = await listProducts(ctx)
    return c.render(<SearchPage {...{ text, order, found, products, looksAfter }} now={ctx.now} />, {
      title: text ? ctx.say('Search: {text}', { text }) : ctx.say('Search'),
      realm: sideOf(ctx.viewer),
      nav: 'search',
      indexed: false,
    })
  })
  app.get('/search/nothing/:side', async (c) => {
    const side = sides.find((one) => one === c.req.param('side'))
    if (!side) throw new NotFound('search.not-found')
    const { ctx } = c.var
    const rows = await listWithoutFinds(ctx, side)
    return c.render(<NothingPage side={side} rows={rows} />, {
      title: ctx.say('Searches that found nothing'),
      realm: 'inside',
      nav: 'search',
      indexed: false,
    })
  })
}

function controlsOf(c: { req: { query: (name: string) => string | undefined } }): Controls {
  const query = (name: string) => c.req.query(name)
  const names = ['type', 'product', 'state', 'tag', 'by', 'in', 'is'] as const
  const said = [...names.map((name) => [name, query(name)]), ['after', query('from')], ['before', query('until')]]
  return Object.fromEntries(said.filter(([, value]) => value !== undefined))
}
