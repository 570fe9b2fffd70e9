import { type Ctx, makeCtx } from '../context.ts'
import { findSetting } from '../settings.ts'
import { type Say, wordsIn } from './languages.ts'

/** The setting that holds the language of the installation (`TANGO_LANGUAGE`), written at each start: jobs know no configuration. */
export const languageSetting = 'language'

/** The words of the installation: for what is said to everybody at once, and to those of whom nothing is known. */
export async function installationWords(ctx: Ctx): Promise<Say> {
  return wordsIn(await findSetting<string>(ctx, languageSetting))
}

/** The same context, speaking another language. */
export function speaking(ctx: Ctx, say: Say): Ctx {
  return makeCtx({ viewer: ctx.viewer, db: ctx.db, now: ctx.now, log: ctx.log, say })
}
