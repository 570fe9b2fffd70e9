/** What an act comes to: 'ok', or the code of the refusal. */
import type { Ctx } from '../src/platform/context.ts'

export async function outcome(work: Promise<unknown>): Promise<string> {
  return work.then(
    () => 'ok',
    (error: { code?: string }) => error.code ?? String(error),
  )
}

/** The same of an act that is undone at once, so that everybody can try it on the same house. */
export async function outcomeUndone(ctx: Ctx, work: (ctx: Ctx) => Promise<unknown>): Promise<string> {
  const back = new Error('taken back')
  let said = ''
  await ctx
    .transaction(async (inside) => {
      said = await outcome(work(inside))
      throw back
    })
    .catch((error: unknown) => {
      if (error !== back) throw error
    })
  return said
}
