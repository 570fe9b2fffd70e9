import type { Ctx } from '../../platform/context.ts'

/** Does all of the work in one transaction and takes it back: a dry run tells what a real one would. */
export async function undone(ctx: Ctx, work: (ctx: Ctx) => Promise<void>): Promise<void> {
  const back = new Error('a dry run is taken back')
  await ctx
    .transaction(async (inside) => {
      await work(inside)
      throw back
    })
    .catch((error: unknown) => {
      if (error !== back) throw error
    })
}
