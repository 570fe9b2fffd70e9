/** Counts what a page asks the database, for tests that a list never costs more because it is longer. */
import type { KyselyPlugin } from 'kysely'
import { type Ctx, makeCtx } from '../src/platform/context.ts'

/** The same context over a database that counts its statements; `take()` gives the count and starts anew. */
export function counting(ctx: Ctx): { ctx: Ctx; take: () => number } {
  let count = 0
  const plugin: KyselyPlugin = {
    transformQuery: ({ node }) => node,
    // Here, not above: what stands inside another statement passes there too.
    async transformResult({ result }) {
      count += 1
      return result
    },
  }
  const counted = makeCtx({ viewer: ctx.viewer, db: ctx.db.withPlugin(plugin), now: ctx.now, log: ctx.log })
  return {
    ctx: counted,
    take: () => {
      const taken = count
      count = 0
      return taken
    },
  }
}
